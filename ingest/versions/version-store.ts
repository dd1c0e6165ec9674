import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { bandsOf, packMinima, unpackMinima, type Sketch } from './sketch.ts';
import type { DocumentKind } from '../types.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

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
  versionOf: string | null;
  isScan: boolean;
  sketch: Sketch;
}

/** What is known of a document that its copies are looked up by. */
export interface VersionHead {
  symbolKey: string | null;
  issuedOn: DateOnly | null;
  isScan: boolean;
  isDraft: boolean;
}

/** What candidates are looked up by. */
export interface VersionQuery extends VersionHead {
  subject: string | null;
  sketch: Sketch;
}

/** Its number or date may be missing or misread, so that its words alone say what it is a copy of. */
const isUnsure = (head: VersionHead): boolean =>
  head.symbolKey === null || head.issuedOn === null || head.isScan || head.isDraft;

/** Rows of each kind of look-up that are read at most: many documents of one template share their bands. */
const mostRows = 1000;
const mostBySubject = 50;
const mostCandidates = 60;

/** Keeps the sketch of a document, in the transaction that stores it. */
export async function saveSketch(
  t: Queryable,
  documentId: string,
  head: VersionHead,
  sketch: Sketch,
): Promise<void> {
  await t.query(
    `WITH sketch AS (
       INSERT INTO document_sketch (document_id, shingle_count, minima, is_scan) VALUES ($1, $2, $3, $4))
     INSERT INTO document_sketch_band (hash, is_unsure, issued_on, document_id)
     SELECT hash, $5, $6::date, $1::uuid FROM unnest($7::integer[]) AS hash`,
    [
      documentId,
      sketch.shingleCount,
      packMinima(sketch.minima),
      head.isScan,
      isUnsure(head),
      head.issuedOn,
      bandsOf(sketch),
    ],
  );
}

/**
 * Kept documents that may be the same document as what is asked for, another version of it, or its namesake; those that
 * share most bands first. Where number and date are certain on both sides they decide; words are compared only where
 * they are not on one side. Reads a bounded number of rows, however many documents share its template.
 */
export async function findCandidates(
  db: Queryable,
  viewer: Viewer,
  query: VersionQuery,
): Promise<KeptVersion[]> {
  // Two statements: the first finds nothing for most documents, and planning the second costs more than running it.
  const found = await (isUnsure(query) ? byEverything(db, query) : bySymbolOrUnsure(db, query));
  if (found.length === 0) return [];
  const { rows } = await db.query<CandidateRow>(
    `SELECT d.id, d.symbol, d.symbol_key, d.type_name, d.title, d.subject, d.issued_on, d.kind, d.version_of,
            s.shingle_count, s.minima, s.is_scan
     FROM document d JOIN document_sketch s ON s.document_id = d.id
     WHERE d.id = ANY($4::uuid[]) AND ${visibleDocument()}`,
    [...viewerParams(viewer), found],
  );
  return rows.map(toKept).toSorted((a, b) => found.indexOf(a.id) - found.indexOf(b.id));
}

async function bySymbolOrUnsure(db: Queryable, query: VersionQuery): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id, sum(weight) AS weight FROM (
       (SELECT id, 100 AS weight FROM document WHERE symbol_key = $1 LIMIT ${mostBySubject})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE hash = ANY($2::integer[]) AND is_unsure LIMIT ${mostRows})) AS found
     GROUP BY id ORDER BY weight DESC, id LIMIT ${mostCandidates}`,
    [query.symbolKey, bandsOf(query.sketch)],
  );
  return rows.map(({ id }) => id);
}

async function byEverything(db: Queryable, query: VersionQuery): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id, sum(weight) AS weight FROM (
       (SELECT id, 100 AS weight FROM document WHERE symbol_key = $1 LIMIT ${mostBySubject})
       UNION ALL
       (SELECT id, 10 FROM document WHERE subject = $2 LIMIT ${mostBySubject})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE hash = ANY($3::integer[]) AND is_unsure LIMIT ${mostRows})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE hash = ANY($3::integer[]) AND NOT is_unsure AND issued_on = $4::date LIMIT ${mostRows})
       UNION ALL
       (SELECT document_id, 1 FROM document_sketch_band
        WHERE hash = ANY($3::integer[]) AND NOT is_unsure LIMIT ${mostRows})) AS found
     GROUP BY id ORDER BY weight DESC, id LIMIT ${mostCandidates}`,
    [query.symbolKey, query.subject, bandsOf(query.sketch), query.issuedOn],
  );
  return rows.map(({ id }) => id);
}

/** A visible document of exactly this file or this text, with what it is; null where there is none. */
export async function findExact(
  db: Queryable,
  viewer: Viewer,
  { fileSha256, textSha256 }: { fileSha256: string; textSha256: string },
): Promise<(Pick<KeptVersion, 'id' | 'symbol' | 'title' | 'issuedOn'> & { isSameFile: boolean }) | null> {
  const { rows } = await db.query<{
    id: string;
    symbol: string | null;
    title: string;
    issued_on: string | null;
    is_same_file: boolean;
  }>(
    `SELECT d.id, d.symbol, d.title, d.issued_on, d.file_sha256 = $4 AS is_same_file
     FROM document d
     WHERE (d.file_sha256 = $4 OR d.text_sha256 = $5) AND ${visibleDocument()}
     ORDER BY is_same_file DESC, d.ingested_at, d.id LIMIT 1`,
    [...viewerParams(viewer), fileSha256, textSha256],
  );
  const row = rows[0];
  return row
    ? {
        id: row.id,
        symbol: row.symbol,
        title: row.title,
        issuedOn: row.issued_on,
        isSameFile: row.is_same_file,
      }
    : null;
}

/** The beginning of a kept document's text: at most `mostPages` pages and `mostLetters` UTF-16 units. */
export async function loadOpening(
  db: Queryable,
  documentId: string,
  mostPages: number,
  mostLetters: number,
): Promise<string> {
  const { rows } = await db.query<{ text: string }>(
    'SELECT left(text, $3) AS text FROM page WHERE document_id = $1 ORDER BY page_no LIMIT $2',
    [documentId, mostPages, mostLetters],
  );
  return rows
    .map(({ text }) => text)
    .join('\n')
    .slice(0, mostLetters);
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
  versionOf: row.version_of,
  isScan: row.is_scan,
  sketch: { shingleCount: row.shingle_count, minima: unpackMinima(row.minima) },
});
