import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackup } from '../../backup/backup.ts';
import { readConfig } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { unusedBackup } from '../../office.ts';
import { fixedClock } from '../bot/turns.ts';
import { openTestDatabase } from '../support/database.ts';

let db: Database;
let dataDir: string;
beforeAll(async () => {
  db = await openTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-unused-'));
});
afterAll(async () => {
  await db.close();
  await rm(dataDir, { recursive: true });
});

test('a start that finds backups and no database knows of the newest, and of none beside a database or on a server', async () => {
  const here = readConfig({ CAPUY_DATA_DIR: dataDir });
  expect(await unusedBackup(here)).toBeNull();
  const folder = join(dataDir, 'sao-luu');
  await mkdir(folder);
  await createBackup({ db, dataDir, clock: fixedClock('2026-03-01T01:00:00Z') }, join(folder, 'b.capuy'));
  await createBackup({ db, dataDir, clock: fixedClock('2026-02-01T01:00:00Z') }, join(folder, 'a.capuy'));
  expect(await unusedBackup(here)).toMatchObject({ path: join(folder, 'b.capuy') });
  const server = { CAPUY_DATA_DIR: dataDir, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  expect(await unusedBackup(readConfig(server))).toBeNull();
  await mkdir(join(dataDir, 'database', 'postgres'), { recursive: true });
  expect(await unusedBackup(here)).toBeNull();
});
