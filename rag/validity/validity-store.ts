import type { DateOnly } from '../../core/clock.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { PlacedSection } from './document-parts.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';
import type { DatedDocument } from './status.ts';
import type { DocumentStatus, PartStatus } from '../types.ts';
import { Validity, type StoredChange } from './validity.ts';

/** Every relation that changes what holds, those excepted that an admin has rejected. */
export async function loadChanges(db: Queryable): Promise<StoredChange[]> {
  const { rows } = await db.query<{
    source_id: string;
    kind: NonNullable<StoredChange['kind']>;
    target_symbol_key: string;
    target_title: string | null;
    target_issued_on: DateOnly | null;
    target_parts: string[];
    effective_on: DateOnly | null;
    effective_until: DateOnly | null;
    is_confirmed: boolean;
  }>(
    `SELECT source_id, kind, target_symbol_key, target_title, target_issued_on, target_parts, effective_on,
            effective_until, confirmed_at IS NOT NULL AS is_confirmed
     FROM document_relation
     WHERE kind IN ('replaces', 'repeals', 'amends', 'suspends') AND rejected_at IS NULL
     ORDER BY id`,
  );
  return rows.map((row) => ({
    sourceId: row.source_id,
    kind: row.kind,
    targetSymbolKey: row.target_symbol_key,
    targetTitle: row.target_title,
    targetIssuedOn: row.target_issued_on,
    targetParts: row.target_parts,
    effectiveOn: row.effective_on,
    effectiveUntil: row.effective_until,
    isConfirmed: row.is_confirmed,
  }));
}

/** The sections of these documents and the places of their chunks, for changes that touch parts. */
export async function loadPlaces(
  db: Queryable,
  documentIds: readonly string[],
): Promise<Map<string, { sections: PlacedSection[]; chunks: PlacedChunk[] }>> {
  const places = new Map<string, { sections: PlacedSection[]; chunks: PlacedChunk[] }>();
  // Few documents are changed in parts; a batch is what one statement may take of the embedded database.
  for (let from = 0; from < documentIds.length; from += 100) {
    const ids = documentIds.slice(from, from + 100);
    for (const id of ids) places.set(id, { sections: [], chunks: [] });
    const sections = await db.query<{
      document_id: string;
      ordinal: number;
      parent_ordinal: number | null;
      label: string;
      char_from: number;
      char_to: number;
    }>(
      `SELECT document_id, ordinal, parent_ordinal, label, char_from, char_to FROM section
       WHERE document_id = ANY($1::uuid[]) AND label <> '' ORDER BY document_id, ordinal`,
      [ids],
    );
    for (const row of sections.rows)
      places.get(row.document_id)?.sections.push({
        ordinal: row.ordinal,
        parentOrdinal: row.parent_ordinal,
        label: row.label,
        charFrom: row.char_from,
        charTo: row.char_to,
      });
    const chunks = await db.query<{ document_id: string; id: string; char_from: number; char_to: number }>(
      'SELECT document_id, id, char_from, char_to FROM chunk WHERE document_id = ANY($1::uuid[])',
      [ids],
    );
    for (const row of chunks.rows)
      places.get(row.document_id)?.chunks.push({ id: row.id, charFrom: row.char_from, charTo: row.char_to });
  }
  return places;
}

/** A chunk with its place in the document text. */
export interface PlacedChunk {
  id: string;
  charFrom: number;
  charTo: number;
}

/**
 * What holds by the documents that a viewer may see, as the store is in this transaction, and their heads by id; parts of
 * documents not yet placed.
 */
async function loadValidity(
  db: Queryable,
  viewer: Viewer,
): Promise<{ validity: Validity; byId: ReadonlyMap<string, DatedDocument> }> {
  const { rows } = await db.query<{
    id: string;
    symbol: string | null;
    symbol_key: string | null;
    type_name: string;
    title: string;
    subject: string | null;
    kind: DatedDocument['kind'];
    issued_on: DateOnly | null;
    effective_on: DateOnly | null;
    expires_on: DateOnly | null;
    version_of: string | null;
    version_from: DateOnly | null;
  }>(
    `SELECT id, symbol, symbol_key, type_name, title, subject, kind, issued_on, effective_on, expires_on, version_of,
            version_from
     FROM document d WHERE ${visibleDocument()}`,
    viewerParams(viewer),
  );
  const documents = rows.map((row) => ({
    id: row.id,
    symbol: row.symbol,
    symbolKey: row.symbol_key,
    typeName: row.type_name,
    title: row.title,
    subject: row.subject,
    kind: row.kind,
    issuedOn: row.issued_on,
    effectiveOn: row.effective_on,
    expiresOn: row.expires_on,
    versionOf: row.version_of,
    versionFrom: row.version_from,
  }));
  const byId = new Map(documents.map((document) => [document.id, document]));
  return { validity: new Validity(documents, await loadChanges(db)), byId };
}

/**
 * The status of one document on a day as the viewer may know it, read straight from the store: for a document's card,
 * where no search index is at hand. 'unclear' where there is no such document.
 */
export async function statusOfDocument(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
  day: DateOnly,
): Promise<DocumentStatus> {
  const { validity, byId } = await loadValidity(db, viewer);
  const document = byId.get(documentId);
  return document ? validity.status(document, day) : { state: 'unclear' };
}

/** A stretch of a document's text. */
export interface StoredPlace {
  documentId: string;
  charFrom: number;
  charTo: number;
}

/**
 * How places of documents stand on a day as the office knows it, inside the transaction that changes what holds; null
 * where the document is not kept.
 */
export async function standingsAt(
  db: Queryable,
  places: readonly StoredPlace[],
  day: DateOnly,
): Promise<({ status: DocumentStatus; partStatus: PartStatus[] } | null)[]> {
  if (places.length === 0) return [];
  const { validity, byId } = await loadValidity(db, localViewer);
  const cited = new Set(places.map(({ documentId }) => documentId));
  const changed = validity.partlyChanged.filter((id) => cited.has(id));
  for (const [id, { sections }] of await loadPlaces(db, changed)) validity.placeSections(id, sections);
  return places.map(({ documentId, charFrom, charTo }) => {
    const document = byId.get(documentId);
    if (!document) return null;
    return {
      status: validity.status(document, day),
      partStatus: validity.partsAt(documentId, charFrom, charTo, day),
    };
  });
}
