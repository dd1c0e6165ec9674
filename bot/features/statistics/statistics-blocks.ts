import type { ChartSpec } from '../../../papers/chart.ts';
import { unknownKey } from '../../../members/statistics/compute.ts';
import type { Cell, Table } from '../../../members/statistics/compute.ts';
import type { Observation, ObservationDraft } from '../../../members/observations/observation.ts';
import type { StatisticsAnswer } from '../../../members/statistics/statistics.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import * as words from '../../../prompts/members.ts';
import type { Block, Choice } from '../../types.ts';

/** A table of member figures; it leaves only over channels that may carry everything. */
const table = (title: string, head: string[], rows: string[][], note?: string): Block => ({
  type: 'table',
  title,
  head,
  rows,
  ...(note ? { note } : {}),
  audience: 'internal',
});

/** Name of the unit that an answer is about. */
export const unitNameOf = (answer: StatisticsAnswer): string => answer.unit?.name ?? words.wholeScope;

/** Table (and headline) of an answer, without its picture. */
export function statisticsBlocks(answer: StatisticsAnswer, isOpenChannel: boolean): Block[] {
  const { members, organisations } = answer;
  const blocks: Block[] = [];
  if (organisations) blocks.push(organisationTable(answer, organisations));
  else if (members) {
    const people = words.countedPeople(answer.query.filter);
    if (!isOpenChannel && !answer.hidden)
      blocks.push({ type: 'text', text: words.headline(unitNameOf(answer), members.total, people) });
    blocks.push(memberTable(answer, members));
  } else
    blocks.push({
      type: 'text',
      text: answer.query.measure === 'organisations' ? words.noUnits : words.noRegister,
    });
  const compared = comparison(answer);
  return compared ? [...blocks, compared] : blocks;
}

/** The day and the lists of an answer, in one line. */
export const asOfLine = (answer: StatisticsAnswer): string =>
  answer.query.measure === 'organisations'
    ? words.unitsLine(answer.query.asOf)
    : words.registerLine(answer.query.asOf, answer.lists);

function memberTable(answer: StatisticsAnswer, members: Table): Block {
  const { query, hidden } = answer;
  const { dimension } = query;
  const splitHeads = members.splitKeys.map((key) => words.valueName(query.split, key));
  const rows = members.cells.map((cell, index) => {
    const name = cellName(answer, cell);
    if (hidden?.cells[index]) return [name, words.hidden, ''];
    return [name, words.number(cell.count), ...cell.parts.map(words.number), words.share(cell.share)];
  });
  const total = hidden?.isTotalHidden ? words.hiddenTotal : words.number(members.total);
  const partTotals = members.splitKeys.map((_, index) =>
    words.number(members.cells.reduce((sum, cell) => sum + (cell.parts[index] ?? 0), 0)),
  );
  const totalShare = members.total > 0 && !hidden ? words.share(1000) : '';
  const note = [asOfLine(answer), ...remarksOf(answer, members)].join(' ');
  if (dimension === 'none') {
    const parts = answer.overview.flatMap(({ dimension: each, table: counted }) =>
      counted.cells.map((cell) => [
        words.partRow(each, cell.key),
        words.number(cell.count),
        words.share(cell.share),
      ]),
    );
    const head = [words.heading('none'), words.countHeading];
    const { base } = answer;
    if (base !== null) {
      const title = titleOf(answer, members);
      const people = words.capitalise(words.countedPeople(query.filter));
      const ofAll = hidden || base === 0 ? '' : words.share(Math.round((members.total * 1000) / base));
      const all = [
        words.capitalise(words.countedPeople({})),
        words.number(base),
        base === 0 ? '' : words.share(1000),
      ];
      return table(title, [...head, words.shareHeading], [[people, total, ofAll], all], note);
    }
    return parts.length === 0
      ? table(titleOf(answer, members), head, [[words.totalRow, total]], note)
      : table(
          titleOf(answer, members),
          [...head, words.shareHeading],
          [[words.totalRow, total, totalShare], ...parts],
          note,
        );
  }
  return table(
    titleOf(answer, members),
    [words.heading(dimension), words.countHeading, ...splitHeads, words.shareHeading],
    [...rows, [words.totalRow, total, ...partTotals, totalShare]],
    note,
  );
}

const titleOf = (answer: StatisticsAnswer, members: Table): string =>
  words.tableTitle(
    words.countedPeople(answer.query.filter),
    answer.query.dimension,
    members.splitKeys.length > 0 ? answer.query.split : 'none',
    unitNameOf(answer),
  );

function cellName(answer: StatisticsAnswer, cell: Cell): string {
  if (answer.query.dimension !== 'unit' || cell.key === unknownKey)
    return words.valueName(answer.query.dimension, cell.key);
  const unit = answer.units.find((each) => each.id === cell.key);
  const isOwn =
    unit !== undefined &&
    answer.units.some((each) => each.parentId === unit.id) &&
    isRootOf(answer, cell.key);
  return isOwn ? words.ownMembersRow(unit.name) : (unit?.name ?? words.valueName('unit', unknownKey));
}

/** The unit whose parts the other lines are: its line holds only the members who stand directly under it. */
const isRootOf = (answer: StatisticsAnswer, key: string): boolean =>
  answer.members?.cells.some(
    (cell) => cell.key !== key && answer.units.find((unit) => unit.id === cell.key)?.parentId === key,
  ) ?? false;

function remarksOf(answer: StatisticsAnswer, members: Table): string[] {
  if (answer.hidden) return [words.remarks.suppressed];
  const { withoutAdmission, byYearOfBirth, temporaryIn } = members.remarks;
  const latest = answer.lists[0]?.listedOn ?? answer.query.asOf;
  return [
    ...(answer.isColumnMissing ? [words.remarks.missingColumn(answer.query.dimension)] : []),
    ...(answer.query.asOf < latest ? [words.remarks.beforeList] : []),
    ...(answer.query.asOf > latest ? [words.remarks.afterList(latest)] : []),
    ...(withoutAdmission > 0 ? [words.remarks.withoutAdmission(withoutAdmission)] : []),
    ...(byYearOfBirth > 0 ? [words.remarks.byYearOfBirth(byYearOfBirth)] : []),
    ...(temporaryIn > 0 ? [words.remarks.temporaryIn(temporaryIn)] : []),
  ];
}

function organisationTable(
  answer: StatisticsAnswer,
  organisations: NonNullable<StatisticsAnswer['organisations']>,
): Block {
  const countOf = (level: string) => organisations.find((row) => row.level === level)?.count ?? 0;
  const rows = organisations.map((row) => [words.levelName(row.level), words.number(row.count)]);
  const grassroots = countOf('grassroots_committee') + countOf('grassroots_cell');
  return table(
    words.tableTitle(words.units.title, 'level', 'none', unitNameOf(answer)),
    [words.heading('level'), words.countHeading],
    [...rows, [words.indicatorName('grassroots_orgs'), words.number(grassroots)]],
    `${asOfLine(answer)} ${words.remarks.cellsApart}`,
  );
}

/** The register's count and the reported figures side by side, each under its label. */
function comparison(answer: StatisticsAnswer): Block | null {
  const { reported, members, organisations, query, hidden } = answer;
  if (reported.length === 0) return null;
  const asOf = words.timeWords({ asOf: query.asOf, period: null });
  const own: string[][] = [];
  if (members)
    own.push([
      words.comparison.register,
      hidden?.isTotalHidden ? words.hiddenTotal : words.number(members.total),
      asOf,
    ]);
  if (organisations) {
    const grassroots = organisations
      .filter((row) => row.level === 'grassroots_committee' || row.level === 'grassroots_cell')
      .reduce((sum, row) => sum + row.count, 0);
    own.push([words.comparison.units, words.number(grassroots), asOf]);
  }
  const rows = reported.map((each) => [
    words.comparison.reported(each.source, each.status === 'draft'),
    figureText(each),
    words.timeWords(each),
  ]);
  return table(words.comparison.title, words.comparison.head, [...own, ...rows], words.comparison.note);
}

/** The value of a figure with its parts: '70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở'. */
const figureText = (
  figure: Pick<Observation, 'value' | 'valueUnit' | 'denominator' | 'breakdown'>,
): string =>
  figure.breakdown.length > 0
    ? words.breakdown(figure.value, figure.breakdown)
    : words.figure(figure.value, figure.valueUnit, figure.denominator);

const mostBars = 24;

/** The picture of an answer, or null where there is nothing to draw or something to hide. */
export function chartOf(answer: StatisticsAnswer): { spec: ChartSpec; alt: string } | null {
  const { members, query, hidden } = answer;
  if (!members || hidden || query.dimension === 'none' || members.total === 0) return null;
  const cells = foldSmallest(members.cells);
  const isStacked = members.splitKeys.length > 1;
  const bars = cells.map((cell) => {
    const label = 'others' in cell ? words.otherUnits(cell.others) : cellName(answer, cell);
    const parts = isStacked ? cell.parts : [cell.count];
    return {
      label,
      segments: parts.map((value) => ({ value, text: words.number(value) })),
      valueText: isStacked ? words.number(cell.count) : words.countWithShare(cell.count, cell.share),
    };
  });
  const unknownSegment = isStacked ? members.splitKeys.indexOf(unknownKey) : -1;
  const title = titleOf(answer, members);
  return {
    spec: {
      title,
      bars,
      legend: isStacked ? members.splitKeys.map((key) => words.valueName(query.split, key)) : [],
      ...(unknownSegment >= 0 ? { unknownSegment } : {}),
      source: asOfLine(answer),
    },
    alt: words.chartAlt(title, asOfLine(answer)),
  };
}

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

/** Buttons for the next splits of the same question. */
export function nextSplits(
  { query, unit, units }: StatisticsAnswer,
  actionOf: (query: StatisticsQuery) => string,
): Choice[] {
  if (query.measure === 'organisations') return [];
  const splits = ['sex', 'standing', 'age', 'theory', 'unit'] as const;
  return splits
    .filter((dimension) => dimension !== query.dimension && !(dimension in query.filter))
    .filter((dimension) => dimension !== 'unit' || !unit || units.some((each) => each.parentId === unit.id))
    .map((dimension) => ({
      label: words.splitButton(dimension),
      action: actionOf({ ...query, dimension, split: 'none' }),
    }));
}

/** What is about to be saved, for the eye of the person who typed it. */
export const draftTable = (draft: ObservationDraft, unitName: string): Block => {
  const { fields } = words.entry;
  return table(words.entry.title, words.entry.head, [
    [fields.indicator, words.indicatorName(draft.indicator, draft.qualifier)],
    [fields.unit, unitName],
    [fields.value, words.figure(draft.value, draft.valueUnit, draft.denominator)],
    ...(draft.breakdown.length > 0 ? [[fields.parts, words.breakdown(draft.value, draft.breakdown)]] : []),
    [fields.time, words.timeWords(draft)],
    [fields.source, draft.source],
  ]);
};

/** Reported figures: one as a sentence with its source, several as a table. */
export function observationBlocks(found: readonly Observation[], isOpenChannel: boolean): Block[] {
  const [only] = found;
  if (!only) return [{ type: 'text', text: words.reported.none }];
  if (found.length === 1 && !isOpenChannel) {
    const lines = [
      words.reported.headline(
        words.indicatorName(only.indicator, only.qualifier),
        only.unitName,
        words.figure(only.value, only.valueUnit, only.denominator),
        words.timeWords(only),
      ),
      ...(only.breakdown.length > 0
        ? [words.reported.parts(words.breakdown(only.value, only.breakdown))]
        : []),
      words.reported.source(only.source, words.statusName(only.status)),
    ];
    return [{ type: 'text', text: lines.join('\n') }];
  }
  const scopes = new Set(found.map((each) => `${each.unitId}|${words.timeWords(each)}`));
  return [
    table(
      words.reported.tableTitle,
      words.reported.head,
      found.map((each) => [
        words.indicatorName(each.indicator, each.qualifier),
        each.unitName,
        figureText(each),
        words.timeWords(each),
        each.source,
        words.statusName(each.status),
      ]),
      scopes.size > 1 ? words.reported.severalScopes : undefined,
    ),
  ];
}
