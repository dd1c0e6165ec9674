import type { WeightedTerm } from './lexical-index.ts';

/** A store below this size is searched with every term; that takes less than half a millisecond. */
const largeStore = 5000;
/**
 * In a large store terms that more than this share of the passages have are left to the second look: they hold most
 * of the postings and hardly change which passages are candidates.
 */
const commonShare = 0.15;
/**
 * No more postings are summed than this, about a millisecond; the rarest terms come first, so that in a very large
 * store pairs and rare words alone choose the candidates. Measured at the same share of a smaller store (1,062
 * questions, 1,500 postings for 4,013 passages): the right passage is among the first hundred as often as with all.
 */
const mostPostings = 250_000;
/** These many are always asked for, so that a question of common words finds something. */
const leastTerms = 6;

/**
 * The terms of a query that choose its candidates, in a store of `passageCount` passages.
 * @param frequencyOf in how many passages a term occurs
 */
export function tellingTerms(
  terms: readonly WeightedTerm[],
  passageCount: number,
  frequencyOf: (term: WeightedTerm) => number,
): readonly WeightedTerm[] {
  if (passageCount < largeStore) return terms;
  const rarestFirst = terms
    .map((term) => ({ term, frequency: frequencyOf(term) }))
    .filter(({ frequency }) => frequency <= commonShare * passageCount)
    .sort((x, y) => x.frequency - y.frequency);
  let postings = 0;
  return rarestFirst
    .filter(({ frequency }, place) => (postings += frequency) <= mostPostings || place < leastTerms)
    .map(({ term }) => term);
}
