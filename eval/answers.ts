import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { localViewer } from '../core/viewer.ts';
import { createAnswerer, type Answered, type Answerer } from '../rag/answer.ts';
import type { Understood } from '../rag/question/follow-up.ts';
import { createMemoryRetriever, type MemoryDocument } from '../rag/search/retriever-memory.ts';
import { cleanText, fold, normalise } from '../text/normalise.ts';
import { loadDocuments } from './documents.ts';
import { percentile } from './statistics.ts';

/** A question of the set; see docs/evaluation.md for the format. */
export interface AnswerItem {
  id: string;
  question: string;
  /** Verbatim pieces of the documents; the reply must show every one. */
  answer_spans: string[];
  /** File names; each must be cited. */
  docs: string[];
  answerable: boolean;
  kind: string;
  context?: { user: string; bot?: string }[];
}

/** How one question went. */
export interface AnswerScore {
  item: AnswerItem;
  answered: Answered;
  /** Every span stands in the reply: lead, arithmetic and quotations. */
  isSpanShown: boolean;
  isSomeSpanShown: boolean;
  /** The first quotation, with the arithmetic above it, shows a span; so does one of the first three. */
  isFirstRight: boolean;
  isOneOfThreeRight: boolean;
  /** Every document of the item is cited. */
  isRightDocument: boolean;
  /** The reply gives something as an answer: 'answer', 'correction' or 'candidates'. */
  isAnswered: boolean;
  /** Answerable: shown, cited and given as an answer. Unanswerable: not given as one. */
  isOk: boolean;
  ms: number;
}

/** The machine output; shares are 0 to 1. */
export interface AnswerFigures {
  answerable: {
    n: number;
    spanShown: number;
    someSpanShown: number;
    firstQuote: number;
    oneOfThreeQuotes: number;
    rightDocument: number;
    answered: number;
    ok: number;
  };
  unanswerable: { n: number; notAnswered: number };
  byKind: Record<string, { n: number; ok: number }>;
  replyMs: { p50: number; p95: number };
  replyCharacters: { p50: number; p95: number };
}

const usage =
  'usage: capuy eval answers FILE.jsonl --docs DIR [--docs DIR…] [--unaccented] [--without-docs] [--all] [--json]\n' +
  '  several folders may follow one --docs\n';

/** `capuy eval answers`: asks every question of a set and holds the reply against it. Returns the exit code. */
export async function evaluateAnswers(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: spreadDocs(args),
    allowPositionals: true,
    options: {
      docs: { type: 'string', multiple: true, default: [] },
      unaccented: { type: 'boolean', default: false },
      'without-docs': { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1 || values.docs.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  const { documents, failed } = await loadDocuments(values.docs);
  for (const { file: name, reason } of failed) process.stderr.write(`${name}: ${reason}\n`);
  const items = (await readItems(file)).map((item) => (values.unaccented ? unaccented(item) : item));
  const scores = values['without-docs']
    ? await scoreWithoutDocuments(items, documents)
    : await scoreAll(items, await answererOver(documents));
  const figures = summarise(scores);
  if (!values.json) printScores(scores, figures, values.all);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return failed.length > 0 ? 1 : 0;
}

/** `--docs A B C` means three folders. */
export function spreadDocs(args: readonly string[]): string[] {
  const spread: string[] = [];
  let isInDocs = false;
  let hasDocs = false;
  for (const arg of args) {
    if (arg.startsWith('--')) {
      isInDocs = arg === '--docs';
      if (!isInDocs) spread.push(arg);
      hasDocs = false;
    } else if (isInDocs) {
      spread.push('--docs', arg);
      hasDocs = true;
    } else spread.push(arg);
  }
  return isInDocs && !hasDocs ? [...spread, '--docs', ''] : spread;
}

/** The questions of a set: a JSON object a line, or the project's own table. */
export async function readItems(path: string): Promise<AnswerItem[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  if (path.endsWith('.tsv')) return lines.slice(1).map(tableItem);
  return lines.map((line, index) => {
    try {
      return {
        answer_spans: [],
        docs: [],
        kind: '',
        ...(JSON.parse(line) as Partial<AnswerItem>),
      } as unknown as AnswerItem;
    } catch (cause) {
      throw new AppError('input-invalid', `${path}: line ${index + 1} is not JSON`, { cause });
    }
  });
}

/** A row of the project's own question table (eval/training/README.md). */
function tableItem(line: string, index: number): AnswerItem {
  const [kind = '', docs = '', spans = '', question = '', previous = ''] = line.split('\t');
  return {
    id: `q-${index + 1}`,
    question,
    answer_spans: spans.split('|').filter(Boolean),
    docs: docs.split(' ').filter(Boolean),
    answerable: docs !== '',
    kind,
    ...(previous && { context: [{ user: previous }] }),
  };
}

const stripped = (text: string): string => fold(cleanText(text));

/** The same item as typed without diacritics, earlier turns included. */
export const unaccented = (item: AnswerItem): AnswerItem => ({
  ...item,
  question: stripped(item.question),
  ...(item.context && { context: item.context.map((turn) => ({ ...turn, user: stripped(turn.user) })) }),
});

/** An answerer over these documents; `clock`, where given, says which day is today. */
export async function answererOver(documents: readonly MemoryDocument[], clock?: Clock): Promise<Answerer> {
  return createAnswerer({ library: await createMemoryRetriever(documents), ...(clock && { clock }) });
}

/** Asks every item. The clock counts the whole reply, search included. */
export async function scoreAll(items: readonly AnswerItem[], answerer: Answerer): Promise<AnswerScore[]> {
  const scores: AnswerScore[] = [];
  for (const item of items) scores.push(await scoreItem(item, answerer));
  return scores;
}

/** Each question without its own documents: nothing may be given as an answer. */
async function scoreWithoutDocuments(
  items: readonly AnswerItem[],
  documents: readonly MemoryDocument[],
): Promise<AnswerScore[]> {
  const answerers = new Map<string, Answerer>();
  const scores: AnswerScore[] = [];
  for (const item of items.filter((one) => one.answerable)) {
    const key = [...item.docs].sort().join('\n');
    let answerer = answerers.get(key);
    if (!answerer) {
      answerer = await answererOver(
        documents.filter((document) => !item.docs.includes(document.summary.fileName)),
      );
      answerers.set(key, answerer);
    }
    scores.push(await scoreItem({ ...item, answerable: false, answer_spans: [], docs: [] }, answerer));
  }
  return scores;
}

/** Asks one item in its context; the clock counts the whole reply. */
export async function scoreItem(item: AnswerItem, answerer: Answerer): Promise<AnswerScore> {
  let previous: Understood | undefined;
  for (const { user } of item.context ?? []) {
    const turn = await answerer.answer(user, { viewer: localViewer, ...(previous && { previous }) });
    previous = turn.understood;
  }
  const startedAt = performance.now();
  const answered = await answerer.answer(item.question, {
    viewer: localViewer,
    ...(previous && { previous }),
  });
  const ms = performance.now() - startedAt;
  const { answer } = answered;
  const reply = replyText(answered);
  const shown = item.answer_spans.map((span) => shows(reply, span));
  const quoted = 'quotes' in answer ? answer.quotes.map((quote) => quote.text) : [];
  const computed = answer.outcome === 'answer' && answer.computed ? answer.computed.text : '';
  const holdsSpan = (quotes: readonly string[]): boolean =>
    item.answer_spans.some((span) => shows([computed, ...quotes].join('\n'), span));
  const cited = new Set(
    'quotes' in answer ? answer.quotes.map((quote) => quote.passage.document.fileName) : [],
  );
  const isAnswered = ['answer', 'correction', 'candidates'].includes(answer.outcome);
  const isSpanShown = item.answer_spans.length > 0 && shown.every(Boolean);
  const isRightDocument = item.docs.length > 0 && item.docs.every((name) => cited.has(name));
  const isRefused = item.kind === 'out_of_scope' ? answer.outcome === 'out-of-scope' : !isAnswered;
  return {
    item,
    answered,
    isSpanShown,
    isSomeSpanShown: shown.some(Boolean),
    isFirstRight: holdsSpan(quoted.slice(0, 1)),
    isOneOfThreeRight: holdsSpan(quoted.slice(0, 3)),
    isRightDocument,
    isAnswered,
    isOk: item.answerable ? isSpanShown && isRightDocument && isAnswered : isRefused,
    ms,
  };
}

/** Everything that the reply shows as text. */
export function replyText({ answer }: Answered): string {
  const quotes = 'quotes' in answer ? answer.quotes.map((quote) => quote.text) : [];
  const computed = answer.outcome === 'answer' && answer.computed ? [answer.computed.text] : [];
  const table =
    answer.outcome === 'answer' && answer.table ? answer.table.rows.map((row) => row.join(' | ')) : [];
  return [answer.lead, ...computed, ...table, ...quotes].join('\n');
}

/** Whether `span` stands in `reply`: spaces and tone placement aside, digit groups aside ('3.193' is '3193'), dates in any form ('05 tháng 5 năm 2025' is '5/5/2025'), never inside a longer number. */
export function shows(reply: string, span: string): boolean {
  const wanted = comparable(span);
  if (wanted === '') return false;
  const text = comparable(reply);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + wanted.length, at + wanted.length + 2);
    const isCutBefore = /^\d/u.test(wanted) && /\d[.,]?$/u.test(before);
    const isCutAfter = /\d$/u.test(wanted) && /^[.,]?\d/u.test(after);
    if (!isCutBefore && !isCutAfter) return true;
  }
  return false;
}

const comparable = (text: string): string =>
  normalise(text)
    .toLowerCase()
    .replace(/(?<!\d)0?(\d{1,2})(?:\/|\s+tháng\s+)0?(\d{1,2})(?:\/|\s+năm\s+)(\d{4})(?!\d)/gu, '$1/$2/$3')
    .replace(/(?<=\d)[.](?=\d{3}(?!\d))/gu, '')
    .replace(/[–—]/gu, '-')
    .replace(/[“”]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim();

export function summarise(scores: readonly AnswerScore[]): AnswerFigures {
  const answerable = scores.filter((score) => score.item.answerable);
  const unanswerable = scores.filter((score) => !score.item.answerable);
  const share = (list: readonly AnswerScore[], is: (score: AnswerScore) => boolean): number =>
    list.length === 0 ? 0 : round(list.filter(is).length / list.length);
  const byKind: AnswerFigures['byKind'] = {};
  for (const kind of [...new Set(scores.map((score) => score.item.kind))].sort()) {
    const own = scores.filter((score) => score.item.kind === kind);
    byKind[kind] = { n: own.length, ok: share(own, (score) => score.isOk) };
  }
  const times = scores.map((score) => score.ms);
  const lengths = scores.map((score) => replyText(score.answered).length);
  return {
    answerable: {
      n: answerable.length,
      spanShown: share(answerable, (score) => score.isSpanShown),
      someSpanShown: share(answerable, (score) => score.isSomeSpanShown),
      firstQuote: share(answerable, (score) => score.isFirstRight),
      oneOfThreeQuotes: share(answerable, (score) => score.isOneOfThreeRight),
      rightDocument: share(answerable, (score) => score.isRightDocument),
      answered: share(answerable, (score) => score.isAnswered),
      ok: share(answerable, (score) => score.isOk),
    },
    unanswerable: { n: unanswerable.length, notAnswered: share(unanswerable, (score) => score.isOk) },
    byKind,
    replyMs: { p50: round(percentile(times, 0.5)), p95: round(percentile(times, 0.95)) },
    replyCharacters: { p50: percentile(lengths, 0.5), p95: percentile(lengths, 0.95) },
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Worst first: what failed, then (with `--all`) what went well. */
function printScores(scores: readonly AnswerScore[], figures: AnswerFigures, isAll: boolean): void {
  const badness = (score: AnswerScore): number =>
    score.isOk ? 0 : 1 + Number(!score.isSomeSpanShown) + Number(!score.isRightDocument);
  const shown = [...scores].filter((score) => isAll || !score.isOk).sort((a, b) => badness(b) - badness(a));
  for (const { item, answered, isOk, isSpanShown, isRightDocument } of shown) {
    const { answer, confidence } = answered;
    const notes = item.answerable
      ? [isSpanShown ? '' : 'span', isRightDocument ? '' : 'document'].filter(Boolean).join(', ')
      : '';
    process.stdout.write(
      `${isOk ? 'ok  ' : 'FAIL'} ${item.id} [${item.kind}] ${answer.outcome} ${confidence.toFixed(2)}${notes ? ` missing: ${notes}` : ''}\n` +
        `     ? ${item.question}\n` +
        (answered.understood.isRewritten ? `     = ${answered.understood.question}\n` : '') +
        (item.answer_spans.length > 0 ? `     wanted: ${item.answer_spans.join(' | ')}\n` : '') +
        replyText(answered)
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => `     > ${line}\n`)
          .join(''),
    );
  }
  for (const [kind, { n, ok }] of Object.entries(figures.byKind))
    process.stdout.write(`${kind.padEnd(28)} ${n} ${(ok * 100).toFixed(0)} %\n`);
}
