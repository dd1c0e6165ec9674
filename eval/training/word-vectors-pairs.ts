import type { NumberedTexts } from './word-vectors-texts.ts';

/** Rows of a text with their counts, in no order. */
export interface Bag {
  rows: number[];
  counts: number[];
}

/** Two pieces of one text that should be near each other. */
export interface TextPair {
  left: Bag;
  right: Bag;
  /** The text they are cut from: another pair of it is no counterexample. */
  text: number;
}

/** Shorter bodies teach nothing. */
const leastWords = 12;
/** Texts in a row that a batch takes. */
const neighbours = 8;

/**
 * One batch of `size` pairs: up to eight texts that stand beside each other, so that some counterexamples are near, and
 * then others. Of each text by chance
 *   35 %  its heading, and a window of its body
 *   10 %  its heading, and the heading with gaps before a window
 *   55 %  a piece as long as a sentence, and what stands around it
 * always with some words left out, so that no single word decides.
 */
export function drawPairs(
  texts: NumberedTexts,
  chosen: Int32Array,
  size: number,
  random: () => number,
): TextPair[] {
  const below = (limit: number): number => Math.floor(random() * Math.max(1, limit));
  const pairs: TextPair[] = [];
  while (pairs.length < size) {
    let at = below(chosen.length);
    for (let run = 0; run < neighbours && pairs.length < size; run++, at++) {
      const text = chosen[at % chosen.length]!;
      const pair = cut(texts, text, random, below);
      if (pair) pairs.push(pair);
    }
  }
  return pairs;
}

function cut(
  texts: NumberedTexts,
  text: number,
  random: () => number,
  below: (limit: number) => number,
): TextPair | null {
  const from = texts.start[text]!;
  const body = texts.textFrom[text]!;
  const end = texts.start[text + 1]!;
  const length = end - body;
  if (length < leastWords) return null;
  const left = new BagBuilder(texts, random);
  const right = new BagBuilder(texts, random);
  const window = 100 + below(100);
  const kind = body > from ? random() : 1;
  if (kind < 0.45) {
    left.add(from, body, 0.1);
    if (kind >= 0.35) right.add(from, body, 0.4);
    const start = random() < 0.5 ? body : body + below(length - window);
    right.add(start, Math.min(end, start + window), 0.05);
  } else {
    const words = 8 + below(20);
    const start = body + below(length - words);
    const stop = Math.min(end, start + words);
    left.add(start, stop, 0.15);
    const windowStart = Math.max(body, start - below(window));
    const windowEnd = Math.min(end, windowStart + window);
    if (random() < 0.6) right.add(from, body, 0.1);
    right.add(windowStart, Math.min(start, windowEnd), 0.05);
    if (random() < 0.25) right.add(start, stop, 0.5);
    right.add(stop, windowEnd, 0.05);
  }
  return left.size < 2 || right.size < 4 ? null : { left: left.bag(), right: right.bag(), text };
}

/** Counts the rows of pieces of the texts. */
export class BagBuilder {
  readonly #texts: NumberedTexts;
  readonly #random: () => number;
  readonly #counts = new Map<number, number>();

  constructor(texts: NumberedTexts, random: () => number) {
    this.#texts = texts;
    this.#random = random;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** Adds words `from` up to `to` with the pairs between them, leaving out a share of them by chance. */
  add(from: number, to: number, leftOut: number): void {
    const { wordRows, pairRows } = this.#texts;
    for (let at = from; at < to; at++) {
      if (leftOut > 0 && this.#random() < leftOut) continue;
      this.#count(wordRows[at]!);
      if (at + 1 < to) this.#count(pairRows[at]!);
    }
  }

  bag(): Bag {
    return { rows: [...this.#counts.keys()], counts: [...this.#counts.values()] };
  }

  #count(row: number): void {
    if (row >= 0) this.#counts.set(row, (this.#counts.get(row) ?? 0) + 1);
  }
}
