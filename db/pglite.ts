import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors.ts';
import { lockFolder } from './folder-lock.ts';
import { writeManifest } from './folder-manifest.ts';
import { lookAtPages } from './folder-pages.ts';
import { tellsOfDamage } from './folder-reading.ts';
import { noteSuspect, startOnFolder } from './folder-start.ts';
import { SqlError } from './sql-error.ts';
import { TransactionGuard } from './transaction-guard.ts';
import { touchedRows, TransactionHandle } from './transaction-handle.ts';
import { decodeRows, encodeParam } from './values.ts';
import type { Database, Queryable, QueryResult, SqlValue } from './database.ts';
import type { Damage } from './folder-check.ts';
import type { FindCopies } from './folder-recovery.ts';
import type { SqlFailure } from './sql-error.ts';
import type { Field } from './values.ts';

/** An embedded database, with what only an embedded one can do. */
export interface EmbeddedDatabase extends Database {
  readonly kind: 'embedded';
  /** Writes the whole database to one file, for `snapshot`. */
  dump(path: string): Promise<void>;
  /** What was found wrong with the folder since it was opened; the next start looks into it. Null: nothing. */
  readonly damage: Damage | null;
  /** Calls `listener` once when something is found, at once where it was found already. */
  whenDamaged(listener: (damage: Damage) => void): void;
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
 * - A torn or shortened folder it opens as well as it can, and begins a new database over what it does not know as one;
 *   `folder-start.ts` looks before, and has the data from one of the `copies` then.
 * @throws AppError 'storage-locked' while another process has the folder; FolderDamagedError
 */
export async function openPglite(
  options: { dataDir?: string; snapshot?: string; copies?: FindCopies } = {},
): Promise<EmbeddedDatabase> {
  const { dataDir, copies } = options;
  const snapshot = options.snapshot === undefined ? {} : { snapshot: options.snapshot };
  if (dataDir === undefined) return new PgliteDatabase(await PgliteThread.start(snapshot));
  const lock = await lockFolder(dataDir);
  try {
    const { db, rest } = await startOnFolder<PgliteDatabase>(dataDir, {
      open: async (place, isNew) =>
        new PgliteDatabase(await PgliteThread.start({ dataDir: place, ...(isNew ? snapshot : {}) })),
      openMemory: async () => new PgliteDatabase(await PgliteThread.start({})),
      isCopy: options.snapshot !== undefined,
      copies,
    });
    db.holdFolder(join(dataDir, 'postgres'), rest, () => lock.release());
    return db;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** What the thread ends itself with where its log cannot be written (`pglite-worker.mjs`). */
const endings: ReadonlyMap<number | undefined, SqlFailure> = new Map([
  [28, { message: 'no space left for the log of the database', sqlState: '53100' }],
  [29, { message: 'the log of the database cannot be written', sqlState: '58030' }],
]);
/** How long a database that ended itself may take to open; it does so in a second or two. */
const reopenMs = 60_000;

class PgliteDatabase implements EmbeddedDatabase {
  readonly kind = 'embedded';
  #thread: PgliteThread;
  readonly #guard = new TransactionGuard();
  #turns: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;
  /** The folder and what gives it free; null in memory. */
  #folder: { place: string; release: () => Promise<void> } | null = null;
  #damage: Damage | null = null;
  readonly #listeners: ((damage: Damage) => void)[] = [];
  #looking: Promise<void> = Promise.resolve();
  readonly #stopLooking = new AbortController();

  constructor(thread: PgliteThread) {
    this.#thread = thread;
  }

  get damage(): Damage | null {
    return this.#damage;
  }

  whenDamaged(listener: (damage: Damage) => void): void {
    if (this.#damage) listener(this.#damage);
    else this.#listeners.push(listener);
  }

  /**
   * A database that ended itself, as it does on a full disk, is opened anew before the next statement or transaction; it
   * goes on from its log, as after a power cut. While it cannot be, each one fails for the reason it ended for.
   */
  async #openAgain(): Promise<void> {
    const reason = this.#thread.endedBy;
    if (!reason || !this.#folder) return;
    const { place } = this.#folder;
    try {
      await rm(join(place, 'postmaster.pid'), { force: true });
      this.#thread = await PgliteThread.start({ dataDir: place, patienceMs: reopenMs });
    } catch {
      throw new SqlError(reason);
    }
  }

  /** Takes over the folder and looks, beside everything else, at the pages of `rest`. */
  holdFolder(place: string, rest: readonly string[], release: () => Promise<void>): void {
    this.#folder = { place, release };
    this.#looking = lookAtPages(place, rest, { signal: this.#stopLooking.signal })
      .then(({ damage }) => (damage ? this.#noteDamage(damage) : undefined))
      .catch(() => undefined);
  }

  async #noteDamage(damage: Damage): Promise<void> {
    if (this.#damage || !this.#folder) return;
    this.#damage = damage;
    await noteSuspect(this.#folder.place, damage).catch(() => undefined);
    for (const listener of this.#listeners.splice(0)) listener(damage);
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
      this.#stopLooking.abort();
      await this.#looking;
      await this.#thread.stop();
      if (!this.#folder) return;
      // Without it the next start looks at fewer things.
      if (!this.#damage) await writeManifest(this.#folder.place).catch(() => undefined);
      await this.#folder.release();
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
      if (!this.#closing) await this.#openAgain();
      return await action();
    } finally {
      end();
    }
  }

  async #run<Row>(sql: string, params: readonly SqlValue[]): Promise<QueryResult<Row>> {
    const call = this.#thread.call<RawResult>('query', { sql, params: params.map(encodeParam) });
    const { fields, rows, command, rowCount } = await call.catch(async (error: unknown) => {
      if (tellsOfDamage(error)) await this.#noteDamage({ kind: 'broken', file: 'base' });
      throw error;
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

/** PostgreSQL as the first thread of this process compiled it (`WebAssembly.Module`): the next opens take 1 s less. */
let compiled: unknown;

/** Calls to the thread that PGlite runs in; each is answered once, also when the thread dies. */
class PgliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  #lastId = 0;
  #isStopped = false;
  /** What the database ended itself with; null while it has not. */
  endedBy: SqlFailure | null = null;

  /** `patienceMs`: how long opening may take. Default: any time. */
  static async start(options: {
    dataDir?: string;
    snapshot?: string;
    patienceMs?: number;
  }): Promise<PgliteThread> {
    const { patienceMs, ...data } = options;
    const thread = new PgliteThread(data);
    const impatient =
      patienceMs === undefined ? undefined : setTimeout(() => void thread.#worker.terminate(), patienceMs);
    try {
      // The thread reports the end of opening under the id that no call has.
      const its = await thread.#answerTo<unknown>(0);
      compiled ??= its;
      return thread;
    } catch (error) {
      await thread.#worker.terminate();
      throw error;
    } finally {
      clearTimeout(impatient);
    }
  }

  private constructor(options: { dataDir?: string; snapshot?: string }) {
    this.#worker = new Worker(new URL('./pglite-worker.mjs', import.meta.url), {
      workerData: { ...options, compiled },
    });
    this.#worker.on('message', (reply: Reply) => this.#take(reply));
    this.#worker.on('error', (error) => this.#stopped(error));
    this.#worker.on('exit', (code) => this.#stopped(undefined, code));
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

  #stopped(cause: unknown, code?: number): void {
    this.#isStopped = true;
    this.endedBy ??= endings.get(code) ?? null;
    for (const { reject } of this.#waiting.values())
      reject(this.endedBy ?? new AppError('internal', 'the database thread ended', { cause }));
    this.#waiting.clear();
  }
}
