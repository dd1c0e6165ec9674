import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newBackupPath } from '../../backup/backup-files.ts';
import { moveToFolder, moveToServer } from '../../backup/move.ts';
import { backupFolder, type Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import * as words from '../../prompts/backup.ts';
import { fail, print, progressLine } from '../terminal.ts';
import { holdingOf, rowsOf } from './backup.ts';

/** `capuy move [--back]`: from the data folder to the server of DATABASE_URL, or from there into the folder. */
export async function run(args: string[], config: Config): Promise<number> {
  const [direction, ...more] = args;
  if (more.length > 0 || (direction !== undefined && direction !== '--back')) return fail(words.moveUsage, 2);
  const databaseUrl = config.DATABASE_URL;
  if (databaseUrl === undefined) return fail(words.moveNeedsServer, 2);
  const isBack = direction === '--back';
  const dataDir = resolve(config.CAPUY_DATA_DIR);
  if (!isBack && !existsSync(join(dataDir, 'database', 'postgres')))
    return fail(words.nothingToMove(dataDir), 1);
  const backupPath = newBackupPath(backupFolder(config), systemClock.now(), config.TZ, 'capuy-chuyen');
  const line = progressLine();
  line.show(words.working.backup);
  try {
    const summary = await (isBack ? moveToFolder : moveToServer)(
      { dataDir, databaseUrl, backupPath },
      {
        clock: systemClock,
        passphrase: config.CAPUY_BACKUP_PASSPHRASE,
        on: (step) => line.show(words.working[step]),
      },
    );
    line.clear();
    print([
      words.moved({
        isBack,
        place: dataDir,
        backup: backupPath,
        rows: rowsOf(summary),
        holding: holdingOf(summary),
      }),
    ]);
    return 0;
  } finally {
    line.clear();
  }
}
