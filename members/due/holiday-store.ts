import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { Holiday } from './working-days.ts';

/** Days that the office entered: days off, and weekend days worked in exchange. */
export async function listHolidays(db: Queryable): Promise<Holiday[]> {
  const { rows } = await db.query<{ day: string; is_working: boolean; name: string }>(
    'SELECT day, is_working, name FROM holiday ORDER BY day',
  );
  return rows.map((row) => ({ day: row.day, isWorking: row.is_working, name: row.name }));
}

/** Adds days, or changes those that are known. */
export async function saveHolidays(t: Queryable, holidays: readonly Holiday[]): Promise<void> {
  if (holidays.length === 0) return;
  await t.query(
    `INSERT INTO holiday (day, is_working, name)
     SELECT r.day, r."isWorking", r.name FROM jsonb_to_recordset($1::jsonb) AS r (day date, "isWorking" boolean, name text)
     ON CONFLICT (day) DO UPDATE SET is_working = excluded.is_working, name = excluded.name`,
    [json(holidays)],
  );
}
