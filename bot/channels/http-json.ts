import { ChannelError } from '../../core/errors.ts';
import { isNeverSent } from './never-sent.ts';

/** An answer of a provider: `body` is null where it is not JSON. */
export interface JsonAnswer {
  status: number;
  body: unknown;
  /** What `Retry-After` asks for, in milliseconds. */
  retryAfterMs: number | undefined;
}

/**
 * Calls a provider. Whatever it answers is a value; silence is an error.
 * @param isSend the call delivers something: when it is cut, nobody knows whether it arrived
 * @throws ChannelError 'transient' or, of a send that was under way, 'unknown-delivery'; `name` stands for the address, which may hold a token
 */
export async function callJson(
  url: string,
  init: RequestInit,
  { name, timeoutMs, signal, isSend = false }: CallOptions,
): Promise<JsonAnswer> {
  // Taken off again after the call: a poller's signal lives as long as the process.
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, timeoutMs);
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    const response = await fetch(url, { redirect: 'error', ...init, signal: ending.signal });
    const text = await response.text();
    return {
      status: response.status,
      body: parsed(text),
      retryAfterMs: secondsIn(response.headers.get('retry-after')),
    };
  } catch (error) {
    const reason = isLate ? 'timeout' : codeOf(error);
    const kind = isSend && !isNeverSent(reason) ? 'unknown-delivery' : 'transient';
    // The cause is left out: messages of the platform repeat the address.
    throw new ChannelError(kind, `${name} was not answered (${reason})`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

/** How a call is made and what it is called in the log. */
export interface CallOptions {
  name: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  isSend?: boolean;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string') return code;
    if (cause.name === 'AbortError') return 'aborted';
  }
  return 'cut';
}

function secondsIn(header: string | null): number | undefined {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}
