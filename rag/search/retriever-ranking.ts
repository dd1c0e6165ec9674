import { at, featureCount, featureNames } from './ranker-feature-names.ts';
import { readFeatures } from './ranker-features.ts';
import shipped from './ranker-weights.json' with { type: 'json' };
import { nearnessOf } from './word-vectors-query.ts';
import type { FeatureName } from './ranker-feature-names.ts';
import type { Similarity } from './ranker-features.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Query } from './query.ts';

/*
 * The second look: the candidates of the lexical index are scored again with what a bag of terms cannot tell. The
 * score is a weighted sum of the features of rag/search/ranker-feature-names.ts. The weights come from questions of our own
 * (eval/training/README.md), one set for an index with word vectors and one for words alone; they are scaled so that
 * scores lie about 0 to 1. Candidates that do not deserve a close look follow those that do.
 */

/** A candidate with its final score and what it is made of, each about 0 to 1. */
export interface Ranked {
  candidate: Candidate;
  /** Above 0; equal for passages that nothing tells apart. */
  score: number;
  signals: {
    /** BM25 over words and pairs, as a share of what the question could reach. */
    lexical: number;
    /** Share of the heading's words and of its pairs that the question has. */
    headingWords: number;
    headingPairs: number;
    /** How much of the best document's support the document of the passage has. */
    document: number;
    /** Share of the question's weight in words, unknown ones included, that the passage has. */
    coverage: number;
    /** Nearness in meaning of the nearest window and of the whole; 0 without word vectors. */
    similarWindow: number;
    similarWhole: number;
  };
}

/** Weights by place of the feature. */
interface Weights {
  offset: number;
  weights: Float64Array;
}

const toWeights = (named: Readonly<Partial<Record<FeatureName | 'offset', number>>>): Weights => ({
  offset: named.offset ?? 0,
  weights: Float64Array.from(featureNames, (name) => named[name] ?? 0),
});

const withSimilarity = toWeights(shipped.similar);
const wordsAlone = toWeights(shipped.words);

/** No score is 0 or less: other parts divide by it. */
const leastScore = 1e-3;

/**
 * Scores the candidates of one query again, best first; equal scores keep their order.
 * @param similarity how near a candidate is in meaning; from the index's word vectors unless given, null for none
 * @param most how many of the best are wanted; all unless given
 */
export function rank(
  index: LexicalIndex,
  query: Query,
  candidates: readonly Candidate[],
  similarity: ((candidate: Candidate) => Similarity) | null = index.vectors ? nearnessOf(index, query) : null,
  most = candidates.length,
): Ranked[] {
  const { values, coverage, glance, isClose } = readFeatures(
    index,
    query,
    candidates,
    similarity ?? undefined,
  );
  const { offset, weights } = similarity ? withSimilarity : wordsAlone;
  const scores = new Float64Array(candidates.length);
  let lowest = Infinity;
  let highestOfRest = -Infinity;
  for (let n = 0; n < scores.length; n++) {
    if (isClose[n] === 0) {
      highestOfRest = Math.max(highestOfRest, glance[n]!);
      continue;
    }
    let score = offset;
    for (let f = 0; f < featureCount; f++) score += weights[f]! * values[n * featureCount + f]!;
    scores[n] = Math.max(score, leastScore);
    lowest = Math.min(lowest, scores[n]!);
  }
  // The rest keep their order among themselves, below the last of those looked at.
  for (let n = 0; n < scores.length; n++) {
    if (isClose[n] === 0)
      scores[n] = (lowest * Math.max(glance[n]!, leastScore)) / (highestOfRest + leastScore);
  }
  return Array.from(scores.keys())
    .sort((x, y) => scores[y]! - scores[x]! || x - y)
    .slice(0, most)
    .map((n): Ranked => {
      const row = n * featureCount;
      return {
        candidate: candidates[n]!,
        score: scores[n]!,
        signals: {
          lexical: values[row + at.lexical]!,
          headingWords: values[row + at.headingWordsSaid]!,
          headingPairs: values[row + at.headingPairsSaid]!,
          document: values[row + at.documentSupport]!,
          coverage: coverage[n]!,
          similarWindow: values[row + at.similarWindow]!,
          similarWhole: values[row + at.similarWhole]!,
        },
      };
    });
}
