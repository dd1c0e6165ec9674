import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { restoreBackup, restoreInto } from '../../backup/restore.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { createBackup } from '../../backup/backup.ts';
import { checkFolder, restoringFolder } from '../../backup/place-state.ts';
import { newId } from '../../core/ids.ts';
import { createFileStore } from '../../db/file-store.ts';
import { migrate } from '../../db/migrate.ts';
import { openServer } from '../../db/server.ts';
import { openOffice } from '../../office.ts';
import { openTestDatabase } from '../support/database.ts';

const backup = fileURLToPath(new URL('../fixtures/upgrade/020.capuy', import.meta.url));
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-restore-'));
  return () => rm(dataDir, { recursive: true, force: true });
});

const restore = () => restoreBackup(backup, { dataDir }, { clock: systemClock });

describe('an office that is restored into a folder', { timeout: 120_000 }, () => {
  test('is still there at the next start where a first start had been killed before it made anything', async () => {
    await mkdir(join(dataDir, 'database'));
    await writeFile(join(dataDir, 'database', 'postgres.incomplete'), '');
    const { end } = await restore();
    const office = await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir }));
    const { rows } = await office.db.query('SELECT count(*)::integer AS n FROM account');
    await office.close();
    expect(rows).toEqual([{ n: end.tables['account']?.rows }]);
    expect(rows).not.toEqual([{ n: 0 }]);
  });

  test('does not take the place of one that an interrupted recovery is about to bring back', async () => {
    await restore();
    const database = join(dataDir, 'database');
    await rename(join(database, 'postgres'), join(database, 'postgres.restoring'));
    const recovery = {
      foundAt: '2026-03-02T01:00:00.000Z',
      damage: { kind: 'control', file: 'global/pg_control' },
      aside: 'postgres.damaged-2026-03-02',
      copy: { name: 'a.capuy', madeAt: '2026-03-01T01:00:00.000Z' },
    };
    await writeFile(join(database, 'recovery.new.json'), JSON.stringify(recovery));
    await expect(restore()).rejects.toMatchObject({ problem: 'target-not-empty' });
    await (await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir }))).close();
  });
});

describe('a file that is restored', { timeout: 120_000 }, () => {
  const bytes = Buffer.from('tờ trình');
  /** A backup with one file, and the place of that file below a data folder. */
  async function withFile(): Promise<{ path: string; placeIn: (folder: string) => string }> {
    const source = join(dataDir, 'source');
    const db = await openTestDatabase();
    const { sha256 } = await createFileStore(join(source, 'files')).put(bytes, 'a.txt', 'text/plain');
    const path = join(dataDir, 'a.capuy');
    await createBackup({ db, dataDir: source, clock: systemClock }, path).finally(() => db.close());
    return { path, placeIn: (folder) => join(folder, 'files', sha256.slice(0, 2), sha256) };
  }

  test('takes the place of one that a power cut has left torn, and of no other', async () => {
    const { path, placeIn } = await withFile();
    const target = join(dataDir, 'target');
    await mkdir(dirname(placeIn(target)), { recursive: true });
    await writeFile(placeIn(target), '');
    await restoreBackup(path, { dataDir: target }, { clock: systemClock });
    expect(await readFile(placeIn(target))).toEqual(bytes);
    expect(await readdir(dirname(placeIn(target)))).toHaveLength(1);
  });

  test('that finds no way leaves no office, and gives the room of the rows back', async () => {
    const { path } = await withFile();
    const target = join(dataDir, 'target');
    await mkdir(target);
    await writeFile(join(target, 'files'), '');
    await expect(restoreBackup(path, { dataDir: target }, { clock: systemClock })).rejects.toMatchObject({
      code: 'backup-failed',
    });
    expect(await readdir(restoringFolder(target))).not.toContain('postgres');
    await expect(openOffice(readConfig({ CAPUY_DATA_DIR: target }))).rejects.toMatchObject({
      problem: 'incomplete',
    });
  });

  test('that is interrupted before its last step is restored again over its own rows', async () => {
    const db = await openTestDatabase();
    await db.query(`INSERT INTO setting (name, value) VALUES ('office', 'Đảng ủy xã')`);
    const path = join(dataDir, 'a.capuy');
    await createBackup({ db, dataDir, clock: systemClock }, path).finally(() => db.close());
    const target = join(dataDir, 'target');
    const killed = { clock: systemClock, beforeOpening: () => Promise.reject(new Error('killed')) };
    await expect(restoreBackup(path, { dataDir: target }, killed)).rejects.toThrow('killed');
    expect(existsSync(join(target, 'database', 'postgres'))).toBe(true);
    expect(() => checkFolder(target)).toThrow('incomplete');
    await expect(restoreBackup(path, { dataDir: target }, killed)).rejects.toThrow('killed');
    await restoreBackup(path, { dataDir: target }, { clock: systemClock });
    checkFolder(target);
    await expect(restoreBackup(path, { dataDir: target }, { clock: systemClock })).rejects.toMatchObject({
      problem: 'target-not-empty',
    });
  });
});

const server = process.env['TEST_DATABASE_URL'];

describe.skipIf(!server)('an office that is restored into a slow server', { timeout: 120_000 }, () => {
  test('may take longer for a statement than an answer may', async () => {
    const schema = `restore_${newId().replaceAll('-', '')}`;
    const other = await openServer(server as string, { searchPath: `${schema},public` });
    const db = await openServer(server as string, { searchPath: `${schema},public`, statementSeconds: 1 });
    try {
      await other.query(`CREATE SCHEMA ${schema}`);
      await migrate(other, systemClock);
      const path = join(dataDir, 'a.capuy');
      await createBackup({ db, dataDir, clock: systemClock }, path);
      // A second for the server, five more until the connection counts as dead.
      const reading = other.tx(async (t) => {
        await t.query('SELECT 1 FROM page');
        await sleep(6500);
      });
      const { end } = await restoreInto(db, path, dataDir, { clock: systemClock });
      await reading;
      expect(end.tables['page']?.rows).toBe(0);
    } finally {
      await other.query(`DROP SCHEMA ${schema} CASCADE`);
      await Promise.all([db.close(), other.close()]);
    }
  });
});
