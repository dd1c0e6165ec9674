import { statSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/ids.ts';
import { readControl } from './folder-control.ts';
import { relationFiles } from './folder-pages.ts';

/**
 * What a database folder was made of when it was last known to be whole: PostgreSQL itself does not notice that a table
 * has become shorter, and takes what is missing for never written.
 */
export interface Manifest {
  /** Which database it is of. */
  system: string;
  /** Checksum of `pg_control` at that moment: while it is the same, and says that it was closed, nothing was written since. */
  control: string;
  /** Bytes of each file of a table or index. */
  sizes: Record<string, number>;
  /** SHA-256 of the files that carry no checksum of their own: which transactions were committed, and the maps of files. */
  digests: Record<string, string>;
  /**
   * Files of tables and indexes that a killed transaction was making. PostgreSQL never deletes them, gives their numbers to
   * nothing else, and nothing reads them: what is in them counts for nothing.
   */
  orphans: string[];
}

/** Beside the folder, so that the folder holds nothing but PostgreSQL's own. */
const manifestPath = (place: string): string => `${place}.files.json`;

/** The folders of small files that tell which transactions count. */
const statusFolders = ['pg_xact', 'pg_multixact/members', 'pg_multixact/offsets'];

/**
 * Notes what the folder holds now; called when its database is closed, or open and known to be whole. `orphans` (default:
 * those noted before) are known while it is open.
 */
export async function writeManifest(place: string, orphans?: readonly string[]): Promise<void> {
  const control = await readControl(place);
  if (control === null) return;
  const sizes: Record<string, number> = {};
  for (const file of await relationFiles(place)) sizes[file] = statSync(join(place, file)).size;
  const digests = await digestsOf(place);
  const { system, checksum } = control;
  const noted = orphans ?? (await readManifest(place, system))?.orphans ?? [];
  const manifest: Manifest = { system, control: checksum, sizes, digests, orphans: [...noted] };
  const path = manifestPath(place);
  await writeFile(`${path}.new`, JSON.stringify(manifest), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/**
 * The note of the last time; null where there is none, the power went while it was written, or it is of another database
 * than `ofSystem`.
 */
export async function readManifest(place: string, ofSystem?: string): Promise<Manifest | null> {
  try {
    const {
      system,
      control,
      sizes,
      digests,
      orphans = [],
    } = JSON.parse(await readFile(manifestPath(place), 'utf8')) as Partial<Manifest>;
    if (ofSystem !== undefined && system !== ofSystem) return null;
    return typeof system === 'string' && typeof control === 'string' && sizes && digests
      ? { system, control, sizes, digests, orphans }
      : null;
  } catch {
    return null;
  }
}

/** SHA-256 of the files without checksums, by path. */
export async function digestsOf(place: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  const files: string[] = ['PG_VERSION', 'global/pg_filenode.map'];
  for (const folder of statusFolders)
    files.push(...(await readdir(join(place, folder)).catch(() => [])).map((name) => `${folder}/${name}`));
  for (const name of await readdir(join(place, 'base')).catch(() => []))
    files.push(`base/${name}/pg_filenode.map`);
  for (const file of files) {
    const bytes = await readFile(join(place, file)).catch(() => null);
    if (bytes) digests[file] = sha256(bytes);
  }
  return digests;
}
