import { foldedSyllables } from '../../text/syllables.ts';
import type { Missing } from './evidence.ts';
import { blockOf } from './evidence.ts';
import type { GateFeature } from './gate-weights.ts';
import { besideOf, type OpenWords } from './gate-words.ts';
import type { PreparedPassage, Rarity } from './prepare.ts';
import type { RankedUnit, Weighing } from './rank-units.ts';

/*
 * What the confidence sees of a candidate. Where several passages were found it sees how well the search liked this
 * one, and how far it stands out from the rest: where nothing answers, several passages fit about as badly. A store
 * that gives one passage has nothing to compare with; there what stands in the passage has to carry more, so it has
 * features of its own (`alone…`), and those that compare are 0.
 */

/** Everything about one question that its candidates share. */
export interface GateView {
  passages: readonly PreparedPassage[];
  rarity: Rarity;
  weighing: Weighing;
  openWords: (ranked: RankedUnit) => OpenWords;
  /** `lexicalOf` by passage. */
  lexical: ReadonlyMap<PreparedPassage, number>;
}

/** The features of one candidate; finite, and about 0 to 1 but for the count of slots. */
export function gateFeatures(
  ranked: RankedUnit,
  missing: readonly Missing[],
  { passages, rarity, weighing, openWords, lexical }: GateView,
): Record<GateFeature, number> {
  const { words, wordSum, pairs, pairSum } = weighing;
  const { passage, features } = ranked;
  const { hit, context } = passage;
  const block = blockOf(ranked);
  const others = passages.filter((other) => other !== passage);
  const near = besideOf(passage, passages);
  const isAlone = others.length === 0;
  const beside = (value: number): number => (isAlone ? 0 : value);
  const alone = (value: number): number => (isAlone ? value : 0);
  const meanOf = (value: (other: PreparedPassage) => number): number =>
    others.reduce((sum, other) => sum + value(other), 0) / Math.max(1, others.length);
  const share = (mass: ReadonlyMap<string, number>, sum: number, keep: (term: string) => boolean): number =>
    [...mass].reduce((held, [term, weight]) => held + (keep(term) ? weight : 0), 0) / sum;
  const signal = ({ hit: { signals } }: PreparedPassage, name: string): number => signals[name] ?? 0;
  const { usualOpen, namesOpen } = openWords(ranked);
  const rarest = Math.max(1e-9, ...words.values());
  const open = [...words].flatMap(([word, weight]) =>
    context.words.has(word) || block.some((unit) => unit.words.has(word)) ? [] : [weight],
  );
  return {
    searchScore: beside(hit.score),
    searchScoreBest: beside(Math.max(...passages.map((one) => one.hit.score))),
    searchScoreOverRest: beside(hit.score - meanOf((other) => other.hit.score)),
    lexicalRest: beside(meanOf((other) => lexical.get(other) ?? 0)),
    similarWhole: signal(passage, 'similarWhole'),
    similarOverRest: beside(
      signal(passage, 'similarWhole') - meanOf((other) => signal(other, 'similarWhole')),
    ),
    documentSupport: beside(signal(passage, 'document')),
    coverage: signal(passage, 'coverage'),
    seenPairs: share(
      pairs,
      pairSum,
      (pair) =>
        context.pairs.has(pair) ||
        block.some((unit) => unit.pairs.has(pair)) ||
        near.some(({ body }) => body.pairs.has(pair)),
    ),
    unitWords: features.words,
    unitCountNoun: features.countNoun,
    unitKindFit: features.kindFit,
    usualOpen,
    namesOpen,
    unknownWords: share(words, wordSum, (word) => !rarity.isKnown(word)),
    slotsMissing: missing.filter((entry) => entry.slot).length,
    valueMissing: missing.some((entry) => entry.kind === 'value') ? 1 : 0,
    otherMissing: missing.some((entry) => entry.kind === 'counted' || entry.kind === 'predicate') ? 1 : 0,
    alone: alone(1),
    aloneOpen: alone(usualOpen),
    aloneRarestOpen: alone(Math.max(0, ...open) / rarest),
    aloneCoverage: alone(signal(passage, 'coverage')),
    aloneWords: alone(features.words),
  };
}

const saturation = 1.2;
const usualLength = 200;

/** BM25 over words and pairs as a share of what the question could reach, unknown words included. */
export function lexicalOf(
  { passage, body }: PreparedPassage,
  { words, wordSum, pairs, pairSum }: Weighing,
): number {
  const sequence = [...foldedSyllables(passage.heading || passage.document.title), ...body.sequence];
  const counts = new Map<string, number>();
  for (const [at, word] of sequence.entries()) {
    if (words.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const pair = `${sequence[at - 1] ?? ''}_${word}`;
    if (pairs.has(pair)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const length = saturation * (0.25 + (0.75 * sequence.length) / usualLength);
  let reached = 0;
  for (const [term, count] of counts)
    reached += ((words.get(term) ?? pairs.get(term) ?? 0) * count * (1 + saturation)) / (count + length);
  return reached / (wordSum + pairSum);
}
