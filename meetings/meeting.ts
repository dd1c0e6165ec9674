import type { DateOnly } from '../core/clock.ts';

/**
 * The kinds of meeting that can be logged: cell meetings (regular, thematic), chi ủy (committee), Ban Chấp hành (executive),
 * Ban Thường vụ (standing), Thường trực (permanent), Ủy ban Kiểm tra (inspection), sơ kết, tổng kết, rút kinh nghiệm
 * (review), làm việc giữa hai cấp (working), khảo sát, kiểm tra (visit), duyệt đại hội (congress-approval), đại hội.
 */
export const meetingKinds = [
  'regular',
  'thematic',
  'committee',
  'executive',
  'standing',
  'permanent',
  'inspection',
  'review',
  'working',
  'visit',
  'congress-approval',
  'congress',
  'other',
] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/**
 * Where a meeting is on its way: arranged for a day to come, being logged, read back and with the chair, approved and
 * locked (changed only by addenda), or dropped.
 */
export const meetingStatuses = ['planned', 'draft', 'waiting', 'approved', 'cancelled'] as const;
export type MeetingStatus = (typeof meetingStatuses)[number];

/** In what capacity somebody took part, beside the members who are only counted. */
export const capacities = ['co-chair', 'presenter', 'delegation', 'host', 'guest', 'press'] as const;
export type Capacity = (typeof capacities)[number];

/** Somebody who took part in a capacity of their own: a second chair, a visiting team, guests. */
export interface Participant {
  capacity: Capacity;
  /** '' where only a body took part. */
  name: string;
  position: string;
  body: string;
}

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
  /** Last day of a meeting of several days; null: one day. */
  endsOn: DateOnly | null;
  /** 'Hội nghị lần thứ 19'; null where meetings of this kind are not counted. */
  sessionNo: number | null;
  /** 'mở rộng'. */
  isExtended: boolean;
  isOnline: boolean;
  /** What a thematic meeting, a review or a visit is about. */
  topic: string;
  participants: readonly Participant[];
}

/** A logged meeting with all that belongs to it. */
export interface Meeting extends MeetingHead {
  id: string;
  unitName: string;
  /** The organisation above, for the heading of the minutes. */
  parentName: string | null;
  status: MeetingStatus;
  /** Goes up with every change; who saves over an older one is told. */
  revision: number;
  attendance: Attendance | null;
  agenda: readonly { ordinal: number; title: string; discussion: string }[];
  decisions: readonly Decision[];
  tasks: readonly Task[];
  votes: readonly Vote[];
}
