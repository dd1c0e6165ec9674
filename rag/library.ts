import type { DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import type { SymbolMention } from '../text/symbols.ts';
import type { PlacedSection } from './validity/document-parts.ts';
import type { RelatedDocument } from './validity/document-relations.ts';
import type { Resolution } from './search/resolver.ts';
import type {
  DocumentRelation,
  DocumentStatus,
  DocumentSummary,
  PartStatus,
  Passage,
  Retriever,
} from './types.ts';

/** A slice of a document's text, in UTF-16 units. */
export interface DocumentSlice {
  documentId: string;
  charFrom: number;
  charTo: number;
}

/** A section of a kept document: what an address ('khoản 2 Điều 7') is looked up in. */
export interface LibrarySection extends PlacedSection {
  /** part | chapter | heading | article | clause | point | item | annex | table | recipients | signature */
  level: string;
  heading: string;
}

/**
 * Everything that an answer reads of the kept documents: searching, and looking up where nothing has to be searched.
 * Every function filters by the viewer; what the viewer may not see is as if it were not kept.
 */
export interface Library extends Retriever {
  /**
   * The library for one answer: the store is looked at once, and what changes meanwhile is for the next answer. An answer
   * reads a dozen times, and each look is a round trip to the database. Absent where there is nothing to look at.
   */
  settled?(): Promise<Library>;
  /** The documents that a text names by symbol or title, in any spelling, or asks for as the newest. */
  resolve(viewer: Viewer, text: string): Promise<Resolution>;
  /** What the kept documents say about these documents on a day. */
  statuses(
    viewer: Viewer,
    documentIds: readonly string[],
    day: DateOnly,
  ): Promise<Map<string, DocumentStatus>>;
  /** From when to when a document holds by its own words; null where the viewer sees no such document. */
  terms(
    viewer: Viewer,
    documentId: string,
  ): Promise<{ effectiveOn: DateOnly | null; expiresOn: DateOnly | null } | null>;
  /** What has happened by a day to the parts of a document that a slice of its text stands in. */
  partsAt(viewer: Viewer, place: DocumentSlice, day: DateOnly): Promise<readonly PartStatus[]>;
  /** The heads of all documents, newest first, undated last. */
  documents(viewer: Viewer): Promise<readonly DocumentSummary[]>;
  /** The sections of a document in order; empty where it has none. */
  sections(viewer: Viewer, documentId: string): Promise<readonly LibrarySection[]>;
  /** The passages of a document in order; with `within`, those that touch [charFrom, charTo) of its text. */
  passages(
    viewer: Viewer,
    documentId: string,
    within?: Omit<DocumentSlice, 'documentId'>,
  ): Promise<readonly Passage[]>;
  /** What a document says of others, and what others say of it; what an admin has rejected is left out. */
  relations(
    viewer: Viewer,
    document: RelatedDocument,
  ): Promise<{ says: readonly DocumentRelation[]; isSaid: readonly DocumentRelation[] }>;
  /** What kept documents say of a document that is named by symbol and need not be kept. */
  relationsNaming(viewer: Viewer, mention: SymbolMention): Promise<readonly DocumentRelation[]>;
}
