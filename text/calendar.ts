import type { DateOnly } from '../core/clock.ts';

/* Days travel as 'YYYY-MM-DD' and are computed in UTC, so that no time zone can shift them. */

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of `month` (1 to 12) in `year`. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** The day as 'YYYY-MM-DD', or null where the calendar has no such day (31/4, 29/02/2025). */
export function makeDate(year: number, month: number, day: number): DateOnly | null {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** True for a real calendar day written 'YYYY-MM-DD'. */
export function isValidDate(date: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(date);
  return match !== null && makeDate(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
}

/** `date` moved by `days`, which may be negative. */
export function addDays(date: DateOnly, days: number): DateOnly {
  return new Date(dayNumber(date) + days * msPerDay).toISOString().slice(0, 10);
}

/** `date` moved by whole months; the day is cut to the month's last (31/01 + 1 month is 28/02 or 29/02). */
export function addMonths(date: DateOnly, months: number): DateOnly {
  const { year, month, day } = dateParts(date);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return makeDate(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth))) ?? date;
}

/** Whole days from `start` to `end`; negative where `end` lies earlier. */
export const daysBetween = (start: DateOnly, end: DateOnly): number =>
  Math.round((dayNumber(end) - dayNumber(start)) / msPerDay);

/** 1 for Monday (thứ hai) to 7 for Sunday (chủ nhật). */
export const weekdayOf = (date: DateOnly): number => new Date(dayNumber(date)).getUTCDay() || 7;

export function dateParts(date: DateOnly): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

const msPerDay = 86_400_000;
const dayNumber = (date: DateOnly): number => Date.parse(`${date}T00:00:00Z`);

/**
 * '2026-08-05' as '05/8/2026': days under 10 and the months January and February carry a zero (Nghị định
 * 30/2020/NĐ-CP, phụ lục I, on place and date; Party documents do the same).
 */
export function formatDate(date: DateOnly): string {
  const { year, month, day } = dateParts(date);
  return `${padDay(day)}/${padMonth(month)}/${year}`;
}

/** '2026-08-05' as 'ngày 05 tháng 8 năm 2026', padded like `formatDate`. */
export function formatDateLong(date: DateOnly): string {
  const { year, month, day } = dateParts(date);
  return `ngày ${padDay(day)} tháng ${padMonth(month)} năm ${year}`;
}

const padDay = (day: number): string => String(day).padStart(2, '0');
const padMonth = (month: number): string => (month <= 2 ? `0${month}` : String(month));
