import type { Question } from '../question/analyse.ts';
import { blockOf, penaltyOf, type Evidence, type Missing } from './evidence.ts';
import { lookAtPassages, type PassageLook } from './gate-features.ts';
import type { PreparedPassage, Rarity } from './prepare.ts';
import type { RankedUnit, Weighing } from './rank-units.ts';
import { gateBias, gateWeights, type GateFeature } from './gate-weights.ts';

/** Says how sure it is that a candidate answers the question. */
export type Gate = (
  ranked: RankedUnit,
  missing: readonly Missing[],
) => Pick<Evidence, 'confidence' | 'relevance' | 'features'>;

/** What is counted as lacking and has no part in `relevance`. */
const lacking: ReadonlySet<GateFeature> = new Set(['slotsMissing', 'valueMissing', 'otherMissing']);
const names = Object.keys(gateWeights) as GateFeature[];

/**
 * The gate for one question over the passages found: a logistic of `gateWeights` over what the words and pairs of the
 * question find in a candidate, in its passage, in the passages beside it, in the other passages and in the store.
 */
export function createGate(
  question: Question,
  passages: readonly PreparedPassage[],
  rarity: Rarity,
  weighing: Weighing,
): Gate {
  const looks = lookAtPassages(question, passages, weighing, rarity);
  return (ranked, missing) => {
    const features = gateFeatures(question, ranked, missing, rarity, weighing, passages, looks);
    let fit = gateBias;
    let lack = 0;
    for (const name of names) {
      if (lacking.has(name)) lack += gateWeights[name] * features[name];
      else fit += gateWeights[name] * features[name];
    }
    // A unit's score has already paid for what it lacks.
    const unpaid = fit + (gateWeights.unitScore * penaltyOf(missing)) / scoreScale;
    return { confidence: logistic(fit + lack), relevance: logistic(unpaid), features };
  };
}

const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));

/** Scores of good units lie around this. */
const scoreScale = 15;

/** The passages found that stand right before or after this one in its document. */
const beside = (passage: PreparedPassage, found: readonly PreparedPassage[]): PreparedPassage[] =>
  found.filter(
    (other) =>
      other.passage.document.id === passage.passage.document.id &&
      Math.abs(other.passage.ordinal - passage.passage.ordinal) === 1,
  );

/** What a passage is measured by. */
type Measured = Exclude<keyof PassageLook, 'pairs'>;

function gateFeatures(
  question: Question,
  ranked: RankedUnit,
  missing: readonly Missing[],
  rarity: Rarity,
  weighing: Weighing,
  passages: readonly PreparedPassage[],
  looks: ReadonlyMap<PreparedPassage, PassageLook>,
): Record<GateFeature, number> {
  const { words, wordSum, pairs, pairSum } = weighing;
  const { passage } = ranked;
  const block = blockOf(ranked);
  // The paragraph before or after says whom or what this one speaks of.
  const spoken = [passage.body, passage.context, ...beside(passage, passages).map((other) => other.body)];
  const inPassage = (term: string): boolean =>
    spoken.some((terms) => terms.words.has(term) || terms.pairs.has(term));
  const inBlock = (term: string): boolean =>
    block.some((unit) => unit.words.has(term) || unit.pairs.has(term));
  const sumOf = (weights: ReadonlyMap<string, number>, keep: (term: string) => boolean): number =>
    [...weights].reduce((sum, [term, weight]) => sum + (keep(term) ? weight : 0), 0);
  const rarest = Math.max(1e-9, ...words.values());
  const missed = [...words].filter(([word]) => !inPassage(word)).map(([, weight]) => weight);
  const open = [...words]
    .filter(([word]) => !inBlock(word) && !passage.context.words.has(word))
    .map(([, weight]) => weight);
  const own = looks.get(passage) as PassageLook;
  const others = [...looks].flatMap(([other, look]) => (other === passage ? [] : [look]));
  const best = (name: Measured): number => Math.max(0, ...others.map((look) => look[name]));
  const ofAll = (name: Measured): number => Math.max(own[name], best(name));
  const lead = (name: Measured): number => own[name] - best(name);
  const held = (list: Iterable<string>): number => {
    let sum = 0;
    for (const pair of list) sum += pairs.get(pair) ?? 0;
    return sum;
  };
  return {
    passageWords: sumOf(words, inPassage) / wordSum,
    passagePairs: sumOf(pairs, inPassage) / pairSum,
    blockWords: sumOf(words, inBlock) / wordSum,
    blockPairs: sumOf(pairs, inBlock) / pairSum,
    contextPairs: sumOf(pairs, (pair) => passage.context.pairs.has(pair)) / pairSum,
    rarestMissing: Math.max(0, ...missed) / rarest,
    knownElsewhere: sumOf(pairs, (pair) => rarity.isKnown(pair) && !inPassage(pair)) / pairSum,
    unknownPairs: sumOf(pairs, (pair) => !rarity.isKnown(pair)) / pairSum,
    unknownWords: sumOf(words, (word) => !rarity.isKnown(word)) / wordSum,
    slotsMissing: missing.filter((entry) => entry.slot).length,
    valueMissing: missing.some((entry) => entry.kind === 'value') ? 1 : 0,
    otherMissing: missing.some((entry) => entry.kind === 'counted' || entry.kind === 'predicate') ? 1 : 0,
    questionLength: Math.log(1 + question.content.length),
    unitScore: (ranked.score - penaltyOf(missing)) / scoreScale,
    rarestOpen: Math.max(0, ...open) / rarest,
    seenPairs: sumOf(pairs, (pair) => inBlock(pair) || passage.context.pairs.has(pair)) / pairSum,
    otherAccents: otherAccents(question, ranked),
    lexical: own.lexical,
    lexicalBest: ofAll('lexical'),
    lexicalLead: own.lexical - best('lexical'),
    run: own.run,
    runBest: ofAll('run'),
    window: own.window,
    windowBest: ofAll('window'),
    headingCovered: own.headingCovered,
    headingSaid: own.headingSaid,
    headingBest: ofAll('headingCovered'),
    lexicalRest:
      others.length === 0 ? 0 : others.reduce((sum, look) => sum + look.lexical, 0) / others.length,
    runLead: lead('run'),
    windowLead: lead('window'),
    triples: own.triples,
    triplesBest: ofAll('triples'),
    triplesLead: lead('triples'),
    loosePairs: own.loosePairs,
    loosePairsBest: ofAll('loosePairs'),
    loosePairsLead: lead('loosePairs'),
    pairsAlone: held([...own.pairs].filter((pair) => !others.some((look) => look.pairs.has(pair)))) / pairSum,
    pairsOfOthers:
      held(
        [...pairs.keys()].filter(
          (pair) => !own.pairs.has(pair) && others.some((look) => look.pairs.has(pair)),
        ),
      ) / pairSum,
    pairsNowhere:
      held(
        [...pairs.keys()].filter(
          (pair) => rarity.isKnown(pair) && ![...looks.values()].some((look) => look.pairs.has(pair)),
        ),
      ) / pairSum,
    massMissed: Math.log(1 + sumOf(words, (word) => !inPassage(word))),
    pairMassMissed: Math.log(1 + sumOf(pairs, (pair) => !inPassage(pair))),
  };
}

/** Share of the pairs found in the block that agree only without their accents: other words altogether. */
function otherAccents(question: Question, ranked: RankedUnit): number {
  if (question.exactPairs.size === 0) return 0;
  const block = blockOf(ranked);
  const found = question.pairs.filter((pair) => block.some((unit) => unit.pairs.has(pair))).length;
  if (found === 0) return 0;
  const exact = [...question.exactPairs].filter((pair) =>
    block.some((unit) => unit.exactPairs.has(pair)),
  ).length;
  return Math.max(0, 1 - exact / found);
}
