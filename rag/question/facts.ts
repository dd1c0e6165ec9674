import { canonicalTokens } from '../../text/canonical.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { findLooseSymbols, findSymbols, type SymbolMention } from '../../text/symbols.ts';

export type FactKind =
  | 'symbol'
  | 'reference'
  | 'date'
  | 'month'
  | 'year'
  | 'quarter'
  | 'period'
  | 'term'
  | 'percent'
  | 'ratio'
  | 'money'
  | 'ordinal'
  | 'duration'
  | 'number';

/** A number, date, period, reference or document symbol that a text states. */
export interface Fact {
  kind: FactKind;
  /** Canonical token of text/canonical.ts, or 'sym:' and the symbol key. */
  key: string;
  /** Offsets into the text. */
  from: number;
  to: number;
  /** Set for symbols. */
  symbol?: SymbolMention;
}

/** Most sentences hold no number at all; finding that out is far cheaper than reading them for every form. */
const mayHoldFacts =
  /\d|(?<!\p{L})(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|trăm|nghìn|ngàn|triệu|tỷ|tỉ|rưỡi|[ivxlc]+)(?!\p{L})/iu;

const kinds: Readonly<Record<string, FactKind>> = {
  ref: 'reference',
  sec: 'reference',
  date: 'date',
  month: 'month',
  year: 'year',
  quarter: 'quarter',
  period: 'period',
  term: 'term',
  pct: 'percent',
  ratio: 'ratio',
  vnd: 'money',
  ord: 'ordinal',
  dur: 'duration',
  n: 'number',
};

/**
 * The facts of `text` in order. 'question' also reads symbols as people type them and words without diacritics;
 * 'evidence' adds what a fact states besides itself (a full date its month and year, a ratio both numbers).
 */
export function factsOf(text: string, side: 'question' | 'evidence' = 'question'): Fact[] {
  if (!mayHoldFacts.test(text)) return [];
  const hasDigit = /\d/u.test(text);
  const symbols = (!hasDigit ? [] : side === 'question' ? findLooseSymbols(text) : findSymbols(text)).map(
    (symbol): Fact => ({
      kind: 'symbol',
      key: `sym:${symbol.key}`,
      from: symbol.from,
      to: symbol.to,
      symbol,
    }),
  );
  const clean = withoutSpelledTwice(cleanText(text));
  const readable = side === 'question' && fold(clean) === clean.toLowerCase() ? withAccents(clean) : clean;
  const role = side === 'question' ? 'claim' : 'evidence';
  const others = canonicalTokens(readable, role).flatMap(({ token: read, from, to }): Fact[] => {
    const token = read.startsWith('n:') ? (withUnitOfRange(readable, from, to, role) ?? read) : read;
    const kind = kinds[token.slice(0, token.indexOf(':'))];
    if (!kind || symbols.some((symbol) => symbol.from < to && from < symbol.to)) return [];
    const fact: Fact = { kind, key: token, from, to };
    const year = bareYear(token, clean.slice(from, to));
    if (year === null) return [fact];
    const asYear: Fact = { ...fact, kind: 'year', key: `year:${year}` };
    return side === 'question' ? [asYear] : [fact, asYear];
  });
  const months = side === 'evidence' ? isoMonths(clean) : [];
  return [...symbols, ...others, ...months].sort((a, b) => a.from - b.from);
}

/** '40 (bốn mươi) triệu đồng': blanks what says the number again; the length stays. */
const withoutSpelledTwice = (text: string): string =>
  text.includes('(') ? text.replace(spelledTwice, (all) => ' '.repeat(all.length)) : text;
const spelledTwice =
  /(?<=\d\s{0,2})\((?:(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|linh|lẻ|trăm|nghìn|ngàn|triệu|tỷ|tỉ|rưỡi)\s*)+\)/giu;

/** 'từ 3 đến 5 ngày', '400.000 đến 600.000 đồng': the lower end has the unit of the upper one; null for other numbers. */
function withUnitOfRange(text: string, from: number, to: number, role: 'claim' | 'evidence'): string | null {
  const number = text.slice(from, to);
  const unit = /^\s*(?:đến|tới|den|toi|[-–—])\s*(?:dưới\s+)?\d[\d.,]*(\s*(?:%|\p{L}+(?:\s+đồng)?))/iu.exec(
    text.slice(to, to + 40),
  )?.[1];
  if (unit === undefined || !/^\d/u.test(number)) return null;
  const [read] = canonicalTokens(`${number}${unit}`, role);
  return read && !read.token.startsWith('n:') ? read.token : null;
}

/** '2023-10', as headers of collected pages print a month. */
const isoMonths = (text: string): Fact[] =>
  [...text.matchAll(/(?<![\d-])(20\d{2}|19\d{2})-(0[1-9]|1[0-2])(?![\d-])/gu)].flatMap(
    ({ 0: all, 1: year, 2: month, index }) => {
      const place = { from: index, to: index + all.length };
      return [
        { kind: 'month' as const, key: `month:${year}-${month}`, ...place },
        { kind: 'year' as const, key: `year:${year}`, ...place },
      ];
    },
  );

/** "Nghệ An 2020", "(2020)": a bare number of a century near ours may be a year; "1.980" is a count. */
const bareYear = (token: string, written: string): string | null =>
  /^\d{4}$/u.test(written) ? (/^n:((?:19|20)\d{2})$/u.exec(token)?.[1] ?? null) : null;

/** Words that give a number its meaning, typed without diacritics; every replacement keeps the length. */
const accents: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})thang(?=\s+\d)|(?<=\d\s)thang(?!\p{L})/giu, 'tháng'],
  [/(?<!\p{L})ngay(?=\s+\d)|(?<=\d\s)ngay(?!\p{L})/giu, 'ngày'],
  [/(?<!\p{L})nam(?=\s+\d{4})|(?<=\d\s)nam(?!\p{L})/giu, 'năm'],
  [/(?<!\p{L})quy(?=\s+(?:\d|[iv]+(?!\p{L})))/giu, 'quý'],
  [/(?<!\p{L})dau(?=\s+(?:năm|nam|\d{4}))/giu, 'đầu'],
  [/(?<!\p{L})cuoi(?=\s+(?:năm|nam|\d{4}))/giu, 'cuối'],
  [/(?<!\p{L})lan thu(?=\s+(?:\d|[ivxl]+(?!\p{L})))/giu, 'lần thứ'],
  [/(?<!\p{L})ky thu(?=\s+(?:\d|[ivxl]+(?!\p{L})))/giu, 'kỳ thứ'],
  [/(?<!\p{L})khoa(?=\s+(?:\d|[ivxl]+(?!\p{L})))/giu, 'khóa'],
  [/(?<!\p{L})dieu(?=\s+\d)/giu, 'điều'],
  [/(?<!\p{L})khoan(?=\s+\d)/giu, 'khoản'],
  [/(?<!\p{L})diem(?=\s+\p{L}(?!\p{L}))/giu, 'điểm'],
  [/(?<=\d\s?)phan tram(?!\p{L})/giu, 'phần trăm'],
  [/(?<=\d\s?)trieu(?!\p{L})/giu, 'triệu'],
  [/(?<=(?:\d|ty|tỷ|triệu)\s)dong(?!\s+chi|\p{L})/giu, 'đồng'],
  [/(?<=\d\s)tuoi(?!\p{L})/giu, 'tuổi'],
  [/(?<=\d\s)gio(?!\p{L})/giu, 'giờ'],
];

function withAccents(text: string): string {
  let result = text;
  for (const [pattern, word] of accents) result = result.replace(pattern, word);
  return result;
}
