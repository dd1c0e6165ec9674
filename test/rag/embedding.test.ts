import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelCallError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { silentLogger, type Logger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Scope, Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { Embedder } from '../../llm/model.ts';
import { createModels } from '../../llm/openai.ts';
import { deleteChunks, saveChunks } from '../../rag/chunk-store.ts';
import { inputForm } from '../../rag/search/embedding-input.ts';
import { createDenseSearch, unitVector } from '../../rag/search/embedding-search.ts';
import { exactlyNearest, nearestPassages } from '../../rag/search/embedding-search-store.ts';
import { countVectors, listSets, servingSet, type EmbeddingSet } from '../../rag/search/embedding-store.ts';
import { embedCorpus, keepEmbedded } from '../../rag/search/embedding.ts';
import { PassageRetriever } from '../../rag/search/langchain-retriever.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { startOpenAiServer } from '../fakes/openai-server.ts';
import type { OpenAiServer } from '../fakes/openai-server.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';

let server: OpenAiServer;
let embedder: Embedder;
const meaning = (text: string): number[] => (/nghỉ|tạm dừng/u.test(text) ? [1, 0.1, 0] : [0, 0.1, 1]);
beforeAll(async () => {
  server = await startOpenAiServer();
  embedder = named('e-1');
});
beforeEach(() => {
  // A model that knows that a pause is a rest: two words without a common letter share a direction.
  server.embed = meaning;
  server.calls.length = 0;
});
afterAll(() => server.close());

const named = (model: string, baseUrl = server.url): Embedder =>
  createModels({ baseUrl, embeddingModel: model, timeoutSeconds: 5 }).embedder as Embedder;

let now = new Date('2026-03-02T01:00:00Z');
const clock = { now: () => now };
const signal = new AbortController().signal;
const outside: Viewer = { accountId: newId(), role: 'cadre', unitIds: [], ceiling: 'public' };

describeEachDatabase('embeddings', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const embed = (model = embedder, options: { signal?: AbortSignal } = {}) =>
    embedCorpus({ db, embedder: model, clock, logger: silentLogger }, { signal, ...options });
  const dense = (embedderOf = named) => createDenseSearch({ db, embedderOf, clock, logger: silentLogger });
  const everything = { viewer: localViewer, passageCount: 10 };

  async function addDocument(texts: string[], scope: Scope = 'public'): Promise<string> {
    const id = newId();
    await db.tx(async (t) => {
      await t.query(
        `INSERT INTO document (id, type_name, title, kind, scope, file_name, file_sha256, text_sha256, media_type,
                               page_count, has_pages, ingested_at)
         VALUES ($1, 'Quy chế', 'Quy chế mẫu', 'signed', $2, 'a.txt', $3, $3, 'text/plain', 1, false, '2026-01-01T00:00:00Z')`,
        [id, scope, id],
      );
      await saveChunks(
        t,
        id,
        texts.map((text, ordinal) => ({
          ordinal,
          sectionOrdinal: null,
          kind: 'clause' as const,
          text,
          context: 'Quy chế mẫu',
          heading: '',
          locator: `khoản ${ordinal + 1}`,
          pageFrom: 1,
          pageTo: 1,
          charFrom: 0,
          charTo: text.length,
        })),
      );
    });
    return id;
  }
  const texts = (count: number): string[] => Array.from({ length: count }, (_, n) => `Nộp báo cáo quý ${n}.`);

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
      const retriever = createRetriever({ db, logger: silentLogger, dense: dense() });
      const hits = await retriever.search({ text: 'nghỉ phép', filter: { viewer: localViewer }, k: 2 });
      expect(hits[0]?.passage.text).toBe('Được tạm dừng công việc.');
      expect(hits[0]?.signals['dense']).toBeGreaterThan(0.9);
    });

    it('go on where they were when the endpoint failed half way', async () => {
      await addDocument(texts(80));
      let answered = 0;
      const failing: Embedder = {
        model: 'e-1',
        async embed(batch, options) {
          if (answered > 40) throw new Error('connection lost');
          answered += batch.length;
          return embedder.embed(batch, options);
        },
      };
      await expect(embed(failing)).rejects.toThrow('connection lost');
      expect(await countVectors(db)).toMatchObject({
        passages: 80,
        sets: [{ state: 'filling', vectors: 64 }],
      });
      expect(await embed()).toMatchObject({ embedded: 16 });
      expect(await countVectors(db)).toMatchObject({ sets: [{ state: 'serving', vectors: 80 }] });
    });

    it('stop at once when asked to, keeping what was committed', async () => {
      await addDocument(texts(80));
      const stop = new AbortController();
      await embedCorpus(
        { db, embedder, clock, logger: silentLogger },
        { signal: stop.signal, onProgress: () => stop.abort() },
      );
      expect(await countVectors(db)).toMatchObject({ sets: [{ state: 'filling', vectors: 32 }] });
    });

    it('are made for all others where the model refuses one text', async () => {
      await addDocument(['Được tạm dừng công việc.', 'Dòng mà mô hình không nhận.', 'Nộp báo cáo.']);
      const strict: Embedder = {
        model: 'e-1',
        async embed(batch, options) {
          if (batch.some((text) => text.includes('không nhận')))
            throw new ModelCallError('refused', { status: 400 });
          return embedder.embed(batch, options);
        },
      };
      expect(await embed(strict)).toMatchObject({ embedded: 2, refused: 1 });
      expect(await countVectors(db)).toMatchObject({ sets: [{ state: 'serving', vectors: 2, refused: 1 }] });
      expect(await embed(strict)).toMatchObject({ embedded: 0, refused: 0 });
    });

    it('are not given up text by text where the endpoint refuses everything', async () => {
      await addDocument(texts(3));
      let calls = 0;
      const broken: Embedder = {
        model: 'e-1',
        embed: (batch) =>
          calls++ === 0
            ? embedder.embed(batch)
            : Promise.reject(new ModelCallError('refused', { status: 400 })),
      };
      await expect(embed(broken)).rejects.toThrow('refused');
      expect(await countVectors(db)).toMatchObject({ sets: [{ vectors: 0, refused: 0 }] });
    });

    it('are none where the model gives no direction', async () => {
      await addDocument(['Nộp báo cáo.', 'Được tạm dừng công việc.']);
      server.embed = (text) => (/báo cáo/u.test(text) ? [0, 0, 0] : [1, 0, 0]);
      expect(await embed()).toMatchObject({ embedded: 1, refused: 1 });
      const { hits } = await dense().search({ text: 'nghỉ', filter: everything, k: 5 });
      expect(hits).toHaveLength(1);
    });

    it('go with their document', async () => {
      const id = await addDocument(['Được tạm dừng công việc.']);
      await embed();
      await db.tx((t) => deleteChunks(t, id));
      expect(await countVectors(db)).toMatchObject({ passages: 0, sets: [{ vectors: 0 }] });
    });
  });

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
      await db.query('UPDATE document SET version_of = $1, version_from = $2, issued_on = $2 WHERE id = $3', [
        old,
        '2026-02-01',
        current,
      ]);
      await embed();
      const retriever = createRetriever({ db, logger: silentLogger, dense: dense() });
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
    const round = (options: object) =>
      embedCorpus({ db, embedder, clock, logger: silentLogger }, { signal, ...options });

    it('is made on a server once there are enough vectors, and finds within the filter what comparing all finds', async () => {
      const count = 120;
      server.embed = (text) => circle(Number(/\d+/u.exec(text)?.[0] ?? 0), count);
      const ids: string[] = [];
      for (const part of [0, 1, 2])
        ids.push(
          await addDocument(
            texts(count).filter((_, n) => n % 3 === part),
            part === 2 ? 'internal' : 'public',
          ),
        );
      await round({ indexFrom: count + 1 });
      expect((await servingSet(db))?.isIndexed).toBe(false);
      await round({ indexFrom: count });
      const set = (await servingSet(db)) as EmbeddingSet;
      expect(set.isIndexed).toBe(db.kind === 'server');
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
        const exact = await exactlyNearest(db, request);
        expect(exact).toHaveLength(12);
        expect((await nearestPassages(db, request)).map(({ id }) => id)).toEqual(exact.map(({ id }) => id));
      }
      const all = await nearestPassages(db, {
        set,
        vector: circle(0, count),
        filter: { viewer: outside, passageCount: 1_000_000 },
        k: 500,
      });
      expect(all).toHaveLength(80);
    });

    it('takes in what comes later, and goes with its set', async () => {
      server.embed = (text) => circle(Number(/\d+/u.exec(text)?.[0] ?? 0), 50);
      await addDocument(texts(20));
      await round({ indexFrom: 10 });
      const late = await addDocument(['Nộp báo cáo quý 33.']);
      await round({ indexFrom: 10 });
      const { hits } = await dense().search({
        text: 'quý 33',
        filter: { viewer: localViewer, passageCount: 1_000_000 },
        k: 1,
      });
      expect(hits[0]?.documentId).toBe(late);
      await embed(named('e-2'));
      const { rows } = await db.query(
        "SELECT 1 FROM pg_indexes WHERE indexname LIKE 'chunk_embedding_hnsw%' AND schemaname = current_schema()",
      );
      expect(rows).toEqual([]);
    });

    it('that cannot be made is named, and every vector is compared', async () => {
      server.embed = (text) => [...meaning(text), ...Array.from({ length: 3998 }, () => 0)];
      await addDocument(['Được tạm dừng công việc.', 'Nộp báo cáo.']);
      await round({ indexFrom: 1 });
      const set = await servingSet(db);
      expect(set).toMatchObject({ dimensions: 4001, isIndexed: false });
      expect(set?.indexFailure).toBe(db.kind === 'server' ? '4001 dimensions, an index takes 4000' : null);
      expect((await dense().search({ text: 'nghỉ', filter: everything, k: 1 })).hits).toHaveLength(1);
    });
  });

  describe('of another model', () => {
    beforeEach(async () => {
      await addDocument(['Được tạm dừng công việc.', ...texts(70)]);
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
          return (await embedder.embed(batch, options)).map((vector) => [...vector, 0.5]);
        },
      };
      await embed(other);
      expect(asked).toEqual(['e-1']);
      expect(served).toEqual([1, 1, 1, 1]);
      expect(await listSets(db)).toMatchObject([{ model: 'e-2', dimensions: 4, state: 'serving' }]);
      const { rows } = await db.query('SELECT DISTINCT vector_dims(embedding) AS n FROM chunk_embedding');
      expect(rows).toEqual([{ n: 4 }]);
    });

    it('are given up when the office goes back before they are complete', async () => {
      const half: Embedder = {
        model: 'e-2',
        async embed(batch, options) {
          if (batch.length > 1 && !batch[0]?.includes('tạm dừng')) throw new Error('lost');
          return embedder.embed(batch, options);
        },
      };
      await expect(embed(half)).rejects.toThrow('lost');
      expect(await listSets(db)).toMatchObject([
        { model: 'e-1', state: 'serving' },
        { model: 'e-2', state: 'filling' },
      ]);
      await embed();
      expect(await listSets(db)).toMatchObject([{ model: 'e-1', state: 'serving' }]);
    });

    it('under the same name and of another length become a set of their own', async () => {
      server.embed = (text) => [...meaning(text), 0.2];
      expect(await dense().search({ text: 'nghỉ', filter: everything, k: 1 })).toEqual({
        hits: [],
        gap: 'other-model',
      });
      await embed();
      expect(await listSets(db)).toMatchObject([{ model: 'e-1', dimensions: 4, state: 'serving' }]);
      expect((await dense().search({ text: 'nghỉ', filter: everything, k: 1 })).hits).toHaveLength(1);
    });
  });

  describe('an endpoint that does not answer', () => {
    it('leaves search by words standing, which says so, and is left alone for a while', async () => {
      await addDocument(['Nộp báo cáo hằng tháng.']);
      await embed();
      const search = dense((model) => named(model, 'http://127.0.0.1:9/v1'));
      const retriever = createRetriever({ db, logger: silentLogger, dense: search });
      const hits = await retriever.search({ text: 'nộp báo cáo', filter: { viewer: localViewer } });
      expect(hits).toHaveLength(1);
      expect(hits[0]?.signals['wordsAlone']).toBe(1);
      expect(await search.search({ text: 'a', filter: everything, k: 1 })).toMatchObject({ gap: 'resting' });
      now = new Date(now.getTime() + 11_000);
      expect(await search.search({ text: 'a', filter: everything, k: 1 })).toMatchObject({ gap: 'failed' });
    });

    it('in time costs the time-out and no answer', async () => {
      await addDocument(['Nộp báo cáo.']);
      await embed();
      const silent: Embedder = { model: 'e-1', embed: () => new Promise(() => undefined) };
      const search = createDenseSearch(
        { db, embedderOf: () => silent, clock, logger: silentLogger },
        { timeoutMs: 20 },
      );
      expect(await search.search({ text: 'a', filter: everything, k: 1 })).toMatchObject({ gap: 'too-slow' });
    });

    it('only delays the vectors, and the log says so once', async () => {
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
        embed: (batch) => (isUp ? embedder.embed(batch) : Promise.reject(new Error('down'))),
      };
      await keepEmbedded(
        { db, embedder: flaky, clock, logger },
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

  it('are made by the process whose turn it is', async () => {
    await addDocument(['Được tạm dừng công việc.']);
    server.calls.length = 0;
    const stop = new AbortController();
    const calls: number[] = [];
    await keepEmbedded(
      { db, embedder, clock, logger: silentLogger },
      {
        signal: stop.signal,
        isMine: async () => calls.length === 2,
        async wait() {
          calls.push(server.calls.length);
          if (calls.length === 3) stop.abort();
        },
      },
    );
    expect(calls.map((count) => count > 0)).toEqual([false, false, true]);
  });

  it('of a question are asked for once in a while', async () => {
    await addDocument(['Được tạm dừng công việc.']);
    await embed();
    server.calls.length = 0;
    const search = dense();
    const ask = (text: string) => search.search({ text, filter: everything, k: 1 });
    await Promise.all([ask('nghỉ'), ask('nghỉ'), ask('làm')]);
    await ask('nghỉ');
    expect(server.calls).toHaveLength(2);
    now = new Date(now.getTime() + 11 * 60_000);
    await ask('nghỉ');
    expect(server.calls).toHaveLength(3);
  });

  it('reach a LangChain chain through the retriever, on behalf of one viewer', async () => {
    const documentId = await addDocument(['Nộp báo cáo hằng tháng.']);
    await addDocument(['Nộp báo cáo hằng quý.'], 'internal');
    const store = createRetriever({ db, logger: silentLogger });
    const retriever = new PassageRetriever(store, { viewer: outside });
    const [document, ...others] = await retriever.invoke('nộp báo cáo');
    expect(others).toEqual([]);
    expect(document?.metadata).toMatchObject({ documentId, locator: 'khoản 1' });

    const chain = RunnableSequence.from([
      {
        passages: retriever.pipe((found) => found.map((one) => one.pageContent).join('\n')),
        question: new RunnablePassthrough(),
      },
      ChatPromptTemplate.fromTemplate('{question}\n{passages}'),
    ]);
    expect((await chain.invoke('nộp báo cáo')).toString()).toContain('Nộp báo cáo hằng tháng.');
  });
});

describe('texts for a model', () => {
  const chunk = { context: 'Quy chế 1 > Điều 2', heading: 'Điều 2', text: 'Nội dung' };

  it('are plain, with the heading once', () => {
    const form = inputForm('text-embedding-3-small');
    expect(form.query('hỏi')).toBe('hỏi');
    expect(form.passage(chunk)).toBe('Quy chế 1 > Điều 2\nNội dung');
    expect(form.passage({ ...chunk, context: 'Quy chế 1' })).toBe('Quy chế 1\nĐiều 2\nNội dung');
  });

  it.each([
    ['intfloat/multilingual-e5-small', 'query: hỏi', 'passage: '],
    ['intfloat/multilingual-e5-large-instruct', 'Instruct: ', 'Quy chế'],
    ['nomic-embed-text:latest', 'search_query: hỏi', 'search_document: '],
    ['bge-m3', 'hỏi', 'Quy chế'],
  ])('of %s begin as its family wants it', (model, query, passage) => {
    const form = inputForm(model);
    expect(form.query('hỏi').startsWith(query)).toBe(true);
    expect(form.passage(chunk).startsWith(passage)).toBe(true);
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
