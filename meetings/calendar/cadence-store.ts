import type { DateOnly } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { CadenceChange, HeldMeeting } from './cadence.ts';
import type { DayOffChange } from './days-off.ts';

/** Meetings that were held between two days, both included, of units that the viewer may see; oldest first. */
export async function heldMeetings(
  db: Queryable,
  viewer: Viewer,
  from: DateOnly,
  to: DateOnly,
): Promise<HeldMeeting[]> {
  const { rows } = await db.query<HeldMeeting>(
    `SELECT m.id, m.unit_id AS "unitId", m.kind, m.held_on AS "heldOn", m.starts_at AS "startsAt", m.ends_at AS "endsAt"
     FROM meeting m
     WHERE ($1::boolean OR m.unit_id = ANY($2::uuid[])) AND m.status NOT IN ('planned', 'cancelled')
       AND m.held_on >= $3::date AND m.held_on <= $4::date
     ORDER BY m.held_on, m.id`,
    [seesAllUnits(viewer), viewer.unitIds, from, to],
  );
  return rows;
}

/** Where the office differs from the shipped cadence, in the order in which it was set. */
export async function cadenceChanges(db: Queryable): Promise<CadenceChange[]> {
  const { rows } = await db.query<CadenceChange>(
    `SELECT unit_id AS "unitId", level, requirement, times, period, rule_ref AS "ruleRef",
            effective_from AS "effectiveFrom"
     FROM cadence_change ORDER BY effective_from, set_at, id`,
  );
  return rows;
}

/** Sets how often a unit, a level or everybody has to meet from a day on; what held before stays for the days before. */
export async function addCadenceChange(
  t: Queryable,
  change: CadenceChange,
  by: { accountId: string | null; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO cadence_change (id, unit_id, level, requirement, times, period, rule_ref, effective_from, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      newId(),
      change.unitId,
      change.level,
      change.requirement,
      change.times,
      change.period,
      change.ruleRef,
      change.effectiveFrom,
      by.accountId,
      by.at,
    ],
  );
}

/** The days that the office works or does not work against the shipped list. */
export async function dayOffChanges(db: Queryable): Promise<DayOffChange[]> {
  const { rows } = await db.query<DayOffChange>(
    'SELECT day, name, is_off AS "isOff" FROM day_off_change ORDER BY day',
  );
  return rows;
}

/** Makes days days off, or working days. */
export async function setDaysOff(
  t: Queryable,
  days: readonly DateOnly[],
  change: Omit<DayOffChange, 'day'>,
  by: { accountId: string | null; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO day_off_change (day, name, is_off, set_by, set_at)
     SELECT d::date, $2, $3, $4::uuid, $5::timestamptz FROM unnest($1::text[]) AS d
     ON CONFLICT (day) DO UPDATE SET name = excluded.name, is_off = excluded.is_off, set_by = excluded.set_by,
       set_at = excluded.set_at`,
    [days, change.name, change.isOff, by.accountId, by.at],
  );
}
