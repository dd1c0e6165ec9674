import { AppError } from '../core/errors.ts';

/** What a driver knows of a statement that the database refused. */
export interface SqlFailure {
  message: string;
  sqlState?: string | undefined;
  constraint?: string | undefined;
}

/**
 * A statement that the database refused. `sqlState` is PostgreSQL's five-character code, `constraint` the name of the
 * violated one. The message never quotes values of rows or parameters.
 */
export class SqlError extends AppError {
  override readonly name = 'SqlError';
  readonly sqlState: string | undefined;
  readonly constraint: string | undefined;
  constructor({ message, sqlState, constraint }: SqlFailure) {
    // 40*: serialization failure or deadlock.
    const isRetryable =
      sqlState !== undefined && (sqlState.startsWith('40') || gone.test(sqlState) || sqlState === readOnly);
    super(
      sqlState === noRoom ? 'storage-full' : 'internal',
      `database: ${sqlState ?? 'error'} ${withoutValues(message, sqlState)}`,
      {
        isRetryable,
      },
    );
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}

/** 08*, 57P0*: the connection or the server went away, or is not there yet; 53300: it takes no more connections. */
const gone = /^(?:08|57P0|53300)/;
const readOnly = '25006';
/** No room on the disk. */
const noRoom = '53100';

/** Whether the database could not be reached, or was lost on the way: what was asked may or may not have been done. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof SqlError && error.sqlState !== undefined && gone.test(error.sqlState);

/** Whether the server refused to write, as one does that is no longer the first of its cluster. */
export const isReadOnly = (error: unknown): boolean =>
  error instanceof SqlError && error.sqlState === readOnly;

/** Whether `error` is the violation of a UNIQUE constraint, of `constraint` where one is named. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof SqlError &&
  error.sqlState === '23505' &&
  (constraint === undefined || error.constraint === constraint);

/** Class 22 messages quote the value: invalid input syntax for type integer: "…". */
const withoutValues = (message: string, sqlState: string | undefined): string =>
  sqlState?.startsWith('22') ? message.replace(/:? ".*"/s, '') : message;
