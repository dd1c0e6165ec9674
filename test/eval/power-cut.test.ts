import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { cutPower } from '../../eval/power-cut/disk.ts';
import { cutAtRandom } from '../../eval/power-cut/power-cut.ts';
import { randomNumbers } from '../../eval/random.ts';
import type { DiskChange } from '../../eval/power-cut/disk.ts';

const data = (text: string) => Buffer.from(text).toString('base64');
const before = (name: string) => (name === 'kept' ? Buffer.from('old') : name === 'folder' ? 'folder' : null);
const cut = (changes: DiskChange[], remainder: 'nothing' | 'everything' | 'any part', seed = 1) =>
  cutPower(changes, before, remainder, randomNumbers(seed));

describe('a power cut', () => {
  test('leaves of a file what was synced, whatever else it leaves', () => {
    const changes: DiskChange[] = [
      { op: 'write', name: 'kept', at: 0, data: data('new') },
      { op: 'sync', name: 'kept' },
      { op: 'write', name: 'kept', at: 3, data: data('er') },
    ];
    expect(cut(changes, 'nothing').get('kept')?.toString()).toBe('new');
    expect(cut(changes, 'everything').get('kept')?.toString()).toBe('newer');
  });

  test('takes a new name that was not synced, and leaves one whose folder or file was', () => {
    const made: DiskChange[] = [{ op: 'create', name: 'folder/a' }];
    expect(cut(made, 'nothing').get('folder/a')).toBeNull();
    expect(cut([...made, { op: 'sync', name: 'folder' }], 'nothing').get('folder/a')).toHaveLength(0);
    expect(cut([...made, { op: 'sync', name: 'folder/a' }], 'nothing').get('folder/a')).toHaveLength(0);
  });

  test('leaves a renamed file under one of its names', () => {
    for (let seed = 0; seed < 20; seed++) {
      const left = cut([{ op: 'rename', name: 'kept', to: 'other' }], 'any part', seed);
      expect([left.get('kept'), left.get('other')].filter((content) => content !== null)).toHaveLength(1);
    }
  });

  test('may leave any part of what was not synced, torn at sectors', () => {
    const changes: DiskChange[] = [{ op: 'write', name: 'kept', at: 0, data: data('x'.repeat(4096)) }];
    const lengths = new Set<number>();
    for (let seed = 0; seed < 200; seed++)
      lengths.add(cut(changes, 'any part', seed).get('kept')?.length ?? -1);
    expect(lengths).toContain(3);
    expect(lengths).toContain(4096);
    expect([...lengths].filter((length) => length !== 3).every((length) => length % 512 === 0)).toBe(true);
    expect(lengths.size).toBeGreaterThan(4);
  });
});

test('the embedded database has every acknowledged transaction after the power was cut, and half of none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-power-cut-'));
  try {
    const snapshot = inject('databaseSnapshot');
    const options = { cuts: 2, transactions: 30, seed: 11, snapshot, print: () => {} };
    const figures = await cutAtRandom(folder, options);
    expect(figures).toMatchObject({ lost: 0, halved: 0, unopened: 0 });
    expect(figures.acknowledged).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
