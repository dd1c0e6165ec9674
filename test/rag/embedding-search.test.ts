import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Embedder } from '../../llm/model.ts';
import { createDenseSearch, unitVector } from '../../rag/search/embedding-search.ts';
import { exactlyNearest, nearestPassages } from '../../rag/search/embedding-search-store.ts';
import { servingSet, type EmbeddingSet } from '../../rag/search/embedding-store.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { describeEachDatabase } from '../support/database.ts';
import { everything, meaning, outside, reports, useEmbeddingOffice } from './embedding-office.ts';

describeEachDatabase('search by meaning', (open) => {
  const office = useEmbeddingOffice(open);
  const { clock, named, embed, dense, addDocument } = office;

  describe('filters', () => {
    it('never bring up a document that the viewer may not see', async () => {
      await addDocument(['Được tạm dừng công việc.'], 'internal');
      await embed();
      const search = dense();
      const found = (viewer: Viewer) =>
        search.search({ text: 'nghỉ', filter: { viewer, passageCount: 1 }, k: 5 });
      expect((await found(outside)).hits).toEqual([]);
      expect((await found(localViewer)).hits).toHaveLength(1);
    });

    it('keep to the documents named, and away from those and the passages that do not hold', async () => {
      const [first, second] = [
        await addDocument(['Nghỉ một.', 'Nghỉ hai.']),
        await addDocument(['Nghỉ ba.']),
      ];
      await embed();
      const found = async (filter: object): Promise<string[]> => {
        const { hits } = await dense().search({ text: 'nghỉ', filter: { ...everything, ...filter }, k: 5 });
        return hits.map((hit) => hit.documentId).sort();
      };
      expect(await found({ only: [second] })).toEqual([second]);
      expect(await found({ only: [] })).toEqual([]);
      expect(await found({ except: [second] })).toEqual([first, first]);
      const { hits } = await dense().search({ text: 'nghỉ', filter: everything, k: 5 });
      const gone = hits.find((hit) => hit.documentId === first);
      expect(await found({ exceptPassages: [gone?.id ?? ''] })).toEqual([first, second].sort());
    });

    it('leave a document that has been replaced to questions about earlier days', async () => {
      const [old, current] = [await addDocument(['Nghỉ hai ngày.']), await addDocument(['Nghỉ ba ngày.'])];
      await office.db.query(
        'UPDATE document SET version_of = $1, version_from = $2, issued_on = $2 WHERE id = $3',
        [old, '2026-02-01', current],
      );
      await embed();
      const retriever = createRetriever({ db: office.db, logger: silentLogger, dense: dense() });
      const found = async (asOf: string): Promise<string[]> =>
        (await retriever.search({ text: 'tạm dừng', filter: { viewer: localViewer, asOf } })).map(
          (hit) => hit.passage.document.id,
        );
      expect(await found('2026-03-01')).toEqual([current]);
      expect(await found('2026-01-01')).toEqual([old]);
    });
  });

  describe('an index', () => {
    const circle = (n: number, of: number): number[] => [
      Math.cos((2 * Math.PI * n) / of),
      Math.sin((2 * Math.PI * n) / of),
      0.3,
    ];

    it('is made on a server once there are enough vectors, and finds within the filter what comparing all finds', async () => {
      const count = 120;
      office.server.embed = (text) => circle(Number(/\d+/u.exec(text)?.[0] ?? 0), count);
      const ids: string[] = [];
      for (const part of [0, 1, 2])
        ids.push(
          await addDocument(
            reports(count).filter((_, n) => n % 3 === part),
            part === 2 ? 'internal' : 'public',
          ),
        );
      await embed(office.embedder, { indexFrom: count + 1 });
      expect((await servingSet(office.db))?.isIndexed).toBe(false);
      await embed(office.embedder, { indexFrom: count });
      const set = (await servingSet(office.db)) as EmbeddingSet;
      expect(set.isIndexed).toBe(office.db.kind === 'server');
      expect(set.indexFailure).toBeNull();
      for (const filter of [
        { viewer: localViewer },
        { viewer: outside },
        { viewer: outside, except: [ids[0] ?? ''] },
        { viewer: localViewer, only: [ids[2] ?? ''] },
      ]) {
        const request = {
          set,
          vector: circle(41.3, count),
          filter: { ...filter, passageCount: 1_000_000 },
          k: 12,
        };
        const exact = await exactlyNearest(office.db, request);
        expect(exact).toHaveLength(12);
        expect((await nearestPassages(office.db, request)).map(({ id }) => id)).toEqual(
          exact.map(({ id }) => id),
        );
      }
      const all = await nearestPassages(office.db, {
        set,
        vector: circle(0, count),
        filter: { viewer: outside, passageCount: 1_000_000 },
        k: 500,
      });
      expect(all).toHaveLength(80);
    });

    it('takes in what comes later, and goes with its set', async () => {
      office.server.embed = (text) => circle(Number(/\d+/u.exec(text)?.[0] ?? 0), 50);
      await addDocument(reports(20));
      await embed(office.embedder, { indexFrom: 10 });
      const late = await addDocument(['Nộp báo cáo quý 33.']);
      await embed(office.embedder, { indexFrom: 10 });
      const { hits } = await dense().search({
        text: 'quý 33',
        filter: { viewer: localViewer, passageCount: 1_000_000 },
        k: 1,
      });
      expect(hits[0]?.documentId).toBe(late);
      await embed(named('e-2'));
      const { rows } = await office.db.query(
        "SELECT 1 FROM pg_indexes WHERE indexname LIKE 'chunk_embedding_hnsw%' AND schemaname = current_schema()",
      );
      expect(rows).toEqual([]);
    });

    it('that cannot be made is named, and every vector is compared', async () => {
      office.server.embed = (text) => [...meaning(text), ...Array.from({ length: 3998 }, () => 0)];
      await addDocument(['Được tạm dừng công việc.', 'Nộp báo cáo.']);
      await embed(office.embedder, { indexFrom: 1 });
      const set = await servingSet(office.db);
      expect(set).toMatchObject({ dimensions: 4001, isIndexed: false });
      expect(set?.indexFailure).toBe(
        office.db.kind === 'server' ? '4001 dimensions, an index takes 4000' : null,
      );
      expect((await dense().search({ text: 'nghỉ', filter: everything, k: 1 })).hits).toHaveLength(1);
    });
  });

  describe('an endpoint that does not answer', () => {
    it('leaves search by words standing, which says so, and is left alone for a while', async () => {
      await addDocument(['Nộp báo cáo hằng tháng.']);
      await embed();
      const search = dense((model) => named(model, 'http://127.0.0.1:9/v1'));
      const retriever = createRetriever({ db: office.db, logger: silentLogger, dense: search });
      const hits = await retriever.search({ text: 'nộp báo cáo', filter: { viewer: localViewer } });
      expect(hits).toHaveLength(1);
      expect(hits[0]?.signals['wordsAlone']).toBe(1);
      expect(await search.search({ text: 'a', filter: everything, k: 1 })).toMatchObject({ gap: 'resting' });
      office.pass(11_000);
      expect(await search.search({ text: 'a', filter: everything, k: 1 })).toMatchObject({ gap: 'failed' });
    });

    it('in time costs the time-out and no answer', async () => {
      await addDocument(['Nộp báo cáo.']);
      await embed();
      const silent: Embedder = { model: 'e-1', embed: () => new Promise(() => undefined) };
      const search = createDenseSearch(
        { db: office.db, embedderOf: () => silent, clock, logger: silentLogger },
        { timeoutMs: 20 },
      );
      expect(await search.search({ text: 'a', filter: everything, k: 1 })).toMatchObject({ gap: 'too-slow' });
    });
  });

  it('asks for the vector of a question once in a while', async () => {
    await addDocument(['Được tạm dừng công việc.']);
    await embed();
    office.server.calls.length = 0;
    const search = dense();
    const ask = (text: string) => search.search({ text, filter: everything, k: 1 });
    await Promise.all([ask('nghỉ'), ask('nghỉ'), ask('làm')]);
    await ask('nghỉ');
    expect(office.server.calls).toHaveLength(2);
    office.pass(11 * 60_000);
    await ask('nghỉ');
    expect(office.server.calls).toHaveLength(3);
  });
});

describe('a vector', () => {
  it('is kept at length 1, or not at all', () => {
    expect(unitVector([3e6, 4e6])).toEqual([0.6, 0.8].map((part) => expect.closeTo(part) as number));
    expect(unitVector([0, 0])).toBeNull();
    expect(unitVector([Number.NaN, 1])).toBeNull();
    expect(unitVector([])).toBeNull();
  });
});
