import { isSyllable } from './syllable-shape.ts';

/*
 * Vietnamese office files before Unicode hold letters of Western code pages that only a font turns into Vietnamese:
 * TCVN3 (ABC, fonts '.VnTime', TCVN 5712:1993) has one sign a letter and keeps capitals with tones in fonts of their
 * own ('.VnTimeH'); VNI ('VNI-Times') writes a letter and its marks as two signs. The name of the font tells them, and
 * where there is none, what the text would read like.
 */

export type LegacyEncoding = 'tcvn3' | 'vni';

const tcvn3Letters =
  'µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợ' +
  'ïùóúñủòũôụ\u00ADưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư';

const fromTcvn3: ReadonlyMap<string, string> = new Map(
  Array.from({ length: tcvn3Letters.length / 2 }, (_, index) => [
    tcvn3Letters.charAt(index * 2),
    tcvn3Letters.charAt(index * 2 + 1),
  ]),
);

/** The two signs of a VNI letter, and the letter; capitals follow the first sign. */
const vniPairs: ReadonlyMap<string, string> = new Map(
  [
    ['a', 'ùáøàûảõãïạêăéắèằúẳüẵëặââáấàầåẩãẫäậ'],
    ['e', 'ùéøèûẻõẽïẹâêáếàềåểãễäệ'],
    ['o', 'ùóøòûỏõõïọâôáốàồåổãỗäộ'],
    ['ô', 'ùớøờûởõỡïợ'],
    ['u', 'ùúøùûủõũïụ'],
    ['ö', 'ùứøừûửõữïự'],
    ['y', 'ùýøỳûỷõỹ'],
  ].flatMap(([base = '', marks = '']) =>
    Array.from({ length: Math.floor(marks.length / 2) }, (_, index): [string, string] => [
      base + marks.charAt(index * 2),
      marks.charAt(index * 2 + 1),
    ]),
  ),
);
const vniSingles: ReadonlyMap<string, string> = new Map([
  ['æ', 'ỉ'],
  ['ó', 'ĩ'],
  ['ò', 'ị'],
  ['î', 'ỵ'],
  ['ñ', 'đ'],
  ['ô', 'ơ'],
  ['ö', 'ư'],
]);

/** Letters that only Unicode (and Windows-1258) has: text with them is not in an old encoding. */
const unicodeOnly = /[\u1ea0-\u1ef9ăđơưĂĐƠƯ]/u;

/** True for a font whose letters are not Unicode, also with the prefix of an embedded font ('ABCDEF+.VnTime'). */
export const isLegacyFont = (font: string): boolean => encodingOfFont(font) !== null;

function encodingOfFont(font: string): LegacyEncoding | null {
  if (/^(?:[A-Z]{6}\+)?\.?Vn[A-Z3]/u.test(font)) return 'tcvn3';
  return /^(?:[A-Z]{6}\+)?VNI[-\s_]?[A-Z]/iu.test(font) ? 'vni' : null;
}

/** '.VnTimeH', '.VnArial NarrowH', '.VnTimeH,Bold': fonts that show every letter as a capital. */
const isCapitalFont = (font: string): boolean => /[a-z\d]H(?:$|[,\-\s]|(?:Bold|Italic))/u.test(font);

/**
 * Text as Unicode NFC. With a font of an old encoding the text is taken to be in it, unless it holds letters that only
 * Unicode has; with any other font, or none, what it reads like decides. Text that is Unicode already comes back as
 * it is. Pure; one run, line or page at a time.
 */
export function convertLegacy(text: string, { font }: { font?: string | undefined } = {}): string {
  const encoding = font === undefined ? null : encodingOfFont(font);
  if (encoding === null) {
    const guessed = font === undefined ? detectLegacy(text) : null;
    return guessed === null ? text : decode(text, guessed);
  }
  if (unicodeOnly.test(text)) return text;
  const decoded = decode(text, encoding);
  return encoding === 'tcvn3' && isCapitalFont(font ?? '') ? decoded.toUpperCase() : decoded;
}

/** Fonts marked as symbols keep their signs in the private area. */
const fromPrivateArea = (text: string): string =>
  text.replace(/[\uF020-\uF0FF]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xf000));

function decode(text: string, encoding: LegacyEncoding): string {
  const plain = fromPrivateArea(text);
  return encoding === 'tcvn3' ? decodeTcvn3(plain) : decodeVni(plain);
}

const decodeTcvn3 = (text: string): string =>
  text.replace(/[\u00A1-\u00FF]/gu, (sign) => fromTcvn3.get(sign) ?? sign);

function decodeVni(text: string): string {
  let decoded = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    const small = sign.toLowerCase();
    const pair = vniPairs.get(small + text.charAt(at + 1).toLowerCase());
    const letter = pair ?? vniSingles.get(small);
    if (pair !== undefined) at += 1;
    decoded += letter === undefined ? sign : sign === small ? letter : letter.toUpperCase();
  }
  return decoded;
}

/** How many words with old signs a whole text must hold before it is called old. */
const fewestWords = 5;
const sampleLength = 20_000;

/**
 * The old encoding that a text without font names is in, or null. A word counts for an encoding if reading it so makes
 * it a syllable; Unicode text, also of other languages, gives none.
 */
export function detectLegacy(text: string): LegacyEncoding | null {
  const sample = fromPrivateArea(text.slice(0, sampleLength));
  const unicode = sample.match(new RegExp(unicodeOnly, 'gu'))?.length ?? 0;
  const words = oldWords(sample);
  if (words.length < fewestWords || unicode > words.length * 0.2) return null;
  return encodingOf(words, 0.75);
}

/** Words with at least one sign beyond ASCII; without a letter of ASCII they may be mere signs. */
const oldWords = (text: string): string[] =>
  (text.match(/[A-Za-z\u00A1-\u00FF]+/gu) ?? []).filter(
    (word) => /[\u00A1-\u00FF]/u.test(word) && /[A-Za-z]/u.test(word),
  );

function encodingOf(words: readonly string[], share: number): LegacyEncoding | null {
  const count = (read: (word: string) => string): number =>
    words.filter((word) => {
      const decoded = read(word);
      // A word that the encoding leaves as it is says nothing for it.
      return decoded !== word && isSyllable(decoded);
    }).length;
  const plain = words.filter((word) => isSyllable(word)).length;
  const scores: [LegacyEncoding, number][] = [
    ['tcvn3', count(decodeTcvn3)],
    ['vni', count(decodeVni)],
  ];
  const [best] = scores.sort((a, b) => b[1] - a[1]);
  if (!best || best[1] < words.length * share || plain > best[1] * 0.6) return null;
  return best[0];
}

/**
 * Converts the lines of a text without font names, each for itself, so that a document of old and new parts comes out
 * right; `encoding` is that of the whole. Lines with letters that only Unicode has stay.
 */
export function convertLegacyLine(line: string, encoding: LegacyEncoding): string {
  if (unicodeOnly.test(line)) return line;
  return decode(line, encoding);
}
