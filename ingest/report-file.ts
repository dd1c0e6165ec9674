import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { writeWorkbook } from '../papers/workbook.ts';
import { reportHeads, reportSheet, stateNames } from '../prompts/ingest-command.ts';
import { formatDate } from '../text/dates.ts';
import type { FileReport } from './bulk.ts';

type Column = keyof typeof reportHeads;
type Value = string | number | null;

const columns = Object.keys(reportHeads) as Column[];

/** Widths of the columns in characters; others are 14. */
const widths: Partial<Record<Column, number>> = {
  file: 40,
  issuer: 28,
  subject: 50,
  duplicates: 40,
  warnings: 50,
  reason: 50,
};

/** True where `path` ends like a report that can be written. */
export const isReportName = (path: string): boolean =>
  ['.xlsx', '.csv', '.json'].includes(extname(path).toLowerCase());

/** Writes what became of each file, one line a file, as the ending of `path` says: .xlsx, .csv or .json. */
export async function writeReport(path: string, reports: readonly FileReport[]): Promise<void> {
  switch (extname(path).toLowerCase()) {
    case '.xlsx':
      return writeFile(path, await toSheet(reports));
    case '.csv':
      // The mark at the beginning lets Excel read the letters right.
      return writeFile(path, `\uFEFF${toCsv(reports)}`);
    default:
      return writeFile(path, `${JSON.stringify(reports, null, 2)}\n`);
  }
}

const valuesOf = (report: FileReport): Value[] =>
  columns.map((column): Value => {
    switch (column) {
      case 'state':
        return stateNames[report.state];
      case 'issuedOn':
        return report.issuedOn === null ? null : formatDate(report.issuedOn);
      case 'duplicates':
      case 'warnings':
        // What is the reason already is not said twice.
        return report[column].filter((text) => text !== report.reason).join('\n') || null;
      default:
        return report[column];
    }
  });

const toSheet = (reports: readonly FileReport[]): Promise<Buffer> =>
  writeWorkbook([
    {
      name: reportSheet,
      columns: columns.map((column) => ({ head: reportHeads[column], width: widths[column] ?? 14 })),
      rows: reports.map(valuesOf),
    },
  ]);

const toCsv = (reports: readonly FileReport[]): string =>
  [columns.map((column) => reportHeads[column]), ...reports.map(valuesOf)]
    .map((row) => row.map(toCell).join(','))
    .join('\r\n') + '\r\n';

/** Quoted where needed; text that a spreadsheet would compute gets an apostrophe in front. */
function toCell(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
