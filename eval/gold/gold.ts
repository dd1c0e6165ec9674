import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Clock, DateOnly } from '../../core/clock.ts';
import type { Answerer } from '../../rag/answer.ts';
import type { Quote } from '../../rag/types.ts';
import {
  answererOver,
  readItems,
  replyText,
  scoreItem,
  shows,
  spreadDocs,
  unaccented,
  type AnswerItem,
  type AnswerScore,
} from '../answers.ts';
import { compareWithBaseline, readBaseline, writeBaseline, type GoldSplit } from './gold-baseline.ts';
import { loadKept } from './gold-documents.ts';
import { goldFigures, type GoldFigures } from './gold-figures.ts';
import { hasBanner, supersededWithoutBanner, type KnownValidities } from './gold-validity.ts';

/** A question of the gold set; see docs/evaluation.md. */
export interface GoldItem extends AnswerItem {
  split: 'dev' | 'held-out';
  /** The day that the question asks about; absent: today, which is `goldDay`. */
  as_of?: DateOnly;
  /** The same question as of another day; both have to be right. */
  pair?: string;
  /** Places that must be cited: a file, and where given a piece of its text inside the quotation. */
  must_cite?: readonly { file: string; text?: string }[];
  /** The state that quotations of a file must tell: 'replaced', 'not-yet', 'expired', 'suspended'. */
  status?: Readonly<Record<string, string>>;
  /** Another document that says the same; citing it is as right. */
  docs_any?: readonly string[];
  /** Documents with a like name that may not be quoted. */
  must_not_cite?: readonly string[];
  /** 'candidates': all documents have to be listed or cited. 'either': listed, or both answers given. */
  ask?: 'candidates' | 'either';
  /** Files without which the question cannot be asked (of an unanswerable one). */
  needs?: readonly string[];
}

/** How one question went, with what only this set looks at. */
export interface GoldScore extends Omit<AnswerScore, 'item'> {
  item: GoldItem;
  /** Given as an answer, from the document that holds on the asked day, and from it first. */
  isRightVersion: boolean;
  /** Every place of `must_cite` stands in a quotation. */
  areEndsCited: boolean;
  /** Quotations of text that no longer holds without a word about it. */
  unmarked: readonly Quote[];
}

/** Today, in the set: its documents are younger than some and older than others of the rules they hold. */
const goldDay: DateOnly = '2026-11-20';

const root = fileURLToPath(new URL('../..', import.meta.url));
const setFolder = join(root, 'eval', 'gold');
const ownDocuments = [join(root, 'demo', 'documents'), join(setFolder, 'documents')];

const usage =
  'usage: capuy eval gold [--docs DIR…] [--split dev|held-out|all] [--only KIND] [--unaccented] [--keep DIR]\n' +
  '                       [--baseline] [--write-baseline] [--failures] [--json]\n' +
  '  --docs      further documents; questions about files that are not there are skipped\n' +
  '  --write-baseline  with --split all alone\n' +
  '  --failures  also prints failures of the half kept aside: for nobody who writes rules\n';

/** `capuy eval gold`: asks the project's own questions over its own documents. Returns the exit code. */
export async function evaluateGold(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: spreadDocs(args),
    allowPositionals: true,
    options: {
      docs: { type: 'string', multiple: true, default: [] },
      split: { type: 'string', default: 'dev' },
      only: { type: 'string' },
      keep: { type: 'string' },
      unaccented: { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
      'write-baseline': { type: 'boolean', default: false },
      failures: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const isWhole = values.split === 'all' && values.only === undefined && !values.unaccented;
  if (
    positionals.length > 0 ||
    !['dev', 'held-out', 'all'].includes(values.split) ||
    (values['write-baseline'] && !isWhole)
  ) {
    process.stderr.write(usage);
    return 2;
  }
  const { documents, failed } = await loadKept([...ownDocuments, ...values.docs], values.keep);
  for (const { file, reason } of failed) process.stderr.write(`${file}: ${reason}\n`);
  const names = new Set(documents.map(({ summary }) => summary.fileName));
  const all = (await readGoldItems()).filter(
    (item) =>
      (values.split === 'all' || item.split === values.split) &&
      (values.only === undefined || item.kind === values.only),
  );
  const asked = all.filter((item) => [...item.docs, ...(item.needs ?? [])].every((name) => names.has(name)));
  const answerer = await answererOver(documents, clockOn(goldDay));
  const validities = await readValidities();
  const scores: GoldScore[] = [];
  for (const item of asked)
    scores.push(
      await scoreGold(values.unaccented ? (unaccented(item) as GoldItem) : item, answerer, validities),
    );
  const figures = goldFigures(scores, all.length - asked.length);
  const name = values.docs.length > 0 ? 'gold-with-central' : 'gold';
  if (!values.json) printFailures(scores, figures, values.failures);
  if (values.baseline && !values.json)
    process.stdout.write(compareWithBaseline(scores, values.split as GoldSplit, await readBaseline(name)));
  if (values['write-baseline']) await writeBaseline(name, scores);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return failed.length > 0 ? 1 : 0;
}

/** Every question of the set, by file and line. */
export async function readGoldItems(): Promise<GoldItem[]> {
  const files = (await readdir(setFolder)).filter((name) => name.endsWith('.jsonl')).sort();
  return (await Promise.all(files.map((name) => readItems(join(setFolder, name))))).flat() as GoldItem[];
}

/** What holds when, by file name. */
export const readValidities = async (): Promise<KnownValidities> =>
  JSON.parse(await readFile(join(setFolder, 'validity.json'), 'utf8')) as KnownValidities;

const clockOn = (day: DateOnly): Clock => ({ now: () => new Date(`${day}T05:00:00Z`) });

/** Asks one question and holds the reply against what it must show, cite, tell and leave out. */
export async function scoreGold(
  item: GoldItem,
  answerer: Answerer,
  validities: KnownValidities,
): Promise<GoldScore> {
  const score = await scoreItem(item, answerer);
  const { answer } = score.answered;
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const listed = answer.outcome === 'candidates' ? answer.documents.map(({ fileName }) => fileName) : [];
  const cited = new Set([...quotes.map(({ passage }) => passage.document.fileName), ...listed]);
  const others = item.docs_any ?? [];
  const isRightDocument =
    item.docs.length > 0 &&
    (item.docs.every((name) => cited.has(name)) || others.some((name) => cited.has(name)));
  const areEndsCited = (item.must_cite ?? []).every(({ file, text }) =>
    quotes.some(
      (quote) => quote.passage.document.fileName === file && (text === undefined || shows(quote.text, text)),
    ),
  );
  const unmarked = supersededWithoutBanner(validities, quotes, item.as_of ?? goldDay);
  const tellsStatus = Object.entries(item.status ?? {}).every(([file, state]) =>
    quotes.some((quote) => quote.passage.document.fileName === file && tells(quote, state)),
  );
  const isElsewhere = (item.must_not_cite ?? []).some((name) =>
    quotes.some(({ passage }) => passage.document.fileName === name),
  );
  const isListed = item.ask !== undefined && answer.outcome === 'candidates' && isRightDocument;
  const isShown = item.ask === 'candidates' ? isRightDocument : isListed || score.isSpanShown;
  const isOk = item.answerable
    ? isShown &&
      isRightDocument &&
      score.isAnswered &&
      areEndsCited &&
      tellsStatus &&
      !isElsewhere &&
      unmarked.length === 0
    : score.isOk;
  return {
    ...score,
    item,
    isRightDocument,
    areEndsCited,
    unmarked,
    isRightVersion: score.isAnswered && quotes[0]?.passage.document.fileName === item.docs[0],
    isOk,
  };
}

/** 'replaced' of the quotation, or of the part that it stands in. */
const tells = (quote: Quote, state: string): boolean =>
  quote.status.state === state ||
  (quote.partStatus ?? []).some(({ how }) => how === state) ||
  (state === 'changed' && hasBanner(quote));

/** Failures worst first; of the half kept aside only where `areAllShown`. */
export const failuresToShow = (scores: readonly GoldScore[], areAllShown: boolean): GoldScore[] =>
  scores
    .filter((score) => !score.isOk && (areAllShown || score.item.split === 'dev'))
    .sort((a, b) => badness(b) - badness(a));

function printFailures(scores: readonly GoldScore[], figures: GoldFigures, areAllShown: boolean): void {
  const shown = failuresToShow(scores, areAllShown);
  for (const score of shown) {
    const { item, answered } = score;
    process.stdout.write(
      `FAIL ${item.id} [${item.kind}] ${answered.answer.outcome} ${answered.confidence.toFixed(2)} ${faults(score).join(', ')}\n` +
        (item.context ?? []).map((turn) => `     … ${turn.user}\n`).join('') +
        `     ? ${item.question}\n` +
        (item.answer_spans.length > 0 || item.docs.length > 0
          ? `     wanted: ${item.answer_spans.join(' | ')} (${item.docs.join(', ')})\n`
          : '') +
        quotedLines(score)
          .map((line) => `     > ${line}\n`)
          .join(''),
    );
  }
  for (const [kind, { n, ok }] of Object.entries(figures.byKind))
    process.stdout.write(
      `${kind.padEnd(16)} ${String(n).padStart(3)} ${String(Math.round(ok * 100)).padStart(4)} %\n`,
    );
}

function quotedLines({ answered }: GoldScore): string[] {
  const { answer } = answered;
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const sources = quotes.map(
    ({ passage, status, text }) =>
      `${passage.document.fileName} [${status.state}] ${text.replace(/\s+/gu, ' ').slice(0, 220)}`,
  );
  const head = replyText(answered).split('\n').slice(0, 3);
  return [...head.filter((line) => line.trim() !== ''), ...sources].map((line) => line.slice(0, 300));
}

/** In words, what a failed reply lacks. */
function faults(score: GoldScore): string[] {
  const { item } = score;
  if (!item.answerable) return ['answered'];
  return [
    score.unmarked.length > 0 ? 'superseded text unmarked' : '',
    score.isSpanShown || item.ask === 'candidates' ? '' : 'span missing',
    score.isRightDocument ? '' : 'document missing',
    score.areEndsCited ? '' : 'end not cited',
    score.isAnswered ? '' : 'not answered',
  ].filter(Boolean);
}

/** What is worse comes first: old rules told as valid, invented answers, wrong documents, missing values. */
const badness = (score: GoldScore): number => {
  if (score.isOk) return 0;
  if (score.unmarked.length > 0) return 5;
  if (!score.item.answerable) return 4;
  if (score.isAnswered && !score.isRightDocument) return 3;
  return score.isAnswered ? 2 : 1;
};
