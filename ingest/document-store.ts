import { newId } from '../core/ids.ts';
import type { DateOnly } from '../core/clock.ts';
import { seesAllUnits, type Scope, type Viewer } from '../core/viewer.ts';
import { json, type Queryable, type SqlValue } from '../db/database.ts';
import { deleteChunks, saveChunks } from '../rag/chunk-store.ts';
import type {
  DocumentKind,
  DocumentMetadata,
  IngestWarning,
  ReadDocument,
  RelationKind,
  Section,
} from './types.ts';

/** More rows in one statement make the embedded database hold its single connection for too long. */
const rowsPerInsert = 100;

/** Who may see a document, who took it in and when. */
export interface StoreOptions {
  scope: Scope;
  scopeUnitIds?: readonly string[];
  /** The account; null for the command line and demo data. */
  by: string | null;
  now: Date;
  isDemo?: boolean;
}

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
  sentence: string;
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

/** Inserts the whole document with its chunks. Call it in a transaction: half a document must never be seen. */
export async function insertDocument(
  t: Queryable,
  read: ReadDocument,
  options: StoreOptions,
): Promise<string> {
  const id = newId();
  const { metadata } = read;
  await t.query(
    `INSERT INTO document (id, symbol, symbol_key, number, type_code, type_name, issuer_code, issuer, title, subject,
                           issued_on, effective_on, place, signer, authority_line, recipients, kind, scope,
                           scope_unit_ids, file_name, file_sha256, text_sha256, media_type, page_count, has_pages,
                           warnings, ingested_by, ingested_at, is_demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17, $18, $19::jsonb, $20,
             $21, $22, $23, $24, $25, $26::jsonb, $27, $28, $29)`,
    [
      id,
      metadata.symbol,
      metadata.symbolKey,
      metadata.number,
      metadata.typeCode,
      metadata.typeName,
      metadata.issuerCode,
      metadata.issuer,
      metadata.title,
      metadata.subject,
      metadata.issuedOn,
      metadata.effectiveOn,
      metadata.place,
      metadata.signer,
      metadata.authorityLine,
      json(metadata.recipients),
      metadata.kind,
      options.scope,
      json(options.scopeUnitIds ?? []),
      read.fileName,
      read.fileSha256,
      read.textSha256,
      read.mediaType,
      read.pages.length,
      read.hasPages,
      json(read.warnings),
      options.by,
      options.now.toISOString(),
      options.isDemo ?? false,
    ],
  );
  await insertPages(t, id, read);
  await insertSections(t, id, read.sections);
  await insertRelations(t, id, read);
  await saveChunks(t, id, read.chunks);
  return id;
}

async function insertPages(t: Queryable, id: string, { pages }: ReadDocument): Promise<void> {
  for (const batch of batches(pages)) {
    await t.query(
      `INSERT INTO page (document_id, page_no, char_from, text)
       SELECT $1::uuid, page_no, char_from, text
       FROM unnest($2::integer[], $3::integer[], $4::text[]) AS row (page_no, char_from, text)`,
      [
        id,
        batch.map((page) => page.pageNo),
        batch.map((page) => page.charFrom),
        batch.map((page) => page.text),
      ],
    );
  }
}

async function insertSections(t: Queryable, id: string, sections: readonly Section[]): Promise<void> {
  for (const batch of batches(sections)) {
    await t.query(
      `INSERT INTO section (document_id, ordinal, parent_ordinal, level, label, heading, char_from, char_to)
       SELECT $1::uuid, ordinal, NULLIF(parent_ordinal, -1), level, label, heading, char_from, char_to
       FROM unnest($2::integer[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::integer[])
         AS row (ordinal, parent_ordinal, level, label, heading, char_from, char_to)`,
      [
        id,
        batch.map((section) => section.ordinal),
        batch.map((section) => section.parentOrdinal ?? -1),
        batch.map((section) => section.level),
        batch.map((section) => section.label),
        batch.map((section) => section.heading),
        batch.map((section) => section.charFrom),
        batch.map((section) => section.charTo),
      ],
    );
  }
}

async function insertRelations(t: Queryable, id: string, { relations }: ReadDocument): Promise<void> {
  for (const batch of batches(relations)) {
    await t.query(
      `INSERT INTO document_relation (id, source_id, kind, target_symbol, target_symbol_key, target_issued_on,
                                      effective_on, sentence)
       SELECT id, $1::uuid, kind, target_symbol, target_symbol_key, NULLIF(target_issued_on, '')::date,
              NULLIF(effective_on, '')::date, sentence
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         AS row (id, kind, target_symbol, target_symbol_key, target_issued_on, effective_on, sentence)`,
      [
        id,
        batch.map(() => newId()),
        batch.map((relation) => relation.kind),
        batch.map((relation) => relation.targetSymbol),
        batch.map((relation) => relation.targetSymbolKey),
        batch.map((relation) => relation.targetIssuedOn ?? ''),
        batch.map((relation) => relation.effectiveOn ?? ''),
        batch.map((relation) => relation.sentence),
      ],
    );
  }
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += rowsPerInsert) yield rows.slice(from, from + rowsPerInsert);
}

/** Removes a document with its pages, sections, relations and chunks; false where there is none. */
export async function deleteDocument(t: Queryable, id: string): Promise<boolean> {
  await deleteChunks(t, id);
  const { affected } = await t.query('DELETE FROM document WHERE id = $1', [id]);
  return affected > 0;
}

/** Removes every demo document; returns how many there were. */
export async function deleteDemoDocuments(t: Queryable): Promise<number> {
  const { rows } = await t.query<{ id: string }>('SELECT id FROM document WHERE is_demo');
  for (const { id } of rows) await deleteDocument(t, id);
  return rows.length;
}

/** The id of the document of exactly this file. */
export async function findByFile(db: Queryable, fileSha256: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('SELECT id FROM document WHERE file_sha256 = $1', [
    fileSha256,
  ]);
  return rows[0]?.id ?? null;
}

/** The id of a document with the same text in another file (another format of it, a second download). */
export async function findByText(db: Queryable, textSha256: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    'SELECT id FROM document WHERE text_sha256 = $1 ORDER BY ingested_at LIMIT 1',
    [textSha256],
  );
  return rows[0]?.id ?? null;
}

/** The id of a document with the same number, type, issuer and date: what a document is known by. */
export async function findByIdentity(db: Queryable, metadata: DocumentMetadata): Promise<string | null> {
  if (metadata.symbolKey === null || metadata.issuedOn === null) return null;
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM document WHERE symbol_key = $1 AND issued_on = $2 AND type_name = $3
     ORDER BY ingested_at LIMIT 1`,
    [metadata.symbolKey, metadata.issuedOn, metadata.typeName],
  );
  return rows[0]?.id ?? null;
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
  const params = visibleParams(viewer);
  const { rows } = await db.query<DocumentRow>(
    `SELECT ${columns} FROM document d WHERE ${visible}
     ORDER BY d.issued_on DESC NULLS LAST, d.ingested_at DESC, d.id LIMIT $4 OFFSET $5`,
    [...params, limit, offset],
  );
  const counted = await db.query<{ total: number }>(
    `SELECT count(*)::integer AS total FROM document d WHERE ${visible}`,
    params,
  );
  return { entries: rows.map(toEntry), total: counted.rows[0]?.total ?? 0 };
}

/** One document, or null where there is none that the viewer may see. */
export async function getDocument(db: Queryable, viewer: Viewer, id: string): Promise<StoredDocument | null> {
  const { rows } = await db.query<DocumentRow>(
    `SELECT ${columns} FROM document d WHERE ${visible} AND d.id = $4`,
    [...visibleParams(viewer), id],
  );
  return rows[0] ? toStored(rows[0]) : null;
}

/** Every visible document, heads only: small enough to match what a person typed against in memory. */
export async function listHeads(db: Queryable, viewer: Viewer): Promise<DocumentHead[]> {
  const { rows } = await db.query<DocumentRow>(
    `SELECT d.id, d.symbol, d.symbol_key, d.type_name, d.title, d.kind, d.issued_on, d.effective_on
     FROM document d WHERE ${visible} ORDER BY d.issued_on DESC NULLS LAST, d.ingested_at DESC, d.id`,
    visibleParams(viewer),
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

/** What other visible documents say about this one. A relation without a date may mean any document of the symbol. */
export async function listIncomingRelations(
  db: Queryable,
  viewer: Viewer,
  document: { id: string; symbolKey: string | null; issuedOn: DateOnly | null },
): Promise<IncomingRelation[]> {
  if (document.symbolKey === null) return [];
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
     WHERE ${visible} AND r.target_symbol_key = $4 AND d.id <> $5
       AND (r.target_issued_on IS NULL OR $6::date IS NULL OR r.target_issued_on = $6::date)
     ORDER BY d.issued_on DESC NULLS LAST, r.kind`,
    [...visibleParams(viewer), document.symbolKey, document.id, document.issuedOn],
  );
  return rows.map((row) => ({
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
     WHERE ${visible} AND s.document_id = $4 AND s.level NOT IN ('point', 'clause', 'table')
     ORDER BY s.ordinal`,
    [...visibleParams(viewer), documentId],
  );
  return rows.map((row) => ({
    ordinal: row.ordinal,
    parentOrdinal: row.parent_ordinal,
    level: row.level,
    label: row.label,
    heading: row.heading,
  }));
}

/** The same rule as in retrieval: scope, the channel's ceiling and, for unit documents, the viewer's units. */
const visible = `(d.scope = 'public'
  OR ($1 <> 'public' AND (d.scope = 'internal'
    OR ($2 OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(d.scope_unit_ids) AS unit WHERE unit = ANY($3::text[]))))))`;

const visibleParams = (viewer: Viewer): SqlValue[] => [
  viewer.ceiling,
  seesAllUnits(viewer),
  [...viewer.unitIds],
];

const columns = `d.id, d.symbol, d.symbol_key, d.type_name, d.title, d.subject, d.issuer, d.issued_on, d.effective_on,
  d.signer, d.place, d.recipients, d.kind, d.scope, d.file_name, d.file_sha256, d.page_count, d.has_pages, d.warnings,
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
  signer: row.signer,
  place: row.place,
  recipients: row.recipients,
  fileSha256: row.file_sha256,
});

const relationColumns =
  'r.kind, r.target_symbol, r.target_symbol_key, r.target_issued_on, r.effective_on, r.sentence';

interface RelationRow {
  kind: RelationKind;
  target_symbol: string;
  target_symbol_key: string;
  target_issued_on: string | null;
  effective_on: string | null;
  sentence: string;
}

const toRelation = (row: RelationRow): StoredRelation => ({
  kind: row.kind,
  targetSymbol: row.target_symbol,
  targetSymbolKey: row.target_symbol_key,
  targetIssuedOn: row.target_issued_on,
  effectiveOn: row.effective_on,
  sentence: row.sentence,
});
