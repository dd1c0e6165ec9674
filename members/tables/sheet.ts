/** A cell as a spreadsheet or CSV file gives it. */
export type CellValue = string | number | boolean | Date | null;

/** One sheet: rows of cells, ragged rows allowed. */
export interface Sheet {
  name: string;
  rows: CellValue[][];
}

/** Why a file could not be read as a table. */
export type UnreadableTable = 'old-xls' | 'not-a-table' | 'empty';

/** Thrown inside the readers only; whoever opens the file turns it into a sentence. */
export class UnreadableTableError extends Error {
  readonly reason: UnreadableTable;
  constructor(reason: UnreadableTable, options?: { cause?: unknown }) {
    super(reason, options);
    this.reason = reason;
  }
}

/** A cell as trimmed text; a day as 'YYYY-MM-DD'. */
export function cellText(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).replace(/\s+/gu, ' ').trim();
}
