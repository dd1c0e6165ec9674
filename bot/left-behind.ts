import { toAppError, type AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import { referenceOf } from './attempts.ts';
import { abandonedLanes } from './claim-store.ts';
import { noteAttempt, type OpenEvent } from './inbox-store.ts';
import { lookMs, type Pause } from './pause.ts';

export interface LeftBehindDeps {
  db: Database;
  logger: Logger;
  pause: Pause;
  /** This process stops: nothing is taken over any more. */
  stopping: AbortSignal;
  /** Begins to work on a chat, unless it does already. */
  begin(lane: string): void;
  /** Whether this process has the channel. */
  isServed(channel: string): boolean;
  /** Answers with the sentence for an error. */
  giveUp(item: OpenEvent, error: AppError): Promise<void>;
}

/** What an earlier run, or a process that died, did not bring to its end. */
export interface LeftBehind {
  /** The events that are taken up; one that interrupted too many starts is answered with an error instead. */
  resume(open: readonly OpenEvent[]): Promise<OpenEvent[]>;
  /** Where several processes share the database: looks for what others left, for as long as this one runs. */
  lookAround(): Promise<void>;
  /** Ends the wait before the next look. */
  lookSoon(): void;
}

/** How many chats of dead processes are taken over at once. */
const lanesALook = 64;
/** Starts that one event may interrupt; after that it is answered with an error, because it may be what kills us. */
const mostInterruptions = 5;

export function createLeftBehind(deps: LeftBehindDeps): LeftBehind {
  const { db, logger, pause, stopping, begin, isServed, giveUp } = deps;
  let lookSoon = (): void => {};

  async function resume(open: readonly OpenEvent[]): Promise<OpenEvent[]> {
    const taken: OpenEvent[] = [];
    const begun = new Set<string>();
    for (const item of open) {
      // Only the first event of a chat can have been under way; the others were still waiting.
      if (begun.has(item.lane)) {
        taken.push(item);
        continue;
      }
      begun.add(item.lane);
      if (item.attempts >= mostInterruptions) {
        logger.error({ seq: item.seq, reference: referenceOf(item) }, 'event interrupted too many starts');
        await giveUp(item, toAppError(new Error('interrupted too often')));
        continue;
      }
      await noteAttempt(db, item.seq, 'internal');
      // Only a failure counts against retries within this run; an interruption counts across starts.
      taken.push({ ...item, attempts: 0 });
    }
    if (taken.length > 0) logger.info({ events: taken.length }, 'resumed');
    return taken;
  }

  /** Takes over chats with something to be done that no living process works on. */
  async function takeAbandoned(): Promise<void> {
    for (const lane of await abandonedLanes(db, lanesALook))
      if (isServed(lane.slice(0, lane.indexOf(':')))) begin(lane);
  }

  async function lookAround(): Promise<void> {
    while (!stopping.aborted) {
      const wait = new AbortController();
      lookSoon = () => wait.abort();
      try {
        await takeAbandoned();
      } catch (error) {
        logger.warn({ err: error }, 'could not look for what other processes left');
      }
      await pause(lookMs, AbortSignal.any([wait.signal, stopping]));
    }
  }

  return { resume, lookAround, lookSoon: () => lookSoon() };
}
