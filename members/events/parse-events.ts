import type { DateOnly } from '../../core/clock.ts';
import type { PartialDate } from '../register/member.ts';
import { isIdentityNumber, isSensitiveHeader, registerSynonyms } from '../register/register-columns.ts';
import { readHeader } from '../tables/columns.ts';
import type { DroppedColumn, ReadHeader, Synonyms } from '../tables/columns.ts';
import { parseCellDate } from '../tables/parse-cell-date.ts';
import { cellText } from '../tables/sheet.ts';
import type { CellValue, Sheet } from '../tables/sheet.ts';
import { createUnitFinder } from '../units/find-unit.ts';
import type { Unit } from '../units/units.ts';
import { countOnlyKinds } from './event.ts';
import type { EventKind } from './event.ts';
import { findBadgeLevel, findEventKind } from './event-words.ts';

/** What a column of a list of events can be. */
export type EventField =
  'name' | 'birthDate' | 'kind' | 'date' | 'unit' | 'fromUnit' | 'toUnit' | 'level' | 'count';

/** Why a row is not taken. Never holds a name. */
export type EventRejectReason =
  | { code: 'no-kind'; typed: string }
  | { code: 'no-date' }
  | { code: 'bad-date'; field: 'date'; typed: string }
  | { code: 'future-date'; field: 'date'; typed: string }
  | { code: 'no-unit' }
  | { code: 'unknown-unit'; typed: string }
  | { code: 'several-units'; typed: string }
  | { code: 'no-badge-level' }
  | { code: 'no-target' }
  | { code: 'bad-count'; typed: string }
  | { code: 'unknown-person' }
  | { code: 'several-persons' };

/** A row that was understood: of a person by name and birth, or a count. */
export interface EventRow {
  sheet: string;
  row: number;
  kind: EventKind;
  happenedOn: DateOnly;
  /** Null: the unit of the person. */
  unitId: string | null;
  toUnitId: string | null;
  level: number | null;
  count: number;
  /** Null: a count. Of kinds that are only counted always null. */
  person: { name: string; birthDate: PartialDate | null } | null;
}

/** A row that is not taken, with what stands in the columns that are used, for a file to correct. */
export interface RejectedEvent {
  sheet: string;
  row: number;
  reason: EventRejectReason;
  cells: readonly { header: string; text: string }[];
}

export interface EventsPreview {
  kind: 'preview';
  columns: { header: string; field: EventField }[];
  dropped: DroppedColumn[];
  rows: EventRow[];
  rejected: RejectedEvent[];
}

const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u');
const ofRegister = (field: string): RegExp =>
  registerSynonyms.find(([each]) => each === field)?.[1] ?? whole(field);
const unitWords = '(?:to chuc dang|don vi|chi bo|dang bo|noi)';

const synonyms: Synonyms<EventField> = [
  [
    'kind',
    whole(
      '(?:loai |noi dung |hinh thuc |ten )?(?:bien dong|su kien)|noi dung|loai|hinh thuc|ly do(?: tang| giam)*',
    ),
  ],
  [
    'date',
    whole(
      '(?:tu )?ngay(?: thang(?: nam)?)?(?: (?:bien dong|su kien|hieu luc|quyet dinh|qd|trao|chuyen|thuc hien))?|thoi diem|thoi gian',
    ),
  ],
  ['fromUnit', whole(`(?:chuyen )?tu ${unitWords}|${unitWords} (?:chuyen di|di|cu|truoc)|noi di|di tu`)],
  [
    'toUnit',
    whole(`(?:chuyen )?den ${unitWords}|${unitWords} (?:chuyen den|den|moi|tiep nhan)|noi den|noi tiep nhan`),
  ],
  ['level', whole('muc(?: huy hieu)?|(?:loai |muc )?huy hieu|so nam(?: tuoi dang)?|nam tuoi dang')],
  ['count', whole('so luong|so nguoi|so dang vien|sl|tong so')],
  ['birthDate', ofRegister('birthDate')],
  ['name', ofRegister('name')],
  ['unit', ofRegister('unit')],
];

/** 'Số lượng' is a number of members here, not a salary. */
const isNeverKept = (key: string): boolean => !/^so luong(?: |$)/u.test(key) && isSensitiveHeader(key);

/** Reads a list of events: one a row, with the kind in words and a day; by name of a member or by number. */
export function parseEvents(
  sheets: readonly Sheet[],
  context: { units: readonly Unit[]; today: DateOnly },
): EventsPreview | { kind: 'no-header' } {
  const preview: EventsPreview = { kind: 'preview', columns: [], dropped: [], rows: [], rejected: [] };
  const unitOf = unitReader(context.units);
  let isFound = false;
  for (const sheet of sheets) {
    const header = readHeader(sheet, synonyms, 'kind', isNeverKept);
    if (!header?.columns.some((column) => column.field === 'date')) continue;
    isFound = true;
    const shown = withoutNumbers(sheet, header);
    for (const { header: text, field } of shown.columns)
      if (!preview.columns.some((known) => known.header === text))
        preview.columns.push({ header: text, field });
    for (const column of shown.dropped)
      if (!preview.dropped.some((known) => known.header === column.header)) preview.dropped.push(column);
    readRows(sheet, shown, context.today, unitOf, preview);
  }
  return isFound ? preview : { kind: 'no-header' };
}

/** Columns whose values are identity or card numbers are never read, whatever they are called. */
function withoutNumbers(sheet: Sheet, header: ReadHeader<EventField>): ReadHeader<EventField> {
  const isHidden = (index: number): boolean => {
    const values = sheet.rows
      .slice(header.firstRow)
      .map((row) => cellText(row[index]))
      .filter((text) => text !== '');
    const identifying = values.filter(isIdentityNumber).length;
    return identifying > 0 && identifying * 5 >= values.length;
  };
  const hidden = header.columns.filter((column) => isHidden(column.index));
  return {
    ...header,
    columns: header.columns.filter((column) => !hidden.includes(column)),
    dropped: [
      ...header.dropped,
      ...hidden.map((column) => ({ header: column.header, reason: 'sensitive' as const })),
    ],
  };
}

type FindUnit = (typed: string) => { id: string } | EventRejectReason | null;

const unitReader = (units: readonly Unit[]): FindUnit => {
  const find = createUnitFinder(units);
  return (typed) => {
    if (typed === '') return null;
    const found = find(typed);
    if (found.kind === 'one') return { id: found.unit.id };
    return { code: found.kind === 'several' ? 'several-units' : 'unknown-unit', typed };
  };
};

function readRows(
  sheet: Sheet,
  header: ReadHeader<EventField>,
  today: DateOnly,
  unitOf: FindUnit,
  preview: EventsPreview,
): void {
  const at = new Map(header.columns.map((column) => [column.field, column.index]));
  for (let index = header.firstRow; index < sheet.rows.length; index++) {
    const cells = sheet.rows[index] ?? [];
    const cell = (field: EventField): CellValue | undefined => {
      const column = at.get(field);
      return column === undefined ? undefined : cells[column];
    };
    const known = header.columns.filter((column) => cellText(cells[column.index]) !== '').length;
    if (known < 2) continue;
    const result = readRow(cell, today, unitOf);
    const place = { sheet: sheet.name, row: index + 1 };
    if ('code' in result)
      preview.rejected.push({
        ...place,
        reason: result,
        cells: header.columns.map((column) => ({
          header: column.header,
          text: cellText(cells[column.index]).replace(/\d{9,}/gu, '…'),
        })),
      });
    else preview.rows.push({ ...place, ...result });
  }
}

function readRow(
  cell: (field: EventField) => CellValue | undefined,
  today: DateOnly,
  unitOf: FindUnit,
): Omit<EventRow, 'sheet' | 'row'> | EventRejectReason {
  const text = (field: EventField) => cellText(cell(field));
  const found = findEventKind(text('kind'));
  if (!found) return { code: 'no-kind', typed: text('kind').slice(0, 40) };
  const date = parseCellDate(cell('date'), today);
  if (date === null) return { code: 'no-date' };
  if (date === 'invalid' || date.length < 10)
    return { code: 'bad-date', field: 'date', typed: text('date').slice(0, 40) };
  if (date > today) return { code: 'future-date', field: 'date', typed: text('date').slice(0, 40) };

  let { kind } = found;
  const own = unitOf(text('unit'));
  const from = unitOf(text('fromUnit'));
  const to = unitOf(text('toUnit'));
  if (own && 'code' in own) return own;
  const fromId = from && 'id' in from ? from.id : null;
  const toId = to && 'id' in to ? to.id : null;
  // Both units in the register: a move inside it, however it is called.
  const isMove = kind === 'transfer' || kind === 'transfer_in' || kind === 'transfer_out';
  if (isMove) {
    const start = fromId ?? (kind === 'transfer_in' ? null : (own?.id ?? null));
    const end = toId ?? (kind === 'transfer_in' ? (own?.id ?? null) : null);
    if (start !== null && end !== null && start !== end) kind = 'transfer';
    else if (kind === 'transfer') return { code: 'no-target' };
  }
  const unitId =
    kind === 'transfer' || kind === 'transfer_out'
      ? (fromId ?? own?.id ?? null)
      : kind === 'transfer_in'
        ? (toId ?? own?.id ?? null)
        : (own?.id ?? null);
  const level = kind === 'badge' ? (findBadgeLevel(text('level')) ?? findBadgeLevel(text('kind'))) : null;
  if (kind === 'badge' && level === null) return { code: 'no-badge-level' };
  const counted = text('count');
  const count = counted === '' ? 1 : Number(counted.replace(/[.\s]/gu, ''));
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000)
    return { code: 'bad-count', typed: counted.slice(0, 40) };
  const name = text('name').normalize('NFC');
  const birth = parseCellDate(cell('birthDate'), today);
  const isPerson = name !== '' && !countOnlyKinds.has(kind);
  if (!isPerson && unitId === null) return from && 'code' in from ? from : { code: 'no-unit' };
  return {
    kind,
    happenedOn: date,
    unitId,
    toUnitId: kind === 'transfer' ? (toId ?? own?.id ?? null) : null,
    level,
    count: isPerson ? 1 : count,
    person: isPerson ? { name, birthDate: birth === 'invalid' ? null : birth } : null,
  };
}
