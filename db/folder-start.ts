import { existsSync } from 'node:fs';
import { readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemClock } from '../core/clock.ts';
import { isNoRoom } from '../core/errors.ts';
import {
  checkFolder,
  FolderDamagedError,
  type Damage,
  type FolderState,
  type ShorterFile,
} from './folder-check.ts';
import { readControl } from './folder-control.ts';
import { readManifest, writeManifest } from './folder-manifest.ts';
import { findEmptyPage, lookAtPages, relationFiles } from './folder-pages.ts';
import {
  findMissingFile,
  findOrphans,
  findUnreadable,
  logEnd,
  mainFile,
  tellsOfDamage,
} from './folder-reading.ts';
import { finishRecovery, isRecovering, recoverFolder, type FindCopies } from './folder-recovery.ts';
import type { EmbeddedDatabase } from './pglite.ts';
import { syncFolder, syncPath } from './sync-files.ts';

export interface StartOptions<Opened extends EmbeddedDatabase = EmbeddedDatabase> {
  /** Opens PGlite on a folder that is there, or makes one. */
  open(place: string, isNew: boolean): Promise<Opened>;
  /** Opens PGlite without any folder: whether it can run on this machine at all. */
  openMemory(): Promise<EmbeddedDatabase>;
  /** A new folder begins as a copy and not by initdb. */
  isCopy: boolean;
  /** Where damaged data is had from again; absent: nowhere, and the start ends with the damage. */
  copies?: FindCopies | undefined;
}

/** A started folder. */
export interface Started<Opened extends EmbeddedDatabase> {
  db: Opened;
  /** Files whose pages the start had no time for. */
  rest: string[];
}

/** While this lies beside the folder, it is only a part. */
const incompleteMark = (dataDir: string): string => join(dataDir, 'postgres.incomplete');

/** Whether a start on `dataDir` would find a database there, also one that an interrupted recovery still has to bring back. */
export const holdsDatabase = (dataDir: string): boolean =>
  existsSync(join(dataDir, 'postgres')) || isRecovering(dataDir);

/** Puts the folder `made`, which is whole and on the disk, in the place of whatever a start would find in `dataDir`. */
export async function putInPlace(made: string, dataDir: string): Promise<void> {
  const place = join(dataDir, 'postgres');
  // What was noted of another folder does not hold of this one; the mark would have the next start begin anew over it.
  for (const path of [place, incompleteMark(dataDir), suspectPath(place)])
    await rm(path, { recursive: true, force: true });
  await rename(made, place);
  await syncPath(dataDir);
}

/** How long a start looks at pages; what it does not reach is looked at while the assistant works. */
const pageLimitMs = 1000;
/** PostgreSQL writes its log in files of 16 MB, and needs some of them to start. */
const roomToStart = 64 * 1024 * 1024;

/** Beside the folder while something was wrong with it that only the next start can look into. */
const suspectPath = (place: string): string => `${place}.suspect`;

/** Notes that rows could not be read: the next start looks at everything before it goes on. */
export async function noteSuspect(place: string, damage: Damage): Promise<void> {
  await writeFile(suspectPath(place), JSON.stringify(damage), { mode: 0o600 });
}

/**
 * Starts on the folder's `postgres`, a new one if there is none. A process that is killed while a new one is being written
 * leaves a part that PGlite would take for a whole; the mark beside it says so, and the next start begins anew. Nothing
 * is lost: no row was acknowledged before the mark went, and it goes when everything is on the disk. A folder that is
 * there is looked at first; a damaged one gives way to a copy of the data.
 * @throws FolderDamagedError where it is damaged and there is no copy
 */
export async function startOnFolder<Opened extends EmbeddedDatabase>(
  dataDir: string,
  options: StartOptions<Opened>,
): Promise<Started<Opened>> {
  await finishRecovery(dataDir);
  const place = join(dataDir, 'postgres');
  const mark = incompleteMark(dataDir);
  if (existsSync(mark)) await rm(place, { recursive: true, force: true });
  const isEmpty = (await readdir(place).catch(() => [])).length === 0;
  // A folder that was there at the last stop is not new, it is gone.
  if (isEmpty && (await readManifest(place)) === null)
    return { db: await startNew(dataDir, place, mark, options), rest: [] };
  try {
    return await startOnExisting(place, options);
  } catch (error) {
    if (!(error instanceof FolderDamagedError)) throw error;
    const { open, copies } = options;
    await recoverFolder(dataDir, error.damage, { open, copies, now: () => systemClock.now() });
    return startOnExisting(place, options);
  }
}

async function startNew<Opened extends EmbeddedDatabase>(
  dataDir: string,
  place: string,
  mark: string,
  { open, isCopy }: StartOptions<Opened>,
): Promise<Opened> {
  await writeFile(mark, '');
  await syncPath(dataDir);
  const db = await open(place, true);
  await syncFolder(place);
  await rm(mark);
  await syncPath(dataDir);
  if (isCopy) return db;
  // What initdb took, 110 MB, would stay taken until the process ends; opening anew gives it back.
  await db.close();
  return open(place, false);
}

async function startOnExisting<Opened extends EmbeddedDatabase>(
  place: string,
  options: StartOptions<Opened>,
): Promise<Started<Opened>> {
  const isSuspect = existsSync(suspectPath(place));
  const limitMs = isSuspect ? Infinity : pageLimitMs;
  const state = await checkFolder(place, limitMs);
  if (state.damage) throw new FolderDamagedError(state.damage);
  // PostgreSQL's own note of its owner, which it refuses to start over when torn; the folder's lock says who owns it.
  await rm(join(place, 'postmaster.pid'), { force: true });
  const db = await openOrBlame(place, options);
  try {
    const orphans = await newOrphans(db, place);
    const { damage, rest } = await lookAtOpened(db, place, without(state, orphans), limitMs);
    if (damage) throw new FolderDamagedError(damage);
    await writeManifest(place, orphans);
    await rm(suspectPath(place), { force: true });
    return { db, rest };
  } catch (error) {
    await db.close().catch(() => undefined);
    if (tellsOfDamage(error)) throw new FolderDamagedError({ kind: 'broken', file: 'base' });
    throw error;
  }
}

/** Files that nothing owns, except those that something owned when the folder was last whole: its owner may be lost. */
async function newOrphans(db: EmbeddedDatabase, place: string): Promise<string[]> {
  const manifest = await readManifest(place, (await readControl(place))?.system);
  const noted = new Set(manifest?.orphans);
  const found = await findOrphans(db, await relationFiles(place));
  return found.filter((file) => noted.has(file) || manifest?.sizes[file] === undefined);
}

const without = (state: FolderState, orphans: readonly string[]): FolderState => ({
  ...state,
  rest: state.rest.filter((file) => !orphans.includes(file)),
});

/** What is only right once the log was replayed. */
async function lookAtOpened(
  db: EmbeddedDatabase,
  place: string,
  state: FolderState,
  limitMs: number,
): Promise<{ damage: Damage | null; rest: string[] }> {
  let { rest } = state;
  let damage = await findMissingFile(db, place);
  if (!damage && !state.isShutDown) {
    const looked = await lookAtPages(place, rest, { limitMs, lastLsn: await logEnd(db) });
    ({ damage, rest } = looked);
  }
  if (!damage && limitMs === Infinity) damage = await findUnreadable(db);
  else if (!damage && state.shorter.length > 0) damage = await findLostPages(db, place, state.shorter);
  return { damage, rest };
}

/** Replaying the log makes a file that was cut as long as it was, with empty pages in place of the rows. */
async function findLostPages(
  db: EmbeddedDatabase,
  place: string,
  shorter: readonly ShorterFile[],
): Promise<Damage | null> {
  const { rows } = await db.query<{ file: string }>(
    'SELECT pg_relation_filepath(oid) AS file FROM pg_class WHERE pg_relation_filepath(oid) = ANY($1::text[])',
    [shorter.map(({ file }) => mainFile(file))],
  );
  const known = new Set(rows.map(({ file }) => file));
  // Others were dropped since.
  const kept = shorter.filter(({ file }) => known.has(mainFile(file)));
  for (const one of kept) {
    const page = await findEmptyPage(place, one);
    if (page !== null) return { kind: 'shortened', file: `${one.file}#${page}` };
  }
  return kept.length === 0
    ? null
    : findUnreadable(
        db,
        kept.map(({ file }) => mainFile(file)),
      );
}

/**
 * Opens the folder. That PGlite does not start is blamed on the folder only where it would start on another: not on a
 * full disk, nor where memory or its own files are missing.
 */
async function openOrBlame<Opened extends EmbeddedDatabase>(
  place: string,
  { open, openMemory }: StartOptions<Opened>,
): Promise<Opened> {
  try {
    return await open(place, false);
  } catch {
    // Once more: what was short a moment ago may be there now.
  }
  try {
    return await open(place, false);
  } catch (error) {
    // Also where only this user's share of the disk is used up, which nobody is told of beforehand.
    if (isNoRoom(error)) throw error;
    const { bavail, bsize } = await statfs(dirname(place));
    if (bavail * bsize < roomToStart) throw error;
    const probe = await openMemory().catch(() => null);
    if (!probe) throw error;
    await probe.close();
    throw new FolderDamagedError({ kind: 'will-not-open', file: 'pg_wal' });
  }
}
