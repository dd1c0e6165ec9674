import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, Elimination } from '../../../eval/members/linear-attack.ts';
import { attack } from '../../../eval/members/suppression.ts';
import { guardTree, smallestShownCell } from '../../../members/statistics/guard.ts';
import type { GuardedCount } from '../../../members/statistics/guard.ts';
import { madeUnit } from './made-register.ts';

const units = [
  madeUnit('top', null, 'provincial'),
  madeUnit('a', 'top', 'upper_grassroots'),
  madeUnit('b', 'top', 'upper_grassroots'),
  madeUnit('c', 'top', 'upper_grassroots'),
];
const of = (counts: Record<string, GuardedCount>) =>
  guardTree(units, (id) => counts[id] ?? { total: 0, minority: 0 }, '2025-12-31');
const told = (counts: Record<string, GuardedCount>) =>
  [...of(counts).whole.keys()].filter((id) => id !== 'top').sort();

describe('figures on a guarded detail', () => {
  it('are told of every unit where both groups are large', () => {
    const large = { total: 40, minority: 12 };
    expect(told({ a: large, b: large, c: large })).toEqual(['a', 'b', 'c']);
  });

  it('of a small group take the smallest other with them, so that the whole does not give it away', () => {
    expect(
      told({ a: { total: 30, minority: 3 }, b: { total: 40, minority: 12 }, c: { total: 90, minority: 30 } }),
    ).toEqual(['c']);
  });

  it('are withheld too where nearly all, or nobody, belongs to a minority', () => {
    const rest = { b: { total: 40, minority: 12 }, c: { total: 90, minority: 30 } };
    expect(told({ a: { total: 30, minority: 28 }, ...rest })).toEqual(['c']);
    expect(told({ a: { total: 30, minority: 0 }, ...rest })).toEqual(['c']);
  });

  it('of nobody at all hide nothing', () => {
    expect(told({ b: { total: 40, minority: 12 }, c: { total: 90, minority: 30 } })).toEqual(['a', 'b', 'c']);
  });

  it('leave at each place either nothing or a group that may itself be told', () => {
    const count = fc
      .tuple(fc.nat(60), fc.nat(60))
      .map(([total, drawn]) => ({ total, minority: Math.min(total, drawn) }));
    fc.assert(
      fc.property(fc.record({ top: count, a: count, b: count, c: count }), (counts) => {
        const guard = of(counts);
        if (!guard.whole.has('top')) {
          expect(guard.whole.size + guard.own.size).toBe(0);
          return;
        }
        const parts = [
          { count: counts.top, isTold: guard.own.has('top') },
          ...(['a', 'b', 'c'] as const).map((id) => ({ count: counts[id], isTold: guard.whole.has(id) })),
        ].filter((part) => part.count.total > 0);
        const held = parts.filter((part) => !part.isTold).map((part) => part.count);
        const few = held.reduce((sum, each) => sum + each.minority, 0);
        const all = held.reduce((sum, each) => sum + each.total, 0);
        if (held.length > 0) {
          expect(held.length).toBeGreaterThan(1);
          expect(few).toBeGreaterThanOrEqual(smallestShownCell);
          expect(all - few).toBeGreaterThanOrEqual(smallestShownCell);
        }
      }),
    );
  });

  it('are not recovered by whoever writes down every answer, where plain withholding would be', () => {
    const attacked = attack(6, 30, 3);
    expect(attacked).toMatchObject({ recovered: 0, pinned: 0, tooSmall: 0, wrong: 0 });
    expect(attacked.told).toBeGreaterThan(0);
    expect(attacked.withheld).toBeGreaterThan(0);
    expect(attacked.recoveredIfOnlySmallWithheld).toBeGreaterThan(0);
  });
});

describe('the attack', () => {
  it('solves equations that determine an unknown, and no others', () => {
    const elimination = new Elimination(4);
    elimination.add({ over: [0, 1, 2, 3], value: 10 });
    elimination.add({ over: [0, 1], value: 6 });
    elimination.add({ over: [1, 2], value: 4 });
    expect(elimination.determines([2, 3])).toBe(true);
    expect(elimination.determines([0])).toBe(false);
    elimination.add({ over: [2], value: 1 });
    expect(elimination.determines([0])).toBe(true);
  });

  it('narrows by what a group can hold at most', () => {
    // Ten of the eleven people of two units: one unit of ten and one of one.
    const { low, high } = boundsOf([[0], [1]], [{ over: [0, 1], value: 11 }], [10, 1]);
    expect([low, high]).toEqual([
      [10, 1],
      [10, 1],
    ]);
  });
});
