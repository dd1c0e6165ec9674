import { inflateSync } from 'node:zlib';
import { oneLine } from '../text/normalise.ts';
import type { IngestWarning } from './types.ts';

/*
 * Text that a person who looks at the paper or the screen does not see: marked hidden, in the colour of the page, too
 * small to be read, or drawn without ink. All of it is left out of the document, so that nobody quotes what nobody sees,
 * and told to the person who stores the document, who may say that it belongs there after all (`isHiddenKept`). A mark of
 * secrecy counts in it as anywhere.
 */

/** What was found in one file. */
export interface HiddenText {
  /** Text that is not seen, in pieces as they come. */
  add(text: string): void;
  /** The line ends here: what is added next belongs to another place. */
  endLine(): void;
  /** 'hidden-text' where there is enough of it to mean something. */
  warnings(): IngestWarning[];
  /** The text, for the check of secrecy alone. */
  marks(): string[];
  /** What is shown of it to a person: one snippet a line, few and short; empty where it makes no warning. */
  snippets(): string[];
}

/** Fewer letters and digits than this are what typesetting leaves behind: fillers, bookmarks, a stray full stop. */
const fewestLetters = 12;
/** No check needs more than this of it. */
const mostPieces = 200;
/** A person has to see what kind of text it is, not to read all of it. */
const mostSnippets = 10;
/** Characters of a snippet, the dots at its end included. */
const longestSnippet = 300;

/** Collects the hidden text of a file; `fewest` letters make a warning. */
export function collectHiddenText(fewest = fewestLetters): HiddenText {
  const pieces: string[] = [];
  const lines: string[] = [];
  let line = '';
  let letters = 0;
  const endLine = (): void => {
    // Neither signs without a shape nor marks beside letters may change how it looks.
    const text = oneLine(
      line
        .normalize('NFC')
        .replace(/\p{Cc}/gu, ' ')
        .replace(/\p{Cf}/gu, ''),
    );
    line = '';
    // The same line in the head of every page says nothing new.
    if (text !== '' && lines.length < mostSnippets && !lines.includes(text)) lines.push(text);
  };
  return {
    add(text) {
      letters += text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      if (text.trim() !== '' && pieces.length < mostPieces) pieces.push(text.trim());
      // Words come in several pieces: a change of language or spelling inside a word makes a new one.
      if (line.length <= longestLine) line += text.slice(0, longestLine);
    },
    endLine,
    warnings: () => (letters >= fewest ? ['hidden-text'] : []),
    marks: () => pieces,
    snippets() {
      endLine();
      return letters >= fewest ? lines.map(shortened) : [];
    },
  };
}

/** Room for blanks that are taken out of a line before it is shortened. */
const longestLine = 4 * longestSnippet;

const shortened = (text: string): string =>
  text.length <= longestSnippet ? text : `${text.slice(0, longestSnippet - 1).trimEnd()}…`;

/** Sizes below this cannot be read on paper, in points. */
const smallestPoints = 2;

/** True for letters that are there without being readable. */
export const isTiny = (points: number): boolean => points > 0 && points < smallestPoints;

/** White and what differs from it less than an eye sees; 'FFFFFF', '#fff', 'white' or 'rgb(255, 255, 255)'. */
export function isWhite(colour: string): boolean {
  const text = colour.trim().toLowerCase();
  if (text === 'white') return true;
  const decimal = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/u.exec(text);
  if (decimal) return decimal.slice(1, 4).every((part) => Number(part) >= 248);
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/u.exec(text)?.[1];
  if (hex === undefined) return false;
  const parts = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../gu) ?? []);
  return parts.every((part) => Number.parseInt(part, 16) >= 248);
}

/** How an element of HTML is hidden by its own style: 'removed' takes no room on the page, 'unseen' does. */
export function hiddenByStyle(style: string): 'removed' | 'unseen' | null {
  const rules = new Map<string, string>();
  for (const rule of style.split(';')) {
    const [name = '', value = ''] = rule.split(':', 2);
    rules.set(
      name.trim().toLowerCase(),
      value
        .replace(/!important/iu, '')
        .trim()
        .toLowerCase(),
    );
  }
  if (rules.get('display') === 'none' || /^(?:hidden|collapse)$/u.test(rules.get('visibility') ?? ''))
    return 'removed';
  const size = /^([\d.]+)(px|pt)$/u.exec(rules.get('font-size') ?? '');
  const points = size ? Number(size[1]) * (size[2] === 'px' ? 0.75 : 1) : Number.POSITIVE_INFINITY;
  const isNothing = /^0(?:px|pt|em|rem|%)?$/u.test(rules.get('font-size') ?? '');
  if (isNothing || isTiny(points) || /^0(?:\.0+)?$/u.test(rules.get('opacity') ?? '')) return 'unseen';
  const hasGround = rules.has('background') || rules.has('background-color') || rules.has('background-image');
  return isWhite(rules.get('color') ?? '') && !hasGround ? 'unseen' : null;
}

/** Larger streams hold pictures and fonts, or are made to keep a reader busy. */
const largestStream = 4 * 1024 * 1024;
/** All streams of a file together; a book of five hundred pages takes half of it. */
const mostBytes = 64 * 1024 * 1024;

/**
 * True where a PDF draws letters without ink (text mode 3), or in white with nothing dark drawn before. A file with
 * pictures of pages is excused from the first: the text that a scanner lays under its picture is drawn like this.
 */
export function hasHiddenPdfText(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hasPicture = false;
  let hasInkless = false;
  let left = mostBytes;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const head = file.subarray(Math.max(0, at - 400), at).toString('latin1');
    const dictionary = head.slice(Math.max(0, head.lastIndexOf(' obj')));
    if (/\/Subtype\s*\/Image/u.test(dictionary)) {
      const width = Number(/\/Width\s+(\d+)/u.exec(dictionary)?.[1] ?? '0');
      if (width >= pictureOfPage) hasPicture = true;
      continue;
    }
    if (/\/(?:FontFile|Length1|Type\s*\/(?:XRef|ObjStm|Metadata|CMap))/u.test(dictionary)) continue;
    const from = at + (file[at + 6] === 13 ? 8 : 7);
    const to = file.indexOf('endstream', from);
    if (to < 0 || to - from > largestStream || left <= 0) break;
    const content = contentOf(file.subarray(from, to), dictionary);
    left -= content?.length ?? 0;
    if (!content?.includes(' Tf')) continue;
    const text = content.toString('latin1');
    if (drawsWhite(text)) return true;
    hasInkless ||= drawsWithoutInk(text);
  }
  return hasInkless && !hasPicture;
}

/** Pixels across; pictures of pages have more, logos and signatures less. */
const pictureOfPage = 1000;

function contentOf(stream: Buffer, dictionary: string): Buffer | null {
  if (!/\/Filter/u.test(dictionary)) return stream;
  if (!/\/Filter\s*\[?\s*\/(?:FlateDecode|Fl)\s*\]?/u.test(dictionary)) return null;
  try {
    return inflateSync(stream, { maxOutputLength: largestStream });
  } catch {
    // The parser of the file itself says what is wrong with it.
    return null;
  }
}

/** Changes of the text mode, and what shows text: '(…) Tj', '<…> Tj', '[…] TJ'. */
const modeOrText = /(?<=^|\s)([0-7])\s+Tr(?=\s|$)|(?:\)|>|\])\s*(?:Tj|TJ|'|")/gu;

/** Letters shown while the text mode is 3. */
function drawsWithoutInk(content: string): boolean {
  if (!/(?:^|\s)3\s+Tr(?=\s|$)/u.test(content)) return false;
  let mode = '0';
  for (const [, change] of content.matchAll(modeOrText)) {
    if (change !== undefined) mode = change;
    else if (mode === '3') return true;
  }
  return false;
}

const operator =
  /(?<=^|\s)(?:(q)|(Q)|(BT)|(1(?:\.0*)?\s+g|1(?:\.0*)?\s+1(?:\.0*)?\s+1(?:\.0*)?\s+(?:rg|sc|scn)|0\s+0\s+0\s+0\s+(?:k|sc|scn))|([\d.\s-]*\s(?:g|rg|k|sc|scn)|\/\S+\s+scn)|(f\*?|F|B\*?|b\*?|sh|Do))(?=\s|$)|(\)|>|\])\s*(?:Tj|TJ|'|")/gu;

/** Letters shown while the fill is white, on a page where nothing dark has been filled before. */
function drawsWhite(content: string): boolean {
  if (
    !/(?:^|\s)(?:1(?:\.0*)?\s+g|1(?:\.0*)?\s+1(?:\.0*)?\s+1(?:\.0*)?\s+(?:rg|sc|scn)|0\s+0\s+0\s+0\s+k)\s/u.test(
      content,
    )
  )
    return false;
  const saved: boolean[] = [];
  let isWhiteNow = false;
  let hasGround = false;
  let shownWhite = 0;
  for (const [, push, pop, , white, other, fill, text] of content.matchAll(operator)) {
    if (push !== undefined) saved.push(isWhiteNow);
    else if (pop !== undefined) isWhiteNow = saved.pop() ?? false;
    else if (white !== undefined) isWhiteNow = true;
    else if (other !== undefined) isWhiteNow = false;
    else if (fill !== undefined) hasGround ||= !isWhiteNow;
    else if (text !== undefined && isWhiteNow && !hasGround) shownWhite += 1;
  }
  return shownWhite > 0;
}
