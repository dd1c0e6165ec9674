import type pg from 'pg';
import { toSqlError } from './server-error.ts';
import { createHosts } from './server-hosts.ts';
import { isUnreachable } from './sql-error.ts';
import { TransactionGuard } from './transaction-guard.ts';
import { touchedRows, TransactionHandle } from './transaction-handle.ts';
import { decodeRows, encodeParam } from './values.ts';
import type { Database, Queryable, QueryResult, SqlValue } from './database.ts';

/** How a server is used. */
export interface ServerOptions {
  /** Connections at most. Default 10. */
  poolSize?: number;
  /** Seconds after which a statement is given up; 0: never. Default 60. A transaction without a time limit is not. */
  statementSeconds?: number;
  /**
   * How long whoever asks waits for a server that cannot be reached or does not write, in milliseconds: a restart and
   * a fail-over pass unnoticed where they take less. Default 15 000.
   */
  patienceMs?: number;
  /** Also takes a server that only reads: a streaming replica. */
  isReplica?: boolean;
  /** What the server calls its connections; default 'capuy', by which an assistant that runs is known. */
  name?: string;
  /** For tests that keep to a schema of their own. */
  searchPath?: string;
}

/** What a statement may take beyond the server's own limit before the connection counts as dead, in milliseconds. */
const silenceMs = 5000;

/**
 * Opens a PostgreSQL server (15 or newer, with pgvector) behind `databaseUrl`, which may name several hosts with commas
 * between them: the one that writes is used, and looked for again when it is lost. A transaction has a connection of the
 * pool until it ends.
 *
 * ```
 *   no connection, server starts or only reads ── nothing was done: waited for, up to `patienceMs`
 *   lost while a SELECT ran ───────────────────── asked once more
 *   lost while anything else ran ──────────────── SqlError, retryable: only the caller knows what a repeat would do
 * ```
 */
export async function openServer(databaseUrl: string, options: ServerOptions = {}): Promise<Database> {
  const { statementSeconds = 60, patienceMs = 15_000 } = options;
  const serverMs = statementSeconds * 1000;
  // The server ends what takes too long; that the server itself is gone without a word is found out by this limit.
  const limit = serverMs === 0 ? null : serverMs + silenceMs;
  const hosts = createHosts(databaseUrl, {
    max: options.poolSize ?? 10,
    application_name: options.name ?? 'capuy',
    // Rows stay text; `values.ts` decodes them for both drivers.
    types: { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig,
    ...(serverMs === 0
      ? {}
      : // A process that stands still must not keep others from the rows that it has locked.
        { statement_timeout: serverMs, idle_in_transaction_session_timeout: serverMs }),
    ...(options.searchPath === undefined ? {} : { options: `-c search_path=${options.searchPath}` }),
    isReplica: options.isReplica ?? false,
  });
  const guard = new TransactionGuard();

  async function withConnection<T>(
    work: (client: pg.PoolClient) => Promise<T>,
    prepare?: (client: pg.PoolClient) => Promise<void>,
  ): Promise<T> {
    const client = await hosts.connect(patienceMs, prepare);
    let failure: unknown;
    try {
      return await work(client);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      hosts.release(client, failure);
    }
  }

  return {
    kind: 'server',
    async query<Row>(sql: string, params: readonly SqlValue[] = []) {
      guard.check();
      const ask = () => withConnection((client) => run<Row>(client, sql, params, limit));
      return ask().catch((error: unknown) => {
        if (isUnreachable(error) && isRead.test(sql)) return ask();
        throw error;
      });
    },
    async script(sql) {
      guard.check();
      await withConnection((client) =>
        client.query(sql).then(
          () => undefined,
          (error: unknown) => {
            throw toSqlError(error, 'running');
          },
        ),
      );
    },
    async maintain(sql, settings) {
      guard.check();
      const all: Readonly<Record<string, string>> = { statement_timeout: '0', ...settings };
      await withConnection(async (client) => {
        try {
          for (const [name, value] of Object.entries(all))
            await run(client, 'SELECT set_config($1, $2, false)', [name, value], null);
          await run(client, sql, [], null);
        } finally {
          // Not even of use for the next one where this fails.
          for (const name of Object.keys(all))
            await run(client, `RESET ${client.escapeIdentifier(name)}`, [], null);
        }
      });
    },
    async tx<T>(work: (t: Queryable) => Promise<T>, { isLong = false }: { isLong?: boolean } = {}) {
      guard.check();
      const own = isLong ? null : limit;
      return withConnection(
        async (client) => {
          const handle = new TransactionHandle((sql, params) => run(client, sql, params, own));
          try {
            const result = await guard.run(() => work(handle));
            await handle.finish();
            await run(client, 'COMMIT', [], own);
            return result;
          } catch (error) {
            await handle.finish().catch(() => {});
            await rollBack(client, error);
            throw error;
          }
        },
        async (client) => {
          await run(client, 'BEGIN', [], limit);
          if (isLong && limit !== null)
            for (const name of limitedBy) await run(client, `SET LOCAL ${name} = 0`, [], limit);
        },
      );
    },
    close: () => hosts.close(),
  };
}

const limitedBy = ['statement_timeout', 'idle_in_transaction_session_timeout'] as const;

/** A statement that changes nothing, so that it may be asked twice. */
const isRead = /^\s*SELECT\b(?!.*\b(?:nextval|set_config|pg_notify|FOR\s+UPDATE)\b)/is;

/** Ends a transaction that failed. A connection that cannot even roll back ends with it, and its transaction too. */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<void> {
  if (isUnreachable(error)) return;
  await run(client, 'ROLLBACK', [], null).catch(() => (client as unknown as pg.Client).end().catch(() => {}));
}

/** `limitMs`: the answer counts as lost after it; null: it may take any time. */
async function run<Row>(
  client: pg.PoolClient,
  sql: string,
  params: readonly SqlValue[],
  limitMs: number | null,
): Promise<QueryResult<Row>> {
  // Without parameters pg would take the simple protocol, which runs several statements of one string; its types do not
  // know `queryMode` and `query_timeout`.
  const statement: pg.QueryArrayConfig & { queryMode: 'extended'; query_timeout?: number } = {
    text: sql,
    values: params.map(encodeParam),
    rowMode: 'array',
    queryMode: 'extended',
    ...(limitMs === null ? {} : { query_timeout: limitMs }),
  };
  try {
    const result = await client.query<(string | null)[]>(statement);
    const fields = result.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
    return {
      rows: decodeRows<Row>(fields, result.rows),
      affected: touchedRows(result.command, result.rowCount),
    };
  } catch (error) {
    throw toSqlError(error, 'running');
  }
}
