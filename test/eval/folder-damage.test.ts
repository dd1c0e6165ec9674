import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { damageAtRandom } from '../../eval/folder-damage/folder-damage.ts';

it('random damage of any file of a closed database is seen, and none where there is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-damages-'));
  try {
    const options = { damages: 8, rows: 60, seed: 3, snapshot: inject('databaseSnapshot'), print: () => {} };
    const figures = await damageAtRandom(folder, options);
    expect(figures).toMatchObject({ damages: 8, found: 8, missed: [], looks: 1, falseAlarms: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 240_000);
