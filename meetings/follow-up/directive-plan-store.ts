import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

/** A plan that a unit issued to carry out a directive, entered by hand. */
export interface PlanEntry {
  id: string;
  unitId: string;
  directive: string;
  directiveKey: string;
  /** Symbol or title. */
  plan: string;
  planKey: string;
  issuedOn: DateOnly | null;
}

/** A document of the store that says it carries out another. */
export interface PlanDocument {
  id: string;
  symbol: string;
  key: string;
  title: string;
  issuer: string;
  issuedOn: DateOnly | null;
  /** Key of what it carries out: the directive, or a plan under it. */
  targetKey: string;
  targetSymbol: string;
}

/** Stores an entry; the same plan of the same unit again only changes its day. */
export async function savePlan(t: Queryable, plan: PlanEntry): Promise<void> {
  await t.query(
    `INSERT INTO plan_entry (id, unit_id, directive, directive_key, plan, plan_key, issued_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (unit_id, directive_key, plan) DO UPDATE SET issued_on = excluded.issued_on`,
    [plan.id, plan.unitId, plan.directive, plan.directiveKey, plan.plan, plan.planKey, plan.issuedOn],
  );
}

/** Entries for any of these directives, of units that the viewer may see. */
export async function plansOfKeys(
  db: Queryable,
  viewer: Viewer,
  keys: readonly string[],
): Promise<PlanEntry[]> {
  const { rows } = await db.query<PlanEntry>(
    `SELECT p.id, p.unit_id AS "unitId", p.directive, p.directive_key AS "directiveKey", p.plan, p.plan_key AS "planKey",
            p.issued_on AS "issuedOn"
     FROM plan_entry p WHERE ($1::boolean OR p.unit_id = ANY($2::uuid[])) AND p.directive_key = ANY($3::text[])
     ORDER BY p.issued_on NULLS LAST, p.plan`,
    [seesAllUnits(viewer), viewer.unitIds, keys],
  );
  return rows;
}

/** How many steps down from the directive are followed: a plan, the plan of the body below, and one more. */
const mostSteps = 3;

/**
 * Documents of the store that carry out `key` or a document that does, as far as the viewer may see them. A relation that
 * an admin has rejected does not count.
 */
export async function planDocuments(db: Queryable, viewer: Viewer, key: string): Promise<PlanDocument[]> {
  const { rows } = await db.query<PlanDocument>(
    `WITH RECURSIVE below (id, symbol_key, target_key, target_symbol, step) AS (
       SELECT d.id, d.symbol_key, r.target_symbol_key, r.target_symbol, 1
       FROM document_relation r JOIN document d ON d.id = r.source_id
       WHERE r.target_symbol_key = $4 AND r.kind IN ('implements', 'details', 'continues') AND r.rejected_at IS NULL
         AND d.type_code IN ('KH', 'CTr', 'HD', 'CV', 'NQ', 'ĐA') AND ${visibleDocument('d')}
       UNION
       SELECT d.id, d.symbol_key, r.target_symbol_key, r.target_symbol, b.step + 1
       FROM below b JOIN document_relation r ON r.target_symbol_key = b.symbol_key JOIN document d ON d.id = r.source_id
       WHERE b.step < $5 AND r.kind IN ('implements', 'details', 'continues') AND r.rejected_at IS NULL
         AND d.type_code IN ('KH', 'CTr', 'HD', 'CV', 'NQ', 'ĐA') AND ${visibleDocument('d')}
     )
     SELECT DISTINCT ON (d.id) d.id, coalesce(d.symbol, '') AS symbol, coalesce(d.symbol_key, '') AS key, d.title,
            coalesce(d.issuer, '') AS issuer, d.issued_on AS "issuedOn", b.target_key AS "targetKey",
            b.target_symbol AS "targetSymbol"
     FROM below b JOIN document d ON d.id = b.id ORDER BY d.id, b.step`,
    [...viewerParams(viewer), key, mostSteps],
  );
  return rows;
}
