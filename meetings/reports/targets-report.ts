import * as words from '../../prompts/meetings-targets.ts';
import { levelsOf, type Target, type TargetResult } from '../follow-up/target.ts';
import type { Report } from './report.ts';

/** A unit that a target may be about. */
export interface TargetUnit {
  id: string;
  name: string;
  level: string;
}

/** How a target stands: of the unit itself what it reached, of units below it how many have. */
export interface Standing {
  target: Target;
  own: TargetResult | null;
  /** Null for a target of the unit itself. */
  coverage: {
    reached: readonly TargetUnit[];
    missed: readonly { unit: TargetUnit; result: TargetResult }[];
    /** Nothing was told of these. */
    untold: readonly TargetUnit[];
  } | null;
  /** Set by a unit above for units of the viewer. Default false. */
  isFromAbove?: boolean;
}

/** Puts targets and what was told together; `below` are the units under a unit, itself left out. */
export function standingOf(
  target: Target,
  results: readonly TargetResult[],
  below: readonly TargetUnit[],
): Standing {
  const told = new Map(
    results.filter(({ targetId }) => targetId === target.id).map((one) => [one.unitId, one]),
  );
  if (target.ofLevel === null) return { target, own: told.get(target.unitId) ?? null, coverage: null };
  const levels = levelsOf(target.ofLevel);
  const units = below.filter(({ level }) => levels.includes(level));
  return {
    target,
    own: null,
    coverage: {
      reached: units.filter((unit) => told.get(unit.id)?.isReached === true),
      missed: units.flatMap((unit) => {
        const result = told.get(unit.id);
        return result && !result.isReached ? [{ unit, result }] : [];
      }),
      untold: units.filter((unit) => !told.has(unit.id)),
    },
  };
}

/** How a target from above stands among the viewer's own units that it is set for: of one its result, of several how many. */
export function standingFromAbove(
  target: Target,
  results: readonly TargetResult[],
  own: readonly TargetUnit[],
): Standing {
  const [only, ...others] = own;
  if (!only || others.length > 0) return { ...standingOf(target, results, own), isFromAbove: true };
  const result = results.find((one) => one.targetId === target.id && one.unitId === only.id) ?? null;
  return { target, own: result, coverage: null, isFromAbove: true };
}

/** The list of targets: what was set, by whom, for when, and how far it was reached. */
export const targetsReport = (
  standings: readonly Standing[],
  about: { period: string; unit: string; today: string },
): Report => ({
  name: words.sheetName,
  title: words.title(about.period, about.unit),
  columns: words.head.map((head, i) => ({ head, width: [60, 34, 20, 40, 18][i] ?? 14 })),
  rows: standings.map(({ target, own, coverage, isFromAbove = false }) => [
    target.content,
    isFromAbove ? words.fromAbove(target.unitName) : target.unitName,
    target.period || words.noPeriod,
    coverage
      ? words.coverage(coverage.reached.length, totalOf(coverage))
      : own
        ? words.result(own.result, own.asOf)
        : '',
    stateOf({ target, own, coverage }, about.today),
  ]),
  notes: [words.asOf(about.today)],
  chart: null,
});

/** Which units have reached a target that was set for each of them: those that have not first, then of whom nothing is told. */
export function coverageReport(
  { target, coverage }: Standing,
  results: readonly TargetResult[],
  about: { today: string },
): Report {
  const told = new Map(
    results.filter(({ targetId }) => targetId === target.id).map((one) => [one.unitId, one]),
  );
  const { reached = [], missed = [], untold = [] } = coverage ?? {};
  const row = (unit: TargetUnit, state: string): string[] => {
    const one = told.get(unit.id);
    return [unit.name, one ? words.result(one.result, one.asOf) : '', state];
  };
  return {
    name: words.coverageName,
    title: words.coverageTitle(target.content, target.unitName),
    columns: words.coverageHead.map((head, i) => ({ head, width: [44, 44, 20][i] ?? 14 })),
    rows: [
      ...missed.map(({ unit }) => row(unit, words.states.missed)),
      ...untold.map((unit) => row(unit, words.states.untold)),
      ...reached.map((unit) => row(unit, words.states.reached)),
    ],
    notes: [
      ...(coverage ? [words.coverage(reached.length, totalOf(coverage))] : []),
      words.asOf(about.today),
    ],
    chart:
      coverage && totalOf(coverage) > 0
        ? {
            title: words.coverageTitle(target.content, target.unitName),
            bars: (
              [
                [words.states.reached, reached.length],
                [words.states.missed, missed.length],
                [words.states.untold, untold.length],
              ] as const
            ).map(([label, value]) => ({
              label,
              segments: [{ value, text: String(value) }],
              valueText: words.units(value),
            })),
            legend: [],
            source: words.asOf(about.today),
          }
        : null,
  };
}

const totalOf = (coverage: NonNullable<Standing['coverage']>): number =>
  coverage.reached.length + coverage.missed.length + coverage.untold.length;

function stateOf({ target, own, coverage }: Standing, today: string): string {
  if (coverage) {
    const total = totalOf(coverage);
    return total > 0 && coverage.reached.length === total ? words.states.reached : words.states.missed;
  }
  if (own) return own.isReached ? words.states.reached : words.states.missed;
  return target.endsOn !== null && target.endsOn < today ? words.states.over : words.states.untold;
}
