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

export const featureNames = [
  'lexical', // BM25 over words and pairs with accents, as a share of what the question could reach
  'wordScore', // BM25 over words alone, and over pairs alone
  'pairScore',
  'wordsCovered',
  'pairsCovered',
  'matterWords',
  'matterPairs',
  'bodyWords',
  'bodyPairs',
  'rarestMissed',
  'exactWords',
  'exactPairs',
  'headingWordsCovered',
  'headingPairsCovered',
  'headingMatter',
  'headingWordsSaid',
  'headingPairsSaid',
  'headingRaritySaid',
  'window40',
  'window100',
  'windowPairs40',
  'windowPairs100',
  'firstWords', // the matter's words among the first forty of the text
  'length',
  'headingLength',
  'documentWords',
  'documentPairs',
  'documentFill', // mass that the passage lacks and the rest of its document often has
  'documentBest',
  'documentSupport',
  'neighbour',
  'similarWindow',
  'similarWhole',
  // What a sum of the others cannot say: both at once, or more than in proportion.
  'headingAgreement', // harmonic means of said and covered
  'headingPairAgreement',
  'headingPairsSquared',
  'matterWordsSquared',
  'matterPairsSquared',
  'similarSquared',
  'lexicalAndSimilar',
  'allMatter', // 1 where no word of the matter lacks, falling to 0 at 5 % of its mass
  'headingAndMatter',
  'headingAndDocument',
] as const;

export type FeatureName = (typeof featureNames)[number];

export const featureCount = featureNames.length;

/** Where each feature stands in a row. */
export const at = Object.fromEntries(featureNames.map((name, place) => [name, place])) as Record<
  FeatureName,
  number
>;

/** What `part` is of `whole`; 0 of nothing. */
export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
