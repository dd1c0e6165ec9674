import type { DateOnly } from '../../core/clock.ts';
import { always, codes, dayNumber, never } from './columnar.ts';
import type { CountEvent, RegisterColumns } from './columnar.ts';

const temporaryIn = codes.status('temporary_in');

/** Rows of the members on `asOf` in the units of `mask`; those attending temporarily from elsewhere are not members here. */
export function stockRows(columns: RegisterColumns, mask: Uint8Array, asOf: DateOnly): Int32Array {
  return rowsHolding(columns, mask, dayNumber(asOf), false);
}

/** Rows of those who attend temporarily from elsewhere on `asOf`. */
export function temporaryRows(columns: RegisterColumns, mask: Uint8Array, asOf: DateOnly): Int32Array {
  return rowsHolding(columns, mask, dayNumber(asOf), true);
}

function rowsHolding(
  { length, from, until, unit, status }: RegisterColumns,
  mask: Uint8Array,
  day: number,
  isTemporary: boolean,
): Int32Array {
  const rows = new Int32Array(length);
  let n = 0;
  for (let row = 0; row < length; row++)
    if (
      (from[row] ?? 0) <= day &&
      (until[row] ?? 0) > day &&
      mask[unit[row] ?? 0] === 1 &&
      (status[row] === temporaryIn) === isTemporary
    )
      rows[n++] = row;
  return rows.subarray(0, n);
}

/**
 * How many members the counts without persons add on `asOf` to what the lists say: those after the list that holds on
 * that day. They have no sex, age or other detail; of their standing only this much is known.
 */
export function countsSinceList(
  columns: RegisterColumns,
  mask: Uint8Array,
  asOf: DateOnly,
): { total: number; official: number; probationary: number; events: readonly CountEvent[] } {
  const day = dayNumber(asOf);
  const events: CountEvent[] = [];
  let total = 0;
  let official = 0;
  let probationary = 0;
  for (const event of columns.counts) {
    if (event.day > day) break;
    const inside = mask[event.unit] === 1 && event.day > listDayFor(columns, event.unit, day);
    const gained =
      event.kind === 'transfer' &&
      mask[event.toUnit] === 1 &&
      event.day > listDayFor(columns, event.toUnit, day);
    const change = (inside ? changeOf(event) : 0) + (gained ? event.count : 0);
    const isConfirmation = inside && event.kind === 'confirm';
    if (change === 0 && !isConfirmation) continue;
    events.push(event);
    total += change;
    if (isConfirmation) {
      official += event.count;
      probationary -= event.count;
    } else if (event.kind === 'admit') probationary += change;
  }
  return { total, official, probationary, events };
}

const changeOf = (event: CountEvent): number => {
  switch (event.kind) {
    case 'admit':
    case 'transfer_in':
      return event.count;
    case 'transfer_out':
    case 'transfer':
    case 'leave':
    case 'other_out':
      return -event.count;
    default:
      return 0;
  }
};

/** The day of the list that holds for a unit on `day`: the latest by then, or `never` before the first (counts never reach back). */
export function listDayFor(columns: RegisterColumns, unit: number, day: number): number {
  let found = never;
  for (const list of columns.lists) {
    if (list.day > day) break;
    if (list.covers[unit] === 1) found = list.day;
  }
  return found;
}

/** The day of the newest list that covers a unit, `always` where none does. */
export function lastListDay(columns: RegisterColumns, unit: number): number {
  for (let index = columns.lists.length - 1; index >= 0; index--) {
    const list = columns.lists[index];
    if (list?.covers[unit] === 1) return list.day;
  }
  return always;
}

/** Completed years on `asOf`; where only the year (or month) of birth is known, by calendar year (or month). -1: not known. */
export function ageOf(birth: number, asOf: number): number {
  if (birth === 0) return -1;
  const years = Math.floor(asOf / 10_000) - Math.floor(birth / 10_000);
  const month = Math.floor(birth / 100) % 100;
  if (month === 0) return years;
  const isBefore = birth % 100 === 0 ? Math.floor(asOf / 100) % 100 < month : asOf % 10_000 < birth % 10_000;
  return isBefore ? years - 1 : years;
}

/** The standing of a row on a day, as a code of `codes.standing`. */
export function standingOf(columns: RegisterColumns, row: number, asOf: number): number {
  const confirmation = columns.confirmation[row] ?? 0;
  if (confirmation === 0) return columns.standing[row] ?? 0;
  return confirmation <= asOf ? official : probationary;
}
const official = codes.standing('official');
const probationary = codes.standing('probationary');

/** The highest badge that a row's person has on a day, in years; 0: none. */
export function badgeOf(columns: RegisterColumns, row: number, asOf: number): number {
  const whose = columns.person[row] ?? 0;
  const end = columns.badgeStart[whose + 1] ?? 0;
  let highest = 0;
  for (let at = columns.badgeStart[whose] ?? 0; at < end; at++)
    if ((columns.badgeDay[at] ?? 0) <= asOf) highest = Math.max(highest, columns.badgeLevel[at] ?? 0);
  return highest;
}

/** Completed years of party age on a day (from the decision, less corrections); -1: not known. */
export function partyAgeOf(columns: RegisterColumns, row: number, asOf: number): number {
  const decision = columns.decision[row] ?? 0;
  if (decision === 0) return -1;
  const months =
    (Math.floor(asOf / 10_000) - Math.floor(decision / 10_000)) * 12 +
    (Math.floor(asOf / 100) % 100) -
    (Math.floor(decision / 100) % 100 || 1) -
    (asOf % 100 < decision % 100 ? 1 : 0) -
    (columns.correctionMonths[row] ?? 0);
  return Math.floor(Math.max(0, months) / 12);
}
