import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { MeetingParts, PartChange, RatingChange } from './meeting-parts.ts';

/** What was done to a meeting. */
export type ChangeAction =
  | 'logged'
  | 'edited'
  | 'cancelled'
  | 'restored'
  | 'undone'
  | 'sent'
  | 'returned'
  | 'approved'
  | 'rated'
  | 'planned'
  | 'held';

/** One change of a meeting, with what stood there before and after. */
export interface MeetingChange {
  id: string;
  meetingId: string;
  /** The revision that the change made. */
  revision: number;
  at: string;
  /** Null for the system itself. */
  accountId: string | null;
  action: ChangeAction;
  parts: readonly (PartChange | RatingChange)[];
  /** The change that this one took back. */
  undoes: string | null;
}

/** Keeps a change; in the transaction of the change itself. */
export async function addChange(t: Queryable, change: MeetingChange): Promise<void> {
  await t.query(
    `INSERT INTO meeting_change (id, meeting_id, revision, at, account_id, action, parts, undoes)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      change.id,
      change.meetingId,
      change.revision,
      change.at,
      change.accountId,
      change.action,
      json(change.parts),
      change.undoes,
    ],
  );
}

/** Changes of a meeting that the viewer may see, newest first: those after `sinceRevision` (default all), up to `limit` (default 50). */
export async function listChanges(
  db: Queryable,
  viewer: Viewer,
  meetingId: string,
  options: { sinceRevision?: number; limit?: number } = {},
): Promise<MeetingChange[]> {
  const { rows } = await db.query<MeetingChange>(
    `SELECT c.id, c.meeting_id AS "meetingId", c.revision, c.at, c.account_id AS "accountId", c.action, c.parts, c.undoes
     FROM meeting_change c JOIN meeting m ON m.id = c.meeting_id
     WHERE ($1::boolean OR m.unit_id = ANY($2::uuid[])) AND c.meeting_id = $3 AND c.revision > $4
     ORDER BY c.revision DESC LIMIT $5`,
    [seesAllUnits(viewer), viewer.unitIds, meetingId, options.sinceRevision ?? -1, options.limit ?? 50],
  );
  return rows;
}

/** The newest change that the viewer's account made to any meeting that it may see, with the meeting's present revision. */
export async function latestOwnChange(
  db: Queryable,
  viewer: Viewer,
): Promise<(MeetingChange & { meetingRevision: number; status: MeetingParts['status'] }) | null> {
  const { rows } = await db.query<
    MeetingChange & { meetingRevision: number; status: MeetingParts['status'] }
  >(
    `SELECT c.id, c.meeting_id AS "meetingId", c.revision, c.at, c.account_id AS "accountId", c.action, c.parts, c.undoes,
            m.revision AS "meetingRevision", m.status
     FROM meeting_change c JOIN meeting m ON m.id = c.meeting_id
     WHERE ($1::boolean OR m.unit_id = ANY($2::uuid[])) AND c.account_id = $3
     ORDER BY c.at DESC, c.revision DESC LIMIT 1`,
    [seesAllUnits(viewer), viewer.unitIds, viewer.accountId],
  );
  return rows[0] ?? null;
}

/** Remembers the meeting that an account works on; what it worked on before is forgotten. */
export async function setFocus(
  t: Queryable,
  accountId: string,
  meetingId: string,
  at: string,
): Promise<void> {
  await t.query(
    `INSERT INTO meeting_focus (account_id, meeting_id, at) VALUES ($1, $2, $3)
     ON CONFLICT (account_id) DO UPDATE SET meeting_id = excluded.meeting_id, at = excluded.at`,
    [accountId, meetingId, at],
  );
}
