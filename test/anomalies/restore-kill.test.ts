import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, watch } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restoringFolder } from '../../backup/place-state.ts';
import { readConfig } from '../../config.ts';
import { startProgram } from '../../eval/anomalies/program.ts';
import { capuyBin } from '../../eval/ingest-run.ts';
import { openOffice } from '../../office.ts';

/* Many kills at random moments, and the same command again after each: `capuy eval backup --kills N`. */

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-restore-kill-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

it('a restore that is killed leaves no office behind that looks whole', { timeout: 300_000 }, async () => {
  const backup = fileURLToPath(new URL('../fixtures/upgrade/020.capuy', import.meta.url));
  const config = readConfig({ CAPUY_DATA_DIR: dataDir });
  await mkdir(join(dataDir, 'database'), { recursive: true });
  const stop = new AbortController();
  const changes = watch(dataDir, { signal: stop.signal })[Symbol.asyncIterator]();
  const killed = startProgram({ main: capuyBin }, ['restore', backup], { dataDir });
  while (!existsSync(restoringFolder(dataDir))) await changes.next();
  stop.abort();
  await killed.kill();
  await expect(openOffice(config)).rejects.toMatchObject({ problem: 'incomplete' });
});
