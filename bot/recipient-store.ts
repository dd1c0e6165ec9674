import type { Queryable } from '../db/database.ts';
import { webAddress, webChannelId } from './channels/web/channel.ts';
import type { Address } from './types.ts';

/** A private chat in which an account has written, the latest of each account. */
export interface PrivateChat {
  accountId: string;
  address: Address;
}

/**
 * Where enabled accounts can be told something: the private chat in which each wrote last, among those on `channels`
 * (default: any). Who never wrote has no chat; what came of background work was not written by anybody. Where nothing
 * arrives in any of them, since somebody blocked the assistant or was silent for too long, it is the web page that tells
 * them until they write again.
 */
export async function latestPrivateChats(
  db: Queryable,
  channels?: readonly string[],
): Promise<PrivateChat[]> {
  const { rows } = await db.query<PrivateChat & { isGone: boolean }>(
    `WITH latest AS (
       SELECT max(seq) AS seq FROM inbox
       WHERE NOT (event ->> 'isGroup')::boolean AND event ->> 'type' <> 'job' GROUP BY lane
     )
     SELECT DISTINCT ON (a.id) a.id AS "accountId", i.event -> 'to' AS address, g.lane IS NOT NULL AS "isGone"
     FROM latest JOIN inbox i ON i.seq = latest.seq
     LEFT JOIN identity n ON n.channel = i.event -> 'to' ->> 'channel' AND n.sender_id = i.event ->> 'senderId'
     JOIN account a ON a.id = n.account_id OR a.id::text = i.event ->> 'senderId'
     LEFT JOIN chat_gone g ON g.lane = i.lane AND g.gone_at >= i.received_at
     WHERE a.disabled_at IS NULL AND ($1::text[] IS NULL OR i.event -> 'to' ->> 'channel' = ANY($1::text[]))
     ORDER BY a.id, g.lane IS NOT NULL, i.seq DESC`,
    [channels ?? null],
  );
  const isWebServed = channels === undefined || channels.includes(webChannelId);
  return rows.flatMap(({ accountId, address, isGone }) => {
    if (!isGone) return [{ accountId, address }];
    return isWebServed ? [{ accountId, address: webAddress(accountId) }] : [];
  });
}

/** The enabled account of whoever wrote last in a private chat; null where nobody who is linked did. */
export async function accountOfLane(db: Queryable, lane: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT a.id FROM inbox i
     JOIN identity n ON n.channel = i.event -> 'to' ->> 'channel' AND n.sender_id = i.event ->> 'senderId'
     JOIN account a ON a.id = n.account_id
     WHERE i.lane = $1 AND NOT (i.event ->> 'isGroup')::boolean AND a.disabled_at IS NULL
     ORDER BY i.seq DESC LIMIT 1`,
    [lane],
  );
  return rows[0]?.id ?? null;
}

/** Notes that nothing arrives in a chat any more: it is blocked, left or deleted. */
export async function noteGone(db: Queryable, lane: string, at: string): Promise<void> {
  await db.query(
    `INSERT INTO chat_gone (lane, gone_at) VALUES ($1, $2)
     ON CONFLICT (lane) DO UPDATE SET gone_at = EXCLUDED.gone_at`,
    [lane, at],
  );
}

/** The private chats in which an account has written, on any channel. */
export async function privateLanesOf(db: Queryable, accountId: string): Promise<string[]> {
  const { rows } = await db.query<{ lane: string }>(
    `SELECT DISTINCT i.lane FROM inbox i
     LEFT JOIN identity n ON n.channel = i.event -> 'to' ->> 'channel' AND n.sender_id = i.event ->> 'senderId'
     WHERE NOT (i.event ->> 'isGroup')::boolean AND (n.account_id::text = $1 OR i.event ->> 'senderId' = $1)
     ORDER BY i.lane`,
    [accountId],
  );
  return rows.map((row) => row.lane);
}
