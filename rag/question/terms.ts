import { bigrams, syllables } from '../../text/syllables.ts';
import { shortened } from './shortened.ts';

/** Whether a word or pair is there. */
export interface TermSet {
  has(term: string): boolean;
}

/** Words and neighbouring pairs of a piece of text, folded, abbreviations written out. */
export interface Terms {
  sequence: readonly string[];
  words: TermSet;
  pairs: TermSet;
  exactPairs: TermSet;
  /** Words with their accents. */
  exactWords: TermSet;
}

/** A word of a text as it is compared. */
interface Word {
  exact: string;
  folded: string;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:\/c(?![\p{L}\p{N}/-]))?/gu;

/** What each written word stands for: itself, or the words of its abbreviation. Texts repeat few thousand of them. */
const readings = new Map<string, readonly Word[]>();
const mostReadings = 50_000;

function readingOf(written: string, isInSymbol: boolean): readonly Word[] {
  const key = isInSymbol ? `${written}/` : written;
  const known = readings.get(key);
  if (known) return known;
  const [mention] = isInSymbol ? [] : shortened(written);
  const words = syllables(
    mention && mention.from === 0 && mention.to === written.length ? mention.reading : written,
  );
  const reading = words.map(({ exact, folded }) => ({ exact, folded }));
  if (readings.size >= mostReadings) readings.clear();
  readings.set(key, reading);
  return reading;
}

/** Terms of `text`; pairs are put together when first asked for. */
export function termsOf(text: string): Terms {
  const found: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const end = match.index + match[0].length;
    // "08-NQ/ĐUK": codes inside a symbol are no abbreviations.
    const isInSymbol = /[/-]/u.test(text.charAt(match.index - 1)) || /[/-]/u.test(text.charAt(end));
    for (const word of readingOf(match[0], isInSymbol)) found.push(word);
  }
  return collect(found);
}

function collect(found: readonly Word[]): Terms {
  const sequence = found.map((word) => word.folded);
  let pairs: Set<string> | undefined;
  let exactPairs: Set<string> | undefined;
  let exactWords: Set<string> | undefined;
  return {
    sequence,
    words: new Set(sequence),
    get pairs() {
      return (pairs ??= new Set(bigrams(sequence)));
    },
    get exactPairs() {
      return (exactPairs ??= new Set(bigrams(found.map((word) => word.exact))));
    },
    get exactWords() {
      return (exactWords ??= new Set(found.map((word) => word.exact)));
    },
  };
}

/** The terms of several pieces of one text together; pairs across their borders are not counted. */
export function union(pieces: readonly Terms[]): Terms {
  const any = (pick: (terms: Terms) => TermSet): TermSet => ({
    has: (term) => pieces.some((piece) => pick(piece).has(term)),
  });
  let sequence: string[] | undefined;
  return {
    get sequence() {
      return (sequence ??= pieces.flatMap((piece) => piece.sequence));
    },
    words: any((piece) => piece.words),
    pairs: any((piece) => piece.pairs),
    exactPairs: any((piece) => piece.exactPairs),
    exactWords: any((piece) => piece.exactWords),
  };
}
