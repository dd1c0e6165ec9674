import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { DuePerson } from './due-badges.ts';

/**
 * Present members of `unitIds` (null: all that the viewer may see) by name, with what happened to them since their list:
 * one of the only two looks at persons that there are. The caller has checked the permission and records the look.
 * `isProbationary`: only those without a confirmation.
 */
export async function listDuePersons(
  db: Queryable,
  viewer: Viewer,
  options: { unitIds: readonly string[] | null; isProbationary: boolean; decidedBefore: string },
): Promise<DuePerson[]> {
  const { rows } = await db.query<DueRow>(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     ), present AS (
       SELECT m.*, b.listed_on FROM member m JOIN import_batch b ON b.id = m.batch_id
       WHERE m.holds_until IS NULL AND m.name IS NOT NULL AND m.left_date IS NULL
         AND m.status NOT IN ('left', 'temporary_in')
         AND ($5::boolean = false OR (m.confirmation_date IS NULL AND m.standing = 'probationary'))
         AND ($5::boolean OR coalesce(m.admission_decision_date, m.admission_ceremony_date, '') <= $6)
     ), moved AS (
       SELECT p.id,
         (SELECT e.kind FROM member_event e WHERE e.person_id = p.person_id AND e.happened_on > p.listed_on
            AND e.kind IN ('transfer', 'transfer_in', 'transfer_out') ORDER BY e.happened_on DESC, e.id DESC LIMIT 1) AS kind,
         (SELECT coalesce(e.to_unit_id, e.unit_id) FROM member_event e WHERE e.person_id = p.person_id
            AND e.happened_on > p.listed_on AND e.kind IN ('transfer', 'transfer_in')
            ORDER BY e.happened_on DESC, e.id DESC LIMIT 1) AS unit_id,
         (SELECT max(e.happened_on)::text FROM member_event e WHERE e.person_id = p.person_id AND e.kind = 'confirm') AS confirmed,
         (SELECT array_agg(e.level) FROM member_event e WHERE e.person_id = p.person_id AND e.kind = 'badge') AS levels
       FROM present p
     )
     SELECT p.name, coalesce(moved.unit_id, p.unit_id) AS unit_id, p.admission_decision_date, p.admission_ceremony_date,
       coalesce(p.confirmation_date, moved.confirmed) AS confirmation_date, p.standing, p.party_age_correction_months,
       p.badges, moved.levels
     FROM present p JOIN moved ON moved.id = p.id JOIN visible v ON v.id = coalesce(moved.unit_id, p.unit_id)
     WHERE moved.kind IS DISTINCT FROM 'transfer_out'
       AND ($3::boolean OR coalesce(moved.unit_id, p.unit_id) = ANY($4::uuid[]))
     ORDER BY p.name`,
    [
      seesAllUnits(viewer),
      viewer.unitIds,
      options.unitIds === null,
      options.unitIds ?? [],
      options.isProbationary,
      options.decidedBefore,
    ],
  );
  return rows.map((row) => ({
    name: row.name,
    unitId: row.unit_id,
    decision: row.admission_decision_date,
    ceremony: row.admission_ceremony_date,
    confirmation: row.confirmation_date,
    isOfficial: row.confirmation_date !== null || row.standing === 'official',
    correctionMonths: row.party_age_correction_months,
    badges: [...row.badges, ...(row.levels ?? [])],
  }));
}

interface DueRow {
  name: string;
  unit_id: string;
  admission_decision_date: string | null;
  admission_ceremony_date: string | null;
  confirmation_date: string | null;
  standing: string;
  party_age_correction_months: number;
  badges: number[];
  levels: number[] | null;
}
