import { seesAllUnits } from '../../core/viewer.ts';
import type { DateOnly } from '../../core/clock.ts';
import type { Scope, Viewer } from '../../core/viewer.ts';
import type { Queryable, SqlValue } from '../../db/database.ts';
import type { IndexEntry } from './lexical-index.ts';
import type { DatedDocument } from '../validity/status.ts';
import type { LibrarySection } from '../library.ts';
import type { DocumentSummary, NewChunk, Passage } from '../types.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

/** A whole document as the source viewer shows it. */
export interface Source {
  document: DocumentSummary;
  /** In order; `charFrom` is the offset of a page in the document text. Formats without pages have one. */
  pages: { pageNo: number; charFrom: number; text: string }[];
}

/** What the index keeps of each document beside its passages, to filter and resolve without asking the database. */
export interface IndexedDocument extends Omit<DatedDocument, 'typeName' | 'subject'>, DocumentSummary {
  number: number | null;
  scope: Scope;
  scopeUnitIds: readonly string[];
  chunkCount: number;
  /** Changes whenever the chunks of the document do. */
  chunkDigest: string;
}

/** Whether a viewer may see a document; the same rule as `visible` below, for filters inside the index. */
export function maySee(viewer: Viewer, document: { scope: Scope; scopeUnitIds: readonly string[] }): boolean {
  if (document.scope === 'public') return true;
  if (viewer.ceiling === 'public') return false;
  if (document.scope === 'internal' || seesAllUnits(viewer)) return true;
  return document.scopeUnitIds.some((unit) => viewer.unitIds.includes(unit));
}

/** The passages with these ids that the viewer may see, in the order of `ids`; unknown ones are left out. */
export async function loadPassages(
  db: Queryable,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Passage[]> {
  if (ids.length === 0) return [];
  const found = await selectPassages(db, viewer, 'c.id = ANY($4::uuid[])', [[...ids]]);
  const byId = new Map(found.map((passage) => [passage.id, passage]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The passages of a document in order; with `within`, those that touch [charFrom, charTo) of its text. */
export async function loadDocumentPassages(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
  within?: { charFrom: number; charTo: number },
): Promise<Passage[]> {
  return within
    ? selectPassages(db, viewer, 'c.document_id = $4 AND c.char_from < $6 AND c.char_to > $5', [
        documentId,
        within.charFrom,
        within.charTo,
      ])
    : selectPassages(db, viewer, 'c.document_id = $4', [documentId]);
}

/** The passage with up to `before` and `after` others around it, in document order. */
export async function loadNeighbours(
  db: Queryable,
  viewer: Viewer,
  passage: Passage,
  { before = 1, after = 1 }: { before?: number; after?: number } = {},
): Promise<Passage[]> {
  return selectPassages(db, viewer, 'c.document_id = $4 AND c.ordinal BETWEEN $5 AND $6', [
    passage.document.id,
    passage.ordinal - before,
    passage.ordinal + after,
  ]);
}

/** Every passage of a section and of the sections inside it, in document order. */
export async function loadSection(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
  sectionOrdinal: number,
): Promise<Passage[]> {
  return selectPassages(
    db,
    viewer,
    `c.document_id = $4 AND EXISTS (
       SELECT 1 FROM section s WHERE s.document_id = $4 AND s.ordinal = $5
         AND c.char_from >= s.char_from AND c.char_to <= s.char_to)`,
    [documentId, sectionOrdinal],
  );
}

/**
 * The whole article (Điều) around a passage, in document order; where the document has none, the section of the
 * passage, and where that has none either, the passage alone.
 */
export async function loadArticle(db: Queryable, viewer: Viewer, passage: Passage): Promise<Passage[]> {
  if (passage.sectionOrdinal === null) return loadPassages(db, viewer, [passage.id]);
  const { rows } = await db.query<{ ordinal: number }>(
    `SELECT ordinal FROM section
     WHERE document_id = $1 AND level = 'article' AND char_from <= $2 AND char_to >= $3
     ORDER BY char_from DESC LIMIT 1`,
    [passage.document.id, passage.charFrom, passage.charTo],
  );
  return loadSection(db, viewer, passage.document.id, rows[0]?.ordinal ?? passage.sectionOrdinal);
}

/** A document with its text by page, or null where there is none that the viewer may see. */
export async function loadSource(db: Queryable, viewer: Viewer, documentId: string): Promise<Source | null> {
  const [document] = await loadDocuments(db, viewer, [documentId]);
  if (!document) return null;
  const { rows } = await db.query<{ page_no: number; char_from: number; text: string }>(
    'SELECT page_no, char_from, text FROM page WHERE document_id = $1 ORDER BY page_no',
    [documentId],
  );
  return {
    document,
    pages: rows.map((row) => ({ pageNo: row.page_no, charFrom: row.char_from, text: row.text })),
  };
}

/** The heads of these documents that the viewer may see, in the order of `ids`. */
export async function loadDocuments(
  db: Queryable,
  viewer: Viewer,
  ids: readonly string[],
): Promise<DocumentSummary[]> {
  const uuids = ids.filter((id) => uuidPattern.test(id));
  if (uuids.length === 0) return [];
  const { rows } = await db.query<DocumentRow>(
    `SELECT ${documentColumns} FROM document d WHERE ${visibleDocument()} AND d.id = ANY($4::uuid[])`,
    [...viewerParams(viewer), uuids],
  );
  const byId = new Map(rows.map((row) => [row.document_id, toSummary(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The ids of every document that the viewer may see. */
export async function visibleDocumentIds(db: Queryable, viewer: Viewer): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(`SELECT d.id FROM document d WHERE ${visibleDocument()}`, [
    ...viewerParams(viewer),
  ]);
  return rows.map((row) => row.id);
}

/** The heads of all documents that the viewer may see, newest first, undated last. */
export async function listDocumentHeads(db: Queryable, viewer: Viewer): Promise<DocumentSummary[]> {
  const { rows } = await db.query<DocumentRow>(
    `SELECT ${documentColumns} FROM document d WHERE ${visibleDocument()}
     ORDER BY d.issued_on DESC NULLS LAST, d.ingested_at DESC, d.id`,
    viewerParams(viewer),
  );
  return rows.map(toSummary);
}

/** The sections of each of these documents that has any, in order. */
export async function loadSections(
  db: Queryable,
  viewer: Viewer,
  documentIds: readonly string[],
): Promise<Map<string, LibrarySection[]>> {
  const { rows } = await db.query<{ id: string; sections: SectionRow[] }>(
    `SELECT d.id, json_agg(json_build_array(s.ordinal, s.parent_ordinal, s.level, s.label, s.heading, s.char_from, s.char_to)
                           ORDER BY s.ordinal) AS sections
     FROM section s JOIN document d ON d.id = s.document_id
     WHERE ${visibleDocument()} AND d.id = ANY($4::uuid[])
     GROUP BY d.id`,
    [...viewerParams(viewer), [...documentIds]],
  );
  return new Map(rows.map(({ id, sections }) => [id, sections.map(toSection)]));
}

const toSection = ([
  ordinal,
  parentOrdinal,
  level,
  label,
  heading,
  charFrom,
  charTo,
]: SectionRow): LibrarySection => ({ ordinal, parentOrdinal, level, label, heading, charFrom, charTo });

/** As one value a document: a law has thousands, and the embedded database takes its time over each row. */
type SectionRow = [
  ordinal: number,
  parentOrdinal: number | null,
  level: string,
  label: string,
  heading: string,
  charFrom: number,
  charTo: number,
];

/** Every document that has chunks, for the index; not filtered, because the index filters for each viewer. */
export async function loadIndexedDocuments(db: Queryable): Promise<IndexedDocument[]> {
  const { rows } = await db.query<
    DocumentRow & {
      number: number | null;
      scope: Scope;
      scope_unit_ids: string[];
      effective_on: DateOnly | null;
      expires_on: DateOnly | null;
      version_of: string | null;
      version_from: DateOnly | null;
      chunk_count: number;
      least_chunk: string;
    }
  >(
    `SELECT ${documentColumns}, d.number, d.scope, d.scope_unit_ids, d.effective_on, d.expires_on,
            d.version_of, d.version_from, c.chunk_count, c.least_chunk
     FROM document d
     JOIN (SELECT document_id, count(*)::integer AS chunk_count, min(id::text) AS least_chunk FROM chunk GROUP BY document_id) c
       ON c.document_id = d.id
     ORDER BY d.ingested_at, d.id`,
  );
  return rows.map((row) => ({
    ...toSummary(row),
    number: row.number,
    scope: row.scope,
    scopeUnitIds: row.scope_unit_ids,
    effectiveOn: row.effective_on,
    expiresOn: row.expires_on,
    versionOf: row.version_of,
    versionFrom: row.version_from,
    chunkCount: row.chunk_count,
    // Ids of chunks are random, so their number and the least one change whenever the chunks are written anew.
    chunkDigest: `${row.chunk_count} ${row.least_chunk}`,
  }));
}

/** What is indexed of the chunks of `documents`, read in batches so that no statement holds the database long. */
export async function* readIndexEntries(
  db: Queryable,
  documents: readonly Pick<IndexedDocument, 'id' | 'chunkCount'>[],
): AsyncGenerator<IndexEntry> {
  for (let from = 0; from < documents.length;) {
    let to = from + 1;
    let size = documents[from]!.chunkCount;
    while (to < documents.length && size + documents[to]!.chunkCount <= chunksPerRead) {
      size += documents[to]!.chunkCount;
      to++;
    }
    const ids = documents.slice(from, to).map((document) => document.id);
    // Only a document larger than a batch, which is then alone in it, needs more than one read.
    for (let after = -1; ;) {
      const { rows } = await db.query<{ entries: EntryRow[] | null }>(
        `SELECT json_agg(json_build_array(id, document_id, ordinal, heading, context, text)
                         ORDER BY document_id, ordinal) AS entries
         FROM (SELECT * FROM chunk WHERE document_id = ANY($1::uuid[]) AND ordinal > $2
               ORDER BY document_id, ordinal LIMIT $3) AS batch`,
        [ids, after, chunksPerRead],
      );
      const entries = rows[0]?.entries ?? [];
      for (const [id, documentId, , heading, context, text] of entries)
        yield toIndexEntry({ id, documentId, heading, context, text });
      if (ids.length > 1 || entries.length < chunksPerRead) break;
      after = entries.at(-1)![2];
    }
    from = to;
  }
}

/** One value a batch, because the embedded database takes its time over each row. */
type EntryRow = [
  id: string,
  documentId: string,
  ordinal: number,
  heading: string,
  context: string,
  text: string,
];

/** About half a megabyte of text. */
const chunksPerRead = 500;

/** The fields of a chunk as the index takes them: the context line usually repeats the heading, which counts once. */
export function toIndexEntry(
  chunk: Pick<NewChunk, 'heading' | 'context' | 'text'> & { id: string; documentId: string },
): IndexEntry {
  const { id, documentId, heading, context, text } = chunk;
  const rest = heading === '' ? context : context.replace(heading, ' ');
  return { id, documentId, heading, context: rest, text };
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The head of document `d`, for `toSummary`. */
export const documentColumns = `d.id AS document_id, d.symbol, d.symbol_key, d.type_name, d.issuer, d.title, d.subject,
  d.issued_on, d.kind AS document_kind, d.file_name, d.has_pages`;

export interface DocumentRow {
  document_id: string;
  symbol: string | null;
  symbol_key: string | null;
  type_name: string;
  issuer: string | null;
  title: string;
  subject: string | null;
  issued_on: DateOnly | null;
  document_kind: DocumentSummary['kind'];
  file_name: string;
  has_pages: boolean;
}

export const toSummary = (row: DocumentRow): DocumentSummary => ({
  id: row.document_id,
  symbol: row.symbol,
  symbolKey: row.symbol_key,
  typeName: row.type_name,
  issuer: row.issuer,
  title: row.title,
  subject: row.subject,
  issuedOn: row.issued_on,
  kind: row.document_kind,
  fileName: row.file_name,
  hasPages: row.has_pages,
});

/**
 * Visible passages for a condition on chunk `c`, whose parameters start at $4, in document order. They come as one value,
 * because the embedded database takes its time over each row.
 */
async function selectPassages(
  db: Queryable,
  viewer: Viewer,
  condition: string,
  params: readonly SqlValue[],
): Promise<Passage[]> {
  const { rows } = await db.query<{ passages: Passage[] | null }>(
    `SELECT json_agg(json_build_object(
              'id', c.id, 'ordinal', c.ordinal, 'sectionOrdinal', c.section_ordinal, 'kind', c.kind, 'text', c.text,
              'context', c.context, 'heading', c.heading, 'locator', c.locator, 'pageFrom', c.page_from,
              'pageTo', c.page_to, 'charFrom', c.char_from, 'charTo', c.char_to,
              'document', json_build_object(
                'id', d.id, 'symbol', d.symbol, 'symbolKey', d.symbol_key, 'typeName', d.type_name, 'issuer', d.issuer,
                'title', d.title, 'subject', d.subject, 'issuedOn', d.issued_on, 'kind', d.kind,
                'fileName', d.file_name, 'hasPages', d.has_pages))
              ORDER BY c.document_id, c.ordinal) AS passages
     FROM chunk c JOIN document d ON d.id = c.document_id
     WHERE ${visibleDocument()} AND ${condition}`,
    [...viewerParams(viewer), ...params],
  );
  return rows[0]?.passages ?? [];
}
