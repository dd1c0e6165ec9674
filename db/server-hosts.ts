import pg from 'pg';
import { isReadOnly, isUnreachable } from './sql-error.ts';
import { toSqlError } from './server-error.ts';

/** Connections to the one of several hosts that does what is wanted: writes, or only reads. */
export interface Hosts {
  /**
   * A connection, looked for again until `patienceMs` have passed where none can be had. `prepare` belongs to it: what
   * fails there for want of a connection is done again on the next one.
   * @throws SqlError with the last failure
   */
  connect(patienceMs: number, prepare?: (client: pg.PoolClient) => Promise<void>): Promise<pg.PoolClient>;
  /** Gives a connection back; one on which `error` says that it leads nowhere is thrown away. */
  release(client: pg.PoolClient, error?: unknown): void;
  close(): Promise<void>;
}

/** For a connection to be made, or to become free in a full pool, before the next host is tried. */
const connectMs = 5000;
const firstPauseMs = 50;
const longestPauseMs = 1000;

/** `isReplica`: a server that only reads will do. The rest is for each host's pool. */
export function createHosts(
  databaseUrl: string,
  { isReplica, ...config }: pg.PoolConfig & { isReplica: boolean },
): Hosts {
  const urls = urlsOf(databaseUrl);
  const pools = urls.map(poolFor);
  const poolOf = new WeakMap<pg.PoolClient, pg.Pool>();
  const ending = new Set<Promise<void>>();
  let isClosed = false;
  let latest = 0;

  function poolFor(connectionString: string): pg.Pool {
    const pool = new pg.Pool({
      ...config,
      connectionString,
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
    });
    // Without a listener a connection that the server drops, idle or between two statements, would end the process.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  }

  /** The connections to a server that has stopped writing are of no use, idle ones included. */
  function renew(pool: pg.Pool): void {
    const index = pools.indexOf(pool);
    if (index < 0 || isClosed) return;
    pools[index] = poolFor(urls[index] as string);
    const ended = pool.end().finally(() => ending.delete(ended));
    ending.add(ended);
  }

  async function connectTo(pool: pg.Pool): Promise<pg.PoolClient> {
    const client = await pool.connect().catch((error: unknown) => {
      throw toSqlError(error, 'connecting');
    });
    poolOf.set(client, pool);
    if (isReplica || checked.has(client)) return client;
    try {
      const { rows } = await client.query<{ transaction_read_only: string }>('SHOW transaction_read_only');
      if (rows[0]?.transaction_read_only === 'on')
        throw Object.assign(new Error('the server only reads'), { code: '25006' });
      checked.add(client);
      return client;
    } catch (error) {
      client.release(true);
      throw toSqlError(error, 'connecting');
    }
  }
  const checked = new WeakSet<pg.PoolClient>();

  function release(client: pg.PoolClient, error?: unknown): void {
    const isUseless = isUnreachable(error) || isReadOnly(error);
    client.release(isUseless);
    const pool = poolOf.get(client);
    if (isReadOnly(error) && pool && !isReplica) renew(pool);
  }

  async function connectOnce(prepare?: (client: pg.PoolClient) => Promise<void>): Promise<pg.PoolClient> {
    let failure: unknown;
    for (let tried = 0; tried < pools.length; tried++) {
      const index = (latest + tried) % pools.length;
      try {
        const client = await connectTo(pools[index] as pg.Pool);
        try {
          await prepare?.(client);
        } catch (error) {
          release(client, error);
          throw error;
        }
        latest = index;
        return client;
      } catch (error) {
        failure = error;
        if (!isUnreachable(error) && !isReadOnly(error)) throw error;
      }
    }
    throw failure;
  }

  return {
    async connect(patienceMs, prepare) {
      const until = performance.now() + patienceMs;
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
        try {
          return await connectOnce(prepare);
        } catch (error) {
          if (isClosed || performance.now() + pauseMs > until) throw error;
          if (!isUnreachable(error) && !isReadOnly(error)) throw error;
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    },
    release,
    async close() {
      if (isClosed) return;
      isClosed = true;
      await Promise.all([...pools.map((pool) => pool.end()), ...ending]);
    },
  };
}

/** One URL a host: `postgres://u@a:5432,b/db` names two, as PostgreSQL's own programs take it. */
export function urlsOf(databaseUrl: string): string[] {
  const [, head = '', hosts = '', rest = ''] =
    /^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/su.exec(databaseUrl) ?? [];
  return hosts.includes(',') ? hosts.split(',').map((host) => `${head}${host}${rest}`) : [databaseUrl];
}
