import { expect, it, vi } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import type { Reranker } from '../../llm/model.ts';
import { createRerank, rerankedCount } from '../../rag/search/retriever-rerank.ts';
import type { Hit, Passage } from '../../rag/types.ts';

const hits = (count: number): Hit[] =>
  Array.from({ length: count }, (_, n) => ({
    passage: { id: `p${n}`, context: 'Quy chế', text: `Đoạn ${n}` } as Passage,
    score: 1 - n / 100,
    signals: { lexical: 1 },
  }));

const answering = (order: { index: number; score: number }[]): Reranker => ({
  model: 'r-1',
  rerank: () => Promise.resolve(order),
});
const reranked = (reranker: Reranker, given: readonly Hit[], timeoutMs?: number) =>
  createRerank({ reranker, logger: silentLogger }, timeoutMs === undefined ? {} : { timeoutMs })(
    'hỏi',
    given,
  );
const ids = (found: readonly Hit[]): string[] => found.map(({ passage }) => passage.id);

it('puts the hits in the order of the model and leaves the ladder of scores', async () => {
  const given = hits(3);
  const found = await reranked(
    answering([
      { index: 2, score: 9 },
      { index: 0, score: 4 },
      { index: 1, score: -1 },
    ]),
    given,
  );
  expect(ids(found)).toEqual(['p2', 'p0', 'p1']);
  expect(found.map(({ score }) => score)).toEqual(given.map(({ score }) => score));
  expect(found[0]?.signals).toEqual({ lexical: 1, rerank: 9 });
});

it('asks about the first thirty alone, each with its context', async () => {
  const rerank = vi.fn<Reranker['rerank']>((_query, documents) =>
    Promise.resolve(documents.map((_, index) => ({ index, score: index }))),
  );
  const found = await reranked({ model: 'r-1', rerank }, hits(rerankedCount + 2));
  expect(rerank.mock.calls[0]?.[1]).toHaveLength(rerankedCount);
  expect(rerank.mock.calls[0]?.[1][0]).toBe('Quy chế\nĐoạn 0');
  expect(ids(found)[0]).toBe('p29');
  expect(ids(found).slice(-2)).toEqual(['p30', 'p31']);
});

it('lets hits that the model leaves out follow in their order', async () => {
  expect(ids(await reranked(answering([{ index: 3, score: 1 }]), hits(4)))).toEqual(['p3', 'p0', 'p1', 'p2']);
});

it.each([
  ['ranks what was not sent', [{ index: 7, score: 1 }]],
  ['ranks a part of a place', [{ index: 0.5, score: 1 }]],
  [
    'ranks a passage twice',
    [
      { index: 1, score: 1 },
      { index: 1, score: 2 },
    ],
  ],
  ['gives no number', [{ index: 1, score: Number.NaN }]],
  ['ranks nothing', []],
])('is ignored where the model %s', async (_name, order) => {
  const given = hits(3);
  expect(await reranked(answering(order), given)).toEqual(given);
});

it('is ignored where the model fails or is late', async () => {
  const given = hits(3);
  const failing: Reranker = { model: 'r-1', rerank: () => Promise.reject(new Error('down')) };
  expect(await reranked(failing, given)).toEqual(given);
  const late: Reranker = {
    model: 'r-1',
    rerank: (_query, _documents, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  };
  expect(await reranked(late, given, 20)).toEqual(given);
});
