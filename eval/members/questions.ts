import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseStatistics } from '../../members/statistics/parse-statistics.ts';
import type { StatisticsReading } from '../../members/statistics/parse-statistics.ts';
import { plainQuery } from '../../members/statistics/statistics-query.ts';
import type { StatisticsQuery } from '../../members/statistics/statistics-query.ts';
import { officeUnits, unitIdOf } from './office.ts';
import { drawVariants } from './question-variants.ts';

/** The day on which the questions are asked. */
export const today = '2026-08-10';

export const questionSets = ['first', 'second', 'third', 'fourth', 'fifth'] as const;
export type QuestionSet = (typeof questionSets)[number];

export interface Question {
  text: string;
  /** What must come of it: differences from a plain total, or what is asked back. */
  expected: string;
  /** Kept aside by the hash of its words, and not marked 'opened': never looked at while rules are written. */
  isKept: boolean;
}

/**
 * Questions of a set, every line as it stands in its file: the first (`questions.tsv`), half of it kept aside, or the
 * second to the fifth (`questions-second.tsv` and so on), each typed by another person before anything was
 * mended by it. Where the third expected that a border of levels cannot be said, it now expects the border;
 * where the fourth expected that 'trung cấp lý luận trở lên' is not understood, it now expects that filter;
 * where the fifth took 'Bình An' alone for the commune, it now expects the question which unit is meant, a school bearing the name too.
 */
export function readQuestions(set: QuestionSet = 'first'): Question[] {
  const name = set === 'first' ? 'questions.tsv' : `questions-${set}.tsv`;
  const path = fileURLToPath(new URL(name, import.meta.url));
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [text = '', expected = '', mark] = line.split('\t');
      const hash = createHash('sha256').update(text.normalize('NFC')).digest();
      return {
        text,
        expected: expected.trim(),
        isKept: set === 'first' && mark !== 'opened' && (hash[0] ?? 0) % 2 === 1,
      };
    });
}

/** What came of a question: right, asked back though the question was plain, not understood, or a wrong number. */
export type Verdict = 'right' | 'asked-back' | 'not-understood' | 'wrong-number';

/** Reads a question and holds what came of it against what must. A query that differs would be a wrong number. */
export function judge(question: Question): { verdict: Verdict; got: string } {
  const text = question.text.replace(/^\/thongke\s*/u, '');
  const reading = parseStatistics(text, { units: officeUnits, today, ownUnitIds: [] }, { isCommand: true });
  const got = describe(reading);
  if (matches(reading, question.expected)) return { verdict: 'right', got };
  if (reading.kind === 'query') return { verdict: 'wrong-number', got };
  const isBack = ['which-meaning', 'which-unit', 'meant', 'aside'].includes(reading.kind);
  return { verdict: isBack ? 'asked-back' : 'not-understood', got };
}

function matches(reading: StatisticsReading, expected: string): boolean {
  if (expected === 'unknown') return reading.kind === 'unknown-words' || reading.kind === 'unknown-unit';
  if (expected === 'future') return reading.kind === 'future';
  if (expected === 'ask=unit') return reading.kind === 'which-unit' && reading.candidates.length > 1;
  if (expected.startsWith('ask='))
    return (
      reading.kind === 'which-meaning' && reading.about === expected.slice(4) && reading.meanings.length > 1
    );
  // A slip that is a word itself, or words left aside: the right question back offers the very query.
  return (
    (reading.kind === 'query' || reading.kind === 'meant' || reading.kind === 'aside') &&
    canonical(reading.query) === canonical(expectedQuery(expected))
  );
}

/** The query that a line of the file writes down. */
export function expectedQuery(expected: string): StatisticsQuery {
  const query = plainQuery(today);
  for (const item of expected.split(' ').filter(Boolean)) {
    const at = item.indexOf('=');
    const key = item.slice(0, at);
    const value = item.slice(at + 1);
    if (key.startsWith('f.')) Object.assign(query.filter, { [key.slice(2)]: filterValue(value) });
    else Object.assign(query, fieldOf(key, value, query));
  }
  return query;
}

function filterValue(value: string): unknown {
  const range = /^(\d+)-(\d+)$/u.exec(value);
  if (range) return { from: Number(range[1]), to: Number(range[2]) };
  if (value === 'true' || value === 'false') return value === 'true';
  if (value.includes(',')) return value.split(',');
  return /^\d+$/u.test(value) ? Number(value) : value;
}

function fieldOf(key: string, value: string, query: StatisticsQuery): Partial<StatisticsQuery> {
  const period = (text: string) => ({ from: text.slice(0, 10), to: text.slice(12) });
  const isFlow = !['members', 'organisations'].includes(query.measure);
  switch (key) {
    case 'm':
      return { measure: value as StatisticsQuery['measure'] };
    case 'd':
      return { dimension: value as StatisticsQuery['dimension'] };
    case 's':
      return { split: value as StatisticsQuery['split'] };
    case 'unit':
      return { unitId: unitOf(value) };
    case 'asOf':
      return { asOf: value };
    case 'p':
      return isFlow ? { period: period(value), asOf: period(value).to } : { period: period(value) };
    case 'levels':
      return { levels: value.split(',') as NonNullable<StatisticsQuery['levels']> };
    case 'trend':
      return { trend: { step: value as 'year' } };
    case 'top': {
      const [count, order] = value.split(',');
      return { top: { count: Number(count), order: order as 'most' } };
    }
    case 'cmp': {
      const side = value.slice(value.indexOf(':') + 1);
      if (value.startsWith('unit:')) return { compare: { with: 'unit', unitId: unitOf(side) } };
      if (value.startsWith('day:')) return { compare: { with: 'day', asOf: side } };
      return { compare: { with: 'period', period: period(side) } };
    }
    default:
      throw new TypeError(`questions.tsv: no field ${key}`);
  }
}

function unitOf(key: string): string {
  const id = unitIdOf[key];
  if (id === undefined) throw new TypeError(`questions.tsv: no unit ${key}`);
  return id;
}

/** Queries compare without regard to the order of their fields or of levels. */
function canonical(query: StatisticsQuery): string {
  const { filter, levels, ...rest } = query;
  const inOrder = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);
  return JSON.stringify([
    Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)),
    Object.entries(filter)
      .map(([key, value]) => [key, inOrder(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    levels && [...levels].sort(),
  ]);
}

function describe(reading: StatisticsReading): string {
  if (reading.kind !== 'query' && reading.kind !== 'meant' && reading.kind !== 'aside')
    return JSON.stringify({ ...reading, candidates: undefined, meanings: undefined });
  const plain: Record<string, unknown> = plainQuery(today);
  const differences = Object.entries(reading.query).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(plain[key]),
  );
  return JSON.stringify(Object.fromEntries(differences));
}

/** Drawn questions as questions of a set. */
export const drawnQuestions = (count: number, seed: number): Question[] =>
  drawVariants(count, seed).map(({ text, expected }) => ({ text, expected, isKept: false }));

/** Judges every question; those kept aside give a number and nothing else. */
export function judgeQuestions(questions: readonly Question[]): {
  open: Tally;
  kept: Tally;
  failures: { text: string; verdict: Verdict; got: string }[];
} {
  const open = emptyTally();
  const kept = emptyTally();
  const failures: { text: string; verdict: Verdict; got: string }[] = [];
  for (const question of questions) {
    const { verdict, got } = judge(question);
    const tally = question.isKept ? kept : open;
    tally.questions += 1;
    tally[verdict] += 1;
    if (verdict !== 'right' && !question.isKept) failures.push({ text: question.text, verdict, got });
  }
  return { open, kept, failures };
}

export type Tally = Record<Verdict, number> & { questions: number };
const emptyTally = (): Tally => ({
  questions: 0,
  right: 0,
  'asked-back': 0,
  'not-understood': 0,
  'wrong-number': 0,
});
