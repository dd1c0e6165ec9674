import type { DateOnly } from '../core/clock.ts';
import { seesAllUnits, type Viewer } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import { bandsOf, packMinima, unpackMinima, type Sketch } from './sketch.ts';
import type { DocumentKind } from './types.ts';

/** A kept document as far as telling copies and versions apart needs it. */
export interface KeptVersion {
  id: string;
  symbol: string | null;
  symbolKey: string | null;
  typeName: string;
  title: string;
  subject: string | null;
  issuedOn: DateOnly | null;
  kind: DocumentKind;
  fileName: string;
  fileSha256: string;
  textSha256: string;
  versionOf: string | null;
  isScan: boolean;
  sketch: Sketch;
}

/** What candidates are looked up by. */
export interface VersionQuery {
  fileSha256: string;
  textSha256: string;
  symbolKey: string | null;
  subject: string | null;
  issuedOn: DateOnly | null;
  /** Its date may be missing or misread: copies with any date are looked for. */
  isDateUnsure: boolean;
  sketch: Sketch;
}

/** Rows of each kind of look-up that are read at most: many documents of one template share their bands. */
const mostRows = 2000;
const mostBySubject = 50;
const mostCandidates = 60;

/** Keeps the sketch of a document, in the transaction that stores it. */
export async function saveSketch(
  t: Queryable,
  documentId: string,
  issuedOn: DateOnly | null,
  sketch: Sketch,
): Promise<void> {
  await t.query('INSERT INTO document_sketch (document_id, shingle_count, minima) VALUES ($1, $2, $3)', [
    documentId,
    sketch.shingleCount,
    packMinima(sketch.minima),
  ]);
  await t.query(
    `INSERT INTO document_sketch_band (hash, issued_on, document_id)
     SELECT hash, $2::date, $1::uuid FROM unnest($3::integer[]) AS hash`,
    [documentId, issuedOn, bandsOf(sketch)],
  );
}

/**
 * Kept documents that may be the same document as what is asked for, another version of it, or its namesake; those that
 * share most bands first. Reads a bounded number of rows, however many documents share its template.
 */
export async function findCandidates(
  db: Queryable,
  viewer: Viewer,
  query: VersionQuery,
): Promise<KeptVersion[]> {
  const { rows } = await db.query<CandidateRow>(
    `WITH found AS (
       (SELECT id AS document_id, 1000 AS weight FROM document
        WHERE file_sha256 = $4 OR text_sha256 = $5)
       UNION ALL
       (SELECT id, 100 FROM document WHERE symbol_key = $6 LIMIT ${mostBySubject})
       UNION ALL
       (SELECT id, 10 FROM document WHERE subject = $7 LIMIT ${mostBySubject})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE hash = ANY($8::integer[]) AND issued_on = $9::date LIMIT ${mostRows})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE hash = ANY($8::integer[]) AND issued_on IS NULL LIMIT ${mostRows})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE $10 AND hash = ANY($8::integer[]) LIMIT ${mostRows})),
     ranked AS (
       SELECT document_id, sum(weight) AS weight FROM found GROUP BY document_id
       ORDER BY weight DESC, document_id LIMIT ${mostCandidates})
     SELECT d.id, d.symbol, d.symbol_key, d.type_name, d.title, d.subject, d.issued_on, d.kind, d.file_name,
            d.file_sha256, d.text_sha256, d.version_of, s.shingle_count, s.minima,
            EXISTS (SELECT 1 FROM page p WHERE p.document_id = d.id AND p.scan IS NOT NULL) AS is_scan
     FROM ranked r JOIN document d ON d.id = r.document_id JOIN document_sketch s ON s.document_id = d.id
     WHERE (d.scope = 'public' OR ($1 <> 'public' AND (d.scope = 'internal'
       OR ($2 OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(d.scope_unit_ids) AS unit WHERE unit = ANY($3::text[]))))))
     ORDER BY r.weight DESC, d.id`,
    [
      viewer.ceiling,
      seesAllUnits(viewer),
      [...viewer.unitIds],
      query.fileSha256,
      query.textSha256,
      query.symbolKey,
      query.subject,
      bandsOf(query.sketch),
      query.issuedOn,
      query.isDateUnsure,
    ],
  );
  return rows.map(toKept);
}

/** The beginning of a kept document's text, at most `mostPages` pages. */
export async function loadOpening(db: Queryable, documentId: string, mostPages: number): Promise<string> {
  const { rows } = await db.query<{ text: string }>(
    'SELECT text FROM page WHERE document_id = $1 ORDER BY page_no LIMIT $2',
    [documentId, mostPages],
  );
  return rows.map(({ text }) => text).join('\n');
}

interface CandidateRow {
  id: string;
  symbol: string | null;
  symbol_key: string | null;
  type_name: string;
  title: string;
  subject: string | null;
  issued_on: string | null;
  kind: DocumentKind;
  file_name: string;
  file_sha256: string;
  text_sha256: string;
  version_of: string | null;
  shingle_count: number;
  minima: Buffer;
  is_scan: boolean;
}

const toKept = (row: CandidateRow): KeptVersion => ({
  id: row.id,
  symbol: row.symbol,
  symbolKey: row.symbol_key,
  typeName: row.type_name,
  title: row.title,
  subject: row.subject,
  issuedOn: row.issued_on,
  kind: row.kind,
  fileName: row.file_name,
  fileSha256: row.file_sha256,
  textSha256: row.text_sha256,
  versionOf: row.version_of,
  isScan: row.is_scan,
  sketch: { shingleCount: row.shingle_count, minima: unpackMinima(row.minima) },
});
