import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors.ts';
import { lockFolder } from './folder-lock.ts';
import { SqlError } from './sql-error.ts';
import { syncFolder, syncPath } from './sync-files.ts';
import { TransactionGuard } from './transaction-guard.ts';
import { touchedRows, TransactionHandle } from './transaction-handle.ts';
import { decodeRows, encodeParam } from './values.ts';
import type { Database, Queryable, QueryResult, SqlValue } from './database.ts';
import type { FolderLock } from './folder-lock.ts';
import type { SqlFailure } from './sql-error.ts';
import type { Field } from './values.ts';

/** An embedded database, with what only an embedded one can do. */
export interface EmbeddedDatabase extends Database {
  readonly kind: 'embedded';
  /** Writes the whole database to one file, for `snapshot`. */
  dump(path: string): Promise<void>;
}

/**
 * Opens PGlite (PostgreSQL compiled to WebAssembly) on a folder, or in memory where none is given. `snapshot` is a file
 * that `dump` wrote: a new database starts as its copy, in about 1 s instead of the 5 s that initdb takes.
 *
 * What is peculiar to PGlite is dealt with here and nowhere else:
 * - There is one connection. Calls wait for each other in `#turns`; a transaction keeps its turn until it ends.
 * - It runs on the event loop of its thread, so it gets a thread of its own (`pglite-worker.mjs`).
 * - It does not notice a second process on the same folder, and rows are lost silently: hence `lockFolder`.
 * - `statement_timeout`, LISTEN/NOTIFY between clients, advisory locks and ICU collations do nothing or are absent.
 * - Left to itself it never calls fsync; `durable-folder.mjs` makes what was acknowledged survive a power cut.
 * - Its version and that of its pgvector package belong together; a folder opens only with extensions it was opened with.
 * @throws AppError 'storage-locked' while another process has the folder
 */
export async function openPglite(
  options: { dataDir?: string; snapshot?: string } = {},
): Promise<EmbeddedDatabase> {
  const { dataDir, snapshot } = options;
  const lock = dataDir === undefined ? null : await lockFolder(dataDir);
  try {
    const start = (place: { dataDir?: string }) =>
      PgliteThread.start({ ...place, ...(snapshot === undefined ? {} : { snapshot }) });
    const thread = await (dataDir === undefined
      ? start({})
      : startOnFolder(dataDir, start, snapshot !== undefined));
    return new PgliteDatabase(thread, lock);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/**
 * Starts on the folder's `postgres`, a new one if there is none. A process that is killed while a new one is being written
 * leaves a part that PGlite would take for a whole; the mark beside it says so, and the next start begins anew. Nothing
 * is lost: no row was acknowledged before the mark went, and it goes when everything is on the disk.
 */
async function startOnFolder(
  dataDir: string,
  start: (place: { dataDir: string }) => Promise<PgliteThread>,
  isCopy: boolean,
): Promise<PgliteThread> {
  const place = join(dataDir, 'postgres');
  const mark = join(dataDir, 'postgres.incomplete');
  if (existsSync(mark)) await rm(place, { recursive: true, force: true });
  const isNew = !existsSync(place);
  if (!isNew) {
    // PostgreSQL's own note of its owner, which it refuses to start over when torn; the folder's lock says who owns it.
    await rm(join(place, 'postmaster.pid'), { force: true });
    return start({ dataDir: place });
  }
  await writeFile(mark, '');
  await syncPath(dataDir);
  const thread = await start({ dataDir: place });
  await syncFolder(place);
  await rm(mark);
  await syncPath(dataDir);
  if (isCopy) return thread;
  // What initdb took, 110 MB, would stay taken until the process ends; opening anew gives it back.
  await thread.stop();
  return start({ dataDir: place });
}

class PgliteDatabase implements EmbeddedDatabase {
  readonly kind = 'embedded';
  readonly #thread: PgliteThread;
  readonly #lock: FolderLock | null;
  readonly #guard = new TransactionGuard();
  #turns: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(thread: PgliteThread, lock: FolderLock | null) {
    this.#thread = thread;
    this.#lock = lock;
  }

  query<Row>(sql: string, params: readonly SqlValue[] = []): Promise<QueryResult<Row>> {
    return this.#inTurn(() => this.#run<Row>(sql, params));
  }

  script(sql: string): Promise<void> {
    return this.#inTurn(() => this.#thread.call('script', { sql }));
  }

  dump(path: string): Promise<void> {
    return this.#inTurn(() => this.#thread.call('dump', { path }));
  }

  tx<T>(work: (t: Queryable) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const handle = new TransactionHandle((sql, params) => this.#run(sql, params));
      await this.#run('BEGIN', []);
      try {
        const result = await this.#guard.run(() => work(handle));
        await handle.finish();
        await this.#run('COMMIT', []);
        return result;
      } catch (error) {
        await handle.finish().catch(() => {});
        // A thread that has died cannot answer; its failure must not hide the first one.
        await this.#run('ROLLBACK', []).catch(() => {});
        throw error;
      }
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#inTurn(async () => {
      await this.#thread.stop();
      await this.#lock?.release();
    });
    return this.#closing;
  }

  async #inTurn<T>(action: () => Promise<T>): Promise<T> {
    this.#guard.check();
    const before = this.#turns;
    let end = () => {};
    this.#turns = new Promise<void>((resolve) => (end = resolve));
    await before;
    try {
      return await action();
    } finally {
      end();
    }
  }

  async #run<Row>(sql: string, params: readonly SqlValue[]): Promise<QueryResult<Row>> {
    const { fields, rows, command, rowCount } = await this.#thread.call<RawResult>('query', {
      sql,
      params: params.map(encodeParam),
    });
    return { rows: decodeRows<Row>(fields, rows), affected: touchedRows(command, rowCount) };
  }
}

interface RawResult {
  fields: Field[];
  rows: (string | null)[][];
  command: string;
  rowCount: number;
}

interface Reply {
  id: number;
  result?: unknown;
  failure?: SqlFailure;
}

/** Calls to the thread that PGlite runs in; each is answered once, also when the thread dies. */
class PgliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  #lastId = 0;
  #isStopped = false;

  static async start(options: { dataDir?: string; snapshot?: string }): Promise<PgliteThread> {
    const thread = new PgliteThread(options);
    // The thread reports the end of opening under the id that no call has.
    await thread.#answerTo(0);
    return thread;
  }

  private constructor(options: { dataDir?: string; snapshot?: string }) {
    this.#worker = new Worker(new URL('./pglite-worker.mjs', import.meta.url), { workerData: options });
    this.#worker.on('message', (reply: Reply) => this.#take(reply));
    this.#worker.on('error', (error) => this.#stopped(error));
    this.#worker.on('exit', () => this.#stopped(undefined));
  }

  async call<T = void>(action: 'query' | 'script' | 'dump' | 'close', request: object = {}): Promise<T> {
    if (this.#isStopped) throw new AppError('internal', 'the database is closed');
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = this.#answerTo<T>(id);
    this.#worker.postMessage({ id, action, ...request });
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    await this.call('close');
    await this.#worker.terminate();
  }

  async #answerTo<T>(id: number): Promise<T> {
    // An idle database does not keep the process alive; one that owes an answer does.
    if (this.#waiting.size === 0) this.#worker.ref();
    try {
      return (await new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))) as T;
    } catch (error) {
      // Made here and not in the thread, so that its stack leads to the statement's caller.
      throw error instanceof AppError ? error : new SqlError(error as SqlFailure);
    }
  }

  #take({ id, result, failure }: Reply): void {
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (failure) call?.reject(failure);
    else call?.resolve(result);
  }

  #stopped(cause: unknown): void {
    this.#isStopped = true;
    for (const { reject } of this.#waiting.values()) {
      reject(new AppError('internal', 'the database thread ended', { cause }));
    }
    this.#waiting.clear();
  }
}
