import { join, resolve } from 'node:path';
import { listBackups, type BackupFile } from './backup/backup-files.ts';
import { createCopies } from './backup/copies.ts';
import { checkFolder, checkServer } from './backup/place-state.ts';
import { backupFolder, type Config } from './config.ts';
import { systemClock } from './core/clock.ts';
import type { Database } from './db/database.ts';
import { createFileStore, type FileStore } from './db/file-store.ts';
import type { FindCopies } from './db/folder-recovery.ts';
import { holdsDatabase } from './db/folder-start.ts';
import { openDatabase } from './db/open.ts';
import { makePrivate } from './db/private-folder.ts';

/** What every command of an office works on: its database and its files. */
export interface Office {
  db: Database;
  files: FileStore;
  dataDir: string;
  close(): Promise<void>;
}

/**
 * Opens the office's store as the settings say and brings its structure up to date. A damaged embedded database gives way
 * to the newest backup that can be put back (`db/folder-recovery.ts`).
 * @throws AppError 'storage-locked' when the assistant or another command already holds the data folder
 * @throws FolderDamagedError where it is damaged and there is none
 * @throws BackupError 'incomplete' where a restore did not come to its end, 'moved' where the content lives elsewhere now
 */
export async function openOffice(config: Config): Promise<Office> {
  const dataDir = resolve(config.CAPUY_DATA_DIR);
  makePrivate(dataDir);
  if (!config.DATABASE_URL) checkFolder(dataDir);
  const db = await openDatabase(
    config.DATABASE_URL
      ? {
          databaseUrl: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL_SIZE,
          statementSeconds: config.DATABASE_STATEMENT_SECONDS,
        }
      : { dataDir: join(dataDir, 'database'), copies: copiesOf(config, dataDir) },
  );
  if (config.DATABASE_URL)
    await checkServer(db).catch(async (error: unknown) => {
      await db.close();
      throw error;
    });
  // Once more, for the files of a database that was new.
  if (db.kind === 'embedded') makePrivate(dataDir);
  return { db, files: createFileStore(join(dataDir, 'files')), dataDir, close: () => db.close() };
}

/** What the reader process of an office does; see `ReaderSettings`. */
export const readerWork = new URL('./bot/features/documents/reader-work.ts', import.meta.url);

/**
 * The newest backup where a start begins an empty office although there are backups: the database was removed, or another
 * folder was meant. Null on a server, and where there is a database or no backup.
 */
export async function unusedBackup(config: Config): Promise<BackupFile | null> {
  if (config.DATABASE_URL || holdsDatabase(join(resolve(config.CAPUY_DATA_DIR), 'database'))) return null;
  return (await listBackups(backupFolder(config)))[0] ?? null;
}

/** The backups, for a database folder that turns out to be damaged. */
const copiesOf = (config: Config, dataDir: string): FindCopies =>
  createCopies({
    folder: backupFolder(config),
    dataDir,
    clock: systemClock,
    passphrase: config.CAPUY_BACKUP_PASSPHRASE,
  });
