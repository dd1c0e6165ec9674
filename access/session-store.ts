import { newSecret, sha256 } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';

/** Opens a session of an account and returns its token; only the hash is kept. Forgets sessions that have expired. */
export async function addSession(
  t: Queryable,
  accountId: string,
  now: Date,
  expiresAt: Date,
): Promise<string> {
  const token = newSecret();
  await t.query('DELETE FROM web_session WHERE expires_at <= $1', [now.toISOString()]);
  await t.query(
    'INSERT INTO web_session (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)',
    [sha256(token), accountId, now.toISOString(), expiresAt.toISOString()],
  );
  return token;
}

/** Whose session it is; null where it has expired or never was. The account may be disabled: the caller looks. */
export async function sessionAccountId(db: Queryable, token: string, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ accountId: string }>(
    'SELECT account_id AS "accountId" FROM web_session WHERE token_hash = $1 AND expires_at > $2',
    [sha256(token), now.toISOString()],
  );
  return rows[0]?.accountId ?? null;
}

/** Ends one session. */
export async function endSession(t: Queryable, token: string): Promise<void> {
  await t.query('DELETE FROM web_session WHERE token_hash = $1', [sha256(token)]);
}

/** Ends every session of an account. */
export async function endSessionsOf(t: Queryable, accountId: string): Promise<void> {
  await t.query('DELETE FROM web_session WHERE account_id = $1', [accountId]);
}
