import type { DateOnly } from '../../core/clock.ts';
import { parseDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';

const opening =
  /^(?:(?:tai|o|cua|cho|tu)\s+)?(?:cuoc hop|hoi nghi|buoi (?:hop|lam viec|sinh hoat))\s+(?:hom\s+)?(?:ngay\s+)?/u;

/** 'cuộc họp ngày 20/10/2023: …': of which day's meeting a line is about, and the line without it; null where it does not say. */
export function readMeetingDay(line: string, today: DateOnly): { on: DateOnly; rest: string } | null {
  const clean = cleanText(line).trim();
  const opened = opening.exec(fold(clean));
  if (!opened) return null;
  const day = /^\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?!\d)/u.exec(clean.slice(opened[0].length))?.[0];
  const on = day && parseDate(day, today)?.date;
  if (!on) return null;
  const rest = clean.slice(opened[0].length + day.length).replace(/^\s*[:,.;-]?\s*/u, '');
  return { on, rest: rest.includes('\n') ? rest : oneLine(rest) };
}
