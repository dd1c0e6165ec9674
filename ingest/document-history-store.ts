import type { DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import { viewerParams, visibleDocument } from '../db/visible-documents.ts';

/* How a kept document came to be what it is: who took it in, what of it was read from pictures, its versions. Reads only. */

/** One of the versions of a document. */
export interface DocumentVersion {
  id: string;
  symbol: string | null;
  title: string;
  issuedOn: DateOnly | null;
  /** The first day on which this version counts; null for the first one. */
  from: DateOnly | null;
}

/** What the card of a document says beside its particulars. */
export interface DocumentHistory {
  /** ISO instant. */
  ingestedAt: string;
  /** Name of the account; null for the command line and demo data. */
  ingestedBy: string | null;
  /** How many of its pages were read from their pictures, and with what mean confidence (0 to 1). */
  scannedPages: number;
  scanConfidence: number | null;
  /** All versions that the viewer may see, itself included, oldest first; empty where there is only this one. */
  versions: DocumentVersion[];
  /** Units that may see it, by name; empty unless its scope is 'units'. */
  units: string[];
}

/** The history of a document; null where there is none that the viewer may see. */
export async function loadHistory(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
): Promise<DocumentHistory | null> {
  const params = [...viewerParams(viewer), documentId];
  const { rows } = await db.query<{
    ingested_at: string;
    ingested_by: string | null;
    scanned_pages: number;
    scan_confidence: number | null;
    units: string[];
  }>(
    `SELECT d.ingested_at, (SELECT a.name FROM account a WHERE a.id = d.ingested_by) AS ingested_by,
            count(p.scan)::integer AS scanned_pages,
            avg((p.scan ->> 'confidence')::double precision) AS scan_confidence,
            ARRAY(SELECT u.name FROM org_unit u
                  WHERE d.scope = 'units' AND d.scope_unit_ids ? u.id::text ORDER BY u.name) AS units
     FROM document d LEFT JOIN page p ON p.document_id = d.id
     WHERE ${visibleDocument()} AND d.id = $4 GROUP BY d.id`,
    params,
  );
  const row = rows[0];
  if (!row) return null;
  const versions = await db.query<DocumentVersion>(
    `WITH RECURSIVE family AS (
       SELECT id, version_of FROM document WHERE id = $4
       UNION
       SELECT o.id, o.version_of FROM document o JOIN family f ON o.id = f.version_of OR o.version_of = f.id
     )
     SELECT d.id, d.symbol, d.title, d.issued_on AS "issuedOn", d.version_from AS "from"
     FROM document d JOIN family f ON f.id = d.id
     WHERE ${visibleDocument()} ORDER BY d.version_from NULLS FIRST, d.issued_on NULLS FIRST, d.ingested_at`,
    params,
  );
  return {
    ingestedAt: row.ingested_at,
    ingestedBy: row.ingested_by,
    scannedPages: row.scanned_pages,
    scanConfidence: row.scan_confidence,
    units: row.units,
    versions: versions.rows.length > 1 ? versions.rows : [],
  };
}
