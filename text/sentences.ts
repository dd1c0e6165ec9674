import { cleanText } from './normalise.ts';

/** A verbatim slice of `cleanText(text)`: `text === clean.slice(from, to)`. */
export interface Sentence {
  text: string;
  from: number;
  to: number;
}

/** What a line begins with when it starts a new list item or heading rather than continuing the line above. */
const itemStart =
  /^\s*(?:[-–—+*•●▪◦]\s*\S|\p{L}\)\s|\d{1,3}(?:\.\d{1,3})*[.)]?\s+\p{Lu}|\d{1,3}(?:\.\d{1,3})*[.)]\s|[IVXLC]{1,6}\s*[.\-)]\s|(?:Điều|Chương|Mục|Phần|Phụ lục)\s+(?:\d|[IVXLC]+\b|thứ))/u;

/** Ends of words that carry a full stop without ending a sentence. */
const abbreviationEnd =
  /(?:^|[^\p{L}\p{N}])(?:TP|Tp|tp|TX|Tx|TT|Tt|T|H|Q|P|X|KP|GS|PGS|TS|ThS|Ths|BS|Bs|KS|LS|CN|Dr|Mr|Mrs|Ms|Nxb|NXB|St|No|tr|vv|v\.v|đ\/c|Đ\/c|đ\/b|ông|TM|KT|TL|TUQ|Q|TTg|\p{Lu})$/u;

/**
 * Sentences of Vietnamese official prose in order, without the white space between them. A full stop inside a
 * number, an abbreviation ("TP.", "T.", initials) or a list mark ends nothing; "…" ends one only before a capital.
 * A line break ends a sentence after final punctuation, at a blank line, or before a list mark; otherwise the line
 * was only wrapped and the slice runs across the break.
 */
export function sentences(text: string): Sentence[] {
  const clean = cleanText(text);
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
  for (const match of clean.matchAll(/[.!?…]+["”’»)\]]*(?=\s|$)|\n+/gu)) {
    const end = match.index + match[0].length;
    if (end <= start) continue;
    if (match[0].startsWith('\n')) {
      if (endsAtLineBreak(clean, start, match.index, match[0])) push(end);
    } else if (endsAtStop(clean, start, match.index, end)) push(end);
  }
  push(clean.length);
  return found;
}

function endsAtLineBreak(clean: string, start: number, at: number, breaks: string): boolean {
  if (breaks.length > 1) return true;
  const nextLine = clean.slice(at + 1, (clean.indexOf('\n', at + 1) + 1 || clean.length + 1) - 1);
  if (nextLine.trim() === '' || itemStart.test(nextLine)) return true;
  return /[.!?:;…]["”’»)\]]*\s*$/u.test(clean.slice(start, at));
}

function endsAtStop(clean: string, start: number, at: number, end: number): boolean {
  const mark = clean.charAt(at);
  const next = /\S/u.exec(clean.slice(end))?.[0] ?? '';
  const before = clean.slice(Math.max(start, at - 12), at);
  if (mark === '…' || clean.slice(at, at + 3) === '...') return next === '' || /\p{Lu}/u.test(next);
  if (mark !== '.') return true;
  if (/^\s*(?:\d{1,3}(?:\.\d{1,3})*|\p{L}|[IVXLC]+)$/u.test(clean.slice(start, at))) return false;
  if (abbreviationEnd.test(before)) return false;
  return next === '' || !/\p{Ll}/u.test(next);
}
