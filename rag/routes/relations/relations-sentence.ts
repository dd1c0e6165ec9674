import { fold } from '../../../text/normalise.ts';
import { sentences } from '../../../text/sentences.ts';
import type { Passage } from '../../types.ts';

/** A stretch of a passage. */
export interface PassageSlice {
  passage: Passage;
  from: number;
  to: number;
}

interface Word {
  word: string;
  from: number;
  to: number;
}

/** Too few words in common to be the same sentence. */
const fewestWords = 4;
/** A quotation of one statement is not longer, in characters. */
const longest = 900;

/**
 * Where a sentence stands that was read from a document: relations keep it without its line breaks, and items of a
 * list behind the lead that they share. The place of the longest run of its words that ends like it, widened to the
 * sentence around it; null where no passage holds enough of it.
 */
export function placeOfSentence(sentence: string, passages: readonly Passage[]): PassageSlice | null {
  const wanted = wordsOf(sentence).map(({ word }) => word);
  if (wanted.length === 0) return null;
  let best: { passage: Passage; length: number; from: number; to: number } | null = null;
  for (const passage of passages) {
    const words = wordsOf(passage.text);
    for (const run of runs(wanted, words)) {
      const isTail = run.wantedTo === wanted.length;
      const length = run.length + (isTail ? 2 : 0);
      if (best && best.length >= length) continue;
      best = { passage, length, from: words[run.at]!.from, to: words[run.at + run.length - 1]!.to };
    }
  }
  if (!best || best.length < Math.min(fewestWords, wanted.length)) return null;
  return widened(best.passage, best.from, best.to);
}

/** The sentences that [from, to) of a passage touches. */
export function widened(passage: Passage, from: number, to: number): PassageSlice {
  const touched = sentences(passage.text).filter((one) => one.from < to && one.to > from);
  const start = Math.min(from, touched[0]?.from ?? from);
  const end = Math.max(to, touched.at(-1)?.to ?? to);
  return end - start <= longest ? { passage, from: start, to: end } : { passage, from, to };
}

const wordsOf = (text: string): Word[] =>
  [...fold(text).matchAll(/[\p{L}\d]+/gu)].map((match) => ({
    word: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }));

/** The longest common run of words that begins at each word of a passage. */
function* runs(
  wanted: readonly string[],
  words: readonly Word[],
): Generator<{ at: number; length: number; wantedTo: number }> {
  let previous = new Int32Array(words.length + 1);
  for (let i = 0; i < wanted.length; i++) {
    const row = new Int32Array(words.length + 1);
    for (let j = 0; j < words.length; j++) {
      if (wanted[i] !== words[j]!.word) continue;
      const length = previous[j]! + 1;
      row[j + 1] = length;
      yield { at: j - length + 1, length, wantedTo: i + 1 };
    }
    previous = row;
  }
}
