import { fold } from '../text/normalise.ts';
import type { RepairedText } from './repair.ts';
import type { PageScan, PlacedWord, ScannedPage, ScannedWord } from './types.ts';

/** A word of the text without its punctuation and marks, so that a repaired slip still meets the word it came from. */
interface Token {
  key: string;
  from: number;
  to: number;
  isTaken: boolean;
}

/** How far ahead of the last place a word is looked for, in tokens, before the whole reach is. */
const near = 30;
/** How many following words must agree for a leap. */
const agreement = 2;

/**
 * Gives each word of the scanned pages its place in the repaired text. Laying out moves columns and repairing joins
 * halves of sentences across pages, so words are met in stretches: each goes on where the one before ended, and leaps
 * only where the words after it agree. Words that were cleaned away have no place and are left out.
 */
export function placeWords(repaired: RepairedText, scans: readonly ScannedPage[]): PageScan[] {
  return scans.map((scan) => {
    const tokens = tokensOf(repaired, scan.pageNo);
    return {
      pageNo: scan.pageNo,
      rotation: scan.rotation,
      confidence: scan.confidence,
      words: placeOnPage(tokens, scan.words),
    };
  });
}

/** Tokens of the page, and of the paragraph before it: the rest of a sentence may have moved there. */
function tokensOf({ text, pages, paragraphs }: RepairedText, pageNo: number): Token[] {
  const page = pages[pageNo - 1];
  if (!page) return [];
  const before = paragraphs.filter((paragraph) => paragraph.pageNo < pageNo).at(-1);
  const start = before ? before.from : page.charFrom;
  const end = page.charFrom + page.text.length;
  return [...text.slice(start, end).matchAll(/\S+/gu)].flatMap((match) => {
    const key = keyOf(match[0]);
    const from = start + match.index;
    return key === '' ? [] : [{ key, from, to: from + match[0].length, isTaken: false }];
  });
}

const keyOf = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');

function placeOnPage(tokens: readonly Token[], words: readonly ScannedWord[]): PlacedWord[] {
  const keys = words.map((word) => keyOf(word.text));
  const byKey = new Map<string, number[]>();
  for (const [index, { key }] of tokens.entries()) byKey.set(key, [...(byKey.get(key) ?? []), index]);
  const agrees = (word: number, token: number): number => {
    let count = 0;
    for (let ahead = 1; ahead <= agreement; ahead++)
      if (keys[word + ahead] !== undefined && keys[word + ahead] === tokens[token + ahead]?.key) count += 1;
    return count;
  };
  const placed: PlacedWord[] = [];
  let cursor = 0;
  for (const [index, word] of words.entries()) {
    const key = keys[index] ?? '';
    if (key === '') continue;
    const free = (byKey.get(key) ?? []).filter((at) => tokens[at]?.isTaken === false);
    let at = free.find((token) => token >= cursor && token < cursor + near);
    // Short words occur everywhere: one that is not the very next needs neighbours to agree.
    if (at !== undefined && at > cursor + 2 && agrees(index, at) === 0) at = undefined;
    at ??=
      free.find((token) => agrees(index, token) === agreement) ??
      (free.length === 1 && key.length > 3 ? free[0] : undefined);
    let token = at === undefined ? undefined : tokens[at];
    if (token === undefined) {
      // Halves of a split syllable became one word.
      const joined = tokens[cursor];
      if (
        !joined ||
        joined.isTaken ||
        !joined.key.startsWith(key) ||
        !(keys[index + 1] ?? '').startsWith(joined.key.slice(key.length))
      )
        continue;
      token = joined;
      at = cursor;
    }
    token.isTaken = true;
    cursor = (at ?? cursor) + 1;
    placed.push({ from: token.from, to: token.to, confidence: word.confidence, box: word.box });
  }
  return placed.sort((a, b) => a.from - b.from);
}
