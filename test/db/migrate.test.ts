import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  appliedMigrations,
  migrate,
  readMigrations,
  splitStatements,
  type Migration,
} from '../../db/migrate.ts';
import { describeEachDatabase } from '../support/database.ts';
import type { Database } from '../../db/database.ts';

const clock = { now: () => new Date('2026-03-02T01:00:00.000Z') };

describeEachDatabase('migrating', (open) => {
  let db: Database;
  let shipped: Migration[];
  beforeEach(async () => {
    db ??= await open();
    shipped = await readMigrations();
  });
  afterEach(async () => {
    await db.script(
      "DROP TABLE IF EXISTS extra; DROP TABLE IF EXISTS more; DELETE FROM migration WHERE name > '5'",
    );
  });

  const extra: Migration = {
    name: '900_extra.sql',
    sql: 'CREATE TABLE extra (id integer);\nINSERT INTO extra VALUES (1);',
  };
  const more: Migration = { name: '901_more.sql', sql: 'CREATE TABLE more (id integer);' };
  const hasTable = async (name: string) =>
    (await db.query('SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1', [name]))
      .rows.length > 0;

  test('applies what is new, in order, once', async () => {
    expect(await migrate(db, clock, [...shipped, extra, more])).toEqual(['900_extra.sql', '901_more.sql']);
    expect(await migrate(db, clock, [...shipped, extra, more])).toEqual([]);
    expect((await db.query('SELECT id FROM extra')).rows).toEqual([{ id: 1 }]);
    const applied = await appliedMigrations(db);
    expect(applied.map((migration) => migration.name)).toEqual(
      [...shipped, extra, more].map(({ name }) => name),
    );
    expect(applied.at(-1)?.appliedAt).toBe('2026-03-02T01:00:00.000Z');
  });

  test('happens once where several processes start together', async () => {
    const reports = await Promise.all([1, 2, 3].map(() => migrate(db, clock, [...shipped, extra])));
    expect(reports.flat()).toEqual(['900_extra.sql']);
    expect((await db.query('SELECT id FROM extra')).rows).toEqual([{ id: 1 }]);
  });

  test('leaves nothing of a migration that fails, keeps those before it, and can be repeated', async () => {
    const broken: Migration = {
      name: '901_more.sql',
      sql: 'CREATE TABLE more (id integer);\nINSERT INTO nowhere VALUES (1);',
    };
    await expect(migrate(db, clock, [...shipped, extra, broken])).rejects.toMatchObject({
      sqlState: '42P01',
    });
    expect(await hasTable('extra')).toBe(true);
    expect(await hasTable('more')).toBe(false);
    expect(await migrate(db, clock, [...shipped, extra, more])).toEqual(['901_more.sql']);
  });

  test('refuses a file that was edited after it had been applied', async () => {
    await migrate(db, clock, [...shipped, extra]);
    const edited = { ...extra, sql: `${extra.sql}\nINSERT INTO extra VALUES (2);` };
    await expect(migrate(db, clock, [...shipped, edited, more])).rejects.toMatchObject({
      code: 'storage-incompatible',
      message: expect.stringContaining('900_extra.sql'),
    });
    expect(await hasTable('more')).toBe(false);
  });

  test('does not mind line ends that a checkout changed', async () => {
    await migrate(db, clock, [...shipped, extra]);
    expect(
      await migrate(db, clock, [...shipped, { ...extra, sql: extra.sql.replaceAll('\n', '\r\n') }]),
    ).toEqual([]);
  });

  test('refuses a database of a newer version', async () => {
    await migrate(db, clock, [...shipped, extra]);
    await expect(migrate(db, clock, shipped)).rejects.toMatchObject({ code: 'storage-incompatible' });
  });
});

describe('the migrations of the product', () => {
  test('are numbered without gaps or repeats', async () => {
    const numbers = (await readMigrations()).map(({ name }) => Number(name.slice(0, 3)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('are separated into statements at semicolons outside of quotes, dollar quotes and comments', () => {
    const script = `
      -- tạo bảng; không phải câu lệnh
      CREATE TABLE a (b text DEFAULT ';''--'); /* ; */
      INSERT INTO a VALUES ('x - y'), ("c;d");
      CREATE FUNCTION f() RETURNS integer AS $body$ SELECT 1; $body$ LANGUAGE sql;
      SELECT 4 / 2 - 1, $$;$$
    `;
    expect(splitStatements(script)).toEqual([
      "CREATE TABLE a (b text DEFAULT ';''--')",
      `INSERT INTO a VALUES ('x - y'), ("c;d")`,
      'CREATE FUNCTION f() RETURNS integer AS $body$ SELECT 1; $body$ LANGUAGE sql',
      'SELECT 4 / 2 - 1, $$;$$',
    ]);
    expect(splitStatements('-- nothing\n')).toEqual([]);
  });
});
