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

/** A call to the model endpoint failed. Retryable without a status (network), on 429 and from 500 up. */
export class ModelCallError extends AppError {
  override readonly name = 'ModelCallError';
  readonly status: number | undefined;
  constructor(message: string, options: { status?: number; cause?: unknown } = {}) {
    const { status } = options;
    super('model-unavailable', message, {
      cause: options.cause,
      isRetryable: status === undefined || status === 429 || status >= 500,
    });
    this.status = status;
  }
}

/** Turns anything thrown into an `AppError`, so that one exhaustive table can answer it. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
