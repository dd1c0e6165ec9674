import type { Database, Queryable } from '../db/database.ts';
import { isUniqueViolation } from '../db/sql-error.ts';
import {
  findByFile,
  findByIdentity,
  findByText,
  insertDocument,
  type StoreOptions,
} from './document-store.ts';
import type { IngestWarning, ReadDocument } from './types.ts';

export { readDocument } from './read-document.ts';

/** What became of a read document. 'known': this file, or this very text, is already kept; nothing was written. */
export type StoreResult =
  | { state: 'stored'; documentId: string; warnings: readonly IngestWarning[] }
  | { state: 'known'; documentId: string; warnings: readonly IngestWarning[] };

/**
 * Stores a read document whole or not at all. Given a database it opens a transaction of its own; given the handle of
 * one it works inside it. The same file or text twice changes nothing.
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
      return { state: 'known', documentId, warnings: read.warnings };
    }
  }
  const known = (await findByFile(db, read.fileSha256)) ?? (await findByText(db, read.textSha256));
  if (known !== null) return { state: 'known', documentId: known, warnings: read.warnings };
  const namesake = await findByIdentity(db, read.metadata);
  const warnings: readonly IngestWarning[] =
    namesake === null ? read.warnings : [...read.warnings, 'possible-duplicate'];
  const documentId = await insertDocument(db, { ...read, warnings: [...warnings] }, options);
  return { state: 'stored', documentId, warnings };
}
