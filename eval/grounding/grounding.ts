import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '../../core/errors.ts';
import { checkGrounding } from '../../rag/grounding/grounding.ts';
import { unitsOf } from '../../rag/evidence/units.ts';
import { canonicalTokens } from '../../text/canonical.ts';
import { loadDocuments } from '../documents.ts';
import { mutationsOf, retypingsOf } from './grounding-mutations.ts';
import { randomFrom } from '../ingest/ingest-noise.ts';

/** Shares are 0 to 1. */
export interface GroundingFigures {
  /** Sentences with numbers that the changes were made on. */
  sentences: number;
  /** Sentences that are not grounded in themselves. */
  selfAlarms: number;
  mutations: number;
  caught: number;
  byKind: Record<string, { n: number; caught: number }>;
  retyped: number;
  falseAlarms: number;
  /** Rows of `--cases` whose canonical form is as written there. */
  cases?: { n: number; right: number };
}

const usage =
  'usage: capuy eval grounding PATH… [--mutations 5000] [--cases FILE.tsv] [--seed 1] [--all] [--json]\n' +
  '  PATH: files, folders or BEIR folders whose sentences are changed; --cases: input, tab, canonical tokens\n';

/** `capuy eval grounding`: changed sentences must be caught, re-typed ones must pass. Returns the exit code. */
export async function evaluateGrounding(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      mutations: { type: 'string', default: '5000' },
      cases: { type: 'string' },
      seed: { type: 'string', default: '1' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const mutations = Number(values.mutations);
  const seed = Number(values.seed);
  if (
    (positionals.length === 0 && values.cases === undefined) ||
    !Number.isSafeInteger(mutations) ||
    mutations < 1 ||
    !Number.isSafeInteger(seed)
  ) {
    process.stderr.write(usage);
    return 2;
  }
  const { documents, failed } = await loadDocuments(positionals);
  for (const { file, reason } of failed) process.stderr.write(`${file}: ${reason}\n`);
  const sentences = sentencesWithNumbers(
    documents.flatMap(({ chunks }) => chunks.map((chunk) => chunk.text)),
  );
  const { figures, missed, alarms } = measureGrounding(sentences, { mutations, seed });
  const cases = values.cases === undefined ? null : await measureCases(values.cases);
  if (!values.json) {
    const shown = <T>(list: readonly T[]): readonly T[] => (values.all ? list : list.slice(0, 20));
    for (const one of shown(missed)) process.stdout.write(`missed ${one}\n`);
    for (const one of shown(alarms)) process.stdout.write(`alarm  ${one}\n`);
    for (const one of cases?.wrong ?? []) process.stdout.write(`case   ${one}\n`);
    for (const [kind, { n, caught }] of Object.entries(figures.byKind))
      process.stdout.write(`${kind.padEnd(24)} ${String(n).padStart(5)}  ${(caught * 100).toFixed(1)} %\n`);
  }
  const result = { ...figures, ...(cases && { cases: { n: cases.n, right: cases.right } }) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return failed.length > 0 ? 1 : 0;
}

/** Distinct sentences and list items that hold a number, of a length that a reply quotes. */
export function sentencesWithNumbers(texts: readonly string[]): string[] {
  const units = texts.flatMap((text) => unitsOf(text).map((unit) => unit.text));
  return [...new Set(units)].filter((text) => /\d/u.test(text) && text.length > 20 && text.length < 600);
}

/** Changes spread evenly over the sentences until there are `mutations`; every sentence is also re-typed. */
export function measureGrounding(
  sentences: readonly string[],
  { mutations, seed }: { mutations: number; seed: number },
): { figures: GroundingFigures; missed: string[]; alarms: string[] } {
  const random = randomFrom(seed);
  const order = shuffled(sentences, random);
  const missed: string[] = [];
  const alarms: string[] = [];
  const byKind: Record<string, { n: number; caught: number }> = {};
  let count = 0;
  let caught = 0;
  let retyped = 0;
  let falseAlarms = 0;
  let selfAlarms = 0;
  let used = 0;
  for (const sentence of order) {
    if (count >= mutations) break;
    used += 1;
    const own = checkGrounding(sentence, [sentence]);
    if (!own.ok) {
      selfAlarms += 1;
      alarms.push(`itself: ${own.missing.join(', ')} | ${sentence}`);
    }
    for (const { kind, text } of mutationsOf(sentence, random)) {
      if (count >= mutations) break;
      const entry = (byKind[kind] ??= { n: 0, caught: 0 });
      entry.n += 1;
      count += 1;
      if (!checkGrounding(text, [sentence]).ok) {
        entry.caught += 1;
        caught += 1;
      } else missed.push(`${kind}: ${difference(sentence, text)}`);
    }
    for (const { kind, text } of retypingsOf(sentence, random)) {
      retyped += 1;
      const { ok, missing } = checkGrounding(text, [sentence]);
      if (ok) continue;
      falseAlarms += 1;
      alarms.push(`${kind}: ${missing.join(', ')} | ${text}`);
    }
  }
  for (const entry of Object.values(byKind)) entry.caught = share(entry.caught, entry.n);
  return {
    figures: {
      sentences: used,
      selfAlarms: share(selfAlarms, used),
      mutations: count,
      caught: share(caught, count),
      byKind,
      retyped,
      falseAlarms: share(falseAlarms, retyped),
    },
    missed,
    alarms,
  };
}

/** Rows 'text, tab, distinct canonical tokens in order of the alphabet'; the first row names the columns. */
async function measureCases(path: string): Promise<{ n: number; right: number; wrong: string[] }> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
  const rows = text
    .split(/\r?\n/u)
    .slice(1)
    .filter((line) => line.trim() !== '');
  const wrong = rows.flatMap((row) => {
    const [input = '', expected = ''] = row.split('\t');
    const found = [...new Set(canonicalTokens(input).map(({ token }) => token))].sort().join(' ');
    return found === expected.trim().split(/\s+/u).sort().join(' ')
      ? []
      : [`${input}: ${found}, not ${expected}`];
  });
  return { n: rows.length, right: rows.length - wrong.length, wrong };
}

const share = (count: number, of: number): number =>
  of === 0 ? 0 : Math.round((count / of) * 10_000) / 10_000;

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** The place of the change with its surroundings, both readings. */
function difference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60).replace(/\n/gu, ' ');
  return `${around(before)} → ${around(after)}`;
}
