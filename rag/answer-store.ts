import { json } from '../db/database.ts';
import type { Queryable } from '../db/database.ts';
import type { Understood } from './follow-up.ts';
import type { Answer, Explanation } from './types.ts';

/** What a person says of an answer. */
export const verdicts = ['right', 'wrong', 'incomplete'] as const;
export type Verdict = (typeof verdicts)[number];

/** One answered question, as it is kept. */
export interface AnswerRecord {
  id: string;
  turnId: string;
  lane: string;
  accountId: string;
  understood: Understood;
  outcome: Answer['outcome'];
  explanation: KeptExplanation;
  /** Cited passages in the order of the reply. */
  citations: readonly { chunkId: string; quote: string }[];
  /** ISO instant. */
  at: string;
}

/** The explanation, and which model worded the answer with which prompt, if one did or tried. */
export interface KeptExplanation extends Explanation {
  wording?: { model: string; promptVersion: string; result: string };
}

/** Keeps a question with its answer and citations. */
export async function saveAnswer(t: Queryable, record: AnswerRecord): Promise<void> {
  await t.query(
    `INSERT INTO conversation_turn (id, lane, account_id, question, understood, asked_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      record.turnId,
      record.lane,
      record.accountId,
      record.understood.question,
      json(record.understood),
      record.at,
    ],
  );
  await t.query(
    'INSERT INTO answer (id, turn_id, outcome, explanation, created_at) VALUES ($1, $2, $3, $4, $5)',
    [record.id, record.turnId, record.outcome, json(record.explanation), record.at],
  );
  for (const [ordinal, { chunkId, quote }] of record.citations.entries()) {
    await t.query('INSERT INTO citation (answer_id, ordinal, chunk_id, quote) VALUES ($1, $2, $3, $4)', [
      record.id,
      ordinal,
      chunkId,
      quote,
    ]);
  }
}

/** What this person's last question in this chat was understood as; null where there is none. */
export async function lastUnderstood(
  db: Queryable,
  lane: string,
  accountId: string,
): Promise<Understood | null> {
  const { rows } = await db.query<{ understood: Understood }>(
    `SELECT understood FROM conversation_turn WHERE lane = $1 AND account_id = $2 ORDER BY asked_at DESC, id LIMIT 1`,
    [lane, accountId],
  );
  return rows[0]?.understood ?? null;
}

/**
 * The answer to this person's last question in this chat, with the passages it cited; null where there is none, or none
 * any more because what it quoted was removed.
 */
export async function lastAnswer(
  db: Queryable,
  lane: string,
  accountId: string,
): Promise<{ id: string; explanation: KeptExplanation; chunkIds: string[] } | null> {
  const { rows } = await db.query<{ id: string; explanation: KeptExplanation }>(
    `SELECT a.id, a.explanation FROM (
       SELECT id FROM conversation_turn WHERE lane = $1 AND account_id = $2 ORDER BY asked_at DESC, id LIMIT 1) t
     JOIN answer a ON a.turn_id = t.id`,
    [lane, accountId],
  );
  const answer = rows[0];
  if (!answer) return null;
  const cited = await db.query<{ chunk_id: string }>(
    'SELECT chunk_id FROM citation WHERE answer_id = $1 ORDER BY ordinal',
    [answer.id],
  );
  return { ...answer, chunkIds: cited.rows.map((row) => row.chunk_id) };
}

/**
 * Forgets the kept answers that quote a document: their quotations, how they were found and what was said of them. The
 * questions stay, and count as not answered; call it while the document's chunks are still there.
 */
export async function forgetAnswersFrom(t: Queryable, documentId: string): Promise<void> {
  await t.query(
    `DELETE FROM answer WHERE id IN (
       SELECT c.answer_id FROM citation c JOIN chunk k ON k.id = c.chunk_id WHERE k.document_id = $1)`,
    [documentId],
  );
}

/** Whether the answer was given to this account: only the asker judges it. */
export async function isOwnAnswer(db: Queryable, answerId: string, accountId: string): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT 1 FROM answer a JOIN conversation_turn t ON t.id = a.turn_id WHERE a.id = $1 AND t.account_id = $2`,
    [answerId, accountId],
  );
  return rows.length > 0;
}

/** Keeps what a person says of an answer; a second verdict replaces the first. */
export async function saveFeedback(
  t: Queryable,
  feedback: { answerId: string; accountId: string; verdict: Verdict; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO feedback (answer_id, account_id, verdict, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (answer_id, account_id) DO UPDATE SET verdict = excluded.verdict, at = excluded.at`,
    [feedback.answerId, feedback.accountId, feedback.verdict, feedback.at],
  );
}
