import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planShards, tablesAnOffice } from '../../eval/shards.ts';

const plan = {
  chunks: 1_000_000,
  offices: 300,
  nodes: 5,
  bytesPerChunk: 4300,
  indexBytesPerChunk: 1421,
  processGb: 0.1,
  seed: 1,
};

it('places every office whole, so that no node can hold less than the largest office where that is more than its share', () => {
  const { node, office } = planShards({ ...plan, offices: 3 });
  expect(node.balancedLargestGb).toBeGreaterThanOrEqual(
    Math.floor((office.largest * 4300 * 10) / 2 ** 30) / 10,
  );
  expect(node.balancedSmallestGb).toBe(0);
});

it('balances no worse than it places, and loses no chunk', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { node, chunks, totalGb } = planShards({ ...plan, seed });
    expect(node.balancedLargestGb).toBeLessThanOrEqual(node.placedLargestGb);
    expect(node.balancedLargestGb * 5).toBeGreaterThanOrEqual(totalGb - 0.5);
    expect(Math.abs(chunks - plan.chunks)).toBeLessThanOrEqual(plan.offices);
  }
});

it('gives offices that are too large for a shared process one of their own', () => {
  const { ownProcess, processes, office, indexGb } = planShards(plan);
  const capacity = (0.1 * 2 ** 30) / 1421;
  expect(ownProcess > 0).toBe(office.largest > capacity);
  expect(processes * 0.1).toBeGreaterThanOrEqual(indexGb - ownProcess);
});

it('counts as many tables an office as the migrations make', () => {
  const folder = new URL('../../db/migrations/', import.meta.url);
  const sql = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const made = sql.join('\n').match(/^CREATE TABLE/gmu)?.length ?? 0;
  const dropped = sql.join('\n').match(/^DROP TABLE/gmu)?.length ?? 0;
  // The table of migrations itself is made before the first.
  expect(tablesAnOffice).toBe(made - dropped + 1);
});
