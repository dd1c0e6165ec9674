import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { utf16OrderOf } from '../detect.ts';
import { convertLegacyLine, detectLegacy } from '../legacy-encoding.ts';
import type { ParsedFile, SourceLine } from '../types.ts';

/** Text of a file in UTF-8, UTF-16 or one of the old Vietnamese code pages. */
export interface Decoded {
  text: string;
  isLegacy: boolean;
}

/**
 * Decodes bytes as text. UTF-8 is taken wherever it is valid, because none of the others is by accident.
 * @throws DocumentUnreadableError where no known encoding gives Vietnamese text
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const order = utf16OrderOf(bytes);
  if (order !== null) return { text: new TextDecoder(order).decode(bytes), isLegacy: false };
  const unicode = tryDecode(bytes, 'utf-8');
  if (unicode !== null) return fromLegacy(unicode) ?? { text: unicode, isLegacy: false };
  const western = fromLegacy(tryDecode(bytes, 'latin1') ?? '');
  if (western) return western;
  const windows = tryDecode(bytes, 'windows-1258')?.normalize('NFC') ?? '';
  if (/[ăâđêôơư]/iu.test(windows) && /[\u1ea0-\u1ef9]/u.test(windows))
    return { text: windows, isLegacy: false };
  throw new DocumentUnreadableError(unreadable.encoding);
}

/** Text in letters of an old encoding as Unicode; null where it is in none. */
export function fromLegacy(text: string): Decoded | null {
  const encoding = detectLegacy(text);
  if (encoding === null) return null;
  return { text: text.replace(/[^\n]+/gu, (line) => convertLegacyLine(line, encoding)), isLegacy: true };
}

/** Reads plain text: a line is a paragraph or a wrapped part of one; a form feed starts a page, as pdftotext writes it. */
export function parseText(bytes: Uint8Array): ParsedFile {
  const { text, isLegacy } = decodeText(bytes);
  const parts = text.replace(/\f\s*$/u, '').split('\f');
  return {
    pages: parts.map((part) => linesOf(withoutColumns(part.split(/\r\n?|\n/u)))),
    hasPages: parts.length > 1,
    marks: [],
    fields: {},
    warnings: isLegacy ? ['legacy-encoding'] : [],
  };
}

/** How far from either end of a page letterhead and closing columns may stand, in lines. */
const headZone = 16;
const closingZone = 40;
const gap = /^(\s*\S(?:.*?\S)?)(?:\s{4,}|\t+\s*)(\S(?:(?!\s{4}).)*)$/u;
/** What tells a letterhead or a closing from a table, which must keep its rows. */
const layoutSign =
  /CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN|Nơi nhận|^\s*(?:T\s*\/\s*M|TM\.|K\s*\/\s*T|KT\.|T\s*\/\s*L|TL\.)|THƯ KÝ|CHỦ TRÌ|CHỦ TỌA/mu;

/**
 * Letterhead and closing set side by side with spaces, as typewriters and converters do it: the left column is read
 * before the right one. A line between them that is only indented belongs to the right.
 */
function withoutColumns(lines: readonly string[]): string[] {
  const result: string[] = [];
  let block: string[] = [];
  let left: string[] = [];
  let right: string[] = [];
  const flush = (): void => {
    result.push(...(layoutSign.test([...left, ...right].join('\n')) ? [...left, ...right] : block));
    block = [];
    left = [];
    right = [];
  };
  for (const [index, line] of lines.entries()) {
    const isInZone = index < headZone || index >= lines.length - closingZone;
    const match = isInZone && !/^\s*\|/u.test(line) ? gap.exec(line) : null;
    if (match) {
      left.push(match[1] ?? '');
      right.push(match[2] ?? '');
    } else if (block.length > 0 && /^\s{20,}\S/u.test(line)) right.push(line);
    else if (block.length > 0 && /^\s*(?:-\s*\S.*|\*?\s*)$/u.test(line)) left.push(line);
    else {
      flush();
      result.push(line);
      continue;
    }
    block.push(line);
  }
  flush();
  return result;
}

function linesOf(rawLines: readonly string[]): SourceLine[] {
  const lines: SourceLine[] = [];
  let isSeparate = false;
  for (const line of rawLines) {
    if (line.trim() === '') isSeparate = true;
    else {
      const hint = /^\s*\|.*\|\s*$/u.test(line) ? { hint: 'row' as const } : {};
      lines.push({ text: line, ...hint, ...(isSeparate ? { isSeparate } : {}) });
      isSeparate = false;
    }
  }
  return lines;
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
