import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import { writingsOf } from './measure-units.ts';
import { overlaps, rangesIn, type NumberRange } from './ranges.ts';
import { cellsIn } from './table-rows.ts';

/*
 * Which rows of a table a question is about: by the numbers that it states, held against the ranges in the rows' keys,
 * and by the words of their names. A figure of the wrong row is worse than none, so what cannot be told is not told.
 */

/** A row of data, as it stands in the text. */
export interface TableRow {
  text: string;
}

/** What a row leaves out ('trừ xe buýt') does not name it. */
export const excepted = /\((?:trừ|không kể|không gồm|ngoại trừ|ngoài)[^)]*\)|,?\s(?:trừ|ngoại trừ)\s.*$/giu;

/** Facts of a question that are no measure: days, documents, articles, which time. */
const noMeasure: ReadonlySet<string> = new Set([
  'date',
  'month',
  'year',
  'quarter',
  'period',
  'term',
  'symbol',
  'reference',
  'ordinal',
]);
/** Words before a number that make it the number of something. */
const numbering =
  /(?<!\p{L})(?:so|dieu|khoan|diem|muc|chuong|phan|bang|phu luc|thong tu|nghi dinh|nghi quyet|quyet dinh|quy dinh|quy che|ket luan|chi thi|huong dan|ke hoach|luat|nam|thang|ngay|quy|khoa|lan thu|thu|nhiem ky)\s*$/u;

/** The measures that a question states: 'trên 60 đến 80 km/h', '4 tấn'; never days, years or numbers of documents. */
export function measuresOf(question: Question): NumberRange[] {
  const taken = question.facts.filter(({ kind }) => noMeasure.has(kind));
  return rangesIn(
    question.text,
    (from, to) =>
      !taken.some((fact) => fact.from < to && from < fact.to) &&
      !numbering.test(foldedBefore(question.text, from)),
  );
}

const foldedBefore = (text: string, at: number): string =>
  foldedSyllables(text.slice(Math.max(0, at - 20), at)).join(' ');

/** How a row stands to the measures of a question. */
type Fit = 'fits' | 'conflicts' | 'silent';

/**
 * The rows whose keys meet the measures of the question, and the column of those keys; null where the table has no
 * ranges that the measures speak of.
 */
export function rowsByRange<Row extends TableRow>(
  question: Question,
  rows: readonly Row[],
  columns: readonly string[],
): { rows: Row[]; key: number } | null {
  const measures = measuresOf(question);
  if (measures.length === 0 || rows.length < 2) return null;
  const key = keyColumn(rows, columns);
  if (key === null) return null;
  const ranges = rows.map((row) => keyRanges(row, key));
  const told = measures.filter((measure) =>
    ranges.some((own) => own.some((range) => !range.isPlain && speaksOf(measure, range, columns[key] ?? ''))),
  );
  if (told.length === 0) return null;
  const fitOf = (own: readonly NumberRange[], measure: NumberRange): Fit => {
    const same = own.filter((range) => speaksOf(measure, range, columns[key] ?? ''));
    if (same.length === 0) return 'silent';
    return same.some((range) => overlaps(measure, range)) ? 'fits' : 'conflicts';
  };
  return {
    rows: rows.filter((_, at) => told.every((measure) => fitOf(ranges[at] ?? [], measure) === 'fits')),
    key,
  };
}

/** The leftmost column, the last aside, in which two rows or more state ranges; null where none does. */
function keyColumn(rows: readonly TableRow[], columns: readonly string[]): number | null {
  const widest = Math.max(columns.length, ...rows.map(({ text }) => cellsIn(text, 0).length));
  for (let at = 0; at < widest - 1; at++) {
    const stating = rows.filter((row) => keyRanges(row, at).some(({ isPlain }) => !isPlain));
    if (stating.length >= 2) return at;
  }
  return null;
}

const keyRanges = ({ text }: TableRow, column: number): NumberRange[] =>
  rangesIn((cellsIn(text, 0)[column]?.text ?? '').replace(excepted, ' '));

/** Whether a measure and a range of a key count the same: their unit, or the heading of the key where it prints none. */
function speaksOf(measure: NumberRange, range: NumberRange, heading: string): boolean {
  if (measure.unit === null) return true;
  const names = writingsOf(measure.unit);
  if (range.unit !== null && names.includes(range.unit)) return true;
  const words = ` ${foldedSyllables(heading).join(' ')} `;
  const folded = foldedHeading(heading);
  if (names.some((name) => words.includes(` ${name} `) || folded.includes(name))) return true;
  // A word behind the number in the cell is another unit, or the matter itself ('30 đảng viên').
  return range.unit === null && !/[(,:]/u.test(heading);
}

/** Signs like 'km/h' in a heading, which are no syllables. */
const foldedHeading = (heading: string): string[] =>
  heading.toLowerCase().match(/[\p{L}%²³\d]+(?:\/[\p{L}]+)?/gu) ?? [];

/**
 * How many words of a row's names the question says, and of those equally many how few it does not say ('xã Tả Van' is
 * no 'xã Tả Van Hạ'); what the row excepts names nothing.
 */
function saidOf(said: ReadonlySet<string>, row: TableRow): number {
  const names = cellsIn(row.text, 0)
    .filter(({ text }) => /\p{L}/u.test(text))
    .slice(0, 2)
    .flatMap(({ text }) => text.replace(excepted, ' ').split(';'))
    .map((name) => {
      const words = [...new Set(foldedSyllables(name))];
      const told = words.filter((word) => said.has(word)).length;
      return told === 0 ? 0 : told + 1 / (2 + words.length - told);
    });
  return Math.max(0, ...names);
}

/** The rows that the question's words name best, all of them where several do equally; empty where it names none. */
export function rowsByName<Row extends TableRow>(question: Question, rows: readonly Row[]): Row[] {
  return bestNamed(new Set([...question.content, ...foldedSyllables(question.text)]), rows);
}

/** Of rows that a number meets, those that the question's other words name best; all where it names none. */
export function narrowedByName<Row extends TableRow>(question: Question, rows: readonly Row[]): Row[] {
  const named = bestNamed(new Set(question.content.filter((word) => !/\d/u.test(word))), rows);
  return named.length > 0 ? named : [...rows];
}

function bestNamed<Row extends TableRow>(said: ReadonlySet<string>, rows: readonly Row[]): Row[] {
  const scored = rows.map((row) => ({ row, count: saidOf(said, row) }));
  const most = Math.max(0, ...scored.map(({ count }) => count));
  return most === 0 ? [] : scored.filter(({ count }) => count === most).map(({ row }) => row);
}

/** Whether the question tells `row` from all others of `rows`, by number or by name. */
export function isToldRow<Row extends TableRow>(
  question: Question,
  row: Row,
  rows: readonly Row[],
  columns: readonly string[],
): boolean {
  const told = rowsByRange(question, rows, columns)?.rows ?? rowsByName(question, rows);
  return rows.length < 2 || (told.length === 1 && told[0] === row);
}

/** Whether a text states one of the measures of the question: 'dưới 60 km/h', held against a range of the same unit. */
export function statesMeasure(question: Question, text: string): boolean {
  const own = rangesIn(text).filter(({ isPlain }) => !isPlain);
  return measuresOf(question).some((measure) =>
    own.some(
      (range) =>
        measure.unit !== null &&
        range.unit !== null &&
        writingsOf(measure.unit).includes(range.unit) &&
        overlaps(measure, range),
    ),
  );
}
