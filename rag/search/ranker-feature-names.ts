/*
 * What the second look sees of a candidate, as numbers about 0 to 1.
 *
 *   words, pairs   of the question, each with its mass: rarity in the store times weight in the question
 *   matter                  the same without the words of asking
 *   heading                 how much of the question it says (…Covered) and how much of it the question says (…Said)
 *   document                the same counts over all passages of its document in the segment
 *
 * A passage without a heading says nothing by that: it gets what the others have on average.
 */

/**
 * Where each feature stands in a row. Written out, because the looks read it for every candidate: an object made from
 * entries is a table that is searched each time.
 */
export const at = {
  lexical: 0, // BM25 over words and pairs with accents, as a share of what the question could reach
  wordScore: 1, // BM25 over words alone, and over pairs alone
  pairScore: 2,
  wordsCovered: 3,
  pairsCovered: 4,
  matterWords: 5,
  matterPairs: 6,
  bodyWords: 7,
  bodyPairs: 8,
  rarestMissed: 9,
  exactWords: 10,
  exactPairs: 11,
  headingWordsCovered: 12,
  headingPairsCovered: 13,
  headingMatter: 14,
  headingWordsSaid: 15,
  headingPairsSaid: 16,
  headingRaritySaid: 17,
  window40: 18,
  window100: 19,
  windowPairs40: 20,
  windowPairs100: 21,
  firstWords: 22, // the matter's words among the first forty of the text
  length: 23,
  headingLength: 24,
  documentWords: 25,
  documentPairs: 26,
  documentFill: 27, // mass that the passage lacks and the rest of its document often has
  documentBest: 28,
  documentSupport: 29,
  neighbour: 30,
  similarWindow: 31,
  similarWhole: 32,
  // What a sum of the others cannot say: both at once, or more than in proportion.
  headingAgreement: 33, // harmonic means of said and covered
  headingPairAgreement: 34,
  headingPairsSquared: 35,
  matterWordsSquared: 36,
  matterPairsSquared: 37,
  similarSquared: 38,
  lexicalAndSimilar: 39,
  allMatter: 40, // 1 where no word of the matter lacks, falling to 0 at 5 % of its mass
  headingAndMatter: 41,
  headingAndDocument: 42,
} as const;

export type FeatureName = keyof typeof at;

/** The features by place. */
export const featureNames = Object.keys(at) as FeatureName[];

export const featureCount = featureNames.length;

/** What `part` is of `whole`; 0 of nothing. */
export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
