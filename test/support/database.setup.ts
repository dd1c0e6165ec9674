import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../core/clock.ts';
import { newId, sha256 } from '../../core/ids.ts';
import { migrate, readMigrations } from '../../db/migrate.ts';
import { openPglite } from '../../db/pglite.ts';
import type { TestProject } from 'vitest/node';

const cache = fileURLToPath(new URL('../../node_modules/.cache/capuy/', import.meta.url));

/**
 * Runs once before all test files: makes the snapshot that `openTestDatabase` starts from, and the same as a folder, for
 * `putDatabaseIn`. Kept between runs under the version of PGlite and the contents of the migrations, so that only the
 * first run pays for it.
 */
export default async function setup(project: TestProject): Promise<void> {
  await mkdir(cache, { recursive: true });
  const version = await pgliteVersion();
  const migrations = await readMigrations();
  const base = `${cache}base-${version}.tar`;
  const name = `${cache}migrated-${version}-${sha256(JSON.stringify(migrations)).slice(0, 16)}`;
  const [migrated, folder] = [`${name}.tar`, `${name}.folder`];

  if (!(await exists(migrated))) {
    await removeOthers([base]);
    if (!(await exists(base))) await snapshot(base);
    await snapshot(migrated, base, async (db) => void (await migrate(db, systemClock, migrations)));
  }
  if (!(await exists(folder))) await unpack(migrated, folder);
  for (const path of [migrated, folder]) await utimes(path, systemClock.now(), systemClock.now());
  project.provide('databaseSnapshot', migrated);
  project.provide('databaseFolder', folder);
}

async function snapshot(
  path: string,
  from?: string,
  change: (db: Awaited<ReturnType<typeof openPglite>>) => Promise<void> = async () => {},
): Promise<void> {
  const db = await openPglite(from === undefined ? {} : { snapshot: from });
  await change(db);
  // Renamed when whole: two runs at the same time must not read half a file.
  const half = `${path}.${newId()}`;
  await db.dump(half);
  await db.close();
  await rename(half, path);
}

async function unpack(migrated: string, path: string): Promise<void> {
  const half = `${path}.${newId()}`;
  await (await openPglite({ dataDir: half, snapshot: migrated })).close();
  // Another run may have been faster.
  await rename(half, path).catch(() => rm(half, { recursive: true }));
}

async function pgliteVersion(): Promise<string> {
  const path = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
  return (JSON.parse(await readFile(path, 'utf8')) as { version: string }).version;
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

/** What was made of earlier migrations; one that a run began with within the hour may still be read and is left. */
async function removeOthers(keep: readonly string[]): Promise<void> {
  const anHourAgo = systemClock.now().getTime() - 3_600_000;
  for (const name of await readdir(cache)) {
    const path = `${cache}${name}`;
    if (keep.includes(path) || !/^(?:base|migrated)-/u.test(name)) continue;
    const { mtimeMs } = await stat(path);
    if (mtimeMs < anHourAgo) await rm(path, { recursive: true, force: true });
  }
}
