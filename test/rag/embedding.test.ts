import { beforeEach, describe, expect, it } from 'vitest';
import { ModelCallError } from '../../core/errors.ts';
import { silentLogger, type Logger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Embedder } from '../../llm/model.ts';
import { deleteChunks } from '../../rag/chunk-store.ts';
import { countVectors, listSets } from '../../rag/search/embedding-store.ts';
import { keepEmbedded } from '../../rag/search/embedding.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { describeEachDatabase } from '../support/database.ts';
import { everything, meaning, reports, useEmbeddingOffice } from './embedding-office.ts';

describeEachDatabase('vectors of passages', (open) => {
  const office = useEmbeddingOffice(open);
  const { clock, named, embed, dense, addDocument } = office;

  describe('of one model', () => {
    it('are made for chunks that have none, once', async () => {
      await addDocument(['Được tạm dừng công việc.', 'Nộp báo cáo hằng tháng.']);
      expect(await embed()).toMatchObject({ embedded: 2, refused: 0 });
      expect(await embed()).toMatchObject({ embedded: 0, refused: 0 });
      await addDocument(['Nộp báo cáo hằng quý.']);
      expect(await embed()).toMatchObject({ embedded: 1 });
    });

    it('find what shares no word with the question, ranked with what the search by words finds', async () => {
      await addDocument(['Được tạm dừng công việc.', 'Nộp báo cáo hằng tháng.']);
      await embed();
      const retriever = createRetriever({ db: office.db, logger: silentLogger, dense: dense() });
      const hits = await retriever.search({ text: 'nghỉ phép', filter: { viewer: localViewer }, k: 2 });
      expect(hits[0]?.passage.text).toBe('Được tạm dừng công việc.');
      expect(hits[0]?.signals['dense']).toBeGreaterThan(0.9);
    });

    it('go on where they were when the endpoint failed half way', async () => {
      await addDocument(reports(80));
      let answered = 0;
      const failing: Embedder = {
        model: 'e-1',
        async embed(batch, options) {
          if (answered > 40) throw new Error('connection lost');
          answered += batch.length;
          return office.embedder.embed(batch, options);
        },
      };
      await expect(embed(failing)).rejects.toThrow('connection lost');
      expect(await countVectors(office.db)).toMatchObject({
        passages: 80,
        sets: [{ state: 'filling', vectors: 64 }],
      });
      expect(await embed()).toMatchObject({ embedded: 16 });
      expect(await countVectors(office.db)).toMatchObject({ sets: [{ state: 'serving', vectors: 80 }] });
    });

    it('stop at once when asked to, keeping what was committed', async () => {
      await addDocument(reports(80));
      const stop = new AbortController();
      await embed(office.embedder, { signal: stop.signal, onProgress: () => stop.abort() });
      expect(await countVectors(office.db)).toMatchObject({ sets: [{ state: 'filling', vectors: 32 }] });
    });

    it('are made for all others where the model refuses one text', async () => {
      await addDocument(['Được tạm dừng công việc.', 'Dòng mà mô hình không nhận.', 'Nộp báo cáo.']);
      const strict: Embedder = {
        model: 'e-1',
        async embed(batch, options) {
          if (batch.some((text) => text.includes('không nhận')))
            throw new ModelCallError('refused', { status: 400 });
          return office.embedder.embed(batch, options);
        },
      };
      expect(await embed(strict)).toMatchObject({ embedded: 2, refused: 1 });
      expect(await countVectors(office.db)).toMatchObject({
        sets: [{ state: 'serving', vectors: 2, refused: 1 }],
      });
      expect(await embed(strict)).toMatchObject({ embedded: 0, refused: 0 });
    });

    it('are not given up text by text where the endpoint refuses everything', async () => {
      await addDocument(reports(3));
      let calls = 0;
      const broken: Embedder = {
        model: 'e-1',
        embed: (batch) =>
          calls++ === 0
            ? office.embedder.embed(batch)
            : Promise.reject(new ModelCallError('refused', { status: 400 })),
      };
      await expect(embed(broken)).rejects.toThrow('refused');
      expect(await countVectors(office.db)).toMatchObject({ sets: [{ vectors: 0, refused: 0 }] });
    });

    it('are none where the model gives no direction', async () => {
      await addDocument(['Nộp báo cáo.', 'Được tạm dừng công việc.']);
      office.server.embed = (text) => (/báo cáo/u.test(text) ? [0, 0, 0] : [1, 0, 0]);
      expect(await embed()).toMatchObject({ embedded: 1, refused: 1 });
      const { hits } = await dense().search({ text: 'nghỉ', filter: everything, k: 5 });
      expect(hits).toHaveLength(1);
    });

    it('go with their document', async () => {
      const id = await addDocument(['Được tạm dừng công việc.']);
      await embed();
      await office.db.tx((t) => deleteChunks(t, id));
      expect(await countVectors(office.db)).toMatchObject({ passages: 0, sets: [{ vectors: 0 }] });
    });
  });

  describe('of another model', () => {
    beforeEach(async () => {
      await addDocument(['Được tạm dừng công việc.', ...reports(70)]);
      await embed();
    });

    it('are made while the old ones serve, take over when complete, and end them', async () => {
      const asked: string[] = [];
      const search = dense((model) => (asked.push(model), named(model)));
      const served: unknown[] = [];
      const other: Embedder = {
        model: 'e-2',
        async embed(batch, options) {
          served.push((await search.search({ text: 'nghỉ', filter: everything, k: 1 })).hits.length);
          return (await office.embedder.embed(batch, options)).map((vector) => [...vector, 0.5]);
        },
      };
      await embed(other);
      expect(asked).toEqual(['e-1']);
      expect(served).toEqual([1, 1, 1, 1]);
      expect(await listSets(office.db)).toMatchObject([{ model: 'e-2', dimensions: 4, state: 'serving' }]);
      const { rows } = await office.db.query(
        'SELECT DISTINCT vector_dims(embedding) AS n FROM chunk_embedding',
      );
      expect(rows).toEqual([{ n: 4 }]);
    });

    it('are given up when the office goes back before they are complete', async () => {
      const half: Embedder = {
        model: 'e-2',
        async embed(batch, options) {
          if (batch.length > 1 && !batch[0]?.includes('tạm dừng')) throw new Error('lost');
          return office.embedder.embed(batch, options);
        },
      };
      await expect(embed(half)).rejects.toThrow('lost');
      expect(await listSets(office.db)).toMatchObject([
        { model: 'e-1', state: 'serving' },
        { model: 'e-2', state: 'filling' },
      ]);
      await embed();
      expect(await listSets(office.db)).toMatchObject([{ model: 'e-1', state: 'serving' }]);
    });

    it('under the same name and of another length become a set of their own', async () => {
      office.server.embed = (text) => [...meaning(text), 0.2];
      expect(await dense().search({ text: 'nghỉ', filter: everything, k: 1 })).toEqual({
        hits: [],
        gap: 'other-model',
      });
      await embed();
      expect(await listSets(office.db)).toMatchObject([{ model: 'e-1', dimensions: 4, state: 'serving' }]);
      expect((await dense().search({ text: 'nghỉ', filter: everything, k: 1 })).hits).toHaveLength(1);
    });
  });

  it('are made by the process whose turn it is', async () => {
    await addDocument(['Được tạm dừng công việc.']);
    office.server.calls.length = 0;
    const stop = new AbortController();
    const calls: number[] = [];
    await keepEmbedded(
      { db: office.db, embedder: office.embedder, clock, logger: silentLogger },
      {
        signal: stop.signal,
        isMine: async () => calls.length === 2,
        async wait() {
          calls.push(office.server.calls.length);
          if (calls.length === 3) stop.abort();
        },
      },
    );
    expect(calls.map((count) => count > 0)).toEqual([false, false, true]);
  });

  it('are only delayed by an endpoint that does not answer, and the log says so once', async () => {
    await addDocument(['Nộp báo cáo.']);
    const log: string[] = [];
    const logger: Logger = {
      ...silentLogger,
      info: (_fields, message) => log.push(message),
      warn: (_fields, message) => log.push(message),
    };
    const waits: number[] = [];
    const stop = new AbortController();
    let isUp = false;
    const flaky: Embedder = {
      model: 'e-1',
      embed: (batch) => (isUp ? office.embedder.embed(batch) : Promise.reject(new Error('down'))),
    };
    await keepEmbedded(
      { db: office.db, embedder: flaky, clock, logger },
      {
        signal: stop.signal,
        async wait(ms) {
          waits.push(ms);
          isUp = waits.length === 7;
          if (waits.length === 8) stop.abort();
        },
      },
    );
    expect(waits).toEqual([30, 60, 120, 240, 480, 600, 600, 30].map((seconds) => seconds * 1000));
    expect(log).toEqual([
      'passages could not be embedded yet',
      'passages embedded',
      'search by meaning uses these vectors now',
      'the embedding model answers again',
    ]);
  });
});
