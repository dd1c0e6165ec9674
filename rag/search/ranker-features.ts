import { at, featureCount, share } from './ranker-feature-names.ts';
import { look } from './ranker-first-look.ts';
import { lookAtDocument, lookAtWindows } from './ranker-close-look.ts';
import { prepare, scratchOf } from './ranker-question.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { Query } from './query.ts';
import type { DocumentShares } from './ranker-close-look.ts';

/*
 * The features of candidates (rag/search/ranker-feature-names.ts). Everything is read from the word streams and
 * postings of the index; the text itself is never asked for. A first look counts words and pairs of the question in
 * each candidate; the likeliest get a close look, at their windows and their documents.
 */

/** How near a candidate is to the question in meaning; cosines, 0 where nothing is known. */
export interface Similarity {
  /** The nearest window of the passage to the question without its words of asking. */
  window: number;
  /** The whole passage to the whole question. */
  whole: number;
}

/** The features of all candidates: row `n` begins at `n * featureCount`. */
export interface FeatureRows {
  values: Float64Array;
  /** Share of the question's weight in words, unknown ones included, that each candidate has. */
  coverage: Float64Array;
  /** What is known of each candidate at first sight; decides which are looked at closely. */
  glance: Float64Array;
  /** 1 for the candidates that were looked at closely; the others lack windows and documents. */
  isClose: Uint8Array;
}

/** How many candidates are looked at closely. */
export const closeCount = 60;

/** Reads the features of the candidates of one query; `candidates` as the index gave them, best first. */
export function readFeatures(
  index: LexicalIndex,
  query: Query,
  candidates: readonly Candidate[],
  similarity?: (candidate: Candidate) => Similarity,
): FeatureRows {
  const scratch = scratchOf(index);
  const asked = prepare(index, query, scratch);
  const size = candidates.length;
  const values = new Float64Array(size * featureCount);
  const coverage = new Float64Array(size);
  const hasHeading = new Uint8Array(size);
  const firstWord = new Int32Array(size + 1);
  const firstPair = new Int32Array(size + 1);
  for (let n = 0; n < size; n++) {
    const candidate = candidates[n]!;
    const row = n * featureCount;
    const looked = look(index, asked, scratch, candidate, values, row);
    firstWord[n + 1] = scratch.words.count;
    firstPair[n + 1] = scratch.pairs.count;
    coverage[n] = looked.coverage;
    hasHeading[n] = looked.hasHeading ? 1 : 0;
    if (!similarity) continue;
    const { window, whole } = similarity(candidate);
    values[row + at.similarWindow] = window;
    values[row + at.similarWhole] = whole;
  }
  fillHeadings(values, hasHeading);
  compare(candidates, values);
  const glance = new Float64Array(size);
  for (let n = 0; n < size; n++) glance[n] = glanceAt(values, n * featureCount);
  const isClose = chooseBest(glance, closeCount);
  const documents = new Map<number, DocumentShares>();
  for (let n = 0; n < size; n++) {
    if (isClose[n] === 0) continue;
    const row = n * featureCount;
    const words = { from: firstWord[n]!, to: firstWord[n + 1]! };
    const pairs = { from: firstPair[n]!, to: firstPair[n + 1]! };
    lookAtWindows(asked, scratch, candidates[n]!, words, pairs, values, row);
    lookAtDocument(asked, candidates[n]!, documents, values, row);
    combine(values, row);
  }
  scratch.forget(asked);
  return { values, coverage, glance, isClose };
}

const harmonic = (x: number, y: number): number => (x + y > 0 ? (2 * x * y) / (x + y) : 0);

function combine(values: Float64Array, row: number): void {
  const said = values[row + at.headingRaritySaid]!;
  const matter = values[row + at.matterWords]!;
  const whole = values[row + at.similarWhole]!;
  const pairsSaid = values[row + at.headingPairsSaid]!;
  values[row + at.headingAgreement] = harmonic(said, values[row + at.headingMatter]!);
  values[row + at.headingPairAgreement] = harmonic(pairsSaid, values[row + at.headingPairsCovered]!);
  values[row + at.headingPairsSquared] = pairsSaid ** 2;
  values[row + at.matterWordsSquared] = matter ** 2;
  values[row + at.matterPairsSquared] = values[row + at.matterPairs]! ** 2;
  values[row + at.similarSquared] = whole ** 2;
  values[row + at.lexicalAndSimilar] = values[row + at.lexical]! * whole;
  values[row + at.allMatter] = Math.max(0, matter - 0.95) * 20;
  values[row + at.headingAndMatter] = said * matter;
  values[row + at.headingAndDocument] = said * values[row + at.documentBest]!;
}

/** A fixed formula, good enough to tell the likely from the unlikely. */
function glanceAt(values: Float64Array, row: number): number {
  return (
    values[row + at.lexical]! +
    0.15 * (values[row + at.headingWordsSaid]! + values[row + at.headingPairsSaid]!) +
    0.3 * (values[row + at.similarWindow]! + values[row + at.similarWhole]!)
  );
}

/** 1 for the `most` highest, of equal ones the first. */
function chooseBest(scores: Float64Array, most: number): Uint8Array {
  const chosen = new Uint8Array(scores.length);
  if (scores.length <= most) return chosen.fill(1);
  const least = Float64Array.from(scores).sort()[scores.length - most]!;
  let left = most;
  for (let n = 0; n < scores.length; n++) {
    if (scores[n]! > least) {
      chosen[n] = 1;
      left--;
    }
  }
  for (let n = 0; n < scores.length && left > 0; n++) {
    if (scores[n] !== least) continue;
    chosen[n] = 1;
    left--;
  }
  return chosen;
}

const headingFeatures = [
  at.headingWordsCovered,
  at.headingPairsCovered,
  at.headingMatter,
  at.headingWordsSaid,
  at.headingPairsSaid,
  at.headingRaritySaid,
  at.headingLength,
];

function fillHeadings(values: Float64Array, hasHeading: Uint8Array): void {
  const withHeading = hasHeading.reduce((sum, value) => sum + value, 0);
  if (withHeading === 0 || withHeading === hasHeading.length) return;
  for (const feature of headingFeatures) {
    let sum = 0;
    for (let n = 0; n < hasHeading.length; n++) sum += hasHeading[n]! * values[n * featureCount + feature]!;
    for (let n = 0; n < hasHeading.length; n++)
      if (hasHeading[n] === 0) values[n * featureCount + feature] = sum / withHeading;
  }
}

/** Features that need all candidates: against the best, within the document, beside the neighbours. */
function compare(candidates: readonly Candidate[], values: Float64Array): void {
  const size = candidates.length;
  let best = 0;
  for (let n = 0; n < size; n++) {
    best = Math.max(best, values[n * featureCount + at.lexical]!);
  }
  const toBestOf = new Float64Array(size);
  const bestOfDocument = new Map<string, number>();
  const support = new Map<string, number>();
  const rowOf = new Map<Segment, Map<number, number>>();
  for (let n = 0; n < size; n++) {
    const { documentId, segment, passage } = candidates[n]!;
    const lexical = values[n * featureCount + at.lexical]!;
    const toBest = share(lexical, best);
    toBestOf[n] = toBest;
    bestOfDocument.set(documentId, Math.max(bestOfDocument.get(documentId) ?? 0, toBest));
    // The fourth power lets only passages close to the best one support their document.
    support.set(documentId, (support.get(documentId) ?? 0) + toBest ** 4);
    let rows = rowOf.get(segment);
    if (!rows) rowOf.set(segment, (rows = new Map()));
    rows.set(passage, n);
  }
  let most = 0;
  for (const sum of support.values()) most = Math.max(most, sum);
  for (let n = 0; n < size; n++) {
    const { documentId, segment, passage } = candidates[n]!;
    const row = n * featureCount;
    values[row + at.documentBest] = bestOfDocument.get(documentId)!;
    values[row + at.documentSupport] = share(support.get(documentId)!, most);
    const rows = rowOf.get(segment)!;
    for (const beside of [passage - 1, passage + 1]) {
      const other = rows.get(beside);
      if (other === undefined || candidates[other]!.documentId !== documentId) continue;
      const toBest = toBestOf[other]!;
      if (toBest > values[row + at.neighbour]!) values[row + at.neighbour] = toBest;
    }
  }
}
