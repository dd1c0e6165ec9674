import type { DateOnly } from '../../core/clock.ts';
import { addDays, dateParts, makeDate, weekdayOf } from '../../text/dates.ts';

/*
 * Days on which offices do not work, so that what falls on one is told on the working day before. Public holidays of
 * Bộ luật Lao động 2019, Điều 112: 1/1, five days of Tết, Giỗ Tổ (10/3 of the lunar year), 30/4, 1/5, 2/9 and one day
 * beside it. Which days these are exactly is announced each year, so an office may change single days.
 */

/**
 * First day of the lunar year and day of Giỗ Tổ, in the Vietnamese calendar (UTC+7; in 2030 a day before the Chinese).
 * A year that is not here has no movable days off.
 */
const lunarDays: Readonly<Record<number, { tet: DateOnly; ancestors: DateOnly }>> = {
  2023: { tet: '2023-01-22', ancestors: '2023-04-29' },
  2024: { tet: '2024-02-10', ancestors: '2024-04-18' },
  2025: { tet: '2025-01-29', ancestors: '2025-04-07' },
  2026: { tet: '2026-02-17', ancestors: '2026-04-26' },
  2027: { tet: '2027-02-06', ancestors: '2027-04-16' },
  2028: { tet: '2028-01-26', ancestors: '2028-04-04' },
  2029: { tet: '2029-02-13', ancestors: '2029-04-23' },
  2030: { tet: '2030-02-02', ancestors: '2030-04-12' },
  2031: { tet: '2031-01-23', ancestors: '2031-04-01' },
  2032: { tet: '2032-02-11', ancestors: '2032-04-19' },
  2033: { tet: '2033-01-31', ancestors: '2033-04-09' },
  2034: { tet: '2034-02-19', ancestors: '2034-04-28' },
  2035: { tet: '2035-02-08', ancestors: '2035-04-17' },
};

/** A public holiday by the kind of its name. */
export type Holiday = 'new-year' | 'tet' | 'ancestors' | 'reunification' | 'labour' | 'national' | 'in-lieu';

/** A day that an office works or does not work, against the shipped list. */
export interface DayOffChange {
  day: DateOnly;
  /** What the office calls it; '' : nothing. */
  name: string;
  isOff: boolean;
}

/** The public holidays of a year, with the days off in lieu of those on a weekend (Điều 111, khoản 3). */
export function holidaysOf(year: number): Map<DateOnly, Holiday> {
  const days = new Map<DateOnly, Holiday>();
  const add = (day: DateOnly | null, name: Holiday): void => {
    if (day !== null && dateParts(day).year === year) days.set(day, name);
  };
  add(makeDate(year, 1, 1), 'new-year');
  const lunar = lunarDays[year];
  // The last day of the old lunar year and the first four of the new one: the choice that is announced most often.
  if (lunar) for (let offset = -1; offset <= 3; offset++) add(addDays(lunar.tet, offset), 'tet');
  if (lunar) add(lunar.ancestors, 'ancestors');
  add(makeDate(year, 4, 30), 'reunification');
  add(makeDate(year, 5, 1), 'labour');
  add(makeDate(year, 9, 2), 'national');
  // The day beside it is the one that joins a weekend, else the day before.
  add(makeDate(year, 9, weekdayOf(`${year}-09-02`) === 5 ? 3 : 1), 'national');
  for (const [day] of [...days].sort()) {
    if (weekdayOf(day) < 6) continue;
    let instead = addDays(day, 1);
    while (weekdayOf(instead) >= 6 || days.has(instead)) instead = addDays(instead, 1);
    add(instead, 'in-lieu');
  }
  return days;
}

/** Which days are worked, by the shipped list and what the office changed of it. */
export interface WorkingDays {
  isOff(day: DateOnly): boolean;
  /** Name of the day off: a shipped holiday, what the office calls it, or null on a weekend or a working day. */
  nameOf(day: DateOnly): Holiday | { name: string } | null;
  /** The last working day before `day`. */
  before(day: DateOnly): DateOnly;
  /** `day` itself, or the working day that comes next. */
  onOrAfter(day: DateOnly): DateOnly;
  /** `day` itself, or the working day before it. */
  onOrBefore(day: DateOnly): DateOnly;
}

/** Weekends and public holidays, with an office's own changes over them. */
export function workingDays(changes: readonly DayOffChange[] = []): WorkingDays {
  const changed = new Map(changes.map((change) => [change.day, change]));
  const years = new Map<number, Map<DateOnly, Holiday>>();
  const holiday = (day: DateOnly): Holiday | null => {
    const { year } = dateParts(day);
    const known = years.get(year) ?? holidaysOf(year);
    years.set(year, known);
    return known.get(day) ?? null;
  };
  const isOff = (day: DateOnly): boolean =>
    changed.get(day)?.isOff ?? (weekdayOf(day) >= 6 || holiday(day) !== null);
  // No office is closed for a year: a list that says so must not hang the worker.
  const walk = (from: DateOnly, step: 1 | -1): DateOnly => {
    let day = from;
    for (let tries = 0; tries < 366 && isOff(day); tries++) day = addDays(day, step);
    return day;
  };
  return {
    isOff,
    nameOf(day) {
      const change = changed.get(day);
      if (change) return change.isOff && change.name !== '' ? { name: change.name } : null;
      return holiday(day);
    },
    before: (day) => walk(addDays(day, -1), -1),
    onOrAfter: (day) => walk(day, 1),
    onOrBefore: (day) => walk(day, -1),
  };
}
