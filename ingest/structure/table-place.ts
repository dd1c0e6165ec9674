import { isDashItem } from './markers.ts';
import { cellsOfRow, columnNames, headRowCount, wideTitles } from './table-head.ts';
import type { Paragraph } from '../types.ts';

/* Where the rows of a chunk stand in their table, so that a figure is found by row and column. */

/** What the context of some rows says of their table. */
export interface TablePlace {
  /** Caption, unit of measure and the group row above, from wide to narrow. */
  titles: string[];
  /** '| Đơn vị | Năm 2024 – Số chi bộ |'; '' for a table without heads. */
  columns: string;
  /** True where the rows themselves print that head in one line. */
  areColumnsPrinted: boolean;
  /** First and last row of data, from 1, where the table is cut into several groups. */
  rows: [number, number] | null;
}

/** Of one table, paragraphs [from, to). */
export interface TablePlaces {
  headRows: number;
  of(from: number, to: number): TablePlace;
}

/** Longer heads are forms to fill in. */
const longestColumns = 1600;
const longestCaption = 200;

/** Reads the head of a table and what stands above it; `bodyFrom` is where the text begins that may hold a caption. */
export function createTablePlaces(
  paragraphs: readonly Paragraph[],
  from: number,
  to: number,
  bodyFrom: number,
): TablePlaces {
  const rows = paragraphs.slice(from, to);
  const cells = rows.map((row) => cellsOfRow(row.text));
  let marked = 0;
  while (rows[marked]?.isHead) marked += 1;
  const knowsHeads = rows.some((row) => row.isTableStart);
  const headRows = marked > 0 || knowsHeads ? marked : headRowCount(cells);
  const heads = cells.slice(0, headRows);
  const names = columnNames(heads);
  const columns = names.length > 1 ? `| ${names.join(' | ')} |`.slice(0, longestColumns) : '';
  const captions = [...captionsAbove(paragraphs, from, bodyFrom), ...wideTitles(heads)];
  return {
    headRows,
    of(start, end) {
      const first = start - from;
      const isFirst = first === 0;
      const group = isFirst ? undefined : groupAbove(cells, headRows, first);
      return {
        titles: [...captions, ...(group === undefined ? [] : [group])],
        columns: columns === '' || columns.endsWith('|') ? columns : `${columns} |`,
        areColumnsPrinted: isFirst && headRows === 1,
        rows:
          isFirst && end === to
            ? null
            : [Math.max(1, first - headRows + 1), Math.max(1, end - from - headRows)],
      };
    },
  };
}

/** The last row before `index` that only names a group: 'II | Khối xã, phường | |'. */
function groupAbove(cells: readonly string[][], headRows: number, index: number): string | undefined {
  for (let at = index - 1; at >= headRows; at--) {
    const row = cells[at] ?? [];
    const [first = '', ...rest] = row;
    const filled = [...new Set(rest.filter((cell) => cell !== '' && cell !== first))];
    const isCounted = /^(?:[IVXLC]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)]?$/u.test(first);
    const name = isCounted || first === '' ? filled[0] : first;
    const isAlone = isCounted || first === '' ? filled.length === 1 : filled.length === 0;
    if (isAlone && name !== undefined && /\p{L}{2}/u.test(name)) return isCounted ? `${first} ${name}` : name;
  }
  return undefined;
}

const unitLine = /^\(?\s*(?:đơn vị(?: tính)?|đvt)\s*[:：]/iu;
const captionLine =
  /^(?:bảng|biểu|phụ biểu|phụ lục|danh sách|danh mục|tổng hợp|số liệu|kết quả|chỉ tiêu)(?!\p{L})/iu;

/** Caption and unit of measure above a table, in reading order: short lines that end no sentence. */
function captionsAbove(paragraphs: readonly Paragraph[], from: number, bodyFrom: number): string[] {
  const found: string[] = [];
  for (let at = from - 1; at >= bodyFrom && at >= from - 3; at--) {
    const { text, hint } = paragraphs[at] as Paragraph;
    if (hint === 'row' || text.length > longestCaption) break;
    if (unitLine.test(text)) found.unshift(text);
    else {
      // The nearest other line is the caption where it reads like one.
      const isCaption = captionLine.test(text) || (!/[.;,]$/u.test(text) && !isDashItem(text));
      if (isCaption && hint !== 'heading') found.unshift(text);
      break;
    }
  }
  return found;
}
