import { newId } from '../core/ids.ts';
import type { Role } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';

/** A person who may use the assistant. */
export interface Account {
  id: string;
  name: string;
  role: Role;
  /** The units given to the account, and every unit below them. */
  unitIds: readonly string[];
}

/** An account as administrators see it, disabled ones included. */
export interface AccountEntry {
  id: string;
  name: string;
  role: Role;
  createdAt: string;
  disabledAt: string | null;
  /** Names of the units given to it, without those below. */
  units: string[];
  /** Their ids, in the same order. */
  ownUnitIds: string[];
  /** Channels on which somebody is linked to it. */
  channels: string[];
  isDemo: boolean;
}

/** What is given when an account is made. */
export interface NewAccount {
  name: string;
  role: Role;
  unitIds?: readonly string[];
  isDemo?: boolean;
}

/** Makes an account that nobody is linked to yet; returns its id. */
export async function addAccount(t: Queryable, account: NewAccount, now: Date): Promise<string> {
  const id = newId();
  await t.query('INSERT INTO account (id, name, role, created_at, is_demo) VALUES ($1, $2, $3, $4, $5)', [
    id,
    account.name,
    account.role,
    now.toISOString(),
    account.isDemo ?? false,
  ]);
  await setAccountUnits(t, id, account.unitIds ?? []);
  return id;
}

/** Gives an account these units, and no others. */
export async function setAccountUnits(
  t: Queryable,
  accountId: string,
  unitIds: readonly string[],
): Promise<void> {
  await t.query('DELETE FROM account_unit WHERE account_id = $1', [accountId]);
  await t.query(
    'INSERT INTO account_unit (account_id, unit_id) SELECT DISTINCT $1::uuid, u FROM unnest($2::uuid[]) AS u',
    [accountId, unitIds],
  );
}

/** Gives an enabled account another role. False where there is no such account. */
export async function setAccountRole(t: Queryable, accountId: string, role: Role): Promise<boolean> {
  const { affected } = await t.query('UPDATE account SET role = $2 WHERE id = $1 AND disabled_at IS NULL', [
    accountId,
    role,
  ]);
  return affected > 0;
}

/** Takes away every access of an account from now on. False where there is no such enabled account. */
export async function disableAccount(t: Queryable, accountId: string, now: Date): Promise<boolean> {
  const { affected } = await t.query(
    'UPDATE account SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL',
    [accountId, now.toISOString()],
  );
  return affected > 0;
}

/** How many enabled administrators there are; the last one cannot be disabled. */
export async function countAdmins(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    "SELECT count(*) AS n FROM account WHERE role = 'admin' AND disabled_at IS NULL",
  );
  return rows[0]?.n ?? 0;
}

/** Makes a sender of a channel speak for an account; a sender who spoke for another leaves it. */
export async function linkIdentity(
  t: Queryable,
  identity: { channel: string; senderId: string; accountId: string },
  now: Date,
): Promise<void> {
  await t.query(
    `INSERT INTO identity (channel, sender_id, account_id, linked_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (channel, sender_id)
     DO UPDATE SET account_id = excluded.account_id, linked_at = excluded.linked_at, used_at = NULL`,
    [identity.channel, identity.senderId, identity.accountId, now.toISOString()],
  );
}

/** Ends the link of a sender of a channel. False where there was none. */
export async function unlinkIdentity(t: Queryable, channel: string, senderId: string): Promise<boolean> {
  const { affected } = await t.query('DELETE FROM identity WHERE channel = $1 AND sender_id = $2', [
    channel,
    senderId,
  ]);
  return affected > 0;
}

/** A sender of a channel who speaks for an account. */
export interface Identity {
  channel: string;
  senderId: string;
  linkedAt: string;
  /** When it was last noted as used, which is noted once a day and only where links expire. */
  usedAt: string | null;
}

/** The senders linked to an account, by channel. */
export async function listIdentities(db: Queryable, accountId: string): Promise<Identity[]> {
  const { rows } = await db.query<Identity>(
    `SELECT channel, sender_id AS "senderId", linked_at AS "linkedAt", used_at AS "usedAt" FROM identity WHERE account_id = $1
     ORDER BY channel, linked_at, sender_id`,
    [accountId],
  );
  return rows;
}

/** The account's units with all below them. UNION, not UNION ALL: a circle in the data must not run for ever. */
const unitIdsOf = (account: string): string => `ARRAY(
  WITH RECURSIVE reach AS (
    SELECT unit_id AS id FROM account_unit WHERE account_id = ${account}
    UNION
    SELECT child.id FROM org_unit child JOIN reach ON child.parent_id = reach.id
  )
  SELECT id FROM reach ORDER BY id
)`;

/** The enabled account with this id, or null. */
export async function findAccount(db: Queryable, accountId: string): Promise<Account | null> {
  const { rows } = await db.query<Account>(
    `SELECT a.id, a.name, a.role, ${unitIdsOf('a.id')} AS "unitIds"
     FROM account a WHERE a.id = $1 AND a.disabled_at IS NULL`,
    [accountId],
  );
  return rows[0] ?? null;
}

/** Who speaks for an enabled account, and when that was last noted as used. */
export interface Resolved {
  account: Account;
  usedAt: string;
}

/**
 * The enabled accounts that senders of channels speak for, in their order; null for anybody else, who then gets nothing.
 * @param usedAfter a link that was made and last used before then has expired; null: links do not expire
 */
export async function resolveIdentities(
  db: Queryable,
  senders: readonly { channel: string; senderId: string }[],
  usedAfter: string | null = null,
): Promise<(Resolved | null)[]> {
  const { rows } = await db.query<Account & { place: number; usedAt: string }>(
    `SELECT asked.place, coalesce(i.used_at, i.linked_at) AS "usedAt",
       a.id, a.name, a.role, ${unitIdsOf('a.id')} AS "unitIds"
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (channel, sender_id, place)
     JOIN identity i ON i.channel = asked.channel AND i.sender_id = asked.sender_id
     JOIN account a ON a.id = i.account_id
     WHERE a.disabled_at IS NULL
       AND ($3::timestamptz IS NULL OR greatest(i.linked_at, i.used_at) > $3::timestamptz)`,
    [senders.map(({ channel }) => channel), senders.map(({ senderId }) => senderId), usedAfter],
  );
  const found: (Resolved | null)[] = senders.map(() => null);
  for (const { place, usedAt, ...account } of rows) found[place - 1] = { account, usedAt };
  return found;
}

/** The enabled account that one sender speaks for: see `resolveIdentities`. */
export async function resolveIdentity(
  db: Queryable,
  channel: string,
  senderId: string,
): Promise<Account | null> {
  const [resolved = null] = await resolveIdentities(db, [{ channel, senderId }]);
  return resolved?.account ?? null;
}

/** Notes that a link is in use, unless that was noted after `since`. */
export async function noteIdentityUse(
  db: Queryable,
  { channel, senderId }: { channel: string; senderId: string },
  now: string,
  since: string,
): Promise<void> {
  await db.query(
    `UPDATE identity SET used_at = $3 WHERE channel = $1 AND sender_id = $2
       AND coalesce(used_at, linked_at) < $4::timestamptz`,
    [channel, senderId, now, since],
  );
}

/** Every account, oldest first. */
export async function listAccounts(db: Queryable): Promise<AccountEntry[]> {
  const { rows } = await db.query<AccountEntry>(
    `SELECT a.id, a.name, a.role, a.created_at AS "createdAt", a.disabled_at AS "disabledAt", a.is_demo AS "isDemo",
       ARRAY(SELECT u.name FROM account_unit au JOIN org_unit u ON u.id = au.unit_id
             WHERE au.account_id = a.id ORDER BY u.name, u.id) AS units,
       ARRAY(SELECT u.id FROM account_unit au JOIN org_unit u ON u.id = au.unit_id
             WHERE au.account_id = a.id ORDER BY u.name, u.id) AS "ownUnitIds",
       ARRAY(SELECT DISTINCT i.channel FROM identity i WHERE i.account_id = a.id ORDER BY i.channel) AS channels
     FROM account a ORDER BY a.created_at, a.name, a.id`,
  );
  return rows;
}

/**
 * The administrator who owns this machine: the oldest enabled one, made under `name` where there is none. For the
 * sign-in link that is printed at the start.
 */
export async function ensureLocalAdmin(t: Queryable, name: string, now: Date): Promise<string> {
  // Two replicas that start together must not make two.
  await t.query('LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE');
  const { rows } = await t.query<{ id: string }>(
    "SELECT id FROM account WHERE role = 'admin' AND disabled_at IS NULL AND NOT is_demo ORDER BY created_at, id LIMIT 1",
  );
  return rows[0]?.id ?? addAccount(t, { name, role: 'admin' }, now);
}
