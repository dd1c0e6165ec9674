import type { Role } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import type { Dialogue } from './dialogue-store.ts';
import { seqDigits, toActionKey, type ActionKeyRow, type PendingChoices } from './outbox-store.ts';

/** What a turn has to know about its chat. */
export interface ChatState {
  /** The most that anybody is allowed there; null where nothing was set, so that each has their own role. */
  role: Role | null;
  /** The open dialogue, whoever opened it. */
  dialogue: Dialogue | null;
  /** The options of the latest reply that had any, used and expired ones included. */
  pending: PendingChoices;
}

/** Reads it by one statement, because every message waits for it. */
export async function chatState(db: Queryable, lane: string): Promise<ChatState> {
  const { rows } = await db.query<{
    role: Role | null;
    dialogue: Dialogue | null;
    options: ActionKeyRow[] | null;
    last_seq: number | null;
  }>(
    `SELECT
       (SELECT role FROM chat_role WHERE lane = $1) AS role,
       (SELECT jsonb_build_object('accountId', account_id, 'feature', feature, 'version', version, 'state', state)
        FROM wizard_state WHERE lane = $1) AS dialogue,
       (SELECT jsonb_agg(to_jsonb(k) ORDER BY k.position) FROM action_key k
        WHERE k.lane = $1 AND left(k.group_key, ${seqDigits}) =
          (SELECT max(left(latest.group_key, ${seqDigits})) FROM action_key latest WHERE latest.lane = $1)) AS options,
       (SELECT max(seq) FROM outbox WHERE lane = $1) AS last_seq`,
    [lane],
  );
  const { role, dialogue, options, last_seq: lastSeq } = rows[0] as (typeof rows)[number];
  const first = options?.[0];
  return {
    role,
    dialogue,
    pending: {
      options: (options ?? []).map(toActionKey),
      isLastReply: first !== undefined && Number(first.group_key.slice(0, seqDigits)) === lastSeq,
    },
  };
}
