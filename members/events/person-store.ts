import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { fold } from '../../text/normalise.ts';

/** A present member as they are told apart from others of one name: by unit and year of birth, nothing more. */
export interface NamedPerson {
  personId: string;
  name: string;
  unitId: string;
  birthYear: string | null;
}

interface Row {
  person_id: string;
  name: string;
  unit_id: string;
  birth_year: string | null;
}

const present = `WITH RECURSIVE visible AS (
    SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
    UNION
    SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
  ), named AS (
    SELECT m.person_id, m.name, m.birth_date, m.unit_id, b.listed_on
    FROM member m JOIN import_batch b ON b.id = m.batch_id
    WHERE m.holds_until IS NULL AND m.name IS NOT NULL AND m.left_date IS NULL
      AND m.status NOT IN ('left', 'temporary_in')
      AND CASE WHEN $3 = '' THEN m.person_id = $4::uuid ELSE char_length(m.name) = char_length($3) END
  ), placed AS (
    SELECT n.person_id, n.name, left(n.birth_date, 4) AS birth_year,
      coalesce((SELECT coalesce(e.to_unit_id, e.unit_id) FROM member_event e WHERE e.person_id = n.person_id
         AND e.happened_on > n.listed_on AND e.kind IN ('transfer', 'transfer_in')
         ORDER BY e.happened_on DESC, e.id DESC LIMIT 1), n.unit_id) AS unit_id,
      (SELECT e.kind FROM member_event e WHERE e.person_id = n.person_id AND e.happened_on > n.listed_on
         AND e.kind IN ('transfer', 'transfer_in', 'transfer_out') ORDER BY e.happened_on DESC, e.id DESC LIMIT 1) AS last_move
    FROM named n
  )
  SELECT p.person_id, p.name, p.unit_id, p.birth_year FROM placed p JOIN visible v ON v.id = p.unit_id
  WHERE p.last_move IS DISTINCT FROM 'transfer_out' ORDER BY p.birth_year, p.person_id`;

const toPerson = (row: Row): NamedPerson => ({
  personId: row.person_id,
  name: row.name,
  unitId: row.unit_id,
  birthYear: row.birth_year,
});

/**
 * Present members of one name, with or without diacritics, among the units of the viewer. The caller has checked the
 * permission and records the look.
 */
export async function findPersonsNamed(db: Queryable, viewer: Viewer, name: string): Promise<NamedPerson[]> {
  const { rows } = await db.query<Row>(present, [
    seesAllUnits(viewer),
    viewer.unitIds,
    name,
    '00000000-0000-0000-0000-000000000000',
  ]);
  // Diacritics that were typed tell names apart, where some name is written so; else every name that folds so is meant.
  const exact = rows.filter((row) => row.name.toLowerCase() === name.toLowerCase());
  const isPlain = fold(name) === name.toLowerCase();
  const found = exact.length > 0 && !isPlain ? exact : rows.filter((row) => fold(row.name) === fold(name));
  return found.map(toPerson);
}

/** A present member by id, where the viewer may see them; null otherwise. */
export async function findPerson(
  db: Queryable,
  viewer: Viewer,
  personId: string,
): Promise<NamedPerson | null> {
  const { rows } = await db.query<Row>(present, [seesAllUnits(viewer), viewer.unitIds, '', personId]);
  return rows[0] ? toPerson(rows[0]) : null;
}

/** How many events of this kind and day a person has: to be told before one is saved a second time. */
export async function countPersonEvents(
  db: Queryable,
  { personId, kind, level }: { personId: string; kind: string; level: number | null },
): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM member_event
     WHERE person_id = $1 AND kind = $2 AND level IS NOT DISTINCT FROM $3::integer`,
    [personId, kind, level],
  );
  return rows[0]?.n ?? 0;
}
