import { setTimeout as pause } from 'node:timers/promises';
import type { ModelCallError } from '../core/errors.ts';
import type { Deadline } from './deadline.ts';

/** How often one call is tried at most. */
const attempts = 3;

/** Before the second and the third attempt, in milliseconds, where the endpoint names no wait. */
const waits = [200, 800];

/**
 * Waits until the call may be tried again. It may where the error passes by itself, attempts are left, and the wait ends
 * before the deadline; what the endpoint asks in `Retry-After` is kept to, so a wait that is too long ends the call now.
 * The caller must not ask once it has released a part of an answer.
 * @throws ModelCallError `error` itself where there is no further attempt; the deadline's where it passes meanwhile
 */
export async function waitToRetry(error: ModelCallError, attempt: number, deadline: Deadline): Promise<void> {
  if (!error.isRetryable || attempt >= attempts || deadline.signal.aborted) throw error;
  const waitMs = error.retryAfterMs ?? waits[attempt - 1] ?? 0;
  if (waitMs >= deadline.leftMs()) throw error;
  await pause(waitMs, undefined, { signal: deadline.signal }).catch(() => {
    throw deadline.failure() ?? error;
  });
}
