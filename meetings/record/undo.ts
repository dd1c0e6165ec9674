import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { MeetingStatus } from '../meeting.ts';
import { latestOwnChange, listChanges } from './change-store.ts';
import type { ChangeAction, MeetingChange } from './change-store.ts';
import { changeMeeting, writeParts } from './changes.ts';
import type { ChangeBy, ChangeResult } from './changes.ts';
import { getMeeting } from './meeting-store.ts';
import type { Meeting } from '../meeting.ts';
import type { MeetingParts } from './meeting-parts.ts';

/** For how many minutes a change can be taken back by one command. */
export const undoMinutes = 15;

/** What can be taken back; states of the way to approval have commands of their own. */
const undoable: readonly ChangeAction[] = ['logged', 'edited', 'cancelled'];

/** What an undo would do. */
export type UndoPlan =
  | { type: 'undo'; meeting: Meeting; change: MeetingChange; parts: Partial<MeetingParts> }
  | { type: 'nothing' }
  | { type: 'too-late' }
  /** Somebody changed the meeting since; newest first. */
  | { type: 'overtaken'; since: readonly MeetingChange[] }
  | { type: 'closed'; status: MeetingStatus };

/** Plans to take back the newest change of the viewer that still stands, step by step when it is asked for again. */
export async function planUndo(db: Queryable, viewer: Viewer, now: Date): Promise<UndoPlan> {
  const latest = await latestOwnChange(db, viewer);
  const meeting = latest && (await getMeeting(db, viewer, latest.meetingId));
  if (!meeting) return { type: 'nothing' };
  const changes = await listChanges(db, viewer, meeting.id);
  const takenBack = new Set(changes.flatMap(({ undoes }) => (undoes ? [undoes] : [])));
  // A rating is given again, not taken back; it touches no part that an undo writes.
  const standing = changes.filter(
    ({ id, action }) => action !== 'undone' && action !== 'rated' && !takenBack.has(id),
  );
  const own = standing.findIndex(({ accountId }) => accountId === viewer.accountId);
  const change = standing[own];
  if (!change) return { type: 'nothing' };
  if (own > 0) return { type: 'overtaken', since: standing.slice(0, own) };
  if (now.getTime() - new Date(change.at).getTime() > undoMinutes * 60_000) return { type: 'too-late' };
  const isOpen = meeting.status === 'planned' || meeting.status === 'draft';
  const isCancel = change.action === 'cancelled' && meeting.status === 'cancelled';
  if (!undoable.includes(change.action) || !(isOpen || isCancel))
    return { type: 'closed', status: meeting.status };
  const parts: Partial<MeetingParts> =
    change.action === 'logged'
      ? { status: 'cancelled' }
      : Object.fromEntries(change.parts.map(({ part, before }) => [part, before]));
  return { type: 'undo', meeting, change, parts };
}

/** Takes a change back as it was planned over `revision`. */
export async function undoChange(
  t: Queryable,
  viewer: Viewer,
  plan: { meetingId: string; revision: number; changeId: string; parts: Partial<MeetingParts> },
  by: ChangeBy,
): Promise<ChangeResult<void>> {
  return changeMeeting(
    t,
    viewer,
    {
      id: plan.meetingId,
      revision: plan.revision,
      action: 'undone',
      statuses: ['planned', 'draft', 'cancelled'],
      undoes: plan.changeId,
    },
    by,
    () => writeParts(t, viewer, plan.meetingId, plan.parts),
  );
}
