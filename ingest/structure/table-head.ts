/*
 * Which rows of a table name its columns. Formats mark heads rarely and wrongly; what rows hold shows them: names
 * above, figures below. Works on texts alone, so that it also serves tables read from a PDF, Markdown or plain text.
 */

/** More head rows than that are data. */
const mostHeads = 5;

/** The cells of a row line '| a | b |'. */
export const cellsOfRow = (line: string): string[] =>
  line
    .replace(/^\s*\|/u, '')
    .replace(/\|\s*$/u, '')
    .split('|')
    .map((cell) => cell.trim());

/** '(1) | (2) | (3)', 'A | B | 1 | 2': the row that numbers the columns. */
export function isColumnNumbers(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length < 3) return false;
  const plain = filled.map((cell) => cell.replace(/[()[\]\s]/gu, '').replace(/=.*$/u, ''));
  const numbers = plain.filter((cell) => /^\d{1,2}$/u.test(cell)).map(Number);
  if (numbers.length < 2 || !plain.every((cell) => /^(?:\d{1,2}|[A-Za-zĐđ])$/u.test(cell))) return false;
  return (
    (numbers[0] ?? 9) <= 2 &&
    numbers.every((value, index) => index === 0 || value === (numbers[index - 1] ?? 0) + 1)
  );
}

/** A figure, a share, a date or a sum: what stands below a head. Years and column numbers name columns too. */
const isFigure = (cell: string): boolean =>
  /^[-–+±]?\s*[\d.,\s]*\d\s*(?:%|‰)?$|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/u.test(cell) &&
  !/^(?:19|20)\d\d$/u.test(cell);

const isWide = (cells: readonly string[]): boolean => {
  const filled = new Set(cells.filter((cell) => cell !== ''));
  return filled.size <= 1;
};

/**
 * How many leading rows are heads: a title over the whole width, the names of the columns in one or more rows, the
 * numbers of the columns. 0 for a table that begins with data. `known` is what merged cells already show.
 */
export function headRowCount(rows: readonly (readonly string[])[], known = 0): number {
  if (rows.length < 2) return 0;
  let at = 0;
  // Titles over the whole width stand above the heads.
  while (at < Math.min(2, rows.length - 2) && isWide(rows[at] ?? [])) at += 1;
  const first = rows[at] ?? [];
  const hasNames = first.some((cell) => /\p{L}/u.test(cell));
  if (!hasNames || first.some((cell) => isFigure(cell) || cell.length > 200)) return 0;
  if (at < known) at = known;
  else {
    at += 1;
    // A head with holes or with the same name over neighbouring columns goes on in the next row.
    while (at < Math.min(mostHeads, rows.length - 1) && goesOn(rows[at - 1] ?? [], rows[at] ?? [])) at += 1;
  }
  if (at < rows.length - 1 && isColumnNumbers(rows[at] ?? [])) at += 1;
  return Math.min(at, rows.length - 1);
}

function goesOn(above: readonly string[], row: readonly string[]): boolean {
  const isDivided = above.some(
    (cell, column) => column > 0 && (cell === '' || cell === above[column - 1]) && (row[column] ?? '') !== '',
  );
  if (!isDivided || row.some(isFigure) || !row.some((cell) => /\p{L}/u.test(cell))) return false;
  // Below a name that is not divided stands nothing, or the name again.
  return above.every((cell, column) => {
    const isParted =
      cell === '' || cell === above[column - 1] || cell === above[column + 1] || above[column + 1] === '';
    return isParted || (row[column] ?? '') === '' || row[column] === cell;
  });
}

/**
 * The name of each column over all head rows: 'Năm 2024 – Số chi bộ'. Titles over the whole width and the numbers of
 * the columns are left out.
 */
export function columnNames(heads: readonly (readonly string[])[]): string[] {
  const named = heads.filter((row) => !isWide(row) && !isColumnNumbers(row));
  const width = Math.max(0, ...named.map((row) => row.length));
  const filled = named.map((row, depth) =>
    depth === named.length - 1 ? row : fillAcross(row, named[depth + 1] ?? []),
  );
  return Array.from({ length: width }, (_, column) => {
    const parts: string[] = [];
    for (const row of filled) {
      const cell = row[column] ?? '';
      if (cell !== '' && parts.at(-1) !== cell) parts.push(cell);
    }
    return parts.join(' – ');
  });
}

/** A name goes on over the empty places to its right that the row below divides. */
function fillAcross(row: readonly string[], below: readonly string[]): string[] {
  const filled = [...row];
  for (let column = 1; column < Math.max(row.length, below.length); column++) {
    const isEmpty = (filled[column] ?? '') === '' && (below[column] ?? '') !== '';
    const isParted = (below[column - 1] ?? '') !== '' && below[column - 1] !== filled[column - 1];
    if (isEmpty && isParted) filled[column] = filled[column - 1] ?? '';
  }
  return filled;
}

/** Titles over the whole width that stand among the head rows. */
export const wideTitles = (heads: readonly (readonly string[])[]): string[] =>
  heads.filter(isWide).map((row) => row.find((cell) => cell !== '') ?? '');
