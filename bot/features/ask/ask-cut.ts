/*
 * A reply fits one screen of a phone: what is longer is cut between its items, and a choice shows the rest. Cut text
 * stays verbatim: a slice from the beginning, or from the line that holds what was asked for.
 */

/** About seven lines on a phone: what one quotation takes up in a first reply. */
export const firstLength = 400;
/** The same where a reply has several. */
export const firstLengthOfSeveral = 150;
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
  while (to < text.length) {
    const next = text.indexOf('\n', to + 1);
    const end = next < 0 ? text.length : next;
    if (to > from && to >= mustReach && end - from > limit) break;
    to = end;
  }
  // One long line: after a sentence, and never before what must be seen.
  const least = Math.max(limit * 0.6, mustReach - from);
  const most = Math.max(limit, mustReach - from) * 1.25;
  if (to - from > most) to = sentenceEnd(text, from, { least, most, to });
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

/** The last end of a sentence between `least` and `most` characters, else a space there, else the end. */
function sentenceEnd(
  text: string,
  from: number,
  { least, most, to }: { least: number; most: number; to: number },
): number {
  const window = text.slice(from, Math.min(to, from + most + 1));
  const ends = [...window.matchAll(/[.;:!?](?=\s)/gu)].map(({ index }) => index + 1);
  const end = ends.filter((one) => one >= least && one <= most).at(-1);
  if (end !== undefined) return from + end;
  const space = window.lastIndexOf(' ');
  return space >= least ? from + space : to;
}
