import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';

/*
 * A figure in a table is named by its row and its column. Ingestion writes the names of the columns as the last part
 * of a chunk's context, '| Đơn vị | Năm 2024 – Số chi bộ |', unless the chunk prints them in its first row.
 */

/** A cell of a row with its place in the passage text. */
export interface Cell {
  text: string;
  from: number;
  to: number;
}

/** The cells of a row line that stands at `offset` in its passage. */
export function cellsIn(row: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  const from = row.startsWith('|') ? 1 : 0;
  const to = row.endsWith('|') ? row.length - 1 : row.length;
  let start = from;
  for (const part of row.slice(from, to).split('|')) {
    const text = part.trim();
    const at = start + (part.length - part.trimStart().length);
    cells.push({ text, from: offset + at, to: offset + at + text.length });
    start += part.length + 1;
  }
  return cells;
}

/** The column names in a chunk's context; null where it has none. */
export function columnsOfContext(context: string): string[] | null {
  const match = /(?:^| › )\|([^›]*)\|$/u.exec(context);
  return match ? (match[1] as string).split('|').map((cell) => cell.trim()) : null;
}

/** True for a row that only repeats the names of the columns, the numbers of the columns or a title over all of them. */
export function isHeadRow(row: string, columns: readonly string[]): boolean {
  const cells = cellsIn(row, 0);
  if (cells.length === 1 && columns.length > 1) return !/\d/u.test(cells[0]?.text ?? '');
  if (cells.every(({ text }) => text === '' || /^\(?(?:\d{1,2}|[A-ZĐ])\)?$/u.test(text)))
    return cells.some(({ text }) => text !== '');
  return cells.every(({ text }, column) => text === '' || (columns[column] ?? '').includes(text));
}

const isFigure = (text: string): boolean => /^[^\p{L}]*\d[^\p{L}]*$/u.test(text);

/** Words that ask, and words of every table; they tell no column from another. */
const common = new Set(
  'bao nhieu la co cua theo bang bieu trong may nao gi so cac va o tai thi duoc voi nam muc tong'.split(' '),
);

/**
 * The cells of a row in the columns that the question names; empty where it names none. The words that the row's own
 * name answers do not count for a column: 'Số đảng viên của Chi bộ Văn phòng' asks for the column 'Số đảng viên'.
 */
export function askedCells(question: Question, row: readonly Cell[], columns: readonly string[]): Cell[] {
  const named = new Set(
    row.filter(({ text }) => !isFigure(text)).flatMap(({ text }) => foldedSyllables(text)),
  );
  const words = foldedSyllables(question.text);
  const unit = words.find((word, at) => timeUnits.has(word) && asksHowMany(words.slice(0, at)));
  const open = new Set(words.filter((word) => !named.has(word) && !common.has(word)));
  const all = new Set(words);
  const scored = row.map((cell, column) => {
    const head = foldedSyllables(columns[column] ?? '');
    const own = new Set(head);
    const covered = [...open].filter((word) => own.has(word)).length;
    const shared = [...own].filter((word) => all.has(word)).length;
    return { cell, own, covered, score: covered + 0.5 * (shared / Math.max(1, own.size)) };
  });
  // "Ai phối hợp …?" asks for the body in the column 'Phối hợp', which the question must name in full.
  const candidates =
    question.type === 'person'
      ? scored
          .slice(1)
          .filter(({ cell, own }) => own.size > 0 && /\p{L}/u.test(cell.text) && isWhole(own, open))
      : scored.filter(
          ({ cell, score }, column) =>
            score > 0.25 &&
            /\d/u.test(cell.text) &&
            (unit === undefined ||
              namesUnit(unit, cell, [columns[column] ?? '', ...row.map(({ text }) => text)])),
        );
  const most = Math.max(0, ...candidates.map(({ covered }) => covered));
  const likely = candidates.filter(({ covered }) => covered === most);
  // How much of a name is said tells nothing where the question says no word in which the names differ.
  const isOpen = !likely.some(({ own }) =>
    [...own].some(
      (word) => all.has(word) && !common.has(word) && !likely.every((other) => other.own.has(word)),
    ),
  );
  if (isOpen && likely.length > 1) return likely.map(({ cell }) => cell);
  const best = Math.max(0, ...candidates.map(({ score }) => score));
  const equal = candidates.filter(({ score }) => score >= best - 1e-9);
  const first = Math.min(...equal.map(({ own }) => firstSaid(own, equal, words)));
  return equal.filter(({ own }) => firstSaid(own, equal, words) === first).map(({ cell }) => cell);
}

const timeUnits: ReadonlySet<string> = new Set(['phut', 'gio', 'ngay', 'tuan', 'thang']);

/** Whether what stands before a word asks how many of it. */
const asksHowMany = (before: readonly string[]): boolean =>
  /(?:^| )(?:bao nhieu|may)$/u.test(before.join(' '));

/**
 * Whether a figure counts in a unit of time: said in the cell itself, or in a name of its row or column where it belongs to no
 * other number: 'Thời gian (phút)', but not 'Thời gian họp đủ 90 phút', beside which stand points.
 */
const namesUnit = (unit: string, cell: Cell, names: readonly string[]): boolean =>
  foldedSyllables(cell.text).includes(unit) ||
  names.some((name) =>
    foldedSyllables(name).some((word, at, all) => word === unit && !/^\d/u.test(all[at - 1] ?? '')),
  );

const isWhole = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  [...part].every((word) => whole.has(word));

/**
 * Whether the question says the name of the row, its first cell with words: a name of one word only right behind the
 * name of its column, 'xếp loại Khá'.
 */
export function isRowNamed(question: Question, row: string, columns: readonly string[]): boolean {
  const cells = cellsIn(row, 0);
  const at = cells.findIndex(({ text }) => /\p{L}/u.test(text));
  const words = foldedSyllables(cells[at]?.text ?? '');
  const name = words.length >= 2 ? words : [...foldedSyllables(columns[at] ?? ''), ...words];
  return name.length >= 2 && ` ${question.words.join(' ')} `.includes(` ${name.join(' ')} `);
}

/**
 * Where the question first says what tells a column from its equals: in "chỉ tiêu kết nạp" the head noun stands first,
 * so 'Chỉ tiêu' is asked for and not 'Kết nạp'.
 */
function firstSaid(
  own: ReadonlySet<string>,
  equal: readonly { own: ReadonlySet<string> }[],
  words: readonly string[],
): number {
  const at = words.findIndex((word) => own.has(word) && !equal.every((other) => other.own.has(word)));
  return at < 0 ? words.length : at;
}
