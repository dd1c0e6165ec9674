import { existsOn } from '../../../members/units/units.ts';
import type { Balance } from '../../../members/statistics/balance.ts';
import type { Cell } from '../../../members/statistics/count.ts';
import type { TrendPoint } from '../../../members/statistics/count-trend.ts';
import type { Counted } from '../../../members/statistics/sides.ts';
import type { StatisticsAnswer } from '../../../members/statistics/statistics.ts';
import { idsBelow } from '../../../members/statistics/unit-rows.ts';
import { addDays, daysBetween } from '../../../text/calendar.ts';
import * as figures from '../../../prompts/members.ts';
import * as words from '../../../prompts/members-statistics.ts';
import type { Block } from '../../types.ts';
import { figureText } from '../observations/figure-blocks.ts';
import { asOfLine, cellName, confinedTable, countedOf, unitNameOf } from './statistics-parts.ts';

/* Counts side by side: of two units or times, along the years, from the beginning of a period to its end. */

/** Two counts in one table, with what makes them hard to compare. */
export function comparisonBlocks(answer: StatisticsAnswer, other: Counted): Block[] {
  const { query } = answer;
  const isUnits = query.compare?.with === 'unit';
  const nameOf = (side: Counted): string => (isUnits ? unitNameOf(side) : words.capital(words.timeOf(side)));
  const rows = comparedRows(answer, other).map(([name, a, b]) => [
    name,
    shown(a),
    shown(b),
    a === null || b === null ? '' : words.signed(b - a),
    a === null || b === null ? '' : words.growth(a, b),
  ]);
  const time = isUnits ? `, ${words.timeOf(answer)}` : `: ${unitNameOf(answer)}`;
  return [
    confinedTable(
      `${words.comparisonTitle(countedOf(query), query.dimension)}${time}`,
      [
        words.heading(query.dimension),
        nameOf(answer),
        nameOf(other),
        words.sides.difference,
        words.sides.growth,
      ],
      rows,
      [asOfLine(answer), ...scopeWarnings(answer, other)].join(' '),
    ),
  ];
}
const shown = (count: number | null): string => (count === null ? words.hidden : words.number(count));

/** Lines of a comparison: name, first count, second; null where a count may not be told. */
export function comparedRows(
  answer: StatisticsAnswer,
  other: Counted,
): (readonly [string, number | null, number | null])[] {
  if (answer.organisations && other.organisations) {
    const levels = [...new Set([...answer.organisations, ...other.organisations].map((row) => row.level))];
    const of = (side: Counted, level: string): number =>
      side.organisations?.find((row) => row.level === level)?.count ?? 0;
    return levels.map((level) => [figures.levelName(level), of(answer, level), of(other, level)] as const);
  }
  const { members } = answer;
  if (!members || !other.members) return [];
  const totals = [
    words.totalRow,
    answer.hidden?.isTotalHidden ? null : members.total,
    other.hidden?.isTotalHidden ? null : other.members.total,
  ] as const;
  if (answer.query.dimension === 'none') return [totals];
  const second = other.members;
  const keys = [...new Set([...members.cells, ...second.cells].map((cell) => cell.key))];
  const countIn = (side: Counted, cells: readonly Cell[], key: string): number | null => {
    const at = cells.findIndex((cell) => cell.key === key);
    return side.hidden?.cells[at] ? null : (cells[at]?.count ?? 0);
  };
  return [
    ...keys.map(
      (key) =>
        [
          cellName(answer, members, { key }),
          countIn(answer, members.cells, key),
          countIn(other, second.cells, key),
        ] as const,
    ),
    totals,
  ];
}

function scopeWarnings(answer: StatisticsAnswer, other: Counted): string[] {
  const { sides } = words;
  const { unit, units } = answer;
  if (answer.query.compare?.with !== 'unit') {
    const isUneven =
      answer.period !== null &&
      other.period !== null &&
      Math.abs(lengthOf(answer.period) - lengthOf(other.period)) > 2;
    return [isUneven ? sides.scopePeriods : sides.scopeTimes];
  }
  const second = other.unit;
  if (!unit || !second) return [sides.scopeUnits];
  return [
    unit.level === second.level
      ? sides.scopeUnits
      : sides.scopeLevels(figures.levelName(unit.level), figures.levelName(second.level)),
    ...(idsBelow(units, unit.id).includes(second.id) || idsBelow(units, second.id).includes(unit.id)
      ? [sides.scopeInside]
      : []),
    ...[unit, second]
      .filter((each) => !existsOn(each, answer.asOf))
      .map((each) => sides.scopeEnded(each.name)),
  ];
}
const lengthOf = ({ from, to }: { from: string; to: string }): number => daysBetween(from, to);

/** Names of a trend's points, as short as the axis of a picture needs them. */
export const pointNames = (answer: StatisticsAnswer, points: readonly TrendPoint[]): string[] => {
  const step = answer.query.trend?.step ?? 'year';
  return points.map((point, index) => {
    const next = points[index + 1];
    const isCut = next === undefined && !isStepEnd(step, point.to);
    return words.stepName(step, point, !isCut);
  });
};

function isStepEnd(step: string, day: string): boolean {
  const next = addDays(day, 1).slice(5);
  if (!next.endsWith('-01')) return false;
  if (step === 'year') return next === '01-01';
  if (step === 'half') return ['01-01', '07-01'].includes(next);
  return step === 'month' || ['01-01', '04-01', '07-01', '10-01'].includes(next);
}

/** The counts of a trend with the change from step to step. */
export function trendTable(answer: StatisticsAnswer, points: readonly TrendPoint[]): Block {
  const { query } = answer;
  const names = pointNames(answer, points);
  const keys =
    query.dimension === 'none' ? [] : [...new Set(points.flatMap((p) => p.parts.map((part) => part.key)))];
  const nameOfKey = (key: string) =>
    query.dimension === 'level' ? figures.levelName(key) : words.valueName(query.dimension, key);
  const rows = points.map((point, index) => {
    const before = points[index - 1];
    return [
      names[index] ?? '',
      ...keys.map((key) => words.number(point.parts.find((part) => part.key === key)?.count ?? 0)),
      words.number(point.total),
      before ? words.signed(point.total - before.total) : '',
      before ? words.growth(before.total, point.total) : '',
    ];
  });
  return confinedTable(
    trendTitleOf(answer, points),
    [
      words.stepHeadings[query.trend?.step ?? 'year'] ?? '',
      ...keys.map(nameOfKey),
      words.countHeading,
      words.sides.difference,
      words.sides.growth,
    ],
    rows,
    asOfLine(answer, { asOf: answer.asOf, period: answer.period }),
  );
}

/** Title of a trend's table and picture. */
export const trendTitleOf = (answer: StatisticsAnswer, points: readonly TrendPoint[]): string =>
  words.trendTitle(
    countedOf(answer.query),
    unitNameOf(answer),
    words.periodName({ from: points[0]?.from ?? answer.asOf, to: points.at(-1)?.to ?? answer.asOf }),
  );

/** Opening, what came and went, closing, and the check that they add up. */
export function balanceTable(answer: StatisticsAnswer, balance: Balance): Block {
  const { period } = answer;
  const { balance: text } = words;
  const from = period?.from ?? answer.asOf;
  const shownFlows = balance.flows.filter(({ kind, count }) => count > 0 || !kind.startsWith('list'));
  return confinedTable(
    words.tableTitle(
      `${countedOf(answer.query)} ${words.timeOf(answer)}`,
      { dimension: 'none', split: 'none' },
      false,
      unitNameOf(answer),
    ),
    [words.heading('none'), words.countHeading],
    [
      [text.opening(addDays(from, -1)), words.number(balance.opening)],
      ...shownFlows.map(({ kind, isIn, count }) => [
        text.flows[kind] ?? kind,
        words.signed(isIn ? count : -count),
      ]),
      [text.closing(period?.to ?? answer.asOf), words.number(balance.closing)],
      [text.unexplained, words.signed(balance.unexplained)],
    ],
    `${asOfLine(answer)} ${text.note}`,
  );
}

/** The quality of cell meetings as reports state it; a level that no report gives stays open. */
export function ratingBlocks(answer: StatisticsAnswer): Block[] {
  const { ratings } = words;
  if (answer.reported.length === 0) return [{ type: 'text', text: ratings.none }];
  const rows = answer.reported.flatMap((each) =>
    each.breakdown.length === 0
      ? [['', figureText(each), figures.timeWords(each), each.source]]
      : Object.entries(ratings.levels).map(([level, name]) => {
          const part = each.breakdown.find((one) => one.label === level);
          return [
            name,
            part ? figures.figure(part.value, each.valueUnit, null) : ratings.missing,
            figures.timeWords(each),
            each.source,
          ];
        }),
  );
  const title = words.tableTitle(
    countedOf(answer.query),
    { dimension: 'none', split: 'none' },
    false,
    unitNameOf(answer),
  );
  return [confinedTable(title, ratings.head, rows, ratings.note)];
}
