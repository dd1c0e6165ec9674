import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveToFolder, moveToServer } from '../../backup/move.ts';
import { checkFolder, notePlaced, restoringFolder } from '../../backup/place-state.ts';
import type { RestoreOptions } from '../../backup/restore.ts';
import { run as backUp } from '../../bin/commands/backup.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/database.ts';
import { openServer } from '../../db/server.ts';
import { openOffice } from '../../office.ts';
import { putDatabaseIn } from '../support/data-folder.ts';

const server = process.env['TEST_DATABASE_URL'];

describe.skipIf(!server)('an office that moves to a server and back', () => {
  const name = `move_${newId().replaceAll('-', '')}`;
  let databaseUrl: string;
  let dataDir: string;
  beforeAll(async () => {
    const url = new URL(server as string);
    url.pathname = `/${name}`;
    databaseUrl = String(url);
    const whole = await openServer(server as string, { poolSize: 1 });
    await whole.query(`CREATE DATABASE ${name}`);
    await whole.close();
    dataDir = await mkdtemp(join(tmpdir(), 'capuy-move-'));
    await putDatabaseIn(dataDir);
  });
  afterAll(async () => {
    const whole = await openServer(server as string, { poolSize: 1 });
    await whole.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await whole.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const folderConfig = () => readConfig({ CAPUY_DATA_DIR: dataDir });
  const serverConfig = () => readConfig({ CAPUY_DATA_DIR: dataDir, DATABASE_URL: databaseUrl });
  const move = (direction: typeof moveToServer, on: RestoreOptions['on'] = () => undefined) =>
    direction(
      { dataDir, databaseUrl, backupPath: join(dataDir, 'sao-luu', `${newId()}.capuy`) },
      { clock: systemClock, on },
    );

  async function startAssistant(): Promise<Database> {
    const db = await openServer(databaseUrl);
    await db.query('SELECT 1');
    return db;
  }

  test('finds everything on each side, and nobody can go on working on the side that was left', async () => {
    const first = await openOffice(folderConfig());
    const { sha256 } = await first.files.put(Buffer.from('một tệp'), 'a.txt', 'text/plain');
    await first.db.query(`INSERT INTO setting (name, value) VALUES ('office', 'Đảng ủy xã')`);
    await expect(move(moveToFolder)).rejects.toMatchObject({ problem: 'no-office' });
    // While it is open nothing moves.
    await expect(move(moveToServer)).rejects.toMatchObject({ code: 'storage-locked' });
    await first.close();
    await move(moveToServer);
    await expect(openOffice(folderConfig())).rejects.toMatchObject({ problem: 'moved' });

    const second = await openOffice(serverConfig());
    expect((await second.db.query(`SELECT value FROM setting WHERE name = 'office'`)).rows).toEqual([
      { value: 'Đảng ủy xã' },
    ]);
    expect(await second.files.read(sha256)).toEqual(Buffer.from('một tệp'));
    await second.db.query(`UPDATE setting SET value = 'Đảng ủy phường' WHERE name = 'office'`);
    await expect(move(moveToFolder)).rejects.toMatchObject({ problem: 'in-use' });
    await second.close();
    // One that is started while the rows are under way is seen before anything can be opened; the next run goes on.
    let late: Promise<Database> | undefined;
    const disturbed = move(moveToFolder, (step) => {
      if (step === 'rows') late ??= startAssistant();
    });
    await expect(disturbed).rejects.toMatchObject({ problem: 'in-use' });
    await (await late)?.close();
    expect(() => checkFolder(dataDir)).toThrow('incomplete');
    await move(moveToFolder);
    // Killed between its last two steps: the next run takes the last one.
    await mkdir(restoringFolder(dataDir));
    await notePlaced(dataDir);
    await expect(move(moveToFolder)).rejects.toMatchObject({ problem: 'moved' });
    await expect(openOffice(serverConfig())).rejects.toMatchObject({ problem: 'moved' });
    // Rows that nobody works on any more are no backup of the office.
    await expect(backUp([join(dataDir, 'old.capuy')], serverConfig())).rejects.toMatchObject({
      problem: 'moved',
    });

    const third = await openOffice(folderConfig());
    expect((await third.db.query(`SELECT value FROM setting WHERE name = 'office'`)).rows).toEqual([
      { value: 'Đảng ủy phường' },
    ]);
    await third.close();
    expect(existsSync(join(dataDir, 'database.restoring'))).toBe(false);
    expect((await readdir(dataDir)).filter((entry) => entry.startsWith('database.cu-'))).toHaveLength(1);
  }, 180_000);
});
