import type { DateOnly } from '../../core/clock.ts';
import type { EventKind } from '../events/event.ts';
import { codes, dayNumber, reasons } from './columnar.ts';
import type { CountEvent, Reason, RegisterColumns } from './columnar.ts';
import { lastListDay } from './columnar-stock.ts';

const temporaryIn = codes.status('temporary_in');

/** Kinds of flow that can be asked for; `left` are members whom a list gives a date of leaving, without more. */
export type FlowKind =
  'admit' | 'confirm' | 'transfer_in' | 'transfer_out' | 'left' | 'badge' | 'list_in' | 'list_out';

/** Rows of one flow from `from` to `to` (both inside), one row for each time that it happened. */
export interface Flow {
  rows: Int32Array;
  /** Of badges, the level of each; otherwise empty. */
  levels: Uint8Array;
}

/**
 * Who was admitted, confirmed, came, went or got a badge in a period, by the dates of persons. A transfer between two
 * units counts only where it crosses the border of `mask`. `list_in` and `list_out` are changes that only a later list
 * shows, on the day of that list: they explain a gap and are never one of the other kinds. Counts without persons come
 * on top: `countFlow`.
 */
export function flowRows(
  columns: RegisterColumns,
  mask: Uint8Array,
  kind: FlowKind,
  period: { from: DateOnly; to: DateOnly },
): Flow {
  const first = dayNumber(period.from);
  const last = dayNumber(period.to);
  const within = (day: number): boolean => day >= first && day <= last;
  const rows: number[] = [];
  const levels: number[] = [];
  const { length, unit, from, until, person, status, beganBy, endedBy, confirmation } = columns;
  const inside = (row: number): boolean => mask[unit[row] ?? 0] === 1 && status[row] !== temporaryIn;
  for (let row = 0; row < length; row++) {
    if (!inside(row)) continue;
    switch (kind) {
      case 'admit':
        if (beganBy[row] === admitted && within(from[row] ?? 0)) rows.push(row);
        break;
      case 'confirm': {
        const day = confirmation[row] ?? 0;
        if (day > 0 && within(day) && day >= (from[row] ?? 0) && day < (until[row] ?? 0)) rows.push(row);
        break;
      }
      case 'transfer_in':
      case 'list_in': {
        const began = beganBy[row] ?? 0;
        const crosses = kind === 'transfer_in' ? began === transferred : began === listed;
        const isIn = kind === 'transfer_in' ? began === cameIn : false;
        if (!within(from[row] ?? 0) || !(isIn || crosses)) break;
        if (isIn || !isNeighbourInside(row, row - 1)) rows.push(row);
        break;
      }
      case 'transfer_out':
      case 'list_out': {
        const ended = endedBy[row] ?? 0;
        const crosses = kind === 'transfer_out' ? ended === transferred : ended === listed;
        const isOut = kind === 'transfer_out' ? ended === wentOut : false;
        if (!within(until[row] ?? 0) || !(isOut || crosses)) break;
        if (isOut || !isNeighbourInside(row, row + 1)) rows.push(row);
        break;
      }
      case 'left':
        if (endedBy[row] === leftByDate && within(until[row] ?? 0)) rows.push(row);
        break;
      case 'badge': {
        const whose = person[row] ?? 0;
        const end = columns.badgeStart[whose + 1] ?? 0;
        for (let at = columns.badgeStart[whose] ?? 0; at < end; at++) {
          const day = columns.badgeDay[at] ?? 0;
          const isHere = day >= (from[row] ?? 0) && day < (until[row] ?? 0);
          if (columns.badgeIsDated[at] !== 1 || !within(day) || !isHere) continue;
          rows.push(row);
          levels.push(columns.badgeLevel[at] ?? 0);
        }
      }
    }
  }
  return { rows: Int32Array.from(rows), levels: Uint8Array.from(levels) };

  /** Whether the row before or after is the same person's, joins on the same day, and lies inside too. */
  function isNeighbourInside(row: number, other: number): boolean {
    if (other < 0 || other >= length || person[other] !== person[row]) return false;
    const [earlier, later] = other < row ? [other, row] : [row, other];
    return until[earlier] === from[later] && inside(other);
  }
}
const indexOf = (reason: Reason): number => reasons.indexOf(reason);
const admitted = indexOf('admit');
const cameIn = indexOf('transfer_in');
const wentOut = indexOf('transfer_out');
const transferred = indexOf('transfer');
const listed = indexOf('list');
const leftByDate = indexOf('left');

/**
 * The counts without persons of one kind in a period, in the units of `mask`. Admissions and confirmations up to the
 * newest list of a unit are left out: the list has them person by person. A transfer inside the register counts as
 * `transfer_in` or `transfer_out` where it crosses the border of `mask`.
 */
export function countFlow(
  columns: RegisterColumns,
  mask: Uint8Array,
  kind: EventKind,
  period: { from: DateOnly; to: DateOnly },
): CountEvent[] {
  const first = dayNumber(period.from);
  const last = dayNumber(period.to);
  return columns.counts.filter((event) => {
    if (event.day < first || event.day > last) return false;
    if (event.kind === 'transfer' && kind !== 'transfer') {
      const leaves = mask[event.unit] === 1;
      const comes = mask[event.toUnit] === 1;
      return kind === 'transfer_out' ? leaves && !comes : kind === 'transfer_in' && comes && !leaves;
    }
    if (event.kind !== kind || mask[event.unit] !== 1) return false;
    const isByPerson = kind === 'admit' || kind === 'confirm';
    return !isByPerson || event.day > lastListDay(columns, event.unit);
  });
}
