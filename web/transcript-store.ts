import type { Block, Inbound } from '../bot/types.ts';
import type { WireBlock } from '../bot/channels/channel.ts';
import type { Queryable } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import type { OlderCursor } from './wire.ts';

/* Reads the chat of a lane back from inbox and outbox. Their owners write them; nothing is written here. */

/** A row of the outbox. */
export interface ReplyRow {
  seq: number;
  /** Key of the event it answers; null where the assistant speaks first. */
  replyTo: string | null;
  blocks: WireBlock[];
  at: string;
}

/** A row of the inbox, with the words of the option that was pressed. */
export interface SaidRow {
  seq: number;
  key: string;
  event: Inbound;
  label: string | null;
  at: string;
  isOpen: boolean;
}

/** The replies of `lane` that come after `seq`, oldest first. */
export async function repliesAfter(
  db: Queryable,
  lane: string,
  seq: number,
  limit: number,
): Promise<ReplyRow[]> {
  const { rows } = await db.query<ReplyRow>(
    `SELECT seq, reply_to AS "replyTo", blocks, created_at AS at FROM outbox WHERE lane = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
    [lane, seq, limit],
  );
  return rows;
}

/** The newest replies of `lane`, before the cursor if there is one; newest first. */
export async function repliesBefore(
  db: Queryable,
  lane: string,
  cursor: OlderCursor | null,
  limit: number,
): Promise<ReplyRow[]> {
  const { rows } = await db.query<ReplyRow>(
    `SELECT seq, reply_to AS "replyTo", blocks, created_at AS at FROM outbox
     WHERE lane = $1 AND ($2::bigint IS NULL OR seq < $2::bigint) ORDER BY seq DESC LIMIT $3`,
    [lane, cursor?.reply ?? null, limit],
  );
  return rows;
}

/** What the person of `lane` said last, before the cursor if there is one; newest first. */
export async function saidBefore(
  db: Queryable,
  lane: string,
  cursor: OlderCursor | null,
  limit: number,
): Promise<SaidRow[]> {
  const { rows } = await db.query<SaidRow>(
    `SELECT i.seq, i.key, i.event, a.label, i.received_at AS at, i.done_at IS NULL AS "isOpen"
     FROM inbox i LEFT JOIN action_key a ON a.lane = i.lane AND a.key = i.event ->> 'actionKey'
     WHERE i.lane = $1 AND ($2::bigint IS NULL OR i.seq < $2::bigint) ORDER BY i.seq DESC LIMIT $3`,
    [lane, cursor?.said ?? null, limit],
  );
  return rows;
}

/** An option as it stands now. */
export interface OptionState {
  isUsed: boolean;
  expiresAt: string;
  /** One press uses up the whole block. */
  isOnce: boolean;
}

/** What has become of the options with `keys`; a key that is gone is absent. A group of one-shot options ends in '!'. */
export async function optionStates(
  db: Queryable,
  lane: string,
  keys: readonly string[],
): Promise<Map<string, OptionState>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<OptionState & { key: string }>(
    `SELECT key, used_at IS NOT NULL AS "isUsed", expires_at AS "expiresAt", right(group_key, 1) = '!' AS "isOnce"
     FROM action_key WHERE lane = $1 AND key = ANY($2::text[])`,
    [lane, keys],
  );
  return new Map(rows.map(({ key, ...state }) => [key, state]));
}

/** The file with `sha256` that the outbox row `seq` of `lane` offers; null where that row offers no such file. */
export async function fileOfReply(
  db: Queryable,
  lane: string,
  seq: number,
  sha256: string,
): Promise<FileRef | null> {
  const { rows } = await db.query<{ blocks: Block[] }>(
    'SELECT blocks FROM outbox WHERE lane = $1 AND seq = $2',
    [lane, seq],
  );
  for (const block of rows[0]?.blocks ?? []) {
    if ((block.type === 'file' || block.type === 'image') && block.file.sha256 === sha256) return block.file;
  }
  return null;
}

/** Whether the database answers. */
export const isReachable = (db: Queryable): Promise<boolean> =>
  db.query('SELECT 1').then(
    () => true,
    () => false,
  );
