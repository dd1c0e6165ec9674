import type pg from 'pg';
import { SqlError } from './sql-error.ts';

/** What sockets and name look-ups report where there is no way to the server, and what `pg` says of its own. */
const unreachable =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const lost =
  /connection terminated|not queryable|query read timeout|timeout exceeded when trying to connect|connection ended|timeout expired/i;

/**
 * What `pg` threw as a `SqlError`. Failures of the way to the server, which have no code of PostgreSQL, get one of
 * class 08: 08001 where the connection was not made, 08006 where it was lost.
 */
export function toSqlError(error: unknown, while_: 'connecting' | 'running'): SqlError {
  if (error instanceof SqlError) return error;
  const { message, code, constraint } = error as pg.DatabaseError;
  const isWay = code === undefined ? lost.test(message) : unreachable.test(code);
  const sqlState = isWay ? (while_ === 'connecting' ? '08001' : '08006') : code;
  return new SqlError({ message: message || 'no connection', sqlState, constraint });
}
