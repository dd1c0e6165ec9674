import { isSyllable } from './telex-syllable.ts';
import { normalise } from './normalise.ts';

/*
 * What the keys of Telex and VNI make of a word, for words typed while the input method was off. The rules are the
 * published ones of both methods (https://vi.wikipedia.org/wiki/Telex, https://vi.wikipedia.org/wiki/VNI), free
 * marking included: a mark may follow at any later place of its syllable.
 *
 *   Telex   aa ee oo dd  â ê ô đ     aw ow uw w   ă ơ ư ư     s f r x j   sắc huyền hỏi ngã nặng     z   none
 *   VNI     6            â ê ô       7 8 9        ơư ă đ      1 2 3 4 5   sắc huyền hỏi ngã nặng     0   none
 */

const telexTones: Readonly<Record<string, string>> = {
  s: '\u0301',
  f: '\u0300',
  r: '\u0309',
  x: '\u0303',
  j: '\u0323',
  z: '',
};
const vniTones: Readonly<Record<string, string>> = {
  1: '\u0301',
  2: '\u0300',
  3: '\u0309',
  4: '\u0303',
  5: '\u0323',
  0: '',
};
const circumflexed: Readonly<Record<string, string>> = { a: 'â', e: 'ê', o: 'ô' };
const horned: Readonly<Record<string, string>> = { u: 'ư', o: 'ơ' };

/**
 * What is numbered, folded: 'dieu5' and 'quan3' are Điều 5 and Quận 3 without their space, not 'diẹu' and 'quản'.
 */
const numbered = new Set(
  'ap bac bang bien chuong diem dieu dot hang khoan khoi khu ky lan lop loai ma mau mon muc nam ngay nhom phan phieu phong phuong quan quy so tang thang to trang vung xa'.split(
    ' ',
  ),
);

/**
 * The syllable that a word left in Telex or VNI keys means, in lower case: 'ddangr' and 'd9ang3' are 'đảng'. Null
 * where the word is a syllable already, has none of the keys, or they make no Vietnamese syllable. Whether a foreign
 * word was meant ('test' would be 'tét') only the caller can know.
 */
export function readKeys(word: string): string | null {
  const typed = word.normalize('NFC').toLowerCase();
  if (typed.length > longest || isSyllable(typed)) return null;
  const hasDigits = /\d/u.test(typed);
  if (hasDigits && (!/^[\p{L}\p{M}]/u.test(typed) || numbered.has(typed.replace(/\d$/u, '')))) return null;
  const read = hasDigits ? readVni(typed) : readTelex(typed);
  return read !== null && read !== typed && isSyllable(read) ? read : null;
}

/** 'nghieengz' and 'nghie6ng0' are the longest that anyone types. */
const longest = 11;

/** What has been typed so far: the letters with their marks, and the tone beside them. */
interface Typed {
  letters: string[];
  tone: string;
}

function readTelex(word: string): string | null {
  const typed: Typed = { letters: [], tone: '' };
  for (const key of word) {
    const hasVowel = typed.letters.some(isVowel);
    const tone = telexTones[key];
    if (tone !== undefined && hasVowel) {
      // The same key twice takes the tone back and stands for itself; so does a z with nothing to take back.
      if (typed.tone === tone) return null;
      typed.tone = tone;
    } else if (key === 'w') {
      if (!addHorn(typed.letters, true)) typed.letters.push('ư');
    } else if (key === 'd' && typed.letters[0] === 'd') {
      typed.letters[0] = 'đ';
    } else if (!(circumflexed[key] !== undefined && replaceLast(typed.letters, key, circumflexed[key]))) {
      typed.letters.push(key);
    }
  }
  return compose(typed);
}

function readVni(word: string): string | null {
  const typed: Typed = { letters: [], tone: '' };
  for (const key of word) {
    const tone = vniTones[key];
    if (tone !== undefined) {
      if (!typed.letters.some(isVowel) || typed.tone === tone) return null;
      typed.tone = tone;
    } else if (key === '6') {
      if (!Object.entries(circumflexed).some(([plain, marked]) => replaceLast(typed.letters, plain, marked)))
        return null;
    } else if (key === '7') {
      if (!addHorn(typed.letters, false)) return null;
    } else if (key === '8') {
      if (!replaceLast(typed.letters, 'a', 'ă')) return null;
    } else if (key === '9') {
      if (typed.letters[0] !== 'd') return null;
      typed.letters[0] = 'đ';
    } else {
      typed.letters.push(key);
    }
  }
  return compose(typed);
}

/** 'uo' takes both horns; otherwise the last vowel that can take one, and with Telex's w also a breve. */
function addHorn(letters: string[], orBreve: boolean): boolean {
  const last = letters.findLastIndex((letter) => letter in horned || (orBreve && letter === 'a'));
  if (last < 0) return false;
  const letter = letters[last]!;
  letters[last] = letter === 'a' ? 'ă' : horned[letter]!;
  const isPair = letter === 'o' && letters[last - 1] === 'u' && letters[last - 2] !== 'q';
  // 'ua' is 'ưa': no 'uă' but after q.
  if (letter === 'a' && letters[last - 1] === 'u' && letters[last - 2] !== 'q') {
    letters[last] = 'a';
    letters[last - 1] = 'ư';
  } else if (isPair) letters[last - 1] = 'ư';
  return true;
}

function replaceLast(letters: string[], plain: string, marked: string): boolean {
  const last = letters.lastIndexOf(plain);
  if (last < 0) return false;
  letters[last] = marked;
  return true;
}

/** The tone goes on the first vowel; `normalise` moves it to where it is written. */
function compose({ letters, tone }: Typed): string | null {
  const plain = letters.join('').replace(/ưo(?=\p{L})/u, 'ươ');
  if (tone === '') return plain;
  const skipped = /^(?:qu|gi)(?=[^\p{M}]*[aăâeêiyoôơuư])/u.exec(plain)?.[0].length ?? 0;
  const at = [...plain].findIndex((letter, place) => place >= skipped && isVowel(letter));
  if (
    at < 0 ||
    plain.normalize('NFD') !== plain.normalize('NFD').replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '')
  )
    return null;
  return normalise((plain.slice(0, at + 1) + tone + plain.slice(at + 1)).normalize('NFC'));
}

function isVowel(letter: string): boolean {
  return /[aeiouy]/u.test(letter.normalize('NFD')[0] ?? '');
}
