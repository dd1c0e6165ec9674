import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import { criteriaSchema } from './criteria.ts';
import type { CriteriaSet, RatingLevel } from './criteria.ts';
import type { LevelNumbers } from './read-rating.ts';

// $1: sees every unit, $2: units of the viewer. Every read of ratings carries it.
const sight = (viewer: Viewer) => [seesAllUnits(viewer), viewer.unitIds] as const;

/** A set in the store, with the unit and the year from which it holds. */
export interface StoredCriteria extends CriteriaSet {
  unitId: string | null;
  unitName: string | null;
  year: number;
}

/** Sets or replaces the criteria of a unit (null: every unit) from a year on. */
export async function saveCriteria(
  t: Queryable,
  criteria: CriteriaSet & { id: string; unitId: string | null; year: number },
  by: { accountId: string | null; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO rating_criteria (id, unit_id, year, name, source, items, levels, updated_by, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (unit_id, year) DO UPDATE SET name = excluded.name, source = excluded.source, items = excluded.items,
       levels = excluded.levels, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
    [
      criteria.id,
      criteria.unitId,
      criteria.year,
      criteria.name,
      criteria.source,
      json(criteria.items),
      json(criteria.levels),
      by.accountId,
      by.at,
    ],
  );
}

/**
 * The criteria by which a unit rates in a year: its own, else those of the nearest unit above, else those of every unit;
 * of several years the newest that has begun. Null where none is stored. Criteria are no secret within the office.
 */
export async function criteriaOf(
  db: Queryable,
  unitId: string,
  year: number,
): Promise<StoredCriteria | null> {
  const { rows } = await db.query<StoredCriteria>(
    `WITH RECURSIVE above AS (
       SELECT id, parent_id, 0 AS distance FROM org_unit WHERE id = $1
       UNION ALL
       SELECT u.id, u.parent_id, a.distance + 1 FROM org_unit u JOIN above a ON u.id = a.parent_id WHERE a.distance < 20
     )
     SELECT c.unit_id AS "unitId", u.name AS "unitName", c.year, c.name, c.source, c.items, c.levels
     FROM rating_criteria c LEFT JOIN above a ON a.id = c.unit_id LEFT JOIN org_unit u ON u.id = c.unit_id
     WHERE c.year <= $2 AND (c.unit_id IS NULL OR a.id IS NOT NULL)
     ORDER BY a.distance NULLS LAST, c.year DESC LIMIT 1`,
    [unitId, year],
  );
  const row = rows[0];
  return row ? { ...row, ...criteriaSchema.parse(row) } : null;
}

/** One criterion of a filled sheet, as it was on the day. */
export interface SheetLine {
  text: string;
  points: number | null;
  score: number | null;
}

/** The rating of a meeting, or of a month of which no meeting is stored. */
export interface Rating {
  id: string;
  unitId: string;
  /** The first day of the month. */
  month: DateOnly;
  meetingId: string | null;
  level: RatingLevel;
  score: number | null;
  criteriaName: string;
  sheet: readonly SheetLine[];
}

/** Sets or replaces a rating: that of the meeting, or of the month where there is none. */
export async function saveRating(
  t: Queryable,
  rating: Rating,
  by: { accountId: string | null; at: string },
): Promise<void> {
  await t.query(
    `DELETE FROM meeting_rating
     WHERE CASE WHEN $1::uuid IS NULL THEN meeting_id IS NULL AND unit_id = $2 AND month = $3::date
                ELSE meeting_id = $1::uuid END`,
    [rating.meetingId, rating.unitId, rating.month],
  );
  await t.query(
    `INSERT INTO meeting_rating (id, unit_id, month, meeting_id, level, score, criteria_name, sheet, rated_by, rated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      rating.id,
      rating.unitId,
      rating.month,
      rating.meetingId,
      rating.level,
      rating.score,
      rating.criteriaName,
      json(rating.sheet),
      by.accountId,
      by.at,
    ],
  );
}

/** The rating of a meeting that the viewer may see, or null: what minutes print. */
export async function ratingOfMeeting(
  db: Queryable,
  viewer: Viewer,
  meetingId: string,
): Promise<Rating | null> {
  const { rows } = await db.query<Rating>(
    `SELECT id, unit_id AS "unitId", month, meeting_id AS "meetingId", level, score::float8 AS score,
            criteria_name AS "criteriaName", sheet
     FROM meeting_rating WHERE ($1::boolean OR unit_id = ANY($2::uuid[])) AND meeting_id = $3`,
    [...sight(viewer), meetingId],
  );
  return rows[0] ?? null;
}

/** What a unit's meetings came to in one month. */
export interface MonthRating {
  unitId: string;
  month: DateOnly;
  kind: string | null;
  level: RatingLevel | null;
  score: number | null;
}

/**
 * Cell meetings held between two days with their ratings, and ratings of months without a meeting; `level` null: held but
 * not rated. Oldest first.
 */
export async function monthRatings(
  db: Queryable,
  viewer: Viewer,
  period: { from: DateOnly; to: DateOnly },
): Promise<MonthRating[]> {
  const { rows } = await db.query<MonthRating>(
    `SELECT m.unit_id AS "unitId", date_trunc('month', m.held_on)::date AS month, m.kind, r.level,
            r.score::float8 AS score
     FROM meeting m LEFT JOIN meeting_rating r ON r.meeting_id = m.id
     WHERE ($1::boolean OR m.unit_id = ANY($2::uuid[])) AND m.kind IN ('regular', 'thematic')
       AND m.status IN ('draft', 'waiting', 'approved') AND m.held_on BETWEEN $3::date AND $4::date
     UNION ALL
     SELECT r.unit_id, r.month, NULL, r.level, r.score::float8 FROM meeting_rating r
     WHERE ($1::boolean OR r.unit_id = ANY($2::uuid[])) AND r.meeting_id IS NULL
       AND r.month BETWEEN $3::date AND $4::date
     ORDER BY 2, 1`,
    [...sight(viewer), period.from, period.to],
  );
  return rows;
}

/** Figures of a quarter as a unit reported them. */
export interface QuarterRating {
  unitId: string;
  year: number;
  quarter: number;
  measure: 'count' | 'share';
  numbers: LevelNumbers;
  /** Units or meetings rated, where it was told. */
  total: number | null;
  source: string;
}

/** Sets or replaces a unit's figures of a quarter; levels that were not told are stored as nothing. */
export async function saveQuarter(
  t: Queryable,
  rating: QuarterRating,
  by: { accountId: string | null; at: string },
): Promise<void> {
  const { good, fair, average, weak } = rating.numbers;
  await t.query(
    `INSERT INTO rating_quarter (unit_id, year, quarter, measure, good, fair, average, weak, total, source, entered_by,
                                 entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (unit_id, year, quarter, measure) DO UPDATE SET good = excluded.good, fair = excluded.fair,
       average = excluded.average, weak = excluded.weak, total = excluded.total, source = excluded.source,
       entered_by = excluded.entered_by, entered_at = excluded.entered_at, revision = rating_quarter.revision + 1`,
    [
      rating.unitId,
      rating.year,
      rating.quarter,
      rating.measure,
      good,
      fair,
      average,
      weak,
      rating.total,
      rating.source,
      by.accountId,
      by.at,
    ],
  );
}

/** Reported figures of a quarter that the viewer may see. */
export async function quarterRatings(
  db: Queryable,
  viewer: Viewer,
  quarter: { year: number; quarter: number },
): Promise<(QuarterRating & { unitName: string })[]> {
  const { rows } = await db.query<Omit<QuarterRating, 'numbers'> & LevelNumbers & { unitName: string }>(
    `SELECT q.unit_id AS "unitId", u.name AS "unitName", q.year, q.quarter, q.measure, q.good::float8 AS good,
            q.fair::float8 AS fair, q.average::float8 AS average, q.weak::float8 AS weak, q.total, q.source
     FROM rating_quarter q JOIN org_unit u ON u.id = q.unit_id
     WHERE ($1::boolean OR q.unit_id = ANY($2::uuid[])) AND q.year = $3 AND q.quarter = $4
     ORDER BY u.name, q.measure`,
    [...sight(viewer), quarter.year, quarter.quarter],
  );
  return rows.map(({ good, fair, average, weak, ...row }) => ({
    ...row,
    numbers: { good, fair, average, weak },
  }));
}
