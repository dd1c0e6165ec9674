import type { DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';

/** What kind of text a chunk is; 'heading' chunks are found but never quoted as an answer. */
export type ChunkKind = 'clause' | 'list' | 'table' | 'paragraph' | 'heading' | 'recipients' | 'signature';

/** A chunk as ingestion hands it over: the smallest citable unit of a document. Offsets count UTF-16 units. */
export interface NewChunk {
  ordinal: number;
  sectionOrdinal: number | null;
  kind: ChunkKind;
  /** A verbatim slice of the document text. */
  text: string;
  /** Type, symbol, date, issuer and heading path in one line; indexed together with the text. */
  context: string;
  heading: string;
  /** For people: 'Điều 9, khoản 9.3, tr. 12'. */
  locator: string;
  pageFrom: number;
  pageTo: number;
  charFrom: number;
  charTo: number;
}

/** A kept document that something was done by. */
export interface StatusSource {
  documentId: string;
  symbol: string | null;
  title: string;
}

/** Something that happened to a document in part, or an amendment of it. */
export interface DocumentChange {
  how: 'replaced' | 'repealed' | 'amended' | 'suspended';
  /** 'Điều 5', 'khoản 2 Điều 7'; empty: parts that are not named. */
  parts: string[];
  /** Null where the viewer may not see the document that did it. */
  by: StatusSource | null;
  from: DateOnly | null;
  /** No admin has confirmed yet that the relation was read right. */
  isUnconfirmed?: true;
}

/** What has happened to one part of a document that a quotation stands in. */
export interface PartStatus extends Omit<DocumentChange, 'parts'> {
  /** As the change names it: 'Điều 5', 'khoản 2 Điều 7'. */
  part: string;
}

/** What the kept documents say about a document on a day: computed from relations, never stored. */
export type DocumentStatus =
  | {
      state: 'in-force';
      /** Parts that no longer read as they did; absent: none. */ changes?: DocumentChange[];
    }
  | { state: 'not-yet'; from: DateOnly }
  | {
      state: 'replaced';
      by: StatusSource;
      from: DateOnly | null;
      /** Absent: replaced by another document. 'version': by a later version of the same one. */
      how?: 'repealed' | 'version';
      isUnconfirmed?: true;
      /** What holds at the end of the chain where that is not `by`; null: nothing kept; absent: `by` itself. */
      now?: StatusSource | null;
    }
  /** By its own words: the last day on which it held. */
  | { state: 'expired'; on: DateOnly }
  | {
      state: 'suspended';
      by: StatusSource;
      from: DateOnly | null;
      until: DateOnly | null;
      isUnconfirmed?: true;
    }
  | { state: 'unclear' };

/** The head of a document, enough for a citation. */
export interface DocumentSummary {
  id: string;
  symbol: string | null;
  symbolKey: string | null;
  typeName: string;
  issuer: string | null;
  title: string;
  subject: string | null;
  issuedOn: DateOnly | null;
  kind: 'signed' | 'draft' | 'news' | 'other';
  fileName: string;
  hasPages: boolean;
}

/** A stored chunk with the head of its document. */
export interface Passage extends NewChunk {
  id: string;
  document: DocumentSummary;
}

/**
 * What is known of a stretch of a document that was read from the picture of its page. Loaded for what is shown alone:
 * the words of a page take forty times the room of its text.
 */
export interface ScanReading {
  /** The first page that the stretch lies on, from 1, and how many pages it lies on. */
  pageNo: number;
  pageCount: number;
  /** Mean confidence of its words, 0 to 1. */
  confidence: number;
  /** Places [from, to) in the document text of the words that were read with low confidence. */
  unsure: readonly (readonly [number, number])[];
}

/** How a document stands to another; wording and kinds follow domain section 9.1. */
export type RelationKind =
  'replaces' | 'amends' | 'repeals' | 'suspends' | 'implements' | 'continues' | 'details' | 'based_on';

/** What a kept document says of another one, with the sentence that says it. */
export interface DocumentRelation {
  source: DocumentSummary;
  kind: RelationKind;
  targetSymbol: string;
  targetSymbolKey: string;
  /** Title of a target that is named without a symbol. */
  targetTitle: string | null;
  targetIssuedOn: DateOnly | null;
  /** 'Điều 5', 'khoản 2 Điều 7'; empty: the whole document. */
  targetParts: readonly string[];
  effectiveOn: DateOnly | null;
  /** Verbatim. */
  sentence: string;
  /** Whether an admin has said that it was read right. */
  isConfirmed: boolean;
}

/** Applied inside every search, never after it. */
export interface SearchFilter {
  viewer: Viewer;
  /** Only these documents. */
  documentIds?: readonly string[];
  /** Only documents in force on this day, by what the kept documents say. */
  asOf?: DateOnly;
}

/** One ranked passage; `score` only orders hits of the same query. */
export interface Hit {
  passage: Passage;
  score: number;
  signals: Readonly<Record<string, number>>;
}

/** A verbatim slice of a passage, with its place. */
export interface Quote {
  passage: Passage;
  /** Verbatim; where it joins a lead-in and its items they stand as in the text. */
  text: string;
  /** Offsets of `text` in the document text, for the source viewer. */
  charFrom: number;
  charTo: number;
  /** Ranges [from, to) inside `text` that hold the asked value, for emphasis. */
  emphasis: readonly (readonly [number, number])[];
  /** Today's. */
  status: DocumentStatus;
  /** What has happened to the parts of the document that the slice stands in; absent: nothing. */
  partStatus?: readonly PartStatus[];
  /** The same for the day that the question is about; absent: it is about today. */
  then?: { day: DateOnly; status: DocumentStatus; partStatus?: readonly PartStatus[] };
}

/** The result of one question. `lead` is a short Vietnamese sentence from `prompts/`. */
export type Answer =
  | {
      outcome: 'answer';
      lead: string;
      quotes: readonly Quote[];
      computed?: { text: string };
      /** What the quotations say, side by side; each row says in its words where it stands. */
      table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
    }
  | { outcome: 'correction'; lead: string; quotes: readonly Quote[] }
  | {
      outcome: 'candidates';
      lead: string;
      documents: readonly (DocumentSummary & { status: DocumentStatus })[];
      quotes: readonly Quote[];
    }
  | { outcome: 'near-miss'; lead: string; missing: readonly string[]; quotes: readonly Quote[] }
  | { outcome: 'refusal'; lead: string; nearest: readonly DocumentSummary[] }
  | { outcome: 'out-of-scope'; lead: string };

/** Why an answer is what it is, in data; `prompts/answers.ts` words it for '/visao'. */
export interface Explanation {
  query: string;
  expandedQuery: string;
  understoodAs?: string;
  filters: readonly string[];
  candidates: readonly { locator: string; document: string; score: number }[];
  decision: string;
  missing: readonly string[];
  /** The model that was asked what was meant, and what came of it. */
  reading?: { model: string; promptVersion: string; result: string };
  /** Search by meaning is set up and did not answer: words alone were searched. */
  isWordsAlone?: true;
}

/** Counts over everything that is indexed, for idf and for "known elsewhere". Terms are folded syllables or 'a_b' bigrams. */
export interface CorpusStatistics {
  passageCount: number;
  /** In how many passages the term occurs; 0 for an unknown term. */
  passageFrequency(term: string): number;
}

/** One search. `text` is what the person typed, or a rewritten sub-question. */
export interface SearchRequest {
  text: string;
  filter: SearchFilter;
  /** How many hits at most; default 10. */
  k?: number;
}

/** Finds passages; the only way to them besides opening a document at a place. */
export interface Retriever {
  search(request: SearchRequest): Promise<Hit[]>;
  /** Counts over the passages that the viewer may see, and no others. */
  statistics(viewer: Viewer): CorpusStatistics;
}
