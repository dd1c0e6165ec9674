import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/database.ts';
import { toSqlError } from '../../db/server-error.ts';
import { urlsOf } from '../../db/server-hosts.ts';
import { openServer } from '../../db/server.ts';
import { isReadOnly, isUnreachable } from '../../db/sql-error.ts';
import { startWay, type Way } from '../support/server-way.ts';

const databaseUrl = process.env['TEST_DATABASE_URL'] ?? '';

describe('the way to a server', () => {
  it('may lead over several hosts, as PostgreSQL names them', () => {
    expect(urlsOf('postgres://u:p@a:5432,b/db?sslmode=require')).toEqual([
      'postgres://u:p@a:5432/db?sslmode=require',
      'postgres://u:p@b/db?sslmode=require',
    ]);
    expect(urlsOf('postgresql://a/db?application_name=x,y')).toEqual([
      'postgresql://a/db?application_name=x,y',
    ]);
  });

  it.each([
    [{ message: 'connect', code: 'ECONNREFUSED' }, true],
    [{ message: 'Connection terminated unexpectedly' }, true],
    [{ message: 'terminating connection due to administrator command', code: '57P01' }, true],
    [{ message: 'the database system is starting up', code: '57P03' }, true],
    [{ message: 'canceling statement due to statement timeout', code: '57014' }, false],
    [{ message: 'duplicate key', code: '23505' }, false],
    [{ message: 'something else' }, false],
  ])('is told from what a statement did: %j', (thrown, isWay) => {
    const error = toSqlError(thrown, 'running');
    expect(isUnreachable(error)).toBe(isWay);
    expect(error.isRetryable).toBe(isWay);
  });
});

describe.skipIf(databaseUrl === '')('a server that goes away', () => {
  const table = `away_${newId().replaceAll('-', '')}`;
  let way: Way;
  let other: Database;
  beforeAll(async () => {
    way = await startWay(databaseUrl);
    other = await openServer(databaseUrl, { poolSize: 2 });
    await other.query(`CREATE TABLE ${table} (id integer PRIMARY KEY)`);
  });
  afterAll(async () => {
    await other.query(`DROP TABLE ${table}`);
    await other.close();
    await way.close();
  });
  const open = (options: Parameters<typeof openServer>[1] = {}) =>
    openServer(way.url, { poolSize: 1, patienceMs: 10_000, ...options });
  const ids = async () =>
    (await other.query<{ id: number }>(`SELECT id FROM ${table} ORDER BY id`)).rows.map(({ id }) => id);
  const add = (id: number): string => `INSERT INTO ${table} (id) VALUES (${id})`;

  it('is waited for by whoever asks while it is away', async () => {
    const db = await open();
    await db.query(add(1));
    way.block();
    // Until it has been noticed, a statement on the old connection fails: only its caller knows whether to repeat it.
    await other.query('SELECT pg_sleep(0.05)');
    const waiting = [db.query(add(2)), db.tx((t) => t.query(add(3)))];
    way.unblock();
    await Promise.all(waiting);
    expect(await ids()).toEqual([1, 2, 3]);
    await db.close();
  });

  it('costs a read nothing, and a transaction that was under way everything, told as a passing failure', async () => {
    const db = await open();
    await db.query('SELECT 1');
    const sleeping = db.query<{ v: number }>('SELECT 7 AS v FROM pg_sleep(0.2)');
    await way.carries();
    way.cut();
    expect((await sleeping).rows).toEqual([{ v: 7 }]);
    const failure = await db
      .tx(async (t) => {
        await t.query(add(10));
        way.cut();
        // The connection goes while nothing is asked on it.
        await other.query('SELECT pg_sleep(0.05)');
        await t.query(add(11));
      })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ isRetryable: true });
    expect(isUnreachable(failure)).toBe(true);
    expect(await ids()).not.toContain(10);
    await db.query(add(12));
    expect(await ids()).toContain(12);
    await db.close();
  });

  it('is looked for anew when it has stopped writing', async () => {
    const db = await open();
    // As a session on a server that has become the second of its cluster.
    await db.query('SET default_transaction_read_only = on');
    const failure = await db.query(add(20)).catch((error: unknown) => error);
    expect(isReadOnly(failure)).toBe(true);
    expect(failure).toMatchObject({ isRetryable: true });
    await db.query(add(20));
    expect(await ids()).toContain(20);
    await db.close();
  });

  it('is found behind the host that answers', async () => {
    const { host } = new URL(databaseUrl);
    const db = await openServer(databaseUrl.replace(host, `127.0.0.1:1,${host}`), { poolSize: 1 });
    expect((await db.query('SELECT 1 AS v')).rows).toEqual([{ v: 1 }]);
    await db.close();
  });

  it('says after a while that it is not there', async () => {
    const db = await openServer('postgres://nobody@127.0.0.1:1/nothing', { patienceMs: 60 });
    expect(isUnreachable(await db.query('SELECT 1').catch((error: unknown) => error))).toBe(true);
    await db.close();
  });

  it('ends a statement that takes too long, but not a long transaction', async () => {
    const db = await open({ statementSeconds: 1 });
    await db.query("SELECT set_config('statement_timeout', '300', false)");
    const failure = await db.query('SELECT pg_sleep(5)').catch((error: unknown) => error);
    expect(failure).toMatchObject({ sqlState: '57014', isRetryable: false });
    await db.query("SELECT set_config('statement_timeout', '300', false)");
    await db.tx((t) => t.query('SELECT pg_sleep(0.5)'), { isLong: true });
    await db.close();
  });
});
