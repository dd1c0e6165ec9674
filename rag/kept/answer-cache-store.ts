import { json, type Queryable } from '../../db/database.ts';
import type { KeptWording } from './answer-store.ts';
import type { KeptQuestion, WordingKey } from './answer-cache.ts';

/** A wording that may be given again. */
export interface KeptWordedAnswer extends KeptQuestion {
  answerId: string;
  /** As it was shown. */
  text: string;
  wording: KeptWording;
  /** ISO instant. */
  wordedAt: string;
}

/** How many wordings of one evidence are looked at, newest first. */
const mostLookedAt = 20;

/**
 * The wordings of the same evidence in the same view, newest first, without those that somebody has called wrong or
 * incomplete, where they were first given or where they were given again.
 */
export async function findWorded(db: Queryable, key: WordingKey): Promise<KeptWordedAnswer[]> {
  const { rows } = await db.query<KeptWordedAnswer>(
    `SELECT w.answer_id AS "answerId", w.question, w.question_key AS "questionKey", w.shape, w.vector,
            a.shown ->> 'lead' AS text, a.explanation -> 'wording' AS wording, w.worded_at AS "wordedAt"
     FROM worded_answer w JOIN answer a ON a.id = w.answer_id
     WHERE w.evidence_key = $1 AND w.filter_key = $2
       AND NOT EXISTS (
         SELECT 1 FROM feedback f JOIN answer b ON b.id = f.answer_id
         WHERE f.verdict <> 'right'
           AND (b.id = w.answer_id OR b.explanation -> 'wording' ->> 'from' = w.answer_id::text))
     ORDER BY w.worded_at DESC, w.answer_id LIMIT ${mostLookedAt}`,
    [key.evidence, key.filter],
  );
  return rows;
}

/** Keeps that an answer's wording may be given again; the answer is saved before. */
export async function keepWorded(
  t: Queryable,
  answerId: string,
  key: WordingKey,
  { vector, at }: { vector: readonly number[] | null; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO worded_answer (answer_id, filter_key, evidence_key, shape, question, question_key, vector, worded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      answerId,
      key.filter,
      key.evidence,
      key.shape,
      key.question,
      key.questionKey,
      vector === null ? null : json(vector),
      at,
    ],
  );
}
