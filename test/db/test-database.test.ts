import { beforeAll, beforeEach, expect, test } from 'vitest';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import type { Database } from '../../db/database.ts';

describeEachDatabase('the database of tests', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const countSettings = async () =>
    (await db.query<{ n: number }>('SELECT count(*) AS n FROM setting')).rows[0]?.n;

  test('has the tables of every migration', async () => {
    const { rows } = await db.query<{ n: number }>('SELECT count(*) AS n FROM migration');
    expect(rows[0]?.n).toBeGreaterThanOrEqual(3);
    expect(await countSettings()).toBe(0);
  });

  test('is emptied of what a test wrote, and keeps what migrations put in', async () => {
    await db.query("INSERT INTO setting (name, value) VALUES ('a', 'b')");
    await db.query('UPDATE corpus_version SET version = 7');
    expect(await countSettings()).toBe(1);
    await emptyTables(db);
    expect(await countSettings()).toBe(0);
    expect((await db.query('SELECT id, version FROM corpus_version')).rows).toEqual([{ id: 1, version: 0 }]);
  });
});
