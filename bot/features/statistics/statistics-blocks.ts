import type { Table } from '../../../members/statistics/count.ts';
import { largestRemainder } from '../../../members/statistics/shares.ts';
import type { StatisticsAnswer } from '../../../members/statistics/statistics.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import * as figures from '../../../prompts/members.ts';
import * as words from '../../../prompts/members-statistics.ts';
import type { Block, Choice } from '../../types.ts';
import { figureText } from '../observations/figure-blocks.ts';
import { asOfLine, cellName, confinedTable, countedOf, unitNameOf } from './statistics-parts.ts';
import { balanceTable, comparisonBlocks, ratingBlocks, trendTable } from './statistics-sides.ts';

/** Table (and headline) of an answer, without its picture. */
export function statisticsBlocks(answer: StatisticsAnswer, isOpenChannel: boolean): Block[] {
  const { query, members, organisations, refusal } = answer;
  if (refusal !== null) return [{ type: 'text', text: words.refusals[refusal] ?? '' }];
  if (query.measure === 'ratings') return ratingBlocks(answer);
  if (answer.trend) return [trendTable(answer, answer.trend)];
  if (answer.balance) return [balanceTable(answer, answer.balance)];
  if (answer.compared) return comparisonBlocks(answer, answer.compared);
  if (!organisations && !members)
    return [{ type: 'text', text: query.measure === 'organisations' ? figures.noUnits : figures.noRegister }];
  const blocks: Block[] = [];
  if (organisations) blocks.push(...organisationBlocks(answer, organisations, isOpenChannel));
  else if (members) {
    if (!isOpenChannel && !answer.hidden && query.top === null)
      blocks.push({
        type: 'text',
        text: words.headline(unitNameOf(answer), members.total, countedOf(query), words.timeOf(answer)),
      });
    blocks.push(memberTable(answer, members));
  }
  const compared = reportedTable(answer);
  return compared ? [...blocks, compared] : blocks;
}

function memberTable(answer: StatisticsAnswer, members: Table): Block {
  const { query, hidden } = answer;
  const note = [asOfLine(answer), ...remarksOf(answer, members)].join(' ');
  const total = hidden?.isTotalHidden ? words.hiddenTotal : words.number(members.total);
  const title = titleOf(answer, members);
  if (query.dimension === 'none') {
    const head = [words.heading('none'), words.countHeading];
    if (answer.base !== null) return shareTable(answer, members.total, answer.base, total, title, note);
    const parts = answer.overview.flatMap(({ dimension, table }) =>
      table.cells.map((cell) => [
        words.partRow(dimension, cell.key),
        words.number(cell.count),
        words.share(cell.share),
      ]),
    );
    const totalShare = members.total > 0 && !hidden ? words.share(1000) : '';
    return parts.length === 0
      ? confinedTable(title, head, [[words.totalRow, total]], note)
      : confinedTable(
          title,
          [...head, words.shareHeading],
          [[words.totalRow, total, totalShare], ...parts],
          note,
        );
  }
  const splitHeads = members.splitKeys.map((key) => words.valueName(query.split, key));
  const isRanked = query.top !== null;
  const rows = members.cells.map((cell, index) => {
    const name = cellName(answer, members, cell);
    if (hidden?.cells[index]) return [name, words.hidden, ...(isRanked ? [] : [''])];
    const share = isRanked || hidden ? [] : [words.share(cell.share)];
    return [name, words.number(cell.count), ...cell.parts.map(words.number), ...share];
  });
  const partTotals = members.splitKeys.map((_, index) =>
    words.number(members.cells.reduce((sum, cell) => sum + (cell.parts[index] ?? 0), 0)),
  );
  const hasShares = !isRanked && !hidden;
  return confinedTable(
    title,
    [
      words.heading(query.dimension),
      words.countHeading,
      ...splitHeads,
      ...(hasShares ? [words.shareHeading] : []),
    ],
    [
      ...(hidden ? rows.map((row) => row.slice(0, 2)) : rows),
      ...(isRanked
        ? []
        : [
            [
              words.totalRow,
              total,
              ...partTotals,
              ...(hasShares ? [words.share(members.total > 0 ? 1000 : 0)] : []),
            ],
          ]),
    ],
    note,
  );
}

/** Some of all: the number, all, and the share. */
function shareTable(
  answer: StatisticsAnswer,
  count: number,
  base: number,
  shown: string,
  title: string,
  note: string,
): Block {
  const { query, hidden } = answer;
  const isKnown = !hidden && base > 0 && count <= base;
  const [share = 0] = isKnown ? largestRemainder([count, base - count]) : [];
  const all = countedOf({ ...query, filter: {} });
  return confinedTable(
    title,
    [words.heading('none'), words.countHeading, words.shareHeading],
    [
      [words.capital(countedOf(query)), shown, isKnown ? words.share(share) : ''],
      [words.capital(all), words.number(base), base === 0 ? '' : words.share(1000)],
    ],
    note,
  );
}

/** Title of the table and of the picture. */
export function titleOf(answer: StatisticsAnswer, members: Table): string {
  const { query } = answer;
  const what = query.top
    ? words.rankingTitle(countedOf(query), query.top.order, members.cells.length)
    : countedOf(query);
  return words.tableTitle(
    what,
    query.top ? { dimension: 'none', split: 'none' } : query,
    members.splitKeys.length > 0,
    unitNameOf(answer),
  );
}

function remarksOf(answer: StatisticsAnswer, members: Table): string[] {
  const { query } = answer;
  if (answer.isGuarded) return [words.remarks.suppressed];
  const { withoutAdmission, byYearOfBirth, temporaryIn, countedWithoutPersons, leftOutWithoutPersons } =
    members.remarks;
  const latest = answer.lists[0]?.listedOn ?? answer.asOf;
  const isStock = answer.period === null;
  const hasDetails = query.dimension !== 'none' && query.dimension !== 'unit';
  return [
    ...(answer.isColumnMissing ? [words.remarks.missingColumn(query.dimension)] : []),
    ...(isStock && answer.asOf > latest ? [words.remarks.afterList(latest)] : []),
    ...(!isStock && (hasDetails || Object.keys(query.filter).length > 0) ? [words.remarks.ageAtEnd] : []),
    ...(withoutAdmission > 0 ? [words.remarks.withoutAdmission(withoutAdmission)] : []),
    ...(byYearOfBirth > 0 ? [words.remarks.byYearOfBirth(byYearOfBirth)] : []),
    ...(temporaryIn > 0 ? [words.remarks.temporaryIn(temporaryIn)] : []),
    ...(countedWithoutPersons !== 0 ? [words.remarks.countedWithoutPersons(countedWithoutPersons)] : []),
    ...(leftOutWithoutPersons !== 0 ? [words.remarks.leftOutWithoutPersons(leftOutWithoutPersons)] : []),
    ...(members.cells.length > 2 && query.top === null && members.total > 0
      ? [words.remarks.sharesAddUp]
      : []),
  ];
}

function organisationBlocks(
  answer: StatisticsAnswer,
  organisations: NonNullable<StatisticsAnswer['organisations']>,
  isOpenChannel: boolean,
): Block[] {
  const { query } = answer;
  const total = organisations.reduce((sum, row) => sum + row.count, 0);
  const rows = organisations.map((row) => [figures.levelName(row.level), words.number(row.count)]);
  const countOf = (level: string) => organisations.find((row) => row.level === level)?.count ?? 0;
  const sum =
    query.levels === null
      ? [
          [
            figures.indicatorName('grassroots_orgs'),
            words.number(countOf('grassroots_committee') + countOf('grassroots_cell')),
          ],
        ]
      : organisations.length > 1
        ? [
            [
              words.isGrassroots(query.levels) ? words.capital(countedOf(query)) : words.totalRow,
              words.number(total),
            ],
          ]
        : [];
  const what = countedOf(query);
  const table = confinedTable(
    words.tableTitle(what, query, false, unitNameOf(answer)),
    [words.heading('level'), words.countHeading],
    [...rows, ...sum],
    `${asOfLine(answer)} ${words.remarks.cellsApart}`,
  );
  return query.levels === null || isOpenChannel
    ? [table]
    : [{ type: 'text', text: words.headline(unitNameOf(answer), total, what, words.timeOf(answer)) }, table];
}

/** The register's count and the reported figures side by side, each under its label. */
function reportedTable(answer: StatisticsAnswer): Block | null {
  const { reported, members, organisations, hidden } = answer;
  if (reported.length === 0) return null;
  const { comparison } = figures;
  const own: string[][] = [];
  if (members)
    own.push([
      comparison.register,
      hidden?.isTotalHidden ? words.hiddenTotal : words.number(members.total),
      words.timeOf(answer),
    ]);
  if (organisations) {
    const counted = organisations.filter(
      (row) =>
        answer.query.levels !== null ||
        row.level === 'grassroots_committee' ||
        row.level === 'grassroots_cell',
    );
    const total = counted.reduce((sum, row) => sum + row.count, 0);
    own.push([comparison.units, words.number(total), words.timeOf(answer)]);
  }
  const rows = reported.map((each) => [
    comparison.reported(each.source, each.status === 'draft'),
    figureText(each),
    figures.timeWords(each),
  ]);
  return confinedTable(comparison.title, comparison.head, [...own, ...rows], comparison.note);
}

/** Buttons for the next splits of the same question. */
export function nextSplits(
  { query, unit, units, isGuarded }: StatisticsAnswer,
  actionOf: (query: StatisticsQuery) => string,
): Choice[] {
  if (query.measure !== 'members' || isGuarded) return [];
  const splits = ['sex', 'standing', 'age', 'theory', 'unit'] as const;
  return splits
    .filter((dimension) => dimension !== query.dimension && !(dimension in query.filter))
    .filter((dimension) => dimension !== 'unit' || !unit || units.some((each) => each.parentId === unit.id))
    .map((dimension) => ({
      label: words.splitButton(dimension),
      action: actionOf({
        ...query,
        dimension,
        split: 'none',
        top: null,
        compare: null,
        trend: null,
        period: null,
      }),
    }));
}
