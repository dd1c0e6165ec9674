import type { MadePerson, MadeRegister } from './register-generator.ts';
import { unitOn } from './naive-recount.ts';
import type { StatisticsFilter, StatisticsQuery } from '../../members/statistics/statistics-query.ts';

/*
 * What every answer of `/thongke` must be, person by person from the facts, with none of the product's code: slow and
 * plain on purpose.
 */

const theories = ['unknown', 'elementary', 'intermediate', 'advanced', 'bachelor'];
const ages: [string, number, number][] = [
  ['under18', 0, 17],
  ['18-30', 18, 30],
  ['31-35', 31, 35],
  ['36-40', 36, 40],
  ['41-45', 41, 45],
  ['46-50', 46, 50],
  ['51-55', 51, 55],
  ['56-60', 56, 60],
  ['over60', 61, 999],
];
const seniorities: [string, number, number][] = [
  ['under10', 0, 9],
  ['10-19', 10, 19],
  ['20-29', 20, 29],
  ['30-39', 30, 39],
  ['40-49', 40, 49],
  ['50-59', 50, 59],
  ['from60', 60, 999],
];
const yearsBetween = (from: string, to: string): number =>
  Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
const bandOf = (bands: typeof ages, years: number): string =>
  bands.find(([, from, to]) => years >= from && years <= to)?.[0] ?? 'unknown';

/** The category of a person on a day, by the words of the query. */
export function categoryOf(person: MadePerson, dimension: string, day: string): string {
  switch (dimension) {
    case 'sex':
      return person.sex;
    case 'standing':
      return person.confirmation !== null && person.confirmation <= day ? 'official' : 'probationary';
    case 'age':
      return bandOf(ages, yearsBetween(person.birth, day));
    case 'seniority':
      return bandOf(seniorities, yearsBetween(person.decision, day));
    case 'theory':
      return theories[person.theory] ?? 'unknown';
    case 'ethnicity':
      return person.isMinority ? 'minority' : 'majority';
    case 'badge': {
      const held = person.badges.filter((badge) => badge.on <= day).map((badge) => badge.level);
      return held.length === 0 ? 'none' : String(Math.max(...held));
    }
    // The generated lists have no such columns.
    case 'occupation':
    case 'schooling':
    case 'professional':
      return 'unknown';
    default:
      return 'all';
  }
}

function passes(person: MadePerson, filter: StatisticsFilter, day: string): boolean {
  const is = (dimension: string, wanted: string | string[] | undefined): boolean =>
    wanted === undefined || [wanted].flat().includes(categoryOf(person, dimension, day));
  const within = (range: { from: number; to: number } | undefined, years: number): boolean =>
    range === undefined || (years >= range.from && years <= range.to);
  return (
    is('sex', filter.sex) &&
    is('standing', filter.standing) &&
    is('theory', filter.theory) &&
    (filter.isEthnicMinority === undefined || person.isMinority === filter.isEthnicMinority) &&
    (filter.isExempt === undefined ||
      (person.exemptFrom !== null && person.exemptFrom <= day) === filter.isExempt) &&
    within(filter.age, yearsBetween(person.birth, day)) &&
    within(filter.seniority, yearsBetween(person.decision, day))
  );
}

/** Someone who counts, in the unit where they count; of a badge awarded with its level. */
export interface Counted {
  person: MadePerson;
  unit: number;
  level?: number;
}

/** Everyone whom a measure counts in some units: members on the last day, or what happened in the period. */
export function countedIn(
  made: MadeRegister,
  units: ReadonlySet<number>,
  { measure, asOf, period }: Pick<StatisticsQuery, 'measure' | 'asOf' | 'period'>,
): Counted[] {
  const within = (day: string): boolean => period !== null && day >= period.from && day <= period.to;
  const found: Counted[] = [];
  const add = (person: MadePerson, unit: number | null | undefined, level?: number): void => {
    if (unit !== null && unit !== undefined && units.has(unit))
      found.push({ person, unit, ...(level !== undefined && { level }) });
  };
  for (const person of made.persons) {
    const first = person.stays[0]?.unit;
    const last = person.stays.at(-1)?.unit;
    switch (measure) {
      case 'members':
        add(person, unitOn(person, asOf));
        break;
      case 'admit':
        if (person.arrived === null && within(person.ceremony)) add(person, first);
        break;
      case 'confirm':
        if (person.confirmation !== null && within(person.confirmation))
          add(person, unitOn(person, person.confirmation));
        break;
      case 'transfer_in':
        if (person.arrived !== null && within(person.arrived)) add(person, first);
        person.stays.forEach((stay, index) => {
          const before = person.stays[index - 1];
          if (before && within(stay.from) && !units.has(before.unit)) add(person, stay.unit);
        });
        break;
      case 'transfer_out':
        person.stays.forEach((stay, index) => {
          const before = person.stays[index - 1];
          if (before && within(stay.from) && !units.has(stay.unit)) add(person, before.unit);
        });
        if (person.left?.how === 'out' && within(person.left.on)) add(person, last);
        break;
      case 'left':
        if (person.left?.how === 'other' && within(person.left.on)) add(person, last);
        break;
      case 'badge':
        for (const badge of person.badges)
          if (badge.isDated && within(badge.on)) add(person, unitOn(person, badge.on), badge.level);
        break;
      default:
        break;
    }
  }
  return found;
}

/** The whole answer: all, those without the filter, and each category with its parts. */
export function recount(
  made: MadeRegister,
  units: ReadonlySet<number>,
  query: StatisticsQuery,
  lineOf: (unit: number) => string,
): { total: number; base: number; cells: Map<string, Map<string, number>> } {
  const day = query.period === null ? query.asOf : query.period.to;
  const all = countedIn(made, units, query);
  const kept = all.filter(({ person }) => passes(person, query.filter, day));
  const cells = new Map<string, Map<string, number>>();
  for (const { person, unit, level } of kept) {
    const keyIn = (dimension: string): string =>
      dimension === 'unit'
        ? lineOf(unit)
        : dimension === 'badge' && level !== undefined
          ? String(level)
          : categoryOf(person, dimension, day);
    const parts = cells.get(keyIn(query.dimension)) ?? new Map<string, number>();
    const part = query.split === 'none' ? '' : keyIn(query.split);
    parts.set(part, (parts.get(part) ?? 0) + 1);
    cells.set(keyIn(query.dimension), parts);
  }
  return { total: kept.length, base: all.length, cells };
}
