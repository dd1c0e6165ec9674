import type { Capabilities } from './types.ts';

/** A range of UTF-16 units, end excluded. */
export type Span = readonly [from: number, to: number];

/** Takes `**bold**` markers out and says where they were. A marker without its partner stays as it is. */
export function parseBold(marked: string): { text: string; bold: Span[] } {
  const bold: Span[] = [];
  let text = '';
  let last = 0;
  for (const match of marked.matchAll(/\*\*(?=\S)([^*\n]*[^*\s])\*\*/gu)) {
    text += marked.slice(last, match.index);
    bold.push([text.length, text.length + (match[1] as string).length]);
    text += match[1];
    last = match.index + match[0].length;
  }
  return { text: text + marked.slice(last), bold };
}

/** The parts of `spans` inside from..to, counted from `from`. */
export function clipSpans(spans: readonly Span[], from: number, to: number): Span[] {
  return spans
    .map(([a, b]) => [Math.max(a, from) - from, Math.min(b, to) - from] as const)
    .filter(([a, b]) => a < b);
}

const markers: Readonly<Record<Capabilities['markup'] | 'markers', readonly [string, string]>> = {
  plain: ['', ''],
  // A channel with entities or its own rendering reads the blocks; its text stays plain.
  entities: ['', ''],
  html: ['', ''],
  ansi: ['\u001B[1m', '\u001B[22m'],
  markers: ['**', '**'],
};

/** `text` with its bold ranges written the way the channel shows them. */
export function renderMarkup(
  text: string,
  bold: readonly Span[],
  markup: Capabilities['markup'] | 'markers',
): string {
  const [open, close] = markers[markup];
  if (open === '') return text;
  let result = '';
  let last = 0;
  for (const [from, to] of bold) {
    result += text.slice(last, from) + open + text.slice(from, to) + close;
    last = to;
  }
  return result + text.slice(last);
}

/** Places to split at, best first; each needs the given share of the room to be worth a short part. */
const boundaries: readonly { pattern: RegExp; leastShare: number }[] = [
  { pattern: /\n\s*\n/gu, leastShare: 0.5 },
  { pattern: /\n/gu, leastShare: 0.5 },
  { pattern: /[.!?;:…]["”’)]*\s/gu, leastShare: 0.4 },
  { pattern: /\s/gu, leastShare: 0 },
];

/**
 * Where to end a part that starts at `from` and has `room` units: after a paragraph, a line, a sentence or a word;
 * where there is none, inside a word, but never inside a surrogate pair or before a combining mark.
 */
export function splitPoint(text: string, from: number, room: number): number {
  const window = text.slice(from, from + room);
  for (const { pattern, leastShare } of boundaries) {
    let end = -1;
    for (const match of window.matchAll(pattern)) end = match.index + match[0].length;
    // White space right after the window is a boundary as good as one inside it.
    if (leastShare === 0 && /^\s/u.test(text.slice(from + room, from + room + 1))) end = room;
    if (end > 0 && end >= room * leastShare) return from + end;
  }
  let end = from + room;
  while (end > from + 1 && isInsideCharacter(text, end)) end--;
  // Nothing but marks in the whole window: only the surrogate pair must hold.
  if (end === from + 1 && isInsideCharacter(text, end)) end = from + room;
  if (isLowSurrogate(text, end)) end = end - 1 > from ? end - 1 : end + 1;
  return end;
}

const isLowSurrogate = (text: string, index: number): boolean =>
  /^[\uDC00-\uDFFF]/.test(text.slice(index, index + 1));

const isInsideCharacter = (text: string, index: number): boolean =>
  isLowSurrogate(text, index) ||
  /^(?:\p{M}|\u200D)/u.test(text.slice(index, index + 2)) ||
  text[index - 1] === '\u200D';
