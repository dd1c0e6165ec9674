import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { MemoryDocument } from '../rag/retriever-memory.ts';
import { loadDocuments, type LoadedDocuments } from './documents.ts';

/**
 * Reads the files under `folders` like `loadDocuments`, and keeps what was read under `keep`, where that is given: the
 * pictures of scanned pages take minutes. A kept reading is used again while name and bytes of the file are the same;
 * empty the folder after a change of the reading itself.
 * @throws AppError 'input-invalid' where a folder does not exist
 */
export async function loadKept(folders: readonly string[], keep?: string): Promise<LoadedDocuments> {
  if (keep === undefined) return loadDocuments(folders);
  await mkdir(keep, { recursive: true });
  const loaded: LoadedDocuments = { documents: [], failed: [] };
  for (const path of (await Promise.all(folders.map(filesUnder))).flat()) {
    const hash = createHash('sha256')
      .update(basename(path))
      .update(await readFile(path));
    const file = join(keep, `${hash.digest('hex').slice(0, 32)}.json`);
    const kept = await readFile(file, 'utf8').catch(() => null);
    if (kept !== null) {
      loaded.documents.push(JSON.parse(kept) as MemoryDocument);
      continue;
    }
    const { documents, failed } = await loadDocuments([path]);
    loaded.documents.push(...documents);
    loaded.failed.push(...failed);
    if (documents[0]) await writeFile(file, JSON.stringify(documents[0]));
  }
  return loaded;
}

async function filesUnder(folder: string): Promise<string[]> {
  const info = await stat(folder).catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${folder}`, { cause });
  });
  if (!info.isDirectory()) return [folder];
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
      .map((entry) =>
        entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
      ),
  );
  return files.flat();
}
