import type { DateOnly } from '../../core/clock.ts';
import type { EventKind } from '../events/event.ts';
import { codes, dayNumber, reasons } from './columnar.ts';
import type { CountEvent, Reason, RegisterColumns } from './columnar.ts';
import { lastListDay } from './columnar-stock.ts';

const temporaryIn = codes.status('temporary_in');

/** Kinds of flow that can be asked for; `left` are members whom a list gives a date of leaving, without more. */
export const flowKinds = [
  'admit',
  'confirm',
  'transfer_in',
  'transfer_out',
  'left',
  'badge',
  'list_in',
  'list_out',
] as const;
export type FlowKind = (typeof flowKinds)[number];

/** Rows of one flow from `from` to `to` (both inside), one row for each time that it happened. */
export interface Flow {
  rows: Int32Array;
  /** Of badges, the level of each; otherwise empty. */
  levels: Uint8Array;
}

/** One flow of a period; where several are asked for, `flowsOf` goes over the register once for all of them. */
export function flowRows(
  columns: RegisterColumns,
  mask: Uint8Array,
  kind: FlowKind,
  period: { from: DateOnly; to: DateOnly },
): Flow {
  return flowsOf(columns, mask, period, [kind])[kind];
}

/**
 * Who was admitted, confirmed, came, went or got a badge in a period, by the dates of persons. A transfer between two
 * units counts only where it crosses the border of `mask`. `list_in` and `list_out` are changes that only a later list
 * shows, on the day of that list: they explain a gap and are never one of the other kinds. Counts without persons come
 * on top: `countFlow`. Kinds that are not asked for are empty.
 */
export function flowsOf(
  columns: RegisterColumns,
  mask: Uint8Array,
  period: { from: DateOnly; to: DateOnly },
  kinds: readonly FlowKind[] = flowKinds,
): Record<FlowKind, Flow> {
  const first = dayNumber(period.from);
  const last = dayNumber(period.to);
  const asked = new Set(kinds);
  const [confirms, badges] = [asked.has('confirm'), asked.has('badge')];
  const found = Object.fromEntries(flowKinds.map((kind) => [kind, []])) as unknown as Record<
    FlowKind,
    number[]
  >;
  const levels: number[] = [];
  const { length, unit, from, until, person, status, beganBy, endedBy, confirmation } = columns;
  const { badgeStart, badgeDay, badgeIsDated, badgeLevel } = columns;
  const inside = (row: number): boolean => mask[unit[row] ?? 0] === 1 && status[row] !== temporaryIn;
  for (let row = 0; row < length; row++) {
    const start = from[row] ?? 0;
    const end = until[row] ?? 0;
    // Nothing of a stay outside the period is in it; its last day is that of what ended it.
    if (start > last || end < first || !inside(row)) continue;
    if (start >= first) {
      const kind = kindOfBeginning[beganBy[row] ?? 0];
      if (kind && (!crossesBorder.has(beganBy[row] ?? 0) || !isNeighbourInside(row, row - 1)))
        found[kind].push(row);
    }
    if (end <= last) {
      const kind = kindOfEnd[endedBy[row] ?? 0];
      if (kind && (!crossesBorder.has(endedBy[row] ?? 0) || !isNeighbourInside(row, row + 1)))
        found[kind].push(row);
    }
    if (confirms) {
      const day = confirmation[row] ?? 0;
      if (day > 0 && day >= first && day <= last && day >= start && day < end) found.confirm.push(row);
    }
    if (!badges) continue;
    const whose = person[row] ?? 0;
    const lastBadge = badgeStart[whose + 1] ?? 0;
    for (let at = badgeStart[whose] ?? 0; at < lastBadge; at++) {
      const day = badgeDay[at] ?? 0;
      if (badgeIsDated[at] !== 1 || day < first || day > last || day < start || day >= end) continue;
      found.badge.push(row);
      levels.push(badgeLevel[at] ?? 0);
    }
  }
  return Object.fromEntries(
    flowKinds.map((kind) => [
      kind,
      {
        rows: Int32Array.from(asked.has(kind) ? found[kind] : []),
        levels: Uint8Array.from(kind === 'badge' ? levels : []),
      },
    ]),
  ) as Record<FlowKind, Flow>;

  /** Whether the row before or after is the same person's, joins on the same day, and lies inside too. */
  function isNeighbourInside(row: number, other: number): boolean {
    if (other < 0 || other >= length || person[other] !== person[row]) return false;
    const [earlier, later] = other < row ? [other, row] : [row, other];
    return until[earlier] === from[later] && inside(other);
  }
}
const byReason = (kinds: Partial<Record<Reason, FlowKind>>): readonly (FlowKind | undefined)[] =>
  reasons.map((reason) => kinds[reason]);
/** What a stay that begins (or ends) for a reason counts as, by the code of the reason. */
const kindOfBeginning = byReason({
  admit: 'admit',
  transfer_in: 'transfer_in',
  transfer: 'transfer_in',
  list: 'list_in',
});
const kindOfEnd = byReason({
  transfer_out: 'transfer_out',
  transfer: 'transfer_out',
  list: 'list_out',
  left: 'left',
});
/** Reasons that count only where the person comes from outside of what is asked about, or goes there. */
const crossesBorder: ReadonlySet<number> = new Set([reasons.indexOf('transfer'), reasons.indexOf('list')]);

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
