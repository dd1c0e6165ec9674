import type { Queryable } from '../db/database.ts';
import type { Role } from '../core/viewer.ts';

/** Sets the most that anybody is allowed in a chat; null: their own role again. */
export async function setChatRole(
  t: Queryable,
  { lane, role, by, at }: { lane: string; role: Role | null; by: string | null; at: string },
): Promise<void> {
  if (role === null) {
    await t.query('DELETE FROM chat_role WHERE lane = $1', [lane]);
    return;
  }
  await t.query(
    `INSERT INTO chat_role (lane, role, set_by, set_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (lane) DO UPDATE SET role = EXCLUDED.role, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at`,
    [lane, role, by, at],
  );
}

/** What is allowed in a chat follows it to another id. */
export async function moveChatRole(t: Queryable, fromLane: string, toLane: string): Promise<void> {
  await t.query(
    `UPDATE chat_role SET lane = $2 WHERE lane = $1
       AND NOT EXISTS (SELECT 1 FROM chat_role other WHERE other.lane = $2)`,
    [fromLane, toLane],
  );
}
