import type { SourceLine } from '../types.ts';
import type { TableCell } from './table.ts';

/* Rich Text and Word's binary format say of a cell where it ends on the page, not which column it is. */

/** A row with the right edges of its cells in twentieths of a point, and what the format says of merging. */
export interface EdgeRow {
  cells: {
    lines: SourceLine[];
    right: number;
    /** Part of the cell to its left. */
    isMergedRight: boolean;
    /** Part of the cell above. */
    isMergedDown: boolean;
  }[];
}

/** Edges nearer than this, in twentieths of a point, are one. */
const sameEdge = 60;

/** The cells of a table: its columns are the places where any row has an edge. */
export function cellsByEdges(rows: readonly EdgeRow[]): TableCell[][] {
  const edges: number[] = [];
  for (const right of rows.flatMap((row) => row.cells.map((cell) => cell.right)).sort((a, b) => a - b))
    if (right - (edges.at(-1) ?? Number.NEGATIVE_INFINITY) > sameEdge) edges.push(right);
  const columnAfter = (right: number): number => {
    const at = edges.findIndex((edge) => Math.abs(edge - right) <= sameEdge);
    return at < 0 ? edges.length : at + 1;
  };
  const above = new Map<number, TableCell>();
  return rows.map((row) => {
    const cells: TableCell[] = [];
    let column = 0;
    for (const cell of row.cells) {
      const to = Math.max(column + 1, columnAfter(cell.right));
      const last = cells.at(-1);
      const holder = cell.isMergedDown && cell.lines.length === 0 ? above.get(column) : undefined;
      if (cell.isMergedRight && cell.lines.length === 0 && last) last.columnSpan += to - column;
      else if (holder) holder.rowSpan += 1;
      else {
        const own: TableCell = { lines: cell.lines, columnSpan: to - column, rowSpan: 1, isHead: false };
        cells.push(own);
        above.set(column, own);
      }
      column = to;
    }
    return cells;
  });
}
