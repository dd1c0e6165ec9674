/**
 * Weights of the answer ranker. Set by hand from what the features mean, then corrected by a fit on the project's own
 * questions alone (`eval/training/`, command and figures there); no benchmark question had a part in them.
 */
export type UnitFeature =
  | 'words'
  | 'pairs'
  | 'blockWords'
  | 'blockPairs'
  | 'contextNew'
  | 'exact'
  | 'typed'
  | 'typedSoft'
  | 'typedLead'
  | 'focus'
  | 'countNoun'
  | 'missingFacts'
  | 'passageScore'
  | 'passageCover'
  | 'length'
  | 'isHeading'
  | 'echo'
  | 'listLead'
  | 'symbolFullness';

export const unitWeights: Readonly<Record<UnitFeature, number>> = {
  words: 1,
  pairs: 3,
  blockWords: 3,
  blockPairs: 2,
  contextNew: 2,
  exact: 0.5,
  typed: 2,
  typedSoft: 0.8,
  typedLead: 0.5,
  focus: 0.8,
  countNoun: 1.5,
  missingFacts: -1.2,
  passageScore: 3,
  passageCover: 2,
  length: -0.2,
  isHeading: -3,
  echo: -3,
  listLead: 1,
  symbolFullness: 4,
};

export type GateFeature =
  | 'passageWords'
  | 'passagePairs'
  | 'blockWords'
  | 'blockPairs'
  | 'contextPairs'
  | 'rarestMissing'
  | 'knownElsewhere'
  | 'unknownPairs'
  | 'unknownWords'
  | 'margin'
  | 'slotsMissing'
  | 'valueMissing'
  | 'otherMissing'
  | 'questionLength';

export const gateWeights: Readonly<Record<GateFeature, number>> = {
  passageWords: 2,
  passagePairs: 3,
  blockWords: 2,
  blockPairs: 2,
  contextPairs: 1,
  rarestMissing: -1,
  knownElsewhere: -3,
  unknownPairs: -0.5,
  unknownWords: -1.5,
  margin: 1,
  slotsMissing: -1,
  valueMissing: -1,
  otherMissing: -0.5,
  questionLength: 0,
};

export const gateBias = -2.2;

/** Below this confidence nothing is quoted as an answer. */
export const refuseBelow = 0.3;
/** Above this confidence a passage that lacks several things is still worth showing, and a rival counts. */
export const answerBelow = 0.45;
