import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBackup, createBackup } from '../../backup/backup.ts';
import { restoreInto } from '../../backup/restore.ts';
import { clearTables, listTables } from '../../backup/rows-store.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { migrate, readMigrations } from '../../db/migrate.ts';
import { listMeetings } from '../../meetings/record/meeting-store.ts';
import { countMembers } from '../../members/register/member-store.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { createAnswerer } from '../../rag/answer.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { openTestDatabase } from '../support/database.ts';

/* Offices as each earlier version left them: test/support/make-upgrade-fixtures.ts. */

const folder = fileURLToPath(new URL('../fixtures/upgrade/', import.meta.url));
const fixtures = (await readdir(folder)).filter((name) => name.endsWith('.capuy')).sort();
const clock = { now: () => new Date('2026-03-02T01:00:00.000Z') };

let db: Database;
let dataDir: string;
let newest: unknown;
beforeAll(async () => {
  db = await openTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-upgrade-'));
  newest = await structure();
});
afterAll(async () => {
  await db.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Columns, constraints and indexes, in the order of their names. */
async function structure(): Promise<unknown> {
  const { rows } = await db.query(
    `SELECT table_name || '.' || column_name AS name, data_type || ' ' || is_nullable || coalesce(column_default, '') AS what
     FROM information_schema.columns WHERE table_schema = current_schema()
     UNION ALL SELECT conrelid::regclass || ':' || conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE connamespace = current_schema()::regnamespace
     UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
     ORDER BY 1, 2`,
  );
  return rows;
}

const all = async <T>(sql: string): Promise<T[]> => (await db.query<T>(sql)).rows;
/** Makes room for the next one; what a table of an office that is in use holds would refuse it. */
const empty = () =>
  db.tx(async (t) => {
    const tables = await listTables(t);
    await clearTables(
      t,
      tables.filter(({ name }) => name !== 'migration'),
    );
  });

describe('an office of an earlier version', () => {
  test('is kept for every migration', async () => {
    const numbers = (await readMigrations()).map(({ name }) => name.slice(0, 3));
    const missing = numbers.filter((number) => !existsSync(join(folder, `${number}.capuy`)));
    // The last one is the present version, which every other test works on.
    expect(missing.filter((number) => number !== numbers.at(-1))).toEqual([]);
  });

  test.each(fixtures)('(%s) comes up to date with all that it held, and answers', async (name) => {
    await empty();
    const { end, applied } = await restoreInto(db, join(folder, name), dataDir, { clock });
    const number = Number(name.slice(0, 3));
    expect(applied.map((migration) => Number(migration.slice(0, 3)))).toEqual(
      Array.from({ length: applied.length }, (_, index) => number + 1 + index),
    );
    expect(await structure()).toEqual(newest);
    // Migrations add and replace rows of a few tables and take none of people's away.
    const dropped = new Set(['chunk_embedding', 'member_event']);
    for (const [table, { rows }] of Object.entries(end.tables))
      if (!dropped.has(table)) {
        const [counted] = await all<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
        expect([table, counted?.n]).toEqual([table, table === 'migration' ? rows + applied.length : rows]);
      }

    const units = await listUnits(db, localViewer);
    expect(units.find(({ name: unit }) => unit === 'Chi bộ Lưu trữ')).toMatchObject({
      successorIds: ['00000000-0000-4000-8000-000000000102'],
    });
    expect(await all('SELECT name, role FROM account ORDER BY name')).toEqual([
      { name: 'Hoàng Thị Én', role: 'admin' },
      { name: 'Vũ Đức Ổn', role: 'secretary' },
    ]);
    if (number >= 2)
      expect(await all(`SELECT lane, chat FROM web_conversation WHERE chat = 'main'`)).toEqual([
        { lane: 'web:main:00000000-0000-4000-8000-000000000201', chat: 'main' },
      ]);
    if (number >= 3) {
      const retriever = createRetriever({ db, logger: silentLogger });
      const { answer } = await createAnswerer({ library: retriever, clock }).answer(
        'Đến năm 2025 toàn tỉnh kết nạp bao nhiêu đảng viên mới?',
        { viewer: localViewer },
      );
      await retriever.close();
      expect(answer.outcome).toBe('answer');
      expect(JSON.stringify(answer)).toContain('1.250');
    }
    if (number >= 4) {
      expect((await listMeetings(db, localViewer, { limit: 10 })).map(({ id }) => id)).toContain(
        '00000000-0000-4000-8000-000000000601',
      );
      // As migrations that came later compute it for tasks of before.
      expect(
        await all(`SELECT lead_key, basis_keys FROM task WHERE id = '00000000-0000-4000-8000-000000000603'`),
      ).toEqual([{ lead_key: 'dong chi le uoc', basis_keys: ['12|NQ|TU', '111/2022|ND|CP'] }]);
    }
    if (number >= 5) {
      expect(await countMembers(db)).toBe(3);
      expect(await all(`SELECT badges FROM member WHERE name = 'Đỗ Thị Ưng'`)).toEqual([
        { badges: [30, 40] },
      ]);
    }
  });

  test('is refused, and nothing is touched, where its version is newer than the program', async () => {
    await empty();
    const path = join(dataDir, 'newer.capuy');
    const shipped = await readMigrations();
    await migrate(db, clock, [...shipped, { name: '999_later.sql', sql: 'CREATE TABLE later (id integer)' }]);
    await createBackup({ db, dataDir, clock }, path);
    await db.query('DROP TABLE later');
    await db.query(`DELETE FROM migration WHERE name = '999_later.sql'`);
    expect((await checkBackup(path)).header.schema).toBe('999_later.sql');
    await expect(restoreInto(db, path, dataDir, { clock })).rejects.toMatchObject({
      problem: 'schema-newer',
      subject: '999_later.sql',
    });
    expect(await structure()).toEqual(newest);
  });
});
