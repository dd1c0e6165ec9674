import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { readingOf, type ReadPage } from './scan-reading.ts';
import type { Quote, ScanReading } from '../types.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

/* What is known of pages that were read from their picture. Ingestion writes it; reads only, filtered by the viewer. */

/** A page with what was read from its picture, and the file that holds the picture. */
export interface PictureSource {
  fileSha256: string;
  mediaType: string;
  page: ReadPage;
}

/** How the pages of a document were read that were read from their picture; words only of pages in `wordsOf`. */
export async function loadScans(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
  wordsOf: { from: number; to: number } | null,
): Promise<ReadPage[]> {
  const { rows } = await db.query<ScanRow>(
    `SELECT p.page_no,
            CASE WHEN p.char_from < $6 AND p.char_from + length(p.text) >= $5 THEN p.scan ELSE p.scan - 'words' END AS scan
     FROM page p JOIN document d ON d.id = p.document_id
     WHERE ${visibleDocument()} AND p.document_id = $4 AND p.scan IS NOT NULL ORDER BY p.page_no`,
    [...viewerParams(viewer), documentId, wordsOf?.from ?? 0, wordsOf?.to ?? 0],
  );
  return rows.map(toPage);
}

/** The file and reading of one page; null where the viewer may not see the document or there is no such page. */
export async function loadPicture(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
  pageNo: number,
): Promise<PictureSource | null> {
  const { rows } = await db.query<ScanRow & { file_sha256: string; media_type: string }>(
    `SELECT p.page_no, p.scan, d.file_sha256, d.media_type
     FROM page p JOIN document d ON d.id = p.document_id
     WHERE ${visibleDocument()} AND p.document_id = $4 AND p.page_no = $5 AND p.scan IS NOT NULL`,
    [...viewerParams(viewer), documentId, pageNo],
  );
  const row = rows[0];
  return row ? { fileSha256: row.file_sha256, mediaType: row.media_type, page: toPage(row) } : null;
}

/** How each quote was read, in the order of `quotes`; null for a quote whose text is the file's own. */
export async function readingsOf(
  db: Queryable,
  viewer: Viewer,
  quotes: readonly Pick<Quote, 'passage' | 'charFrom' | 'charTo'>[],
): Promise<(ScanReading | null)[]> {
  const readings: (ScanReading | null)[] = [];
  const known = new Map<string, boolean>();
  for (const { passage, charFrom, charTo } of quotes) {
    const { id } = passage.document;
    if (known.get(id) === false) {
      readings.push(null);
      continue;
    }
    const range = { from: charFrom, to: charTo };
    const pages = await loadScans(db, viewer, id, range);
    known.set(id, pages.length > 0);
    readings.push(readingOf(range, pages));
  }
  return readings;
}

interface ScanRow {
  page_no: number;
  scan: { rotation: ReadPage['rotation']; confidence: number; words?: readonly StoredWord[] };
}

/** A word as the column keeps it; the order is that of migration 007. */
type StoredWord = [
  from: number,
  to: number,
  confidence: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
];

const toPage = ({ page_no, scan }: ScanRow): ReadPage => ({
  pageNo: page_no,
  rotation: scan.rotation,
  confidence: scan.confidence,
  words: (scan.words ?? []).map(([from, to, confidence, x0, y0, x1, y1]) => ({
    from,
    to,
    confidence,
    box: { x0, y0, x1, y1 },
  })),
});
