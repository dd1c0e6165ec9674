import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts on `dataDir` in a process of its own, which is killed as soon as `isThere` says so. */
async function killWhen(dataDir: string, isThere: () => Promise<boolean>): Promise<void> {
  const args = ['--import', 'tsx', 'test/support/open-folder.ts', dataDir];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const ended = new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_code, by) => done(by)));
  while (child.exitCode === null && !(await isThere())) await scheduler.wait(10);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

test('a first start that is killed while it makes the database, and again while it makes the tables, needs no copy', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'capuy-first-'));
  try {
    const mark = join(dataDir, 'postgres.incomplete');
    const files = async () => (await readdir(join(dataDir, 'postgres/base/5')).catch(() => [])).length;
    await killWhen(dataDir, async () => (await files()) > 100);
    expect(existsSync(mark)).toBe(true);

    // initdb makes 301 files; the tables, 384 more.
    await killWhen(dataDir, async () => !existsSync(mark) && (await files()) > 400);

    const db = await openDatabase({ dataDir });
    const { rows } = await db.query("SELECT value FROM setting WHERE name = 'x'");
    await db.close();
    expect(rows).toEqual([]);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.files.json']);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}, 240_000);
