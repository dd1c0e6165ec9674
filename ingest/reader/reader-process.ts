import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError, DocumentUnreadableError, type ErrorCode } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { ReadOptions } from '../types.ts';
import type { Failure, FromChild, Request, ToChild } from './protocol.ts';

/** Bounds of one file in one process. */
export interface ReaderLimits {
  /** Without any page being done, in milliseconds. */
  timeLimitMs: number;
  /** Allowance for each page that the file is known to have. */
  pageMs: number;
  /** The most pages that are allowed for. */
  maxPages: number;
  memoryLimitBytes: number;
}

/** One process; it reads one file at a time. */
export interface ReaderProcess {
  readonly isAlive: boolean;
  /** Its size after the last file. */
  readonly rssBytes: number;
  /**
   * @throws DocumentUnreadableError, also where the process did not survive the file; ProcessGoneError where it did not
   *   come so far as to have it
   */
  carryOut(request: Request, options: ReadOptions): Promise<unknown>;
  /** Lets it go in peace, without waiting. */
  end(): void;
  /** Kills it, with what it started; resolves when it is gone. */
  kill(): Promise<void>;
}

/** The process died before it had the request: not the file's fault, so another process may try. */
export class ProcessGoneError extends Error {
  override readonly name = 'ProcessGoneError';
}

/** How long a process that was told to stop may take before it is killed, in milliseconds. */
const graceMs = 1_000;
/** Starting takes a second; on a machine under load a few. */
const startLimitMs = 60_000;

/** Windows knows no process groups; there only the process itself is killed. */
const isGroup = process.platform !== 'win32';

interface Job {
  id: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
  options: ReadOptions;
  /** Ends the job when it makes no progress. */
  stall: NodeJS.Timeout | undefined;
  /** Ends it in any case; moved out once when the number of pages is known. */
  whole: NodeJS.Timeout | undefined;
  /** True once the number of pages is known. */
  isCounted: boolean;
  /** True once the process has the request. */
  isTaken: boolean;
  onAbort(): void;
}

/** Starts a reader process. It is heard from with the first job; one that cannot start fails that job. */
export function startReaderProcess({
  workUrl,
  limits,
  logger,
}: {
  workUrl: URL;
  limits: ReaderLimits;
  logger: Logger;
}): ReaderProcess {
  const limitMb = Math.floor(limits.memoryLimitBytes / (1024 * 1024));
  const child = fork(
    fileURLToPath(new URL('./child.mjs', import.meta.url)),
    [workUrl.href, String(limits.memoryLimitBytes), isGroup ? 'leader' : 'alone', String(process.pid)],
    {
      execArgv: [`--max-old-space-size=${Math.max(64, Math.floor(limitMb * 0.75))}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached: isGroup,
    },
  );
  let isAlive = true;
  let rssBytes = 0;
  let lastId = 0;
  let job: Job | undefined;
  /** Why we killed it, where we did. */
  let killedFor: 'time' | undefined;
  // The last words of a process that died: V8 and the watchdog say there what they could not bear. Never logged, since
  // a library may quote the file.
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-4096);
  });
  let started = (): void => undefined;
  const ready = new Promise<void>((resolve) => (started = resolve));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => {
      if (child.pid === undefined) resolve();
    });
  });

  const hold = (isHeld: boolean): void => {
    // An idle process does not keep the assistant alive; one that owes an answer does.
    const method = isHeld ? 'ref' : 'unref';
    child[method]();
    child.channel?.[method]();
    (child.stderr as unknown as { ref(): void; unref(): void } | null)?.[method]();
  };
  hold(false);

  const settle = (finish: (job: Job) => void): void => {
    if (!job) return;
    const done = job;
    job = undefined;
    clearTimeout(done.stall);
    clearTimeout(done.whole);
    done.options.signal?.removeEventListener('abort', done.onAbort);
    hold(false);
    finish(done);
  };

  const killNow = (): void => {
    isAlive = false;
    killGroup(child);
  };

  const overdue = (): void => {
    killedFor = 'time';
    killNow();
  };

  /** A job that is no longer wanted: the process is told, and killed where it does not hear. */
  const callOff = (error: unknown): void => {
    if (!job) return;
    const { id } = job;
    isAlive = false;
    post(child, { kind: 'abort', id });
    setTimeout(killNow, graceMs).unref();
    settle(({ reject }) => reject(error));
  };

  const takePage = async (current: Job, message: Extract<FromChild, { kind: 'page' }>): Promise<void> => {
    // The asker's own time (writing to the page cache) is not the file's.
    clearTimeout(current.stall);
    try {
      await current.options.onPage?.(message.page);
    } catch (error) {
      if (job === current) callOff(error);
      return;
    }
    if (job !== current) return;
    current.stall = setTimeout(overdue, limits.timeLimitMs);
    post(child, { kind: 'page-taken', id: current.id });
  };

  const take = (message: FromChild): void => {
    if (message.kind === 'ready') {
      started();
      return;
    }
    if (!job || message.id !== job.id) return;
    const current = job;
    switch (message.kind) {
      case 'taken':
        current.isTaken = true;
        break;
      case 'page':
        void takePage(current, message);
        break;
      case 'progress':
        current.stall?.refresh();
        if (!current.isCounted && message.progress.total > 0) {
          // What the pages are worth in time, whatever is said about them later.
          current.isCounted = true;
          clearTimeout(current.whole);
          const pages = Math.min(message.progress.total, limits.maxPages);
          current.whole = setTimeout(overdue, limits.timeLimitMs + pages * limits.pageMs);
        }
        current.options.onProgress?.(message.progress);
        break;
      case 'done':
        rssBytes = message.rssBytes;
        settle(({ resolve }) => resolve(message.result));
        break;
      case 'failed':
        rssBytes = message.rssBytes;
        if (message.failure.at !== undefined)
          logger.warn({ at: message.failure.at }, 'a file upset its reader');
        settle(({ reject }) => reject(errorOf(message.failure)));
        break;
    }
  };

  child.on('message', take);
  child.on('error', (cause) => {
    isAlive = false;
    started();
    settle(({ reject }) => reject(new AppError('internal', 'the reader process cannot start', { cause })));
  });
  child.on('exit', () => (isAlive = false));
  child.on('close', (exitCode, signal) => {
    isAlive = false;
    started();
    const end =
      killedFor ?? (/heap out of memory|memory limit|Zone Allocation/iu.test(lastWords) ? 'memory' : 'crash');
    if (job) logger.warn({ end, exitCode, signal }, 'a reader process ended in the middle of a file');
    settle(({ reject, isTaken }) =>
      reject(isTaken || killedFor ? new DocumentUnreadableError(sentences[end]) : new ProcessGoneError()),
    );
  });

  return {
    get isAlive() {
      return isAlive;
    },
    get rssBytes() {
      return rssBytes;
    },
    carryOut(request, options) {
      return new Promise((resolve, reject) => {
        if (!isAlive) {
          reject(new ProcessGoneError());
          return;
        }
        lastId += 1;
        const id = lastId;
        const onAbort = (): void => callOff(options.signal?.reason);
        const current: Job = {
          id,
          resolve,
          reject,
          options,
          stall: undefined,
          whole: undefined,
          isCounted: false,
          isTaken: false,
          onAbort,
        };
        job = current;
        hold(true);
        options.signal?.addEventListener('abort', onAbort, { once: true });
        const starting = setTimeout(killNow, startLimitMs);
        void ready.then(() => {
          clearTimeout(starting);
          if (job !== current || !isAlive) return;
          current.stall = setTimeout(overdue, limits.timeLimitMs);
          current.whole = setTimeout(overdue, limits.timeLimitMs + limits.pageMs);
          post(child, { kind: 'request', id, request });
        });
      });
    },
    end() {
      if (!isAlive) return;
      isAlive = false;
      if (child.connected) child.disconnect();
      // One that is deep in something does not see the channel close.
      setTimeout(() => killGroup(child), graceMs).unref();
    },
    async kill() {
      settle(({ reject }) => reject(new AppError('internal', 'the reader is closed')));
      hold(true);
      killNow();
      await gone;
    },
  };
}

const sentences = {
  time: unreadable.tooSlow,
  memory: unreadable.tooMuchMemory,
  crash: unreadable.readerStopped,
} as const;

/** The message is lost where the process has just died; its end is noticed by itself. */
const post = (child: ChildProcess, message: ToChild): void => {
  if (child.connected) child.send(message, () => undefined);
};

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (isGroup) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone, or not yet made; the process itself follows.
  }
  child.kill('SIGKILL');
}

function errorOf({ code, sentence, page }: Failure): AppError {
  if (sentence !== undefined)
    return new DocumentUnreadableError(sentence, page === undefined ? {} : { page });
  if (code === 'internal') return new DocumentUnreadableError(unreadable.readerUpset);
  return new AppError(code as ErrorCode, 'refused in the reader process');
}
