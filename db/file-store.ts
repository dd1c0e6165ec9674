import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId, sha256 } from '../core/ids.ts';
import { syncPath } from './sync-files.ts';

/** A kept file, known by its content. */
export interface FileRef {
  sha256: string;
  name: string;
  mime: string;
  sizeBytes: number;
}

/** Files people sent or the product made, by content, in a folder of the data directory. */
export interface FileStore {
  put(bytes: Uint8Array, name: string, mime: string): Promise<FileRef>;
  read(sha256: string): Promise<Buffer | null>;
  /** Forgets a file for good: a secret one that was refused, or the file of a document that was removed. */
  remove(sha256: string): Promise<void>;
}

/** Where the file with this content is kept below `directory`. */
export const filePath = (directory: string, hash: string): string => join(directory, hash.slice(0, 2), hash);

/** Keeps files under `directory`; the same bytes are kept once. */
export function createFileStore(directory: string): FileStore {
  const pathOf = (hash: string) => filePath(directory, hash);
  return {
    async put(bytes, name, mime) {
      const hash = sha256(bytes);
      const path = pathOf(hash);
      const folder = dirname(path);
      const known = await stat(path).catch(() => null);
      // One of another size was damaged from outside.
      if (known?.size !== bytes.byteLength) {
        await mkdir(folder, { recursive: true });
        // Written beside and renamed when it is on the disk, so that no crash leaves a half file under a valid name.
        const temporary = `${path}.${newId()}`;
        await writeFile(temporary, bytes, { flush: true });
        await rename(temporary, path);
      }
      // The name is on the disk before any row has it: whoever gave it may have ended since, or be at it still.
      for (const above of [folder, directory, dirname(directory)]) await syncPath(above);
      return { sha256: hash, name, mime, sizeBytes: bytes.byteLength };
    },
    async read(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null;
      return readFile(pathOf(hash)).catch(() => null);
    },
    async remove(hash) {
      if (/^[0-9a-f]{64}$/.test(hash)) await rm(pathOf(hash), { force: true });
    },
  };
}
