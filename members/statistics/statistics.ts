import type { DateOnly } from '../../core/clock.ts';
import { dateIn } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { IndicatorCode } from '../observations/indicators.ts';
import type { Observation } from '../observations/observation.ts';
import { listObservations } from '../observations/observation-store.ts';
import { unitMask } from '../register/columnar.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import type { RegisterField } from '../register/member.ts';
import { unitLevels } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import { balanceOf } from './balance.ts';
import type { Balance } from './balance.ts';
import { countFlows, countStock } from './count.ts';
import type { Count, Table } from './count.ts';
import { flowTrend, stockTrend } from './count-trend.ts';
import type { TrendPoint } from './count-trend.ts';
import { guardedDay, guardOf, guardRefusal, isGuarded } from './guard.ts';
import type { Guard } from './guard.ts';
import { readKnownRegister } from './known-units.ts';
import type { KnownRegister } from './known-units.ts';
import { isFlow } from './statistics-query.ts';
import type { Dimension, StatisticsPeriod, StatisticsQuery, TrendStep } from './statistics-query.ts';
import { stepsOf } from './trend.ts';
import { countOrganisations, idsBelow } from './unit-rows.ts';

/** A list that a count comes from. */
export interface SourceList {
  importedOn: DateOnly;
  listedOn: DateOnly;
}

/** Cells that must not be shown, by index, and whether the total is one of them. */
export interface Hidden {
  cells: boolean[];
  isTotalHidden: boolean;
}

/** Why a question on a guarded detail is not answered: with other details, over time, or over units of no one branch. */
export type GuardRefusal = 'combined' | 'over-time' | 'several-units';

/** One count of a result: of a unit at a time. */
export interface Counted {
  unit: Unit | null;
  asOf: DateOnly;
  period: StatisticsPeriod | null;
  /** The count over the register; null where no list covers these units, or organisations are counted. */
  members: Table | null;
  /** Members without the filter, to compare with; null where there is no filter. */
  base: number | null;
  /** Organisations by level; null where members are counted or no units are known. */
  organisations: { level: Unit['level']; count: number }[] | null;
  hidden: Hidden | null;
}

/** The answer to one statistics query, as figures; words are added by whoever shows it. */
export interface StatisticsAnswer extends Counted {
  /** As computed: a guarded question has the day of guarded figures, a long trend a wider step. */
  query: StatisticsQuery;
  /** Units of the viewer, for the names of cells. */
  units: readonly Unit[];
  /** For a plain total: the same people by standing and by sex. */
  overview: { dimension: 'standing' | 'sex'; table: Table }[];
  /** The other side of a comparison. */
  compared: Counted | null;
  trend: TrendPoint[] | null;
  balance: Balance | null;
  lists: SourceList[];
  /** True where the lists have no column for the split. */
  isColumnMissing: boolean;
  /** True where guarded figures are told from the rest outside the organisation board. */
  isGuarded: boolean;
  refusal: GuardRefusal | null;
  /** What reports state for the same unit and the same people, newest first. */
  reported: Observation[];
}

/** Computes the answer to a validated query. A unit the viewer may not see gives null, as if it did not exist. */
export async function answerStatistics(
  db: Queryable,
  viewer: Viewer,
  asked: StatisticsQuery,
  options: {
    today: DateOnly;
    /** For the day of an import. Default Asia/Ho_Chi_Minh. */
    timeZone?: string | undefined;
  },
): Promise<StatisticsAnswer | null> {
  const known = await readKnownRegister(db, viewer);
  const answer = countAnswer(known, asked, { ...options, seesAll: seesAllUnits(viewer) });
  if (answer === null || answer.isGuarded) return answer;
  const { query, unit } = answer;
  const indicator = indicatorFor(query);
  if (indicator !== null && unit !== null && query.compare === null && query.trend === null)
    answer.reported = await listObservations(db, viewer, {
      indicator,
      qualifier: indicator === 'badges' ? (query.filter.badge?.toString() ?? null) : null,
      unitIds: [unit.id],
      until: query.period === null ? query.asOf : null,
      period: query.period,
      limit: query.measure === 'ratings' ? 12 : 3,
    });
  return answer;
}

/** The part of an answer that is computed from memory. */
export function countAnswer(
  known: KnownRegister,
  asked: StatisticsQuery,
  options: { today: DateOnly; timeZone?: string | undefined; seesAll: boolean },
): StatisticsAnswer | null {
  const { units } = known;
  const unitOf = (id: string | null): Unit | null | undefined =>
    // Where everything stands under one unit, 'all' is that unit.
    id === null ? onlyTop(units) : units.find((each) => each.id === id);
  const unit = unitOf(asked.unitId);
  const other = asked.compare?.with === 'unit' ? unitOf(asked.compare.unitId) : null;
  if (unit === undefined || other === undefined) return null;
  const guarded = isGuarded(asked) && !options.seesAll;
  const refusal = guarded ? (guardRefusal(asked) ?? (unit === null ? 'several-units' : null)) : null;
  const query = asComputed(asked, guarded && refusal === null ? guardedDay(options.today) : null);
  const guard = guarded ? guardOf(known.view.columns, known.allUnits, guardedDay(options.today)) : null;
  const empty = { members: null, base: null, organisations: null, hidden: null };
  const answer: StatisticsAnswer = {
    ...empty,
    query,
    unit,
    units,
    asOf: query.asOf,
    period: query.period,
    overview: [],
    compared: null,
    trend: null,
    balance: null,
    lists: [],
    isColumnMissing: false,
    isGuarded: guarded,
    refusal,
    reported: [],
  };
  if (refusal !== null || query.measure === 'ratings') return answer;
  const sides = new Sides(known, query, guard);
  const listDays = query.measure === 'organisations' ? [] : sides.listsOf(unit);
  answer.lists = listDays.map((list) => ({
    importedOn: dateIn(new Date(list.importedAt), options.timeZone),
    listedOn: list.listedOn,
  }));
  if (query.measure !== 'organisations' && listDays.length === 0) return answer;
  answer.isColumnMissing = isMissing(query.dimension, listDays);
  if (query.trend !== null && query.period !== null)
    return {
      ...answer,
      trend: sides.trend(unit, stepsOf(query.period, query.trend.step).periods),
    };
  if (query.measure === 'changes' && query.period !== null)
    return { ...answer, balance: balanceOf(known.view.columns, sides.maskOf(unit), query.period) };
  Object.assign(answer, sides.count(unit, query.asOf, query.period));
  if (
    query.measure === 'members' &&
    query.dimension === 'none' &&
    query.compare === null &&
    answer.base === null
  )
    answer.overview = (['standing', 'sex'] as const).map((dimension) => ({
      dimension,
      table: countStock({ ...sides.countOf(unit), dimension }, query.asOf),
    }));
  const { compare } = query;
  if (compare !== null)
    answer.compared = sides.count(
      other ?? unit,
      compare.with === 'day' ? compare.asOf : compare.with === 'period' ? compare.period.to : query.asOf,
      compare.with === 'period' ? compare.period : query.period,
    );
  if (query.top !== null && answer.members) answer.members = ranked(answer.members, query.top, answer);
  return answer;
}

/** The query with the day of guarded figures, or the step that its trend is shown in. */
function asComputed(query: StatisticsQuery, day: DateOnly | null): StatisticsQuery {
  if (day !== null) {
    const { isEthnicMinority } = query.filter;
    // Who does not belong to a minority is told beside those who do, never apart from those not stated.
    const turned =
      isEthnicMinority === false && query.dimension === 'none'
        ? { dimension: 'ethnicity' as const, filter: {} }
        : {};
    return { ...query, asOf: day, ...turned };
  }
  if (query.trend === null || query.period === null) return query;
  return { ...query, trend: { step: stepsOf(query.period, query.trend.step).step as TrendStep } };
}

/** Counts of one question for several units and times. */
class Sides {
  constructor(
    private readonly known: KnownRegister,
    private readonly query: StatisticsQuery,
    private readonly guard: Guard | null,
  ) {}

  private get columns(): RegisterColumns {
    return this.known.view.columns;
  }

  maskOf(unit: Unit | null): Uint8Array {
    const { units, view } = this.known;
    return unit === null ? view.visible : unitMask(view, idsBelow(units, unit.id));
  }

  countOf(unit: Unit | null): Count {
    const { dimension, split, filter, levels } = this.query;
    return {
      columns: this.columns,
      mask: this.maskOf(unit),
      units: this.known.units,
      rootId: unit?.id ?? null,
      dimension: dimension === 'level' ? 'none' : dimension,
      split,
      filter,
      levels,
    };
  }

  /** The lists that hold for a unit and all below it, newest first. */
  listsOf(unit: Unit | null): RegisterColumns['lists'] {
    const open = Uint8Array.from(this.maskOf(unit));
    return [...this.columns.lists].reverse().filter((list) => {
      let isUsed = false;
      list.covers.forEach((covers, index) => {
        if (covers !== 1 || open[index] !== 1) return;
        open[index] = 0;
        isUsed = true;
      });
      return isUsed;
    });
  }

  count(unit: Unit | null, asOf: DateOnly, period: StatisticsPeriod | null): Counted {
    const { query, known } = this;
    const counted: Counted = {
      unit,
      asOf,
      period,
      members: null,
      base: null,
      organisations: null,
      hidden: null,
    };
    if (query.measure === 'organisations') {
      const counts = countOrganisations(known.units, unit?.id ?? null, asOf);
      const levels = query.levels ?? unitLevels.filter((level) => (counts.get(level) ?? 0) > 0);
      counted.organisations =
        known.units.length === 0 ? null : levels.map((level) => ({ level, count: counts.get(level) ?? 0 }));
      return counted;
    }
    const count = this.countOf(unit);
    const table = this.table(count, asOf, period);
    if (Object.keys(query.filter).length > 0)
      counted.base = this.table(
        { ...count, dimension: 'none', split: 'none', filter: {} },
        asOf,
        period,
      ).total;
    if (this.guard === null) return { ...counted, members: table };
    const members = query.dimension === 'ethnicity' ? mergeOthers(table) : table;
    return { ...counted, members, hidden: hiddenIn(this.guard, query, unit, members) };
  }

  private table(count: Count, asOf: DateOnly, period: StatisticsPeriod | null): Table {
    const { measure } = this.query;
    return isFlow(measure) && period !== null ? countFlows(count, measure, period) : countStock(count, asOf);
  }

  trend(unit: Unit | null, steps: readonly StatisticsPeriod[]): TrendPoint[] {
    const { measure, levels } = this.query;
    if (measure === 'organisations')
      return steps.map((step) => {
        const counts = countOrganisations(this.known.units, unit?.id ?? null, step.to);
        const parts = (levels ?? unitLevels.filter((level) => (counts.get(level) ?? 0) > 0)).map((level) => ({
          key: level,
          count: counts.get(level) ?? 0,
        }));
        return { ...step, total: parts.reduce((sum, part) => sum + part.count, 0), parts };
      });
    const { dimension, ...count } = this.countOf(unit);
    // Units make no lines of a trend: the query's schema refuses them.
    const one = { ...count, dimension: dimension === 'unit' ? ('none' as const) : dimension };
    return isFlow(measure) ? flowTrend(one, measure, steps) : stockTrend(one, steps);
  }
}

/** Minority and all others, whether stated or not: 'not stated' beside them would be a third figure of the same people. */
function mergeOthers(table: Table): Table {
  const minority = table.cells.find((cell) => cell.key === 'minority');
  const count = minority?.count ?? 0;
  const tenths = table.total === 0 ? 0 : Math.round((count * 1000) / table.total);
  return {
    ...table,
    cells: [
      { key: 'minority', count, share: tenths, parts: [] },
      { key: 'others', count: table.total - count, share: table.total === 0 ? 0 : 1000 - tenths, parts: [] },
    ],
  };
}

function hiddenIn(guard: Guard, query: StatisticsQuery, unit: Unit | null, table: Table): Hidden | null {
  const isTotalHidden = unit === null || !guard.whole.has(unit.id);
  const cells = table.cells.map(({ key }) => {
    if (query.dimension !== 'unit') return isTotalHidden;
    if (key === table.ownKey) return !guard.own.has(key);
    return !guard.whole.has(key);
  });
  return isTotalHidden || cells.some(Boolean) ? { cells, isTotalHidden } : null;
}

/** The first of a ranking; equal counts keep their places. What is not shown takes no place. */
function ranked(
  table: Table,
  top: NonNullable<StatisticsQuery['top']>,
  answer: { hidden: Hidden | null },
): Table {
  const sign = top.order === 'most' ? -1 : 1;
  const cells = table.cells
    .filter(({ key }, index) => key !== table.ownKey && key !== 'elsewhere' && !answer.hidden?.cells[index])
    .sort((a, b) => sign * (a.count - b.count))
    .slice(0, top.count);
  answer.hidden =
    answer.hidden === null
      ? null
      : { cells: cells.map(() => false), isTotalHidden: answer.hidden.isTotalHidden };
  return { ...table, cells };
}

/** The unit at the top where there is only one. */
function onlyTop(units: readonly Unit[]): Unit | null {
  const known = new Set(units.map((unit) => unit.id));
  const tops = units.filter((unit) => unit.parentId === null || !known.has(unit.parentId));
  return tops.length === 1 ? (tops[0] ?? null) : null;
}

const fieldOf: Readonly<Partial<Record<Dimension, readonly RegisterField[]>>> = {
  sex: ['sex'],
  standing: ['confirmationDate', 'standing'],
  age: ['birthDate'],
  seniority: ['admissionDecisionDate', 'admissionCeremonyDate'],
  occupation: ['occupationGroup'],
  schooling: ['schooling'],
  professional: ['professionalLevel'],
  theory: ['theoryLevel'],
  ethnicity: ['isEthnicMinority'],
  badge: ['badges'],
};

const isMissing = (dimension: Dimension, lists: RegisterColumns['lists']): boolean => {
  const fields = fieldOf[dimension];
  return (
    fields !== undefined &&
    lists.every((list) => !list.fields.some((each) => (fields as readonly string[]).includes(each)))
  );
};

/** The reported indicator that counts the same people or organisations; null where none does. */
export function indicatorFor(query: StatisticsQuery): IndicatorCode | null {
  const { measure, filter, levels } = query;
  const set = Object.keys(filter);
  switch (measure) {
    case 'organisations': {
      const wanted = levels === null ? '' : [...levels].sort().join();
      return organisationIndicators[wanted] ?? null;
    }
    case 'ratings':
      return 'meeting_rating';
    case 'admit':
      return set.length === 0 ? 'admissions' : null;
    case 'confirm':
      return set.length === 0 ? 'confirmations' : null;
    case 'badge':
      return set.every((key) => key === 'badge') ? 'badges' : null;
    case 'card_issue':
      return 'cards_new';
    case 'card_reissue':
      return 'cards_reissued';
    case 'members':
      break;
    default:
      return null;
  }
  if (set.length === 0) return 'members';
  if (set.length > 1) return null;
  if (filter.sex === 'female') return 'members_female';
  if (filter.standing === 'official') return 'members_official';
  if (filter.standing === 'probationary') return 'members_probationary';
  if (filter.isEthnicMinority) return 'members_ethnic';
  return filter.isExempt ? 'members_exempt' : null;
}

const organisationIndicators: Readonly<Record<string, IndicatorCode>> = {
  '': 'grassroots_orgs',
  'grassroots_cell,grassroots_committee': 'grassroots_orgs',
  grassroots_cell: 'grassroots_cells',
  grassroots_committee: 'grassroots_committees',
  cell: 'cells',
  sectional_org: 'sectional_orgs',
  upper_grassroots: 'upper_grassroots',
};
