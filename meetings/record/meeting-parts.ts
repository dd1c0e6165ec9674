import { isDeepStrictEqual } from 'node:util';
import type { Attendance, Decision, Meeting, MeetingHead, MeetingStatus, Task, Vote } from '../meeting.ts';

/** Everything of a meeting that changes are kept of. */
export interface MeetingParts extends MeetingHead {
  status: MeetingStatus;
  attendance: Attendance | null;
  agenda: Meeting['agenda'];
  decisions: readonly Decision[];
  votes: readonly Vote[];
  recipients: readonly string[];
  /** As they came out of the meeting; what becomes of them later is follow-up's own. */
  tasks: readonly KeptTask[];
}
/** A task as far as its meeting's history keeps it. */
export type KeptTask = Pick<Task, 'id' | 'content' | 'lead' | 'cooperating' | 'dueOn' | 'basis'> & {
  decisionId: string | null;
};
export type PartName = keyof MeetingParts;

/** One part that a change touched. */
export type PartChange = {
  [Name in PartName]: { part: Name; before: MeetingParts[Name]; after: MeetingParts[Name] };
}[PartName];

/** A rating as far as its meeting's history keeps it; it is written elsewhere. */
export interface RatingChange {
  part: 'rating';
  before: { level: string; score: number | null } | null;
  after: { level: string; score: number | null } | null;
}

/** The parts in the order in which people read them. */
export const partNames: readonly PartName[] = [
  'status',
  'unitId',
  'kind',
  'title',
  'sessionNo',
  'isExtended',
  'isOnline',
  'topic',
  'heldOn',
  'endsOn',
  'startsAt',
  'endsAt',
  'place',
  'chair',
  'minuteTaker',
  'participants',
  'guests',
  'attendance',
  'agenda',
  'decisions',
  'tasks',
  'votes',
  'recipients',
];

/** The parts of a meeting as it was read. */
export function partsOf(meeting: Meeting): MeetingParts {
  const tasks = meeting.tasks.map((task): KeptTask => {
    const { id, content, lead, cooperating, dueOn, basis, decisionId = null } = task;
    return { id, content, lead, cooperating, dueOn, basis, decisionId };
  });
  const read = { ...meeting, tasks };
  return Object.fromEntries(partNames.map((part) => [part, read[part]])) as unknown as MeetingParts;
}

/** The parts in which two readings differ. */
export function changedParts(before: MeetingParts, after: MeetingParts): PartChange[] {
  return partNames
    .filter((part) => !isDeepStrictEqual(before[part], after[part]))
    .map((part) => ({ part, before: before[part], after: after[part] }) as PartChange);
}
