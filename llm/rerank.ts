import { z } from 'zod';
import { ModelCallError } from '../core/errors.ts';
import { call, wasWorkedOn, type Connection } from './connection.ts';
import type { Reranker } from './model.ts';
import { estimateTokens } from './tokens.ts';

/** Jina, Cohere, vLLM and llama.cpp say `results` with `relevance_score`; TEI a bare list with `score`. */
const ranked = z.array(
  z.union([
    z.object({ index: z.number().int().nonnegative(), relevance_score: z.number() }),
    z
      .object({ index: z.number().int().nonnegative(), score: z.number() })
      .transform(({ index, score }) => ({ index, relevance_score: score })),
  ]),
);
const response = z.union([
  z.object({
    results: ranked,
    usage: z.object({ total_tokens: z.number() }).nullish().catch(null),
  }),
  ranked.transform((results) => ({ results, usage: null })),
]);

/** A rerank model whose calls go to `url`, the whole address. */
export function createReranker(connection: Connection, url: string): Reranker {
  const { client, model } = connection;
  return {
    model,
    async rerank(query, documents, options) {
      if (documents.length === 0) return [];
      const { top } = options;
      const letters = documents.reduce((sum, { length }) => sum + length + query.length, 0);
      const promptTokens = estimateTokens(letters);
      return call(connection, { options, promptTokens }, async (turn) => {
        try {
          const answer: unknown = await client.post(url, {
            body: { model, query, documents, ...(top === undefined ? {} : { top_n: top }) },
            signal: turn.deadline.signal,
          });
          const results = read(answer, documents.length);
          turn.count({
            promptTokens: results.counted ?? promptTokens,
            completionTokens: 0,
            isEstimated: results.counted === null,
          });
          return results.ranks.slice(0, top ?? documents.length);
        } catch (error) {
          const known = turn.errorOf(error);
          if (wasWorkedOn(known)) turn.count({ promptTokens, completionTokens: 0, isEstimated: true });
          throw known;
        }
      });
    },
  };
}

function read(
  answer: unknown,
  count: number,
): { ranks: { index: number; score: number }[]; counted: number | null } {
  const parsed = response.safeParse(answer);
  if (!parsed.success) throw broken('the answer holds no ranks');
  const { results, usage } = parsed.data;
  const places = new Set(results.map(({ index }) => index));
  if (results.length === 0 || places.size !== results.length || Math.max(...places) >= count)
    throw broken('the ranks are not of the texts that were sent');
  const ranks = results
    .map(({ index, relevance_score: score }) => ({ index, score }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
  return { ranks, counted: usage?.total_tokens ?? null };
}

const broken = (message: string): ModelCallError => new ModelCallError(message, { kind: 'broken' });
