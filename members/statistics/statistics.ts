import type { DateOnly } from '../../core/clock.ts';
import { dateIn } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { countMembersBy, countOrganisations, isSensitive, membersOn, suppressed } from './compute.ts';
import type { Table } from './compute.ts';
import type { IndicatorCode } from '../observations/indicators.ts';
import type { RegisterField } from '../register/member.ts';
import { listBatches, listCountedMembers } from '../register/member-store.ts';
import type { Observation } from '../observations/observation.ts';
import { listObservations } from '../observations/observation-store.ts';
import type { Dimension, StatisticsQuery } from './statistics-query.ts';
import { existsOn, subtreeIds } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import { listUnits } from '../units/unit-store.ts';

/** A list that a count comes from. */
export interface SourceList {
  importedOn: DateOnly;
  listedOn: DateOnly;
}

/** The answer to one statistics query, as figures; words are added by whoever shows it. */
export interface StatisticsAnswer {
  query: StatisticsQuery;
  /** The unit asked for; null: all that the viewer may see. */
  unit: Unit | null;
  /** Units of the viewer, for the names of cells. */
  units: readonly Unit[];
  /** The count over the register; null where no list covers these units, or organisations are counted. */
  members: Table | null;
  /** For a plain total: the same people by standing and by sex. */
  overview: { dimension: 'standing' | 'sex'; table: Table }[];
  /** Members without the filter, to compare with; null where there is no filter. */
  base: number | null;
  /** Organisations by level; null where members are counted or no units are known. */
  organisations: { level: Unit['level']; count: number }[] | null;
  lists: SourceList[];
  /** True where the lists have no column for the split. */
  isColumnMissing: boolean;
  /** Cells that must not be shown, by index; null where nothing is hidden. */
  hidden: { cells: boolean[]; isTotalHidden: boolean } | null;
  /** What reports state for the same unit and the same people, newest first. */
  reported: Observation[];
}

/** Computes the answer to a validated query. A unit the viewer may not see gives null, as if it did not exist. */
export async function answerStatistics(
  db: Queryable,
  viewer: Viewer,
  query: StatisticsQuery,
  timeZone?: string,
): Promise<StatisticsAnswer | null> {
  const units = await listUnits(db, viewer);
  // Where everything stands under one unit, 'all' is that unit.
  const unit =
    query.unitId === null ? onlyTop(units) : (units.find((each) => each.id === query.unitId) ?? null);
  if (query.unitId !== null && unit === null) return null;
  const unitIds = unit === null ? [] : subtreeIds(units, unit.id);
  const indicator = indicatorFor(query);
  const reported =
    indicator === null || unit === null
      ? []
      : await listObservations(db, viewer, {
          indicator,
          unitIds: [unit.id],
          until: query.asOf,
          limit: 3,
        });
  const answer: StatisticsAnswer = {
    query,
    unit,
    units,
    members: null,
    overview: [],
    base: null,
    organisations: null,
    lists: [],
    isColumnMissing: false,
    hidden: null,
    reported,
  };
  if (query.measure === 'organisations') {
    const present = units.filter((each) => existsOn(each, query.asOf) || each.id === unit?.id);
    answer.organisations = units.length === 0 ? null : countOrganisations(present, unit?.id ?? null);
    return answer;
  }
  const visibleIds = unit === null ? units.map((each) => each.id) : unitIds;
  const batches = visibleIds.length === 0 ? [] : await listBatches(db, visibleIds);
  if (batches.length === 0) return answer;
  const dimension = query.dimension === 'level' ? 'none' : query.dimension;
  const { filter, asOf } = query;
  const isGuarded = isSensitive(query) && !seesAllUnits(viewer);
  // Parts of hidden counts would give them away.
  const split = isGuarded ? 'none' : query.split;
  const counted = await listCountedMembers(db, viewer, unitIds);
  const tree = { units, rootId: unit?.id ?? null };
  const table = countMembersBy(counted, { asOf, dimension, split, filter }, tree);
  answer.members = table;
  if (Object.keys(filter).length > 0) answer.base = membersOn(counted, asOf).length;
  else if (dimension === 'none')
    answer.overview = (['standing', 'sex'] as const).map((each) => ({
      dimension: each,
      table: countMembersBy(counted, { asOf, dimension: each, split: 'none', filter }, tree),
    }));
  answer.lists = batches.map((batch) => ({
    importedOn: dateIn(new Date(batch.importedAt), timeZone),
    listedOn: batch.listedOn,
  }));
  const field = fieldOf[dimension];
  answer.isColumnMissing =
    field !== undefined && batches.every((batch) => !batch.fields.some((each) => field.includes(each)));
  if (isGuarded) {
    const { cells, isTotalHidden } = suppressed(table.cells.map((cell) => cell.count));
    if (cells.some(Boolean)) answer.hidden = { cells, isTotalHidden };
  }
  return answer;
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
  theory: ['theoryLevel'],
  ethnicity: ['isEthnicMinority'],
};

/** The reported indicator that counts the same people or organisations; null where none does. */
export function indicatorFor(query: StatisticsQuery): IndicatorCode | null {
  if (query.measure === 'organisations') return 'grassroots_orgs';
  const { sex, standing, theory, age, isEthnicMinority, isExempt } = query.filter;
  const set = [sex, standing, theory, age, isEthnicMinority, isExempt].filter((value) => value !== undefined);
  if (set.length === 0) return 'members';
  if (set.length > 1) return null;
  if (sex === 'female') return 'members_female';
  if (standing === 'official') return 'members_official';
  if (standing === 'probationary') return 'members_probationary';
  if (isEthnicMinority) return 'members_ethnic';
  return isExempt ? 'members_exempt' : null;
}
