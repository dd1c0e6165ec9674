import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { lockFolder } from '../../db/folder-lock.ts';
import { openPglite } from '../../db/pglite.ts';
import type { AppError } from '../../core/errors.ts';
import { sentenceFor } from '../../prompts/errors.ts';

let folder: string;
const children: ChildProcessByStdio<null, Readable, null>[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-folder-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Another process on `directory`; `lines` are what it says, one after another. */
function hold(directory: string, snapshot?: string) {
  const args = ['--import', 'tsx', 'test/support/hold-folder.ts', directory, ...(snapshot ? [snapshot] : [])];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    next: async (): Promise<string | undefined> => (await lines.next()).value as string | undefined,
    /** Ends it as a power switch ends a program; returns what it had said before. */
    async kill(): Promise<string[]> {
      child.kill('SIGKILL');
      const rest: string[] = [];
      for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value);
      await ended;
      return rest;
    },
  };
}

describe('a data folder', () => {
  test('belongs to one process, and of a killed one is taken over with every acknowledged row and no half pair', async () => {
    let acknowledged = -1;
    for (let round = 0; round < 2; round++) {
      const holder = hold(folder, round === 0 ? inject('databaseSnapshot') : undefined);
      expect(await holder.next()).toBe('open');

      const error = await openPglite({ dataDir: folder }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'storage-locked', message: expect.stringContaining('pid ') });
      expect(sentenceFor(error as AppError)).toContain('hãy dừng trợ lý');

      const target = acknowledged + 5 + round * 7;
      while (acknowledged < target) acknowledged = Number(await holder.next());
      const last = (await holder.kill()).at(-1);
      if (last !== undefined) acknowledged = Number(last);
    }

    const db = await openPglite({ dataDir: folder });
    const { rows } = await db.query<{ a: number; b: number }>(
      "SELECT count(*) FILTER (WHERE value = 'a') AS a, count(*) FILTER (WHERE value = 'b') AS b FROM setting",
    );
    await db.close();
    expect(rows[0]?.a).toBe(rows[0]?.b);
    expect(rows[0]?.a).toBeGreaterThanOrEqual(acknowledged + 1);

    await db.close();
    await expect(db.query('SELECT 1')).rejects.toMatchObject({ code: 'internal' });
    await (await lockFolder(folder)).release();
  }, 120_000);

  test('whose first start was killed halfway is started anew', async () => {
    // What initdb had written when the process ended, as PGlite leaves it.
    await mkdir(join(folder, 'postgres', 'base'), { recursive: true });
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
    await writeFile(join(folder, 'postgres.incomplete'), '');
    const db = await openPglite({ dataDir: folder, snapshot: inject('databaseSnapshot') });
    expect((await db.query('SELECT count(*) AS n FROM setting')).rows).toEqual([{ n: 0 }]);
    await db.close();
    expect(await readdir(folder)).toEqual(['postgres', 'postgres.files.json']);
  }, 120_000);
});

describe('the lock of a folder', () => {
  test('is one lock, whatever the folder is called', async () => {
    const link = `${folder}-link`;
    await symlink(folder, link);
    const lock = await lockFolder(folder);
    try {
      for (const name of [folder, `${folder}/`, relative(process.cwd(), folder), link]) {
        await expect(lockFolder(name)).rejects.toMatchObject({ code: 'storage-locked' });
      }
    } finally {
      await lock.release();
      await rm(link);
    }
    await (await lockFolder(folder)).release();
  });

  test('works in a folder whose path is longer than a socket may be called', async () => {
    const deep = join(folder, ...Array.from({ length: 8 }, () => 'thư-mục-dữ-liệu-cơ-quan'));
    const lock = await lockFolder(deep);
    await expect(lockFolder(deep)).rejects.toMatchObject({ code: 'storage-locked' });
    await lock.release();
    await (await lockFolder(deep)).release();
  });

  async function leaveDeadOwner(): Promise<void> {
    const script = "require('net').createServer().listen(process.argv[1], () => console.log('open'))";
    const owner = spawn(process.execPath, ['-e', script, join(folder, 'lock.sock')]);
    await once(owner.stdout, 'data');
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'storage-locked' });
    owner.kill('SIGKILL');
    await once(owner, 'close');
  }

  test.each(['', ', and with them the claim of one that was killed taking over'])(
    'goes to exactly one of several that find a dead owner at the same time%s',
    async (besides) => {
      await leaveDeadOwner();
      if (besides) await mkdir(join(folder, 'lock.sock.claim'));
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
      const locks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(locks).toHaveLength(1);
      await locks[0]?.release();
    },
  );

  test('of folders beside each other are independent', async () => {
    const one = await lockFolder(join(folder, 'one'));
    await mkdir(join(folder, 'two'));
    const two = await lockFolder(join(folder, 'two'));
    await one.release();
    await expect(lockFolder(join(folder, 'two'))).rejects.toMatchObject({ code: 'storage-locked' });
    await two.release();
  });
});
