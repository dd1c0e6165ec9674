import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';

/** Days that were agreed for a congress. */
export interface CongressDate {
  id: string;
  unitId: string;
  /** 'lần thứ XX'. */
  name: string;
  /** '2020-2025'; '' where it was not said. */
  term: string;
  startsOn: DateOnly;
  endsOn: DateOnly;
  place: string;
  /** The meeting that agreed; null where it was entered by itself. */
  meetingId: string | null;
}

/** A line of the congress calendar: agreed days, an approval meeting or the congress itself. */
export interface CongressRow {
  unitName: string;
  what: 'agreed' | 'congress-approval' | 'congress';
  name: string;
  term: string;
  startsOn: DateOnly;
  endsOn: DateOnly;
  place: string;
  /** Of a meeting its status; '' for agreed days. */
  status: string;
  /** The day of the meeting that agreed. */
  agreedOn: DateOnly | null;
}

/** Stores agreed days; those stored before for the same congress give way. */
export async function saveCongressDate(t: Queryable, congress: CongressDate): Promise<void> {
  await t.query(
    `INSERT INTO congress_date (id, unit_id, meeting_id, name, term, starts_on, ends_on, place)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (unit_id, name, term) DO UPDATE SET meeting_id = excluded.meeting_id, starts_on = excluded.starts_on,
       ends_on = excluded.ends_on, place = excluded.place, revision = congress_date.revision + 1`,
    [
      congress.id,
      congress.unitId,
      congress.meetingId,
      congress.name,
      congress.term,
      congress.startsOn,
      congress.endsOn,
      congress.place,
    ],
  );
}

/** Agreed days, approval meetings and congresses between two days, both inside, in the order of time. */
export async function congressCalendar(
  db: Queryable,
  viewer: Viewer,
  filter: { from: DateOnly; to: DateOnly; unitIds?: readonly string[] },
): Promise<CongressRow[]> {
  const { rows } = await db.query<CongressRow>(
    `SELECT u.name AS "unitName", 'agreed' AS what, c.name, c.term, c.starts_on AS "startsOn", c.ends_on AS "endsOn",
            c.place, '' AS status, g.held_on AS "agreedOn"
     FROM congress_date c JOIN org_unit u ON u.id = c.unit_id LEFT JOIN meeting g ON g.id = c.meeting_id
     WHERE ($1::boolean OR c.unit_id = ANY($2::uuid[])) AND c.starts_on BETWEEN $3::date AND $4::date
       AND ($5::uuid[] IS NULL OR c.unit_id = ANY($5::uuid[]))
     UNION ALL
     SELECT u.name, m.kind, m.title, '', m.held_on, coalesce(m.ends_on, m.held_on), m.place, m.status, NULL
     FROM meeting m JOIN org_unit u ON u.id = m.unit_id
     WHERE ($1::boolean OR m.unit_id = ANY($2::uuid[])) AND m.held_on BETWEEN $3::date AND $4::date
       AND m.kind IN ('congress', 'congress-approval') AND m.status <> 'cancelled'
       AND ($5::uuid[] IS NULL OR m.unit_id = ANY($5::uuid[]))
     ORDER BY 5, 1, 2 LIMIT 500`,
    [seesAllUnits(viewer), viewer.unitIds, filter.from, filter.to, filter.unitIds ?? null],
  );
  return rows;
}
