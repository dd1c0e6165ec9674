import { newSecret, sha256 } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';

/**
 * Opens a session of an account and returns its token; only the hash is kept. Forgets sessions that have expired.
 * `device`: by what the person will recognise it.
 */
export async function addSession(
  t: Queryable,
  accountId: string,
  now: Date,
  expiresAt: Date,
  device: string | null = null,
): Promise<string> {
  const token = newSecret();
  await t.query('DELETE FROM web_session WHERE expires_at <= $1', [now.toISOString()]);
  await t.query(
    'INSERT INTO web_session (token_hash, account_id, created_at, expires_at, device, seen_at) VALUES ($1, $2, $3, $4, $5, $3)',
    [sha256(token), accountId, now.toISOString(), expiresAt.toISOString(), device],
  );
  return token;
}

const hourMs = 60 * 60_000;

/**
 * Whose session it is; null where it has expired or never was. The account may be disabled: the caller looks. Notes once
 * an hour that it is in use.
 */
export async function sessionAccountId(db: Queryable, token: string, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ accountId: string; seenAt: string | null }>(
    'SELECT account_id AS "accountId", seen_at AS "seenAt" FROM web_session WHERE token_hash = $1 AND expires_at > $2',
    [sha256(token), now.toISOString()],
  );
  const [session] = rows;
  if (!session) return null;
  if (session.seenAt === null || Date.parse(session.seenAt) < now.getTime() - hourMs)
    await db.query('UPDATE web_session SET seen_at = $2 WHERE token_hash = $1', [
      sha256(token),
      now.toISOString(),
    ]);
  return session.accountId;
}

/** Ends one session. */
export async function endSession(t: Queryable, token: string): Promise<void> {
  await t.query('DELETE FROM web_session WHERE token_hash = $1', [sha256(token)]);
}

/** An open session as lists show it; `id` names it without opening it. */
export interface OpenSession {
  id: string;
  openedAt: string;
  expiresAt: string;
  /** Browser and system; null where they were not told. */
  device: string | null;
  /** When it was last used, to the hour. */
  seenAt: string | null;
}

/** The first digits of the hash: enough to tell sessions apart, and of no use for opening one. */
const sessionId = 'left(token_hash, 24)';

/** The id in lists of the session with this token. */
export const sessionIdOf = (token: string): string => sha256(token).slice(0, 24);

/** The open sessions of an account, the latest first. */
export async function listSessions(db: Queryable, accountId: string, now: Date): Promise<OpenSession[]> {
  const { rows } = await db.query<OpenSession>(
    `SELECT ${sessionId} AS id, created_at AS "openedAt", expires_at AS "expiresAt", device, seen_at AS "seenAt"
     FROM web_session WHERE account_id = $1 AND expires_at > $2 ORDER BY created_at DESC, token_hash`,
    [accountId, now.toISOString()],
  );
  return rows;
}

/** Ends one session of an account by its id in lists. False where there is none. */
export async function endSessionById(t: Queryable, accountId: string, id: string): Promise<boolean> {
  const { affected } = await t.query(`DELETE FROM web_session WHERE account_id = $1 AND ${sessionId} = $2`, [
    accountId,
    id,
  ]);
  return affected > 0;
}

/** Ends every session of an account but the one with this id. Returns how many. */
export async function endOtherSessions(t: Queryable, accountId: string, id: string): Promise<number> {
  const { affected } = await t.query(`DELETE FROM web_session WHERE account_id = $1 AND ${sessionId} <> $2`, [
    accountId,
    id,
  ]);
  return affected;
}

/** Ends every session of an account. */
export async function endSessionsOf(t: Queryable, accountId: string): Promise<void> {
  await t.query('DELETE FROM web_session WHERE account_id = $1', [accountId]);
}
