import type { Queryable } from '../db/database.ts';

/*
 * Limits as leaky buckets, one row a bucket: each message moves `busy_until` on by its share of the window, and none is
 * taken that would move it further than the window from now. The database's clock counts, because processes on several
 * machines have clocks that differ. Where it was put back, what was counted by the old time is forgotten: no bucket can be
 * filled beyond the window, and nobody can have been told in times to come.
 */

const window = `interval '1 minute'`;
const now = 'clock_timestamp()';
/** Until when a bucket is busy, now at the earliest. */
const busyUntil = `CASE WHEN r.busy_until > ${now} + ${window} THEN ${now} ELSE greatest(r.busy_until, ${now}) END`;

/** Takes one message out of `perMinute` of this name; false where that is used up. */
export async function takeOne(db: Queryable, name: string, perMinute: number): Promise<boolean> {
  const { affected } = await db.query(
    `INSERT INTO message_rate AS r (name, busy_until) VALUES ($1, ${now} + ${window} / $2::float)
     ON CONFLICT (name) DO UPDATE SET busy_until = ${busyUntil} + ${window} / $2::float
     WHERE ${busyUntil} + ${window} / $2::float <= ${now} + ${window}`,
    [name, perMinute],
  );
  return affected === 1;
}

/**
 * Seconds after which one more of `perMinute` is taken of `name`; null where `sender` was told so within the last minute.
 * Notes that they are told now.
 */
export async function tellOnce(
  db: Queryable,
  sender: string,
  { name, perMinute }: { name: string; perMinute: number },
): Promise<number | null> {
  const { rows } = await db.query<{ seconds: number }>(
    `INSERT INTO message_rate AS r (name, busy_until, told_at) VALUES ($1, ${now}, ${now})
     ON CONFLICT (name) DO UPDATE SET told_at = ${now}
     WHERE r.told_at IS NULL OR r.told_at NOT BETWEEN ${now} - ${window} AND ${now}
     RETURNING (SELECT extract(epoch FROM (b.busy_until + ${window} / $3::float - ${window} - ${now}))::float
       FROM message_rate b WHERE b.name = $2) AS seconds`,
    [sender, name, perMinute],
  );
  return rows[0]?.seconds ?? null;
}

/** Forgets who has not written for an hour, and whose last message is from a time that has not come. */
export async function dropIdleRates(db: Queryable): Promise<void> {
  await db.query(
    `DELETE FROM message_rate WHERE greatest(busy_until, told_at) < ${now} - interval '1 hour' OR busy_until > ${now} + ${window}`,
  );
}
