import type { DateOnly } from '../core/clock.ts';
import { addDays, addMonths, dateParts, daysInMonth, formatDate, makeDate, weekdayOf } from './calendar.ts';
import { findDates, parseDate } from './days.ts';
import { cleanText, fold } from './normalise.ts';

export type PeriodKind =
  'day' | 'week' | 'month' | 'quarter' | 'half' | 'nine-months' | 'year' | 'term' | 'range';

export interface Period {
  kind: PeriodKind;
  /** First and last day, both inside. A term runs from the first day of its first year to the last of its last. */
  from: DateOnly;
  to: DateOnly;
  /** The period in official words: '6 tháng đầu năm 2024', 'quý 2 năm 2023', 'nhiệm kỳ 2020 - 2025'. */
  label: string;
  /** Where it stands in `cleanText(text)`. */
  span: { from: number; to: number };
}

interface Rule {
  regex: RegExp;
  read(match: RegExpMatchArray, today: DateOnly): Omit<Period, 'span'> | null;
}

const start = String.raw`(?<![\p{L}\p{N}/.,-])`;
const end = String.raw`(?![\p{L}\p{N}]|[/.,-]\d)`;
const year = String.raw`((?:19|20)\d{2})`;
const ofYear = String.raw`\s*(?:,?\s*(?:nam|trong nam|cua nam)\s+|/\s*|-\s*|,\s*|\s+)${year}`;
const rule = (source: string, read: Rule['read']): Rule => ({
  regex: new RegExp(start + source + end, 'gu'),
  read,
});

/** Most specific first; each consumes its text. */
const rules: readonly Rule[] = [
  rule(`(?:nhiem ky|nk|giai doan|khoa)\\s+${year}\\s*[-–/]\\s*${year}`, (m) =>
    term(Number(m[1]), Number(m[2])),
  ),
  rule(`${year}\\s*[-–]\\s*${year}`, (m) => term(Number(m[1]), Number(m[2]))),
  rule(
    `(?:0?(6|9|3)|(sau|chin|ba))\\s*(?:thang|t)(?:\\s+(dau|cuoi))?(?:\\s+nam)?(?:\\s+(nay|ngoai|truoc)|${ofYear})?`,
    months,
  ),
  rule(`(?:nua\\s+)(dau|cuoi)\\s+nam(?:\\s+(nay|ngoai|truoc)|\\s*${year})?`, (m, today) =>
    half(m[1] === 'cuoi', yearOf(m[3], m[2], today, m[1] === 'cuoi' ? 7 : 1)),
  ),
  rule(`(?:quy|q)\\s*(iv|i{1,3}|[1-4])(?:\\s+(?:nam\\s+)?(nay|ngoai|truoc)|${ofYear})?`, (m, today) => {
    const quarter = quarterNumbers[m[1] ?? ''] ?? Number(m[1]);
    return quarterOf(quarter, yearOf(m[3], m[2], today, quarter * 3 - 2));
  }),
  rule(`quy\\s+(nay|truoc|sau|toi)`, (m, today) => {
    const shifted = dateParts(addMonths(today, 3 * shiftOf(m[1])));
    return quarterOf(Math.ceil(shifted.month / 3), shifted.year);
  }),
  rule(`(?:thang\\s*|t)(0?[1-9]|1[0-2])(?:\\s+(?:nam\\s+)?(nay|ngoai|truoc)|${ofYear})?`, (m, today) => {
    const month = Number(m[1]);
    return monthOf(month, yearOf(m[3], m[2], today, month));
  }),
  rule(`(0?[1-9]|1[0-2])\\s*[/-]\\s*${year}`, (m) => monthOf(Number(m[1]), Number(m[2]))),
  rule(`thang\\s+(nay|truoc|qua|sau|toi)`, (m, today) => {
    const shifted = dateParts(addMonths(today, shiftOf(m[1])));
    return monthOf(shifted.month, shifted.year);
  }),
  rule(`tuan\\s+(nay|truoc|qua|sau|toi)`, (m, today) => {
    const from = addDays(today, 1 - weekdayOf(today) + 7 * shiftOf(m[1]));
    const to = addDays(from, 6);
    return { kind: 'week', from, to, label: `tuần từ ${formatDate(from)} đến ${formatDate(to)}` };
  }),
  rule(`nam\\s+${year}`, (m) => wholeYear(Number(m[1]))),
  rule(`nam\\s+(nay|ngoai|truoc|qua|sau|toi)`, (m, today) => {
    const shift = m[1] === 'ngoai' ? -1 : shiftOf(m[1]);
    return wholeYear(dateParts(today).year + shift);
  }),
  rule(year, (m) => wholeYear(Number(m[1]))),
];

/**
 * The first period named in `text`, with or without diacritics: '6 tháng đầu năm 2024', '6T 2024', '9 tháng',
 * 'quý II/2023', 'q2', 'tháng 9/2023', 'năm 2024', 'nhiệm kỳ 2020-2025', 'tháng trước', a single day, or
 * 'từ 1/1/2024 đến 30/6/2024'. A part of a year without its year is the latest one begun by `today`.
 */
export const parsePeriod = (text: string, today: DateOnly): Period | null =>
  findPeriods(text, today)[0] ?? null;

/** Every period named in `text`, in order; see `parsePeriod`. */
export function findPeriods(text: string, today: DateOnly): Period[] {
  const folded = fold(cleanText(text));
  const taken = new Uint8Array(folded.length);
  const found: Period[] = [];
  const add = (period: Omit<Period, 'span'>, from: number, to: number): void => {
    if (taken.subarray(from, to).some(Boolean)) return;
    taken.fill(1, from, to);
    found.push({ ...period, span: { from, to } });
  };
  const days = findDates(text, { today });
  for (const [i, day] of days.entries()) {
    const next = days[i + 1];
    if (day.date === null) continue;
    if (
      next?.date != null &&
      next.date >= day.date &&
      /^\s*(?:den|-|–)\s*(?:het\s+)?(?:ngay\s+)?$/u.test(folded.slice(day.to, next.from))
    )
      add(
        {
          kind: 'range',
          from: day.date,
          to: next.date,
          label: `từ ${formatDate(day.date)} đến ${formatDate(next.date)}`,
        },
        day.from,
        next.to,
      );
    else
      add(
        { kind: 'day', from: day.date, to: day.date, label: `ngày ${formatDate(day.date)}` },
        day.from,
        day.to,
      );
  }
  for (const { regex, read } of rules)
    for (const match of folded.matchAll(regex)) {
      const period = read(match, today);
      if (period !== null) add(period, match.index, match.index + match[0].length);
    }
  if (found.length === 0) {
    const typed = parseDate(text, today, { prefer: 'past' });
    if (typed !== null)
      add(
        { kind: 'day', from: typed.date, to: typed.date, label: `ngày ${formatDate(typed.date)}` },
        typed.from,
        typed.to,
      );
  }
  return found.sort((a, b) => a.span.from - b.span.from);
}

const quarterNumbers: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4 };

const shiftOf = (word: string | undefined): number =>
  word === 'nay' ? 0 : word === 'sau' || word === 'toi' ? 1 : -1;

/** The printed year, the year a word names, or the latest year whose `firstMonth` has begun by `today`. */
function yearOf(
  printed: string | undefined,
  word: string | undefined,
  today: DateOnly,
  firstMonth: number,
): number {
  if (printed !== undefined) return Number(printed);
  const now = dateParts(today);
  if (word === 'nay') return now.year;
  if (word === 'ngoai' || word === 'truoc') return now.year - 1;
  return now.month >= firstMonth ? now.year : now.year - 1;
}

function months(m: RegExpMatchArray, today: DateOnly): Omit<Period, 'span'> | null {
  const count = Number(m[1] ?? { sau: 6, chin: 9, ba: 3 }[m[2] ?? '']);
  const isLast = m[3] === 'cuoi';
  const inYear = yearOf(m[5], m[4], today, isLast ? 13 - count : 1);
  if (count === 6) return half(isLast, inYear);
  if (count === 3)
    return {
      ...quarterOf(isLast ? 4 : 1, inYear),
      label: `3 tháng ${isLast ? 'cuối' : 'đầu'} năm ${inYear}`,
    };
  if (isLast) return null;
  return {
    kind: 'nine-months',
    from: first(inYear, 1),
    to: last(inYear, 9),
    label: `9 tháng đầu năm ${inYear}`,
  };
}

const half = (isLast: boolean, y: number): Omit<Period, 'span'> => ({
  kind: 'half',
  from: first(y, isLast ? 7 : 1),
  to: last(y, isLast ? 12 : 6),
  label: `6 tháng ${isLast ? 'cuối' : 'đầu'} năm ${y}`,
});

const quarterOf = (quarter: number, y: number): Omit<Period, 'span'> => ({
  kind: 'quarter',
  from: first(y, quarter * 3 - 2),
  to: last(y, quarter * 3),
  label: `quý ${quarter} năm ${y}`,
});

const monthOf = (month: number, y: number): Omit<Period, 'span'> => ({
  kind: 'month',
  from: first(y, month),
  to: last(y, month),
  label: `tháng ${month} năm ${y}`,
});

const wholeYear = (y: number): Omit<Period, 'span'> => ({
  kind: 'year',
  from: first(y, 1),
  to: last(y, 12),
  label: `năm ${y}`,
});

const term = (y: number, until: number): Omit<Period, 'span'> | null =>
  until <= y
    ? null
    : { kind: 'term', from: first(y, 1), to: last(until, 12), label: `nhiệm kỳ ${y} - ${until}` };

const first = (y: number, month: number): DateOnly => makeDate(y, month, 1) ?? '';
const last = (y: number, month: number): DateOnly => makeDate(y, month, daysInMonth(y, month)) ?? '';
