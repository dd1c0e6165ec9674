import { statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import { holdsCheckpoint, readControl, type Control } from './folder-control.ts';
import { digestsOf, readManifest } from './folder-manifest.ts';
import { lookAtPages, relationFiles } from './folder-pages.ts';

/**
 * What is wrong with a database folder.
 *
 * - `no-database` files are there, but not those that make a database; PGlite would begin a new one over them
 * - `control` the file that PostgreSQL begins with is missing or torn; `missing`, `shortened` a table or index was longer
 * - `changed` a file without checksums is not what it was; `page` a page fails its checksum
 * - `log` the log ends before changes that tables hold; `unreadable` the disk does not give a file back
 * - `broken` rows cannot be read; `will-not-open` nothing of this was found, and PostgreSQL does not start on it
 */
export type DamageKind =
  | 'no-database'
  | 'control'
  | 'missing'
  | 'shortened'
  | 'changed'
  | 'page'
  | 'log'
  | 'unreadable'
  | 'broken'
  | 'will-not-open';

export interface Damage {
  kind: DamageKind;
  /** Path in the folder; '#12' behind it names a page. Never anything of a row. */
  file: string;
}

/** The database of this folder is damaged; nothing of it was changed. */
export class FolderDamagedError extends AppError {
  override readonly name = 'FolderDamagedError';
  readonly damage: Damage;
  constructor(damage: Damage, options: { cause?: unknown } = {}) {
    super('storage-damaged', `the database folder is damaged (${damage.kind}: ${damage.file})`, options);
    this.damage = damage;
  }
}

/** A file of a table or index with fewer bytes than it had when the folder was last known to be whole. */
export interface ShorterFile {
  file: string;
  bytes: number;
  was: number;
}

/** What a look before opening found. */
export interface FolderState {
  damage: Damage | null;
  isShutDown: boolean;
  /** Files that were longer before; whether rows are gone is seen when it is open. */
  shorter: ShorterFile[];
  /** Files that were not looked at page by page. */
  rest: string[];
}

/** The version of PostgreSQL that PGlite is; folders of another cannot be opened. */
const postgresVersion = '18';
/** Without them PostgreSQL does not start. */
const settingsFiles = ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf'];

/**
 * Looks at a folder that no database is open on. Where it was closed in order, every page is looked at for up to
 * `limitMs` (default 1000); after a crash pages are only right when the log was replayed.
 * @throws AppError 'storage-incompatible' where it is of another version of PostgreSQL
 */
export async function checkFolder(place: string, limitMs = 1000): Promise<FolderState> {
  const state: FolderState = { damage: null, isShutDown: false, shorter: [], rest: [] };
  const manifest = await readManifest(place);
  const version = await textOf(join(place, 'PG_VERSION'));
  if (version === null || !/^\d+\s*$/u.test(version)) {
    const isEmpty = (await readdir(place).catch(() => [])).length === 0;
    return isEmpty && manifest === null ? state : damaged(state, 'no-database', 'PG_VERSION');
  }
  if (version.trim() !== postgresVersion)
    throw new AppError(
      'storage-incompatible',
      `the database folder is of PostgreSQL ${version.trim()}, this program has ${postgresVersion}`,
    );
  const control = await readControl(place);
  if (control === null) return damaged(state, 'control', 'global/pg_control');
  state.isShutDown = control.isShutDown;
  if (!(await holdsCheckpoint(place, control))) return damaged(state, 'log', control.checkpointFile);
  for (const file of settingsFiles)
    if (sizeOf(join(place, file)) === null) return damaged(state, 'missing', file);
  const orphans = new Set(manifest?.system === control.system ? manifest.orphans : []);
  const files = (await relationFiles(place)).filter((file) => !orphans.has(file));
  if (manifest?.system === control.system) {
    const isUntouched = control.isShutDown && manifest.control === control.checksum;
    for (const [file, was] of Object.entries(manifest.sizes)) {
      const size = sizeOf(join(place, file));
      if (size === null ? isUntouched : size < was) {
        if (isUntouched) return damaged(state, size === null ? 'missing' : 'shortened', file);
        // What was dropped or emptied is cut to nothing before its file goes.
        if (size) state.shorter.push({ file, bytes: size, was });
      }
    }
    if (isUntouched) {
      const digests = await digestsOf(place);
      const changed = Object.keys(manifest.digests).find((file) => digests[file] !== manifest.digests[file]);
      if (changed !== undefined) return damaged(state, 'changed', changed);
    }
  }
  if (!control.isShutDown) return { ...state, rest: files };
  return { ...state, ...(await lookAtClosed(place, files, control, limitMs)) };
}

async function lookAtClosed(place: string, files: readonly string[], control: Control, limitMs: number) {
  const { damage, rest } = await lookAtPages(place, files, { limitMs, lastLsn: control.checkpointLsn });
  return { damage, rest };
}

const damaged = (state: FolderState, kind: DamageKind, file: string): FolderState => ({
  ...state,
  damage: { kind, file },
});

const textOf = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EIO') return null;
    throw error;
  });

function sizeOf(path: string): number | null {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}
