import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

/** A stored document that a symbol names. */
export interface BasisDocument {
  id: string;
  key: string;
  symbol: string;
  title: string;
  issuedOn: DateOnly | null;
}

/**
 * The documents of the store that these symbols name, as far as the viewer may see them, newest first. A symbol whose
 * document comes later finds it then; one that two documents bear finds both.
 */
export async function documentsOfKeys(
  db: Queryable,
  viewer: Viewer,
  keys: readonly string[],
): Promise<BasisDocument[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<BasisDocument>(
    `SELECT d.id, d.symbol_key AS key, coalesce(d.symbol, '') AS symbol, d.title, d.issued_on AS "issuedOn"
     FROM document d WHERE ${visibleDocument('d')} AND d.symbol_key = ANY($4::text[])
     ORDER BY d.issued_on DESC NULLS LAST, d.id`,
    [...viewerParams(viewer), keys],
  );
  return rows;
}
