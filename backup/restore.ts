import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeSetting } from '../access/setting-store.ts';
import type { Clock } from '../core/clock.ts';
import { BackupError } from '../core/errors.ts';
import type { Database, Queryable } from '../db/database.ts';
import { lockFolder } from '../db/folder-lock.ts';
import { holdsDatabase, putInPlace } from '../db/folder-start.ts';
import { appliedMigrations, checksumOf, migrate, readMigrations, type Migration } from '../db/migrate.ts';
import { openPglite } from '../db/pglite.ts';
import { SqlError } from '../db/sql-error.ts';
import { syncFolder, syncPath } from '../db/sync-files.ts';
import { checkBackup, type BackupSummary } from './backup.ts';
import { openContainer } from './container.ts';
import { isKeptByContent, isSameRows, readContent } from './content.ts';
import { emptyRestoring, endRestoring, isPlaced, notePlaced, restoringFolder } from './place-state.ts';
import { placeError } from './place-error.ts';
import {
  clearTables,
  createRowsDigest,
  dropTables,
  findKept,
  fixTextForm,
  incompleteSetting,
  insertLines,
  liftConstraints,
  listTables,
  readLines,
  setSequences,
  type RowsDigest,
  type Table,
} from './rows-store.ts';

/** Where an office is put back: the folder of its files, and a server where its rows are on one. */
export interface RestoreTarget {
  dataDir: string;
  /** Absent: the embedded database in `dataDir`. */
  databaseUrl?: string | undefined;
}

/** What is being done: for a line that people watch. */
export type RestoreStep = 'check' | 'files' | 'rows' | 'verify' | 'migrate';

export interface RestoreOptions {
  clock: Clock;
  passphrase?: string | undefined;
  on?: (step: RestoreStep) => void;
  /** Called once a folder has everything, before anything can open it; where it throws, the folder stays closed. */
  beforeOpening?: () => Promise<void>;
}

/** What was put back, and which migrations brought it up to date. */
export interface RestoreSummary extends BackupSummary {
  applied: string[];
}

/**
 * Puts a backup into an empty place: checks all of the file first, writes the files, then all rows in one transaction that
 * ends only after every row was read back and compared, and brings older tables up to date. Until the end nothing looks
 * whole: an embedded database is made beside its place and moved there, a server's is marked.
 * @throws BackupError as `checkBackup`, and 'schema-newer', 'schema-edited', 'target-not-empty', 'differs', 'disk-full'
 * @throws AppError 'storage-locked' while a process has the folder
 */
export async function restoreBackup(
  path: string,
  target: RestoreTarget,
  options: RestoreOptions,
): Promise<RestoreSummary> {
  options.on?.('check');
  const work = await readWork(path, target.dataDir, options);
  const put = (db: Database) => putBack(db, work);
  try {
    await mkdir(target.dataDir, { recursive: true, mode: 0o700 });
    const applied =
      target.databaseUrl === undefined
        ? await intoFolder(target.dataDir, put, options.beforeOpening)
        : await intoServer(target.databaseUrl, put);
    // Made of other rows; it is made anew.
    await rm(join(target.dataDir, 'search.index'), { force: true });
    return { ...work.summary, applied };
  } catch (error) {
    // 53100: PostgreSQL's own word for a full disk.
    if (error instanceof SqlError && error.sqlState === '53100')
      throw new BackupError('disk-full', target.dataDir, { cause: error });
    throw placeError(error, target.dataDir);
  }
}

/** `restoreBackup` into a database that is open already, and empty. */
export async function restoreInto(
  db: Database,
  path: string,
  dataDir: string,
  options: RestoreOptions,
): Promise<RestoreSummary> {
  const work = await readWork(path, dataDir, options);
  return { ...work.summary, applied: await putBack(db, work) };
}

async function readWork(path: string, dataDir: string, options: RestoreOptions): Promise<Work> {
  const summary = await checkBackup(path, options.passphrase);
  const shipped = await readMigrations();
  return { path, summary, known: migrationsOf(summary, shipped), shipped, dataDir, options };
}

/** The shipped migrations that the backup's tables were made by. */
function migrationsOf({ migrations, path }: BackupSummary, shipped: readonly Migration[]): Migration[] {
  const byName = new Map(shipped.map((migration) => [migration.name, migration]));
  if (migrations.length === 0) throw new BackupError('damaged', path);
  for (const { name, checksum } of migrations) {
    const ours = byName.get(name);
    if (!ours) throw new BackupError('schema-newer', name);
    if (checksumOf(ours) !== checksum) throw new BackupError('schema-edited', name);
  }
  const names = new Set(migrations.map(({ name }) => name));
  return shipped.filter(({ name }) => names.has(name));
}

async function intoFolder(
  dataDir: string,
  put: (db: Database) => Promise<string[]>,
  beforeOpening?: () => Promise<void>,
): Promise<string[]> {
  const place = join(dataDir, 'database');
  const staging = restoringFolder(dataDir);
  // What an earlier run has put there itself, and nobody has opened since, gives way to this one.
  if (!isPlaced(dataDir) && holdsDatabase(place))
    await refuseKept(await openPglite({ dataDir: place }), place);
  const lock = await lockFolder(place);
  try {
    await emptyRestoring(dataDir);
    const db = await openPglite({ dataDir: staging });
    const applied = await put(db)
      .finally(() => db.close())
      .catch(async (error: unknown) => {
        // Gives its room back; the folder around it goes on saying that there is no office yet.
        await rm(join(staging, 'postgres'), { recursive: true, force: true }).catch(() => undefined);
        throw error;
      });
    await syncFolder(join(staging, 'postgres'));
    // While the folder beside it is there, nothing opens the office: between these steps it is neither here nor there.
    await notePlaced(dataDir);
    await putInPlace(join(staging, 'postgres'), place);
    await beforeOpening?.();
    await endRestoring(dataDir);
    return applied;
  } finally {
    await lock.release();
  }
}

async function intoServer(url: string, put: (db: Database) => Promise<string[]>): Promise<string[]> {
  const { openServer } = await import('../db/server.ts');
  const db = await openServer(url);
  try {
    return await put(db);
  } finally {
    await db.close();
  }
}

/** Says so where an office has kept something in this database, which it closes. */
async function refuseKept(db: Database, place: string): Promise<void> {
  try {
    if ((await findKept(db, await listTables(db))) !== null) throw new BackupError('target-not-empty', place);
  } finally {
    await db.close();
  }
}

interface Work {
  path: string;
  summary: BackupSummary;
  known: readonly Migration[];
  shipped: readonly Migration[];
  dataDir: string;
  options: RestoreOptions;
}

/** A foreign key that looks at every row takes longer than an answer may. */
const longTransaction = { isLong: true };

async function putBack(db: Database, work: Work): Promise<string[]> {
  const { known, shipped, dataDir, options } = work;
  await db.tx(async (t) => {
    const tables = await listTables(t);
    if ((await findKept(t, tables)) !== null)
      throw new BackupError('target-not-empty', db.kind === 'server' ? '' : dataDir);
    // Already as it has to be, as after a restore that did not come to its end.
    const isReady = tables.length > 0 && isSameList(await appliedMigrations(t), known);
    if (!isReady) await dropTables(t, tables);
  }, longTransaction);
  await migrate(db, options.clock, known);
  await writeSetting(db, incompleteSetting, work.summary.header.createdAt);
  await db.tx((t) => load(t, work), longTransaction);
  options.on?.('migrate');
  return migrate(db, options.clock, shipped);
}

const isSameList = (applied: readonly { name: string }[], known: readonly Migration[]): boolean =>
  applied.length === known.length && applied.every(({ name }, index) => name === known[index]?.name);

/** All files and rows, in the transaction that ends with the comparison. */
async function load(t: Queryable, work: Work): Promise<void> {
  const { path, summary, dataDir, options } = work;
  await fixTextForm(t);
  const tables = new Map((await listTables(t)).map((table) => [table.name, table]));
  checkSameTables(tables, summary.end);
  await clearTables(t, [...tables.values()]);
  const restoreConstraints = await liftConstraints(t);
  const { content } = await openContainer(path, options.passphrase);
  const files = createFilePlacer(dataDir, new Set(summary.end.gone));
  options.on?.('files');
  let isInRows = false;
  const end = await readContent(content, path, {
    file: files.place,
    table(table) {
      if (!isInRows) options.on?.('rows');
      isInRows = true;
      if (!isSameTable(tables.get(table.name), table)) throw new BackupError('schema-edited', table.name);
    },
    lines: (table, lines) => insertLines(t, table, lines),
  });
  await files.settle();
  options.on?.('verify');
  await setSequences(t, end.sequences);
  await restoreConstraints();
  for (const table of tables.values()) {
    const digest = createRowsDigest();
    await readLines(t, table, (lines) => digest.add(lines));
    if (!isSameRows(digest.end(), end.tables[table.name])) throw new BackupError('differs', table.name);
  }
}

function checkSameTables(
  tables: ReadonlyMap<string, Table>,
  end: { tables: Record<string, RowsDigest> },
): void {
  const told = Object.keys(end.tables);
  const odd =
    told.find((name) => !tables.has(name)) ?? [...tables.keys()].find((name) => !told.includes(name));
  if (odd !== undefined) throw new BackupError('schema-edited', odd);
}

const isSameTable = (ours: Table | undefined, told: Table): boolean =>
  ours !== undefined &&
  ours.columns.length === told.columns.length &&
  ours.columns.every(
    ({ name, type }, index) => told.columns[index]?.name === name && told.columns[index]?.type === type,
  );

/**
 * Puts files where they belong, each under its name only when it is whole and on the disk. What is there already stays, but
 * for a file that is not what its name says.
 */
function createFilePlacer(
  dataDir: string,
  gone: ReadonlySet<string>,
): { place: (path: string, bytes: AsyncIterable<Buffer>) => Promise<void>; settle(): Promise<void> } {
  const folders = new Set<string>();
  const written = new Map<string, string>();
  return {
    async place(path, bytes) {
      const place = join(dataDir, ...path.split('/'));
      if (gone.has(path) || (await isThere(place, path))) return;
      const folder = dirname(place);
      if (!folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
      folders.add(folder);
      const half = `${place}.restoring`;
      await pipeline(Readable.from(bytes), createWriteStream(half, { mode: 0o600 }));
      written.set(half, place);
    },
    async settle() {
      for (const folder of folders) await syncFolder(folder);
      for (const [half, place] of written) await rename(half, place);
      for (const folder of folders) await syncPath(folder);
    },
  };
}

async function isThere(place: string, path: string): Promise<boolean> {
  if (!existsSync(place)) return false;
  if (!isKeptByContent(path)) return true;
  const hash = createHash('sha256');
  await pipeline(createReadStream(place), hash);
  return path.endsWith(hash.digest('hex'));
}
