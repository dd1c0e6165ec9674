import pgvector from 'pgvector';
import type { Queryable } from '../../db/database.ts';

/** A chunk that has no vector of the model yet. */
export interface UnembeddedChunk {
  id: string;
  text: string;
}

/** Chunks without a vector of `model`, in a stable order, at most `limit`. The context line is embedded with the text. */
export async function listUnembedded(
  db: Queryable,
  model: string,
  limit: number,
): Promise<UnembeddedChunk[]> {
  const { rows } = await db.query<UnembeddedChunk>(
    `SELECT c.id, c.context || E'\\n' || c.text AS text FROM chunk c
     LEFT JOIN chunk_embedding e ON e.chunk_id = c.id AND e.model = $1
     WHERE e.chunk_id IS NULL ORDER BY c.document_id, c.ordinal LIMIT $2`,
    [model, limit],
  );
  return rows;
}

/** Stores vectors of `model`; a vector of another model for the same chunk is replaced. Chunks gone meanwhile are skipped. */
export async function saveEmbeddings(
  t: Queryable,
  model: string,
  vectors: readonly { chunkId: string; vector: readonly number[] }[],
): Promise<void> {
  if (vectors.length === 0) return;
  await t.query(
    `INSERT INTO chunk_embedding (chunk_id, model, dimensions, embedding)
     SELECT v.id, $1, vector_dims(v.embedding::vector), v.embedding::vector
     FROM unnest($2::uuid[], $3::text[]) AS v (id, embedding) JOIN chunk c ON c.id = v.id
     ON CONFLICT (chunk_id) DO UPDATE SET model = excluded.model, dimensions = excluded.dimensions,
       embedding = excluded.embedding`,
    [
      model,
      vectors.map(({ chunkId }) => chunkId),
      vectors.map(({ vector }) => pgvector.toSql([...vector]) as string),
    ],
  );
}

/**
 * The `k` chunks of `documentIds` nearest to `vector` by cosine, best first, score 1 for the same direction. An exact
 * scan: at an office's size it takes milliseconds on both drivers. Vectors of other models are never compared.
 */
export async function nearestChunks(
  db: Queryable,
  model: string,
  vector: readonly number[],
  documentIds: readonly string[],
  k: number,
): Promise<{ id: string; documentId: string; score: number }[]> {
  const { rows } = await db.query<{ id: string; documentId: string; score: number }>(
    `SELECT c.id, c.document_id AS "documentId", 1 - (e.embedding <=> $1::vector) AS score
     FROM chunk_embedding e JOIN chunk c ON c.id = e.chunk_id
     WHERE e.model = $2 AND e.dimensions = $3 AND c.document_id = ANY($4::uuid[])
     ORDER BY e.embedding <=> $1::vector, c.id LIMIT $5`,
    [pgvector.toSql([...vector]) as string, model, vector.length, documentIds, k],
  );
  return rows;
}
