import { describe, expect, it } from 'vitest';
import { tellingTerms } from '../../rag/search/retriever-candidates.ts';

const terms = (frequencies: readonly number[]) => frequencies.map((f) => ({ word: `w${f}`, weight: 1 }));
const chosen = (frequencies: readonly number[], passages: number): string[] =>
  tellingTerms(terms(frequencies), passages, ({ word }) => Number(word.slice(1))).map(({ word }) => word);

describe('the terms that choose candidates', () => {
  it('are all of them in a small store', () => {
    expect(chosen([4000, 1, 3], 4500)).toEqual(['w4000', 'w1', 'w3']);
  });

  it('leave out what most passages have', () => {
    expect(chosen([30_000, 10, 5999, 6001], 40_000)).toEqual(['w10', 'w5999']);
  });

  it('are the rarest in a very large store, a handful at least', () => {
    const many = [90_000, 80_000, 70_000, 60_000, 50_000, 40_000, 30_000, 20_000];
    expect(chosen(many, 640_000)).toEqual(['w20000', 'w30000', 'w40000', 'w50000', 'w60000', 'w70000']);
    expect(chosen([...many, 5, 6, 7], 640_000)).toEqual([
      ...['w5', 'w6', 'w7'],
      ...['w20000', 'w30000', 'w40000', 'w50000', 'w60000'],
    ]);
  });
});
