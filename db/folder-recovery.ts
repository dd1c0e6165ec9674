import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNoRoom } from '../core/errors.ts';
import { FolderDamagedError, type Damage } from './folder-check.ts';
import type { EmbeddedDatabase } from './pglite.ts';
import { syncFolder, syncPath } from './sync-files.ts';

/*
 * A damaged folder is replaced by the newest good copy of its data, so that being killed at any moment loses nothing:
 *
 *   copy into postgres.restoring ── note in recovery.new.json ── damaged folder aside ── copy in its place ── recovery.json
 *        killed: begun anew               killed from here on: the next start goes through the rest of the same steps
 *
 * The damaged folder keeps its files under a name with the day, and is never deleted.
 */

/** A copy of the data that was put in the place of a damaged folder. */
export interface Copy {
  /** Its file name. */
  name: string;
  /** When it was made, as ISO string: what was entered after it is missing. */
  madeAt: string;
}

/** A copy, and how it is put into a new database without tables. */
export interface CopySource extends Copy {
  fill(db: EmbeddedDatabase): Promise<unknown>;
}

/** The copies that there are, the best first; one that cannot be put back gives way to the next. */
export type FindCopies = () => Promise<readonly CopySource[]>;

/** What happened, for the people who run the assistant. */
export interface Recovery {
  /** When the damage was found, as ISO string. */
  foundAt: string;
  damage: Damage;
  /** Name of the damaged folder now, beside the new one; null where there was no folder any more. */
  aside: string | null;
  copy: Copy;
}

const intent = 'recovery.new.json';
const report = 'recovery.json';
const restoring = 'postgres.restoring';

/**
 * Replaces the folder `postgres` in `dataDir` by a copy of the data.
 * @param open opens a database on a folder that is new
 * @throws FolderDamagedError where there is no copy; nothing was changed then
 */
export async function recoverFolder(
  dataDir: string,
  damage: Damage,
  deps: {
    open(place: string, isNew: boolean): Promise<EmbeddedDatabase>;
    copies: FindCopies | undefined;
    now(): Date;
  },
): Promise<void> {
  const place = join(dataDir, restoring);
  const copy = await putNewest(place, damage, (await deps.copies?.()) ?? [], deps.open);
  await syncFolder(place);
  const foundAt = deps.now().toISOString();
  const hasFolder = existsSync(join(dataDir, 'postgres'));
  const aside = hasFolder ? freeName(dataDir, `postgres.damaged-${foundAt.slice(0, 10)}`) : null;
  const recovery: Recovery = { foundAt, damage, aside, copy };
  await writeFile(join(dataDir, `${intent}.part`), JSON.stringify(recovery), { mode: 0o600 });
  await syncPath(join(dataDir, `${intent}.part`));
  await rename(join(dataDir, `${intent}.part`), join(dataDir, intent));
  await syncPath(dataDir);
  await finishRecovery(dataDir);
}

async function putNewest(
  place: string,
  damage: Damage,
  copies: readonly CopySource[],
  open: (place: string, isNew: boolean) => Promise<EmbeddedDatabase>,
): Promise<Copy> {
  let cause: unknown;
  for (const { name, madeAt, fill } of copies) {
    await rm(place, { recursive: true, force: true });
    const db = await open(place, true);
    try {
      await fill(db);
      return { name, madeAt };
    } catch (error) {
      cause = error;
    } finally {
      await db.close();
    }
  }
  await rm(place, { recursive: true, force: true });
  // There is a copy, and it only has no room.
  if (isNoRoom(cause)) throw cause;
  throw new FolderDamagedError(damage, { cause });
}

/** Whether an interrupted recovery still has steps to go. */
export const isRecovering = (dataDir: string): boolean => existsSync(join(dataDir, intent));

/** Goes through the steps that an interrupted recovery has left; does nothing where none was. */
export async function finishRecovery(dataDir: string): Promise<void> {
  const recovery = await readNote(join(dataDir, intent));
  if (!recovery) return;
  const place = join(dataDir, 'postgres');
  if (existsSync(join(dataDir, restoring))) {
    if (recovery.aside !== null && existsSync(place)) await rename(place, join(dataDir, recovery.aside));
    // What was noted of the damaged folder does not hold of the new one.
    await rm(`${place}.files.json`, { force: true });
    await rm(`${place}.suspect`, { force: true });
    await rename(join(dataDir, restoring), place);
    await syncPath(dataDir);
  }
  await rename(join(dataDir, intent), join(dataDir, report));
  await syncPath(dataDir);
}

/** A recovery that nobody was told of yet. */
export const untoldRecovery = (dataDir: string): Promise<Recovery | null> => readNote(join(dataDir, report));

/** Notes that it was told: the report stays beside the damaged folder. */
export async function noteRecoveryTold(dataDir: string, recovery: Recovery): Promise<void> {
  await rename(
    join(dataDir, report),
    join(
      dataDir,
      `${recovery.aside ?? freeName(dataDir, `postgres.lost-${recovery.foundAt.slice(0, 10)}`)}.json`,
    ),
  );
}

async function readNote(path: string): Promise<Recovery | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as Recovery);
}

/** `name`, or the first of 'name-2', 'name-3' … that is not taken. */
function freeName(dataDir: string, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(dataDir, candidate)) && !existsSync(join(dataDir, `${candidate}.json`)))
      return candidate;
  }
}
