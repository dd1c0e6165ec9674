import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { collectHiddenText, isTiny, isWhite } from '../hidden-text.ts';
import { convertLegacy, isLegacyFont } from '../legacy-encoding.ts';
import type { ParsedFile, ReadOptions, SourceLine } from '../types.ts';
import { cellsByEdges, type EdgeRow } from './row-edges.ts';
import { linesOfTable } from './table.ts';
import { fromLegacy } from './text.ts';
import { readRtfTokens, type RtfToken } from './rtf-tokens.ts';
import { codePageName, codePages, decodeByte, signs } from './rtf-characters.ts';

/**
 * Reads Rich Text Format. Letters are Unicode (\u), or signs of the code page of their font (\'hh), or of an old
 * Vietnamese font. Lists bring their labels as text. Tables are put together from the right edges of their cells.
 * @throws DocumentUnreadableError for a file that is no RTF
 */
export function parseRtf(
  bytes: Uint8Array,
  { isHiddenKept = false }: Pick<ReadOptions, 'isHiddenKept'> = {},
): ParsedFile {
  const source = Buffer.from(bytes).toString('latin1');
  if (!/^\s*\{\\rtf/u.test(source.slice(0, 64))) throw new DocumentUnreadableError(unreadable.brokenRtf);
  const reader = new Reader(whiteColours(source), isHiddenKept);
  for (const token of readRtfTokens(source)) reader.take(token);
  return reader.finish();
}

/** Numbers of the colours that are white, in the table of colours of the file. */
function whiteColours(source: string): ReadonlySet<number> {
  const table = /\{\\colortbl([^{}]*)\}/u.exec(source)?.[1] ?? '';
  const part = (entry: string, name: string): number =>
    Number(new RegExp(`\\\\${name}(\\d+)`, 'u').exec(entry)?.[1] ?? '0');
  return new Set(
    table
      .split(';')
      .flatMap((entry, index) =>
        isWhite(`rgb(${part(entry, 'red')},${part(entry, 'green')},${part(entry, 'blue')})`) ? [index] : [],
      ),
  );
}

/** Groups whose text is no part of the document. */
const skippedGroups = new Set(
  (
    'stylesheet colortbl listtable listoverridetable revtbl rsidtbl generator pict object themedata colorschememapping ' +
    'latentstyles datastore fldinst datafield atrfstart atrfend annotation atnid atnauthor atndate atnicn atnref atnparent ' +
    'xmlnstbl mmathPr filetbl bkmkstart bkmkend pn pnseclvl nonshppict shpinst listpicture blipuid panose falt ' +
    'author operator manager company category hlinkbase creatim revtim printim buptim verno edmins nofpages nofwords ' +
    'nofchars nofcharsws id ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn userprops wgrffmtfilter docvar xe tc template'
  ).split(' '),
);
/** Groups that are marks: text beside the body. */
const markGroups = new Set(
  'header headerl headerr headerf footer footerl footerr footerf title subject keywords doccomm'.split(' '),
);
/** What a starred group must be known by to be read. */
const starredButRead = new Set('footnote shptxt ud pntext listtext shpinst'.split(' '));

interface Font {
  name: string;
  codePage: string | null;
}

/** Where text of a group goes. */
type Target = 'body' | 'mark' | 'note' | 'box' | 'fonts' | 'none';

interface State {
  target: Target;
  font: number;
  unicodeSkip: number;
  isHidden: boolean;
  isDeleted: boolean;
  isWhite: boolean;
  /** A ground behind the letters. */
  hasGround: boolean;
  isTiny: boolean;
}

interface CellFormat {
  right: number;
  isMergedRight: boolean;
  isMergedDown: boolean;
}

/** How letters look that no word describes. */
const plainLook = { isHidden: false, isWhite: false, hasGround: false, isTiny: false } as const;

/** Deeper groups than any writer makes are read, but share one state. */
const deepest = 2000;

class Reader {
  readonly #fonts = new Map<number, Font>();
  readonly #stack: State[] = [];
  readonly #whites: ReadonlySet<number>;
  readonly #isHiddenKept: boolean;
  readonly #hidden = collectHiddenText();
  /** What of the paragraph nobody sees. */
  #unseen = '';
  #state: State = { target: 'body', font: -1, unicodeSkip: 1, isDeleted: false, ...plainLook };
  #defaultFont = 0;
  #codePage = 'windows-1252';
  #skip = 0;
  #isStarred = false;
  #isGroupStart = false;
  #fontNo = 0;
  #hasLegacy = false;

  /** Runs of one font that wait to be decoded together: marks of VNI stand beside their letters. */
  #run = '';
  #runFont = -1;
  #paragraph = '';
  #lines: SourceLine[] = [];
  #marks: string[] = [];
  #notes: SourceLine[] = [];
  #boxes: SourceLine[] = [];
  #noteCount = 0;
  #level: number | null = null;

  #isInTable = false;
  #formats: CellFormat[] = [];
  #pendingFormat: Omit<CellFormat, 'right'> = { isMergedRight: false, isMergedDown: false };
  #cellLines: SourceLine[] = [];
  #cells: SourceLine[][] = [];
  #rows: EdgeRow[] = [];

  constructor(whites: ReadonlySet<number>, isHiddenKept: boolean) {
    this.#whites = whites;
    this.#isHiddenKept = isHiddenKept;
  }

  take(token: RtfToken): void {
    if (token.kind === 'open') this.#open();
    else if (token.kind === 'close') this.#close();
    else if (token.kind === 'word') this.#word(token.name, token.value);
    else if (token.kind === 'byte') this.#byte(token.code);
    else this.#text(token.text);
    if (token.kind !== 'open' && token.kind !== 'word') this.#isGroupStart = false;
  }

  finish(): ParsedFile {
    this.#endParagraph();
    this.#flushTable();
    this.#flushNotes();
    const lines = this.#lines;
    // Without a font table the letters may still be old.
    const text = lines.map((line) => line.text).join('\n');
    const guessed = this.#hasLegacy ? null : fromLegacy(text);
    if (guessed) {
      const converted = guessed.text.split('\n');
      let at = 0;
      for (const line of lines) {
        const count = line.text.split('\n').length;
        line.text = converted.slice(at, at + count).join('\n');
        at += count;
      }
    }
    return {
      pages: [lines],
      hasPages: false,
      marks: [...this.#marks, ...this.#boxes.map((line) => line.text), ...this.#hidden.marks()].filter(
        (mark) => mark.trim() !== '',
      ),
      fields: {},
      warnings: [
        ...(this.#hasLegacy || guessed ? (['legacy-encoding'] as const) : []),
        ...this.#hidden.warnings(),
      ],
      hiddenText: this.#hidden.snippets(),
    };
  }

  #open(): void {
    if (this.#stack.length < deepest) this.#stack.push({ ...this.#state });
    this.#isGroupStart = true;
    this.#isStarred = false;
  }

  #close(): void {
    const before = this.#state.target;
    const outer = this.#stack.pop();
    if (!outer) return;
    if (before !== outer.target) this.#endTarget(before);
    this.#state = outer;
    this.#isStarred = false;
  }

  /** The end of a footnote, a text box or a header. */
  #endTarget(target: Target): void {
    this.#flushRun();
    if (target === 'fonts' || target === 'none') return;
    const text = this.#paragraphOf(target);
    if (text.trim() === '') return;
    if (target === 'mark') this.#marks.push(text);
    if (target === 'note') this.#addNote(text);
    if (target === 'box') this.#boxes.push({ text });
    this.#setParagraph(target, '');
  }

  readonly #side: Record<'mark' | 'note' | 'box', string> = { mark: '', note: '', box: '' };

  #paragraphOf(target: Target): string {
    return target === 'mark' || target === 'note' || target === 'box' ? this.#side[target] : this.#paragraph;
  }

  #setParagraph(target: Target, text: string): void {
    if (target === 'mark' || target === 'note' || target === 'box') this.#side[target] = text;
    else this.#paragraph = text;
  }

  #addNote(text: string): void {
    this.#notes.push({ text: `[${this.#noteCount}] ${text.trim()}`, hint: 'plain' });
  }

  #word(name: string, value: number | null): void {
    if (name === '*') {
      this.#isStarred = true;
      return;
    }
    const isFirst = this.#isGroupStart;
    this.#isGroupStart = false;
    if (isFirst && this.#enterGroup(name)) return;
    if (this.#state.target === 'none') return;
    switch (name) {
      case 'ansicpg':
        this.#codePage = codePageName(value ?? 1252);
        return;
      case 'mac':
        this.#codePage = 'macintosh';
        return;
      case 'deff':
        this.#defaultFont = value ?? 0;
        return;
      case 'f':
        if (this.#state.target === 'fonts') {
          this.#fontNo = value ?? 0;
          this.#fonts.set(this.#fontNo, { name: '', codePage: null });
        } else this.#state.font = value ?? 0;
        return;
      case 'fcharset': {
        const font = this.#fonts.get(this.#fontNo);
        if (font) font.codePage = codePages[value ?? 0] ?? null;
        return;
      }
      case 'uc':
        this.#state.unicodeSkip = Math.min(20, Math.max(0, value ?? 1));
        return;
      case 'u':
        if (value !== null) this.#append(String.fromCharCode(value < 0 ? value + 65_536 : value));
        this.#skip = this.#state.unicodeSkip;
        return;
      case 'plain':
        this.#state.font = -1;
        Object.assign(this.#state, plainLook, { isDeleted: false });
        return;
      case 'v':
        this.#state.isHidden = value !== 0;
        return;
      case 'cf':
        this.#state.isWhite = this.#whites.has(value ?? 0);
        return;
      case 'cb':
      case 'chcbpat':
      case 'highlight':
        this.#state.hasGround = (value ?? 0) !== 0;
        return;
      case 'fs':
        this.#state.isTiny = isTiny((value ?? 24) / 2);
        return;
      case 'deleted':
        this.#state.isDeleted = value !== 0;
        return;
      case 'outlinelevel':
        this.#level = (value ?? 9) + 1;
        return;
      case '-':
        // In the letters of TCVN3 the soft hyphen is 'ư'.
        this.#append('\u00AD');
        return;
      case 'chftn':
        if (this.#state.target === 'body') {
          this.#noteCount += 1;
          this.#append(`[${this.#noteCount}]`);
        }
        return;
      default:
    }
    if (this.#layout(name, value)) return;
    const sign = signs[name];
    if (sign !== undefined) this.#append(sign);
  }

  /** The first word of a group may say what the group is; true where that is all it says. */
  #enterGroup(name: string): boolean {
    const { target } = this.#state;
    if (target === 'none') return true;
    if (name === 'fonttbl') this.#state.target = 'fonts';
    else if (markGroups.has(name)) this.#switchTo('mark');
    else if (name === 'footnote') this.#switchTo('note');
    else if (name === 'shptxt' || name === 'shprslt') this.#switchTo(name === 'shptxt' ? 'box' : 'none');
    else if (name === 'shpinst') return true;
    else if (skippedGroups.has(name) || (this.#isStarred && !starredButRead.has(name) && target !== 'fonts'))
      this.#switchTo('none');
    else if (name === 'upr') this.#switchTo('none');
    else if (name === 'ud') this.#state.target = 'body';
    else return false;
    return true;
  }

  #switchTo(target: Target): void {
    this.#flushRun();
    this.#state.target = target;
    this.#state.isHidden = false;
  }

  #layout(name: string, value: number | null): boolean {
    const { target } = this.#state;
    switch (name) {
      case 'par':
      case 'sect':
      case 'page':
        this.#endParagraph();
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
          this.#pendingFormat = { isMergedRight: false, isMergedDown: false };
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
          this.#pendingFormat = { isMergedRight: false, isMergedDown: false };
        }
        return true;
      case 'cell':
        if (target === 'body') this.#endCell();
        return true;
      case 'row':
        if (target === 'body') this.#endRow();
        return true;
      case 'nestcell':
      case 'nestrow':
        if (target === 'body') this.#endLine(this.#cellLines);
        return true;
      default:
        return false;
    }
  }

  #byte(code: number): void {
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    if (this.#state.target === 'fonts' || this.#state.target === 'none') return;
    const font = this.#fonts.get(this.#font());
    const isLegacy = font !== undefined && isLegacyFont(font.name);
    const page = isLegacy ? 'windows-1252' : (font?.codePage ?? this.#codePage);
    this.#append(decodeByte(code, page));
  }

  #text(text: string): void {
    let shown = text;
    if (this.#skip > 0) {
      const count = Math.min(this.#skip, shown.length);
      this.#skip -= count;
      shown = shown.slice(count);
    }
    if (this.#state.target === 'fonts') {
      const font = this.#fonts.get(this.#fontNo);
      if (font) font.name += shown.replace(/;.*$/u, '');
      return;
    }
    if (shown !== '') this.#append(shown);
  }

  #font(): number {
    return this.#state.font < 0 ? this.#defaultFont : this.#state.font;
  }

  #append(text: string): void {
    const { target, isHidden, isDeleted, isWhite: isInWhite, hasGround, isTiny: isSmall } = this.#state;
    if (target === 'none' || target === 'fonts' || isDeleted) return;
    // White letters in a table or a box usually stand on a dark ground.
    const isOnPaper = !hasGround && !this.#isInTable && target !== 'box';
    if (isHidden || isSmall || (isInWhite && isOnPaper)) {
      this.#unseen += text;
      if (!this.#isHiddenKept) return;
    }
    const font = this.#font();
    if (font !== this.#runFont) this.#flushRun();
    this.#runFont = font;
    this.#run += text;
  }

  #flushRun(): void {
    if (this.#run === '') return;
    const font = this.#fonts.get(this.#runFont)?.name ?? '';
    let text = this.#run;
    if (isLegacyFont(font)) {
      text = convertLegacy(text, { font });
      if (text !== this.#run) this.#hasLegacy = true;
    }
    this.#run = '';
    const { target } = this.#state;
    this.#setParagraph(target, this.#paragraphOf(target) + text);
  }

  #endParagraph(): void {
    this.#flushRun();
    this.#hidden.add(this.#unseen);
    this.#hidden.endLine();
    this.#unseen = '';
    const { target } = this.#state;
    if (target === 'body') {
      if (this.#isInTable || this.#cells.length > 0) this.#endLine(this.#cellLines);
      else {
        this.#flushTable();
        this.#endLine(this.#lines);
      }
      return;
    }
    const text = this.#paragraphOf(target);
    if (text.trim() !== '') {
      if (target === 'mark') this.#marks.push(text);
      if (target === 'note') this.#addNote(text);
      if (target === 'box') this.#boxes.push({ text });
    }
    this.#setParagraph(target, '');
  }

  #endLine(lines: SourceLine[]): void {
    this.#flushRun();
    const text = this.#paragraph;
    this.#paragraph = '';
    const hint =
      this.#level !== null && this.#level <= 6 ? { hint: 'heading' as const, level: this.#level } : {};
    for (const part of text.split('\n')) if (part.trim() !== '') lines.push({ text: part, ...hint });
    if (lines === this.#lines) this.#flushNotes();
  }

  #flushNotes(): void {
    this.#lines.push(...this.#notes, ...this.#boxes.splice(0).map((line) => this.#kept(line)));
    this.#notes = [];
  }

  /** A text box is part of the body too, and kept as a possible stamp. */
  #kept(line: SourceLine): SourceLine {
    this.#marks.push(line.text);
    return line;
  }

  #endCell(): void {
    this.#endLine(this.#cellLines);
    this.#cells.push(this.#cellLines);
    this.#cellLines = [];
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
