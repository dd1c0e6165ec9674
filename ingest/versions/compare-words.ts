import { editDistanceAtMostOne } from '../../text/similarity.ts';
import { syllables } from '../../text/syllables.ts';
import { isSyllable } from '../syllable-shape.ts';

/** How the words of two texts differ, in words of both together; order does not count. */
export interface WordDifference {
  /** All words and numbers of both texts. */
  wordCount: number;
  numberCount: number;
  /** Words that only the one or only the other text has, and that no slip of recognition explains. */
  changedWords: readonly [number, number];
  changedNumbers: readonly [number, number];
}

/** Longest list of words that are compared one by one; texts that differ in more are not copies of each other. */
const mostCompared = 3000;

/**
 * What two texts do not share, with the slips of optical recognition taken out: words that are no syllables, and
 * words that differ by one letter from one that the other text has instead. Numbers are never taken for slips here:
 * the number is what tells two documents of one template apart.
 */
export function compareWords(a: string, b: string): WordDifference {
  const left = countWords(a);
  const right = countWords(b);
  const onlyLeft = surplus(left, right);
  const onlyRight = surplus(right, left);
  const changed = unexplained(
    onlyLeft.filter((word) => !isNumber(word)),
    onlyRight.filter((word) => !isNumber(word)),
  );
  return {
    wordCount: total(left, (word) => !isNumber(word)) + total(right, (word) => !isNumber(word)),
    numberCount: total(left, isNumber) + total(right, isNumber),
    changedWords: changed,
    changedNumbers: [onlyLeft.filter(isNumber).length, onlyRight.filter(isNumber).length],
  };
}

const isNumber = (word: string): boolean => /^\d+$/u.test(word);

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { folded } of syllables(text)) counts.set(folded, (counts.get(folded) ?? 0) + 1);
  return counts;
}

const total = (counts: ReadonlyMap<string, number>, counted: (word: string) => boolean): number => {
  let sum = 0;
  for (const [word, count] of counts) if (counted(word)) sum += count;
  return sum;
};

function surplus(counts: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): string[] {
  const words: string[] = [];
  for (const [word, count] of counts) {
    for (let i = other.get(word) ?? 0; i < count; i++) words.push(word);
  }
  return words;
}

function unexplained(left: readonly string[], right: readonly string[]): [number, number] {
  if (left.length > mostCompared || right.length > mostCompared) return [left.length, right.length];
  const open = new Map<number, string[]>();
  for (const word of right) open.set(word.length, [...(open.get(word.length) ?? []), word]);
  const alone = left.filter((word) => !takeSimilar(open, word) && isSyllable(word));
  return [alone.length, [...open.values()].flat().filter(isSyllable).length];
}

/** Takes a word one letter away from `word` out of the open ones; false where there is none. */
function takeSimilar(open: ReadonlyMap<number, string[]>, word: string): boolean {
  // Of two letters nearly any two words are one letter apart.
  if (word.length < 3) return false;
  for (const length of [word.length, word.length - 1, word.length + 1]) {
    const words = open.get(length);
    const at = words?.findIndex((other) => editDistanceAtMostOne(word, other)) ?? -1;
    if (words && at >= 0) {
      words.splice(at, 1);
      return true;
    }
  }
  return false;
}
