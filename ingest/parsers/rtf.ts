import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { collectHiddenText, isTiny, isWhite } from '../hidden-text.ts';
import { convertLegacy, isLegacyFont } from '../legacy-encoding.ts';
import type { ParsedFile, ReadOptions } from '../types.ts';
import { codePageName, codePages, decodeByte, signs } from './rtf-characters.ts';
import { RtfFlow } from './rtf-flow.ts';
import { targetOfGroup, type RtfTarget } from './rtf-groups.ts';
import { readRtfTokens, type RtfToken } from './rtf-tokens.ts';
import { fromLegacy } from './text.ts';

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

interface Font {
  name: string;
  codePage: string | null;
}

interface State {
  target: RtfTarget;
  /** In a text that is written twice: where it goes. Only its second writing, in Unicode, is read. */
  twice: RtfTarget | null;
  font: number;
  unicodeSkip: number;
  isHidden: boolean;
  isDeleted: boolean;
  isWhite: boolean;
  /** A ground behind the letters. */
  hasGround: boolean;
  isTiny: boolean;
}

/** How letters look that no word describes. */
const plainLook = { isHidden: false, isWhite: false, hasGround: false, isTiny: false } as const;

/** Deeper groups than any writer makes are read, but share one state. */
const deepest = 2000;

class Reader {
  readonly #flow = new RtfFlow();
  readonly #fonts = new Map<number, Font>();
  readonly #stack: State[] = [];
  readonly #whites: ReadonlySet<number>;
  readonly #isHiddenKept: boolean;
  readonly #hidden = collectHiddenText();
  /** What of the paragraph nobody sees. */
  #unseen = '';
  #state: State = { target: 'body', twice: null, font: -1, unicodeSkip: 1, isDeleted: false, ...plainLook };
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
    const { lines, marks } = this.#flow.finish();
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
      marks: [...marks, ...this.#hidden.marks()].filter((mark) => mark.trim() !== ''),
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
    if (before !== outer.target) {
      this.#flushRun();
      const isTwin = before === outer.twice;
      if (before !== 'fonts' && before !== 'none' && !isTwin) this.#flow.endSide(before);
    }
    this.#state = outer;
    this.#isStarred = false;
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
      case '-':
        // In the letters of TCVN3 the soft hyphen is 'ư'.
        this.#append('\u00AD');
        return;
      case 'chftn':
        if (this.#state.target === 'body') this.#append(`[${this.#flow.nextNote()}]`);
        return;
      case 'par':
      case 'sect':
      case 'page':
        this.#endParagraph();
        return;
      case 'cell':
      case 'nestcell':
      case 'nestrow':
        if (this.#state.target !== 'body') return;
        this.#flushRun();
        if (name === 'cell') this.#flow.endCell();
        else this.#flow.endLineOfCell();
        return;
      default:
    }
    if (this.#flow.layout(name, value, this.#state.target)) return;
    const sign = signs[name];
    if (sign !== undefined) this.#append(sign);
  }

  /** The first word of a group may say what the group is; true where that is all it says. */
  #enterGroup(name: string): boolean {
    const { target, twice } = this.#state;
    if (name === 'upr' && target !== 'none') {
      this.#flushRun();
      Object.assign(this.#state, { target: 'none', twice: target });
      return true;
    }
    if (name === 'ud' && twice !== null) {
      Object.assign(this.#state, { target: twice, twice: null });
      return true;
    }
    const own = targetOfGroup(name, this.#isStarred, target);
    if (own === null) return false;
    if (own === target) return true;
    this.#flushRun();
    this.#state.target = own;
    this.#state.isHidden = false;
    return true;
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
    const isOnPaper = !hasGround && !this.#flow.isInTable && target !== 'box';
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
    this.#flow.append(this.#state.target, text);
  }

  #endParagraph(): void {
    this.#flushRun();
    this.#hidden.add(this.#unseen);
    this.#hidden.endLine();
    this.#unseen = '';
    this.#flow.endParagraph(this.#state.target);
  }
}
