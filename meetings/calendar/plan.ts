import type { DateOnly } from '../../core/clock.ts';
import type { Meeting, MeetingHead } from '../meeting.ts';

/** A paper that people read before the meeting: a document of the store, or one that is only named. */
export interface Material {
  label: string;
  documentId: string | null;
}

/**
 * A meeting arranged for a day to come; `heldOn` is that day. It is no row of `meeting`, so nothing counts it as held;
 * when a meeting of the same unit and kind is logged within a week of the day, it becomes 'held' and leads there.
 */
export interface PlannedMeeting extends MeetingHead {
  id: string;
  unitName: string;
  /** The organisation above, for the heading of an invitation. */
  parentName: string | null;
  agenda: readonly string[];
  materials: readonly Material[];
  state: 'planned' | 'cancelled' | 'held';
  /** What was logged of it. */
  meetingId: string | null;
  /** The day before it was moved last. */
  movedFrom: DateOnly | null;
  /** Goes up with every change; who saves over an older one is told. */
  revision: number;
  updatedAt: string;
  updatedBy: string | null;
}

/** The fields of a plan that people enter. */
export type NewPlan = Pick<
  PlannedMeeting,
  | 'unitId'
  | 'kind'
  | 'topic'
  | 'sessionNo'
  | 'isExtended'
  | 'isOnline'
  | 'heldOn'
  | 'startsAt'
  | 'endsAt'
  | 'place'
  | 'chair'
  | 'minuteTaker'
  | 'guests'
  | 'agenda'
  | 'materials'
> &
  /** Default: one day, nobody in a capacity of their own. */
  Partial<Pick<PlannedMeeting, 'endsOn' | 'participants'>>;

/** The plan as a meeting that has not happened, for papers that are printed before it (giấy mời). */
export const asMeeting = (plan: PlannedMeeting): Meeting => ({
  ...plan,
  status: plan.state === 'cancelled' ? 'cancelled' : 'planned',
  attendance: null,
  agenda: plan.agenda.map((title, i) => ({ ordinal: i + 1, title, discussion: '' })),
  decisions: [],
  tasks: [],
  votes: [],
  recipients: [],
});
