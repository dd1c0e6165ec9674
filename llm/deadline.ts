import { ModelCallError } from '../core/errors.ts';

/** How long a call may take, in milliseconds. */
export interface TimeLimits {
  /** From the call to the end of the answer: waiting for a turn, all attempts and all waits between them. */
  wholeMs: number;
  /** From the call to the first token of an answer that is written piece by piece; thoughts count as tokens. */
  firstTokenMs: number;
  /** Between two tokens. */
  gapMs: number;
}

/**
 * One call's clock. Its signal aborts when the caller aborts or a limit is passed, and `failure` says which it was.
 */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Why the signal aborted; null while it has not. */
  failure(): ModelCallError | null;
  /** Until the next limit that is known now. */
  leftMs(): number;
  /** The call has its turn: what takes time now is the endpoint. */
  start(): void;
  /** A token came; the next is due within the gap. */
  beat(): void;
  /** The reader of the answer is busy; that is not the endpoint's time. */
  hold(): void;
  /** Stops all timers; to be called at the end of every call. */
  end(): void;
}

/** Starts the clock. Without `firstTokenMs` only the whole counts. */
export function startDeadline(
  caller: AbortSignal | undefined,
  limits: { wholeMs: number; firstTokenMs?: number; gapMs?: number },
): Deadline {
  const { wholeMs, gapMs = wholeMs } = limits;
  const firstTokenMs = Math.min(limits.firstTokenMs ?? wholeMs, wholeMs);
  const begun = performance.now();
  const controller = new AbortController();
  let failure: ModelCallError | null = null;
  let isStarted = false;
  let hasToken = false;

  const fail = (error: ModelCallError): void => {
    if (failure) return;
    failure = error;
    controller.abort();
  };
  const expire = (what: string): void =>
    fail(
      isStarted
        ? new ModelCallError(`${what} did not come in time`, { kind: 'timeout' })
        : new ModelCallError('no turn came up in time', { kind: 'busy' }),
    );
  const onAbort = (): void => fail(new ModelCallError('the call was stopped', { kind: 'stopped' }));
  const whole = setTimeout(() => expire('the end of the answer'), wholeMs);
  let token: NodeJS.Timeout | undefined = setTimeout(() => expire('the first token'), firstTokenMs);
  if (caller?.aborted) onAbort();
  else caller?.addEventListener('abort', onAbort, { once: true });

  return {
    signal: controller.signal,
    failure: () => failure,
    leftMs: () => Math.max(0, (hasToken ? wholeMs : firstTokenMs) - (performance.now() - begun)),
    start: () => {
      isStarted = true;
    },
    beat: () => {
      hasToken = true;
      clearTimeout(token);
      token = setTimeout(() => expire('the next token'), gapMs);
    },
    hold: () => clearTimeout(token),
    end: () => {
      clearTimeout(whole);
      clearTimeout(token);
      token = undefined;
      caller?.removeEventListener('abort', onAbort);
    },
  };
}
