import { stat } from 'node:fs/promises';
import type { Queryable } from './database.ts';
import { filePath } from './file-store.ts';

/** How many of the latest files are looked for. */
const sampleSize = 20;

/**
 * Whether the files that rows name are in this process's folder. Several processes on one server share the folder as
 * well: one whose folder is another takes in files that the others never find. 'none': the newest 20 documents are all
 * without their file here, so it is another folder; 'some': files are lost, or on their way over a network disk.
 */
export async function sharedFiles(
  db: Queryable,
  directory: string,
): Promise<{ found: 'all' | 'some' | 'none'; missing: number; of: number }> {
  const { rows } = await db.query<{ hash: string }>(
    'SELECT file_sha256 AS hash FROM document WHERE NOT is_demo ORDER BY ingested_at DESC, id LIMIT $1',
    [sampleSize],
  );
  const there = await Promise.all(
    rows.map(({ hash }) =>
      stat(filePath(directory, hash)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const missing = there.filter((isThere) => !isThere).length;
  const found = missing === 0 ? 'all' : missing === rows.length ? 'none' : 'some';
  return { found, missing, of: rows.length };
}
