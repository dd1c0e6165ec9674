import pgvector from 'pgvector';
import type { Database, Queryable } from '../../db/database.ts';

/** What a set of vectors is known by: vectors of different sets are never compared. */
export interface EmbeddingKind {
  model: string;
  /** Of the texts, see `InputForm`. */
  form: string;
  dimensions: number;
}

/** One set of vectors. One at most serves; a retired one is being removed. */
export interface EmbeddingSet extends EmbeddingKind {
  id: number;
  state: 'filling' | 'serving' | 'retired';
  /** ISO instants. */
  startedAt: string;
  servingSince: string | null;
  /** Whether its HNSW index is there and complete. */
  isIndexed: boolean;
  /** Why an index that should be there could not be made; null: it is there, or none is wanted. */
  indexFailure: string | null;
}

const indexName = (setId: number): string => `chunk_embedding_hnsw_${setId}`;

const setColumns = `s.id, s.model, s.form, s.dimensions, s.state, s.started_at AS "startedAt",
  s.serving_since AS "servingSince", s.index_failure AS "indexFailure",
  EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = to_regclass('chunk_embedding_hnsw_' || s.id) AND i.indisvalid)
    AS "isIndexed"`;

/** All sets, oldest first. */
export async function listSets(db: Queryable): Promise<EmbeddingSet[]> {
  const { rows } = await db.query<EmbeddingSet>(`SELECT ${setColumns} FROM embedding_set s ORDER BY s.id`);
  return rows;
}

/** The set that searches use; null while there is none that is complete. */
export async function servingSet(db: Queryable): Promise<EmbeddingSet | null> {
  const { rows } = await db.query<EmbeddingSet>(
    `SELECT ${setColumns} FROM embedding_set s WHERE s.state = 'serving'`,
  );
  return rows[0] ?? null;
}

/**
 * The set of a kind, made where there is none. Other sets that were being filled are given up: the office has named
 * another model meanwhile. The set that serves goes on serving.
 */
export async function openSet(t: Queryable, kind: EmbeddingKind, now: Date): Promise<EmbeddingSet> {
  const key = [kind.model, kind.form, kind.dimensions];
  await t.query(
    `INSERT INTO embedding_set (id, model, form, dimensions, state, started_at)
     SELECT COALESCE(max(id), 0) + 1, $1, $2, $3, 'filling', $4 FROM embedding_set
     ON CONFLICT (model, form, dimensions) DO NOTHING`,
    [...key, now.toISOString()],
  );
  await t.query(
    `UPDATE embedding_set SET state = CASE WHEN (model, form, dimensions) = ($1, $2, $3) THEN 'filling' ELSE 'retired' END
     WHERE state <> 'serving'`,
    key,
  );
  const { rows } = await t.query<EmbeddingSet>(
    `SELECT ${setColumns} FROM embedding_set s WHERE (s.model, s.form, s.dimensions) = ($1, $2, $3)`,
    key,
  );
  return rows[0] as EmbeddingSet;
}

/** Lets searches use a set from now on; the one before it is retired. */
export async function serveSet(t: Queryable, setId: number, now: Date): Promise<void> {
  await t.query("UPDATE embedding_set SET state = 'retired' WHERE state = 'serving' AND id <> $1", [setId]);
  await t.query("UPDATE embedding_set SET state = 'serving', serving_since = $2 WHERE id = $1", [
    setId,
    now.toISOString(),
  ]);
}

/**
 * Removes up to `limit` vectors of retired sets, and a set with its last one; one short transaction a call.
 * @returns whether more are left
 */
export async function removeRetired(db: Database, limit: number): Promise<boolean> {
  return db.tx(async (t) => {
    const { rows } = await t.query<{ id: number }>(
      "SELECT id FROM embedding_set WHERE state = 'retired' ORDER BY id LIMIT 1",
    );
    const id = rows[0]?.id;
    if (id === undefined) return false;
    // The index goes first: it would be changed with every vector.
    await t.query(`DROP INDEX IF EXISTS ${indexName(id)}`);
    const { affected } = await t.query(
      `DELETE FROM chunk_embedding WHERE set_id = $1 AND chunk_id IN (
         SELECT chunk_id FROM chunk_embedding WHERE set_id = $1 LIMIT $2)`,
      [id, limit],
    );
    if (affected < limit) await t.query('DELETE FROM embedding_set WHERE id = $1', [id]);
    return true;
  });
}

/** Where the walk over all chunks has come: in the order of documents and their chunks. */
export interface ChunkPlace {
  documentId: string;
  ordinal: number;
}

export const firstPlace: ChunkPlace = { documentId: '00000000-0000-0000-0000-000000000000', ordinal: -1 };

/**
 * Looks at the next chunks, `limit` at most, and names those without a vector in the set. A look is short on any store,
 * because nothing before `after` is read again. `next` is null at the end.
 */
export async function lookForUnembedded(
  db: Queryable,
  setId: number,
  after: ChunkPlace,
  limit: number,
): Promise<{ missing: string[]; next: ChunkPlace | null }> {
  const { rows } = await db.query<ChunkPlace & { id: string; isMissing: boolean }>(
    `SELECT c.id, c.document_id AS "documentId", c.ordinal, e.chunk_id IS NULL AS "isMissing"
     FROM (SELECT id, document_id, ordinal FROM chunk WHERE (document_id, ordinal) > ($2::uuid, $3)
           ORDER BY document_id, ordinal LIMIT $4) c
     LEFT JOIN chunk_embedding e ON e.chunk_id = c.id AND e.set_id = $1
     ORDER BY c.document_id, c.ordinal`,
    [setId, after.documentId, after.ordinal, limit],
  );
  const last = rows.at(-1);
  return {
    missing: rows.filter(({ isMissing }) => isMissing).map(({ id }) => id),
    next: last && rows.length === limit ? { documentId: last.documentId, ordinal: last.ordinal } : null,
  };
}

/** A chunk as its model gets it. */
export interface UnembeddedChunk {
  id: string;
  context: string;
  heading: string;
  text: string;
}

/** These chunks, in any order; those that are gone are left out. */
export async function loadUnembedded(db: Queryable, ids: readonly string[]): Promise<UnembeddedChunk[]> {
  const { rows } = await db.query<UnembeddedChunk>(
    'SELECT id, context, heading, text FROM chunk WHERE id = ANY($1::uuid[])',
    [[...ids]],
  );
  return rows;
}

/** At most a hundred rows go into one statement. */
const rowsPerInsert = 100;

/**
 * Stores vectors of a set; null where the model takes no vector of a text. Those of a chunk that has one stay as they
 * are; chunks gone meanwhile are skipped.
 */
export async function saveEmbeddings(
  t: Queryable,
  setId: number,
  vectors: readonly { chunkId: string; vector: readonly number[] | null }[],
): Promise<void> {
  for (let from = 0; from < vectors.length; from += rowsPerInsert) {
    const batch = vectors.slice(from, from + rowsPerInsert);
    await t.query(
      `INSERT INTO chunk_embedding (chunk_id, set_id, document_id, embedding)
       SELECT v.id, $1, c.document_id, NULLIF(v.embedding, '')::vector
       FROM unnest($2::uuid[], $3::text[]) AS v (id, embedding) JOIN chunk c ON c.id = v.id
       ON CONFLICT (chunk_id, set_id) DO NOTHING`,
      [
        setId,
        batch.map(({ chunkId }) => chunkId),
        batch.map(({ vector }) => (vector ? vectorText(vector) : '')),
      ],
    );
  }
}

/** A vector as a parameter. */
export const vectorText = (vector: readonly number[]): string => pgvector.toSql([...vector]) as string;

/** How far each set is, for people: `passages` are all that there are. */
export async function countVectors(
  db: Queryable,
): Promise<{ passages: number; sets: (EmbeddingSet & { vectors: number; refused: number })[] }> {
  const sets = await listSets(db);
  const { rows } = await db.query<{ id: number; vectors: number; refused: number }>(
    `SELECT set_id AS id, count(embedding) AS vectors, count(*) - count(embedding) AS refused
     FROM chunk_embedding GROUP BY set_id`,
  );
  const passages = await db.query<{ count: number }>('SELECT count(*) AS count FROM chunk');
  const counts = new Map(rows.map((row) => [row.id, row]));
  return {
    passages: passages.rows[0]?.count ?? 0,
    sets: sets.map((set) => ({
      ...set,
      vectors: counts.get(set.id)?.vectors ?? 0,
      refused: counts.get(set.id)?.refused ?? 0,
    })),
  };
}

/** The vectors that a set has, roughly where it has many: what the planner knows is enough to decide on an index. */
export async function vectorCount(db: Queryable, setId: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM chunk_embedding WHERE set_id = $1',
    [setId],
  );
  return rows[0]?.count ?? 0;
}

/** The most dimensions that an HNSW index over half-precision vectors takes (pgvector 0.7 and later). */
export const mostIndexedDimensions = 4000;
/** Neighbours a node keeps and candidates looked at while building: pgvector's defaults. */
const graph = { m: 16, construction: 64 };
const megabyte = 1024 ** 2;

/**
 * Makes the HNSW index of a set without holding up who reads or writes, over vectors in half precision: half the size,
 * and no difference in what is found. Only a server makes one. An index that a broken build left is made anew.
 * @throws SqlError where the server cannot make it, with a second try on one core because shared memory is often scarce
 */
export async function buildIndex(db: Database, set: EmbeddingSet, vectors: number): Promise<void> {
  if (!db.maintain) return;
  const name = indexName(set.id);
  // What the graph takes in memory; below it the build writes to disk all the time and takes many times as long.
  const bytes = vectors * (set.dimensions * 2 + graph.m * 20 + 300);
  const memory = `${Math.min(2048, Math.max(64, Math.ceil((bytes * 1.2) / megabyte)))}MB`;
  const make = async (workers: number): Promise<void> => {
    await db.maintain?.(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`, {});
    await db.maintain?.(
      `CREATE INDEX CONCURRENTLY ${name} ON chunk_embedding
       USING hnsw ((embedding::halfvec(${set.dimensions})) halfvec_cosine_ops)
       WITH (m = ${graph.m}, ef_construction = ${graph.construction}) WHERE set_id = ${set.id}`,
      { maintenance_work_mem: memory, max_parallel_maintenance_workers: String(workers) },
    );
  };
  await make(2).catch(() => make(0));
}

/** Keeps why a set has no index; null when that no longer matters. */
export async function noteIndexFailure(db: Queryable, setId: number, failure: string | null): Promise<void> {
  await db.query('UPDATE embedding_set SET index_failure = $2 WHERE id = $1', [setId, failure]);
}

/** What the index of a set takes on disk; 0 where there is none. */
export async function indexBytes(db: Queryable, setId: number): Promise<number> {
  const { rows } = await db.query<{ bytes: number | null }>(
    'SELECT pg_relation_size(to_regclass($1)) AS bytes',
    [indexName(setId)],
  );
  return rows[0]?.bytes ?? 0;
}
