import { EnsembleRetriever } from '@langchain/classic/retrievers/ensemble';
import { BM25Retriever } from '@langchain/community/retrievers/bm25';
import { PGVectorStore, type PGVectorStoreArgs } from '@langchain/community/vectorstores/pgvector';
import type { Database, SqlValue } from '../../db/database.ts';
import { openPglite } from '../../db/pglite.ts';
import { wordEmbedder } from '../dense/stand-ins.ts';
import type { BeirEntry } from '../beir.ts';
import type { FilledEngine } from './peers-engines.ts';
import { vectorVersion } from './peers-store.ts';

/* What LangChain offers for the same work, put together as its documentation shows. */

interface Texts {
  pageContent: string;
  metadata: { id: string };
}

const idOf = ({ metadata }: { metadata: object }): string => String((metadata as { id: string }).id);

/** It compares lower-case words of the question with the text as it stands. */
const textsOf = (entries: readonly BeirEntry[], form: (text: string) => string): Texts[] =>
  entries.map(({ id, title, text }) => ({
    pageContent: form(`${title}\n${text}`).toLowerCase(),
    metadata: { id },
  }));

/** BM25Retriever over all texts. */
export async function openBm25(
  entries: readonly BeirEntry[],
  form: (text: string) => string,
  depth: number,
): Promise<FilledEngine> {
  const retriever = BM25Retriever.fromDocuments(textsOf(entries, form), { k: depth });
  return { search: async (text) => (await retriever.invoke(form(text))).map(idOf) };
}

/** What `PGVectorStore` was filled with, and how long its vectors are. */
const dimensions = 128;

/**
 * PGVectorStore alone, or with BM25Retriever in an EnsembleRetriever (weights equal, as its default). The vectors are those
 * of the words that our program ships, for want of an embedding model; what the store costs does not depend on them.
 * @param databaseUrl a server with pgvector, where the store gets its index (HNSW); else the embedded database compares all
 */
export async function openVectors(
  entries: readonly BeirEntry[],
  { isEnsemble, databaseUrl, depth }: { isEnsemble: boolean; databaseUrl: string | undefined; depth: number },
): Promise<FilledEngine> {
  const embed = wordEmbedder(dimensions);
  const embeddings = {
    embedQuery: async (text: string) => [...embed(text)],
    embedDocuments: async (texts: string[]) => texts.map((text) => [...embed(text)]),
  };
  const own = databaseUrl === undefined ? await openPglite() : null;
  const tableName = `peer_vector_${process.pid}`;
  const store = await PGVectorStore.initialize(embeddings, {
    ...(own ? { pool: poolOver(own) } : { postgresConnectionOptions: { connectionString: databaseUrl! } }),
    tableName,
    dimensions,
  });
  const texts = textsOf(entries, (text) => text);
  for (let from = 0; from < texts.length; from += 500)
    await store.addDocuments(texts.slice(from, from + 500));
  if (!own) await store.createHnswIndex({ dimensions });
  const { rows } = (await store.pool.query(vectorVersion)) as { rows: { version: string }[] };
  const meaning = store.asRetriever({ k: depth });
  const retriever = isEnsemble
    ? new EnsembleRetriever({ retrievers: [BM25Retriever.fromDocuments(texts, { k: depth }), meaning] })
    : meaning;
  return {
    version: `pgvector ${rows[0]?.version}${own ? ' (PGlite)' : ''}`,
    search: async (text) => (await retriever.invoke(text)).slice(0, depth).map(idOf),
    async close() {
      if (own) return own.close();
      await store.pool.query(`DROP TABLE ${tableName}`);
      await store.end();
    },
  };
}

/** The embedded database as the pool that LangChain asks for. */
function poolOver(db: Database): NonNullable<PGVectorStoreArgs['pool']> {
  const value = (given: unknown): SqlValue =>
    typeof given === 'object' && given !== null ? JSON.stringify(given) : (given as SqlValue);
  const client = {
    query: (sql: string, values: unknown[] = []) => db.query(sql, values.map(value)),
    release() {},
  };
  return { ...client, connect: async () => client, end: async () => {} } as unknown as NonNullable<
    PGVectorStoreArgs['pool']
  >;
}
