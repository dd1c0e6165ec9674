import { dateIn, type Clock, type DateOnly } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { Spent, Usage, UsageHooks } from './model.ts';
import { addUsage, usedOn, type UsageCount } from './usage-store.ts';

/** Counts what models use, by day and role. */
export interface UsageLedger extends Required<UsageHooks> {
  /** Writes what was counted since the last time; a failure keeps it for the next. */
  flush(): Promise<void>;
  /** Ends the writing in the background after a last flush. */
  close(): Promise<void>;
}

const micros = 1_000_000;

/**
 * Keeps the counters in memory and in the database. A call is counted on the day on which it ends, and written as soon
 * as nothing is being written: a power cut costs the counts of the calls that were under way. Several processes on one
 * database see each other's use with the next write.
 */
export function createUsageLedger({
  db,
  clock,
  logger,
  timeZone,
}: {
  db: Database;
  clock: Clock;
  logger: Logger;
  timeZone?: string;
}): UsageLedger {
  /** Counted and not yet written, by key. */
  let waiting = new Map<string, UsageCount>();
  /** Counted and being written. */
  let leaving: UsageCount[] = [];
  let written: { day: DateOnly; tokens: number; costMicros: number } | null = null;
  /** A write is asked for and has not begun. */
  let isDue = false;
  let writing: Promise<void> = Promise.resolve();
  let isClosed = false;

  const today = (): DateOnly => dateIn(clock.now(), timeZone);

  function count({
    model,
    kind,
    promptTokens,
    completionTokens,
    isEstimated,
    role,
    purpose,
    cost,
  }: Usage & {
    cost: number;
  }): void {
    const one: UsageCount = {
      day: today(),
      role: role ?? '',
      purpose: purpose ?? '',
      kind,
      model,
      calls: 1,
      estimatedCalls: isEstimated ? 1 : 0,
      promptTokens: whole(promptTokens),
      completionTokens: whole(completionTokens),
      costMicros: whole(cost * micros),
    };
    const key = keyOf(one);
    waiting.set(key, added(waiting.get(key), one));
    if (isClosed || isDue) return;
    // What is counted while another write is under way goes with the next.
    isDue = true;
    void flush();
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  async function write(): Promise<void> {
    isDue = false;
    const counts = [...waiting.values()];
    waiting = new Map();
    leaving = counts;
    try {
      const day = today();
      // Read in the same transaction: either both happened, or all of it still waits.
      const used = await db.tx(async (t) => {
        await addUsage(t, counts);
        return usedOn(t, day);
      });
      leaving = [];
      written = { day, ...used };
    } catch (error) {
      // What could not be written waits with what came meanwhile.
      for (const one of leaving) waiting.set(keyOf(one), added(waiting.get(keyOf(one)), one));
      leaving = [];
      logger.warn({ err: error }, 'use of models could not be written yet');
    }
  }

  return {
    onUsage: count,
    async spentToday(): Promise<Spent> {
      if (written?.day !== today()) await flush();
      const day = today();
      const open = [...waiting.values(), ...leaving].filter((one) => one.day === day);
      const base = written?.day === day ? written : { tokens: 0, costMicros: 0 };
      return {
        tokens: open.reduce((sum, one) => sum + one.promptTokens + one.completionTokens, base.tokens),
        cost: open.reduce((sum, one) => sum + one.costMicros, base.costMicros) / micros,
      };
    },
    flush,
    async close() {
      isClosed = true;
      await flush();
    },
  };
}

/** What an endpoint tells may be anything; one bad number must not spoil the sums of a day. */
const whole = (value: number): number => (Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0);

const keyOf = ({ day, role, purpose, kind, model }: UsageCount): string =>
  [day, role, purpose, kind, model].join('\n');

const added = (before: UsageCount | undefined, one: UsageCount): UsageCount =>
  before
    ? {
        ...one,
        calls: before.calls + one.calls,
        estimatedCalls: before.estimatedCalls + one.estimatedCalls,
        promptTokens: before.promptTokens + one.promptTokens,
        completionTokens: before.completionTokens + one.completionTokens,
        costMicros: before.costMicros + one.costMicros,
      }
    : one;
