import type { DateOnly } from '../../core/clock.ts';
import { ageOf, badgeOf, partyAgeOf, standingOf } from '../register/columnar-stock.ts';
import { codes, dayNumber } from '../register/columnar.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import {
  occupationGroups,
  professionalLevels,
  schoolingLevels,
  sexes,
  theoryLevels,
} from '../register/member.ts';
import { badgeLevels } from '../register/register-values.ts';
import { rowFilter } from './row-filter.ts';
import type { PersonDimension, StatisticsFilter } from './statistics-query.ts';

/** Key of the category that holds what the list does not say. */
export const unknownKey = 'unknown';

/** Age bands of the sector's statistics; those after 35 are the usual five-year ones. The last is open. */
export const ageBands = [
  { key: 'under18', from: 0, to: 17 },
  { key: '18-30', from: 18, to: 30 },
  { key: '31-35', from: 31, to: 35 },
  { key: '36-40', from: 36, to: 40 },
  { key: '41-45', from: 41, to: 45 },
  { key: '46-50', from: 46, to: 50 },
  { key: '51-55', from: 51, to: 55 },
  { key: '56-60', from: 56, to: 60 },
  { key: 'over60', from: 61, to: 150 },
] as const;

/** Bands of party age in completed years; their borders from 30 on are those of the badges. */
export const seniorityBands = [
  { key: 'under10', from: 0, to: 9 },
  { key: '10-19', from: 10, to: 19 },
  { key: '20-29', from: 20, to: 29 },
  { key: '30-39', from: 30, to: 39 },
  { key: '40-49', from: 40, to: 49 },
  { key: '50-59', from: 50, to: 59 },
  { key: 'from60', from: 60, to: 150 },
] as const;

/** A row's category: a place in `keys`, or `keys.length` where the list does not say. */
export interface Classifier {
  keys: readonly string[];
  of(row: number): number;
}

/** Whether the category of a row changes with the day. */
export const changesWithTime = (dimension: PersonDimension): boolean =>
  ['standing', 'age', 'seniority', 'badge'].includes(dimension);

/** Categories that a table leaves out while nobody is in them; all others are shown at zero too. */
const shownOnlyWhenCounted: ReadonlySet<string> = new Set([
  'age:under18',
  'theory:none',
  'professional:none',
]);
export const isShownWhenEmpty = (dimension: PersonDimension, key: string): boolean =>
  key !== unknownKey && dimension !== 'badge' && !shownOnlyWhenCounted.has(`${dimension}:${key}`);

/** How rows fall into the categories of `dimension` on a day. */
export function classifierOf(
  columns: RegisterColumns,
  dimension: PersonDimension,
  asOf: DateOnly,
): Classifier {
  const day = dayNumber(asOf);
  // Codes count from 1, 0 being 'not stated'.
  const coded = (keys: readonly string[], values: Uint8Array): Classifier => ({
    keys,
    of: (row) => (values[row] || keys.length + 1) - 1,
  });
  const banded = (bands: typeof ageBands | typeof seniorityBands, yearsOf: (row: number) => number) => {
    const keys = bands.map((band) => band.key);
    const place = new Uint8Array(200).fill(keys.length);
    bands.forEach((band, index) => place.fill(index, band.from, band.to + 1));
    return { keys, of: (row: number) => place[yearsOf(row)] ?? keys.length };
  };
  switch (dimension) {
    case 'sex':
      return coded(sexes, columns.sex);
    case 'standing': {
      const keys = ['official', 'probationary'];
      const official = codes.standing('official');
      const probationary = codes.standing('probationary');
      return {
        keys,
        of: (row) => {
          const standing = standingOf(columns, row, day);
          return standing === official ? 0 : standing === probationary ? 1 : 2;
        },
      };
    }
    case 'age':
      return banded(ageBands, (row) => ageOf(columns.birth[row] ?? 0, day));
    case 'seniority':
      return banded(seniorityBands, (row) => partyAgeOf(columns, row, day));
    case 'occupation':
      return coded(occupationGroups, columns.occupation);
    case 'schooling':
      return coded(schoolingLevels, columns.schooling);
    case 'professional':
      return coded(professionalLevels, columns.professional);
    case 'theory':
      return coded(theoryLevels, columns.theory);
    case 'ethnicity':
      return coded(['minority', 'majority'], columns.ethnicity);
    case 'badge': {
      const keys = ['none', ...badgeLevels.map(String)];
      const place = new Uint8Array(100);
      badgeLevels.forEach((level, index) => (place[level] = index + 1));
      return { keys, of: (row) => place[badgeOf(columns, row, day)] ?? 0 };
    }
  }
}

/** Whether a row passes a filter on a day; what the list does not say passes none. Null where there is no filter. */
export function filterOf(
  columns: RegisterColumns,
  filter: StatisticsFilter,
  asOf: DateOnly,
): ((row: number) => boolean) | null {
  const { isEmpty, holds, since, before } = rowFilter(columns, filter);
  const day = dayNumber(asOf);
  return isEmpty ? null : (row) => holds(row) && since(row) <= day && before(row) > day;
}
