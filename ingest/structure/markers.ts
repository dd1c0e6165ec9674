import { fold } from '../../text/normalise.ts';
import type { SectionLevel } from '../types.ts';

/*
 * How a line says which unit it opens: 'Điều 5. …', '2. …', 'a) …', 'II- …', '9.3.2. …', 'Phụ lục I'. Layouts of
 * 36-HD/VPTW (Party) and Nghị định 30/2020/NĐ-CP (State). Never \b: it sees no Vietnamese letters.
 */

/** The unit that a line opens. `rank` orders units from widest (0) to narrowest; a unit closes all of its rank and above. */
export interface Marker {
  level: SectionLevel;
  rank: number;
  /** The number or letter alone: '5', 'II', 'a', '9.3.2'. */
  number: string;
  /** What kind of word goes with the number. */
  form:
    | 'part'
    | 'chapter'
    | 'muc'
    | 'article'
    | 'letter'
    | 'roman'
    | 'number'
    | 'decimal'
    | 'point'
    | 'annex'
    | 'form';
  /** The marker as printed, 'Chương I', without the text after it. */
  printed: string;
  /** The text after the marker. */
  rest: string;
}

interface Rule {
  pattern: RegExp;
  level: SectionLevel;
  form: Marker['form'];
  rank: number | ((number: string) => number);
  accepts?: (rest: string, number: string) => boolean;
}

const isCapitalised = (rest: string): boolean => rest === '' || /^["“'(]?(?:\p{Lu}|\d)/u.test(rest);
const isShort = (rest: string): boolean =>
  // Names set in capitals run over several lines; nobody writes sentences so.
  (rest.length <= 200 || (rest.length <= 450 && capitalShare(rest) > 0.9)) &&
  isCapitalised(rest) &&
  !/;$/u.test(rest);

/** Ranks of numbers: a decimal ranks by its depth, so '1.' holds '1.1.' and '1.1.' holds '1.1.1.'. */
const decimalRank = (number: string): number => 5 + (number.split('.').length - 1) * 0.5;

/** Where an unnumbered heading in capitals ranks: below 'Mục', above articles. */
export const capitalHeadingRank = 3.6;

const rules: readonly Rule[] = [
  {
    pattern: /^(PHẦN|Phần)\s+((?:THỨ|thứ)\s+\p{L}+|[IVX]+|\d{1,2}|[A-Z])(?![\p{L}\p{N}])\s*[.:–-]?\s*(.*)$/u,
    level: 'part',
    form: 'part',
    rank: 1,
    accepts: isShort,
  },
  {
    pattern: /^(CHƯƠNG|Chương)\s+([IVXLC]+|\d{1,3}|[A-Z])(?![\p{L}\p{N}])\s*[.:–-]?\s*(.*)$/u,
    level: 'chapter',
    form: 'chapter',
    rank: 2,
    accepts: isShort,
  },
  {
    pattern: /^(TIỂU MỤC|Tiểu mục)\s+([IVX]+|\d{1,2})(?![\p{L}\p{N}])\s*[.:–-]?\s*(.*)$/u,
    level: 'heading',
    form: 'muc',
    rank: 3.3,
    accepts: isShort,
  },
  {
    pattern: /^(MỤC|Mục)\s+([IVX]+|\d{1,2}|[A-Z])(?![\p{L}\p{N}.]\d|[\p{L}])\s*[.:–-]?\s*(.*)$/u,
    level: 'heading',
    form: 'muc',
    rank: 3,
    accepts: isShort,
  },
  {
    // Recognition puts the dirt of the margin before the word, and loses its marks.
    pattern:
      /^(?:[-–—_.¬'`ˆ:]{1,2}\s*)?(ĐI[ỀÊỂEÉÈẺ]U|[ĐD]i[ềêểeéèẻ]u)\s+(\d{1,3}[a-zđ]?)\s*(?:[.:]|[–-](?=\s)|(?=$))\s*(.*)$/u,
    level: 'article',
    form: 'article',
    rank: 4,
  },
  {
    pattern:
      /^(PHỤ LỤC|Phụ lục|Phụ Lục)(?:\s+(?:số\s+|SỐ\s+)?([IVXLC]+|\d{1,3}[a-z]?|[A-Z])(?![\p{L}\p{N}]))?\s*[.:–-]?\s*(.*)$/u,
    level: 'annex',
    form: 'annex',
    rank: 0,
    accepts: (rest) => isShort(rest) && !/\.$/u.test(rest),
  },
  {
    pattern:
      /^(MẪU|Mẫu|BIỂU MẪU|Biểu mẫu|BIỂU|Biểu)\s+(?:số\s+|SỐ\s+)?(\d{1,3}(?:[\p{L}\d/-]|\.(?=[\p{L}\d]))*|[IVX]+)\s*[.:–-]?\s*(.*)$/u,
    level: 'annex',
    form: 'form',
    rank: 0.4,
    accepts: (rest) => isShort(rest) && rest.length <= 120 && !/[.;]$/u.test(rest),
  },
  // Roman numbers stay small; beyond them 'C. Mác' and 'L. …' would be numbers.
  {
    pattern: /^()([IVX]{1,6})\s*(?:[.)/:]|\s?[-–](?=\s|\p{Lu}))\s*(?=\S)(.+)$/u,
    level: 'heading',
    form: 'roman',
    rank: 2.5,
    accepts: (rest, number) => romanValue(number) > 0 && isCapitalised(rest) && !/^\p{Lu}\.\s/u.test(rest),
  },
  {
    pattern: /^()([A-HĐ])\s*(?:[.)/]|\s?[-–](?=\s))\s*(?=\S)(.+)$/u,
    level: 'heading',
    form: 'letter',
    rank: 1.5,
    accepts: (rest) => capitalShare(rest) > 0.7 && rest.length <= 200,
  },
  {
    pattern: /^()(\d{1,3}(?:\.\d{1,3}){1,4})(?:[.):]\s*|\s+)(?=[\p{L}"“'([])(.+)$/u,
    level: 'item',
    form: 'decimal',
    rank: decimalRank,
    // '1.513 đồng chí' at the start of a line is a figure.
    accepts: (rest, number) => !/\.\d{3}$/u.test(number) || isCapitalised(rest),
  },
  {
    pattern: /^()(\d{1,3})\s*(?:[.)](?!\d)\s*|[/]\s+(?=\p{Lu})|\s?[-–]\s?(?=\p{Lu}))(?=[^\s.,;:/)])(.+)$/u,
    level: 'item',
    form: 'number',
    rank: 5,
    accepts: (rest) => !/^(?:tháng|năm)\s/u.test(rest),
  },
  {
    pattern: /^()\(?([a-zđ]\d?|[a-z]\.\d{1,2})\s*(?:\)|\.(?=\s))\s*(?=\S)(.+)$/u,
    level: 'point',
    form: 'point',
    rank: 8,
  },
];

/** The unit that this line opens, or null for running text. */
export function readMarker(text: string): Marker | null {
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (!match) continue;
    const [, word = '', number = '', rest = ''] = match;
    if (rule.accepts && !rule.accepts(rest.trim(), number)) continue;
    const rank = typeof rule.rank === 'number' ? rule.rank : rule.rank(number);
    const printed = word === '' ? number : `${word} ${number}`.trim();
    return { level: rule.level, rank, number, form: rule.form, printed, rest: rest.trim() };
  }
  return null;
}

/** True for a dashed or dotted item. */
export const isDashItem = (text: string): boolean => /^[-–—+•*▪●◦]\s*\S/u.test(text);

/** Where the closing parts begin; recognition may have lost the marks of 'Nơi nhận'. */
export const isRecipientsStart = (text: string): boolean =>
  /^N[oơới]/iu.test(text) && /^noi nhan\s*(?::|;|$)/u.test(fold(text.slice(0, 40)));

/** "T/M BAN CHẤP HÀNH", "KT. BỘ TRƯỞNG": on whose authority somebody signs. */
export const isAuthorityLine = (text: string): boolean =>
  text.length <= 140 &&
  /^(?:T\s*\/\s*M\.?|K\s*\/\s*T\.?|T\s*\/\s*L\.?|(?:TM|KT|TL|TUQ)\s*[.,:]{1,2}|T\.M\.|K\.T\.|T\/U\s*Q\.?|Q\s*\.(?=\s*\p{Lu}{2}))\s*\p{Lu}/u.test(
    text,
  );

/** True for a line that cannot be the rest of the paragraph above it. */
export const startsUnit = (text: string): boolean =>
  isDashItem(text) || isRecipientsStart(text) || isAuthorityLine(text) || readMarker(text) !== null;

/** Share of capitals among the letters; 0 for a line without letters. */
export function capitalShare(text: string): number {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return 0;
  return letters.filter((letter) => letter !== letter.toLowerCase()).length / letters.length;
}

/** A line in capitals with at least two letters, as headings and letterheads are set. */
export const isAllCaps = (text: string): boolean =>
  capitalShare(text) > 0.9 && (text.match(/\p{L}/gu)?.length ?? 0) >= 2;

/** The value of a Roman number up to XXXIX, or 0 where the letters are none. */
export function romanValue(letters: string): number {
  const match = /^(X{0,3})(IX|IV|V?I{0,3})$/u.exec(letters);
  if (!match || letters === '') return 0;
  const tens = (match[1] ?? '').length * 10;
  const ones: Record<string, number> = {
    '': 0,
    I: 1,
    II: 2,
    III: 3,
    IV: 4,
    V: 5,
    VI: 6,
    VII: 7,
    VIII: 8,
    IX: 9,
  };
  return tens + (ones[match[2] ?? ''] ?? 0);
}
