import type { DateOnly } from '../core/clock.ts';

/** The kinds of meeting that can be logged. */
export const meetingKinds = [
  'regular',
  'thematic',
  'committee',
  'executive',
  'standing',
  'review',
  'working',
  'congress',
  'other',
] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** How many members there are, came and stayed away; counts only. */
export interface Attendance {
  /** Members on the unit's list. */
  total: number;
  /** Full members, where the split was given. */
  official: number | null;
  probationary: number | null;
  /** Exempt from activities and absent. */
  exempt: number;
  /** Taking part here for a while, members of another unit. */
  temporaryIn: number;
  /** Taking part elsewhere for a while. */
  temporaryOut: number;
  present: number;
  absentWithReason: number;
  absentWithoutReason: number;
}

/** A thing somebody has to do. `dueOn` null: no date was set. */
export interface Task {
  id: string;
  content: string;
  /** Who leads; '' when nobody was named. */
  lead: string;
  cooperating: readonly string[];
  dueOn: DateOnly | null;
  /** Symbols of the documents it rests on. */
  basis: readonly string[];
  doneAt: string | null;
}

/** A conclusion of the chair, in the order in which they were given. */
export interface Decision {
  id: string;
  ordinal: number;
  text: string;
  basis: readonly string[];
}

/** One vote, in counts. */
export interface Vote {
  id: string;
  ordinal: number;
  subject: string;
  /** Members who count, after every subtraction. */
  base: number;
  threshold: 'more-than-half' | 'two-thirds';
  inFavour: number;
  against: number;
  other: number;
  isPassed: boolean;
  ruleRef: string;
}

/** What people enter about a meeting before anything is decided. */
export interface MeetingHead {
  unitId: string;
  kind: MeetingKind;
  /** '' : made from kind and unit. */
  title: string;
  heldOn: DateOnly;
  /** 'HH:MM', or null when not given. */
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  chair: string;
  minuteTaker: string;
  guests: string;
}

/** A logged meeting with all that belongs to it. */
export interface Meeting extends MeetingHead {
  id: string;
  unitName: string;
  /** The organisation above, for the heading of the minutes. */
  parentName: string | null;
  status: 'draft' | 'approved';
  attendance: Attendance | null;
  agenda: readonly { ordinal: number; title: string; discussion: string }[];
  decisions: readonly Decision[];
  tasks: readonly Task[];
  votes: readonly Vote[];
}
