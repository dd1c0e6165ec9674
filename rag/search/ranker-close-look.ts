import { at, share } from './ranker-feature-names.ts';
import { findTerm, firstAt, lowerBound, termKey } from './lexical-index-segment.ts';
import type { Candidate } from './lexical-index.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { Asked, Hits, Scratch } from './ranker-question.ts';

/** Lengths of the windows in words. */
const nearWindow = 40;
const wideWindow = 100;

/** Where the hits of one candidate begin and end. */
interface HitRange {
  from: number;
  to: number;
}

/**
 * The most mass of different words, and of different pairs, that stands within a window of the text.
 * @param words what the first look found in the text of the candidate
 * @param pairs the same of pairs
 */
export function lookAtWindows(
  asked: Asked,
  scratch: Scratch,
  { segment, passage }: Candidate,
  words: HitRange,
  pairs: HitRange,
  values: Float64Array,
  row: number,
): void {
  const ofWords = mostWithin(asked.wordMass, asked.placeOfSlot, scratch.words, words, scratch);
  values[row + at.window40] = share(ofWords.near, asked.words);
  values[row + at.window100] = share(ofWords.wide, asked.words);
  const ofPairs = mostWithin(asked.pairMass, asked.placeOfPairSlot, scratch.pairs, pairs, scratch);
  values[row + at.windowPairs40] = share(ofPairs.near, asked.pairs);
  values[row + at.windowPairs100] = share(ofPairs.wide, asked.pairs);
  const early = massUntil(asked, scratch, words, segment.textFrom[passage]! + nearWindow);
  values[row + at.firstWords] = share(early, asked.matterWords);
}

/** The most mass of different places among the hits that stand within a near and within a wide window. */
function mostWithin(
  mass: Float64Array,
  placeOf: Uint16Array,
  { at: position, slot }: Hits,
  { from, to }: HitRange,
  { inNear, inWide }: Scratch,
): { near: number; wide: number } {
  inNear.fill(0, 0, mass.length);
  inWide.fill(0, 0, mass.length);
  let near = 0;
  let wide = 0;
  let mostNear = 0;
  let mostWide = 0;
  for (let last = from, firstNear = from, firstWide = from; last < to; last++) {
    const place = placeOf[slot[last]!]!;
    const here = position[last]!;
    if (inNear[place]!++ === 0) near += mass[place]!;
    if (inWide[place]!++ === 0) wide += mass[place]!;
    for (; position[firstNear]! <= here - nearWindow; firstNear++) {
      const gone = placeOf[slot[firstNear]!]!;
      if (--inNear[gone]! === 0) near -= mass[gone]!;
    }
    for (; position[firstWide]! <= here - wideWindow; firstWide++) {
      const gone = placeOf[slot[firstWide]!]!;
      if (--inWide[gone]! === 0) wide -= mass[gone]!;
    }
    if (near > mostNear) mostNear = near;
    if (wide > mostWide) mostWide = wide;
  }
  return { near: mostNear, wide: mostWide };
}

/** The mass of the matter's words among the hits that stand before `end`. */
function massUntil(
  { size, wordMass, isMatter, placeOfSlot }: Asked,
  { words: { at: position, slot }, inNear }: Scratch,
  { from, to }: HitRange,
  end: number,
): number {
  let mass = 0;
  inNear.fill(0, 0, size);
  for (let hit = from; hit < to && position[hit]! < end; hit++) {
    const place = placeOfSlot[slot[hit]!]!;
    if (inNear[place]!++ === 0 && isMatter[place] === 1) mass += wordMass[place]!;
  }
  return mass;
}

/** How much of the question's matter a document has, within its segment: the more of its passages, the more. */
export interface DocumentShares {
  words: number;
  pairs: number;
}

/** Counts the matter in the document of a candidate; documents that were counted are `known` by their number. */
export function lookAtDocument(
  asked: Asked,
  { segment, passage }: Candidate,
  known: Map<number, DocumentShares>,
  values: Float64Array,
  row: number,
): void {
  const number = segment.document[passage]!;
  let shares = known.get(number);
  if (!shares) known.set(number, (shares = countInDocument(asked, segment, passage)));
  const matter = asked.matterWords + asked.matterPairs;
  const here =
    values[row + at.matterWords]! * asked.matterWords + values[row + at.matterPairs]! * asked.matterPairs;
  values[row + at.documentWords] = share(shares.words, asked.matterWords);
  values[row + at.documentPairs] = share(shares.pairs, asked.matterPairs);
  values[row + at.documentFill] = share(shares.words + shares.pairs, matter) * (1 - share(here, matter));
}

const often = (passages: number): number => passages / (passages + 2);

function countInDocument(asked: Asked, segment: Segment, passage: number): DocumentShares {
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
  const end = firstPosting[term + 1]!;
  const first = firstAt(segment, term, from);
  // A posting names a passage once, so there are no more of them than passages.
  return lowerBound(passages, first, Math.min(end, first + to - from), to) - first;
}
