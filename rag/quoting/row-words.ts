import { cellsIn, columnsOfContext, isHeadRow, type Cell } from '../evidence/table-rows.ts';
import type { Passage } from '../types.ts';

/* Rows of tables for people: 'Tốc độ (km/h): 60 < V ≤ 80' instead of cells between bars. */

/** A text with ranges [from, to) of it that are marked. */
export interface MarkedText {
  text: string;
  emphasis: readonly (readonly [number, number])[];
}

/** Up to so many rows each pair of heading and value has a line of its own; more rows have one line each. */
const mostOpenRows = 3;
const betweenPairs = ' · ';
/** Between the cells of a row whose columns have no names. */
const betweenCells = ' – ';

/**
 * `slice`, which stands in `passage`, with its table rows in words: each value behind the heading of its column. Rows
 * that only name the columns are left out, other lines stay. The same text where it holds no row.
 */
export function rowsInWords(
  passage: Pick<Passage, 'text' | 'context' | 'kind'>,
  slice: MarkedText,
): MarkedText {
  if (!slice.text.includes('|')) return slice;
  const columns = columnsOf(passage);
  const lines = linesOf(slice.text);
  const isHead = ({ text }: Line): boolean => columns !== null && isHeadRow(text, columns);
  const data = lines.filter((line) => line.isRow && !isHead(line));
  const isOpen = data.length <= mostOpenRows;
  let text = '';
  const emphasis: (readonly [number, number])[] = [];
  const say = (words: string, from: number, to: number): void => {
    for (const [a, b] of slice.emphasis)
      if (a >= from && b <= to) emphasis.push([text.length + a - from, text.length + b - from]);
    text += words;
  };
  let isAfterRow = false;
  for (const line of lines) {
    if (/^[\s|:+-]+$/u.test(line.text) && line.isRow) continue;
    if (line.isRow && isHead(line) && data.length > 0) continue;
    if (text !== '') text += isOpen && isAfterRow && line.isRow ? '\n\n' : '\n';
    isAfterRow = line.isRow;
    if (!line.isRow) {
      say(line.text, line.from, line.from + line.text.length);
      continue;
    }
    const cells = cellsIn(line.text, line.from);
    const hasNames = columns !== null && !isHead(line) && cells.length === columns.length;
    const said = cells.flatMap((cell, column) => (cell.text === '' ? [] : [{ cell, column }]));
    for (const [at, { cell, column }] of said.entries()) {
      const name = hasNames ? (columns[column] ?? '') : '';
      if (at > 0) text += hasNames ? (isOpen ? '\n' : betweenPairs) : said.length === 2 ? ': ' : betweenCells;
      if (name !== '') text += `${name}: `;
      say(cell.text, cell.from, cell.to);
    }
  }
  return { text, emphasis };
}

interface Line {
  text: string;
  from: number;
  isRow: boolean;
}

function linesOf(text: string): Line[] {
  let from = 0;
  return text.split('\n').map((raw) => {
    const line = { text: raw, from, isRow: /^\s*\|.*\|\s*$/u.test(raw) };
    from += raw.length + 1;
    return line.isRow
      ? { ...line, text: raw.trim(), from: line.from + (raw.length - raw.trimStart().length) }
      : line;
  });
}

/** The names of a table's columns: those of its context, else its first row where that reads like a head; else null. */
export function columnsOf({ text, context }: Pick<Passage, 'text' | 'context'>): string[] | null {
  const known = columnsOfContext(context);
  if (known) return known;
  const rows = linesOf(text)
    .filter(({ text: line, isRow }) => isRow && !/^[\s|:+-]+$/u.test(line))
    .map((line) => cellsIn(line.text, 0));
  const [head, ...data] = rows;
  return head && isHead(head, data) ? head.map((cell) => cell.text) : null;
}

/**
 * Whether a first row names the columns. A form of two columns ('Họ và tên | …') has none: there figures must stand
 * below the second name in every row.
 */
function isHead(head: readonly Cell[], data: readonly (readonly Cell[])[]): boolean {
  if (data.length === 0 || head.length < 2 || head.some((cell) => !/\p{L}/u.test(cell.text))) return false;
  if (data.some((row) => row.length !== head.length)) return false;
  if (head.length > 2) return head.every((cell) => !/^[^\p{L}]*\d/u.test(cell.text));
  return (
    !/\d/u.test(head[1]?.text ?? '') && data.length > 1 && data.every((row) => /\d/u.test(row[1]?.text ?? ''))
  );
}
