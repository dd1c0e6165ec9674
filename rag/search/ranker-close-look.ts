import { at, share } from './ranker-feature-names.ts';
import { candidateBounds } from './lexical-index.ts';
import { findTerm, termKey } from './lexical-index-segment.ts';
import type { Candidate } from './lexical-index.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { Asked, Scratch } from './ranker-question.ts';

/** Lengths of the windows in words. */
const nearWindow = 40;
const wideWindow = 100;

/** The most mass of different words, and of different pairs, that stands within a window of the text. */
export function lookAtWindows(
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
export interface DocumentShares {
  words: number;
  pairs: number;
}

/** Counts the matter in the document of a candidate; documents that were counted are `known`. */
export function lookAtDocument(
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
