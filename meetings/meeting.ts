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
  /** Members on the unit's list; at a committee's meeting its incumbents. Null: nobody told it, and no sum can be checked. */
  total: number | null;
  /** Full members, where the split was given. */
  official: number | null;
  probationary: number | null;
  /** Exempt from activities; they count as absent unless `exemptPresent` says that some came. */
  exempt: number;
  /** Taking part here for a while, members of another unit. */
  temporaryIn: number;
  /** Taking part elsewhere for a while. */
  temporaryOut: number;
  /** Null only where the total is open too: 'vắng 2 có phép' tells neither. */
  present: number | null;
  absentWithReason: number;
  absentWithoutReason: number;
  /** Absent, and nobody said whether with a reason ('26/29'). Default 0. */
  absentUnexplained?: number;
  /** Of the exempt, those who came. Default 0. */
  exemptPresent?: number;
  /** Of those taking part elsewhere, those who came. Default 0. */
  temporaryOutPresent?: number;
  /** Of those present, full and probationary members; null or absent: not told. */
  presentOfficial?: number | null;
  presentProbationary?: number | null;
  /** Of those absent with a reason, full members; null or absent: not told. */
  absentWithReasonOfficial?: number | null;
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
  /** The conclusion that it grew out of; null or absent: none. */
  decisionId?: string | null;
}

/** A conclusion of the chair, in the order in which they were given. */
export interface Decision {
  id: string;
  ordinal: number;
  text: string;
  basis: readonly string[];
  /** The heading of the chair's conclusion that it stands under; '' or absent: none. */
  section?: string;
}

/** Whose members vote, each with a base of its own (294-QĐ/TW, 9.3.1 to 9.3.3). */
export const votingBodies = ['delegate-congress', 'members', 'committee'] as const;
export type VotingBody = (typeof votingBodies)[number];

/** What is voted on: anything, or a case in which two thirds must agree (294-QĐ/TW, 9.3.4 and 9.3.5). */
export const voteMatters = [
  'resolution',
  'admission',
  'confirmation',
  'removal',
  'expulsion',
  'dissolution',
] as const;
export type VoteMatter = (typeof voteMatters)[number];

/** One number of a base: what it starts from, or what is taken off. */
export interface BaseTerm {
  /** Name of the number in the rule: 'full-members', 'exempt-absent'. */
  term: string;
  value: number;
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
  /** The rule and its item, for people: '294-QĐ/TW, 9.3.2'. */
  ruleRef: string;
  /** How it was counted; absent on votes of earlier releases. */
  count?: VoteCount;
}

/** How a vote was counted, as it was on the day. */
export interface VoteCount {
  body: VotingBody;
  matter: VoteMatter;
  /** Whether the body proposes or decides, where the rule knows two. */
  stage: 'propose' | 'decide' | null;
  ruleId: string;
  /** From when the rule held. */
  ruleFrom: DateOnly;
  /** What the base starts from, then what is taken off. Empty where the secretary gave the base outright. */
  terms: readonly BaseTerm[];
  needed: number;
  /** The account that confirmed the base. */
  confirmedBy: string | null;
  confirmedAt: string;
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
  /** Who gets its conclusion, resolution or notice, line by line; empty: as the template says. */
  recipients: readonly string[];
}
