import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBackup, createBackup, saveBackup } from '../../backup/backup.ts';
import { aboutNow, writeContent } from '../../backup/content.ts';
import { restoreInto } from '../../backup/restore.ts';
import { systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { migrate, readMigrations } from '../../db/migrate.ts';
import { createFileStore } from '../../db/file-store.ts';
import type { Database } from '../../db/database.ts';
import { describeEachDatabase, openTestDatabase } from '../support/database.ts';

const clock = systemClock;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-backup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Letters and values that lose something where anything between two databases reads them. */
const awkward = 'Chi bộ "Một"\\ \t\r\n {a,b} NULL \\N đồng chí 😀 \u2028';

async function fill(db: Database): Promise<void> {
  const parent = newId();
  const child = newId();
  const unit = `INSERT INTO org_unit (id, parent_id, name, name_key, level, aliases, valid_from) VALUES ($1, $2, $3, 'k', 'cell', $4::jsonb, '2020-02-29')`;
  await db.tx(async (t) => {
    await t.query(unit, [parent, null, awkward, JSON.stringify([awkward, { sâu: [1.5, null] }])]);
    await t.query(unit, [child, parent, '', '[]']);
    // The row of the parent lies behind that of the child.
    await t.query(`UPDATE org_unit SET short_name = 'CB' WHERE id = $1`, [parent]);
  });
  await db.query(
    `INSERT INTO observation (id, indicator, unit_id, value, value_unit, source, entered_at, status)
     VALUES ($1, 'members', $2, $3, 'person', '', '2026-03-01T01:02:03.456789Z', 'draft')`,
    [newId(), parent, 0.1 + 0.2],
  );
  const documentId = newId();
  await db.query(
    `INSERT INTO document (id, type_name, title, kind, scope, file_name, file_sha256, text_sha256, media_type, page_count, has_pages, ingested_at)
     VALUES ($1, 'Quyết định', 'Về tổ chức', 'signed', 'public', 'a.txt', 'a', 'b', 'text/plain', 1, false, '2026-01-01')`,
    [documentId],
  );
  await db.query(
    'INSERT INTO document_sketch (document_id, shingle_count, minima, is_scan) VALUES ($1, 1, $2, true)',
    [documentId, new Uint8Array([0, 1, 255])],
  );
  await db.query(
    `INSERT INTO page (document_id, page_no, char_from, text) SELECT $1, n, 0, repeat(n || ' khoản ', 500) FROM generate_series(1, 700) n`,
    [documentId],
  );
  await db.query(
    `INSERT INTO inbox (key, lane, event, received_at) SELECT 'k' || n, 'l', '{}', '2026-01-01' FROM generate_series(1, 5) n`,
  );
  await db.query(`DELETE FROM inbox WHERE key = 'k5'`);
}

/** Everything that a store says of itself, in its own words. */
async function everything(db: Database): Promise<unknown> {
  const { rows: tables } = await db.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  );
  const all: Record<string, unknown> = {};
  for (const { name } of tables)
    all[name] = (await db.query(`SELECT t::text AS row FROM ${name} t ORDER BY t::text COLLATE "C"`)).rows;
  const { rows: constraints } = await db.query(
    `SELECT conrelid::regclass::text AS t, conname, pg_get_constraintdef(oid) AS d FROM pg_constraint
     WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2`,
  );
  return { all, constraints };
}

describeEachDatabase('a backup', (open) => {
  let db: Database;
  let target: Database;
  let dataDir: string;
  beforeAll(async () => {
    db = await open();
    target = await open();
    dataDir = await mkdtemp(join(folder, 'data-'));
    await fill(db);
  });

  test('comes back with every row, every constraint, every file and every number of a series', async () => {
    const kept = await createFileStore(join(dataDir, 'files')).put(
      Buffer.from('tờ trình'),
      'a.txt',
      'text/plain',
    );
    const path = join(dataDir, 'a.capuy');
    const made = await createBackup({ db, dataDir, clock }, path);
    expect(made.end.tables['page']?.rows).toBe(700);
    const elsewhere = await mkdtemp(join(folder, 'data-'));
    const { applied } = await restoreInto(target, path, elsewhere, { clock });
    expect(applied).toEqual([]);
    expect(await everything(target)).toEqual(await everything(db));
    expect(await createFileStore(join(elsewhere, 'files')).read(kept.sha256)).toEqual(
      Buffer.from('tờ trình'),
    );
    const next = `INSERT INTO inbox (key, lane, event, received_at) VALUES ('next', 'l', '{}', '2026-01-01') RETURNING seq`;
    const seqs = await Promise.all(
      [db, target].map(async (one) => (await one.query<{ seq: number }>(next)).rows[0]?.seq),
    );
    expect(seqs[0]).toBe(seqs[1]);
  });

  test('shows one instant, while rows go on being written', async () => {
    const path = join(dataDir, 'b.capuy');
    let isWriting = true;
    // Both tables in one transaction, so that any instant has as many of one as of the other.
    const writing = (async () => {
      for (let n = 0; isWriting; n++)
        await db.tx(async (t) => {
          await t.query('INSERT INTO setting (name, value) VALUES ($1, $2)', [`n${n}`, 'x']);
          await t.query(
            `INSERT INTO audit_event (id, at, action, entity) VALUES ($1, '2026-01-01', 'a', 'e')`,
            [newId()],
          );
        });
      return null;
    })();
    const { end } = await createBackup({ db, dataDir, clock }, path).finally(() => (isWriting = false));
    await writing;
    expect(end.tables['setting']?.rows).toBe(end.tables['audit_event']?.rows);
  });

  test('waits for a migration that is under way, and holds every row of what it rewrites', async () => {
    const changing = await open();
    await fill(changing);
    // A transaction that looked before sees no row in a table that was rewritten meanwhile.
    const sql = `ALTER TABLE inbox ALTER COLUMN lane TYPE text USING lane || ''; SELECT count(*) FROM generate_series(1, 2000000)`;
    const before = await readMigrations();
    let isOver = false;
    const migrating = migrate(changing, clock, [...before, { name: '999_wider.sql', sql }]).finally(
      () => (isOver = true),
    );
    const rewriting = `SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = to_regclass('inbox')`;
    while (!isOver && (await changing.query(rewriting)).rows.length === 0) await sleep(5);
    const { end, migrations } = await createBackup(
      { db: changing, dataDir, clock },
      join(dataDir, 'd.capuy'),
    );
    await migrating;
    expect(end.tables['inbox']?.rows).toBe(4);
    expect(migrations.at(-1)?.name).toBe('999_wider.sql');
  });

  test('is not put where anything is kept', async () => {
    const path = join(dataDir, 'c.capuy');
    await createBackup({ db, dataDir, clock }, path);
    const before = await everything(db);
    await expect(restoreInto(db, path, dataDir, { clock })).rejects.toMatchObject({
      problem: 'target-not-empty',
    });
    expect(await everything(db)).toEqual(before);
  });
});

describe('a backup file', () => {
  let db: Database;
  let dataDir: string;
  const passphrase = 'Mật khẩu của cơ quan';
  beforeAll(async () => {
    db = await openTestDatabase();
    dataDir = await mkdtemp(join(folder, 'data-'));
    await db.query(`INSERT INTO setting (name, value) VALUES ('name', 'lời bí mật của cơ quan')`);
    await createBackup({ db, dataDir, clock }, join(dataDir, 'plain.capuy'));
    await createBackup({ db, dataDir, clock }, join(dataDir, 'sealed.capuy'), { passphrase });
  });
  afterAll(() => db.close());

  test('with a passphrase opens with that passphrase alone, however its letters are put together', async () => {
    const path = join(dataDir, 'sealed.capuy');
    await expect(checkBackup(path)).rejects.toMatchObject({ problem: 'passphrase-needed' });
    await expect(checkBackup(path, `${passphrase}.`)).rejects.toMatchObject({ problem: 'passphrase-wrong' });
    const { end } = await checkBackup(path, passphrase.normalize('NFD'));
    expect(end.tables['setting']?.rows).toBe(1);
  });

  test.each(['plain', 'sealed'])(
    '(%s) that is cut or changed anywhere is not taken for whole',
    async (name) => {
      const whole = await readFile(join(dataDir, `${name}.capuy`));
      const path = join(dataDir, `${name}-changed.capuy`);
      const step = Math.ceil(whole.length / 12);
      for (let at = 0; at < whole.length; at += step) {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] as number) ^ 1;
        for (const bytes of [changed, whole.subarray(0, at)]) {
          await writeFile(path, bytes);
          await expect(checkBackup(path, passphrase)).rejects.toMatchObject({ code: 'backup-failed' });
        }
      }
    },
  );

  test('is never written over another, and leaves nothing where it could not be finished', async () => {
    const path = join(dataDir, 'plain.capuy');
    const before = await readFile(path);
    await expect(createBackup({ db, dataDir, clock }, path)).rejects.toMatchObject({ problem: 'exists' });
    expect(await readFile(path)).toEqual(before);
    const stopped = AbortSignal.abort();
    const names = await readdir(dataDir);
    await expect(
      createBackup({ db, dataDir, clock }, join(dataDir, 'stopped.capuy'), { signal: stopped }),
    ).rejects.toThrow();
    expect(await readdir(dataDir)).toEqual(names);
  });

  test('stays whole where another process writes under the same name', async () => {
    const path = join(dataDir, 'twice.capuy');
    const about = await aboutNow(db, clock.now());
    let goOn = (): void => undefined;
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    const slow = saveBackup(path, about, (sink) => wait.then(() => writeContent({ db, dataDir }, sink)));
    while (!(await readdir(dataDir)).some((name) => name.startsWith('twice.'))) await sleep(5);
    await createBackup({ db, dataDir, clock }, path);
    goOn();
    await expect(slow).rejects.toMatchObject({ code: 'backup-failed' });
    expect((await checkBackup(path)).end.tables['setting']?.rows).toBe(1);
  });

  test('that asks for a key which cannot be made is damaged', async () => {
    const path = join(dataDir, 'cost.capuy');
    const [head = '', ...rest] = (await readFile(join(dataDir, 'sealed.capuy'), 'latin1')).split('\n');
    const header = JSON.parse(head) as { encryption: { cost: number } };
    header.encryption.cost += 1;
    await writeFile(path, [JSON.stringify(header), ...rest].join('\n'), 'latin1');
    await expect(checkBackup(path, passphrase)).rejects.toMatchObject({ problem: 'damaged' });
  });

  test('of another kind is named as such', async () => {
    const path = join(dataDir, 'letter.capuy');
    await writeFile(path, 'Kính gửi đồng chí');
    await expect(checkBackup(path)).rejects.toMatchObject({ problem: 'not-a-backup' });
    await writeFile(path, '{"capuyBackup":2}\n');
    await expect(checkBackup(path)).rejects.toMatchObject({ problem: 'format-newer' });
    await expect(checkBackup(join(dataDir, 'nowhere.capuy'))).rejects.toMatchObject({ problem: 'no-file' });
  });
});
