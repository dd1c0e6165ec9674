import type { DateOnly } from '../../core/clock.ts';
import { addDays } from '../../text/dates.ts';

/** A day on which offices do not work, or a Saturday or Sunday that is worked in exchange. */
export interface Holiday {
  day: DateOnly;
  isWorking: boolean;
  name: string;
}

/**
 * Public holidays with a day in the solar calendar (Bộ luật Lao động 45/2019/QH14, Điều 112). Tết, Giỗ Tổ and days in
 * exchange differ each year and are entered by the office.
 */
const fixedHolidays: ReadonlySet<string> = new Set(['01-01', '04-30', '05-01', '09-02']);

/** Whether offices work on a day: Monday to Friday but for holidays, and weekend days worked in exchange. */
export function isWorkingDay(day: DateOnly, holidays: ReadonlyMap<DateOnly, Holiday>): boolean {
  const entered = holidays.get(day);
  if (entered) return entered.isWorking;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !fixedHolidays.has(day.slice(5));
}

/** The last of `count` working days after `start`. */
export function addWorkingDays(
  start: DateOnly,
  count: number,
  holidays: ReadonlyMap<DateOnly, Holiday>,
): DateOnly {
  let day = start;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, holidays)) left--;
  }
  return day;
}

/** Holidays by day. */
export const byDay = (holidays: readonly Holiday[]): Map<DateOnly, Holiday> =>
  new Map(holidays.map((holiday) => [holiday.day, holiday]));
