import fc from 'fast-check';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { openImage, saveImage } from '../../rag/search/lexical-index-image.ts';
import { bigrams, foldedSyllables } from '../../text/syllables.ts';
import type { IndexEntry, WeightedTerm } from '../../rag/search/lexical-index.ts';

const words = [
  'đảng',
  'đang',
  'viên',
  'dự',
  'bị',
  'chi',
  'bộ',
  'bố',
  'họp',
  'Hoà',
  'hòa',
  'quyết',
  'định',
  '34',
  'TW',
];
const phrase = (min: number, max: number) =>
  fc.array(fc.constantFrom(...words), { minLength: min, maxLength: max }).map((list) => list.join(' '));

const entries = (max: number): fc.Arbitrary<IndexEntry[]> =>
  fc
    .array(
      fc.record({
        documentId: fc.constantFrom('d0', 'd1', 'd2', 'd3'),
        heading: phrase(0, 4),
        context: phrase(0, 3),
        text: phrase(0, 12),
      }),
      { maxLength: max },
    )
    .map((list) => list.map((entry, at) => ({ id: `p${at}`, ...entry })));

const termsOf = (text: string): WeightedTerm[] => {
  const found = foldedSyllables(text);
  return [
    ...found.map((word) => ({ word, weight: 1 })),
    ...found.slice(1).map((next, at) => ({ word: found[at] ?? '', next, weight: 1.5 })),
  ];
};

/** BM25 as the books have it, over words and pairs within a field, with the same constants. */
function naiveScores(corpus: readonly IndexEntry[], terms: readonly WeightedTerm[]): Map<string, number> {
  const bags = corpus.map(({ heading, context, text }) => {
    const fields = [heading, context, text].map(foldedSyllables);
    return { all: fields.flatMap((field) => [...field, ...bigrams(field)]), length: fields.flat().length };
  });
  const mean = Math.max(1, bags.reduce((sum, bag) => sum + bag.length, 0) / Math.max(1, bags.length));
  const scores = new Map<string, number>();
  for (const { word, next, weight } of terms) {
    const term = next === undefined ? word : `${word}_${next}`;
    const having = bags.filter((bag) => bag.all.includes(term)).length;
    const inverse = Math.log(1 + (bags.length - having + 0.5) / (having + 0.5));
    for (const [at, bag] of bags.entries()) {
      const count = bag.all.filter((one) => one === term).length;
      if (count === 0) continue;
      const norm = 0.6 * (1 - 0.75 + (0.75 * bag.length) / mean);
      const id = corpus[at]?.id ?? '';
      scores.set(id, (scores.get(id) ?? 0) + (weight * inverse * count * 1.6) / (count + norm));
    }
  }
  return scores;
}

async function indexOf(corpus: readonly IndexEntry[]): Promise<LexicalIndex> {
  const index = new LexicalIndex();
  await index.add(corpus);
  return index;
}

const scoresOf = (index: LexicalIndex, terms: readonly WeightedTerm[], k = 100) =>
  index.search(terms, k).map(({ id, score }) => ({ id, score }));

describe('the lexical index', () => {
  it('gives every passage the score of a naive BM25, best first', async () => {
    await fc.assert(
      fc.asyncProperty(entries(25), phrase(0, 6), async (corpus, question) => {
        const terms = termsOf(question);
        const expected = naiveScores(corpus, terms);
        const found = scoresOf(await indexOf(corpus), terms);
        expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.keys()));
        for (const { id, score } of found) expect(score).toBeCloseTo(expected.get(id) ?? NaN, 4);
        for (let at = 1; at < found.length; at++)
          expect(found[at]?.score).toBeLessThanOrEqual(found[at - 1]?.score ?? 0);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the same best passages for any number asked for', async () => {
    await fc.assert(
      fc.asyncProperty(entries(25), phrase(1, 5), fc.nat(8), async (corpus, question, k) => {
        const index = await indexOf(corpus);
        const terms = termsOf(question);
        expect(scoresOf(index, terms, k)).toEqual(scoresOf(index, terms).slice(0, k));
      }),
      { numRuns: 40 },
    );
  });

  it('never returns a passage of a document that the filter keeps back, and fills the places with others', async () => {
    await fc.assert(
      fc.asyncProperty(
        entries(25),
        phrase(1, 5),
        fc.subarray(['d0', 'd1', 'd2', 'd3']),
        async (corpus, question, allowed) => {
          const index = await indexOf(corpus);
          const terms = termsOf(question);
          const found = index.search(terms, 5, (id) => allowed.includes(id));
          const expected = index
            .search(terms, 100)
            .filter(({ documentId }) => allowed.includes(documentId))
            .slice(0, 5);
          expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds within some documents what it finds where the others are kept back, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(
        entries(40),
        phrase(1, 5),
        fc.uniqueArray(fc.constantFrom<string[]>('d0', 'd1', 'd2', 'd3', 'unknown')),
        fc.integer({ min: 1, max: 50 }),
        fc.subarray(['d0', 'd1', 'd2', 'd3']),
        async (corpus, question, within, k, removed) => {
          const index = new LexicalIndex();
          await index.add(corpus);
          await index.remove(removed);
          const terms = termsOf(question);
          const all = index.search(terms, k, (id) => within.includes(id));
          expect(index.search(terms, k, undefined, undefined, within)).toEqual(all);
        },
      ),
    );
  });

  it('finds the same within so many documents that all are looked through', async () => {
    const corpus = Array.from({ length: 300 }, (_, at) => ({
      id: `p${at}`,
      documentId: `d${at % 150}`,
      heading: '',
      context: '',
      text: words.slice(at % 7, (at % 7) + 5).join(' '),
    }));
    const index = new LexicalIndex();
    await index.add(corpus);
    const within = Array.from({ length: 100 }, (_, at) => `d${at}`);
    const found = index.search(termsOf('đảng viên dự bị'), 150, undefined, undefined, within);
    expect(found.length).toBeGreaterThan(60);
    expect(found).toEqual(index.search(termsOf('đảng viên dự bị'), 150, (id) => within.includes(id)));
  });

  it('scores the same after additions and removals as when built anew from what is left', async () => {
    const change = fc.oneof(
      fc.record({
        add: fc.array(fc.record({ heading: phrase(0, 3), text: phrase(0, 8) }), { maxLength: 4 }),
      }),
      fc.record({ remove: fc.nat(12) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 14 }), phrase(1, 5), async (changes, question) => {
        const index = new LexicalIndex();
        let live: IndexEntry[] = [];
        let document = 0;
        for (const one of changes) {
          if ('add' in one) {
            const documentId = `d${document++}`;
            const fresh = one.add.map((entry, at) => ({
              ...entry,
              context: '',
              id: `${documentId}#${at}`,
              documentId,
            }));
            await index.add(fresh);
            live.push(...fresh);
          } else {
            await index.remove([`d${one.remove}`]);
            live = live.filter(({ documentId }) => documentId !== `d${one.remove}`);
          }
          // Counted now and kept up through what follows.
          index.variantsOf('bo');
        }
        const rebuilt = await indexOf(live);
        const terms = termsOf(question);
        const sorted = (scores: { id: string; score: number }[]) =>
          scores.sort((x, y) => x.id.localeCompare(y.id));
        expect(sorted(scoresOf(index, terms))).toEqual(sorted(scoresOf(rebuilt, terms)));
        expect(index.passageCount).toBe(live.length);
        for (const { word, next } of terms)
          expect(index.frequency(word, next)).toBe(rebuilt.frequency(word, next));
        for (const word of ['dang', 'bo', 'hoa', 'la'])
          expect(index.variantsOf(word)).toEqual(rebuilt.variantsOf(word));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps few segments however many documents come one by one', async () => {
    const index = new LexicalIndex();
    for (let at = 0; at < 40; at++) {
      await index.add([
        { id: `p${at}`, documentId: `d${at}`, heading: '', context: '', text: `văn bản số ${at}` },
      ]);
    }
    expect(index.segments.length).toBeLessThanOrEqual(8);
    expect(index.search(termsOf('văn bản 17'), 1)[0]?.documentId).toBe('d17');
  });

  it('lets other work run while a large corpus is counted', async () => {
    const index = new LexicalIndex();
    const text = Array.from({ length: 400 }, (_, at) => `từ${at % 97} chữ${at % 89}`).join(' ');
    let turns = 0;
    let isDone = false;
    const others = (async () => {
      while (!isDone) {
        turns++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await index.add(
      Array.from({ length: 1500 }, (_, at) => ({
        id: `${at}`,
        documentId: `${at}`,
        heading: '',
        context: '',
        text: `${text} ${at}`,
      })),
    );
    isDone = true;
    await others;
    expect(turns).toBeGreaterThan(5);
  });

  it('finds nothing, and does not fail, where there is nothing to find', async () => {
    const empty = new LexicalIndex();
    expect(empty.search(termsOf('đảng viên'), 10)).toEqual([]);
    expect(empty.statistics().passageFrequency('dang')).toBe(0);
    const blank = await indexOf([{ id: 'p', documentId: 'd', heading: '', context: '', text: ' … ' }]);
    expect(blank.search(termsOf('đảng viên'), 10)).toEqual([]);
    const one = await indexOf([{ id: 'p', documentId: 'd', heading: '', context: '', text: 'Đảng' }]);
    expect(one.search([], 10)).toEqual([]);
    expect(one.search(termsOf('xyz uvw'), 10)).toEqual([]);
    const [hit] = one.search(termsOf('đảng'), 10);
    expect(hit?.score).toBeGreaterThan(0);
    expect(Number.isFinite(hit?.score)).toBe(true);
  });

  it('counts in how many passages a word or pair occurs, in any spelling', async () => {
    const index = await indexOf([
      { id: 'a', documentId: 'd', heading: 'Đảng viên', context: '', text: 'đảng viên dự bị' },
      { id: 'b', documentId: 'd', heading: '', context: '', text: 'Dang vien hoà giải' },
    ]);
    const { passageCount, passageFrequency } = index.statistics();
    expect(passageCount).toBe(2);
    expect(passageFrequency('dang_vien')).toBe(2);
    expect(passageFrequency('du_bi')).toBe(1);
    expect(passageFrequency('vien_dang')).toBe(0);
    expect(passageFrequency('khong')).toBe(0);
  });
});

describe('the image of an index', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-image-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('opens to the same scores, counts and removals, and takes further documents', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(entries(20), entries(6), phrase(1, 5), async (corpus, more, question) => {
        const path = join(folder, `round-${number++}`);
        const index = await indexOf(corpus);
        await index.remove(['d1']);
        await saveImage(path, index, { version: 7 });
        const image = await openImage<{ version: number }>(path);
        expect(image?.notes).toEqual({ version: 7 });
        const terms = termsOf(question);
        expect(scoresOf(image!.index, terms)).toEqual(scoresOf(index, terms));
        const fresh = more.map((entry) => ({ ...entry, id: `new ${entry.id}`, documentId: 'd9' }));
        await index.add(fresh);
        await image!.index.add(fresh);
        expect(scoresOf(image!.index, terms)).toEqual(scoresOf(index, terms));
        expect(image!.index.passageCount).toBe(index.passageCount);
      }),
      { numRuns: 25 },
    );
  });

  it('is refused when it is absent, cut short, of another format or no image at all', async () => {
    const path = join(folder, 'whole');
    await saveImage(
      path,
      await indexOf([{ id: 'p', documentId: 'd', heading: 'Điều 1', context: '', text: 'chi bộ họp' }]),
      {},
    );
    const bytes = await readFile(path);
    expect(await openImage(path)).not.toBeNull();
    expect(await openImage(join(folder, 'absent'))).toBeNull();
    for (const size of [0, 7, 15, 40, bytes.length - 1]) {
      await writeFile(path, bytes);
      await truncate(path, size);
      expect(await openImage(path), `${size} bytes`).toBeNull();
    }
    const other = Buffer.from(bytes);
    other[7] = 250;
    await writeFile(path, other);
    expect(await openImage(path)).toBeNull();
    await writeFile(path, 'văn bản thường '.repeat(20));
    expect(await openImage(path)).toBeNull();
  });
});
