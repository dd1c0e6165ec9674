import type { Queryable } from '../../../db/database.ts';

/** When the person in `lane` last wrote, as an ISO instant, and how many messages were sent there since; null: never. */
export async function sinceLastHeard(
  db: Queryable,
  lane: string,
): Promise<{ heardAt: string | null; sent: number }> {
  const { rows } = await db.query<{ heardAt: string | null; sent: number }>(
    `SELECT heard.at AS "heardAt",
       (SELECT coalesce(sum(o.parts_sent), 0) FROM outbox o
        WHERE o.lane = $1 AND o.created_at >= heard.at)::integer AS sent
     FROM (SELECT max(received_at) AS at FROM inbox WHERE lane = $1 AND event ->> 'type' <> 'job') heard`,
    [lane],
  );
  return rows[0] ?? { heardAt: null, sent: 0 };
}
