import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { convertLegacy, convertLegacyLine, detectLegacy, isLegacyFont } from '../legacy-encoding.ts';
import { collectHiddenText, type HiddenText } from '../hidden-text.ts';
import type { ParsedFile, ReadOptions, SourceLine } from '../types.ts';
import { cellsByEdges, type EdgeRow } from './row-edges.ts';
import { linesOfTable } from './table.ts';
import {
  EncryptedWordError,
  readWordBinary,
  type BinaryDocument,
  type BinaryParagraph,
} from './word-binary.ts';

/**
 * Reads a Word file of 1997 to 2003: tables with merged cells, notes beside their paragraph, old fonts; deleted and
 * hidden text is left out. Automatic numbers are not counted. Headers and text boxes are marks too.
 * @throws DocumentUnreadableError for a file that cannot be opened
 */
export function parseDoc(
  bytes: Uint8Array,
  { isHiddenKept = false }: Pick<ReadOptions, 'isHiddenKept'> = {},
): ParsedFile {
  let document: BinaryDocument;
  try {
    document = readWordBinary(bytes);
  } catch (error) {
    const sentence =
      error instanceof EncryptedWordError ? unreadable.encryptedOffice : unreadable.brokenOldWord;
    throw new DocumentUnreadableError(sentence, { cause: error });
  }
  const reader = new Reader(document, isHiddenKept);
  const lines = reader.lines();
  const marks = reader.marks();
  // Fonts may be lost while the letters stay old.
  const encoding = reader.hasLegacy ? null : detectLegacy(lines.map((line) => line.text).join('\n'));
  if (encoding !== null) for (const line of lines) line.text = convertLegacyLine(line.text, encoding);
  return {
    pages: [lines],
    hasPages: false,
    marks: encoding === null ? marks : marks.map((mark) => convertLegacyLine(mark, encoding)),
    fields: {},
    warnings: [
      ...(reader.hasLegacy || encoding !== null ? (['legacy-encoding'] as const) : []),
      ...reader.hidden.warnings(),
    ],
    hiddenText: reader.hidden
      .snippets()
      .map((snippet) => (encoding === null ? snippet : convertLegacyLine(snippet, encoding))),
  };
}

class Reader {
  readonly hidden: HiddenText = collectHiddenText();
  hasLegacy = false;
  readonly #document: BinaryDocument;
  readonly #isHiddenKept: boolean;
  #noteCount = 0;
  /** Instructions of fields are no text; their results are. */
  #fields: ('instruction' | 'result')[] = [];

  constructor(document: BinaryDocument, isHiddenKept: boolean) {
    this.#document = document;
    this.#isHiddenKept = isHiddenKept;
  }

  lines(): SourceLine[] {
    const { body, notes, textBoxes } = this.#document;
    const lines: SourceLine[] = [];
    let rows: EdgeRow[] = [];
    let cells: SourceLine[][] = [];
    let cell: SourceLine[] = [];
    let waiting: SourceLine[] = [];
    const flush = (): void => {
      // A last row without its end is still text.
      const rest = [...cells.flat(), ...cell];
      if (rows.length > 0) lines.push(...linesOfTable(cellsByEdges(rows)));
      lines.push(...rest, ...waiting);
      rows = [];
      cells = [];
      cell = [];
      waiting = [];
    };
    for (const paragraph of body) {
      if (!paragraph.isInTable) flush();
      const found = this.#paragraph(paragraph, notes);
      if (!paragraph.isInTable) {
        lines.push(...found.lines, ...found.notes);
        continue;
      }
      waiting.push(...found.notes);
      if (paragraph.end !== 'row') cell.push(...found.lines);
      if (paragraph.end === 'cell') {
        cells.push(cell);
        cell = [];
      }
      if (paragraph.end === 'row') {
        const format = paragraph.row?.cells ?? [];
        rows.push({
          cells: cells.map((own, index) => ({
            lines: own,
            right: format[index]?.right ?? (index + 1) * 1000,
            isMergedRight: format[index]?.isMergedRight ?? false,
            isMergedDown: format[index]?.isMergedDown ?? false,
          })),
        });
        cells = [];
        cell = [];
      }
    }
    flush();
    const boxes = textBoxes.flatMap((paragraph) => this.#paragraph(paragraph, new Map()).lines);
    return [...lines, ...boxes.map((line): SourceLine => ({ ...line, hint: 'plain' }))];
  }

  marks(): string[] {
    const { headers, textBoxes } = this.#document;
    const lines = [...headers, ...textBoxes].flatMap(
      (paragraph) => this.#paragraph(paragraph, new Map()).lines,
    );
    return [...lines.map((line) => line.text.trim()), ...this.hidden.marks()];
  }

  #paragraph(
    paragraph: BinaryParagraph,
    notes: ReadonlyMap<number, BinaryParagraph[]>,
  ): { lines: SourceLine[]; notes: SourceLine[] } {
    let text = '';
    let { at } = paragraph;
    const own: SourceLine[] = [];
    for (const run of paragraph.runs) {
      const from = at;
      at += run.text.length;
      if (run.isDeleted) continue;
      // White letters in a table usually stand on the dark ground of its head.
      if (run.isHidden || run.isTiny || (run.isWhite && !paragraph.isInTable)) {
        this.hidden.add(plainText(run.text));
        if (!this.#isHiddenKept) continue;
      }
      const decoded = this.#decoded(run.text, run.font);
      // Conversion may join two signs into one letter: marks of notes are looked for before it.
      const marked = [...run.text].flatMap((sign, index) =>
        sign === '\u0002' && notes.has(from + index) ? [from + index] : [],
      );
      text += this.#shown(decoded, () => {
        const note = marked.shift();
        if (note === undefined) return '';
        this.#noteCount += 1;
        const mark = `[${this.#noteCount}]`;
        const noteLines = (notes.get(note) ?? []).flatMap((one) => this.#paragraph(one, new Map()).lines);
        own.push(
          ...noteLines.map((line, index): SourceLine => ({
            text: index === 0 ? `${mark} ${line.text.trim()}` : line.text,
            hint: 'plain',
          })),
        );
        return mark;
      });
    }
    this.hidden.endLine();
    const { level } = paragraph;
    const hint = level !== null && level <= 6 ? { hint: 'heading' as const, level } : {};
    const lines = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): SourceLine => ({ text: line, ...hint }));
    return { lines, notes: own };
  }

  #decoded(text: string, font: string | undefined): string {
    if (font === undefined || !isLegacyFont(font)) return text;
    const converted = convertLegacy(text, { font });
    if (converted !== text) this.hasLegacy = true;
    return converted;
  }

  /** Signs that stand for something else; `note` writes the mark of the next note. */
  #shown(text: string, note: () => string): string {
    let shown = '';
    for (const sign of text) {
      if (sign === '\u0013') this.#fields.push('instruction');
      else if (sign === '\u0014') this.#fields[this.#fields.length - 1] = 'result';
      else if (sign === '\u0015') this.#fields.pop();
      else if (this.#fields.includes('instruction')) continue;
      else if (sign === '\u0002') shown += note();
      else if (sign === '\u000b') shown += '\n';
      else if (sign === '\u001e') shown += '-';
      else if (sign === '\t' || sign >= ' ') shown += sign;
    }
    return shown;
  }
}

const plainText = (text: string): string => [...text].filter((sign) => sign >= ' ').join('');
