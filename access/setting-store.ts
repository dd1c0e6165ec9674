import { newSecret } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';

/** A small fact of the installation, or null where it was never set. */
export async function readSetting(db: Queryable, name: string): Promise<string | null> {
  const { rows } = await db.query<{ value: string }>('SELECT value FROM setting WHERE name = $1', [name]);
  return rows[0]?.value ?? null;
}

/** Sets a fact of the installation. */
export async function writeSetting(t: Queryable, name: string, value: string): Promise<void> {
  await t.query(
    'INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, value],
  );
}

/** The installation's secret of that name, made at the first call; the same for every replica. */
export async function installationSecret(db: Queryable, name: string): Promise<string> {
  const made = newSecret();
  await db.query('INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
    name,
    made,
  ]);
  return (await readSetting(db, name)) ?? made;
}
