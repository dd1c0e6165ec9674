import type { DateOnly } from '../../core/clock.ts';
import { headerKey } from '../tables/columns.ts';
import { parseCellDate } from '../tables/parse-cell-date.ts';
import { cellText } from '../tables/sheet.ts';
import type { CellValue } from '../tables/sheet.ts';
import type { FoundUnit } from '../units/find-unit.ts';
import { levelFromName, unitKey } from '../units/units.ts';
import type { MemberRow, PartialDate, RegisterField } from './member.ts';
import type { RegisterColumn } from './register-columns.ts';
import type { RegisterContext, RegisterPreview, RejectReason } from './register-preview.ts';
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

/** One row as a member, or why it is not taken; what should be looked at is counted in `preview`. */
export function parseRow(
  cell: (field: RegisterColumn) => CellValue | undefined,
  name: string,
  group: string,
  findUnit: (typed: string) => FoundUnit,
  at: ReadonlyMap<RegisterColumn, number>,
  context: RegisterContext,
  preview: RegisterPreview,
): MemberRow | RejectReason {
  if (name === '') return { code: 'no-name' };
  if (/\d/u.test(name)) return { code: 'name-has-digits' };
  const unit = unitOf(cellText(cell('unit')) || group, findUnit, context, preview);
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

function unitOf(
  typed: string,
  findUnit: (typed: string) => FoundUnit,
  context: RegisterContext,
  preview: RegisterPreview,
): string | RejectReason {
  if (typed === '') return context.defaultUnitId ?? { code: 'no-unit' };
  const found = findUnit(typed);
  if (found.kind === 'one') return found.unit.id;
  if (found.kind === 'several') return { code: 'several-units', typed };
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
