import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Waits until a file, or the list of names in a folder, is on the disk and survives a power cut. */
export async function syncPath(path: string): Promise<void> {
  const isWindows = process.platform === 'win32';
  // Windows syncs only what may be written; it opens no folder for this and keeps their names by itself.
  const file = await open(path, isWindows ? 'r+' : 'r').catch((error: NodeJS.ErrnoException) => {
    if (isWindows && (error.code === 'EISDIR' || error.code === 'EPERM')) return null;
    throw error;
  });
  try {
    await file?.sync();
  } finally {
    await file?.close();
  }
}

/** `syncPath` for everything in a folder, for the folder, and for its name in the one above. */
export async function syncFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  // Side by side: a file system writes what several wait for at once.
  await Promise.all(paths.map(syncPath));
  for (const path of [folder, dirname(folder)]) await syncPath(path);
}
