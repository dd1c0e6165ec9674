import { fold } from '../../text/normalise.ts';
import type { ReadHeader } from '../tables/columns.ts';
import { cellText } from '../tables/sheet.ts';
import type { CellValue, Sheet } from '../tables/sheet.ts';
import { createUnitFinder } from '../units/find-unit.ts';
import type { FoundUnit } from '../units/find-unit.ts';
import { unitHeader } from '../../prompts/members-register.ts';
import { registerFields } from './member.ts';
import type { RegisterField } from './member.ts';
import type { RegisterColumn } from './register-columns.ts';
import { readRegisterHeader, statedDate } from './register-header.ts';
import { groupFromSheetName, groupHeading, nameOf, tailOfName } from './register-names.ts';
import type { RegisterContext, RegisterPreview, RejectReason } from './register-preview.ts';
import { parseRow } from './register-row.ts';

/** Reads a register: finds the header, guesses the columns, checks every row. 'no-header': no column of names. */
export function parseRegister(
  sheets: readonly Sheet[],
  context: RegisterContext,
): RegisterPreview | { kind: 'no-header' } {
  const preview: RegisterPreview = {
    kind: 'preview',
    columns: [],
    dropped: [],
    fields: [],
    statedOn: null,
    rows: [],
    rejected: [],
    notices: { unread: {}, officialWithoutDate: 0, withoutAdmission: 0, admittedUnder18: 0 },
    newUnits: [],
  };
  const seen = new Map<string, number>();
  const findUnit = createUnitFinder(context.units);
  let isFound = false;
  for (const sheet of sheets) {
    const header = readRegisterHeader(sheet, context.columns);
    if (!header) continue;
    isFound = true;
    preview.statedOn ??= statedDate(sheet, header.firstRow, context.today);
    parseSheet(sheet, header, context, preview, seen, findUnit);
  }
  if (!isFound) return { kind: 'no-header' };
  preview.fields = registerFields.filter((field) =>
    preview.columns.some((column) => column.fields.includes(field)),
  );
  return preview;
}

const fieldsOf: Readonly<Partial<Record<RegisterColumn, RegisterField[]>>> = {
  familyName: ['name'],
  givenName: ['name'],
  birthMale: ['birthDate', 'sex'],
  birthFemale: ['birthDate', 'sex'],
  maleMark: ['sex'],
  femaleMark: ['sex'],
};

function parseSheet(
  sheet: Sheet,
  header: ReadHeader<RegisterColumn>,
  context: RegisterContext,
  preview: RegisterPreview,
  seen: Map<string, number>,
  findUnit: (typed: string) => FoundUnit,
): void {
  const at = new Map(header.columns.map((column) => [column.field, column.index]));
  for (const column of header.columns) {
    const fields = fieldsOf[column.field] ?? [column.field as RegisterField];
    if (!preview.columns.some((known) => known.header === column.header))
      preview.columns.push({ header: column.header, fields });
  }
  for (const column of header.dropped)
    if (!preview.dropped.some((known) => known.header === column.header)) preview.dropped.push(column);

  const nameTail = tailOfName(sheet, header);
  let group = at.has('unit') ? '' : groupFromSheetName(sheet.name, context.units);
  for (let index = header.firstRow; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? [];
    const filled = cells.map(cellText).filter((text) => text !== '');
    if (filled.length === 0) continue;
    const heading = groupHeading(filled);
    if (heading !== null) {
      group = heading;
      continue;
    }
    const known = header.columns.filter((column) => cellText(cells[column.index]) !== '').length;
    // Sums, signatures and remarks under the list.
    if (known < 2) continue;
    const cell = (field: RegisterColumn): CellValue | undefined => {
      const column = at.get(field);
      return column === undefined ? undefined : cells[column];
    };
    const name = nameOf(cell, nameTail === null ? undefined : cells[nameTail]);
    if (name === '' && known < 3) continue;
    const row = index + 1;
    if (row % 2000 === 0) context.onProgress?.(row);
    const result = parseRow(cell, name, group, findUnit, at, context, preview);
    const reject = (reason: RejectReason) =>
      preview.rejected.push({
        sheet: sheet.name,
        row,
        reason,
        cells: preview.rejected.length < mostKept ? correctable(header, cells, group) : [],
      });
    if ('code' in result) {
      reject(result);
      continue;
    }
    const key = [fold(result.name), result.birthDate, result.unitId].join('|');
    const earlier = seen.get(key);
    if (earlier !== undefined && result.birthDate !== null) {
      reject({ code: 'duplicate', of: earlier });
      continue;
    }
    seen.set(key, row);
    preview.rows.push(result);
  }
}

/** Rejected rows whose cells are kept for correcting; a list with more of them is wrong as a whole. */
const mostKept = 5000;

function correctable(
  header: ReadHeader<RegisterColumn>,
  cells: readonly CellValue[],
  group: string,
): { header: string; text: string }[] {
  const shown = header.columns.map((column) => ({
    header: column.header,
    text: cellText(cells[column.index])
      .replace(/^(\d{4})-(\d{2})-(\d{2})$/u, '$3/$2/$1')
      .replace(/\d{9,}/gu, '…'),
  }));
  const hasUnit = header.columns.some((column) => column.field === 'unit');
  return hasUnit || group === '' ? shown : [...shown, { header: unitHeader, text: group }];
}
