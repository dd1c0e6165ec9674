import type { Role } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import { seqDigits, toActionKey, type ActionKeyRow, type PendingChoices } from './action-key-store.ts';
import type { Dialogue } from './dialogue-store.ts';

/** What a turn has to know about its chat. */
export interface ChatState {
  /** The most that anybody is allowed there; null where nothing was set, so that each has their own role. */
  role: Role | null;
  /** The open dialogue, whoever opened it. */
  dialogue: Dialogue | null;
  /** The options of the latest reply that had any, used and expired ones included. */
  pending: PendingChoices;
  /** Something was said there before. */
  hasSpoken: boolean;
}

/**
 * Reads it for several chats by one statement, because every message waits for it; in the order of `lanes`. A reply that only
 * says that something failed is not the last one: whoever repeats what they said means what they meant before it.
 */
export async function chatStates(db: Queryable, lanes: readonly string[]): Promise<ChatState[]> {
  const { rows } = await db.query<{
    role: Role | null;
    dialogue: Dialogue | null;
    options: ActionKeyRow[] | null;
    last_seq: number | null;
  }>(
    `SELECT
       (SELECT role FROM chat_role r WHERE r.lane = chat.lane) AS role,
       (SELECT jsonb_build_object('accountId', account_id, 'feature', feature, 'version', version, 'state', state)
        FROM wizard_state w WHERE w.lane = chat.lane) AS dialogue,
       (SELECT jsonb_agg(to_jsonb(k) ORDER BY k.position) FROM action_key k
        WHERE k.lane = chat.lane AND left(k.group_key, ${seqDigits}) =
          (SELECT max(left(latest.group_key, ${seqDigits})) FROM action_key latest WHERE latest.lane = chat.lane)) AS options,
       (SELECT o.seq FROM outbox o LEFT JOIN inbox i ON i.lane = o.lane AND i.key = o.reply_to
        WHERE o.lane = chat.lane AND i.failure IS NULL ORDER BY o.seq DESC LIMIT 1) AS last_seq
     FROM unnest($1::text[]) WITH ORDINALITY AS chat (lane, place) ORDER BY place`,
    [lanes],
  );
  return rows.map(({ role, dialogue, options, last_seq: lastSeq }) => {
    const first = options?.[0];
    return {
      role,
      dialogue,
      pending: {
        options: (options ?? []).map(toActionKey),
        isLastReply: first !== undefined && Number(first.group_key.slice(0, seqDigits)) === lastSeq,
      },
      hasSpoken: lastSeq !== null,
    };
  });
}

/** Reads it for one chat: see `chatStates`. */
export async function chatState(db: Queryable, lane: string): Promise<ChatState> {
  const [state] = await chatStates(db, [lane]);
  return state as ChatState;
}
