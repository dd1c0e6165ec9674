import type { SourceLine } from '../types.ts';
import { cellsByEdges, type EdgeRow } from './row-edges.ts';
import type { RtfTarget } from './rtf-groups.ts';
import { linesOfTable } from './table.ts';

interface CellFormat {
  right: number;
  isMergedRight: boolean;
  isMergedDown: boolean;
}

const unmerged = { isMergedRight: false, isMergedDown: false } as const;

/** Text as it is decoded, put together to lines of the body, tables among them, and to what stands beside it. */
export class RtfFlow {
  #paragraph = '';
  /** What is open beside the body. */
  readonly #side: Record<'mark' | 'note' | 'box', string> = { mark: '', note: '', box: '' };
  readonly #lines: SourceLine[] = [];
  readonly #marks: string[] = [];
  #notes: SourceLine[] = [];
  readonly #boxes: SourceLine[] = [];
  #noteCount = 0;
  #level: number | null = null;

  #isInTable = false;
  #formats: CellFormat[] = [];
  #pendingFormat: Omit<CellFormat, 'right'> = { ...unmerged };
  #cellLines: SourceLine[] = [];
  #cells: SourceLine[][] = [];
  #rows: EdgeRow[] = [];

  get isInTable(): boolean {
    return this.#isInTable;
  }

  append(target: RtfTarget, text: string): void {
    this.#setParagraph(target, this.#paragraphOf(target) + text);
  }

  /** The number of the footnote that the text refers to next. */
  nextNote(): number {
    this.#noteCount += 1;
    return this.#noteCount;
  }

  /** Takes a word that says how the paragraph or the row is laid out; false where it says nothing of that. */
  layout(name: string, value: number | null, target: RtfTarget): boolean {
    switch (name) {
      case 'outlinelevel':
        this.#level = (value ?? 9) + 1;
        return true;
      case 'pard':
        this.#isInTable = false;
        this.#level = null;
        return true;
      case 'intbl':
        this.#isInTable = true;
        return true;
      case 'trowd':
        if (target === 'body') {
          this.#formats = [];
          this.#pendingFormat = { ...unmerged };
        }
        return true;
      case 'clmrg':
        this.#pendingFormat.isMergedRight = true;
        return true;
      case 'clvmrg':
        this.#pendingFormat.isMergedDown = true;
        return true;
      case 'cellx':
        if (target === 'body' && this.#formats.length < 200) {
          this.#formats.push({ ...this.#pendingFormat, right: value ?? 0 });
          this.#pendingFormat = { ...unmerged };
        }
        return true;
      case 'row':
        if (target === 'body') this.#endRow();
        return true;
      default:
        return false;
    }
  }

  endParagraph(target: RtfTarget): void {
    if (target !== 'body') this.endSide(target);
    else if (this.#isInTable || this.#cells.length > 0) this.endLineOfCell();
    else {
      this.#flushTable();
      this.#endLine(this.#lines);
      this.#flushNotes();
    }
  }

  /** The end of a footnote, a text box or a header, or of a paragraph in it. */
  endSide(target: RtfTarget): void {
    const text = this.#paragraphOf(target);
    if (text.trim() !== '') {
      if (target === 'mark') this.#marks.push(text);
      if (target === 'note') this.#notes.push({ text: `[${this.#noteCount}] ${text.trim()}`, hint: 'plain' });
      if (target === 'box') this.#boxes.push({ text });
    }
    this.#setParagraph(target, '');
  }

  endLineOfCell(): void {
    this.#endLine(this.#cellLines);
  }

  endCell(): void {
    this.endLineOfCell();
    this.#cells.push(this.#cellLines);
    this.#cellLines = [];
  }

  /** The lines of the body, with all that was still open, and text beside the body. */
  finish(): { lines: SourceLine[]; marks: string[] } {
    this.#flushTable();
    this.#flushNotes();
    return { lines: this.#lines, marks: this.#marks };
  }

  #paragraphOf(target: RtfTarget): string {
    return target === 'mark' || target === 'note' || target === 'box' ? this.#side[target] : this.#paragraph;
  }

  #setParagraph(target: RtfTarget, text: string): void {
    if (target === 'mark' || target === 'note' || target === 'box') this.#side[target] = text;
    else this.#paragraph = text;
  }

  #endLine(lines: SourceLine[]): void {
    const text = this.#paragraph;
    this.#paragraph = '';
    const hint =
      this.#level !== null && this.#level <= 6 ? { hint: 'heading' as const, level: this.#level } : {};
    for (const part of text.split('\n')) if (part.trim() !== '') lines.push({ text: part, ...hint });
  }

  /** A text box is part of the body too, and kept as a possible stamp. */
  #flushNotes(): void {
    const boxes = this.#boxes.splice(0);
    this.#lines.push(...this.#notes, ...boxes);
    this.#marks.push(...boxes.map((line) => line.text));
    this.#notes = [];
  }

  #endRow(): void {
    if (this.#cells.length === 0) return;
    const cells = this.#cells.map((lines, index) => ({
      lines,
      right: this.#formats[index]?.right ?? (index + 1) * 1000,
      isMergedRight: this.#formats[index]?.isMergedRight ?? false,
      isMergedDown: this.#formats[index]?.isMergedDown ?? false,
    }));
    this.#rows.push({ cells });
    this.#cells = [];
    this.#paragraph = '';
    if (this.#rows.length > 20_000) this.#flushTable();
  }

  #flushTable(): void {
    if (this.#rows.length === 0) return;
    this.#lines.push(...linesOfTable(cellsByEdges(this.#rows)));
    this.#rows = [];
    this.#flushNotes();
  }
}
