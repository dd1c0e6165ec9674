import { toUnitLength, weightOf } from './word-vectors.ts';
import type { WordVectors } from './word-vectors.ts';

/*
 * The vectors of a passage: one of the whole, and where its text is longer than a window one of each window, each with
 * the head of the passage in front. A long article is about many things, a question about one of them. 200 candidates
 * are compared in a fraction of a millisecond because nothing is summed at that time.
 */

/** Words of the text that a window takes in, and how far the next one is. */
const windowWords = 100;
const stride = 50;
/** Heading and context count with every window; a long context would drown it. */
const headWords = 60;
/** A text of more windows gets longer ones, so that a passage costs at most this and one. */
const mostWindows = 24;
/** Steps of a signed byte for a part of a vector of length 1; parts beyond 4.5 times the usual do not occur. */
const bytesPerUnit = (dimensions: number): number => 127 / Math.min(1, 4.5 / Math.sqrt(dimensions));

/** How near a passage is to a question: cosines, about 0 to 1. */
export interface Nearness {
  /** The nearest window to the question without its words of asking. */
  window: number;
  /** The whole passage to the whole question. */
  whole: number;
}

/** A place in a stream of words: start, end of heading, start of text, end. */
type Bounds = readonly [start: number, headingEnd: number, textFrom: number, end: number];

/** Makes the vectors of passages whose words are numbers of one vocabulary. */
export class PassageEmbedder {
  readonly vectors: WordVectors;
  readonly #words: readonly string[];
  readonly #foldedOf: ArrayLike<number>;
  /** Row + 1 of each word; 0 where it was not looked up yet, -1 where there is none. */
  #rowOf = new Int32Array(1024);
  #rows = new Int32Array(1024);
  #pairs = new Int32Array(1024);
  readonly #counts: Uint16Array;
  /** Rows with a count, the first `#seenCount`. */
  #seen = new Int32Array(2048);
  #weights = new Float64Array(2048);
  #seenCount = 0;
  readonly #sum: Float32Array;

  /** @param vocabulary may grow afterwards */
  constructor(
    vectors: WordVectors,
    vocabulary: { readonly words: readonly string[]; readonly foldedOf: ArrayLike<number> },
  ) {
    this.vectors = vectors;
    this.#words = vocabulary.words;
    this.#foldedOf = vocabulary.foldedOf;
    this.#counts = new Uint16Array(vectors.scales.length);
    this.#sum = new Float32Array(vectors.dimensions);
  }

  /** Appends the vectors of a passage to `into`: the whole, then its windows if there are several. */
  embed(stream: Int32Array, bounds: Bounds, into: VectorList): void {
    const [start, , textFrom, end] = bounds;
    this.#look(stream, bounds);
    this.#append(start, end, textFrom, textFrom, into);
    const length = end - textFrom;
    if (length <= windowWords) return;
    const count = Math.min(mostWindows, Math.ceil((length - windowWords) / stride) + 1);
    const step = Math.max(stride, Math.ceil((length - windowWords) / (count - 1)));
    const words = Math.max(windowWords, 2 * step);
    const headEnd = Math.min(textFrom, start + headWords);
    for (let window = 0; window < count; window++) {
      const from = textFrom + window * step;
      this.#append(start, headEnd, from, Math.min(end, from + words), into);
      if (from + words >= end) break;
    }
  }

  /** The rows of the words of a passage, and of the pairs that begin at them, by place from its start. */
  #look(stream: Int32Array, [start, headingEnd, textFrom, end]: Bounds): void {
    const size = end - start;
    if (this.#rows.length < size) {
      this.#rows = new Int32Array(size * 2);
      this.#pairs = new Int32Array(size * 2);
      this.#seen = new Int32Array(size * 4);
      this.#weights = new Float64Array(size * 4);
    }
    if (this.#rowOf.length < this.#words.length) {
      const larger = new Int32Array(this.#words.length * 2);
      larger.set(this.#rowOf);
      this.#rowOf = larger;
    }
    for (let at = start; at < end; at++) this.#rows[at - start] = this.#row(stream[at]!);
    for (let at = start; at < end; at++) {
      const isLast = at + 1 === end || at + 1 === headingEnd || at + 1 === textFrom;
      this.#pairs[at - start] = isLast
        ? -1
        : this.vectors.pairRow(this.#rows[at - start]!, this.#rows[at + 1 - start]!);
    }
  }

  #row(word: number): number {
    const known = this.#rowOf[word]!;
    if (known !== 0) return known > 0 ? known - 1 : -1;
    const row = this.vectors.wordRow(this.#words[this.#foldedOf[word]!]!);
    this.#rowOf[word] = row < 0 ? -1 : row + 1;
    return row;
  }

  /** Appends the vector of two ranges of the passage that was looked up; places are those of its stream. */
  #append(start: number, headEnd: number, from: number, to: number, into: VectorList): void {
    this.#count(0, headEnd - start);
    this.#count(from - start, to - start);
    const sum = this.#sum.fill(0);
    for (let at = 0; at < this.#seenCount; at++) {
      const row = this.#seen[at]!;
      this.#weights[at] = weightOf(this.#counts[row]!);
      this.#counts[row] = 0;
    }
    this.vectors.add(sum, this.#seen, this.#weights, this.#seenCount);
    this.#seenCount = 0;
    into.push(toUnitLength(sum));
  }

  #count(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const row = this.#rows[at]!;
      if (row >= 0 && this.#counts[row]!++ === 0) this.#seen[this.#seenCount++] = row;
      const pair = at + 1 < to ? this.#pairs[at]! : -1;
      if (pair >= 0 && this.#counts[pair]!++ === 0) this.#seen[this.#seenCount++] = pair;
    }
  }
}

/** Vectors as bytes behind each other, growing. */
export class VectorList {
  readonly #dimensions: number;
  #bytes = new Int8Array(4096);
  #used = 0;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  /** How many vectors there are. */
  get count(): number {
    return this.#used / this.#dimensions;
  }

  push(vector: Float32Array): void {
    this.#reserve(vector.length);
    const steps = bytesPerUnit(vector.length);
    for (let k = 0; k < vector.length; k++) {
      this.#bytes[this.#used + k] = Math.max(-127, Math.min(127, Math.round(vector[k]! * steps)));
    }
    this.#used += vector.length;
  }

  /** Takes over vectors that are bytes already. */
  copy(bytes: Int8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  toArray(): Int8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#used);
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#bytes.length) return;
    const larger = new Int8Array(Math.max(this.#used + length, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = larger;
  }
}

/**
 * Compares one question with passages.
 * @param window the vector of the question without its words of asking, of length 1
 * @param whole that of the whole question
 * @returns how near the vectors `first` up to `end` of `bytes` are, which `PassageEmbedder.embed` made of one passage
 */
export function nearnessTo(
  window: Float32Array,
  whole: Float32Array,
): (bytes: Int8Array, first: number, end: number) => Nearness {
  const dimensions = window.length;
  const steps = bytesPerUnit(dimensions);
  const asked = Float64Array.from(window);
  const askedWhole = Float64Array.from(whole);
  return (bytes, first, end) => {
    if (first === end) return { window: 0, whole: 0 };
    let best = -Infinity;
    for (let vector = end - first > 1 ? first + 1 : first; vector < end; vector++) {
      const product = productOf(asked, bytes, vector * dimensions);
      if (product > best) best = product;
    }
    return {
      window: Math.max(-1, best / steps),
      whole: productOf(askedWhole, bytes, first * dimensions) / steps,
    };
  };
}

/** Four sums at a time: each addition would wait for the one before. */
function productOf(question: Float64Array, bytes: Int8Array, from: number): number {
  const size = question.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0;
  for (; k + 3 < size; k += 4) {
    const at = from + k;
    a += question[k]! * bytes[at]!;
    b += question[k + 1]! * bytes[at + 1]!;
    c += question[k + 2]! * bytes[at + 2]!;
    d += question[k + 3]! * bytes[at + 3]!;
  }
  for (; k < size; k++) a += question[k]! * bytes[from + k]!;
  return a + b + (c + d);
}
