import { expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import type { Queryable } from '../../db/database.ts';
import { createVersionedReads } from '../../db/replica.ts';
import { SqlError } from '../../db/sql-error.ts';

/** A server that answers with its name, and has some version or none. */
function serverNamed(name: string) {
  const server = {
    version: 0 as number | Error,
    asked: 0,
    async query<Row>() {
      if (server.version instanceof Error) throw server.version;
      return { rows: [{ name, version: server.version } as Row], affected: 0 };
    },
  };
  return server;
}

function setUp() {
  const [primary, replica] = [serverNamed('primary'), serverNamed('replica')];
  let now = 0;
  const reads = createVersionedReads({
    primary,
    replica,
    async versionOf(db) {
      replica.asked++;
      const { rows } = await db.query<{ version: number }>('');
      return rows[0]?.version ?? 0;
    },
    logger: silentLogger,
    now: () => now,
  });
  const nameAt = async (version: number): Promise<string> => nameOf(await reads.at(version));
  return { primary, replica, reads, nameAt, later: (ms: number) => (now += ms) };
}

const nameOf = async (db: Queryable): Promise<string> =>
  (await db.query<{ name: string }>('')).rows[0]?.name ?? '';
const away = (): SqlError => new SqlError({ message: 'gone', sqlState: '08006' });

it('reads on the replica once it has the version, and not a moment before', async () => {
  const { replica, nameAt } = setUp();
  replica.version = 4;
  expect(await nameAt(5)).toBe('primary');
  replica.version = 5;
  expect(await nameAt(5)).toBe('replica');
  expect(await nameAt(6)).toBe('primary');
});

it('asks the replica for its version only where the known one will not do', async () => {
  const { replica, nameAt } = setUp();
  replica.version = 7;
  for (const version of [7, 3, 7]) expect(await nameAt(version)).toBe('replica');
  expect(replica.asked).toBe(1);
});

it('reads on the primary where the replica fails, and believes nothing of it afterwards', async () => {
  const { replica, reads, nameAt, later } = setUp();
  replica.version = 7;
  const from = await reads.at(7);
  replica.version = away();
  expect(await nameOf(from)).toBe('primary');
  // Another replica, of an older day, stands in its place.
  replica.version = 2;
  expect(await nameAt(7)).toBe('primary');
  expect(replica.asked).toBe(1);
  later(5001);
  expect(await nameAt(7)).toBe('primary');
  expect(await nameAt(2)).toBe('replica');
});

it('lets mistakes of the program through', async () => {
  const { replica, reads } = setUp();
  replica.version = 1;
  const from = await reads.at(1);
  replica.version = new TypeError('a mistake');
  await expect(from.query('')).rejects.toThrow('a mistake');
});
