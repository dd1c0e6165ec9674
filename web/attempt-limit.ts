import type { Clock } from '../core/clock.ts';

/** Counts failures by key within a sliding window. */
export interface AttemptLimit {
  count(key: string): void;
  isExhausted(key: string): boolean;
}

/** More keys than this are forgotten at once: somebody is making them up. */
const maxKeys = 10_000;

/** Allows `attempts` failures of one key in `minutes`. Kept in memory: a restart forgives. */
export function createAttemptLimit(limit: { attempts: number; minutes: number }, clock: Clock): AttemptLimit {
  const failures = new Map<string, number[]>();
  const recent = (key: string): number[] => {
    const now = clock.now().getTime();
    const since = now - limit.minutes * 60_000;
    // What lies ahead was counted before the clock was put back, and would keep a person out for as long.
    return (failures.get(key) ?? []).filter((at) => at > since && at <= now);
  };
  return {
    count(key) {
      if (failures.size >= maxKeys) failures.clear();
      failures.set(key, [...recent(key), clock.now().getTime()]);
    },
    isExhausted: (key) => recent(key).length >= limit.attempts,
  };
}
