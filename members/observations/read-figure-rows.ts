import { fold } from '../../text/normalise.ts';
import type { ObservationDraft } from './observation.ts';
import { parseObservation, type ObservationContext, type ObservationReading } from './parse-observation.ts';

/** A figure of one row of a pasted table or of a file. */
export interface RowFigure {
  row: number;
  draft: ObservationDraft & { unitId: string };
  unitName: string;
}

/** What a table of figures came to; nothing of a row that is not understood is kept. */
export interface FigureRows {
  figures: RowFigure[];
  problems: { row: number; typed: string; kind: Exclude<ObservationReading['kind'], 'draft'> }[];
}

/** Columns by the words of their heads, folded. */
const columnWords: readonly (readonly [Column, RegExp])[] = [
  ['indicator', /chi tieu|noi dung/u],
  ['unit', /don vi|to chuc|chi bo|dang bo/u],
  ['value', /so lieu|so luong|gia tri|ket qua/u],
  ['time', /thoi diem|ky|thoi gian|tinh den|ngay/u],
  ['source', /nguon|can cu|bao cao/u],
];
type Column = 'indicator' | 'unit' | 'value' | 'time' | 'source';
const usualOrder: readonly Column[] = ['indicator', 'unit', 'value', 'time', 'source'];

/**
 * Reads rows of figures: with a head in any order, in the usual order (indicator, unit, value, time or period, source)
 * without one, or a row of one cell as a line of '/solieu nhap'. An empty unit, time or source is that of the row above.
 */
export function readFigureRows(
  rows: readonly (readonly string[])[],
  context: ObservationContext,
): FigureRows {
  const result: FigureRows = { figures: [], problems: [] };
  const [first = []] = rows;
  const head = headOf(first);
  const columns = head ?? usualOrder;
  const above: Partial<Record<Column, string>> = {};
  for (const [index, cells] of rows.entries()) {
    if (index === 0 && head) continue;
    if (cells.every((cell) => cell.trim() === '')) continue;
    const reading = parseObservation(lineOf(cells, columns, above), context);
    if (reading.kind === 'draft' && reading.draft.unitId !== null)
      result.figures.push({
        row: index + 1,
        draft: { ...reading.draft, unitId: reading.draft.unitId },
        unitName: reading.unitName,
      });
    else
      result.problems.push({
        row: index + 1,
        typed: cells.join('; '),
        kind: reading.kind === 'draft' ? 'new-unit' : reading.kind,
      });
  }
  return result;
}

function headOf(cells: readonly string[]): (Column | null)[] | null {
  if (cells.length < 2 || cells.some((cell) => /\d/u.test(cell))) return null;
  const columns = cells.map(
    (cell) => columnWords.find(([, pattern]) => pattern.test(fold(cell)))?.[0] ?? null,
  );
  return columns.includes('indicator') && columns.includes('value') ? columns : null;
}

function lineOf(
  cells: readonly string[],
  columns: readonly (Column | null)[],
  above: Partial<Record<Column, string>>,
): string {
  if (cells.length === 1) return cells[0] ?? '';
  const row: Partial<Record<Column, string>> = {};
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (column && cell.trim() !== '') row[column] = cell.trim();
  }
  for (const column of ['unit', 'time', 'source'] as const) {
    const value = row[column] ?? above[column];
    if (value !== undefined) row[column] = above[column] = value;
  }
  const { indicator = '', unit = '', value = '', time = '', source } = row;
  // A bare day is read as one only behind a word for it.
  const when = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/u.test(time) ? `đến ${time}` : time;
  return `${indicator} ${unit}, ${value}, ${when}${source === undefined ? '' : `, nguồn: ${source}`}`;
}

/** Cells of pasted text: split at tabs, else at '|', else at semicolons. */
export function splitRows(text: string): string[][] {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  const separator = lines.some((line) => line.includes('\t'))
    ? '\t'
    : lines.some((line) => line.includes('|'))
      ? '|'
      : ';';
  return lines.map((line) => line.split(separator).map((cell) => cell.trim()));
}
