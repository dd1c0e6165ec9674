import { shippedWordVectors } from '../search/word-vectors-file.ts';

/*
 * How rare words and pairs are in texts at large, for what a small store cannot say: with one document every word that
 * it has is as rare as the others. The rows of the word vectors stand in order of how many texts have them
 * (eval/training/word-vectors-texts.ts), so that the place of a row tells its share.
 */

/** Shares of texts at places in the order, measured on 39,151 articles of State law. */
const wordShares: readonly (readonly [number, number])[] = [
  [0, 1],
  [7, 0.76],
  [30, 0.55],
  [120, 0.26],
  [250, 0.118],
  [500, 0.0245],
  [1000, 1.9e-3],
  [2000, 2.1e-4],
  [5000, 4.4e-5],
];
const pairShares: readonly (readonly [number, number])[] = [
  [0, 0.71],
  [10, 0.35],
  [30, 0.21],
  [100, 0.116],
  [300, 0.06],
  [1000, 0.022],
  [3000, 9.3e-3],
  [10_000, 2.9e-3],
  [33_000, 7e-4],
];
/** What has no row is rarer than the last that has one. */
const unknownWord = 2e-5;
const unknownPair = 3e-4;

/** The share of texts that have a folded word or a pair 'a_b', 0 to 1; never 0. */
export function usualShare(term: string): number {
  const vectors = shippedWordVectors();
  const [first = '', second] = term.split('_');
  const row = vectors.wordRow(first);
  if (second === undefined) return row < 0 ? unknownWord : interpolate(wordShares, row);
  const pair = vectors.pairRow(row, vectors.wordRow(second));
  return pair < 0 ? unknownPair : interpolate(pairShares, pair - vectors.wordCount);
}

/** Between two points both scales are logarithmic. */
function interpolate(points: readonly (readonly [number, number])[], place: number): number {
  let [from, high] = points[0] as readonly [number, number];
  for (const [to, low] of points) {
    if (place <= to) {
      const part = to === from ? 0 : Math.log((1 + place) / (1 + from)) / Math.log((1 + to) / (1 + from));
      return high * (low / high) ** part;
    }
    from = to;
    high = low;
  }
  return high;
}
