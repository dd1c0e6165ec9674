import type { Span } from './channels/channel.ts';
import type { Capabilities } from './types.ts';

/** Takes `**bold**` markers out and says where they were. A marker without its partner stays as it is. */
export function parseBold(marked: string): { text: string; bold: Span[] } {
  const bold: Span[] = [];
  let text = '';
  let last = 0;
  for (const match of marked.matchAll(/\*\*(?=\S)([^*\n]*[^*\s])\*\*/gu)) {
    text += marked.slice(last, match.index);
    bold.push({ kind: 'bold', from: text.length, to: text.length + (match[1] as string).length });
    text += match[1];
    last = match.index + match[0].length;
  }
  return { text: text + marked.slice(last), bold };
}

/** The parts of `spans` inside from..to, counted from `from`. */
export function clipSpans(spans: readonly Span[], from: number, to: number): Span[] {
  // Those outside are left alone first: a long text has thousands, and is clipped once a part.
  return spans
    .filter((span) => Math.max(span.from, from) < Math.min(span.to, to))
    .map((span) => ({ ...span, from: Math.max(span.from, from) - from, to: Math.min(span.to, to) - from }));
}

/** The spans of the same text with `by` more units before it. */
export const shiftSpans = (spans: readonly Span[], by: number): Span[] =>
  spans.map((span) => ({ ...span, from: span.from + by, to: span.to + by }));

/** Whether `markup` is said by spans beside a plain text. */
export const usesSpans = (markup: Capabilities['markup']): boolean =>
  markup === 'entities' || markup === 'zalo';

const markers: Readonly<Record<Capabilities['markup'] | 'markers', readonly [string, string]>> = {
  plain: ['', ''],
  // A channel with spans or its own rendering keeps its text plain.
  entities: ['', ''],
  zalo: ['', ''],
  html: ['', ''],
  ansi: ['\u001B[1m', '\u001B[22m'],
  markers: ['**', '**'],
};

/** `text` with its bold ranges written the way the channel shows them. */
export function renderMarkup(
  text: string,
  spans: readonly Span[],
  markup: Capabilities['markup'] | 'markers',
): string {
  const [open, close] = markers[markup];
  if (open === '') return text;
  let result = '';
  let last = 0;
  for (const { kind, from, to } of spans) {
    if (kind !== 'bold') continue;
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
 * where there is none, inside a word, but never inside a character as people see it (a letter with its marks, an emoji
 * of several code points). Only a single character that is longer than the room is cut, between code points.
 */
export function splitPoint(text: string, from: number, room: number): number {
  const window = text.slice(from, from + room);
  for (const { pattern, leastShare } of boundaries) {
    let end = -1;
    for (const match of window.matchAll(pattern)) end = match.index + match[0].length;
    // White space right after the window is a boundary as good as one inside it.
    if (leastShare === 0 && /^\s/u.test(text.slice(from + room, from + room + 1))) end = room;
    if (end > 0 && end >= room * leastShare && characterStart(text, from, end) === end) return from + end;
  }
  const end = characterStart(text, from, room);
  if (end > 0) return from + end;
  return isLowSurrogate(text, from + room) ? from + Math.max(2, room - 1) : from + room;
}

const characters = new Intl.Segmenter('vi', { granularity: 'grapheme' });
/** Units after a place that are enough to tell whether the character there goes on. */
const lookAhead = 64;

/** Where the character begins that the unit `offset` after `from` belongs to; `offset` itself between two characters. */
function characterStart(text: string, from: number, offset: number): number {
  // From the beginning of the part, which is the beginning of a character: flags can only be paired off from there.
  const found = characters.segment(text.slice(from, from + offset + lookAhead)).containing(offset);
  return found ? found.index : offset;
}

const isLowSurrogate = (text: string, index: number): boolean =>
  /^[\uDC00-\uDFFF]/.test(text.slice(index, index + 1));
