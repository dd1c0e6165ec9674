import { at, share } from './ranker-feature-names.ts';
import { b, k1 } from './lexical-index.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Asked, Scratch } from './ranker-question.ts';

const saturate = (count: number, norm: number): number => (count * (k1 + 1)) / (count + norm);

/** What a term counts whose accented form does not occur, if the question has accents at all. */
const otherAccents = 0.5;

/**
 * Reads the words of a candidate once and writes what it finds to its row. Where words and pairs of the question stand
 * in the text is appended to the hits of `scratch`, for a close look.
 */
export function look(
  index: LexicalIndex,
  asked: Asked,
  scratch: Scratch,
  { segment, passage }: Candidate,
  values: Float64Array,
  row: number,
): { coverage: number; hasHeading: boolean } {
  const start = segment.start[passage]!;
  const headingEnd = segment.headingEnd[passage]!;
  const textFrom = segment.textFrom[passage]!;
  const end = segment.start[passage + 1]!;
  scratch.clear(asked);
  readHeading(index, asked, scratch, segment.stream, start, headingEnd, values, row);
  readContext(asked, scratch, segment.stream, headingEnd, textFrom);
  readText(asked, scratch, segment.stream, textFrom, end);
  const norm = k1 * (1 - b + (b * (end - start)) / index.meanLength);
  const coverage = weigh(asked, scratch, norm, values, row);
  values[row + at.length] = Math.log(1 + (end - headingEnd) / 100);
  values[row + at.headingLength] = Math.log(1 + (headingEnd - start) / 10);
  return { coverage, hasHeading: headingEnd > start };
}

/** Counts the heading, and how much of it the question says. */
function readHeading(
  index: LexicalIndex,
  { pairSlots, slotCount }: Asked,
  { slotOf, rarity, headWords, headPairs }: Scratch,
  stream: Int32Array,
  from: number,
  to: number,
  values: Float64Array,
  row: number,
): void {
  const { foldedOf } = index.vocabulary;
  let said = 0;
  let pairsSaid = 0;
  let allRarity = 0;
  let raritySaid = 0;
  let before = 0;
  for (let position = from; position < to; position++) {
    const word = stream[position]!;
    const slot = slotOf[word]!;
    const number = foldedOf[word]!;
    if (Number.isNaN(rarity[number]!)) rarity[number] = index.rarity(number);
    const rare = rarity[number]!;
    allRarity += rare;
    if (slot !== 0) {
      raritySaid += rare;
      said++;
      headWords[slot]!++;
      const pair = pairSlots[before * slotCount + slot]!;
      if (pair !== 0) {
        pairsSaid++;
        headPairs[pair]!++;
      }
    }
    before = slot;
  }
  values[row + at.headingWordsSaid] = share(said, to - from);
  values[row + at.headingPairsSaid] = share(pairsSaid, to - from - 1);
  values[row + at.headingRaritySaid] = share(raritySaid, allRarity);
}

/** Counts the context, which stands with the text. */
function readContext(
  { pairSlots, slotCount }: Asked,
  { slotOf, bodyWords, bodyPairs }: Scratch,
  stream: Int32Array,
  from: number,
  to: number,
): void {
  let before = 0;
  for (let position = from; position < to; position++) {
    const slot = slotOf[stream[position]!]!;
    if (slot !== 0) {
      bodyWords[slot]!++;
      const pair = pairSlots[before * slotCount + slot]!;
      if (pair !== 0) bodyPairs[pair]!++;
    }
    before = slot;
  }
}

/** Counts the text and keeps where its hits stand. */
function readText(
  { pairSlots, slotCount }: Asked,
  scratch: Scratch,
  stream: Int32Array,
  from: number,
  to: number,
): void {
  scratch.words.room(to - from);
  scratch.pairs.room(to - from);
  const { slotOf, bodyWords, bodyPairs } = scratch;
  const { at: wordAt, slot: wordSlot } = scratch.words;
  const { at: pairAt, slot: pairSlot } = scratch.pairs;
  let words = scratch.words.count;
  let pairs = scratch.pairs.count;
  let before = 0;
  for (let position = from; position < to; position++) {
    const slot = slotOf[stream[position]!]!;
    if (slot !== 0) {
      bodyWords[slot]!++;
      wordAt[words] = position;
      wordSlot[words++] = slot;
      const pair = pairSlots[before * slotCount + slot]!;
      if (pair !== 0) {
        bodyPairs[pair]!++;
        pairAt[pairs] = position;
        pairSlot[pairs++] = pair;
      }
    }
    before = slot;
  }
  scratch.words.count = words;
  scratch.pairs.count = pairs;
}

/** Sums the masses of what was counted; returns the share of all weight in words that was found. */
function weigh(asked: Asked, scratch: Scratch, norm: number, values: Float64Array, row: number): number {
  const { size, wordOf, pairOf, slotsFrom, pairSlotsFrom, exactSlot, exactPairSlot } = asked;
  const { wordMass, pairMass, isMatterPair } = asked;
  const { headWords, bodyWords, headPairs, bodyPairs } = scratch;
  let wordScore = 0;
  let pairScore = 0;
  let lexical = 0;
  let words = 0;
  let pairs = 0;
  let matterWords = 0;
  let matterPairs = 0;
  let inBodyWords = 0;
  let inBodyPairs = 0;
  let rarestMissed = 0;
  let foundWords = 0;
  let foundExact = 0;
  let foundPairs = 0;
  let foundExactPairs = 0;
  let headWordMass = 0;
  let headPairMass = 0;
  let headMatter = 0;
  for (let place = 0; place < size; place++) {
    const isTelling = asked.areAccentsTelling[place] === 1;
    const isMatter = asked.isMatter[place] === 1;
    const mass = wordMass[place]!;
    const word = wordOf[place]!;
    let inHead = 0;
    let inBody = 0;
    for (let slot = slotsFrom[word]!; slot < slotsFrom[word + 1]!; slot++) {
      inHead += headWords[slot]!;
      inBody += bodyWords[slot]!;
    }
    if (inHead + inBody > 0) {
      const slot = exactSlot[place]!;
      const isExact = slot !== 0 && headWords[slot]! + bodyWords[slot]! > 0;
      const gain = mass * saturate(inHead + inBody, norm);
      wordScore += gain;
      lexical += gain * (isTelling && !isExact ? otherAccents : 1);
      words += mass;
      if (isMatter) matterWords += mass;
      if (inBody > 0) inBodyWords += mass;
      if (inHead > 0) {
        headWordMass += mass;
        if (isMatter) headMatter += mass;
      }
      if (isTelling) {
        foundWords += mass;
        if (isExact) foundExact += mass;
      }
    } else if (isMatter && mass > rarestMissed) rarestMissed = mass;
    const pair = pairOf[place]!;
    if (pair === 0) continue;
    let pairsInHead = 0;
    let pairsInBody = 0;
    for (let slot = pairSlotsFrom[pair]!; slot < pairSlotsFrom[pair + 1]!; slot++) {
      pairsInHead += headPairs[slot]!;
      pairsInBody += bodyPairs[slot]!;
    }
    if (pairsInHead + pairsInBody === 0) continue;
    const slot = exactPairSlot[place]!;
    const isExact = slot !== 0 && headPairs[slot]! + bodyPairs[slot]! > 0;
    const massOfPair = pairMass[place]!;
    const gain = massOfPair * saturate(pairsInHead + pairsInBody, norm);
    pairScore += gain;
    lexical += gain * (isTelling && !isExact ? otherAccents : 1);
    pairs += massOfPair;
    if (isMatterPair[place] === 1) matterPairs += massOfPair;
    if (pairsInBody > 0) inBodyPairs += massOfPair;
    if (pairsInHead > 0) headPairMass += massOfPair;
    if (isTelling) {
      foundPairs += massOfPair;
      if (isExact) foundExactPairs += massOfPair;
    }
  }
  values[row + at.lexical] = share(lexical, asked.words + asked.pairs);
  values[row + at.wordScore] = share(wordScore, asked.words);
  values[row + at.pairScore] = share(pairScore, asked.pairs);
  values[row + at.wordsCovered] = share(words, asked.words);
  values[row + at.pairsCovered] = share(pairs, asked.pairs);
  values[row + at.matterWords] = share(matterWords, asked.matterWords);
  values[row + at.matterPairs] = share(matterPairs, asked.matterPairs);
  values[row + at.bodyWords] = share(inBodyWords, asked.words);
  values[row + at.bodyPairs] = share(inBodyPairs, asked.pairs);
  values[row + at.rarestMissed] = share(rarestMissed, asked.rarest);
  values[row + at.exactWords] = foundWords > 0 ? foundExact / foundWords : 1;
  values[row + at.exactPairs] = foundPairs > 0 ? foundExactPairs / foundPairs : 1;
  values[row + at.headingWordsCovered] = share(headWordMass, asked.words);
  values[row + at.headingPairsCovered] = share(headPairMass, asked.pairs);
  values[row + at.headingMatter] = share(headMatter, asked.matterWords);
  return share(words, asked.allWords);
}
