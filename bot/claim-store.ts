import type { Queryable } from '../db/database.ts';

/*
 * The database's clock says how long a claim holds, not that of a process: on several machines the clocks differ, and
 * one that is fast would take from the others what they work on.
 */
const untilOf = (milliseconds: string): string =>
  `clock_timestamp() + ${milliseconds}::double precision * interval '1 millisecond'`;

/** Takes `name` for `owner`; false while another's claim holds. Taking again what one has prolongs it. */
export async function takeClaim(
  db: Queryable,
  { name, owner, leaseMs }: { name: string; owner: string; leaseMs: number },
): Promise<boolean> {
  const { affected } = await db.query(
    `INSERT INTO claim (name, owner, until) VALUES ($1, $2, ${untilOf('$3')})
     ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, until = EXCLUDED.until
     WHERE claim.owner = EXCLUDED.owner OR claim.until <= clock_timestamp()`,
    [name, owner, leaseMs],
  );
  return affected > 0;
}

/** Prolongs every claim of `owner`. */
export async function prolongClaims(db: Queryable, owner: string, leaseMs: number): Promise<void> {
  await db.query(`UPDATE claim SET until = ${untilOf('$2')} WHERE owner = $1`, [owner, leaseMs]);
}

/** Gives a claim up. */
export async function releaseClaim(db: Queryable, name: string, owner: string): Promise<void> {
  await db.query('DELETE FROM claim WHERE name = $1 AND owner = $2', [name, owner]);
}

/**
 * Gives the claim of a chat up unless something is still to be done there; false where the claim stays. What another
 * process commits while this runs is found by its own attempt to take the chat, or by the next look around.
 */
export async function releaseLane(
  db: Queryable,
  { name, lane, owner }: { name: string; lane: string; owner: string },
): Promise<boolean> {
  const { affected } = await db.query(
    `DELETE FROM claim WHERE name = $1 AND owner = $3
       AND NOT EXISTS (SELECT 1 FROM inbox WHERE lane = $2 AND done_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE lane = $2 AND sent_at IS NULL AND failure IS NULL)`,
    [name, lane, owner],
  );
  return affected > 0;
}

/** Gives every claim of `owner` up. */
export async function releaseAll(db: Queryable, owner: string): Promise<void> {
  await db.query('DELETE FROM claim WHERE owner = $1', [owner]);
}

/** Chats with something to be done that nobody works on, at most `limit`. */
export async function abandonedLanes(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ lane: string }>(
    `SELECT open.lane FROM (
       SELECT lane FROM inbox WHERE done_at IS NULL
       UNION SELECT lane FROM outbox WHERE sent_at IS NULL AND failure IS NULL
     ) open
     WHERE NOT EXISTS (SELECT 1 FROM claim WHERE name = 'lane:' || open.lane AND until > clock_timestamp())
     ORDER BY open.lane LIMIT $1`,
    [limit],
  );
  return rows.map((row) => row.lane);
}

/** Every claim, and whether it still holds. */
export async function listClaims(db: Queryable): Promise<{ name: string; owner: string; holds: boolean }[]> {
  const { rows } = await db.query<{ name: string; owner: string; holds: boolean }>(
    'SELECT name, owner, until > clock_timestamp() AS holds FROM claim ORDER BY name',
  );
  return rows;
}
