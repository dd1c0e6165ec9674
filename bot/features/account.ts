import { z } from 'zod';
import {
  addAccount,
  countAdmins,
  listAccounts,
  setAccountRole,
  type AccountEntry,
} from '../../access/account-store.ts';
import { recordAudit } from '../../access/audit-store.ts';
import { createPairingCode, pairingMinutes } from '../../access/pairing.ts';
import { lowerRole, may } from '../../access/permissions.ts';
import { PermissionDeniedError } from '../../core/errors.ts';
import type { Role } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import * as words from '../../prompts/accounts.ts';
import { channelName } from '../../prompts/web-views-office.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import type { Block, Feature, Outcome, TurnContext } from '../types.ts';
import { setChatRole } from '../chat-role-store.ts';
import { offboard } from '../offboarding.ts';
import { confirming, enabledEntry, saying, text } from './account-replies.ts';
import { changeUnits, oneUnit, pendingUnit, proposeUnit } from './account-units.ts';
import { parseAccountLine, parseRole, type AccountRequest } from './account-line.ts';

const id = 'account';

/** What waits behind a button; kept on the server, checked again when the button is pressed. */
const pendingAdd = z.object({
  name: z.string(),
  role: z.enum(['cadre', 'secretary', 'office', 'admin']),
  unitIds: z.array(z.string()),
});
const pendingRole = z.object({ id: z.string(), role: pendingAdd.shape.role });
const pendingAccount = z.object({ id: z.string() });

/** '/toi', '/lienket' and, for administrators, '/taikhoan'. Every change leaves an audit event in its transaction. */
export function createAccountFeature(): Feature {
  return {
    id,
    commands: [
      { name: 'toi', aliases: ['toilaai', 'whoami'], permission: 'help', description: words.commandHelp.toi },
      { name: 'lienket', aliases: ['malienket'], permission: 'help', description: words.commandHelp.lienket },
      { name: 'quyen', aliases: ['haquyen'], permission: 'help', description: words.commandHelp.quyen },
      {
        name: 'taikhoan',
        aliases: ['nguoidung'],
        permission: 'accounts.manage',
        description: words.commandHelp.taikhoan,
        example: words.commandExamples.taikhoan,
      },
    ],
    recognise: (said) =>
      /^(?:toi la ai|toi (?:dang )?dung tai khoan nao|toi co quyen gi)\W*$/u.test(fold(oneLine(said)))
        ? { name: 'toi', args: '' }
        : null,
    async handle(context, request) {
      switch (request.type) {
        case 'command':
          if (request.name === 'toi') return whoAmI(context);
          if (request.name === 'lienket') return linkOwn(context, request.args);
          if (request.name === 'quyen') return lowerHere(context, request.args);
          return manage(context, parseAccountLine(request.args));
        case 'choice':
          return confirmed(context, request.action);
        case 'text':
        case 'files':
          return saying(words.usage);
      }
    },
  };
}

async function whoAmI(context: TurnContext): Promise<Outcome> {
  const own = (await listAccounts(context.db)).find((entry) => entry.id === context.account.id);
  if (!own) return saying(words.changedMeanwhile);
  // A group is no place for a person's units and channels.
  return saying(words.whoAmI(context.isGroup ? { ...own, units: [], channels: [] } : own));
}

function linkOwn(context: TurnContext, args: string): Outcome {
  if (context.isGroup) return saying(words.codeNotInGroup);
  if (/\d{6}/u.test(args.replace(/\s/gu, ''))) return saying(words.codeNotHere);
  return codeFor(context, context.account.id, null);
}

/** '/quyen cán bộ': in this chat the person may do no more than that, until they link it anew. */
function lowerHere(context: TurnContext, args: string): Outcome {
  if (context.isSignedIn) return saying(words.roleOnlyWhereLinked);
  const { role: own } = context.viewer;
  const typed = args.trim();
  const role = parseRole(typed);
  if (!role) return saying(typed === '' ? words.roleHere(own) : words.roleNotUnderstood(typed));
  if (lowerRole(role, own) !== role) return saying(words.roleHereNotHigher(own));
  return {
    blocks: [text(words.roleHereLowered(role))],
    async write(t) {
      const at = context.now.toISOString();
      await setChatRole(t, { lane: context.lane, role, by: context.account.id, at });
      await audit(t, context, 'chat.role', context.account.id, { to: role });
    },
  };
}

function codeFor(context: TurnContext, accountId: string, name: string | null): Outcome {
  return {
    blocks: [],
    async write(t) {
      const { code } = await createPairingCode(t, accountId, context.now);
      await audit(t, context, 'account.code', accountId);
      return [text(words.newCode(code, pairingMinutes, name)), ...linksFor(context, code)];
    },
  };
}

const linksFor = (context: TurnContext, code: string): Block[] =>
  (context.pairingLinks?.(code) ?? []).map(({ channel, url }) => ({
    type: 'link',
    label: words.openAndLink(channelName(channel)),
    url,
  }));

async function manage(context: TurnContext, request: AccountRequest): Promise<Outcome> {
  switch (request.type) {
    case 'not-understood':
      return saying(words.usage);
    case 'list':
      return { blocks: [accountTable(await listAccounts(context.db)), text(words.usage)] };
    case 'add':
      return proposeAdd(context, request);
    case 'role': {
      const role = parseRole(request.role);
      if (!role) return saying(words.roleNotUnderstood(request.role));
      return withAccount(context, request.name, `role-of:${role}:`, (entry) => proposeRole(entry, role));
    }
    case 'give-unit':
    case 'take-unit': {
      if (request.unit === '') return saying(words.usage);
      const unit = await oneUnit(context, request.unit);
      if ('blocks' in unit) return unit;
      return withAccount(context, request.name, `${request.type}-of:${unit.id}:`, (entry) =>
        proposeUnit(entry, unit, request.type),
      );
    }
    case 'code':
      return withAccount(context, request.name, 'code:', (entry) => codeFor(context, entry.id, entry.name));
    case 'disable':
      return withAccount(context, request.name, 'disable-of:', proposeDisable);
  }
}

function accountTable(entries: readonly AccountEntry[]): Block {
  const table = words.accountTable;
  return {
    type: 'table',
    title: table.title,
    head: [...table.head],
    rows: entries.map((entry) => [
      entry.name,
      words.roleNames[entry.role],
      entry.role === 'office' || entry.role === 'admin' ? table.allUnits : entry.units.join('; '),
      entry.channels.join(', '),
      entry.disabledAt === null ? table.active : table.disabled,
    ]),
    audience: 'internal',
  };
}

async function proposeAdd(
  context: TurnContext,
  request: Extract<AccountRequest, { type: 'add' }>,
): Promise<Outcome> {
  const role = parseRole(request.role);
  if (!role) return saying(words.roleNotUnderstood(request.role));
  if (isNameTaken(await listAccounts(context.db), request.name)) return saying(words.nameTaken(request.name));
  const units: { id: string; name: string }[] = [];
  for (const typed of request.units) {
    const unit = await oneUnit(context, typed);
    if ('blocks' in unit) return unit;
    units.push(unit);
  }
  if (role === 'secretary' && units.length === 0) return saying(words.unitMissing);
  const pending: z.infer<typeof pendingAdd> = {
    name: request.name,
    role,
    unitIds: units.map((unit) => unit.id),
  };
  return confirming(
    words.confirmAdd(
      request.name,
      role,
      units.map((unit) => unit.name),
    ),
    { label: words.buttons.save, action: `${id}:add:${JSON.stringify(pending)}`, style: 'primary' },
  );
}

const proposeRole = (entry: AccountEntry, role: Role): Outcome =>
  confirming(words.confirmRole(entry.name, entry.role, role), {
    label: words.buttons.save,
    action: `${id}:role:${JSON.stringify({ id: entry.id, role })}`,
    style: 'primary',
  });

const proposeDisable = (entry: AccountEntry): Outcome =>
  confirming(words.confirmDisable(entry.name), {
    label: words.buttons.disable,
    action: `${id}:disable:${JSON.stringify({ id: entry.id })}`,
    style: 'danger',
  });

/** Goes on with the one enabled account of that name, or asks which of several is meant. */
async function withAccount(
  context: TurnContext,
  typed: string,
  verb: string,
  goOn: (entry: AccountEntry) => Outcome,
): Promise<Outcome> {
  const wanted = fold(oneLine(typed));
  const enabled = (await listAccounts(context.db)).filter((entry) => entry.disabledAt === null);
  const exact = enabled.filter((entry) => fold(oneLine(entry.name)) === wanted);
  const found = exact.length > 0 ? exact : enabled.filter((entry) => fold(entry.name).includes(wanted));
  const [only] = found;
  if (!only) return saying(words.accountNotFound(typed));
  if (found.length === 1) return goOn(only);
  return {
    blocks: [
      {
        type: 'choices',
        id: 'which',
        prompt: words.accountAmbiguous(typed),
        options: found.slice(0, 8).map((entry) => ({
          label: entry.units.length > 0 ? `${entry.name} (${entry.units.join('; ')})` : entry.name,
          action: `${id}:${verb}${entry.id}`,
        })),
      },
    ],
  };
}

/** A button: the permission is checked again, because the role may have changed since it was shown. */
async function confirmed(context: TurnContext, action: string): Promise<Outcome> {
  if (!may(context.viewer.role, 'accounts.manage')) throw new PermissionDeniedError('accounts.manage');
  const [verb = '', ...rest] = action.split(':');
  const argument = rest.join(':');
  switch (verb) {
    case 'add':
      return add(context, pendingAdd.parse(JSON.parse(argument)));
    case 'role':
      return changeRole(context, pendingRole.parse(JSON.parse(argument)));
    case 'give-unit':
    case 'take-unit':
      return changeUnits(context, pendingUnit.parse(JSON.parse(argument)), verb);
    case 'disable':
      return disable(context, pendingAccount.parse(JSON.parse(argument)).id);
    case 'cancel':
      return saying(words.cancelled);
    default:
      return chosen(context, verb, argument);
  }
}

/** One of several accounts was chosen. */
async function chosen(context: TurnContext, verb: string, argument: string): Promise<Outcome> {
  const accountId = argument.slice(argument.lastIndexOf(':') + 1);
  const entry = (await listAccounts(context.db)).find(
    (one) => one.id === accountId && one.disabledAt === null,
  );
  if (!entry) return saying(words.changedMeanwhile);
  if (verb === 'code') return codeFor(context, entry.id, entry.name);
  if (verb === 'disable-of') return proposeDisable(entry);
  if (verb === 'give-unit-of' || verb === 'take-unit-of') {
    const unitId = argument.slice(0, argument.indexOf(':'));
    const unit = (await listUnits(context.db, context.viewer)).find((one) => one.id === unitId);
    if (!unit) return saying(words.changedMeanwhile);
    return proposeUnit(entry, unit, verb === 'give-unit-of' ? 'give-unit' : 'take-unit');
  }
  const role = verb === 'role-of' ? parseRole(argument.slice(0, argument.indexOf(':'))) : null;
  return role ? proposeRole(entry, role) : saying(words.usage);
}

function add(context: TurnContext, account: z.infer<typeof pendingAdd>): Outcome {
  return {
    blocks: [],
    async write(t) {
      if (isNameTaken(await listAccounts(t), account.name)) return [text(words.nameTaken(account.name))];
      const accountId = await addAccount(t, account, context.now);
      await audit(t, context, 'account.add', accountId, {
        role: account.role,
        units: account.unitIds.length,
      });
      const { code } = await createPairingCode(t, accountId, context.now);
      return [
        text(words.added(account.name)),
        text(words.newCode(code, pairingMinutes, account.name)),
        ...linksFor(context, code),
      ];
    },
  };
}

function changeRole(context: TurnContext, { id: accountId, role }: z.infer<typeof pendingRole>): Outcome {
  return {
    blocks: [],
    async write(t) {
      const entry = await enabledEntry(t, accountId);
      if (!entry) return [text(words.changedMeanwhile)];
      if (role !== 'admin' && (await isLastAdmin(t, entry))) return [text(words.lastAdmin)];
      await setAccountRole(t, accountId, role);
      await audit(t, context, 'account.role', accountId, { from: entry.role, to: role });
      return [text(words.roleChanged(entry.name, role))];
    },
  };
}

function disable(context: TurnContext, accountId: string): Outcome {
  return {
    blocks: [],
    async write(t) {
      const entry = await enabledEntry(t, accountId);
      if (!entry) return [text(words.changedMeanwhile)];
      if (await isLastAdmin(t, entry)) return [text(words.lastAdmin)];
      await offboard(t, accountId, context.account.id, context.now);
      return [text(words.disabled(entry.name))];
    },
  };
}

const isNameTaken = (entries: readonly AccountEntry[], name: string): boolean =>
  entries.some((entry) => entry.disabledAt === null && fold(oneLine(entry.name)) === fold(oneLine(name)));

const isLastAdmin = async (t: Queryable, entry: AccountEntry): Promise<boolean> =>
  entry.role === 'admin' && (await countAdmins(t)) <= 1;

const audit = (
  t: Queryable,
  context: TurnContext,
  action: string,
  accountId: string,
  details: Record<string, string | number> = {},
): Promise<void> =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action,
    entity: 'account',
    entityId: accountId,
    details,
  });
