import { newId } from '../../core/ids.ts';
import type { Queryable } from '../../db/database.ts';

/** What happened to a task, a proposal, a comment or a draft. */
export type FollowUpEventKind =
  | 'created'
  | 'done'
  | 'reopened'
  | 're-dated'
  | 'handed-over'
  | 'cancelled'
  | 'edited'
  | 'opinion'
  | 'directed'
  | 'replied'
  | 'resolved'
  | 'issued';

/** Which row an event belongs to. */
export type FollowUpItem =
  { taskId: string } | { proposalId: string } | { commentId: string } | { draftId: string };

/** One change, with what stood there before and after. */
export interface FollowUpEvent {
  kind: FollowUpEventKind;
  before: string;
  after: string;
  note: string;
  at: string;
  /** Name of the account; null where the office's own machine did it. */
  by: string | null;
}

/** Writes down a change within its transaction. */
export async function recordFollowUp(
  t: Queryable,
  item: FollowUpItem,
  event: { kind: FollowUpEventKind; before?: string; after?: string; note?: string },
  by: { accountId: string | null; at: string },
): Promise<void> {
  const id = (field: string): string | null => (item as Record<string, string>)[field] ?? null;
  await t.query(
    `INSERT INTO follow_up_event (id, task_id, proposal_id, comment_id, draft_id, kind, before, after, note, account_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      newId(),
      id('taskId'),
      id('proposalId'),
      id('commentId'),
      id('draftId'),
      event.kind,
      event.before ?? '',
      event.after ?? '',
      event.note ?? '',
      by.accountId,
      by.at,
    ],
  );
}

/** The changes of one row, oldest first. The caller may see the row. */
export async function listFollowUpEvents(db: Queryable, item: FollowUpItem): Promise<FollowUpEvent[]> {
  const [field, id] = Object.entries(item)[0] as [string, string];
  const { rows } = await db.query<FollowUpEvent>(
    `SELECT e.kind, e.before, e.after, e.note, e.at, a.name AS by
     FROM follow_up_event e LEFT JOIN account a ON a.id = e.account_id
     WHERE CASE $1 WHEN 'taskId' THEN e.task_id WHEN 'proposalId' THEN e.proposal_id WHEN 'commentId' THEN e.comment_id
                   ELSE e.draft_id END = $2::uuid
     ORDER BY e.at, e.seq`,
    [field, id],
  );
  return rows;
}
