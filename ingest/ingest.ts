import type { Database, Queryable } from '../db/database.ts';
import { isUniqueViolation } from '../db/sql-error.ts';
import { findByFile, findKnown, insertDocument, putBefore, type StoreOptions } from './document-store.ts';
import { localViewer } from '../core/viewer.ts';
import { settleReading } from './intake-ledger.ts';
import { sketchOf } from './versions/sketch.ts';
import type { IngestWarning, ReadDocument } from './types.ts';
import { findOtherVersions, type RelatedVersion } from './versions/versions.ts';

export { readDocument } from './read-document.ts';

/**
 * What became of a read document. 'known': this file, or this very text, is already kept; nothing was written.
 * `related`: kept documents that it is a copy, a version or a namesake of.
 */
export interface StoreResult {
  state: 'stored' | 'known';
  documentId: string;
  warnings: readonly IngestWarning[];
  related: readonly RelatedVersion[];
}

/**
 * Stores a read document whole or not at all. Given a database it opens a transaction of its own; given the handle of
 * one it works inside it. The same file or text twice changes nothing. A draft and its signed document find each other,
 * whichever comes first. What was kept of the file while it was on its way is cleared.
 */
export async function storeDocument(
  db: Database | Queryable,
  read: ReadDocument,
  options: StoreOptions,
): Promise<StoreResult> {
  if ('tx' in db) {
    try {
      return await db.tx((t) => storeDocument(t, read, options));
    } catch (error) {
      // Somebody else stored the same file between the look and the insert.
      const documentId = isUniqueViolation(error, 'document_file')
        ? await findByFile(db, read.fileSha256)
        : null;
      if (documentId === null) throw error;
      return { state: 'known', documentId, warnings: read.warnings, related: [] };
    }
  }
  const known = await findKnown(db, read);
  if (known.isOnItsWay) await settleReading(db, read.fileSha256);
  if (known.documentId !== null) {
    return { state: 'known', documentId: known.documentId, warnings: read.warnings, related: [] };
  }
  const sketch = sketchOf(read.text);
  const related = await findOtherVersions(db, localViewer, read, sketch);
  const draft = related.find(({ kind }) => kind === 'signed-of');
  const signed = related.find(({ kind }) => kind === 'draft-of');
  const warnings = [...new Set([...read.warnings, ...warningsAbout(related)])];
  const documentId = await insertDocument(
    db,
    { ...read, warnings },
    { ...(draft ? { asVersionOf: draft.documentId } : {}), ...options },
    sketch,
  );
  if (signed) await putBefore(db, documentId, signed.documentId);
  return { state: 'stored', documentId, warnings, related };
}

function warningsAbout(related: readonly RelatedVersion[]): IngestWarning[] {
  return related.flatMap(({ kind }): IngestWarning[] => {
    if (kind === 'new-version' || kind === 'namesake') return ['possible-duplicate'];
    return kind === 'near-duplicate' ? ['near-duplicate'] : [];
  });
}
