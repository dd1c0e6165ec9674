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
    `SELECT seq, reply_to AS "replyTo", blocks, created_at AS at FROM outbox WHERE lane = $1 AND seq > $2 AND blocks <> '[]'::jsonb
     ORDER BY seq LIMIT $3`,
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
     WHERE lane = $1 AND blocks <> '[]'::jsonb AND ($2::bigint IS NULL OR seq < $2::bigint) ORDER BY seq DESC LIMIT $3`,
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
  /** What it stands for; never leaves the server. */
  action: string;
}

/** What has become of the options with `keys`; a key that is gone is absent. A group of one-shot options ends in '!'. */
export async function optionStates(
  db: Queryable,
  lane: string,
  keys: readonly string[],
): Promise<Map<string, OptionState>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<OptionState & { key: string }>(
    `SELECT key, used_at IS NOT NULL AS "isUsed", expires_at AS "expiresAt", right(group_key, 1) = '!' AS "isOnce",
       action
     FROM action_key WHERE lane = $1 AND key = ANY($2::text[])`,
    [lane, keys],
  );
  return new Map(rows.map(({ key, ...state }) => [key, state]));
}

/** The file with `sha256` that the outbox row `seq` offers in a conversation of the account; null where it offers none. */
export async function fileOfReply(
  db: Queryable,
  accountId: string,
  seq: number,
  sha256: string,
): Promise<FileRef | null> {
  const { rows } = await db.query<{ blocks: Block[] }>(
    `SELECT o.blocks FROM outbox o JOIN web_conversation c ON c.lane = o.lane
     WHERE c.account_id = $1 AND o.seq = $2`,
    [accountId, seq],
  );
  for (const block of rows[0]?.blocks ?? []) {
    if ((block.type === 'file' || block.type === 'image') && block.file.sha256 === sha256) return block.file;
  }
  return null;
}

/** Whether the database answers. */
export async function isReachable(db: Queryable): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), longestAnswerMs);
  });
  const answer = db.query('SELECT 1').then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** A server that is away is waited for longer than whoever asks about its health would wait. */
const longestAnswerMs = 3000;

/** A row of the person's own history, with the conversation that it stands in. */
export type HistoryRow = { seq: number; chat: string; at: string } & (
  { kind: 'said'; key: string; event: Inbound } | { kind: 'reply'; blocks: WireBlock[] }
);

/** What an account said, and what it was told, in all its conversations; the latest first, `limit` of each, before `cursor`. */
export async function historyOf(
  db: Queryable,
  accountId: string,
  cursor: OlderCursor,
  limit: number,
): Promise<HistoryRow[]> {
  const [said, replies] = await Promise.all([
    db.query<HistoryRow>(
      `SELECT 'said' AS kind, i.seq, c.chat, i.received_at AS at, i.key, i.event
       FROM web_conversation c JOIN inbox i ON i.lane = c.lane
       WHERE c.account_id = $1 AND i.event ->> 'type' IN ('text', 'files') AND i.seq < $2
       ORDER BY i.seq DESC LIMIT $3`,
      [accountId, cursor.said, limit],
    ),
    db.query<HistoryRow>(
      `SELECT 'reply' AS kind, o.seq, c.chat, o.created_at AS at, o.blocks
       FROM web_conversation c JOIN outbox o ON o.lane = c.lane
       WHERE c.account_id = $1 AND o.blocks <> '[]'::jsonb AND o.seq < $2
       ORDER BY o.seq DESC LIMIT $3`,
      [accountId, cursor.reply, limit],
    ),
  ]);
  return [...said.rows, ...replies.rows];
}
