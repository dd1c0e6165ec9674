import type { Queryable } from '../db/database.ts';

/** What a button or a number stands for. */
export interface ActionKey {
  key: string;
  lane: string;
  /** Who may press; null: anyone in the chat. */
  accountId: string | null;
  action: string;
  label: string;
  /** 1-based within the reply. */
  position: number;
  /** Outbox number and block id, with a '!' at the end where one press uses up the whole block: see `groupOf`. */
  group: string;
  createdAt: string;
  expiresAt: string;
  usedAt: string | null;
}

/** Keeps what the options of a reply stand for, in the transaction of the turn. */
export async function addActionKeys(t: Queryable, keys: readonly ActionKey[]): Promise<void> {
  if (keys.length === 0) return;
  const width = 9;
  const tuples = keys.map(
    (_, i) =>
      `(${Array.from({ length: width }, (_unused, column) => `$${i * width + column + 1}`).join(', ')})`,
  );
  await t.query(
    `INSERT INTO action_key (key, lane, account_id, action, label, position, group_key, created_at, expires_at)
     VALUES ${tuples.join(', ')}`,
    keys.flatMap((key) => [
      key.key,
      key.lane,
      key.accountId,
      key.action,
      key.label,
      key.position,
      key.group,
      key.createdAt,
      key.expiresAt,
    ]),
  );
}

/** An option as its row holds it. */
export interface ActionKeyRow {
  key: string;
  lane: string;
  account_id: string | null;
  action: string;
  label: string;
  position: number;
  group_key: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

const keyColumns =
  'key, lane, account_id, action, label, position, group_key, created_at, expires_at, used_at';

/** An option from its row. */
export const toActionKey = (row: ActionKeyRow): ActionKey => ({
  key: row.key,
  lane: row.lane,
  accountId: row.account_id,
  action: row.action,
  label: row.label,
  position: row.position,
  group: row.group_key,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usedAt: row.used_at,
});

/** What `key` stands for in the chat `lane`; null where it was never given out there. */
export async function findActionKey(db: Queryable, key: string, lane: string): Promise<ActionKey | null> {
  const { rows } = await db.query<ActionKeyRow>(
    `SELECT ${keyColumns} FROM action_key WHERE key = $1 AND lane = $2`,
    [key, lane],
  );
  return rows[0] ? toActionKey(rows[0]) : null;
}

/** Options that a number or a label may answer, and whether they stand in the very last reply of the chat. */
export interface PendingChoices {
  options: ActionKey[];
  isLastReply: boolean;
}

/** Digits of an outbox number at the head of a group, so that groups sort as their replies do. */
export const seqDigits = 12;

/** The group of a choices block of the reply with outbox number `seq`: see `ActionKey.group`. */
export const groupOf = (seq: number, blockId: string, isOnce: boolean): string =>
  `${String(seq).padStart(seqDigits, '0')}/${blockId}${isOnce ? '!' : ''}`;

/**
 * Marks an option as used, in the transaction of the turn; with a one-shot group all its options at once.
 * False where a one-shot group was used before, so that the caller rolls back.
 */
export async function useActionKey(t: Queryable, key: ActionKey, at: string): Promise<boolean> {
  if (!key.group.endsWith('!')) {
    await t.query('UPDATE action_key SET used_at = $2 WHERE key = $1', [key.key, at]);
    return true;
  }
  const { affected } = await t.query(
    'UPDATE action_key SET used_at = $3 WHERE lane = $1 AND group_key = $2 AND used_at IS NULL',
    [key.lane, key.group, at],
  );
  return affected > 0;
}

/** Forgets options that expired before `before`. */
export async function dropExpiredKeys(db: Queryable, before: string): Promise<number> {
  const { affected } = await db.query('DELETE FROM action_key WHERE expires_at < $1', [before]);
  return affected;
}

/** The options of a chat that goes on under another address. */
export async function moveActionKeys(t: Queryable, fromLane: string, lane: string): Promise<void> {
  await t.query('UPDATE action_key SET lane = $2 WHERE lane = $1', [fromLane, lane]);
}

/** Forgets the options of one chat. */
export async function dropActionKeysIn(t: Queryable, lane: string): Promise<void> {
  await t.query('DELETE FROM action_key WHERE lane = $1', [lane]);
}
