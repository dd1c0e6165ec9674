import type { Clock } from '../core/clock.ts';
import type { Pause } from './pause.ts';

/**
 * Keeps a channel whose provider is out of service from being asked by every chat at once: after several failures in a
 * row one send at a time tries it, at growing distances, and the first that gets through lets all the others go on.
 */
export interface Breaker {
  /** Waits until a send may be tried; false where `signal` aborted before. Whoever got true must `report`. */
  enter(signal: AbortSignal): Promise<boolean>;
  /** How it ended: 'down' where the provider failed or was not reached, 'up' for any answer, 'untried' where none was sent. */
  report(result: 'up' | 'down' | 'untried'): void;
  readonly isOpen: boolean;
}

/** Failures in a row before the channel counts as out of service. */
const failuresToOpen = 5;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

export function createBreaker(deps: { clock: Clock; pause: Pause }): Breaker {
  let failures = 0;
  let pauseMs = firstPauseMs;
  /** When the provider may be asked again; null while it is in service. */
  let retryAt: number | null = null;
  let isProbing = false;
  let waiting: (() => void)[] = [];

  const wakeAll = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };

  const changed = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      waiting.push(end);
      signal.addEventListener('abort', end);
    });

  return {
    async enter(signal) {
      while (retryAt !== null) {
        if (signal.aborted) return false;
        if (isProbing) {
          await changed(signal);
          continue;
        }
        isProbing = true;
        // Never longer than the longest, whatever the clock was put back by meanwhile.
        const restMs = retryAt - deps.clock.now().getTime();
        await deps.pause(Math.min(longestPauseMs, Math.max(0, restMs)), signal);
        if (!signal.aborted) return true;
        isProbing = false;
        return false;
      }
      return !signal.aborted;
    },
    report(result) {
      isProbing = false;
      if (result === 'up') {
        failures = 0;
        pauseMs = firstPauseMs;
        retryAt = null;
      } else if (result === 'down' && ++failures >= failuresToOpen) {
        retryAt = deps.clock.now().getTime() + pauseMs;
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
      wakeAll();
    },
    get isOpen() {
      return retryAt !== null;
    },
  };
}
