import type { Sheet, SheetCell, SheetColumn } from '../../papers/workbook.ts';
import { formatDate } from '../../text/dates.ts';

/** Bars to draw: one a row, in segments that the legend names. */
export interface ReportChart {
  title: string;
  bars: { label: string; segments: { value: number; text: string }[]; valueText: string }[];
  legend: string[];
  source: string;
}

/** A report as plain data: a table, what is said under it, and a picture where one helps. */
export interface Report {
  /** Name of the file and of the tab. */
  name: string;
  title: string;
  columns: readonly SheetColumn[];
  /** What needs attention first. */
  rows: readonly (readonly SheetCell[])[];
  notes: readonly string[];
  /** Null where a picture would say nothing. */
  chart: ReportChart | null;
}

/** A cell as people read it in chat. */
export const cellText = (cell: SheetCell): string =>
  cell !== null && typeof cell === 'object'
    ? 'date' in cell
      ? formatDate(cell.date)
      : ''
    : String(cell ?? '').replace('.', ',');

/** Text is left alone, numbers get a decimal comma. */
export const rowText = (row: readonly SheetCell[]): string[] =>
  row.map((cell) => (typeof cell === 'string' ? cell : cellText(cell)));

/** The report as a sheet. */
export const sheetOf = (report: Report): Sheet => ({
  name: report.name,
  title: report.title,
  columns: report.columns,
  rows: report.rows,
  notes: report.notes,
});

/** More bars than this cannot be read: the picture shows the greatest, the table all. */
export const mostBars = 24;
