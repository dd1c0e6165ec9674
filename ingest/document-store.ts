import { newId } from '../core/ids.ts';
import type { Scope } from '../core/viewer.ts';
import { json, type Queryable } from '../db/database.ts';
import { deleteChunks, saveChunks } from '../rag/chunk-store.ts';
import { insertRelations } from './relation-store.ts';
import type { DocumentMetadata, ReadDocument, Section } from './types.ts';

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
  /** Somebody has looked at the relations in the preview, or vouches for them on the command line. Default false. */
  areRelationsConfirmed?: boolean;
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
                           warnings, ingested_by, ingested_at, is_demo, expires_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17, $18, $19::jsonb, $20,
             $21, $22, $23, $24, $25, $26::jsonb, $27, $28, $29, $30)`,
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
      metadata.expiresOn ?? null,
    ],
  );
  await insertPages(t, id, read);
  await insertSections(t, id, read.sections);
  await insertRelations(
    t,
    id,
    read.relations,
    options.areRelationsConfirmed ? { by: options.by, at: options.now } : null,
  );
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
