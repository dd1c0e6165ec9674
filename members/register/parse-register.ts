import type { DateOnly } from '../../core/clock.ts';
import { findDates, isValidDate } from '../../text/dates.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { headerKey, readHeader } from '../tables/columns.ts';
import type { Column, DroppedColumn, ReadHeader } from '../tables/columns.ts';
import type { MemberRow, PartialDate, RegisterField } from './member.ts';
import { registerFields } from './member.ts';
import { parseCellDate } from '../tables/parse-cell-date.ts';
import { isIdentityNumber, isSensitiveHeader, registerSynonyms } from './register-columns.ts';
import type { RegisterColumn } from './register-columns.ts';
import {
  isMark,
  readBadges,
  readEthnicMinority,
  readOccupation,
  readProfessional,
  readSchooling,
  readSex,
  readStanding,
  readStatus,
  readTheory,
} from './register-values.ts';
import { cellText } from '../tables/sheet.ts';
import type { CellValue, Sheet } from '../tables/sheet.ts';
import { unitKinds } from '../statistics/take-unit.ts';
import { levelFromName, matchUnits, unitKey } from '../units/units.ts';
import type { Unit, UnitLevel } from '../units/units.ts';

/** Why a row is not taken. Cell values are those of dates and units only, never a person's name. */
export type RejectReason =
  | { code: 'no-name' }
  | { code: 'name-has-digits' }
  | { code: 'no-unit' }
  | { code: 'unknown-unit'; typed: string }
  | { code: 'several-units'; typed: string }
  | { code: 'bad-date'; field: RegisterField; typed: string }
  | { code: 'future-date'; field: RegisterField; typed: string }
  | { code: 'admitted-before-birth' }
  | { code: 'confirmed-before-admission' }
  | { code: 'left-before-admission' }
  | { code: 'duplicate'; of: number };

export interface RejectedRow {
  sheet: string;
  /** 1-based, as the spreadsheet shows it. */
  row: number;
  reason: RejectReason;
}

/** Things a person should look at although the rows are taken; counts only. */
export interface RegisterNotices {
  /** Cells whose value was not understood and is left out, by field. */
  unread: Partial<Record<RegisterField, number>>;
  /** Said to be full members, without a date. */
  officialWithoutDate: number;
  withoutAdmission: number;
  admittedUnder18: number;
}

/** What an import would keep and drop; nothing is saved until someone has seen this. */
export interface RegisterPreview {
  kind: 'preview';
  columns: { header: string; fields: RegisterField[] }[];
  dropped: DroppedColumn[];
  fields: RegisterField[];
  /** The day that the title of the list names ('tính đến ngày 30/6/2026'); null where it names none or one to come. */
  statedOn: DateOnly | null;
  rows: MemberRow[];
  rejected: RejectedRow[];
  notices: RegisterNotices;
  /** Units named in the list that would be created, where that was asked for. */
  newUnits: NewUnit[];
}

/** A unit to be created with an import. Its rows carry the unit's key as `unitId` until it has an id. */
export interface NewUnit {
  key: string;
  name: string;
  level: UnitLevel;
}

export interface RegisterContext {
  units: readonly Unit[];
  today: DateOnly;
  /** The unit of rows that name none. */
  defaultUnitId: string | null;
  /** Plans new units for names that match none, instead of rejecting their rows. */
  createsUnits: boolean;
}

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
  let isFound = false;
  for (const sheet of sheets) {
    const header = readRegisterHeader(sheet);
    if (!header) continue;
    isFound = true;
    preview.statedOn ??= statedDate(sheet, header.firstRow, context.today);
    parseSheet(sheet, header, context, preview, seen);
  }
  if (!isFound) return { kind: 'no-header' };
  preview.fields = registerFields.filter((field) =>
    preview.columns.some((column) => column.fields.includes(field)),
  );
  return preview;
}

/**
 * Whether sheets look like a list of members: names and at least two more fields of members under one header, or
 * names beside data that is never kept (card and identity numbers, addresses).
 */
export function isRegister(sheets: readonly Sheet[]): boolean {
  const telling = new Set<RegisterColumn>([
    'admissionCeremonyDate',
    'admissionDecisionDate',
    'confirmationDate',
    'standing',
    'badges',
    'theoryLevel',
  ]);
  return sheets.some((sheet) => {
    const { columns, dropped } = readRegisterHeader(sheet) ?? { columns: [], dropped: [] };
    const isTelling = columns.length >= 3 && columns.some((column) => telling.has(column.field));
    const namesPeople = columns.length >= 2 && columns.some((column) => column.field === 'name');
    return isTelling || (namesPeople && dropped.some((column) => column.reason === 'sensitive'));
  });
}

/** The day of the list, from the lines above its rows. */
function statedDate(sheet: Sheet, firstRow: number, today: DateOnly): DateOnly | null {
  for (const row of sheet.rows.slice(0, firstRow)) {
    const line = cleanText(row.map(cellText).filter(Boolean).join(' '));
    const stated = findDates(line, { today }).find(({ from }) =>
      /(?:tinh den|den het|den|lap)\s*:?\s*(?:het\s+)?(?:ngay\s*)?$/u.test(fold(line.slice(0, from))),
    );
    if (stated?.date && isValidDate(stated.date) && stated.date <= today) return stated.date;
  }
  return null;
}

function readRegisterHeader(sheet: Sheet): ReadHeader<RegisterColumn> | null {
  const withoutBrackets: Sheet = {
    ...sheet,
    rows: sheet.rows
      .slice(0, 32)
      .map((row) =>
        row.map((cell) =>
          typeof cell === 'string' ? cell.replace(/\([^)]*\)/gu, ' ').trim() || cell : cell,
        ),
      ),
  };
  const header =
    readHeader(withoutBrackets, registerSynonyms, 'name', isSensitiveHeader) ??
    readHeader(withoutBrackets, registerSynonyms, 'familyName', isSensitiveHeader);
  if (!header || header.columns.length < 2) return null;
  // What a column holds counts more than what it is called: numbers that identify a person are never read.
  const isHidden = (column: Column<RegisterColumn>) => {
    const values = sheet.rows
      .slice(header.firstRow)
      .map((row) => cellText(row[column.index]))
      .filter((text) => text !== '');
    const identifying = values.filter(isIdentityNumber).length;
    return identifying > 0 && identifying * 5 >= values.length;
  };
  return {
    ...header,
    columns: header.columns.filter((column) => !isHidden(column)),
    dropped: [
      ...header.dropped,
      ...header.columns
        .filter(isHidden)
        .map((column) => ({ header: column.header, reason: 'sensitive' as const })),
    ],
  };
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
    const result = parseRow(cell, name, group, at, context, preview);
    if ('code' in result) {
      preview.rejected.push({ sheet: sheet.name, row, reason: result });
      continue;
    }
    const key = [unitKey(result.name), result.birthDate, result.unitId].join('|');
    const earlier = seen.get(key);
    if (earlier !== undefined && result.birthDate !== null) {
      preview.rejected.push({ sheet: sheet.name, row, reason: { code: 'duplicate', of: earlier } });
      continue;
    }
    seen.set(key, row);
    preview.rows.push(result);
  }
}

/** A heading over two columns ('Họ và tên' above family name and given name): the index of the second, or null. */
function tailOfName(sheet: Sheet, header: ReadHeader<RegisterColumn>): number | null {
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

function nameOf(cell: (field: RegisterColumn) => CellValue | undefined, tail: CellValue | undefined): string {
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
function groupHeading(filled: readonly string[]): string | null {
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

const groupFromSheetName = (name: string, units: readonly Unit[]): string =>
  new RegExp(`^(?:${unitKinds})(?!\\p{L})`, 'u').test(fold(name)) || matchUnits(units, name).length === 1
    ? name
    : '';

function parseRow(
  cell: (field: RegisterColumn) => CellValue | undefined,
  name: string,
  group: string,
  at: ReadonlyMap<RegisterColumn, number>,
  context: RegisterContext,
  preview: RegisterPreview,
): MemberRow | RejectReason {
  if (name === '') return { code: 'no-name' };
  if (/\d/u.test(name)) return { code: 'name-has-digits' };
  const unit = unitOf(cellText(cell('unit')) || group, context, preview);
  if (typeof unit !== 'string') return unit;

  const dates = readDates(cell, context.today);
  if ('code' in dates) return dates;
  const { notices } = preview;
  const read = <T>(field: RegisterField, reading: (text: string) => T | null): T | null => {
    const text = cellText(cell(field));
    if (text === '') return null;
    const value = reading(text);
    if (value === null) notices.unread[field] = (notices.unread[field] ?? 0) + 1;
    return value;
  };

  const status = read('status', readStatus) ?? (dates.leftDate === null ? 'active' : 'left');
  const said = read('standing', readStanding);
  const standing = said ?? (at.has('confirmationDate') ? 'probationary' : 'unknown');
  if (standing === 'official' && dates.confirmationDate === null) notices.officialWithoutDate++;
  const admission = dates.admissionCeremonyDate ?? dates.admissionDecisionDate;
  if (admission === null) notices.withoutAdmission++;
  else if (dates.birthDate !== null && yearsBetween(dates.birthDate, admission) < 18)
    notices.admittedUnder18++;
  return {
    unitId: unit,
    name,
    sex: sexOf(cell, at, read),
    birthDate: dates.birthDate,
    admissionDecisionDate: dates.admissionDecisionDate,
    admissionCeremonyDate: dates.admissionCeremonyDate,
    confirmationDate: dates.confirmationDate,
    standing,
    status,
    leftDate: dates.leftDate,
    occupationGroup: read('occupationGroup', readOccupation),
    schooling: read('schooling', readSchooling),
    professionalLevel: read('professionalLevel', readProfessional),
    theoryLevel: read('theoryLevel', readTheory),
    isEthnicMinority: read('isEthnicMinority', readEthnicMinority),
    badges: read('badges', readBadges) ?? [],
    partyAgeCorrectionMonths: read('partyAgeCorrectionMonths', readMonths) ?? 0,
  };
}

function unitOf(typed: string, context: RegisterContext, preview: RegisterPreview): string | RejectReason {
  if (typed === '') return context.defaultUnitId ?? { code: 'no-unit' };
  const found = matchUnits(context.units, typed);
  const exact = found.filter((unit) => unitKey(unit.name) === unitKey(typed));
  const [only] = exact.length > 0 ? exact : found;
  const count = exact.length > 0 ? exact.length : found.length;
  if (only && count === 1) return only.id;
  if (count > 1) return { code: 'several-units', typed };
  if (!context.createsUnits) return { code: 'unknown-unit', typed };
  const key = `new:${unitKey(typed)}`;
  if (!preview.newUnits.some((unit) => unit.key === key)) {
    const parent = context.units.find((unit) => unit.id === context.defaultUnitId);
    preview.newUnits.push({ key, name: typed, level: levelFromName(typed, parent?.level ?? null) ?? 'cell' });
  }
  return key;
}

type RowDates = Pick<
  MemberRow,
  'birthDate' | 'admissionDecisionDate' | 'admissionCeremonyDate' | 'confirmationDate' | 'leftDate'
>;

function readDates(
  cell: (field: RegisterColumn) => CellValue | undefined,
  today: DateOnly,
): RowDates | RejectReason {
  const dates: RowDates = {
    birthDate: null,
    admissionDecisionDate: null,
    admissionCeremonyDate: null,
    confirmationDate: null,
    leftDate: null,
  };
  const sources: readonly (readonly [keyof RowDates, CellValue | undefined])[] = [
    ['birthDate', dateCell(cell)],
    ['admissionDecisionDate', cell('admissionDecisionDate')],
    ['admissionCeremonyDate', cell('admissionCeremonyDate')],
    ['confirmationDate', cell('confirmationDate')],
    ['leftDate', cell('leftDate')],
  ];
  for (const [field, value] of sources) {
    const date = parseCellDate(value, today);
    const isProbation =
      field === 'confirmationDate' && date === 'invalid' && readStanding(cellText(value)) === 'probationary';
    if (isProbation) continue;
    if (date === 'invalid') return { code: 'bad-date', field, typed: cellText(value).slice(0, 40) };
    if (date !== null && date > today)
      return { code: 'future-date', field, typed: cellText(value).slice(0, 40) };
    dates[field] = date;
  }
  const admission = dates.admissionCeremonyDate ?? dates.admissionDecisionDate;
  if (isBefore(admission, dates.birthDate)) return { code: 'admitted-before-birth' };
  if (isBefore(dates.confirmationDate, dates.admissionDecisionDate ?? admission))
    return { code: 'confirmed-before-admission' };
  if (isBefore(dates.leftDate, admission)) return { code: 'left-before-admission' };
  return dates;
}

const dateCell = (cell: (field: RegisterColumn) => CellValue | undefined): CellValue | undefined =>
  [cell('birthDate'), cell('birthFemale'), cell('birthMale')].find((value) => cellText(value) !== '');

/** True where the first surely comes before the second, as far as both are exact. */
function isBefore(first: PartialDate | null, second: PartialDate | null): boolean {
  if (first === null || second === null) return false;
  const length = Math.min(first.length, second.length);
  return first.slice(0, length) < second.slice(0, length);
}

function yearsBetween(from: PartialDate, to: PartialDate): number {
  const length = Math.min(from.length, to.length);
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return length > 4 && to.slice(4, length) < from.slice(4, length) ? years - 1 : years;
}

function sexOf(
  cell: (field: RegisterColumn) => CellValue | undefined,
  at: ReadonlyMap<RegisterColumn, number>,
  read: <T>(field: RegisterField, reading: (text: string) => T | null) => T | null,
): MemberRow['sex'] {
  const said = read('sex', readSex);
  if (said !== null || at.has('sex')) return said;
  if (cellText(cell('birthFemale')) !== '') return 'female';
  if (cellText(cell('birthMale')) !== '') return 'male';
  if (isMark(cellText(cell('femaleMark')))) return 'female';
  if (isMark(cellText(cell('maleMark')))) return 'male';
  // A list with a column for women alone leaves it empty for men.
  return at.has('femaleMark') && !at.has('maleMark') ? 'male' : null;
}

function readMonths(text: string): number | null {
  const months = Number(headerKey(text).replace(/ thang$/u, ''));
  return Number.isInteger(months) && Math.abs(months) <= 1200 ? months : null;
}
