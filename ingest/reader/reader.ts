import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import { silentLogger, type Logger } from '../../core/logger.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { Corrections, ReadDocument, ReadOptions } from '../types.ts';
import type { AcceptedFile, Inspection, PageView, Request } from './protocol.ts';
import { ProcessGoneError, startReaderProcess, type ReaderProcess } from './reader-process.ts';

export type { Inspection, PageView } from './protocol.ts';

/** Reads files from anywhere in processes of their own, so that no file can take the assistant down. */
export interface Reader {
  /**
   * Like `readDocument`. With `options.signal` the work itself ends, not only the waiting for it.
   * @throws DocumentUnreadableError with a sentence, also where the file kept its process busy too long or took too much
   *   memory; AppError 'document-secret'; the signal's reason
   */
  read(
    bytes: Uint8Array,
    fileName: string,
    corrections?: Corrections,
    options?: ReadOptions,
  ): Promise<ReadDocument>;
  /**
   * What may be kept of a file, before anything of it is: format by content, archives and e-mails taken apart, the mark
   * of secrecy looked for (of a scan on its first page). Never throws for what a file holds: it is refused by sentence.
   * Takes as long as reading, so that `onProgress` counts the members of an archive.
   */
  inspect(
    bytes: Uint8Array,
    fileName: string,
    options?: Pick<ReadOptions, 'signal' | 'onProgress'>,
  ): Promise<Inspection>;
  /**
   * A picture (JPEG), upright, of a page or a part of it.
   * @throws AppError 'not-found' where the file has no such page
   */
  pageImage(bytes: Uint8Array, mediaType: string, pageNo: number, view: PageView): Promise<Buffer>;
  /** Ends the processes; work in hand and in the queue fails. */
  close(): Promise<void>;
}

/** How files are read; every setting has a default. */
export interface ReaderSettings {
  /**
   * How long a file may take without a page being done, in milliseconds; default 120,000. A file of many pages may take
   * as often `pageMs` (default 20,000) on top, and `maxPages` (default 5,000) bound that.
   */
  timeLimitMs?: number;
  pageMs?: number;
  maxPages?: number;
  /** Memory of one process, all kinds together, in MiB; default 1,024. */
  memoryLimitMb?: number;
  /** An unused process ends after this time, in milliseconds; default 60,000. */
  idleMs?: number;
  /** How many files are read at once; default 1. */
  concurrency?: number;
  logger?: Logger;
  /** The module that does the work in the process, `ReaderWork`; default that of documents alone. */
  workUrl?: URL;
}

const megabyte = 1024 * 1024;

/** Creates a reader; it starts its first process with the first file. */
export function createReader(settings: ReaderSettings = {}): Reader {
  const { concurrency = 1, idleMs = 60_000, logger = silentLogger } = settings;
  const limits = {
    timeLimitMs: settings.timeLimitMs ?? 120_000,
    pageMs: settings.pageMs ?? 20_000,
    maxPages: settings.maxPages ?? 5_000,
    memoryLimitBytes: (settings.memoryLimitMb ?? 1024) * megabyte,
  };
  const workUrl = settings.workUrl ?? new URL('./work.ts', import.meta.url);
  const idle: { process: ReaderProcess; timer: NodeJS.Timeout }[] = [];
  const busy = new Set<ReaderProcess>();
  const queue: (() => void)[] = [];
  let isClosed = false;

  /** Waits for a free place; the first in the queue gets it. */
  const takePlace = async (signal: AbortSignal | undefined): Promise<ReaderProcess> => {
    if (busy.size >= concurrency) {
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = (): void => {
          queue.splice(queue.indexOf(go), 1);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        queue.push(go);
      });
    }
    if (isClosed) throw closedError();
    const waiting = idle.pop();
    if (waiting) clearTimeout(waiting.timer);
    const process =
      waiting?.process.isAlive === true ? waiting.process : startReaderProcess({ workUrl, limits, logger });
    busy.add(process);
    return process;
  };

  const givePlace = (process: ReaderProcess): void => {
    busy.delete(process);
    // A process that has grown large is replaced, so that no file pays for what another left behind.
    if (isClosed || !process.isAlive || process.rssBytes > limits.memoryLimitBytes / 2) process.end();
    else {
      const timer = setTimeout(() => {
        const index = idle.findIndex((one) => one.process === process);
        if (index >= 0) idle.splice(index, 1);
        process.end();
      }, idleMs);
      timer.unref();
      idle.push({ process, timer });
    }
    queue.shift()?.();
  };

  const carryOut = async (request: Request, options: ReadOptions = {}): Promise<unknown> => {
    if (isClosed) throw closedError();
    options.signal?.throwIfAborted();
    for (let attempt = 1; ; attempt++) {
      const process = await takePlace(options.signal);
      try {
        return await process.carryOut(request, options);
      } catch (error) {
        if (!(error instanceof ProcessGoneError)) throw error;
        if (isClosed) throw closedError();
        if (attempt === 2) throw new DocumentUnreadableError(unreadable.readerStopped);
      } finally {
        givePlace(process);
      }
    }
  };

  return {
    async read(bytes, fileName, corrections = {}, options = {}) {
      const { knownPages, isOcrAllowed, scanLimit, onPage } = options;
      const request: Request = {
        action: 'read',
        bytes,
        fileName,
        corrections,
        knownPages,
        isOcrAllowed,
        scanLimit,
        wantsPages: onPage !== undefined,
      };
      return (await carryOut(request, options)) as ReadDocument;
    },
    async inspect(bytes, fileName, options = {}) {
      try {
        const { accepted, refused } = (await carryOut({ action: 'inspect', bytes, fileName }, options)) as {
          accepted: (Omit<AcceptedFile, 'bytes'> & { bytes: Uint8Array | null })[];
          refused: Inspection['refused'];
        };
        return { accepted: accepted.map((file) => ({ ...file, bytes: file.bytes ?? bytes })), refused };
      } catch (error) {
        if (!(error instanceof DocumentUnreadableError)) throw error;
        const { sentence } = error;
        return { accepted: [], refused: [{ name: fileName, sentence, code: 'document-unreadable' }] };
      }
    },
    async pageImage(bytes, mediaType, pageNo, view) {
      const picture = await carryOut({ action: 'pageImage', bytes, mediaType, pageNo, view });
      return Buffer.from(picture as Uint8Array);
    },
    async close() {
      isClosed = true;
      for (const go of queue.splice(0)) go();
      const processes = [
        ...busy,
        ...idle.splice(0).map(({ process, timer }) => (clearTimeout(timer), process)),
      ];
      await Promise.all(processes.map((process) => process.kill()));
    },
  };
}

const closedError = (): AppError => new AppError('internal', 'the reader is closed');
