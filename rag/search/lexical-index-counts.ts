import { findTerm, type Segment } from './lexical-index-segment.ts';

const maxKnownFrequencies = 100_000;

/**
 * What is counted over the live passages of an index, and over them alone: each count is as if what was removed had
 * never been there. Frequencies and occurrences are counted when they are first asked for.
 */
export class LiveCounts {
  #passages = 0;
  #words = 0;
  /** Frequencies of terms that were asked for, by key, until something changes. */
  #frequencies = new Map<number, number>();
  /** How often each word, accents and all, stands in live passages; kept up once it was asked for. */
  #occurrences: Int32Array | null = null;

  get passages(): number {
    return this.#passages;
  }

  /** Mean number of words of a passage; 1 where there is none, so that it may be divided by. */
  get meanLength(): number {
    return Math.max(1, this.#words / Math.max(1, this.#passages));
  }

  /** Counts the live passages of a segment in; `vocabularySize` is how many words there are by now. */
  add(segment: Segment, vocabularySize: number): void {
    for (let passage = 0; passage < segment.ids.length; passage++) {
      if (segment.removed[passage]) continue;
      this.#passages++;
      this.#words += segment.start[passage + 1]! - segment.start[passage]!;
    }
    this.#frequencies.clear();
    if (!this.#occurrences) return;
    const grown = new Int32Array(vocabularySize);
    grown.set(this.#occurrences);
    countLive(segment, (this.#occurrences = grown));
  }

  /** Counts a passage out that was live. */
  remove(segment: Segment, passage: number): void {
    this.#passages--;
    this.#words -= segment.start[passage + 1]! - segment.start[passage]!;
    this.#frequencies.clear();
    if (this.#occurrences) countWords(segment, passage, this.#occurrences, -1);
  }

  /** In how many live passages of the segments, which are those that were added, the term of a key stands. */
  frequency(key: number, segments: readonly Segment[]): number {
    if (key < 0) return 0;
    const known = this.#frequencies.get(key);
    if (known !== undefined) return known;
    let frequency = 0;
    for (const segment of segments) {
      const { firstPosting, passages, removed, removedCount } = segment;
      const term = findTerm(segment, key);
      if (term < 0) continue;
      const end = firstPosting[term + 1]!;
      if (removedCount === 0) frequency += end - firstPosting[term]!;
      else for (let at = firstPosting[term]!; at < end; at++) if (removed[passages[at]!] === 0) frequency++;
    }
    if (this.#frequencies.size >= maxKnownFrequencies) this.#frequencies.clear();
    this.#frequencies.set(key, frequency);
    return frequency;
  }

  /** How often each word stands in live passages of the segments, by its number. */
  occurrences(segments: readonly Segment[], vocabularySize: number): Int32Array {
    if (this.#occurrences) return this.#occurrences;
    this.#occurrences = new Int32Array(vocabularySize);
    for (const segment of segments) countLive(segment, this.#occurrences);
    return this.#occurrences;
  }
}

function countLive(segment: Segment, occurrences: Int32Array): void {
  for (let passage = 0; passage < segment.ids.length; passage++)
    if (segment.removed[passage] === 0) countWords(segment, passage, occurrences, 1);
}

/** Adds `by` for each word of a passage. */
function countWords({ stream, start }: Segment, passage: number, occurrences: Int32Array, by: 1 | -1): void {
  for (let at = start[passage]!; at < start[passage + 1]!; at++) occurrences[stream[at]!]! += by;
}
