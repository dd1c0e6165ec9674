import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import { raiseRegisterVersion } from '../register/version-store.ts';
import { matchUnits, parentsFirst, unitKey } from './units.ts';
import type { Unit, UnitLevel } from './units.ts';

const columns = `u.id, u.parent_id, u.name, u.short_name, u.level, u.aliases, u.valid_from, u.valid_to, u.is_demo,
  (SELECT array_agg(s.successor_id ORDER BY s.place) FROM org_unit_successor s WHERE s.unit_id = u.id) AS successor_ids`;

/** Units that the viewer may see (their own with all below; office and admin: all), in no particular order. */
export async function listUnits(
  db: Queryable,
  viewer: Viewer,
  options: { asOf?: DateOnly } = {},
): Promise<Unit[]> {
  const { rows } = await db.query<UnitRow>(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     )
     SELECT ${columns} FROM org_unit u JOIN visible v ON v.id = u.id
     WHERE $3::date IS NULL
        OR ((u.valid_from IS NULL OR u.valid_from <= $3::date) AND (u.valid_to IS NULL OR u.valid_to >= $3::date))`,
    [seesAllUnits(viewer), viewer.unitIds, options.asOf ?? null],
  );
  return rows.map(toUnit);
}

/**
 * Units among those the viewer may see that `text` names, in any spelling, by name, short name or alias. Several are
 * all returned: the caller asks back. Units that have ended are found too.
 */
export async function findUnits(db: Queryable, viewer: Viewer, text: string): Promise<Unit[]> {
  return matchUnits(await listUnits(db, viewer), text);
}

/** One unit the viewer may see, or null. */
export async function getUnit(db: Queryable, viewer: Viewer, id: string): Promise<Unit | null> {
  return (await listUnits(db, viewer)).find((unit) => unit.id === id) ?? null;
}

/** Ids of a unit and everything under it, whatever the viewer; for filters on rows the caller has already allowed. */
export async function unitSubtree(db: Queryable, unitId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `WITH RECURSIVE below AS (
       SELECT id FROM org_unit WHERE id = $1
       UNION
       SELECT c.id FROM org_unit c JOIN below b ON c.parent_id = b.id
     )
     SELECT id FROM below`,
    [unitId],
  );
  return rows.map((row) => row.id);
}

/** Every unit and the one above it, whatever the viewer: the shape of the tree, for computing what a list covers. */
export async function listUnitTree(db: Queryable): Promise<{ id: string; parentId: string | null }[]> {
  const { rows } = await db.query<{ id: string; parent_id: string | null }>(
    'SELECT id, parent_id FROM org_unit ORDER BY id',
  );
  return rows.map((row) => ({ id: row.id, parentId: row.parent_id }));
}

/** Inserts units, or changes those whose id is known. Parents may come in the same call, in any order. */
export async function saveUnits(t: Queryable, units: readonly Unit[]): Promise<void> {
  const ordered = parentsFirst(units);
  const batchSize = 100;
  for (let start = 0; start < ordered.length; start += batchSize) {
    const batch = ordered.slice(start, start + batchSize);
    await t.query(
      `INSERT INTO org_unit (id, parent_id, name, name_key, short_name, level, aliases, valid_from, valid_to, is_demo)
       SELECT r.id, r."parentId", r.name, r."nameKey", r."shortName", r.level, r.aliases, r."validFrom", r."validTo",
              r."isDemo"
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "parentId" uuid, name text, "nameKey" text, "shortName" text,
            level text, aliases jsonb, "validFrom" date, "validTo" date, "isDemo" boolean)
       ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name,
         name_key = excluded.name_key, short_name = excluded.short_name, level = excluded.level,
         aliases = excluded.aliases, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
         is_demo = excluded.is_demo`,
      [json(batch.map((unit) => ({ ...unit, nameKey: unitKey(unit.name) })))],
    );
  }
  // After all units: a successor may come in a later batch than the unit it follows.
  await t.query('DELETE FROM org_unit_successor WHERE unit_id = ANY($1::uuid[])', [
    units.map(({ id }) => id),
  ]);
  const followed = units.flatMap(({ id, successorIds }) =>
    [...new Set(successorIds)]
      .filter((successorId) => successorId !== id)
      .map((successorId, place) => ({ id, successorId, place })),
  );
  if (followed.length > 0)
    await t.query(
      `INSERT INTO org_unit_successor (unit_id, successor_id, place)
       SELECT r.id, r."successorId", r.place
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "successorId" uuid, place integer)`,
      [json(followed)],
    );
  await raiseRegisterVersion(t, 'persons');
}

/** Removes the demo units; their members must be gone before. */
export async function removeDemoUnits(t: Queryable): Promise<number> {
  await t.query(
    `UPDATE org_unit SET parent_id = NULL WHERE parent_id IN (SELECT id FROM org_unit WHERE is_demo)`,
  );
  const { affected } = await t.query('DELETE FROM org_unit WHERE is_demo');
  if (affected > 0) await raiseRegisterVersion(t, 'persons');
  return affected;
}

interface UnitRow {
  id: string;
  parent_id: string | null;
  name: string;
  short_name: string | null;
  level: string;
  aliases: string[];
  valid_from: string | null;
  valid_to: string | null;
  successor_ids: string[] | null;
  is_demo: boolean;
}

const toUnit = (row: UnitRow): Unit => ({
  id: row.id,
  parentId: row.parent_id,
  name: row.name,
  shortName: row.short_name,
  level: row.level as UnitLevel,
  aliases: row.aliases,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  successorIds: row.successor_ids ?? [],
  isDemo: row.is_demo,
});
