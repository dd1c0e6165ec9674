import { viewerParams, visibleDocument } from '../db/visible-documents.ts';
import type { Queryable } from '../db/database.ts';
import type { Viewer } from '../core/viewer.ts';

/*
 * Numbers about the whole assistant, for whoever runs it: how much there is, what waits, what failed. They name kinds and
 * channels, never people, chats or documents.
 */

/** Documents and passages that the viewer may see. */
export async function countCorpus(
  db: Queryable,
  viewer: Viewer,
): Promise<{ documents: number; passages: number }> {
  const { rows } = await db.query<{ documents: number; passages: number }>(
    `SELECT (SELECT count(*) FROM document d WHERE ${visibleDocument()}) AS documents,
            (SELECT count(*) FROM chunk c JOIN document d ON d.id = c.document_id WHERE ${visibleDocument()}) AS passages`,
    viewerParams(viewer),
  );
  return rows[0] as { documents: number; passages: number };
}

/** What went wrong, by channel and code of the error. */
export interface FailureCount {
  what: 'turn' | 'delivery';
  channel: string;
  code: string;
  count: number;
}

/** Questions that were answered by an error, and replies that were given up, since `since`; the most frequent first. */
export async function countFailures(db: Queryable, since: string): Promise<FailureCount[]> {
  const { rows } = await db.query<FailureCount>(
    `SELECT what, channel, code, count(*) AS count FROM (
       SELECT 'turn' AS what, split_part(lane, ':', 1) AS channel, failure AS code FROM inbox
       WHERE failure IS NOT NULL AND done_at >= $1
       UNION ALL
       SELECT 'delivery', split_part(lane, ':', 1), failure FROM outbox WHERE failure IS NOT NULL AND created_at >= $1
     ) failed GROUP BY what, channel, code ORDER BY count DESC, what, channel, code`,
    [since],
  );
  return rows;
}

/** Work in the background of one kind. */
export interface JobCount {
  kind: string;
  waiting: number;
  running: number;
  /** Ended without success since the given instant. */
  failed: number;
}

/** Work that waits, runs or failed since `since`, by kind. */
export async function countJobs(db: Queryable, since: string): Promise<JobCount[]> {
  const { rows } = await db.query<JobCount>(
    `SELECT kind, count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'running') AS running,
            count(*) FILTER (WHERE state IN ('failed', 'dead') AND finished_at >= $1) AS failed
     FROM job WHERE state IN ('waiting', 'running') OR finished_at >= $1 GROUP BY kind ORDER BY kind`,
    [since],
  );
  return rows;
}

/** Since when the oldest event waits for its answer and the oldest reply to be sent, as ISO strings. */
export async function oldestWaiting(db: Queryable): Promise<{ inbox: string | null; outbox: string | null }> {
  const { rows } = await db.query<{ inbox: string | null; outbox: string | null }>(
    `SELECT (SELECT min(received_at) FROM inbox WHERE done_at IS NULL) AS inbox,
            (SELECT min(created_at) FROM outbox WHERE sent_at IS NULL AND failure IS NULL) AS outbox`,
  );
  return rows[0] as { inbox: string | null; outbox: string | null };
}
