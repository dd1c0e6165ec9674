import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { fold } from '../../text/normalise.ts';
import type { IndicatorCode } from './indicators.ts';
import type { Observation } from './observation.ts';

/*
 * Reported figures on ethnic origin and religion, outside the organisation board: as small counts of the register are
 * (docs/decisions/2026-11-22-small-counts.md), they are withheld where the people, or all others of the unit, are few.
 */

/** Fewest people of the group, and fewest others of the unit, that are told. */
export const fewestTold = 5;

const sensitive: ReadonlySet<IndicatorCode> = new Set(['members_ethnic', 'members_religious']);
const sensitivePart =
  /(?<!\p{L})(?:members_ethnic|members_religious|dan toc|dtts|ton giao|cong giao|phat giao|tin lanh)/u;

/** What is known beside a figure for judging it. */
export interface FigureContext {
  /** Members of the unit by then as reported; null where nobody reported them. */
  whole: number | null;
  /** Whoever looks entered it, for a unit of their own: they know it already. */
  isOwnEntry: boolean;
}

/** The figure as a viewer may see it: itself, without its parts, or as withheld and without any number. */
export function asSeenBy(viewer: Viewer, figure: Observation, context: FigureContext): Observation {
  if (seesAllUnits(viewer) || context.isOwnEntry) return figure;
  if (sensitive.has(figure.indicator)) {
    const whole = figure.denominator ?? context.whole;
    const people = figure.valueUnit === 'percent' ? ((whole ?? 0) * figure.value) / 100 : figure.value;
    // A group within another, by its parts, is smaller than both.
    const parts = figure.breakdown.every((part) => part.value >= fewestTold);
    return isTold(people, whole) && parts
      ? figure
      : { ...figure, value: 0, denominator: null, breakdown: [], sourceSentence: null, isWithheld: true };
  }
  const isSafe = figure.breakdown.every(
    ({ label, value }) => !sensitivePart.test(fold(label)) || isTold(value, figure.value),
  );
  return isSafe ? figure : { ...figure, breakdown: [], sourceSentence: null };
}

/** Where the whole is not known, nobody can say that the rest is large. */
const isTold = (people: number, whole: number | null): boolean =>
  people >= fewestTold && whole !== null && whole - people >= fewestTold;
