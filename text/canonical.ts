import { cleanText, fold } from './normalise.ts';
import { parseNumberWords } from './numbers.ts';
import { foldCode } from './document-types.ts';

/*
 * Every number, date, period, reference and symbol of a text in one canonical form, so that a claim can be held
 * against its evidence: '01 đồng chí' and 'một đồng chí' are both n:1, '4/7/2023' and 'ngày 04 tháng 7 năm 2023'
 * both date:2023-07-04. Rules run in order, each consuming its text, so a year inside a date is no number.
 *
 *   sym:34-CT/TU  ref:dieu15.khoan2.a  sec:9.3.2  date:2024-04-20  date:-11-07  month:2023-09  quarter:2023-Q2
 *   period:2024-dau-6T  term:2020-2025  year:2010  pct:70.01  ratio:22/23  vnd:1500000000  ord:13  dur:6:thang  n:3193
 */

export interface CanonicalToken {
  token: string;
  /** Offsets into `cleanText(text)`. */
  from: number;
  to: number;
}

/**
 * The canonical tokens of `text` in order. On the 'evidence' side what a token states besides itself is added: a
 * full date grants its month, year and day/month, a ratio both numbers, a term both years, a clause its article.
 */
export function canonicalTokens(text: string, side: 'evidence' | 'claim' = 'claim'): CanonicalToken[] {
  const reader = new Reader(text);
  for (const [regex, read] of rules) reader.eat(regex, read);
  const tokens = reader.inOrder();
  if (side === 'claim') return tokens;
  return tokens.flatMap((found) => [found, ...granted(found.token).map((token) => ({ ...found, token }))]);
}

/** Distinct tokens of `claim` that `evidence` does not state, in order of appearance; empty is grounded. */
export function ungroundedTokens(claim: string, evidence: readonly string[]): CanonicalToken[] {
  const stated = new Set(
    evidence.flatMap((text) => canonicalTokens(text, 'evidence').map(({ token }) => token)),
  );
  const seen = new Set<string>();
  return canonicalTokens(claim).filter(({ token }) => {
    if (stated.has(token) || seen.has(token)) return false;
    seen.add(token);
    return true;
  });
}

function granted(token: string): string[] {
  const [kind, value = ''] = splitOnce(token, ':');
  if (kind === 'date') {
    const date = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(value);
    if (date === null) return [];
    const [, year, month, day] = date;
    return [`date:-${month}-${day}`, `month:${year}-${month}`, `year:${year}`, `month:-${month}`];
  }
  if (kind === 'month') {
    const month = /^(\d{4})-(\d\d)$/u.exec(value);
    return month === null ? [] : [`year:${month[1]}`, `month:-${month[2]}`];
  }
  if (kind === 'quarter') {
    const quarter = /^(\d{4})-(Q\d)$/u.exec(value);
    return quarter === null ? [] : [`year:${quarter[1]}`, `quarter:-${quarter[2]}`];
  }
  if (kind === 'period') {
    const [year, , months = ''] = value.split('-');
    return [`year:${year}`, `dur:${months.replace('T', '')}:thang`];
  }
  if (kind === 'term') return value.split('-').map((year) => `year:${year}`);
  if (kind === 'ratio') return value.split('/').map((number) => `n:${number}`);
  if (kind === 'ref' && value.includes('.')) return [`ref:${value.split('.')[0]}`];
  return [];
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}

type Groups = readonly (string | undefined)[];
type Read = (groups: Groups, before: string, after: string) => string | readonly string[] | null;
type Rule = readonly [RegExp, Read];

/** What a rule has consumed; a space would let the next rule read across it. */
const eaten = '\u0001';

class Reader {
  #left: string;
  readonly #found: CanonicalToken[] = [];

  constructor(text: string) {
    const dashed = cleanText(text).replace(/[\u2010-\u2015\u2212]/gu, '-');
    // A capital O typed for a zero, only where a number plainly begins with it ("O7 đồng chí").
    this.#left = dashed.replace(/(?<![\p{L}\p{N}_])[oO](?=\d)/gu, '0');
  }

  eat(regex: RegExp, read: Read): void {
    let left = this.#left;
    // No matchAll: it makes another expression for each text, which costs more than most of them take to find nothing.
    regex.lastIndex = 0;
    for (let match = regex.exec(this.#left); match !== null; match = regex.exec(this.#left)) {
      const to = match.index + match[0].length;
      const tokens = read(match, this.#left.slice(0, match.index), this.#left.slice(to));
      if (tokens === null) continue;
      for (const token of typeof tokens === 'string' ? [tokens] : tokens)
        this.#found.push({ token, from: match.index, to });
      left = left.slice(0, match.index) + match[0].replace(/[^\n]/gu, eaten) + left.slice(to);
    }
    this.#left = left;
  }

  inOrder(): CanonicalToken[] {
    return this.#found.sort((a, b) => a.from - b.from);
  }
}

// --- Pieces of patterns ---

const L = String.raw`(?<![\p{L}\p{M}\p{N}_])`;
const R = String.raw`(?![\p{L}\p{M}\p{N}_])`;
const N = String.raw`(\d+(?:[.,]\d+)*)`;
const numeral =
  'không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|nghìn|ngàn|triệu|tỷ|tỉ|mươi|trăm|linh|lẻ|rưỡi';
const words = `((?:${numeral})(?:\\s+(?:${numeral}))*)`;
const scale = '(nghìn|ngàn|triệu|tỷ|tỉ)';
const dong = '(?:đồng(?!\\s*chí)|VNĐ|VND)';
/** Before a digit, or before a number word: looked at first, because what stands before a place costs more to look at. */
const D = String.raw`(?=\d)${L}`;
const W = `(?=${numeral})${L}`;
const unit = '(năm|tháng|ngày|giờ|tuần|phút|tuổi)';
const counted =
  '(?:đồng chí|đ/c|người|ủy viên|uỷ viên|đại biểu|chi bộ|đảng bộ|đảng viên|tổ chức|phiếu|tỉnh|huyện|xã|phường|nhiệm vụ|chỉ tiêu|hồ sơ|đơn vị|thành viên|cấp ủy|cấp uỷ|hội viên|ban|cơ quan)';
const types = 'NQLT|NQ|CTr|CT|KL|QĐi|QyĐ|QĐ|QD|QC|HD|KH|BC|TTr|TT|TB|CV|ĐA|DA|BB|GM|BS';

const rule = (source: string, read: Read): Rule => [new RegExp(source, 'giu'), read];

// --- Readings ---

const int = (digits: string | undefined): number => Number(digits);
const two = (value: number): string => String(value).padStart(2, '0');

function day(year: string | undefined, month: number, dayOfMonth: number): string | null {
  if (!(month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31)) return null;
  return `date:${year ?? ''}-${two(month)}-${two(dayOfMonth)}`;
}

function bothDays(g: Groups): string[] | null {
  const first = day(g[4], int(g[3]), int(g[1]));
  const second = day(g[4], int(g[3]), int(g[2]));
  return first !== null && second !== null ? [first, second] : null;
}

const month = (year: string, number: string | undefined): string | null =>
  int(number) >= 1 && int(number) <= 12 ? `month:${year}-${two(int(number))}` : null;

const romanValues: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function roman(text: string): number {
  const values = [...text.toLowerCase()].map((letter) => romanValues[letter] ?? 0);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}

const ordinal = (text: string | undefined = ''): number => (/^\d+$/u.test(text) ? int(text) : roman(text));

/** Digits with Vietnamese separators as a plain decimal; what is malformed stays raw and equals only itself. */
function decimal(written: string | undefined = ''): string {
  let digits = written.replace(/ /gu, '');
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/u.test(digits)) digits = digits.replace(/\./gu, '').replace(',', '.');
  else if (/^\d{1,3}(?:,\d{3}){2,}$/u.test(digits)) digits = digits.replace(/,/gu, '');
  else if (/^\d+,\d+$/u.test(digits)) digits = digits.replace(',', '.');
  if (!/^\d+(?:\.\d+)?$/u.test(digits)) return `raw${digits}`;
  const [whole = '', fraction = ''] = digits.split('.');
  const rest = fraction.replace(/0+$/u, '');
  return whole.replace(/^0+(?=\d)/u, '') + (rest === '' ? '' : `.${rest}`);
}

/** `written` times ten to the `zeros`, exactly. */
function scaled(written: string | undefined, zeros: number): string {
  const [whole = '', fraction = ''] = decimal(written).split('.');
  if (whole.startsWith('raw')) return `${decimal(written)}x1e${zeros}`;
  const moved = fraction.padEnd(zeros, '0');
  return decimal(`${whole}${moved.slice(0, zeros)}.${moved.slice(zeros)}0`);
}

const zerosOf = (word: string | undefined): number => {
  const w = word?.toLowerCase() ?? '';
  return w === '' ? 0 : w === 'triệu' ? 6 : w.startsWith('t') ? 9 : 3;
};

const unitOf = (word: string | undefined): string => fold(word ?? '');

const spoken = (text: string | undefined): number | null => parseNumberWords(text ?? '');
const lastWord = (text: string | undefined): string => (text ?? '').toLowerCase().split(/\s+/u).at(-1) ?? '';

// --- The rules, in order ---

const rules: readonly Rule[] = [
  // Symbols.
  rule(
    `${D}(\\d{1,5})\\s*/\\s*(\\d{4})\\s*/\\s*((?:NĐ|ND|TTLT|TT|QĐ|QD|NQ|QH|UBTVQH|PL|CT)\\d{0,2}(?:\\s*-\\s*[A-ZĐ]+)*)${R}`,
    (g) => `sym:${int(g[1])}/${g[2]}/${symbolPart(g[3])}`,
  ),
  rule(
    `${D}(\\d{1,5})\\s*[-/ ]?\\s*(${types})\\s*[-/]\\s*([A-ZĐƯ]{2,}\\d{0,2}(?:-[A-ZĐƯ]+\\d{0,2})*)${R}`,
    (g) => `sym:${int(g[1])}-${symbolPart(g[2])}/${symbolPart(g[3])}`,
  ),
  rule(
    `${D}(\\d{1,5})\\s+(nq|ct|kl|qđ|qd|qc|hd|kh|bc|tb)\\s+(tw|tu|tư|đuk|duk|hu|btctw)${R}`,
    (g) => `sym:${int(g[1])}-${symbolPart(g[2])}/${symbolPart(g[3])}`,
  ),
  // References.
  rule(`${L}(?:điểm\\s+([a-zđ])\\s*,?\\s*)?(?:khoản\\s+(\\d+)\\s*,?\\s*)?điều\\s+(\\d+[a-zđ]?)${R}`, (g) => {
    const point = g[1] !== undefined && g[2] !== undefined ? `.${foldLower(g[1])}` : '';
    return `ref:dieu${foldLower(g[3])}${g[2] === undefined ? '' : `.khoan${g[2]}`}${point}`;
  }),
  rule(
    `${L}(?:điểm\\s+([a-zđ])\\s*,?\\s*)?khoản\\s+(\\d+)${R}`,
    (g) => `ref:khoan${g[2]}${g[1] === undefined ? '' : `.${foldLower(g[1])}`}`,
  ),
  // "Điểm c khoản này": never the points of an examination ("điểm a" without what it belongs to).
  rule(
    `${L}điểm\\s+([a-zđ])(?=\\s*(?:,?\\s*(?:khoản|điều)\\s+này|,?\\s*điểm\\s+[a-zđ]${R}|,?\\s*(?:và|hoặc|đến)\\s+(?:điểm\\s+)?[a-zđ]${R}))`,
    (g) => `ref:diem${foldLower(g[1])}`,
  ),
  // Days.
  rule(`${D}(\\d{4})-(\\d{2})-(\\d{2})${R}`, (g) => day(g[1], int(g[2]), int(g[3]))),
  rule(
    `${D}(\\d{1,2})\\s*(?:và|đến|-|,)\\s*(?:ngày\\s+)?(\\d{1,2})\\s*/\\s*(\\d{1,2})\\s*/\\s*(\\d{4})${R}`,
    bothDays,
  ),
  rule(
    `${L}(?:ngày\\s+)?(\\d{1,2})\\s*(?:và|đến|-|,)\\s*(?:ngày\\s+)?(\\d{1,2})\\s+tháng\\s+(\\d{1,2})\\s*(?:năm\\s+|/|,\\s*)?(\\d{4})${R}`,
    bothDays,
  ),
  rule(`${D}(\\d{1,2})\\s*([/.-])\\s*(\\d{1,2})\\s*\\2\\s*(\\d{4})${R}`, (g) =>
    day(g[4], int(g[3]), int(g[1])),
  ),
  rule(`${D}(\\d{1,2})/(\\d{1,2})/(\\d{2})${R}`, (g) => day(`20${g[3]}`, int(g[2]), int(g[1]))),
  rule(
    `${L}(?:(?:ngày|mùng|mồng)\\s+)*(\\d{1,2})\\s+tháng\\s+(\\d{1,2})\\s*(?:,?\\s*năm\\s+|/|,\\s*|\\s)\\s*(\\d{4})${R}`,
    (g) => day(g[3], int(g[2]), int(g[1])),
  ),
  rule(
    `${L}(?:ngày|mùng|mồng)\\s+(${words.slice(1, -1)}|\\d{1,2})\\s+tháng\\s+(mười hai|mười một|mười|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|\\d{1,2}|giêng|chạp)(?:\\s+năm\\s+(\\d{4}))?${R}`,
    (g) => day(g[3], monthNumber(g[2]), wordOrDigits(g[1])),
  ),
  rule(`${D}(\\d{1,2})\\s+tháng\\s+(\\d{1,2})${R}`, (g) => day(undefined, int(g[2]), int(g[1]))),
  // Quarters, periods, months, terms, years.
  rule(
    `${L}(?:quý|q)\\s*([1-4]|IV|I{1,3})\\s*(?:năm|/|-|,)?\\s*(\\d{4})${R}`,
    (g) => `quarter:${g[2]}-Q${ordinal(g[1])}`,
  ),
  rule(`${L}(?:quý|q)\\s*([1-4]|IV|I{1,3})${R}`, (g) => `quarter:-Q${ordinal(g[1])}`),
  // No quarter, but a number that nothing else reads.
  rule(`${L}quý\\s+([5-9]|VI{0,3}|IX|X)${R}`, (g) => `quarter:raw${ordinal(g[1])}`),
  rule(
    `${D}(\\d{1,2})\\s*(?:tháng|T)\\s+(đầu|cuối)\\s+(?:năm\\s+)?(\\d{4})${R}`,
    (g) => `period:${g[3]}-${foldLower(g[2])}-${int(g[1])}T`,
  ),
  // "9 tháng 2026" are its first nine.
  rule(
    `${L}0?([369])\\s*(?:tháng|T)\\s+(?:năm\\s+)?((?:19|20)\\d{2})${R}`,
    (g) => `period:${g[2]}-dau-${g[1]}T`,
  ),
  [new RegExp(`${L}([369])\\s?T${R}`, 'gu'), (g) => `dur:${g[1]}:thang`],
  rule(`${L}tháng\\s+(\\d{1,2})\\s*(?:năm\\s+|/|-|,\\s*)\\s*(\\d{4})${R}`, (g) => month(g[2] ?? '', g[1])),
  rule(`${D}(\\d{1,2})\\s*[/-]\\s*((?:19|20)\\d{2})${R}`, (g) => month(g[2] ?? '', g[1])),
  rule(`${L}((?:19|20)\\d{2})\\s*[-/]\\s*((?:19|20)\\d{2})${R}`, (g) => `term:${g[1]}-${g[2]}`),
  // "mỗi tháng 01 lần" counts times.
  rule(`${L}tháng\\s+(\\d{1,2})${R}(?!\\s+(?:lần|buổi|kỳ|cuộc)(?!\\p{L}))`, (g) => month('', g[1])),
  rule(`${L}(?:năm\\s+)((?:1[0-9]|20)\\d{2})${R}`, (g) => `year:${g[1]}`),
  // Percentages, ratios, days without a year.
  rule(`${D}${N}\\s*(?:%|phần trăm)`, (g) => `pct:${decimal(g[1])}`),
  rule(`${W}${words}\\s+phần trăm`, (g) => valued('pct', spoken(g[1]))),
  rule(`${D}(\\d{1,4})\\s*/\\s*(\\d{1,4})(?=\\s*${counted})`, (g) => `ratio:${int(g[1])}/${int(g[2])}`),
  rule(`(?<=(?:ngày|sáng|chiều|tối|dịp|mùng|lễ)\\s)(\\d{1,2})\\s*[/-]\\s*(\\d{1,2})${R}`, (g) =>
    day(undefined, int(g[2]), int(g[1])),
  ),
  rule(`${D}(\\d{1,4})\\s*(/|trên)\\s*(?:tổng số\\s+)?(\\d{1,4})${R}`, (g) => {
    const isDay = g[2] === '/' && int(g[3]) <= 12 && int(g[1]) <= 31;
    return isDay ? day(undefined, int(g[3]), int(g[1])) : `ratio:${int(g[1])}/${int(g[3])}`;
  }),
  // Money.
  rule(
    `${D}${N}\\s*${scale}(?:\\s+${scale})?\\s*${dong}`,
    (g) => `vnd:${scaled(g[1], zerosOf(g[2]) + zerosOf(g[3]))}`,
  ),
  rule(`${D}${N}\\s*(?:${dong}|đ(?![\\p{L}\\p{N}/]))`, (g) => `vnd:${decimal(g[1])}`),
  // "Không đồng ý", "không đồng đều" deny, they count no money.
  rule(`${W}${words}\\s+đồng(?!\\s*chí)${R}`, (g) =>
    isScaleAlone(g[1]) || /^\s*không\s*$/iu.test(g[1] ?? '') ? null : valued('vnd', spoken(g[1])),
  ),
  rule(`${D}${N}\\s*${scale}${R}`, (g) => `n:${scaled(g[1], zerosOf(g[2]))}`),
  // Ordinals.
  rule(
    `${L}(lần thứ|kỳ thứ|thứ|khóa|khoá|thế kỷ|chương|mục|phần)\\s+([IVXLC]+|\\d{1,3})(?!\\.\\d)${R}`,
    (g) => (/^(?:[IVXLC]+|\d+)$/u.test(g[2] ?? '') ? `ord:${ordinal(g[2])}` : null),
  ),
  rule(`${L}(?:lần thứ|thứ)\\s+${words}${R}`, (g) => valued('ord', spoken(g[1]) || null)),
  // Durations and ages.
  rule(`${D}${N}\\s*-\\s*${N}\\s+${unit}${R}`, (g) => [
    `dur:${decimal(g[1])}:${unitOf(g[3])}`,
    `dur:${decimal(g[2])}:${unitOf(g[3])}`,
  ]),
  rule(
    `${D}${N}\\s+(năm|tháng|ngày|giờ|tuần|phút|tuổi|quý)${R}`,
    (g) => `dur:${decimal(g[1])}:${unitOf(g[2])}`,
  ),
  rule(`${W}${words}\\s+${unit}${R}(?!\\s+(?:${numeral})${R})`, (g) => {
    const value = spoken(g[1]);
    return value === null || value === 0 || isScaleAlone(g[1]) || ['linh', 'lẻ'].includes(lastWord(g[1]))
      ? null
      : `dur:${value}:${unitOf(g[2])}`;
  }),
  // Bare numbers.
  rule(`${D}(\\d{1,3}(?: \\d{3})+)(?=\\s+${counted})`, (g) => `n:${g[1]?.replace(/ /gu, '')}`),
  rule(String.raw`(?<![\p{L}\p{M}\p{N}_.,])${N}(?!\d)`, bareNumber),
  rule(`${W}${words}${R}`, numberWord),
];

function symbolPart(part: string | undefined): string {
  return foldCode((part ?? '').replace(/TƯ$/iu, 'TW'));
}

const foldLower = (text: string | undefined): string => fold(text ?? '');

const valued = (kind: string, value: number | null): string | null =>
  value === null ? null : `${kind}:${value}`;

const wordOrDigits = (text: string | undefined = ''): number =>
  /^\d+$/u.test(text) ? int(text) : (spoken(text) ?? 0);

/** "Tỷ lệ", "hàng nghìn người", "nghìn năm": a scale word with no count before it is no number. */
const isScaleAlone = (text: string | undefined = ''): boolean =>
  /^\s*(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|mươi)\s*$/iu.test(text);

function monthNumber(text: string | undefined = ''): number {
  const lower = text.toLowerCase();
  return lower === 'giêng' ? 1 : lower === 'chạp' ? 12 : wordOrDigits(lower);
}

function bareNumber(g: Groups, before: string): string {
  const digits = g[1] ?? '';
  if (/^\d{1,2}\.\d{1,2}(?:\.\d+)*$/u.test(digits) && /(?:mục|điểm|phần)\s$/iu.test(before))
    return `sec:${digits}`;
  const isNumber = digits.split('.').length <= 2 || /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/u.test(digits);
  return isNumber ? `n:${decimal(digits)}` : `sec:${digits}`;
}

const afterFive = new RegExp(`^(?:${counted}|điều|điểm|nội dung|tốt|cấp|vấn đề|giải pháp)`, 'iu');
const notFirst = new Set([
  'linh',
  'lẻ',
  'rưỡi',
  'mươi',
  'lăm',
  'mốt',
  'nghìn',
  'ngàn',
  'triệu',
  'tỷ',
  'tỉ',
  'trăm',
]);

/** "năm" alone is five only before a counted noun ("năm chi bộ", never "năm nay"); "không" and "tư" are no numbers. */
function numberWord(g: Groups, _before: string, after: string): string | null {
  const list = (g[1] ?? '').toLowerCase().split(/\s+/u);
  const [firstWord = ''] = list;
  if (list.length === 1) {
    if (firstWord === 'không' || firstWord === 'tư') return null;
    if (firstWord === 'năm' && !afterFive.test(after.trimStart())) return null;
  }
  if (notFirst.has(firstWord) || (firstWord === 'không' && list.length === 2)) return null;
  return valued('n', spoken(list.join(' ')));
}
