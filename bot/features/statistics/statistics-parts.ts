import { elsewhereKey } from '../../../members/statistics/count.ts';
import type { Cell, Table } from '../../../members/statistics/count.ts';
import type { Counted } from '../../../members/statistics/sides.ts';
import type { StatisticsAnswer } from '../../../members/statistics/statistics.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import * as figures from '../../../prompts/members.ts';
import * as words from '../../../prompts/members-statistics.ts';
import type { Block } from '../../types.ts';

/** A table of member figures; it leaves only over channels that may carry everything. */
export const confinedTable = (title: string, head: string[], rows: string[][], note?: string): Block => ({
  type: 'table',
  title,
  head,
  rows,
  ...(note ? { note } : {}),
  audience: 'internal',
});

/** Name of the unit that an answer is about. */
export const unitNameOf = (answer: Pick<Counted, 'unit'>): string => answer.unit?.name ?? words.wholeScope;
/** What an answer counts, in words. */
export const countedOf = (query: StatisticsQuery): string => words.counted(query, figures.levelName);

/** The day and the lists of an answer, in one line. */
export const asOfLine = (
  answer: StatisticsAnswer,
  time: Pick<Counted, 'asOf' | 'period'> = answer,
): string =>
  answer.query.measure === 'organisations'
    ? words.unitsLine(time.asOf)
    : words.registerLine(time, answer.lists);

/** The name of a line: a unit's, with its parent where it stands in a list of many levels, or a value's. */
export function cellName(answer: StatisticsAnswer, table: Table, cell: Pick<Cell, 'key'>): string {
  const { dimension } = answer.query;
  if (dimension !== 'unit' || cell.key === elsewhereKey) return words.valueName(dimension, cell.key);
  const unit = answer.units.find((each) => each.id === cell.key);
  if (!unit) return words.valueName('unit', elsewhereKey);
  if (cell.key === table.ownKey) return table.cells.length > 1 ? words.ownMembersRow(unit.name) : unit.name;
  const isTwin = answer.units.some((each) => each.name === unit.name && each.id !== unit.id);
  const parent = isTwin ? answer.units.find((each) => each.id === unit.parentId) : undefined;
  return figures.unitOption(unit.name, parent?.name ?? null);
}
