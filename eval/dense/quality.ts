import type { Embedder } from '../../llm/model.ts';

import { inputForm } from '../../rag/search/embedding-input.ts';
import { unitVector, type DenseHit } from '../../rag/search/embedding-search.ts';
import type { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { queryTerms, readQuery } from '../../rag/search/query.ts';
import { Corpus } from '../../rag/search/retriever-corpus.ts';
import { toDocuments, type BeirEntry, type BeirQuery } from '../beir.ts';
import { toIndexed } from '../../rag/search/retriever-memory.ts';
import { scoreRanking } from '../retrieval.ts';
import { serveEmbeddings } from './embedding-server.ts';
import { oracleEmbedder, wordEmbedder, type Embed } from './stand-ins.ts';

/** One way of ranking, on all questions. */
export interface QualityFigures {
  embedder: string;
  way: string;
  'mrr@10': number;
  'acc@1': number;
  'acc@10': number;
  'recall@100': number;
}

/** How many passages the search by meaning hands over, as in the product. */
const nearCount = 50;
const depth = 100;

/**
 * The ablation: words, meaning, and both, for embedders of different quality. Texts and questions go through the client
 * over HTTP; vectors are then compared in memory, exactly.
 */
export async function measureQuality(
  index: LexicalIndex,
  entries: readonly BeirEntry[],
  queries: readonly BeirQuery[],
  surenesses: readonly number[],
  log: (figures: QualityFigures) => void,
): Promise<QualityFigures[]> {
  const store = storeOf(index, entries);
  const figures: QualityFigures[] = [];
  const add = (embedder: string, way: string, rankings: readonly (readonly string[])[]): void => {
    figures.push({ embedder, way, ...scoreAll(rankings, queries) });
    log(figures.at(-1)!);
  };
  const locate = (found: readonly { id: string }[]): string[] =>
    found.map(({ id }) => store.locators.get(id)!);
  const ranked = queries.map(({ text }) => locate(store.corpus.search(text, {}, depth)));
  add(
    'none',
    'words',
    queries.map(({ text }) => locate(index.search(queryTerms(readQuery(text, index)), depth))),
  );
  add('none', 'words, ranked', ranked);
  for (const { name, embed } of standIns(store.textOf, queries, surenesses)) {
    const server = await serveEmbeddings(name, embed);
    try {
      const near = await nearestOf(server.embedder, store, entries, queries);
      add(name, 'meaning', near.map(locate));
      add(
        name,
        'both by reciprocal rank',
        ranked.map((one, n) => byReciprocalRank(one, locate(near[n]!.slice(0, nearCount)))),
      );
      add(
        name,
        'both, as shipped',
        queries.map(({ text }, n) =>
          locate(store.corpus.search(text, {}, depth, near[n]!.slice(0, nearCount))),
        ),
      );
    } finally {
      await server.close();
    }
  }
  return figures;
}

interface QualityStore {
  corpus: Corpus;
  /** Of a passage's id. */
  locators: ReadonlyMap<string, string>;
  passages: readonly { id: string; documentId: string }[];
  /** What the model gets of a locator. */
  textOf: ReadonlyMap<string, string>;
}

function storeOf(index: LexicalIndex, entries: readonly BeirEntry[]): QualityStore {
  const documents = toDocuments(entries);
  const passages = documents.flatMap(({ summary, chunks }) =>
    chunks.map(({ ordinal, locator }) => ({
      id: `${summary.id}#${ordinal}`,
      documentId: summary.id,
      locator,
    })),
  );
  const form = inputForm('stand-in');
  return {
    corpus: new Corpus(index, documents.map(toIndexed), []),
    locators: new Map(passages.map(({ id, locator }) => [id, locator])),
    passages,
    textOf: new Map(
      entries.map(({ id, title, text }) => [id, form.passage({ context: '', heading: title, text })]),
    ),
  };
}

function standIns(
  textOf: ReadonlyMap<string, string>,
  queries: readonly BeirQuery[],
  surenesses: readonly number[],
): { name: string; embed: Embed }[] {
  const answers = new Map(
    queries.map(({ text, relevant }) => [text, textOf.get([...relevant.keys()][0] ?? '')]),
  );
  return [
    { name: 'words', embed: wordEmbedder() },
    ...surenesses.map((sureness) => ({
      name: `oracle ${sureness}`,
      embed: oracleEmbedder((text) => answers.get(text), sureness),
    })),
  ];
}

/** The nearest passages of each question by comparing with all. */
async function nearestOf(
  embedder: Embedder,
  { passages, locators, textOf }: QualityStore,
  entries: readonly BeirEntry[],
  queries: readonly BeirQuery[],
): Promise<DenseHit[][]> {
  const form = inputForm(embedder.model);
  const asked = (
    await embedAll(
      embedder,
      queries.map(({ text }) => form.query(text)),
    )
  ).map((vector) => unitVector(vector) ?? vector);
  const dimensions = asked[0]?.length ?? 0;
  const best = queries.map(() => ({ hits: [] as DenseHit[], least: -Infinity }));
  const place = new Map(passages.map((passage) => [locators.get(passage.id)!, passage]));
  // In slices, so that the vectors of a large collection need not lie in memory together.
  for (let from = 0; from < entries.length; from += sliceSize) {
    const slice = entries.slice(from, from + sliceSize);
    const vectors = await embedAll(
      embedder,
      slice.map(({ id }) => textOf.get(id)!),
    );
    for (const [n, vector] of vectors.entries()) {
      const unit = Float32Array.from(unitVector(vector) ?? vector);
      const { id, documentId } = place.get(slice[n]!.id)!;
      for (const [q, question] of asked.entries()) {
        let score = 0;
        for (let part = 0; part < dimensions; part++) score += unit[part]! * question[part]!;
        const list = best[q]!;
        if (score <= list.least) continue;
        list.hits.push({ id, documentId, score });
        if (list.hits.length < 2 * depth) continue;
        list.hits = firstOf(list.hits);
        list.least = list.hits.at(-1)!.score;
      }
    }
  }
  return best.map(({ hits }) => firstOf(hits));
}

const firstOf = (hits: DenseHit[]): DenseHit[] => hits.sort((x, y) => y.score - x.score).slice(0, depth);

const sliceSize = 512;

async function embedAll(embedder: Embedder, texts: readonly string[]): Promise<number[][]> {
  const vectors: number[][] = [];
  for (let from = 0; from < texts.length; from += 64)
    vectors.push(...(await embedder.embed(texts.slice(from, from + 64))));
  return vectors;
}

/** The usual way to join two lists, for comparison. */
function byReciprocalRank(first: readonly string[], second: readonly string[]): string[] {
  const scores = new Map<string, number>();
  for (const list of [first, second]) {
    for (const [place, id] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (61 + place));
  }
  return [...scores].sort((x, y) => y[1] - x[1]).map(([id]) => id);
}

function scoreAll(
  rankings: readonly (readonly string[])[],
  queries: readonly BeirQuery[],
): Omit<QualityFigures, 'embedder' | 'way'> {
  const scores = rankings.map((ranking, n) => scoreRanking(ranking, queries[n]!.relevant));
  const mean = (name: 'mrr@10' | 'acc@1' | 'acc@10' | 'recall@100'): number =>
    Number((scores.reduce((sum, score) => sum + score[name], 0) / Math.max(1, scores.length)).toFixed(4));
  return {
    'mrr@10': mean('mrr@10'),
    'acc@1': mean('acc@1'),
    'acc@10': mean('acc@10'),
    'recall@100': mean('recall@100'),
  };
}
