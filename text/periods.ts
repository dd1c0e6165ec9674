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
  rule(
    `(?:tu\\s+)?dau\\s+nam(?:\\s+(?:nay|${year}))?\\s+(?:den|toi)\\s+(?:nay|hien nay|hom nay)`,
    (m, today) => {
      const from = first(m[1] === undefined ? dateParts(today).year : Number(m[1]), 1);
      return from > today ? null : range(from, today);
    },
  ),
  rule(`(?:nhiem ky|nk|giai doan|khoa)\\s+${year}\\s*[-–/]\\s*${year}`, (m) =>
    term(Number(m[1]), Number(m[2])),
  ),
  rule(`${year}\\s*[-–]\\s*${year}`, (m) => term(Number(m[1]), Number(m[2]))),
  rule(
    // "sau tháng 6" is no "sáu tháng", and "6 tháng một lần" no half-year.
    `(?:0?(6|9|3)\\s*(?:thang|t)|(sau|chin|ba)\\s+thang(?=\\s+(?:dau|cuoi|nam)))(?!\\s+(?:mot|1|tuoi|lan)(?![\\p{L}\\p{N}]))(?:\\s+(dau|cuoi))?(?:\\s+nam)?(?:\\s+(nay|ngoai|truoc)|${ofYear})?`,
    months,
  ),
  rule(`(1[01]|[1-9])\\s*thang\\s+dau(?:\\s+nam)?(?:\\s+(nay|ngoai|truoc)|${ofYear})?`, (m, today) => {
    const inYear = yearOf(m[3], m[2], today, 1);
    const until = last(inYear, Number(m[1]));
    return { ...range(first(inYear, 1), until), label: `${m[1]} tháng đầu năm ${inYear}` };
  }),
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
  rule(`t(0?[1-9]|1[0-2])\\s*/\\s*${year}`, (m) => monthOf(Number(m[1]), Number(m[2]))),
  rule(`thang\\s*(0?[1-9]|1[0-2])(?:\\s+(?:nam\\s+)?(nay|ngoai|truoc)|${ofYear})?`, (m, today) => {
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
  rule(`nam\\s+(nay|ngoai|truoc|qua|sau|toi|kia)`, (m, today) => {
    const shift = m[1] === 'kia' ? -2 : m[1] === 'ngoai' ? -1 : shiftOf(m[1]);
    return wholeYear(dateParts(today).year + shift);
  }),
  rule(
    `${year}(?!\\s+(?:dong chi|dang vien|nguoi|dai bieu|chi bo|to chuc|truong hop|ho|luot|dong)(?!\\p{L}))`,
    (m) => wholeYear(Number(m[1])),
  ),
];

/**
 * The first period named in `text`, with or without diacritics: '6 tháng đầu năm 2024', '6T 2024', '9 tháng',
 * 'quý II/2023', 'q2', 'tháng 9/2023', 'năm 2024', 'nhiệm kỳ 2020-2025', 'tháng trước', a single day, or
 * 'từ 1/1/2024 đến 30/6/2024'. A part of a year without its year is the latest one begun by `today`.
 */
export const parsePeriod = (text: string, today: DateOnly): Period | null =>
  findPeriods(text, today)[0] ?? null;

/**
 * Every period named in `text`, in order; see `parsePeriod`. In 'quý 1 và quý 2 năm 2024' the year holds for both,
 * and 'cùng kỳ' is the period named before it, one year earlier or in the year that follows the words.
 */
export function findPeriods(text: string, today: DateOnly): Period[] {
  const clean = cleanText(text);
  const folded = fold(clean);
  const taken = new Uint8Array(folded.length);
  const found: Found[] = [];
  const add = (period: Found): void => {
    const { from, to } = period.span;
    if (taken.subarray(from, to).some(Boolean)) return;
    taken.fill(1, from, to);
    found.push(period);
  };
  for (const period of printedDays(clean, folded, today)) add(period);
  for (const { regex, read } of [samePeriod, ...rules])
    for (const match of folded.matchAll(regex)) {
      const span = { from: match.index, to: match.index + match[0].length };
      const period = read(match, today);
      if (period !== null) add({ ...period, span, reread: (day) => read(match, day) });
    }
  if (found.length === 0) {
    const typed = parseDate(clean, today, { prefer: 'past' });
    if (typed !== null) add({ ...oneDay(typed.date), span: { from: typed.from, to: typed.to } });
  }
  found.sort((a, b) => a.span.from - b.span.from);
  return inContext(found, folded);
}

interface Found extends Period {
  /** Reads the same words as if it were `today`; absent for days. */
  reread?(today: DateOnly): Omit<Period, 'span'> | null;
}

const hasYear = /\d{4}/u;
const connective = /^\s*(?:,|va|voi|den|so voi|hay|hoac|-)\s*$/u;

/** Stands in for 'cùng kỳ' until the period before it is known. */
const samePeriod: Rule = rule(`cung\\s+ky(?:\\s+nam)?(?:\\s+(?:truoc|ngoai|${year}))?`, (m, today) => ({
  ...wholeYear(m[1] === undefined ? dateParts(today).year - 1 : Number(m[1])),
  label: 'cùng kỳ',
}));

function inContext(found: readonly Found[], folded: string): Period[] {
  const done: Period[] = [];
  for (const [i, { reread, ...period }] of found.entries()) {
    const previous = done.at(-1);
    const next = found[i + 1];
    const written = folded.slice(period.span.from, period.span.to);
    if (period.label === 'cùng kỳ') {
      const years =
        previous === undefined
          ? 0
          : Number(hasYear.exec(written)?.[0] ?? dateParts(previous.from).year - 1) -
            dateParts(previous.from).year;
      if (previous !== undefined) done.push({ ...shifted(previous, years), span: period.span });
      continue;
    }
    const isOpen =
      reread !== undefined && !hasYear.test(written) && !/(?:nay|truoc|ngoai|qua|sau|toi)$/u.test(written);
    const nextWritten = next === undefined ? '' : folded.slice(next.span.from, next.span.to);
    const isListed =
      isOpen &&
      next !== undefined &&
      hasYear.test(nextWritten) &&
      next.kind !== 'day' &&
      next.kind !== 'term';
    if (isListed && connective.test(folded.slice(period.span.to, next.span.from))) {
      const there = reread(next.to);
      if (there !== null) {
        done.push({ ...there, span: period.span });
        continue;
      }
    }
    done.push(period);
  }
  return done;
}

/** The same part of another year. */
function shifted(period: Period, years: number): Omit<Period, 'span'> {
  const from = addMonths(period.from, 12 * years);
  // The last day of a month stays the last day, also of February.
  const to = addDays(addMonths(addDays(period.to, 1), 12 * years), -1);
  const label =
    period.kind === 'day'
      ? oneDay(from).label
      : period.kind === 'range' || period.kind === 'week'
        ? range(from, to).label
        : period.label.replace(/\d{4}/gu, (digits) => String(Number(digits) + years));
  return { kind: period.kind, from, to, label };
}

const oneDay = (date: DateOnly): Omit<Period, 'span'> => ({
  kind: 'day',
  from: date,
  to: date,
  label: `ngày ${formatDate(date)}`,
});

const range = (from: DateOnly, to: DateOnly): Omit<Period, 'span'> => ({
  kind: 'range',
  from,
  to,
  label: `từ ${formatDate(from)} đến ${formatDate(to)}`,
});

const between = /^\s*(?:den|-|–)\s*(?:het\s+)?(?:ngay\s+)?$/u;

/** Single days, and two days joined by 'đến' as one range. */
function printedDays(clean: string, folded: string, today: DateOnly): Period[] {
  const days = findDates(clean, { today }).flatMap(({ date, from, to }) =>
    date === null ? [] : [{ date, from, to }],
  );
  const found: Period[] = [];
  for (let i = 0; i < days.length; i++) {
    const day = days[i];
    const next = days[i + 1];
    if (day === undefined) continue;
    const isRange =
      next !== undefined &&
      next.date >= day.date &&
      (between.test(folded.slice(day.to, next.from)) ||
        (next.from === day.from && /den|-|–/u.test(folded.slice(day.from, day.to))));
    if (isRange) {
      found.push({ ...range(day.date, next.date), span: { from: day.from, to: next.to } });
      i++;
    } else found.push({ ...oneDay(day.date), span: { from: day.from, to: day.to } });
  }
  return found;
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
