import { figures, specOf, type FigureKey, type Measured } from './budgets.ts';

/** What a machine is, so that figures are held only against those of one like it. */
export interface MachineFacts {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  platform: string;
}

/** Kept figures of an earlier run, for the same corpus and sizes. */
export interface Baseline {
  machine: MachineFacts;
  /** What was measured on: corpus and sizes. Other settings make other figures. */
  settings: string;
  /** Seconds of a fixed piece of work, measured in between; says how fast the machine itself was. */
  control: readonly number[];
  figures: Partial<Record<FigureKey, readonly number[]>>;
}

/** How one figure stands to the baseline; `change` is a share, more than 0 is worse. */
export interface Comparison {
  key: FigureKey;
  before: number;
  now: number;
  change: number;
  /** What `change` must exceed. */
  allowed: number;
  verdict: 'same' | 'worse' | 'better' | 'too-few';
}

/** Fewer values on a side say nothing about their spread. */
export const leastRounds = 3;
/** How many times the spread of both sides a difference of medians must be. */
const spreads = 3;
/** A machine whose control took this many times as long, or this part, was not itself. */
const mostDrift = 1.5;

/**
 * Holds figures against a baseline. A figure is worse where its median is worse by more than its floor and by more than
 * three times the spread of both sides (1.4826 × the median absolute deviation, added as squares), and no value of now is
 * better than any of before. Better is the mirror image. Times and rates are first corrected by how fast the machine itself
 * was, which a fixed piece of work tells. Null where the machine or the settings differ, or the machine drifted too far.
 */
export function compare(
  baseline: Baseline,
  now: { machine: MachineFacts; settings: string; control: readonly number[]; measured: Measured },
): { drift: number; comparisons: Comparison[] } | { reason: string } {
  const other = (Object.keys(baseline.machine) as (keyof MachineFacts)[]).find(
    (fact) => baseline.machine[fact] !== now.machine[fact],
  );
  if (other !== undefined)
    return { reason: `another machine: ${other} ${baseline.machine[other]}, here ${now.machine[other]}` };
  if (baseline.settings !== now.settings)
    return { reason: `other settings: ${baseline.settings}, here ${now.settings}` };
  const drift = median(now.control) / median(baseline.control);
  if (!(drift < mostDrift && drift > 1 / mostDrift))
    return {
      reason: `the machine itself took ${drift.toFixed(2)} times as long: it is not idle, or not the same`,
    };
  const comparisons = (Object.keys(figures) as FigureKey[]).flatMap((key): Comparison[] => {
    const before = baseline.figures[key];
    const values = now.measured[key];
    const { floor } = specOf(key);
    if (floor === undefined || !before || !values || 'skipped' in values) return [];
    return [compareFigure(key, before, corrected(key, values, drift), floor)];
  });
  return { drift, comparisons };
}

function compareFigure(
  key: FigureKey,
  before: readonly number[],
  now: readonly number[],
  floor: number,
): Comparison {
  // Turned so that more is always worse.
  const sign = specOf(key).isLeast ? -1 : 1;
  const middle = median(before);
  const change = (sign * (median(now) - middle)) / middle;
  const allowed = Math.max(floor, (spreads * Math.hypot(spread(before), spread(now))) / middle);
  const [old, fresh] = [before, now].map((values) => values.map((value) => sign * value));
  const verdict =
    Math.min(before.length, now.length) < leastRounds
      ? 'too-few'
      : change > allowed && Math.min(...fresh!) > Math.max(...old!)
        ? 'worse'
        : change < -allowed && Math.max(...fresh!) < Math.min(...old!)
          ? 'better'
          : 'same';
  return { key, before: middle, now: median(now), change, allowed, verdict };
}

/** Values as they would have been, had the machine been as fast as for the baseline. */
function corrected(key: FigureKey, values: readonly number[], drift: number): number[] {
  const { unit } = specOf(key);
  if (unit === 'ms' || unit === 's') return values.map((value) => value / drift);
  if (unit === '1/s' || unit === '1/min') return values.map((value) => value * drift);
  return [...values];
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Standard deviation as the median absolute deviation estimates it: single outliers do not widen it. */
const spread = (values: readonly number[]): number => {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
};
