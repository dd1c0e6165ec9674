import WordExtractor from 'word-extractor';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { ParsedFile, SourceLine } from '../types.ts';
import { linesOfTable, type TableCell } from './table.ts';
import { fromLegacy } from './text.ts';

/**
 * Reads a Word file of 1997 to 2003. The library gives text alone: fonts and automatic numbers are lost, so letters of
 * an old encoding are known by how they read. Cells come parted by tabs.
 * @throws DocumentUnreadableError for a file that cannot be opened
 */
export async function parseDoc(bytes: Uint8Array): Promise<ParsedFile> {
  try {
    const document = await new WordExtractor().extract(Buffer.from(bytes));
    const asTyped = { filterUnicode: false };
    const whole = [document.getBody(asTyped), document.getFootnotes(asTyped), document.getEndnotes(asTyped)];
    // One verdict on all text: a footnote alone may be too short for one.
    const converted = fromLegacy(whole.join('\u0000'));
    const [body = '', ...notes] = (converted?.text ?? whole.join('\u0000')).split('\u0000');
    const boxes = linesOf(document.getTextboxes(asTyped));
    const marks = [...linesOf(document.getHeaders(asTyped)), ...boxes].map((line) =>
      converted ? (fromLegacy(line)?.text ?? line) : line,
    );
    const lines: SourceLine[] = [
      ...bodyLines(body),
      ...boxes.map((text): SourceLine => ({ text, hint: 'plain' })),
      ...notes.flatMap(linesOf).map((text): SourceLine => ({ text, hint: 'plain' })),
    ];
    return {
      pages: [lines],
      hasPages: false,
      marks,
      fields: {},
      warnings: converted ? ['legacy-encoding'] : [],
    };
  } catch (error) {
    throw new DocumentUnreadableError(unreadable.brokenOldWord, { cause: error });
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** How many lines a row may have until the tab that closes it. */
const longestRow = 40;

/** A row ends with a tab before the line break; its later cells may hold line breaks of their own. */
function bodyLines(body: string): SourceLine[] {
  const raw = body.split('\n');
  const lines: SourceLine[] = [];
  let rows: TableCell[][] = [];
  const flush = (): void => {
    if (rows.length > 0) lines.push(...linesOfTable(rows));
    rows = [];
  };
  for (let index = 0; index < raw.length; index++) {
    const line = raw[index] as string;
    const end = endOfRow(raw, index);
    if (end >= 0) {
      const row = raw
        .slice(index, end + 1)
        .join('\n')
        .replace(/\t$/u, '');
      rows.push(row.split('\t').map(asCell));
      index = end;
      continue;
    }
    if (line.trim() === '' && rows.length > 0) continue;
    flush();
    if (line.trim() !== '') lines.push({ text: line });
  }
  flush();
  return lines;
}

/** The line that closes the row which begins here; -1 where none does, or the tab is only one that somebody typed. */
function endOfRow(raw: readonly string[], from: number): number {
  const first = raw[from] ?? '';
  if (/\t$/u.test(first)) return from;
  if (!first.includes('\t')) return -1;
  for (let at = from + 1; at < Math.min(raw.length, from + longestRow); at++) {
    const line = raw[at] ?? '';
    if (/\t$/u.test(line)) return at;
    if (line.includes('\t') || /^\s*(?:Điều|Chương|Mục|Phần)\s+[\dIVXLC]/u.test(line)) return -1;
  }
  return -1;
}

const asCell = (text: string): TableCell => ({
  lines: linesOf(text).map((line) => ({ text: line })),
  columnSpan: 1,
  rowSpan: 1,
  isHead: false,
});
