import { seesAllUnits, type Viewer } from '../core/viewer.ts';
import type { SqlValue } from './database.ts';

/**
 * The SQL condition that a viewer may see a document: the one place where the scope of documents is filtered in the
 * database (`maySee` in `rag/search/passage-store.ts` is the same rule for the index). Takes `viewerParams` as $1 to $3.
 *
 * @param alias of the table `document` in the statement
 */
export const visibleDocument = (alias = 'd'): string => `(${alias}.scope = 'public' OR (NOT $1::boolean
  AND (${alias}.scope = 'internal' OR $2::boolean OR ${alias}.scope_unit_ids ?| $3::text[])))`;

/** The first three parameters of every statement with `visibleDocument`. */
export const viewerParams = (viewer: Viewer): SqlValue[] => [
  viewer.ceiling === 'public',
  seesAllUnits(viewer),
  [...viewer.unitIds],
];
