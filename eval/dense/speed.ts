import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { LexicalIndex } from '../../rag/search/lexical-index.ts';
import { loadIndexedDocuments } from '../../rag/search/passage-store.ts';
import { buildIndex, indexBytes, servingSet } from '../../rag/search/embedding-store.ts';
import { exactlyNearest, nearestByIndex, nearestPassages } from '../../rag/search/embedding-search-store.ts';
import type { NearestRequest } from '../../rag/search/embedding-search-store.ts';
import type { DenseHit } from '../../rag/search/embedding-search.ts';
import { Corpus } from '../../rag/search/retriever-corpus.ts';
import { denseFilter } from '../../rag/search/retriever-fusion.ts';
import type { SearchFilter } from '../../rag/types.ts';
import { randomNumbers } from '../random.ts';
import { percentile } from '../statistics.ts';
import { isAllowed, unitIds, type DenseStore } from './store.ts';

/** How one way of filtering fared; shares are 0 to 1, times in milliseconds. */
export interface FilterFigures {
  name: string;
  searches: number;
  /** Passages that the filter lets through, as a share of all: mean. */
  passing: number;
  /** Found although the filter forbids it. Must be 0. */
  outside: number;
  /** Searches with fewer passages than there are and were asked for. Must be 0. */
  short: number;
  /** Exact comparisons whose set was not exactly that of the truth. Must be 0. */
  unequal: number;
  'recall@10': number;
  'recall@100': number;
  /** Of the index alone, without comparing all where it found too few. */
  'indexRecall@10': number;
  'indexRecall@100': number;
  ms: { p50: number; p95: number };
  exactMs: { p50: number; p95: number };
}

export interface SpeedFigures {
  passages: number;
  dimensions: number;
  /** Null where the database makes none; its seconds are null where an earlier call made it. */
  index: { seconds: number | null; megabytes: number } | null;
  filters: FilterFigures[];
}

const viewer = (
  role: Viewer['role'],
  units: readonly string[],
  ceiling: Viewer['ceiling'] = 'all',
): Viewer => ({
  ...localViewer,
  role,
  unitIds: units,
  ceiling,
});

/** Ways to ask; each makes another filter every time. */
const ways: readonly { name: string; make(random: () => number, store: DenseStore): SearchFilter }[] = [
  { name: 'everything', make: () => ({ viewer: localViewer }) },
  { name: 'a unit', make: (random) => ({ viewer: viewer('cadre', pick(unitIds, 1, random)) }) },
  { name: 'public only', make: () => ({ viewer: viewer('cadre', [], 'public') }) },
  {
    name: 'as of a day',
    make: (random) => ({
      viewer: viewer('secretary', pick(unitIds, 3, random)),
      asOf: dayOf(random, 2005, 21),
    }),
  },
  // What held in the first years: one passage in twenty or fewer.
  { name: 'as of long ago', make: (random) => ({ viewer: localViewer, asOf: dayOf(random, 2000, 2) }) },
  {
    name: 'a tenth of the documents',
    make: (random, { documents }) => ({ viewer: localViewer, documentIds: someOf(documents, 0.1, random) }),
  },
  {
    name: 'ten documents, as of a day',
    make: (random, { documents }) => ({
      viewer: viewer('cadre', pick(unitIds, 1, random)),
      documentIds: pick(documents, 10, random).map(({ id }) => id),
      asOf: dayOf(random, 2010, 16),
    }),
  },
];

/**
 * Asks a filled store with every way of filtering and holds what is found against a comparison in memory under a rule of
 * the evaluation's own. Builds the index where the database makes one.
 */
export async function measureSpeed(
  db: Database,
  store: DenseStore,
  questions: readonly Float32Array[],
  log: (text: string) => void,
): Promise<SpeedFigures> {
  const { dimensions } = store;
  const passages = store.documents.reduce((sum, { passageCount }) => sum + passageCount, 0);
  let index: SpeedFigures['index'] = null;
  if (store.set.isIndexed) index = { seconds: null, megabytes: await indexMegabytes(db, store) };
  else if (db.maintain) {
    const from = performance.now();
    await db.maintain('VACUUM ANALYZE chunk_embedding', {});
    await db.maintain('ANALYZE document', {});
    log(`vacuum ${Math.round((performance.now() - from) / 1000)} s`);
    const start = performance.now();
    await buildIndex(db, store.set, passages);
    index = {
      seconds: round((performance.now() - start) / 1000, 1),
      megabytes: await indexMegabytes(db, store),
    };
    log(`index ${index.seconds} s, ${index.megabytes} MB`);
  }
  const set = (await servingSet(db))!;
  const corpus = new Corpus(new LexicalIndex(undefined, null), await loadIndexedDocuments(db), []);
  const filters: FilterFigures[] = [];
  for (const way of ways) {
    filters.push(await measureWay(db, { ...store, set }, corpus, way, questions));
    log(JSON.stringify(filters.at(-1)));
  }
  return { passages, dimensions, index, filters };
}

const indexMegabytes = async (db: Database, { set }: DenseStore): Promise<number> =>
  round((await indexBytes(db, set.id)) / 1024 ** 2, 1);

async function measureWay(
  db: Database,
  store: DenseStore,
  corpus: Corpus,
  way: (typeof ways)[number],
  questions: readonly Float32Array[],
): Promise<FilterFigures> {
  const random = randomNumbers(5);
  const truthOf = await truthIn(db, store);
  const passageCount = store.documents.reduce((sum, one) => sum + one.passageCount, 0);
  const sums = { passing: 0, outside: 0, short: 0, unequal: 0 };
  const recalls: Record<'found10' | 'found100' | 'index10' | 'index100', number[]> = {
    found10: [],
    found100: [],
    index10: [],
    index100: [],
  };
  const times: number[] = [];
  const exactTimes: number[] = [];
  for (const [at, question] of questions.entries()) {
    const filter = way.make(random, store);
    const dense = denseFilter(corpus, filter);
    const vector = Array.from(question);
    const request = (k: number): NearestRequest => ({ set: store.set, vector, filter: dense, k });
    const truth = await truthOf(question, filter, request(truthDepth));
    sums.passing += truth.allowed / passageCount;
    const start = performance.now();
    const found = await nearestPassages(db, request(50));
    times.push(performance.now() - start);
    const check = (hits: readonly DenseHit[], k: number): void => {
      if (hits.length < Math.min(k, truth.allowed)) sums.short++;
      sums.outside += hits.filter((hit) => !truth.allows(hit)).length;
    };
    check(found, 50);
    recalls.found10.push(recallOf(found, truth, 10));
    const hundred = await nearestPassages(db, request(100));
    check(hundred, 100);
    recalls.found100.push(recallOf(hundred, truth, 100));
    if (store.set.isIndexed) {
      const byIndex = await nearestByIndex(db, request(100));
      sums.outside += byIndex.filter((hit) => !truth.allows(hit)).length;
      recalls.index10.push(recallOf(await nearestByIndex(db, request(50)), truth, 10));
      recalls.index100.push(recallOf(byIndex, truth, 100));
    }
    // Comparing with everything takes long in a large store, and is the same every time.
    if (at >= Math.max(5, 2_000_000 / passageCount)) continue;
    const exactStart = performance.now();
    const exact = await exactlyNearest(db, request(100));
    exactTimes.push(performance.now() - exactStart);
    check(exact, 100);
    if (recallOf(exact, truth, 100) < 1 || exact.length !== Math.min(100, truth.allowed)) sums.unequal++;
  }
  return {
    name: way.name,
    searches: questions.length,
    passing: round(sums.passing / questions.length, 4),
    outside: sums.outside,
    short: sums.short,
    unequal: sums.unequal,
    'recall@10': mean(recalls.found10),
    'recall@100': mean(recalls.found100),
    'indexRecall@10': mean(recalls.index10),
    'indexRecall@100': mean(recalls.index100),
    ms: quantiles(times),
    exactMs: quantiles(exactTimes),
  };
}

/** What a search should have found. */
interface Truth {
  /** How many passages the filter lets through. */
  allowed: number;
  allows(hit: DenseHit): boolean;
  /** Of the nearest, best first. */
  scores: ArrayLike<number>;
  scoreOf(hit: DenseHit): number;
}

type TruthOf = (question: Float32Array, filter: SearchFilter, request: NearestRequest) => Promise<Truth>;

const truthDepth = 100;

/** The truth by the vectors in memory; where they are not, by the exact comparison in the database. */
async function truthIn(db: Database, store: DenseStore): Promise<TruthOf> {
  const { documents, vectors } = store;
  const allowedIn = ({ documentIds, viewer: who, asOf }: SearchFilter): boolean[] => {
    const chosen = documentIds && new Set(documentIds);
    return documents.map((one) => isAllowed(one, who, asOf) && (!chosen || chosen.has(one.id)));
  };
  const numbers = new Map(documents.map(({ id }, number) => [id, number]));
  const places = new Map(vectors?.passageIds.map((id, place) => [id, place]));
  return async (question, filter, request) => {
    const isIn = allowedIn(filter);
    const allowed = documents.reduce((sum, { passageCount }, n) => sum + (isIn[n] ? passageCount : 0), 0);
    if (!vectors) {
      return {
        allowed,
        allows: ({ documentId }) => isIn[numbers.get(documentId)!]!,
        scores: (await exactlyNearest(db, request)).map(({ score }) => score),
        scoreOf: ({ score }) => score,
      };
    }
    const scoreAt = scorer(vectors, store.dimensions, question);
    return {
      allowed,
      allows: ({ id }) => isIn[vectors.documentOf[places.get(id)!]!]!,
      scores: bestScores(vectors.documentOf, isIn, scoreAt),
      scoreOf: ({ id }) => scoreAt(places.get(id)!),
    };
  };
}

function scorer(
  { values }: NonNullable<DenseStore['vectors']>,
  dimensions: number,
  question: Float32Array,
): (passage: number) => number {
  const length = Math.hypot(...question);
  return (passage) => {
    let sum = 0;
    const from = passage * dimensions;
    for (let part = 0; part < dimensions; part++) sum += values[from + part]! * question[part]!;
    return sum / length;
  };
}

/** The best scores over all passages of documents that are in, best first. */
function bestScores(
  documentOf: Int32Array,
  isIn: readonly boolean[],
  scoreAt: (passage: number) => number,
): number[] {
  let scores: number[] = [];
  let least = -Infinity;
  const shorten = (): void => {
    scores = scores.sort((x, y) => y - x).slice(0, truthDepth);
    if (scores.length === truthDepth) least = scores.at(-1)!;
  };
  for (let passage = 0; passage < documentOf.length; passage++) {
    if (!isIn[documentOf[passage]!]) continue;
    const score = scoreAt(passage);
    if (score <= least) continue;
    scores.push(score);
    if (scores.length >= 4 * truthDepth) shorten();
  }
  shorten();
  return scores;
}

/** Vectors are kept with five digits, and an index has half precision: nearer than this is the same place. */
const tolerance = 2e-4;

/** The share of the truly nearest `k` that were found; passages as near as the last of them count as it does. */
function recallOf(found: readonly DenseHit[], { scores, scoreOf }: Truth, k: number): number {
  const wanted = Math.min(k, scores.length);
  if (wanted === 0) return 1;
  const last = scores[wanted - 1]! - tolerance;
  const good = found.slice(0, k).filter((hit) => scoreOf(hit) >= last).length;
  return Math.min(1, good / wanted);
}

const dayOf = (random: () => number, from: number, years: number): string =>
  `${from + Math.floor(random() * years)}-12-31`;

const someOf = (documents: DenseStore['documents'], share: number, random: () => number): string[] =>
  documents.filter(() => random() < share).map(({ id }) => id);

function pick<T>(all: readonly T[], count: number, random: () => number): T[] {
  return Array.from({ length: count }, () => all[Math.floor(random() * all.length)]!);
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : round(values.reduce((sum, value) => sum + value, 0) / values.length, 4);

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const quantiles = (times: readonly number[]) => ({
  p50: round(percentile(times, 0.5), 2),
  p95: round(percentile(times, 0.95), 2),
});
