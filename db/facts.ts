import type { Database } from './database.ts';

/** What a database says of itself. */
export interface DatabaseFacts {
  serverVersion: string;
  bytes: number;
  /** Its clock, as ISO string. */
  now: string;
  /** When something was last received, as ISO string; null: never, or no tables are there yet. */
  latest: string | null;
}

/** Reads them; works on tables of any version, and on none. */
export async function readFacts(db: Database): Promise<DatabaseFacts> {
  const { rows } = await db.query<Omit<DatabaseFacts, 'latest'> & { hasInbox: boolean }>(
    `SELECT current_setting('server_version') AS "serverVersion", pg_database_size(current_database()) AS bytes,
            clock_timestamp() AS now, to_regclass('inbox') IS NOT NULL AS "hasInbox"`,
  );
  const { hasInbox, ...facts } = rows[0] as Omit<DatabaseFacts, 'latest'> & { hasInbox: boolean };
  const latest = hasInbox
    ? (await db.query<{ at: string | null }>('SELECT max(received_at) AS at FROM inbox')).rows[0]?.at
    : null;
  return { ...facts, latest: latest ?? null };
}
