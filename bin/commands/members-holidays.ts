import { parseArgs } from 'node:util';
import { recordAudit } from '../../access/audit-store.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { saveHolidays } from '../../members/due/holiday-store.ts';
import { parseHolidays } from '../../members/due/parse-holidays.ts';
import { openOffice } from '../../office.ts';
import * as say from '../../prompts/members-register.ts';
import { importPreview as words } from '../../prompts/members.ts';
import { fail, isConfirmed, openTable, print } from '../terminal.ts';

/** `capuy members holidays FILE`: days off and days worked in exchange, by which working days are counted. */
export async function importHolidays(args: string[], config: Config): Promise<number> {
  const parsed = readArgs(args);
  const [path] = parsed?.positionals ?? [];
  if (!parsed || path === undefined) return fail(say.usageMembers, 2);
  const sheets = await openTable(path);
  if (sheets === null) return 1;
  const now = systemClock.now();
  const days = parseHolidays(sheets, dateIn(now, config.TZ));
  if (days === null) return fail(say.holidays.noHeader, 1);
  if (days.length === 0) return fail(words.nothing, 1);
  print([say.holidays.found(days)]);
  if (!parsed.values.yes && !(await isConfirmed())) return fail(words.notSaved, 0);
  const office = await openOffice(config);
  try {
    await office.db.tx(async (t) => {
      await saveHolidays(t, days);
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'holidays.imported',
        entity: 'holiday',
        details: { days: days.length },
      });
    });
    print([say.holidays.saved(days.length)]);
    return 0;
  } finally {
    await office.close();
  }
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { yes: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch {
    return null;
  }
}
