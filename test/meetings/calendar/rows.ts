import type { Queryable } from '../../../db/database.ts';
import { unitKey } from '../../../members/units/units.ts';

/** Units as rows: id, name, level, unit above. */
export async function addUnits(
  db: Queryable,
  units: readonly (readonly [id: string, name: string, level: string, parentId: string | null])[],
): Promise<void> {
  for (const [id, name, level, parentId] of units)
    await db.query(
      'INSERT INTO org_unit (id, name, name_key, level, parent_id) VALUES ($1, $2, $3, $4, $5)',
      [id, name, unitKey(name), level, parentId],
    );
}
