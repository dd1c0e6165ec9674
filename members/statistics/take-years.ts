import { words } from './phrase-reader.ts';
import type { PhraseReader } from './phrase-reader.ts';
import type { StatisticsFilter } from './statistics-query.ts';

/*
 * Years of age or of party age in a typed line, the unit behind the number or the field before it: 'từ 31 đến 35 tuổi',
 * 'trên 40 năm tuổi Đảng', 'tuổi từ 36 đến 40', 'tuổi đảng dưới 10 năm'.
 */

interface Field {
  number: string;
  /** Behind the number. */
  unit: string;
  /** Before the number, for the other order. */
  before: string;
  /** What may follow the number in that order. */
  after: string;
}

const fields: Readonly<Record<'age' | 'seniority', Field>> = {
  age: {
    number: '(\\d{2})',
    unit: 'tuoi(?: doi)?(?! dang(?! vien| bo| uy))',
    before: '(?:trong |thuoc )?(?:do |nhom |lua |khoang )?tuoi(?: doi)?',
    after: '(?: tuoi(?: doi)?(?! dang(?! vien| bo| uy)))?(?! nam)',
  },
  seniority: {
    number: '(\\d{1,2})',
    unit: '(?:nam )?(?:tuoi dang|vao dang|trong dang|o trong dang|dung trong dang)(?! vien| bo| uy)|nam tham nien',
    before: '(?:co )?(?:do )?(?:tuoi dang|tham nien(?: dang)?|vao dang|dung trong dang)(?: duoc| da)?',
    after: '(?: nam)(?: tuoi dang)?',
  },
};

const under = '(?:duoi|chua den|chua toi|chua du|chua tron|chua day|nho hon|it hon|kem hon|be hon|tre hon)';
const upTo = '(?:khong qua|khong hon|khong tren|chua qua|chua vuot|toi da|nhieu nhat|den|cao nhat)';
const least = '(?:it nhat|toi thieu|khong duoi|khong it hon|tu)';
const over = '(?:tren|hon|qua|ngoai|lon hon|nhieu hon|cao hon|gia hon|vuot)';
const upwards = '(?:tro len|tro nen|do len)';
const downwards = '(?:tro xuong|do xuong|tro lai)';
const to = ' ?(?:den|toi|-|–|—) ?';
const sign = '(?: ?(?:>=|<=|>|<|≥|≤) ?)';

type Years = NonNullable<StatisticsFilter['age']>;
const most = 150;

/** Takes years out of the line; null where none are named. Completed years, both inside. */
export function takeYears(reader: PhraseReader, of: 'age' | 'seniority'): Years | null {
  const { number: n, unit, before, after } = fields[of];
  const has = '(?:co )?(?:du |tron )?(?:do tuoi )?';
  const exclusive = '(duoi |chua den |chua toi |truoc )?';
  const patterns: readonly [string, (match: RegExpExecArray) => Years][] = [
    [
      `${has}(?:tu )?(?:du )?${n} ?(?:(?:${unit}) )?${to}${exclusive}${n} (?:${unit})`,
      (m) => between(m[1], m[3], m[2]),
    ],
    [
      `${before} ?:? ?(?:tu )?(?:du )?${n}(?: tuoi| nam)?${to}${exclusive}${n}${after}`,
      (m) => between(m[1], m[3], m[2]),
    ],
    [`${has}(?:tu )?(?:du )?${n} (?:${unit}) ${downwards}`, (m) => ({ from: 0, to: Number(m[1]) })],
    [`${has}(?:tu )?(?:du )?${n} (?:${unit}) ${upwards}`, (m) => ({ from: Number(m[1]), to: most })],
    [`${before} ?(?:tu )?(?:du )?${n}${after} (${upwards}|${downwards})`, bordered],
    ...(['unit', 'before'] as const).flatMap((order): [string, (match: RegExpExecArray) => Years][] => {
      // 'dưới 30' alone is of age.
      // Years of what, 'dưới 50 năm' does not say.
      const end = of === 'age' ? `(?: (?:${unit})|(?! ?nam(?!\\p{L})))` : ` (?:${unit})`;
      const compared = (words: string): string =>
        order === 'unit' ? `${has}${words} (?:du )?${n}${end}` : `${before} ?${words} (?:du )?${n}${after}`;
      const whole = (words: string): string =>
        order === 'unit'
          ? `${has}${words} (?:du )?${n} (?:${unit})`
          : `${before} ?${words} (?:du )?${n}${after}`;
      return [
        [compared(under), (m) => ({ from: 0, to: Number(m[1]) - 1 })],
        [whole(upTo), (m) => ({ from: 0, to: Number(m[1]) })],
        [whole(least), (m) => ({ from: Number(m[1]), to: most })],
        [compared(over), (m) => ({ from: Number(m[1]) + 1, to: most })],
      ];
    }),
    [`${before}${sign}${n}${after}`, signed],
    [`${has}(?:dung )?${n} (?:${unit})`, (m) => ({ from: Number(m[1]), to: Number(m[1]) })],
    [`${before} ?(?:tu )?(?:du )?${n}${after}`, bordered],
  ];
  for (const [source, read] of patterns) {
    const match = reader.take(words(source));
    if (match) return read(match);
  }
  return null;
}

function between(
  from: string | undefined,
  until: string | undefined,
  isExclusive: string | undefined,
): Years {
  return { from: Number(from), to: Number(until) - (isExclusive === undefined ? 0 : 1) };
}

function bordered(match: RegExpExecArray): Years {
  const years = Number(match[1]);
  const side = match[2] ?? '';
  if (side === '') return { from: years, to: years };
  return /len|nen/u.test(side) ? { from: years, to: most } : { from: 0, to: years };
}

function signed(match: RegExpExecArray): Years {
  const years = Number(match[1]);
  const mark = /[<>≥≤]=?/u.exec(match[0])?.[0] ?? '';
  if (mark === '<') return { from: 0, to: years - 1 };
  if (mark === '<=' || mark === '≤') return { from: 0, to: years };
  return mark === '>' ? { from: years + 1, to: most } : { from: years, to: most };
}
