import type { DateOnly } from '../../core/clock.ts';
import { theoryLevels } from '../register/member.ts';
import type { MemberStatus, PartialDate, Sex, Standing, TheoryLevel } from '../register/member.ts';
import type { Dimension, StatisticsFilter } from './statistics-query.ts';
import { childrenByParent, existsOn, subtreeIds, unitLevels } from '../units/units.ts';
import type { Unit } from '../units/units.ts';

/** What a count needs to know of a member. */
export interface CountedMember {
  unitId: string;
  sex: Sex | null;
  birthDate: PartialDate | null;
  /** The day the cell admitted the member (06-HD/TW, 4.2), or else the day of the decision. */
  admissionDate: PartialDate | null;
  confirmationDate: PartialDate | null;
  standing: Standing;
  status: MemberStatus;
  leftDate: PartialDate | null;
  theoryLevel: TheoryLevel | null;
  isEthnicMinority: boolean | null;
}

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
}

/** Members on `asOf`: admitted by then and not left; those attending temporarily from elsewhere are not counted. */
export function membersOn(members: readonly CountedMember[], asOf: DateOnly): CountedMember[] {
  return members.filter((member) => member.status !== 'temporary_in' && isMemberOn(member, asOf));
}

function isMemberOn(member: CountedMember, asOf: DateOnly): boolean {
  if (member.admissionDate !== null && member.admissionDate > asOf) return false;
  if (member.leftDate !== null) return member.leftDate > asOf;
  return member.status !== 'left';
}

/** Full member, probationary or not stated, on a day. */
export function standingOn(member: CountedMember, asOf: DateOnly): Standing {
  if (member.confirmationDate !== null) return member.confirmationDate <= asOf ? 'official' : 'probationary';
  return member.standing;
}

/** Completed years on `asOf`; where only the year (or month) of birth is known, by calendar year (or month). */
export function ageOn(birthDate: PartialDate | null, asOf: DateOnly): number | null {
  if (birthDate === null) return null;
  const years = Number(asOf.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return birthDate.length > 4 && asOf.slice(5, birthDate.length) < birthDate.slice(5) ? years - 1 : years;
}

const bandOf = (age: number | null): string =>
  age === null
    ? unknownKey
    : (ageBands.find((band) => age >= band.from && age <= band.to)?.key ?? unknownKey);

type Classifier = (member: CountedMember) => string;

function classifier(
  dimension: Dimension,
  asOf: DateOnly,
  unitKeyOf: ReadonlyMap<string, string>,
): Classifier {
  switch (dimension) {
    case 'sex':
      return (member) => member.sex ?? unknownKey;
    case 'standing':
      return (member) => standingOn(member, asOf);
    case 'age':
      return (member) => bandOf(ageOn(member.birthDate, asOf));
    case 'theory':
      return (member) => member.theoryLevel ?? unknownKey;
    case 'ethnicity':
      return (member) =>
        member.isEthnicMinority === null ? unknownKey : member.isEthnicMinority ? 'minority' : 'majority';
    case 'unit':
      return (member) => unitKeyOf.get(member.unitId) ?? unknownKey;
    case 'none':
    case 'level':
      return () => 'all';
  }
}

const fixedKeys: Readonly<Record<Exclude<Dimension, 'unit' | 'level'>, readonly string[]>> = {
  none: ['all'],
  sex: ['female', 'male'],
  standing: ['official', 'probationary'],
  age: ageBands.map((band) => band.key),
  theory: theoryLevels,
  ethnicity: ['minority', 'majority'],
};

/** Keys always shown, even at zero, so that tables of different days line up; others appear when they count. */
const shownWhenEmpty = (dimension: Dimension, key: string): boolean =>
  key !== unknownKey &&
  !(dimension === 'age' && key === 'under18') &&
  !(dimension === 'theory' && key === 'none');

/** A count over members of the units asked for. `rows` of dimension 'unit' are the units directly under `rootId`. */
export function countMembersBy(
  members: readonly CountedMember[],
  question: {
    asOf: DateOnly;
    dimension: Exclude<Dimension, 'level'>;
    split: Exclude<Dimension, 'unit' | 'level' | 'ethnicity'>;
    filter: StatisticsFilter;
  },
  tree: { units: readonly Unit[]; rootId: string | null },
): Table {
  const { asOf, dimension, split, filter } = question;
  const present = membersOn(members, asOf).filter((member) => passes(member, filter, asOf));
  const groups = dimension === 'unit' ? unitGroups(tree.units, tree.rootId, asOf) : null;
  const keyOf = classifier(dimension, asOf, groups?.keyOf ?? new Map());
  const partOf = classifier(split, asOf, new Map());
  const order = groups?.keys ?? fixedKeys[dimension as Exclude<Dimension, 'unit' | 'level'>];
  const keys = [...order, ...(order.includes(unknownKey) ? [] : [unknownKey])];
  const counts = tally(present, keyOf);
  const partKeys =
    split === 'none'
      ? []
      : [...fixedKeys[split], unknownKey].filter((key) => present.some((m) => partOf(m) === key));
  const shown = keys.filter(
    (key) =>
      (counts.get(key) ?? 0) > 0 ||
      (dimension !== 'unit' && shownWhenEmpty(dimension, key)) ||
      (groups?.children.has(key) ?? false),
  );
  const shares = largestRemainder(shown.map((key) => counts.get(key) ?? 0));
  return {
    total: present.length,
    cells: shown.map((key, index) => {
      const inCell = partKeys.length === 0 ? [] : present.filter((member) => keyOf(member) === key);
      return {
        key,
        count: counts.get(key) ?? 0,
        share: shares[index] ?? 0,
        parts: partKeys.map((part) => inCell.filter((member) => partOf(member) === part).length),
      };
    }),
    splitKeys: partKeys,
    remarks: {
      withoutAdmission: present.filter((member) => member.admissionDate === null).length,
      byYearOfBirth:
        dimension === 'age' || split === 'age' || filter.age
          ? present.filter((member) => member.birthDate?.length === 4).length
          : 0,
      temporaryIn: members.filter(
        (member) =>
          member.status === 'temporary_in' && isMemberOn(member, asOf) && passes(member, filter, asOf),
      ).length,
    },
  };
}

function tally(members: readonly CountedMember[], keyOf: Classifier): Map<string, number> {
  const counts = new Map<string, number>();
  for (const member of members) counts.set(keyOf(member), (counts.get(keyOf(member)) ?? 0) + 1);
  return counts;
}

function passes(member: CountedMember, filter: StatisticsFilter, asOf: DateOnly): boolean {
  if (filter.sex !== undefined && member.sex !== filter.sex) return false;
  if (filter.standing !== undefined && standingOn(member, asOf) !== filter.standing) return false;
  if (filter.theory !== undefined && member.theoryLevel !== filter.theory) return false;
  if (filter.isEthnicMinority !== undefined && member.isEthnicMinority !== filter.isEthnicMinority)
    return false;
  if (filter.isExempt !== undefined && (member.status === 'exempt') !== filter.isExempt) return false;
  if (filter.age !== undefined) {
    const age = ageOn(member.birthDate, asOf);
    if (age === null || age < filter.age.from || age > filter.age.to) return false;
  }
  return true;
}

/** The units directly under the root, each standing for all below it; the root's own members under its own id. */
function unitGroups(
  units: readonly Unit[],
  rootId: string | null,
  asOf: DateOnly,
): { keys: string[]; keyOf: Map<string, string>; children: Set<string> } {
  const below = childrenByParent(units);
  let tops = below.get(rootId) ?? [];
  let ownId = rootId;
  // A single unit at the top says nothing: its parts do.
  while (rootId === null && tops.length === 1 && tops[0] && (below.get(tops[0].id)?.length ?? 0) > 0) {
    ownId = tops[0].id;
    tops = below.get(ownId) ?? [];
  }
  const keyOf = new Map<string, string>();
  if (ownId !== null) keyOf.set(ownId, ownId);
  for (const top of tops) for (const id of subtreeIds(units, top.id)) keyOf.set(id, top.id);
  return {
    keys: [...tops.map((top) => top.id), ...(ownId === null ? [] : [ownId])],
    keyOf,
    // A unit that had ended, or had not begun, is no line of its own unless somebody is counted in it.
    children: new Set(tops.filter((top) => existsOn(top, asOf)).map((top) => top.id)),
  };
}

/**
 * Shares in tenths of a percent that add up to exactly 1000 (largest remainder); all zero where nothing is counted.
 * Equal counts may differ by one tenth: the first gets it.
 */
export function largestRemainder(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count * 1000) / total);
  const shares = exact.map(Math.floor);
  const missing = 1000 - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/** Organisations under the root on `asOf`, by level, in the order of levels. The root itself is not counted. */
export function countOrganisations(
  units: readonly Unit[],
  rootId: string | null,
): { level: Unit['level']; count: number }[] {
  const inside = new Set(rootId === null ? units.map((unit) => unit.id) : subtreeIds(units, rootId));
  if (rootId !== null) inside.delete(rootId);
  const counted = units.filter((unit) => inside.has(unit.id));
  return unitLevels
    .map((level) => ({ level, count: counted.filter((unit) => unit.level === level).length }))
    .filter((row) => row.count > 0);
}

/** Fewest people a count on a sensitive category may show outside the organisation board. */
export const smallestShownCell = 5;

/** Whether a question touches a category whose small counts point to persons (ethnic origin; Luật 91/2025/QH15). */
export const isSensitive = (question: { dimension: Dimension; filter: StatisticsFilter }): boolean =>
  question.dimension === 'ethnicity' || question.filter.isEthnicMinority !== undefined;

/**
 * Which cells must not be shown: every count below `smallestShownCell`, and as many of the next smallest as it takes
 * for the hidden ones not to follow from the total. `isTotalHidden` where the total itself is that small.
 */
export function suppressed(counts: readonly number[]): { cells: boolean[]; isTotalHidden: boolean } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const hidden = counts.map((count) => count < smallestShownCell);
  const hiddenSum = () => counts.reduce((sum, count, index) => sum + (hidden[index] ? count : 0), 0);
  const hiddenCount = () => hidden.filter(Boolean).length;
  while (
    hiddenCount() > 0 &&
    hiddenCount() < counts.length &&
    (hiddenCount() < 2 || hiddenSum() < smallestShownCell)
  ) {
    let next = -1;
    for (const [index, count] of counts.entries())
      if (!hidden[index] && (next < 0 || count < (counts[next] ?? 0))) next = index;
    hidden[next] = true;
  }
  return { cells: hidden, isTotalHidden: total < smallestShownCell };
}
