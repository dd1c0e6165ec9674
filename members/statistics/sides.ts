import type { DateOnly } from '../../core/clock.ts';
import { unitMask } from '../register/columnar.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import { unitLevels } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import { countFlows, countStock } from './count.ts';
import type { Count, Table } from './count.ts';
import { flowTrend, stockTrend } from './count-trend.ts';
import type { TrendPoint } from './count-trend.ts';
import type { Guard } from './guard.ts';
import type { KnownRegister } from './known-units.ts';
import { isFlow } from './statistics-query.ts';
import type { StatisticsPeriod, StatisticsQuery } from './statistics-query.ts';
import { countOrganisations, idsBelow } from './unit-rows.ts';

/** Cells that must not be shown, by index, and whether the total is one of them. */
export interface Hidden {
  cells: boolean[];
  isTotalHidden: boolean;
}

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

/** Counts of one question for several units and times. */
export class Sides {
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
