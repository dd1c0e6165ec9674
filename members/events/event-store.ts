import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { CountEvent } from '../register/columnar.ts';
import { dayNumber } from '../register/columnar.ts';
import { raiseRegisterVersion } from '../register/version-store.ts';
import type { EventKind, MemberEvent } from './event.ts';
import { countOnlyKinds } from './event.ts';

/** Where events come from and who entered them. */
export interface EventEntry {
  source: string | null;
  /** The import that brings them; null: entered by command. */
  importId: string | null;
  by: string | null;
  at: string;
  isDemo?: boolean;
}

/** Events as they are entered: ids are given here. */
export type EventDraft = Omit<MemberEvent, 'id'>;

/**
 * Saves events in the caller's transaction, which adds the audit event. Kinds that are only ever counted lose their
 * person here, whoever calls. `onProgress` hears how many are saved.
 */
export async function saveEvents(
  t: Queryable,
  drafts: readonly EventDraft[],
  entry: EventEntry,
  onProgress?: (saved: number) => void,
): Promise<void> {
  const batchSize = 5000;
  let hasPersons = false;
  for (let start = 0; start < drafts.length; start += batchSize) {
    const part = drafts.slice(start, start + batchSize);
    const persons = part.map((draft) => (countOnlyKinds.has(draft.kind) ? null : draft.personId));
    hasPersons ||= persons.some((personId) => personId !== null);
    await t.query(
      `INSERT INTO member_event (id, kind, happened_on, unit_id, to_unit_id, level, person_id, count, source, import_id,
                                 entered_by, entered_at, is_demo)
       SELECT id, kind, happened_on, unit_id, NULLIF(to_unit_id, '')::uuid, NULLIF(level, 0),
              NULLIF(person_id, '')::uuid, count, $1, $2::uuid, $3::uuid, $4::timestamptz, $5::boolean
       FROM unnest($6::uuid[], $7::text[], $8::date[], $9::uuid[], $10::text[], $11::integer[], $12::text[],
              $13::integer[])
         AS r (id, kind, happened_on, unit_id, to_unit_id, level, person_id, count)`,
      [
        entry.source,
        entry.importId,
        entry.by,
        entry.at,
        entry.isDemo ?? false,
        part.map(() => newId()),
        part.map((draft) => draft.kind),
        part.map((draft) => draft.happenedOn),
        part.map((draft) => draft.unitId),
        part.map((draft) => draft.toUnitId ?? ''),
        part.map((draft) => draft.level ?? 0),
        persons.map((personId) => personId ?? ''),
        part.map((draft) => draft.count),
      ],
    );
    onProgress?.(Math.min(start + batchSize, drafts.length));
  }
  await raiseRegisterVersion(t, hasPersons ? 'persons' : 'counts');
}

/** `eventKey` of every event that an import brought or a person has: what a list brings again is not saved again. */
export async function listEventKeys(db: Queryable): Promise<Set<string>> {
  const { rows } = await db.query<{ key: string }>(
    `SELECT kind || '|' || happened_on || '|' || coalesce(person_id, unit_id) || '|' || coalesce(to_unit_id::text, '') || '|'
       || coalesce(level::text, '') || '|' || CASE WHEN person_id IS NULL THEN count::text ELSE '' END AS key
     FROM member_event WHERE person_id IS NOT NULL OR import_id IS NOT NULL`,
  );
  return new Set(rows.map((row) => row.key));
}

/** Events without a person, by day; units as indexes of `unitIndex`. */
export async function listCountEvents(
  db: Queryable,
  unitIndex: ReadonlyMap<string, number>,
): Promise<CountEvent[]> {
  const { rows } = await db.query<{
    kind: EventKind;
    happened_on: string;
    unit_id: string;
    to_unit_id: string | null;
    level: number | null;
    count: number;
  }>(
    `SELECT kind, happened_on, unit_id, to_unit_id, level, sum(count)::integer AS count FROM member_event
     WHERE person_id IS NULL
     GROUP BY kind, happened_on, unit_id, to_unit_id, level ORDER BY happened_on`,
  );
  return rows.map((row) => ({
    kind: row.kind,
    day: dayNumber(row.happened_on),
    unit: unitIndex.get(row.unit_id) ?? -1,
    toUnit: row.to_unit_id === null ? -1 : (unitIndex.get(row.to_unit_id) ?? -1),
    level: row.level ?? 0,
    count: row.count,
  }));
}

/** How many are stored of a count like this one: to be told before it is saved a second time. */
export async function countSameEvents(
  db: Queryable,
  draft: Pick<EventDraft, 'kind' | 'happenedOn' | 'unitId' | 'level'>,
): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM member_event
     WHERE unit_id = $1 AND kind = $2 AND happened_on = $3::date AND level IS NOT DISTINCT FROM $4::integer`,
    [draft.unitId, draft.kind, draft.happenedOn, draft.level],
  );
  return rows[0]?.n ?? 0;
}

/** An event that was entered by command, as it is shown again. */
export interface EnteredEvent {
  id: string;
  kind: EventKind;
  happenedOn: string;
  unitName: string;
  toUnitName: string | null;
  level: number | null;
  count: number;
  source: string | null;
}

/** Counts entered by command in units that the viewer may see, the latest entry first. Never events of persons. */
export async function listEnteredEvents(
  db: Queryable,
  viewer: Viewer,
  options: { unitIds: readonly string[] | null; limit: number },
): Promise<EnteredEvent[]> {
  const { rows } = await db.query<EnteredRow>(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     )
     SELECT e.id, e.kind, e.happened_on, e.level, e.count, e.source, u.name AS unit_name, o.name AS to_unit_name
     FROM member_event e JOIN visible v ON v.id = e.unit_id JOIN org_unit u ON u.id = e.unit_id
       LEFT JOIN org_unit o ON o.id = e.to_unit_id
     WHERE e.person_id IS NULL AND ($3::boolean OR e.unit_id = ANY($4::uuid[]))
     ORDER BY e.entered_at DESC, e.happened_on DESC, e.id LIMIT $5`,
    [seesAllUnits(viewer), viewer.unitIds, options.unitIds === null, options.unitIds ?? [], options.limit],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    happenedOn: row.happened_on,
    unitName: row.unit_name,
    toUnitName: row.to_unit_name,
    level: row.level,
    count: row.count,
    source: row.source,
  }));
}

interface EnteredRow {
  id: string;
  kind: EventKind;
  happened_on: string;
  unit_name: string;
  to_unit_name: string | null;
  level: number | null;
  count: number;
  source: string | null;
}

/** Takes back one count that was entered by command, if the viewer may see its unit. False: there is none. */
export async function removeEnteredEvent(t: Queryable, viewer: Viewer, id: string): Promise<boolean> {
  const { affected } = await t.query(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     )
     DELETE FROM member_event WHERE id = $3 AND person_id IS NULL AND unit_id IN (SELECT id FROM visible)`,
    [seesAllUnits(viewer), viewer.unitIds, id],
  );
  if (affected > 0) await raiseRegisterVersion(t, 'counts');
  return affected > 0;
}

/** Removes the events of the demo data. */
export async function removeDemoEvents(t: Queryable): Promise<number> {
  const { affected } = await t.query('DELETE FROM member_event WHERE is_demo');
  if (affected > 0) await raiseRegisterVersion(t, 'persons');
  return affected;
}

/** Removes the events of these units (null: all), and those of persons whom no list has any more. */
export async function forgetEvents(t: Queryable, unitIds: readonly string[] | null): Promise<number> {
  const { affected } = await t.query(
    `DELETE FROM member_event e WHERE $1::boolean OR e.unit_id = ANY($2::uuid[])
       OR (e.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM member m WHERE m.person_id = e.person_id))`,
    [unitIds === null, unitIds ?? []],
  );
  if (affected > 0) await raiseRegisterVersion(t, 'persons');
  return affected;
}
