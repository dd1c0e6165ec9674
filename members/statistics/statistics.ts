import type { DateOnly } from '../../core/clock.ts';
import { dateIn } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { Observation } from '../observations/observation.ts';
import { listObservations } from '../observations/observation-store.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import type { RegisterField } from '../register/member.ts';
import type { Unit } from '../units/units.ts';
import { balanceOf } from './balance.ts';
import type { Balance } from './balance.ts';
import { countStock } from './count.ts';
import type { Table } from './count.ts';
import type { TrendPoint } from './count-trend.ts';
import { guardedDay, guardOf, guardRefusal, isGuarded } from './guard.ts';
import { readKnownRegister } from './known-units.ts';
import type { KnownRegister } from './known-units.ts';
import { indicatorFor } from './reported-indicator.ts';
import { Sides } from './sides.ts';
import type { Counted, Hidden } from './sides.ts';
import type { Dimension, StatisticsQuery, TrendStep } from './statistics-query.ts';
import { stepsOf } from './trend.ts';

/** A list that a count comes from. */
export interface SourceList {
  importedOn: DateOnly;
  listedOn: DateOnly;
}

/** Why a question on a guarded detail is not answered: with other details, over time, or over units of no one branch. */
export type GuardRefusal = 'combined' | 'over-time' | 'several-units';

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
