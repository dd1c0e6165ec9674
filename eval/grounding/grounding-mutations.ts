/*
 * Changes of one token that make a sentence say something else, and other spellings that say the same: what a check of
 * grounding must catch and what it must let pass. The same random numbers make the same changes.
 */

/** A changed sentence and the kind of change. */
export interface Changed {
  kind: string;
  text: string;
}

type Random = () => number;

/** Every place where `pattern` stands, each replaced by what `replace` gives; null leaves it out. */
type Change = readonly [
  kind: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray, pick: <T>(list: readonly T[]) => T) => string | null,
];

const digits = [...'0123456789'];
const units = ['năm', 'tháng', 'ngày'];
const issuers = ['TU', 'TW', 'ĐUK', 'HU', 'UBND', 'BTCTU'];
const types = ['CT', 'NQ', 'KL', 'HD', 'KH', 'QĐ'];
const scales = ['nghìn', 'triệu', 'tỷ'];
const numerals = ['hai', 'ba', 'bốn', 'sáu', 'bảy', 'tám', 'chín', 'mười'];
const counted =
  'đồng chí|đảng viên|chi bộ|đảng bộ|tổ chức|người|trường hợp|đại biểu|hồ sơ|nhiệm vụ|cơ quan|đơn vị';
const bodyHeads = [
  'Tỉnh ủy',
  'Huyện ủy',
  'Thành ủy',
  'Đảng ủy',
  'Ban Tổ chức',
  'Ban Tuyên giáo',
  'Ban Dân vận',
  'Ban Nội chính',
  'Ủy ban Kiểm tra',
  'Văn phòng',
];

const other = <T>(list: readonly T[], not: T, pick: <U>(from: readonly U[]) => U): T =>
  pick(list.filter((one) => one !== not));

/** Changes of meaning. Each replaces one token, except the exchange of two numbers. */
const changes: readonly Change[] = [
  // A zero put first changes how a number is written, not what it says.
  [
    'digit',
    /(?<![\d.,/-])\d(?=\d)|(?<=\d[.,/-]?)\d|(?<![\d.,/-])\d(?!\d)/gu,
    ([digit], pick) => {
      const changed = other(digits, digit, pick);
      return changed === '0' ? other(digits.slice(1), digit, pick) : changed;
    },
  ],
  [
    'unit',
    /(?<=\d )(?:năm|tháng|ngày|tuổi)(?!\p{L})(?! (?:đầu|cuối|\d{4}))/gu,
    ([unit], pick) => other(units, unit, pick),
  ],
  [
    'issuer',
    /(?<=\d-(?:\p{Lu}\p{L}{1,2})\/|\d{4}\/\p{Lu}{2}-)(?:TU|TW|ĐUK|HU|CP|BTC|BNV|UBND)(?![\p{L}\p{N}])/gu,
    ([issuer], pick) => other(issuers, issuer, pick),
  ],
  ['document type', /(?<=\d-)(?:CT|NQ|QĐ|KL|KH|HD|TB)(?=\/)/gu, ([type], pick) => other(types, type, pick)],
  [
    'separator',
    // "80,8" and "80.8" are the same number, "3.193" and "3,193" are not.
    /(?<=(?<![\d.,/-])\d{1,3})[.,](?=\d{3}(?![\d.,/-]))/gu,
    ([mark]) => (mark === '.' ? ',' : '.'),
  ],
  ['decimal mark dropped', /(?<=(?<![\d.,/-])[1-9]\d{0,2}),(?=\d{1,2}(?![\d.,/-]))/gu, () => ''],
  ['percent dropped', /(?<=\d)\s?(?:%|phần trăm)/gu, () => ''],
  ['scale', /(?<=\d )(?:triệu|tỷ|nghìn)(?= đồng)/gu, ([scale], pick) => other(scales, scale, pick)],
  [
    'Roman',
    /(?<=(?:khóa|lần thứ|thứ|Chương|Mục|Phần|quý) )[IVX]{1,4}(?![\p{L}\p{N}])/gu,
    ([roman]) => anotherRoman(roman),
  ],
  [
    'article',
    /(?<=(?:[Đđ]iều|[Kk]hoản) )\d+(?![\d.,/])/gu,
    ([number], pick) => String(Number(number) + pick([1, 2, 10])),
  ],
  ['point', /(?<=[Đđ]iểm )[a-eg-i](?=,? khoản)/gu, ([point], pick) => other([...'abcde'], point, pick)],
  [
    'day and month',
    /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/gu,
    ([, day = '', month = '', year = '']) =>
      Number(day) === Number(month) || Number(day) > 12 ? null : `${month}/${day}/${year}`,
  ],
  [
    'numeral',
    new RegExp(
      String.raw`(?<!\p{L})(?:hai|ba|bốn|sáu|bảy|tám|chín|mười)(?= (?:${counted}|năm|tháng|ngày)(?!\p{L}))`,
      'gu',
    ),
    ([numeral], pick) => other(numerals, numeral, pick),
  ],
  [
    'two numbers exchanged',
    new RegExp(
      String.raw`(?<![\d.,/-])(\d+(?:\.\d{3})*)( (?:${counted})(?!\p{L})[^.;]{0,60}?(?<![\d.,/-]))(\d+(?:\.\d{3})*)(?= (?:${counted})(?!\p{L}))`,
      'gu',
    ),
    ([, first = '', between = '', second = '']) =>
      Number(first.replace(/\./gu, '')) === Number(second.replace(/\./gu, ''))
        ? null
        : `${second}${between}${first}`,
  ],
  [
    'body',
    new RegExp(
      String.raw`(?<!\p{L})(?:${bodyHeads.join('|')})(?= (?:tỉnh |huyện )?\p{Lu}\p{Ll}|[.,;:]| (?:về|đã|và|ban hành|giao))`,
      'gu',
    ),
    ([body], pick) => other(bodyHeads, body, pick),
  ],
  [
    'place of a body',
    /(?<=(?:(?:Tỉnh|Huyện|Thành) ủy|Đảng bộ (?:tỉnh|huyện|xã|phường)|(?:UBND|HĐND) (?:tỉnh|huyện|xã|phường)) )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?/gu,
    (_match, pick) => pick(['Thanh Khê', 'Đồng Lộc', 'Yên Hòa', 'Bình Phong']),
  ],
];

function anotherRoman(roman: string): string {
  const list = [
    'I',
    'II',
    'III',
    'IV',
    'V',
    'VI',
    'VII',
    'VIII',
    'IX',
    'X',
    'XI',
    'XII',
    'XIII',
    'XIV',
    'XV',
    'XVI',
  ];
  return list[list.indexOf(roman) + 1] ?? `${roman}I`;
}

const two = (text: string | undefined): string => String(text).padStart(2, '0');

/** Other spellings of the same facts. */
const retypings: readonly Change[] = [
  [
    'date in words',
    /(?<![\d/.,-])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/gu,
    ([, day, month, year]) =>
      Number(month) <= 12 && Number(day) <= 31 ? `${two(day)} tháng ${two(month)} năm ${year}` : null,
  ],
  [
    'date in digits',
    /ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})/gu,
    ([, day, month, year]) => `ngày ${Number(day)}/${Number(month)}/${year}`,
  ],
  ['no grouping', /(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?![\d,./])/gu, ([number]) => number.replace(/\./gu, '')],
  [
    'padding dropped',
    new RegExp(String.raw`(?<![\d.,/-])0(\d)(?= (?:${counted}|năm|tháng|ngày|lần))`, 'gu'),
    ([, digit = '']) => digit,
  ],
  [
    'padding added',
    new RegExp(String.raw`(?<![\p{L}\d.,/-])(\d)(?= (?:${counted}|năm|tháng|ngày)(?!\p{L}))`, 'gu'),
    ([, digit = '']) => `0${digit}`,
  ],
  ['percent in words', /(?<=\d)\s?%(?![\p{L}\p{N}])/gu, () => ' phần trăm'],
  [
    'symbol spaced',
    /(\d{1,5})-(CT|NQ|QĐ|KL|KH|HD|TB)\/(\p{Lu}+)/gu,
    ([, number, type, issuer]) => `${number} ${type}/${issuer}`,
  ],
  ['millions', /(?<![\d.,/])(\d{1,3})\.000\.000(?= đồng)/gu, ([, number]) => `${number} triệu`],
  ['body shortened', /(?<!\p{L})[UỦ][ỷỶyỦủ] ban [Nn]hân dân(?!\p{L})/gu, () => 'UBND'],
  ['tone placed otherwise', /hóa(?!\p{L})/gu, () => 'hoá'],
  [
    'Roman ordinal in digits',
    /(?<=lần thứ )([IVX]{1,5})(?![\p{L}\p{N}])/gu,
    ([roman]) => String(romanValue(roman)),
  ],
  [
    'number spelled out',
    new RegExp(String.raw`(?<![\d.,/-])0?([2-46-9])(?= (?:${counted})(?!\p{L}))`, 'gu'),
    ([, digit]) => ['', '', 'hai', 'ba', 'bốn', '', 'sáu', 'bảy', 'tám', 'chín'][Number(digit)] ?? null,
  ],
];

const romanDigits: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };
function romanValue(roman: string): number {
  const values = [...roman].map((letter) => romanDigits[letter] ?? 0);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}

/** Up to `each` changes of every kind that `text` has a place for. */
export function mutationsOf(text: string, random: Random, each = 2): Changed[] {
  return apply(changes, text, random, each);
}

/** `text` with one fact spelled another way, once for every kind that it has a place for. */
export const retypingsOf = (text: string, random: Random): Changed[] => apply(retypings, text, random, 1);

function apply(list: readonly Change[], text: string, random: Random, each: number): Changed[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return list.flatMap(([kind, pattern, replace]) => {
    const places = [...text.matchAll(pattern)];
    const changed = new Set<string>();
    for (let tried = 0; tried < each && places.length > 0; tried++) {
      const [match] = places.splice(Math.floor(random() * places.length), 1) as [RegExpExecArray];
      const replaced = replace(match, pick);
      if (replaced === null || replaced === match[0]) continue;
      changed.add(text.slice(0, match.index) + replaced + text.slice(match.index + match[0].length));
    }
    return [...changed].map((one) => ({ kind, text: one }));
  });
}
