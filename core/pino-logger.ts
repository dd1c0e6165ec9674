import { pino, type DestinationStream } from 'pino';
import type { Logger } from './logger.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Names of fields whose values never reach the log, at any depth, should a caller forget. */
const secretFields = new Set([
  ...[
    'text',
    'texts',
    'question',
    'answer',
    'caption',
    'content',
    'name',
    'title',
    'subject',
    'body',
    'message',
  ],
  ...[
    'token',
    'secret',
    'password',
    'passphrase',
    'authorization',
    'cookie',
    'key',
    'args',
    'params',
    'query',
    'url',
  ],
]);

/** What a code, an id, a number of a version or the name of a model looks like; words of people have spaces or accents. */
const plainValue = /^[\w.:/@+#*=,-]{1,120}$/u;
/** Tokens of Telegram and Zalo, keys of models, headers, addresses with a password: whatever field they stand in. */
const secretShapes = /\d{6,}:[\w-]{20,}|\bsk-[\w-]{8,}|\bBearer\b|:\/\/[^/\s]*@|[\w-]{40,}/u;
/** Digests and identifiers, which are long and tell nothing. */
const harmlessLong = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})$/u;
const cut = '[…]';
/** Deeper things are nothing that is logged on purpose. */
const deepest = 4;

/**
 * Structured lines on standard error (or `destination`), one JSON object each. What people wrote, names and tokens do not
 * get in, whatever a caller passes: of the fields only values leave that look like a code, a number or an id, `secrets`
 * (values of settings) never, and an error keeps its type, our code and its stack, and no text that a library may have
 * put into it. The message of a line is the program's own and is written as it is.
 */
export function createLogger(
  level: LogLevel,
  options: { secrets?: readonly string[]; destination?: DestinationStream } = {},
): Logger {
  const secrets = (options.secrets ?? []).filter((secret) => secret.length >= 4);
  return pino(
    {
      level,
      base: null,
      formatters: { log: (fields) => cleanFields(fields, secrets, 0) },
      // Errors have become plain objects by then.
      serializers: { err: (error: unknown) => error },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

function cleanFields(
  fields: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
  depth: number,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      secretFields.has(name) ? cut : clean(value, secrets, depth),
    ]),
  );
}

function clean(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return isPlain(value, secrets) ? value : cut;
  if (value instanceof Error) return describeError(value, secrets);
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value !== 'object' || depth === deepest || ArrayBuffer.isView(value)) return cut;
  if (Array.isArray(value)) return value.slice(0, 20).map((one) => clean(one, secrets, depth + 1));
  return cleanFields(value as Record<string, unknown>, secrets, depth + 1);
}

const isPlain = (value: string, secrets: readonly string[]): boolean =>
  plainValue.test(value) &&
  (harmlessLong.test(value) || !secretShapes.test(value)) &&
  !secrets.some((secret) => value.includes(secret));

/** An error without its message: its type, our code, and where it came from. */
export function describeError(error: unknown, secrets: readonly string[] = []): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, kind, status, sqlState, constraint } = error as unknown as Record<string, unknown>;
  const known = { errorCode: code, kind, status, sqlState, constraint };
  return {
    type: /^\w{1,60}$/u.test(error.name) ? error.name : 'Error',
    ...cleanFields(
      Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== null)),
      secrets,
      deepest - 1,
    ),
    stack: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause, secrets) }),
  };
}

/** Lines of places in the program. A message may have several lines, and even look like such a place. */
function framesOf(error: Error): string[] {
  const { stack = '', message } = error;
  const at = message === '' ? -1 : stack.indexOf(message);
  const frames = at === -1 ? stack : stack.slice(at + message.length);
  return frames
    .split('\n')
    .filter((line) =>
      /^\s+at (?:async )?(?:[\w.<>#$ [\]]+ \()?(?:file:\/\/|node:|\/|[A-Z]:\\)[^()]*:\d+:\d+\)?$/u.test(line),
    )
    .slice(0, 8)
    .map((line) => line.trim());
}
