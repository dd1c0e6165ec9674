import { newDigitCode } from '../../core/ids.ts';
import { pause as pauseInRealTime, type Pause } from '../pause.ts';

/** A single lost connection is everyday on office networks; everybody waits while nothing is received. */
const firstPauseMs = 200;
const longestPauseMs = 30_000;

/** Pauses between attempts that keep failing: 0.2 s, doubled up to 30 s, each up to a quarter longer by chance. */
export function createBackOff(pause: Pause = pauseInRealTime): {
  /** Waits, longer each time; at least `atLeastMs`. */
  wait(signal: AbortSignal, atLeastMs?: number): Promise<void>;
  /** It worked: the next pause is the first again. */
  reset(): void;
} {
  let next = firstPauseMs;
  return {
    async wait(signal, atLeastMs = 0) {
      // So that many installations do not come back in the same second after an outage.
      const chance = 1 + Number(newDigitCode(3)) / 4000;
      await pause(Math.max(atLeastMs, next * chance), signal);
      next = Math.min(longestPauseMs, next * 2);
    },
    reset() {
      next = firstPauseMs;
    },
  };
}
