import type { DateOnly } from '../../core/clock.ts';
import { addDays } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { readHeader } from '../tables/columns.ts';
import type { Synonyms } from '../tables/columns.ts';
import { parseCellDate } from '../tables/parse-cell-date.ts';
import { cellText } from '../tables/sheet.ts';
import type { Sheet } from '../tables/sheet.ts';
import type { Holiday } from './working-days.ts';

type HolidayField = 'day' | 'until' | 'name' | 'kind';

const synonyms: Synonyms<HolidayField> = [
  ['until', /^(?:den(?: het)?(?: ngay)?|ngay ket thuc)$/u],
  ['day', /^(?:tu )?ngay(?: nghi| bat dau)?$/u],
  ['kind', /^(?:loai(?: ngay)?|nghi hay lam bu|ghi chu)$/u],
  ['name', /^(?:ten(?: ngay)?(?: nghi)?(?: le)?|ngay le|noi dung|dip(?: le)?)$/u],
];

/** Reads a list of days off and of days worked in exchange ('làm bù'), a day or a stretch of days a row. Null: no header. */
export function parseHolidays(sheets: readonly Sheet[], today: DateOnly): Holiday[] | null {
  const found = new Map<DateOnly, Holiday>();
  let isFound = false;
  for (const sheet of sheets) {
    const header = readHeader(sheet, synonyms, 'day', () => false);
    if (!header || header.columns.length < 2) continue;
    isFound = true;
    const at = new Map(header.columns.map((column) => [column.field, column.index]));
    const index = (field: HolidayField): number => at.get(field) ?? -1;
    for (const row of sheet.rows.slice(header.firstRow)) {
      const first = parseCellDate(row[index('day')], today);
      const last = parseCellDate(row[index('until')], today) ?? first;
      if (first?.length !== 10 || last?.length !== 10 || last < first) continue;
      const name = cellText(row[index('name')]);
      const isWorking = /lam bu|lam viec/u.test(fold(`${cellText(row[index('kind')])} ${name}`));
      for (let day = first, n = 0; day <= last && n < 31; day = addDays(day, 1), n++)
        found.set(day, { day, isWorking, name });
    }
  }
  return isFound ? [...found.values()] : null;
}
