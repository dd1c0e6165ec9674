/** Every code an error of ours can carry; `prompts/errors.ts` has one Vietnamese sentence for each. */
export type ErrorCode =
  | 'config-invalid'
  | 'input-invalid'
  | 'permission-denied'
  | 'not-found'
  | 'conflict'
  | 'document-unreadable'
  | 'document-secret'
  | 'model-unavailable'
  | 'channel-unavailable'
  | 'storage-locked'
  | 'storage-incompatible'
  | 'storage-damaged'
  | 'storage-full'
  | 'backup-failed'
  | 'internal';

/**
 * The one error type of the product. `message` is for the log and for developers, in English, and never holds
 * tokens, message text or member data. People read the sentence that `prompts/errors.ts` has for `code`.
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;
  /** True where the same call may succeed later without anybody changing anything. */
  readonly isRetryable: boolean;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; isRetryable?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.isRetryable = options.isRetryable ?? false;
  }
}

/** Settings that cannot be used; every problem at once, each naming its variable. */
export class ConfigError extends AppError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super('config-invalid', problems.join('\n'));
    this.problems = problems;
  }
}

/** Something a person typed or sent cannot be used. `sentence` is Vietnamese, from `prompts/`, shown as it is. */
export class InputError extends AppError {
  override readonly name = 'InputError';
  readonly field: string;
  readonly sentence: string;
  constructor(field: string, sentence: string) {
    super('input-invalid', `invalid input: ${field}`);
    this.field = field;
    this.sentence = sentence;
  }
}

/** The account may not do `action` (a name of the permission table). */
export class PermissionDeniedError extends AppError {
  override readonly name = 'PermissionDeniedError';
  readonly action: string;
  constructor(action: string) {
    super('permission-denied', `not permitted: ${action}`);
    this.action = action;
  }
}

/** A file that cannot be read as a document. `sentence` is Vietnamese, from `prompts/`, shown as it is. */
export class DocumentUnreadableError extends AppError {
  override readonly name = 'DocumentUnreadableError';
  readonly sentence: string;
  readonly page: number | undefined;
  constructor(sentence: string, options: { page?: number; cause?: unknown } = {}) {
    super('document-unreadable', 'document cannot be read', options);
    this.sentence = sentence;
    this.page = options.page;
  }
}

/**
 * Why a call to a model gave nothing. `prompts/endpoints.ts` says each in Vietnamese.
 *
 * - `unreachable` nobody answers at the address; `timeout` it does not answer, or goes silent, within the time given
 * - `refused` the key or the right to the model is missing; `absent` no such model or path
 * - `rate-limited` the endpoint asks to wait; `overloaded` it fails by itself (status 5xx)
 * - `too-long` the text does not fit the model; `rejected` the request is not accepted for another reason
 * - `broken` the answer is cut or no protocol; `truncated` the answer ends at the longest length allowed
 * - `filtered` the endpoint withholds the answer; `stopped` the caller aborted
 * - `busy` no turn came up in time; `ceiling` the day's allowance of tokens or money is used up
 */
export type ModelErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'refused'
  | 'absent'
  | 'rate-limited'
  | 'overloaded'
  | 'too-long'
  | 'rejected'
  | 'broken'
  | 'truncated'
  | 'filtered'
  | 'stopped'
  | 'busy'
  | 'ceiling';

/** Kinds after which the same call may succeed later without anybody changing anything. */
const passing: ReadonlySet<ModelErrorKind> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'overloaded',
  'broken',
  'busy',
]);

/** The kind that an HTTP status tells by itself; without one nobody answered. */
function kindOfStatus(status: number | undefined): ModelErrorKind {
  if (status === undefined) return 'unreachable';
  if (status === 401 || status === 403) return 'refused';
  if (status === 404) return 'absent';
  if (status === 408) return 'timeout';
  if (status === 413) return 'too-long';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'overloaded' : 'rejected';
}

/** A call to a model endpoint failed. `kind` defaults to what the status tells. */
export class ModelCallError extends AppError {
  override readonly name = 'ModelCallError';
  readonly status: number | undefined;
  readonly kind: ModelErrorKind;
  /** How long the endpoint asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  constructor(
    message: string,
    options: { status?: number; kind?: ModelErrorKind; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    const { status, kind = kindOfStatus(status), retryAfterMs } = options;
    super('model-unavailable', message, { cause: options.cause, isRetryable: passing.has(kind) });
    this.status = status;
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Why a message did not leave, as far as its channel can tell.
 *
 * - `rate` the provider asks to wait; `transient` it fails by itself or cannot be reached, nothing was delivered
 * - `gone` the chat is blocked, left or deleted, nothing will ever arrive there; `moved` it lives under another id now
 * - `auth` the token is not accepted; `invalid` the message is not accepted for another reason and never will be
 * - `unknown-delivery` the message left and no answer came: it may or may not have arrived
 */
export type DeliveryFailure =
  'rate' | 'gone' | 'moved' | 'auth' | 'invalid' | 'transient' | 'unknown-delivery';

/** A call to a channel's provider failed. The message holds neither the token nor words of the chat. */
export class ChannelError extends AppError {
  override readonly name = 'ChannelError';
  readonly kind: DeliveryFailure;
  /** With 'rate': how long the provider asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** With 'moved': id of the chat from now on. */
  readonly movedTo: string | undefined;
  constructor(
    kind: DeliveryFailure,
    message: string,
    options: { retryAfterMs?: number; movedTo?: string; cause?: unknown } = {},
  ) {
    const isRetryable = kind === 'rate' || kind === 'transient' || kind === 'auth';
    super('channel-unavailable', message, { cause: options.cause, isRetryable });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.movedTo = options.movedTo;
  }
}

/**
 * Why a backup was not made, read or put back. `prompts/backup.ts` says each in Vietnamese, with what to do.
 *
 * - `exists` there is a file of that name; `no-file` there is none; `unwritable` the place cannot be written
 * - `disk-full` no room; `busy` another backup is being made
 * - `not-a-backup` another kind of file; `format-newer` of a form that this program does not know
 * - `damaged` cut off or changed; `passphrase-needed`, `passphrase-wrong` it is encrypted
 * - `schema-newer` made by a newer program; `schema-edited` by one whose tables were made otherwise
 * - `target-not-empty` something is kept there already; `incomplete` an earlier restore did not come to its end
 * - `differs` what was put back is not what was backed up
 * - `interrupted` the assistant stopped while it was asked for its data
 * - `moved` what was kept there lives elsewhere now; `in-use` an assistant works on the server that is to be moved
 */
export type BackupProblem =
  | 'exists'
  | 'no-file'
  | 'no-office'
  | 'unwritable'
  | 'disk-full'
  | 'busy'
  | 'not-a-backup'
  | 'format-newer'
  | 'damaged'
  | 'passphrase-needed'
  | 'passphrase-wrong'
  | 'schema-newer'
  | 'schema-edited'
  | 'target-not-empty'
  | 'incomplete'
  | 'differs'
  | 'interrupted'
  | 'moved'
  | 'in-use';

/** A backup was not made, read or put back. `subject`: the path, table or migration that the sentence names. */
export class BackupError extends AppError {
  override readonly name = 'BackupError';
  readonly problem: BackupProblem;
  readonly subject: string;
  constructor(problem: BackupProblem, subject = '', options: { cause?: unknown } = {}) {
    super('backup-failed', `backup: ${problem} ${subject}`.trimEnd(), options);
    this.problem = problem;
    this.subject = subject;
  }
}

/** Whether the disk, or this user's share of it, is full, in the words of the operating system or of ours. */
export const isNoRoom = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && noRoom.has(error.code);
const noRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'storage-full']);

/** Turns anything thrown into an `AppError`, so that one exhaustive table can answer it. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = isNoRoom(error) ? 'storage-full' : 'internal';
  return new AppError(code, error instanceof Error ? error.message : String(error), { cause: error });
}
