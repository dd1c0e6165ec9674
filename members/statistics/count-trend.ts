import { countFlow, flowRows } from '../register/columnar-flow.ts';
import { countsSinceList } from '../register/columnar-stock.ts';
import { codes, dayNumber } from '../register/columnar.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import { changesWithTime, classifierOf, isShownWhenEmpty, unknownKey } from './categories.ts';
import type { Classifier } from './categories.ts';
import { eventKindsOf, placeOrLast } from './count.ts';
import type { Count } from './count.ts';
import { rowFilter } from './row-filter.ts';
import { isCountOnly } from './statistics-query.ts';
import type { FlowMeasure, PersonDimension, StatisticsPeriod } from './statistics-query.ts';

/* The points of a line: one pass over the register for all of them, not one for each. */

/** One point of a line. */
export interface TrendPoint extends StatisticsPeriod {
  total: number;
  /** By the split of the question; one 'all' where there is none. */
  parts: { key: string; count: number }[];
}

/** By which detail a line is split: units make no lines. */
type TrendCount = Omit<Count, 'dimension'> & { dimension: 'none' | PersonDimension };

/** Counts by step and category. */
class Grid {
  readonly keys: readonly string[];
  private readonly numbers: Int32Array;

  constructor(
    private readonly dimension: TrendCount['dimension'],
    keys: readonly string[],
    private readonly steps: readonly StatisticsPeriod[],
  ) {
    this.keys = dimension === 'none' ? ['all'] : [...keys, unknownKey];
    this.numbers = new Int32Array(this.keys.length * steps.length);
  }

  add(step: number, place: number, count: number): void {
    const at = step * this.keys.length + place;
    this.numbers[at] = (this.numbers[at] ?? 0) + count;
  }

  /** Makes each step what it and all before it come to. */
  accumulate(): void {
    const width = this.keys.length;
    for (let at = width; at < this.numbers.length; at++)
      this.numbers[at] = (this.numbers[at] ?? 0) + (this.numbers[at - width] ?? 0);
  }

  points(): TrendPoint[] {
    const { dimension } = this;
    return this.steps.map((step, index) => {
      const counts = this.keys.map((key, place) => ({
        key,
        count: this.numbers[index * this.keys.length + place] ?? 0,
      }));
      return {
        ...step,
        total: counts.reduce((sum, each) => sum + each.count, 0),
        parts: counts.filter(
          ({ key, count }) => count !== 0 || dimension === 'none' || isShownWhenEmpty(dimension, key),
        ),
      };
    });
  }
}

const temporaryIn = codes.status('temporary_in');

/** Members on the last day of each step. */
export function stockTrend(count: TrendCount, steps: readonly StatisticsPeriod[]): TrendPoint[] {
  const { columns, mask, dimension } = count;
  const days = Int32Array.from(steps, (step) => dayNumber(step.to));
  const classifiers = classifiersOf(count, steps);
  const grid = new Grid(dimension, classifiers[0]?.keys ?? [], steps);
  const filter = rowFilter(columns, count.filter);
  const isDated = dimension !== 'none' && changesWithTime(dimension);
  const { length, unit, status, from, until } = columns;
  for (let row = 0; row < length; row++) {
    if (mask[unit[row] ?? 0] !== 1 || status[row] === temporaryIn || !filter.holds(row)) continue;
    const first = firstFrom(
      days,
      filter.isEmpty ? (from[row] ?? 0) : Math.max(from[row] ?? 0, filter.since(row)),
    );
    const end = firstFrom(
      days,
      filter.isEmpty ? (until[row] ?? 0) : Math.min(until[row] ?? 0, filter.before(row)),
    );
    if (first >= end) continue;
    if (isDated) {
      for (let step = first; step < end; step++) grid.add(step, classifiers[step]?.of(row) ?? 0, 1);
      continue;
    }
    // What does not change is added where it begins and taken away where it ends.
    const place = classifiers[0]?.of(row) ?? 0;
    grid.add(first, place, 1);
    if (end < steps.length) grid.add(end, place, -1);
  }
  if (!isDated) grid.accumulate();
  // Of people without details only the number is known.
  if (filter.isEmpty && dimension === 'none')
    steps.forEach((step, index) => grid.add(index, 0, countsSinceList(columns, mask, step.to).total));
  return grid.points();
}

/** What happened in each step; details of people are those of its last day. */
export function flowTrend(
  count: TrendCount,
  measure: FlowMeasure,
  steps: readonly StatisticsPeriod[],
): TrendPoint[] {
  const { columns, mask, dimension } = count;
  const span = { from: steps[0]?.from ?? '', to: steps.at(-1)?.to ?? '' };
  const days = Int32Array.from(steps, (step) => dayNumber(step.to));
  const classifiers = classifiersOf(count, steps);
  const grid = new Grid(dimension, classifiers[0]?.keys ?? [], steps);
  const isBadge = measure === 'badge';
  const { badge, ...others } = count.filter;
  const filter = rowFilter(columns, isBadge ? others : count.filter);
  const isLevel = (level: number | undefined): boolean => !isBadge || badge === undefined || level === badge;
  if (!isCountOnly(measure)) {
    const flow = flowRows(
      columns,
      mask,
      measure as Exclude<FlowMeasure, 'card_issue' | 'card_reissue'>,
      span,
    );
    const dayOf = dayOfFlow(columns, measure, span);
    flow.rows.forEach((row, at) => {
      const happened = dayOf(row);
      const step = firstFrom(days, happened);
      const day = days[step] ?? 0;
      // A date known by its year or month only is in no step but its own, if that.
      if (happened < dayNumber(steps[step]?.from ?? null)) return;
      if (!isLevel(flow.levels[at]) || !filter.holds(row)) return;
      if (filter.since(row) > day || filter.before(row) <= day) return;
      const place =
        isBadge && dimension === 'badge'
          ? placeOrLast(grid.keys, String(flow.levels[at]))
          : (classifiers[step]?.of(row) ?? 0);
      grid.add(step, place, 1);
    });
  }
  if (filter.isEmpty)
    for (const event of eventKindsOf(measure).flatMap((kind) => countFlow(columns, mask, kind, span))) {
      if (!isLevel(event.level)) continue;
      const last = grid.keys.length - 1;
      const place =
        dimension === 'badge' && event.level > 0 ? placeOrLast(grid.keys, String(event.level)) : last;
      grid.add(firstFrom(days, event.day), place, event.count);
    }
  return grid.points();
}

/** On which day a row of a flow happened; rows are to be asked about in their order. */
function dayOfFlow(
  columns: RegisterColumns,
  measure: FlowMeasure,
  span: StatisticsPeriod,
): (row: number) => number {
  const { from, until, confirmation, person, badgeStart, badgeDay, badgeIsDated } = columns;
  if (measure === 'confirm') return (row) => confirmation[row] ?? 0;
  if (measure === 'transfer_out' || measure === 'left') return (row) => until[row] ?? 0;
  if (measure !== 'badge') return (row) => from[row] ?? 0;
  // A row stands once for each badge of its stay, in the order of the badges.
  const first = dayNumber(span.from);
  let asked = -1;
  let at = 0;
  return (row) => {
    if (row !== asked) at = badgeStart[person[row] ?? 0] ?? 0;
    asked = row;
    const isCounted = (): boolean => {
      const day = badgeDay[at] ?? 0;
      return badgeIsDated[at] === 1 && day >= first && day >= (from[row] ?? 0);
    };
    while (!isCounted()) at++;
    return badgeDay[at++] ?? 0;
  };
}

/** A classifier for each step; the same one where nothing changes with time. */
function classifiersOf({ columns, dimension }: TrendCount, steps: readonly StatisticsPeriod[]): Classifier[] {
  if (dimension === 'none') return [];
  return steps.map((step) => classifierOf(columns, dimension, step.to));
}

/** The first step whose last day is `day` or later; the number of steps where none is. */
function firstFrom(days: Int32Array, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
