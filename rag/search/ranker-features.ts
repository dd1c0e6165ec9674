import { b, candidateBounds, k1 } from './lexical-index.ts';
import { findTerm, termKey } from './lexical-index-segment.ts';
import { pairWeight } from './query.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { Query } from './query.ts';

/*
 * What the second look sees of a candidate, as numbers about 0 to 1. Everything is read from the word streams and
 * postings of the index; the text itself is never asked for. One scan of a candidate counts words and pairs of the
 * question by field; the likeliest are scanned again for windows.
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

/** How near a candidate is to the question in meaning; cosines, 0 where nothing is known. */
export interface Similarity {
  /** The nearest window of the passage to the question without its words of asking. */
  window: number;
  /** The whole passage to the whole question. */
  whole: number;
}

/** The features of all candidates: row `n` begins at `n * featureCount`. */
export interface FeatureRows {
  values: Float64Array;
  /** Share of the question's weight in words, unknown ones included, that each candidate has. */
  coverage: Float64Array;
  /** What is known of each candidate at first sight; decides which are looked at closely. */
  glance: Float64Array;
  /** 1 for the candidates that were looked at closely; the others lack windows and documents. */
  isClose: Uint8Array;
}

/** How many candidates are looked at closely. */
export const closeCount = 60;

/** Reads the features of the candidates of one query; `candidates` as the index gave them, best first. */
export function readFeatures(
  index: LexicalIndex,
  query: Query,
  candidates: readonly Candidate[],
  similarity?: (candidate: Candidate) => Similarity,
): FeatureRows {
  const scratch = scratchOf(index);
  const asked = prepare(index, query, scratch);
  const size = candidates.length;
  const values = new Float64Array(size * featureCount);
  const coverage = new Float64Array(size);
  const hasHeading = new Uint8Array(size);
  for (let n = 0; n < size; n++) {
    const candidate = candidates[n]!;
    const row = n * featureCount;
    const looked = look(index, asked, scratch, candidate, values, row);
    coverage[n] = looked.coverage;
    hasHeading[n] = looked.hasHeading ? 1 : 0;
    if (!similarity) continue;
    const { window, whole } = similarity(candidate);
    values[row + at.similarWindow] = window;
    values[row + at.similarWhole] = whole;
  }
  fillHeadings(values, hasHeading);
  compare(candidates, values);
  const glance = Float64Array.from({ length: size }, (_, n) => glanceAt(values, n * featureCount));
  const isClose = chooseBest(glance, closeCount);
  const documents = new Map<string, DocumentShares>();
  for (let n = 0; n < size; n++) {
    if (isClose[n] === 0) continue;
    const row = n * featureCount;
    lookAtWindows(asked, scratch, candidates[n]!, values, row);
    lookAtDocument(asked, candidates[n]!, documents, values, row);
    combine(values, row);
  }
  scratch.forget(asked);
  return { values, coverage, glance, isClose };
}

const harmonic = (x: number, y: number): number => (x + y > 0 ? (2 * x * y) / (x + y) : 0);

function combine(values: Float64Array, row: number): void {
  const said = values[row + at.headingRaritySaid]!;
  const matter = values[row + at.matterWords]!;
  const whole = values[row + at.similarWhole]!;
  const pairsSaid = values[row + at.headingPairsSaid]!;
  values[row + at.headingAgreement] = harmonic(said, values[row + at.headingMatter]!);
  values[row + at.headingPairAgreement] = harmonic(pairsSaid, values[row + at.headingPairsCovered]!);
  values[row + at.headingPairsSquared] = pairsSaid ** 2;
  values[row + at.matterWordsSquared] = matter ** 2;
  values[row + at.matterPairsSquared] = values[row + at.matterPairs]! ** 2;
  values[row + at.similarSquared] = whole ** 2;
  values[row + at.lexicalAndSimilar] = values[row + at.lexical]! * whole;
  values[row + at.allMatter] = Math.max(0, matter - 0.95) * 20;
  values[row + at.headingAndMatter] = said * matter;
  values[row + at.headingAndDocument] = said * values[row + at.documentBest]!;
}

/** A fixed formula, good enough to tell the likely from the unlikely. */
function glanceAt(values: Float64Array, row: number): number {
  return (
    values[row + at.lexical]! +
    0.15 * (values[row + at.headingWordsSaid]! + values[row + at.headingPairsSaid]!) +
    0.3 * (values[row + at.similarWindow]! + values[row + at.similarWhole]!)
  );
}

/** 1 for the `most` highest, of equal ones the first. */
function chooseBest(scores: Float64Array, most: number): Uint8Array {
  const chosen = new Uint8Array(scores.length);
  if (scores.length <= most) return chosen.fill(1);
  const least = Float64Array.from(scores).sort()[scores.length - most]!;
  let left = most;
  for (let n = 0; n < scores.length; n++) {
    if (scores[n]! > least) {
      chosen[n] = 1;
      left--;
    }
  }
  for (let n = 0; n < scores.length && left > 0; n++) {
    if (scores[n] !== least) continue;
    chosen[n] = 1;
    left--;
  }
  return chosen;
}

/** Nobody asks so much; a pasted document must not take longer than its candidates. */
const maxQueryWords = 1000;
/** Lengths of the windows in words. */
const nearWindow = 40;
const wideWindow = 100;

/** The question's words by place. Words that no passage has keep their place, without mass. */
interface Asked {
  size: number;
  exact: Int32Array;
  folded: Int32Array;
  /** Place + 1 of the next lower occurrence of the same word; 0 after the last. */
  nextPlace: Uint16Array;
  /** The place that stands for all of the same word. */
  mainPlace: Uint16Array;
  /** The last place of the same word. */
  topPlace: Uint16Array;
  wordMass: Float64Array;
  /** Mass of the pair of a place and the next; 0 where the sequence ends. */
  pairMass: Float64Array;
  /** 1 where the word, the pair from it on, is matter and not asking. */
  isMatter: Uint8Array;
  isMatterPair: Uint8Array;
  areAccentsTelling: Uint8Array;
  isAccented: boolean;
  words: number;
  pairs: number;
  matterWords: number;
  matterPairs: number;
  /** Weight of all words, unknown ones included. */
  allWords: number;
  rarest: number;
  /** Terms by segment, found once: the postings of each word and each pair. */
  terms: Map<Segment, { words: Int32Array; pairs: Int32Array }>;
}

/** Arrays that serve query after query, one set for each index. */
class Scratch {
  /** Place + 1 of the last occurrence in the question, for every accented form of its words; 0 for all others. */
  firstPlace = new Uint16Array(0);
  /** Rarity of each folded word, NaN until asked for. */
  rarity = new Float32Array(0);
  #state = '';
  // By place, for the candidate in hand.
  headWords = new Int32Array(0);
  bodyWords = new Int32Array(0);
  exactWords = new Uint8Array(0);
  headPairs = new Int32Array(0);
  bodyPairs = new Int32Array(0);
  exactPairs = new Uint8Array(0);
  /** Where the word of a place was last met. */
  lastAt = new Int32Array(0);
  inWindow = new Int32Array(0);
  // Occurrences in the text, in order.
  hitAt = new Int32Array(1024);
  hitPlace = new Uint16Array(1024);
  pairHitAt = new Int32Array(1024);
  pairHitPlace = new Uint16Array(1024);

  fit(index: LexicalIndex, places: number): void {
    const { size } = index.vocabulary;
    const state = `${size} ${index.passageCount} ${index.meanLength}`;
    if (state !== this.#state) {
      this.#state = state;
      if (this.firstPlace.length < size) {
        this.firstPlace = new Uint16Array(size + (size >> 2));
        this.rarity = new Float32Array(size + (size >> 2));
      }
      this.rarity.fill(NaN);
    }
    if (this.headWords.length >= places) return;
    const room = Math.max(64, places * 2);
    this.headWords = new Int32Array(room);
    this.bodyWords = new Int32Array(room);
    this.exactWords = new Uint8Array(room);
    this.headPairs = new Int32Array(room);
    this.bodyPairs = new Int32Array(room);
    this.exactPairs = new Uint8Array(room);
    this.lastAt = new Int32Array(room);
    this.inWindow = new Int32Array(room);
  }

  clear(places: number): void {
    this.headWords.fill(0, 0, places);
    this.bodyWords.fill(0, 0, places);
    this.exactWords.fill(0, 0, places);
    this.headPairs.fill(0, 0, places);
    this.bodyPairs.fill(0, 0, places);
    this.exactPairs.fill(0, 0, places);
    this.lastAt.fill(-2, 0, places);
  }

  /** Makes room for as many hits as a text of so many words can have. */
  room(words: number): void {
    if (this.hitAt.length >= words) return;
    this.hitAt = new Int32Array(words * 2);
    this.hitPlace = new Uint16Array(words * 2);
    this.pairHitAt = new Int32Array(words * 2);
    this.pairHitPlace = new Uint16Array(words * 2);
  }

  /** Lets the hits of pairs and of words change places. */
  usePairs(): void {
    [this.hitAt, this.pairHitAt] = [this.pairHitAt, this.hitAt];
    [this.hitPlace, this.pairHitPlace] = [this.pairHitPlace, this.hitPlace];
  }

  /** Leaves `firstPlace` all zeros for the next query. */
  forget(asked: Asked): void {
    for (let place = 0; place < asked.size; place++) {
      const number = asked.folded[place]!;
      if (number >= 0) this.#variants(number, 0);
    }
  }

  mark(variants: readonly number[], value: number): void {
    for (const variant of variants) this.firstPlace[variant] = value;
  }

  #vocabulary: LexicalIndex['vocabulary'];

  constructor(index: LexicalIndex) {
    this.#vocabulary = index.vocabulary;
  }

  #variants(number: number, value: number): void {
    this.mark(this.#vocabulary.variants(number), value);
  }
}

const scratches = new WeakMap<LexicalIndex, Scratch>();

function scratchOf(index: LexicalIndex): Scratch {
  let scratch = scratches.get(index);
  if (!scratch) scratches.set(index, (scratch = new Scratch(index)));
  return scratch;
}

function prepare(index: LexicalIndex, query: Query, scratch: Scratch): Asked {
  const { vocabulary } = index;
  const flat = [query.words, ...query.expansions]
    .flatMap((words) => words.map((word, place) => ({ ...word, next: words[place + 1] })))
    .slice(0, maxQueryWords);
  const size = flat.length;
  scratch.fit(index, size);
  const asked: Asked = {
    size,
    exact: Int32Array.from(flat, (word) => vocabulary.find(word.exact)),
    folded: Int32Array.from(flat, (word) => vocabulary.find(word.folded)),
    nextPlace: new Uint16Array(size),
    mainPlace: new Uint16Array(size),
    topPlace: new Uint16Array(size),
    wordMass: new Float64Array(size),
    pairMass: new Float64Array(size),
    isMatter: new Uint8Array(size),
    isMatterPair: new Uint8Array(size),
    areAccentsTelling: new Uint8Array(size),
    isAccented: query.isAccented,
    words: 0,
    pairs: 0,
    matterWords: 0,
    matterPairs: 0,
    allWords: 0,
    rarest: 0,
    terms: new Map(),
  };
  const { firstPlace } = scratch;
  for (let place = 0; place < size; place++) {
    const word = flat[place]!;
    const number = asked.folded[place]!;
    const mass = word.weight * index.inverseFrequency(word.folded);
    asked.allWords += mass;
    asked.areAccentsTelling[place] = query.isAccented || word.exact !== word.folded ? 1 : 0;
    asked.isMatter[place] = word.isAsking ? 0 : 1;
    asked.mainPlace[place] = place;
    if (number < 0) continue;
    const last = firstPlace[number]!;
    asked.nextPlace[place] = last;
    if (last !== 0) asked.mainPlace[place] = asked.mainPlace[last - 1]!;
    scratch.mark(vocabulary.variants(number), place + 1);
    asked.wordMass[place] = mass;
    asked.words += mass;
    if (asked.isMatter[place]) {
      asked.matterWords += mass;
      asked.rarest = Math.max(asked.rarest, mass);
    }
    const next = place + 1 < size ? word.next : undefined;
    if (!next || vocabulary.find(next.folded) < 0) continue;
    const weight = Math.min(word.weight, next.weight) * pairWeight;
    const pairMass = weight * index.inverseFrequency(word.folded, next.folded);
    asked.pairMass[place] = pairMass;
    asked.pairs += pairMass;
    if (asked.isMatter[place] && !next.isAsking) {
      asked.isMatterPair[place] = 1;
      asked.matterPairs += pairMass;
    }
  }
  for (let place = 0; place < size; place++) {
    const number = asked.folded[place]!;
    if (number >= 0) asked.topPlace[place] = firstPlace[number]! - 1;
  }
  return asked;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
const saturate = (count: number, norm: number): number => (count * (k1 + 1)) / (count + norm);

/** Reads the words of a candidate once and writes what it finds to its row. */
function look(
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

/** The most mass of different words, and of different pairs, that stands within a window of the text. */
function lookAtWindows(
  asked: Asked,
  scratch: Scratch,
  candidate: Candidate,
  values: Float64Array,
  row: number,
): void {
  const { firstPlace } = scratch;
  const { stream } = candidate.segment;
  const [, , textFrom, end] = candidateBounds(candidate);
  const { mainPlace, nextPlace, pairMass } = asked;
  let count = 0;
  let early = 0;
  scratch.room(end - textFrom);
  for (let position = textFrom; position < end; position++) {
    const first = firstPlace[stream[position]!]!;
    if (first === 0) continue;
    scratch.hitAt[count] = position;
    scratch.hitPlace[count++] = mainPlace[first - 1]!;
  }
  const words = asked.words;
  values[row + at.window40] = share(
    mostWithin(scratch, asked.wordMass, asked.size, count, nearWindow),
    words,
  );
  values[row + at.window100] = share(
    mostWithin(scratch, asked.wordMass, asked.size, count, wideWindow),
    words,
  );
  scratch.inWindow.fill(0, 0, asked.size);
  for (let hit = 0; hit < count && scratch.hitAt[hit]! < textFrom + nearWindow; hit++) {
    const place = scratch.hitPlace[hit]!;
    if (scratch.inWindow[place]!++ === 0 && asked.isMatter[place] === 1) early += asked.wordMass[place]!;
  }
  values[row + at.firstWords] = share(early, asked.matterWords);
  // Pairs: the same hits, kept where the word before is the one asked for before.
  let pairs = 0;
  for (let hit = 1; hit < count; hit++) {
    const position = scratch.hitAt[hit]!;
    if (scratch.hitAt[hit - 1] !== position - 1) continue;
    const before = firstPlace[stream[position - 1]!]!;
    for (let next = firstPlace[stream[position]!]!; next !== 0; next = nextPlace[next - 1]!) {
      const place = next - 1;
      if (place === 0 || pairMass[place - 1] === 0 || asked.topPlace[place - 1] !== before - 1) continue;
      scratch.pairHitAt[pairs] = position;
      scratch.pairHitPlace[pairs++] = place - 1;
      break;
    }
  }
  scratch.usePairs();
  values[row + at.windowPairs40] = share(
    mostWithin(scratch, pairMass, asked.size, pairs, nearWindow),
    asked.pairs,
  );
  values[row + at.windowPairs100] = share(
    mostWithin(scratch, pairMass, asked.size, pairs, wideWindow),
    asked.pairs,
  );
  scratch.usePairs();
}

/** The most mass of different places among the first `count` hits that stand within `length` words. */
function mostWithin(
  scratch: Scratch,
  mass: Float64Array,
  size: number,
  count: number,
  length: number,
): number {
  const { hitAt, hitPlace, inWindow } = scratch;
  inWindow.fill(0, 0, size);
  let sum = 0;
  let most = 0;
  for (let to = 0, from = 0; to < count; to++) {
    const place = hitPlace[to]!;
    if (inWindow[place]!++ === 0) sum += mass[place]!;
    for (; hitAt[from]! <= hitAt[to]! - length; from++) {
      const gone = hitPlace[from]!;
      if (--inWindow[gone]! === 0) sum -= mass[gone]!;
    }
    if (sum > most) most = sum;
  }
  return most;
}

/** How much of the question's matter a document has, within its segment: the more of its passages, the more. */
interface DocumentShares {
  words: number;
  pairs: number;
}

function lookAtDocument(
  asked: Asked,
  candidate: Candidate,
  known: Map<string, DocumentShares>,
  values: Float64Array,
  row: number,
): void {
  let shares = known.get(candidate.documentId);
  if (!shares) known.set(candidate.documentId, (shares = countInDocument(asked, candidate)));
  const matter = asked.matterWords + asked.matterPairs;
  const here =
    values[row + at.matterWords]! * asked.matterWords + values[row + at.matterPairs]! * asked.matterPairs;
  values[row + at.documentWords] = share(shares.words, asked.matterWords);
  values[row + at.documentPairs] = share(shares.pairs, asked.matterPairs);
  values[row + at.documentFill] = share(shares.words + shares.pairs, matter) * (1 - share(here, matter));
}

const often = (passages: number): number => passages / (passages + 2);

function countInDocument(asked: Asked, { segment, passage }: Candidate): DocumentShares {
  const { document } = segment;
  const number = document[passage]!;
  let from = passage;
  while (from > 0 && document[from - 1] === number) from--;
  let to = passage + 1;
  while (to < document.length && document[to] === number) to++;
  let terms = asked.terms.get(segment);
  if (!terms) asked.terms.set(segment, (terms = findTerms(asked, segment)));
  const shares = { words: 0, pairs: 0 };
  for (let place = 0; place < asked.size; place++) {
    if (asked.isMatter[place] === 0) continue;
    shares.words += asked.wordMass[place]! * often(countBetween(segment, terms.words[place]!, from, to));
    if (asked.isMatterPair[place] === 0) continue;
    shares.pairs += asked.pairMass[place]! * often(countBetween(segment, terms.pairs[place]!, from, to));
  }
  return shares;
}

function findTerms(asked: Asked, segment: Segment): { words: Int32Array; pairs: Int32Array } {
  const words = new Int32Array(asked.size).fill(-1);
  const pairs = new Int32Array(asked.size).fill(-1);
  for (let place = 0; place < asked.size; place++) {
    if (asked.isMatter[place] === 0 || asked.folded[place]! < 0) continue;
    words[place] = findTerm(segment, asked.folded[place]!);
    if (asked.isMatterPair[place] === 1)
      pairs[place] = findTerm(segment, termKey(asked.folded[place]!, asked.folded[place + 1]!));
  }
  return { words, pairs };
}

function countBetween(segment: Segment, term: number, from: number, to: number): number {
  if (term < 0) return 0;
  const { passages, firstPosting } = segment;
  const first = firstPosting[term]!;
  const end = firstPosting[term + 1]!;
  return lowerBound(passages, first, end, to) - lowerBound(passages, first, end, from);
}

function lowerBound(passages: Uint16Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passages[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const headingFeatures = [
  at.headingWordsCovered,
  at.headingPairsCovered,
  at.headingMatter,
  at.headingWordsSaid,
  at.headingPairsSaid,
  at.headingRaritySaid,
  at.headingLength,
];

function fillHeadings(values: Float64Array, hasHeading: Uint8Array): void {
  const withHeading = hasHeading.reduce((sum, value) => sum + value, 0);
  if (withHeading === 0 || withHeading === hasHeading.length) return;
  for (const feature of headingFeatures) {
    let sum = 0;
    for (let n = 0; n < hasHeading.length; n++) sum += hasHeading[n]! * values[n * featureCount + feature]!;
    for (let n = 0; n < hasHeading.length; n++)
      if (hasHeading[n] === 0) values[n * featureCount + feature] = sum / withHeading;
  }
}

/** Features that need all candidates: against the best, within the document, beside the neighbours. */
function compare(candidates: readonly Candidate[], values: Float64Array): void {
  const size = candidates.length;
  let best = 0;
  for (let n = 0; n < size; n++) {
    best = Math.max(best, values[n * featureCount + at.lexical]!);
  }
  const toBestOf = new Float64Array(size);
  const bestOfDocument = new Map<string, number>();
  const support = new Map<string, number>();
  const rowOf = new Map<Segment, Map<number, number>>();
  for (let n = 0; n < size; n++) {
    const { documentId, segment, passage } = candidates[n]!;
    const lexical = values[n * featureCount + at.lexical]!;
    const toBest = share(lexical, best);
    toBestOf[n] = toBest;
    bestOfDocument.set(documentId, Math.max(bestOfDocument.get(documentId) ?? 0, toBest));
    // The fourth power lets only passages close to the best one support their document.
    support.set(documentId, (support.get(documentId) ?? 0) + toBest ** 4);
    let rows = rowOf.get(segment);
    if (!rows) rowOf.set(segment, (rows = new Map()));
    rows.set(passage, n);
  }
  let most = 0;
  for (const sum of support.values()) most = Math.max(most, sum);
  for (let n = 0; n < size; n++) {
    const { documentId, segment, passage } = candidates[n]!;
    const row = n * featureCount;
    values[row + at.documentBest] = bestOfDocument.get(documentId)!;
    values[row + at.documentSupport] = share(support.get(documentId)!, most);
    const rows = rowOf.get(segment)!;
    for (const beside of [passage - 1, passage + 1]) {
      const other = rows.get(beside);
      if (other === undefined || candidates[other]!.documentId !== documentId) continue;
      const toBest = toBestOf[other]!;
      if (toBest > values[row + at.neighbour]!) values[row + at.neighbour] = toBest;
    }
  }
}
