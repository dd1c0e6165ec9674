import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { InputError } from '../../../core/errors.ts';
import type { FileRef, FileStore } from '../../../db/file-store.ts';
import { fileMissing, fileTooLarge } from '../../../prompts/channels.ts';

const mimeByExtension: Readonly<Record<string, string>> = {
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.csv': 'text/csv',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/**
 * Reads a file of the machine.
 * @throws InputError where there is no such file or it is too large
 */
export async function readUpload(
  path: string,
  maxUploadBytes: number,
): Promise<{ bytes: Uint8Array; name: string; mime: string }> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new InputError('file', fileMissing(path));
  if (found.size > maxUploadBytes) throw new InputError('file', fileTooLarge(path, maxUploadBytes));
  const name = basename(path);
  const mime = mimeByExtension[extname(path).toLowerCase()] ?? 'application/octet-stream';
  return { bytes: await readFile(path), name, mime };
}

/**
 * Writes a file of the product where a person finds it: `folder`, or a folder for temporary files where that cannot be
 * written. A file of that name with other contents is left alone. Returns the path; null where the store lost the file.
 */
export async function saveFile(files: FileStore, file: FileRef, folder: string): Promise<string | null> {
  const bytes = await files.read(file.sha256);
  if (!bytes) return null;
  const directory = await writableFolder(folder);
  const extension = extname(file.name);
  const stem = safeName(basename(file.name, extension));
  for (let copy = 1; ; copy++) {
    const path = join(directory, `${stem}${copy === 1 ? '' : `-${copy}`}${extension}`);
    const there = await readFile(path).catch(() => null);
    if (there?.equals(bytes)) return path;
    if (there) continue;
    await writeFile(path, bytes);
    return path;
  }
}

async function writableFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return folder;
  } catch {
    // A new one each time: a folder that others could have made beforehand may hold links to wherever they like.
    return mkdtemp(join(tmpdir(), 'capuy-files-'));
  }
}

/** A name without anything that leads out of the folder or breaks a line. */
const safeName = (name: string): string =>
  name.replace(/[^\p{L}\p{M}\p{N} ._()-]+/gu, '_').replace(/^\.+/u, '_') || 'file';
