import type { Queryable } from '../../db/database.ts';
import { citationsOf, type KeptCitation, type ShownWords } from './answer-store.ts';
import type { Answer } from '../types.ts';

/* The table `feedback`: what people say of answers, and what an admin did about it. */

/** What a person says of an answer. */
export const verdicts = ['right', 'wrong', 'incomplete'] as const;
export type Verdict = (typeof verdicts)[number];

/** What an admin did about a remark: made it a question of the evaluation, or nothing is left to do. */
export type FeedbackDecision = 'question' | 'done';

/** A verdict that waits for an admin, with the question, the reply and its sources. */
export interface WaitingFeedback {
  answerId: string;
  accountId: string;
  accountName: string;
  verdict: Exclude<Verdict, 'right'>;
  remark: string | null;
  /** ISO instant. */
  at: string;
  question: string;
  outcome: Answer['outcome'];
  shown: Partial<ShownWords>;
  citations: KeptCitation[];
}

/** Keeps what a person says of an answer; a second verdict replaces the first, with its remark, and waits anew. */
export async function saveFeedback(
  t: Queryable,
  feedback: { answerId: string; accountId: string; verdict: Verdict; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO feedback (answer_id, account_id, verdict, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (answer_id, account_id) DO UPDATE
     SET verdict = excluded.verdict, at = excluded.at, remark = NULL, decision = NULL, decided_at = NULL,
         decided_by = NULL`,
    [feedback.answerId, feedback.accountId, feedback.verdict, feedback.at],
  );
}

/** What a person has said of these answers, by answer; absent where nothing was said. */
export async function verdictsOf(
  db: Queryable,
  accountId: string,
  answerIds: readonly string[],
): Promise<Map<string, { verdict: Verdict; hasRemark: boolean }>> {
  if (answerIds.length === 0) return new Map();
  const { rows } = await db.query<{ answerId: string; verdict: Verdict; hasRemark: boolean }>(
    `SELECT answer_id AS "answerId", verdict, remark IS NOT NULL AS "hasRemark"
     FROM feedback WHERE account_id = $1 AND answer_id::text = ANY ($2::text[])`,
    [accountId, answerIds],
  );
  return new Map(rows.map(({ answerId, ...said }) => [answerId, said]));
}

/** Adds the person's own line to their verdict. False where the verdict is not there any more. */
export async function saveRemark(
  t: Queryable,
  remark: { answerId: string; accountId: string; text: string },
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE feedback SET remark = $3 WHERE answer_id = $1 AND account_id = $2 AND verdict <> 'right'`,
    [remark.answerId, remark.accountId, remark.text],
  );
  return affected > 0;
}

/** The verdict that waits at `position` (from 0), oldest first, and how many wait in all. */
export async function waitingFeedback(
  db: Queryable,
  position: number,
): Promise<{ item: WaitingFeedback | null; total: number }> {
  const { rows: counted } = await db.query<{ total: number }>(
    `SELECT count(*)::integer AS total FROM feedback WHERE decision IS NULL AND verdict <> 'right'`,
  );
  const total = counted[0]?.total ?? 0;
  const { rows } = await db.query<Row>(
    `${columns} WHERE f.decision IS NULL AND f.verdict <> 'right'
     ORDER BY f.at, f.answer_id, f.account_id LIMIT 1 OFFSET $1`,
    [Math.max(0, Math.min(position, total - 1))],
  );
  return { item: rows[0] ? await toItem(db, rows[0]) : null, total };
}

/** One verdict that still waits. */
export async function findFeedback(
  db: Queryable,
  key: { answerId: string; accountId: string },
): Promise<WaitingFeedback | null> {
  const { rows } = await db.query<Row>(
    `${columns} WHERE f.answer_id::text = $1 AND f.account_id::text = $2 AND f.decision IS NULL AND f.verdict <> 'right'`,
    [key.answerId, key.accountId],
  );
  return rows[0] ? toItem(db, rows[0]) : null;
}

/** Takes a verdict off the queue. False where somebody did already. */
export async function decideFeedback(
  t: Queryable,
  key: { answerId: string; accountId: string },
  decision: { decision: FeedbackDecision; at: string; by: string | null },
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE feedback SET decision = $3, decided_at = $4, decided_by = $5
     WHERE answer_id = $1 AND account_id = $2 AND decision IS NULL`,
    [key.answerId, key.accountId, decision.decision, decision.at, decision.by],
  );
  return affected > 0;
}

/** Which verdicts to list; what is absent does not narrow. */
export interface FeedbackFilter {
  verdict?: Verdict;
  isDecided?: boolean;
}

/** A verdict in a list, decided or not. */
export interface ListedFeedback extends Pick<
  WaitingFeedback,
  'answerId' | 'accountId' | 'remark' | 'at' | 'question' | 'outcome' | 'shown'
> {
  accountName: string | null;
  verdict: Verdict;
  decision: FeedbackDecision | null;
}

/** Verdicts, the latest first; `total` counts beyond the page. Admins alone: questions of others stand in it. */
export async function listFeedback(
  db: Queryable,
  { verdict, isDecided }: FeedbackFilter,
  page: { limit: number; offset: number },
): Promise<{ items: ListedFeedback[]; total: number }> {
  const where = `($1::text IS NULL OR f.verdict = $1) AND ($2::boolean IS NULL OR (f.decision IS NOT NULL) = $2)`;
  const values = [verdict ?? null, isDecided ?? null];
  const counted = await db.query<{ n: number }>(
    `SELECT count(*) AS n FROM feedback f WHERE ${where}`,
    values,
  );
  const { rows } = await db.query<ListedFeedback>(
    `SELECT f.answer_id AS "answerId", f.account_id AS "accountId", c.name AS "accountName", f.verdict, f.remark, f.at,
            f.decision, t.question, a.outcome, a.shown
     FROM feedback f JOIN answer a ON a.id = f.answer_id JOIN conversation_turn t ON t.id = a.turn_id
     LEFT JOIN account c ON c.id = f.account_id
     WHERE ${where} ORDER BY f.at DESC, f.answer_id, f.account_id LIMIT $3 OFFSET $4`,
    [...values, page.limit, page.offset],
  );
  return { items: rows, total: counted.rows[0]?.n ?? 0 };
}

const columns = `SELECT f.answer_id, f.account_id, c.name AS account_name, f.verdict, f.remark, f.at, t.question,
       a.outcome, a.shown
     FROM feedback f JOIN answer a ON a.id = f.answer_id JOIN conversation_turn t ON t.id = a.turn_id
     LEFT JOIN account c ON c.id = f.account_id`;

interface Row {
  answer_id: string;
  account_id: string;
  account_name: string | null;
  verdict: WaitingFeedback['verdict'];
  remark: string | null;
  at: string;
  question: string;
  outcome: Answer['outcome'];
  shown: Partial<ShownWords>;
}

const toItem = async (db: Queryable, row: Row): Promise<WaitingFeedback> => ({
  answerId: row.answer_id,
  accountId: row.account_id,
  accountName: row.account_name ?? '',
  verdict: row.verdict,
  remark: row.remark,
  at: row.at,
  question: row.question,
  outcome: row.outcome,
  shown: row.shown,
  citations: await citationsOf(db, row.answer_id),
});
