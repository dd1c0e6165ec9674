import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer, type Scope, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { Embedder } from '../../llm/model.ts';
import { createModels } from '../../llm/openai.ts';
import { saveChunks } from '../../rag/chunk-store.ts';
import { createDenseSearch, type DenseSearch } from '../../rag/search/embedding-search.ts';
import { embedCorpus, type EmbeddingRound } from '../../rag/search/embedding.ts';
import { startOpenAiServer, type OpenAiServer } from '../fakes/openai-server.ts';
import { emptyTables } from '../support/database.ts';

/** Documents in a database, and an endpoint with a model that gives them vectors. */
export interface EmbeddingOffice {
  readonly db: Database;
  readonly server: OpenAiServer;
  /** The model 'e-1' of the endpoint. */
  readonly embedder: Embedder;
  readonly clock: Clock;
  /** Lets time go by. */
  pass(ms: number): void;
  /** Another model of the endpoint, or of an endpoint elsewhere. */
  named(model: string, baseUrl?: string): Embedder;
  /** Makes the vectors that are missing. */
  embed(model?: Embedder, options?: Partial<Parameters<typeof embedCorpus>[1]>): Promise<EmbeddingRound>;
  dense(embedderOf?: (model: string) => Embedder): DenseSearch;
  addDocument(texts: string[], scope?: Scope): Promise<string>;
}

/** A model that knows that a pause is a rest: two words without a common letter share a direction. */
export const meaning = (text: string): number[] => (/nghỉ|tạm dừng/u.test(text) ? [1, 0.1, 0] : [0, 0.1, 1]);

export const reports = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `Nộp báo cáo quý ${n}.`);

/** Sees what is public alone. */
export const outside: Viewer = { accountId: newId(), role: 'cadre', unitIds: [], ceiling: 'public' };
export const everything = { viewer: localViewer, passageCount: 10 };

/** Opens database and endpoint before the first test of the suite, and empties both before each. */
export function useEmbeddingOffice(open: () => Promise<Database>): EmbeddingOffice {
  let db: Database;
  let server: OpenAiServer;
  let embedder: Embedder;
  let now = new Date('2026-03-02T01:00:00Z');
  const clock: Clock = { now: () => now };
  const { signal } = new AbortController();

  const named = (model: string, baseUrl = server.url): Embedder =>
    createModels({ baseUrl, embeddingModel: model, timeoutSeconds: 5 }).embedder as Embedder;
  beforeAll(async () => {
    db = await open();
    server = await startOpenAiServer();
    embedder = named('e-1');
  });
  beforeEach(async () => {
    await emptyTables(db);
    server.embed = meaning;
    server.calls.length = 0;
  });
  afterAll(() => server.close());

  return {
    get db() {
      return db;
    },
    get server() {
      return server;
    },
    get embedder() {
      return embedder;
    },
    clock,
    pass: (ms) => void (now = new Date(now.getTime() + ms)),
    named,
    embed: (model = embedder, options = {}) =>
      embedCorpus({ db, embedder: model, clock, logger: silentLogger }, { signal, ...options }),
    dense: (embedderOf = named) => createDenseSearch({ db, embedderOf, clock, logger: silentLogger }),
    async addDocument(texts, scope = 'public') {
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
    },
  };
}
