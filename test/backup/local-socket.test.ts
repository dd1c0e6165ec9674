import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { saveBackup } from '../../backup/backup.ts';
import { createBackupDesk, type BackupDesk } from '../../backup/desk.ts';
import { askLocal, serveLocal, type LocalSocket } from '../../backup/local-socket.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
let dataDir: string;
let desk: BackupDesk;
let local: LocalSocket;
beforeAll(async () => {
  db = await openTestDatabase();
  await db.query(
    `INSERT INTO setting (name, value) SELECT 'n' || n, repeat('đ', 3000) FROM generate_series(1, 60) n`,
  );
});
afterAll(() => db.close());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-local-'));
  desk = createBackupDesk({ db, dataDir, clock: systemClock, folder: dataDir });
  local = await serveLocal({ db, dataDir, clock: systemClock, logger: silentLogger, once: desk.once });
});
afterEach(async () => {
  await local.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('a command writes and encrypts what the running assistant sends', async () => {
  const running = await askLocal(dataDir);
  const passphrase = 'mật khẩu của lệnh';
  const path = join(dataDir, 'a.capuy');
  const { end } = await saveBackup(path, running!.about, running!.pass, { passphrase });
  expect(end.tables['setting']?.rows).toBe(60);
  // A second one can be asked for afterwards.
  await askLocal(dataDir).then((again) => saveBackup(join(dataDir, 'b.capuy'), again!.about, again!.pass));
});

test('while another backup is made it says so', async () => {
  await desk.once(() => expect(askLocal(dataDir)).rejects.toMatchObject({ problem: 'busy' }));
});

test('an assistant that ends half-way leaves no file', async () => {
  const running = await askLocal(dataDir);
  const path = join(dataDir, 'a.capuy');
  const saving = saveBackup(path, running!.about, async (sink) => {
    await sink.write(new Uint8Array(0));
    await local.close();
    await running!.pass(sink);
  });
  await expect(saving).rejects.toMatchObject({ code: 'backup-failed' });
  expect(await stat(path).catch(() => null)).toBeNull();
  // Nobody answers any more.
  expect(await askLocal(dataDir)).toBeNull();
  local = await serveLocal({ db, dataDir, clock: systemClock, logger: silentLogger, once: desk.once });
});

test.each([
  ['another key', '{"key":"wrong","do":"backup"}\n'],
  ['another wish', '{"do":"everything"}\n'],
  ['noise', 'x'.repeat(5000)],
])('%s gets nothing, and the assistant goes on', async (_what, request) => {
  const answer = await new Promise<string>((resolve) => {
    let told = '';
    const socket = connect(join(dataDir, 'local.sock'), () => socket.write(request));
    socket.on('data', (bytes) => (told += bytes.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(told));
  });
  expect(answer).toBe('');
  expect(await askLocal(dataDir)).not.toBeNull();
});

test('only the owner of the folder can read the key', async () => {
  const path = join(dataDir, 'local.key');
  await local.close();
  // What somebody left there does not keep its rights.
  await writeFile(path, 'cũ', { mode: 0o644 });
  local = await serveLocal({ db, dataDir, clock: systemClock, logger: silentLogger, once: desk.once });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).not.toBe('cũ');
});
