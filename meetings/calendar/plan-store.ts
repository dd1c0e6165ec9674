import type { DateOnly } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import { json, type Queryable } from '../../db/database.ts';
import type { MeetingKind } from '../meeting.ts';
import type { NewPlan, PlannedMeeting } from './plan.ts';

// $1: sees every unit, $2: units of the viewer. Every read of this file carries it.
const isVisible = '($1::boolean OR p.unit_id = ANY($2::uuid[]))';
const sight = (viewer: Viewer) => [seesAllUnits(viewer), viewer.unitIds] as const;

const columns = `p.id, p.unit_id AS "unitId", u.name AS "unitName", a.name AS "parentName", p.kind, p.topic,
  p.session_no AS "sessionNo", p.is_extended AS "isExtended", p.is_online AS "isOnline", p.planned_on AS "heldOn",
  p.ends_on AS "endsOn", p.participants,
  p.starts_at AS "startsAt", p.ends_at AS "endsAt", p.place, p.chair, p.minute_taker AS "minuteTaker", p.guests,
  p.agenda, p.materials, p.moved_from AS "movedFrom", p.revision, p.updated_at AS "updatedAt", p.updated_by AS "updatedBy",
  CASE WHEN m.id IS NOT NULL THEN 'held' WHEN p.cancelled_at IS NOT NULL THEN 'cancelled' ELSE 'planned' END AS state,
  m.id AS "meetingId"`;
// A logged meeting that was dropped again leaves the plan as it was.
const tables = `planned_meeting p JOIN org_unit u ON u.id = p.unit_id LEFT JOIN org_unit a ON a.id = u.parent_id
  LEFT JOIN meeting m ON m.id = p.meeting_id AND m.status <> 'cancelled'`;

type PlanRow = Omit<PlannedMeeting, 'title'>;
const toPlan = (row: PlanRow): PlannedMeeting => ({ ...row, title: '' });

/** Which plans to list. */
export interface PlanFilter {
  from: DateOnly;
  to?: DateOnly;
  /** Only these units; default all that the viewer may see. */
  unitIds?: readonly string[];
  states?: readonly PlannedMeeting['state'][];
  limit?: number;
}

/** Plans that the viewer may see, soonest first. */
export async function listPlans(
  db: Queryable,
  viewer: Viewer,
  filter: PlanFilter,
): Promise<PlannedMeeting[]> {
  const { rows } = await db.query<PlanRow>(
    `SELECT * FROM (
       SELECT ${columns} FROM ${tables}
       WHERE ${isVisible} AND p.planned_on >= $3::date AND p.planned_on <= $4::date
         AND ($5::boolean OR p.unit_id = ANY($6::uuid[]))
     ) AS plan
     WHERE plan.state = ANY($7::text[])
     ORDER BY plan."heldOn", plan."startsAt" NULLS LAST, plan."unitName", plan.id LIMIT $8`,
    [
      ...sight(viewer),
      filter.from,
      filter.to ?? '9999-12-31',
      filter.unitIds === undefined,
      filter.unitIds ?? [],
      filter.states ?? ['planned', 'cancelled', 'held'],
      filter.limit ?? 10_000,
    ],
  );
  return rows.map(toPlan);
}

/** One plan, or null where the viewer may not see it. */
export async function getPlan(db: Queryable, viewer: Viewer, id: string): Promise<PlannedMeeting | null> {
  const { rows } = await db.query<PlanRow>(
    `SELECT ${columns} FROM ${tables} WHERE ${isVisible} AND p.id = $3`,
    [...sight(viewer), id],
  );
  return rows[0] ? toPlan(rows[0]) : null;
}

/** Whether any plan of the office was changed or cancelled since an instant: a cheap look before a thorough one. */
export async function wasAnyPlanChanged(db: Queryable, since: string): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM planned_meeting WHERE revision > 0 AND updated_at >= $1::timestamptz) AS found`,
    [since],
  );
  return rows[0]?.found ?? false;
}

interface By {
  accountId: string | null;
  at: string;
}

/** Stores plans of units that the caller has checked; returns their ids in order. */
export async function insertPlans(t: Queryable, plans: readonly NewPlan[], by: By): Promise<string[]> {
  const rows = plans.map((plan) => ({ endsOn: null, participants: [], ...plan, id: newId() }));
  await t.query(
    `INSERT INTO planned_meeting (id, unit_id, kind, topic, session_no, is_extended, is_online, planned_on, starts_at,
       ends_at, place, chair, minute_taker, guests, agenda, materials, ends_on, participants, created_by, created_at,
       updated_by, updated_at)
     SELECT r.id, r."unitId", r.kind, r.topic, r."sessionNo", r."isExtended", r."isOnline", r."heldOn", r."startsAt",
       r."endsAt", r.place, r.chair, r."minuteTaker", r.guests, r.agenda, r.materials, r."endsOn", r.participants,
       $2::uuid, $3::timestamptz, $2::uuid, $3::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "unitId" uuid, kind text, topic text, "sessionNo" integer,
       "isExtended" boolean, "isOnline" boolean, "heldOn" date, "startsAt" text, "endsAt" text, place text, chair text,
       "minuteTaker" text, guests text, agenda jsonb, materials jsonb,
       "endsOn" date, participants jsonb)`,
    [json(rows), by.accountId, by.at],
  );
  return rows.map(({ id }) => id);
}

/**
 * Saves the fields of a plan over the revision that was read; the last day moves along with the first. False where somebody else changed, cancelled or logged it
 * meanwhile; nothing is written then.
 */
export async function changePlan(t: Queryable, plan: PlannedMeeting, by: By): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE planned_meeting SET kind = $3, topic = $4, session_no = $5, is_extended = $6, is_online = $7,
       moved_from = CASE WHEN planned_on <> $8::date THEN planned_on ELSE moved_from END,
       planned_on = $8::date, starts_at = $9, ends_at = $10, place = $11, chair = $12, minute_taker = $13, guests = $14,
       agenda = $15, materials = $16, participants = $19, ends_on = $20::date + ($8::date - planned_on), revision = revision + 1, updated_by = $17, updated_at = $18
     WHERE id = $1 AND revision = $2 AND cancelled_at IS NULL`,
    [
      plan.id,
      plan.revision,
      plan.kind,
      plan.topic,
      plan.sessionNo,
      plan.isExtended,
      plan.isOnline,
      plan.heldOn,
      plan.startsAt,
      plan.endsAt,
      plan.place,
      plan.chair,
      plan.minuteTaker,
      plan.guests,
      json(plan.agenda),
      json(plan.materials),
      by.accountId,
      by.at,
      json(plan.participants),
      plan.endsOn,
    ],
  );
  return affected === 1;
}

/** Cancels a plan, or takes that back. False where the revision is not the one that was read. */
export async function cancelPlan(
  t: Queryable,
  plan: Pick<PlannedMeeting, 'id' | 'revision'>,
  isCancelled: boolean,
  by: By,
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE planned_meeting SET cancelled_at = $3, revision = revision + 1, updated_by = $4, updated_at = $5
     WHERE id = $1 AND revision = $2`,
    [plan.id, plan.revision, isCancelled ? by.at : null, by.accountId, by.at],
  );
  return affected === 1;
}

/**
 * Ties a meeting that was just logged to the open plan of the same unit and kind that is nearest to it, at most a week
 * away. Called in the transaction that logs the meeting.
 */
export async function settlePlan(
  t: Queryable,
  meeting: { id: string; unitId: string; kind: MeetingKind; heldOn: DateOnly },
): Promise<void> {
  await t.query(
    `UPDATE planned_meeting SET meeting_id = $1 WHERE id = (
       SELECT p.id FROM planned_meeting p LEFT JOIN meeting m ON m.id = p.meeting_id AND m.status <> 'cancelled'
       WHERE p.unit_id = $2 AND p.kind = $3 AND p.cancelled_at IS NULL AND m.id IS NULL
         AND abs(p.planned_on - $4::date) <= 7
       ORDER BY abs(p.planned_on - $4::date), p.planned_on, p.id LIMIT 1)`,
    [meeting.id, meeting.unitId, meeting.kind, meeting.heldOn],
  );
}
