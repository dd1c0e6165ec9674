import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths } from '../../text/calendar.ts';
import { ratingLevels } from './criteria.ts';
import type { RatingLevel } from './criteria.ts';
import type { MonthRating } from './rating-store.ts';

/** First and last day of a quarter. */
export function quarterPeriod({ year, quarter }: { year: number; quarter: number }): {
  from: DateOnly;
  to: DateOnly;
} {
  const from = `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`;
  return { from, to: addDays(addMonths(from, 3), -1) };
}

/** A unit's meetings of a quarter: levels by month, how many reached each level, how many were held and not rated. */
export interface UnitQuarter {
  unitId: string;
  /** Three months; a month without a meeting is empty, a meeting without a rating is null. */
  months: readonly (readonly (RatingLevel | null)[])[];
  counts: Readonly<Record<RatingLevel, number>>;
  unrated: number;
}

/** Adds up the rated meetings of a quarter by unit, in the order in which the units first appear. */
export function rollUp(ratings: readonly MonthRating[], from: DateOnly): UnitQuarter[] {
  const firsts = [from, addMonths(from, 1), addMonths(from, 2)];
  const unitIds = [...new Set(ratings.map(({ unitId }) => unitId))];
  return unitIds.map((unitId) => {
    const own = ratings.filter((rating) => rating.unitId === unitId);
    const count = (level: RatingLevel | null) => own.filter((rating) => rating.level === level).length;
    return {
      unitId,
      months: firsts.map((first) => own.filter(({ month }) => month === first).map(({ level }) => level)),
      counts: Object.fromEntries(ratingLevels.map((level) => [level, count(level)])) as Record<
        RatingLevel,
        number
      >,
      unrated: count(null),
    };
  });
}
