import { fold } from '../../text/normalise.ts';
import { unitKinds } from '../statistics/take-unit.ts';
import type { ReadHeader } from '../tables/columns.ts';
import { cellText } from '../tables/sheet.ts';
import type { CellValue, Sheet } from '../tables/sheet.ts';
import { matchUnits } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import type { RegisterColumn } from './register-columns.ts';

/** A heading over two columns ('Họ và tên' above family name and given name): the index of the second, or null. */
export function tailOfName(sheet: Sheet, header: ReadHeader<RegisterColumn>): number | null {
  const name = header.columns.find((column) => column.field === 'name');
  if (!name) return null;
  const next = name.index + 1;
  const hasHeader = sheet.rows
    .slice(0, header.firstRow)
    .some((row, index, rows) => index >= rows.length - 2 && cellText(row[next]) !== '');
  if (hasHeader) return null;
  const values = sheet.rows
    .slice(header.firstRow)
    .map((row) => cellText(row[next]))
    .filter((text) => text !== '');
  const isWord = values.length > 0 && values.every((text) => /^\p{L}[\p{L}'-]*$/u.test(text));
  return isWord ? next : null;
}

/** A person's name from the cells that hold it, without titles and remarks. */
export function nameOf(
  cell: (field: RegisterColumn) => CellValue | undefined,
  tail: CellValue | undefined,
): string {
  const parts = [cell('familyName'), cell('name'), cell('givenName'), tail].map(cellText);
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .replace(/\([^)]*\)/gu, ' ')
    .replace(/^(?:đ\/c|đồng chí|ông|bà)\s+/iu, '')
    .replace(/\s+/gu, ' ')
    .normalize('NFC')
    .trim();
}

const headingPattern = new RegExp(
  `^(?:[ivx\\d]+[.)/ -]+)*(?:${unitKinds}|chi bo co so|dang bo bo phan)(?!\\p{L}).`,
  'u',
);

/** A row that only names the unit of the rows below it: 'I. Chi bộ thôn 1 (15 đồng chí)'. */
export function groupHeading(filled: readonly string[]): string | null {
  if (filled.length > 2) return null;
  const text = filled.find((each) => headingPattern.test(fold(each)));
  if (text === undefined) return null;
  if (filled.length === 2 && !filled.some((each) => each !== text && /^[\divxlc.)]+$/iu.test(each)))
    return null;
  return text
    .replace(/^(?:[ivxIVX\d]+[.)/ -]+)+/u, '')
    .replace(/\s*[(:].*$/u, '')
    .trim();
}

/** The unit that a sheet is named after, or ''. */
export const groupFromSheetName = (name: string, units: readonly Unit[]): string =>
  new RegExp(`^(?:${unitKinds})(?!\\p{L})`, 'u').test(fold(name)) || matchUnits(units, name).length === 1
    ? name
    : '';
