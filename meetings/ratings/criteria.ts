import { z } from 'zod';
import type { Meeting } from '../meeting.ts';
import { turnoutOf } from '../record/attendance.ts';
import shipped from './criteria.json' with { type: 'json' };

/*
 * By which criteria a cell rates its meetings: data of a unit and a year, never code. What ships are examples.
 */

/** Tốt, Khá, Trung bình, Kém. */
export const ratingLevels = ['good', 'fair', 'average', 'weak'] as const;
export type RatingLevel = (typeof ratingLevels)[number];

/** What the record of a meeting itself tells of a criterion. */
export type CriterionCheck =
  /** Members present, of those obliged to come: more than `above` per cent; nobody absent without a reason. */
  | { type: 'attendance'; above: number; noUnexcused: boolean }
  /** Minutes from start to end. */
  | { type: 'duration'; atLeast: number };

/** One criterion. `points` null: met or not, without points of its own. */
export interface Criterion {
  text: string;
  points: number | null;
  /** Full marks are needed for the levels that say so. */
  isRequired: boolean;
  check: CriterionCheck | null;
}

/** A level and the score from which it is reached. */
export interface LevelRule {
  level: RatingLevel;
  from: number;
  needsRequired: boolean;
}

/** A set of criteria. Without `levels` the cell says the level itself. */
export interface CriteriaSet {
  name: string;
  source: string;
  items: readonly Criterion[];
  /** Best first. */
  levels: readonly LevelRule[];
}

const check = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attendance'), above: z.number().min(0).max(100), noUnexcused: z.boolean() }),
  z.object({ type: z.literal('duration'), atLeast: z.number().int().positive() }),
]);
/** The form of a set, in files and in the store. */
export const criteriaSchema = z.object({
  name: z.string().min(1),
  source: z.string(),
  items: z
    .array(
      z.object({
        text: z.string().min(1),
        points: z.number().positive().nullable(),
        isRequired: z.boolean(),
        check: check.nullable(),
      }),
    )
    .min(1),
  levels: z.array(
    z.object({ level: z.enum(ratingLevels), from: z.number().min(0), needsRequired: z.boolean() }),
  ),
});

/** The sets that come with the program, by id. */
export const shippedCriteria: readonly (CriteriaSet & { id: string })[] = z
  .array(criteriaSchema.extend({ id: z.string() }))
  .parse(shipped);

/** What is wrong with a set: levels that do not go down, a level twice, a level that no score reaches. */
export type CriteriaProblem = 'level-order' | 'level-twice' | 'level-beyond-points';

/** The problems of a set; empty where it can be used. */
export function criteriaProblems(set: CriteriaSet): CriteriaProblem[] {
  const problems: CriteriaProblem[] = [];
  const { levels } = set;
  const most = pointsOf(set);
  if (levels.some(({ from }, i) => i > 0 && from >= (levels[i - 1]?.from ?? Infinity)))
    problems.push('level-order');
  if (new Set(levels.map(({ level }) => level)).size < levels.length) problems.push('level-twice');
  if (most !== null && levels.some(({ from }) => from > most)) problems.push('level-beyond-points');
  return problems;
}

/** The most points that a set gives; null where an item has none. */
export function pointsOf({ items }: CriteriaSet): number | null {
  return items.reduce<number | null>(
    (sum, { points }) => (sum === null || points === null ? null : sum + points),
    0,
  );
}

/**
 * The level of a score: the best that it reaches. `hasRequired` false: full marks are missing on an item that needs them;
 * null: not told, and the levels that need it are not given.
 */
export function levelOf(
  { levels }: CriteriaSet,
  score: number,
  hasRequired: boolean | null,
): { level: RatingLevel | null; asksRequired: boolean } {
  const reached = levels.filter(({ from }) => score >= from);
  const asksRequired = hasRequired === null && (reached[0]?.needsRequired ?? false);
  const level = reached.find(({ needsRequired }) => !needsRequired || hasRequired === true)?.level ?? null;
  return { level, asksRequired };
}

/** What the record tells of an item; null where it tells nothing. `value` is the share in per cent, or the minutes. */
export function checkItem(
  { check }: Criterion,
  meeting: Pick<Meeting, 'attendance' | 'startsAt' | 'endsAt'>,
): { isMet: boolean; value: number } | null {
  if (check?.type === 'duration') {
    const minutes = durationOf(meeting);
    return minutes === null ? null : { isMet: minutes >= check.atLeast, value: minutes };
  }
  if (check?.type !== 'attendance' || !meeting.attendance) return null;
  const turnout = turnoutOf(meeting.attendance);
  const { absentWithoutReason, absentUnexplained = 0 } = meeting.attendance;
  // Whether somebody was absent without a reason is not known where nobody said it.
  if (check.noUnexcused && absentUnexplained > 0) return null;
  if (turnout === null || turnout.obliged === 0) return null;
  const value = (100 * turnout.present) / turnout.obliged;
  return { isMet: value > check.above && !(check.noUnexcused && absentWithoutReason > 0), value };
}

function durationOf({ startsAt, endsAt }: Pick<Meeting, 'startsAt' | 'endsAt'>): number | null {
  if (!startsAt || !endsAt) return null;
  const minutes = (time: string): number => {
    const [hour = '0', minute = '0'] = time.split(':');
    return Number(hour) * 60 + Number(minute);
  };
  return minutes(endsAt) - minutes(startsAt);
}

/** A filled sheet: full marks, or less, on every item. */
export const hasRequiredMarks = ({ items }: CriteriaSet, scores: readonly number[]): boolean =>
  items.every(({ points, isRequired }, i) => !isRequired || points === null || (scores[i] ?? 0) >= points);
