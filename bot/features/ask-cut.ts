/*
 * A reply fits one screen of a phone: what is longer is cut between its items, and a choice shows the rest. Cut text
 * stays verbatim: a slice from the beginning, or from the line that holds what was asked for.
 */

/** About seven lines on a phone: what one quotation takes up in a first reply. */
export const firstLength = 420;
/** The same where a reply has several. */
export const firstLengthOfSeveral = 240;
/** How much one further choice shows, in characters. */
export const pageLength = 1400;

/** A stretch of a text that is shown, and what of it is not. */
export interface Cut {
  from: number;
  to: number;
  /** Lines with words after `to`; 0 with `isCut`: the rest of the line. */
  linesLeft: number;
  isCut: boolean;
}

/**
 * The stretch of `text` to show first: whole lines from `from` on, about `limit` characters, at least up to `mustReach`;
 * a first line that is longer by itself is cut after a sentence. A little over the limit is shown whole.
 */
export function cutText(text: string, limit: number, { from = 0, mustReach = 0 } = {}): Cut {
  const rest = text.length - from;
  if (rest <= limit * 1.25) return { from, to: text.length, linesLeft: 0, isCut: false };
  let to = from;
  for (;;) {
    const next = text.indexOf('\n', to + 1);
    const end = next < 0 ? text.length : next;
    if (end - from > limit && end > mustReach && to > from) break;
    to = end;
    if (to === text.length) break;
    if (to - from >= limit && to >= mustReach) break;
  }
  // One long line: after a sentence, and never before what must be seen.
  if (to - from > limit * 1.25) to = sentenceEnd(text, from, Math.max(limit, mustReach - from), to);
  const linesLeft = text
    .slice(to)
    .split('\n')
    .slice(isLineEnd(text, to) ? 0 : 1)
    .filter(hasWords).length;
  return { from, to, linesLeft, isCut: hasWords(text.slice(to)) };
}

/** Where a text whose emphasis stands far down begins to be shown: at the line that holds it. */
export function startFor(
  text: string,
  emphasis: readonly (readonly [number, number])[],
  limit: number,
): number {
  const first = emphasis[0]?.[0] ?? 0;
  const last = emphasis.at(-1)?.[1] ?? 0;
  if (last <= limit * 1.25) return 0;
  return text.lastIndexOf('\n', first) + 1;
}

/** Lines with words in a text. */
export const countLines = (text: string): number => text.split('\n').filter(hasWords).length;

const hasWords = (text: string): boolean => text.trim() !== '';
const isLineEnd = (text: string, at: number): boolean => at >= text.length || text[at] === '\n';

/** The first end of a sentence after `wanted` characters, else a space there, else `most`. */
function sentenceEnd(text: string, from: number, wanted: number, most: number): number {
  const window = text.slice(from, most);
  for (const match of window.matchAll(/[.;:!?](?=\s)/gu)) {
    const end = match.index + 1;
    if (end >= wanted * 0.6 && end <= wanted * 1.25) return from + end;
    if (end > wanted * 1.25) break;
  }
  const space = window.indexOf(' ', wanted);
  return space < 0 ? most : from + space;
}
