import { cleanText } from './normalise.ts';

/** A verbatim slice of `cleanText(text)`: `text === clean.slice(from, to)`. */
export interface Sentence {
  text: string;
  from: number;
  to: number;
}

/** Lines longer than this are paragraphs, not wrapped print: there a line break means something. */
const widestWrappedLine = 160;

/** What a line begins with when it starts a list item, a heading or a table row instead of continuing the last. */
const itemStart =
  /^\s*(?:[-–—+*•●▪◦#|>✓]|\p{L}\)|\(?(?:\d{1,3}|\p{Ll}|[ivx]+)\)|\d{1,3}(?:\.\d{1,3})*(?:[.)]|\s+(?=\p{Lu}))|[IVXLC]{1,6}\s*[.\-)/]|(?:Điều|Chương|Mục|Phần|Phụ lục|PHỤ LỤC|CHƯƠNG|PHẦN)\s+(?:\d|[IVXLC]+(?!\p{L})|thứ))/u;

/** A mark of a list or heading with nothing said yet: its full stop ends no sentence. */
const labelOnly =
  /^[\s#>*_|“"(-]*(?:\d{1,3}(?:\.\d{1,3})*|\p{L}|[IVXLC]+|(?:Điều|Khoản|Chương|Mục|Phần|Phụ lục|Bảng|Hình|Mẫu số)\s+(?:\d+[a-zđ]?|[IVXLC]+)(?:\.\d+)*)\\?$/u;

/** Words that carry a full stop of their own: place and rank abbreviations, titles, signature marks, initials. */
const abbreviation =
  /(?:^|[^\p{L}\p{N}])(?:TP|Tp|tp|TX|Tx|tx|TT|Tt|KP|Kp|GS|PGS|TS|ThS|Ths|Th|BS|Bs|KS|LS|CN|TM|T\/M|KT|K\/T|TL|T\/L|TUQ|Dr|Mr|Mrs|Ms|Nxb|NXB|St|No|tr|Tr|đ\/c|Đ\/c|\p{Lu})$/u;

/** A single capital that counts rather than abbreviates: "lần thứ V.", "nhóm A." may well end a sentence. */
const countingCapital =
  /(?:thứ|khóa|khoá|quý|chương|mục|phần|kỳ|phụ lục|bảng|nhóm|loại|hạng|khu|lớp|cấp|điểm)\s+\p{Lu}$/iu;

/**
 * Sentences of Vietnamese official prose in order, without the white space between them. A full stop inside a
 * number, an abbreviation ("TP.", "T.", initials) or a list mark ends nothing, nor does any mark before a small
 * letter. A line break ends a sentence after final punctuation, before a list mark, and wherever the line was not
 * simply wrapped; a page break in mid-sentence does not, so the slice runs across it.
 */
export function sentences(text: string): Sentence[] {
  const clean = cleanText(text);
  const width = wrapWidth(clean);
  const found: Sentence[] = [];
  let start = 0;
  const push = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && /\s/u.test(clean.charAt(from))) from++;
    while (to > from && /\s/u.test(clean.charAt(to - 1))) to--;
    if (to > from) found.push({ text: clean.slice(from, to), from, to });
    start = end;
  };
  for (const match of clean.matchAll(
    /[.!?…]+["”’»)\]*_]*(?=\s|$)|(?<=\p{Ll}{2})\.(?=\p{Lu}\p{Ll})|[ ]*\n\s*/gu,
  )) {
    const end = match.index + match[0].length;
    if (match[0].includes('\n')) {
      if (endsAtLineBreak(clean, start, match.index, end, width)) push(end);
    } else if (endsAtStop(clean, start, match.index, end)) push(end);
  }
  push(clean.length);
  return found;
}

/** How wide the lines were wrapped, or 0 where every line is a paragraph. */
function wrapWidth(clean: string): number {
  const longest = Math.max(...clean.split('\n').map((line) => line.length));
  return longest > widestWrappedLine ? 0 : longest;
}

function endsAtLineBreak(clean: string, start: number, at: number, end: number, width: number): boolean {
  const next = clean.slice(end, end + 40);
  if (next === '' || itemStart.test(next)) return true;
  const before = clean.slice(start, at);
  const isBlankBetween = clean.slice(at, end).split('\n').length > 2;
  if (labelOnly.test(before.replace(/\\?[.)]\s*$/u, ''))) return isBlankBetween;
  const isSmallNext = /^[\s"“‘(]*\p{Ll}/u.test(next);
  const lineLength = at - (clean.lastIndexOf('\n', at - 1) + 1);
  const isFullLine = lineLength >= 0.7 * width && width > 0;
  if (/[.!?…|]["”’»)\]*_\s]*$/u.test(before)) return true;
  // A full line that stops at ";" before a small letter was wrapped; a short one closed a list item.
  if (/[:;]["”’»)\]*_\s]*$/u.test(before)) return !(isSmallNext && isFullLine);
  if (isSmallNext) return false;
  return isBlankBetween || !isFullLine;
}

function endsAtStop(clean: string, start: number, at: number, end: number): boolean {
  const next = /\S/u.exec(clean.slice(end, end + 200))?.[0] ?? '';
  if (next === '') return true;
  const opening = /[“"‘'(]/u.test(next) ? (/\p{L}/u.exec(clean.slice(end, end + 20))?.[0] ?? '') : next;
  if (/\p{Ll}/u.test(opening)) return false;
  if (clean.charAt(at) !== '.' || clean.charAt(at + 1) === '.') return true;
  const before = clean.slice(start, at);
  if (labelOnly.test(before)) return false;
  return !abbreviation.test(before) || countingCapital.test(before);
}
