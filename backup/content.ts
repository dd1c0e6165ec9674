import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { readSetting } from '../access/setting-store.ts';
import { BackupError } from '../core/errors.ts';
import { appliedMigrations } from '../db/migrate.ts';
import type { Database } from '../db/database.ts';
import type { BackupAbout, ContentSink } from './container.ts';
import { createRowsDigest, withSnapshot, type RowsDigest, type Table } from './rows-store.ts';

/*
 * The content of a backup, before it is compressed:
 *
 *   {"file":PATH,"size":N}      then N bytes, a line break, and {"sha256":HASH}
 *   {"table":NAME,"columns":…}  then its rows, a JSON array a line
 *   {"end":…}                   what all of it adds up to; without it the content is not whole
 *
 * Files come before the tables, because they are many and nothing changes in them; after the tables' instant those that
 * came meanwhile follow, and those that went meanwhile are named, so that nothing comes back that was removed.
 */

/** What an office keeps beside its tables: sent and made files, its own templates, questions out of feedback. */
const keptFolders = ['files', 'mau-van-ban', 'evaluation'] as const;

/** Whose content it is: an open database, and the folder that its files are in. */
export interface BackupSource {
  db: Database;
  dataDir: string;
}

const endShape = z.object({
  tables: z.record(z.string(), z.object({ rows: z.number().int(), digest: z.string() })),
  sequences: z.array(z.object({ table: z.string(), column: z.string(), last: z.number().int().nullable() })),
  files: z.object({ count: z.number().int(), bytes: z.number().int() }),
  /** Files at the head of the content that were removed before the tables' instant. */
  gone: z.array(z.string()),
  /** Files that are not what their name says: damaged before they were backed up. */
  broken: z.array(z.string()),
});

/** What a whole content adds up to. */
export type ContentEnd = z.infer<typeof endShape>;

/** Name of the setting that tells an office from others whose backups go into the same folder. */
export const officeSetting = 'backup.office';

/** When, of which tables and of which office a backup that begins now is. */
export async function aboutNow(db: Database, now: Date): Promise<BackupAbout> {
  const last = (await appliedMigrations(db)).at(-1);
  const office = (await readSetting(db, officeSetting)) ?? undefined;
  return { createdAt: now.toISOString(), schema: last?.name ?? '', office };
}

/** Writes all that an office keeps, as of one instant, while it goes on working. `signal` ends it early. */
export async function writeContent(
  { db, dataDir }: BackupSource,
  sink: ContentSink,
  signal?: AbortSignal,
): Promise<void> {
  const record = (value: object) => sink.write(Buffer.from(`${JSON.stringify(value)}\n`));
  const written = new Map<string, number>();
  const broken: string[] = [];
  const writeFiles = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) {
      signal?.throwIfAborted();
      if (written.has(path)) continue;
      const kept = await writeFileRecord(dataDir, path, sink);
      if (!kept) continue;
      written.set(path, kept.size);
      if (isKeptByContent(path) && !path.endsWith(kept.sha256)) broken.push(path);
    }
  };
  await writeFiles(await listKept(dataDir));
  const tables: Record<string, RowsDigest> = {};
  const { sequences, present } = await withSnapshot(db, async (snapshot) => {
    const now = await listKept(dataDir);
    await writeFiles(now);
    for (const table of snapshot.tables) {
      signal?.throwIfAborted();
      await record({ table: table.name, columns: table.columns });
      const digest = createRowsDigest();
      await snapshot.lines(table, async (lines) => {
        digest.add(lines);
        await sink.write(Buffer.from(`${lines.join('\n')}\n`));
      });
      tables[table.name] = digest.end();
    }
    return { sequences: snapshot.sequences, present: new Set(now) };
  });
  const gone = [...written.keys()].filter((path) => !present.has(path));
  for (const path of gone) written.delete(path);
  const bytes = [...written.values()].reduce((sum, size) => sum + size, 0);
  const end: ContentEnd = {
    tables,
    sequences,
    files: { count: written.size, bytes },
    gone,
    broken: broken.filter((path) => present.has(path)),
  };
  await record({ end });
}

/** A file of `files/`, whose name is the hash of what is in it. */
export const isKeptByContent = (path: string): boolean => path.startsWith('files/');

/** Where kept files may be: nothing that a backup names leads out of the data folder or to anything else in it. */
function isKeptPath(path: string): boolean {
  if (isKeptByContent(path)) return /^files\/([0-9a-f]{2})\/\1[0-9a-f]{62}$/u.test(path);
  const [folder, ...inside] = path.split('/');
  const isPlain = (name: string): boolean =>
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,200}$/u.test(name) && !name.endsWith('.') && !name.endsWith(' ');
  return keptFolders.some((kept) => kept === folder) && inside.length > 0 && inside.every(isPlain);
}

async function listKept(dataDir: string): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of keptFolders) {
    const entries = await readdir(join(dataDir, folder), { withFileTypes: true, recursive: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name).slice(join(dataDir, '/').length).replaceAll('\\', '/');
      // Leaves out what is still being written.
      if (isKeptPath(path)) paths.push(path);
    }
  }
  return paths.sort();
}

async function writeFileRecord(
  dataDir: string,
  path: string,
  sink: ContentSink,
): Promise<{ size: number; sha256: string } | null> {
  const place = join(dataDir, ...path.split('/'));
  const found = await stat(place).catch(() => null);
  // Removed since it was listed.
  if (!found?.isFile()) return null;
  const { size } = found;
  const hash = createHash('sha256');
  let missing = size;
  let isBegun = false;
  const begin = async (): Promise<void> => {
    if (isBegun) return;
    isBegun = true;
    await sink.write(Buffer.from(`${JSON.stringify({ file: path, size })}\n`));
  };
  if (size > 0)
    try {
      for await (const bytes of createReadStream(place, { end: size - 1, highWaterMark: 256 * 1024 })) {
        await begin();
        hash.update(bytes as Buffer);
        missing -= (bytes as Buffer).length;
        await sink.write(bytes as Buffer);
      }
    } catch (error) {
      if (!isBegun && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  await begin();
  if (missing > 0) throw new BackupError('interrupted', path);
  const sha256 = hash.digest('hex');
  await sink.write(Buffer.from(`\n${JSON.stringify({ sha256 })}\n`));
  return { size, sha256 };
}

/** What is done with a content while it is read. */
export interface ContentReader {
  table?(table: Table): Promise<void> | void;
  lines?(table: Table, lines: readonly string[]): Promise<void> | void;
  /** Reads `bytes` to its end, or not at all. */
  file?(path: string, bytes: AsyncIterable<Buffer>): Promise<void>;
}

const tableShape = z.object({
  table: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});
const fileShape = z.object({ file: z.string(), size: z.number().int().nonnegative() });
const hashShape = z.object({ sha256: z.string() });

/** About as much as is handed over at one time. */
const batchBytes = 512 * 1024;

/**
 * Reads a content to its end and compares every row and every file with what it says of itself.
 * @throws BackupError 'damaged' where anything differs or is missing
 */
export async function readContent(
  content: Readable,
  path: string,
  reader: ContentReader,
): Promise<ContentEnd> {
  const input = new LineInput(content, path);
  const damaged = (cause?: unknown): BackupError => new BackupError('damaged', path, { cause });
  const seen = new Map<string, ReturnType<typeof createRowsDigest>>();
  let files = 0;
  let table: Table | null = null;
  let lines: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (table === null || lines.length === 0) return;
    seen.get(table.name)?.add(lines);
    await reader.lines?.(table, lines);
    lines = [];
    bytes = 0;
  };
  for (;;) {
    const line = await input.line();
    if (line === null) throw damaged();
    if (line.startsWith('[')) {
      if (table === null) throw damaged();
      lines.push(line);
      bytes += line.length;
      if (bytes >= batchBytes || lines.length >= 1000) await flush();
      continue;
    }
    await flush();
    table = null;
    const value = parsed(line, damaged);
    const asTable = tableShape.safeParse(value);
    const asFile = fileShape.safeParse(value);
    if (asTable.success) {
      table = { name: asTable.data.table, columns: asTable.data.columns };
      if (seen.has(table.name)) throw damaged();
      seen.set(table.name, createRowsDigest());
      await reader.table?.(table);
    } else if (asFile.success) {
      const { file, size } = asFile.data;
      if (!isKeptPath(file)) throw damaged();
      const hash = createHash('sha256');
      const chunks = input.bytes(size, hash);
      await reader.file?.(file, chunks);
      await skipRest(chunks);
      if ((await input.line()) !== '') throw damaged();
      const told = hashShape.safeParse(parsed((await input.line()) ?? '', damaged));
      if (!told.success || told.data.sha256 !== hash.digest('hex')) throw damaged();
      files += 1;
    } else {
      const end = endShape.safeParse((value as { end?: unknown } | null)?.end);
      if (!end.success) throw damaged(end.error);
      if ((await input.line()) !== null) throw damaged();
      const { tables, files: told, gone } = end.data;
      const isWhole =
        files === told.count + gone.length &&
        seen.size === Object.keys(tables).length &&
        [...seen].every(([name, digest]) => isSameRows(digest.end(), tables[name]));
      if (!isWhole) throw damaged();
      return end.data;
    }
  }
}

async function skipRest(chunks: AsyncGenerator<Buffer>): Promise<void> {
  while (!(await chunks.next()).done);
}

/** Whether two tables hold the same rows. */
export const isSameRows = (a: RowsDigest | undefined, b: RowsDigest | undefined): boolean =>
  a !== undefined && b !== undefined && a.rows === b.rows && a.digest === b.digest;

function parsed(line: string, damaged: (cause: unknown) => BackupError): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw damaged(error);
  }
}

/** Lines and counted bytes out of a stream, in turn. */
class LineInput {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #path: string;
  #held: Buffer = Buffer.alloc(0);
  #isOver = false;

  constructor(content: Readable, path: string) {
    this.#chunks = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    this.#path = path;
  }

  /** The next line without its break; null at the end. */
  async line(): Promise<string | null> {
    const parts: Buffer[] = [];
    for (;;) {
      const end = this.#held.indexOf(0x0a);
      if (end >= 0) {
        parts.push(this.#held.subarray(0, end));
        this.#held = this.#held.subarray(end + 1);
        return (parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)).toString('utf8');
      }
      parts.push(this.#held);
      if (!(await this.#more())) {
        if (parts.every((part) => part.length === 0)) return null;
        throw new BackupError('damaged', this.#path);
      }
    }
  }

  async *bytes(count: number, hash: { update(bytes: Buffer): unknown }): AsyncGenerator<Buffer> {
    let missing = count;
    while (missing > 0) {
      if (this.#held.length === 0 && !(await this.#more())) throw new BackupError('damaged', this.#path);
      const part = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(part.length);
      missing -= part.length;
      hash.update(part);
      yield part;
    }
  }

  async #more(): Promise<boolean> {
    if (this.#isOver) return false;
    const { value, done } = await this.#chunks.next();
    this.#isOver = done === true;
    this.#held = done ? Buffer.alloc(0) : value;
    return !done;
  }
}
