import { newId } from '../../core/ids.ts';
import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { IndicatorCode } from './indicators.ts';
import type { Observation, ObservationDraft } from './observation.ts';
import { asSeenBy } from './withhold.ts';

/** A draft whose unit exists. */
export type SavableObservation = ObservationDraft & { unitId: string };

/**
 * Keeps a figure as a draft and returns its id. An older figure of the same indicator, unit and time stays and is
 * marked as superseded by the new one's reference to it.
 */
export async function saveObservation(
  t: Queryable,
  draft: SavableObservation,
  entry: {
    by: string | null;
    at: string;
    isDemo?: boolean;
    /** The kept document and its sentence, where the figure was suggested from one. */
    from?: { documentId: string; sentence: string };
  },
): Promise<string> {
  const id = newId();
  await t.query(
    `INSERT INTO observation (id, indicator, qualifier, unit_id, period_type, period_from, period_to, as_of, value,
       value_unit, denominator, breakdown, source, entered_by, entered_at, status, supersedes_id, is_demo,
       source_document_id, source_sentence)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'draft',
       (SELECT o.id FROM observation o
        WHERE o.indicator = $2 AND o.qualifier IS NOT DISTINCT FROM $3 AND o.unit_id = $4
          AND o.period_from IS NOT DISTINCT FROM $6::date AND o.period_to IS NOT DISTINCT FROM $7::date
          AND o.as_of IS NOT DISTINCT FROM $8::date
        ORDER BY o.entered_at DESC, o.id DESC LIMIT 1), $16, $17, $18`,
    [
      id,
      draft.indicator,
      draft.qualifier,
      draft.unitId,
      draft.period?.type ?? null,
      draft.period?.from ?? null,
      draft.period?.to ?? null,
      draft.asOf,
      draft.value,
      draft.valueUnit,
      draft.denominator,
      json(draft.breakdown),
      draft.source,
      entry.by,
      entry.at,
      entry.isDemo ?? false,
      entry.from?.documentId ?? null,
      entry.from?.sentence ?? null,
    ],
  );
  return id;
}

/** Marks a draft as approved; false where it does not exist or already was. */
export async function approveObservation(t: Queryable, id: string): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE observation SET status = 'approved' WHERE id = $1 AND status = 'draft'`,
    [id],
  );
  return affected > 0;
}

/**
 * Figures of the units the viewer may see, newest time first, superseded ones left out. A stock is given as of
 * `until`; a flow only where its period ends by then. What points to few persons comes back as withheld (`withhold.ts`).
 */
export async function listObservations(
  db: Queryable,
  viewer: Viewer,
  wanted: {
    indicator?: IndicatorCode | null;
    qualifier?: string | null;
    /** Empty or absent: every unit. */
    unitIds?: readonly string[];
    until?: DateOnly | null;
    /** Only figures of exactly this period. */
    period?: { from: DateOnly; to: DateOnly } | null;
    status?: Observation['status'];
    limit?: number;
  } = {},
): Promise<Observation[]> {
  const { rows } = await db.query<ObservationRow>(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     )
     SELECT o.*, u.name AS unit_name, coalesce(o.entered_by = $12::uuid AND o.unit_id = ANY($2::uuid[]), false) AS is_own,
       (SELECT w.value FROM observation w
        WHERE w.indicator = 'members' AND w.qualifier IS NULL AND w.value_unit = 'person' AND w.unit_id = o.unit_id
          AND coalesce(w.as_of, w.period_to) <= coalesce(o.as_of, o.period_to)
          AND NOT EXISTS (SELECT 1 FROM observation n WHERE n.supersedes_id = w.id)
        ORDER BY coalesce(w.as_of, w.period_to) DESC, w.entered_at DESC LIMIT 1) AS whole
     FROM observation o JOIN visible v ON v.id = o.unit_id JOIN org_unit u ON u.id = o.unit_id
     WHERE ($3::text IS NULL OR o.indicator = $3) AND ($4::text IS NULL OR o.qualifier = $4)
       AND ($5::boolean OR o.unit_id = ANY($6::uuid[]))
       AND ($7::date IS NULL OR coalesce(o.as_of, o.period_to) <= $7::date)
       AND ($8::date IS NULL OR o.as_of BETWEEN $8::date AND $9::date OR (o.period_from = $8::date AND o.period_to = $9::date))
       AND NOT EXISTS (SELECT 1 FROM observation n WHERE n.supersedes_id = o.id)
       AND ($11::text IS NULL OR o.status = $11)
     ORDER BY coalesce(o.as_of, o.period_to) DESC, o.entered_at DESC
     LIMIT $10`,
    [
      seesAllUnits(viewer),
      viewer.unitIds,
      wanted.indicator ?? null,
      wanted.qualifier ?? null,
      (wanted.unitIds ?? []).length === 0,
      wanted.unitIds ?? [],
      wanted.until ?? null,
      wanted.period?.from ?? null,
      wanted.period?.to ?? null,
      wanted.limit ?? 50,
      wanted.status ?? null,
      viewer.accountId,
    ],
  );
  return rows.map((row) =>
    asSeenBy(viewer, toObservation(row), { whole: row.whole, isOwnEntry: row.is_own }),
  );
}

/** Which figures exist for which unit, without their values: for recognising questions about them. */
export async function listObservedIndicators(
  db: Queryable,
): Promise<{ unitId: string; indicator: IndicatorCode }[]> {
  const { rows } = await db.query<{ unit_id: string; indicator: IndicatorCode }>(
    'SELECT DISTINCT unit_id, indicator FROM observation',
  );
  return rows.map((row) => ({ unitId: row.unit_id, indicator: row.indicator }));
}

/** Removes figures of the demo data. */
export async function removeDemoObservations(t: Queryable): Promise<number> {
  await t.query(
    `UPDATE observation SET supersedes_id = NULL
     WHERE supersedes_id IN (SELECT id FROM observation WHERE is_demo)`,
  );
  return (await t.query('DELETE FROM observation WHERE is_demo')).affected;
}

interface ObservationRow {
  id: string;
  indicator: IndicatorCode;
  qualifier: string | null;
  unit_id: string;
  unit_name: string;
  period_type: string | null;
  period_from: string | null;
  period_to: string | null;
  as_of: string | null;
  value: number;
  value_unit: Observation['valueUnit'];
  denominator: number | null;
  breakdown: Observation['breakdown'];
  source: string;
  source_sentence: string | null;
  entered_at: string;
  status: Observation['status'];
  supersedes_id: string | null;
  is_own: boolean;
  whole: number | null;
}

const toObservation = (row: ObservationRow): Observation => ({
  id: row.id,
  indicator: row.indicator,
  qualifier: row.qualifier,
  unitId: row.unit_id,
  unitName: row.unit_name,
  period:
    row.period_from !== null && row.period_to !== null
      ? {
          type: row.period_type as NonNullable<Observation['period']>['type'],
          from: row.period_from,
          to: row.period_to,
        }
      : null,
  asOf: row.as_of,
  value: row.value,
  valueUnit: row.value_unit,
  denominator: row.denominator,
  breakdown: row.breakdown,
  source: row.source,
  sourceSentence: row.source_sentence,
  enteredAt: row.entered_at,
  status: row.status,
  supersedesId: row.supersedes_id,
});
