import { b, candidateBounds, k1 } from './lexical-index.ts';
import { pairWeight } from './query.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Query } from './query.ts';

/*
 * The second look: the best candidates of the lexical index are scored again from their stored word streams, with
 * what a bag of terms cannot tell. Nothing here is learned; the weights are round numbers from the middle of wide
 * plateaus that two collections of State law share.
 *
 *   accents    a term whose accented form does not occur counts half, if the question has accents at all
 *   heading    the share of the heading that the question says: a heading that is wholly in the question is most
 *              likely what it is about
 *   document   passages of a document with several good passages are a little likelier
 *
 * MRR@10 with each left out, 750 questions over 39,151 articles and 1,062 over 4,013, as typed and without diacritics:
 *
 *   all                        .747 .742   .901 .898
 *   no lesser weight of asking .746 .738   .900 .898   (query.ts)
 *   pairs weigh as words       .747 .743   .899 .897   (query.ts)
 *   no accents                 .743 .741   .898 .898
 *   no heading                 .725 .718   .898 .896
 *   no document                .743 .736   .901 .899
 *   none: BM25 alone           .710 .709   .892 .892
 *
 * Tried without gain: more weight for words in the heading, coverage of the question by the passage or by its heading,
 * the rarest word missed, length, rare words weighing more, other k1 and b.
 */

const accentWeight = 0.5;
const headingWordWeight = 0.15;
const headingPairWeight = 0.15;
const documentWeight = 0.05;

/** A candidate with its final score and what it is made of, each about 0 to 1. */
export interface Ranked {
  candidate: Candidate;
  score: number;
  signals: {
    /** BM25 over words and pairs, as a share of what the question could reach. */
    lexical: number;
    /** Share of the heading's words and of its pairs that the question has. */
    headingWords: number;
    headingPairs: number;
    /** How much of the best document's support the document of the passage has. */
    document: number;
    /** Share of the question's weight in words, unknown ones included, that the passage has. */
    coverage: number;
  };
}

/** Scores the candidates of one query again, best first; equal scores keep their order. */
export function rank(index: LexicalIndex, query: Query, candidates: readonly Candidate[]): Ranked[] {
  const asked = prepare(index, query);
  const looks = candidates.map((candidate) => look(index, asked, candidate));
  const withHeading = looks.filter((seen) => seen.hasHeading);
  const mean = (value: (seen: Look) => number): number =>
    withHeading.reduce((sum, seen) => sum + value(seen), 0) / Math.max(1, withHeading.length);
  // Where a passage has no heading, that says nothing: it gets what the others have on average.
  const usualWords = mean((seen) => seen.headingWords);
  const usualPairs = mean((seen) => seen.headingPairs);
  const ranked = looks.map((seen, at): Ranked => {
    const headingWords = seen.hasHeading ? seen.headingWords : usualWords;
    const headingPairs = seen.hasHeading ? seen.headingPairs : usualPairs;
    const { lexical, coverage } = seen;
    return {
      candidate: candidates[at]!,
      score: lexical + headingWordWeight * headingWords + headingPairWeight * headingPairs,
      signals: { lexical, headingWords, headingPairs, document: 0, coverage },
    };
  });
  addDocumentSupport(ranked);
  return ranked.sort((x, y) => y.score - x.score);
}

/** The question's words by place. Words that no passage has keep their place, without mass. */
interface Asked {
  exact: Int32Array;
  folded: Int32Array;
  wordMass: Float64Array;
  /** Mass of the pair of a place and the next; 0 where the sequence ends. */
  pairMass: Float64Array;
  areAccentsTelling: Uint8Array;
  /** Place + 1 of the first occurrence in the question, for every accented form of its words; 0 for all others. */
  firstPlace: Uint16Array;
  /** Place + 1 of the next occurrence of the same word; 0 after the last. */
  nextPlace: Uint16Array;
  total: number;
  /** Weight of all words, unknown ones included, without pairs. */
  wordTotal: number;
  /** Counts of the passage in hand, by place. */
  words: Float64Array;
  exactWords: Float64Array;
  pairs: Float64Array;
  exactPairs: Float64Array;
}

function prepare(index: LexicalIndex, query: Query): Asked {
  const { vocabulary } = index;
  const sequences = [query.words, ...query.expansions];
  const flat = sequences
    .flatMap((words) => words.map((word, at) => ({ ...word, next: words[at + 1] })))
    // Nobody asks so much; a pasted document must not take longer than its candidates.
    .slice(0, maxQueryWords);
  const size = flat.length;
  const asked: Asked = {
    exact: Int32Array.from(flat, (word) => vocabulary.find(word.exact)),
    folded: Int32Array.from(flat, (word) => vocabulary.find(word.folded)),
    wordMass: new Float64Array(size),
    pairMass: new Float64Array(size),
    areAccentsTelling: new Uint8Array(size),
    firstPlace: new Uint16Array(vocabulary.size),
    nextPlace: new Uint16Array(size),
    total: 0,
    wordTotal: 0,
    words: new Float64Array(size),
    exactWords: new Float64Array(size),
    pairs: new Float64Array(size),
    exactPairs: new Float64Array(size),
  };
  for (let at = size - 1; at >= 0; at--) {
    const word = flat[at]!;
    const number = asked.folded[at]!;
    const mass = word.weight * index.inverseFrequency(word.folded);
    asked.wordTotal += mass;
    asked.areAccentsTelling[at] = query.isAccented || word.exact !== word.folded ? 1 : 0;
    if (number < 0) continue;
    asked.nextPlace[at] = asked.firstPlace[number]!;
    for (const variant of vocabulary.variants(number)) asked.firstPlace[variant] = at + 1;
    asked.wordMass[at] = mass;
    asked.total += mass;
    if (!word.next || at + 1 === size || vocabulary.find(word.next.folded) < 0) continue;
    const weight = Math.min(word.weight, word.next.weight) * pairWeight;
    asked.pairMass[at] = weight * index.inverseFrequency(word.folded, word.next.folded);
    asked.total += asked.pairMass[at]!;
  }
  return asked;
}

const maxQueryWords = 1000;

interface Look {
  lexical: number;
  coverage: number;
  hasHeading: boolean;
  headingWords: number;
  headingPairs: number;
}

/** Reads the words of a candidate once and counts what the question asks for. */
function look(index: LexicalIndex, asked: Asked, candidate: Candidate): Look {
  const { stream } = candidate.segment;
  const [start, headingEnd, textFrom, end] = candidateBounds(candidate);
  const { exact, folded, pairMass, firstPlace, nextPlace, words, exactWords, pairs, exactPairs } = asked;
  words.fill(0);
  exactWords.fill(0);
  pairs.fill(0);
  exactPairs.fill(0);
  /** First place + 1 of the word before this one; 0 where it is not asked for or another field begins here. */
  let before = 0;
  let headingWords = 0;
  let headingPairs = 0;
  for (let at = start; at < end; at++) {
    const word = stream[at]!;
    const first = firstPlace[word]!;
    if (first === 0) {
      before = 0;
      continue;
    }
    if (at === headingEnd || at === textFrom) before = 0;
    let isPair = false;
    for (let next = first; next !== 0; next = nextPlace[next - 1]!) {
      const place = next - 1;
      words[place]!++;
      const isExact = exact[place] === word;
      if (isExact) exactWords[place] = 1;
      if (before === 0 || place === 0 || pairMass[place - 1] === 0) continue;
      if (firstPlace[folded[place - 1]!] !== before) continue;
      isPair = true;
      pairs[place - 1]!++;
      if (isExact && exact[place - 1] === stream[at - 1]) exactPairs[place - 1] = 1;
    }
    if (at < headingEnd) {
      headingWords++;
      if (isPair) headingPairs++;
    }
    before = first;
  }
  const norm = k1 * (1 - b + (b * (end - start)) / index.meanLength);
  let sum = 0;
  let covered = 0;
  for (let place = 0; place < words.length; place++) {
    const isTelling = asked.areAccentsTelling[place] === 1;
    const count = words[place]!;
    if (count > 0) {
      covered += asked.wordMass[place]!;
      sum += asked.wordMass[place]! * saturate(count, norm) * accentFactor(isTelling, exactWords[place]!);
    }
    const pairCount = pairs[place]!;
    if (pairCount > 0) {
      sum += pairMass[place]! * saturate(pairCount, norm) * accentFactor(isTelling, exactPairs[place]!);
    }
  }
  const headingLength = headingEnd - start;
  return {
    lexical: asked.total > 0 ? sum / asked.total : 0,
    coverage: asked.wordTotal > 0 ? covered / asked.wordTotal : 0,
    hasHeading: headingLength > 0,
    headingWords: headingLength > 0 ? headingWords / headingLength : 0,
    headingPairs: headingLength > 1 ? headingPairs / (headingLength - 1) : 0,
  };
}

const saturate = (count: number, norm: number): number => (count * (k1 + 1)) / (count + norm);

const accentFactor = (isTelling: boolean, hasExact: number): number =>
  isTelling && hasExact === 0 ? 1 - accentWeight : 1;

/** The fourth power lets only passages close to the best one support their document. */
function addDocumentSupport(ranked: Ranked[]): void {
  const top = Math.max(0, ...ranked.map((one) => one.score));
  if (top === 0) return;
  const support = new Map<string, number>();
  for (const { candidate, score } of ranked) {
    support.set(candidate.documentId, (support.get(candidate.documentId) ?? 0) + (score / top) ** 4);
  }
  const most = Math.max(...support.values());
  for (const one of ranked) {
    one.signals.document = (support.get(one.candidate.documentId) ?? 0) / most;
    one.score += documentWeight * one.signals.document;
  }
}
