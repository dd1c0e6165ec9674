import type { Viewer } from '../core/viewer.ts';
import { dayMs, type Clock } from '../core/clock.ts';
import type { Database, Queryable } from '../db/database.ts';
import { findAccount, type Account } from './account-store.ts';
import { recordAudit } from './audit-store.ts';
import { useGuardedCode } from './pairing.ts';
import { addSignInSecret, useCode } from './pairing-store.ts';
import {
  addSession,
  endOtherSessions,
  endSession,
  endSessionById,
  listSessions,
  sessionAccountId,
  sessionIdOf,
  type OpenSession,
} from './session-store.ts';
import { viewerFor } from './viewer.ts';

const minuteMs = 60_000;
/** How long a session on the web lasts, used or not. */
const sessionDays = 30;

/**
 * A secret for a sign-in link: opens one session, once, within `minutes` (default 15; the link that is printed when the
 * assistant starts may wait longer, since only who sees that machine's screen has it).
 */
export const createSignInToken = (
  t: Queryable,
  accountId: string,
  now: Date,
  minutes = 15,
): Promise<string> => addSignInSecret(t, accountId, new Date(now.getTime() + minutes * minuteMs));

/** An opened session. */
export interface OpenedSession {
  token: string;
  expiresAt: Date;
  accountId: string;
}

/**
 * Uses up the secret of a sign-in link, or a six-digit pairing code typed into the sign-in page, and opens a session;
 * null where it is unknown, used or expired, or where too many codes were tried from the client
 * address `from`. Must be committed in both cases. `device`: browser and system, as lists of sessions show them.
 */
export async function redeemSignInToken(
  t: Queryable,
  secret: string,
  from: string,
  now: Date,
  device: string | null = null,
): Promise<OpenedSession | null> {
  const accountId = /^\d{6}$/.test(secret)
    ? await useGuardedCode(t, secret, { channel: 'web', senderId: from }, now)
    : await useCode(t, 'sign-in', secret, now);
  if (accountId === null) return null;
  const expiresAt = new Date(now.getTime() + sessionDays * dayMs);
  const token = await addSession(t, accountId, now, expiresAt, device);
  await recordAudit(t, {
    at: now.toISOString(),
    accountId,
    action: 'session.open',
    entity: 'account',
    entityId: accountId,
  });
  return { token, expiresAt, accountId };
}

/** The enabled account whose session this is, or null. */
export async function findSession(db: Queryable, token: string, now: Date): Promise<Account | null> {
  const accountId = await sessionAccountId(db, token, now);
  return accountId === null ? null : findAccount(db, accountId);
}

/** Sessions as the web server takes them. The web shows everything that the person may see. */
export function createWebSessions(db: Database, clock: Clock) {
  return {
    redeem: (secret: string, from: string, device: string | null = null): Promise<OpenedSession | null> =>
      db.tx((t) => redeemSignInToken(t, secret.replace(/\s/g, ''), from, clock.now(), device)),
    async find(token: string): Promise<{ accountId: string; name: string; viewer: Viewer } | null> {
      const account = await findSession(db, token, clock.now());
      if (!account) return null;
      return { accountId: account.id, name: account.name, viewer: viewerFor(account, 'all', false) };
    },
    end: (token: string): Promise<void> => endSession(db, token),
    /** The open sessions of the person whose `token` it is, the latest first. */
    async listOwn(accountId: string, token: string): Promise<(OpenSession & { isThis: boolean })[]> {
      const sessions = await listSessions(db, accountId, clock.now());
      return sessions.map((session) => ({ ...session, isThis: session.id === sessionIdOf(token) }));
    },
    /** Ends the person's session with this id in the list; null: all but the one with `token`. Returns how many. */
    endOwn: (accountId: string, token: string, id: string | null): Promise<number> =>
      db.tx(async (t) => {
        const ended =
          id === null
            ? await endOtherSessions(t, accountId, sessionIdOf(token))
            : Number(await endSessionById(t, accountId, id));
        if (ended > 0)
          await recordAudit(t, {
            at: clock.now().toISOString(),
            accountId,
            action: 'session.end',
            entity: 'account',
            entityId: accountId,
            details: { sessions: ended },
          });
        return ended;
      }),
  };
}
