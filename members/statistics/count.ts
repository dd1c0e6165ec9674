import type { DateOnly } from '../../core/clock.ts';
import { countFlow, flowRows } from '../register/columnar-flow.ts';
import { countsSinceList, stockRows, temporaryRows } from '../register/columnar-stock.ts';
import type { CountEvent, RegisterColumns } from '../register/columnar.ts';
import type { Unit, UnitLevel } from '../units/units.ts';
import { classifierOf, filterOf, isShownWhenEmpty, unknownKey } from './categories.ts';
import { largestRemainder } from './shares.ts';
import type {
  FlowMeasure,
  PersonDimension,
  Split,
  StatisticsFilter,
  StatisticsPeriod,
} from './statistics-query.ts';
import { unitRows } from './unit-rows.ts';

/* Counts over the register's arrays: one pass over the rows of a day or a period. */

/** One line of a result. `share` is in tenths of a percent, so that shares add up to exactly 1000. */
export interface Cell {
  key: string;
  count: number;
  share: number;
  /** Counts of the second split, in the order of `Table.splitKeys`. */
  parts: number[];
}

export interface Table {
  total: number;
  cells: Cell[];
  splitKeys: string[];
  /** Of a split by unit, the line of those who stand directly under the unit asked for. */
  ownKey: string | null;
  /** What a reader must know to judge the figure. */
  remarks: Remarks;
}

/** How many of the counted (or left out) members a rule of counting touched; zero where it touched none. */
export interface Remarks {
  /** Without an admission date: counted at every date. */
  withoutAdmission: number;
  /** Known only by year of birth: age by calendar year. */
  byYearOfBirth: number;
  /** Attending temporarily from elsewhere: not counted. */
  temporaryIn: number;
  /** Entered as numbers without persons: those the count has, and those it cannot have because nothing is known of them. */
  countedWithoutPersons: number;
  leftOutWithoutPersons: number;
}

/** Key of the line for members who stand in none of the units that the other lines are. */
export const elsewhereKey = 'elsewhere';

/** What to count, of whom, and how to split it. */
export interface Count {
  columns: RegisterColumns;
  /** By unit index: 1 where the unit's members count. */
  mask: Uint8Array;
  units: readonly Unit[];
  /** The unit asked for, for the lines of a split by unit. */
  rootId: string | null;
  dimension: 'none' | 'unit' | PersonDimension;
  split: Split;
  filter: StatisticsFilter;
  levels: readonly UnitLevel[] | null;
}

/** Members on a day. */
export function countStock(count: Count, asOf: DateOnly): Table {
  const { columns, mask, filter, dimension } = count;
  const passes = filterOf(columns, filter, asOf);
  const all = stockRows(columns, mask, asOf);
  const rows = passes ? all.filter(passes) : all;
  const events = countsSinceList(columns, mask, asOf);
  // Of people without details only the number is known: they stand in a total and in a split by unit.
  const hasPlace = passes === null && (dimension === 'none' || dimension === 'unit');
  const table = tabulate(count, rows, null, asOf);
  if (hasPlace && events.total !== 0) addNumbers(count, table, stockByUnit(count, events.events, asOf), asOf);
  const temporary = temporaryRows(columns, mask, asOf);
  return finish(table, {
    ...rowRemarks(count, rows),
    temporaryIn: passes ? temporary.filter(passes).length : temporary.length,
    countedWithoutPersons: hasPlace ? events.total : 0,
    leftOutWithoutPersons: hasPlace ? 0 : events.total,
  });
}

/** What happened in a period; details of people are those of its last day. */
export function countFlows(count: Count, measure: FlowMeasure, period: StatisticsPeriod): Table {
  const { columns, mask, filter, dimension } = count;
  const isBadge = measure === 'badge';
  const { badge, ...others } = filter;
  const flow =
    measure === 'card_issue' || measure === 'card_reissue'
      ? { rows: new Int32Array(0), levels: new Uint8Array(0) }
      : flowRows(columns, mask, measure, period);
  const passes = filterOf(columns, isBadge ? others : filter, period.to);
  const kept: number[] = [];
  flow.rows.forEach((row, at) => {
    if (passes && !passes(row)) return;
    if (isBadge && badge !== undefined && flow.levels[at] !== badge) return;
    kept.push(at);
  });
  const rows = Int32Array.from(kept, (at) => flow.rows[at] ?? 0);
  const levels = isBadge ? Uint8Array.from(kept, (at) => flow.levels[at] ?? 0) : null;
  const numbers = eventKindsOf(measure)
    .flatMap((kind) => countFlow(columns, mask, kind, period))
    .filter((event) => !isBadge || badge === undefined || event.level === badge);
  const sum = numbers.reduce((total, event) => total + event.count, 0);
  const hasPlace = passes === null;
  const table = tabulate(count, rows, levels, period.to);
  if (hasPlace && sum > 0) {
    const isIn = measure === 'transfer_in';
    addNumbers(
      count,
      table,
      numbers.map((event) => ({
        unit: isIn && event.toUnit >= 0 ? event.toUnit : event.unit,
        level: event.level,
        count: event.count,
      })),
      period.to,
    );
  }
  return finish(table, {
    ...rowRemarks(count, rows),
    temporaryIn: 0,
    withoutAdmission: 0,
    byYearOfBirth: dimension === 'age' ? rowRemarks(count, rows).byYearOfBirth : 0,
    countedWithoutPersons: hasPlace ? sum : 0,
    leftOutWithoutPersons: hasPlace ? 0 : sum,
  });
}

export const eventKindsOf = (measure: FlowMeasure) =>
  measure === 'left' ? (['leave', 'other_out'] as const) : ([measure] as const);

/** A table before shares: every line, the shown ones marked. */
interface Draft {
  keys: string[];
  isShown: boolean[];
  counts: number[];
  parts: number[][];
  splitKeys: string[];
  ownKey: string | null;
}

interface Axis {
  keys: string[];
  isShownWhenEmpty: boolean[];
  /** Place of a row; `at` is its place among the rows. */
  of(row: number, at: number): number;
  ownKey: string | null;
}

function axisOf(
  count: Count,
  dimension: Count['dimension'],
  levels: Uint8Array | null,
  asOf: DateOnly,
): Axis {
  const { columns, units, rootId } = count;
  if (dimension === 'none') return { keys: ['all'], isShownWhenEmpty: [true], of: () => 0, ownKey: null };
  if (dimension === 'unit') {
    const rows = unitRows(units, rootId, count.levels, asOf);
    const place = placesOf(columns, rows.placeOf, rows.keys.length);
    return {
      keys: [...rows.keys, elsewhereKey],
      isShownWhenEmpty: [...rows.isShownWhenEmpty, false],
      of: (row) => place[columns.unit[row] ?? 0] ?? 0,
      ownKey: rows.ownKey,
    };
  }
  const classifier = classifierOf(columns, dimension, asOf);
  const keys = [...classifier.keys, unknownKey];
  const isAwarded = dimension === 'badge' && levels !== null;
  return {
    keys,
    isShownWhenEmpty: keys.map((key) => isShownWhenEmpty(dimension, key)),
    // Of badges awarded, the level awarded; of members, the highest that they hold.
    of: isAwarded ? (_row, at) => placeOrLast(keys, String(levels[at])) : classifier.of,
    ownKey: null,
  };
}

/** Place of a key; the last, 'not stated', where it is none of them. */
export function placeOrLast(keys: readonly string[], key: string): number {
  const place = keys.indexOf(key);
  return place < 0 ? keys.length - 1 : place;
}

/** Line of every unit index. */
function placesOf(
  columns: RegisterColumns,
  placeOf: ReadonlyMap<string, number>,
  otherwise: number,
): Int32Array {
  return Int32Array.from(columns.unitIds, (id) => placeOf.get(id) ?? otherwise);
}

function tabulate(count: Count, rows: Int32Array, levels: Uint8Array | null, asOf: DateOnly): Draft {
  const axis = axisOf(count, count.dimension, levels, asOf);
  const split = count.split === 'none' ? null : axisOf(count, count.split, levels, asOf);
  const width = split?.keys.length ?? 1;
  const cells = new Int32Array(axis.keys.length * width);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const place = axis.of(row, at) * width + (split === null ? 0 : split.of(row, at));
    cells[place] = (cells[place] ?? 0) + 1;
  }
  const partsOf = (line: number): number[] => [...cells.subarray(line * width, (line + 1) * width)];
  const parts = axis.keys.map((_, line) => partsOf(line));
  return {
    keys: axis.keys,
    isShown: axis.isShownWhenEmpty,
    counts: parts.map((each) => each.reduce((sum, n) => sum + n, 0)),
    parts: split === null ? axis.keys.map(() => []) : parts,
    splitKeys: split?.keys ?? [],
    ownKey: axis.ownKey,
  };
}

/** Adds what was entered as numbers: to the total, to the unit's line, to the badge's, or to 'not stated'. */
function addNumbers(
  count: Count,
  draft: Draft,
  numbers: readonly { unit: number; level: number; count: number }[],
  asOf: DateOnly,
): void {
  const { dimension, columns } = count;
  const places =
    dimension === 'unit'
      ? placesOf(
          columns,
          unitRows(count.units, count.rootId, count.levels, asOf).placeOf,
          draft.keys.length - 1,
        )
      : null;
  for (const number of numbers) {
    const line =
      dimension === 'none'
        ? 0
        : places
          ? (places[number.unit] ?? 0)
          : dimension === 'badge' && number.level > 0
            ? placeOrLast(draft.keys, String(number.level))
            : draft.keys.length - 1;
    draft.counts[line] = (draft.counts[line] ?? 0) + number.count;
    const parts = draft.parts[line];
    if (parts && parts.length > 0) parts[parts.length - 1] = (parts.at(-1) ?? 0) + number.count;
  }
}

/** The change of each unit by counts without persons since the list that holds on the day. */
function stockByUnit(
  { columns, mask }: Count,
  events: readonly CountEvent[],
  asOf: DateOnly,
): { unit: number; level: number; count: number }[] {
  const units = new Set(events.flatMap((event) => [event.unit, event.toUnit]).filter((unit) => unit >= 0));
  const only = new Uint8Array(mask.length);
  return [...units].flatMap((unit) => {
    if (mask[unit] !== 1) return [];
    only.fill(0);
    only[unit] = 1;
    const { total } = countsSinceList(columns, only, asOf);
    return total === 0 ? [] : [{ unit, level: 0, count: total }];
  });
}

function finish(draft: Draft, remarks: Remarks): Table {
  const lines = draft.keys
    .map((_, line) => line)
    .filter((line) => draft.isShown[line] || draft.counts[line] !== 0);
  const shares = largestRemainder(lines.map((line) => Math.max(0, draft.counts[line] ?? 0)));
  const isUsed = draft.splitKeys.map((_, part) => draft.parts.some((each) => each[part] !== 0));
  return {
    total: draft.counts.reduce((sum, n) => sum + n, 0),
    cells: lines.map((line, at) => ({
      key: draft.keys[line] ?? '',
      count: draft.counts[line] ?? 0,
      share: shares[at] ?? 0,
      parts: (draft.parts[line] ?? []).filter((_, part) => isUsed[part]),
    })),
    splitKeys: draft.splitKeys.filter((_, part) => isUsed[part]),
    ownKey: draft.ownKey,
    remarks,
  };
}

function rowRemarks(
  { columns, dimension, split, filter }: Count,
  rows: Int32Array,
): Pick<Remarks, 'withoutAdmission' | 'byYearOfBirth'> {
  const asksAge = dimension === 'age' || split === 'age' || filter.age !== undefined;
  let withoutAdmission = 0;
  let byYearOfBirth = 0;
  for (const row of rows) {
    if ((columns.admission[row] ?? 0) === 0) withoutAdmission++;
    const birth = columns.birth[row] ?? 0;
    if (asksAge && birth > 0 && birth % 10_000 === 0) byYearOfBirth++;
  }
  return { withoutAdmission, byYearOfBirth };
}
