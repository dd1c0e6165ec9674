import { setImmediate as nextTurn } from 'node:timers/promises';
import { VectorList } from './word-vectors-windows.ts';
import type { PassageEmbedder } from './word-vectors-windows.ts';

/*
 * One frozen part of the lexical index. Everything is in typed arrays, so that 40,000 articles take about 90 MB, a
 * query touches a quarter of a million postings in under a millisecond, and the whole can be written to a file and
 * read back without parsing.
 *
 *   stream   | accented words of passage 0 | of passage 1 | ...            start[p] .. start[p + 1]
 *            | heading ¦ context ¦ text    |                               headingEnd[p], textFrom[p]
 *   terms    sorted keys of folded words and of pairs of neighbours        termKey(a), termKey(a, b)
 *   postings for term t: passages[firstPosting[t] ..] with their counts    passage numbers are local to the segment
 *   vectors  of passage 0: whole, windows | of passage 1 | ...             firstVector[p] .. firstVector[p + 1]
 *
 * The stream is what a second look at the best candidates reads, and what a merge is made from: the text itself is
 * never asked for again. A segment has at most 65,535 passages so that a passage fits in 16 bits, and is capped in
 * size so that building or merging one never holds up the process for long.
 */

/** No more passages fit in a posting of 16 bits. */
const maxPassages = 65_535;
/** Larger segments would make the sorting of their terms a noticeable pause. */
const maxTokens = 4_000_000;

const pairFactor = 2 ** 26;

/** The key of a folded word, or of two neighbouring folded words, by their numbers in the vocabulary. */
export const termKey = (word: number, next?: number): number =>
  next === undefined ? word : (word + 1) * pairFactor + next;

/** A passage as the index takes it: accented word numbers by field. */
export interface TokenisedPassage {
  id: string;
  document: number;
  heading: readonly number[];
  context: readonly number[];
  text: readonly number[];
}

/** See the drawing above. `document` gives each passage the number of its document in the index. */
export interface Segment {
  readonly ids: readonly string[];
  readonly document: Int32Array;
  readonly stream: Int32Array;
  readonly start: Int32Array;
  readonly headingEnd: Int32Array;
  readonly textFrom: Int32Array;
  readonly terms: Float64Array;
  readonly firstPosting: Int32Array;
  readonly passages: Uint16Array;
  readonly counts: Uint8Array;
  /** Number of the first vector of each passage, and of all vectors; all 0 in an index without vectors. */
  readonly firstVector: Int32Array;
  readonly vectors: Int8Array;
  /** 1 where the passage was removed; it stays in the postings until the segment is merged. */
  readonly removed: Uint8Array;
  removedCount: number;
}

/** Where `key` stands in `segment.terms`, or -1. */
export function findTerm(segment: Segment, key: number): number {
  const { terms } = segment;
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = terms[middle]!;
    if (value === key) return middle;
    if (value < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The first posting of a term, by its place in `segment.terms`, of passage `passage` or a later one; or where they end. */
export function firstAt({ passages, firstPosting }: Segment, term: number, passage: number): number {
  return lowerBound(passages, firstPosting[term]!, firstPosting[term + 1]!, passage);
}

/** The first place in [from, to) of sorted `values` whose value is not less than `value`; `to` where there is none. */
export function lowerBound(values: Uint16Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Passages [from, to) of a segment. */
export type Stretch = readonly [from: number, to: number];

/** Where the passages of these documents stand in the segment, in order. */
export function stretchesOf({ document }: Segment, numbers: readonly number[]): Stretch[] {
  let known = stretchesByDocument.get(document);
  if (!known) {
    known = new Map();
    for (let from = 0, to = 0; from < document.length; from = to) {
      while (to < document.length && document[to] === document[from]) to++;
      const rows = known.get(document[from]!);
      if (rows) rows.push([from, to]);
      else known.set(document[from]!, [[from, to]]);
    }
    stretchesByDocument.set(document, known);
  }
  const stretches = [...new Set(numbers)].flatMap((number) => known.get(number) ?? []);
  return stretches.sort(([x], [y]) => x - y);
}

/** By `Segment.document`, which the views of an index share; made when first asked for. */
const stretchesByDocument = new WeakMap<Int32Array, Map<number, Stretch[]>>();

/** Collects passages until `isFull`, then `freeze` makes the segment. */
export class SegmentBuilder {
  readonly #foldedOf: ArrayLike<number>;
  readonly #embedder: PassageEmbedder | null;
  /** Where the vectors of a passage are already, by its number. */
  readonly #known = new Map<number, Int8Array>();
  readonly #ids: string[] = [];
  readonly #document: number[] = [];
  readonly #start: number[] = [0];
  readonly #headingEnd: number[] = [];
  readonly #textFrom: number[] = [];
  #stream = new Int32Array(1024);
  #used = 0;

  /** @param embedder null for an index without vectors */
  constructor(foldedOf: ArrayLike<number>, embedder: PassageEmbedder | null) {
    this.#foldedOf = foldedOf;
    this.#embedder = embedder;
  }

  get passageCount(): number {
    return this.#ids.length;
  }

  get isFull(): boolean {
    return this.#ids.length >= maxPassages || this.#used >= maxTokens;
  }

  add(passage: TokenisedPassage): void {
    this.#ids.push(passage.id);
    this.#document.push(passage.document);
    this.#append(passage.heading);
    this.#headingEnd.push(this.#used);
    this.#append(passage.context);
    this.#textFrom.push(this.#used);
    this.#append(passage.text);
    this.#start.push(this.#used);
  }

  /** Takes over passage `index` of another segment of the same vocabulary and vectors. */
  copy(from: Segment, index: number): void {
    const [start, headingEnd, textFrom, end] = bounds(from, index);
    if (this.#embedder)
      this.#known.set(this.#ids.length, vectorsOf(from, index, this.#embedder.vectors.dimensions));
    this.#ids.push(from.ids[index]!);
    this.#document.push(from.document[index]!);
    const base = this.#used - start;
    this.#append(from.stream.subarray(start, end));
    this.#headingEnd.push(base + headingEnd);
    this.#textFrom.push(base + textFrom);
    this.#start.push(this.#used);
  }

  /** Counts and sorts; gives way to other work between slices of about `sliceMs` milliseconds. */
  async freeze(sliceMs = 10): Promise<Segment> {
    const size = this.#ids.length;
    const segment = {
      ids: this.#ids,
      document: Int32Array.from(this.#document),
      stream: this.#stream.slice(0, this.#used),
      start: Int32Array.from(this.#start),
      headingEnd: Int32Array.from(this.#headingEnd),
      textFrom: Int32Array.from(this.#textFrom),
      removed: new Uint8Array(size),
      removedCount: 0,
    };
    const turns = new Turns(sliceMs);
    const table = new TermTable();
    for (let passage = 0; passage < size; passage++) {
      forEachTerm(segment, passage, this.#foldedOf, (key) => table.count(key, passage));
      if ((passage & 63) === 0) await turns.giveWay();
    }
    const terms = table.sortedKeys();
    await turns.giveWay();
    const firstPosting = new Int32Array(terms.length + 1);
    const cursor = new Int32Array(table.size);
    for (let rank = 0; rank < terms.length; rank++) {
      const slot = table.find(terms[rank]!);
      cursor[slot] = firstPosting[rank]!;
      firstPosting[rank + 1] = firstPosting[rank]! + table.frequency[slot]!;
    }
    await turns.giveWay();
    const total = firstPosting[terms.length]!;
    const passages = new Uint16Array(total);
    const counts = new Uint8Array(total);
    // `seen` holds passage + 1 of the last posting of a term, so that a repeated term raises its count.
    const seen = new Int32Array(table.size);
    for (let passage = 0; passage < size; passage++) {
      forEachTerm(segment, passage, this.#foldedOf, (key) => {
        const slot = table.find(key);
        if (seen[slot] !== passage + 1) {
          seen[slot] = passage + 1;
          const at = cursor[slot]!;
          cursor[slot] = at + 1;
          passages[at] = passage;
          counts[at] = 1;
        } else {
          const at = cursor[slot]! - 1;
          if (counts[at]! < 255) counts[at]!++;
        }
      });
      if ((passage & 63) === 0) await turns.giveWay();
    }
    return { ...segment, terms, firstPosting, passages, counts, ...(await this.#embed(segment, turns)) };
  }

  async #embed(
    segment: Pick<Segment, 'stream' | 'start' | 'headingEnd' | 'textFrom' | 'ids'>,
    turns: Turns,
  ): Promise<Pick<Segment, 'firstVector' | 'vectors'>> {
    const firstVector = new Int32Array(segment.ids.length + 1);
    if (!this.#embedder) return { firstVector, vectors: new Int8Array(0) };
    const list = new VectorList(this.#embedder.vectors.dimensions);
    for (let passage = 0; passage < segment.ids.length; passage++) {
      const known = this.#known.get(passage);
      if (known) list.copy(known);
      else this.#embedder.embed(segment.stream, bounds(segment, passage), list);
      firstVector[passage + 1] = list.count;
      if ((passage & 15) === 0) await turns.giveWay();
    }
    return { firstVector, vectors: list.toArray() };
  }

  #append(words: ArrayLike<number>): void {
    const needed = this.#used + words.length;
    if (needed > this.#stream.length) {
      const larger = new Int32Array(Math.max(needed, this.#stream.length * 2));
      larger.set(this.#stream.subarray(0, this.#used));
      this.#stream = larger;
    }
    this.#stream.set(words, this.#used);
    this.#used = needed;
  }
}

/** [start, end of heading, start of text, end] of a passage in its segment's stream. */
export function bounds(
  segment: Pick<Segment, 'start' | 'headingEnd' | 'textFrom'>,
  passage: number,
): [number, number, number, number] {
  return [
    segment.start[passage]!,
    segment.headingEnd[passage]!,
    segment.textFrom[passage]!,
    segment.start[passage + 1]!,
  ];
}

const vectorsOf = ({ vectors, firstVector }: Segment, passage: number, dimensions: number): Int8Array =>
  vectors.subarray(firstVector[passage]! * dimensions, firstVector[passage + 1]! * dimensions);

/** Calls `visit` for every word and every pair of neighbours within a field, as often as they occur. */
function forEachTerm(
  segment: Pick<Segment, 'stream' | 'start' | 'headingEnd' | 'textFrom'>,
  passage: number,
  foldedOf: ArrayLike<number>,
  visit: (key: number) => void,
): void {
  const { stream } = segment;
  const [start, headingEnd, textFrom, end] = bounds(segment, passage);
  let previous = -1;
  for (let at = start; at < end; at++) {
    // A pair never crosses from the heading into the context or from there into the text.
    if (at === headingEnd || at === textFrom) previous = -1;
    const word = foldedOf[stream[at]!]!;
    visit(word);
    if (previous >= 0) visit(termKey(previous, word));
    previous = word;
  }
}

/** Yields to the event loop whenever its slice of time is used up. */
class Turns {
  readonly #sliceMs: number;
  #since = performance.now();

  constructor(sliceMs: number) {
    this.#sliceMs = sliceMs;
  }

  async giveWay(): Promise<void> {
    if (performance.now() - this.#since < this.#sliceMs) return;
    await nextTurn();
    this.#since = performance.now();
  }
}

/** Open-addressing table from term key to slot, with the number of passages that have the term. */
class TermTable {
  size = 0;
  frequency = new Int32Array(1 << 16);
  #keys = new Float64Array(1 << 16);
  #last = new Int32Array(1 << 16);
  #slots = new Int32Array(1 << 17);

  count(key: number, passage: number): void {
    if (this.size * 2 >= this.#slots.length) this.#grow();
    let at = this.#home(key);
    for (;;) {
      const slot = this.#slots[at]!;
      if (slot === 0) break;
      if (this.#keys[slot - 1] === key) {
        if (this.#last[slot - 1] !== passage + 1) {
          this.#last[slot - 1] = passage + 1;
          this.frequency[slot - 1]!++;
        }
        return;
      }
      at = (at + 1) & (this.#slots.length - 1);
    }
    this.#slots[at] = ++this.size;
    this.#keys[this.size - 1] = key;
    this.#last[this.size - 1] = passage + 1;
    this.frequency[this.size - 1] = 1;
  }

  /** The slot of a key that was counted. */
  find(key: number): number {
    for (let at = this.#home(key); ; at = (at + 1) & (this.#slots.length - 1)) {
      const slot = this.#slots[at]!;
      if (this.#keys[slot - 1] === key) return slot - 1;
    }
  }

  sortedKeys(): Float64Array {
    return this.#keys.slice(0, this.size).sort();
  }

  #home(key: number): number {
    const high = Math.floor(key / pairFactor);
    const low = key - high * pairFactor;
    let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    return (hash ^ (hash >>> 13)) & (this.#slots.length - 1);
  }

  #grow(): void {
    const larger = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.frequency = larger(this.frequency, new Int32Array(this.frequency.length * 2));
    this.#last = larger(this.#last, new Int32Array(this.#last.length * 2));
    this.#keys = larger(this.#keys, new Float64Array(this.#keys.length * 2));
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let slot = 0; slot < this.size; slot++) {
      let at = this.#home(this.#keys[slot]!);
      while (this.#slots[at] !== 0) at = (at + 1) & (this.#slots.length - 1);
      this.#slots[at] = slot + 1;
    }
  }
}
