import { describe, expect, it } from 'vitest';
import { cutIntoClauses, multiply } from '../../eval/scale.ts';
import type { BeirEntry } from '../../eval/beir.ts';

const words = (count: number, word: string): string => Array.from({ length: count }, () => word).join(' ');

describe('an article cut into clauses', () => {
  it('keeps every word in order, short lines together and long ones in pieces', () => {
    const text = [words(40, 'a'), words(40, 'b'), '', words(100, 'c'), words(400, 'd')].join('\n');
    const clauses = cutIntoClauses({ id: 'l+1', title: 'Điều 1', text });
    const lengths = clauses.map((clause) => clause.text.split(/\s/u).length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(150);
    expect(clauses[0]!.text).toBe(`${words(40, 'a')}\n${words(40, 'b')}`);
    expect(clauses.flatMap((clause) => clause.text.split(/\s/u))).toEqual(
      text.split(/\s/u).filter((word) => word !== ''),
    );
    expect(clauses.every(({ title }) => title === 'Điều 1')).toBe(true);
  });
});

describe('a store multiplied', () => {
  const clauses: BeirEntry[] = ['a', 'b', 'c'].map((word) => ({
    id: word,
    title: '',
    text: words(50, word),
  }));

  it('has the clauses once as they are, then changed copies, the same for a seed', () => {
    const made = [...multiply(clauses, 9, 1, new Map())];
    expect(made.map(({ id }) => id)).toEqual([...new Set(made.map(({ id }) => id))]);
    expect(new Set(made.slice(0, 3).map(({ text }) => text))).toEqual(
      new Set(clauses.map(({ text }) => text)),
    );
    for (const { text } of made.slice(3)) {
      const kinds = ['a', 'b', 'c'].map((word) => text.split(' ').filter((one) => one === word).length);
      expect(Math.max(...kinds)).toBeGreaterThanOrEqual(40);
      expect(Math.max(...kinds)).toBeLessThan(50);
    }
    expect([...multiply(clauses, 9, 1, new Map())]).toEqual(made);
    expect([...multiply(clauses, 9, 2, new Map())]).not.toEqual(made);
  });

  it('belongs to documents of a hundred clauses', () => {
    const documents = new Map();
    const made = [...multiply(clauses, 250, 1, documents)];
    expect([...documents.keys()]).toEqual(['d0', 'd1', 'd2']);
    expect(made[249]!.documentId).toBe('d2');
  });
});
