import { parseArgs } from 'node:util';
import { recordAudit } from '../../access/audit-store.ts';
import { readSetting, writeSetting } from '../../access/setting-store.ts';
import { chatDaysOf, chatDaysSetting, readChatDays } from '../../bot/kept-days.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { localViewer } from '../../core/viewer.ts';
import { forgetEvents } from '../../members/events/event-store.ts';
import {
  countDueNames,
  countMembers,
  forgetMembers,
  removeDueNames,
} from '../../members/register/member-store.ts';
import { retentionOf, retentionSetting } from '../../members/register/retention.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { matchUnits, subtreeIds } from '../../members/units/units.ts';
import { openOffice } from '../../office.ts';
import * as say from '../../prompts/members-register.ts';
import { importPreview as words } from '../../prompts/members.ts';
import { fail, isConfirmed, print } from '../terminal.ts';

/** `capuy members retention`: how long names of the past are kept, and chats; takes away the names that are due. */
export async function retention(args: string[], config: Config): Promise<number> {
  const parsed = read(args, {
    'former-days': { type: 'string' },
    'chat-days': { type: 'string' },
    yes: { type: 'boolean', default: false },
  });
  if (!parsed) return fail(say.usageMembers, 2);
  const typed = parsed['former-days'];
  const chatDays = parsed['chat-days'];
  if (chatDays !== undefined && !/^\d{1,4}$/u.test(String(chatDays))) return fail(say.retention.badDays, 2);
  if (typed !== undefined && (!/^\d{1,4}$/u.test(String(typed)) || Number(typed) > 3650))
    return fail(say.retention.badDays, 2);
  const now = systemClock.now();
  const office = await openOffice(config);
  try {
    const { db } = office;
    if (chatDays !== undefined) {
      // The worker of the running assistant forgets once a day what is older.
      await db.tx(async (t) => {
        await writeSetting(t, chatDaysSetting, String(Number(chatDays)));
        await recordAudit(t, {
          at: now.toISOString(),
          accountId: null,
          action: 'chats.retention-set',
          entity: 'setting',
          details: { days: Number(chatDays) },
        });
      });
      print([say.retention.chatDays(chatDaysOf(String(chatDays)))]);
      if (typed === undefined) return 0;
    }
    const present = retentionOf(await readSetting(db, retentionSetting), dateIn(now, config.TZ));
    const wanted = typed === undefined ? present : retentionOf(String(typed), dateIn(now, config.TZ));
    const due = await countDueNames(db, wanted.before);
    if (chatDays === undefined) print([say.retention.chatDays(await readChatDays(db))]);
    print([say.retention.now(wanted.days), say.retention.due(due)]);
    if (due === 0 && wanted.days === present.days) return 0;
    if (parsed['yes'] !== true && !(await isConfirmed())) return fail(words.notSaved, 0);
    const removed = await db.tx(async (t) => {
      await writeSetting(t, retentionSetting, String(wanted.days));
      const names = await removeDueNames(t, wanted.before);
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'members.names-removed',
        entity: 'member',
        details: { days: wanted.days, removed: names },
      });
      return names;
    });
    print([say.retention.saved(wanted.days, removed)]);
    return 0;
  } finally {
    await office.close();
  }
}

/** `capuy members forget --unit NAME | --all`: removes all lists and events of a unit and what is below it, or of all. */
export async function forget(args: string[], config: Config): Promise<number> {
  const parsed = read(args, {
    unit: { type: 'string' },
    all: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  });
  const unitName = parsed?.['unit'];
  if (!parsed || (parsed['all'] === true) === (unitName !== undefined)) return fail(say.usageMembers, 2);
  const now = systemClock.now();
  const office = await openOffice(config);
  try {
    const { db } = office;
    const units = await listUnits(db, localViewer);
    const found = unitName === undefined ? [] : matchUnits(units, String(unitName));
    const [unit] = found;
    if (unitName !== undefined && !unit) return fail(words.unknownUnit(String(unitName)), 1);
    if (found.length > 1)
      return fail(
        words.severalUnits(
          String(unitName),
          found.map((each) => each.name),
        ),
        1,
      );
    const unitIds = unit ? subtreeIds(units, unit.id) : null;
    print([say.forget.what(await countMembers(db, unitIds ?? []), unit?.name ?? say.forget.everything)]);
    if (parsed['yes'] !== true && !(await isConfirmed())) return fail(words.notSaved, 0);
    const removed = await db.tx(async (t) => {
      const members = await forgetMembers(t, unitIds);
      const events = await forgetEvents(t, unitIds);
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'members.forgotten',
        entity: 'org_unit',
        entityId: unit?.id ?? null,
        details: { members, events },
      });
      return members + events;
    });
    print([say.forget.done(removed)]);
    return 0;
  } finally {
    await office.close();
  }
}

type Options = Record<string, { type: 'string' } | { type: 'boolean'; default: boolean }>;

function read(args: string[], options: Options): Record<string, string | boolean | undefined> | null {
  try {
    const { values } = parseArgs({ args, options, allowPositionals: false });
    return values as Record<string, string | boolean | undefined>;
  } catch {
    return null;
  }
}
