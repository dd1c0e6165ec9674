import pg from 'pg';
import { SqlError } from './sql-error.ts';
import { TransactionGuard } from './transaction-guard.ts';
import { touchedRows, TransactionHandle } from './transaction-handle.ts';
import { decodeRows, encodeParam } from './values.ts';
import type { Database, Queryable, QueryResult, SqlValue } from './database.ts';

/**
 * Opens a PostgreSQL server (15 or newer, with pgvector) behind `databaseUrl`. A pool of up to `poolSize` connections
 * (default 10); a transaction has one of them until it ends. `searchPath` is for tests that keep to a schema of their own.
 */
export async function openServer(
  databaseUrl: string,
  options: { poolSize?: number; searchPath?: string } = {},
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.poolSize ?? 10,
    application_name: 'capuy',
    // Rows stay text; `values.ts` decodes them for both drivers.
    types: { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig,
    ...(options.searchPath === undefined ? {} : { options: `-c search_path=${options.searchPath}` }),
  });
  // Without a listener an idle connection that the server drops would end the process.
  pool.on('error', () => {});
  const guard = new TransactionGuard();

  return {
    kind: 'server',
    async query<Row>(sql: string, params: readonly SqlValue[] = []) {
      guard.check();
      return run<Row>(pool, sql, params);
    },
    async script(sql) {
      guard.check();
      await pool.query(sql).catch(rethrow);
    },
    async maintain(sql, settings) {
      guard.check();
      const client = await pool.connect().catch(rethrow);
      const names = Object.keys(settings);
      let broken: Error | undefined;
      try {
        for (const name of names)
          await run(client, 'SELECT set_config($1, $2, false)', [name, settings[name] ?? '']);
        await run(client, sql, []);
      } finally {
        for (const name of names)
          await client
            .query(`RESET ${client.escapeIdentifier(name)}`)
            .catch((failure: Error) => (broken = failure));
        client.release(broken);
      }
    },
    async tx<T>(work: (t: Queryable) => Promise<T>) {
      guard.check();
      const client = await pool.connect().catch(rethrow);
      const handle = new TransactionHandle((sql, params) => run(client, sql, params));
      let broken: Error | undefined;
      try {
        await run(client, 'BEGIN', []);
        const result = await guard.run(() => work(handle));
        await handle.finish();
        await run(client, 'COMMIT', []);
        return result;
      } catch (error) {
        await handle.finish().catch(() => {});
        await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
        throw error;
      } finally {
        // A connection that cannot even roll back is thrown away.
        client.release(broken);
      }
    },
    async close() {
      if (!pool.ending) await pool.end();
    },
  };
}

async function run<Row>(
  connection: pg.Pool | pg.PoolClient,
  sql: string,
  params: readonly SqlValue[],
): Promise<QueryResult<Row>> {
  // Without parameters pg would take the simple protocol, which runs several statements of one string; its types do not
  // know `queryMode`.
  const statement: pg.QueryArrayConfig & { queryMode: 'extended' } = {
    text: sql,
    values: params.map(encodeParam),
    rowMode: 'array',
    queryMode: 'extended',
  };
  try {
    const result = await connection.query<(string | null)[]>(statement);
    const fields = result.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
    return {
      rows: decodeRows<Row>(fields, result.rows),
      affected: touchedRows(result.command, result.rowCount),
    };
  } catch (error) {
    return rethrow(error);
  }
}

function rethrow(error: unknown): never {
  const { message, code, constraint } = error as pg.DatabaseError;
  throw new SqlError({ message, sqlState: code, constraint });
}
