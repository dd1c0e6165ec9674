import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../../backup/backup-files.ts';
import { backupFolder, type Config } from '../../config.ts';
import type { Clock } from '../../core/clock.ts';
import { toAppError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { readFacts } from '../../db/facts.ts';
import { checkFolder, FolderDamagedError } from '../../db/folder-check.ts';
import { lockFolder } from '../../db/folder-lock.ts';
import { appliedMigrations, readMigrations } from '../../db/migrate.ts';
import { openWithoutMigrating } from '../../db/open.ts';
import * as words from '../../prompts/doctor.ts';
import type { Finding } from '../../prompts/doctor.ts';
import { formatMoment } from '../../prompts/moments.ts';
import { SqlError } from '../../db/sql-error.ts';

/**
 * Opens the database as it is, changing nothing: no tables are made or brought up to date, and a damaged folder stays as
 * it is. While the assistant runs, it is asked instead. `look` is called with the open database.
 */
export async function checkDatabase(
  config: Config,
  dataDir: string,
  clock: Clock,
  look: (db: Database) => Promise<Finding[]>,
): Promise<Finding[]> {
  const folder = join(dataDir, 'database');
  const isEmbedded = config.DATABASE_URL === undefined;
  if (isEmbedded && !existsSync(join(folder, 'postgres')) && !existsSync(join(folder, 'postgres.files.json')))
    return [words.databaseAbsent];
  try {
    if (isEmbedded) await lookAtFolder(folder);
    const db = await openWithoutMigrating(
      config.DATABASE_URL === undefined
        ? { dataDir: folder }
        : { databaseUrl: config.DATABASE_URL, poolSize: 1, statementSeconds: 30 },
    );
    try {
      return [...(await checkOpened(db, config, clock)), ...(await look(db))];
    } finally {
      await db.close();
    }
  } catch (error) {
    return [await failureOf(error, config)];
  }
}

async function lookAtFolder(folder: string): Promise<void> {
  const lock = await lockFolder(folder);
  try {
    const { damage } = await checkFolder(join(folder, 'postgres'), Infinity);
    if (damage) throw new FolderDamagedError(damage);
  } finally {
    await lock.release();
  }
}

async function checkOpened(db: Database, config: Config, clock: Clock): Promise<Finding[]> {
  const { bytes, serverVersion, now, latest } = await readFacts(db);
  const found = [db.kind === 'embedded' ? words.databaseOpens(bytes) : words.serverOpens(serverVersion)];
  found.push(...(await checkSchema(db)));
  const here = clock.now();
  // An embedded database has this machine's clock.
  const offSeconds = db.kind === 'server' ? (here.getTime() - Date.parse(now)) / 1000 : 0;
  if (Math.abs(offSeconds) > mostOffSeconds) found.push(words.clockOff(offSeconds, words.thanDatabase));
  else if (latest !== null && Date.parse(latest) - here.getTime() > mostOffSeconds * 1000)
    found.push(words.clockBehindData(formatMoment(latest, config.TZ)));
  else found.push(words.clockRight(config.TZ, formatMoment(here.toISOString(), config.TZ)));
  return found;
}

/** What a clock may be off before anything that is counted in minutes goes wrong. */
export const mostOffSeconds = 60;

async function checkSchema(db: Database): Promise<Finding[]> {
  const shipped = await readMigrations();
  const applied = await appliedMigrations(db).catch((error: unknown) => {
    // No table of migrations: a database in which nothing was ever kept.
    if (error instanceof SqlError && error.sqlState === '42P01') return [];
    throw error;
  });
  const unknown = applied.find(({ name }) => !shipped.some((one) => one.name === name));
  if (unknown) return [words.schemaNewer(unknown.name)];
  const missing = shipped.length - applied.length;
  return [missing === 0 ? words.schemaCurrent(shipped.at(-1)?.name ?? '') : words.schemaBehind(missing)];
}

async function failureOf(error: unknown, config: Config): Promise<Finding> {
  if (error instanceof FolderDamagedError) {
    const copies = (await listBackups(backupFolder(config))).length;
    return words.databaseDamaged(error.damage.kind, error.damage.file, copies);
  }
  const { code, message } = toAppError(error);
  if (code === 'storage-locked') return askRunning(config);
  if (code === 'storage-incompatible') return words.schemaNewer(message);
  return words.databaseUnreachable(reasonOf(error));
}

/** A code, and never a message: of a connection it would repeat the address with its password. */
function reasonOf(error: unknown): string {
  const { sqlState, code } = error as { sqlState?: unknown; code?: unknown };
  return typeof sqlState === 'string' ? sqlState : typeof code === 'string' ? code : 'error';
}

/** What the running assistant says of itself. */
async function askRunning(config: Config): Promise<Finding> {
  const host = /^(?:0\.0\.0\.0|::)$/u.test(config.HOST) ? '127.0.0.1' : config.HOST;
  try {
    const answer = await fetch(`http://${host}:${config.PORT}/health`, { signal: AbortSignal.timeout(5000) });
    const { ok, database } = (await answer.json()) as { ok?: unknown; database?: unknown };
    if (database === 'damaged') return words.runningDamaged;
    return ok === true ? words.databaseRunning : words.runningUnwell;
  } catch {
    return words.runningSilent;
  }
}
