import { parseArgs } from 'node:util';
import { addAccount, countAdmins, listAccounts, type AccountEntry } from '../../access/account-store.ts';
import { recordAudit } from '../../access/audit-store.ts';
import { createPairingCode } from '../../access/pairing.ts';
import { offboard } from '../../bot/offboarding.ts';
import { openOffice } from '../../office.ts';
import type { Config } from '../../config.ts';
import { systemClock, timeIn } from '../../core/clock.ts';
import { InputError } from '../../core/errors.ts';
import { localViewer, type Role } from '../../core/viewer.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { findUnits, getUnit } from '../../members/units/unit-store.ts';
import * as words from '../../prompts/access.ts';
import { nameTaken } from '../../prompts/accounts.ts';
import { fold } from '../../text/normalise.ts';

const roles: readonly string[] = ['cadre', 'secretary', 'office', 'admin'] satisfies Role[];
const isRole = (text: string): text is Role => roles.includes(text);
const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const options = {
  role: { type: 'string' },
  unit: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

/** `capuy account add|list|code|disable`: who may use the assistant. */
export async function run(args: string[], config: Config): Promise<number> {
  const request = readRequest(args);
  if (!request) {
    process.stderr.write(words.accountUsage);
    return 2;
  }
  const office = await openOffice(config);
  try {
    process.stdout.write(`${await answer(office.db, request, config.TZ)}\n`);
    return 0;
  } finally {
    await office.close();
  }
}

type Request =
  | { verb: 'add'; name: string; role: string; units: string[] }
  | { verb: 'list'; isJson: boolean }
  | { verb: 'code' | 'disable'; account: string };

/** What the arguments ask for; null where they cannot be understood. */
export function readRequest(args: string[]): Request | null {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [verb, subject, ...rest] = positionals;
    if (rest.length > 0) return null;
    if (verb === 'list' && subject === undefined) return { verb, isJson: values.json ?? false };
    if (subject === undefined || subject.trim() === '') return null;
    if (verb === 'add')
      return { verb, name: subject.trim(), role: values.role ?? 'cadre', units: values.unit ?? [] };
    if (verb === 'code' || verb === 'disable') return { verb, account: subject.trim() };
    return null;
  } catch {
    return null;
  }
}

/** Does what was asked and says so. @throws InputError with the sentence for what cannot be done */
export function answer(db: Database, request: Request, timeZone: string): Promise<string> {
  switch (request.verb) {
    case 'add':
      return add(db, request, timeZone);
    case 'list':
      return list(db, request.isJson);
    case 'code':
      return db.tx(async (t) => {
        const account = await findByName(t, request.account);
        return newCode(t, account, timeZone);
      });
    case 'disable':
      return db.tx((t) => disable(t, request.account));
  }
}

async function add(
  db: Database,
  request: Extract<Request, { verb: 'add' }>,
  timeZone: string,
): Promise<string> {
  const { name, role } = request;
  if (!isRole(role)) throw new InputError('role', words.unknownRole(role));
  const names = (await listAccounts(db))
    .filter((entry) => entry.disabledAt === null)
    .map((entry) => fold(entry.name));
  if (names.includes(fold(name))) throw new InputError('name', nameTaken(name));
  const unitIds = await Promise.all(request.units.map((unit) => unitIdOf(db, unit)));
  if (role === 'secretary' && unitIds.length === 0) throw new InputError('unit', words.unitNeeded);
  return db.tx(async (t) => {
    const now = systemClock.now();
    const id = await addAccount(t, { name, role, unitIds }, now);
    await recordAudit(t, {
      at: now.toISOString(),
      accountId: null,
      action: 'account.add',
      entity: 'account',
      entityId: id,
      details: { role, units: unitIds },
    });
    return `${words.accountAdded(name, role)}\n${await newCode(t, { id, name }, timeZone)}`;
  });
}

async function unitIdOf(db: Database, text: string): Promise<string> {
  if (isId(text)) {
    const unit = await getUnit(db, localViewer, text);
    if (!unit) throw new InputError('unit', words.unknownUnit(text));
    return unit.id;
  }
  const [unit, ...others] = await findUnits(db, localViewer, text);
  if (!unit) throw new InputError('unit', words.unknownUnit(text));
  if (others.length > 0) throw new InputError('unit', words.unitNameIsShared(text, others.length + 1));
  return unit.id;
}

async function list(db: Database, isJson: boolean): Promise<string> {
  const accounts = await listAccounts(db);
  if (isJson) return accounts.map((account) => JSON.stringify(account)).join('\n');
  if (accounts.length === 0) return words.noAccounts;
  return accounts
    .map((account) => words.accountLine({ ...account, isDisabled: account.disabledAt !== null }))
    .join('\n');
}

async function newCode(
  t: Queryable,
  account: { id: string; name: string },
  timeZone: string,
): Promise<string> {
  const { code, expiresAt } = await createPairingCode(t, account.id, systemClock.now());
  return words.pairingCodeMade(account.name, code, timeIn(expiresAt, timeZone));
}

async function disable(t: Queryable, text: string): Promise<string> {
  const account = await findByName(t, text);
  if (account.role === 'admin' && (await countAdmins(t)) <= 1)
    throw new InputError('account', words.lastAdminStays);
  await offboard(t, account.id, null, systemClock.now());
  return words.accountDisabled(account.name);
}

/** The enabled account with this id or name, in any spelling of its letters. */
async function findByName(t: Queryable, text: string): Promise<AccountEntry> {
  const enabled = (await listAccounts(t)).filter((account) => account.disabledAt === null);
  const matching = enabled.filter(
    (account) => account.id === text.toLowerCase() || fold(account.name) === fold(text),
  );
  const exact = matching.filter((account) => account.name.normalize('NFC') === text.normalize('NFC'));
  const found = exact.length === 1 ? exact : matching;
  const [account, ...others] = found;
  if (!account) throw new InputError('account', words.unknownAccount(text));
  if (others.length > 0)
    throw new InputError(
      'account',
      words.accountNameIsShared(
        text,
        found.map(({ id }) => id),
      ),
    );
  return account;
}
