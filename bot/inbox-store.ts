import { json, type Queryable } from '../db/database.ts';
import { laneOf, type Address, type Inbound } from './types.ts';

/** An event that is committed and not yet answered. */
export interface OpenEvent {
  seq: number;
  lane: string;
  event: Inbound;
  /** How often answering it has failed so far. */
  attempts: number;
}

/** An event with the ISO instant at which it was received. */
export interface ReceivedEvent {
  event: Inbound;
  receivedAt: string;
}

/**
 * Commits events in their order, by one statement; null for each whose key is known already, because a channel delivered
 * it twice. What goes on is the event as it is kept, so that an id with letters that no database keeps is the same id
 * at once and after a restart.
 */
export async function addEvents(
  db: Queryable,
  received: readonly ReceivedEvent[],
): Promise<(OpenEvent | null)[]> {
  const texts = received.map(({ event }) => json(event));
  const events = texts.map((text) => JSON.parse(text) as Inbound);
  const lanes = events.map(({ to }) => laneOf(to));
  const { rows } = await db.query<{ seq: number; key: string }>(
    `INSERT INTO inbox (key, lane, event, received_at)
     SELECT key, lane, event::jsonb, received_at::timestamptz
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS new (key, lane, event, received_at, place)
     ORDER BY place
     ON CONFLICT (key) DO NOTHING RETURNING seq, key`,
    [events.map(({ key }) => key), lanes, texts, received.map(({ receivedAt }) => receivedAt)],
  );
  const seqs = new Map(rows.map(({ key, seq }) => [key, seq]));
  return events.map((event, index) => {
    const seq = seqs.get(event.key);
    // Twice among these: the first of them is the one that was kept.
    seqs.delete(event.key);
    return seq === undefined ? null : { seq, lane: lanes[index] as string, event, attempts: 0 };
  });
}

/** Commits one event: see `addEvents`. */
export async function addEvent(db: Queryable, event: Inbound, receivedAt: string): Promise<OpenEvent | null> {
  const [added = null] = await addEvents(db, [{ event, receivedAt }]);
  return added;
}

/** Every event that was accepted and not answered, in the order of arrival. */
export async function openEvents(db: Queryable): Promise<OpenEvent[]> {
  const { rows } = await db.query<OpenEvent>(
    'SELECT seq, lane, event, attempts FROM inbox WHERE done_at IS NULL ORDER BY seq',
  );
  return rows;
}

/** The open events of one chat, in the order of arrival. */
export async function openEventsIn(db: Queryable, lane: string): Promise<OpenEvent[]> {
  const { rows } = await db.query<OpenEvent>(
    'SELECT seq, lane, event, attempts FROM inbox WHERE lane = $1 AND done_at IS NULL ORDER BY seq',
    [lane],
  );
  return rows;
}

/** What was said in a chat and is not answered yet goes on under another address. */
export async function moveEvents(t: Queryable, fromLane: string, to: Address): Promise<void> {
  await t.query(
    `UPDATE inbox SET lane = $2, event = event || jsonb_build_object('to', $3::jsonb) WHERE lane = $1 AND done_at IS NULL`,
    [fromLane, laneOf(to), json(to)],
  );
}

/**
 * Counts a failed or interrupted attempt. `failure` is an error code. An event that is done has not failed: its commit only
 * was not heard of.
 */
export async function noteAttempt(db: Queryable, seq: number, failure: string): Promise<void> {
  await db.query(
    'UPDATE inbox SET attempts = attempts + 1, failure = $2 WHERE seq = $1 AND done_at IS NULL',
    [seq, failure],
  );
}

/** An event that is answered. */
export interface DoneEvent {
  seq: number;
  /** ISO instant. */
  at: string;
  /** The code of the error that was the answer. */
  failure: string | null;
}

/** Marks events as answered; false for each that was already, so that nothing more of its answer is kept. */
export async function markAllDone(t: Queryable, events: readonly DoneEvent[]): Promise<boolean[]> {
  const { rows } = await t.query<{ seq: number }>(
    `UPDATE inbox SET done_at = done.at, failure = NULLIF(done.failure, '')
     FROM unnest($1::bigint[], $2::timestamptz[], $3::text[]) AS done (seq, at, failure)
     WHERE inbox.seq = done.seq AND done_at IS NULL RETURNING inbox.seq`,
    [events.map(({ seq }) => seq), events.map(({ at }) => at), events.map(({ failure }) => failure ?? '')],
  );
  const marked = new Set(rows.map(({ seq }) => seq));
  return events.map(({ seq }) => marked.has(seq));
}

/** Marks one event as answered: see `markAllDone`. */
export async function markDone(
  t: Queryable,
  seq: number,
  at: string,
  failure: string | null = null,
): Promise<boolean> {
  const [isMarked = false] = await markAllDone(t, [{ seq, at, failure }]);
  return isMarked;
}

/** Events that an account sent, from any of its chats: on the web under its own id, elsewhere under what it is linked to. */
const sentBy = `(event ->> 'senderId' = $1 OR EXISTS (
  SELECT 1 FROM identity n WHERE n.account_id::text = $1 AND n.channel = event -> 'to' ->> 'channel'
    AND n.sender_id = event ->> 'senderId'))`;

/** What an account wrote and when, the latest first, at most `limit`; what was erased is left out. */
export async function listMessagesOf(
  db: Queryable,
  accountId: string,
  limit: number,
): Promise<{ at: string; channel: string; text: string }[]> {
  const { rows } = await db.query<{ at: string; channel: string; text: string }>(
    `SELECT event ->> 'at' AS at, event -> 'to' ->> 'channel' AS channel,
       coalesce(event ->> 'text', event ->> 'caption') AS text
     FROM inbox WHERE ${sentBy} AND coalesce(event ->> 'text', event ->> 'caption') IS NOT NULL
     ORDER BY seq DESC LIMIT $2`,
    [accountId, limit],
  );
  return rows;
}

/**
 * Takes the words out of the answered events of an account; null: of every account. The rows stay, so that what a
 * channel delivers again is not answered again. `before`: only what was received by then. Returns the keys of events.
 */
export async function eraseMessages(
  t: Queryable,
  accountId: string | null,
  before: string,
): Promise<string[]> {
  const { rows } = await t.query<{ key: string }>(
    `UPDATE inbox SET event = event - 'text' - 'caption' - 'files' - 'refused' || '{"type": "unsupported", "what": "erased"}'
     WHERE done_at IS NOT NULL AND received_at <= $2 AND event ->> 'what' IS DISTINCT FROM 'erased'
       AND ($3::boolean OR ${sentBy})
     RETURNING key`,
    [accountId ?? '', before, accountId === null],
  );
  return rows.map((row) => row.key);
}

/** Whether an event of `lane` still waits for its answer. */
export async function isAnswering(db: Queryable, lane: string): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM inbox WHERE lane = $1 AND done_at IS NULL LIMIT 1', [lane]);
  return rows.length > 0;
}

/** Takes the words out of all answered events of one chat; the rows stay, as with `eraseMessages`. Returns how many. */
export async function eraseChat(t: Queryable, lane: string): Promise<number> {
  const { affected } = await t.query(
    `UPDATE inbox SET event = event - 'text' - 'caption' - 'files' - 'refused' || '{"type": "unsupported", "what": "erased"}'
     WHERE lane = $1 AND done_at IS NOT NULL AND event ->> 'what' IS DISTINCT FROM 'erased'`,
    [lane],
  );
  return affected;
}

/** Closes the open events that were received by `until`, with `failure` as the reason. Returns how many. */
export async function settleEvents(
  t: Queryable,
  until: string,
  at: string,
  failure: string,
): Promise<number> {
  const { affected } = await t.query(
    'UPDATE inbox SET done_at = $2, failure = $3 WHERE done_at IS NULL AND received_at <= $1',
    [until, at, failure],
  );
  return affected;
}
