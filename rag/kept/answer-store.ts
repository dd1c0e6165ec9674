import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import { forgetCuratedFrom } from './curated-store.ts';
import type { Understood } from '../question/follow-up.ts';
import type { Answer, Explanation } from '../types.ts';

/** One answered question, as it is kept. */
export interface AnswerRecord {
  id: string;
  turnId: string;
  lane: string;
  accountId: string;
  understood: Understood;
  outcome: Answer['outcome'];
  explanation: KeptExplanation;
  shown: ShownWords;
  /** Cited passages in the order of the reply. */
  citations: readonly KeptCitation[];
  /** ISO instant. */
  at: string;
}

/** The words of a reply besides its quotations. */
export interface ShownWords {
  lead: string;
  /** What was computed from the quotations. */
  computed?: string;
  /** What stands side by side, whole, where the reply showed its first rows. */
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** A quotation of a kept answer with its place in the document text. */
export interface KeptCitation {
  chunkId: string;
  quote: string;
  charFrom: number;
  charTo: number;
  emphasis: readonly (readonly [number, number])[];
}

/** How a model worded the answer, or why its words were not used. */
export interface KeptWording {
  model: string;
  promptVersion: string;
  /** 'worded', or why the quotation stands alone. */
  result: string;
  /** Kind of the failure where the endpoint failed. */
  failure?: string;
  /** Ids of the passages that it was given, [1] first. */
  passages?: readonly string[];
  /** What became of each sentence that it wrote. */
  sentences?: readonly { text: string; verdict: string; missing?: readonly string[] }[];
  /** Sentences of the passages that were kept from it. */
  planted?: number;
  /** The answer whose wording was given again. */
  from?: string;
}

/** The explanation, and how a model worded the answer, if one did or tried. */
export interface KeptExplanation extends Explanation {
  wording?: KeptWording;
  /** The approved answer that was given instead of a search. */
  curatedId?: string;
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
    'INSERT INTO answer (id, turn_id, outcome, explanation, shown, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [record.id, record.turnId, record.outcome, json(record.explanation), json(record.shown), record.at],
  );
  for (const [ordinal, { chunkId, quote, charFrom, charTo, emphasis }] of record.citations.entries()) {
    await t.query(
      `INSERT INTO citation (answer_id, ordinal, chunk_id, quote, char_from, char_to, emphasis)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [record.id, ordinal, chunkId, quote, charFrom, charTo, json(emphasis)],
    );
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

/** A kept answer with its question and citations. */
export interface KeptAnswer {
  id: string;
  question: string;
  outcome: Answer['outcome'];
  explanation: KeptExplanation;
  shown: Partial<ShownWords>;
  citations: KeptCitation[];
}

/**
 * The answer to this person's last question in this chat, with the passages it cited; null where there is none, or none
 * any more because what it quoted was removed.
 */
export async function lastAnswer(db: Queryable, lane: string, accountId: string): Promise<KeptAnswer | null> {
  const { rows } = await db.query<AnswerRow>(
    `SELECT a.id, t.question, a.outcome, a.explanation, a.shown FROM (
       SELECT id, question FROM conversation_turn WHERE lane = $1 AND account_id = $2
       ORDER BY asked_at DESC, id LIMIT 1) t
     JOIN answer a ON a.turn_id = t.id`,
    [lane, accountId],
  );
  return rows[0] ? withCitations(db, rows[0]) : null;
}

/** An answer that was given to this account: only the asker opens more of it, judges it or approves it. */
export async function ownAnswer(
  db: Queryable,
  answerId: string,
  accountId: string,
): Promise<KeptAnswer | null> {
  if (!uuidPattern.test(answerId)) return null;
  const { rows } = await db.query<AnswerRow>(
    `SELECT a.id, t.question, a.outcome, a.explanation, a.shown
     FROM answer a JOIN conversation_turn t ON t.id = a.turn_id WHERE a.id = $1 AND t.account_id = $2`,
    [answerId, accountId],
  );
  return rows[0] ? withCitations(db, rows[0]) : null;
}

/** The quotations of an answer, in the order of the reply. */
export async function citationsOf(db: Queryable, answerId: string): Promise<KeptCitation[]> {
  const { rows } = await db.query<CitationRow>(
    `SELECT chunk_id, quote, char_from, char_to, emphasis FROM citation WHERE answer_id = $1 ORDER BY ordinal`,
    [answerId],
  );
  return rows.map((row) => ({
    chunkId: row.chunk_id,
    quote: row.quote,
    charFrom: row.char_from ?? 0,
    charTo: row.char_to ?? 0,
    emphasis: row.emphasis,
  }));
}

/**
 * Forgets the kept answers that quote a document, approved ones too: their quotations, how they were found and what was
 * said of them. The questions stay, and count as not answered; call it while the document's chunks are still there.
 */
export async function forgetAnswersFrom(t: Queryable, documentId: string): Promise<void> {
  await t.query(
    `DELETE FROM answer WHERE id IN (
       SELECT c.answer_id FROM citation c JOIN chunk k ON k.id = c.chunk_id WHERE k.document_id = $1)`,
    [documentId],
  );
  await forgetCuratedFrom(t, documentId);
}

interface AnswerRow {
  id: string;
  question: string;
  outcome: Answer['outcome'];
  explanation: KeptExplanation;
  shown: Partial<ShownWords>;
}

interface CitationRow {
  chunk_id: string;
  quote: string;
  char_from: number | null;
  char_to: number | null;
  emphasis: [number, number][];
}

const withCitations = async (db: Queryable, row: AnswerRow): Promise<KeptAnswer> => ({
  ...row,
  citations: await citationsOf(db, row.id),
});

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** Removes the questions of an account with their answers and verdicts; null: of every account. Only those asked by `before`. */
export async function eraseTurns(t: Queryable, accountId: string | null, before: string): Promise<number> {
  const { affected } = await t.query(
    'DELETE FROM conversation_turn WHERE asked_at <= $2 AND ($3::boolean OR account_id::text = $1)',
    [accountId ?? '', before, accountId === null],
  );
  return affected;
}

/** Forgets what was asked in one chat, with the answers and what was said of them. */
export async function eraseTurnsIn(t: Queryable, lane: string): Promise<void> {
  await t.query('DELETE FROM conversation_turn WHERE lane = $1', [lane]);
}
