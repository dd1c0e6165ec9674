/**
 * Weights of the evidence gate (rag/evidence/gate.ts), written by `npx tsx eval/training/gate.ts DIR --write` from questions
 * of our own (eval/training/README.md); no question of any set that is measured had a part in them. No weight has the
 * sign that contradicts what its feature means.
 */
export const gateWeights = {
  searchScore: 0.42,
  searchScoreBest: 0.6,
  searchScoreOverRest: 1.84,
  lexicalRest: -0.31,
  similarWhole: 1.03,
  similarOverRest: 1.7,
  documentSupport: 0.31,
  coverage: 0.63,
  seenPairs: 0.97,
  unitWords: 0.33,
  unitCountNoun: 0.31,
  unitKindFit: 1.32,
  usualOpen: -0.8,
  namesOpen: -0.68,
  unknownWords: -1.09,
  slotsMissing: -0.89,
  valueMissing: -0.42,
  otherMissing: -0.63,
  alone: 1.88,
  aloneOpen: -1.87,
  aloneRarestOpen: -0.72,
  aloneCoverage: 0.54,
  aloneWords: 0.46,
};

export type GateFeature = keyof typeof gateWeights;

export const gateBias = -2.63;

/**
 * From this confidence on a sentence is given as an answer: it keeps 97 % of the right first sentences over our own
 * office texts (`eval/training/gate.ts`, held out). Where everything that is asked for is there and a value of the
 * asked type stands with it, 99 % of such sentences, and never more than for the others. Below, from `showFrom` on, a passage is only shown as near.
 */
export const answerFrom = 0.37;
export const answerFilledFrom = 0.37;
export const showFrom = 0.26;
