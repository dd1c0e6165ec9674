import type { DateOnly } from '../../core/clock.ts';
import type { AttendanceSum } from '../record/attendance.ts';
import type { Attendance, MeetingHead } from '../meeting.ts';
import type { ParsedAttendance } from './parse-attendance.ts';

/* The state of the guided dialogue, what it asks for, and what it needs to know of the world: plain data. */

/** The steps in order; the last shows everything before it is saved. */
export const steps = [
  'unit',
  'kind',
  'date',
  'time',
  'place',
  'chair',
  'minute-taker',
  'guests',
  'attendance',
  'agenda',
  'conclusions',
  'review',
] as const;
/** One of them. */
export type Step = (typeof steps)[number];

/** Steps that cannot be skipped. */
export const required: ReadonlySet<Step> = new Set(['unit', 'kind', 'date']);
/** What nobody can know of a meeting that has not been. */
export const afterwards: ReadonlySet<Step> = new Set(['attendance', 'conclusions']);

/** A unit that a name may mean. */
export interface UnitChoice {
  id: string;
  name: string;
}

/** Everything collected so far; conclusions are kept as typed and read when the meeting is saved. */
export interface Draft {
  unit: UnitChoice | null;
  head: Partial<Omit<MeetingHead, 'unitId'>>;
  attendance: Attendance | null;
  agenda: string[];
  conclusions: string[];
  /** Passages of the line that no field took, with the fields that they may be of; the review shows them. Default none. */
  notes?: Note[];
  /** Parts of pasted minutes that commands of their own log once the meeting is saved, line by line. Default none. */
  untaken?: { section: 'votes' | 'proposals' | 'rating'; lines: string[] }[];
  /** The meeting lies ahead: it is kept as a plan. Default false. */
  isPlanned?: boolean;
}

/** A passage that was not understood and that no question waits for. */
export interface Note {
  words: string;
  steps: Exclude<Step, 'review'>[];
}

/** The whole dialogue, as it is kept in the database between messages. */
export interface GuidedState {
  step: Step;
  draft: Draft;
  /** Units between which the person still has to choose. */
  candidates: UnitChoice[];
  /** Set while one field is asked for by itself: the next answer goes on with `open`, then to the review. */
  isCorrecting: boolean;
  /** Fields that are still to be asked for, each once, before the review. Default none. */
  open?: Unread[];
  /** The step that a correction in the middle of the dialogue returns to. */
  returnTo?: Step;
  /** A reading of the words not understood, to be taken with one press. */
  offer?: string;
  /** The words not understood that this question quotes, and the other fields that they may be of. */
  passage?: string;
  elsewhere?: Exclude<Step, 'review'>[];
  /** A day to come that waits for the word that it is a plan. */
  ahead?: { heldOn: DateOnly; endsOn: DateOnly | null };
}

/** A field to be asked for, with the words of the line that were not understood ('' for none). */
export interface Unread {
  step: Exclude<Step, 'review'>;
  words: string;
  /** How the words would be read if they are of this field: the first choice offered. */
  offer?: string;
  /** The other fields that the words may be of. */
  elsewhere?: Exclude<Step, 'review'>[];
}

/** Whether a field that must be told is still open. */
export function isEmpty(draft: Draft, step: Step): boolean {
  if (step === 'unit') return draft.unit === null;
  if (step === 'kind') return draft.head.kind === undefined;
  if (step === 'date') return draft.head.heldOn === undefined;
  return false;
}

/** Why an answer was not taken, or what is asked back. */
export type Problem =
  | { type: 'unit-unknown'; text: string }
  | { type: 'unit-ambiguous' }
  | { type: 'unit-near'; text: string }
  | { type: 'kind-unknown' }
  | { type: 'date-unreadable' }
  | { type: 'date-in-future'; date: DateOnly }
  | { type: 'days-order' }
  | { type: 'time-unreadable' }
  | { type: 'name-unreadable' }
  | { type: 'time-order' }
  | { type: 'attendance-unclear'; unclear: ParsedAttendance['unclear'] }
  | { type: 'attendance-sum'; sums: AttendanceSum[] }
  | { type: 'unread'; words: string }
  | { type: 'required' }
  | { type: 'nothing-before' };

/** What the machine wants next. */
export type Turn =
  { type: 'ask'; state: GuidedState; problem?: Problem } | { type: 'save'; state: GuidedState };

/** What the machine needs to know of the world. */
export interface GuidedEnvironment {
  today: DateOnly;
  /** Units of the store that the person may log for and that the words may mean. */
  matchUnits(text: string): UnitChoice[];
  /** All these units, from which the nearest are offered for a name with a slip in it. Default none. */
  units?: readonly UnitChoice[];
}
