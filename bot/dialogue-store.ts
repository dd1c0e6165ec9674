import { AppError } from '../core/errors.ts';
import { json, type Queryable } from '../db/database.ts';

/** The guided dialogue that a chat is in the middle of; one a lane. */
export interface Dialogue {
  accountId: string;
  feature: string;
  version: number;
  state: unknown;
}

/** Opens or continues the dialogue of `lane`, replacing whatever was open there. */
export async function saveDialogue(
  t: Queryable,
  lane: string,
  dialogue: Dialogue,
  at: string,
): Promise<void> {
  await t.query(
    `INSERT INTO wizard_state (lane, account_id, feature, version, state, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (lane) DO UPDATE SET account_id = EXCLUDED.account_id, feature = EXCLUDED.feature,
       version = EXCLUDED.version, state = EXCLUDED.state, updated_at = EXCLUDED.updated_at`,
    [lane, dialogue.accountId, dialogue.feature, dialogue.version, json(dialogue.state), at],
  );
}

/** Where the dialogue of a chat is kept while another one is open in it. */
const asideOf = (lane: string): string => `aside:${lane}`;

/** Puts the open dialogue of `lane` aside, before those that are there already. */
export async function setDialogueAside(t: Queryable, lane: string): Promise<void> {
  const { rows } = await t.query('SELECT 1 FROM wizard_state WHERE lane = $1', [asideOf(lane)]);
  if (rows.length > 0) await setDialogueAside(t, asideOf(lane));
  await t.query('UPDATE wizard_state SET lane = $2 WHERE lane = $1', [lane, asideOf(lane)]);
}

/** Opens the dialogue again that was put aside last; null where none was. */
export async function takeDialogueUp(t: Queryable, lane: string): Promise<Dialogue | null> {
  const { rows } = await t.query<Dialogue>(
    `UPDATE wizard_state SET lane = $1 WHERE lane = $2
     RETURNING account_id AS "accountId", feature, version, state`,
    [lane, asideOf(lane)],
  );
  if (rows[0]) await takeDialogueUp(t, asideOf(lane));
  return rows[0] ?? null;
}

/**
 * Leaves `left` of a dialogue as it was read in `lane`; where that is null, the one that was put aside there is open again.
 * @throws AppError where it has gone on or was taken meanwhile; to be tried again
 */
export async function takeOutOfDialogue(
  t: Queryable,
  lane: string,
  { state, left }: { state: unknown; left: unknown },
): Promise<void> {
  const { affected } = await t.query(
    'UPDATE wizard_state SET state = $3::jsonb WHERE lane = $1 AND state = $2::jsonb',
    [lane, json(state), json(left)],
  );
  if (affected === 0)
    throw new AppError('conflict', 'the dialogue was taken meanwhile', { isRetryable: true });
  if (left !== null) return;
  await endDialogue(t, lane);
  await takeDialogueUp(t, lane);
}

/** Ends the dialogue of `lane`, if one is open. */
export async function endDialogue(t: Queryable, lane: string): Promise<void> {
  await t.query('DELETE FROM wizard_state WHERE lane = $1', [lane]);
}

/** Ends every open dialogue of a person. */
export async function endDialoguesOf(t: Queryable, accountId: string): Promise<void> {
  await t.query('DELETE FROM wizard_state WHERE account_id = $1', [accountId]);
}

/** The dialogue of a chat goes on under another id; one that is open there already stays. */
export async function moveDialogue(t: Queryable, fromLane: string, toLane: string): Promise<void> {
  await t.query(
    `UPDATE wizard_state SET lane = $2 WHERE lane = $1
       AND NOT EXISTS (SELECT 1 FROM wizard_state other WHERE other.lane = $2)`,
    [fromLane, toLane],
  );
  const { rows } = await t.query('SELECT 1 FROM wizard_state WHERE lane = $1', [asideOf(fromLane)]);
  if (rows.length > 0) await moveDialogue(t, asideOf(fromLane), asideOf(toLane));
}

/** The open dialogues of a person with a feature in all chats, newest first. */
export async function listDialogues(
  db: Queryable,
  accountId: string,
  feature: string,
): Promise<{ lane: string; version: number; state: unknown }[]> {
  const { rows } = await db.query<{ lane: string; version: number; state: unknown }>(
    `SELECT lane, version, state FROM wizard_state WHERE account_id = $1 AND feature = $2
     ORDER BY updated_at DESC`,
    [accountId, feature],
  );
  return rows;
}
