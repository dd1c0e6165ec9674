import { oneLine } from '../../text/normalise.ts';
import type { SourceLine } from '../types.ts';
import { headRowCount } from '../structure/table-head.ts';

/*
 * Tables of every format. A table of data becomes one line a row, '| a | b |', with merged cells written into each row
 * or column that they stand for, so that a figure can be found by its row and its column. A table that only lays text
 * out (letterhead, recipients beside the signature, a box around paragraphs) becomes the lines of its cells.
 */

/** A cell as the format gives it, in the row in which it begins. */
export interface TableCell {
  lines: readonly SourceLine[];
  columnSpan: number;
  rowSpan: number;
  /** True where the format itself marks it as a head of its column. */
  isHead: boolean;
}

/** Wider than any sheet of paper; a stated span is no reason to allocate millions of cells. */
const mostColumns = 200;
/** A longer text that spans rows or columns is written once: a legal basis beside ten rows is no name of a row. */
const longestRepeated = 160;

/** The lines of a table, rows of cells from top to bottom. */
export function linesOfTable(rows: readonly (readonly TableCell[])[]): SourceLine[] {
  const grid = withoutFalseColumns(placeCells(rows));
  const widest = Math.max(0, ...grid.map((row) => row.length));
  if (isLayout(rows, grid, widest)) return layoutLines(grid, widest);
  const texts = grid.map((row) => rowTexts(row, widest));
  const kept = texts.flatMap((cells, index) => (cells.some((cell) => cell !== '') ? [index] : []));
  const heads = countHeads(
    kept.map((index) => grid[index] as Slot[]),
    kept.map((index) => texts[index] as string[]),
  );
  return kept.map((index, position) => ({
    text:
      position < heads
        ? rowLine(texts[index] as string[], true)
        : rowLine(bodyTexts(grid[index] as Slot[], texts[index] as string[]), false),
    hint: 'row' as const,
    ...(position === 0 ? { isTableStart: true } : {}),
    ...(position < heads ? { isHead: true } : {}),
  }));
}

/** '| a | b |'; a row of one merged cell is written as one cell. Bars inside cells would make more of them. */
function rowLine(cells: readonly string[], isHead: boolean): string {
  const escaped = cells.map((cell) => cell.replace(/\|/gu, '/'));
  const [first = ''] = escaped;
  const isOne = escaped.length > 1 && first !== '' && escaped.every((cell) => cell === first);
  if (isOne && (isHead || first.length > 3)) return `| ${first} |`;
  return `| ${escaped.join(' | ')} |`;
}

/** In the body a figure stands for every column that it covers, words only for the first. */
const bodyTexts = (row: readonly Slot[], texts: readonly string[]): string[] => {
  if (new Set(row.map(({ cell }) => cell)).size === 1) return [...texts];
  return texts.map((text, column) =>
    row[column]?.isRepeatedAcross === true && !/\d/u.test(text.slice(0, 12)) ? '' : text,
  );
};

/** A place of the grid: the cell that covers it, and whether it is the cell's own first place. */
interface Slot {
  cell: TableCell;
  isRepeatedDown: boolean;
  isRepeatedAcross: boolean;
}

/** Every cell at every place that it covers. */
function placeCells(rows: readonly (readonly TableCell[])[]): Slot[][] {
  const grid: Slot[][] = rows.map(() => []);
  for (const [rowIndex, row] of rows.entries()) {
    let column = 0;
    for (const cell of row) {
      while (grid[rowIndex]?.[column]) column += 1;
      const across = Math.min(Math.max(1, cell.columnSpan), mostColumns - column);
      const down = Math.min(Math.max(1, cell.rowSpan), rows.length - rowIndex);
      for (let y = 0; y < down; y++) {
        const target = grid[rowIndex + y] as Slot[];
        for (let x = 0; x < across; x++)
          target[column + x] ??= { cell, isRepeatedDown: y > 0, isRepeatedAcross: x > 0 };
      }
      column += Math.max(0, across);
      if (column >= mostColumns) break;
    }
  }
  // Holes left by spans beyond the row become empty cells.
  return grid.map((row) => Array.from(row, (slot) => slot ?? emptySlot));
}

/**
 * Tables drawn by hand have borders that do not meet: two columns of the grid of which no row uses both are one.
 */
function withoutFalseColumns(grid: Slot[][]): Slot[][] {
  const widest = Math.max(0, ...grid.map((row) => row.length));
  const begins = (slot: Slot | undefined): boolean => slot !== undefined && !slot.isRepeatedAcross;
  for (let column = widest - 1; column > 0; column--) {
    if (grid.some((row) => begins(row[column - 1]) && begins(row[column]))) continue;
    for (const row of grid) {
      if (row.length <= column) continue;
      const [left, right] = [row[column - 1], row[column]] as [Slot, Slot];
      row.splice(column - 1, 2, !begins(left) && begins(right) ? right : left);
    }
  }
  return grid;
}

const emptySlot: Slot = {
  cell: { lines: [], columnSpan: 1, rowSpan: 1, isHead: false },
  isRepeatedDown: false,
  isRepeatedAcross: false,
};

const cellTexts = new WeakMap<TableCell, string>();

function cellText(cell: TableCell): string {
  let text = cellTexts.get(cell);
  if (text === undefined) {
    text = oneLine(cell.lines.map((line) => line.text).join(' '));
    cellTexts.set(cell, text);
  }
  return text;
}

function rowTexts(row: readonly Slot[], widest: number): string[] {
  const texts = row.map((slot) => {
    const text = cellText(slot.cell);
    if (!slot.isRepeatedDown && !slot.isRepeatedAcross) return text;
    return text.length <= longestRepeated ? text : '';
  });
  while (texts.length < widest) texts.push('');
  return texts;
}

/** Heads that the format marks, otherwise those that merged cells and figures show. */
function countHeads(grid: readonly (readonly Slot[])[], texts: readonly string[][]): number {
  let marked = 0;
  while (marked < grid.length - 1 && grid[marked]?.every(({ cell }) => cell.isHead || cellText(cell) === ''))
    marked += 1;
  if (marked > 0) return marked;
  // A cell that reaches down from the first row makes all rows beside it heads.
  const first = grid.findIndex((row) => new Set(row.map(({ cell }) => cell)).size > 1);
  const deep = first < 0 ? 1 : Math.min(...[...new Set(grid[first]?.map(({ cell }) => cell))].map(spanOf));
  const tallest = first < 0 ? 1 : Math.max(...[...new Set(grid[first]?.map(({ cell }) => cell))].map(spanOf));
  return headRowCount(texts, tallest > deep || deep > 1 ? first + Math.min(tallest, 4) : 0);
}

const spanOf = (cell: TableCell): number => cell.rowSpan;

const layoutWords =
  /CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Nơi nhận|^\s*(?:T\/M|TM\.|K\/T|KT\.|T\/L|TL\.|TUQ\.)|(?:Ký|ký)[^.]{0,20}(?:ghi rõ|đóng dấu)|ngày\s*[\d….]+\s*tháng/mu;

function isLayout(
  rows: readonly (readonly TableCell[])[],
  grid: readonly (readonly Slot[])[],
  widest: number,
): boolean {
  if (widest <= 1 || rows.every((row) => row.length <= 1)) return true;
  const cells = rows.flat();
  const mostCells = Math.max(...rows.map((row) => row.length));
  if (mostCells > 3) return false;
  if (cells.some((cell) => cell.lines.some((line) => line.hint === 'row'))) return true;
  const texts = cells.map((cell) => cell.lines.map((line) => line.text.trim()).join('\n'));
  if (grid.length <= 5 && texts.some((text) => layoutWords.test(text))) return true;
  // One row of prose or of a name is no data: a signature without its office, a caption beside a picture.
  return rows.length === 1 && mostCells === 2;
}

/** Column by column, each cell once, in the column in which it begins. */
function layoutLines(grid: readonly (readonly Slot[])[], widest: number): SourceLine[] {
  const lines: SourceLine[] = [];
  const seen = new Set<TableCell>();
  for (let column = 0; column < widest; column++) {
    for (const row of grid) {
      const cell = row[column]?.cell;
      if (!cell || seen.has(cell)) continue;
      seen.add(cell);
      lines.push(...cell.lines);
    }
  }
  return lines;
}
