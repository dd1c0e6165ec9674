import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';
import { vectorText } from './embedding-store.ts';
import type { Database, Queryable, SqlValue } from '../../db/database.ts';
import type { EmbeddingSet } from './embedding-store.ts';
import type { DenseFilter, DenseHit } from './embedding-search.ts';

/** A search among the vectors of one set. */
export interface NearestRequest {
  set: Pick<EmbeddingSet, 'id' | 'dimensions' | 'isIndexed'>;
  /** Of the set's dimensions. */
  vector: readonly number[];
  filter: DenseFilter;
  k: number;
}

/** Up to so many passages every one is compared: exact, and as quick as the index. */
const exactBelow = 20_000;

/**
 * How an index is searched: candidates that a scan keeps, at least and for each passage asked for. More is nearer to exact
 * and slower; measured in docs/evaluation.md.
 */
const leastEffort = 200;
const effortEach = 5;
/** The most that pgvector takes. */
const mostEffort = 1000;
/** Below this share of passages that pass the filter, three times as many are fetched and the nearest kept. */
const narrowShare = 0.3;
/** Candidates looked at before a scan for what the filter lets through ends. */
const mostScanned = 40_000;

/**
 * The `k` passages nearest to a vector by cosine, best first, score 1 for the same direction. The whole filter is inside
 * the query, so that nothing hidden takes a place. Few passages, or a set without an index, are all compared; otherwise
 * the index goes on until `k` passages have passed the filter. Where it gives up before, all are compared after all: who
 * may see `k` passages gets `k`.
 */
export async function nearestPassages(db: Database, request: NearestRequest): Promise<DenseHit[]> {
  const { set, filter, k } = request;
  if (!set.isIndexed || filter.passageCount <= exactBelow) return exactlyNearest(db, request);
  const found = await nearestByIndex(db, request);
  return found.length < k ? exactlyNearest(db, request) : found;
}

/** The same by comparing with every vector that the filter lets through. */
export async function exactlyNearest(
  db: Queryable,
  { set, vector, filter, k }: NearestRequest,
): Promise<DenseHit[]> {
  const { condition, params } = conditionOf(filter);
  const { rows } = await db.query<DenseHit>(
    `SELECT e.chunk_id AS id, e.document_id AS "documentId",
            1 - (e.embedding <=> $${params.length + 1}::vector) AS score
     FROM chunk_embedding e JOIN document d ON d.id = e.document_id
     WHERE e.set_id = ${set.id} AND e.embedding IS NOT NULL AND ${condition}
     ORDER BY e.embedding <=> $${params.length + 1}::vector, e.chunk_id LIMIT $${params.length + 2}`,
    [...params, vectorText(vector), k],
  );
  return rows;
}

/** The same by the index of the set; may find fewer where the filter lets little through. */
export async function nearestByIndex(
  db: Database,
  { set, vector, filter, k }: NearestRequest,
): Promise<DenseHit[]> {
  const effort = Math.min(mostEffort, Math.max(leastEffort, effortEach * k));
  // Where little passes, a scan goes through many rounds, and what each brings is in no order with the others.
  const fetched = (filter.share ?? 1) < narrowShare ? 3 * k : k;
  const { condition, params } = conditionOf(filter);
  const distance = `e.embedding::halfvec(${set.dimensions}) <=> $${params.length + 1}::halfvec(${set.dimensions})`;
  return db.tx(async (t) => {
    // Of this transaction alone. In relaxed order a scan goes on where it stopped; the rows are put in order below.
    await t.query(
      `SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', $1, true),
              set_config('hnsw.max_scan_tuples', $2, true), set_config('hnsw.scan_mem_multiplier', '8', true),
              set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true)`,
      [String(effort), String(mostScanned)],
    );
    const { rows } = await t.query<DenseHit>(
      `WITH near AS MATERIALIZED (
         SELECT e.chunk_id, e.document_id, ${distance} AS distance
         FROM chunk_embedding e JOIN document d ON d.id = e.document_id
         WHERE e.set_id = ${set.id} AND ${condition} ORDER BY ${distance} LIMIT $${params.length + 2})
       SELECT chunk_id AS id, document_id AS "documentId", 1 - distance AS score
       FROM near ORDER BY distance + 0, chunk_id`,
      [...params, vectorText(vector), fetched],
    );
    return rows.slice(0, k);
  });
}

/** The filter as SQL; the viewer comes first, by the one rule there is. */
function conditionOf(filter: DenseFilter): { condition: string; params: SqlValue[] } {
  const params = viewerParams(filter.viewer);
  const conditions = [visibleDocument()];
  const add = (ids: readonly string[] | undefined, sql: (place: string) => string): void => {
    if (ids !== undefined) conditions.push(sql(`$${params.push([...ids])}::uuid[]`));
  };
  const unlessEmpty = (ids: readonly string[] | undefined) => (ids && ids.length > 0 ? ids : undefined);
  add(filter.only, (ids) => `e.document_id = ANY(${ids})`);
  add(unlessEmpty(filter.except), (ids) => `e.document_id <> ALL(${ids})`);
  add(unlessEmpty(filter.exceptPassages), (ids) => `e.chunk_id <> ALL(${ids})`);
  return { condition: conditions.join(' AND '), params };
}
