import type { Clock } from '../../core/clock.ts';
import { ModelCallError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import type { Embedder } from '../../llm/model.ts';
import { readCorpusVersion } from '../chunk-store.ts';
import { inputForm } from './embedding-input.ts';
import { unitVector } from './embedding-search.ts';
import {
  buildIndex,
  firstPlace,
  loadUnembedded,
  lookForUnembedded,
  mostIndexedDimensions,
  noteIndexFailure,
  openSet,
  removeRetired,
  saveEmbeddings,
  serveSet,
  vectorCount,
} from './embedding-store.ts';
import type { EmbeddingSet, UnembeddedChunk } from './embedding-store.ts';

/** How many texts go into one request and one transaction; a small batch fails small. */
const batchSize = 32;
/** How many chunks one statement looks at for those without a vector. */
const lookSize = 1000;
/** How many vectors of a retired set are removed in one transaction. */
const removalSize = 500;
/** Below this size comparing with every vector is as quick as an index. */
const indexedFrom = 20_000;
/** After so many passages the log says how far it has come. */
const reportedEvery = 2000;

/** What the background work needs. */
export interface EmbeddingDeps {
  db: Database;
  embedder: Embedder;
  clock: Clock;
  logger: Logger;
}

/** What one round came to. */
export interface EmbeddingRound {
  set: EmbeddingSet;
  /** Passages that got a vector, and those that the model took in no form. */
  embedded: number;
  refused: number;
}

/**
 * Brings the vectors of `embedder`'s model up to the store: a set of its own is opened where there is none, every chunk
 * gets a vector, in small batches that are each committed. Stopped or failed half way it goes on where it was at the
 * next call. Only when nothing is missing, and on a server the index is built, the set takes over from the one that
 * served till then, which is removed. Search works all the while.
 * @throws ModelCallError when the endpoint fails; what was committed stays
 */
export async function embedCorpus(
  deps: EmbeddingDeps,
  options: { signal: AbortSignal; indexFrom?: number; onProgress?(done: number): void },
): Promise<EmbeddingRound> {
  const { db, embedder, clock, logger } = deps;
  const { signal, indexFrom = indexedFrom } = options;
  const kind = {
    model: embedder.model,
    form: inputForm(embedder.model).name,
    dimensions: await dimensionsOf(embedder, signal),
  };
  const set = await db.tx((t) => openSet(t, kind, clock.now()));
  const round: EmbeddingRound = { set, embedded: 0, refused: 0 };
  let reported = 0;
  // A document that comes during a walk may lie before it, so the last walk is one that finds nothing.
  for (let isComplete = false; !isComplete && !signal.aborted;) {
    isComplete = true;
    for await (const batch of unembedded(db, set.id, signal)) {
      isComplete = false;
      const vectors = await vectorsOf(deps, set, batch, signal);
      await db.tx((t) => saveEmbeddings(t, set.id, vectors));
      const refused = vectors.filter(({ vector }) => vector === null).length;
      round.refused += refused;
      round.embedded += vectors.length - refused;
      options.onProgress?.(round.embedded);
      if (round.embedded - reported < reportedEvery) continue;
      reported = round.embedded;
      logger.info({ model: set.model, passages: round.embedded }, 'passages are being embedded');
    }
  }
  if (signal.aborted) return round;
  if (round.embedded + round.refused > 0) {
    const { model, dimensions } = set;
    logger.info({ model, dimensions, passages: round.embedded, refused: round.refused }, 'passages embedded');
  }
  await indexSet(deps, set, indexFrom);
  if (set.state !== 'serving') {
    await db.tx((t) => serveSet(t, set.id, clock.now()));
    logger.info({ model: set.model, dimensions: set.dimensions }, 'search by meaning uses these vectors now');
  }
  while (!signal.aborted && (await removeRetired(db, removalSize)));
  return round;
}

/** Asked of the model itself: a server may give another one under the same name tomorrow. */
async function dimensionsOf(embedder: Embedder, signal: AbortSignal): Promise<number> {
  const [vector] = await embedder.embed(['capuy'], { signal, isBackground: true });
  if (!vector || !unitVector(vector)) throw new ModelCallError('the endpoint gives no usable vectors');
  return vector.length;
}

/** Chunks that have no vector of the set, in batches. */
async function* unembedded(
  db: Database,
  setId: number,
  signal: AbortSignal,
): AsyncGenerator<UnembeddedChunk[]> {
  for (let place: typeof firstPlace | null = firstPlace; place && !signal.aborted;) {
    const { missing, next } = await lookForUnembedded(db, setId, place, lookSize);
    for (let from = 0; from < missing.length && !signal.aborted; from += batchSize) {
      const chunks = await loadUnembedded(db, missing.slice(from, from + batchSize));
      if (chunks.length > 0) yield chunks;
    }
    place = next;
  }
}

type Embedded = { chunkId: string; vector: number[] | null };

/** The vectors of a batch; where the endpoint refuses the batch for what is in it, each text is asked for by itself. */
async function vectorsOf(
  deps: EmbeddingDeps,
  set: EmbeddingSet,
  chunks: readonly UnembeddedChunk[],
  signal: AbortSignal,
): Promise<Embedded[]> {
  const { passage } = inputForm(set.model);
  const texts = chunks.map(passage);
  try {
    const vectors = await deps.embedder.embed(texts, { signal, isBackground: true });
    return chunks.map(({ id }, n) => ({ chunkId: id, vector: usable(vectors[n], set) }));
  } catch (error) {
    if (!isAboutText(error)) throw error;
  }
  const vectors: Embedded[] = [];
  for (const [n, { id }] of chunks.entries())
    vectors.push({ chunkId: id, vector: await vectorOfOne(deps, set, texts[n] ?? '', signal) });
  return vectors;
}

/** The vector of one text; null where the model refuses it, because one text must not hold up all others. */
async function vectorOfOne(
  { embedder, logger }: EmbeddingDeps,
  set: EmbeddingSet,
  text: string,
  signal: AbortSignal,
): Promise<number[] | null> {
  try {
    const [vector] = await embedder.embed([text], { signal, isBackground: true });
    return usable(vector, set);
  } catch (error) {
    if (!isAboutText(error)) throw error;
  }
  // An endpoint that refuses everything now is out of order; then nothing is said about this text.
  await dimensionsOf(embedder, signal);
  logger.warn({ model: set.model, characters: text.length }, 'a passage was refused by the embedding model');
  return null;
}

const isAboutText = (error: unknown): boolean =>
  error instanceof ModelCallError && (error.kind === 'too-long' || error.kind === 'rejected');

/** @throws ModelCallError where the vector is not one of the set: the endpoint has changed its model */
function usable(vector: readonly number[] | undefined, set: EmbeddingSet): number[] | null {
  if (vector && vector.length !== set.dimensions)
    throw new ModelCallError(`expected ${set.dimensions} dimensions, got ${vector.length}`);
  return vector ? unitVector(vector) : null;
}

/** Builds the index of a set that is large enough, on a server; a set without one is searched by comparing. */
async function indexSet({ db, logger }: EmbeddingDeps, set: EmbeddingSet, indexFrom: number): Promise<void> {
  if (!db.maintain || set.isIndexed) return;
  const vectors = await vectorCount(db, set.id);
  if (vectors < indexFrom) return;
  const { model, dimensions } = set;
  const give = async (failure: string): Promise<void> => {
    if (set.indexFailure !== failure)
      logger.warn({ model, dimensions, failure }, 'vectors stay without an index');
    await noteIndexFailure(db, set.id, failure);
  };
  if (dimensions > mostIndexedDimensions)
    return give(`${dimensions} dimensions, an index takes ${mostIndexedDimensions}`);
  const from = performance.now();
  try {
    logger.info({ model, dimensions, vectors }, 'vectors are being indexed');
    await buildIndex(db, set, vectors);
    await noteIndexFailure(db, set.id, null);
    logger.info(
      { model, vectors, seconds: Math.round((performance.now() - from) / 1000) },
      'vectors indexed',
    );
  } catch (error) {
    await give(error instanceof Error ? error.message : String(error));
  }
}

/** How long to wait before looking for passages without a vector again, and after failures, in milliseconds. */
const idleMs = 30_000;
const longestFailureMs = 10 * 60_000;

/**
 * Keeps the vectors up to the store for as long as the assistant runs. An endpoint that fails is tried again after 30
 * seconds, twice as long each time up to ten minutes, and the log says so once: a failure of an hour only delays.
 * @param wait ends early when the signal does
 */
export async function keepEmbedded(
  deps: EmbeddingDeps,
  options: {
    signal: AbortSignal;
    wait(ms: number): Promise<void>;
    indexFrom?: number;
    /** Whether this process is the one that does it, where several share the store. Default: it is. */
    isMine?(): Promise<boolean>;
  },
): Promise<void> {
  const { db, embedder, logger } = deps;
  const { signal, wait, isMine = () => Promise.resolve(true) } = options;
  let embeddedVersion = -1;
  let failures = 0;
  while (!signal.aborted) {
    try {
      // Read first: what changes during the round is taken up by the next.
      const version = await readCorpusVersion(db);
      if (version !== embeddedVersion && (await isMine())) {
        await embedCorpus(deps, options);
        embeddedVersion = version;
      }
      if (failures > 0) logger.info({ model: embedder.model }, 'the embedding model answers again');
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (failures++ === 0)
        logger.warn({ model: embedder.model, err: error }, 'passages could not be embedded yet');
    }
    await wait(failures === 0 ? idleMs : Math.min(longestFailureMs, idleMs * 2 ** (failures - 1)));
  }
}
