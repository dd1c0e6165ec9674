import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Queryable } from './database.ts';

/** One file of `db/migrations`, '003_documents.sql'. */
export interface Migration {
  name: string;
  sql: string;
}

const shippedDirectory = fileURLToPath(new URL('./migrations/', import.meta.url));

/** The migrations in `directory` (default: those the product ships with), in the order of their numbers. */
export async function readMigrations(directory = shippedDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{3}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(`${directory}/${name}`, 'utf8') })),
  );
}

/**
 * Brings the tables up to date: applies the migrations that are not recorded yet, each in one transaction together
 * with its record. Several processes may call it at the same time. Returns the names of those it applied.
 * @throws AppError 'storage-incompatible' where a recorded file was edited or is unknown to this program
 */
export async function migrate(
  db: Database,
  clock: Clock,
  migrations?: readonly Migration[],
): Promise<string[]> {
  const files = migrations ?? (await readMigrations());
  const before = await db.tx(async (t) => {
    await waitForOthers(db, t);
    await t.query(
      'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)',
    );
    const known = await recorded(t);
    checkKnown(known, files);
    return known;
  }, longTransaction);
  const applied: string[] = [];
  for (const file of files.filter(({ name }) => !before.has(name))) {
    const isNew = await db.tx(async (t) => {
      await waitForOthers(db, t);
      const known = await recorded(t);
      checkKnown(known, files);
      if (known.has(file.name)) return false;
      // Not before the backups that are under way have their end.
      if (db.kind === 'server') await t.query('LOCK TABLE migration IN SHARE ROW EXCLUSIVE MODE');
      for (const statement of splitStatements(file.sql)) await t.query(statement);
      await t.query('INSERT INTO migration (name, checksum, applied_at) VALUES ($1, $2, $3)', [
        file.name,
        checksumOf(file),
        clock.now().toISOString(),
      ]);
      return true;
    }, longTransaction);
    if (isNew) applied.push(file.name);
  }
  return applied;
}

/** The migrations that a database has, in order, with the time of each as ISO string. */
export async function appliedMigrations(db: Queryable): Promise<{ name: string; appliedAt: string }[]> {
  const { rows } = await db.query<{ name: string; appliedAt: string }>(
    'SELECT name, applied_at AS "appliedAt" FROM migration ORDER BY name',
  );
  return rows;
}

/** Waiting for another process's migration, or filling a column of many rows, takes what it takes. */
const longTransaction = { isLong: true };

/** Lets one process at a time migrate a server, until its transaction ends; a folder has one process only. */
async function waitForOthers(db: Database, t: Queryable): Promise<void> {
  if (db.kind === 'server') await t.query('SELECT pg_advisory_xact_lock(724310)');
}

/**
 * Waits for the migration that is under way and keeps the next one out until the transaction ends, on a server. To be called
 * before the first SELECT, with which a REPEATABLE READ transaction begins to look: to one that looked before, a table that
 * a migration rewrites afterwards has no rows.
 */
export async function keepMigrationsOut(t: Queryable): Promise<void> {
  await t.query('LOCK TABLE migration IN ROW EXCLUSIVE MODE');
}

async function recorded(t: Queryable): Promise<Map<string, string>> {
  const { rows } = await t.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migration');
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function checkKnown(known: ReadonlyMap<string, string>, files: readonly Migration[]): void {
  const shipped = new Map(files.map((file) => [file.name, checksumOf(file)]));
  for (const [name, checksum] of known) {
    if (!shipped.has(name)) {
      throw new AppError(
        'storage-incompatible',
        `the database has migration ${name}, which this version does not know`,
      );
    }
    if (shipped.get(name) !== checksum) {
      throw new AppError('storage-incompatible', `migration ${name} was edited after it had been applied`);
    }
  }
}

/** By what a migration is recognised. Line ends do not count: a checkout on Windows may change them. */
export const checksumOf = (file: Migration): string => sha256(file.sql.replaceAll('\r\n', '\n'));

/**
 * The statements of a script. Separates at semicolons outside of quotes, dollar quotes and comments, because a
 * transaction handle takes one statement a call.
 */
export function splitStatements(script: string): string[] {
  const token =
    /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|;|[^;'"$/-]+|[\s\S]/g;
  const statements: string[] = [];
  let current = '';
  for (const [part] of script.matchAll(token)) {
    if (part === ';') {
      statements.push(current.trim());
      current = '';
    } else if (!part.startsWith('--') && !part.startsWith('/*')) {
      current += part;
    }
  }
  statements.push(current.trim());
  return statements.filter((statement) => statement !== '');
}
