import { inBatches } from '../core/batches.ts';
import { dayMs, type Clock } from '../core/clock.ts';
import type { Database, Queryable } from '../db/database.ts';
import {
  disableAccount as disable,
  findAccount,
  listIdentities,
  noteIdentityUse,
  resolveIdentities,
  setAccountUnits,
  unlinkIdentity,
  type Account,
} from './account-store.ts';
import { recordAudit, type AuditEvent } from './audit-store.ts';
import { redeemPairingCode } from './pairing.ts';
import { voidCodes } from './pairing-store.ts';
import { endSessionById, endSessionsOf } from './session-store.ts';

/** A person as a channel knows them; `isAccount`: `id` is an account's id, because the channel signs people in itself. */
interface Sender {
  channel: string;
  id: string;
  isAccount: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * People as the dispatcher asks for them.
 * @param expiry days after which a link that nobody uses ends; absent or 0: never
 */
export function createAccounts(expiry?: { clock: Clock; days: number }) {
  /** Links of senders who write at the same time, by one statement; that one is used is noted once a day. */
  async function resolveAll(db: Database, senders: readonly Sender[]): Promise<(Account | null)[]> {
    const asked = senders.map(({ channel, id: senderId }) => ({ channel, senderId }));
    const now = expiry?.clock.now().getTime() ?? 0;
    const daysAgo = (days: number): string => new Date(now - days * dayMs).toISOString();
    const days = expiry?.days ?? 0;
    const resolved = await resolveIdentities(db, asked, days === 0 ? null : daysAgo(days));
    if (days !== 0)
      for (const [index, one] of resolved.entries())
        if (one && Date.parse(one.usedAt) < now - dayMs)
          await noteIdentityUse(db, asked[index] as (typeof asked)[number], daysAgo(0), daysAgo(1));
    return resolved.map((one) => one?.account ?? null);
  }

  const resolvers = new WeakMap<Database, (sender: Sender) => Promise<Account | null>>();
  function resolve(db: Database, sender: Sender): Promise<Account | null> {
    const known = resolvers.get(db);
    if (known) return known(sender);
    const made = inBatches((senders: readonly Sender[]) => resolveAll(db, senders));
    resolvers.set(db, made);
    return made(sender);
  }

  return {
    /** The enabled account behind a sender; null where there is none. */
    async find(db: Database, sender: Sender): Promise<Account | null> {
      if (!sender.isAccount) return resolve(db, sender);
      return uuid.test(sender.id) ? findAccount(db, sender.id) : null;
    },
    /** Uses up a pairing code and links the sender to its account; null for a code that is not accepted. */
    pair: (t: Queryable, sender: Sender, code: string, now: Date): Promise<Account | null> =>
      redeemPairingCode(t, code, sender.channel, sender.id, now),
  };
}

/**
 * Takes away every access of an account at once: links stay but lead nowhere, open sessions and unused codes end.
 * `by` is the account that did it, null on the office's own machine. False where there is no such enabled account.
 */
export async function disableAccount(
  t: Queryable,
  accountId: string,
  by: string | null,
  now: Date,
): Promise<boolean> {
  if (!(await disable(t, accountId, now))) return false;
  await endSessionsOf(t, accountId);
  await voidCodes(t, accountId);
  await noteChange(t, accountId, 'account.disable', { by, now });
  return true;
}

/** Gives an enabled account these units and no others. False where there is no such account. */
export async function changeAccountUnits(
  t: Queryable,
  { accountId, unitIds }: { accountId: string; unitIds: readonly string[] },
  by: string | null,
  now: Date,
): Promise<boolean> {
  if (!(await findAccount(t, accountId))) return false;
  await setAccountUnits(t, accountId, unitIds);
  await noteChange(t, accountId, 'account.units', { by, now, details: { units: unitIds } });
  return true;
}

/** Ends one session of an account, as `listSessions` names it. False where it had ended already. */
export async function endOneSession(
  t: Queryable,
  { accountId, sessionId }: { accountId: string; sessionId: string },
  by: string | null,
  now: Date,
): Promise<boolean> {
  if (!(await endSessionById(t, accountId, sessionId))) return false;
  await noteChange(t, accountId, 'session.end', { by, now });
  return true;
}

/** Ends the link of one sender of a channel to an account. False where there is none. */
export async function unlinkOne(
  t: Queryable,
  { accountId, channel, senderId }: { accountId: string; channel: string; senderId: string },
  by: string | null,
  now: Date,
): Promise<boolean> {
  const linked = await listIdentities(t, accountId);
  if (!linked.some((one) => one.channel === channel && one.senderId === senderId)) return false;
  await unlinkIdentity(t, channel, senderId);
  await noteChange(t, accountId, 'identity.unlink', { by, now, details: { channel } });
  return true;
}

/** What was done to an account, for the trail; `by` null: on the office's own machine. */
const noteChange = (
  t: Queryable,
  accountId: string,
  action: string,
  { by, now, details }: { by: string | null; now: Date; details?: NonNullable<AuditEvent['details']> },
): Promise<void> =>
  recordAudit(t, {
    at: now.toISOString(),
    accountId: by,
    action,
    entity: 'account',
    entityId: accountId,
    ...(details ? { details } : {}),
  });
