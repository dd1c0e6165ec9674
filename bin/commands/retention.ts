import { parseArgs } from 'node:util';
import { readSetting } from '../../access/setting-store.ts';
import { isOwn, listBackups } from '../../backup/backup-files.ts';
import { officeSetting } from '../../backup/content.ts';
import { backupsToRemove } from '../../backup/schedule.ts';
import { applyRetention, type Removed, type RetentionId } from '../../bot/retention.ts';
import { backupFolder, type Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { openOffice } from '../../office.ts';
import * as words from '../../prompts/retention.ts';
import { fail, isConfirmed, print } from '../terminal.ts';

/** `capuy retention [--run] [--yes]`: what settings delete and after how long; deletes only with `--run`. */
export async function run(args: string[], config: Config): Promise<number> {
  let values;
  try {
    const flag = { type: 'boolean', default: false } as const;
    ({ values } = parseArgs({ args, options: { run: flag, yes: flag } }));
  } catch {
    return fail(words.usage, 2);
  }
  const now = systemClock.now();
  const office = await openOffice(config);
  try {
    const options = { timeZone: config.TZ };
    const due = await applyRetention(office.db, now, { ...options, isDry: true });
    const schedule = { daily: config.CAPUY_BACKUP_DAILY, weekly: config.CAPUY_BACKUP_WEEKLY };
    const own = await readSetting(office.db, officeSetting);
    const backups = (await listBackups(backupFolder(config))).filter((file) => isOwn(file, own));
    const files = backupsToRemove(schedule, backups, now, config.TZ);
    const [chats, names] = [find(due, 'chats'), find(due, 'names')];
    print([
      words.head,
      words.chats(chats.days, { messages: count(chats, 'messages'), questions: count(chats, 'questions') }),
      words.names(names.days, count(names, 'removed')),
      words.backups(schedule.daily, schedule.weekly, files.length),
      words.foot,
    ]);
    if (!values.run) return 0;
    if (due.every(({ counts }) => Object.values(counts).every((each) => each === 0))) {
      print([words.nothingDue]);
      return 0;
    }
    if (!values.yes && !(await isConfirmed())) return fail(words.notDone, 0);
    const done = await applyRetention(office.db, now, options);
    const [chatsDone, namesDone] = [find(done, 'chats'), find(done, 'names')];
    print([
      words.done(count(chatsDone, 'messages'), count(chatsDone, 'questions'), count(namesDone, 'removed')),
    ]);
    return 0;
  } finally {
    await office.close();
  }
}

const find = (all: readonly Removed[], id: RetentionId): Removed =>
  all.find((one) => one.id === id) ?? { id, days: null, counts: {} };
const count = ({ counts }: Removed, name: string): number => counts[name] ?? 0;
