import type { DateOnly } from '../core/clock.ts';

/** What a cell holds: text (never computed as a formula), a number, a day, a formula of our own, or nothing. */
export type SheetCell =
  | string
  | number
  | { date: DateOnly }
  /** 'C5-D5', without the sign; `isShare`: shown as a percentage. */
  | { formula: string; isShare?: boolean }
  | null;

/** A column of a sheet. */
export interface SheetColumn {
  head: string;
  /** In characters. Default 14. */
  width?: number;
}

/** One sheet: a title and a line below it where given, the heads, the rows, and notes under them. */
export interface Sheet {
  /** Name of the tab; what a tab cannot be called is left out of it. */
  name: string;
  title?: string;
  subtitle?: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly SheetCell[])[];
  notes?: readonly string[];
}

/** The media type of what `writeWorkbook` gives. */
export const workbookMime = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Writes sheets as one .xlsx file; the heads stay in sight while a person scrolls. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Buffer> {
  // Loaded only where a file is asked for.
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const names = new Set<string>();
  return writeExcelFile(
    sheets.map((sheet) => {
      const above = [
        ...(sheet.title ? [[titleCell(sheet.title, 14)]] : []),
        ...(sheet.subtitle ? [[textCell(sheet.subtitle, false)]] : []),
      ];
      const head = sheet.columns.map((column) => ({
        ...textCell(column.head, true),
        fontWeight: 'bold' as const,
        backgroundColor: '#E8EEF7',
        ...border,
      }));
      const rows = sheet.rows.map((row) => row.map(toCell));
      const below = (sheet.notes ?? []).map((note) => [textCell(note, false)]);
      const space = [[null]];
      return {
        data: [
          ...above,
          ...(above.length > 0 ? space : []),
          head,
          ...rows,
          ...(below.length > 0 ? space : []),
          ...below,
        ],
        sheet: tabName(sheet.name, names),
        columns: sheet.columns.map(({ width }) => ({ width: width ?? 14 })),
        // The heads and what stands above them.
        stickyRowsCount: above.length > 0 ? above.length + 2 : 1,
        ...(sheet.columns.length > 6 ? { orientation: 'landscape' as const } : {}),
      };
    }),
  ).toBuffer();
}

const border = { borderStyle: 'thin' as const, borderColor: '#9AA3AD' };
// Characters that no XML may hold would make the whole file unreadable.
const unwritable = /[\p{Cc}\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/gu;
const printable = (text: string): string =>
  text.replace(unwritable, (character) => (/[\t\n]/u.test(character) ? character : ''));

// As text: what begins with '=' must not become a formula.
const textCell = (value: string, isWrapped: boolean) => ({
  type: String,
  value: printable(value),
  alignVertical: 'top' as const,
  ...(isWrapped ? { wrap: true } : {}),
});
const titleCell = (value: string, fontSize: number) => ({
  ...textCell(value, false),
  fontWeight: 'bold' as const,
  fontSize,
});

function toCell(value: SheetCell) {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return { ...textCell(value, true), ...border };
  if (typeof value === 'number')
    return {
      type: Number,
      value,
      alignVertical: 'top' as const,
      ...(Number.isInteger(value) && Math.abs(value) >= 1000 ? { format: '#,##0' } : {}),
      ...border,
    };
  if ('formula' in value)
    return {
      type: 'Formula' as const,
      value: value.formula,
      alignVertical: 'top' as const,
      format: value.isShare ? '0.0%' : '#,##0.##',
      ...border,
    };
  // A day at midnight of UTC is a whole number of days, in every time zone.
  const day = new Date(`${value.date}T00:00:00Z`);
  return { type: Date, value: day, format: 'dd/mm/yyyy', alignVertical: 'top' as const, ...border };
}

/** At most 31 characters, none of []/\:*? and no name twice. */
function tabName(wanted: string, taken: Set<string>): string {
  const clean = wanted
    .replace(/[[\]/\\:*?]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const base = clean || '-';
  let name = base.slice(0, 31).trim();
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base.slice(0, 27).trim()} (${n})`;
  taken.add(name.toLowerCase());
  return name;
}
