import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import type { Embedder } from '../../llm/model.ts';
import { listUnembedded, nearestChunks, saveEmbeddings } from './embedding-store.ts';
import { visibleDocumentIds } from './passage-store.ts';
import type { DenseSearch } from './retriever-fusion.ts';

/** Search by meaning over the stored vectors of `embedder`'s model; see `DenseSearch`. */
export function createDenseSearch(db: Database, embedder: Embedder): DenseSearch {
  return {
    async search({ text, viewer, documentIds, k }) {
      const visible = await visibleDocumentIds(db, viewer);
      const wanted = documentIds ? new Set(documentIds) : null;
      const [vector] = await embedder.embed([text]);
      if (!vector) return [];
      return nearestChunks(
        db,
        embedder.model,
        vector,
        wanted ? visible.filter((id) => wanted.has(id)) : visible,
        k,
      );
    },
  };
}

const batchSize = 32;

/**
 * Gives every chunk a vector of `embedder`'s model, in small batches, each committed on its own: stopped or failed half
 * way it goes on at the next call. Search works all the while, with the vectors that are there.
 * @returns how many chunks got a vector
 * @throws ModelCallError when the endpoint fails
 */
export async function embedCorpus(
  deps: { db: Database; embedder: Embedder; logger: Logger },
  options: { signal: AbortSignal; onProgress?(done: number): void },
): Promise<number> {
  const { db, embedder, logger } = deps;
  let done = 0;
  while (!options.signal.aborted) {
    const chunks = await listUnembedded(db, embedder.model, batchSize);
    if (chunks.length === 0) break;
    const vectors = await embedder.embed(
      chunks.map((chunk) => chunk.text),
      { signal: options.signal },
    );
    await db.tx((t) =>
      saveEmbeddings(
        t,
        embedder.model,
        chunks.map((chunk, i) => ({ chunkId: chunk.id, vector: vectors[i] ?? [] })),
      ),
    );
    done += chunks.length;
    options.onProgress?.(done);
  }
  if (done > 0) logger.info({ chunks: done, model: embedder.model }, 'passages embedded');
  return done;
}
