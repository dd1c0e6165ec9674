import type { Queryable } from '../../db/database.ts';

/** Ends every connection of the program to the database `name`, as a restart of the server would; returns how many. */
export async function endConnections(db: Queryable, name: string): Promise<number> {
  const { rows } = await db.query<{ ended: number }>(
    `SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
     WHERE datname = $1 AND application_name LIKE 'capuy%' AND pid <> pg_backend_pid()`,
    [name],
  );
  return rows[0]?.ended ?? 0;
}
