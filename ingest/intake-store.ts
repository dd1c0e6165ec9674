import type { DateOnly } from '../core/clock.ts';
import { json, type Queryable } from '../db/database.ts';
import type { IngestWarning, ScannedPage } from './types.ts';

/** Pages of a file that an earlier reading has read from their pictures, by page number. */
export async function loadScannedPages(db: Queryable, fileSha256: string): Promise<Map<number, ScannedPage>> {
  const { rows } = await db.query<{ page: ScannedPage }>(
    'SELECT page FROM scanned_page WHERE file_sha256 = $1 ORDER BY page_no',
    [fileSha256],
  );
  return new Map(rows.map(({ page }) => [page.pageNo, page]));
}

/** Keeps a page that was just read. Only for pages that are known to carry no mark of secrecy. */
export async function keepScannedPage(
  db: Queryable,
  fileSha256: string,
  page: ScannedPage,
  now: Date,
): Promise<void> {
  await db.query(
    `INSERT INTO scanned_page (file_sha256, page_no, page, read_at) VALUES ($1, $2, $3::jsonb, $4)
     ON CONFLICT (file_sha256, page_no) DO UPDATE SET page = excluded.page, read_at = excluded.read_at`,
    [fileSha256, page.pageNo, json(page), now.toISOString()],
  );
}

/** Forgets the pages of a file: it is stored, dropped, or was found to be secret. */
export async function forgetScannedPages(t: Queryable, fileSha256: string): Promise<void> {
  await t.query('DELETE FROM scanned_page WHERE file_sha256 = $1', [fileSha256]);
}

/** Forgets pages that were read before `before`: nobody went on with the file. */
export async function forgetOldScannedPages(t: Queryable, before: Date): Promise<void> {
  await t.query('DELETE FROM scanned_page WHERE read_at < $1', [before.toISOString()]);
}

/**
 * Files that were sent into a chat between two instants, were never stored as a document, and that no open dialogue
 * speaks of: uploads that somebody left at the preview.
 */
export async function abandonedUploads(db: Queryable, from: Date, until: Date): Promise<string[]> {
  const { rows } = await db.query<{ sha256: string }>(
    `SELECT DISTINCT file->>'sha256' AS sha256
     FROM inbox i, jsonb_array_elements(i.event->'files') AS file
     WHERE i.received_at >= $1 AND i.received_at < $2 AND i.done_at IS NOT NULL AND i.event->>'type' = 'files'
       AND NOT EXISTS (SELECT 1 FROM document d WHERE d.file_sha256 = file->>'sha256')
       AND NOT EXISTS (SELECT 1 FROM wizard_state w WHERE position(file->>'sha256' IN w.state::text) > 0)
       AND NOT EXISTS (SELECT 1 FROM job j WHERE j.key = file->>'sha256' AND j.state IN ('waiting', 'running'))`,
    [from.toISOString(), until.toISOString()],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Whether a stored document was made from this file. */
export async function isFileOfDocument(db: Queryable, fileSha256: string): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM document WHERE file_sha256 = $1', [fileSha256]);
  return rows.length > 0;
}

/** Whether any reply that still has its words offers this file. */
export async function isFileOffered(db: Queryable, fileSha256: string): Promise<boolean> {
  const { rows } = await db.query('SELECT 1 FROM outbox WHERE blocks @> $1::jsonb LIMIT 1', [
    json([{ file: { sha256: fileSha256 } }]),
  ]);
  return rows.length > 0;
}

/** What a report says of a file that is kept already. */
export interface KeptFile {
  fileSha256: string;
  symbol: string | null;
  typeName: string;
  title: string;
  issuer: string | null;
  subject: string | null;
  issuedOn: DateOnly | null;
  pages: number;
  scannedPages: number;
  confidence: number | null;
  chunks: number;
  relations: number;
  warnings: IngestWarning[];
}

/** The kept document of a file, or of this id; null where there is none. One statement: a second run asks it for all. */
export async function findKeptFile(
  db: Queryable,
  wanted: { fileSha256: string } | { documentId: string },
): Promise<KeptFile | null> {
  const { rows } = await db.query<{
    file_sha256: string;
    symbol: string | null;
    type_name: string;
    title: string;
    issuer: string | null;
    subject: string | null;
    issued_on: string | null;
    page_count: number;
    scanned_pages: number;
    confidence: number | null;
    chunks: number;
    relations: number;
    warnings: IngestWarning[];
  }>(
    `SELECT d.file_sha256, d.symbol, d.type_name, d.title, d.issuer, d.subject, d.issued_on, d.page_count, d.warnings,
            s.scanned_pages, s.confidence,
            (SELECT count(*)::integer FROM chunk WHERE document_id = d.id) AS chunks,
            (SELECT count(*)::integer FROM document_relation WHERE source_id = d.id) AS relations
     FROM document d, LATERAL (
       SELECT count(*)::integer AS scanned_pages,
              round(avg((scan->>'confidence')::numeric), 3)::double precision AS confidence
       FROM page WHERE document_id = d.id AND scan IS NOT NULL) s
     WHERE ${'documentId' in wanted ? 'd.id = $1' : 'd.file_sha256 = $1'}`,
    ['documentId' in wanted ? wanted.documentId : wanted.fileSha256],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    fileSha256: row.file_sha256,
    symbol: row.symbol,
    typeName: row.type_name,
    title: row.title,
    issuer: row.issuer,
    subject: row.subject,
    issuedOn: row.issued_on,
    pages: row.page_count,
    scannedPages: row.scanned_pages,
    confidence: row.confidence,
    chunks: row.chunks,
    relations: row.relations,
    warnings: row.warnings,
  };
}
