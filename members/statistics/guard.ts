import type { DateOnly } from '../../core/clock.ts';
import { dateParts } from '../../text/calendar.ts';
import { stockRows } from '../register/columnar-stock.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import type { Unit } from '../units/units.ts';
import type { StatisticsQuery } from './statistics-query.ts';
import { childrenIn } from './unit-rows.ts';

/*
 * Which figures on ethnic origin may be stated outside the organisation board. Small counts point to persons (NĐ
 * 356/2025/NĐ-CP names ethnic origin as sensitive), and a small count can also be worked out from larger ones. So what
 * is stated does not depend on who asks or on what was asked before, only on the register:
 *
 * - figures of one day a year, so that two days cannot be subtracted;
 * - of whole units of the tree, never together with another detail, so that any two groups stated lie one inside the
 *   other or apart;
 * - of a unit only where at least `smallestShownCell` people belong to a minority and as many do not;
 * - and where a unit beside it is withheld, so many more are that what remains for them together is such a group too.
 *
 * Then every equation that stated figures give has at least two unknown parts, none of them forced to a bound: see
 * docs/decisions/2026-11-22-small-counts.md for the argument, `capuy eval members --part suppression` for the proof.
 */

/** Fewest people of a minority, and fewest others, that a stated group must have. */
export const smallestShownCell = 5;

/** Whether a question touches a category whose small counts point to persons. */
export const isGuarded = (query: Pick<StatisticsQuery, 'dimension' | 'split' | 'filter'>): boolean =>
  query.dimension === 'ethnicity' ||
  query.split === 'ethnicity' ||
  query.filter.isEthnicMinority !== undefined;

/** The day of guarded figures: the last day of the last year that is over. */
export const guardedDay = (today: DateOnly): DateOnly => `${dateParts(today).year - 1}-12-31`;

/** A group of people: how many, and how many of them belong to a minority. */
export interface GuardedCount {
  total: number;
  minority: number;
}

/** What may be stated: of units with all below them, and of those who stand directly under a unit. */
export interface Guard {
  asOf: DateOnly;
  whole: ReadonlyMap<string, GuardedCount>;
  own: ReadonlyMap<string, GuardedCount>;
}

const isSafe = ({ total, minority }: GuardedCount): boolean =>
  minority >= smallestShownCell && total - minority >= smallestShownCell;

interface Part {
  unit: Unit;
  /** False: the members directly under the unit. */
  isWhole: boolean;
  count: GuardedCount;
}

/**
 * What may be stated of a tree of units, given the people directly in each. The largest groups are kept: where a part
 * has to be withheld for another, it is the smallest that is left.
 */
export function guardTree(
  units: readonly Unit[],
  direct: (unitId: string) => GuardedCount,
  asOf: DateOnly,
): Guard {
  const children = childrenIn(units);
  const whole = new Map<string, GuardedCount>();
  const own = new Map<string, GuardedCount>();
  const sums = new Map<string, GuardedCount>();
  const sumOf = (unit: Unit): GuardedCount => {
    const parts = [direct(unit.id), ...(children.get(unit.id) ?? []).map(sumOf)];
    const sum = add(parts);
    sums.set(unit.id, sum);
    return sum;
  };
  const tops = children.get(null) ?? [];
  const all = add(tops.map(sumOf));
  const open = (unit: Unit | null): void => {
    const below = unit === null ? tops : (children.get(unit.id) ?? []);
    const parts: Part[] = below.map((child) => ({
      unit: child,
      isWhole: true,
      count: sums.get(child.id) ?? none,
    }));
    if (unit !== null) parts.push({ unit, isWhole: false, count: direct(unit.id) });
    for (const part of stated(parts)) {
      (part.isWhole ? whole : own).set(part.unit.id, part.count);
      if (part.isWhole) open(part.unit);
    }
  };
  if (isSafe(all)) open(null);
  return { asOf, whole, own };
}

const none: GuardedCount = { total: 0, minority: 0 };
const add = (counts: readonly GuardedCount[]): GuardedCount =>
  counts.reduce(
    (sum, each) => ({ total: sum.total + each.total, minority: sum.minority + each.minority }),
    none,
  );

/** The parts of a stated group that may be stated too. Parts without people say nothing and are always stated. */
function stated(parts: readonly Part[]): Part[] {
  const peopled = parts.filter((part) => part.count.total > 0);
  const shown = new Set(peopled.filter((part) => isSafe(part.count)));
  const bySize = [...shown].sort((a, b) => a.count.total - b.count.total || (a.unit.id < b.unit.id ? -1 : 1));
  const withheld = (): GuardedCount[] => peopled.filter((part) => !shown.has(part)).map((part) => part.count);
  for (let held = withheld(); held.length > 0 && shown.size > 0; held = withheld()) {
    const together = add(held);
    const largest = Math.max(...held.map((each) => each.total));
    // Whoever knows one withheld part must not know the others from it.
    if (held.length >= 2 && isSafe(together) && together.total - largest >= smallestShownCell) break;
    const next = bySize.shift();
    if (next) shown.delete(next);
  }
  return parts.filter((part) => part.count.total === 0 || shown.has(part));
}

/** What may be stated of the whole register on `asOf`; kept as long as the register and its units are the same. */
export function guardOf(columns: RegisterColumns, units: readonly Unit[], asOf: DateOnly): Guard {
  const known = guards.get(columns);
  if (known?.units === units && known.guard.asOf === asOf) return known.guard;
  const everyone = new Uint8Array(columns.unitIds.length).fill(1);
  const total = new Int32Array(columns.unitIds.length);
  const minority = new Int32Array(columns.unitIds.length);
  for (const row of stockRows(columns, everyone, asOf)) {
    const unit = columns.unit[row] ?? 0;
    total[unit] = (total[unit] ?? 0) + 1;
    if (columns.ethnicity[row] === 1) minority[unit] = (minority[unit] ?? 0) + 1;
  }
  const direct = (unitId: string): GuardedCount => {
    const index = columns.unitIndex.get(unitId);
    return index === undefined ? none : { total: total[index] ?? 0, minority: minority[index] ?? 0 };
  };
  const guard = guardTree(units, direct, asOf);
  guards.set(columns, { units, guard });
  return guard;
}
const guards = new WeakMap<RegisterColumns, { units: readonly Unit[]; guard: Guard }>();

/** Why a guarded question is not answered outside the board; null where the guard decides group by group. */
export function guardRefusal(query: StatisticsQuery): 'combined' | 'over-time' | null {
  const { dimension, split, filter, measure, trend, compare } = query;
  if (measure !== 'members' || trend !== null || (compare !== null && compare.with !== 'unit'))
    return 'over-time';
  const details = Object.keys(filter).filter((key) => key !== 'isEthnicMinority').length;
  const isPlain = split === 'none' && ['none', 'unit', 'ethnicity'].includes(dimension) && details === 0;
  // Those stated not to belong to one, apart from those not stated, would be a second figure of the same people.
  const isOthers = filter.isEthnicMinority === false && dimension !== 'none';
  const isTwice = dimension === 'ethnicity' && filter.isEthnicMinority !== undefined;
  return isPlain && !isTwice && !isOthers ? null : 'combined';
}
