import { dayMs, type Clock } from '../core/clock.ts';
import { DocumentUnreadableError, toAppError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileRef, FileStore } from '../db/file-store.ts';
import { createJobWorker, type JobWorker } from '../db/job-worker.ts';
import * as queue from '../db/job-store.ts';
import { fileGone } from '../prompts/ingest.ts';
import { isFileNeeded, readingKind, type ReadingJob, type ReadingPayload } from './intake-ledger.ts';
import {
  abandonedUploads,
  forgetOldScannedPages,
  forgetScannedPages,
  keepScannedPage,
  loadScannedPages,
} from './intake-store.ts';
import type { Inspection } from './reader/protocol.ts';
import type { Corrections, ReadDocument, ReadOptions, ReadProgress } from './types.ts';

export {
  addReadingJob,
  addRefusal,
  dropJob,
  findReadingJob,
  isFileNeeded,
  listIntake,
  nameOfReading,
  retryJob,
  type IntakeEntry,
  type IntakeState,
  type ReadingJob,
} from './intake-ledger.ts';

/** What takes files apart: the reader process, or the same work in this process. */
export interface FileReader {
  inspect(bytes: Uint8Array, name: string): Promise<Inspection>;
  read(
    bytes: Uint8Array,
    name: string,
    corrections: Corrections,
    options: ReadOptions,
  ): Promise<ReadDocument>;
  close(): Promise<void>;
}

export interface IntakeDeps {
  db: Database;
  files: FileStore;
  reader: FileReader;
  clock: Clock;
  logger: Logger;
}

/** 'reading': patience was over before the file was read; the reading goes on. */
export type ReadingState =
  { state: 'read'; read: ReadDocument } | { state: 'reading'; progress: ReadProgress };

export interface IntakeReadOptions {
  /** How long to wait, in milliseconds; 0 asks whether it is read already. Default: until it is read. */
  patienceMs?: number;
  onProgress?(progress: ReadProgress): void;
  /** Ends the waiting, and the reading too where nobody else waits for it. */
  signal?: AbortSignal;
}

/** The way of a file from its bytes to a read document, whatever happens in between. */
export interface Intake {
  /** Takes a file apart and says what of it may be kept, before anything is kept. */
  inspect(bytes: Uint8Array, name: string): Promise<Inspection>;
  /**
   * Reads a kept file; whoever asks for the same file meanwhile shares the reading, and pages that an earlier reading
   * took from their pictures are not read again. A file that turns out to be secret is removed before this throws.
   * @throws DocumentUnreadableError, AppError 'document-secret'
   */
  read(file: FileRef, corrections?: Corrections, options?: IntakeReadOptions): Promise<ReadingState>;
  /** The same for bytes that are not kept yet; its pages are found again by what the bytes are. */
  readBytes(bytes: Uint8Array, name: string, options?: IntakeReadOptions): Promise<ReadingState>;
  /** Works off the readings on the ledger; `onDone` hears of each end, again after a crash until it has resolved once. */
  start(onDone: (job: ReadingJob) => Promise<void>): Promise<void>;
  /** Looks at the ledger now instead of at the next poll. */
  wake(): void;
  /** Resolves when nothing on the ledger waits to be read. */
  idle(): Promise<void>;
  /** Removes what people sent, or left at the preview, longer than a week ago and never stored. */
  tidy(): Promise<void>;
  /** Ends the work; what is not read goes on at the next start. */
  close(): Promise<void>;
}

/** A kept file, or one whose bytes are at hand. */
type Source = Pick<FileRef, 'sha256' | 'name'> & { bytes?: Uint8Array };

interface Running {
  reading: Promise<ReadDocument>;
  controller: AbortController;
  progress: ReadProgress;
  listeners: Set<(progress: ReadProgress) => void>;
  waiting: number;
  /** Somebody was told that the reading goes on. */
  isPromised: boolean;
}

/** Buttons of a preview can be pressed for a week at most, so nobody can come back to an older one. */
const abandonedAfterMs = 7 * dayMs;
/** How far back `tidy` looks for uploads: longer than an office may leave the assistant switched off. */
const tidyWindowMs = 120 * dayMs;
/** Read documents that are kept in memory between preview, corrections and storing: few, and none of the largest. */
const mostRecent = 4;
const longestRecentText = 3_000_000;

export function createIntake(deps: IntakeDeps): Intake {
  const { db, files, reader, clock, logger } = deps;
  const running = new Map<string, Running>();
  const recent = new Map<string, ReadDocument>();
  let worker: JobWorker | null = null;
  let tidying: NodeJS.Timeout | undefined;

  async function readNow(file: Source, corrections: Corrections, own: Running): Promise<ReadDocument> {
    const hash = file.sha256;
    const { signal } = own.controller;
    const bytes = file.bytes ?? (await files.read(hash));
    if (!bytes) throw new DocumentUnreadableError(fileGone);
    const knownPages = await loadScannedPages(db, hash);
    try {
      return await reader.read(bytes, file.name, corrections, {
        knownPages,
        signal,
        async onPage(page) {
          // A file dropped meanwhile must not leave pages behind.
          if (signal.aborted) return;
          await keepScannedPage(db, hash, page, clock.now());
          logger.debug({ file: hash.slice(0, 12), page: page.pageNo }, 'scanned page kept');
        },
        onProgress(progress) {
          own.progress = progress;
          for (const listener of own.listeners) listener(progress);
        },
      });
    } catch (error) {
      if (toAppError(error).code === 'document-secret') await forgetSecret(hash);
      throw error;
    }
  }

  /** Nothing of a secret file stays: no page, no name on the ledger, no file. */
  async function forgetSecret(hash: string): Promise<void> {
    await db.tx(async (t) => {
      await forgetScannedPages(t, hash);
      for (const job of await queue.listJobs<ReadingPayload>(t, readingKind, { key: hash })) {
        await queue.redactJob(t, job.id, { ...job.payload, file: null });
      }
    });
    await files.remove(hash);
  }

  function begin(key: string, file: Source, corrections: Corrections): Running {
    const own: Running = {
      reading: Promise.resolve(null as never),
      controller: new AbortController(),
      progress: { done: 0, total: 0 },
      listeners: new Set(),
      waiting: 0,
      isPromised: false,
    };
    own.reading = readNow(file, corrections, own)
      .then((read) => {
        if (read.text.length <= longestRecentText) {
          recent.set(key, read);
          for (const [oldest] of [...recent].slice(0, -mostRecent)) recent.delete(oldest);
        }
        return read;
      })
      .finally(() => {
        if (running.get(key) === own) running.delete(key);
      });
    // Where nobody waits any more, the job on the ledger meets the failure again and reports it.
    own.reading.catch(() => undefined);
    running.set(key, own);
    return own;
  }

  async function read(
    file: Source,
    corrections: Corrections = {},
    { patienceMs, onProgress, signal, isOfJob }: IntakeReadOptions & { isOfJob?: boolean } = {},
  ): Promise<ReadingState> {
    signal?.throwIfAborted();
    const key = JSON.stringify([file.sha256, file.name, corrections]);
    const known = recent.get(key);
    if (known) return { state: 'read', read: known };
    let own = running.get(key);
    // One that is being given up cannot be shared.
    if (!own || own.controller.signal.aborted) own = begin(key, file, corrections);
    const shared = own;
    // From here on the job is the promise: where it is cancelled, the reading ends with it.
    if (isOfJob) shared.isPromised = false;
    const done = shared.reading.then((document): ReadingState => ({ state: 'read', read: document }));
    if (onProgress) shared.listeners.add(onProgress);
    shared.waiting += 1;
    let timer: NodeJS.Timeout | undefined;
    let giveUp = (): void => undefined;
    const others: Promise<ReadingState>[] = [];
    if (patienceMs !== undefined) {
      others.push(
        new Promise((resolve) => {
          timer = setTimeout(() => {
            shared.isPromised = true;
            resolve({ state: 'reading', progress: shared.progress });
          }, patienceMs);
        }),
      );
    }
    if (signal) {
      others.push(
        new Promise((_resolve, reject) => {
          giveUp = () => {
            if (shared.waiting === 1 && !shared.isPromised) shared.controller.abort(signal.reason);
            reject(signal.reason instanceof Error ? signal.reason : new Error('the reading was given up'));
          };
          signal.addEventListener('abort', giveUp, { once: true });
        }),
      );
    }
    try {
      return await Promise.race([done, ...others]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      if (onProgress) shared.listeners.delete(onProgress);
      shared.waiting -= 1;
    }
  }

  async function tidy(): Promise<void> {
    const until = new Date(clock.now().getTime() - abandonedAfterMs);
    const left = await db.tx(async (t) => {
      const jobs = await queue.deleteEndedJobs<ReadingPayload>(t, readingKind, until);
      await forgetOldScannedPages(t, until);
      const uploads = await abandonedUploads(t, new Date(until.getTime() - tidyWindowMs), until);
      const hashes = jobs.flatMap(({ payload }) => (payload.file ? [payload.file.sha256] : []));
      const unused: string[] = [];
      for (const hash of new Set([...hashes, ...uploads])) {
        if (!(await isFileNeeded(t, hash))) unused.push(hash);
      }
      return unused;
    });
    for (const hash of left) await files.remove(hash);
    if (left.length > 0) logger.info({ files: left.length }, 'abandoned uploads removed');
  }

  return {
    inspect: (bytes, name) => reader.inspect(bytes, name),
    read,
    readBytes: (bytes, name, options) => read({ sha256: sha256(bytes), name, bytes }, {}, options),
    async start(onDone) {
      if (worker) return;
      worker = createJobWorker({
        db,
        clock,
        logger,
        handlers: {
          [readingKind]: {
            async run(job, { signal, progress }) {
              const { file } = job.payload as ReadingPayload;
              if (!file) throw new DocumentUnreadableError(fileGone);
              await read(file, {}, { signal, onProgress: progress, isOfJob: true });
            },
            ended: (job) => onDone(job as ReadingJob),
            reasonOf: (error) => (error instanceof DocumentUnreadableError ? error.sentence : undefined),
          },
        },
      });
      await worker.start();
      const tidyQuietly = (): void =>
        void tidy().catch((error: unknown) => logger.warn({ err: error }, 'tidying failed'));
      tidying = setInterval(tidyQuietly, dayMs);
      tidying.unref();
      tidyQuietly();
    },
    wake: () => worker?.wake(),
    idle: async () => worker?.idle(),
    tidy,
    async close() {
      clearInterval(tidying);
      for (const { controller } of running.values()) controller.abort(new Error('the intake closes'));
      await worker?.stop();
      await Promise.allSettled([...running.values()].map(({ reading }) => reading));
      await reader.close();
    },
  };
}
