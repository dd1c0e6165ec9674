import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { loadDocuments, type LoadedDocuments } from '../documents.ts';

/**
 * Reads the files under `folders` like `loadDocuments`, and keeps what was read under `keep`, where that is given: the
 * pictures of scanned pages take minutes. A kept reading is used again while name and bytes of the file are the same;
 * empty the folder after a change of the reading itself. A text beside a scan of the same name is the measure of its
 * recognition, not a document, and is left out.
 * @throws AppError 'input-invalid' where a folder does not exist
 */
export async function loadKept(folders: readonly string[], keep?: string): Promise<LoadedDocuments> {
  if (keep !== undefined) await mkdir(keep, { recursive: true });
  const loaded: LoadedDocuments = { documents: [], failed: [] };
  for (const path of withoutReferences((await Promise.all(folders.map(filesUnder))).flat())) {
    const file = keep === undefined ? null : join(keep, `${await fingerprint(path)}.json`);
    const kept = file === null ? null : await readFile(file, 'utf8').catch(() => null);
    if (kept !== null) {
      loaded.documents.push(JSON.parse(kept) as MemoryDocument);
      continue;
    }
    const { documents, failed } = await loadDocuments([path]);
    loaded.documents.push(...documents);
    loaded.failed.push(...failed);
    if (file !== null && documents[0]) await writeFile(file, JSON.stringify(documents[0]));
  }
  return loaded;
}

/** Without the texts that stand beside a scan. */
export function withoutReferences(paths: readonly string[]): string[] {
  const scans = new Set(paths.filter((path) => path.endsWith('.pdf')));
  return paths.filter((path) => !path.endsWith('.txt') || !scans.has(path.replace(/txt$/u, 'pdf')));
}

async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256').update(basename(path));
  return hash
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 32);
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
