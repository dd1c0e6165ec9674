import { isTiny } from '../hidden-text.ts';
import { openCompoundFile } from './compound-file.ts';
import {
  lookAt,
  looksOfBlock,
  modifiers,
  readStyle,
  rowFormat,
  type Look,
  type RowFormat,
  type Style,
} from './word-binary-looks.ts';

/*
 * The text of Word 97 to 2003 with what its formatting says about it (MS-DOC): the text lies in pieces, and tables of
 * pages of 512 bytes say for places in the file, not in the text, how paragraphs and letters look.
 */

/** Letters of one look. */
export interface BinaryRun {
  text: string;
  font: string | undefined;
  isHidden: boolean;
  isDeleted: boolean;
  /** In the colour of paper, on no ground of its own. */
  isWhite: boolean;
  /** Too small to be read. */
  isTiny: boolean;
}

/** A paragraph, or the end of a cell or of a row. */
export interface BinaryParagraph {
  /** Position of its first letter in the whole text. */
  at: number;
  runs: BinaryRun[];
  /** 'cell' and 'row' end one; a paragraph inside a cell is still a 'paragraph'. */
  end: 'paragraph' | 'cell' | 'row';
  isInTable: boolean;
  /** Of the end of a row. */
  row: RowFormat | null;
  /** Depth of a heading, from 1; null for text. */
  level: number | null;
}

/** The parts of a document, each as paragraphs; notes by the position of their mark in the text. */
export interface BinaryDocument {
  body: BinaryParagraph[];
  notes: Map<number, BinaryParagraph[]>;
  headers: BinaryParagraph[];
  textBoxes: BinaryParagraph[];
}

export class EncryptedWordError extends Error {}

/**
 * Reads a .doc file.
 * @throws EncryptedWordError for one with a password; Error for one that is damaged or older than Word 97
 */
export function readWordBinary(bytes: Uint8Array): BinaryDocument {
  const open = openCompoundFile(bytes);
  const main = open('WordDocument');
  if (!main || main.readUInt16LE(0) !== 0xa5ec) throw new Error('no Word document');
  if (main.readUInt16LE(2) < 0xc1) throw new Error('older than Word 97');
  const flags = main.readUInt16LE(0x0a);
  if ((flags & 0x0100) !== 0) throw new EncryptedWordError();
  const table = open((flags & 0x0200) !== 0 ? '1Table' : '0Table');
  if (!table) throw new Error('no table stream');
  return new Reader(main, table, open('Data')).document();
}

interface Piece {
  from: number;
  to: number;
  offset: number;
  isCompressed: boolean;
}

class Reader {
  readonly #main: Buffer;
  readonly #table: Buffer;
  readonly #data: Buffer | null;
  readonly #pieces: Piece[];
  readonly #letterLooks: Look[];
  readonly #paragraphLooks: Look[];
  readonly #fonts: string[];
  readonly #styles: Style[];
  #defaultFont = 0;

  constructor(main: Buffer, table: Buffer, data: Buffer | null) {
    this.#main = main;
    this.#table = table;
    this.#data = data;
    this.#pieces = this.#readPieces();
    this.#letterLooks = this.#readLooks(12, false);
    this.#paragraphLooks = this.#readLooks(13, true);
    this.#fonts = this.#readFonts();
    this.#styles = this.#readStyles();
  }

  document(): BinaryDocument {
    const length = (index: number): number => this.#main.readInt32LE(0x4c + 4 * index);
    const [text = 0, footnotes = 0, headers = 0, macros = 0, comments = 0, endnotes = 0, boxes = 0] = [
      0, 1, 2, 3, 4, 5, 6,
    ].map(length);
    const lengths = [text, footnotes, headers, macros, comments, endnotes, boxes];
    // Every letter takes a byte at least: a longer text would be made of the same bytes again and again.
    if (lengths.some((one) => one < 0) || lengths.reduce((sum, one) => sum + one, 0) > this.#main.length)
      throw new Error('more text than the file holds');
    const notesFrom = text;
    const headersFrom = notesFrom + footnotes;
    const endnotesFrom = headersFrom + headers + macros + comments;
    const boxesFrom = endnotesFrom + endnotes;
    return {
      body: this.#paragraphs(0, text),
      notes: new Map([...this.#notes(2, notesFrom), ...this.#notes(46, endnotesFrom)]),
      headers: this.#paragraphs(headersFrom, headersFrom + headers),
      textBoxes: this.#paragraphs(boxesFrom, boxesFrom + boxes),
    };
  }

  /** A part of the table stream by its number in the header's list (FibRgFcLcb97). */
  #part(index: number): Buffer {
    const at = 0x9a + 8 * index;
    const from = this.#main.readUInt32LE(at);
    return this.#table.subarray(from, from + this.#main.readUInt32LE(at + 4));
  }

  #readPieces(): Piece[] {
    const clx = this.#part(33);
    let at = 0;
    while (clx[at] === 1) at += 3 + clx.readUInt16LE(at + 1);
    if (clx[at] !== 2) throw new Error('no pieces');
    const plc = clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1));
    const count = Math.floor((plc.length - 4) / 12);
    const pieces: Piece[] = [];
    for (let index = 0; index < count; index++) {
      const place = plc.readUInt32LE((count + 1) * 4 + index * 8 + 2);
      if (index > 0 && plc.readUInt32LE(index * 4) < (pieces[index - 1] as Piece).to)
        throw new Error('pieces that overlap');
      const isCompressed = (place & 0x40000000) !== 0;
      const offset = place & 0x3fffffff;
      pieces.push({
        from: plc.readUInt32LE(index * 4),
        to: plc.readUInt32LE(index * 4 + 4),
        offset: isCompressed ? offset / 2 : offset,
        isCompressed,
      });
    }
    return pieces;
  }

  #readLooks(index: number, areParagraphs: boolean): Look[] {
    const plc = this.#part(index);
    const count = Math.floor((plc.length - 4) / 8);
    const looks: Look[] = [];
    for (let n = 0; n < count; n++) {
      const page = (plc.readUInt32LE((count + 1) * 4 + n * 4) & 0x3fffff) * 512;
      const block = this.#main.subarray(page, page + 512);
      if (block.length === 512) looks.push(...looksOfBlock(block, areParagraphs));
    }
    return looks.sort((a, b) => a.from - b.from);
  }

  #readFonts(): string[] {
    const part = this.#part(15);
    if (part.length < 4) return [];
    const fonts: string[] = [];
    const count = part.readUInt16LE(0);
    let at = 4;
    for (let index = 0; index < count && at < part.length; index++) {
      const size = part.readUInt8(at) + 1;
      const entry = part.subarray(at, at + size);
      // 40 bytes of measures stand before the name.
      const name = entry.subarray(40).toString('utf16le');
      fonts.push(name.split('\u0000')[0] ?? '');
      at += size;
    }
    return fonts;
  }

  #readStyles(): Style[] {
    const part = this.#part(1);
    if (part.length < 20) return [];
    const headSize = part.readUInt16LE(0);
    const count = part.readUInt16LE(2);
    const baseSize = part.readUInt16LE(4);
    if (headSize >= 14) this.#defaultFont = part.readUInt16LE(14);
    const styles: Style[] = [];
    let at = 2 + headSize;
    for (let index = 0; index < count && at + 2 <= part.length; index++) {
      const size = part.readUInt16LE(at);
      styles.push(
        size < baseSize + 4
          ? { base: 0xfff, letters: null }
          : readStyle(part.subarray(at + 2, at + 2 + size), baseSize),
      );
      at += 2 + size + (size % 2);
    }
    return styles;
  }

  /** Marks of notes in the text, each with its paragraphs; `index` is the part with the marks, the next has the texts. */
  #notes(index: number, subdocumentFrom: number): [number, BinaryParagraph[]][] {
    const marks = this.#part(index);
    const texts = this.#part(index + 1);
    const count = Math.max(0, Math.floor((marks.length - 4) / 6));
    let last = 0;
    return Array.from({ length: count }, (_, note): [number, BinaryParagraph[]] => {
      const from = texts.readUInt32LE(note * 4);
      const to = texts.readUInt32LE(note * 4 + 4);
      if (from < last || to < from) throw new Error('notes that overlap');
      last = to;
      return [marks.readUInt32LE(note * 4), this.#paragraphs(subdocumentFrom + from, subdocumentFrom + to)];
    });
  }

  #paragraphs(from: number, to: number): BinaryParagraph[] {
    const paragraphs: BinaryParagraph[] = [];
    let runs: BinaryRun[] = [];
    let start = from;
    for (const segment of this.#segments(from, to)) {
      let rest = segment.at;
      const parts = segment.text.split(afterMark);
      for (const part of parts) {
        const mark = marks.has(part.at(-1) ?? '') ? part.at(-1) : undefined;
        const text = mark === undefined ? part : part.slice(0, -1);
        if (text !== '') runs.push({ ...segment.look(), text });
        rest += part.length;
        if (mark === undefined) continue;
        const look = lookAt(this.#paragraphLooks, segment.fileAt + (rest - 1 - segment.at) * segment.width);
        paragraphs.push({ at: start, runs, ...this.#paragraphFormat(look, mark) });
        runs = [];
        start = rest;
      }
    }
    if (runs.length > 0)
      paragraphs.push({ at: start, runs, end: 'paragraph', isInTable: false, row: null, level: null });
    return paragraphs;
  }

  /** Stretches of text in one piece and of one look, in reading order. */
  *#segments(
    from: number,
    to: number,
  ): Generator<{
    at: number;
    text: string;
    fileAt: number;
    width: number;
    look(): Omit<BinaryRun, 'text'>;
  }> {
    for (const piece of this.#pieces) {
      const width = piece.isCompressed ? 1 : 2;
      let at = Math.max(from, piece.from);
      const end = Math.min(to, piece.to);
      while (at < end) {
        const fileAt = piece.offset + (at - piece.from) * width;
        const look = lookAt(this.#letterLooks, fileAt);
        const until = look ? Math.floor((look.to - fileAt) / width) : end - at;
        const length = Math.max(1, Math.min(end - at, until));
        if (fileAt + length * width > this.#main.length) throw new Error('text beyond the end of the file');
        const bytes = this.#main.subarray(fileAt, fileAt + length * width);
        const text = piece.isCompressed ? western.decode(bytes) : bytes.toString('utf16le');
        const paragraphLook = lookAt(this.#paragraphLooks, fileAt);
        yield {
          at,
          text,
          fileAt,
          width,
          look: () => this.#letterFormat(look, paragraphLook?.style ?? 0),
        };
        at += length;
      }
    }
  }

  #letterFormat(look: Look | undefined, paragraphStyle: number): Omit<BinaryRun, 'text'> {
    let font = this.#defaultFont;
    let isHidden = false;
    let isDeleted = false;
    let isWhite = false;
    let hasGround = false;
    let halfPoints = 24;
    const read = (properties: Buffer): void => {
      for (const { code, operand } of modifiers(properties)) {
        if (code === 0x4a30) styleLetters(operand.readUInt16LE(0));
        else if (code === 0x4a4f || code === 0x4a3d) font = operand.readUInt16LE(0);
        else if (code === 0x083c) isHidden = (operand[0] ?? 0) % 2 === 1 && operand[0] !== 0x80;
        else if (code === 0x0800) isDeleted = operand[0] === 1;
        else if (code === 0x2a42) isWhite = operand[0] === 8;
        // Red, green, blue; a fourth byte says 'automatic'.
        else if (code === 0x6870)
          isWhite = operand[3] !== 0xff && [0, 1, 2].every((at) => (operand[at] ?? 0) >= 248);
        else if (code === 0x2a0c) hasGround = operand[0] !== 0;
        else if (code === 0x4866 || code === 0xca71) hasGround = operand.some((byte) => byte !== 0);
        else if (code === 0x4a43) halfPoints = operand.readUInt16LE(0);
      }
    };
    const styleLetters = (style: number): void => {
      const path: Buffer[] = [];
      for (let at = style, depth = 0; at < 0xfff && depth < 12; depth++) {
        const { letters, base } = this.#styles[at] ?? { letters: null, base: 0xfff };
        if (letters) path.unshift(letters);
        at = base;
      }
      path.forEach((letters) => read(letters));
    };
    styleLetters(paragraphStyle);
    if (look) read(look.properties);
    return {
      font: this.#fonts[font],
      isHidden,
      isDeleted,
      isWhite: isWhite && !hasGround,
      isTiny: isTiny(halfPoints / 2),
    };
  }

  #paragraphFormat(look: Look | undefined, mark: string): Omit<BinaryParagraph, 'at' | 'runs'> {
    let isInTable = false;
    let isRowEnd = false;
    let level: number | null = look && look.style >= 1 && look.style <= 9 ? look.style : null;
    let row: RowFormat | null = null;
    const read = (properties: Buffer, depth: number): void => {
      for (const { code, operand } of modifiers(properties)) {
        if (code === 0x2416) isInTable = operand[0] === 1;
        else if (code === 0x2417) isRowEnd = operand[0] === 1;
        else if (code === 0x2640 && (operand[0] ?? 9) < 9) level = (operand[0] ?? 0) + 1;
        else if (code === 0xd608) row = rowFormat(operand);
        // Formats too long for their page stand in a stream of their own.
        else if ((code === 0x6646 || code === 0x6645) && this.#data && depth === 0) {
          const at = operand.readUInt32LE(0);
          if (at + 2 <= this.#data.length)
            read(this.#data.subarray(at + 2, at + 2 + this.#data.readUInt16LE(at)), 1);
        }
      }
    };
    if (look) read(look.properties, 0);
    const end = mark !== '\u0007' ? 'paragraph' : isRowEnd ? 'row' : 'cell';
    return { end, isInTable: isInTable || end !== 'paragraph', row, level };
  }
}

/** Ends of paragraphs, of cells and rows, of pages. */
const marks = new Set(['\r', '\u0007', '\f']);
// eslint-disable-next-line no-control-regex
const afterMark = /(?<=[\r\u0007\f])/u;

const western = new TextDecoder('windows-1252');
