import { isReadOnly, isUnreachable } from '../db/sql-error.ts';
import type { Pause } from './pause.ts';

const pauseMs = 1000;
const mostTries = 30;

/** The server cannot be reached, was lost on the way, or is not the one that writes. */
export const isAway = (error: unknown): boolean => isUnreachable(error) || isReadOnly(error);

/**
 * Writes something that may be written twice, again while the database is away: up to half a minute, besides what each
 * try waits by itself. Ends early, with the failure, when `signal` aborts.
 */
export async function insist<T>(write: () => Promise<T>, pause: Pause, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!isAway(error) || tries >= mostTries || signal.aborted) throw error;
      await pause(pauseMs, signal);
    }
  }
}
