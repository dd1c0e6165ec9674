import fs from 'node:fs';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createFileStore, filePath, type FileStore } from '../../db/file-store.ts';
import { cutPower, type DiskChange, type Remainder } from '../../eval/power-cut/disk.ts';
import { randomNumbers } from '../../eval/random.ts';

/** What was changed below the folder, in its order; `failing` is the path whose next sync fails, as in a process that ends. */
const disk = { root: '', changes: [] as DiskChange[], failing: null as string | null };
const note = (op: 'create' | 'mkdir' | 'sync', path: string): void =>
  void disk.changes.push({ op, name: relative(disk.root, path) });

const real = { ...fs.promises };
const noted = {
  async mkdir(path: string, options: { recursive: true }) {
    const made = await real.mkdir(path, options);
    const all: string[] = [];
    for (let at = path; made !== undefined && at.length >= made.length; at = dirname(at)) all.unshift(at);
    for (const one of all) note('mkdir', one);
    return made;
  },
  async writeFile(path: string, data: Uint8Array, options?: { flush?: boolean }) {
    await real.writeFile(path, data, options);
    note('create', path);
    const name = relative(disk.root, path);
    disk.changes.push({ op: 'write', name, at: 0, data: Buffer.from(data).toString('base64') });
    if (options?.flush) note('sync', path);
  },
  async rename(from: string, to: string) {
    await real.rename(from, to);
    disk.changes.push({ op: 'rename', name: relative(disk.root, from), to: relative(disk.root, to) });
  },
  async open(path: string, flags: string) {
    const file = await real.open(path, flags);
    file.sync = () => {
      if (disk.failing === path) return Promise.reject(new Error('the process ends here'));
      note('sync', path);
      return Promise.resolve();
    };
    return file;
  },
};

let files: FileStore;
let directory: string;
const bytes = Buffer.from('Nội dung của một văn bản. '.repeat(400));

beforeAll(async () => {
  disk.root = await mkdtemp(join(tmpdir(), 'file-store-'));
  Object.assign(fs.promises, noted);
  syncBuiltinESMExports();
});
afterAll(async () => {
  Object.assign(fs.promises, real);
  syncBuiltinESMExports();
  await rm(disk.root, { recursive: true });
});
beforeEach(async () => {
  await rm(join(disk.root, 'files'), { recursive: true, force: true });
  directory = join(disk.root, 'files');
  Object.assign(disk, { changes: [], failing: null });
  files = createFileStore(directory);
});

/** What a power cut leaves of a file now. */
function afterCut(hash: string, remainder: Remainder, seed = 1) {
  const before = (name: string) => (name === '' || name === '.' ? ('folder' as const) : null);
  const left = cutPower(disk.changes, before, remainder, randomNumbers(seed));
  return left.get(relative(disk.root, filePath(directory, hash)));
}

it('a file that was put is there as a whole after the power was cut', async () => {
  const { sha256 } = await files.put(bytes, 'a.txt', 'text/plain');
  expect(afterCut(sha256, 'nothing')).toEqual(bytes);
});

it('no part of a file stands under its name, whenever the power is cut', async () => {
  const { sha256 } = await files.put(bytes, 'a.txt', 'text/plain');
  const all = disk.changes;
  expect(afterCut(sha256, 'everything')).toEqual(bytes);
  for (let length = 0; length <= all.length; length++) {
    disk.changes = all.slice(0, length);
    for (let seed = 1; seed <= 20; seed++) {
      const left = afterCut(sha256, 'any part', seed) ?? bytes;
      expect(Buffer.isBuffer(left) && left.equals(bytes)).toBe(true);
    }
  }
});

it('a file found under its name is on the disk before anybody is told that it is kept', async () => {
  const hash = (await files.put(bytes, 'a.txt', 'text/plain')).sha256;
  await rm(join(disk.root, 'files'), { recursive: true });
  disk.changes = [];
  disk.failing = dirname(filePath(directory, hash));
  await expect(files.put(bytes, 'a.txt', 'text/plain')).rejects.toThrow('ends here');
  disk.failing = null;
  await files.put(bytes, 'again.txt', 'text/plain');
  expect(afterCut(hash, 'nothing')).toEqual(bytes);
});

it('a file that lost a part of itself is written anew when it is put again', async () => {
  const { sha256 } = await files.put(bytes, 'a.txt', 'text/plain');
  await truncate(filePath(directory, sha256), 100);
  await files.put(bytes, 'a.txt', 'text/plain');
  expect(await files.read(sha256)).toEqual(bytes);
});
