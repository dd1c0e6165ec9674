import type { DateOnly } from '../../core/clock.ts';
import { addDays } from '../../text/dates.ts';

/*
 * Calendars as RFC 5545 writes them, for the calendar of a phone. Times carry the zone of the office with its
 * definition; the ids stay the same from file to file and the sequence goes up with every change, so that a file that
 * is taken in again moves and cancels what was taken in before.
 */

/** One line of the calendar: a meeting with its times, or a day. */
export interface IcsEvent {
  /** Stable: 'plan-ID', 'task-ID'. */
  uid: string;
  sequence: number;
  day: DateOnly;
  /** 'HH:MM' on the clock of the office; null: the whole day. */
  startsAt: string | null;
  /** Null: nobody said when it ends. */
  endsAt: string | null;
  summary: string;
  location?: string;
  description?: string;
  isCancelled?: boolean;
  /** Takes nobody's time: a date that something is due. */
  isFree?: boolean;
  /** ISO instant of the last change. */
  changedAt?: string;
}

/** Vietnam has had one offset and no summer time since 1975. */
const zone = 'Asia/Ho_Chi_Minh';
const zoneLines = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19750613T000000',
  'TZOFFSETFROM:+0700',
  'TZOFFSETTO:+0700',
  'TZNAME:+07',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/** The calendar as text with CRLF line ends. `now` stamps every event. */
export function renderIcs(name: string, events: readonly IcsEvent[], now: Date): string {
  const stamp = utc(now.toISOString());
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//capuy//lich hop//VI',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escape(name)}`,
    `X-WR-TIMEZONE:${zone}`,
    ...zoneLines,
    ...events.flatMap((event) => eventLines(event, stamp)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold75(line)}\r\n`).join('');
}

function eventLines(event: IcsEvent, stamp: string): string[] {
  const { day, startsAt, endsAt } = event;
  const compact = day.replaceAll('-', '');
  const local = (time: string): string => `${compact}T${time.replace(':', '')}00`;
  // A meeting that ends before it starts ends on the next day nowhere: the end is left out.
  const hasEnd = startsAt !== null && endsAt !== null && endsAt > startsAt;
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}@capuy`,
    `DTSTAMP:${stamp}`,
    ...(event.changedAt === undefined ? [] : [`LAST-MODIFIED:${utc(event.changedAt)}`]),
    `SEQUENCE:${event.sequence}`,
    ...(startsAt === null
      ? [`DTSTART;VALUE=DATE:${compact}`, `DTEND;VALUE=DATE:${addDays(day, 1).replaceAll('-', '')}`]
      : [`DTSTART;TZID=${zone}:${local(startsAt)}`]),
    ...(hasEnd ? [`DTEND;TZID=${zone}:${local(endsAt)}`] : []),
    `SUMMARY:${escape(event.summary)}`,
    ...(event.location ? [`LOCATION:${escape(event.location)}`] : []),
    ...(event.description ? [`DESCRIPTION:${escape(event.description)}`] : []),
    `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(event.isFree ? ['TRANSP:TRANSPARENT'] : []),
    'END:VEVENT',
  ];
}

/** '2026-08-05T01:00:00.000Z' as '20260805T010000Z'. */
const utc = (instant: string): string =>
  `${new Date(instant).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;

/** TEXT of RFC 5545, 3.3.11; control characters are not allowed at all. */
const escape = (text: string): string =>
  text
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\\;,]/gu, '\\$&')
    .replaceAll('\n', '\\n');

/** Lines of at most 75 octets without their end, never cut inside a letter (3.1). */
function fold75(line: string): string {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    // Lines after the first begin with a space, which counts.
    if (size + octets > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += letter;
    size += octets;
  }
  return [...parts, part].join('\r\n ');
}
