import { pairWeight } from './query.ts';
import type { LexicalIndex } from './lexical-index.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { Query, QueryWord } from './query.ts';

/*
 * The question as the looks at its candidates need it: everything is a small number, so that a passage is compared by
 * counting in arrays.
 *
 *   place   of a word in the question and its expansions, one after the other; the same word may have several
 *   word    a different folded word of the question, from 1; 0 stands for words that no passage has
 *   slot    a word in one of the accented forms asked for, or in all its other forms; 0 for words not asked for
 *   pair    two neighbouring words, from 1, with pair slots for the forms of both; 0 for neighbours not asked for
 *
 * The slots of a word lie side by side, and so do those of a pair.
 */

/** Nobody asks so much; a pasted document must not take longer than its candidates. */
const maxQueryWords = 1000;

/** A question read for the looks. Words that no passage has keep their place, without mass. */
export interface Asked {
  size: number;
  /** Numbers of the folded words in the vocabulary, by place; -1 where no passage has the word. */
  folded: Int32Array;
  wordOf: Uint16Array;
  /** The slot of the accented form of a place; 0 where no passage has it. */
  exactSlot: Uint16Array;
  /** The pair of a place and the next; 0 where the sequence ends. */
  pairOf: Uint16Array;
  exactPairSlot: Int32Array;
  wordMass: Float64Array;
  pairMass: Float64Array;
  /** 1 where the word, the pair from it on, is matter and not asking. */
  isMatter: Uint8Array;
  isMatterPair: Uint8Array;
  areAccentsTelling: Uint8Array;
  /** Where the slots of a word begin; those of the last end at the last value. */
  slotsFrom: Uint16Array;
  /** The first place of the word of a slot. */
  placeOfSlot: Uint16Array;
  slotCount: number;
  /** The pair slot of two neighbours: by `slotCount` times the slot of the first, plus that of the second. */
  pairSlots: Int32Array;
  pairSlotsFrom: Int32Array;
  /** The last place of the pair of a pair slot. */
  placeOfPairSlot: Uint16Array;
  pairSlotCount: number;
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

/** Reads a question for the looks at its candidates, and marks its words in `scratch` until `forget`. */
export function prepare(index: LexicalIndex, query: Query, scratch: Scratch): Asked {
  const { flat, hasNext } = flatten(query);
  const size = flat.length;
  const folded = Int32Array.from(flat, (word) => index.numberOf(word.folded));
  scratch.fit(index, size);
  const asked: Asked = {
    size,
    folded,
    ...markWords(index, flat, folded, scratch),
    pairOf: new Uint16Array(size),
    exactPairSlot: new Int32Array(size),
    wordMass: new Float64Array(size),
    pairMass: new Float64Array(size),
    isMatter: new Uint8Array(size),
    isMatterPair: new Uint8Array(size),
    areAccentsTelling: new Uint8Array(size),
    pairSlots: new Int32Array(0),
    pairSlotsFrom: new Int32Array(0),
    placeOfPairSlot: new Uint16Array(0),
    pairSlotCount: 0,
    words: 0,
    pairs: 0,
    matterWords: 0,
    matterPairs: 0,
    allWords: 0,
    rarest: 0,
    terms: new Map(),
  };
  for (let place = 0; place < size; place++) {
    const word = flat[place]!;
    const mass = word.weight * index.rarity(folded[place]!);
    asked.allWords += mass;
    asked.areAccentsTelling[place] = query.isAccented || word.exact !== word.folded ? 1 : 0;
    asked.isMatter[place] = word.isAsking ? 0 : 1;
    if (folded[place]! < 0) continue;
    asked.wordMass[place] = mass;
    asked.words += mass;
    if (asked.isMatter[place]) {
      asked.matterWords += mass;
      asked.rarest = Math.max(asked.rarest, mass);
    }
    if (!hasNext[place] || folded[place + 1]! < 0) continue;
    const next = flat[place + 1]!;
    const weight = Math.min(word.weight, next.weight) * pairWeight;
    const pairMass = weight * index.rarity(folded[place]!, folded[place + 1]);
    asked.pairMass[place] = pairMass;
    asked.pairs += pairMass;
    if (asked.isMatter[place] && !next.isAsking) {
      asked.isMatterPair[place] = 1;
      asked.matterPairs += pairMass;
    }
  }
  markPairs(asked);
  scratch.fitSlots(asked);
  return asked;
}

/** All words by place, and whether the next place follows in the same sequence. */
function flatten({ words, expansions }: Query): { flat: QueryWord[]; hasNext: boolean[] } {
  const flat: QueryWord[] = [];
  const hasNext: boolean[] = [];
  for (const sequence of [words, ...expansions]) {
    for (let at = 0; at < sequence.length && flat.length < maxQueryWords; at++) {
      flat.push(sequence[at]!);
      hasNext.push(at + 1 < sequence.length && flat.length < maxQueryWords);
    }
  }
  return { flat, hasNext };
}

/** Numbers words and slots, and writes the slot of every accented form to the scratch. */
function markWords(
  { vocabulary }: LexicalIndex,
  flat: readonly QueryWord[],
  folded: Int32Array,
  { slotOf }: Scratch,
): Pick<Asked, 'wordOf' | 'exactSlot' | 'slotsFrom' | 'placeOfSlot' | 'slotCount'> {
  const wordOf = new Uint16Array(flat.length);
  const exactSlot = new Uint16Array(flat.length);
  const exact = flat.map((word, place) => (folded[place]! < 0 ? -1 : vocabulary.find(word.exact)));
  const numbers = new Map<number, number>();
  const slotsFrom = [0, 1];
  const placeOfSlot = [0];
  for (let place = 0; place < flat.length; place++) {
    const number = folded[place]!;
    if (number < 0) continue;
    const known = numbers.get(number);
    if (known !== undefined) {
      wordOf[place] = known;
      exactSlot[place] = exact[place]! < 0 ? 0 : slotOf[exact[place]!]!;
      continue;
    }
    const word = numbers.size + 1;
    numbers.set(number, word);
    wordOf[place] = word;
    const others = placeOfSlot.push(place) - 1;
    for (const variant of vocabulary.variants(number)) slotOf[variant] = others;
    for (let other = place; other < flat.length; other++) {
      const form = exact[other]!;
      if (folded[other] !== number || form < 0 || slotOf[form] !== others) continue;
      slotOf[form] = placeOfSlot.push(place) - 1;
    }
    exactSlot[place] = exact[place]! < 0 ? 0 : slotOf[exact[place]!]!;
    slotsFrom.push(placeOfSlot.length);
  }
  return {
    wordOf,
    exactSlot,
    slotsFrom: Uint16Array.from(slotsFrom),
    placeOfSlot: Uint16Array.from(placeOfSlot),
    slotCount: placeOfSlot.length,
  };
}

/** Numbers the pairs that have mass, and their slots. */
function markPairs(asked: Asked): void {
  const { slotCount, slotsFrom, wordOf, exactSlot } = asked;
  const pairSlots = new Int32Array(slotCount * slotCount);
  const numbers = new Map<number, number>();
  const pairSlotsFrom = [0, 1];
  const placeOfPairSlot = [0];
  for (let place = 0; place < asked.size; place++) {
    if (!(asked.pairMass[place]! > 0)) continue;
    const first = wordOf[place]!;
    const second = wordOf[place + 1]!;
    const key = first * slotCount + second;
    let pair = numbers.get(key);
    if (pair === undefined) {
      pair = numbers.size + 1;
      numbers.set(key, pair);
      for (let before = slotsFrom[first]!; before < slotsFrom[first + 1]!; before++) {
        for (let after = slotsFrom[second]!; after < slotsFrom[second + 1]!; after++)
          pairSlots[before * slotCount + after] = placeOfPairSlot.push(place) - 1;
      }
      pairSlotsFrom.push(placeOfPairSlot.length);
    }
    placeOfPairSlot.fill(place, pairSlotsFrom[pair], pairSlotsFrom[pair + 1]);
    asked.pairOf[place] = pair;
    const before = exactSlot[place]!;
    const after = exactSlot[place + 1]!;
    asked.exactPairSlot[place] = before > 0 && after > 0 ? pairSlots[before * slotCount + after]! : 0;
  }
  asked.pairSlots = pairSlots;
  asked.pairSlotsFrom = Int32Array.from(pairSlotsFrom);
  asked.placeOfPairSlot = Uint16Array.from(placeOfPairSlot);
  asked.pairSlotCount = placeOfPairSlot.length;
}

/** Where words or pairs of the question stand in the texts of all candidates, in order. */
export class Hits {
  at = new Int32Array(16_384);
  slot = new Int32Array(16_384);
  count = 0;

  /** Makes room for as many more as a text of so many words can have. */
  room(words: number): void {
    const needed = this.count + words;
    if (needed <= this.at.length) return;
    const at = new Int32Array(needed * 2);
    const slot = new Int32Array(needed * 2);
    at.set(this.at.subarray(0, this.count));
    slot.set(this.slot.subarray(0, this.count));
    this.at = at;
    this.slot = slot;
  }
}

/** Arrays that serve query after query, one set for each index. */
export class Scratch {
  /** The slot of every accented form of the question's words; 0 for all other words. */
  slotOf = new Uint16Array(0);
  /** Rarity of each folded word, NaN until asked for. */
  rarity = new Float32Array(0);
  /** How often each slot, and each pair slot, stands in heading and body of the candidate in hand. */
  headWords = new Int32Array(0);
  bodyWords = new Int32Array(0);
  headPairs = new Int32Array(0);
  bodyPairs = new Int32Array(0);
  /** How often each place stands in the windows in hand. */
  inNear = new Uint16Array(0);
  inWide = new Uint16Array(0);
  readonly words = new Hits();
  readonly pairs = new Hits();
  readonly #vocabulary: LexicalIndex['vocabulary'];
  #state = '';

  constructor(index: LexicalIndex) {
    this.#vocabulary = index.vocabulary;
  }

  /** Makes room for an index that may have grown, and for a question of so many places. */
  fit(index: LexicalIndex, places: number): void {
    const { size } = index.vocabulary;
    const state = `${size} ${index.passageCount} ${index.meanLength}`;
    if (state !== this.#state) {
      this.#state = state;
      if (this.slotOf.length < size) {
        this.slotOf = new Uint16Array(size + (size >> 2));
        this.rarity = new Float32Array(size + (size >> 2));
      }
      this.rarity.fill(NaN);
    }
    if (this.inNear.length < places) {
      this.inNear = new Uint16Array(places * 2);
      this.inWide = new Uint16Array(places * 2);
    }
    this.words.count = 0;
    this.pairs.count = 0;
  }

  fitSlots({ slotCount, pairSlotCount }: Asked): void {
    if (this.headWords.length < slotCount) {
      this.headWords = new Int32Array(slotCount * 2);
      this.bodyWords = new Int32Array(slotCount * 2);
    }
    if (this.headPairs.length < pairSlotCount) {
      this.headPairs = new Int32Array(pairSlotCount * 2);
      this.bodyPairs = new Int32Array(pairSlotCount * 2);
    }
  }

  clear({ slotCount, pairSlotCount }: Asked): void {
    this.headWords.fill(0, 0, slotCount);
    this.bodyWords.fill(0, 0, slotCount);
    this.headPairs.fill(0, 0, pairSlotCount);
    this.bodyPairs.fill(0, 0, pairSlotCount);
  }

  /** Leaves `slotOf` all zeros for the next query. */
  forget({ folded }: Asked): void {
    for (const number of folded) {
      if (number < 0) continue;
      for (const variant of this.#vocabulary.variants(number)) this.slotOf[variant] = 0;
    }
  }
}

const scratches = new WeakMap<LexicalIndex, Scratch>();

/** The arrays of an index. */
export function scratchOf(index: LexicalIndex): Scratch {
  let scratch = scratches.get(index);
  if (!scratch) scratches.set(index, (scratch = new Scratch(index)));
  return scratch;
}
