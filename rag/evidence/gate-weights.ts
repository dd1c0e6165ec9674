/**
 * Weights of the evidence gate (rag/evidence/gate.ts), written by `npx tsx eval/training/gate.ts --write` from questions of
 * our own (eval/training/README.md); no question of any set that is measured had a part in them.
 */
export const gateWeights = {
  passageWords: 0.55,
  passagePairs: 0.59,
  blockWords: 0.3,
  blockPairs: 0.4,
  contextPairs: 0.85,
  rarestMissing: -0.11,
  knownElsewhere: -1.41,
  unknownPairs: -0.36,
  unknownWords: -0.16,
  slotsMissing: -0.37,
  valueMissing: -0.45,
  otherMissing: -0.28,
  questionLength: 0.24,
  unitScore: 0.69,
  rarestOpen: -0.13,
  seenPairs: 0.72,
  otherAccents: 1.56,
  lexical: 0.29,
  lexicalBest: 0.33,
  lexicalLead: 0.33,
  run: -0.14,
  runBest: -0.09,
  window: 0.37,
  windowBest: 0.38,
  headingCovered: -0.04,
  headingSaid: 0.6,
  headingBest: -0.31,
  lexicalRest: -0.23,
  runLead: -0.18,
  windowLead: 0.48,
  triples: 0.11,
  triplesBest: 0.2,
  triplesLead: 0.12,
  loosePairs: 0.1,
  loosePairsBest: 0.15,
  loosePairsLead: 0.09,
  pairsAlone: 0.2,
  pairsOfOthers: 0.1,
  pairsNowhere: 0.01,
  massMissed: -0.08,
  pairMassMissed: -0.06,
} as const;

export type GateFeature = keyof typeof gateWeights;

export const gateBias = -2.84;
