import type { Viewer } from '../../core/viewer.ts';
import type { Found } from './retriever-corpus.ts';

/** A search by meaning, over embeddings that somebody else keeps; absent where no embedding model is named. */
export interface DenseSearch {
  /**
   * The `k` nearest passages, best first, of documents that `viewer` may see; of `documentIds` alone where given.
   * The filter belongs inside the search.
   */
  search(request: {
    text: string;
    viewer: Viewer;
    documentIds?: readonly string[];
    k: number;
  }): Promise<readonly { id: string; documentId: string; score: number }[]>;
}

/** The usual constant: places far down a list differ little. */
const rankConstant = 60;

/**
 * Joins two rankings by reciprocal rank, because their scores have no common scale. A passage found by one alone
 * keeps that one's part. The score of the result is the fused one; `signals` keep the lexical ones and add 'dense'.
 */
export function fuse(
  lexical: readonly Found[],
  dense: readonly { id: string; documentId: string; score: number }[],
): Found[] {
  const fused = new Map<string, Found>();
  for (const [place, found] of lexical.entries()) {
    fused.set(found.id, { ...found, score: 1 / (rankConstant + place + 1) });
  }
  for (const [place, { id, documentId, score }] of dense.entries()) {
    const known = fused.get(id) ?? { id, documentId, score: 0, signals: {} };
    fused.set(id, {
      ...known,
      score: known.score + 1 / (rankConstant + place + 1),
      signals: { ...known.signals, dense: score },
    });
  }
  return [...fused.values()].sort((x, y) => y.score - x.score);
}
