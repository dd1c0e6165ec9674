import { fold } from '../../text/normalise.ts';
import { isSyllable } from '../syllable-shape.ts';

/*
 * Whether the text that a PDF page carries can be believed. Fonts without a table of characters give other letters than
 * are seen, and scanners with the wrong language set write 'C(}NG H6A XA H(H'. Pages in another language, tables of
 * figures and lists of names must pass.
 */

/** What the words of a text layer look like. */
export interface LayerQuality {
  /** Tokens with at least one letter; fewer than `fewestTokens` say nothing. */
  tokens: number;
  /** Share of tokens that can be a word: syllables, words of Latin languages, abbreviations, symbols of documents. */
  valid: number;
  /** Share of tokens of two and more letters that can be a Vietnamese syllable. */
  syllables: number;
  /** Share of Vietnamese letters with a mark among all letters; real text has about a quarter. */
  marked: number;
}

const fewestTokens = 12;
const poorest = 0.62;

/** Measures the text of one page. */
export function layerQuality(text: string): LayerQuality {
  const tokens = text.normalize('NFC').split(/\s+/u).map(bare).filter(hasLetter);
  const words = tokens.filter((token) => /^\p{L}{2,}$/u.test(token));
  const valid = tokens.filter(canBeWord).length;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const marked = text
    .normalize('NFC')
    .match(/[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/giu);
  return {
    tokens: tokens.length,
    valid: tokens.length === 0 ? 1 : valid / tokens.length,
    syllables: words.length === 0 ? 0 : words.filter(isSyllable).length / words.length,
    marked: letters === 0 ? 0 : (marked?.length ?? 0) / letters,
  };
}

/**
 * True where a picture of the page is the better source: too few tokens can be words, or signs that no writing has
 * stand among them; or the page is a picture whose text is Vietnamese without its marks, as scanners set to English
 * write it. `isPicture`: the page's ink is a picture, so reading it can give more than the layer has.
 */
export function isGarbage(text: string, isPicture: boolean): boolean {
  const signs = text.match(/\p{Co}|\uFFFD|(?!\s)\p{Cc}/gu)?.length ?? 0;
  if (signs > 4 && signs > 0.1 * text.replace(/\s+/gu, '').length) return true;
  if (isShredded(text)) return true;
  const quality = layerQuality(sampleOf(text));
  if (quality.tokens < fewestTokens) return false;
  if (quality.valid < poorest) return true;
  return isPicture && quality.marked < 0.06 && quality.syllables > 0.6;
}

const loneVowels =
  /(?<!\S)[ảãạăằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏõọồốổỗộơờớởỡợủũụưừứửữựỳỷỹỵ](?:\s+[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ])+(?!\S)/giu;

/**
 * True where writers took letters with marks from a second font and wrote them after the rest of the line: 'k t lu n' and
 * 'ế ậ'. Vowels with marks do not stand alone side by side in any writing, and no repair puts them back.
 */
function isShredded(text: string): boolean {
  const groups = text.normalize('NFC').match(loneVowels)?.length ?? 0;
  return groups >= 4 && groups > 0.01 * text.split(/\s+/u).length;
}

/** Tokens that tell the quality of a page well enough; measuring all of them took as long as laying the page out. */
const sampleSize = 160;

/** Every n-th token of a page with many. */
function sampleOf(text: string): string {
  const tokens = text.split(/\s+/u);
  const step = Math.floor(tokens.length / sampleSize);
  return step < 2 ? text : tokens.filter((_, index) => index % step === 0).join(' ');
}

const bare = (token: string): string => token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
const hasLetter = (token: string): boolean => /\p{L}/u.test(token);

/** Syllables, abbreviations, words of Latin languages, symbols such as '12-QĐ/TW', list numbers such as '2a'. */
export function canBeWord(token: string): boolean {
  if (isSyllable(token)) return true;
  if (/^\p{Lu}{1,10}\d?$/u.test(token)) return !/^(?:[^AEIOUYĂÂÊÔƠƯ]{7,})$/u.test(token);
  if (/^\d+\p{L}{1,2}$/u.test(token) || /^\p{L}\d+$/u.test(token)) return true;
  const parts = token.split(/[-/.,;:()&'’–@_+]+/u).filter((part) => part !== '');
  if (parts.length > 1) return parts.every((part) => /^\d+$/u.test(part) || canBeWord(part));
  return isForeign(token);
}

/** A word of a Latin language: letters only, one case pattern, vowels where vowels are needed. */
function isForeign(token: string): boolean {
  if (!/^\p{Lu}?\p{Ll}{1,24}$/u.test(token)) return false;
  // A word with marks that is no syllable of Vietnamese is a slip, not French.
  if (/[^a-zà-ÿœ]/iu.test(token)) return false;
  const letters = fold(token);
  const vowels = letters.match(/[aeiouy]/gu)?.length ?? 0;
  return (
    vowels > 0 &&
    vowels / letters.length >= 0.18 &&
    vowels / letters.length <= 0.8 &&
    !/[^aeiouy]{5}/u.test(letters)
  );
}
