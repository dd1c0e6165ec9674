import { json, type Queryable } from '../db/database.ts';
import { dropActionKeysIn, moveActionKeys } from './action-key-store.ts';
import type { WireBlock } from './channels/channel.ts';
import { laneOf, type Address } from './types.ts';

/** A reply that is committed and not yet wholly sent. */
export interface OpenReply {
  seq: number;
  key: string;
  lane: string;
  address: Address;
  /** Key of the event it answers; null for messages of the assistant's own accord. */
  replyTo: string | null;
  blocks: WireBlock[];
  partsSent: number;
  /** True where a part left without a receipt: it may or may not have arrived. */
  isUnsure: boolean;
  /** When it was committed, as ISO string. */
  createdAt: string;
  /** True where its first part is noted as leaving already, as `noteSending` does: whoever sends it sends it now. */
  isLeaving?: boolean;
}

/** A reply to an event, before it has its number. */
export interface NewReply extends Pick<OpenReply, 'key' | 'address' | 'blocks'> {
  /** Key of the event. */
  replyTo: string;
  /** Its first part is about to leave: what `noteSending` would say, said at once. */
  isLeaving: boolean;
}

/**
 * Adds replies of several chats to the outbox, in the transaction of their turns.
 * @param owner whose claim of the chat lets a part leave; null: nobody else is there
 */
export async function addReplies(
  t: Queryable,
  replies: readonly NewReply[],
  at: string,
  owner: string | null,
): Promise<OpenReply[]> {
  if (replies.length === 0) return [];
  const lanes = replies.map(({ address }) => laneOf(address));
  const { rows } = await t.query<{ seq: number; key: string; is_leaving: boolean }>(
    `INSERT INTO outbox (key, lane, address, reply_to, blocks, created_at, sending_at)
     SELECT key, lane, address::jsonb, reply_to, blocks::jsonb, $7, CASE WHEN leaving = 1
       AND ($8::text IS NULL OR EXISTS (SELECT 1 FROM claim c WHERE c.name = 'lane:' || lane AND c.owner = $8))
       THEN $7::timestamptz END
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
       WITH ORDINALITY AS new (key, lane, address, reply_to, blocks, leaving, place)
     ORDER BY place
     RETURNING seq, key, sending_at IS NOT NULL AS is_leaving`,
    [
      replies.map(({ key }) => key),
      lanes,
      replies.map(({ address }) => json(address)),
      replies.map(({ replyTo }) => replyTo),
      replies.map(({ blocks }) => json(blocks)),
      replies.map(({ isLeaving }) => (isLeaving ? 1 : 0)),
      at,
      owner,
    ],
  );
  const kept = new Map(rows.map((row) => [row.key, row]));
  return replies.map((reply, index): OpenReply => {
    const row = kept.get(reply.key) as (typeof rows)[number];
    return {
      ...reply,
      lane: lanes[index] as string,
      seq: row.seq,
      partsSent: 0,
      isUnsure: false,
      createdAt: at,
      isLeaving: row.is_leaving,
    };
  });
}

/** Adds a message that answers nothing; null where its key was used before. Its blocks offer no options. */
export async function addNotice(
  t: Queryable,
  notice: Pick<OpenReply, 'key' | 'address' | 'blocks'>,
  at: string,
): Promise<OpenReply | null> {
  const lane = laneOf(notice.address);
  const { rows } = await t.query<{ seq: number }>(
    `INSERT INTO outbox (key, lane, address, reply_to, blocks, created_at) VALUES ($1, $2, $3, NULL, $4, $5)
     ON CONFLICT (key) DO NOTHING RETURNING seq`,
    [notice.key, lane, json(notice.address), json(notice.blocks), at],
  );
  const row = rows[0];
  return row
    ? { ...notice, replyTo: null, lane, seq: row.seq, partsSent: 0, isUnsure: false, createdAt: at }
    : null;
}

interface ReplyRow {
  seq: number;
  key: string;
  lane: string;
  address: Address;
  reply_to: string | null;
  blocks: WireBlock[];
  parts_sent: number;
  sending_at: string | null;
  created_at: string;
}

const replyColumns = 'seq, key, lane, address, reply_to, blocks, parts_sent, sending_at, created_at';

const toReply = (row: ReplyRow): OpenReply => ({
  seq: row.seq,
  key: row.key,
  lane: row.lane,
  address: row.address,
  replyTo: row.reply_to,
  blocks: row.blocks,
  partsSent: row.parts_sent,
  isUnsure: row.sending_at !== null,
  createdAt: row.created_at,
});

/** Every reply that has not been sent or given up, oldest first; only those `of` a kind of key and older, where given. */
export async function openReplies(
  db: Queryable,
  of?: { keyHead: string; before: string },
): Promise<OpenReply[]> {
  const { rows } = await db.query<ReplyRow>(
    `SELECT ${replyColumns} FROM outbox WHERE sent_at IS NULL AND failure IS NULL
       AND ($1::text IS NULL OR (starts_with(key, $1::text) AND created_at < $2::timestamptz)) ORDER BY seq`,
    [of?.keyHead ?? null, of?.before ?? null],
  );
  return rows.map(toReply);
}

/** Those of `lanes` in which anything was ever said. */
export async function lanesSpokenIn(db: Queryable, lanes: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ lane: string }>(
    `SELECT lane FROM unnest($1::text[]) AS asked (lane)
     WHERE EXISTS (SELECT 1 FROM outbox WHERE outbox.lane = asked.lane)`,
    [lanes],
  );
  return new Set(rows.map(({ lane }) => lane));
}

/** The open replies of one chat, oldest first. */
export async function openRepliesIn(db: Queryable, lane: string): Promise<OpenReply[]> {
  const { rows } = await db.query<ReplyRow>(
    `SELECT ${replyColumns} FROM outbox WHERE lane = $1 AND sent_at IS NULL AND failure IS NULL ORDER BY seq`,
    [lane],
  );
  return rows.map(toReply);
}

/** A part that is about to leave. */
export interface SendingPart {
  seq: number;
  /** Parts of the reply that left before it. */
  partsSent: number;
  /** ISO instant. */
  at: string;
}

/**
 * Notes that parts are about to leave: after a crash their delivery is unknown. False for each that is not to be sent by
 * this process any more: it has left, or the chat was taken over (`owner` null: nobody else is there).
 */
export async function noteSending(
  db: Queryable,
  parts: readonly SendingPart[],
  owner: string | null,
): Promise<boolean[]> {
  const { rows } = await db.query<{ seq: number }>(
    `UPDATE outbox SET sending_at = part.at
     FROM unnest($1::bigint[], $2::int[], $3::timestamptz[]) AS part (seq, parts_sent, at)
     WHERE outbox.seq = part.seq AND outbox.parts_sent = part.parts_sent AND sent_at IS NULL AND failure IS NULL
       AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM claim c WHERE c.name = 'lane:' || outbox.lane AND c.owner = $4))
     RETURNING outbox.seq`,
    [parts.map(({ seq }) => seq), parts.map(({ partsSent }) => partsSent), parts.map(({ at }) => at), owner],
  );
  const noted = new Set(rows.map(({ seq }) => seq));
  return parts.map(({ seq }) => noted.has(seq));
}

/** Open replies and events by channel, for whoever watches the queues. */
export async function countOpen(
  db: Queryable,
): Promise<{ channel: string; inbox: number; outbox: number }[]> {
  const { rows } = await db.query<{ channel: string; inbox: number; outbox: number }>(
    `SELECT channel, sum(i)::int AS inbox, sum(o)::int AS outbox FROM (
       SELECT split_part(lane, ':', 1) AS channel, 1 AS i, 0 AS o FROM inbox WHERE done_at IS NULL
       UNION ALL
       SELECT split_part(lane, ':', 1), 0, 1 FROM outbox WHERE sent_at IS NULL AND failure IS NULL
     ) open GROUP BY channel ORDER BY channel`,
  );
  return rows;
}

/** What is open for a chat, and what its options stand for, goes on under another address. */
export async function moveReplies(t: Queryable, fromLane: string, to: Address): Promise<void> {
  const lane = laneOf(to);
  await t.query(
    'UPDATE outbox SET lane = $2, address = $3 WHERE lane = $1 AND sent_at IS NULL AND failure IS NULL',
    [fromLane, lane, json(to)],
  );
  await moveActionKeys(t, fromLane, lane);
}

/** Gives up what is open for these chats. */
export async function giveUpIn(t: Queryable, lanes: readonly string[], failure: string): Promise<number> {
  const { affected } = await t.query(
    'UPDATE outbox SET failure = $2 WHERE lane = ANY($1::text[]) AND sent_at IS NULL AND failure IS NULL',
    [lanes, failure],
  );
  return affected;
}

/**
 * Removes replies from before `before` that were sent or given up, except on the channels `keep`, which show their
 * history from them. The latest of each chat stays: it tells that the chat is known, and what a number would mean.
 */
export async function dropSentReplies(
  db: Queryable,
  before: string,
  keep: readonly string[],
): Promise<number> {
  const { affected } = await db.query(
    `DELETE FROM outbox o WHERE created_at < $1 AND (sent_at IS NOT NULL OR failure IS NOT NULL)
       AND NOT split_part(lane, ':', 1) = ANY($2::text[])
       AND EXISTS (SELECT 1 FROM outbox later WHERE later.lane = o.lane AND later.seq > o.seq)`,
    [before, keep],
  );
  return affected;
}

/** A part that was delivered. */
export interface SentPart {
  seq: number;
  /** Parts of the reply that have left, this one included. */
  partsSent: number;
  receiptIds: readonly string[];
  /** ISO instant where it was the last one. */
  sentAt: string | null;
}

/** Notes the receipts of parts, each of another reply. */
export async function noteSent(db: Queryable, parts: readonly SentPart[]): Promise<void> {
  await db.query(
    `UPDATE outbox SET parts_sent = part.number, sending_at = NULL, sent_at = NULLIF(part.at, '')::timestamptz,
       receipt = COALESCE(receipt, '[]'::jsonb) || part.ids::jsonb
     FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[]) AS part (seq, number, ids, at)
     WHERE outbox.seq = part.seq`,
    [
      parts.map(({ seq }) => seq),
      parts.map(({ partsSent }) => partsSent),
      parts.map(({ receiptIds }) => json(receiptIds)),
      parts.map(({ sentAt }) => sentAt ?? ''),
    ],
  );
}

/** Notes that the part that was about to leave certainly did not arrive, so that it can be sent again as it is. */
export async function noteNotSent(db: Queryable, seq: number): Promise<void> {
  await db.query('UPDATE outbox SET sending_at = NULL WHERE seq = $1', [seq]);
}

/** Gives a reply up: the chat is gone, or the channel refuses it. */
export async function giveUpReply(db: Queryable, seq: number, failure: string): Promise<void> {
  await db.query('UPDATE outbox SET failure = $2 WHERE seq = $1', [seq, failure]);
}

/** Takes the words out of replies to these events that were sent or given up. */
export async function eraseReplies(t: Queryable, inboxKeys: readonly string[]): Promise<number> {
  const { affected } = await t.query(
    `UPDATE outbox SET blocks = '[]' WHERE (sent_at IS NOT NULL OR failure IS NOT NULL) AND reply_to = ANY($1::text[])`,
    [inboxKeys],
  );
  return affected;
}

/**
 * Takes the words out of everything that was sent by `before`, messages of the assistant's own accord among it, and of what
 * was given up and had been written by then.
 */
export async function eraseSent(t: Queryable, before: string): Promise<number> {
  const { affected } = await t.query(
    `UPDATE outbox SET blocks = '[]' WHERE blocks <> '[]'::jsonb
       AND (sent_at <= $1 OR failure IS NOT NULL AND sent_at IS NULL AND created_at <= $1)`,
    [before],
  );
  return affected;
}

/** Takes the words out of everything that was said to one chat, with what its options stand for. */
export async function eraseRepliesIn(t: Queryable, lane: string): Promise<void> {
  await t.query(
    `UPDATE outbox SET blocks = '[]' WHERE lane = $1 AND (sent_at IS NOT NULL OR failure IS NOT NULL)`,
    [lane],
  );
  await dropActionKeysIn(t, lane);
}

/** Gives up the open replies that were committed by `until`, with `failure` as the reason. Returns how many. */
export async function settleReplies(t: Queryable, until: string, failure: string): Promise<number> {
  const { affected } = await t.query(
    'UPDATE outbox SET failure = $2 WHERE sent_at IS NULL AND failure IS NULL AND created_at <= $1',
    [until, failure],
  );
  return affected;
}
