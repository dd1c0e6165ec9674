import type { DateOnly } from '../core/clock.ts';
import type { IngestWarning } from '../prompts/ingest.ts';
import type { NewChunk } from '../rag/types.ts';

export type { IngestWarning } from '../prompts/ingest.ts';

/** What a parser found out about a line beyond its words. 'plain' lines never open a section. */
export type LineHint = 'heading' | 'row' | 'plain';

/** One paragraph, heading or table row, as a parser read it. */
export interface SourceLine {
  text: string;
  hint?: LineHint;
  /** Depth of a heading that the format itself marks, from 1. */
  level?: number;
  /** True where the page ended in the middle of this line, as far as the parser can see. */
  isOpen?: boolean;
  /** True where a blank line or a larger gap stands before this line. */
  isSeparate?: boolean;
}

/** What a parser makes of a file: no interpretation yet. */
export interface ParsedFile {
  pages: SourceLine[][];
  /** False for formats without pages of their own; everything then lies on page 1. */
  hasPages: boolean;
  /** Text beside the body that may carry a secrecy mark: headers, footers, stamps, properties. Never stored. */
  marks: string[];
  /** What the file says about itself: front matter, meta tags. Keys in folded lower case. */
  fields: Readonly<Record<string, string>>;
  warnings: IngestWarning[];
}

/** A page of repaired text. `charFrom` counts UTF-16 units in the whole text; pages are joined by one line break. */
export interface DocumentPage {
  pageNo: number;
  charFrom: number;
  text: string;
}

/** A line of the repaired text with its place. */
export interface Paragraph {
  text: string;
  from: number;
  to: number;
  pageNo: number;
  hint?: LineHint;
  level?: number;
}

/** Levels of the section tree, from widest to narrowest use. */
export type SectionLevel =
  | 'part'
  | 'chapter'
  | 'heading'
  | 'article'
  | 'clause'
  | 'point'
  | 'item'
  | 'annex'
  | 'table'
  | 'recipients'
  | 'signature';

/** A node of the section tree; `label` is as people cite it ('Điều 9', 'khoản 2', '9.3.2'), `heading` verbatim. */
export interface Section {
  ordinal: number;
  parentOrdinal: number | null;
  level: SectionLevel;
  label: string;
  heading: string;
  charFrom: number;
  charTo: number;
}

/** 'signed' has its own type and signature or symbol; 'news' has less authority; 'draft' is never cited as authority. */
export type DocumentKind = 'signed' | 'draft' | 'news' | 'other';

/** What identifies and describes a document. A document is known by number, type, issuer and date together. */
export interface DocumentMetadata {
  symbol: string | null;
  symbolKey: string | null;
  number: number | null;
  typeCode: string | null;
  typeName: string;
  issuerCode: string | null;
  issuer: string | null;
  /** What people call it: type, symbol and subject, or the headline. */
  title: string;
  subject: string | null;
  issuedOn: DateOnly | null;
  /** Month and year where the day is not given ('10/2023'). */
  issuedIn: string | null;
  effectiveOn: DateOnly | null;
  place: string | null;
  signer: string | null;
  authorityLine: string | null;
  recipients: string[];
  kind: DocumentKind;
}

/** What a person may set right in the preview. */
export type Corrections = Partial<
  Pick<DocumentMetadata, 'symbol' | 'typeName' | 'issuedOn' | 'issuer' | 'subject'>
>;

/** How a document stands to another; wording and kinds follow domain section 9.1. */
export type RelationKind =
  'replaces' | 'amends' | 'repeals' | 'implements' | 'continues' | 'details' | 'based_on';

/** One relation with the sentence that states it. */
export interface NewRelation {
  kind: RelationKind;
  targetSymbol: string;
  targetSymbolKey: string;
  targetIssuedOn: DateOnly | null;
  effectiveOn: DateOnly | null;
  sentence: string;
}

/** A file read to the end: everything that storing, previewing and measuring need, and no database. */
export interface ReadDocument {
  fileName: string;
  fileSha256: string;
  textSha256: string;
  mediaType: string;
  hasPages: boolean;
  text: string;
  pages: DocumentPage[];
  metadata: DocumentMetadata;
  sections: Section[];
  chunks: NewChunk[];
  relations: NewRelation[];
  warnings: IngestWarning[];
}
