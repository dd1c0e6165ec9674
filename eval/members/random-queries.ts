import { localViewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { answerStatistics } from '../../members/statistics/statistics.ts';
import {
  flowMeasures,
  isCountOnly,
  isFlow,
  personDimensions,
  plainQuery,
  splits,
  statisticsQuerySchema,
} from '../../members/statistics/statistics-query.ts';
import type { StatisticsQuery } from '../../members/statistics/statistics-query.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { subtreeIds } from '../../members/units/units.ts';
import type { Unit } from '../../members/units/units.ts';
import { randomNumbers } from '../random.ts';
import { processorMs } from '../statistics.ts';
import { recount } from './recount.ts';
import type { MadeRegister } from './register-generator.ts';

/** What came of comparing answers with a recount of the facts. */
export interface Compared {
  queries: number;
  /** Numbers compared: totals, lines, parts, both sides of a comparison, points of a trend. */
  numbers: number;
  wrong: number;
  /** Queries with a wrong number, to look at. */
  failures: StatisticsQuery[];
  /** Milliseconds of an answer on the database, all of it read as an office would. */
  times: number[];
  /** The same in milliseconds of processor time, which other programs on the machine do not lengthen. */
  processorTimes: number[];
}

/** Asks random questions of all kinds as of random days and compares every number with a naive recount. */
export async function compareRandomQueries(
  db: Database,
  made: MadeRegister,
  queries: number,
  seed: number,
): Promise<Compared> {
  const random = randomNumbers(seed);
  const units = await listUnits(db, localViewer);
  const indexOf = new Map(made.units.map((unit, index) => [unit.name, index]));
  const placeOf = new Map(units.map((unit) => [unit.id, indexOf.get(unit.name) ?? -1]));
  const idOf = new Map(units.map((unit) => [placeOf.get(unit.id) ?? -1, unit.id]));
  const insideOf = (id: string | null): Set<number> =>
    new Set(
      (id === null ? units.map((unit) => unit.id) : subtreeIds(units, id)).map(
        (each) => placeOf.get(each) ?? -1,
      ),
    );
  const result: Compared = { queries: 0, numbers: 0, wrong: 0, failures: [], times: [], processorTimes: [] };
  while (result.queries < queries) {
    const query = drawQuery(units, made, random);
    if (!query) continue;
    result.queries += 1;
    const started = performance.now();
    const startedProcessor = processorMs();
    const answer = await answerStatistics(db, localViewer, query, { today: made.listedOn });
    result.times.push(performance.now() - started);
    result.processorTimes.push(processorMs() - startedProcessor);
    let isRight = answer !== null;
    const hold = (got: number | undefined, must: number): void => {
      result.numbers += 1;
      if (got === must) return;
      result.wrong += 1;
      isRight = false;
    };
    if (answer?.trend)
      for (const point of answer.trend) {
        const period = isFlow(query.measure) ? { from: point.from, to: point.to } : null;
        hold(
          point.total,
          recount(made, insideOf(query.unitId), { ...query, asOf: point.to, period }, () => '').total,
        );
      }
    else if (answer?.members) {
      for (const side of [answer, ...(answer.compared ? [answer.compared] : [])]) {
        const unitId = side.unit?.id ?? null;
        const children = units.filter((unit) => unit.parentId === unitId);
        const lines = new Map<number, string>();
        for (const child of children) for (const place of insideOf(child.id)) lines.set(place, child.id);
        const must = recount(
          made,
          insideOf(unitId),
          { ...query, asOf: side.asOf, period: side.period },
          (unit) => lines.get(unit) ?? idOf.get(unit) ?? '',
        );
        hold(side.members?.total, must.total);
        if (side.base !== null) hold(side.base, must.base);
        if (query.dimension === 'none' || query.top !== null) continue;
        const keys = new Set([...must.cells.keys(), ...(side.members?.cells.map((cell) => cell.key) ?? [])]);
        for (const key of keys) {
          const cell = side.members?.cells.find((each) => each.key === key);
          const parts = must.cells.get(key) ?? new Map<string, number>();
          hold(
            cell?.count,
            [...parts.values()].reduce((sum, n) => sum + n, 0),
          );
          if (query.split === 'none') continue;
          side.members?.splitKeys.forEach((part, at) => hold(cell?.parts[at], parts.get(part) ?? 0));
        }
      }
    }
    if (!isRight) result.failures.push(query);
  }
  return result;
}

/** Any question about people that the generated lists can answer, for anyone who sees everything. */
function drawQuery(units: readonly Unit[], made: MadeRegister, random: () => number): StatisticsQuery | null {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const maybe = <T>(chance: number, value: () => T, otherwise: T): T =>
    random() < chance ? value() : otherwise;
  const first = Date.parse(made.since);
  const days = (Date.parse(made.listedOn) - first) / 86_400_000;
  const day = (): string =>
    new Date(first + Math.floor(random() * (days + 1)) * 86_400_000).toISOString().slice(0, 10);
  const period = () => {
    const [a, b] = [day(), day()];
    return a <= b ? { from: a, to: b } : { from: b, to: a };
  };
  // Large units as often as small ones: the top, those below it, any.
  const unit = (): Unit => pick([pick(units.slice(0, 1)), pick(units.slice(1, 15)), pick(units)]);
  const flow = pick(flowMeasures.filter((measure) => !isCountOnly(measure)));
  const measure = maybe<StatisticsQuery['measure']>(0.35, () => flow, 'members');
  const span = isFlow(measure) ? period() : null;
  const kind = random();
  const range = (most: number) => {
    const from = Math.floor(random() * most);
    return { from, to: from + Math.floor(random() * 30) };
  };
  const trend = kind < 0.1 ? period() : null;
  const dimension = trend ? 'none' : pick(['none', 'unit', ...personDimensions] as const);
  const query = plainQuery(span?.to ?? trend?.to ?? day(), {
    measure,
    unitId: unit().id,
    period: trend ?? span,
    dimension,
    split: trend || dimension === 'none' ? 'none' : maybe(0.5, () => pick(splits), 'none'),
    filter: {
      ...maybe<object>(0.2, () => ({ sex: pick(['female', 'male']) }), {}),
      ...maybe<object>(0.15, () => ({ standing: pick(['official', 'probationary']) }), {}),
      ...maybe<object>(0.15, () => ({ age: range(70) }), {}),
      ...maybe<object>(0.1, () => ({ seniority: range(50) }), {}),
      ...maybe<object>(
        0.1,
        () => ({
          theory: pick([
            'elementary',
            'intermediate',
            'advanced',
            'bachelor',
            ['intermediate', 'advanced', 'bachelor'],
            ['elementary', 'advanced'],
          ]),
        }),
        {},
      ),
      ...maybe<object>(0.1, () => ({ isEthnicMinority: random() < 0.7 }), {}),
      ...(measure === 'members' ? maybe<object>(0.05, () => ({ isExempt: random() < 0.5 }), {}) : {}),
    },
    trend: trend && { step: pick(['quarter', 'half', 'year'] as const) },
  });
  if (!trend && kind > 0.85 && query.split === 'none')
    query.compare =
      random() < 0.5
        ? { with: 'unit', unitId: unit().id }
        : span
          ? { with: 'period', period: period() }
          : { with: 'day', asOf: day() };
  const valid = statisticsQuerySchema.safeParse(query);
  return valid.success ? valid.data : null;
}
