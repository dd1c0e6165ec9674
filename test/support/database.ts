import { afterAll, describe, inject, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { migrate } from '../../db/migrate.ts';
import { openPglite } from '../../db/pglite.ts';
import { openServer } from '../../db/server.ts';
import type { Database } from '../../db/database.ts';

/** The server that store suites run on a second time; absent on a machine that has only Node.js. */
const serverUrl = process.env['TEST_DATABASE_URL'];

/**
 * An embedded database in memory with all migrations, as a copy of the snapshot that the global setup made (about 1 s).
 * Open one per test file, in `beforeAll`, and call `emptyTables` between tests. Ends with the test file.
 */
export async function openTestDatabase(): Promise<Database> {
  const db = await openPglite({ snapshot: inject('databaseSnapshot') });
  await rememberSeeds(db);
  return db;
}

/** A schema of its own on the server of TEST_DATABASE_URL, with all migrations; gone after `close`. */
async function openServerTestDatabase(url: string): Promise<Database> {
  const schema = `test_${newId().replaceAll('-', '')}`;
  const whole = await openServer(url, { poolSize: 1 });
  await whole.tx(async (t) => {
    await t.query('SELECT pg_advisory_xact_lock(724311)');
    await t.query('CREATE EXTENSION IF NOT EXISTS vector SCHEMA public');
    await t.query(`CREATE SCHEMA ${schema}`);
  });
  const db = await openServer(url, { poolSize: 5, searchPath: `${schema},public` });
  await migrate(db, systemClock);
  const own: Database = {
    ...db,
    async close() {
      await db.close();
      await whole.query(`DROP SCHEMA ${schema} CASCADE`);
      await whole.close();
    },
  };
  await rememberSeeds(own);
  return own;
}

/**
 * Runs a suite of store tests on the embedded database, and on a server too when TEST_DATABASE_URL is set. `open` gives
 * a migrated database that is closed after the suite. With CI set, a missing server is a failure.
 */
export function describeEachDatabase(name: string, suite: (open: () => Promise<Database>) => void): void {
  const suiteWith = (open: () => Promise<Database>) => () => {
    const opened: Database[] = [];
    suite(async () => {
      const db = await open();
      opened.push(db);
      return db;
    });
    afterAll(async () => {
      await Promise.all(opened.map((db) => db.close()));
    });
  };
  describe(`${name} (embedded)`, suiteWith(openTestDatabase));
  if (serverUrl)
    describe(
      `${name} (server)`,
      suiteWith(() => openServerTestDatabase(serverUrl)),
    );
  else if (process.env['CI'])
    test(`${name} (server) has a server in TEST_DATABASE_URL`, () => {
      throw new Error('TEST_DATABASE_URL is not set');
    });
}

/** Rows that the migrations themselves put in, by table; they stay when tables are emptied. */
const seedsOf = new WeakMap<Database, { tables: string[]; seeds: { table: string; rows: string }[] }>();

async function rememberSeeds(db: Database): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'migration'",
  );
  const tables = rows.map((row) => row.name);
  const filled = await db.query<{ table: string; rows: string | null }>(
    tables
      .map((name) => `SELECT '${name}' AS table, jsonb_agg(${name})::text AS rows FROM ${name}`)
      .join(' UNION ALL '),
  );
  const seeds = filled.rows.flatMap(({ table, rows: seeded }) =>
    seeded === null ? [] : [{ table, rows: seeded }],
  );
  seedsOf.set(db, { tables, seeds });
}

/** Makes a test database as empty as a new one, in a few milliseconds. Identity columns go on counting. */
export async function emptyTables(db: Database): Promise<void> {
  const known = seedsOf.get(db);
  if (!known) throw new Error('emptyTables takes a database of openTestDatabase or describeEachDatabase');
  await db.tx(async (t) => {
    // One statement, because foreign keys are checked at its end: no order of tables to keep.
    const deletions = known.tables.map((table, index) => `d${index} AS (DELETE FROM ${table})`);
    await t.query(`WITH ${deletions.join(', ')} SELECT 1`);
    for (const { table, rows } of known.seeds) {
      await t.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [rows],
      );
    }
  });
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of a snapshot of a migrated embedded database. */
    databaseSnapshot: string;
    /** Path of the same as a folder that no process has open. */
    databaseFolder: string;
  }
}
