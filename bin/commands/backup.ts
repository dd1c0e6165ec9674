import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBackup, createBackup, saveBackup, type BackupSummary } from '../../backup/backup.ts';
import { newBackupPath } from '../../backup/backup-files.ts';
import { checkFolder, checkSource } from '../../backup/place-state.ts';
import { askLocal } from '../../backup/local-socket.ts';
import { backupFolder, type Config } from '../../config.ts';
import { dateIn, systemClock, timeIn } from '../../core/clock.ts';
import { BackupError, toAppError } from '../../core/errors.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openWithoutMigrating } from '../../db/open.ts';
import * as words from '../../prompts/backup.ts';
import { formatDate } from '../../text/calendar.ts';
import { askNewPassphrase, retryPassphrase } from '../passphrase.ts';
import { fail, print, progressLine } from '../terminal.ts';

/** `capuy backup [FILE] [--encrypt]`, `capuy backup --check FILE`. */
export async function run(args: string[], config: Config): Promise<number> {
  const request = readRequest(args);
  if (!request) return fail(words.backupUsage, 2);
  const { isJson } = request;
  const line = progressLine();
  line.show(request.check ? words.working.check : words.working.backup);
  let summary: BackupSummary;
  try {
    if (request.check) {
      summary = await retryPassphrase(config, (passphrase) => checkBackup(request.path, passphrase));
    } else {
      const passphrase =
        config.CAPUY_BACKUP_PASSPHRASE ?? (request.encrypt ? await askNewPassphrase() : undefined);
      if (passphrase === null) return 2;
      summary = await backUp(config, targetOf(request.path, config), passphrase);
    }
  } finally {
    line.clear();
  }
  print([isJson ? JSON.stringify(figuresOf(summary)) : await sentence(summary, config, request.check)]);
  return 0;
}

interface Request {
  path: string;
  check: boolean;
  encrypt: boolean;
  isJson: boolean;
}

function readRequest(args: string[]): Request | null {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const { values, positionals } = parseArgs({
      args,
      options: { check: flag, encrypt: flag, json: flag },
      allowPositionals: true,
    });
    const [path = '', ...more] = positionals;
    if (more.length > 0 || (values.check && (path === '' || values.encrypt))) return null;
    return { path, check: values.check, encrypt: values.encrypt, isJson: values.json };
  } catch {
    return null;
  }
}

/** A file that is named stays as it is; in a folder, and where nothing is named, the name tells the time. */
function targetOf(path: string, config: Config): string {
  const now = systemClock.now();
  if (path === '') return newBackupPath(backupFolder(config), now, config.TZ);
  const isFolder = /[/\\]$/u.test(path) || (existsSync(path) && statSync(path).isDirectory());
  return isFolder ? newBackupPath(resolve(path), now, config.TZ) : resolve(path);
}

/** Opens the office as it is, or asks the assistant that has it. */
async function backUp(config: Config, path: string, passphrase: string | undefined): Promise<BackupSummary> {
  const dataDir = resolve(config.CAPUY_DATA_DIR);
  const database = join(dataDir, 'database');
  if (config.DATABASE_URL === undefined) checkFolder(dataDir);
  if (config.DATABASE_URL === undefined && !existsSync(join(database, 'postgres')))
    throw new BackupError('no-file', database);
  try {
    // Not brought up to date: what is backed up before a new version is used must be what the old one left.
    const db = await openWithoutMigrating(
      config.DATABASE_URL === undefined ? { dataDir: database } : { databaseUrl: config.DATABASE_URL },
    );
    try {
      if (db.kind === 'server') await checkSource(db);
      return await createBackup({ db, dataDir, clock: systemClock }, path, { passphrase });
    } finally {
      await db.close();
    }
  } catch (error) {
    if (toAppError(error).code !== 'storage-locked') throw error;
    const running = await askLocal(dataDir);
    if (!running) throw error;
    return saveBackup(path, running.about, running.pass, { passphrase });
  }
}

async function sentence(summary: BackupSummary, config: Config, isCheck: boolean): Promise<string> {
  const { path, header, sizeBytes, end } = summary;
  const isEncrypted = header.encryption !== undefined;
  const holding = holdingOf(summary);
  const broken = end.broken.length;
  if (!isCheck) return words.made({ path, bytes: sizeBytes, holding, isEncrypted, broken });
  const known = new Set((await readMigrations()).map(({ name }) => name));
  return words.checked({
    path,
    bytes: sizeBytes,
    at: whenOf(header.createdAt, config),
    isEncrypted,
    holding,
    rows: rowsOf(summary),
    broken,
    isOfNewer: !known.has(header.schema),
  });
}

/** '22/11/2026 lúc 14:05' in the office's own time. */
export const whenOf = (createdAt: string, config: Config): string => {
  const at = new Date(createdAt);
  return words.moment(formatDate(dateIn(at, config.TZ)), timeIn(at, config.TZ));
};

/** What people recognise their office by. */
export const holdingOf = ({ end }: BackupSummary): words.Holding => ({
  documents: end.tables['document']?.rows ?? 0,
  meetings: end.tables['meeting']?.rows ?? 0,
  members: end.tables['member']?.rows ?? 0,
  files: end.files.count,
});

/** Rows of all tables together. */
export const rowsOf = ({ end }: BackupSummary): number =>
  Object.values(end.tables).reduce((sum, { rows }) => sum + rows, 0);

/** The machine output of `backup` and `restore`. */
export const figuresOf = (summary: BackupSummary) => ({
  path: summary.path,
  createdAt: summary.header.createdAt,
  schema: summary.header.schema,
  isEncrypted: summary.header.encryption !== undefined,
  bytes: summary.sizeBytes,
  rows: rowsOf(summary),
  files: summary.end.files.count,
  brokenFiles: summary.end.broken.length,
});
