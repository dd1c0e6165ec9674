import type { Queryable } from '../db/database.ts';
import type { Inbound } from './types.ts';

/** A conversation of a person, as far as something still stands in it. */
export interface ConversationRow {
  id: string;
  /** Given by the person; null where `first` stands for it. */
  title: string | null;
  /** What the person said first; null where only the assistant spoke. */
  first: Inbound | null;
  /** ISO instant of the last thing that was said in it. */
  at: string;
}

/** Keeps that the account has this conversation; one that is known stays as it is. */
export async function addConversation(
  db: Queryable,
  conversation: { lane: string; accountId: string; id: string; at: string },
): Promise<void> {
  await db.query(
    `INSERT INTO web_conversation (lane, account_id, chat, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (lane) DO NOTHING`,
    [conversation.lane, conversation.accountId, conversation.id, conversation.at],
  );
}

/** The conversations of an account, the latest first, at most `limit`; of which nothing is left are not among them. */
export async function listConversations(
  db: Queryable,
  accountId: string,
  limit: number,
): Promise<ConversationRow[]> {
  const { rows } = await db.query<ConversationRow>(
    `SELECT * FROM (
       SELECT c.chat AS id, c.title,
         (SELECT i.event FROM inbox i WHERE i.lane = c.lane AND i.event ->> 'type' IN ('text', 'files')
          ORDER BY i.seq LIMIT 1) AS first,
         greatest(
           (SELECT i.received_at FROM inbox i
            WHERE i.lane = c.lane AND i.event ->> 'type' IN ('text', 'files', 'choice') ORDER BY i.seq DESC LIMIT 1),
           (SELECT o.created_at FROM outbox o WHERE o.lane = c.lane AND o.blocks <> '[]'::jsonb
            ORDER BY o.seq DESC LIMIT 1)) AS at
       FROM web_conversation c WHERE c.account_id = $1
     ) known WHERE at IS NOT NULL ORDER BY at DESC, id LIMIT $2`,
    [accountId, limit],
  );
  return rows;
}

/** Names a conversation of the account; null takes the name away. False where it has no such conversation. */
export async function renameConversation(
  t: Queryable,
  conversation: { accountId: string; id: string; title: string | null },
): Promise<boolean> {
  const { affected } = await t.query(
    'UPDATE web_conversation SET title = $3 WHERE account_id = $1 AND chat = $2',
    [conversation.accountId, conversation.id, conversation.title],
  );
  return affected > 0;
}

/** Takes the names away from all conversations of an account: they are its words too. */
export async function forgetTitles(t: Queryable, accountId: string): Promise<void> {
  await t.query('UPDATE web_conversation SET title = NULL WHERE account_id::text = $1', [accountId]);
}
