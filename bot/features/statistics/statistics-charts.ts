import { unknownKey } from '../../../members/statistics/categories.ts';
import type { Cell, Table } from '../../../members/statistics/count.ts';
import type { TrendPoint } from '../../../members/statistics/count-trend.ts';
import type { StatisticsAnswer } from '../../../members/statistics/statistics.ts';
import type { ChartSpec } from '../../../papers/chart.ts';
import * as figures from '../../../prompts/members.ts';
import * as words from '../../../prompts/members-statistics.ts';
import { titleOf } from './statistics-blocks.ts';
import { asOfLine, cellName } from './statistics-parts.ts';
import { comparedRows, pointNames, trendTitleOf } from './statistics-sides.ts';

const mostBars = 24;
const mostSeries = 4;

/** A picture and what it says to whoever does not see it. */
export interface Picture {
  spec: ChartSpec;
  alt: string;
}

/** The picture of an answer, or null where there is nothing to draw or something to hide. */
export function chartOf(answer: StatisticsAnswer): Picture | null {
  const { members, query, hidden, trend, compared } = answer;
  if (answer.refusal !== null || hidden) return null;
  if (trend) return trend.length < 2 ? null : lineChart(answer, trend);
  if (compared) return comparisonChart(answer, compared);
  if (!members || query.dimension === 'none' || members.total === 0) return null;
  const isPyramid = query.dimension === 'age' && query.split === 'sex';
  return isPyramid ? pyramid(answer, members) : barChart(answer, members);
}

function barChart(answer: StatisticsAnswer, members: Table): Picture {
  const { query } = answer;
  const cells = foldSmallest(members.cells);
  const isStacked = members.splitKeys.length > 1;
  const bars = cells.map((cell) => {
    const parts = isStacked ? cell.parts : [cell.count];
    return {
      label: 'others' in cell ? othersName(answer, cell.others) : cellName(answer, members, cell),
      segments: parts.map((value) => ({ value: Math.max(0, value), text: words.number(value) })),
      valueText:
        isStacked || query.top !== null
          ? words.number(cell.count)
          : words.countWithShare(cell.count, cell.share),
    };
  });
  const unknownSegment = isStacked ? members.splitKeys.indexOf(unknownKey) : -1;
  const title = titleOf(answer, members);
  return picture(
    answer,
    isStacked ? 'stacked' : 'bar',
    title,
    bars.map((bar, index) => ({ label: bar.label, value: cells[index]?.count ?? 0 })),
    {
      kind: 'bars',
      title,
      bars,
      legend: isStacked ? members.splitKeys.map((key) => words.valueName(query.split, key)) : [],
      ...(unknownSegment >= 0 ? { unknownSegment } : {}),
      source: asOfLine(answer),
    },
  );
}

const othersName = (answer: StatisticsAnswer, count: number): string =>
  answer.query.dimension === 'unit' ? words.otherUnits(count) : words.otherValues(count);

/** Where there are more bars than can be read, the smallest become one. */
function foldSmallest(cells: readonly Cell[]): (Cell | (Cell & { others: number }))[] {
  if (cells.length <= mostBars) return [...cells];
  const bySize = [...cells].sort((a, b) => b.count - a.count);
  const kept = new Set(bySize.slice(0, mostBars - 1));
  const rest = bySize.slice(mostBars - 1);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const others = {
    key: '',
    count: sum(rest.map((cell) => cell.count)),
    share: sum(rest.map((cell) => cell.share)),
    parts: (rest[0]?.parts ?? []).map((_, index) => sum(rest.map((cell) => cell.parts[index] ?? 0))),
    others: rest.length,
  };
  return [...cells.filter((cell) => kept.has(cell)), others];
}

/** Women on the left, men on the right, the oldest at the top; who is of neither, or of no known age, is told below. */
function pyramid(answer: StatisticsAnswer, members: Table): Picture {
  const at = (key: string) => members.splitKeys.indexOf(key);
  const of = (cell: Cell, key: string): number => cell.parts[at(key)] ?? 0;
  const bands = members.cells
    .filter((cell) => cell.key !== unknownKey)
    .reverse()
    .map((cell) => ({
      label: words.valueName('age', cell.key),
      left: of(cell, 'female'),
      right: of(cell, 'male'),
      leftText: words.number(of(cell, 'female')),
      rightText: words.number(of(cell, 'male')),
    }));
  const drawn = bands.reduce((sum, band) => sum + band.left + band.right, 0);
  const title = titleOf(answer, members);
  const source = [
    asOfLine(answer),
    ...(drawn < members.total ? [words.notDrawn(members.total - drawn)] : []),
  ];
  return picture(
    answer,
    'pyramid',
    title,
    bands.map((band) => ({ label: band.label, value: band.left + band.right })),
    {
      kind: 'pyramid',
      title,
      sides: [words.valueName('sex', 'female'), words.valueName('sex', 'male')],
      bands,
      source: source.join(' '),
    },
  );
}

function lineChart(answer: StatisticsAnswer, points: readonly TrendPoint[]): Picture {
  const { query } = answer;
  const keys = [...new Set(points.flatMap((point) => point.parts.map((part) => part.key)))];
  const isSplit = query.dimension !== 'none' && keys.length > 1 && keys.length <= mostSeries;
  const nameOf = (key: string) =>
    query.dimension === 'level' ? figures.levelName(key) : words.valueName(query.dimension, key);
  const series = isSplit
    ? keys.map((key) => ({
        name: nameOf(key),
        values: points.map((point) => point.parts.find((part) => part.key === key)?.count ?? 0),
      }))
    : [{ name: '', values: points.map((point) => point.total) }];
  const names = pointNames(answer, points);
  const title = trendTitleOf(answer, points);
  return picture(
    answer,
    'line',
    title,
    points.map((point, index) => ({ label: names[index] ?? '', value: point.total })),
    {
      kind: 'lines',
      title,
      points: names,
      series: series.map((each) => ({ ...each, texts: each.values.map(words.number) })),
      axisText: words.number,
      source: asOfLine(answer),
    },
  );
}

/** Two bars a line of the table, one above the other. */
function comparisonChart(
  answer: StatisticsAnswer,
  compared: NonNullable<StatisticsAnswer['compared']>,
): Picture | null {
  if (compared.hidden) return null;
  const isUnits = answer.query.compare?.with === 'unit';
  const sideName = (side: {
    unit: StatisticsAnswer['unit'];
    asOf: string;
    period: StatisticsAnswer['period'];
  }) => (isUnits ? (side.unit?.name ?? '') : words.capital(words.timeOf(side)));
  const all = comparedRows(answer, compared);
  const rows = all.length > 1 && answer.query.dimension !== 'level' ? all.slice(0, -1) : all;
  if (rows.length === 0 || rows.length > mostBars / 2) return null;
  const title = words.comparisonTitle(words.counted(answer.query, figures.levelName), answer.query.dimension);
  const bars = rows.flatMap(([name, a, b]) =>
    [
      { side: answer, value: a ?? 0 },
      { side: compared, value: b ?? 0 },
    ].map(({ side, value }, index) => ({
      label: rows.length === 1 ? sideName(side) : `${name}: ${sideName(side)}`,
      // The second side has the second fill.
      segments: [
        { value: index === 0 ? value : 0, text: '' },
        { value: index === 1 ? value : 0, text: '' },
      ],
      valueText: words.number(value),
    })),
  );
  return picture(
    answer,
    'bar',
    title,
    bars.map((bar) => ({ label: bar.label, value: bar.segments[0]!.value + bar.segments[1]!.value })),
    {
      kind: 'bars',
      title,
      bars,
      legend: [sideName(answer), sideName(compared)],
      source: asOfLine(answer),
    },
  );
}

function picture(
  answer: StatisticsAnswer,
  kind: string,
  title: string,
  values: readonly { label: string; value: number }[],
  spec: ChartSpec,
): Picture {
  const sorted = [...values].sort((a, b) => b.value - a.value);
  const [most] = sorted;
  const least = sorted.at(-1);
  const extremes = most && least && sorted.length > 1 ? words.extremes(most, least) : '';
  return { spec, alt: words.chartAlt(kind, title, extremes, asOfLine(answer)) };
}
