import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';

/** What the meetings of one unit, or of one of its months, come to. */
export interface MeetingCounts {
  unitId: string;
  unitName: string;
  /** First day of the month where months were asked for; null: the whole period. */
  month: DateOnly | null;
  total: number;
  regular: number;
  thematic: number;
  committee: number;
  other: number;
  /** Sums over the meetings of which is known how many should have come and how many did. */
  present: number;
  expected: number;
  /** Meetings whose attendance was taken without that. */
  uncounted: number;
  tasks: number;
}

/** Counts of the meetings held in a period, by unit or by unit and month, in the order of names and months. */
export async function countMeetings(
  db: Queryable,
  viewer: Viewer,
  filter: { from: DateOnly; to: DateOnly; unitIds?: readonly string[]; isByMonth?: boolean },
): Promise<MeetingCounts[]> {
  const params = [
    seesAllUnits(viewer),
    viewer.unitIds,
    filter.from,
    filter.to,
    filter.unitIds ?? null,
    filter.isByMonth ?? false,
  ];
  const { rows } = await db.query<Omit<MeetingCounts, 'tasks'>>(
    `SELECT m.unit_id AS "unitId", u.name AS "unitName", ${monthOf} AS month,
            count(*)::integer AS total,
            count(*) FILTER (WHERE m.kind = 'regular')::integer AS regular,
            count(*) FILTER (WHERE m.kind = 'thematic')::integer AS thematic,
            count(*) FILTER (WHERE m.kind IN ('committee', 'executive', 'standing', 'permanent', 'inspection'))::integer
              AS committee,
            count(*) FILTER (WHERE m.kind NOT IN ('regular', 'thematic', 'committee', 'executive', 'standing', 'permanent',
                                                  'inspection'))::integer AS other,
            coalesce(sum(a.present) FILTER (WHERE a.total IS NOT NULL), 0)::integer AS present,
            coalesce(sum(a.present + a.absent_with_reason + a.absent_without_reason + a.absent_unexplained)
                       FILTER (WHERE a.total IS NOT NULL), 0)::integer AS expected,
            count(*) FILTER (WHERE a.meeting_id IS NOT NULL AND a.total IS NULL)::integer AS uncounted
     FROM meeting m JOIN org_unit u ON u.id = m.unit_id LEFT JOIN attendance a ON a.meeting_id = m.id
     WHERE ${heldWithin} GROUP BY 1, 2, 3 ORDER BY 2, 1, 3`,
    params,
  );
  // Counted by themselves: joined to the rows above, the tasks of every meeting would be counted anew for each.
  const tasks = await db.query<{ unitId: string; month: DateOnly | null; n: number }>(
    `SELECT m.unit_id AS "unitId", ${monthOf} AS month, count(*)::integer AS n
     FROM task k JOIN meeting m ON m.id = k.meeting_id
     WHERE ${heldWithin} AND k.cancelled_at IS NULL GROUP BY 1, 2`,
    params,
  );
  const countOf = new Map(tasks.rows.map(({ unitId, month, n }) => [`${unitId}|${month}`, n]));
  return rows.map((row) => ({ ...row, tasks: countOf.get(`${row.unitId}|${row.month}`) ?? 0 }));
}

// $1: sees every unit, $2: units of the viewer, $3 and $4: the days, $5: the units asked about, $6: by month.
const heldWithin = `($1::boolean OR m.unit_id = ANY($2::uuid[])) AND m.status NOT IN ('planned', 'cancelled')
  AND m.held_on BETWEEN $3::date AND $4::date AND ($5::uuid[] IS NULL OR m.unit_id = ANY($5::uuid[]))`;
const monthOf = `CASE WHEN $6::boolean THEN date_trunc('month', m.held_on)::date END`;

/** The rating of a month of a unit. */
export interface MonthRating {
  unitId: string;
  month: DateOnly;
  level: string;
}

/** Ratings of the months in a period, of units that the viewer may see. */
export async function monthRatings(
  db: Queryable,
  viewer: Viewer,
  from: DateOnly,
  to: DateOnly,
): Promise<MonthRating[]> {
  const { rows } = await db.query<MonthRating>(
    `SELECT r.unit_id AS "unitId", r.month, r.level FROM meeting_rating r LEFT JOIN meeting m ON m.id = r.meeting_id
     WHERE ($1::boolean OR r.unit_id = ANY($2::uuid[])) AND r.month BETWEEN $3::date AND $4::date
       AND (m.id IS NULL OR m.status <> 'cancelled') ORDER BY r.month, r.rated_at`,
    [seesAllUnits(viewer), viewer.unitIds, from, to],
  );
  return rows;
}

/** Open tasks of one lead, by how long ago they were given. */
export interface LeadCounts {
  /** As it was written last; '' where nobody was named. */
  lead: string;
  total: number;
  overdue: number;
  undated: number;
  /** Up to 30 days, 31 to 90, more than 90. */
  young: number;
  middle: number;
  old: number;
  /** Days since the oldest was given. */
  oldestDays: number;
}

/** Open tasks by lead on a day, most first. */
export async function countTasksByLead(
  db: Queryable,
  viewer: Viewer,
  filter: { today: DateOnly; unitIds?: readonly string[] },
): Promise<LeadCounts[]> {
  const { rows } = await db.query<LeadCounts>(
    `SELECT max(k.lead) AS lead, count(*)::integer AS total,
            count(*) FILTER (WHERE k.due_on < $3::date)::integer AS overdue,
            count(*) FILTER (WHERE k.due_on IS NULL)::integer AS undated,
            count(*) FILTER (WHERE $3::date - k.given <= 30)::integer AS young,
            count(*) FILTER (WHERE $3::date - k.given BETWEEN 31 AND 90)::integer AS middle,
            count(*) FILTER (WHERE $3::date - k.given > 90)::integer AS old,
            max($3::date - k.given)::integer AS "oldestDays"
     FROM (SELECT t.lead, t.lead_key, t.due_on, coalesce(m.held_on, t.opened_on) AS given
           FROM task t LEFT JOIN meeting m ON m.id = t.meeting_id JOIN org_unit u ON u.id = coalesce(m.unit_id, t.unit_id)
           WHERE ($1::boolean OR u.id = ANY($2::uuid[]) OR t.lead_unit_id = ANY($2::uuid[]))
             AND (m.id IS NULL OR m.status <> 'cancelled') AND t.done_at IS NULL AND t.cancelled_at IS NULL
             AND ($4::uuid[] IS NULL OR u.id = ANY($4::uuid[]) OR t.lead_unit_id = ANY($4::uuid[]))) k
     GROUP BY k.lead_key ORDER BY 2 DESC, 1`,
    [seesAllUnits(viewer), viewer.unitIds, filter.today, filter.unitIds ?? null],
  );
  return rows;
}

/** Proposals of one status, by how long ago they were raised. */
export interface StatusCounts {
  status: string;
  total: number;
  young: number;
  middle: number;
  old: number;
  oldestDays: number;
}

/** Proposals by status on a day. */
export async function countProposals(
  db: Queryable,
  viewer: Viewer,
  filter: { today: DateOnly; unitIds?: readonly string[] },
): Promise<StatusCounts[]> {
  const { rows } = await db.query<StatusCounts>(
    `SELECT p.status, count(*)::integer AS total,
            count(*) FILTER (WHERE $3::date - p.raised <= 30)::integer AS young,
            count(*) FILTER (WHERE $3::date - p.raised BETWEEN 31 AND 90)::integer AS middle,
            count(*) FILTER (WHERE $3::date - p.raised > 90)::integer AS old,
            max($3::date - p.raised)::integer AS "oldestDays"
     FROM (SELECT q.status, coalesce(m.held_on, q.raised_on) AS raised
           FROM proposal q LEFT JOIN meeting m ON m.id = q.meeting_id
             JOIN org_unit u ON u.id = coalesce(m.unit_id, q.unit_id)
           WHERE ($1::boolean OR u.id = ANY($2::uuid[])) AND (m.id IS NULL OR m.status <> 'cancelled')
             AND ($4::uuid[] IS NULL OR u.id = ANY($4::uuid[]))) p
     GROUP BY p.status`,
    [seesAllUnits(viewer), viewer.unitIds, filter.today, filter.unitIds ?? null],
  );
  return rows;
}
