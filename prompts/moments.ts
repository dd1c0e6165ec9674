import { dateIn, timeIn } from '../core/clock.ts';
import { formatDate } from '../text/calendar.ts';

/** An instant as people here write it: '14:05 ngày 22/11/2026'. */
export function formatMoment(at: string, timeZone?: string): string {
  const instant = new Date(at);
  return `${timeIn(instant, timeZone)} ngày ${formatDate(dateIn(instant, timeZone))}`;
}
