import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { Task } from '../meeting.ts';
import { basisKeysOf, leadUnitKeys, nameKey } from './task.ts';
import type { TaskKind, TaskRow } from './task.ts';

/** Where a new task comes from: a meeting, or a unit and a day where there was none. */
export type TaskOrigin = {
  kind?: TaskKind;
  decisionId?: string | null;
  proposalId?: string | null;
  leadUnitId?: string | null;
  createdBy?: string | null;
} & ({ meetingId: string } | { unitId: string; openedOn: DateOnly });

/** The one unit that exists and bears one of these names; null where none or several do. */
const unitNamed = (keys: string): string =>
  `(SELECT CASE WHEN count(*) = 1 THEN min(n.id::text)::uuid END FROM org_unit n
    WHERE n.name_key = ANY(${keys}::text[]) AND n.valid_to IS NULL)`;

/** Inserts a task. */
export async function insertTask(t: Queryable, task: Task, origin: TaskOrigin): Promise<void> {
  const [meetingId, unitId, openedOn] =
    'meetingId' in origin ? [origin.meetingId, null, null] : [null, origin.unitId, origin.openedOn];
  await t.query(
    `INSERT INTO task (id, meeting_id, decision_id, content, lead, cooperating, due_on, basis, done_at, unit_id, opened_on,
                       kind, lead_key, lead_unit_id, basis_keys, proposal_id, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce($14::uuid, ${unitNamed('$18')}), $15, $16, $17)`,
    [
      task.id,
      meetingId,
      origin.decisionId ?? null,
      task.content,
      task.lead,
      json(task.cooperating),
      task.dueOn,
      json(task.basis),
      task.doneAt,
      unitId,
      openedOn,
      origin.kind ?? 'assignment',
      nameKey(task.lead),
      origin.leadUnitId ?? null,
      json(basisKeysOf(task.basis)),
      origin.proposalId ?? null,
      origin.createdBy ?? null,
      leadUnitKeys(task.lead),
    ],
  );
}

/** The tasks that a meeting gave, in the order of its conclusions; without those dropped since. The caller may see the meeting. */
export async function tasksOfMeeting(db: Queryable, meetingId: string): Promise<Task[]> {
  const { rows } = await db.query<Task>(
    `SELECT k.id, k.content, k.lead, k.cooperating, k.due_on AS "dueOn", k.basis, k.done_at AS "doneAt",
            k.decision_id AS "decisionId"
     FROM task k LEFT JOIN decision d ON d.id = k.decision_id
     WHERE k.meeting_id = $1 AND k.cancelled_at IS NULL ORDER BY d.ordinal, k.id`,
    [meetingId],
  );
  return rows;
}

/** Which tasks to list. What is absent does not narrow. */
export interface TaskFilter {
  /** 'open' holds the overdue ones too; 'overdue' is on `today`. */
  state: 'open' | 'overdue' | 'done' | 'cancelled' | 'all';
  today: DateOnly;
  /** Only tasks due within these days, both inside. */
  due?: { from: DateOnly; to: DateOnly };
  /** Only tasks without a date. */
  isUndated?: boolean;
  /** Only tasks that rest on one of these documents, by key. */
  basisKeys?: readonly string[];
  /** Only tasks whose lead holds these syllables. */
  lead?: string;
  /** Only tasks of these units' meetings, or led by them, or by a lead that holds these syllables. */
  who?: { unitIds: readonly string[]; name: string };
  /** Only tasks given at meetings before this day, or on it by another meeting. */
  before?: DateOnly;
  meetingId?: string;
  limit?: number;
  /** How many of the first to pass over. Default 0. */
  offset?: number;
  /** 'due': soonest first (default); 'done': those done last first. */
  order?: 'due' | 'done';
}

// $1: sees every unit, $2: units of the viewer. A unit also sees what it leads. Tasks of a cancelled meeting are none.
const visibleTasks = `FROM task k LEFT JOIN meeting m ON m.id = k.meeting_id
  JOIN org_unit u ON u.id = coalesce(m.unit_id, k.unit_id)
  WHERE ($1::boolean OR u.id = ANY($2::uuid[]) OR k.lead_unit_id = ANY($2::uuid[]))
    AND (m.id IS NULL OR m.status <> 'cancelled')`;
const columns = `k.id, k.content, k.lead, k.cooperating, k.due_on AS "dueOn", k.basis, k.done_at AS "doneAt", k.kind,
  k.meeting_id AS "meetingId", u.id AS "unitId", u.name AS "unitName", coalesce(m.held_on, k.opened_on) AS "heldOn",
  k.lead_unit_id AS "leadUnitId", k.basis_keys AS "basisKeys", k.result, k.cancelled_at AS "cancelledAt",
  k.closed_in AS "closedIn", k.revision`;

/** Tasks that the viewer may see: those with a date first, soonest first. `total` counts beyond the limit (default 20). */
export async function findTasks(
  db: Queryable,
  viewer: Viewer,
  filter: TaskFilter,
): Promise<{ tasks: TaskRow[]; total: number }> {
  const { rows } = await db.query<TaskRow & { total: number }>(
    `SELECT ${columns}, count(*) OVER () AS total ${visibleTasks}
       AND CASE $3 WHEN 'all' THEN true WHEN 'cancelled' THEN k.cancelled_at IS NOT NULL
                   WHEN 'done' THEN k.done_at IS NOT NULL AND k.cancelled_at IS NULL
                   ELSE k.done_at IS NULL AND k.cancelled_at IS NULL END
       AND ($3 <> 'overdue' OR k.due_on < $4::date)
       AND ($5::date IS NULL OR k.due_on BETWEEN $5::date AND $6::date)
       AND (NOT $7::boolean OR k.due_on IS NULL)
       AND ($8::text[] IS NULL OR k.basis_keys ?| $8::text[])
       AND ($9 = '' OR ' ' || k.lead_key || ' ' LIKE '% ' || $9 || ' %')
       AND ($10::uuid[] IS NULL OR u.id = ANY($10::uuid[]) OR k.lead_unit_id = ANY($10::uuid[])
            OR ($13 <> '' AND ' ' || k.lead_key || ' ' LIKE '% ' || $13 || ' %'))
       AND ($11::uuid IS NULL OR k.meeting_id = $11::uuid)
       AND ($14::date IS NULL OR coalesce(m.held_on, k.opened_on) < $14::date)
     ORDER BY CASE WHEN $16 = 'done' THEN k.done_at END DESC NULLS LAST, k.due_on NULLS LAST,
              coalesce(m.held_on, k.opened_on) DESC, k.id LIMIT $12 OFFSET $15`,
    [
      seesAllUnits(viewer),
      viewer.unitIds,
      filter.state,
      filter.today,
      filter.due?.from ?? null,
      filter.due?.to ?? null,
      filter.isUndated ?? false,
      filter.basisKeys ?? null,
      nameKey(filter.lead ?? ''),
      filter.who?.unitIds ?? null,
      filter.meetingId ?? null,
      filter.limit ?? 20,
      nameKey(filter.who?.name ?? ''),
      filter.before ?? null,
      filter.offset ?? 0,
      filter.order ?? 'due',
    ],
  );
  return { tasks: rows.map(({ total: _, ...task }) => task), total: rows[0]?.total ?? 0 };
}

/** One task that the viewer may see, or null. */
export async function getTask(db: Queryable, viewer: Viewer, id: string): Promise<TaskRow | null> {
  const { rows } = await db.query<TaskRow>(`SELECT ${columns} ${visibleTasks} AND k.id = $3`, [
    seesAllUnits(viewer),
    viewer.unitIds,
    id,
  ]);
  return rows[0] ?? null;
}

/** Fields of a task that may change after it was given; what is absent stays. */
export interface TaskChange {
  content?: string;
  lead?: string;
  cooperating?: readonly string[];
  dueOn?: DateOnly | null;
  doneAt?: string | null;
  cancelledAt?: string | null;
  closedIn?: string | null;
  result?: string;
}

/** Changes a task as it was at `revision`; false where somebody else has changed it since. */
export async function changeTask(
  t: Queryable,
  task: Pick<TaskRow, 'id' | 'revision'>,
  change: TaskChange,
): Promise<boolean> {
  const has = (field: keyof TaskChange): boolean => field in change;
  const { affected } = await t.query(
    `UPDATE task SET revision = revision + 1,
       content = CASE WHEN $3::boolean THEN $4::text ELSE content END,
       lead = CASE WHEN $5::boolean THEN $6::text ELSE lead END,
       lead_key = CASE WHEN $5::boolean THEN $7::text ELSE lead_key END,
       lead_unit_id = CASE WHEN $5::boolean THEN ${unitNamed('$8')} ELSE lead_unit_id END,
       cooperating = CASE WHEN $9::boolean THEN $10::jsonb ELSE cooperating END,
       due_on = CASE WHEN $11::boolean THEN $12::date ELSE due_on END,
       done_at = CASE WHEN $13::boolean THEN $14::timestamptz ELSE done_at END,
       cancelled_at = CASE WHEN $15::boolean THEN $16::timestamptz ELSE cancelled_at END,
       result = CASE WHEN $17::boolean THEN $18::text ELSE result END,
       closed_in = CASE WHEN $19::boolean THEN $20::uuid ELSE closed_in END
     WHERE id = $1 AND revision = $2`,
    [
      task.id,
      task.revision,
      has('content'),
      change.content ?? '',
      has('lead'),
      change.lead ?? '',
      nameKey(change.lead ?? ''),
      leadUnitKeys(change.lead ?? ''),
      has('cooperating'),
      json(change.cooperating ?? []),
      has('dueOn'),
      change.dueOn ?? null,
      has('doneAt'),
      change.doneAt ?? null,
      has('cancelledAt'),
      change.cancelledAt ?? null,
      has('result'),
      change.result ?? '',
      has('closedIn'),
      change.closedIn ?? null,
    ],
  );
  return affected === 1;
}

/** Tasks that a meeting ticked off though another had given them; the caller may see the meeting. */
export async function tasksClosedIn(db: Queryable, viewer: Viewer, meetingId: string): Promise<TaskRow[]> {
  const { rows } = await db.query<TaskRow>(
    `SELECT ${columns} ${visibleTasks} AND k.closed_in = $3 ORDER BY k.due_on NULLS LAST, k.id`,
    [seesAllUnits(viewer), viewer.unitIds, meetingId],
  );
  return rows;
}
