import type { DateOnly } from '../core/clock.ts';
import type { Scope, Viewer } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import { titleKey, titleKeyOf } from '../text/document-titles.ts';
import type { DocumentKind, DocumentMetadata, IngestWarning, RelationKind, Section } from './types.ts';
import { viewerParams, visibleDocument } from '../db/visible-documents.ts';

/* What people look up about kept documents. Reads only; every function filters by the viewer inside its query. */

/** A line of the ledger. */
export interface LedgerEntry {
  id: string;
  symbol: string | null;
  typeName: string;
  title: string;
  issuer: string | null;
  issuedOn: DateOnly | null;
  kind: DocumentKind;
  scope: Scope;
  fileName: string;
  pageCount: number;
  hasPages: boolean;
  chunkCount: number;
  warnings: IngestWarning[];
  ingestedAt: string;
  isDemo: boolean;
}

/** A document with everything '/vanban' shows. */
export interface StoredDocument
  extends LedgerEntry, Pick<DocumentMetadata, 'symbolKey' | 'subject' | 'effectiveOn' | 'signer' | 'place'> {
  expiresOn: DateOnly | null;
  term: string | null;
  isCopy: boolean;
  recipients: string[];
  fileSha256: string;
}

/** A relation as stored. */
export interface StoredRelation {
  kind: RelationKind;
  targetSymbol: string;
  targetSymbolKey: string;
  targetIssuedOn: DateOnly | null;
  effectiveOn: DateOnly | null;
  effectiveUntil: DateOnly | null;
  sentence: string;
  /** 'Điều 5', 'khoản 2 Điều 7'; empty: the whole document. */
  targetParts: string[];
  targetTitle: string | null;
  /** What an admin has said of it; null: nothing yet. */
  decision: 'confirmed' | 'rejected' | null;
}

/** A relation that another kept document states about this one. */
export interface IncomingRelation extends StoredRelation {
  sourceId: string;
  sourceSymbol: string | null;
  sourceTitle: string;
  sourceIssuedOn: DateOnly | null;
  sourceEffectiveOn: DateOnly | null;
  sourceKind: DocumentKind;
}

/** A document as far as matching a symbol and telling its status need it. */
export interface DocumentHead {
  id: string;
  symbol: string | null;
  symbolKey: string | null;
  typeName: string;
  title: string;
  kind: DocumentKind;
  issuedOn: DateOnly | null;
  effectiveOn: DateOnly | null;
}

/** Which ledger lines to return. */
export interface LedgerQuery {
  /** At most this many, newest first. Default 50. */
  limit?: number;
  offset?: number;
}

/** Documents that the viewer may see, newest issue first, with how many there are in all. */
export async function listDocuments(
  db: Queryable,
  viewer: Viewer,
  { limit = 50, offset = 0 }: LedgerQuery = {},
): Promise<{ entries: LedgerEntry[]; total: number }> {
  const params = viewerParams(viewer);
  const { rows } = await db.query<DocumentRow>(
    `SELECT ${columns} FROM document d WHERE ${visibleDocument()}
     ORDER BY d.issued_on DESC NULLS LAST, d.ingested_at DESC, d.id LIMIT $4 OFFSET $5`,
    [...params, limit, offset],
  );
  const counted = await db.query<{ total: number }>(
    `SELECT count(*)::integer AS total FROM document d WHERE ${visibleDocument()}`,
    params,
  );
  return { entries: rows.map(toEntry), total: counted.rows[0]?.total ?? 0 };
}

/** One document, or null where there is none that the viewer may see. */
export async function getDocument(db: Queryable, viewer: Viewer, id: string): Promise<StoredDocument | null> {
  const { rows } = await db.query<DocumentRow>(
    `SELECT ${columns} FROM document d WHERE ${visibleDocument()} AND d.id = $4`,
    [...viewerParams(viewer), id],
  );
  return rows[0] ? toStored(rows[0]) : null;
}

/** Every visible document, heads only: small enough to match what a person typed against in memory. */
export async function listHeads(db: Queryable, viewer: Viewer): Promise<DocumentHead[]> {
  const { rows } = await db.query<DocumentRow>(
    `SELECT d.id, d.symbol, d.symbol_key, d.type_name, d.title, d.kind, d.issued_on, d.effective_on
     FROM document d WHERE ${visibleDocument()} ORDER BY d.issued_on DESC NULLS LAST, d.ingested_at DESC, d.id`,
    viewerParams(viewer),
  );
  return rows.map((row) => ({
    id: row.id,
    symbol: row.symbol,
    symbolKey: row.symbol_key,
    typeName: row.type_name,
    title: row.title,
    kind: row.kind,
    issuedOn: row.issued_on,
    effectiveOn: row.effective_on,
  }));
}

/** What the document says about others. */
export async function listRelations(db: Queryable, documentId: string): Promise<StoredRelation[]> {
  const { rows } = await db.query<RelationRow>(
    `SELECT ${relationColumns} FROM document_relation r WHERE r.source_id = $1 ORDER BY r.kind, r.target_symbol`,
    [documentId],
  );
  return rows.map(toRelation);
}

/**
 * What other visible documents say about this one, rejected relations left out. A relation without a date may mean any
 * document of the symbol; one that names a title means it where the titles agree.
 */
export async function listIncomingRelations(
  db: Queryable,
  viewer: Viewer,
  document: Pick<DocumentHead, 'id' | 'symbolKey' | 'issuedOn' | 'typeName' | 'title'> & {
    subject: string | null;
  },
): Promise<IncomingRelation[]> {
  const title = titleKeyOf(document);
  const { rows } = await db.query<
    RelationRow & {
      source_id: string;
      source_symbol: string | null;
      source_title: string;
      source_issued_on: string | null;
      source_effective_on: string | null;
      source_kind: DocumentKind;
    }
  >(
    `SELECT ${relationColumns}, d.id AS source_id, d.symbol AS source_symbol, d.title AS source_title,
            d.issued_on AS source_issued_on, d.effective_on AS source_effective_on, d.kind AS source_kind
     FROM document_relation r JOIN document d ON d.id = r.source_id
     WHERE ${visibleDocument()} AND d.id <> $5 AND r.rejected_at IS NULL
       AND ((r.target_symbol_key = $4 AND r.target_symbol_key <> '')
         OR (r.target_title IS NOT NULL AND r.kind IN ('replaces', 'repeals', 'amends', 'suspends')))
       AND (r.target_issued_on IS NULL OR $6::date IS NULL OR r.target_issued_on = $6::date)
     ORDER BY d.issued_on DESC NULLS LAST, r.kind`,
    [...viewerParams(viewer), document.symbolKey ?? '', document.id, document.issuedOn],
  );
  const isMeant = (row: RelationRow): boolean => {
    if (row.target_title === null) return true;
    const cited = titleKey(row.target_title);
    const year = document.issuedOn === null ? null : Number(document.issuedOn.slice(0, 4));
    const isYear = cited?.year == null || year === null || cited.year === year;
    return cited !== null && cited.words === title?.words && isYear;
  };
  return rows.filter(isMeant).map((row) => ({
    ...toRelation(row),
    sourceId: row.source_id,
    sourceSymbol: row.source_symbol,
    sourceTitle: row.source_title,
    sourceIssuedOn: row.source_issued_on,
    sourceEffectiveOn: row.source_effective_on,
    sourceKind: row.source_kind,
  }));
}

/** The outline of a document: its sections down to articles and numbered items, in order. */
export async function listOutline(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
): Promise<Pick<Section, 'level' | 'label' | 'heading' | 'ordinal' | 'parentOrdinal'>[]> {
  const { rows } = await db.query<{
    ordinal: number;
    parent_ordinal: number | null;
    level: Section['level'];
    label: string;
    heading: string;
  }>(
    `SELECT s.ordinal, s.parent_ordinal, s.level, s.label, s.heading
     FROM section s JOIN document d ON d.id = s.document_id
     WHERE ${visibleDocument()} AND s.document_id = $4 AND s.level NOT IN ('point', 'clause', 'table')
     ORDER BY s.ordinal`,
    [...viewerParams(viewer), documentId],
  );
  return rows.map((row) => ({
    ordinal: row.ordinal,
    parentOrdinal: row.parent_ordinal,
    level: row.level,
    label: row.label,
    heading: row.heading,
  }));
}

const columns = `d.id, d.symbol, d.symbol_key, d.type_name, d.title, d.subject, d.issuer, d.issued_on, d.effective_on,
  d.expires_on, d.term, d.is_copy, d.signer, d.place, d.recipients, d.kind, d.scope, d.file_name, d.file_sha256, d.page_count, d.has_pages, d.warnings,
  d.ingested_at, d.is_demo, (SELECT count(*)::integer FROM chunk c WHERE c.document_id = d.id) AS chunk_count`;

interface DocumentRow {
  id: string;
  symbol: string | null;
  symbol_key: string | null;
  type_name: string;
  title: string;
  subject: string | null;
  issuer: string | null;
  issued_on: string | null;
  effective_on: string | null;
  expires_on: string | null;
  term: string | null;
  is_copy: boolean;
  signer: string | null;
  place: string | null;
  recipients: string[];
  kind: DocumentKind;
  scope: Scope;
  file_name: string;
  file_sha256: string;
  page_count: number;
  has_pages: boolean;
  warnings: IngestWarning[];
  ingested_at: string;
  is_demo: boolean;
  chunk_count: number;
}

const toEntry = (row: DocumentRow): LedgerEntry => ({
  id: row.id,
  symbol: row.symbol,
  typeName: row.type_name,
  title: row.title,
  issuer: row.issuer,
  issuedOn: row.issued_on,
  kind: row.kind,
  scope: row.scope,
  fileName: row.file_name,
  pageCount: row.page_count,
  hasPages: row.has_pages,
  chunkCount: row.chunk_count,
  warnings: row.warnings,
  ingestedAt: row.ingested_at,
  isDemo: row.is_demo,
});

const toStored = (row: DocumentRow): StoredDocument => ({
  ...toEntry(row),
  symbolKey: row.symbol_key,
  subject: row.subject,
  effectiveOn: row.effective_on,
  expiresOn: row.expires_on,
  term: row.term,
  isCopy: row.is_copy,
  signer: row.signer,
  place: row.place,
  recipients: row.recipients,
  fileSha256: row.file_sha256,
});

const relationColumns =
  'r.kind, r.target_symbol, r.target_symbol_key, r.target_issued_on, r.effective_on, r.effective_until, r.sentence, ' +
  'r.target_parts, r.target_title, r.confirmed_at, r.rejected_at';

interface RelationRow {
  kind: RelationKind;
  target_symbol: string;
  target_symbol_key: string;
  target_issued_on: string | null;
  effective_on: string | null;
  effective_until: string | null;
  sentence: string;
  target_parts: string[];
  target_title: string | null;
  confirmed_at: string | null;
  rejected_at: string | null;
}

const toRelation = (row: RelationRow): StoredRelation => ({
  kind: row.kind,
  targetSymbol: row.target_symbol,
  targetSymbolKey: row.target_symbol_key,
  targetIssuedOn: row.target_issued_on,
  effectiveOn: row.effective_on,
  effectiveUntil: row.effective_until,
  sentence: row.sentence,
  targetParts: row.target_parts,
  targetTitle: row.target_title,
  decision: row.confirmed_at !== null ? 'confirmed' : row.rejected_at !== null ? 'rejected' : null,
});
