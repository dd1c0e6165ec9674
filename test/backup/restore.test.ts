import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { restoreBackup } from '../../backup/restore.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { openOffice } from '../../office.ts';

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
