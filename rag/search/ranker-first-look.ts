import { at, share } from './ranker-feature-names.ts';
import { b, candidateBounds, k1 } from './lexical-index.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Asked, Scratch } from './ranker-question.ts';

const saturate = (count: number, norm: number): number => (count * (k1 + 1)) / (count + norm);

/** Reads the words of a candidate once and writes what it finds to its row. */
export function look(
  index: LexicalIndex,
  asked: Asked,
  scratch: Scratch,
  candidate: Candidate,
  values: Float64Array,
  row: number,
): { coverage: number; hasHeading: boolean } {
  const { stream } = candidate.segment;
  const [start, headingEnd, textFrom, end] = candidateBounds(candidate);
  const { size, exact, wordMass, pairMass, nextPlace } = asked;
  scratch.clear(size);
  const { firstPlace, headWords, bodyWords, exactWords, headPairs, bodyPairs, exactPairs } = scratch;
  const { lastAt, rarity } = scratch;
  const { foldedOf, words: printed } = index.vocabulary;
  let headSaid = 0;
  let headPairsSaid = 0;
  let headRarity = 0;
  let headRaritySaid = 0;
  for (let position = start; position < end; position++) {
    const word = stream[position]!;
    const first = firstPlace[word]!;
    const isHead = position < headingEnd;
    if (isHead) {
      const number = foldedOf[word]!;
      let rare = rarity[number]!;
      if (rare !== rare) rare = rarity[number] = index.inverseFrequency(printed[number]!);
      headRarity += rare;
      if (first !== 0) headRaritySaid += rare;
    }
    if (first === 0) continue;
    const isFieldStart = position === start || position === headingEnd || position === textFrom;
    let isPair = false;
    // Places come from the last to the first, so that what is known of the place before is still from the word before.
    for (let next = first; next !== 0; next = nextPlace[next - 1]!) {
      const place = next - 1;
      const isExact = exact[place] === word;
      if (isHead) headWords[place]!++;
      else bodyWords[place]!++;
      if (isExact) exactWords[place] = 1;
      if (!isFieldStart && place > 0 && pairMass[place - 1]! > 0 && lastAt[place - 1] === position - 1) {
        isPair = true;
        if (isHead) headPairs[place - 1]!++;
        else bodyPairs[place - 1]!++;
        if (isExact && exact[place - 1] === stream[position - 1]) exactPairs[place - 1] = 1;
      }
      lastAt[place] = position;
    }
    if (isHead) {
      headSaid++;
      if (isPair) headPairsSaid++;
    }
  }
  const norm = k1 * (1 - b + (b * (end - start)) / index.meanLength);
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
    const mass = wordMass[place]!;
    const count = headWords[place]! + bodyWords[place]!;
    const isMatter = asked.isMatter[place] === 1;
    if (count > 0) {
      const gain = mass * saturate(count, norm);
      wordScore += gain;
      lexical += gain * (isTelling && exactWords[place] === 0 ? otherAccents : 1);
      words += mass;
      if (isMatter) matterWords += mass;
      if (bodyWords[place]! > 0) inBodyWords += mass;
      if (headWords[place]! > 0) {
        headWordMass += mass;
        if (isMatter) headMatter += mass;
      }
      if (isTelling) {
        foundWords += mass;
        if (exactWords[place] === 1) foundExact += mass;
      }
    } else if (isMatter && mass > rarestMissed) rarestMissed = mass;
    const pair = pairMass[place]!;
    const pairCount = headPairs[place]! + bodyPairs[place]!;
    if (pairCount === 0) continue;
    const gain = pair * saturate(pairCount, norm);
    pairScore += gain;
    lexical += gain * (isTelling && exactPairs[place] === 0 ? otherAccents : 1);
    pairs += pair;
    if (asked.isMatterPair[place] === 1) matterPairs += pair;
    if (bodyPairs[place]! > 0) inBodyPairs += pair;
    if (headPairs[place]! > 0) headPairMass += pair;
    if (isTelling) {
      foundPairs += pair;
      if (exactPairs[place] === 1) foundExactPairs += pair;
    }
  }
  const headLength = headingEnd - start;
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
  values[row + at.headingWordsSaid] = share(headSaid, headLength);
  values[row + at.headingPairsSaid] = share(headPairsSaid, headLength - 1);
  values[row + at.headingRaritySaid] = share(headRaritySaid, headRarity);
  values[row + at.length] = Math.log(1 + (end - headingEnd) / 100);
  values[row + at.headingLength] = Math.log(1 + headLength / 10);
  return { coverage: share(words, asked.allWords), hasHeading: headLength > 0 };
}

/** What a term counts whose accented form does not occur, if the question has accents at all. */
const otherAccents = 0.5;
