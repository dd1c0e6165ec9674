import { json, type Queryable } from '../db/database.ts';
import { laneOf, type Inbound } from './types.ts';

/** An event that is committed and not yet answered. */
export interface OpenEvent {
  seq: number;
  lane: string;
  event: Inbound;
  /** How often answering it has failed so far. */
  attempts: number;
}

/**
 * Commits `event`; null where its key is known already, because a channel delivered it twice.
 * @param receivedAt ISO instant
 */
export async function addEvent(db: Queryable, event: Inbound, receivedAt: string): Promise<OpenEvent | null> {
  const lane = laneOf(event.to);
  const { rows } = await db.query<{ seq: number }>(
    `INSERT INTO inbox (key, lane, event, received_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (key) DO NOTHING RETURNING seq`,
    [event.key, lane, json(event), receivedAt],
  );
  const row = rows[0];
  return row ? { seq: row.seq, lane, event, attempts: 0 } : null;
}

/** Every event that was accepted and not answered, in the order of arrival. */
export async function openEvents(db: Queryable): Promise<OpenEvent[]> {
  const { rows } = await db.query<OpenEvent>(
    'SELECT seq, lane, event, attempts FROM inbox WHERE done_at IS NULL ORDER BY seq',
  );
  return rows;
}

/** Counts a failed or interrupted attempt. `failure` is an error code. */
export async function noteAttempt(db: Queryable, seq: number, failure: string): Promise<void> {
  await db.query('UPDATE inbox SET attempts = attempts + 1, failure = $2 WHERE seq = $1', [seq, failure]);
}

/**
 * Marks the event as answered; false where it was already, so that the caller rolls back its answer.
 * `failure` is the code of the error that was the answer.
 */
export async function markDone(
  t: Queryable,
  seq: number,
  at: string,
  failure: string | null = null,
): Promise<boolean> {
  const { affected } = await t.query(
    'UPDATE inbox SET done_at = $2, failure = $3 WHERE seq = $1 AND done_at IS NULL',
    [seq, at, failure],
  );
  return affected === 1;
}
