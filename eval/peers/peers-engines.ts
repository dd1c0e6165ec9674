import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import { BM25Retriever } from '@langchain/community/retrievers/bm25';
import MiniSearch from 'minisearch';
import { localViewer } from '../../core/viewer.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { toDocuments } from '../beir.ts';
import { openPostgres, openSqlite } from './peers-store.ts';
import type { BeirEntry } from '../beir.ts';

/** A search engine filled with texts. */
export interface FilledEngine {
  /** Ids of the best ten, best first. */
  search(text: string): Promise<string[]>;
  close?(): Promise<void>;
}

/** An engine to compare with, by its name in the table. */
export type Engine = (entries: readonly BeirEntry[]) => Promise<FilledEngine>;

const depth = 10;

/**
 * Every engine is used as its documentation shows, with its own defaults. Those that do not fold Vietnamese get folded
 * text and questions, which is to their advantage, unless the name says 'as typed'.
 */
export const engines: Readonly<Record<string, Engine>> = {
  capuy: async (entries) => {
    const retriever = await createMemoryRetriever(toDocuments(entries));
    return {
      search: async (text) => {
        const hits = await retriever.search({ text, filter: { viewer: localViewer }, k: depth });
        return hits.map(({ passage }) => passage.locator);
      },
    };
  },
  'BM25, folded syllables': async (entries) =>
    bm25(entries, (text) => syllables(text).map(({ folded }) => folded)),
  'BM25, syllables as typed': async (entries) =>
    bm25(entries, (text) => syllables(text).map(({ exact }) => exact)),
  'LangChain BM25Retriever, as typed': async (entries) => langchain(entries, (text) => text),
  'LangChain BM25Retriever': async (entries) => langchain(entries, fold),
  'PostgreSQL ts_rank': async (entries) => openPostgres(entries, 0, depth),
  'PostgreSQL ts_rank, by length': async (entries) => openPostgres(entries, 2, depth),
  'SQLite FTS5 bm25': async (entries) => openSqlite(entries, depth),
  MiniSearch: async (entries) => {
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
  Orama: async (entries) => {
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
};

const folded = ({ id, title, text }: BeirEntry): BeirEntry => ({ id, title: fold(title), text: fold(text) });

async function langchain(
  entries: readonly BeirEntry[],
  form: (text: string) => string,
): Promise<FilledEngine> {
  const documents = entries.map(({ id, title, text }) => ({
    // It compares lower-case words of the question with the text as it stands.
    pageContent: form(`${title}\n${text}`).toLowerCase(),
    metadata: { id },
  }));
  const retriever = BM25Retriever.fromDocuments(documents, { k: depth });
  return {
    search: async (text) =>
      (await retriever.invoke(form(text))).map(({ metadata }) => String((metadata as { id: string }).id)),
  };
}

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
