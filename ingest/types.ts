import type { DateOnly } from '../core/clock.ts';
import type { IngestWarning } from '../prompts/ingest.ts';
import type { NewChunk, RelationKind } from '../rag/types.ts';

export type { RelationKind } from '../rag/types.ts';

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
  /** Of a row: it names the columns. Parsers that see no heads leave it out for every row of the table. */
  isHead?: boolean;
  /** Of a row: the first of its table; where a parser never says so, neighbouring rows are one table. */
  isTableStart?: boolean;
}

/**
 * A place on a page as fractions of its width and height, 0 to 1, origin in the upper left corner of the page as the
 * file holds it (before any turning upright), so that a picture of any resolution can be cropped by it.
 */
export interface PageBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A word read from the picture of a page; `confidence` from 0 to 1. */
export interface ScannedWord {
  text: string;
  confidence: number;
  box: PageBox;
}

/** A page whose words were read from its picture. Plain data: it crosses processes and is kept between runs. */
export interface ScannedPage {
  /** From 1. */
  pageNo: number;
  /** Degrees that the page must be turned clockwise to stand upright. */
  rotation: 0 | 90 | 180 | 270;
  /** Mean confidence of its words, 0 to 1; 0 for a page without words. */
  confidence: number;
  /** What read it, with version: 'tesseract.js 7.0.0 vie'. */
  engine: string;
  /** The page as paragraphs, heads and rows, as the layout of the words shows them. */
  lines: SourceLine[];
  words: ScannedWord[];
}

/** A word of a scanned page with its place in the document's text; the offsets count UTF-16 units in the whole text. */
export interface PlacedWord {
  from: number;
  to: number;
  confidence: number;
  box: PageBox;
}

/** What is kept of a scanned page beside its text. */
export interface PageScan {
  pageNo: number;
  rotation: 0 | 90 | 180 | 270;
  confidence: number;
  words: PlacedWord[];
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
  /** What is shown of text that nobody sees in the file: at most 10 snippets of 300 characters; absent: there is none. */
  hiddenText?: string[];
  /** Pages that were read from their picture; absent or empty where all text is the file's own. */
  scans?: ScannedPage[];
}

/** How to read a file that may hold scanned pages. */
export interface ReadOptions {
  /** Pages that an earlier, interrupted reading of the same file has read already, by page number. */
  knownPages?: ReadonlyMap<number, ScannedPage>;
  /** Called after each page read from its picture, once it is known to carry no mark of secrecy. */
  onPage?(page: ScannedPage): void | Promise<void>;
  /** Called as pages are done, scanned or not. */
  onProgress?(progress: ReadProgress): void;
  /** Ends the reading; it then throws the signal's reason. */
  signal?: AbortSignal;
  /** False: pages without text stay unread, with the warning 'pages-without-text'. Default true. */
  isOcrAllowed?: boolean;
  /** Reads at most so many pages from their picture, the first ones; the others stay unread. Default: all. */
  scanLimit?: number;
  /** Text that nobody sees is read like any other. Default false: it is only told of. */
  isHiddenKept?: boolean;
}

/** How far a reading has come, in pages. */
export interface ReadProgress {
  done: number;
  total: number;
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
  /** As in `SourceLine`. */
  isHead?: boolean;
  isTableStart?: boolean;
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
  /** The last day that the document gives itself ('có hiệu lực đến hết ngày …'); absent or null: none. */
  expiresOn?: DateOnly | null;
  place: string | null;
  signer: string | null;
  authorityLine: string | null;
  recipients: string[];
  kind: DocumentKind;
  /** The term of office that the document is about, as years ('2025-2030'); absent or null where none is stated. */
  term?: string | null;
  /** True for a certified copy: number and date are those of the original. */
  isCopy?: boolean;
}

/** What a person may set right in the preview. */
export type Corrections = Partial<
  Pick<DocumentMetadata, 'symbol' | 'typeName' | 'issuedOn' | 'issuer' | 'subject' | 'effectiveOn' | 'signer'>
> & {
  /** Text that nobody sees is part of the document after all. Default false: it is left out. */
  isHiddenKept?: boolean;
};

/** One relation with the sentence that states it. */
export interface NewRelation {
  kind: RelationKind;
  targetSymbol: string;
  targetSymbolKey: string;
  targetIssuedOn: DateOnly | null;
  effectiveOn: DateOnly | null;
  sentence: string;
  /** The parts that the relation touches, as people cite them ('Điều 5', 'khoản 2 Điều 7'); empty: the whole document. */
  targetParts: string[];
  /** Title of a target that is named without a symbol ('Luật Giao thông đường bộ năm 2008'). */
  targetTitle: string | null;
  /** The last day of a suspension that ends by itself; absent or null: no end is named. */
  effectiveUntil?: DateOnly | null;
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
  /** Snippets of text that nobody sees in the file, as data for a person to look at; absent: there is none. Never stored. */
  hiddenText?: string[];
  /** Pages that were read from their picture, with the place of each word; empty where all text is the file's own. */
  scans: PageScan[];
}
