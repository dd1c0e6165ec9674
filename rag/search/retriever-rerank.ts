import type { Logger } from '../../core/logger.ts';
import type { Reranker } from '../../llm/model.ts';
import type { Hit } from '../types.ts';

/** How many of the first hits a rerank model is asked about. */
export const rerankedCount = 30;
/** How long a question waits for it, in milliseconds. */
const usualTimeoutMs = 1500;
/** A model reads about this many letters of a passage; more costs time and is cut by most of them. */
const mostLetters = 2000;

/** Puts hits into another order, or leaves them as they are. Never throws. */
export type Rerank = (text: string, hits: readonly Hit[]) => Promise<readonly Hit[]>;

/**
 * Lets a model order the first thirty hits, as the last step of a search. It decides the places alone: the scores stay
 * the ladder that they were, because what follows weighs evidence by them. An answer that is late, fails or is not an
 * order of what was sent (each place once, finite scores) changes nothing; hits that it leaves out follow in their order.
 */
export function createRerank(
  { reranker, logger }: { reranker: Reranker; logger: Logger },
  { timeoutMs = usualTimeoutMs }: { timeoutMs?: number } = {},
): Rerank {
  return async (text, hits) => {
    const first = hits.slice(0, rerankedCount);
    if (first.length < 2) return hits;
    try {
      const order = await reranker.rerank(
        text,
        first.map(({ passage }) => `${passage.context}\n${passage.text}`.slice(0, mostLetters)),
        { signal: AbortSignal.timeout(timeoutMs), timeoutMs, purpose: 'search' },
      );
      const problem = problemOf(order, first.length);
      if (problem !== null) throw new Error(problem);
      const scoreOf = new Map(order.map(({ index, score }) => [index, score]));
      const places = [
        ...[...order].sort((x, y) => y.score - x.score).map(({ index }) => index),
        ...[...first.keys()].filter((index) => !scoreOf.has(index)),
      ];
      const ordered = places.map((index, place): Hit => {
        const { passage, signals } = first[index]!;
        const rerank = scoreOf.get(index);
        return {
          passage,
          score: first[place]!.score,
          signals: rerank === undefined ? signals : { ...signals, rerank },
        };
      });
      return [...ordered, ...hits.slice(rerankedCount)];
    } catch (error) {
      logger.warn({ model: reranker.model, err: error }, 'reranking failed, the order of the search stands');
      return hits;
    }
  };
}

function problemOf(order: readonly { index: number; score: number }[], count: number): string | null {
  if (order.length === 0) return 'nothing was ranked';
  const places = new Set(order.map(({ index }) => index));
  if (places.size < order.length) return 'a passage was ranked twice';
  if (![...places].every((index) => Number.isInteger(index) && index >= 0 && index < count))
    return 'a passage was ranked that was not sent';
  return order.every(({ score }) => Number.isFinite(score)) ? null : 'a score is no number';
}
