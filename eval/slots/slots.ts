import { parseArgs } from 'node:util';
import { cleanText, fold } from '../../text/normalise.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import {
  answererOver,
  readItems,
  replyText,
  scoreItem,
  spreadDocs,
  unaccented,
  type AnswerItem,
} from '../answers.ts';
import { loadDocuments } from '../documents.ts';
import { randomFrom } from '../ingest/ingest-noise.ts';
import { changesOf, type ChangedQuestion } from './slots-changes.ts';

/** Shares are 0 to 1. */
export interface SlotFigures {
  /** Questions answered as written, whose slots were changed. */
  questions: number;
  changes: number;
  /** Changed questions that nothing is given as fact for, or whose premise is corrected. */
  flagged: number;
  byKind: Record<string, { n: number; flagged: number }>;
}

const usage =
  'usage: capuy eval slots FILE --docs DIR… [--changes 500] [--seed 1] [--unaccented] [--all] [--json]\n' +
  '  FILE: questions as `capuy eval answers` takes them\n';

/** `capuy eval slots`: one year, period, place, symbol … of answered questions changed. Returns the exit code. */
export async function evaluateSlots(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: spreadDocs(args),
    allowPositionals: true,
    options: {
      docs: { type: 'string', multiple: true, default: [] },
      changes: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      unaccented: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  const wanted = Number(values.changes);
  const seed = Number(values.seed);
  const areCounts = [wanted, seed].every((value) => Number.isSafeInteger(value) && value > 0);
  if (file === undefined || positionals.length > 1 || values.docs.length === 0 || !areCounts) {
    process.stderr.write(usage);
    return 2;
  }
  const { documents, failed } = await loadDocuments(values.docs);
  for (const { file: name, reason } of failed) process.stderr.write(`${name}: ${reason}\n`);
  const items = await readItems(file);
  const { figures, missed } = await measureSlots(items, documents, {
    wanted,
    seed,
    isUnaccented: values.unaccented,
  });
  if (!values.json) {
    for (const { change, reply } of values.all ? missed : missed.slice(0, 20))
      process.stdout.write(
        `${change.kind}: ${change.before} → ${change.after}\n     ? ${change.question}\n     > ${reply.replace(/\n/gu, ' ').slice(0, 300)}\n`,
      );
    for (const [kind, { n, flagged }] of Object.entries(figures.byKind))
      process.stdout.write(`${kind.padEnd(18)} ${String(n).padStart(4)}  ${(flagged * 100).toFixed(1)} %\n`);
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return failed.length > 0 ? 1 : 0;
}

/** Asks the answered questions again with one slot changed, until there are `wanted` changes. */
export async function measureSlots(
  items: readonly AnswerItem[],
  documents: readonly MemoryDocument[],
  { wanted, seed, isUnaccented = false }: { wanted: number; seed: number; isUnaccented?: boolean },
): Promise<{ figures: SlotFigures; missed: { change: ChangedQuestion; reply: string }[] }> {
  const answerer = await answererOver(documents);
  const random = randomFrom(seed);
  const stated = new Map<string, string>();
  const textOf = (name: string): string => {
    const known = stated.get(name);
    if (known !== undefined) return known;
    const text = documents
      .filter((document) => document.summary.fileName === name)
      .flatMap(({ summary, chunks }) => [
        summary.title,
        summary.symbol ?? '',
        ...chunks.flatMap((chunk) => [chunk.context, chunk.text]),
      ])
      .join('\n');
    stated.set(name, fold(cleanText(text)).replace(/\s*[-–]\s*/gu, '-'));
    return stated.get(name) as string;
  };
  const candidates: { item: AnswerItem; change: ChangedQuestion }[] = [];
  const asked = new Set<string>();
  for (const item of items) {
    if (!item.answerable || item.context) continue;
    const as = (question: string): AnswerItem => {
      const one = { ...item, question };
      return isUnaccented ? unaccented(one) : one;
    };
    if (!(await scoreItem(as(item.question), answerer)).isAnswered) continue;
    const isStated = (kind: string, value: string): boolean =>
      item.docs.some((name) => standsIn(textOf(name), fold(value), kind));
    for (const change of changesOf(item.question, random, 20, isStated)) {
      candidates.push({ item: as(change.question), change });
      asked.add(item.id);
    }
  }
  const byKind: SlotFigures['byKind'] = {};
  const missed: { change: ChangedQuestion; reply: string }[] = [];
  let changes = 0;
  for (const { item, change } of evenly(candidates, 2 * wanted, random)) {
    if (changes >= wanted) break;
    const { answered } = await scoreItem(item, answerer);
    const { answer } = answered;
    const isGiven = answer.outcome === 'answer' || answer.outcome === 'candidates';
    const cited = 'quotes' in answer ? answer.quotes.map((quote) => quote.passage.document.fileName) : [];
    // Another document that states what is now asked for may well answer it.
    if (isGiven && cited.some((name) => standsIn(textOf(name), fold(change.after), change.kind))) continue;
    changes += 1;
    const entry = (byKind[change.kind] ??= { n: 0, flagged: 0 });
    entry.n += 1;
    if (isGiven) missed.push({ change, reply: replyText(answered) });
    else entry.flagged += 1;
  }
  for (const entry of Object.values(byKind)) entry.flagged = share(entry.flagged, entry.n);
  return {
    figures: {
      questions: asked.size,
      changes,
      flagged: share(changes - missed.length, changes),
      byKind,
    },
    missed,
  };
}

/** A year or place anywhere; of anything else the number in the same wording would have to stand there. */
function standsIn(text: string, value: string, kind: string): boolean {
  const before =
    { quarter: 'quy ', ordinal: '(?:thu|khoa) ', article: '(?:dieu|khoan) ', month: 'thang ' }[kind] ?? '';
  const after = { 'symbol: number': '(?:-|/)', period: ' thang' }[kind] ?? '';
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${before}${value}${after}`, 'u').test(text);
}

/** `count` of the list, kinds and questions as even as they come: in random order, one of each kind in turn. */
function evenly(
  list: readonly { item: AnswerItem; change: ChangedQuestion }[],
  count: number,
  random: () => number,
): { item: AnswerItem; change: ChangedQuestion }[] {
  const kinds = new Map<string, { item: AnswerItem; change: ChangedQuestion; order: number }[]>();
  for (const one of list) {
    const kind = kinds.get(one.change.kind) ?? [];
    kind.push({ ...one, order: random() });
    kinds.set(one.change.kind, kind);
  }
  for (const kind of kinds.values()) kind.sort((a, b) => a.order - b.order);
  const chosen: { item: AnswerItem; change: ChangedQuestion }[] = [];
  while (chosen.length < count && [...kinds.values()].some((kind) => kind.length > 0))
    for (const kind of kinds.values()) {
      const one = kind.pop();
      if (one && chosen.length < count) chosen.push(one);
    }
  return chosen;
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
