import { isNoRoom } from '../core/errors.ts';
import { isReadOnly, isUnreachable } from '../db/sql-error.ts';
import type { Pause } from './pause.ts';

const pauseMs = 1000;
/** While the database is away; of a failure that nobody knows anything about. */
const mostTries = { away: 30, unknown: 3 };

/** The server cannot be reached, was lost on the way, or is not the one that writes. */
export const isAway = (error: unknown): boolean => isUnreachable(error) || isReadOnly(error);

/**
 * Writes something that may be written twice, again while the database is away: up to half a minute, besides what each
 * try waits by itself; and until there is room where the disk is full. Ends early, with the failure, when `signal` aborts.
 */
export async function insist<T>(write: () => Promise<T>, pause: Pause, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      const most = isNoRoom(error) ? Infinity : isAway(error) ? mostTries.away : mostTries.unknown;
      if (tries >= most || signal.aborted) throw error;
      await pause(pauseMs, signal);
    }
  }
}
