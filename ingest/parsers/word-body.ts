import { collectHiddenText, isTiny, isWhite, type HiddenText } from '../hidden-text.ts';
import { convertLegacy, isLegacyFont } from '../legacy-encoding.ts';
import type { SourceLine } from '../types.ts';
import { noteLines, type Note } from './note-lines.ts';
import { linesOfTable, type TableCell } from './table.ts';
import { numberingElements, type ListReference, type WordNumbering } from './word-numbering.ts';
import { fontOf, isHidden, listOf, styleElements, type WordStyle, type WordStyles } from './word-styles.ts';
import { childOf, childrenOf, textOf, type XmlElement } from './xml.ts';

/* The body of a Word file, from elements to lines. */

/** The other parts of the file that its text refers to. */
export interface WordParts {
  styles: WordStyles;
  numbering: WordNumbering;
  footnotes: XmlElement | null;
  endnotes: XmlElement | null;
}

/** Reads the body once; afterwards the rest tells what was met on the way. */
export interface WordReader {
  read(document: XmlElement): SourceLine[];
  /** Text of text boxes, line by line. */
  textBoxes(): string[];
  /** True where text was written in the letters of an old code page. */
  hasLegacyText(): boolean;
  /** Text that is marked hidden, in white or too small, whether it is left out or not. */
  hiddenText: HiddenText;
}

/** Elements whose attributes the body is read from. */
export const wordElements: ReadonlySet<string> = new Set([
  ...numberingElements,
  ...styleElements,
  'w:rStyle',
  'w:footnoteReference',
  'w:endnoteReference',
  'w:footnote',
  'w:endnote',
  'w:gridSpan',
  'w:gridBefore',
  'w:vMerge',
  'w:tblHeader',
  'w:sym',
  'w:color',
  'w:sz',
]);

/** Whose content is read as if the element were not there. */
const transparent = new Set([
  'w:ins',
  'w:moveTo',
  'w:smartTag',
  'w:customXml',
  'w:hyperlink',
  'w:fldSimple',
  'w:sdt',
  'w:sdtContent',
  'w:dir',
  'w:bdo',
  'm:oMathPara',
  'm:oMath',
]);

/** Creates the reader of one file. `isHiddenKept`: text that nobody sees is read like any other. */
export function createWordReader(parts: WordParts, isHiddenKept = false): WordReader {
  return new Reader(parts, isHiddenKept);
}

class Reader implements WordReader {
  readonly hiddenText = collectHiddenText();
  readonly #parts: WordParts;
  readonly #isHiddenKept: boolean;
  readonly #noteTexts = new Map<string, XmlElement>();
  readonly #boxes: string[] = [];
  #noteCount = 0;
  #hasLegacy = false;
  /** Notes met in the paragraph or table that is being read. */
  #notes: Note[] = [];
  /** Lines of text boxes anchored in the paragraph that is being read. */
  #boxLines: SourceLine[] = [];
  #isInNote = false;
  #isInBox = false;
  /** The shading of the paragraph that is being read. */
  #ground: XmlElement | undefined;
  #tableDepth = 0;
  /** Text of a paragraph whose own end was deleted: it goes on in the next. */
  #carried = '';
  #font: string | undefined;
  #style: WordStyle = {};

  constructor(parts: WordParts, isHiddenKept: boolean) {
    this.#parts = parts;
    this.#isHiddenKept = isHiddenKept;
    for (const [kind, root] of [
      ['footnote', parts.footnotes],
      ['endnote', parts.endnotes],
    ] as const) {
      for (const list of childrenOf(root ?? undefined)) {
        for (const note of childrenOf(list, `w:${kind}`)) {
          if (note.attrs['w:type'] === undefined || note.attrs['w:type'] === 'normal')
            this.#noteTexts.set(`${kind} ${note.attrs['w:id'] ?? ''}`, note);
        }
      }
    }
  }

  read(document: XmlElement): SourceLine[] {
    const root = childOf(document, 'w:document') ?? document;
    const lines = this.#blocks(childOf(root, 'w:body') ?? root);
    if (this.#carried.trim() !== '') lines.push({ text: this.#carried });
    return lines;
  }

  textBoxes(): string[] {
    return this.#boxes;
  }

  hasLegacyText(): boolean {
    return this.#hasLegacy;
  }

  #blocks(container: XmlElement): SourceLine[] {
    const lines: SourceLine[] = [];
    for (const child of container.children) {
      if (typeof child === 'string') continue;
      if (child.name === 'w:p') lines.push(...this.#paragraph(child));
      else if (child.name === 'w:tbl') lines.push(...this.#table(child));
      else if (transparent.has(child.name)) lines.push(...this.#blocks(child));
      else if (child.name === 'mc:AlternateContent') lines.push(...this.#blocks(chosen(child)));
    }
    return lines;
  }

  #paragraph(paragraph: XmlElement): SourceLine[] {
    const properties = childOf(paragraph, 'w:pPr');
    const styleId = childOf(properties, 'w:pStyle')?.attrs['w:val'];
    const style = styleId === undefined ? {} : this.#parts.styles.byId(styleId);
    const outer = { notes: this.#notes, boxes: this.#boxLines, style: this.#style };
    // Notes of a note are left where they are, notes of a cell stand after the table.
    const holdsNotes = !this.#isInNote && this.#tableDepth === 0;
    if (holdsNotes) this.#notes = [];
    this.#boxLines = [];
    this.#style = style;
    const outerGround = this.#ground;
    this.#ground = childOf(properties, 'w:shd');
    const own = this.#inline(paragraph);
    this.hiddenText.endLine();
    this.#ground = outerGround;
    const boxLines = this.#boxLines;
    const notes = holdsNotes ? this.#notes : [];
    this.#boxLines = outer.boxes;
    this.#style = outer.style;
    if (holdsNotes) this.#notes = outer.notes;
    const isEndDeleted = childOf(childOf(properties, 'w:rPr'), 'w:del') !== undefined;
    if (isEndDeleted) {
      this.#carried += own;
      return [...boxLines, ...noteLines(notes)];
    }
    const text = this.#carried + own;
    this.#carried = '';
    if (text.trim() === '') return [...boxLines, ...noteLines(notes)];
    const label = this.#labelOf(properties, style, styleId);
    const level = style.headingLevel;
    const hint = level !== undefined && level <= 6 ? { hint: 'heading' as const, level } : {};
    const lines = (label === '' ? text : `${label} ${text}`)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): SourceLine => ({ text: line, ...hint }));
    return [...lines, ...boxLines, ...noteLines(notes)];
  }

  #labelOf(properties: XmlElement | undefined, style: WordStyle, styleId: string | undefined): string {
    const own = listOf(properties);
    const listId = own?.listId ?? style.list?.listId;
    if (listId === undefined || listId === '0') return '';
    const { numbering } = this.#parts;
    const ofStyle = styleId === undefined ? null : numbering.levelOfStyle(listId, styleId);
    const level = own?.level ?? style.list?.level ?? ofStyle ?? 0;
    const reference: ListReference = { listId, level };
    return numbering.labelOf(reference);
  }

  #inline(container: XmlElement): string {
    let text = '';
    for (const child of container.children) {
      if (typeof child === 'string') continue;
      if (child.name === 'w:r') text += this.#run(child);
      else if (child.name === 'm:r' || child.name === 'm:t') text += plainText(child);
      else if (transparent.has(child.name) || child.name.startsWith('m:')) text += this.#inline(child);
      else if (child.name === 'mc:AlternateContent') text += this.#inline(chosen(child));
    }
    return text;
  }

  #run(run: XmlElement): string {
    const properties = childOf(run, 'w:rPr');
    const styleId = childOf(properties, 'w:rStyle')?.attrs['w:val'];
    const runStyle = styleId === undefined ? {} : this.#parts.styles.byId(styleId);
    const hidden = isHidden(properties) ?? runStyle.isHidden ?? this.#style.isHidden ?? false;
    if (hidden || (properties && this.#isUnseen(properties))) {
      this.hiddenText.add(textOf(run));
      if (!this.#isHiddenKept) return '';
    }
    this.#font = fontOf(properties) ?? runStyle.font ?? this.#style.font ?? this.#parts.styles.defaultFont;
    return this.#runContent(run);
  }

  /** White letters in a table usually stand on the dark ground of its head. */
  #isUnseen(properties: XmlElement): boolean {
    if (isTiny(Number(childOf(properties, 'w:sz')?.attrs['w:val'] ?? '24') / 2)) return true;
    if (this.#tableDepth > 0 || this.#isInBox) return false;
    const hasGround = childOf(properties, 'w:shd') ?? childOf(properties, 'w:highlight') ?? this.#ground;
    return hasGround === undefined && isWhite(childOf(properties, 'w:color')?.attrs['w:val'] ?? '');
  }

  #runContent(run: XmlElement): string {
    let text = '';
    for (const child of run.children) {
      if (typeof child === 'string') continue;
      switch (child.name) {
        case 'w:t':
          text += this.#decoded(plainText(child));
          break;
        case 'w:tab':
        case 'w:ptab':
          text += '\t';
          break;
        case 'w:br':
        case 'w:cr':
          text += '\n';
          break;
        case 'w:softHyphen':
          // In the letters of TCVN3 its code is 'ư'.
          text += this.#decoded('\u00AD');
          break;
        case 'w:noBreakHyphen':
          text += '-';
          break;
        case 'w:sym':
          text += symbolOf(child);
          break;
        case 'w:footnoteReference':
          text += this.#note('footnote', child);
          break;
        case 'w:endnoteReference':
          text += this.#note('endnote', child);
          break;
        case 'mc:AlternateContent':
          text += this.#runContent(chosen(child));
          break;
        case 'w:drawing':
        case 'w:pict':
        case 'w:object':
          this.#textBoxesIn(child);
          break;
        default:
      }
    }
    return text;
  }

  #decoded(text: string): string {
    if (this.#font === undefined || !isLegacyFont(this.#font)) return text;
    const converted = convertLegacy(text, { font: this.#font });
    if (converted !== text) this.#hasLegacy = true;
    return converted;
  }

  #note(kind: 'footnote' | 'endnote', reference: XmlElement): string {
    const note = this.#noteTexts.get(`${kind} ${reference.attrs['w:id'] ?? ''}`);
    if (!note || this.#isInNote) return '';
    this.#noteCount += 1;
    const mark = `[${this.#noteCount}]`;
    this.#isInNote = true;
    const font = this.#font;
    this.#notes.push({ mark, lines: this.#blocks(note) });
    this.#font = font;
    this.#isInNote = false;
    return mark;
  }

  /** A text box is read as part of the body, after the paragraph that holds it, and kept as a possible stamp. */
  #textBoxesIn(container: XmlElement): void {
    for (const child of container.children) {
      if (typeof child === 'string') continue;
      if (child.name === 'w:txbxContent') {
        const font = this.#font;
        const wasInBox = this.#isInBox;
        // A box may be filled with any colour.
        this.#isInBox = true;
        const lines = this.#blocks(child);
        this.#isInBox = wasInBox;
        this.#font = font;
        this.#boxes.push(...lines.map((line) => line.text.trim()));
        this.#boxLines.push(...lines);
      } else this.#textBoxesIn(child.name === 'mc:AlternateContent' ? chosen(child) : child);
    }
  }

  #table(table: XmlElement): SourceLine[] {
    const outer = this.#notes;
    const holdsNotes = !this.#isInNote && this.#tableDepth === 0;
    if (holdsNotes) this.#notes = [];
    this.#tableDepth += 1;
    const lines = linesOfTable(this.#rows(table));
    this.#tableDepth -= 1;
    if (!holdsNotes) return lines;
    const notes = this.#notes;
    this.#notes = outer;
    return [...lines, ...noteLines(notes)];
  }

  #rows(table: XmlElement): TableCell[][] {
    const rows: TableCell[][] = [];
    /** Cells that may reach down, by the column in which they begin. */
    let above = new Map<number, { cell: TableCell; row: number }>();
    const visit = (container: XmlElement): void => {
      for (const child of childrenOf(container)) {
        if (child.name === 'w:tr') above = this.#row(child, rows, above);
        else if (transparent.has(child.name)) visit(child);
      }
    };
    visit(table);
    return rows;
  }

  #row(
    row: XmlElement,
    rows: TableCell[][],
    above: Map<number, { cell: TableCell; row: number }>,
  ): Map<number, { cell: TableCell; row: number }> {
    const properties = childOf(row, 'w:trPr');
    if (childOf(properties, 'w:del')) return above;
    const isHead = childOf(properties, 'w:tblHeader') !== undefined;
    const cells: TableCell[] = [];
    const open = new Map<number, { cell: TableCell; row: number }>();
    const before = Number(childOf(properties, 'w:gridBefore')?.attrs['w:val'] ?? '0');
    let column = Math.min(100, before);
    if (column > 0) cells.push({ lines: [], columnSpan: column, rowSpan: 1, isHead });
    const visit = (container: XmlElement): void => {
      for (const child of childrenOf(container)) {
        if (child.name !== 'w:tc') {
          if (transparent.has(child.name)) visit(child);
          continue;
        }
        const cellProperties = childOf(child, 'w:tcPr');
        const columnSpan = Math.max(
          1,
          Number(childOf(cellProperties, 'w:gridSpan')?.attrs['w:val'] ?? '1') || 1,
        );
        const merge = childOf(cellProperties, 'w:vMerge');
        const holder = merge && merge.attrs['w:val'] !== 'restart' ? above.get(column) : undefined;
        if (holder) {
          holder.cell.rowSpan = rows.length - holder.row + 1;
          open.set(column, holder);
        } else {
          const cell: TableCell = { lines: this.#blocks(child), columnSpan, rowSpan: 1, isHead };
          cells.push(cell);
          open.set(column, { cell, row: rows.length });
        }
        column += columnSpan;
      }
    };
    visit(row);
    rows.push(cells);
    return open;
  }
}

/** Of alternative contents the first that says something to us: text boxes are in each of them. */
function chosen(alternatives: XmlElement): XmlElement {
  return (
    childOf(alternatives, 'mc:Choice') ??
    childOf(alternatives, 'mc:Fallback') ?? { name: '', attrs: {}, children: [] }
  );
}

const plainText = (element: XmlElement): string => {
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return only;
  return element.children.map((child) => (typeof child === 'string' ? child : plainText(child))).join('');
};

/** A sign of a symbol font: its place in the private area says which. Ticks and bullets are no text. */
function symbolOf(element: XmlElement): string {
  const code = Number.parseInt(element.attrs['w:char'] ?? '', 16);
  if (Number.isNaN(code)) return '';
  const font = element.attrs['w:font'] ?? '';
  const plain = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  if (/^symbol$/iu.test(font)) return { 0xb3: '≥', 0xa3: '≤', 0xb1: '±', 0xb4: '×', 0xb8: '÷' }[plain] ?? '';
  return /wingdings|webdings/iu.test(font) ? '' : String.fromCodePoint(Math.min(0x10ffff, plain));
}
