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
    // 40*: serialization failure or deadlock; 08*, 57P0*: the connection or the server went away.
    const isRetryable = sqlState !== undefined && /^(40|08|57P0)/.test(sqlState);
    super('internal', `database: ${sqlState ?? 'error'} ${withoutValues(message, sqlState)}`, {
      isRetryable,
    });
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}

/** Whether `error` is the violation of a UNIQUE constraint, of `constraint` where one is named. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  error instanceof SqlError &&
  error.sqlState === '23505' &&
  (constraint === undefined || error.constraint === constraint);

/** Class 22 messages quote the value: invalid input syntax for type integer: "…". */
const withoutValues = (message: string, sqlState: string | undefined): string =>
  sqlState?.startsWith('22') ? message.replace(/:? ".*"/s, '') : message;
