/*
 * Static vectors of words: what a text is about as one direction, learned from texts of law alone (how:
 * eval/training/README.md). Folded syllables and frequent pairs of neighbours have a row each; the vector of a text is
 * the sum of its rows, each (1 + ln count) times, at length 1. So texts that share no word can still be near.
 *
 *   8 bytes  'CAPUYWV' and the format
 *   8 bytes  length of the header, as a double
 *   header   JSON, see `Header`
 *   words    UTF-8, one a line
 *   pairs    two 16-bit word numbers each
 *   scales   a 32-bit float a row: row = scale × its bytes
 *   rows     signed bytes, first the words' and then the pairs'
 *
 * Each part lies at a multiple of 8 bytes, in little-endian order, as every machine that Node runs on has it.
 */

const format = 1;
const magic = `CAPUYWV${String.fromCharCode(format)}`;

interface Header {
  dimensions: number;
  words: number;
  pairs: number;
  /** Length of the words in bytes. */
  wordBytes: number;
  /** Tells files apart: an index keeps which one its vectors came from. */
  version: string;
}

/** Rows by number: words have 0 to `words.length - 1`, pair `p` has `words.length + p`. */
export interface WordVectorParts {
  dimensions: number;
  version: string;
  /** Folded. */
  words: readonly string[];
  /** Two word numbers a pair. */
  pairs: Uint16Array;
  scales: Float32Array;
  rows: Int8Array;
}

/** The rows with what finds them. Immutable. */
export class WordVectors {
  readonly dimensions: number;
  readonly version: string;
  readonly rows: Int8Array;
  readonly scales: Float32Array;
  readonly wordCount: number;
  readonly #numbers: ReadonlyMap<string, number>;
  /** Open addressing: key + 1 and row, in turns. */
  readonly #pairs: Int32Array;

  constructor({ dimensions, version, words, pairs, scales, rows }: WordVectorParts) {
    this.dimensions = dimensions;
    this.version = version;
    this.rows = rows;
    this.scales = scales;
    this.wordCount = words.length;
    this.#numbers = new Map(words.map((word, number) => [word, number]));
    const count = pairs.length / 2;
    let slots = 1024;
    while (slots < count * 3) slots *= 2;
    this.#pairs = new Int32Array(slots * 2);
    for (let pair = 0; pair < count; pair++) {
      const key = pairs[2 * pair]! * this.wordCount + pairs[2 * pair + 1]!;
      let at = home(key, slots);
      while (this.#pairs[2 * at] !== 0) at = (at + 1) & (slots - 1);
      this.#pairs[2 * at] = key + 1;
      this.#pairs[2 * at + 1] = this.wordCount + pair;
    }
  }

  /** The row of a folded word, or -1. */
  wordRow(folded: string): number {
    return this.#numbers.get(folded) ?? -1;
  }

  /** The row of two neighbouring words by their rows, or -1; also where a word has none. */
  pairRow(first: number, second: number): number {
    if (first < 0 || second < 0) return -1;
    const key = first * this.wordCount + second;
    const slots = this.#pairs.length >> 1;
    for (let at = home(key, slots); ; at = (at + 1) & (slots - 1)) {
      const found = this.#pairs[2 * at]!;
      if (found === key + 1) return this.#pairs[2 * at + 1]!;
      if (found === 0) return -1;
    }
  }

  /** Adds the first `size` of `rows` to `sum`, each times its weight. */
  add(sum: Float32Array, rows: ArrayLike<number>, weights: ArrayLike<number>, size: number): void {
    const { dimensions, rows: bytes, scales } = this;
    const weightAt = (at: number): number => (at < size ? weights[at]! * scales[rows[at]!]! : 0);
    const placeOf = (at: number): number => (at < size ? rows[at]! * dimensions : 0);
    // Four rows at a time: reading and writing the sum takes as long as adding a row.
    for (let at = 0; at < size; at += 4) {
      const a = weightAt(at);
      const b = weightAt(at + 1);
      const c = weightAt(at + 2);
      const d = weightAt(at + 3);
      const i = placeOf(at);
      const j = placeOf(at + 1);
      const l = placeOf(at + 2);
      const m = placeOf(at + 3);
      for (let k = 0; k < dimensions; k++) {
        sum[k]! += a * bytes[i + k]! + b * bytes[j + k]! + c * bytes[l + k]! + d * bytes[m + k]!;
      }
    }
  }

  /**
   * The vector of word sequences, each `weight` times, at length 1; pairs are not formed across sequences. All zero
   * where no word has a row.
   */
  embed(sequences: readonly { words: readonly string[]; weight: number }[]): Float32Array {
    const counts = new Map<number, number>();
    const count = (row: number, weight: number): void => {
      if (row >= 0) counts.set(row, (counts.get(row) ?? 0) + weight);
    };
    for (const { words, weight } of sequences) {
      let before = -1;
      for (const word of words) {
        const row = this.wordRow(word);
        count(row, weight);
        count(this.pairRow(before, row), weight);
        before = row;
      }
    }
    const sum = new Float32Array(this.dimensions);
    this.add(sum, [...counts.keys()], Float64Array.from(counts.values(), weightOf), counts.size);
    return toUnitLength(sum);
  }
}

/** Writes the file that `readWordVectors` reads. */
export function writeWordVectors(parts: WordVectorParts): Uint8Array {
  const words = new TextEncoder().encode(parts.words.join('\n'));
  const header: Header = {
    dimensions: parts.dimensions,
    words: parts.words.length,
    pairs: parts.pairs.length / 2,
    wordBytes: words.length,
    version: parts.version,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const pieces = [text, words, bytesOf(parts.pairs), bytesOf(parts.scales), bytesOf(parts.rows)];
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + padded(length), 16));
  file.set(new TextEncoder().encode(magic));
  new DataView(file.buffer).setFloat64(8, text.length, true);
  let at = 16;
  for (const piece of pieces) {
    file.set(piece, at);
    at += padded(piece.length);
  }
  return file;
}

/** Reads a file of vectors without copying the rows; null where it is none, of another format or cut short. */
export function readWordVectors(bytes: Uint8Array): WordVectors | null {
  if (bytes.length < 16 || new TextDecoder('latin1').decode(bytes.subarray(0, 8)) !== magic) return null;
  // Numbers of several bytes must lie at multiples of their size; a small file may come out of a shared pool.
  const file = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const headerLength = new DataView(file.buffer, file.byteOffset).getFloat64(8, true);
  if (!(headerLength > 0 && 16 + headerLength <= file.length)) return null;
  const header = parseHeader(new TextDecoder().decode(file.subarray(16, 16 + headerLength)));
  if (!header) return null;
  const count = header.words + header.pairs;
  const starts = [header.wordBytes, header.pairs * 4, count * 4, count * header.dimensions].reduce(
    (ends, length) => [...ends, ends.at(-1)! + padded(length)],
    [16 + padded(headerLength)],
  );
  if (starts[4] !== file.length) return null;
  const [words, pairs, scales, rows] = starts.map((start) => file.byteOffset + start) as [
    number,
    number,
    number,
    number,
  ];
  const buffer = file.buffer;
  return new WordVectors({
    dimensions: header.dimensions,
    version: header.version,
    words: new TextDecoder().decode(new Uint8Array(buffer, words, header.wordBytes)).split('\n'),
    pairs: new Uint16Array(buffer, pairs, header.pairs * 2),
    scales: new Float32Array(buffer, scales, count),
    rows: new Int8Array(buffer, rows, count * header.dimensions),
  });
}

/** What a row counts that occurs `count` times; less than once where a text counts less than wholly. */
export const weightOf = (count: number): number => (count < 1 ? count : 1 + Math.log(count));

/** Scales `vector` to length 1 in place; a vector of zeros stays. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k]! * vector[k]!;
  if (square === 0) return vector;
  const factor = 1 / Math.sqrt(square);
  for (let k = 0; k < vector.length; k++) vector[k]! *= factor;
  return vector;
}

function parseHeader(text: string): Header | null {
  try {
    return JSON.parse(text) as Header;
  } catch {
    return null;
  }
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function home(key: number, slots: number): number {
  let hash = Math.imul(key, 0x9e3779b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & (slots - 1);
}
