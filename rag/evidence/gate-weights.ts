/**
 * Weights of the evidence gate (rag/evidence/gate.ts), written by `npx tsx eval/training/gate.ts DIR --write` from questions
 * of our own (eval/training/README.md); no question of any set that is measured had a part in them. No weight has the
 * sign that contradicts what its feature means.
 */
export const gateWeights = {
  searchScore: 0.39,
  searchScoreBest: 0.6,
  searchScoreOverRest: 1.77,
  lexicalRest: -0.3,
  similarWhole: 1.05,
  similarOverRest: 1.62,
  documentSupport: 0.35,
  coverage: 0.44,
  seenPairs: 1.03,
  unitWords: 0.36,
  unitCountNoun: 0.3,
  unitKindFit: 1.36,
  usualOpen: -1.18,
  namesOpen: -0.77,
  unknownWords: -0.71,
  slotsMissing: -0.86,
  valueMissing: -0.48,
  otherMissing: -0.61,
  alone: 1.97,
  aloneOpen: -3.41,
  aloneRarestOpen: -0.73,
  aloneCoverage: 0.42,
  aloneWords: 0.44,
};

export type GateFeature = keyof typeof gateWeights;

export const gateBias = -2.55;

/**
 * From this confidence on a sentence is given as an answer: it keeps 97 % of the right first sentences over our own
 * office texts (`eval/training/gate.ts`, held out). Where everything that is asked for is there and a value of the
 * asked type stands with it, 99 % of such sentences, and never more than for the others. Below, from `showFrom` on, a passage is only shown as near.
 */
export const answerFrom = 0.34;
export const answerFilledFrom = 0.34;
export const showFrom = 0.24;
