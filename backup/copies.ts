import { basename } from 'node:path';
import { dayMs, type Clock } from '../core/clock.ts';
import type { FindCopies } from '../db/folder-recovery.ts';
import { isOwn, listBackups, type BackupFile } from './backup-files.ts';
import { restoreInto } from './restore.ts';

/** Whose latest backup is older than another's by so much works no more. */
const restsAfterMs = 7 * dayMs;

/**
 * The backups of the one office that uses the folder, the newest first; none where several do. A damaged database does not
 * tell which of them it is of, and must not become another.
 */
function ofOneOffice(backups: readonly BackupFile[]): readonly BackupFile[] {
  const newest = backups.find(({ office }) => office !== null);
  if (!newest) return backups;
  const since = new Date(Date.parse(newest.createdAt) - restsAfterMs).toISOString();
  const isShared = backups.some((file) => !isOwn(file, newest.office) && file.createdAt >= since);
  return isShared ? [] : backups.filter((file) => isOwn(file, newest.office));
}

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
    const backups = ofOneOffice(await listBackups(folder));
    return backups
      .filter(({ isEncrypted }) => !isEncrypted || passphrase !== undefined)
      .map(({ path, createdAt }) => ({
        name: basename(path),
        madeAt: createdAt,
        fill: (db) => restoreInto(db, path, dataDir, { clock, passphrase }),
      }));
  };
}
