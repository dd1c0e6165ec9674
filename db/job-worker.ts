import type { Clock } from '../core/clock.ts';
import { toAppError, type AppError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from './database.ts';
import {
  claimJob,
  endAttempt,
  findJob,
  keepJob,
  noteReported,
  releaseJobs,
  unreportedJobs,
  type Claim,
  type Job,
  type JobEnd,
} from './job-store.ts';

/** What is done for the jobs of one kind. */
export interface JobHandler {
  /**
   * Does the work; may run again for the same job after a crash, so what it changes must bear repeating. `progress`
   * returns at once. The signal aborts when the job was cancelled, given to another worker, or the worker stops.
   */
  run(
    job: Job,
    on: { signal: AbortSignal; progress(progress: { done: number; total: number }): void },
  ): Promise<void>;
  /** Hears of the end of a job, whatever it was; again after a crash until it has resolved once. */
  ended?(job: Job): Promise<void>;
  /** The sentence that the ledger keeps for people, where the error has one. */
  reasonOf?(error: AppError): string | undefined;
}

export interface JobWorkerDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** By kind of job. */
  handlers: Readonly<Record<string, JobHandler>>;
  /** Jobs worked on at the same time. Default 1. */
  parallel?: number;
  /** How often to look for jobs that others added or whose time has come. Default 2000. */
  pollMs?: number;
  /** How long a claim holds without a sign of life. Default 60 000. */
  leaseMs?: number;
}

/** Works off the queue for as long as it runs. */
export interface JobWorker {
  start(): Promise<void>;
  /** Looks for due jobs now instead of at the next poll. */
  wake(): void;
  /** Resolves when no job is due, none is being worked on, and every end was handed on. */
  idle(): Promise<void>;
  /** Aborts what runs; it stays in the queue for the next start. */
  stop(): Promise<void>;
}

/** Attempts of a job that fails for a passing reason, crashes of the process included. */
const mostAttempts = 5;
const firstPauseMs = 30_000;

/** Waits 30 s, 2 min, 8 min, 32 min between the attempts. */
const pauseAfter = (attempts: number): number => firstPauseMs * 4 ** (attempts - 1);

export function createJobWorker(deps: JobWorkerDeps): JobWorker {
  const { db, clock, logger, handlers } = deps;
  const kinds = Object.keys(handlers);
  const owner = newId();
  const leaseMs = deps.leaseMs ?? 60_000;
  const stopping = new AbortController();
  const loops = new Set<Promise<void>>();
  let poll: NodeJS.Timeout | undefined;
  let reporting: Promise<void> = Promise.resolve();
  let isStarted = false;

  const claim = (): Claim => ({ owner, now: clock.now(), leaseMs });

  function wake(): void {
    if (!isStarted || stopping.signal.aborted || loops.size >= (deps.parallel ?? 1)) return;
    const loop = workOff()
      .catch((error: unknown) => logger.error({ err: error }, 'the job queue could not be read'))
      .finally(() => loops.delete(loop));
    loops.add(loop);
  }

  async function workOff(): Promise<void> {
    await report();
    while (!stopping.signal.aborted) {
      const job = await claimJob(db, kinds, claim());
      if (!job) return;
      // Others may be due beside this one.
      wake();
      await attempt(job);
      await report();
    }
  }

  async function attempt(job: Job): Promise<void> {
    const handler = handlers[job.kind] as JobHandler;
    const controller = new AbortController();
    const abort = (): void => controller.abort(stopping.signal.reason);
    stopping.signal.addEventListener('abort', abort);
    let latest: Job['progress'] = null;
    let isTelling = false;
    /** At most one statement at a time; what comes meanwhile is told by the next. */
    const tell = async (): Promise<void> => {
      if (isTelling || controller.signal.aborted) return;
      isTelling = true;
      try {
        if (!(await keepJob(db, job.id, claim(), latest)))
          controller.abort(new Error('the job was taken away'));
      } catch (error) {
        logger.warn({ job: job.id, err: error }, 'a sign of life could not be written');
      } finally {
        isTelling = false;
      }
    };
    const heartbeat = setInterval(() => void tell(), leaseMs / 3);
    let end: JobEnd;
    try {
      // It may be this very job that ends the process each time.
      if (job.attempts > mostAttempts) end = { state: 'dead', failure: job.failure ?? 'internal' };
      else {
        await handler.run(job, {
          signal: controller.signal,
          progress(progress) {
            latest = progress;
            void tell();
          },
        });
        end = { state: 'done' };
      }
    } catch (cause) {
      if (stopping.signal.aborted) {
        await releaseJobs(db, [job.kind], owner).catch(() => undefined);
        return;
      }
      end = endFor(job, toAppError(cause), handler);
    } finally {
      clearInterval(heartbeat);
      stopping.signal.removeEventListener('abort', abort);
    }
    await endAttempt(db, job.id, owner, end, clock.now());
  }

  function endFor(job: Job, error: AppError, handler: JobHandler): JobEnd {
    const fields = { job: job.id, kind: job.kind, code: error.code, attempt: job.attempts };
    if (!error.isRetryable && error.code !== 'internal') {
      logger.info(fields, 'job failed');
      return { state: 'failed', failure: error.code, reason: handler.reasonOf?.(error) };
    }
    logger.error({ ...fields, err: error }, 'job attempt failed');
    if (job.attempts >= mostAttempts) {
      return { state: 'dead', failure: error.code, reason: handler.reasonOf?.(error) };
    }
    const runAfter = new Date(clock.now().getTime() + pauseAfter(job.attempts));
    return { state: 'again', failure: error.code, runAfter };
  }

  /** Hands on the ends that nobody has been told, one after another. */
  function report(): Promise<void> {
    // One failed look must not end all later ones.
    reporting = reporting
      .catch(() => undefined)
      .then(async () => {
        for (const { id } of await unreportedJobs(db, kinds)) {
          const job = await findJob(db, id);
          if (!job || job.finishedAt === null) continue;
          try {
            await handlers[job.kind]?.ended?.(job);
            await noteReported(db, id, clock.now());
          } catch (error) {
            // Told at the next poll; what is behind it waits, so that the order holds.
            logger.error({ job: id, err: error }, 'the end of a job could not be handed on');
            return;
          }
        }
      });
    return reporting;
  }

  return {
    async start() {
      if (isStarted) return;
      isStarted = true;
      // Nobody else can work on an embedded database: what runs there was left by a process that is gone.
      if (db.kind === 'embedded') await releaseJobs(db, kinds);
      poll = setInterval(wake, deps.pollMs ?? 2000);
      poll.unref();
      wake();
    },
    wake,
    async idle() {
      do {
        wake();
        await Promise.all(loops);
      } while (loops.size > 0);
    },
    async stop() {
      clearInterval(poll);
      stopping.abort(new Error('the worker stops'));
      await Promise.all(loops);
    },
  };
}
