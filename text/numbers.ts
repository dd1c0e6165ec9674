import { cleanText, fold } from './normalise.ts';

/*
 * Numbers as Vietnamese offices write them: '.' groups thousands, ',' begins the decimals ("29.738", "70,01%"),
 * counts are padded ("07 đồng chí") and small ones are often spelled out ("mười lăm phần trăm").
 */

const grouped = /^\d{1,3}(?:[. ]\d{3})+(?:,\d+)?$/u;
const englishGrouped = /^\d{1,3}(?:,\d{3}){2,}$/u;
const plain = /^\d+(?:[.,]\d+)?$/u;

/**
 * The value of one written number: '3.193' is 3193, '70,01' and '70,01%' are 70.01, '3.5' is 3.5, '1.513,25' is
 * 1513.25, '29 738' is 29738. Null where the text is anything but a number, or digits in no known grouping.
 */
export function parseDecimal(text: string): number | null {
  const digits = cleanText(text).trim().replace(/\s*%$/u, '');
  if (grouped.test(digits)) return Number(digits.replace(/[. ]/gu, '').replace(',', '.'));
  if (englishGrouped.test(digits)) return Number(digits.replace(/,/gu, ''));
  if (plain.test(digits)) return Number(digits.replace(',', '.'));
  return null;
}

/** A count of things: '3.193', '5112', '01' and 'mười lăm'. Null for decimals, percentages and anything else. */
export function parseCount(text: string): number | null {
  if (text.includes('%')) return null;
  const value = parseDecimal(text) ?? parseNumberWords(text);
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

/** 3193 as '3.193', 1513.25 as '1.513,25'; at most `decimals` (default 2) places, without trailing zeros. */
export function formatNumber(value: number, decimals = 2): string {
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(decimals).split('.');
  const rest = fraction.replace(/0+$/u, '');
  const isNegative = value < 0 && (Number(whole) !== 0 || rest !== '');
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/gu, '.');
  return (isNegative ? '-' : '') + groups + (rest === '' ? '' : `,${rest}`);
}

/** A share as a percentage: 0.7001 as '70,01%', 0.808 as '80,8%'. */
export const formatPercent = (share: number, decimals = 2): string =>
  `${formatNumber(share * 100, decimals)}%`;

const digitWords: Readonly<Record<string, number>> = {
  khong: 0,
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  nham: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
};

const scaleWords: Readonly<Record<string, number>> = {
  nghin: 1e3,
  ngan: 1e3,
  trieu: 1e6,
  ty: 1e9,
  ti: 1e9,
};

/**
 * A spelled number, with or without diacritics: 'bảy mươi' is 70, 'một trăm linh năm' 105, 'năm nghìn một trăm mười
 * hai' 5112, 'hai triệu rưỡi' 2500000. Null where a word is no numeral or two digits stand side by side.
 */
export function parseNumberWords(text: string): number | null {
  const words = fold(cleanText(text)).trim().split(/\s+/u);
  let total = 0;
  let current = 0;
  // What the last word was, which decides what may follow and what 'rưỡi' (and a half) halves.
  let last: 'none' | 'digit' | 'ten' | 'hundred' | 'filler' | 'half' = 'none';
  let lastScale = 0;
  let isNumber = false;
  for (const [i, word] of words.entries()) {
    const digit = digitWords[word];
    const scale = scaleWords[word];
    if (last === 'half') return null;
    if (word === 'linh' || word === 'le') {
      if (!isNumber || last === 'filler') return null;
      last = 'filler';
      continue;
    }
    if (word === 'ruoi') {
      if (last === 'hundred') current += 50;
      else if (last === 'none' && lastScale > 0) total += lastScale / 2;
      else return null;
      last = 'half';
      continue;
    }
    if (digit !== undefined) {
      if (last === 'digit') return null;
      const next = words[i + 1];
      current += digit * (next === 'muoi' ? 10 : next === 'tram' ? 100 : 1);
      last = 'digit';
    } else if (word === 'muoi') {
      // After a digit it is the "mươi" that has already multiplied it, otherwise ten itself.
      if (last !== 'digit') current += 10;
      last = 'ten';
    } else if (word === 'tram') {
      if (last !== 'digit') {
        if (current !== 0) return null;
        current = 100;
      }
      last = 'hundred';
    } else if (scale !== undefined) {
      total += (current === 0 ? 1 : current) * scale;
      if (current === 0 && total > scale && lastScale > 0) total = (total - scale) * scale;
      current = 0;
      lastScale = scale;
      last = 'none';
    } else return null;
    isNumber = true;
  }
  return isNumber && last !== 'filler' ? total + current : null;
}
