import type { Queryable } from '../db/database.ts';
import { findAccount, linkIdentity, type Account } from './account-store.ts';
import { recordAudit } from './audit-store.ts';
import { addAttempt, addPairingCode, countAttempts, useCode } from './pairing-store.ts';

const minuteMs = 60_000;
/** How long a pairing code can be used. */
export const pairingMinutes = 15;
/** Wrong codes that a sender may try in `pairingMinutes`. */
const attemptsOfSender = 5;
/** Wrong codes of all senders in that time; whoever has many senders finds one of a million codes with 1 in 10,000. */
const attemptsOfAll = 100;

/** A new code that links whoever sends it to the account: six digits, once, within 15 minutes. Shown once, kept as hash. */
export async function createPairingCode(
  t: Queryable,
  accountId: string,
  now: Date,
): Promise<{ code: string; expiresAt: Date }> {
  const expiresAt = new Date(now.getTime() + pairingMinutes * minuteMs);
  return { code: await addPairingCode(t, accountId, now, expiresAt), expiresAt };
}

/**
 * Links a sender to the account of a pairing code. Null for a code that is wrong, used or expired, and for any code
 * after too many wrong ones: a sender cannot tell these apart. Must be committed in both cases, or attempts are not
 * counted.
 */
export async function redeemPairingCode(
  t: Queryable,
  code: string,
  channel: string,
  senderId: string,
  now: Date,
): Promise<Account | null> {
  const accountId = await useGuardedCode(t, code, { channel, senderId }, now);
  if (accountId === null) return null;
  await linkIdentity(t, { channel, senderId, accountId }, now);
  await recordAudit(t, {
    at: now.toISOString(),
    accountId,
    action: 'identity.link',
    entity: 'account',
    entityId: accountId,
    details: { channel },
  });
  return findAccount(t, accountId);
}

/** Uses up a six-digit code unless too many wrong ones were tried; counts this one if it is wrong. */
export async function useGuardedCode(
  t: Queryable,
  code: string,
  sender: { channel: string; senderId: string },
  now: Date,
): Promise<string | null> {
  const since = new Date(now.getTime() - pairingMinutes * minuteMs);
  const tried = await countAttempts(t, sender, since);
  if (tried.ofSender >= attemptsOfSender || tried.ofAll >= attemptsOfAll) return null;
  const accountId = await useCode(t, 'pair', code, now);
  if (accountId === null) await addAttempt(t, sender, now, since);
  return accountId;
}
