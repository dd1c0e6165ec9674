import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { changeTask, getTask, insertTask } from '../follow-up/task-store.ts';
import type { Meeting, MeetingStatus } from '../meeting.ts';
import { addChange, listChanges, setFocus } from './change-store.ts';
import type { ChangeAction, MeetingChange } from './change-store.ts';
import { changedParts, partsOf } from './meeting-parts.ts';
import type { KeptTask, MeetingParts, PartChange, RatingChange } from './meeting-parts.ts';
import { getMeeting, setMeetingStatus, takeRevision, updateHead } from './meeting-store.ts';
import {
  removeAttendance,
  replaceAgenda,
  replaceDecisions,
  replaceVotes,
  saveAttendance,
} from './record-store.ts';

/*
 * Every change of a stored meeting goes through `changeMeeting`: it lets one in at a time, refuses whoever saw an older
 * revision, and keeps what stood there before and after. What is written between is the caller's own.
 */

/** Who changes, and when. */
export interface ChangeBy {
  /** Null for the system itself. */
  accountId: string | null;
  at: string;
}

/** How a change ended. Only 'changed' wrote anything. */
export type ChangeResult<T> =
  | { type: 'changed'; value: T; revision: number; parts: readonly PartChange[] }
  /** Somebody was quicker: what they changed since, oldest first, and the meeting as it stands. */
  | { type: 'conflict'; since: readonly MeetingChange[]; meeting: Meeting }
  /** The meeting is in a state in which this cannot be changed. */
  | { type: 'closed'; status: MeetingStatus }
  | { type: 'not-found' };

/** States in which a meeting may be edited. */
export const openStatuses: readonly MeetingStatus[] = ['planned', 'draft'];

/**
 * Changes a meeting that was read at `target.revision`. `work` writes with `t` alone; whatever it changes of the meeting's
 * parts is kept in the history by itself. Default statuses: planned and draft.
 */
export async function changeMeeting<T>(
  t: Queryable,
  viewer: Viewer,
  target: {
    id: string;
    revision: number;
    action: ChangeAction;
    statuses?: readonly MeetingStatus[];
    undoes?: string;
    /** A change of the rating, which is no part of the meeting itself. */
    rating?: RatingChange;
  },
  by: ChangeBy,
  work: (t: Queryable, meeting: Meeting) => Promise<T>,
): Promise<ChangeResult<T>> {
  const statuses = target.statuses ?? openStatuses;
  if (!(await takeRevision(t, viewer, { ...target, statuses }, by.at)))
    return whyNot(t, viewer, target, statuses);
  const before = await getMeeting(t, viewer, target.id);
  if (!before) return { type: 'not-found' };
  const value = await work(t, before);
  const after = await getMeeting(t, viewer, target.id);
  // Moved to a unit that the viewer does not see: the caller should have refused it.
  if (!after) throw new Error('the meeting went out of sight of who changed it');
  const parts = changedParts(partsOf(before), partsOf(after));
  await addChange(t, {
    id: newId(),
    meetingId: target.id,
    revision: after.revision,
    at: by.at,
    accountId: by.accountId,
    action: target.action,
    parts: target.rating ? [...parts, target.rating] : parts,
    undoes: target.undoes ?? null,
  });
  if (by.accountId && by.accountId === viewer.accountId && after.status === 'draft')
    await setFocus(t, by.accountId, target.id, by.at);
  return { type: 'changed', value, revision: after.revision, parts };
}

async function whyNot(
  t: Queryable,
  viewer: Viewer,
  target: { id: string; revision: number },
  statuses: readonly MeetingStatus[],
): Promise<Exclude<ChangeResult<never>, { type: 'changed' }>> {
  const meeting = await getMeeting(t, viewer, target.id);
  if (!meeting) return { type: 'not-found' };
  if (!statuses.includes(meeting.status)) return { type: 'closed', status: meeting.status };
  return { type: 'conflict', since: await changesSince(t, viewer, target), meeting };
}

/** What others changed since a revision, oldest first. */
export async function changesSince(
  db: Queryable,
  viewer: Viewer,
  target: { id: string; revision: number },
): Promise<MeetingChange[]> {
  return (await listChanges(db, viewer, target.id, { sinceRevision: target.revision })).reverse();
}

/** Keeps in the history that a meeting was entered; in the transaction that inserted it. */
export async function recordLogged(
  t: Queryable,
  meetingId: string,
  by: ChangeBy,
  action: 'logged' | 'planned' = 'logged',
): Promise<void> {
  const change = { id: newId(), meetingId, revision: 0, at: by.at, accountId: by.accountId, action };
  await addChange(t, { ...change, parts: [], undoes: null });
}

/** Writes parts of a meeting as they are given; within `changeMeeting`. A task that is not there is added with its conclusion. */
export async function writeParts(
  t: Queryable,
  viewer: Viewer,
  meetingId: string,
  parts: Partial<MeetingParts>,
): Promise<void> {
  const { status, attendance, agenda, decisions, votes, tasks, ...head } = parts;
  await updateHead(t, meetingId, head);
  if (status !== undefined) await setMeetingStatus(t, meetingId, status);
  if (attendance === null) await removeAttendance(t, meetingId);
  else if (attendance !== undefined) await saveAttendance(t, meetingId, attendance);
  if (agenda !== undefined) await replaceAgenda(t, meetingId, agenda);
  if (votes !== undefined) await replaceVotes(t, meetingId, votes);
  if (decisions !== undefined) await replaceDecisions(t, meetingId, decisions);
  for (const task of tasks ?? []) await writeTask(t, viewer, meetingId, task);
}

async function writeTask(t: Queryable, viewer: Viewer, meetingId: string, task: KeptTask): Promise<void> {
  const { id, decisionId, content, lead, cooperating, dueOn } = task;
  const present = await getTask(t, viewer, id);
  if (!present) await insertTask(t, { ...task, doneAt: null }, { meetingId, decisionId });
  else if (
    !isDeepStrictEqual(
      [content, lead, cooperating, dueOn],
      [present.content, present.lead, present.cooperating, present.dueOn],
    )
  )
    await changeTask(t, present, { content, lead, cooperating, dueOn });
}
