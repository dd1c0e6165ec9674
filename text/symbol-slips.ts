import { foldedTypeCodePattern, knownIssuerPattern, typedTypeNamePattern } from './document-types.ts';
import { fold } from './normalise.ts';

/*
 * Slips of keyboards, file names and character recognition inside symbols that are typed or pasted into a question:
 * 'O' for 0, 'l' for 1, 'T.W', '35_CT_TW', doubled marks, look-alike slashes. Every repair keeps the length, so that
 * offsets hold for the text as typed. Only what stands in the place of a symbol is touched.
 */

const code = foldedTypeCodePattern;
/** What follows the number of a symbol: a type code behind a mark or a space, or the year of a State symbol. */
const symbolAfter = new RegExp(
  String.raw`^(?:\s{0,2}[-/.\u2010-\u2014]?\s{0,2}(?:${code}|tu|tw|hu|duk)(?![\p{L}])|\s?[-/]\s?(?:${knownIssuerPattern})(?![\p{L}])|\s(?:${typedTypeNamePattern})\s|\s?[-/]\s?(?:19|2[0o])[\do]{2}(?!\d)|[-/.](?:${code})(?=tw|tu|hu|du|cp|ttg))`,
  'u',
);
/** What stands before it: 'số', a type code or a type name. */
const symbolBefore = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:so|${code}|${typedTypeNamePattern}|van\s*ban)\s{0,2}[-:.]?\s{0,2}(?:so\s*:?\s*)?$`,
  'u',
);
const digitLike: Readonly<Record<string, string>> = { O: '0', o: '0', l: '1', I: '1', S: '5', s: '5' };

/** `clean` (from `cleanText`) with the slips inside symbols repaired; the same length. */
export function withoutSlips(clean: string): string {
  if (!maySlip.test(clean)) return clean;
  let text = clean;
  for (const [pattern, repair] of marks) text = text.replace(pattern, repair);
  text = text.replace(mixedYear, digits).replace(mixedDay, digits).replace(mixedMonth, digits);
  text = text.replace(mixedNumber, (token: string, at: number) => repairedNumber(token, at, text));
  return text.replace(groupedNumber, (token: string, at: number) =>
    isInSymbol(text, at, at + token.length) ? ` ${token.replace('.', '')}` : token,
  );
}

/** A letter beside a digit, a lone l or I, or an odd mark: everything else is left as it is at once. */
const maySlip =
  /[_\u2010-\u2015\u2212\\|\u2044\u2215\uFF0F]|[-/]{2}|\p{L}\d|\d[\p{L}.]|(?<!\p{L})[lIS](?!\p{L})|[Tt][. ][WwƯưUu]|(?<=[-/])\p{Lu} \p{Lu}|TVV|No\.|ng[aà]y \d{1,2} \d|[Nn][°º]/u;

type Repair = readonly [pattern: RegExp, repair: (found: string, ...groups: string[]) => string];
const apart = (found: string): string => found.replace(/[ .]/gu, '').padStart(found.length);

const marks: readonly Repair[] = [
  [/(?<=[\p{L}\p{N}]\s?)[\\|\u2044\u2215\uFF0F](?=\s?[\p{L}\p{N}])/gu, () => '/'],
  [/(?<=[\p{L}\p{N}]\s?)[_\u2010-\u2015\u2212](?=\s?[\p{L}\p{N}])/gu, () => '-'],
  [/(?<=[\p{L}\p{N}]\s?)([-/\u2010-\u2014])\1/gu, (_, mark = '') => `${mark} `],
  // 'T.W', 'T.Ư', 'T.U' are codes wherever they stand, 'T W' and other letters apart only behind a mark.
  [/(?<!\p{L}|\p{L}\.)\p{L}{0,6}[Tt]\.[WwƯưUu](?![\p{L}]|\.(?!pdf|docx?)\p{L})/gu, apart],
  [/(?<!\p{L})T [WƯ](?!\p{L})/gu, apart],
  [/(?<=[-/]\s?)\p{Lu}(?: \p{Lu}){1,5}(?![\p{L}\p{N}])/gu, apart],
  [/(?<=[-/\s])TVV(?!\p{L})/gu, () => ' TW'],
  // 'ngày 13 10 2025'
  [
    /(?<=ng[aà]y \d{1,2}) (?=\d{1,2} (?:19|20)\d{2}(?!\d))|(?<=ng[aà]y \d{1,2} \d{1,2}) (?=(?:19|20)\d{2}(?!\d))/giu,
    () => '/',
  ],
  [/(?<!\p{L})[sS]0(?=\s*:?\s*\d)/gu, () => 'so'],
  [/(?<!\p{L})[Nn]o\.(?=\s*\d)/gu, () => 'so '],
  [/(?<!\p{L})[Nn][°º](?=\s*\d)/gu, () => 'so'],
];

/** A year behind 'năm' or a mark, a day with month and year. */
const mixedYear = /(?<=(?<!\p{L})n[aă]m\s|\d\s?[-/]\s?)[12][\dOolI]{3}(?![\p{L}\p{N}])/giu;
const mixedMonth = /(?<=(?<!\p{L})(?:ng[aà]y|th[aá]ng)\s)(?=[lI]?\d)[\dlIOo]{2}(?![\p{L}\p{N}])/giu;
const mixedDay = /(?<![\p{L}\p{N}])[\dOolIS]{1,2}\/[\dOolI]{1,2}\/[12][\dOolI]{3}(?![\p{L}\p{N}])/gu;
const mixedNumber = /(?<![\p{L}\p{N}])[\dOolIsS]{1,5}(?![\p{L}\p{N}])/gu;
const groupedNumber = /(?<![\p{N}.,])\d\.\d{3}(?![\p{N}.,])/gu;

function repairedNumber(token: string, at: number, text: string): string {
  if (/^\d+$/u.test(token)) return token;
  const isFollowed = symbolAfter.test(fold(text.slice(at + token.length, at + token.length + 20)));
  const isNumbered = /(?<!\p{L})so\s*:?\s*$/u.test(fold(text.slice(Math.max(0, at - 8), at)));
  const hasDigit = /\d/u.test(token);
  const mayBe = hasDigit
    ? isInSymbol(text, at, at + token.length) && (isFollowed || isNumbered || !/[sS]/u.test(token))
    : // A letter alone is a digit only where a symbol goes on: 'l-CT/TW'; 'l' also after the type.
      token.length === 1 &&
      (token === 'l'
        ? isInSymbol(text, at, at + 1)
        : /[IS]/u.test(token) && isFollowed && (isNumbered || /^\s?[-/]/u.test(text.slice(at + 1))));
  return mayBe ? digits(token) : token;
}

const digits = (token: string): string => token.replace(/[^\d/]/gu, (letter) => digitLike[letter] ?? letter);

const isInSymbol = (text: string, from: number, to: number): boolean =>
  symbolAfter.test(fold(text.slice(to, to + 20))) ||
  symbolBefore.test(fold(text.slice(Math.max(0, from - 40), from)));
