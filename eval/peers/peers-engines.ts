import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import MiniSearch from 'minisearch';
import { localViewer } from '../../core/viewer.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { toDocuments } from '../beir.ts';
import { openBm25, openVectors } from './peers-langchain.ts';
import { openPostgres, openSqlite } from './peers-store.ts';
import type { BeirEntry } from '../beir.ts';

/** A search engine filled with texts. */
export interface FilledEngine {
  /** Ids of the best ten, best first. */
  search(text: string): Promise<string[]>;
  /** Of a server or library that says so itself. */
  version?: string;
  close?(): Promise<void>;
}

/** An engine to compare with, by its name in the table. */
export interface Engine {
  /** The package whose version is told; null for our own code. */
  package: string | null;
  /** What was set, or left as it comes. */
  settings: string;
  /** @param databaseUrl a PostgreSQL server for those that want one; else they get the embedded database */
  fill(entries: readonly BeirEntry[], databaseUrl?: string): Promise<FilledEngine>;
}

const depth = 10;

/**
 * Every engine is used as its documentation shows, with its own defaults. Those that do not fold Vietnamese get folded
 * text and questions, which is to their advantage, unless the name says 'as typed'.
 */
export const engines: Readonly<Record<string, Engine>> = {
  capuy: {
    package: null,
    settings: 'as shipped, no model',
    async fill(entries) {
      const retriever = await createMemoryRetriever(toDocuments(entries));
      return {
        search: async (text) => {
          const hits = await retriever.search({ text, filter: { viewer: localViewer }, k: depth });
          return hits.map(({ passage }) => passage.locator);
        },
      };
    },
  },
  'BM25, folded syllables': {
    package: null,
    settings: 'textbook, k1 1.2, b 0.75',
    fill: async (entries) => bm25(entries, (text) => syllables(text).map(({ folded }) => folded)),
  },
  'BM25, syllables as typed': {
    package: null,
    settings: 'textbook, k1 1.2, b 0.75',
    fill: async (entries) => bm25(entries, (text) => syllables(text).map(({ exact }) => exact)),
  },
  'LangChain BM25Retriever, as typed': {
    package: '@langchain/community',
    settings: 'defaults',
    fill: (entries) => openBm25(entries, (text) => text, depth),
  },
  'LangChain BM25Retriever': {
    package: '@langchain/community',
    settings: 'defaults, folded text',
    fill: (entries) => openBm25(entries, fold, depth),
  },
  'LangChain PGVectorStore': {
    package: '@langchain/community',
    settings: '128 dimensions of our word vectors, cosine; HNSW with defaults on a server',
    fill: (entries, databaseUrl) => openVectors(entries, { isEnsemble: false, databaseUrl, depth }),
  },
  'LangChain EnsembleRetriever': {
    package: '@langchain/classic',
    settings: 'BM25Retriever as typed and PGVectorStore, equal weights, c 60',
    fill: (entries, databaseUrl) => openVectors(entries, { isEnsemble: true, databaseUrl, depth }),
  },
  'PostgreSQL ts_rank': {
    package: null,
    settings: "'simple', GIN, any word, normalisation 0, folded text",
    fill: (entries, databaseUrl) => openPostgres(entries, 0, depth, databaseUrl),
  },
  'PostgreSQL ts_rank, by length': {
    package: null,
    settings: "'simple', GIN, any word, normalisation 2, folded text",
    fill: (entries, databaseUrl) => openPostgres(entries, 2, depth, databaseUrl),
  },
  'SQLite FTS5 bm25': {
    package: 'libsql',
    settings: 'in memory, any word, folded text',
    fill: (entries) => openSqlite(entries, depth),
  },
  MiniSearch: {
    package: 'minisearch',
    settings: 'defaults, folded text',
    async fill(entries) {
      const engine = new MiniSearch<BeirEntry>({ fields: ['title', 'text'], storeFields: [] });
      engine.addAll(entries.map(folded));
      return {
        search: async (text) =>
          engine
            .search(fold(text))
            .slice(0, depth)
            .map(({ id }) => String(id)),
      };
    },
  },
  Orama: {
    package: '@orama/orama',
    settings: 'defaults, folded text',
    async fill(entries) {
      const engine = create({ schema: { id: 'string', title: 'string', text: 'string' } as const });
      await insertMultiple(engine, entries.map(folded));
      return {
        search: async (text) => {
          const { hits } = await searchOrama(engine, {
            term: fold(text),
            properties: ['title', 'text'],
            limit: depth,
          });
          return hits.map(({ document }) => document.id);
        },
      };
    },
  },
};

const folded = ({ id, title, text }: BeirEntry): BeirEntry => ({ id, title: fold(title), text: fold(text) });

/** Textbook BM25 over an inverted file, with the usual constants. */
export function bm25(
  entries: readonly BeirEntry[],
  wordsOf: (text: string) => string[],
  { k1 = 1.2, b = 0.75 } = {},
): FilledEngine {
  const postings = new Map<string, { passages: number[]; counts: number[] }>();
  const lengths = entries.map(({ title, text }, passage) => {
    const words = wordsOf(`${title}\n${text}`);
    for (const word of words) {
      let posting = postings.get(word);
      if (!posting) postings.set(word, (posting = { passages: [], counts: [] }));
      if (posting.passages.at(-1) === passage) posting.counts[posting.counts.length - 1]!++;
      else {
        posting.passages.push(passage);
        posting.counts.push(1);
      }
    }
    return words.length;
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return {
    search: async (text) => {
      const scores = new Float64Array(entries.length);
      for (const word of wordsOf(text)) {
        const posting = postings.get(word);
        if (!posting) continue;
        const frequency = posting.passages.length;
        const rarity = Math.log(1 + (entries.length - frequency + 0.5) / (frequency + 0.5));
        posting.passages.forEach((passage, at) => {
          const count = posting.counts[at]!;
          const norm = k1 * (1 - b + (b * lengths[passage]!) / mean);
          scores[passage]! += (rarity * count * (k1 + 1)) / (count + norm);
        });
      }
      return [...scores.keys()]
        .filter((passage) => scores[passage]! > 0)
        .sort((x, y) => scores[y]! - scores[x]!)
        .slice(0, depth)
        .map((passage) => entries[passage]!.id);
    },
  };
}
