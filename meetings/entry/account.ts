import { fold } from '../../text/normalise.ts';
import { isChatter } from './left-over.ts';

/*
 * The account of a line: each of its words went into one field, led to one, is small talk, or is shown to the person as not
 * understood. It looks at nothing but the line and what was made of it, so that no rule of the reading can lose a word.
 */

/** How people are addressed and joints of a sentence, which are no part of what is kept. */
const small = new Set(
  'd/c dc d c dong chi cac va ve viec cung do la thi con nay voi co tai o vao ong ba anh chi co chu bac thay cau a b'.split(
    ' ',
  ),
);
const wordPattern = /[\p{L}\p{M}\p{N}]+(?:\/[\p{L}\p{N}]+)*/gu;
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu)?.map(fold) ?? [];

/** Passages of `line` of which no word stands in `told`, in order; small talk is left out. */
export function unaccounted(line: string, told: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of told.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isTold = (token: string): boolean =>
    wordsOf(token).every((word) => {
      const left = counts.get(word) ?? 0;
      if (left > 0) counts.set(word, left - 1);
      return left > 0;
    });
  const passages: { from: number; to: number }[] = [];
  let isOpen = false;
  for (const match of line.matchAll(wordPattern)) {
    const [token] = match;
    const to = match.index + token.length;
    if (isTold(token) || (!isOpen && small.has(fold(token)))) isOpen = false;
    else if (isOpen) Object.assign(passages.at(-1) ?? {}, { to });
    else {
      passages.push({ from: match.index, to });
      isOpen = true;
    }
  }
  return passages
    .map(({ from, to }) => line.slice(from, to))
    .filter((words) => !isChatter(words))
    .filter((words) => !wordsOf(words).every((word) => small.has(word) || isChatter(word)));
}
