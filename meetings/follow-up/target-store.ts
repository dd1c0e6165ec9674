import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { levelsOf, targetLevels, type HandedDown, type Target, type TargetResult } from './target.ts';

/** Inserts a target. */
export async function insertTarget(
  t: Queryable,
  target: Omit<Target, 'unitName' | 'revision'>,
  by: { accountId: string | null; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO target (id, unit_id, meeting_id, content, amount, measure, of_level, period, starts_on, ends_on, set_on,
                         created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      target.id,
      target.unitId,
      target.meetingId,
      target.content,
      target.amount,
      target.measure,
      target.ofLevel,
      target.period,
      target.startsOn,
      target.endsOn,
      target.setOn,
      by.accountId,
      by.at,
    ],
  );
}

// $1: sees every unit, $2: units of the viewer.
const visible = `FROM target g JOIN org_unit u ON u.id = g.unit_id WHERE ($1::boolean OR g.unit_id = ANY($2::uuid[]))
  AND g.cancelled_at IS NULL`;
const columns = `g.id, g.unit_id AS "unitId", u.name AS "unitName", g.meeting_id AS "meetingId", g.content,
  g.amount::float8 AS amount, g.measure, g.of_level AS "ofLevel", g.period, g.starts_on AS "startsOn",
  g.ends_on AS "endsOn", g.set_on AS "setOn", g.revision`;

/** Targets that the viewer may see, the newest period first; a period narrows to targets that meet it or have none. At most 500. */
export async function listTargets(
  db: Queryable,
  viewer: Viewer,
  filter: { unitIds?: readonly string[]; from?: DateOnly; to?: DateOnly } = {},
): Promise<Target[]> {
  const { rows } = await db.query<Target>(
    `SELECT ${columns} ${visible}
       AND ($3::uuid[] IS NULL OR g.unit_id = ANY($3::uuid[]))
       AND ($4::date IS NULL OR coalesce(g.ends_on, g.set_on) >= $4::date)
       AND ($5::date IS NULL OR coalesce(g.starts_on, g.set_on) <= $5::date)
     ORDER BY coalesce(g.ends_on, g.set_on) DESC, u.name, g.created_at, g.id LIMIT 500`,
    [seesAllUnits(viewer), viewer.unitIds, filter.unitIds ?? null, filter.from ?? null, filter.to ?? null],
  );
  return rows;
}

/** One target that the viewer may see, or null. */
export async function getTarget(db: Queryable, viewer: Viewer, id: string): Promise<Target | null> {
  const { rows } = await db.query<Target>(`SELECT ${columns} ${visible} AND g.id = $3`, [
    seesAllUnits(viewer),
    viewer.unitIds,
    id,
  ]);
  return rows[0] ?? null;
}

// Which level of a target means units of which level.
const meant = targetLevels.flatMap((ofLevel) => levelsOf(ofLevel).map((level) => ({ ofLevel, level })));

/**
 * Targets that units above the viewer's own set for each unit of a level, where some of the viewer's are of it; with
 * `unitIds` above those of them alone, which who sees every unit has to name. A period narrows as in `listTargets`; `id`:
 * only that one. At most 500.
 */
export async function listHandedDown(
  db: Queryable,
  viewer: Viewer,
  filter: { unitIds?: readonly string[]; from?: DateOnly; to?: DateOnly; id?: string } = {},
): Promise<HandedDown[]> {
  const { unitIds } = filter;
  const below = seesAllUnits(viewer)
    ? (unitIds ?? [])
    : viewer.unitIds.filter((id) => unitIds?.includes(id) ?? true);
  if (below.length === 0) return [];
  const { rows } = await db.query<HandedDown>(
    `WITH RECURSIVE above (own_id, level, id, steps) AS (
       SELECT o.id, o.level, o.parent_id, 1 FROM org_unit o WHERE o.id = ANY($1::uuid[])
       UNION ALL
       SELECT a.own_id, a.level, p.parent_id, a.steps + 1 FROM above a JOIN org_unit p ON p.id = a.id WHERE a.steps < 20
     ), handed AS (
       SELECT g.id, jsonb_agg(DISTINCT a.own_id) AS "forUnitIds"
       FROM target g JOIN above a ON a.id = g.unit_id
         JOIN unnest($2::text[], $3::text[]) AS m (of_level, level) ON m.of_level = g.of_level AND m.level = a.level
       WHERE g.cancelled_at IS NULL AND NOT (g.unit_id = ANY($1::uuid[]))
       GROUP BY g.id
     )
     SELECT ${columns}, h."forUnitIds"
     FROM handed h JOIN target g ON g.id = h.id JOIN org_unit u ON u.id = g.unit_id
     WHERE ($4::date IS NULL OR coalesce(g.ends_on, g.set_on) >= $4::date)
       AND ($5::date IS NULL OR coalesce(g.starts_on, g.set_on) <= $5::date)
       AND ($6::uuid IS NULL OR g.id = $6::uuid)
     ORDER BY coalesce(g.ends_on, g.set_on) DESC, u.name, g.created_at, g.id LIMIT 500`,
    [
      below,
      meant.map(({ ofLevel }) => ofLevel),
      meant.map(({ level }) => level),
      filter.from ?? null,
      filter.to ?? null,
      filter.id ?? null,
    ],
  );
  return rows;
}

/** Drops a target as it was at `revision`; false where somebody else has changed it since. */
export async function cancelTarget(
  t: Queryable,
  target: Pick<Target, 'id' | 'revision'>,
  at: string,
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE target SET cancelled_at = $3, revision = revision + 1
     WHERE id = $1 AND revision = $2 AND cancelled_at IS NULL`,
    [target.id, target.revision, at],
  );
  return affected === 1;
}

/** Writes what units have reached; what the same unit told before gives way. False where the target was changed meanwhile. */
export async function saveResults(
  t: Queryable,
  target: Pick<Target, 'id' | 'revision'>,
  results: readonly Omit<TargetResult, 'targetId'>[],
  by: { accountId: string | null; at: string },
): Promise<boolean> {
  const { affected } = await t.query(
    'UPDATE target SET revision = revision + 1 WHERE id = $1 AND revision = $2 AND cancelled_at IS NULL',
    [target.id, target.revision],
  );
  if (affected !== 1) return false;
  for (const one of results)
    await t.query(
      `INSERT INTO target_result (target_id, unit_id, amount, result, is_reached, as_of, recorded_by, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (target_id, unit_id) DO UPDATE SET amount = excluded.amount, result = excluded.result,
         is_reached = excluded.is_reached, as_of = excluded.as_of, recorded_by = excluded.recorded_by,
         recorded_at = excluded.recorded_at`,
      [target.id, one.unitId, one.amount, one.result, one.isReached, one.asOf, by.accountId, by.at],
    );
  return true;
}

/** What units that the viewer may see have reached of these targets. */
export async function listResults(
  db: Queryable,
  viewer: Viewer,
  targetIds: readonly string[],
): Promise<TargetResult[]> {
  const { rows } = await db.query<TargetResult>(
    `SELECT r.target_id AS "targetId", r.unit_id AS "unitId", r.amount::float8 AS amount, r.result,
            r.is_reached AS "isReached", r.as_of AS "asOf"
     FROM target_result r WHERE ($1::boolean OR r.unit_id = ANY($2::uuid[])) AND r.target_id = ANY($3::uuid[])`,
    [seesAllUnits(viewer), viewer.unitIds, targetIds],
  );
  return rows;
}
