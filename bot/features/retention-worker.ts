import { readSetting, writeSetting } from '../../access/setting-store.ts';
import { dateIn, type Clock, type DateOnly } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { daysBetween } from '../../text/calendar.ts';
import { applyRetention } from '../retention.ts';

/** Deletes what settings say (`bot/retention.ts`) once a day for as long as it runs. */
export interface RetentionWorker {
  start(): void;
  /** One look; true where it was the day's and deleted what was due. */
  look(): Promise<boolean>;
  /** Resolves when the look that is under way has ended. */
  stop(): Promise<void>;
}

/** The day of the last look, for the next one to be measured by; 'doubted' behind it where nothing was deleted that day. */
const lastSetting = 'retention.last';
/** Two looks that are further apart than this are of an office after a long break, or of a clock that jumped. */
const longestGapDays = 35;

export function createRetentionWorker(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** Default Asia/Ho_Chi_Minh. */
  timeZone?: string | undefined;
  /** Between two looks at the day. Default an hour. */
  everyMs?: number;
}): RetentionWorker {
  const { db, clock, logger, timeZone } = deps;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let doneOn: DateOnly | null = null;

  /**
   * A clock that is set wrong by years would make everything old at once. So after a gap the day is only noted, for every
   * process and every start of it; by the next day the clock has been put right, or it was right.
   */
  async function isTrusted(today: DateOnly): Promise<boolean> {
    const [last, doubt] = (await readSetting(db, lastSetting))?.split(' ') ?? [];
    const isFar = last !== undefined && Math.abs(daysBetween(last, today)) > longestGapDays;
    const isDoubted = isFar || (last === today && doubt !== undefined);
    await writeSetting(db, lastSetting, isDoubted ? `${today} doubted` : today);
    return !isDoubted;
  }

  async function look(): Promise<boolean> {
    const now = clock.now();
    const today = dateIn(now, timeZone);
    if (doneOn === today) return false;
    const isToDelete = await isTrusted(today);
    if (isToDelete) await applyRetention(db, now, { timeZone });
    else logger.warn({ today }, 'nothing is deleted today: the last look was long ago, or the clock jumped');
    doneOn = today;
    return isToDelete;
  }

  return {
    look,
    start() {
      const run = (): Promise<unknown> =>
        look().catch((error: unknown) => logger.error({ err: error }, 'what is due could not be deleted'));
      looking = run();
      timer = setInterval(() => (looking = looking.then(run)), deps.everyMs ?? 3_600_000);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
