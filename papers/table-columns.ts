import { textOf, type PaperTable } from './paper.ts';

/** Narrower than this even 'TT' is broken in two. */
const leastShare = 5.5;

/** Shares of the columns: those given, else by what they hold, so that a column of numbers leaves room to one of text. */
export function columnShares({ head, rows, widths }: PaperTable): readonly number[] {
  const count = Math.max(head.length, ...rows.map((row) => row.length), 1);
  if (widths && widths.length === count) return widths;
  return Array.from({ length: count }, (_, c) => {
    const cells = rows.map((row) => textOf(row[c] ?? ''));
    const longestWord = Math.max(
      ...[head[c] ?? '', ...cells].flatMap((cell) => cell.split(/\s+/u).map((word) => word.length)),
      1,
    );
    const mean = cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(cells.length, 1);
    const headLength = Math.min((head[c] ?? '').length, 9);
    // The square root keeps one long column from squeezing the others to a word a line.
    return Math.max(leastShare, longestWord + 1, headLength, 4 * Math.sqrt(mean));
  });
}

const isNumber = (cell: string): boolean => /^[-+]?\d[\d.,]*\s?%?$/u.test(cell);
const isShort = (cell: string): boolean => cell.length <= 14;
const isEmpty = (cell: string): boolean => /^(?:|-|–|…)$/u.test(cell);

/** Alignment of each column: the one given, else numbers right, columns of short words centred, text left. */
export function columnAligns({ head, rows, align }: PaperTable): ('left' | 'center' | 'right')[] {
  const count = Math.max(head.length, ...rows.map((row) => row.length), 1);
  return Array.from({ length: count }, (_, c) => {
    const given = align?.[c];
    if (given) return given;
    const cells = rows.map((row) => textOf(row[c] ?? '').trim()).filter((cell) => !isEmpty(cell));
    if (cells.length > 0 && cells.every(isNumber)) return c === 0 ? 'center' : 'right';
    return c > 0 && cells.length > 0 && cells.every(isShort) ? 'center' : 'left';
  });
}
