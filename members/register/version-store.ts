import { newId } from '../../core/ids.ts';
import type { Queryable } from '../../db/database.ts';

/** What of the register changed: lists, events of persons and units, or only events without a person. */
export type RegisterPart = 'persons' | 'counts';

/** Present stamps of the parts of the register; another stamp: another state. */
export type RegisterVersion = Record<RegisterPart, string>;

/** Says, in the transaction of a change, that what other processes hold in memory is out of date. */
export async function raiseRegisterVersion(t: Queryable, part: RegisterPart): Promise<void> {
  await t.query(
    part === 'persons'
      ? 'UPDATE register_version SET persons = $1 WHERE id = 1'
      : 'UPDATE register_version SET counts = $1 WHERE id = 1',
    [newId()],
  );
}

/** One short statement, asked before every count. */
export async function registerVersion(db: Queryable): Promise<RegisterVersion> {
  const { rows } = await db.query<RegisterVersion>(
    'SELECT persons, counts FROM register_version WHERE id = 1',
  );
  return rows[0] ?? { persons: '', counts: '' };
}
