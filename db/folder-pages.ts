import { closeSync, openSync, read, readSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isPageWhole, lsnOf, pageBytes, wordsOf } from './page-checksum.ts';
import type { Damage, ShorterFile } from './folder-check.ts';

/** What a look at pages found. */
export interface PagesLooked {
  damage: Damage | null;
  /** Files that the time did not reach. */
  rest: string[];
  bytes: number;
}

/** Pages of a file of at most 1 GB, PostgreSQL's segment of a relation. */
const segmentPages = 2 ** 30 / pageBytes;
const readBytes = 128 * pageBytes;
/** Looked at whatever time it takes: on a machine that is busy just now a start finds as much as on another. */
const bytesAnyway = 256 * 1024 * 1024;
/** A page that is being written while it is read is whole a moment later. */
const looks = 3;

/** Files of tables and indexes in a database folder, as paths inside it; those of the catalogue come first. */
export async function relationFiles(place: string): Promise<string[]> {
  const databases = await readdir(join(place, 'base')).catch(() => []);
  const found: string[] = [];
  for (const folder of ['global', ...databases.map((name) => `base/${name}`)]) {
    const names = await readdir(join(place, folder)).catch(() => []);
    // Maps of free space and visibility (`_fsm`, `_vm`) are left out: PostgreSQL mends them by itself.
    found.push(...names.filter((name) => /^\d+(?:\.\d+)?$/u.test(name)).map((name) => `${folder}/${name}`));
  }
  const numberOf = (file: string): number => Number(/\/(\d+)/u.exec(file.slice(file.lastIndexOf('/')))?.[1]);
  return found.sort((a, b) => numberOf(a) - numberOf(b));
}

/**
 * Looks at every page of `files` until one is not what PostgreSQL wrote, or `limitMs` are over; 256 MB in any case. `lastLsn`: where the log
 * ends; a page that was changed after it shows that a part of the log is lost. With a `signal` others run between two megabytes.
 * Without one nobody waits for anything else yet, and turns of the event loop would cost more than the many small files.
 */
export async function lookAtPages(
  place: string,
  files: readonly string[],
  options: { limitMs?: number; lastLsn?: number; signal?: AbortSignal } = {},
): Promise<PagesLooked> {
  const { limitMs = Infinity, lastLsn = Infinity, signal } = options;
  const begun = performance.now();
  const readInto = signal ? readBeside : readSync;
  // One for all files: making it costs more than looking at a small one.
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  let bytes = 0;
  for (const [at, file] of files.entries()) {
    if (signal?.aborted || (bytes > bytesAnyway && performance.now() - begun > limitMs))
      return { damage: null, rest: files.slice(at), bytes };
    const looked = await lookAtFile(join(place, file), file, lastLsn, buffer, readInto);
    bytes += looked.bytes;
    if (looked.damage) return { damage: looked.damage, rest: files.slice(at + 1), bytes };
  }
  return { damage: null, rest: [], bytes };
}

/** The first page that holds nothing among those that begin at the bytes `from` up to `to`; null: none is there. */
export async function findEmptyPage(
  place: string,
  { file, bytes: from, was: to }: ShorterFile,
): Promise<number | null> {
  const handle = await open(join(place, file), 'r');
  try {
    const page = Buffer.alloc(pageBytes);
    for (let at = from - (from % pageBytes); at < to; at += pageBytes) {
      const { bytesRead } = await handle.read(page, 0, pageBytes, at);
      if (bytesRead < pageBytes) return null;
      if (page.every((byte) => byte === 0)) return at / pageBytes;
    }
    return null;
  } finally {
    await handle.close();
  }
}

/** Bytes of an open file from `at` into the buffer from `offset`; how many there were. */
type ReadInto = (
  file: number,
  buffer: Buffer,
  offset: number,
  length: number,
  at: number,
) => number | Promise<number>;

const readBeside: ReadInto = async (...args) => (await promisify(read)(...args)).bytesRead;

async function lookAtFile(
  path: string,
  file: string,
  lastLsn: number,
  buffer: Buffer,
  readInto: ReadInto,
): Promise<{ damage: Damage | null; bytes: number }> {
  const segment = Number(/\.(\d+)$/u.exec(file)?.[1] ?? 0);
  let bytes = 0;
  let opened: number | undefined;
  try {
    opened = openSync(path, 'r');
    for (;;) {
      const bytesRead = await readInto(opened, buffer, 0, readBytes, bytes);
      if (bytesRead < pageBytes) return { damage: null, bytes };
      const words = wordsOf(buffer);
      for (let page = 0; (page + 1) * pageBytes <= bytesRead; page++) {
        const number = bytes / pageBytes + page;
        const from = (page * pageBytes) / 4;
        for (let look = 1; !isPageWhole(words, from, segment * segmentPages + number); look++) {
          if (look === looks) return { damage: { kind: 'page', file: `${file}#${number}` }, bytes };
          await readInto(opened, buffer, page * pageBytes, pageBytes, number * pageBytes);
        }
        if (lsnOf(words, from) > lastLsn)
          return { damage: { kind: 'log', file: `${file}#${number}` }, bytes };
      }
      bytes += bytesRead - (bytesRead % pageBytes);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A table that was dropped meanwhile takes its file with it; a disk that cannot read one has lost it.
    if (code === 'ENOENT') return { damage: null, bytes };
    if (code === 'EIO') return { damage: { kind: 'unreadable', file }, bytes };
    throw error;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
