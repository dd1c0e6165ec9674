import type { DateOnly } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Scope } from '../core/viewer.ts';
import { json, type Queryable } from '../db/database.ts';
import { deleteChunks, saveChunks } from '../rag/chunk-store.ts';
import { insertRelations } from './relations/relation-store.ts';
import { sketchOf, type Sketch } from './versions/sketch.ts';
import type { PageScan, ReadDocument, Section } from './types.ts';
import { saveSketch } from './versions/version-store.ts';
import { headOf } from './versions/versions.ts';

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
  /** The kept document that this one is a later version of; the old one stays, and is found as of earlier days. */
  asVersionOf?: string;
  /** First day on which this version counts; default its effective or issue date. */
  versionFrom?: DateOnly | null;
}

/** Inserts the whole document with its chunks. Call it in a transaction: half a document must never be seen. */
export async function insertDocument(
  t: Queryable,
  read: ReadDocument,
  options: StoreOptions,
  sketch: Sketch = sketchOf(read.text),
): Promise<string> {
  const id = newId();
  const { metadata } = read;
  await t.query(
    `INSERT INTO document (id, symbol, symbol_key, number, type_code, type_name, issuer_code, issuer, title, subject,
                           issued_on, effective_on, place, signer, authority_line, recipients, kind, scope,
                           scope_unit_ids, file_name, file_sha256, text_sha256, media_type, page_count, has_pages,
                           warnings, ingested_by, ingested_at, is_demo, expires_on, version_of, version_from,
                           term, is_copy)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17, $18, $19::jsonb, $20,
             $21, $22, $23, $24, $25, $26::jsonb, $27, $28, $29, $30, $31, $32, $33, $34)`,
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
      options.asVersionOf ?? null,
      options.asVersionOf === undefined
        ? null
        : (options.versionFrom ?? metadata.effectiveOn ?? metadata.issuedOn),
      metadata.term ?? null,
      metadata.isCopy ?? false,
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
  await saveSketch(t, id, headOf(read), sketch);
  await saveChunks(t, id, read.chunks);
  return id;
}

async function insertPages(t: Queryable, id: string, { pages, scans }: ReadDocument): Promise<void> {
  const scanOf = new Map(scans.map((scan) => [scan.pageNo, json(packScan(scan))]));
  for (const batch of batches(pages)) {
    await t.query(
      `INSERT INTO page (document_id, page_no, char_from, text, scan)
       SELECT $1::uuid, page_no, char_from, text, NULLIF(scan, '')::jsonb
       FROM unnest($2::integer[], $3::integer[], $4::text[], $5::text[]) AS row (page_no, char_from, text, scan)`,
      [
        id,
        batch.map((page) => page.pageNo),
        batch.map((page) => page.charFrom),
        batch.map((page) => page.text),
        batch.map((page) => scanOf.get(page.pageNo) ?? ''),
      ],
    );
  }
}

/** A word in seven numbers: [from, to, confidence, x0, y0, x1, y1]; a ten-thousandth of a page is a third of a pixel. */
const packScan = ({ rotation, confidence, words }: PageScan) => ({
  rotation,
  confidence: rounded(confidence, 1000),
  words: words.map(({ from, to, confidence: sure, box }) => [
    from,
    to,
    rounded(sure, 1000),
    ...[box.x0, box.y0, box.x1, box.y1].map((part) => rounded(part, 10_000)),
  ]),
});

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;

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

/**
 * Removes a document with everything made from it: pages, sections, relations, chunks, vectors, sketch, and answers
 * that quote it. Versions before and after it are joined; relations of others that name it are open again, because
 * they hold its symbol and nothing else. False where there is none.
 */
export async function deleteDocument(t: Queryable, id: string): Promise<boolean> {
  await t.query(
    'UPDATE document SET version_of = (SELECT version_of FROM document WHERE id = $1) WHERE version_of = $1',
    [id],
  );
  await deleteChunks(t, id);
  const { affected } = await t.query('DELETE FROM document WHERE id = $1', [id]);
  return affected > 0;
}

/**
 * Puts a draft before its signed document: from the day of the signed one on, the draft is only an earlier version. A
 * draft that the signed document had before stays in front of this one.
 */
export async function putBefore(t: Queryable, draftId: string, signedId: string): Promise<void> {
  await t.query(
    `UPDATE document d SET version_of = s.version_of, version_from = COALESCE(d.issued_on, s.version_from)
     FROM document s WHERE d.id = $1 AND s.id = $2 AND s.version_of IS NOT NULL AND s.version_of <> $1`,
    [draftId, signedId],
  );
  await t.query(
    `UPDATE document SET version_of = $1, version_from = COALESCE(version_from, effective_on, issued_on)
     WHERE id = $2 AND id <> $1`,
    [draftId, signedId],
  );
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

/**
 * What is kept of a file already: the id of the document of exactly this file or, failing that, of this text in another
 * file; and whether anything is left of its way here. One statement, because every file that is stored asks it.
 */
export async function findKnown(
  t: Queryable,
  { fileSha256, textSha256 }: Pick<ReadDocument, 'fileSha256' | 'textSha256'>,
): Promise<{ documentId: string | null; isOnItsWay: boolean }> {
  const { rows } = await t.query<{ id: string | null; is_on_its_way: boolean }>(
    `SELECT COALESCE(
         (SELECT id FROM document WHERE file_sha256 = $1),
         (SELECT id FROM document WHERE text_sha256 = $2 ORDER BY ingested_at, id LIMIT 1)) AS id,
       EXISTS (SELECT 1 FROM scanned_page WHERE file_sha256 = $1) OR EXISTS (SELECT 1 FROM job WHERE key = $1)
         AS is_on_its_way`,
    [fileSha256, textSha256],
  );
  return { documentId: rows[0]?.id ?? null, isOnItsWay: rows[0]?.is_on_its_way ?? false };
}
