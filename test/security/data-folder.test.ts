import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProgram } from '../../eval/anomalies/program.ts';
import { capuyBin } from '../../eval/ingest-run.ts';
import { makePrivate } from '../../db/private-folder.ts';
import { putDatabaseIn } from '../support/data-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-private-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const modeOf = async (...path: string[]): Promise<string> =>
  ((await stat(join(folder, ...path))).mode & 0o777).toString(8);

/** A folder as an earlier version, or a person, may have left it. */
async function leaveOpen(): Promise<void> {
  await mkdir(join(folder, 'database', 'postgres', 'base'), { recursive: true });
  await mkdir(join(folder, 'files', 'ab'), { recursive: true });
  for (const path of ['database/postgres/base/1', 'files/ab/abc', 'search.index'])
    await writeFile(join(folder, path), 'x', { mode: 0o666 });
  for (const path of ['.', 'database', 'database/postgres', 'database/postgres/base', 'files', 'files/ab'])
    await chmod(join(folder, path), 0o777);
}

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  it('is closed to others when it is taken over, with everything in it', async () => {
    await leaveOpen();
    makePrivate(folder);
    expect(await modeOf()).toBe('700');
    for (const path of ['database', 'database/postgres/base', 'files/ab'])
      expect(await modeOf(path), path).toBe('700');
    for (const path of ['database/postgres/base/1', 'files/ab/abc', 'search.index'])
      expect(await modeOf(path), path).toBe('600');
  });

  it('is closed to the end at the next start where the first was cut off in the middle', async () => {
    await leaveOpen();
    await chmod(join(folder, 'database', 'postgres', 'base'), 0o700);
    await chmod(join(folder, 'files', 'ab', 'abc'), 0o600);
    makePrivate(folder);
    expect([await modeOf('files', 'ab'), await modeOf('files'), await modeOf('database')]).toEqual([
      '700',
      '700',
      '700',
    ]);
  });

  it('leaves alone what is not the program’s: other files, a folder shared with them, what a link leads to', async () => {
    await leaveOpen();
    const elsewhere = await mkdtemp(join(tmpdir(), 'capuy-elsewhere-'));
    await chmod(elsewhere, 0o755);
    await symlink(elsewhere, join(folder, 'files', 'lien-ket'));
    await writeFile(join(folder, 'run.sh'), '', { mode: 0o755 });
    makePrivate(folder);
    expect([await modeOf(), await modeOf('run.sh'), await modeOf('files')]).toEqual(['777', '755', '700']);
    expect(((await stat(elsewhere)).mode & 0o777).toString(8)).toBe('755');
    await rm(elsewhere, { recursive: true });
  });

  it('stays closed whatever the program writes into it', { timeout: 120_000 }, async () => {
    await putDatabaseIn(folder);
    await chmod(folder, 0o755);
    const listing = startProgram({ main: capuyBin }, ['account', 'list'], { dataDir: folder });
    expect(await listing.ended).toBe(0);
    expect(await modeOf()).toBe('700');
    const open: string[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const mode = (await stat(path)).mode & 0o777;
      if (entry.isDirectory() ? mode !== 0o700 : entry.isFile() && (mode & 0o077) !== 0) open.push(path);
    }
    expect(open).toEqual([]);
  });
});
