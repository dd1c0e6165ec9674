import type { Meeting } from '../meeting.ts';
import { checkItem, hasRequiredMarks, levelOf, pointsOf } from './criteria.ts';
import type { Criterion, CriteriaSet, RatingLevel } from './criteria.ts';
import type { SheetLine } from './rating-store.ts';

/** What was told of a rating; null: not told. */
export interface ToldRating {
  level: RatingLevel | null;
  score: number | null;
  scores: readonly number[] | null;
  hasRequired: boolean | null;
}

/** A rating that may be saved, or what is wrong or open. */
export type PreparedRating =
  | { type: 'nothing' }
  | { type: 'wrong-count'; given: number; items: number }
  | { type: 'over-points'; text: string; score: number; points: number }
  | { type: 'score-too-high'; score: number; most: number }
  | { type: 'sum-differs'; score: number; sum: number }
  | { type: 'level-differs'; told: RatingLevel; computed: RatingLevel; score: number }
  | { type: 'no-levels' }
  | { type: 'ask-required'; items: readonly string[] }
  | {
      type: 'rated';
      level: RatingLevel;
      score: number | null;
      sheet: readonly SheetLine[];
      /** The score reaches a better level, but full marks are missing on an item that needs them. */
      isRequiredMissing: boolean;
    };

/**
 * The level of what was told by a set of criteria: a level as it is, a score by the thresholds, a filled sheet by its sum.
 * Where the record itself shows that an item with full marks cannot have them, that counts as missing.
 */
export function prepareRating(
  set: CriteriaSet,
  told: ToldRating,
  meeting: Pick<Meeting, 'attendance' | 'startsAt' | 'endsAt'> | null,
): PreparedRating {
  const { scores } = told;
  if (scores) {
    if (scores.length !== set.items.length)
      return { type: 'wrong-count', given: scores.length, items: set.items.length };
    for (const [i, { text, points }] of set.items.entries()) {
      const score = scores[i] ?? 0;
      if (points !== null && score > points) return { type: 'over-points', text, score, points };
    }
    const sum = Math.round(scores.reduce((all, score) => all + score, 0) * 100) / 100;
    if (told.score !== null && told.score !== sum) return { type: 'sum-differs', score: told.score, sum };
    const arePointsKnown = set.items.every(({ isRequired, points }) => !isRequired || points !== null);
    return byScore(set, told, sum, arePointsKnown ? hasRequiredMarks(set, scores) : told.hasRequired);
  }
  const { score, level } = told;
  if (score === null)
    return level
      ? { type: 'rated', level, score: null, sheet: [], isRequiredMissing: false }
      : { type: 'nothing' };
  const most = pointsOf(set) ?? (set.levels.length > 0 ? 100 : null);
  if (most !== null && score > most) return { type: 'score-too-high', score, most };
  const isRefuted = set.items.some((item) => item.isRequired && meeting !== null && isUnmet(item, meeting));
  return byScore(set, told, score, isRefuted ? false : told.hasRequired);
}

const isUnmet = (item: Criterion, meeting: Pick<Meeting, 'attendance' | 'startsAt' | 'endsAt'>): boolean =>
  checkItem(item, meeting)?.isMet === false;

function byScore(
  set: CriteriaSet,
  told: ToldRating,
  score: number,
  hasRequired: boolean | null,
): PreparedRating {
  const sheet = told.scores
    ? set.items.map(({ text, points }, i) => ({ text, points, score: told.scores?.[i] ?? null }))
    : [];
  if (set.levels.length === 0)
    return told.level
      ? { type: 'rated', level: told.level, score, sheet, isRequiredMissing: false }
      : { type: 'no-levels' };
  const required = set.items.filter(({ isRequired }) => isRequired).map(({ text }) => text);
  const known = required.length === 0 ? true : hasRequired;
  const { level, asksRequired } = levelOf(set, score, known);
  if (asksRequired && told.level === null) return { type: 'ask-required', items: required };
  // A level that is told answers the question whether full marks were reached.
  const best = levelOf(set, score, true).level;
  const computed = asksRequired && told.level === best ? best : level;
  if (!computed) return { type: 'no-levels' };
  if (told.level !== null && told.level !== computed)
    return { type: 'level-differs', told: told.level, computed, score };
  return { type: 'rated', level: computed, score, sheet, isRequiredMissing: computed !== best };
}
