import { collectHiddenText, type HiddenText } from '../hidden-text.ts';
import { convertLegacy, isLegacyFont } from '../legacy-encoding.ts';
import type { SourceLine } from '../types.ts';
import { noteLines, type Note } from './note-lines.ts';
import { readOpenDocumentNumbering, type OpenDocumentNumbering } from './odt-numbering.ts';
import { readOpenDocumentStyles, type OpenDocumentStyles } from './odt-styles.ts';
import { linesOfTable, type TableCell } from './table.ts';
import { childOf, childrenOf, descendantsOf, textOf, type XmlElement } from './xml.ts';

/* The body of an OpenDocument file, from elements to lines. */

/** Reads the body once; afterwards the rest tells what was met on the way. */
export interface OpenDocumentReader {
  read(content: XmlElement): SourceLine[];
  textBoxes(): string[];
  hasLegacyText(): boolean;
  /** Text that is marked hidden, in white or too small, whether it is left out or not. */
  hiddenText: HiddenText;
}

/** Elements whose attributes are read. */
export const openDocumentElements: ReadonlySet<string> = new Set([
  'text:h',
  'text:p',
  'text:span',
  'text:s',
  'text:list',
  'text:list-item',
  'text:list-style',
  'text:list-level-style-number',
  'text:list-level-style-bullet',
  'style:style',
  'style:text-properties',
  'style:paragraph-properties',
  'style:font-face',
  'table:table',
  'table:table-row',
  'table:table-cell',
  'table:covered-table-cell',
]);

/** Read as if the element were not there. */
const transparent = new Set([
  'office:body',
  'office:text',
  'office:spreadsheet',
  'text:section',
  'text:index-body',
  'text:table-of-content',
  'text:a',
  'text:span',
  'text:ruby',
  'text:ruby-base',
  'text:bookmark-ref',
  'text:meta',
  'text:placeholder',
]);
/** What holds no text of the document as it stands. */
const skipped = new Set([
  'text:tracked-changes',
  'office:annotation',
  'office:annotation-end',
  'text:hidden-text',
  'text:hidden-paragraph',
  'office:forms',
  'text:sequence-decls',
  'text:variable-decls',
  'text:user-field-decls',
  'table:content-validations',
  'table:named-expressions',
  'table:database-ranges',
  'table:shapes',
  'svg:title',
  'svg:desc',
]);

/** A repeated empty row or cell stands for the rest of the sheet. */
const mostRepeated = 50;

/** Creates the reader; `parts` are the trees in which styles are defined, later ones over earlier. */
export function createOpenDocumentReader(
  parts: readonly (XmlElement | null)[],
  isHiddenKept = false,
): OpenDocumentReader {
  return new Reader(parts, isHiddenKept);
}

class Reader implements OpenDocumentReader {
  readonly hiddenText = collectHiddenText();
  readonly #isHiddenKept: boolean;
  readonly #styles: OpenDocumentStyles;
  readonly #numbering: OpenDocumentNumbering;
  readonly #boxes: string[] = [];
  #notes: Note[] = [];
  #boxLines: SourceLine[] = [];
  #noteCount = 0;
  #depthOfNotes = 0;
  #tableDepth = 0;
  #depthOfBoxes = 0;
  #hasLegacy = false;

  constructor(parts: readonly (XmlElement | null)[], isHiddenKept: boolean) {
    this.#isHiddenKept = isHiddenKept;
    const known = parts.filter((part) => part !== null);
    this.#styles = readOpenDocumentStyles(known);
    this.#numbering = readOpenDocumentNumbering(known);
  }

  textBoxes(): string[] {
    return this.#boxes;
  }

  hasLegacyText(): boolean {
    return this.#hasLegacy;
  }

  read(content: XmlElement): SourceLine[] {
    const body = descendantsOf(content, 'office:body')[0];
    return body ? this.#blocks(body, '', 0) : [];
  }

  #blocks(container: XmlElement, listStyle: string, listLevel: number): SourceLine[] {
    const lines: SourceLine[] = [];
    for (const child of childrenOf(container)) {
      if (child.name === 'text:p' || child.name === 'text:h') lines.push(...this.#paragraph(child, ''));
      else if (child.name === 'text:list') lines.push(...this.#list(child, listStyle, listLevel));
      else if (child.name === 'table:table') {
        // The name of a sheet is shown; that of a table inside a text is not.
        const name = container.name === 'office:spreadsheet' ? (child.attrs['table:name'] ?? '') : '';
        const own = this.#table(child);
        if (name !== '' && own.length > 0) lines.push({ text: name, hint: 'heading', level: 1 });
        lines.push(...own);
      } else if (child.name === 'draw:frame') lines.push(...this.#frame(child));
      else if (transparent.has(child.name)) lines.push(...this.#blocks(child, listStyle, listLevel));
    }
    return lines;
  }

  #list(list: XmlElement, outerStyle: string, outerLevel: number): SourceLine[] {
    const style = list.attrs['text:style-name'] ?? outerStyle;
    const level = outerLevel + 1;
    const goesOn =
      list.attrs['text:continue-numbering'] === 'true' || list.attrs['text:continue-list'] !== undefined;
    this.#numbering.begin(style, level, goesOn);
    const lines: SourceLine[] = [];
    for (const item of childrenOf(list)) {
      if (item.name !== 'text:list-item' && item.name !== 'text:list-header') continue;
      let label = '';
      const start = item.attrs['text:start-value'];
      for (const child of childrenOf(item)) {
        if (child.name === 'text:p' || child.name === 'text:h') {
          const isFirst = child === item.children.find((one) => typeof one !== 'string');
          if (isFirst && item.name === 'text:list-item') label = this.#numbering.next(style, level, start);
          lines.push(...this.#paragraph(child, isFirst ? label : ''));
        } else lines.push(...this.#blocks({ name: '', attrs: {}, children: [child] }, style, level));
      }
    }
    return lines;
  }

  #paragraph(paragraph: XmlElement, label: string): SourceLine[] {
    const outer = { notes: this.#notes, boxes: this.#boxLines };
    const holdsNotes = this.#depthOfNotes === 0 && this.#tableDepth === 0;
    if (holdsNotes) this.#notes = [];
    this.#boxLines = [];
    const style = paragraph.attrs['text:style-name'];
    const text = this.#isLeftOut(style, paragraph)
      ? ''
      : this.#inline(paragraph, this.#styles.valueOf(style, 'font'));
    this.hiddenText.endLine();
    const boxLines = this.#boxLines;
    const notes = holdsNotes ? this.#notes : [];
    this.#boxLines = outer.boxes;
    if (holdsNotes) this.#notes = outer.notes;
    const level = Number(paragraph.attrs['text:outline-level'] ?? Number.NaN);
    const isHeading = paragraph.name === 'text:h' && level <= 6;
    const hint = isHeading ? { hint: 'heading' as const, level } : {};
    const lines =
      text.trim() === ''
        ? []
        : (label === '' ? text : `${label} ${text}`)
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map((line): SourceLine => ({ text: line, ...hint }));
    return [...lines, ...boxLines, ...noteLines(notes)];
  }

  /** Tells of text that nobody sees; true where it is no part of the document. */
  #isLeftOut(style: string | undefined, element: XmlElement): boolean {
    // White letters in a table or a box usually stand on a dark ground.
    const isUnseen =
      this.#styles.valueOf(style, 'isHidden') === true ||
      this.#styles.valueOf(style, 'isTiny') === true ||
      (this.#tableDepth === 0 && this.#depthOfBoxes === 0 && this.#styles.valueOf(style, 'isWhite') === true);
    if (!isUnseen) return false;
    this.hiddenText.add(textOf(element));
    return !this.#isHiddenKept;
  }

  #inline(container: XmlElement, font: string | undefined): string {
    let text = '';
    for (const child of container.children) {
      if (typeof child === 'string') {
        // White space runs count as one space; real ones are elements of their own.
        text += this.#decoded(child.replace(/[ \t\r\n]+/gu, ' '), font);
        continue;
      }
      if (skipped.has(child.name)) continue;
      switch (child.name) {
        case 'text:s':
          text += ' '.repeat(Math.min(80, Number(child.attrs['text:c'] ?? '1')));
          break;
        case 'text:tab':
          text += '\t';
          break;
        case 'text:line-break':
          text += '\n';
          break;
        case 'text:note':
          text += this.#note(child);
          break;
        case 'draw:frame':
        case 'draw:custom-shape':
        case 'draw:g':
          this.#boxLines.push(...this.#frame(child));
          break;
        case 'text:span': {
          const style = child.attrs['text:style-name'];
          if (!this.#isLeftOut(style, child))
            text += this.#inline(child, this.#styles.valueOf(style, 'font') ?? font);
          break;
        }
        default:
          text += this.#inline(child, font);
      }
    }
    return text;
  }

  #decoded(text: string, font: string | undefined): string {
    if (font === undefined || !isLegacyFont(font)) return text;
    const converted = convertLegacy(text, { font });
    if (converted !== text) this.#hasLegacy = true;
    return converted;
  }

  #note(note: XmlElement): string {
    if (this.#depthOfNotes > 0) return '';
    this.#noteCount += 1;
    const mark = `[${this.#noteCount}]`;
    this.#depthOfNotes += 1;
    const body = childOf(note, 'text:note-body');
    this.#notes.push({ mark, lines: body ? this.#blocks(body, '', 0) : [] });
    this.#depthOfNotes -= 1;
    return mark;
  }

  #frame(frame: XmlElement): SourceLine[] {
    this.#depthOfBoxes += 1;
    const lines = descendantsOf(frame, 'draw:text-box').flatMap((box) => this.#blocks(box, '', 0));
    if (frame.name !== 'draw:frame') lines.push(...this.#blocks(frame, '', 0));
    this.#depthOfBoxes -= 1;
    this.#boxes.push(...lines.map((line) => line.text.trim()));
    return lines;
  }

  #table(table: XmlElement): SourceLine[] {
    if (table.attrs['table:display'] === 'false') return [];
    const outer = this.#notes;
    const holdsNotes = this.#depthOfNotes === 0 && this.#tableDepth === 0;
    if (holdsNotes) this.#notes = [];
    this.#tableDepth += 1;
    const rows: TableCell[][] = [];
    const visit = (container: XmlElement, isHead: boolean): void => {
      for (const child of childrenOf(container)) {
        if (child.name === 'table:table-row') this.#row(child, isHead, rows);
        else if (child.name === 'table:table-header-rows') visit(child, true);
        else if (/^table:table-(?:rows|row-group)$/u.test(child.name)) visit(child, isHead);
      }
    };
    visit(table, false);
    this.#tableDepth -= 1;
    const lines = linesOfTable(withoutEmptyEnds(rows));
    const notes = holdsNotes ? this.#notes : [];
    if (holdsNotes) this.#notes = outer;
    return [...lines, ...noteLines(notes)];
  }

  #row(row: XmlElement, isHead: boolean, rows: TableCell[][]): void {
    if (/collapse|filter/u.test(row.attrs['table:visibility'] ?? '')) return;
    const cells: TableCell[] = [];
    for (const child of childrenOf(row)) {
      const isCovered = child.name === 'table:covered-table-cell';
      if (isCovered || child.name !== 'table:table-cell') continue;
      const lines = this.#blocks(child, '', 0);
      const repeated = Number(child.attrs['table:number-columns-repeated'] ?? '1');
      const count = lines.length === 0 && repeated > mostRepeated ? 1 : Math.min(repeated, mostRepeated);
      for (let n = 0; n < count; n++)
        cells.push({
          lines,
          columnSpan: Number(child.attrs['table:number-columns-spanned'] ?? '1'),
          rowSpan: Number(child.attrs['table:number-rows-spanned'] ?? '1'),
          isHead,
        });
    }
    const repeated = Number(row.attrs['table:number-rows-repeated'] ?? '1');
    const isEmpty = cells.every((cell) => cell.lines.length === 0);
    const count = isEmpty && repeated > mostRepeated ? 1 : Math.min(repeated, mostRepeated);
    for (let n = 0; n < count; n++) rows.push(cells.map((cell) => ({ ...cell })));
  }
}

/** Sheets end with columns and rows that hold nothing. */
function withoutEmptyEnds(rows: readonly TableCell[][]): TableCell[][] {
  const trimmed = rows.map((row) => {
    let to = row.length;
    while (to > 0 && (row[to - 1]?.lines.length ?? 0) === 0 && (row[to - 1]?.rowSpan ?? 1) === 1) to -= 1;
    return row.slice(0, Math.max(to, Math.min(row.length, 1)));
  });
  const widest = Math.max(0, ...trimmed.map((row) => row.length));
  return rows.map((row) => row.slice(0, Math.max(widest, 1)));
}
