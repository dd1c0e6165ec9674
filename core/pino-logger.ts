import { pino } from 'pino';
import type { Logger } from './logger.ts';

/** Names of fields that never reach the log, at any depth up to two, should a caller forget. */
const secretFields = [
  'text',
  'question',
  'name',
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'args',
];

/**
 * Structured lines on standard error, one JSON object each. Fields that could hold what people wrote, names or tokens
 * are cut out; an error keeps its type, our code and its stack, and no text that a library may have put into it.
 */
export function createLogger(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[…]' },
      serializers: { err: describeError },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  // The first line of a stack repeats the message.
  const stack = error.stack
    ?.split('\n')
    .slice(1, 8)
    .map((line) => line.trim());
  return {
    type: error.name,
    ...(typeof code === 'string' ? { errorCode: code } : {}),
    stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
