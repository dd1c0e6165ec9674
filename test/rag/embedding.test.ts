import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Scope, Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { Embedder } from '../../llm/model.ts';
import { createModels } from '../../llm/openai.ts';
import { saveChunks } from '../../rag/chunk-store.ts';
import { createDenseSearch, embedCorpus } from '../../rag/search/embedding.ts';
import { PassageRetriever } from '../../rag/search/langchain-retriever.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { startOpenAiServer } from '../fakes/openai-server.ts';
import type { OpenAiServer } from '../fakes/openai-server.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';

let server: OpenAiServer;
let embedder: Embedder;
beforeAll(async () => {
  server = await startOpenAiServer();
  // A model that knows that a pause is a rest: two words without a common letter share a direction.
  server.embed = (text) => (/nghỉ|tạm dừng/u.test(text) ? [1, 0.1, 0] : [0, 0.1, 1]);
  embedder = createModels({ baseUrl: server.url, embeddingModel: 'e-1', timeoutSeconds: 5 })
    .embedder as Embedder;
});
afterAll(() => server.close());

describeEachDatabase('embeddings', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));
  const signal = new AbortController().signal;

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

  it('are made for chunks that have none, once', async () => {
    await addDocument(['Được tạm dừng công việc.', 'Nộp báo cáo hằng tháng.']);
    expect(await embedCorpus({ db, embedder, logger: silentLogger }, { signal })).toBe(2);
    expect(await embedCorpus({ db, embedder, logger: silentLogger }, { signal })).toBe(0);
  });

  it('find what shares no word with the question, fused with the search by words', async () => {
    await addDocument(['Được tạm dừng công việc.', 'Nộp báo cáo hằng tháng.']);
    await embedCorpus({ db, embedder, logger: silentLogger }, { signal });
    const retriever = createRetriever({ db, logger: silentLogger, dense: createDenseSearch(db, embedder) });
    const hits = await retriever.search({ text: 'nghỉ phép', filter: { viewer: localViewer }, k: 2 });
    expect(hits[0]?.passage.text).toBe('Được tạm dừng công việc.');
  });

  it('never bring up a document that the viewer may not see', async () => {
    await addDocument(['Được tạm dừng công việc.'], 'internal');
    await embedCorpus({ db, embedder, logger: silentLogger }, { signal });
    const outside: Viewer = { accountId: newId(), role: 'cadre', unitIds: [], ceiling: 'public' };
    const dense = createDenseSearch(db, embedder);
    expect(await dense.search({ text: 'nghỉ', viewer: outside, k: 5 })).toEqual([]);
    expect(await dense.search({ text: 'nghỉ', viewer: localViewer, k: 5 })).toHaveLength(1);
  });

  it('leave search by words standing when the endpoint fails', async () => {
    await addDocument(['Nộp báo cáo hằng tháng.']);
    const dead = createModels({
      baseUrl: 'http://127.0.0.1:9/v1',
      embeddingModel: 'e',
      timeoutSeconds: 2,
    }).embedder;
    const retriever = createRetriever({
      db,
      logger: silentLogger,
      dense: createDenseSearch(db, dead as Embedder),
    });
    const hits = await retriever.search({ text: 'nộp báo cáo', filter: { viewer: localViewer } });
    expect(hits).toHaveLength(1);
  });

  it('leave out vectors of another model', async () => {
    await addDocument(['Được tạm dừng công việc.']);
    await embedCorpus({ db, embedder, logger: silentLogger }, { signal });
    const other = createModels({ baseUrl: server.url, embeddingModel: 'e-2', timeoutSeconds: 5 })
      .embedder as Embedder;
    expect(await createDenseSearch(db, other).search({ text: 'nghỉ', viewer: localViewer, k: 5 })).toEqual(
      [],
    );
  });

  it('reach a LangChain chain through the retriever, on behalf of one viewer', async () => {
    const documentId = await addDocument(['Nộp báo cáo hằng tháng.']);
    await addDocument(['Nộp báo cáo hằng quý.'], 'internal');
    const store = createRetriever({ db, logger: silentLogger });
    const viewer: Viewer = { accountId: newId(), role: 'cadre', unitIds: [], ceiling: 'public' };
    const retriever = new PassageRetriever(store, { viewer });
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
