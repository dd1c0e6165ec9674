import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAccount } from '../../access/account-store.ts';
import { listBackups } from '../../backup/backup-files.ts';
import { checkBackup } from '../../backup/backup.ts';
import { createCopies } from '../../backup/copies.ts';
import { createBackupDesk } from '../../backup/desk.ts';
import { soleClaims } from '../../bot/claims.ts';
import { createBackupFeature } from '../../bot/features/backup/backup-feature.ts';
import { createBackupWorker, type BackupWorkerDeps } from '../../bot/features/backup/backup-worker.ts';
import { addEvent } from '../../bot/inbox-store.ts';
import type { OpenReply } from '../../bot/outbox-store.ts';
import type { Block, Inbound, TurnContext } from '../../bot/types.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { fixedClock } from '../bot/turns.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';

let db: Database;
let dataDir: string;
let folder: string;
let told: OpenReply[];
const clock = fixedClock();
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await emptyTables(db);
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-scheduled-'));
  folder = join(dataDir, 'sao-luu');
  told = [];
  return () => rm(dataDir, { recursive: true, force: true });
});

const desk = () => createBackupDesk({ db, dataDir, clock, folder });
const deps = (shared = desk()): BackupWorkerDeps => ({
  db,
  desk: shared,
  schedule: { at: '02:00', daily: 2, weekly: 0 },
  claims: soleClaims,
  clock,
  logger: silentLogger,
  channels: [{ id: 'web' }],
  deliver: (reply) => void told.push(reply),
});
const worker = (shared = desk()) => createBackupWorker(deps(shared));

/** Somebody who wrote to the assistant once. */
async function writer(role: 'admin' | 'secretary'): Promise<string> {
  const id = await db.tx((t) => addAccount(t, { name: role, role }, clock.now()));
  const to = { channel: 'web', account: 'main', chat: id };
  const event: Inbound = {
    key: `web:main:${id}`,
    at: clock.now().toISOString(),
    senderId: id,
    to,
    isGroup: false,
    type: 'text',
    text: 'chào',
  };
  await addEvent(db, event, clock.now().toISOString());
  return id;
}

test('a backup is made a day, those beyond the numbers that stay go, what people named stays', async () => {
  const looks = worker();
  await mkdir(folder);
  await writeFile(join(folder, 'ghi-chu.txt'), 'đừng xóa');
  for (const day of ['02', '03', '04', '05']) {
    clock.set(`2026-03-${day}T00:30:00.000Z`);
    expect([await looks.look(), await looks.look()]).toEqual(['made', 'not-due']);
  }
  expect((await readdir(folder)).sort()).toEqual([
    'capuy-tu-dong-2026-03-04-0730.capuy',
    'capuy-tu-dong-2026-03-05-0730.capuy',
    'ghi-chu.txt',
  ]);
  await checkBackup(join(folder, 'capuy-tu-dong-2026-03-05-0730.capuy'));
});

test('administrators hear once a day that it failed, nobody else does, and it is tried again', async () => {
  const admin = await writer('admin');
  await writer('secretary');
  // Where the folder should be is a file.
  await writeFile(folder, '');
  const looks = worker();
  clock.set('2026-03-02T00:30:00.000Z');
  expect([await looks.look(), await looks.look()]).toEqual(['failed', 'not-due']);
  clock.set('2026-03-02T02:30:00.000Z');
  expect(await looks.look()).toBe('failed');
  expect(told.map(({ address }) => address.chat)).toEqual([admin]);
  const [block] = told[0]?.blocks as Block[];
  expect(block).toMatchObject({ type: 'text', text: expect.stringContaining('chưa thành công') });
  await rm(folder);
  clock.set('2026-03-02T04:00:00.000Z');
  expect(await looks.look()).toBe('made');
});

test('of two offices that share a folder each keeps its own, and neither is taken for a copy of the other', async () => {
  const other = await openTestDatabase();
  const others = createBackupWorker({
    ...deps(),
    db: other,
    desk: createBackupDesk({ db: other, dataDir, clock, folder }),
  });
  const mine = worker();
  for (const day of ['02', '03', '04']) {
    clock.set(`2026-03-${day}T00:30:00.000Z`);
    expect([await mine.look(), await others.look()]).toEqual(['made', 'made']);
  }
  const kept = await listBackups(folder);
  expect(new Set(kept.map(({ office }) => office)).size).toBe(2);
  expect(kept).toHaveLength(4);
  const copies = createCopies({ folder, dataDir, clock });
  expect(await copies()).toEqual([]);
  // An office that began anew leaves old ones of the first.
  clock.set('2026-03-20T00:30:00.000Z');
  expect(await others.look()).toBe('made');
  expect((await copies()).map(({ madeAt }) => madeAt.slice(0, 10))).toEqual(['2026-03-20', '2026-03-04']);
  await other.close();
});

test('a failure while the clock is years ahead does not keep it from being tried when the clock is right', async () => {
  await writeFile(folder, '');
  const looks = worker();
  clock.set('2031-03-02T00:30:00.000Z');
  expect(await looks.look()).toBe('failed');
  await rm(folder);
  clock.set('2026-03-02T00:30:00.000Z');
  expect(await looks.look()).toBe('made');
});

test('nobody hears of a failure where somebody is making one just then', async () => {
  await writer('admin');
  const shared = desk();
  const looks = worker(shared);
  clock.set('2026-03-02T00:30:00.000Z');
  const [, looked] = await Promise.all([shared.make(), looks.look()]);
  expect([looked, await looks.look(), told]).toEqual(['not-due', 'not-due', []]);
  // One that has no end keeps all others away.
  let end = (): void => undefined;
  const hanging = shared.once(() => new Promise<void>((resolve) => (end = resolve)));
  clock.set('2026-03-03T00:30:00.000Z');
  expect([await looks.look(), told]).toEqual(['not-due', []]);
  clock.set('2026-03-03T02:00:00.000Z');
  expect([await looks.look(), told.length]).toEqual(['failed', 1]);
  end();
  await hanging;
});

test('an administrator makes one by a message and sees what there is, and two are not made at once', async () => {
  const context = {
    now: clock.now(),
    account: { id: 'a', name: 'An' },
    live: () => undefined,
    signal: new AbortController().signal,
  } as unknown as TurnContext;
  const shared = desk();
  const feature = createBackupFeature({ desk: shared, scheduledAt: '02:00' });
  expect(feature.recognise?.('Sao lưu dữ liệu')).toEqual({ name: 'saoluu', args: '' });
  expect(feature.recognise?.('Sao lưu dữ liệu theo quy định nào?')).toBeNull();
  const say = (args: string) => feature.handle(context, { type: 'command', name: 'saoluu', args });
  const [first, second] = await Promise.all([say(''), say('')]);
  expect(first.blocks).toMatchObject([{ text: expect.stringContaining('Đã sao lưu xong') }]);
  expect(second.blocks).toMatchObject([{ text: expect.stringContaining('Đang có một bản sao lưu khác') }]);
  const list = await say('xem');
  expect(list.blocks).toMatchObject([
    {
      type: 'table',
      rows: [[expect.any(String), expect.stringMatching(/\.capuy$/u), expect.any(String), 'không']],
    },
  ]);
  expect(await readdir(folder)).toHaveLength(1);
});
