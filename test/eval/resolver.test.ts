import { expect, it } from 'vitest';
import { randomNumbers } from '../../eval/random.ts';
import { collidingHeads } from '../../eval/resolver/resolver-heads.ts';
import { measureResolver } from '../../eval/resolver/resolver.ts';

it('gives no wrong document for any mention, and lists all that an ambiguous one fits', async () => {
  const { figures, errors } = await measureResolver({ count: 200, seed: 7 });
  expect(errors.filter((error) => error.startsWith('WRONG'))).toEqual([]);
  expect(figures.right).toBeGreaterThanOrEqual(0.98);
  expect(figures.ambiguous.n).toBeGreaterThan(20);
  expect(figures.ambiguous.listed).toBeGreaterThanOrEqual(0.95);
});

it('measures over symbols that are given twice, under several issuers and types', () => {
  const heads = collidingHeads(randomNumbers(1));
  const symbols = new Set(heads.map(({ symbolKey }) => symbolKey));
  expect(heads.length - symbols.size).toBeGreaterThan(50);
  const issuersOf5 = new Set(heads.filter(({ number }) => number === '5').map(({ issuer }) => issuer));
  expect(issuersOf5.size).toBeGreaterThan(8);
});
