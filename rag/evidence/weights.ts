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
  | 'symbolFullness'
  | 'kindFit';

export const unitWeights: Readonly<Record<UnitFeature, number>> = {
  words: 0.93,
  pairs: 2.86,
  blockWords: 3.22,
  blockPairs: 2.14,
  contextNew: 2.55,
  exact: 0.46,
  typed: 2.65,
  typedSoft: 0.87,
  typedLead: 0.46,
  focus: 0.73,
  countNoun: 1.9,
  missingFacts: -0.96,
  passageScore: 3.76,
  passageCover: 2.34,
  length: -0.25,
  isHeading: -3.11,
  echo: -3.03,
  listLead: 0.37,
  symbolFullness: 3.82,
  kindFit: 3.22,
};
