import type { RawLine, RawWord } from './engine.ts';
import { canBeWord } from './text-layer.ts';

/*
 * Stamps, seals, signatures and specks are read as letters too. What the engine itself doubts and what can be no words
 * goes; a line that it is sure of stays whatever it says, and so do figures: a wrong number is for people to see.
 */

/** Below the first a line goes, below the second only if hardly any of it can be a word. */
const hopeless = 0.4;
const doubtful = 0.78;
/** Share of letters in words that can be words. */
const fewestWords = 0.5;

/** Lines without noise. Whatever is taken out has been held against the marks of secrecy before. */
export function withoutNoise(lines: readonly RawLine[]): RawLine[] {
  return lines
    .flatMap(inPieces)
    .filter((line) => !isNoise(line.words))
    .map(({ words }) => ({ words: withoutSpecks(words) }))
    .filter((line) => line.words.length > 0);
}

/** A gap this many times the height of the letters parts what stands beside a line from the line. */
const gapOfPieces = 1.6;

/** A stamp on the same height as a heading is read as one line with it; each is judged for itself. */
function inPieces({ words }: RawLine): RawLine[] {
  const pieces: RawWord[][] = [];
  let last: RawWord | undefined;
  for (const word of words) {
    const height = last ? Math.min(last.y1 - last.y0, word.y1 - word.y0) : 0;
    if (last && word.x0 - last.x1 <= gapOfPieces * Math.max(height, 12)) pieces.at(-1)?.push(word);
    else pieces.push([word]);
    last = word;
  }
  return pieces.map((piece) => ({ words: piece }));
}

const lettersOf = (text: string): number => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

function isNoise(words: readonly RawWord[]): boolean {
  let letters = 0;
  let sure = 0;
  let inWords = 0;
  for (const word of words) {
    const count = lettersOf(word.text);
    letters += count;
    sure += count * word.confidence;
    if (canBe(word.text) && count > 0) inWords += count;
  }
  if (letters === 0) return true;
  // The label of the symbol and of the date: what stands after them is often written by hand.
  if (/^(?:Số\s*:|\p{L}[\p{L}\s]*,\s*ngày)/u.test(words.map((word) => word.text).join(' '))) return false;
  const confidence = sure / letters;
  if (confidence < hopeless) return true;
  if (letters <= 2 && words.length === 1) return confidence < 0.7 && !/^\d/u.test(words[0]?.text ?? '');
  return confidence < doubtful && inWords < fewestWords * letters;
}

/** A word, a number or a date; a few letters between dots are the lines of a stamp. */
function canBe(text: string): boolean {
  const core = bare(text);
  if (/[.…]{3}|[^\p{L}\p{N}\s]{2}/u.test(core)) return false;
  return /^[\d.,/%-]+$/u.test(core) || canBeWord(core);
}

/** Signs without a letter go from a line, except those that writing has: dashes, signs of lists and of ends. */
function withoutSpecks(words: readonly RawWord[]): RawWord[] {
  return words.filter((word, index) => {
    if (lettersOf(word.text) > 0) {
      const isEdge = index === 0 || index === words.length - 1;
      return !(isEdge && word.confidence < 0.3 && lettersOf(word.text) <= 2 && !/\d/u.test(word.text));
    }
    if (/^(?:[-–—+*•:;,.%/=…"“”()]|\.\/\.)$/u.test(word.text))
      return word.confidence >= 0.3 || /^[-–]$/u.test(word.text);
    return /^[.…_]{3,}$/u.test(word.text);
  });
}
