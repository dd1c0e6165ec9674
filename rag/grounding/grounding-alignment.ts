import { syllables } from '../../text/syllables.ts';
import { cleanText } from '../../text/normalise.ts';

/*
 * Two texts laid beside each other by the words around a place. A text is a row of plain words with gaps between them;
 * what is compared (numbers, names, 'không', 'tối đa') stands in the gaps. A gap of the sentence corresponds to the gap of
 * the passage that has the most of the same words right before and after it. Where no gap has enough of them nothing is
 * concluded, so a wording of its own raises no alarm.
 */

/** Something that stands in a gap. Fills of one group could stand for each other. */
export interface Fill {
  group: string;
  value: string;
  from: number;
  to: number;
}

/** A text as words and gaps; `gaps[i]` is what stands before word i, the last one what stands at the end. */
export interface Row {
  words: readonly string[];
  gaps: readonly (readonly Fill[])[];
}

/** A stretch of text that is one word, or that is no word but fills a gap. Stretches do not overlap. */
export type Stretch = { from: number; to: number } & ({ word: string } | { fill: Omit<Fill, 'from' | 'to'> });

/** Between clauses; a sentence begins and ends with it. */
const edge = '¶';
/** Words that may stand or be missing without a difference. */
const light = new Set([
  'là',
  'thì',
  'mà',
  'các',
  'những',
  'cũng',
  'đều',
  'đã',
  'sẽ',
  'đang',
  'rằng',
  'và',
  'của',
]);

/** Lays out `text`: what no stretch covers is plain words. */
export function layOut(text: string, stretches: readonly Stretch[]): Row {
  const clean = cleanText(text);
  const ordered = [...stretches].sort((a, b) => a.from - b.from || a.to - b.to);
  const words: string[] = [edge];
  const gaps: Fill[][] = [[], []];
  const add = (word: string): void => {
    words.push(word);
    gaps.push([]);
  };
  let end = 0;
  let next = 0;
  const take = (from: number): void => {
    if (isEdge(clean.slice(end, from)) && words.at(-1) !== edge) add(edge);
  };
  for (const { exact, from, to } of [
    ...syllables(clean),
    { exact: '', from: clean.length, to: clean.length },
  ]) {
    for (; next < ordered.length; next++) {
      const stretch = ordered[next] as Stretch;
      if (stretch.from > from) break;
      if (stretch.to <= end) continue;
      take(stretch.from);
      if ('word' in stretch) add(stretch.word);
      else (gaps.at(-1) as Fill[]).push({ ...stretch.fill, from: stretch.from, to: stretch.to });
      end = stretch.to;
    }
    if (from < end || exact === '') continue;
    take(from);
    if (!light.has(exact)) add(exact);
    end = to;
  }
  if (words.at(-1) !== edge) add(edge);
  return { words, gaps };
}

const isEdge = (between: string): boolean => /[.;:!?]|\n\s*(?=[-–•+]|$)|\n\s*\n/u.test(between);

/** No more words than this are compared on either side. */
const reach = 8;

/** How many words agree before and after two gaps, from the gap outward. */
export function agreement(
  a: Row,
  at: number,
  b: Row,
  bt: number,
): { before: number; after: number; score: number } {
  let before = 0;
  while (before < reach && a.words[at - 1 - before] === b.words[bt - 1 - before] && at - 1 - before >= 0) {
    before += 1;
    if (a.words[at - before] === edge) break;
  }
  let after = 0;
  while (after < reach && a.words[at + after] === b.words[bt + after] && at + after < a.words.length) {
    after += 1;
    if (a.words[at + after - 1] === edge) break;
  }
  return { before, after, score: before + after };
}

/** Enough agreement to say that two gaps are the same place. */
export const isSamePlace = ({
  before,
  after,
  score,
}: {
  before: number;
  after: number;
  score: number;
}): boolean => before >= 1 && after >= 1 && score >= 3;
