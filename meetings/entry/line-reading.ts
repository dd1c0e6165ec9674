import type { DateOnly } from '../../core/clock.ts';
import type { Attendance, Participant } from '../meeting.ts';
import { tidy } from './head-words.ts';
import type { Known } from './left-over.ts';
import type { EntryField, ParsedMeeting, Unclear } from './parsed-meeting.ts';

/* One line on its way through its readers: what each of them found, and what is left for the next. */

/** What stands for words that were read. */
export const mark = '¦';
/** `text` with the words from `from` to `to` taken out; its length stays. */
export const blank = (text: string, from: number, to: number, filler = mark): string =>
  text.slice(0, from) + filler.repeat(Math.max(0, to - from)) + text.slice(to);

/** One line on its way: `text` keeps its length, what was read becomes marks. */
export interface LineReading {
  text: string;
  readonly today: DateOnly;
  readonly head: ParsedMeeting['head'];
  readonly participants: Participant[];
  readonly unclear: Unclear[];
  /** The line, and what was taken out of it by others than names and texts. */
  readonly line: string;
  readonly used: string[];
  readonly agenda: string[];
  readonly conclusions: string[];
  attendance: Attendance | undefined;
  isPlanned: boolean;
  /** It is about something by its kind: a thematic meeting, a review, a visit. */
  isEvent: boolean;
  isThematic: boolean;
  readonly matters: { words: string; isAbout: boolean }[];
  /** Two sides met: what it was about is told by 'về'; what was dealt with stays the agenda's. */
  isMeetingOfTwo: boolean;
  /** Pieces that belong to the unit or the kind. */
  headPieces: string[];
  /** Those of them that are left for the unit's name. */
  unitPieces: string[];
}

/** A line of which nothing has been read. */
export const unread = (line: string, today: DateOnly): LineReading => ({
  text: line,
  line,
  today,
  head: {},
  participants: [],
  unclear: [],
  used: [],
  agenda: [],
  conclusions: [],
  attendance: undefined,
  isPlanned: false,
  isEvent: false,
  isThematic: false,
  matters: [],
  isMeetingOfTwo: false,
  headPieces: [],
  unitPieces: [],
});

/** Notes that `field` is to be asked for, once. */
export function noteUnclear(reading: LineReading, field: EntryField, words = ''): void {
  if (!reading.unclear.some((one) => one.field === field))
    reading.unclear.push({ field, words: tidy(words) });
}

/** The place; a second one is asked about. */
export function setPlace(reading: LineReading, place: string): void {
  if (place === '') return;
  if (reading.head.place) noteUnclear(reading, 'place', place);
  else reading.head.place = place;
}

/** Adds what the meeting was about. */
export function addTopic(reading: LineReading, told: string): void {
  const topic = told.replace(/^bàn (?:về |việc )?|^ban (?:ve |viec )/iu, '');
  if (topic === '') return;
  reading.head.topic = reading.head.topic ? `${reading.head.topic}; ${topic}` : topic;
}

/** What was dealt with, told in a clause of its own: the subject of an event without one, else an item of the agenda. */
export function addMatter(reading: LineReading, told: string, isClause = true, isAbout = false): void {
  const words = told.replace(/^(?:bàn|ban)\s+(?:(?:về|ve)\s+)?(?:(?:việc|viec)\s+)?/iu, '');
  if (words === '') return;
  if (isClause) reading.matters.push({ words, isAbout });
  else addTopic(reading, words);
}

/** What the line told so far. */
export function knownOf(reading: LineReading): Known {
  const { chair, minuteTaker, place } = reading.head;
  return {
    chair: Boolean(chair),
    minuteTaker: Boolean(minuteTaker),
    place: Boolean(place),
    attendance: reading.attendance !== undefined,
  };
}
