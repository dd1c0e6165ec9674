import type { Queryable } from './database.ts';

/** How many rows each table of the store has, by name; for checking that nothing was doubled or lost. */
export async function countRows(db: Queryable): Promise<Record<string, number>> {
  const { rows } = await db.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename',
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: counted } = await db.query<{ n: number }>(`SELECT count(*)::integer AS n FROM "${name}"`);
    counts[name] = counted[0]?.n ?? 0;
  }
  return counts;
}
