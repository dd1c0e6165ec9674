import type { Queryable } from '../../db/database.ts';

/** What of the register changed: lists, events of persons and units, or only events without a person. */
export type RegisterPart = 'persons' | 'counts';

/** Present versions of the parts of the register. */
export type RegisterVersion = Record<RegisterPart, number>;

/** Says, in the transaction of a change, that what other processes hold in memory is out of date. */
export async function raiseRegisterVersion(t: Queryable, part: RegisterPart): Promise<void> {
  await t.query(
    part === 'persons'
      ? 'UPDATE register_version SET persons = persons + 1 WHERE id = 1'
      : 'UPDATE register_version SET counts = counts + 1 WHERE id = 1',
  );
}

/** One short statement, asked before every count. */
export async function registerVersion(db: Queryable): Promise<RegisterVersion> {
  const { rows } = await db.query<RegisterVersion>(
    'SELECT persons, counts FROM register_version WHERE id = 1',
  );
  return rows[0] ?? { persons: 0, counts: 0 };
}
