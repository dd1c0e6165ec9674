import { readFile } from 'node:fs/promises';
import { beforeAll, beforeEach, afterAll, expect, test } from 'vitest';
import { writeSetting } from '../../access/setting-store.ts';
import { createRetentionWorker } from '../../bot/features/retention-worker.ts';
import { chatDaysSetting } from '../../bot/kept-days.ts';
import { applyRetention } from '../../bot/retention.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { splitStatements } from '../../db/migrate.ts';
import { retentionSetting } from '../../members/register/retention.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { fixedClock } from './turns.ts';

/* An office with rows in its tables, of 2024 and 2025, as test/fixtures/upgrade has them, and what a setting takes away. */

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
const clock = fixedClock('2026-03-02T01:00:00.000Z');

/** Rows of the versions whose tables are as they were. */
const versions = ['002', '006', '010', '012', '014', '016', '018', '019', '020', '022'];
async function fillFrom(
  number: string,
  isWanted: (statement: string) => boolean = () => true,
): Promise<void> {
  const text = await readFile(new URL(`../fixtures/upgrade/rows/${number}.sql`, import.meta.url), 'utf8');
  for (const statement of splitStatements(text).filter(isWanted)) await db.query(statement);
}

beforeEach(async () => {
  await emptyTables(db);
  // Columns that went with later versions.
  await db.script('ALTER TABLE org_unit ADD COLUMN IF NOT EXISTS successor_id uuid');
  await fillFrom('001');
  await fillFrom('002');
  await fillFrom('003', (statement) => !statement.includes('chunk_embedding'));
  await fillFrom('004', (statement) => !statement.includes('INTO attendance'));
  await fillFrom('005', (statement) => /INTO (?:import_batch|observation)/u.test(statement));
  await fillFrom('013', (statement) => !statement.includes('attendance'));
  for (const number of versions.slice(1)) if (number !== '013') await fillFrom(number);
  const member = `INSERT INTO member (id, batch_id, unit_id, person_id, name, standing, status, holds_until) VALUES
    ('00000000-0000-4000-8000-00000000900%n', '00000000-0000-4000-8000-000000000701', '00000000-0000-4000-8000-000000000102',
     '00000000-0000-4000-8000-00000000900%n', 'Người %n', 'official', 'left', %until)`;
  for (const [n, until] of [`'2024-06-01'`, `'2026-01-15'`, 'NULL'].entries())
    await db.query(member.replaceAll('%n', String(n)).replace('%until', until));
});

type Rows = Record<string, string[]>;
async function everything(): Promise<Rows> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
  );
  const all: Rows = {};
  for (const { name } of rows)
    all[name] = (await db.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)).rows.map(
      ({ row }) => row,
    );
  return all;
}

/** Tables in which anything differs. */
const changed = (before: Rows, after: Rows): string[] =>
  Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));

test('a dry run tells what would go, and nothing does', async () => {
  await db.tx((t) => writeSetting(t, chatDaysSetting, '30'));
  const before = await everything();
  const due = await applyRetention(db, clock.now(), { isDry: true });
  expect(due).toEqual([
    { id: 'chats', days: 30, counts: { messages: 1, questions: 1 } },
    { id: 'names', days: 365, counts: { removed: 1 } },
  ]);
  expect(await everything()).toEqual(before);
});

test('words of chats go after their days with what was asked and answered, and nothing else changes', async () => {
  await db.tx((t) => writeSetting(t, chatDaysSetting, '30'));
  const before = await everything();
  await applyRetention(db, clock.now(), { only: 'chats' });
  const after = await everything();
  expect(changed(before, after)).toEqual([
    'answer',
    'audit_event',
    'citation',
    'conversation_turn',
    'feedback',
    'inbox',
    'outbox',
    'worded_answer',
  ]);
  // What waits for its answer keeps its words, and every row stays so that nothing is answered twice.
  expect(after['inbox']?.filter((row) => row.includes('hỏi'))).toHaveLength(1);
  expect(after['inbox']?.some((row) => row.includes('chào'))).toBe(false);
  expect([after['inbox']?.length, after['outbox']?.length]).toEqual([
    before['inbox']?.length,
    before['outbox']?.length,
  ]);
});

test('names of the past go after their days, and nothing else changes', async () => {
  await db.tx((t) => writeSetting(t, retentionSetting, '30'));
  const before = await everything();
  await applyRetention(db, clock.now());
  const after = await everything();
  expect(changed(before, after)).toEqual(['audit_event', 'member']);
  expect((await db.query('SELECT name FROM member ORDER BY id')).rows).toEqual([
    { name: null },
    { name: null },
    { name: 'Người 2' },
  ]);
});

test('a clock that jumps by years deletes nothing, if it is put right within the day', async () => {
  await db.tx((t) => writeSetting(t, chatDaysSetting, '3650'));
  const worker = createRetentionWorker({ db, clock, logger: silentLogger });
  clock.set('2026-03-02T01:00:00.000Z');
  expect([await worker.look(), await worker.look()]).toEqual([true, false]);
  const before = await everything();
  clock.set('2099-03-02T01:00:00.000Z');
  expect(await worker.look()).toBe(false);
  clock.set('2026-03-02T02:00:00.000Z');
  expect(await worker.look()).toBe(false);
  const ids = (rows: Rows): Rows => ({ ...rows, setting: [] });
  expect(ids(await everything())).toEqual(ids(before));
  clock.set('2026-03-03T01:00:00.000Z');
  expect(await worker.look()).toBe(true);
});

test('a clock that jumps deletes nothing that day, also where the assistant is started anew', async () => {
  await db.tx((t) => writeSetting(t, chatDaysSetting, '3650'));
  const look = () => createRetentionWorker({ db, clock, logger: silentLogger }).look();
  clock.set('2026-03-02T01:00:00.000Z');
  expect(await look()).toBe(true);
  clock.set('2099-03-02T01:00:00.000Z');
  expect([await look(), await look()]).toEqual([false, false]);
  expect((await everything())['inbox']?.some((row) => row.includes('chào'))).toBe(true);
  clock.set('2099-03-03T01:00:00.000Z');
  expect(await look()).toBe(true);
});

test('words of a reply that was given up go as well, those of one that is still to be sent stay', async () => {
  await db.tx((t) => writeSetting(t, chatDaysSetting, '30'));
  const add = (failure: string) =>
    `INSERT INTO outbox (key, lane, address, blocks, created_at, failure)
     SELECT gen_random_uuid()::text, 'web:main:x', '{}', '[{"type": "text", "text": "lời"}]', '2026-01-01', ${failure}`;
  await db.query(add(`'gone'`));
  await db.query(add('NULL'));
  await applyRetention(db, clock.now(), { only: 'chats' });
  const { rows } = await db.query(`SELECT failure FROM outbox WHERE blocks::text LIKE '%lời%'`);
  expect(rows).toEqual([{ failure: null }]);
});
