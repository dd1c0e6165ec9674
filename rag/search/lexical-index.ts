import { Best } from './lexical-index-best.ts';
import { LiveCounts } from './lexical-index-counts.ts';
import { findTerm, firstAt, SegmentBuilder, stretchesOf, termKey } from './lexical-index-segment.ts';
import { Vocabulary } from './lexical-index-vocabulary.ts';
import { shippedWordVectors } from './word-vectors-file.ts';
import { PassageEmbedder } from './word-vectors-windows.ts';
import type { Segment, Stretch } from './lexical-index-segment.ts';
import type { CorpusStatistics } from '../types.ts';
import type { WordVectors } from './word-vectors.ts';

/** Saturation: with .6 a second occurrence of a term adds little; measured best together with pairs. */
export const k1 = 0.6;
/** How much a long passage is held back. */
export const b = 0.75;
/** More small segments than this are merged, so that a query does not visit ever more of them. */
const maxSmallSegments = 6;

/** A passage to be indexed. `heading` and `context` are searched with the text but not mixed with it. */
export interface IndexEntry {
  id: string;
  documentId: string;
  heading: string;
  context: string;
  text: string;
}

/** A folded word, or a pair of neighbouring folded words, with its weight in the query. */
export interface WeightedTerm {
  word: string;
  next?: string;
  weight: number;
}

/** A passage found by `LexicalIndex.search`; `segment` and `passage` say where its words are. */
export interface Candidate {
  id: string;
  documentId: string;
  score: number;
  segment: Segment;
  passage: number;
}

/**
 * BM25 over folded syllables and their pairs, held in process and derived from the `chunk` table. Additions become
 * small segments, removals marks in a bitmap; counts always cover exactly the live passages, so that adding and
 * removing gives the same scores as building anew.
 */
export class LexicalIndex {
  readonly vocabulary: Vocabulary;
  /** What the vectors of the passages are made with; null for none. */
  readonly vectors: WordVectors | null;
  readonly #embedder: PassageEmbedder | null;
  #segments: Segment[];
  #documents: string[];
  #documentNumbers: Map<string, number>;
  readonly #counts = new LiveCounts();
  /** Length norms of each segment; renewed when the mean length changes. */
  #norms = new WeakMap<Segment, Float32Array>();
  #sums = new Float32Array(0);

  /**
   * @param parts what an image held
   * @param vectors those of `parts`; the ones that come with the program unless said otherwise
   */
  constructor(
    parts?: { vocabulary: Vocabulary; documents: string[]; segments: Segment[] },
    vectors: WordVectors | null = shippedWordVectors(),
  ) {
    this.vocabulary = parts?.vocabulary ?? new Vocabulary();
    this.vectors = vectors;
    this.#embedder = vectors && new PassageEmbedder(vectors, this.vocabulary);
    this.#documents = parts?.documents ?? [];
    this.#documentNumbers = new Map(this.#documents.map((id, number) => [id, number]));
    this.#segments = parts?.segments ?? [];
    for (const segment of this.#segments) this.#countIn(segment);
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get documents(): readonly string[] {
    return this.#documents;
  }

  get passageCount(): number {
    return this.#counts.passages;
  }

  /** Mean number of words of a live passage; 1 for an empty index, so that it may be divided by. */
  get meanLength(): number {
    return this.#counts.meanLength;
  }

  /**
   * Adds passages, in slices that let other work run; they are found from the moment the promise resolves, all at
   * once. Ids must not be in the index.
   */
  async add(entries: Iterable<IndexEntry> | AsyncIterable<IndexEntry>): Promise<void> {
    const fresh: Segment[] = [];
    let builder = new SegmentBuilder(this.vocabulary.foldedOf, this.#embedder);
    for await (const entry of entries) {
      const field = { heading: [] as number[], context: [] as number[], text: [] as number[] };
      this.vocabulary.read(entry.heading, field.heading);
      this.vocabulary.read(entry.context, field.context);
      this.vocabulary.read(entry.text, field.text);
      builder.add({ id: entry.id, document: this.#documentNumber(entry.documentId), ...field });
      if (builder.isFull) {
        fresh.push(await builder.freeze());
        builder = new SegmentBuilder(this.vocabulary.foldedOf, this.#embedder);
      }
    }
    if (builder.passageCount > 0) fresh.push(await builder.freeze());
    for (const segment of fresh) this.#countIn(segment);
    this.#segments.push(...fresh);
    await this.#mergeSmall();
  }

  /** Removes every passage of the documents; at once, without rebuilding. */
  async remove(documentIds: Iterable<string>): Promise<void> {
    const numbers = new Set(this.#numbersOf([...documentIds]));
    if (numbers.size === 0) return;
    for (const segment of this.#segments) {
      for (let passage = 0; passage < segment.ids.length; passage++) {
        if (segment.removed[passage] || !numbers.has(segment.document[passage]!)) continue;
        segment.removed[passage] = 1;
        segment.removedCount++;
        this.#counts.remove(segment, passage);
      }
    }
    this.#norms = new WeakMap();
    await this.#mergeSmall();
  }

  /**
   * The `k` best passages for the terms, best first; equal scores keep the order of insertion. `isAllowed` is asked
   * inside the search, by document and its place in `documents`, so that nothing hidden takes a place or can be noticed.
   * @param excluded passages that are not found
   * @param within documents that alone are looked at; all unless given
   */
  search(
    terms: readonly WeightedTerm[],
    k: number,
    isAllowed: (documentId: string, number: number) => boolean = () => true,
    excluded?: ReadonlySet<string>,
    within?: readonly string[],
  ): Candidate[] {
    const isExcluded = excluded && excluded.size > 0 ? (id: string) => excluded.has(id) : null;
    const query = this.#weigh(terms);
    const best = new Best(k);
    const allowed = new Int8Array(this.#documents.length);
    const numbers = within && this.#numbersOf(within);
    if (numbers) {
      allowed.fill(-1);
      for (const number of numbers) allowed[number] = 0;
    }
    const isFew = numbers !== undefined && numbers.length <= fewDocuments;
    for (let s = 0; s < this.#segments.length; s++) {
      const segment = this.#segments[s]!;
      const { removed, document, ids } = segment;
      for (const stretch of isFew ? stretchesOf(segment, numbers) : [[0, ids.length] as const]) {
        const sums = this.#sum(segment, query, stretch);
        let { threshold } = best;
        for (let passage = stretch[0]; passage < stretch[1]; passage++) {
          const score = sums[passage]!;
          if (score <= threshold || removed[passage] === 1) continue;
          const number = document[passage]!;
          allowed[number] ||= isAllowed(this.#documents[number]!, number) ? 1 : -1;
          if (allowed[number] !== 1 || isExcluded?.(ids[passage]!)) continue;
          threshold = best.offer(score, s * placesPerSegment + passage);
        }
      }
    }
    return best.sorted().map(({ score, place }) => {
      const segment = this.#segments[Math.floor(place / placesPerSegment)]!;
      const passage = place % placesPerSegment;
      return {
        id: segment.ids[passage]!,
        documentId: this.#documents[segment.document[passage]!]!,
        score,
        segment,
        passage,
      };
    });
  }

  /** In how many live passages a word, or a pair of neighbours, occurs. */
  frequency(word: string, next?: string): number {
    return this.#frequency(this.#key(word, next));
  }

  /** ln(1 + (n - f + .5) / (f + .5)): never negative, also for a term that every passage has. */
  inverseFrequency(word: string, next?: string): number {
    return this.#inverse(this.#frequency(this.#key(word, next)));
  }

  /** `inverseFrequency` of folded words by their numbers in the vocabulary; -1 for a word that it lacks. */
  rarity(word: number, next?: number): number {
    return this.#inverse(
      this.#frequency(next === undefined ? word : word < 0 || next < 0 ? -1 : termKey(word, next)),
    );
  }

  /** The number of a folded word, or -1 where no live passage has it: a word that only others had is no word. */
  numberOf(folded: string): number {
    const number = this.vocabulary.find(folded);
    return this.#frequency(number) === 0 ? -1 : number;
  }

  /**
   * A folded word of live passages as typed bare, then its accented forms there, the most frequent first and equal ones by
   * spelling, so that neither the order of arrival nor what was removed can be told from them; empty for an unknown word.
   */
  variantsOf(folded: string): string[] {
    const { vocabulary } = this;
    const number = vocabulary.find(folded);
    if (this.#frequency(number) === 0) return [];
    const accented = vocabulary.variants(number).filter((variant) => variant !== number);
    if (accented.length === 0) return [folded];
    const occurrences = this.#counts.occurrences(this.#segments, vocabulary.size);
    const counts = accented.map((variant) => [variant, occurrences[variant] ?? 0] as const);
    const found = counts
      .filter(([, count]) => count > 0)
      .map(([variant, count]) => ({ word: vocabulary.words[variant]!, count }))
      .sort((x, y) => y.count - x.count || (x.word < y.word ? -1 : 1));
    return [folded, ...found.map(({ word }) => word)];
  }

  /**
   * The index of some documents alone: every count, length and order is as if the others had never been added. Shares the
   * passages with this one, so it costs a few bytes for each and the counting of terms that are asked for. It is for
   * searching: nothing is added to it or removed from it, and it does not see what this one takes up later.
   */
  only(isIncluded: (documentId: string) => boolean): LexicalIndex {
    const included = Uint8Array.from(this.#documents, (id) => (isIncluded(id) ? 1 : 0));
    const segments = this.#segments.map((segment): Segment => {
      const removed = segment.removed.map((isRemoved, passage) =>
        isRemoved || !included[segment.document[passage]!] ? 1 : 0,
      );
      return { ...segment, removed, removedCount: removed.reduce((sum, one) => sum + one, 0) };
    });
    const { vocabulary, vectors } = this;
    return new LexicalIndex({ vocabulary, documents: this.#documents, segments }, vectors);
  }

  statistics(): CorpusStatistics {
    return {
      passageCount: this.#counts.passages,
      passageFrequency: (term) => {
        const [word = '', next] = term.split('_');
        return this.#frequency(this.#key(word, next));
      },
    };
  }

  #key(word: string, next: string | undefined): number {
    const first = this.vocabulary.find(word);
    if (next === undefined || first < 0) return first;
    const second = this.vocabulary.find(next);
    return second < 0 ? -1 : termKey(first, second);
  }

  #frequency(key: number): number {
    return this.#counts.frequency(key, this.#segments);
  }

  #inverse(frequency: number): number {
    return Math.log(1 + (this.#counts.passages - frequency + 0.5) / (frequency + 0.5));
  }

  #weigh(terms: readonly WeightedTerm[]): { key: number; weight: number }[] {
    const merged = new Map<number, number>();
    for (const term of terms) {
      const key = this.#key(term.word, term.next);
      if (key >= 0 && term.weight > 0) merged.set(key, (merged.get(key) ?? 0) + term.weight);
    }
    return [...merged].map(([key, weight]) => ({
      key,
      weight: weight * this.#inverse(this.#frequency(key)) * (k1 + 1),
    }));
  }

  /** What the query counts in each passage of a stretch [from, to) of the segment, by the number of the passage. */
  #sum(
    segment: Segment,
    query: readonly { key: number; weight: number }[],
    [from, to]: Stretch,
  ): Float32Array {
    const size = segment.ids.length;
    if (this.#sums.length < size) this.#sums = new Float32Array(size);
    const sums = this.#sums;
    sums.fill(0, from, to);
    const norms = this.#normsOf(segment);
    const { passages, counts, firstPosting } = segment;
    for (const { key, weight } of query) {
      const term = findTerm(segment, key);
      if (term < 0) continue;
      const end = firstPosting[term + 1]!;
      for (let at = firstAt(segment, term, from); at < end; at++) {
        const passage = passages[at]!;
        if (passage >= to) break;
        const count = counts[at]!;
        sums[passage]! += (weight * count) / (count + norms[passage]!);
      }
    }
    return sums;
  }

  #normsOf(segment: Segment): Float32Array {
    const known = this.#norms.get(segment);
    if (known) return known;
    const norms = new Float32Array(segment.ids.length);
    const mean = this.meanLength;
    for (let passage = 0; passage < norms.length; passage++) {
      const length = segment.start[passage + 1]! - segment.start[passage]!;
      norms[passage] = k1 * (1 - b + (b * length) / mean);
    }
    this.#norms.set(segment, norms);
    return norms;
  }

  #countIn(segment: Segment): void {
    this.#counts.add(segment, this.vocabulary.size);
    this.#norms = new WeakMap();
  }

  /** The numbers of documents that have been in the index. */
  #numbersOf(documentIds: readonly string[]): number[] {
    return documentIds.flatMap((id) => this.#documentNumbers.get(id) ?? []);
  }

  #documentNumber(id: string): number {
    const known = this.#documentNumbers.get(id);
    if (known !== undefined) return known;
    this.#documentNumbers.set(id, this.#documents.length);
    return this.#documents.push(id) - 1;
  }

  /**
   * Joins small segments when there are many, and rewrites those with many removed passages, in slices. The large
   * ones stay, so that a new document never costs a rebuild of everything.
   */
  async #mergeSmall(): Promise<void> {
    const groups: Segment[][] = [];
    const small = this.#segments.filter((segment) => segment.stream.length < smallTokens);
    if (small.length > maxSmallSegments) groups.push(small);
    for (const segment of this.#segments) {
      if (segment.removedCount * 4 < segment.ids.length || segment.removedCount === 0) continue;
      if (!groups[0]?.includes(segment)) groups.push([segment]);
    }
    for (const group of groups) {
      const merged: Segment[] = [];
      let builder = new SegmentBuilder(this.vocabulary.foldedOf, this.#embedder);
      for (const segment of group) {
        for (let passage = 0; passage < segment.ids.length; passage++) {
          if (segment.removed[passage]) continue;
          builder.copy(segment, passage);
          if (!builder.isFull) continue;
          merged.push(await builder.freeze());
          builder = new SegmentBuilder(this.vocabulary.foldedOf, this.#embedder);
        }
      }
      if (builder.passageCount > 0) merged.push(await builder.freeze());
      const at = this.#segments.indexOf(group[0]!);
      const others = this.#segments.filter((segment) => !group.includes(segment));
      this.#segments = [...others.slice(0, at), ...merged, ...others.slice(at)];
    }
  }
}

const smallTokens = 400_000;

/** As many are looked up one by one; the stretches of more cost as much as all of the index. */
const fewDocuments = 64;

/** A passage fits in 16 bits. */
const placesPerSegment = 2 ** 16;
