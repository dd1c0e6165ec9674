import { cleanText, fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';

/**
 * Reads a typed line by taking known phrases out of it, in any order, until only words nobody understood are left.
 * Patterns are written for folded text (lower case, no diacritics) and find whole words; what is left is given back
 * as it was typed.
 */
export interface PhraseReader {
  /** Takes the first match of `pattern` out; null where there is none. */
  take(pattern: Pattern): RegExpExecArray | null;
  /** Takes the characters from `from` to `to` (offsets into `text`) out. */
  cut(from: number, to: number): void;
  /** As typed, after `cleanText`. */
  readonly text: string;
  /** What is left, folded and of the same length: '|' stands for each character already taken. */
  rest(): string;
  /** What is left as runs of neighbouring words, as typed. */
  leftovers(): Leftover[];
}

export interface Leftover {
  text: string;
  from: number;
  to: number;
}

/** What is looked for: an expression, or one that is made when it is first looked for. */
export type Pattern = Pick<RegExp, 'exec' | 'test' | 'source'>;

/** `source` as whole words. */
export const boundary = (source: string): string => `(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`;

/**
 * A pattern for `PhraseReader.take` that matches whole words only. Made once for each source, and when it is first looked for:
 * three hundred of them would cost each start what most sentences never need.
 */
export function words(source: string): Pattern {
  let pattern = patterns.get(source);
  if (!pattern) patterns.set(source, (pattern = new WordsPattern(source)));
  return pattern;
}
/** Bounded by the program's own patterns: no source holds what a person typed. */
const patterns = new Map<string, Pattern>();

class WordsPattern implements Pattern {
  readonly source: string;
  #made: RegExp | undefined;

  constructor(source: string) {
    this.source = boundary(source);
  }

  exec(text: string): RegExpExecArray | null {
    return this.#expression().exec(text);
  }

  test(text: string): boolean {
    return this.#expression().test(text);
  }

  #expression(): RegExp {
    return (this.#made ??= new RegExp(this.source, 'u'));
  }
}

/**
 * The longest line in which a unit or a count is looked for, in letters. Nobody asks for one in more; every unit is tried at
 * every word, and a pasted page would keep everybody waiting for a minute.
 */
export const longestLine = 1000;

/** What of a line that is too long is shown to whoever typed it. */
export const tooLongToRead = (typed: string): string[] => [`${typed.slice(0, 60).trim()}…`];

/** A reader at the start of `typed`. */
export function readPhrases(typed: string): PhraseReader {
  const text = cleanText(typed);
  let left = fold(text);
  const cut = (from: number, to: number): void => {
    left = left.slice(0, from) + '|'.repeat(to - from) + left.slice(to);
  };
  return {
    text,
    take(pattern) {
      const match = pattern.exec(left);
      if (match) cut(match.index, match.index + match[0].length);
      return match;
    },
    cut,
    rest: () => left,
    leftovers() {
      const runs: Leftover[] = [];
      for (const word of syllables(left)) {
        const last = runs.at(-1);
        if (last && /^[ .'-]*$/u.test(left.slice(last.to, word.from))) last.to = word.to;
        else runs.push({ text: '', from: word.from, to: word.to });
      }
      return runs.map(({ from, to }) => ({ text: text.slice(from, to), from, to }));
    },
  };
}

/**
 * `text` without the words of `fillers` (folded) at its ends; '' where nothing else is left. A word with one capital that
 * does not begin the text belongs to a name: 'Bến Đò' keeps its 'Đò'.
 */
export function trimWords(text: string, fillers: ReadonlySet<string>, side: 'both' | 'end' = 'both'): string {
  const places = syllables(text);
  const isFiller = (index: number): boolean => {
    const place = places[index];
    if (!place || !fillers.has(place.folded)) return false;
    return index === 0 || !/^\p{Lu}\p{Ll}/u.test(text.slice(place.from, place.to));
  };
  let from = 0;
  let to = places.length;
  while (side === 'both' && from < to && isFiller(from)) from++;
  while (to > from && isFiller(to - 1)) to--;
  const first = places[from];
  const last = places[to - 1];
  return first && last && from < to ? text.slice(first.from, last.to) : '';
}
