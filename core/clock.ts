/** Where the current time comes from; tests pass a fixed one. */
export interface Clock {
  now(): Date;
}

/** The machine's clock: the only place that asks for the current time. */
export const systemClock: Clock = { now: () => new Date() };

/** A day of 24 hours, in milliseconds. */
export const dayMs = 24 * 60 * 60 * 1000;

/** A calendar day as 'YYYY-MM-DD'; dates never travel as `Date`, which would shift them by a time zone. */
export type DateOnly = string;

/** Making a format takes milliseconds, as long as a search; so one is kept for each time zone. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of `instant` in `timeZone` (default Asia/Ho_Chi_Minh). */
export function dateIn(instant: Date, timeZone = 'Asia/Ho_Chi_Minh'): DateOnly {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}

/** Hours and minutes of `instant` in `timeZone` as 'HH:MM'. */
export function timeIn(instant: Date, timeZone = 'Asia/Ho_Chi_Minh'): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(instant);
}
