import { codes, always, never } from '../register/columnar.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import type { StatisticsFilter } from './statistics-query.ts';

/**
 * A filter as what holds of a row at any time, and the days in between which the rest holds of it: everything that
 * changes with time (age, party age, standing, badge) does so once at its beginning and once at its end. So one pass
 * over the rows serves any number of days.
 */
export interface RowFilter {
  isEmpty: boolean;
  holds(row: number): boolean;
  /** First day (as number) on which the filter holds of a row. */
  since(row: number): number;
  /** First day after. */
  before(row: number): number;
}

type ToDay = (row: number) => number;
const exempt = codes.status('exempt');
const official = codes.standing('official');

/** Which rows pass a filter, and when; what the list does not say passes none. */
export function rowFilter(columns: RegisterColumns, filter: StatisticsFilter): RowFilter {
  const tests: ((row: number) => boolean)[] = [];
  const spans: { since: ToDay; before: ToDay }[] = [];
  const equals = (values: Uint8Array, code: number) => tests.push((row) => values[row] === code);
  if (filter.sex !== undefined) equals(columns.sex, codes.sex(filter.sex));
  const isOneOf = <T>(
    values: Uint8Array,
    wanted: T | readonly T[] | undefined,
    codeOf: (key: T) => number,
  ) => {
    if (wanted === undefined) return;
    const allowed = new Uint8Array(256);
    for (const key of [wanted].flat() as T[]) allowed[codeOf(key)] = 1;
    tests.push((row) => allowed[values[row] ?? 0] === 1);
  };
  isOneOf(columns.theory, filter.theory, codes.theory);
  isOneOf(columns.schooling, filter.schooling, codes.schooling);
  isOneOf(columns.professional, filter.professional, codes.professional);
  if (filter.occupation !== undefined) equals(columns.occupation, codes.occupation(filter.occupation));
  if (filter.isEthnicMinority !== undefined) equals(columns.ethnicity, filter.isEthnicMinority ? 1 : 2);
  if (filter.isExempt !== undefined) {
    const { isExempt } = filter;
    tests.push((row) => (columns.status[row] === exempt) === isExempt);
  }
  if (filter.standing !== undefined) {
    const code = codes.standing(filter.standing);
    const { confirmation, standing } = columns;
    tests.push((row) => confirmation[row] !== 0 || standing[row] === code);
    const day: ToDay = (row) => confirmation[row] ?? 0;
    spans.push(
      code === official
        ? { since: day, before: () => never }
        : { since: () => always, before: (row) => day(row) || never },
    );
  }
  if (filter.age !== undefined) {
    const { from, to } = filter.age;
    const { birth } = columns;
    tests.push((row) => birth[row] !== 0);
    // Unknown parts of a date of birth are 00 and so lie before every day of their year or month.
    spans.push({
      since: (row) => (birth[row] ?? 0) + from * 10_000,
      before: (row) => (birth[row] ?? 0) + (to + 1) * 10_000,
    });
  }
  if (filter.seniority !== undefined) {
    const { from, to } = filter.seniority;
    tests.push((row) => columns.decision[row] !== 0);
    spans.push({
      since: (row) => (from === 0 ? always : partyAgeReached(columns, row, from)),
      before: (row) => partyAgeReached(columns, row, to + 1),
    });
  }
  if (filter.badge !== undefined) {
    const { badge } = filter;
    spans.push({
      since: (row) => firstBadge(columns, row, (level) => level === badge),
      before: (row) => firstBadge(columns, row, (level) => level > badge),
    });
  }
  return {
    isEmpty: tests.length + spans.length === 0,
    holds: (row) => {
      for (const test of tests) if (!test(row)) return false;
      return true;
    },
    since: (row) => {
      let day = always;
      for (const span of spans) day = Math.max(day, span.since(row));
      return day;
    },
    before: (row) => {
      let day = never;
      for (const span of spans) day = Math.min(day, span.before(row));
      return day;
    },
  };
}

/** The day on which a row's person has completed years of party age (as `partyAgeOf` counts them). */
function partyAgeReached(columns: RegisterColumns, row: number, years: number): number {
  const decision = columns.decision[row] ?? 0;
  const month = Math.floor(decision / 100) % 100 || 1;
  const months = month - 1 + years * 12 + (columns.correctionMonths[row] ?? 0);
  return (
    (Math.floor(decision / 10_000) + Math.floor(months / 12)) * 10_000 +
    ((((months % 12) + 12) % 12) + 1) * 100 +
    (decision % 100)
  );
}

function firstBadge(columns: RegisterColumns, row: number, isWanted: (level: number) => boolean): number {
  const whose = columns.person[row] ?? 0;
  const end = columns.badgeStart[whose + 1] ?? 0;
  let first = never;
  for (let at = columns.badgeStart[whose] ?? 0; at < end; at++)
    if (isWanted(columns.badgeLevel[at] ?? 0)) first = Math.min(first, columns.badgeDay[at] ?? 0);
  return first;
}
