import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  RateLimitError,
} from 'openai';
import { ModelCallError, type ModelErrorKind } from '../core/errors.ts';

/** How public services, vLLM, llama.cpp and Ollama say that a text does not fit. */
const tooLong =
  /context_length_exceeded|context (?:length|window|size)|maximum (?:context|input|sequence)|too many (?:input )?tokens|exceeds? (?:the )?(?:available |maximum )?(?:context|n_ctx|model'?s? (?:max|context))|prompt is too long|batch size/iu;

/** A rate limit that waiting does not lift: the account is out of money. */
const outOfMoney = /insufficient_quota|billing|exceeded your current quota/iu;

/**
 * The library's error as ours, with its kind decided here and nowhere else. The endpoint's own words stay in the cause,
 * because they may repeat what was sent.
 */
export function toModelError(error: unknown): ModelCallError {
  if (error instanceof ModelCallError) return error;
  if (error instanceof APIUserAbortError)
    return new ModelCallError('the call was stopped', { kind: 'stopped', cause: error });
  if (error instanceof APIConnectionTimeoutError)
    return new ModelCallError('the endpoint does not answer in time', { kind: 'timeout', cause: error });
  if (error instanceof APIConnectionError)
    return new ModelCallError('nobody answers at the endpoint', { kind: 'unreachable', cause: error });
  if (error instanceof APIError) return fromAnswer(error);
  // What remains happened while an answer was read: JSON that is none, a connection that was cut.
  return new ModelCallError('the answer cannot be read', { kind: 'broken', cause: error });
}

function fromAnswer(error: APIError): ModelCallError {
  const status = typeof error.status === 'number' ? error.status : undefined;
  if (status === undefined)
    return new ModelCallError('the endpoint reported an error within its answer', {
      kind: 'broken',
      cause: error,
    });
  const retryAfterMs = retryAfterOf(error.headers);
  const kind = kindOf(error, status);
  return new ModelCallError(`the endpoint answered ${status}`, {
    status,
    cause: error,
    ...(kind ? { kind } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Undefined: what the status tells by itself. */
function kindOf(error: APIError, status: number): ModelErrorKind | undefined {
  const words = wordsOf(error);
  if (error instanceof RateLimitError && outOfMoney.test(words)) return 'refused';
  return status >= 400 && status !== 401 && status !== 403 && status !== 429 && tooLong.test(words)
    ? 'too-long'
    : undefined;
}

/** What the endpoint said, for looking at only. */
export function wordsOf(error: unknown): string {
  if (error instanceof ModelCallError) return wordsOf(error.cause);
  if (!(error instanceof APIError)) return '';
  const { code, param, message } = error;
  return [code, param, message, JSON.stringify(error.error ?? '')].join(' ').slice(0, 2000);
}

/** The wait that `Retry-After` asks for, as seconds or as a date set against the answer's own `Date`. */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(value) - Date.parse(headers?.get('date') ?? '');
  return Number.isFinite(until) ? Math.max(0, until) : undefined;
}
