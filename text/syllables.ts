import { cleanText, fold, lowerCase, normalise } from './normalise.ts';

/** One run of letters or digits with its place in the given text. */
export interface Syllable {
  /** Lower case, one tone placement, diacritics kept. */
  exact: string;
  folded: string;
  from: number;
  to: number;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;

/** Syllables of `text` in order, with offsets into `cleanText(text)`. */
export function syllables(text: string): Syllable[] {
  const clean = cleanText(text);
  const exact = lowerCase(normalise(clean));
  const found: Syllable[] = [];
  for (const match of clean.matchAll(wordPattern)) {
    const from = match.index;
    const to = from + match[0].length;
    found.push({ exact: exact.slice(from, to), folded: fold(match[0]), from, to });
  }
  return found;
}

/** Folded syllables only: what the lexical index counts. */
export function foldedSyllables(text: string): string[] {
  return fold(cleanText(text)).match(wordPattern) ?? [];
}

/** Adjacent pairs joined by '_': 'to_chuc', 'chuc_co', ... */
export function bigrams(words: readonly string[]): string[] {
  const pairs: string[] = [];
  for (let i = 1; i < words.length; i++) pairs.push(`${words[i - 1]}_${words[i]}`);
  return pairs;
}
