import { beforeAll, describe, expect, it } from 'vitest';
import { summaryOf } from '../../eval/beir.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import type { IndexedDocument } from '../../rag/search/passage-store.ts';
import { toIndexed } from '../../rag/search/retriever-memory.ts';
import { Corpus } from '../../rag/search/retriever-corpus.ts';
import { candidatesOf, denseFilter, nearnessGains } from '../../rag/search/retriever-fusion.ts';

const document = (id: string, more: Partial<IndexedDocument> = {}): IndexedDocument => ({
  ...toIndexed({ summary: summaryOf(id), chunks: [] }),
  chunkCount: 1,
  ...more,
});
const documents = [
  document('open'),
  document('inner', { scope: 'internal' }),
  document('unit', { scope: 'units', scopeUnitIds: ['u1'] }),
  document('past', { expiresOn: '2024-12-31' }),
];
const texts: Readonly<Record<string, string>> = {
  open: 'Chi bộ họp hằng tháng.',
  inner: 'Cán bộ được nghỉ phép.',
  unit: 'Tổ công tác tạm dừng.',
  past: 'Nộp báo cáo quý.',
};

let corpus: Corpus;
beforeAll(async () => {
  const index = new LexicalIndex(undefined, null);
  await index.add(
    documents.map(({ id }) => ({
      id: `${id}#0`,
      documentId: id,
      heading: '',
      context: '',
      text: texts[id]!,
    })),
  );
  corpus = new Corpus(index, documents, []);
});

const near = (...ids: string[]) =>
  ids.map((id, n) => ({ id: `${id}#0`, documentId: id, score: 0.9 - 0.1 * n }));
const cadre = (unitIds: string[], ceiling: Viewer['ceiling'] = 'all'): Viewer => ({
  ...localViewer,
  role: 'cadre',
  unitIds,
  ceiling,
});

describe('nearness', () => {
  it('counts between the nearest and the farthest of the list, whatever the model calls near', () => {
    const gains = nearnessGains(near('a', 'b', 'c'));
    expect(gains.get('b#0')).toBeCloseTo(gains.get('a#0')! / 2);
    expect(gains.get('c#0')).toBeCloseTo(0);
    const squeezed = near('a', 'b', 'c').map((one) => ({ ...one, score: 0.8 + one.score / 100 }));
    expect(nearnessGains(squeezed).get('b#0')).toBeCloseTo(gains.get('b#0')!);
  });

  it('says nothing where all are as near', () => {
    expect([...nearnessGains(near('a', 'b').map((one) => ({ ...one, score: 0.5 }))).values()]).toEqual([
      0, 0,
    ]);
    expect(nearnessGains([]).size).toBe(0);
  });

  it('brings in what words do not find, beside what they find', () => {
    const found = (hits: ReturnType<typeof near>): string[] =>
      corpus.search('lịch chi bộ họp', {}, 3, hits).map(({ documentId }) => documentId);
    expect(found([])).not.toContain('unit');
    expect(found(near('unit', 'past'))).toContain('unit');
    expect(found(near('unit', 'past'))[0]).toBe('open');
  });

  it('never brings in what the filter hides, even where the list holds it', () => {
    const hits = corpus.seenBy(cadre([])).search('họp', {}, 5, near('unit', 'open'));
    expect(hits.map(({ documentId }) => documentId)).toEqual(['open']);
  });
});

it('passages that the index does not have are no candidates', () => {
  const candidates = candidatesOf(corpus.index, [
    ...near('inner'),
    { id: 'inner#7', documentId: 'inner', score: 1 },
    { id: 'gone#0', documentId: 'gone', score: 1 },
  ] as ReturnType<typeof near>);
  expect(candidates.map(({ id, documentId }) => [id, documentId])).toEqual([['inner#0', 'inner']]);
});

describe('the filter of a search by meaning', () => {
  it('leaves who may see what to the query, where a viewer sees everything', () => {
    expect(denseFilter(corpus, { viewer: localViewer })).toEqual({
      viewer: localViewer,
      except: [],
      exceptPassages: [],
      passageCount: 4,
      share: 1,
    });
  });

  it('names the documents where a viewer sees few', () => {
    expect(denseFilter(corpus, { viewer: cadre(['u1']) }).only).toBeUndefined();
    expect(denseFilter(corpus, { viewer: cadre([]) }).only).toEqual(['open', 'inner', 'past']);
    expect(denseFilter(corpus, { viewer: cadre(['u1'], 'public') }).only).toEqual(['open', 'past']);
  });

  it('leaves out what does not hold on the day', () => {
    const asOf = '2025-06-01';
    expect(denseFilter(corpus, { viewer: localViewer, asOf })).toMatchObject({
      only: ['open', 'inner', 'unit'],
      passageCount: 3,
    });
    expect(denseFilter(corpus, { viewer: cadre([]), asOf }).only).toEqual(['open', 'inner']);
    expect(denseFilter(corpus, { viewer: localViewer, asOf: '2024-06-01' }).except).toEqual([]);
  });

  it('names what does not hold where that is less than what does, in a large store', () => {
    const large = new Corpus(
      corpus.index,
      documents.map((one) => ({ ...one, chunkCount: 10_000 })),
      [],
    );
    expect(denseFilter(large, { viewer: localViewer, asOf: '2025-06-01' })).toEqual({
      viewer: localViewer,
      except: ['past'],
      exceptPassages: [],
      passageCount: 30_000,
      share: 0.75,
    });
  });

  it('keeps to the documents asked for, as far as they may be seen and hold', () => {
    const documentIds = ['unit', 'past', 'open', 'open', 'unknown'];
    expect(denseFilter(corpus, { viewer: cadre([]), asOf: '2025-06-01', documentIds }).only).toEqual([
      'open',
    ]);
    expect(denseFilter(corpus, { viewer: localViewer, documentIds: [] }).only).toEqual([]);
  });
});
