import type { Attendance, MeetingHead } from '../meeting.ts';
import type { ParsedAttendance } from './parse-attendance.ts';

/** A field of a meeting as the guided dialogue asks for it. */
export type EntryField =
  | 'unit'
  | 'kind'
  | 'date'
  | 'time'
  | 'place'
  | 'chair'
  | 'minute-taker'
  | 'guests'
  | 'attendance'
  | 'agenda'
  | 'conclusions';

/** What one line says of a meeting; a field that it does not name is absent. */
export interface ParsedMeeting {
  /** The words that name the unit, as typed; '' when none are left. */
  unitText: string;
  /** Other readings of the same words, tried where the first names no unit, with the words that each leaves over. */
  unitTexts?: { text: string; rest: string }[];
  /** The words of `unitText` as they stand between commas, where they are several. */
  pieces?: string[];
  head: Partial<Omit<MeetingHead, 'unitId'>>;
  /** Agenda items after 'nội dung', split at semicolons. */
  agenda: string[];
  /** Conclusions after 'kết luận:'. */
  conclusions?: string[];
  /** Counts as they were typed; whether they add up is not judged here. Absent where the line has none. */
  attendance?: Attendance;
  attendanceUnclear?: ParsedAttendance['unclear'];
  /** Fields of which something stands in the line that cannot be read, with the words; they are asked for. */
  unclear?: Unclear[];
  /** The line as it was read, with shorthand written out, and the words of it that days, counts, kinds and labels took. */
  line?: string;
  used?: readonly string[];
  /** The words say that the meeting lies ahead. */
  isPlanned?: boolean;
}

/** Something in the line that was not understood, and the field that it is asked under. */
export interface Unclear {
  field: EntryField;
  /** As typed; '' where nothing but the field itself is to be asked. */
  words: string;
}
