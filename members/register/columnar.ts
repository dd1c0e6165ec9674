import type { DateOnly } from '../../core/clock.ts';
import type { EventKind } from '../events/event.ts';
import {
  memberStatuses,
  occupationGroups,
  professionalLevels,
  schoolingLevels,
  sexes,
  standings,
  theoryLevels,
} from './member.ts';
import type { PartialDate } from './member.ts';

/**
 * The register as arrays of numbers, held in this process and read again when a list or an event is added
 * (`readRegister` in columnar-store.ts). One row is a **stay**: one person in one unit with one status, from a day
 * (inside) until a day (outside). Whoever is a member on a day has exactly one row that holds it, so that
 *
 * - a stock on a day is the number of rows with `from <= day < until` (`stockRows` in columnar-stock.ts),
 * - a flow is the number of rows that begin or end in a period for the reason asked for (`flowRows` in columnar-flow.ts),
 * - and the difference of two stocks is what began less what ended: nothing is counted twice or lost.
 *
 * Days are numbers YYYYMMDD (`dayNumber`); a date known by year or month only has 00 in place of what is not known, so
 * it compares as the start of its year or month. No names: they are not needed to count.
 */
export interface RegisterColumns {
  /** Changes with every list and event; what is computed from these arrays may be kept as long as it is the same. */
  readonly version: string;
  /** Ids of the units that rows refer to by index, in `unit` and `CountEvent.unit`. */
  readonly unitIds: readonly string[];
  readonly unitIndex: ReadonlyMap<string, number>;
  /** Number of rows. */
  readonly length: number;
  /** Which person, 0 up; rows of one person stand together, in the order of time. */
  readonly person: Int32Array;
  readonly unit: Int32Array;
  readonly from: Int32Array;
  readonly until: Int32Array;
  /** Index into `reasons`. */
  readonly beganBy: Uint8Array;
  readonly endedBy: Uint8Array;
  /** Codes: 0 is 'not stated', else 1 + index into the list of values of member.ts (`codes`). */
  readonly sex: Uint8Array;
  readonly standing: Uint8Array;
  readonly status: Uint8Array;
  readonly theory: Uint8Array;
  readonly schooling: Uint8Array;
  readonly professional: Uint8Array;
  readonly occupation: Uint8Array;
  /** 0 not stated, 1 minority, 2 majority. */
  readonly ethnicity: Uint8Array;
  /** 0 where not known. */
  readonly birth: Int32Array;
  /** Day of the ceremony, or else of the decision; 0 where not known. */
  readonly admission: Int32Array;
  /** Day of the decision, or else of the ceremony, from which party age counts (294-QĐ/TW, 4.5.1). */
  readonly decision: Int32Array;
  readonly confirmation: Int32Array;
  /** Months outside Party activities, which party age leaves out. */
  readonly correctionMonths: Int16Array;
  /** Badges of person p: `badgeLevel` and `badgeDay` from `badgeStart[p]` to `badgeStart[p + 1]`, in the order of days. */
  readonly badgeStart: Int32Array;
  readonly badgeLevel: Uint8Array;
  /** Day of the award; of a badge that a list names without one, the day by which party age had reached the level. */
  readonly badgeDay: Int32Array;
  /** 1 where the day of the award is stated, so that it counts in a flow. */
  readonly badgeIsDated: Uint8Array;
  /** What happened to members without saying to whom, in the order of days. */
  readonly counts: readonly CountEvent[];
  /** Lists, oldest first: until which day a unit's counts are taken over by a list. */
  readonly lists: readonly ListDay[];
}

/** Why a stay begins or ends. */
export const reasons = [
  /** Not known to have a beginning, or no end yet. */
  'open',
  'admit',
  'transfer_in',
  'transfer_out',
  /** From or to another unit of the register. */
  'transfer',
  /** A list no longer (or for the first time) names the person, or names another unit; no event says when. */
  'list',
  /** Left, by the date that the list gives. */
  'left',
  /** The same person in the same unit before and after: another status, or other details in a later list. */
  'same',
] as const;
export type Reason = (typeof reasons)[number];

/** An event without a person. */
export interface CountEvent {
  kind: EventKind;
  day: number;
  unit: number;
  /** Of a transfer inside the register, else -1. */
  toUnit: number;
  /** Of a badge, else 0. */
  level: number;
  count: number;
}

/** A list and the units that it covers. */
export interface ListDay {
  id: string;
  listedOn: DateOnly;
  /** Day as number. */
  day: number;
  importedAt: string;
  fields: readonly string[];
  /** By unit index: 1 where the list covers the unit. */
  covers: Uint8Array;
}

/** 'YYYY-MM-DD' (or a partial date, or null) as YYYYMMDD, 0 for null. */
export function dayNumber(date: PartialDate | null): number {
  if (date === null) return 0;
  // By digit: half a million dates are read where a register is.
  let day = digitsAt(date, 0) * 100 + digitsAt(date, 2);
  day = day * 100 + (date.length > 5 ? digitsAt(date, 5) : 0);
  return day * 100 + (date.length > 8 ? digitsAt(date, 8) : 0);
}
const digitsAt = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

/** Before every day, and after every day. */
export const always = 0;
export const never = 99_999_999;

const codeOf = <T extends string>(values: readonly T[]) => {
  const byValue = new Map<string, number>(values.map((value, index) => [value, index + 1]));
  return (value: string | null): number => (value === null ? 0 : (byValue.get(value) ?? 0));
};
/** Values of a column to codes; `valueOf` is the other way. */
export const codes = {
  sex: codeOf(sexes),
  standing: codeOf(standings),
  status: codeOf(memberStatuses),
  theory: codeOf(theoryLevels),
  schooling: codeOf(schoolingLevels),
  professional: codeOf(professionalLevels),
  occupation: codeOf(occupationGroups),
} as const;

/** The register as one viewer may see it. */
export interface RegisterView {
  columns: RegisterColumns;
  /** By unit index: 1 where the viewer may see the unit's members. */
  visible: Uint8Array;
}

/** Units of a question by index: those of `unitIds` that the viewer may see; null: all that the viewer may see. */
export function unitMask(view: RegisterView, unitIds: readonly string[] | null): Uint8Array {
  if (unitIds === null) return view.visible;
  const mask = new Uint8Array(view.visible.length);
  for (const id of unitIds) {
    const index = view.columns.unitIndex.get(id);
    if (index !== undefined) mask[index] = view.visible[index] ?? 0;
  }
  return mask;
}
