import type { Queryable } from '../../db/database.ts';

/** Tables that every question writes to: they are expected to grow. */
const ofConversations = new Set([
  'inbox',
  'outbox',
  'action_key',
  'conversation_turn',
  'answer',
  'citation',
  'worded_answer',
  'model_usage',
]);

/** How many rows every table has that a question may not change: by name. */
export async function rowCounts(db: Queryable): Promise<Record<string, number>> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    if (ofConversations.has(name) || !/^[a-z_]+$/u.test(name)) continue;
    const counted = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}"`);
    counts[name] = counted.rows[0]?.n ?? 0;
  }
  return counts;
}
