import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const folderMode = 0o700;
const fileMode = 0o600;

/** What the program keeps in its data folder, by how the names begin. Whatever else lies there is somebody's own. */
const ours =
  /^(?:database|files|evaluation|mau-van-ban|libreoffice|search\.index|backup|sao-luu|local\.|\.?capuy)/u;

/**
 * Makes the data folder, or takes one over, so that only its owner may look into it: folders 0700, files 0600, also those
 * of an earlier version or in a folder that somebody made beforehand. A folder becomes 0700 after everything in it has its
 * mode, so one that has it needs no second look, a crash in between repeats the rest, and a start costs one look a folder;
 * only in a database every file is looked at, because PGlite gives those of a new one 0666 whatever the umask says. To be
 * called when the database is open.
 * Only what is the program's is touched; a folder in which other things lie, a home folder for instance, keeps its own
 * mode. Links are not followed. What the process makes later is private by its umask (`bin/capuy.ts`). On Windows,
 * where files belong to their owner's profile, nothing changes. Files of another owner stay as they are.
 * Nothing else runs meanwhile: by turns of the event loop the thousand files of a database cost a start ten times as much.
 */
export function makePrivate(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: folderMode });
  if (process.platform === 'win32') return;
  const folder = realpathSync(dataDir);
  let isOurs = true;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!ours.test(entry.name)) isOurs = false;
    else if (entry.isDirectory()) tighten(path, entry.name.startsWith('database'));
    else if (entry.isFile()) setMode(path, fileMode);
  }
  if (isOurs) setMode(folder, folderMode);
}

function tighten(folder: string, isDatabase: boolean): void {
  const stat = attempt(() => lstatSync(folder));
  // Gone by now: a running database makes folders and takes them away.
  if (!stat) return;
  const isDone = (stat.mode & 0o777) === folderMode;
  for (const entry of attempt(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) tighten(path, isDatabase);
    else if ((!isDone || isDatabase) && entry.isFile()) setMode(path, fileMode);
  }
  if (!isDone) setMode(folder, folderMode);
}

const setMode = (path: string, mode: number): void => attempt(() => chmodSync(path, mode));

/** What is gone by now, or belongs to somebody else, stops nothing. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
