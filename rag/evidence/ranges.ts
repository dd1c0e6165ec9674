import { fold } from '../../text/normalise.ts';

/*
 * Ranges of numbers as tables and people write them: '60 < V ≤ 80', 'Trên 60 đến 80', 'từ 3 tấn đến dưới 5 tấn', '100 trở
 * lên', 'dưới 30', 'V = 60'. They are compared as ranges, never as words.
 */

/** A range of numbers; `unit` is the folded word behind its numbers, null where none stands there. */
export interface NumberRange {
  low: number;
  isLowOpen: boolean;
  high: number;
  isHighOpen: boolean;
  unit: string | null;
  /** Says only one number, without a word or sign that compares: it may as well count the row. */
  isPlain: boolean;
  /** Offsets of its numbers in the text. */
  from: number;
  to: number;
}

/** A limit that a number sets, by what stands before or behind it. */
type Limit = 'above' | 'from' | 'below' | 'to' | 'equal';

const limitsBefore: readonly (readonly [Limit, RegExp])[] = [
  // What is denied comes first: 'không dưới' ends like 'dưới'.
  ['from', /(?:khong (?:duoi|it hon|nho hon|thap hon)|it nhat|toi thieu|≥|>=)\s*$/u],
  ['below', /(?:den duoi|toi duoi|duoi|nho hon|it hon|thap hon|chua den|chua du|chua toi|(?<!<)<)\s*$/u],
  [
    'to',
    /(?:khong (?:vuot )?qua|khong (?:tren|lon hon|nhieu hon|cao hon|hon)|toi da|den het|den|toi|≤|<=)\s*$/u,
  ],
  ['above', /(?:tu tren|tren|lon hon|nhieu hon|cao hon|hon|qua|vuot|>)\s*$/u],
  ['from', /(?:tu)\s*$/u],
  ['equal', /(?:=|bang)\s*$/u],
];
const limitsBehind: readonly (readonly [Limit, RegExp])[] = [
  ['from', /^\s*(?:[\p{L}%/²³]+\s+){0,3}?tro len(?!\p{L})/u],
  ['to', /^\s*(?:[\p{L}%/²³]+\s+){0,3}?tro xuong(?!\p{L})/u],
  ['from', /^\s*(?:≤|<=)/u],
  ['above', /^\s*</u],
  ['to', /^\s*(?:≥|>=)/u],
  ['below', /^\s*>/u],
];

const number =
  /(?<![\p{L}\p{N}.,/])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\p{N}/])|(?<![\p{L}\p{N}.,/])\d+(?:[.,]\d+)?(?![\p{N}/]|[.,]\d)/gu;
/** Words behind a number that are no unit. */
const noUnit = /^(?:den|toi|tro|duoi|tren|va|hoac|thi|la|tu|v|hon|khong|bao|phai|duoc|cua|nao|o)$/u;
/** What joins two numbers to one range. */
const joins =
  /^\s*(?:[\p{L}%/²³]+\s+){0,2}?(?:(?:den|toi)(?:\s+(?:duoi|het))?|[-–—]|[<≤>≥]=?\s*\p{L}{0,12}\s*[<≤>≥]=?)\s*$/u;

/** The ranges that a text states, in order; `isNumber` says which numbers count, by their offsets. */
export function rangesIn(
  text: string,
  isNumber: (from: number, to: number) => boolean = () => true,
): NumberRange[] {
  const folded = fold(text);
  const numbers = [...folded.matchAll(number)]
    .map((match) => ({ from: match.index, to: match.index + match[0].length, value: valueOf(match[0]) }))
    .filter(({ from, to }) => isNumber(from, to));
  const found: NumberRange[] = [];
  for (let at = 0; at < numbers.length; at++) {
    const one = numbers[at] as (typeof numbers)[number];
    const next = numbers[at + 1];
    const isJoined = next !== undefined && joins.test(folded.slice(one.to, next.from));
    const range = isJoined ? between(folded, one, next) : single(folded, one);
    if (range === null) continue;
    found.push(range);
    if (isJoined) at += 1;
  }
  return found;
}

interface Numeral {
  from: number;
  to: number;
  value: number;
}

function single(folded: string, { from, to, value }: Numeral): NumberRange {
  const limit = limitAt(folded, from, to);
  const isLow = limit === 'above' || limit === 'from';
  const isHigh = limit === 'below' || limit === 'to';
  return {
    low: isHigh ? -Infinity : value,
    isLowOpen: limit === 'above',
    high: isLow ? Infinity : value,
    isHighOpen: limit === 'below',
    unit: unitAt(folded, to),
    isPlain: limit === null,
    from,
    to,
  };
}

/** From one number to the next, '80 ≥ V > 60' from the next to the one; null where the second is smaller without that. */
function between(folded: string, one: Numeral, next: Numeral): NumberRange | null {
  if (one.value > next.value) {
    const signs = /^\s*([>≥]=?)[^<≤]*?([>≥]=?)\s*$/u.exec(folded.slice(one.to, next.from));
    if (!signs) return null;
    return {
      low: next.value,
      isLowOpen: signs[2] === '>',
      high: one.value,
      isHighOpen: signs[1] === '>',
      unit: unitAt(folded, next.to),
      isPlain: false,
      from: one.from,
      to: next.to,
    };
  }
  const low = limitAt(folded, one.from, one.to);
  const high = limitAt(folded, next.from, next.to);
  return {
    low: one.value,
    isLowOpen: low === 'above',
    high: next.value,
    isHighOpen: high === 'below',
    unit: unitAt(folded, next.to) ?? unitAt(folded, one.to),
    isPlain: false,
    from: one.from,
    to: next.to,
  };
}

function limitAt(folded: string, from: number, to: number): Limit | null {
  const before = folded.slice(Math.max(0, from - 24), from);
  const behind = folded.slice(to, to + 40);
  const find = (list: readonly (readonly [Limit, RegExp])[], part: string): Limit | null =>
    list.find(([, pattern]) => pattern.test(part))?.[0] ?? null;
  return find(limitsBehind, behind) ?? find(limitsBefore, before);
}

function unitAt(folded: string, to: number): string | null {
  const word = /^\s*([\p{L}%][\p{L}\d%²³]*(?:\/\p{L}+)?)/u.exec(folded.slice(to, to + 24))?.[1];
  return word === undefined || noUnit.test(word) ? null : word;
}

const valueOf = (digits: string): number =>
  Number((/^\d{1,3}(?:\.\d{3})+/u.test(digits) ? digits.replace(/\./gu, '') : digits).replace(',', '.'));

/** Whether some number lies in both. */
export function overlaps(a: NumberRange, b: NumberRange): boolean {
  const isBelow = (x: NumberRange, y: NumberRange): boolean =>
    x.high < y.low || (x.high === y.low && (x.isHighOpen || y.isLowOpen));
  return !isBelow(a, b) && !isBelow(b, a);
}
