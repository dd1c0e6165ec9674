import { fold, normalise } from '../../text/normalise.ts';
import { isSyllable } from '../syllable-shape.ts';
import { commonness, compoundsLike, isCompound } from './compounds.ts';
import type { RawLine, RawWord } from './engine.ts';

/*
 * Slips of reading that can be set right without guessing: marks above letters that make a known word of two syllables
 * that are none; syllables that cannot exist with exactly one neighbour that can. Names are left alone; numbers and
 * symbols have rules of their own in number-slips.ts.
 */

/** A word with what stands around its letters. */
interface Piece {
  word: RawWord;
  before: string;
  /** Letters only; '' where the word is no plain word. */
  core: string;
  /** In lower case with one tone placement. */
  key: string;
  after: string;
}

/** Sets slips right in place: the texts of the words change, their number and places do not. */
export function repairSlips(lines: readonly RawLine[]): void {
  const pieces = lines.flatMap(({ words }) => words.map(toPiece));
  repairCountingWords(pieces);
  repairPairs(pieces);
  for (const piece of pieces) repairSyllable(piece);
}

function toPiece(word: RawWord): Piece {
  const [, before = '', core = '', after = ''] =
    /^([^\p{L}\p{N}]*)(\p{L}*)([^\p{L}\p{N}]*)$/u.exec(word.text) ?? [];
  return { word, before, core, key: normalise(core.toLowerCase()), after };
}

function rewrite(piece: Piece, key: string): void {
  if (key === piece.key) return;
  const { core } = piece;
  const isUpper = core.length > 1 && core === core.toUpperCase();
  const isTitle = core.charAt(0) !== core.charAt(0).toLowerCase();
  piece.core = isUpper ? key.toUpperCase() : isTitle ? key.charAt(0).toUpperCase() + key.slice(1) : key;
  piece.key = key;
  piece.word.text = piece.before + piece.core + piece.after;
}

/** Places and persons that are words too; other pairs of capitalised words may be somebody's name. */
const properWords = new Set(['việt nam', 'hà nội', 'hải phòng', 'đà nẵng', 'cần thơ', 'chí minh', 'hồ chí']);

/** Words that stand before and after any other; what they make together with it is chance. */
const ownWords = new Set(
  'có là và của các được cho với trong khi này cùng từ vẫn những một đặt ở bị sẽ đã thì mà nếu như hoặc theo'.split(
    ' ',
  ),
);

const isTitled = (text: string): boolean => /^\p{Lu}\p{Ll}/u.test(text);

/** Two neighbours that are one known word but for their marks become it, unless one belongs to another known word. */
function repairPairs(pieces: readonly Piece[]): void {
  const isJoined = (first: Piece | undefined, second: Piece | undefined): boolean =>
    first !== undefined &&
    second !== undefined &&
    first.core !== '' &&
    second.core !== '' &&
    first.after === '' &&
    second.before === '';
  const isKnown = (at: number): boolean => {
    const [first, second] = [pieces[at], pieces[at + 1]];
    return isJoined(first, second) && isCompound((first as Piece).key, (second as Piece).key);
  };
  for (let at = 0; at + 1 < pieces.length; at++) {
    const first = pieces[at] as Piece;
    const second = pieces[at + 1] as Piece;
    if (!isJoined(first, second) || isKnown(at) || isKnown(at + 1) || (at > 0 && isKnown(at - 1))) continue;
    const candidates = compoundsLike(first.key, second.key);
    const ranked = candidates
      .filter((word) => isLikelySlip(`${first.key} ${second.key}`, word))
      .map((word) => ({
        word,
        changes: Number(!word.startsWith(`${first.key} `)) + Number(!word.endsWith(` ${second.key}`)),
      }))
      .sort((a, b) => a.changes - b.changes);
    const [best, next] = ranked;
    if (!best || (next && next.changes === best.changes)) continue;
    // 'chính Trang', 'Thị Hành': somebody's name.
    if (isTitled(second.core) && !properWords.has(best.word)) continue;
    const [firstKey = '', secondKey = ''] = best.word.split(' ');
    if (
      best.changes === 2
        ? tone.test(`${first.key}${second.key}`.normalize('NFD'))
        : ownWords.has(firstKey === first.key ? second.key : first.key)
    )
      continue;
    rewrite(first, firstKey);
    rewrite(second, secondKey);
  }
}

/**
 * True where what was read may be a misreading of `meant`, which has the same letters: marks above a letter get lost or
 * taken for one another; a dot below is seen or not, but is no mark above; the horn of ơ and ư stands beside the letter
 * and is not lost. A plain letter gains a hook only, and 'i' loses it: its own dot is what was taken for one.
 */
function isLikelySlip(read: string, meant: string): boolean {
  const meantLetters = [...meant];
  const readLetters = [...read];
  if (readLetters.length !== meantLetters.length) return false;
  return readLetters.every((letter, at) => {
    const other = meantLetters[at] as string;
    return letter === other || isConfusable(letter, other, isBeforeStop(meantLetters, at));
  });
}

const isBeforeStop = (letters: readonly string[], at: number): boolean =>
  /^(?:ch|[cpt])(?: |$)/u.test(letters.slice(at + 1).join(''));

type Shape = 'plain' | 'round' | 'horn';

function partsOf(letter: string): { base: string; shape: Shape; tone: string } {
  const marks = letter.normalize('NFD');
  return {
    base: marks.charAt(0),
    shape: /[\u0302\u0306]/u.test(marks) ? 'round' : marks.includes('\u031B') ? 'horn' : 'plain',
    tone: tone.exec(marks)?.[0] ?? '',
  };
}

const hook = '\u0309';
const dotBelow = '\u0323';

function isConfusable(letter: string, other: string, isStop: boolean): boolean {
  if (letter === 'd' || letter === 'đ') return other === 'd' || other === 'đ';
  const read = partsOf(letter);
  const meant = partsOf(other);
  if (read.base !== meant.base) return false;
  if (read.shape === meant.shape) {
    if (read.tone === dotBelow || meant.tone === dotBelow)
      return isStop && read.shape === 'round' && read.tone !== '' && meant.tone !== '';
    if (read.tone !== '' && meant.tone !== '') return true;
    if (meant.tone === '') return read.base === 'i' && read.tone === hook;
    return read.shape !== 'plain' || meant.tone === hook;
  }
  if (read.shape === 'plain' && meant.shape === 'round') return read.tone === meant.tone && read.tone !== '';
  // 'đăng' for 'đảng': the hook was taken for a breve.
  return (
    read.shape === 'round' &&
    meant.shape === 'plain' &&
    read.tone === '' &&
    meant.tone === hook &&
    read.base === 'a'
  );
}

/** Words that stand before numbers everywhere in documents. */
const countingWords = ['điều', 'khoản', 'điểm', 'ngày', 'tháng', 'năm', 'số', 'mục', 'chương'];

/** 'Điêu 5', 'khoán 2', 'thăng 4': before a number the word that counts is meant. */
function repairCountingWords(pieces: readonly Piece[]): void {
  for (const [at, piece] of pieces.entries()) {
    if (piece.core === '' || piece.after !== '') continue;
    const next = pieces[at + 1]?.word.text ?? '';
    const meant = countingWords.find((word) => word !== piece.key && isLikelySlip(piece.key, word));
    if (meant === undefined || fold(meant) !== fold(piece.key)) continue;
    const isCounted = meant === 'điểm' ? /^[a-zđ][),;.]?$/u.test(next) : /^\d/u.test(next);
    if (isCounted && !ownWords.has(piece.key)) rewrite(piece, meant);
  }
}

/** A syllable that cannot exist becomes the only common one that differs by marks alone. */
function repairSyllable(piece: Piece): void {
  const { key } = piece;
  if (key.length < 2 || key === fold(key) || isWellFormed(key)) return;
  const candidates = markVariants(key).filter(
    (variant) => commonness(variant) > 0 && isWellFormed(variant) && isLikelySlip(key, variant),
  );
  if (candidates.length === 0) return;
  const ranked = candidates.sort((a, b) => commonness(b) - commonness(a));
  const [best = '', next = ''] = ranked;
  // A second one that is nearly as common makes it a guess.
  if (next !== '' && commonness(next) * 4 > commonness(best)) return;
  rewrite(piece, best);
}

const tone = /[\u0301\u0300\u0309\u0303\u0323]/u;
const toneMarks = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const shapes: Readonly<Record<string, string>> = {
  a: 'aăâ',
  e: 'eê',
  o: 'oôơ',
  u: 'uư',
  i: 'i',
  y: 'y',
  d: 'dđ',
};

/** All spellings with the same letters: other shapes of the vowels, d and đ, and other tones. Length is bounded. */
function markVariants(key: string): string[] {
  const letters = [...fold(key)];
  if (letters.length > 7) return [];
  let bases = [''];
  for (const letter of letters) {
    const options = [...(shapes[letter] ?? letter)];
    bases = bases.flatMap((base) => options.map((option) => base + option));
  }
  const variants: string[] = [];
  for (const base of bases) {
    if (!isSyllable(base)) continue;
    const vowels = [...base.matchAll(/[aăâeêioôơuưy]/gu)].map((match) => match.index);
    for (const tone of toneMarks) {
      if (tone === '') variants.push(base);
      else
        for (const at of vowels)
          variants.push(normalise((base.slice(0, at + 1) + tone + base.slice(at + 1)).normalize('NFC')));
    }
  }
  return [...new Set(variants)].filter((variant) => variant !== key);
}

/**
 * Stricter than `isSyllable`: the spelling rules after q, k, c, g and ng, and that a syllable ending in c, ch, p or t
 * has the tone sắc or nặng.
 */
export function isWellFormed(word: string): boolean {
  if (!isSyllable(word)) return false;
  const parts = word.toLowerCase().normalize('NFD');
  const mark = tone.exec(parts)?.[0];
  const base = parts.replace(tone, '').normalize('NFC');
  if (/(?:c|ch|p|t)$/u.test(base) && base.length > 2 && mark !== '\u0301' && mark !== '\u0323') return false;
  if (/^qu[oôu]/u.test(base)) return base === 'quôc';
  if (/^k[^hieêy]/u.test(base) || /^c[ieêy]/u.test(base)) return false;
  if (/^g[eê]/u.test(base) || /^ng[eêi]/u.test(base) || /^n?gh[^ieê]/u.test(base)) return false;
  return true;
}
