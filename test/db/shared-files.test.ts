import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../core/ids.ts';
import { filePath } from '../../db/file-store.ts';
import { sharedFiles } from '../../db/shared-files.ts';

it('knows the folder of the other processes by the files that it holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-files-'));
  const hashes = ['một', 'hai'].map((text) => sha256(text));
  const naming = (named: readonly string[]) => ({
    query: async <Row>() => ({ rows: named.map((hash) => ({ hash }) as Row), affected: 0 }),
  });
  expect(await sharedFiles(naming([]), folder)).toEqual({ found: 'all', missing: 0, of: 0 });
  expect(await sharedFiles(naming(hashes), folder)).toEqual({ found: 'none', missing: 2, of: 2 });
  const path = filePath(folder, hashes[0] as string);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'một');
  expect(await sharedFiles(naming(hashes), folder)).toEqual({ found: 'some', missing: 1, of: 2 });
  expect((await sharedFiles(naming(hashes.slice(0, 1)), folder)).found).toBe('all');
  await rm(folder, { recursive: true });
});
