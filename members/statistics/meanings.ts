import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths, dateParts } from '../../text/calendar.ts';
import type { Unit, UnitLevel } from '../units/units.ts';
import { statisticsQuerySchema } from './statistics-query.ts';
import type { StatisticsFilter, StatisticsPeriod, StatisticsQuery } from './statistics-query.ts';
import type { LevelReadings } from './take-levels.ts';
import { cells, grassroots } from './take-measure.ts';
import type { Ambiguity } from './take-measure.ts';

/** One reading of an ambiguous question. */
export interface Meaning {
  /** Names the reading; words for it are with the prompts. A period's name is its first and last day. */
  key: string;
  query: StatisticsQuery;
  /** Where several units bear the name too, the one that this reading is of. */
  unit?: Unit | null;
}

interface Known {
  today: DateOnly;
  /** Of a level that schooling for a profession and political theory both have: which it is in each. */
  levels: LevelReadings | null;
}

/** The readings that a person is asked to choose from; those that make no valid query are left out. */
export function meanings(about: Ambiguity, query: StatisticsQuery, known: Known): Meaning[] {
  return readings(about, query, known).filter(
    (meaning) => statisticsQuerySchema.safeParse(meaning.query).success,
  );
}

function readings(about: Ambiguity, query: StatisticsQuery, { today, levels }: Known): Meaning[] {
  const organisations = (wanted: readonly (readonly [string, readonly UnitLevel[]])[]): Meaning[] =>
    wanted.map(([key, each]) => ({
      key,
      query: {
        ...query,
        measure: 'organisations',
        dimension: 'level',
        split: 'none',
        filter: {},
        levels: [...each],
      },
    }));
  const filtered = (key: string, filter: StatisticsFilter): Meaning => ({
    key,
    query: { ...query, filter: { ...query.filter, ...filter } },
  });
  const ofCells = organisations([
    ['cells:grassroots', ['grassroots_cell']],
    ['cells:below', ['cell']],
    ['cells:both', cells],
  ]);
  const ofCommittees = organisations([
    ['committees:grassroots', ['grassroots_committee']],
    ['committees:upper', ['upper_grassroots']],
    ['committees:sectional', ['sectional_org']],
    ['committees:tccsd', grassroots],
  ]);
  switch (about) {
    case 'cells':
    case 'cb':
      return ofCells;
    case 'committees':
    case 'db':
      return ofCommittees;
    case 'period':
      return usualPeriods(today).map((period) => ({
        key: `${period.from}..${period.to}`,
        query: { ...query, period, asOf: period.to },
      }));
    case 'badge':
      return [
        { key: 'badge:held', query },
        ...usualPeriods(today).map((period) => ({
          key: `badge:${period.from}..${period.to}`,
          query: { ...query, measure: 'badge' as const, period, asOf: period.to },
        })),
      ];
    case 'transfer':
      return (['transfer_in', 'transfer_out'] as const).flatMap((measure) =>
        (query.period === null ? usualPeriods(today) : [query.period]).map((period) => ({
          key: query.period === null ? `${measure}:${period.from}..${period.to}` : measure,
          query: { ...query, measure, period, asOf: period.to },
        })),
      );
    case 'level':
      return levels === null
        ? []
        : [
            ...(levels.theory
              ? [filtered(`theory:${[levels.theory].flat().join()}`, { theory: levels.theory })]
              : []),
            ...(levels.professional
              ? [
                  filtered(`professional:${[levels.professional].flat().join()}`, {
                    professional: levels.professional,
                  }),
                ]
              : []),
          ];
    case 'education':
      return (['schooling', 'professional', 'theory'] as const).map((dimension) => ({
        key: `by:${dimension}`,
        query: query.dimension === 'none' ? { ...query, dimension } : { ...query, split: dimension },
      }));
    case 'young':
      return [
        filtered('age:30', { age: { from: 0, to: 30 } }),
        filtered('age:35', { age: { from: 0, to: 35 } }),
      ];
  }
}

/** This year so far, the last finished half or quarter, and last year. */
export function usualPeriods(today: DateOnly): StatisticsPeriod[] {
  const { year, month } = dateParts(today);
  const quarterStart = addMonths(`${year}-01-01`, Math.floor((month - 1) / 3) * 3);
  const lastQuarter = { from: addMonths(quarterStart, -3), to: addDays(quarterStart, -1) };
  const half =
    month > 6
      ? { from: `${year}-01-01`, to: `${year}-06-30` }
      : { from: `${year - 1}-07-01`, to: `${year - 1}-12-31` };
  return [
    { from: `${year}-01-01`, to: today },
    half,
    lastQuarter,
    { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}
