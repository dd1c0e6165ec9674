import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { listDrafts } from './outcome-store.ts';
import type { DraftRow } from './outcome-store.ts';
import { findProposals } from './proposal-store.ts';
import { openStatuses } from './proposal.ts';
import type { Proposal } from './proposal.ts';
import { findTasks, tasksClosedIn } from './task-store.ts';
import type { TaskRow } from './task.ts';

/** What a unit brings from its earlier meetings into the next one. */
export interface CarriedItems {
  /** Given before and still open. */
  tasks: readonly TaskRow[];
  /** Given before and ticked off by this meeting. */
  ticked: readonly TaskRow[];
  /** Raised before and still open. */
  proposals: readonly Proposal[];
  /** Adopted before and not issued yet. */
  drafts: readonly DraftRow[];
  /** Open tasks beyond those in `tasks`. */
  moreTasks: number;
}

/**
 * The open items of a unit on the day of its next meeting: tasks by due date, proposals by age, drafts. With
 * `meetingId`, also what that meeting has ticked off, for its minutes. At most `limit` (default 50) tasks.
 */
export async function carriedItems(
  db: Queryable,
  viewer: Viewer,
  {
    unitId,
    heldOn,
    meetingId,
    limit = 50,
  }: { unitId: string; heldOn: DateOnly; meetingId?: string; limit?: number },
): Promise<CarriedItems> {
  const who = { unitIds: [unitId], name: '' };
  const { tasks, total } = await findTasks(db, viewer, {
    state: 'open',
    today: heldOn,
    who,
    before: heldOn,
    limit,
  });
  const ticked = meetingId ? await tasksClosedIn(db, viewer, meetingId) : [];
  const { proposals } = await findProposals(db, viewer, {
    statuses: openStatuses,
    unitIds: [unitId],
    before: heldOn,
    limit,
  });
  const drafts = await listDrafts(db, viewer, { unitIds: [unitId], isOpen: true, before: heldOn });
  return { tasks, ticked, proposals, drafts, moreTasks: Math.max(0, total - tasks.length) };
}
