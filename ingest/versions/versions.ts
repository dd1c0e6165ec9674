import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { compareWords, type WordDifference } from './compare-words.ts';
import { sketchOf, similarityOf, type Sketch } from './sketch.ts';
import type { DocumentMetadata, ReadDocument } from '../types.ts';
import {
  findCandidates,
  findExact,
  loadOpening,
  type KeptVersion,
  type VersionHead,
} from './version-store.ts';

/**
 * What a kept document is to a file that was just read. 'near-duplicate': the same document in another shape (a scan of
 * it, its Word original). 'new-version': the same document with other words. 'draft-of', 'signed-of': the file is the
 * draft of the kept one, or the signed one of the kept draft. 'namesake': same symbol and date, another text.
 */
export type VersionKind =
  'same-file' | 'same-text' | 'near-duplicate' | 'new-version' | 'draft-of' | 'signed-of' | 'namesake';

/** A kept document that the file may be a copy or a version of. */
export interface RelatedVersion {
  kind: VersionKind;
  documentId: string;
  /** Estimated share of their runs of three words that both have, 0 to 1. */
  similarity: number;
  symbol: string | null;
  title: string;
  issuedOn: DateOnly | null;
}

/** What is compared of the file that was read. */
type Read = Pick<ReadDocument, 'fileSha256' | 'textSha256' | 'text' | 'metadata' | 'scans' | 'pages'>;

/** Texts that are compared word by word at most, the most similar first; each costs a few milliseconds. */
const mostCompared = 8;
const mostPagesCompared = 40;
/** A text without pages is one page; in UTF-16 units, as much as 40 full pages. */
const mostLettersCompared = 160_000;
const mostShown = 5;

/** Below this share two texts have no more in common than the forms of their kind. */
const leastSimilar = 0.3;

/** Kept documents that `read` is a copy, a version or a namesake of, the closest first; empty where it is new. */
export async function findRelatedVersions(
  db: Queryable,
  viewer: Viewer,
  read: Read,
  sketch: Sketch = sketchOf(read.text),
): Promise<RelatedVersion[]> {
  const exact = await findExact(db, viewer, read);
  if (exact) return [toRelated(exact.isSameFile ? 'same-file' : 'same-text', exact, 1)];
  return findOtherVersions(db, viewer, read, sketch);
}

/** `findRelatedVersions` for a file of which neither the bytes nor the text are kept. */
export async function findOtherVersions(
  db: Queryable,
  viewer: Viewer,
  read: Read,
  sketch: Sketch,
): Promise<RelatedVersion[]> {
  const { metadata } = read;
  const isScan = read.scans.length > 0;
  const candidates = await findCandidates(db, viewer, { ...headOf(read), subject: metadata.subject, sketch });
  const ranked = candidates
    .map((kept) => ({ kept, similarity: similarityOf(sketch, kept.sketch) }))
    .filter(({ kept, similarity }) => relevanceOf(metadata, kept, isScan || kept.isScan, similarity) !== null)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, mostCompared);
  const opening = read.pages
    .slice(0, mostPagesCompared)
    .map((page) => page.text)
    .join('\n')
    .slice(0, mostLettersCompared);
  const related: RelatedVersion[] = [];
  for (const { kept, similarity } of ranked) {
    const hasScan = isScan || kept.isScan;
    const difference =
      similarity < leastSimilar
        ? null
        : compareWords(opening, await loadOpening(db, kept.id, mostPagesCompared, mostLettersCompared));
    const isCopy = difference !== null && isSameWording(difference, hasScan);
    const kind = kindOf(relevanceOf(metadata, kept, hasScan, similarity), isCopy, similarity);
    if (kind) related.push(toRelated(kind, kept, similarity));
  }
  return onlyClosest(related).slice(0, mostShown);
}

/** What copies of the file are looked up by. */
export const headOf = ({ metadata, scans }: Pick<Read, 'metadata' | 'scans'>): VersionHead => ({
  symbolKey: metadata.symbolKey,
  issuedOn: metadata.issuedOn,
  isScan: scans.length > 0,
  isDraft: metadata.kind === 'draft',
});

/** How the heads of two documents stand to each other; null: two documents, whatever their texts share. */
type Relevance =
  | { heads: 'same' | 'unknown' | 'misread' }
  | { heads: 'draft'; kind: 'draft-of' | 'signed-of'; isSubjectSame: boolean }
  | { heads: 'same-subject' };

function relevanceOf(
  read: DocumentMetadata,
  kept: KeptVersion,
  hasScan: boolean,
  similarity: number,
): Relevance | null {
  const isSymbolOther =
    read.symbolKey !== null && kept.symbolKey !== null && read.symbolKey !== kept.symbolKey;
  const isDateOther = read.issuedOn !== null && kept.issuedOn !== null && read.issuedOn !== kept.issuedOn;
  const isTypeOther = read.typeName !== kept.typeName;
  const subject = subjectsAgree(read.subject, kept.subject);
  if ((read.kind === 'draft') !== (kept.kind === 'draft')) {
    if (isSymbolOther || isTypeOther || subject === 'other') return null;
    const kind = read.kind === 'draft' ? 'draft-of' : 'signed-of';
    return similarity >= 0.15 ? { heads: 'draft', kind, isSubjectSame: subject === 'same' } : null;
  }
  const isSymbolSame = read.symbolKey !== null && read.symbolKey === kept.symbolKey;
  if (isSymbolSame && !isDateOther && !isTypeOther) return { heads: 'same' };
  if (similarity < leastSimilar) return null;
  // A slip of recognition may change the number or the date, but hardly both.
  if (isSymbolOther || isDateOther)
    return hasScan && !(isSymbolOther && isDateOther) ? { heads: 'misread' } : null;
  const isUnnumbered = read.symbolKey === null && kept.symbolKey === null;
  if (isUnnumbered && !isTypeOther && subject === 'same') return { heads: 'same-subject' };
  return { heads: 'unknown' };
}

function kindOf(relevance: Relevance | null, isCopy: boolean, similarity: number): VersionKind | null {
  switch (relevance?.heads) {
    case 'same':
      if (isCopy) return 'near-duplicate';
      return similarity >= leastSimilar ? 'new-version' : 'namesake';
    case 'same-subject':
      if (isCopy) return 'near-duplicate';
      return similarity >= 0.5 ? 'new-version' : null;
    case 'draft':
      return relevance.isSubjectSame || similarity >= leastSimilar ? relevance.kind : null;
    case 'misread':
    case 'unknown':
      return isCopy ? 'near-duplicate' : null;
    default:
      return null;
  }
}

/**
 * True where nothing but the reading tells two texts apart. Recognition at 200 dpi gets up to 2 % of the letters wrong:
 * most of that is no word, or one letter away from the word; of the numbers it loses about one in a hundred. Two
 * documents of one template differ in names, dates and amounts instead.
 */
function isSameWording(difference: WordDifference, hasScan: boolean): boolean {
  const { wordCount, numberCount, changedWords, changedNumbers } = difference;
  const words = changedWords[0] + changedWords[1];
  const numbers = changedNumbers[0] + changedNumbers[1];
  if (!hasScan) return numbers === 0 && words <= Math.max(2, wordCount * 0.001);
  // A head that could not be read is missing on one side only; other names and amounts are there on both.
  const exchanged = 2 * Math.min(...changedWords);
  const exchangedNumbers = 2 * Math.min(...changedNumbers);
  return (
    exchanged <= Math.max(4, wordCount * 0.02) &&
    exchangedNumbers <= Math.max(2, numberCount * 0.06) &&
    words <= Math.max(8, wordCount * 0.12) &&
    numbers <= Math.max(6, numberCount * 0.15)
  );
}

/** 'unknown' where one of them has none. Two of one matter may differ in a word or in a slip of reading. */
function subjectsAgree(a: string | null, b: string | null): 'same' | 'other' | 'unknown' {
  if (a === null || b === null) return 'unknown';
  const left = new Set(foldedSyllables(a));
  const right = new Set(foldedSyllables(b));
  const shared = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - shared;
  return all === 0 || shared / all >= 0.75 ? 'same' : 'other';
}

/** A draft belongs to one document: of several that it resembles only the closest is named. */
function onlyClosest(related: readonly RelatedVersion[]): RelatedVersion[] {
  const order: readonly VersionKind[] = [
    'near-duplicate',
    'new-version',
    'signed-of',
    'draft-of',
    'namesake',
  ];
  const drafts = related.filter(({ kind }) => kind === 'draft-of' || kind === 'signed-of');
  return related
    .filter((one) => !drafts.includes(one) || one === drafts[0])
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.similarity - a.similarity);
}

const toRelated = (
  kind: VersionKind,
  kept: Pick<KeptVersion, 'id' | 'symbol' | 'title' | 'issuedOn'>,
  similarity: number,
): RelatedVersion => ({
  kind,
  documentId: kept.id,
  similarity,
  symbol: kept.symbol,
  title: kept.title,
  issuedOn: kept.issuedOn,
});
