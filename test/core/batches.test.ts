import { expect, it } from 'vitest';
import { inBatches } from '../../core/batches.ts';

it('does one at once, and what comes meanwhile together, each in its order', async () => {
  const runs: string[][] = [];
  const add = inBatches((items: readonly string[]) => {
    runs.push([...items]);
    return Promise.resolve(items.map((item) => item.toUpperCase()));
  }, 3);
  expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(add))).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(runs).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
  expect(await add('f')).toBe('F');
});

it('lets one that cannot be written fail alone', async () => {
  const add = inBatches((items: readonly string[]) =>
    items.includes('bad') ? Promise.reject(new Error('refused')) : Promise.resolve(items),
  );
  const results = await Promise.allSettled(['a', 'b', 'bad', 'c'].map(add));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});
