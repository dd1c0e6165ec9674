import { existsSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSetting, writeSetting } from '../access/setting-store.ts';
import { BackupError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { syncPath } from '../db/sync-files.ts';
import { incompleteSetting, listTables } from './rows-store.ts';

/*
 * What keeps an assistant from opening a place that must not be worked in: one where a restore did not come to its end,
 * which would look like an empty office, and one whose content was moved, where what people write would be lost to the
 * other.
 */

/** The embedded database while a backup is being put back, beside its place. */
export const restoringFolder = (dataDir: string): string => join(dataDir, 'database.restoring');

/** In the restoring folder from when its database is whole: what stands in the place behind it is its own. */
const placedMark = (dataDir: string): string => join(restoringFolder(dataDir), 'da-phuc-hoi.txt');

/** Whether an interrupted restore has come so far that all but its last step is done, or was once. */
export const isPlaced = (dataDir: string): boolean => existsSync(placedMark(dataDir));

/** Notes that the restored database is whole and about to be put in its place. */
export async function notePlaced(dataDir: string): Promise<void> {
  await writeFile(placedMark(dataDir), '', { flush: true });
  await syncPath(restoringFolder(dataDir));
  await syncPath(dataDir);
}

/** Clears what an interrupted restore has left, but for its mark. */
export async function emptyRestoring(dataDir: string): Promise<void> {
  const folder = restoringFolder(dataDir);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (path !== placedMark(dataDir)) await rm(path, { recursive: true, force: true });
  }
}

/** Opens the place: from here on it holds an office. In one step, so that no kill leaves the folder without its mark. */
export async function endRestoring(dataDir: string): Promise<void> {
  const over = `${restoringFolder(dataDir)}.xong`;
  await rm(over, { recursive: true, force: true });
  await rename(restoringFolder(dataDir), over);
  await syncPath(dataDir);
  await rm(over, { recursive: true, force: true });
}

const movedMark = (dataDir: string): string => join(dataDir, 'database', 'da-chuyen.txt');
const movedSetting = 'moved';

/**
 * Looks at a data folder before its database is opened.
 * @throws BackupError 'incomplete', 'moved'
 */
export function checkFolder(dataDir: string): void {
  if (existsSync(restoringFolder(dataDir))) throw new BackupError('incomplete', dataDir);
  if (existsSync(movedMark(dataDir))) throw new BackupError('moved', dataDir);
}

/**
 * Looks at an open server.
 * @throws BackupError 'incomplete', 'moved'
 */
export async function checkServer(db: Database): Promise<void> {
  if ((await readSetting(db, incompleteSetting)) !== null) throw new BackupError('incomplete', '');
  if ((await readSetting(db, movedSetting)) !== null) throw new BackupError('moved', '');
}

/**
 * Looks at an open server whose rows are to be copied.
 * @throws BackupError 'no-office' where no assistant has kept anything there, and as `checkServer`
 */
export async function checkSource(db: Database): Promise<void> {
  if (!(await listTables(db)).some(({ name }) => name === 'setting')) throw new BackupError('no-office');
  await checkServer(db);
}

/** Notes that what the folder's database holds lives on a server now. */
export async function noteFolderMoved(dataDir: string, at: string): Promise<void> {
  await writeFile(movedMark(dataDir), `${at}\n`, { mode: 0o600, flush: true });
  await syncPath(join(dataDir, 'database'));
}

/** Notes that what the server holds lives in a folder now. */
export const noteServerMoved = (db: Database, at: string): Promise<void> =>
  writeSetting(db, movedSetting, at);

/** Puts a database that was moved away from this folder aside, so that another can take its place. */
export async function putMovedAside(dataDir: string, at: string): Promise<void> {
  if (!existsSync(movedMark(dataDir))) return;
  const name = `database.cu-${at.slice(0, 19).replace(/[^0-9]/gu, '')}`;
  await rename(join(dataDir, 'database'), join(dataDir, name));
  await syncPath(dataDir);
}
