import { newDigitCode, newId, newSecret, sha256 } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';

/** What a code opens: a link between a sender and an account, or a session on the web. */
export type CodePurpose = 'pair' | 'sign-in';

const hashOf = (purpose: CodePurpose, code: string): string => sha256(`${purpose}:${code}`);

/** Keeps the hash of a new six-digit pairing code and returns the code; an earlier one of the account is void. */
export async function addPairingCode(
  t: Queryable,
  accountId: string,
  now: Date,
  expiresAt: Date,
): Promise<string> {
  await t.query("DELETE FROM pairing_code WHERE expires_at <= $1 OR (account_id = $2 AND purpose = 'pair')", [
    now.toISOString(),
    accountId,
  ]);
  for (;;) {
    const code = newDigitCode();
    if (await addCode(t, 'pair', code, accountId, expiresAt)) return code;
  }
}

/** Keeps the hash of a new sign-in secret (256 bits) and returns the secret. */
export async function addSignInSecret(t: Queryable, accountId: string, expiresAt: Date): Promise<string> {
  const secret = newSecret();
  await addCode(t, 'sign-in', secret, accountId, expiresAt);
  return secret;
}

/** False where another account happens to have the same code just now. */
async function addCode(
  t: Queryable,
  purpose: CodePurpose,
  code: string,
  accountId: string,
  expiresAt: Date,
): Promise<boolean> {
  const { affected } = await t.query(
    `INSERT INTO pairing_code (code_hash, account_id, purpose, expires_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (code_hash) DO NOTHING`,
    [hashOf(purpose, code), accountId, purpose, expiresAt.toISOString()],
  );
  return affected > 0;
}

/** Uses up a code: the id of its account, once; null where it is unknown, used, expired or the account disabled. */
export async function useCode(
  t: Queryable,
  purpose: CodePurpose,
  code: string,
  now: Date,
): Promise<string | null> {
  const { rows } = await t.query<{ accountId: string }>(
    `UPDATE pairing_code c SET used_at = $2
     FROM account a
     WHERE c.code_hash = $1 AND c.used_at IS NULL AND c.expires_at > $2
       AND a.id = c.account_id AND a.disabled_at IS NULL
     RETURNING c.account_id AS "accountId"`,
    [hashOf(purpose, code), now.toISOString()],
  );
  return rows[0]?.accountId ?? null;
}

/** Voids every unused code of an account. */
export async function voidCodes(t: Queryable, accountId: string): Promise<void> {
  await t.query('DELETE FROM pairing_code WHERE account_id = $1 AND used_at IS NULL', [accountId]);
}

/** Wrong codes after `since`: of this sender, and of all senders together. */
export async function countAttempts(
  db: Queryable,
  sender: { channel: string; senderId: string },
  since: Date,
): Promise<{ ofSender: number; ofAll: number }> {
  const { rows } = await db.query<{ ofSender: number; ofAll: number }>(
    `SELECT count(*) AS "ofAll", count(*) FILTER (WHERE channel = $1 AND sender_id = $2) AS "ofSender"
     FROM pairing_attempt WHERE at > $3`,
    [sender.channel, sender.senderId, since.toISOString()],
  );
  return rows[0] ?? { ofSender: 0, ofAll: 0 };
}

/** Remembers a wrong code, and forgets those of before `since`. */
export async function addAttempt(
  t: Queryable,
  sender: { channel: string; senderId: string },
  now: Date,
  since: Date,
): Promise<void> {
  await t.query('DELETE FROM pairing_attempt WHERE at <= $1', [since.toISOString()]);
  await t.query('INSERT INTO pairing_attempt (id, channel, sender_id, at) VALUES ($1, $2, $3, $4)', [
    newId(),
    sender.channel,
    sender.senderId,
    now.toISOString(),
  ]);
}
