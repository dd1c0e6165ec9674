import { describe, expect, it } from 'vitest';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { readQuery, queryTerms } from '../../rag/search/query.ts';
import { readWordVectors, WordVectors, writeWordVectors } from '../../rag/search/word-vectors.ts';
import { shippedWordVectors } from '../../rag/search/word-vectors-file.ts';
import { nearnessOf } from '../../rag/search/word-vectors-query.ts';
import type { WordVectorParts } from '../../rag/search/word-vectors.ts';

/** Two directions: growing things, and money. The pair 'thu nhap' is money though 'nhap' alone is growing. */
const parts: WordVectorParts = {
  dimensions: 4,
  version: 'test',
  words: ['lua', 'ruong', 'tien', 'thu', 'nhap'],
  pairs: Uint16Array.from([3, 4]),
  scales: Float32Array.from([0.01, 0.01, 0.02, 0.01, 0.01, 0.05]),
  rows: Int8Array.from([100, 0, 0, 0, 90, 10, 0, 0, 0, 100, 0, 0, 50, 50, 0, 0, 100, 0, 0, 0, 0, 100, 0, 0]),
};
const small = new WordVectors(parts);
const cosine = (x: Float32Array, y: Float32Array): number =>
  x.reduce((sum, value, k) => sum + value * y[k]!, 0);
const embed = (text: string): Float32Array => small.embed([{ words: text.split(' '), weight: 1 }]);

describe('the vector of a text', () => {
  it('has length 1 and is nearer to a text about the same than to one that shares more letters', () => {
    expect(cosine(embed('lua'), embed('lua'))).toBeCloseTo(1, 5);
    expect(cosine(embed('lua'), embed('ruong'))).toBeGreaterThan(0.98);
    expect(cosine(embed('lua'), embed('tien'))).toBeCloseTo(0, 5);
  });

  it('reads two neighbours as one thing where they have a row, and not the other way round', () => {
    expect(cosine(embed('thu nhap'), embed('tien'))).toBeGreaterThan(0.9);
    expect(cosine(embed('nhap thu'), embed('tien'))).toBeLessThan(0.5);
  });

  it('is all zero where no word is known', () => {
    expect([...embed('xyz qwe')]).toEqual([0, 0, 0, 0]);
  });
});

describe('the file of vectors', () => {
  it('comes back as it was written, also from the middle of a larger buffer', () => {
    const file = writeWordVectors(parts);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    for (const bytes of [file, shifted.subarray(3)]) {
      const read = readWordVectors(bytes)!;
      expect(read.version).toBe('test');
      expect(read.wordRow('nhap')).toBe(4);
      expect(read.pairRow(3, 4)).toBe(5);
      expect(read.pairRow(4, 3)).toBe(-1);
      expect([...read.rows]).toEqual([...parts.rows]);
    }
  });

  it('is refused when cut short or another file', () => {
    const file = writeWordVectors(parts);
    expect(readWordVectors(file.subarray(0, file.length - 8))).toBeNull();
    expect(readWordVectors(new TextEncoder().encode('not a file of vectors at all'))).toBeNull();
  });

  it('that is shipped knows which legal texts belong together', () => {
    const vectors = shippedWordVectors();
    const of = (text: string): Float32Array => vectors.embed([{ words: text.split(' '), weight: 1 }]);
    const [fine, traffic, leave] = [
      'bi phat tien bao nhieu khi vuot den do',
      'nguoi dieu khien xe khong chap hanh hieu lenh cua den tin hieu giao thong',
      'nguoi lao dong nghi viec rieng va van huong nguyen luong',
    ].map(of) as [Float32Array, Float32Array, Float32Array];
    expect(cosine(fine, traffic)).toBeGreaterThan(cosine(fine, leave) + 0.1);
  });
});

describe('passages in an index', () => {
  const filler = (count: number): string => Array.from({ length: count }, () => 'tiền').join(' ');
  const entries = [
    {
      id: 'long',
      documentId: 'd',
      heading: '',
      context: '',
      text: `${filler(120)} ${'lúa ruộng '.repeat(60)}`,
    },
    { id: 'money', documentId: 'd', heading: 'Thu nhập', context: '', text: filler(30) },
    { id: 'unknown', documentId: 'e', heading: '', context: '', text: 'không từ nào biết lúc đầu' },
  ];
  const nearnesses = (index: LexicalIndex, text: string): Map<string, { window: number; whole: number }> => {
    const query = readQuery(text);
    const near = nearnessOf(index, query);
    const terms = [...queryTerms(query), ...['tien', 'khong'].map((word) => ({ word, weight: 1 }))];
    return new Map(index.search(terms, 10).map((candidate) => [candidate.id, near(candidate)]));
  };

  it('are near by their nearest window, and as a whole', async () => {
    const index = new LexicalIndex(undefined, small);
    await index.add(entries);
    const near = nearnesses(index, 'lúa là gì');
    expect(near.get('long')!.window).toBeGreaterThan(0.95);
    expect(near.get('long')!.whole).toBeLessThan(0.9);
    expect(near.get('money')!.window).toBeLessThan(0.3);
    expect(near.get('unknown')).toEqual({ window: 0, whole: 0 });
  });

  it('keep their vectors when segments are merged', async () => {
    const index = new LexicalIndex(undefined, small);
    for (const entry of entries) await index.add([entry]);
    for (let more = 0; more < 8; more++) {
      await index.add([{ id: `m${more}`, documentId: `m${more}`, heading: '', context: '', text: 'ruộng' }]);
    }
    expect(index.segments.length).toBeLessThan(8);
    const whole = new LexicalIndex(undefined, small);
    await whole.add(entries);
    const asBuilt = nearnesses(whole, 'lúa là gì');
    for (const [id, near] of nearnesses(index, 'lúa là gì')) {
      if (asBuilt.has(id)) expect(near).toEqual(asBuilt.get(id));
    }
  });

  it('have none in an index without vectors', async () => {
    const index = new LexicalIndex(undefined, null);
    await index.add(entries);
    expect(nearnesses(index, 'lúa là gì').get('long')).toEqual({ window: 0, whole: 0 });
    expect(index.segments[0]!.vectors).toHaveLength(0);
  });
});
