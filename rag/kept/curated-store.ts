import type { DateOnly } from '../../core/clock.ts';
import { json, type Queryable } from '../../db/database.ts';

/* The tables `curated_answer` and `curated_citation`: answers that an admin vouches for. */

/** Why an approved answer is not given any more. */
export type WithdrawalReason = 'by-admin' | 'again' | 'removed' | 'changed';

/** A quotation of an approved answer. */
export interface CuratedCitation {
  documentId: string;
  chunkId: string;
  quote: string;
  charFrom: number;
  charTo: number;
  emphasis: readonly (readonly [number, number])[];
  /** How the source stood at approval; see `standingOf`. */
  standing: string;
}

/** An approved answer. */
export interface CuratedAnswer {
  id: string;
  question: string;
  lead: string;
  computed: string | null;
  approvedByName: string;
  /** ISO instant. */
  approvedAt: string;
  usedCount: number;
  withdrawnReason: WithdrawalReason | null;
  withdrawnAt: string | null;
  citations: CuratedCitation[];
}

/** What is kept of an approval. */
export interface NewCuratedAnswer extends Omit<
  CuratedAnswer,
  'usedCount' | 'withdrawnReason' | 'withdrawnAt'
> {
  questionKey: string;
  approvedBy: string | null;
}

/** Keeps an approved answer; one that was in use for the same question is withdrawn. Returns the ids of those. */
export async function saveCurated(t: Queryable, answer: NewCuratedAnswer): Promise<string[]> {
  const { rows: earlier } = await t.query<{ id: string }>(
    `UPDATE curated_answer SET withdrawn_reason = 'again', withdrawn_at = $2, withdrawn_by = $3
     WHERE question_key = $1 AND withdrawn_reason IS NULL RETURNING id`,
    [answer.questionKey, answer.approvedAt, answer.approvedBy],
  );
  await t.query(
    `INSERT INTO curated_answer (id, question, question_key, lead, computed, approved_by, approved_by_name, approved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      answer.id,
      answer.question,
      answer.questionKey,
      answer.lead,
      answer.computed,
      answer.approvedBy,
      answer.approvedByName,
      answer.approvedAt,
    ],
  );
  for (const [ordinal, citation] of answer.citations.entries()) {
    await t.query(
      `INSERT INTO curated_citation
         (curated_id, ordinal, document_id, chunk_id, quote, char_from, char_to, emphasis, standing)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        answer.id,
        ordinal,
        citation.documentId,
        citation.chunkId,
        citation.quote,
        citation.charFrom,
        citation.charTo,
        json(citation.emphasis),
        citation.standing,
      ],
    );
  }
  return earlier.map(({ id }) => id);
}

/** The approved answers in use whose question has these words, newest first. */
export async function findCurated(db: Queryable, questionKey: string): Promise<CuratedAnswer[]> {
  return select(
    db,
    'WHERE a.question_key = $1 AND a.withdrawn_reason IS NULL ORDER BY a.approved_at DESC, a.id',
    [questionKey],
  );
}

/** One approved answer, withdrawn or not. */
export async function getCurated(db: Queryable, id: string): Promise<CuratedAnswer | null> {
  return (await select(db, 'WHERE a.id::text = $1', [id]))[0] ?? null;
}

/** All approved answers, those in use first, then the latest withdrawn. */
export async function listCurated(db: Queryable): Promise<CuratedAnswer[]> {
  return select(
    db,
    `ORDER BY a.withdrawn_reason IS NOT NULL, COALESCE(a.withdrawn_at, a.approved_at) DESC, a.id LIMIT 200`,
    [],
  );
}

/** The approved answers that are in use. */
export async function listCuratedInUse(db: Queryable): Promise<CuratedAnswer[]> {
  return select(db, 'WHERE a.withdrawn_reason IS NULL ORDER BY a.approved_at, a.id', []);
}

/** Takes an approved answer out of use. False where it is out of use already. */
export async function withdrawCurated(
  t: Queryable,
  id: string,
  how: { reason: WithdrawalReason; at: string; by: string | null },
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE curated_answer SET withdrawn_reason = $2, withdrawn_at = $3, withdrawn_by = $4
     WHERE id = $1 AND withdrawn_reason IS NULL`,
    [id, how.reason, how.at, how.by],
  );
  return affected > 0;
}

/** Counts that an approved answer was given. */
export async function countCuratedUse(t: Queryable, id: string): Promise<void> {
  await t.query('UPDATE curated_answer SET used_count = used_count + 1 WHERE id = $1', [id]);
}

/** Withdraws the approved answers that quote a document that is being removed, and forgets what they said. */
export async function forgetCuratedFrom(t: Queryable, documentId: string): Promise<void> {
  await t.query(
    `UPDATE curated_answer SET lead = '', computed = NULL, withdrawn_reason = COALESCE(withdrawn_reason, 'removed')
     WHERE id IN (SELECT curated_id FROM curated_citation WHERE document_id = $1)`,
    [documentId],
  );
  await t.query(
    `DELETE FROM curated_citation WHERE curated_id IN (
       SELECT curated_id FROM curated_citation WHERE document_id = $1)`,
    [documentId],
  );
}

interface Row {
  id: string;
  question: string;
  lead: string;
  computed: string | null;
  approved_by_name: string;
  approved_at: string;
  used_count: number;
  withdrawn_reason: WithdrawalReason | null;
  withdrawn_at: string | null;
}

interface CitationRow {
  curated_id: string;
  document_id: string;
  chunk_id: string;
  quote: string;
  char_from: number;
  char_to: number;
  emphasis: [number, number][];
  standing: string;
}

async function select(db: Queryable, rest: string, params: readonly string[]): Promise<CuratedAnswer[]> {
  const { rows } = await db.query<Row>(
    `SELECT a.id, a.question, a.lead, a.computed, a.approved_by_name, a.approved_at, a.used_count,
            a.withdrawn_reason, a.withdrawn_at
     FROM curated_answer a ${rest}`,
    params,
  );
  if (rows.length === 0) return [];
  const { rows: cited } = await db.query<CitationRow>(
    `SELECT curated_id, document_id, chunk_id, quote, char_from, char_to, emphasis, standing
     FROM curated_citation WHERE curated_id = ANY($1::uuid[]) ORDER BY curated_id, ordinal`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => ({
    id: row.id,
    question: row.question,
    lead: row.lead,
    computed: row.computed,
    approvedByName: row.approved_by_name,
    approvedAt: row.approved_at,
    usedCount: row.used_count,
    withdrawnReason: row.withdrawn_reason,
    withdrawnAt: row.withdrawn_at,
    citations: cited
      .filter((one) => one.curated_id === row.id)
      .map((one) => ({
        documentId: one.document_id,
        chunkId: one.chunk_id,
        quote: one.quote,
        charFrom: one.char_from,
        charTo: one.char_to,
        emphasis: one.emphasis,
        standing: one.standing,
      })),
  }));
}

/** Questions asked since a day, newest first, each as often as it came; for finding those that come often. */
export async function frequentQuestions(
  db: Queryable,
  since: DateOnly,
): Promise<{ question: string; accountId: string }[]> {
  const { rows } = await db.query<{ question: string; account_id: string }>(
    `SELECT question, account_id FROM conversation_turn WHERE asked_at >= $1::date ORDER BY asked_at DESC, id LIMIT 2000`,
    [since],
  );
  return rows.map((row) => ({ question: row.question, accountId: row.account_id }));
}
