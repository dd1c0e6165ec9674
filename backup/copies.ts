import { basename } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { FindCopies } from '../db/folder-recovery.ts';
import { listBackups } from './backup-files.ts';
import { restoreInto } from './restore.ts';

/**
 * The backups in `folder` as copies that a damaged embedded database can be replaced by, the newest first. Each is checked
 * as a whole before anything of it is put back; encrypted ones need the passphrase of the settings.
 */
export function createCopies(deps: {
  folder: string;
  dataDir: string;
  clock: Clock;
  passphrase?: string | undefined;
}): FindCopies {
  const { folder, dataDir, clock, passphrase } = deps;
  return async () => {
    const backups = await listBackups(folder);
    return backups
      .filter(({ isEncrypted }) => !isEncrypted || passphrase !== undefined)
      .map(({ path, createdAt }) => ({
        name: basename(path),
        madeAt: createdAt,
        fill: (db) => restoreInto(db, path, dataDir, { clock, passphrase }),
      }));
  };
}
