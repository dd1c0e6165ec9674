import { buildColumns } from '../../members/register/build-columns.ts';
import type { VersionRow } from '../../members/register/build-columns.ts';
import { dayNumber } from '../../members/register/columnar.ts';
import { registerFields } from '../../members/register/member.ts';
import { guardedDay, smallestShownCell } from '../../members/statistics/guard.ts';
import type { KnownRegister } from '../../members/statistics/known-units.ts';
import { countAnswer } from '../../members/statistics/statistics.ts';
import type { Counted } from '../../members/statistics/sides.ts';
import type { StatisticsAnswer } from '../../members/statistics/statistics.ts';
import {
  personDimensions,
  plainQuery,
  splits,
  statisticsQuerySchema,
} from '../../members/statistics/statistics-query.ts';
import type { StatisticsQuery } from '../../members/statistics/statistics-query.ts';
import { idsBelow } from '../../members/statistics/unit-rows.ts';
import type { Unit } from '../../members/units/units.ts';
import { randomNumbers } from '../random.ts';
import { boundsOf, Elimination } from './linear-attack.ts';
import type { Equation } from './linear-attack.ts';

const today = '2026-08-10';
const listedOn = '2026-06-30';

/** What a number of attacks came to. */
export interface Attacked {
  series: number;
  queries: number;
  /** Questions that were not answered at all. */
  refused: number;
  /** Figures on the guarded detail that were told. */
  told: number;
  /** Cells that were withheld in some answer. */
  withheld: number;
  /** Of these, how many the equations determine, and how many the bounds leave one value. */
  recovered: number;
  pinned: number;
  /** As `recovered`, had each small cell been withheld and nothing else: what the attack is able to find. */
  recoveredIfOnlySmallWithheld: number;
  /** Figures told that are smaller than they may be, or wrong. */
  tooSmall: number;
  wrong: number;
}

/**
 * Lets several secretaries who tell each other everything ask random questions, and solves for what was withheld. A new
 * office for each series: its tree, its people and who belongs to a minority are drawn anew.
 */
export function attack(series: number, queries: number, seed: number): Attacked {
  const random = randomNumbers(seed);
  const sum: Attacked = {
    series,
    queries: 0,
    refused: 0,
    told: 0,
    withheld: 0,
    recovered: 0,
    pinned: 0,
    recoveredIfOnlySmallWithheld: 0,
    tooSmall: 0,
    wrong: 0,
  };
  for (let n = 0; n < series; n++) attackOffice(makeOffice(random), queries, random, sum);
  return sum;
}

interface Office {
  known: KnownRegister;
  /** By unit index, of those directly in it on the guarded day. */
  total: number[];
  minority: number[];
}

function makeOffice(random: () => number): Office {
  const pick = (most: number): number => Math.floor(random() * most);
  const units: Unit[] = [];
  const add = (parent: string | null, level: Unit['level']): string => {
    const id = `00000000-0000-4000-8000-${String(units.length + 1).padStart(12, '0')}`;
    units.push({
      id,
      parentId: parent,
      name: `U${units.length + 1}`,
      shortName: null,
      level,
      aliases: [],
      validFrom: null,
      validTo: null,
      successorIds: [],
      isDemo: false,
    });
    return id;
  };
  const top = add(null, 'provincial');
  for (let a = 1 + pick(4); a > 0; a--) {
    const upper = add(top, 'upper_grassroots');
    for (let b = pick(6); b > 0; b--) {
      const committee = add(upper, random() < 0.5 ? 'grassroots_committee' : 'grassroots_cell');
      if (units.at(-1)?.level === 'grassroots_committee')
        for (let c = pick(6); c > 0; c--) add(committee, 'cell');
    }
  }
  const persons: VersionRow[] = [];
  // Minorities live together: of some units nearly all, of some nobody, and few are unstated.
  for (const unit of units) {
    const share = [0, 0.02, 0.1, 0.3, 0.5, 0.9, 1][pick(7)] ?? 0;
    const unstated = random() < 0.3 ? 0.1 : 0;
    for (let p = [0, 0, 2, 6, 12, 25, 60][pick(7)] ?? 0; p > 0; p--) {
      const year = 1970 + pick(56);
      const day = `${year}-0${1 + pick(9)}-1${pick(10)}`;
      persons.push({
        personId: `p${String(persons.length).padStart(8, '0')}`,
        holdsFrom: null,
        holdsUntil: null,
        absentOn: null,
        listedOn,
        unitId: unit.id,
        sex: random() < 0.4 ? 'female' : 'male',
        birthDate: `${year - 25}-01-15`,
        admissionDecisionDate: day,
        admissionCeremonyDate: day,
        confirmationDate: null,
        standing: 'official',
        status: 'active',
        leftDate: null,
        occupationGroup: null,
        schooling: null,
        professionalLevel: null,
        theoryLevel: null,
        isEthnicMinority: random() < unstated ? null : random() < share,
        badges: [],
        partyAgeCorrectionMonths: 0,
      });
    }
  }
  const unitIds = units.map((unit) => unit.id);
  const columns = buildColumns({
    version: '1',
    unitIds,
    versions: persons,
    events: [],
    counts: [],
    lists: [
      {
        id: 'list',
        listedOn,
        day: dayNumber(listedOn),
        importedAt: `${listedOn}T00:00:00.000Z`,
        fields: registerFields,
        covers: new Uint8Array(units.length).fill(1),
      },
    ],
  });
  const on = guardedDay(today);
  const direct = (test: (person: VersionRow) => boolean): number[] =>
    unitIds.map(
      (id) =>
        persons.filter(
          (person) => person.unitId === id && (person.admissionCeremonyDate ?? '') <= on && test(person),
        ).length,
    );
  return {
    known: {
      view: { columns, visible: new Uint8Array(units.length).fill(1) },
      units,
      allUnits: units,
    },
    total: direct(() => true),
    minority: direct((person) => person.isEthnicMinority === true),
  };
}

/** A group of people as the unknowns that it is made of, and what it truly comes to. */
interface Group {
  over: number[];
  isHidden: boolean;
  told: number | null;
}

function attackOffice(office: Office, queries: number, random: () => number, sum: Attacked): void {
  const { known, total, minority } = office;
  const at = new Map(known.units.map((unit, index) => [unit.id, index]));
  const groups = new Map<string, Group>();
  for (let n = 0; n < queries; n++) {
    const query = drawQuery(known, random);
    if (!query) continue;
    sum.queries += 1;
    // Whoever asks, rules look at the whole tree; all scopes together see all of it.
    const answer = countAnswer(known, query, { today, seesAll: false });
    if (!answer || !answer.isGuarded) continue;
    if (answer.refusal !== null) sum.refused += 1;
    else
      for (const group of groupsOf(answer, known, at)) {
        const key = `${group.over.join()}`;
        const before = groups.get(key);
        groups.set(key, before && !before.isHidden ? before : group);
      }
  }
  const of = (over: readonly number[], counts: readonly number[]): number =>
    over.reduce((all, unit) => all + (counts[unit] ?? 0), 0);
  const isSafe = (over: readonly number[]): boolean => {
    const few = of(over, minority);
    return few >= smallestShownCell && of(over, total) - few >= smallestShownCell;
  };
  const asked = [...groups.values()].map((group) => group.over).filter((over) => of(over, total) > 0);
  const naive = eliminationOf(
    office,
    asked.filter(isSafe).map((over) => ({ over, value: of(over, minority) })),
  );
  sum.recoveredIfOnlySmallWithheld += asked.filter((over) => !isSafe(over) && naive.determines(over)).length;
  const equations: Equation[] = [];
  const withheld: number[][] = [];
  for (const { over, isHidden, told } of groups.values()) {
    const people = of(over, total);
    if (people === 0) continue;
    if (isHidden || told === null) {
      withheld.push(over);
      continue;
    }
    equations.push({ over, value: told });
    sum.told += 1;
    const truth = of(over, minority);
    if (told !== truth) sum.wrong += 1;
    if (truth < smallestShownCell || people - truth < smallestShownCell) sum.tooSmall += 1;
  }
  sum.withheld += withheld.length;
  const elimination = eliminationOf(office, equations);
  sum.recovered += withheld.filter((over) => elimination.determines(over)).length;
  const { low, high } = boundsOf(withheld, equations, total);
  sum.pinned += withheld.filter((_, index) => low[index] === high[index]).length;
}

function eliminationOf({ total }: Office, equations: readonly Equation[]): Elimination {
  const elimination = new Elimination(total.length);
  for (const equation of equations) elimination.add(equation);
  // Units without people are known to add nothing.
  total.forEach((people, unit) => {
    if (people === 0) elimination.add({ over: [unit], value: 0 });
  });
  return elimination;
}

/** What an answer tells or withholds on the guarded detail, as groups of people on the guarded day. */
function groupsOf(answer: StatisticsAnswer, known: KnownRegister, at: ReadonlyMap<string, number>): Group[] {
  const { query } = answer;
  if (answer.asOf !== guardedDay(today) || answer.trend || answer.balance || answer.overview.length > 0)
    throw new Error('a guarded figure of another day, or beside others, was told');
  const whole = (id: string | null): number[] =>
    idsBelow(known.units, id)
      .map((each) => at.get(each) ?? 0)
      .sort((a, b) => a - b);
  const sideGroups = (side: Counted): Group[] => {
    const table = side.members;
    if (!table) return [];
    const rows: Group[] = table.cells.flatMap((cell, index) => {
      const isHidden = side.hidden?.cells[index] ?? false;
      if (query.dimension === 'unit') {
        if (cell.key === 'elsewhere') return [];
        const over = cell.key === table.ownKey ? [at.get(cell.key) ?? 0] : whole(cell.key);
        return [{ over, isHidden, told: isHidden ? null : cell.count }];
      }
      if (cell.key === 'others' || cell.key === 'all') return [];
      return [{ over: whole(side.unit?.id ?? null), isHidden, told: isHidden ? null : cell.count }];
    });
    const isTotal = query.dimension !== 'ethnicity';
    const isTotalHidden = side.hidden?.isTotalHidden ?? false;
    return [
      ...rows,
      ...(isTotal && query.top === null
        ? [
            {
              over: whole(side.unit?.id ?? null),
              isHidden: isTotalHidden,
              told: isTotalHidden ? null : table.total,
            },
          ]
        : []),
    ];
  };
  return [...sideGroups(answer), ...(answer.compared ? sideGroups(answer.compared) : [])];
}

/** Any question that the schema lets through, most of them on the guarded detail. */
function drawQuery(known: KnownRegister, random: () => number): StatisticsQuery | null {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const maybe = <T>(chance: number, value: () => T, otherwise: T): T =>
    random() < chance ? value() : otherwise;
  const unitId = maybe<string | null>(0.9, () => pick(known.units).id, null);
  const day = (): string =>
    pick(['2025-12-31', '2025-12-30', '2026-01-01', '2024-12-31', '2026-06-30', today]);
  const dimension = pick([
    'none',
    'none',
    'unit',
    'unit',
    'unit',
    'ethnicity',
    'ethnicity',
    pick(personDimensions),
  ] as const);
  const query: StatisticsQuery = plainQuery(day(), {
    unitId,
    dimension,
    split: maybe(0.04, () => pick(splits), 'none'),
    filter: {
      ...(dimension === 'ethnicity'
        ? {}
        : maybe<object>(0.85, () => ({ isEthnicMinority: random() < 0.8 }), {})),
      ...maybe<object>(0.05, () => ({ sex: pick(['female', 'male']) }), {}),
      ...maybe<object>(0.04, () => ({ age: { from: 30, to: 30 + Math.floor(random() * 40) } }), {}),
    },
    levels: maybe(0.2, () => [pick(['cell', 'grassroots_cell', 'upper_grassroots'] as const)], null),
    compare: maybe<StatisticsQuery['compare']>(
      0.15,
      () => (random() < 0.85 ? { with: 'unit', unitId: pick(known.units).id } : { with: 'day', asOf: day() }),
      null,
    ),
    top: maybe(0.1, () => ({ count: 3, order: pick(['most', 'fewest'] as const) }), null),
    ...maybe<object>(
      0.02,
      () => ({ trend: { step: 'year' }, period: { from: '2020-01-01', to: '2025-12-31' } }),
      {},
    ),
  });
  const valid = statisticsQuerySchema.safeParse(query);
  return valid.success ? valid.data : null;
}
