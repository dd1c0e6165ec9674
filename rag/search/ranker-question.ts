import { pairWeight } from './query.ts';
import type { LexicalIndex } from './lexical-index.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { Query } from './query.ts';

/** Nobody asks so much; a pasted document must not take longer than its candidates. */
const maxQueryWords = 1000;

/** The question's words by place. Words that no passage has keep their place, without mass. */
export interface Asked {
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
export class Scratch {
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

/** The arrays of an index. */
export function scratchOf(index: LexicalIndex): Scratch {
  let scratch = scratches.get(index);
  if (!scratch) scratches.set(index, (scratch = new Scratch(index)));
  return scratch;
}

/** Reads a question for the looks at its candidates, and marks its words in `scratch` until `forget`. */
export function prepare(index: LexicalIndex, query: Query, scratch: Scratch): Asked {
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
