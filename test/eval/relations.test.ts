import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measureRelations, splitOf, type LabelledText } from '../../eval/relations.ts';

const shipped = (name: string): LabelledText[] =>
  readFileSync(fileURLToPath(new URL(`../../eval/relations/${name}`, import.meta.url)), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LabelledText);

const own = { type: 'Quy định', symbol: '50-QĐ/TU', issuedOn: '2025-06-01' };
const replacing: LabelledText = {
  id: 'a',
  own,
  text: 'Quy định này thay thế Quy định số 12-QĐ/TU, ngày 03/4/2019 và có hiệu lực từ ngày ký.',
  expected: [{ kind: 'replaces', target: '12-QĐ/TU', issuedOn: '2019-04-03', effectiveOn: '2025-06-01' }],
};

describe('the measure of relations', () => {
  it('counts what is found, missing and extra, by kind', () => {
    const { figures, errors } = measureRelations([
      replacing,
      { ...replacing, id: 'b', expected: [{ kind: 'repeals', target: '12-QĐ/TU' }] },
      { id: 'c', own, text: 'Đề nghị bãi bỏ Quy định số 12-QĐ/TU.', expected: [] },
    ]);
    expect(figures.byKind).toEqual({
      replaces: { expected: 1, found: 2, right: 1, precision: 0.5, recall: 1 },
      repeals: { expected: 1, found: 0, right: 0, precision: 1, recall: 0 },
    });
    expect(figures.all).toMatchObject({ expected: 2, found: 2, right: 1 });
    expect(errors).toHaveLength(2);
  });

  it('takes a part for the whole as wrong', () => {
    const part = { ...replacing, expected: [{ ...replacing.expected[0]!, parts: ['Điều 5'] }] };
    expect(measureRelations([part]).figures.all.right).toBe(0);
  });
});

describe('the labelled sentences', () => {
  const main = shipped('sentences.jsonl');
  const fresh = shipped('held-out-fresh.jsonl');

  it('are many, differ, and are parted by their ids into two halves', () => {
    const all = [...main, ...fresh];
    expect(main.length).toBeGreaterThanOrEqual(160);
    expect(fresh.length).toBeGreaterThanOrEqual(75);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    const heldOut = main.filter(({ id }) => splitOf(id) === 'held-out').length;
    expect(heldOut / main.length).toBeGreaterThan(0.4);
    expect(heldOut / main.length).toBeLessThan(0.6);
  });

  it.each([
    ['those that rules were written for', main.filter(({ id }) => splitOf(id) === 'dev')],
    ['the half kept aside', main.filter(({ id }) => splitOf(id) === 'held-out')],
    ['those written after the rules', fresh],
  ])('are read as labelled, as far as the target asks: %s', (_name, texts) => {
    const { all } = measureRelations(texts).figures;
    expect(all.precision).toBeGreaterThanOrEqual(0.95);
    expect(all.recall).toBeGreaterThanOrEqual(0.85);
  });
});
