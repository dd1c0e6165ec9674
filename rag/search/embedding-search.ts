import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { Embedder } from '../../llm/model.ts';
import { inputForm } from './embedding-input.ts';
import { nearestPassages } from './embedding-search-store.ts';
import { servingSet } from './embedding-store.ts';

/** What a search by meaning may find. All parts are applied inside the query. */
export interface DenseFilter {
  viewer: Viewer;
  /** Documents of these alone; absent: any. */
  only?: readonly string[];
  /** Not of these: documents that do not hold on the day asked about. */
  except?: readonly string[];
  /** Nor these passages: they stand in parts that have ended. */
  exceptPassages?: readonly string[];
  /** About how many passages all this lets through; decides how is searched, not what may be found. */
  passageCount: number;
  /** About which share of all passages that is, 0 to 1; default 1. */
  share?: number;
}

/** A passage found by meaning; score 1 for the same direction, 0 for nothing in common. */
export interface DenseHit {
  id: string;
  documentId: string;
  score: number;
}

/** Why there is no list by meaning, so that an explanation can say so. */
export type DenseGap =
  /** No vectors yet: the first set is being made. */
  | 'not-ready'
  /** The endpoint, or the search, did not answer in time. */
  | 'too-slow'
  | 'failed'
  /** It failed shortly before and is left alone for a while. */
  | 'resting'
  /** The endpoint answers with vectors that are not those of the set. */
  | 'other-model';

export type DenseResult = { hits: readonly DenseHit[]; gap?: never } | { hits: readonly []; gap: DenseGap };

/** A search by meaning; absent where no embedding model is named. Never throws: a gap is an answer. */
export interface DenseSearch {
  /** The `k` nearest passages that the filter lets through, best first. */
  search(request: { text: string; filter: DenseFilter; k: number }): Promise<DenseResult>;
}

/** How long a question waits for its list by meaning, in milliseconds. */
const usualTimeoutMs = 1500;
/** The call itself may take this many times as long. */
const lateFactor = 4;
/** How long the vector of a question is kept, and of how many. */
const keptMs = 10 * 60_000;
const keptCount = 500;
/** After a failure the endpoint is left alone, twice as long each time, so that no question waits for it in vain. */
const firstRestMs = 10_000;
const longestRestMs = 5 * 60_000;

/**
 * Search by meaning over the vectors of the set that serves.
 * @param deps.embedderOf the embedder of a model's name; null where there is none. While another model's vectors are
 * being made it is asked for the model of the set that still serves
 */
export function createDenseSearch(
  deps: {
    db: Database;
    embedderOf(model: string): Promise<Embedder | null> | Embedder | null;
    clock: Clock;
    logger: Logger;
  },
  { timeoutMs = usualTimeoutMs }: { timeoutMs?: number } = {},
): DenseSearch {
  const { db, clock, logger } = deps;
  const embedders = new Map<string, Promise<Embedder | null>>();
  const vectors = new Map<string, { at: number; vector: Promise<readonly number[]> }>();
  let failures = 0;
  let restsUntil = 0;

  function vectorOf(embedder: Embedder, text: string): Promise<readonly number[]> {
    const now = clock.now().getTime();
    const key = `${embedder.model}\n${text}`;
    const known = vectors.get(key);
    // Taken out and put back, so that the first in the map is the one that was asked for longest ago.
    vectors.delete(key);
    if (known && now - known.at < keptMs) {
      vectors.set(key, known);
      return known.vector;
    }
    const vector = embedder
      // A vector that comes too late for this question is there when it is asked again.
      .embed([inputForm(embedder.model).query(text)], { timeoutMs: lateFactor * timeoutMs })
      .then(([first]) => unitVector(first ?? []) ?? []);
    vectors.set(key, { at: now, vector });
    vector.catch(() => vectors.delete(key));
    for (const oldest of vectors.keys()) {
      if (vectors.size <= keptCount) break;
      vectors.delete(oldest);
    }
    return vector;
  }

  function embedderOf(model: string): Promise<Embedder | null> {
    const embedder = embedders.get(model) ?? Promise.resolve(deps.embedderOf(model));
    embedders.set(model, embedder);
    return embedder;
  }

  async function find({ text, filter, k }: Parameters<DenseSearch['search']>[0]): Promise<DenseResult> {
    const set = await servingSet(db);
    const embedder = set && (await embedderOf(set.model));
    if (!set || !embedder) return { hits: [], gap: 'not-ready' };
    const vector = await vectorOf(embedder, text);
    if (vector.length !== set.dimensions) return { hits: [], gap: 'other-model' };
    return { hits: await nearestPassages(db, { set, vector, filter, k }) };
  }

  return {
    async search(request) {
      if (request.k <= 0 || request.filter.only?.length === 0) return { hits: [] };
      if (clock.now().getTime() < restsUntil) return { hits: [], gap: 'resting' };
      const work = find(request);
      work.catch(() => undefined);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<DenseResult>((resolve) => {
        timer = setTimeout(() => resolve({ hits: [], gap: 'too-slow' }), timeoutMs);
      });
      try {
        const result = await Promise.race([work, late]);
        if (result.gap === 'too-slow') rest('no answer in time');
        else failures = 0;
        return result;
      } catch (error) {
        rest(error instanceof Error ? error.message : String(error));
        return { hits: [], gap: 'failed' };
      } finally {
        clearTimeout(timer);
      }
    },
  };

  function rest(because: string): void {
    const restMs = Math.min(longestRestMs, firstRestMs * 2 ** failures++);
    restsUntil = clock.now().getTime() + restMs;
    logger.warn(
      { because, restSeconds: restMs / 1000 },
      'search by meaning failed, words alone are used for a while',
    );
  }
}

/**
 * A vector at length 1, as all are kept: then no part is too large for half precision. Null where it has no direction
 * or is no row of numbers.
 */
export function unitVector(vector: readonly number[]): number[] | null {
  let square = 0;
  for (const part of vector) square += part * part;
  if (!Number.isFinite(square) || square === 0) return null;
  const factor = 1 / Math.sqrt(square);
  return vector.map((part) => part * factor);
}
