import { foldedSyllables } from '../../text/syllables.ts';
import { cellText } from './sheet.ts';
import type { CellValue, Sheet } from './sheet.ts';

/** Why a column is not read. */
export type DropReason = 'sensitive' | 'unknown' | 'repeated';

export interface Column<Field extends string> {
  index: number;
  /** As printed, with the heading above it where two rows make the header. */
  header: string;
  field: Field;
}

export interface DroppedColumn {
  header: string;
  reason: DropReason;
}

export interface ReadHeader<Field extends string> {
  columns: Column<Field>[];
  dropped: DroppedColumn[];
  /** Index of the first row below the header. */
  firstRow: number;
}

/** What a header can be called: folded patterns in order of trust, matched against the whole folded header. */
export type Synonyms<Field extends string> = readonly (readonly [Field, RegExp])[];

/**
 * Finds the header among the first rows, one row or two (a heading over several columns with the details below), and
 * says for each column what it is. `isSensitive` wins over any field a header may look like, and over `given`: what a
 * person says of a column, by header key (null: leave it out).
 */
export function readHeader<Field extends string>(
  sheet: Sheet,
  synonyms: Synonyms<Field>,
  required: Field,
  isSensitive: (header: string) => boolean,
  given?: ReadonlyMap<string, Field | null>,
): ReadHeader<Field> | null {
  let best: ReadHeader<Field> | null = null;
  for (let row = 0; row < Math.min(sheet.rows.length, 30); row++) {
    for (const height of [1, 2]) {
      const rows = sheet.rows.slice(row, row + height);
      if (rows.some(isProse)) continue;
      const found = tryHeader(rows, synonyms, isSensitive, given);
      if (!found.columns.some((column) => column.field === required)) continue;
      if (best && found.columns.length <= best.columns.length) continue;
      best = { ...found, firstRow: row + height };
    }
  }
  if (!best) return null;
  // '(1) (2) (3)' or 'A B 1 2' under the header number the columns.
  const below = sheet.rows[best.firstRow]?.map(cellText).filter((text) => text !== '') ?? [];
  const isNumbering = below.length > 1 && below.every((text) => /^\(?(?:\d{1,2}|[A-Z])\)?$/u.test(text));
  return isNumbering ? { ...best, firstRow: best.firstRow + 1 } : best;
}

/** A paragraph, cut at its commas: what a column is called is no sentence. */
const mostWordsOfHeading = 20;
const isProse = (row: readonly CellValue[]): boolean => {
  const cells = row.map(cellText).filter((text) => text !== '');
  return (
    cells.some((text) => foldedSyllables(text).length > mostWordsOfHeading) ||
    /\p{L}[.!?…]$/u.test(cells.at(-1) ?? '')
  );
};

function tryHeader<Field extends string>(
  rows: readonly CellValue[][],
  synonyms: Synonyms<Field>,
  isSensitive: (header: string) => boolean,
  given?: ReadonlyMap<string, Field | null>,
): Pick<ReadHeader<Field>, 'columns' | 'dropped'> {
  const columns: Column<Field>[] = [];
  const dropped: DroppedColumn[] = [];
  const taken = new Set(given?.values());
  for (const { index, header, own } of headersOf(rows)) {
    const key = headerKey(header);
    // Undefined: nothing was said; null: leave it out.
    const said = given?.has(key) ? given.get(key) : given?.get(headerKey(own));
    const guess = fieldOf(key, synonyms) ?? fieldOf(headerKey(own), synonyms);
    const isTaken = guess !== undefined && taken.has(guess);
    const field = isSensitive(key) || said === null ? undefined : (said ?? (isTaken ? undefined : guess));
    if (field === undefined) dropped.push({ header, reason: isSensitive(key) ? 'sensitive' : 'unknown' });
    else if (columns.some((column) => column.field === field)) dropped.push({ header, reason: 'repeated' });
    else columns.push({ index, header, field });
  }
  return { columns, dropped };
}

/** A printed header as lower-case words without diacritics. */
export const headerKey = (header: string): string => foldedSyllables(header).join(' ');

const fieldOf = <Field extends string>(key: string, synonyms: Synonyms<Field>): Field | undefined =>
  synonyms.find(([, pattern]) => pattern.test(key))?.[0];

/** Header texts by column. In two rows, a heading reaches over the empty cells to its right that have details below. */
function headersOf(rows: readonly CellValue[][]): { index: number; header: string; own: string }[] {
  const [top = [], bottom] = rows;
  const width = Math.max(...rows.map((row) => row.length));
  const headers: { index: number; header: string; own: string }[] = [];
  let group = '';
  for (let index = 0; index < width; index++) {
    const above = cellText(top[index]);
    const below = bottom ? cellText(bottom[index]) : '';
    if (above !== '') group = above;
    else if (below === '') group = '';
    const header = bottom && below !== '' && group !== '' ? `${group} ${below}` : above || below;
    if (header.trim() !== '') headers.push({ index, header: header.trim(), own: (below || above).trim() });
  }
  return headers;
}
