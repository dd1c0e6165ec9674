import type { Scope, Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

/** The file that a document was read from; its bytes are in the file store under the hash. */
export interface DocumentFile {
  sha256: string;
  name: string;
  mime: string;
  scope: Scope;
}

/** The file of a document, or null where there is no such document that the viewer may see. */
export async function loadDocumentFile(
  db: Queryable,
  viewer: Viewer,
  documentId: string,
): Promise<DocumentFile | null> {
  const { rows } = await db.query<{
    file_sha256: string;
    file_name: string;
    media_type: string;
    scope: Scope;
  }>(
    `SELECT d.file_sha256, d.file_name, d.media_type, d.scope FROM document d
     WHERE ${visibleDocument()} AND d.id::text = $4`,
    [...viewerParams(viewer), documentId],
  );
  const row = rows[0];
  return row
    ? { sha256: row.file_sha256, name: row.file_name, mime: row.media_type, scope: row.scope }
    : null;
}
