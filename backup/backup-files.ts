import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dateIn, timeIn } from '../core/clock.ts';
import { readHeader } from './container.ts';

/** A backup in the folder of backups, as far as its head tells. */
export interface BackupFile {
  path: string;
  /** ISO instant. */
  createdAt: string;
  /** Which office it is of; null in those of earlier programs. */
  office: string | null;
  isEncrypted: boolean;
  sizeBytes: number;
}

const ending = '.capuy';

/** A name for a backup that is made at `now`, which no file in `folder` has: 'capuy-2026-11-22-1405.capuy'. */
export function newBackupPath(folder: string, now: Date, timeZone?: string, head = 'capuy'): string {
  const stem = `${head}-${dateIn(now, timeZone)}-${timeIn(now, timeZone).replace(':', '')}`;
  for (let number = 1; ; number++) {
    const path = join(folder, `${stem}${number === 1 ? '' : `-${number}`}${ending}`);
    if (!existsSync(path)) return path;
  }
}

/** The backups in a folder, the newest first. What only looks like one, or was never finished, is left out. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = await readdir(folder).catch(() => []);
  const found: BackupFile[] = [];
  for (const name of names) {
    if (!name.endsWith(ending)) continue;
    const path = join(folder, name);
    const header = await readHeader(path).catch(() => null);
    if (!header) continue;
    found.push({
      path,
      createdAt: header.createdAt,
      office: header.office ?? null,
      isEncrypted: header.encryption !== undefined,
      sizeBytes: statSync(path).size,
    });
  }
  return found.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** Whether a backup is of this office, or may be: another office may use the same folder. */
export const isOwn = (file: BackupFile, office: string | null): boolean =>
  file.office === null || file.office === office;
