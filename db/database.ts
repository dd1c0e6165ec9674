/** What may be passed as a parameter. Dates go as 'YYYY-MM-DD', instants as ISO strings, JSON through `json`. */
export type SqlValue = string | number | boolean | null | Uint8Array | readonly string[] | readonly number[];

/** Rows of a statement, and how many rows an INSERT, UPDATE or DELETE touched. */
export interface QueryResult<Row> {
  rows: Row[];
  affected: number;
}

/**
 * Anything that runs SQL: a database, or the handle of one transaction. PostgreSQL 15 SQL with `$1` parameters,
 * one statement a call; `date`, `timestamp` and `interval` come back as strings, `timestamptz` as ISO string,
 * `bigint` as number, `bytea` as Buffer, `json`/`jsonb` parsed, on both drivers.
 */
export interface Queryable {
  query<Row = Record<string, unknown>>(sql: string, params?: readonly SqlValue[]): Promise<QueryResult<Row>>;
}

/** A store of rows: PGlite in a folder, or a PostgreSQL server. */
export interface Database extends Queryable {
  readonly kind: 'embedded' | 'server';
  /**
   * Runs `work` in one transaction; commits when it resolves, rolls back when it throws. Inside, only the handle may
   * be used: a query on the database itself throws, because on one connection it would wait for ever. `isLong`: it may
   * take longer than a server gives a statement, as a migration does.
   */
  tx<T>(work: (t: Queryable) => Promise<T>, options?: { isLong?: boolean }): Promise<T>;
  /** Runs a script of several statements without parameters; for migrations only. */
  script(sql: string): Promise<void>;
  /**
   * Runs one statement that no transaction takes (CREATE INDEX CONCURRENTLY) on a connection with these settings, which
   * end with it. Absent on an embedded database, whose single connection would be held.
   */
  maintain?(sql: string, settings: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/**
 * A value for a `jsonb` parameter: `pg` would send an array as a PostgreSQL array otherwise. PostgreSQL keeps neither a
 * NUL nor half a surrogate pair; messengers send both, and one such message must not be refused for ever.
 */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  return unstorable.test(text) ? JSON.stringify(value, storable) : text;
}

/** As `JSON.stringify` writes them; a text that only looks like it costs a second look and stays as it is. */
const unstorable = /\\u(?:0000|d[89a-f])/u;

const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD') : value;
