import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { fold } from '../../text/normalise.ts';
import type { ParsedFile, SourceLine } from '../types.ts';
import { readCellStyles, shownValue, styleElements, type CellStyles } from './cell-format.ts';
import { linesOfTable, type TableCell } from './table.ts';
import { childOf, childrenOf, descendantsOf, parseXml, textOf, type XmlElement } from './xml.ts';
import { openOfficeFile, type OfficeParts } from './zip.ts';

const elements: ReadonlySet<string> = new Set([
  'x:sheet',
  'x:c',
  'x:row',
  'x:col',
  'x:mergeCell',
  'x:workbookPr',
  ...styleElements,
]);

/** A sheet larger than this is a database, not a document. */
const mostCells = 400_000;

/**
 * Reads a workbook: each sheet that is shown becomes a heading and its tables, parted where rows stand empty. Values
 * are written as Excel would show them to a Vietnamese reader; of a formula its last result is read.
 * @throws DocumentUnreadableError for a file that cannot be opened, and for a list of members
 */
export async function parseXlsx(bytes: Uint8Array): Promise<ParsedFile> {
  try {
    const parts = await openOfficeFile(bytes);
    const workbook = parseXml(await parts.text('xl/workbook.xml'), elements);
    const styles = readCellStyles(await optional(parts, 'xl/styles.xml'), is1904(workbook));
    const strings = await readStrings(parts);
    const paths = await sheetPaths(parts);
    const lines: SourceLine[] = [];
    const marks: string[] = [];
    for (const sheet of descendantsOf(workbook, 'x:sheet')) {
      const path = paths.get(sheet.attrs['r:id'] ?? sheet.attrs['id'] ?? '');
      const name = sheet.attrs['name'] ?? '';
      marks.push(name);
      if (path === undefined || /hidden/iu.test(sheet.attrs['state'] ?? '')) continue;
      const root = parseXml(await parts.text(path), elements);
      marks.push(
        ...descendantsOf(root, 'x:oddHeader', 'x:oddFooter', 'x:firstHeader', 'x:firstFooter').map(textOf),
      );
      const own = sheetLines(root, strings, styles);
      if (own.length > 0) lines.push({ text: name, hint: 'heading', level: 1 }, ...own);
    }
    if (lines.some((line) => line.hint === 'row' && isRegisterHead(line.text)))
      throw new DocumentUnreadableError(unreadable.register);
    marks.push(...(await propertyMarks(parts)));
    return { pages: [lines], hasPages: false, marks, fields: {}, warnings: [] };
  } catch (error) {
    if (error instanceof DocumentUnreadableError) throw error;
    throw new DocumentUnreadableError(unreadable.brokenExcel, { cause: error });
  }
}

const optional = async (parts: OfficeParts, name: string): Promise<XmlElement | null> => {
  const xml = await parts.text(name);
  return xml === '' ? null : parseXml(xml, elements);
};

const is1904 = (workbook: XmlElement): boolean =>
  ['1', 'true'].includes(descendantsOf(workbook, 'x:workbookPr')[0]?.attrs['date1904'] ?? '');

/** A list of members has their names, births and days of joining: it belongs into the register, not among documents. */
function isRegisterHead(row: string): boolean {
  const folded = fold(row);
  const signs = [
    /(?<!\p{L})(?:ho va ten|ho ten|ho, ten)(?!\p{L})/u,
    /(?<!\p{L})(?:ngay sinh|nam sinh|ngay thang nam sinh|ngay, thang, nam sinh)(?!\p{L})/u,
    /(?<!\p{L})(?:ngay vao dang|ket nap|ngay chinh thuc|so the dang|the dang vien|tuoi dang)(?!\p{L})/u,
  ];
  return signs.every((sign) => sign.test(folded));
}

async function readStrings(parts: OfficeParts): Promise<string[]> {
  const root = await optional(parts, 'xl/sharedStrings.xml');
  if (!root) return [];
  return descendantsOf(root, 'x:si').map(richText);
}

/** Text of a string in several formats; the readings of Asian letters (rPh) are no part of it. */
const richText = (item: XmlElement): string =>
  childrenOf(item)
    .map((child) => (child.name === 'x:t' ? textOf(child) : child.name === 'x:r' ? richText(child) : ''))
    .join('');

async function sheetPaths(parts: OfficeParts): Promise<Map<string, string>> {
  const xml = await parts.text('xl/_rels/workbook.xml.rels');
  const paths = new Map<string, string>();
  for (const [relation] of xml.matchAll(/<Relationship\b[^>]*>/gu)) {
    const id = /\bId="([^"]+)"/u.exec(relation)?.[1];
    const target = /\bTarget="([^"]+)"/u.exec(relation)?.[1];
    if (id && target) paths.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  return paths;
}

interface PlacedCell {
  row: number;
  column: number;
  text: string;
}

function sheetLines(root: XmlElement, strings: readonly string[], styles: CellStyles): SourceLine[] {
  const sheet = childOf(root, 'x:worksheet') ?? root;
  const hiddenColumns = new Set(
    descendantsOf(sheet, 'x:col').flatMap(({ attrs }) => {
      if (!['1', 'true'].includes(attrs['hidden'] ?? '')) return [];
      const from = Number(attrs['min'] ?? '0');
      return Array.from(
        { length: Math.min(500, Number(attrs['max'] ?? '0') - from + 1) },
        (_, n) => from + n - 1,
      );
    }),
  );
  const cells: PlacedCell[] = [];
  const hiddenRows = new Set<number>();
  for (const [index, row] of childrenOf(childOf(sheet, 'x:sheetData'), 'x:row').entries()) {
    const rowNo = Number(row.attrs['r'] ?? index + 1);
    if (['1', 'true'].includes(row.attrs['hidden'] ?? '')) {
      hiddenRows.add(rowNo);
      continue;
    }
    for (const [at, cell] of childrenOf(row, 'x:c').entries()) {
      const column = columnOf(cell.attrs['r']) ?? at;
      if (hiddenColumns.has(column)) continue;
      const text = cellText(cell, strings, styles);
      if (text !== '') cells.push({ row: rowNo, column, text });
      if (cells.length > mostCells) throw new DocumentUnreadableError(unreadable.tooLarge);
    }
  }
  return tablesOf(cells, mergesOf(sheet), hiddenRows).flatMap(linesOfBlock);
}

const columnOf = (reference: string | undefined): number | null => {
  const letters = /^([A-Z]{1,3})\d/u.exec(reference ?? '')?.[1];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
};

function cellText(cell: XmlElement, strings: readonly string[], styles: CellStyles): string {
  const type = cell.attrs['t'] ?? 'n';
  if (type === 'inlineStr') return richText(childOf(cell, 'x:is') ?? cell).trim();
  const value = childOf(cell, 'x:v');
  const raw = value ? textOf(value) : '';
  if (raw === '') return '';
  if (type === 's') return (strings[Number(raw)] ?? '').trim();
  if (type === 'str' || type === 'e') return type === 'e' ? '' : raw.trim();
  if (type === 'b') return raw === '1' ? '✓' : '';
  return shownValue(raw, Number(cell.attrs['s'] ?? '0'), type, styles);
}

/** Merged places by their upper left corner: 'row column'. */
interface Merge {
  rows: number;
  columns: number;
}

function mergesOf(sheet: XmlElement): Map<string, Merge> {
  const merges = new Map<string, Merge>();
  for (const { attrs } of descendantsOf(sheet, 'x:mergeCell')) {
    const match = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/u.exec(attrs['ref'] ?? '');
    if (!match) continue;
    const [, fromColumn = '', fromRow = '', toColumn = '', toRow = ''] = match;
    const column = columnOf(`${fromColumn}1`) ?? 0;
    merges.set(`${fromRow} ${column}`, {
      rows: Number(toRow) - Number(fromRow) + 1,
      columns: (columnOf(`${toColumn}1`) ?? column) - column + 1,
    });
  }
  return merges;
}

interface SheetBlock {
  rows: TableCell[][];
}

/** Rows that follow each other; an empty row parts a title from its table and one table from the next. */
function tablesOf(
  cells: readonly PlacedCell[],
  merges: ReadonlyMap<string, Merge>,
  hiddenRows: ReadonlySet<number>,
): SheetBlock[] {
  const byRow = new Map<number, PlacedCell[]>();
  for (const cell of cells) {
    const row = byRow.get(cell.row);
    if (row) row.push(cell);
    else byRow.set(cell.row, [cell]);
  }
  const covered = new Set<number>();
  for (const [place, merge] of merges) {
    const row = Number(place.split(' ')[0]);
    if (!byRow.has(row)) continue;
    for (let at = row; at < row + Math.min(merge.rows, 100); at++) if (!hiddenRows.has(at)) covered.add(at);
  }
  const numbers = [...new Set([...byRow.keys(), ...covered])].sort((a, b) => a - b);
  const runs: number[][] = [];
  for (const row of numbers) {
    const last = runs.at(-1);
    let next = (last?.at(-1) ?? 0) + 1;
    while (hiddenRows.has(next)) next += 1;
    if (last && row <= next) last.push(row);
    else runs.push([row]);
  }
  return runs.map((run) => blockOf(run, byRow, merges));
}

function blockOf(
  run: readonly number[],
  byRow: ReadonlyMap<number, readonly PlacedCell[]>,
  merges: ReadonlyMap<string, Merge>,
): SheetBlock {
  const all = run.flatMap((row) => byRow.get(row) ?? []);
  // Some sheets begin far to the right; empty columns on the left are no part of the table.
  const left = all.reduce((least, { column }) => Math.min(least, column), Number.POSITIVE_INFINITY);
  const right = all.reduce((most, { column }) => Math.max(most, column), 0);
  const taken = new Set<string>();
  const rows = run.map((row) => {
    const line: TableCell[] = [];
    const own = new Map((byRow.get(row) ?? []).map((cell) => [cell.column, cell.text]));
    for (let column = left; column <= right; column++) {
      if (taken.has(`${row} ${column}`)) continue;
      const merge = merges.get(`${row} ${column}`);
      const text = own.get(column) ?? '';
      const last = row + (merge?.rows ?? 1);
      const rowSpan = Math.max(1, run.filter((other) => other >= row && other < last).length);
      const columnSpan = Math.max(1, Math.min(merge?.columns ?? 1, right - column + 1));
      for (let y = row; merge && y < Math.min(last, row + 5000); y++)
        for (let x = 0; x < columnSpan; x++) taken.add(`${y} ${column + x}`);
      line.push({ lines: text === '' ? [] : [{ text }], columnSpan, rowSpan, isHead: false });
    }
    return line;
  });
  return { rows };
}

/** Lines of one cell above the table are its titles; a block of a single column is text. */
function linesOfBlock({ rows }: SheetBlock): SourceLine[] {
  const filled = (row: readonly TableCell[]): TableCell[] => row.filter((cell) => cell.lines.length > 0);
  let from = 0;
  const titles: SourceLine[] = [];
  while (from < rows.length && filled(rows[from] ?? []).length <= 1) {
    titles.push(...filled(rows[from] ?? []).flatMap((cell) => splitLines(cell)));
    from += 1;
  }
  const rest = rows.slice(from);
  return rest.length === 0 ? titles : [...titles, ...linesOfTable(rest)];
}

const splitLines = (cell: TableCell): SourceLine[] =>
  cell.lines.flatMap((line) =>
    line.text
      .split(/\r?\n/u)
      .filter((text) => text.trim() !== '')
      .map((text): SourceLine => ({ text })),
  );

async function propertyMarks(parts: OfficeParts): Promise<string[]> {
  const root = await optional(parts, 'docProps/core.xml');
  return root ? descendantsOf(root, 'dc:title', 'dc:subject', 'dc:description').map(textOf) : [];
}
