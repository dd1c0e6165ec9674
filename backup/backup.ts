import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { BackupError } from '../core/errors.ts';
import { syncPath } from '../db/sync-files.ts';
import {
  openContainer,
  verifyChecksum,
  writeContainer,
  type BackupAbout,
  type BackupHeader,
  type ContentSink,
} from './container.ts';
import { aboutNow, readContent, writeContent, type BackupSource, type ContentEnd } from './content.ts';
import { placeError } from './place-error.ts';

/** What a backup file holds, after all of it was read and compared. */
export interface BackupSummary {
  path: string;
  header: BackupHeader;
  sizeBytes: number;
  end: ContentEnd;
  /** The migrations of its tables, with what each was recognised by. */
  migrations: { name: string; checksum: string }[];
}

export interface BackupOptions {
  /** Encrypts; nobody can read the file without it. */
  passphrase?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Backs up an open office into a new file while it goes on working, and reads the file back before it has its name: a
 * file under that name is whole, whatever happens meanwhile.
 * @throws BackupError 'exists', 'unwritable', 'disk-full'
 */
export async function createBackup(
  source: BackupSource & { clock: Clock },
  path: string,
  options: BackupOptions = {},
): Promise<BackupSummary> {
  const about = await aboutNow(source.db, source.clock.now());
  return saveBackup(path, about, (sink) => writeContent(source, sink, options.signal), options);
}

/** `createBackup` with a content that comes from somewhere else. */
export async function saveBackup(
  path: string,
  about: BackupAbout,
  produce: (sink: ContentSink) => Promise<void>,
  { passphrase }: BackupOptions = {},
): Promise<BackupSummary> {
  if (await stat(path).catch(() => null)) throw new BackupError('exists', path);
  // One name for all attempts: what a killed one left goes with the next.
  const half = `${path}.dang-ghi`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Anew, so that nobody who writes under this name as well goes on writing into this file.
    await rm(half, { force: true });
    const out = createWriteStream(half, { flags: 'wx', mode: 0o600, flush: true });
    await writeContainer(out, about, produce, passphrase);
    const summary = await checkBackup(half, passphrase);
    await rename(half, path);
    await syncPath(dirname(path));
    return { ...summary, path };
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    throw placeError(error, path);
  }
}

/**
 * Reads a backup to its end and compares every row and every file with what it says of itself.
 * @throws BackupError 'no-file', 'not-a-backup', 'format-newer', 'damaged', 'passphrase-needed', 'passphrase-wrong'
 */
export async function checkBackup(path: string, passphrase?: string): Promise<BackupSummary> {
  // First, so that what fails later is the passphrase and not the file.
  const sizeBytes = await verifyChecksum(path);
  const { header, content } = await openContainer(path, passphrase);
  const migrations: BackupSummary['migrations'] = [];
  const end = await readContent(content, path, {
    lines({ name, columns }, lines) {
      if (name !== 'migration') return;
      const place = (column: string): number => columns.findIndex((one) => one.name === column);
      for (const line of lines) {
        const row = JSON.parse(line) as (string | null)[];
        migrations.push({ name: row[place('name')] ?? '', checksum: row[place('checksum')] ?? '' });
      }
    },
  });
  return { path, header, sizeBytes, end, migrations };
}
