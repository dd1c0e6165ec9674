import { Vocabulary } from '../../rag/search/lexical-index-vocabulary.ts';

/** A text to learn from: an article, a clause, a paragraph. Texts of one document stand together. */
export interface LegalText {
  documentId: string;
  heading: string;
  text: string;
}

/** All texts as numbers of rows. Words without a row, and pairs without one, are -1. */
export interface NumberedTexts {
  words: readonly string[];
  /** Two word numbers a pair. */
  pairs: Uint16Array;
  rowCount: number;
  /** The row of each word, all texts behind each other: heading first. */
  wordRows: Int32Array;
  /** The row of the pair that begins at a word. */
  pairRows: Int32Array;
  /** Text `t` is start[t] to start[t + 1], its heading ends at textFrom[t]. */
  start: Int32Array;
  textFrom: Int32Array;
  /** ln(texts / texts with the row), by row. */
  rarity: Float32Array;
}

/**
 * Chooses the folded words and pairs that get a row, those in the most texts, and numbers the texts with them. Pairs
 * are not formed from heading to text.
 */
export function numberTexts(
  texts: readonly LegalText[],
  { wordCount, pairCount }: { wordCount: number; pairCount: number },
): NumberedTexts {
  const vocabulary = new Vocabulary();
  const stream: number[] = [];
  const start = new Int32Array(texts.length + 1);
  const textFrom = new Int32Array(texts.length);
  for (const [t, { heading, text }] of texts.entries()) {
    vocabulary.read(heading, stream);
    textFrom[t] = stream.length;
    vocabulary.read(text, stream);
    start[t + 1] = stream.length;
  }
  const folded = Int32Array.from(stream, (word) => vocabulary.foldedOf[word]!);

  const wordFrequency = new Counter();
  eachText(texts.length, start, (t, from, to) => {
    for (let at = from; at < to; at++) wordFrequency.count(folded[at]!, t);
  });
  const chosenWords = wordFrequency.mostFrequent(Math.min(wordCount, 65_535));
  const rowOf = new Int32Array(vocabulary.size).fill(-1);
  chosenWords.forEach(([word], row) => (rowOf[word] = row));

  const size = chosenWords.length;
  const pairKey = (at: number, t: number): number => {
    if (at + 1 === textFrom[t] || at + 1 === start[t + 1]) return -1;
    const first = rowOf[folded[at]!]!;
    const second = rowOf[folded[at + 1]!]!;
    return first < 0 || second < 0 ? -1 : first * size + second;
  };
  const pairFrequency = new Counter();
  eachText(texts.length, start, (t, from, to) => {
    for (let at = from; at < to; at++) {
      const key = pairKey(at, t);
      if (key >= 0) pairFrequency.count(key, t);
    }
  });
  const chosenPairs = pairFrequency.mostFrequent(pairCount);
  const pairRow = new Map(chosenPairs.map(([key], pair) => [key, size + pair]));

  const pairRows = new Int32Array(folded.length).fill(-1);
  eachText(texts.length, start, (t, from, to) => {
    for (let at = from; at < to; at++) pairRows[at] = pairRow.get(pairKey(at, t)) ?? -1;
  });
  return {
    words: chosenWords.map(([word]) => vocabulary.words[word]!),
    pairs: Uint16Array.from(chosenPairs.flatMap(([key]) => [Math.floor(key / size), key % size])),
    rowCount: size + chosenPairs.length,
    wordRows: Int32Array.from(folded, (word) => rowOf[word]!),
    pairRows,
    start,
    textFrom,
    rarity: Float32Array.from([...chosenWords, ...chosenPairs], ([, frequency]) =>
      Math.log((texts.length + 1) / (frequency + 1)),
    ),
  };
}

function eachText(
  count: number,
  start: Int32Array,
  visit: (text: number, from: number, to: number) => void,
): void {
  for (let t = 0; t < count; t++) visit(t, start[t]!, start[t + 1]!);
}

/** In how many texts each key occurs; the texts come in order. */
class Counter {
  readonly #slots = new Map<number, number>();
  readonly #frequency: number[] = [];
  readonly #last: number[] = [];

  count(key: number, text: number): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) {
      this.#slots.set(key, this.#frequency.push(1) - 1);
      this.#last.push(text);
    } else if (this.#last[slot] !== text) {
      this.#last[slot] = text;
      this.#frequency[slot]!++;
    }
  }

  /** [key, frequency] of the `count` most frequent keys; of equals the one seen first. A single text is not enough. */
  mostFrequent(count: number): [number, number][] {
    return [...this.#slots]
      .map(([key, slot]): [number, number] => [key, this.#frequency[slot]!])
      .filter(([, frequency]) => frequency > 1)
      .sort((x, y) => y[1] - x[1])
      .slice(0, count);
  }
}
