import type { Queryable } from '../db/database.ts';

/*
 * Limits as leaky buckets, one row a bucket: each message moves `busy_until` on by its share of the window, and none is
 * taken that would move it further than the window from now. The database's clock counts, because processes on several
 * machines have clocks that differ.
 */

const window = `interval '1 minute'`;

/** Takes one message out of `perMinute` of this name; false where that is used up. */
export async function takeOne(db: Queryable, name: string, perMinute: number): Promise<boolean> {
  const { affected } = await db.query(
    `INSERT INTO message_rate AS r (name, busy_until) VALUES ($1, clock_timestamp() + ${window} / $2::float)
     ON CONFLICT (name) DO UPDATE SET busy_until = greatest(r.busy_until, clock_timestamp()) + ${window} / $2::float
     WHERE greatest(r.busy_until, clock_timestamp()) + ${window} / $2::float <= clock_timestamp() + ${window}`,
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
    `INSERT INTO message_rate AS r (name, busy_until, told_at) VALUES ($1, clock_timestamp(), clock_timestamp())
     ON CONFLICT (name) DO UPDATE SET told_at = clock_timestamp()
     WHERE r.told_at IS NULL OR r.told_at <= clock_timestamp() - ${window}
     RETURNING (SELECT extract(epoch FROM (b.busy_until + ${window} / $3::float - ${window} - clock_timestamp()))::float
       FROM message_rate b WHERE b.name = $2) AS seconds`,
    [sender, name, perMinute],
  );
  return rows[0]?.seconds ?? null;
}

/** Forgets who has not written for an hour. */
export async function dropIdleRates(db: Queryable): Promise<void> {
  await db.query(
    `DELETE FROM message_rate WHERE greatest(busy_until, told_at) < clock_timestamp() - interval '1 hour'`,
  );
}
