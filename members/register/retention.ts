import type { DateOnly } from '../../core/clock.ts';
import { addDays } from '../../text/dates.ts';

/** Name of the setting that says how many days names of the past are kept. */
export const retentionSetting = 'members.former-days';

/** Until an office sets its own: a year, in which a list can still be compared with the one before. */
const defaultDays = 365;

/** How long names of those whom no list has any more are kept, and the day before which rows must have ended by now. */
export function retentionOf(setting: string | null, today: DateOnly): { days: number; before: DateOnly } {
  const days = setting === null || !/^\d+$/u.test(setting) ? defaultDays : Number(setting);
  return { days, before: addDays(today, -days) };
}
