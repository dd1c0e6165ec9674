import type { DateOnly } from '../core/clock.ts';
import { addDays, addMonths, dateParts, daysBetween, daysInMonth, makeDate, weekdayOf } from './calendar.ts';
import { cleanText, fold } from './normalise.ts';

/*
 * Calendar days as Vietnamese offices write and cadres type them. All patterns run on folded text, so that
 * 'ngay 5 thang 8' and 'ngày 05 tháng 8' are one; all offsets are into `cleanText(text)`.
 */

export interface DateMention {
  /** Null where no year is printed and none was given to complete it. */
  date: DateOnly | null;
  day: number;
  month: number;
  /** The printed year; null where the text has none, even if `date` was completed. */
  year: number | null;
  from: number;
  to: number;
}

const notInNumber = String.raw`(?<![\p{L}\p{N}/.,-])`;
const numberEnd = String.raw`(?![\p{L}\p{N}]|[/.,-]\d)`;
const dd = String.raw`(\d{1,2})`;
const yyyy = String.raw`(\d{4})`;
const dayWord = String.raw`(?:ngay|mung|mong)`;
/** Words before a day that make even a bare '30/4' one. */
const occasion = String.raw`(?<!\p{L})(?:ngay|mung|mong|sang|trua|chieu|toi|dip|le|chien thang)\s+`;
/** What makes the same digits a ratio or a range. */
const notCounted = String.raw`(?!\s*(?:%|tuoi|lan|dong chi|d/c|dang vien|nguoi|uy vien|dai bieu|chi bo|to chuc|phieu|h\d|h(?!\p{L})|gio))`;
const and = String.raw`\s*(?:va|den|-|–|,)\s*(?:ngay\s+)?`;

/** 'lần thứ 5, ngày 05/8': the first number counts something else. */
const notNumbered = String.raw`(?<!(?:thang|thu|so|lan|phien|ky|khoa|tang|dieu|khoan|muc|quy)\s+)`;

interface Pattern {
  regex: RegExp;
  read(groups: readonly (string | undefined)[]): { day: number; month: number; year: number | null }[];
}

const n = (digits: string | undefined): number => Number(digits);

/** Most specific first; each consumes its text. Both days of "22 và 23/7/2020" come from one pattern. */
const patterns: readonly Pattern[] = [
  {
    regex: new RegExp(`${notInNumber}${yyyy}-(\\d{2})-(\\d{2})${numberEnd}`, 'gu'),
    read: (g) => [{ year: n(g[1]), month: n(g[2]), day: n(g[3]) }],
  },
  {
    regex: new RegExp(
      `${notInNumber}${notNumbered}${dd}${and}${dd}\\s*/\\s*${dd}\\s*/\\s*${yyyy}${numberEnd}`,
      'gu',
    ),
    read: (g) => pair(g[1], g[2], g[3], g[4]),
  },
  {
    regex: new RegExp(
      `${notInNumber}(?:ngay\\s+|${notNumbered})${dd}${and}${dd}\\s+thang\\s+${dd}\\s*,?\\s*(?:nam\\s+|/\\s*)?${yyyy}${numberEnd}`,
      'gu',
    ),
    read: (g) => pair(g[1], g[2], g[3], g[4]),
  },
  {
    regex: new RegExp(`${notInNumber}${dd}\\s*([/.-])\\s*${dd}\\s*\\2\\s*${yyyy}${numberEnd}`, 'gu'),
    read: (g) => [{ day: n(g[1]), month: n(g[3]), year: n(g[4]) }],
  },
  {
    regex: new RegExp(
      `${notInNumber}(?:${dayWord}\\s+)*${dd}\\s+thang\\s+${dd}\\s*,?\\s*(?:nam\\s+|/\\s*|-\\s*)?${yyyy}${numberEnd}`,
      'gu',
    ),
    read: (g) => [{ day: n(g[1]), month: n(g[2]), year: n(g[3]) }],
  },
  {
    regex: new RegExp(`${notInNumber}${dd}([/-])${dd}\\2(\\d{2})${numberEnd}`, 'gu'),
    read: (g) => [{ day: n(g[1]), month: n(g[3]), year: 2000 + n(g[4]) }],
  },
  {
    regex: new RegExp(
      `(?:${dayWord}\\s+|(?<=${occasion}))${dd}\\s+thang\\s+${dd}(?!\\s*/?\\s*\\d)${numberEnd}(?!\\s+lan)`,
      'gu',
    ),
    read: (g) => [{ day: n(g[1]), month: n(g[2]), year: null }],
  },
  {
    // A bare day/month is a ratio ("7/11 đồng chí") unless a word before it makes it a day.
    regex: new RegExp(
      `(?<=${occasion})${dd}(?:\\s*/\\s*|-)${dd}${numberEnd}${notCounted}|(?<=(?<!\\p{L})(?:han|den|tu|truoc|sau)\\s+)${dd}/${dd}${numberEnd}${notCounted}`,
      'gu',
    ),
    read: (g) => [{ day: n(g[1] ?? g[3]), month: n(g[2] ?? g[4]), year: null }],
  },
];

function pair(first?: string, second?: string, month?: string, year?: string): ReturnType<Pattern['read']> {
  return [first, second].map((day) => ({ day: n(day), month: n(month), year: n(year) }));
}

/**
 * Every calendar day printed in `text`, in order. A day without a year is completed to the year that puts it
 * nearest to `dateline` (the place-and-date line of a document) or, failing that, to `today`. Days that no calendar
 * has are skipped. Months, quarters and years are periods: `findPeriods`.
 */
export function findDates(
  text: string,
  options: { today?: DateOnly; dateline?: DateOnly } = {},
): DateMention[] {
  const folded = fold(cleanText(text));
  const reference = options.dateline ?? options.today;
  const taken = new Uint8Array(folded.length);
  const found: DateMention[] = [];
  for (const { regex, read } of patterns) {
    for (const match of folded.matchAll(regex)) {
      const from = match.index;
      const to = from + match[0].length;
      if (taken.subarray(from, to).some(Boolean)) continue;
      const days = read(match);
      if (!days.every(isPossible)) continue;
      taken.fill(1, from, to);
      for (const { day, month, year } of days) {
        const date =
          year !== null
            ? makeDate(year, month, day)
            : reference === undefined
              ? null
              : nearestYear(reference, month, day);
        found.push({ date, day, month, year, from, to });
      }
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

const isPossible = (p: { day: number; month: number; year: number | null }): boolean =>
  makeDate(p.year ?? 2024, p.month, p.day) !== null;

/** The day/month in the year that puts it nearest to `reference`. */
function nearestYear(reference: DateOnly, month: number, day: number): DateOnly | null {
  const { year } = dateParts(reference);
  return nearest(
    reference,
    [year - 1, year, year + 1].map((y) => makeDate(y, month, day)),
  );
}

function nearest(reference: DateOnly, candidates: readonly (DateOnly | null)[]): DateOnly | null {
  let best: DateOnly | null = null;
  for (const candidate of candidates) {
    if (candidate === null) continue;
    if (best === null || Math.abs(daysBetween(reference, candidate)) < Math.abs(daysBetween(reference, best)))
      best = candidate;
  }
  return best;
}

export interface TypedDate {
  date: DateOnly;
  from: number;
  to: number;
}

/** Picks among the days that an incomplete date may mean. */
type Choose = (candidates: readonly (DateOnly | null)[]) => DateOnly | null;

/**
 * The first day named in what a person typed: '5/8/2026', '5-8', 'ngày 05 tháng 8 năm 2026', 'hôm nay', 'ngày mai',
 * 'thứ sáu tuần trước', 'mùng 3', 'cuối tháng 8', also without diacritics. What the text leaves open is completed to
 * the day nearest to `today`, or with `prefer` to the nearest one not before ('future', for deadlines) or not after
 * ('past') it.
 */
export function parseDate(
  text: string,
  today: DateOnly,
  options: { prefer?: 'nearest' | 'past' | 'future' } = {},
): TypedDate | null {
  const clean = cleanText(text);
  const folded = fold(clean);
  const isWanted = (date: DateOnly | null): boolean =>
    date !== null &&
    (options.prefer === 'future' ? date >= today : options.prefer === 'past' ? date <= today : true);
  const choose: Choose = (candidates) => nearest(today, candidates.filter(isWanted));
  const typed = [
    ...printedDays(clean, folded, today, choose),
    ...relativeDayMentions(folded, today),
    ...weekdays(clean, folded, today, choose),
    ...daysOfMonth(folded, today, choose),
    ...endsOfPeriods(folded, today, choose),
  ];
  // Two readings may begin at one place ("ngày 5" of "ngày 5 tháng 8"): the longer one is the date.
  typed.sort((a, b) => a.from - b.from || b.to - a.to);
  return typed[0] ?? null;
}

function mentions(
  folded: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => DateOnly | null,
): TypedDate[] {
  return [...folded.matchAll(pattern)].flatMap((match) => {
    const date = read(match);
    return date === null ? [] : [{ date, from: match.index, to: match.index + match[0].length }];
  });
}

const thisYearAndNext = (today: DateOnly, month: number, day: number): (DateOnly | null)[] =>
  [-1, 0, 1].map((k) => makeDate(dateParts(today).year + k, month, day));

const bareDayMonth = new RegExp(
  `${notInNumber}(?:ngay\\s+)?${dd}(?:\\s*[/-]\\s*|\\s+thang\\s+)${dd}${numberEnd}(?!\\s*[/-]\\s*\\d{4})${notCounted}`,
  'gu',
);

function printedDays(clean: string, folded: string, today: DateOnly, choose: Choose): TypedDate[] {
  const found = findDates(clean).flatMap(({ date, day, month, from, to }) => {
    const complete = date ?? choose(thisYearAndNext(today, month, day));
    return complete === null ? [] : [{ date: complete, from, to }];
  });
  return found.concat(
    mentions(folded, bareDayMonth, (m) => choose(thisYearAndNext(today, n(m[2]), n(m[1])))),
  );
}

const relativeDays: Readonly<Record<string, number>> = {
  'hom nay': 0,
  'sang nay': 0,
  'trua nay': 0,
  'chieu nay': 0,
  'toi nay': 0,
  'dem nay': 0,
  'som nay': 0,
  'hom qua': -1,
  'sang qua': -1,
  'trua qua': -1,
  'chieu qua': -1,
  'toi qua': -1,
  'dem qua': -1,
  'hom kia': -2,
  'ngay mai': 1,
  'sang mai': 1,
  'trua mai': 1,
  'chieu mai': 1,
  'toi mai': 1,
  'ngay kia': 2,
};
const relativeDay = new RegExp(
  `(?<![\\p{L}\\p{N}])(${Object.keys(relativeDays).join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
);

const relativeDayMentions = (folded: string, today: DateOnly): TypedDate[] =>
  mentions(folded, relativeDay, (match) => addDays(today, relativeDays[match[1] ?? ''] ?? 0));

const weekdayNumbers: Readonly<Record<string, number>> = {
  ...{ hai: 1, ba: 2, tu: 3, nam: 4, sau: 5, bay: 6 },
  ...{ '2': 1, '3': 2, '4': 3, '5': 4, '6': 5, '7': 6 },
};
const weekday =
  /(?<![\p{L}\p{N}]|lan\s|(?<!thuong\s|dinh\s)ky\s|phien\s|hang\s)(?:thu\s+(hai|ba|tu|nam|sau|bay|[2-7])|chu\s+nhat)(?:\s+tuan\s+(truoc|qua|roi|nay|sau|toi))?(?![\p{L}\p{N}])/gu;

function weekdays(clean: string, folded: string, today: DateOnly, choose: Choose): TypedDate[] {
  return mentions(folded, weekday, (match) => {
    // "thư tư", "thu ba" in accented text are other words; typed without diacritics they are weekdays.
    if (match[1] !== undefined && !/^th[ứu]\s/iu.test(clean.slice(match.index))) return null;
    const number = match[1] === undefined ? 7 : (weekdayNumbers[match[1]] ?? 7);
    const inThisWeek = addDays(today, number - weekdayOf(today));
    const week = match[2];
    if (week === undefined) return choose([-7, 0, 7].map((days) => addDays(inThisWeek, days)));
    return addDays(inThisWeek, 7 * shiftOf(week));
  });
}

/** 'này' is 0; 'trước', 'qua', 'rồi' are -1; 'sau', 'tới' are 1. */
const shiftOf = (word: string | undefined): number =>
  word === undefined || word === 'nay' ? 0 : word === 'sau' || word === 'toi' ? 1 : -1;

const dayOfMonth = new RegExp(
  `(?<![\\p{L}\\p{N}])${dayWord}\\s+${dd}(?![\\p{L}\\p{N}]|\\s*[/-]\\s*\\d|\\.\\d|\\s+thang\\s+\\d)(?:\\s+thang\\s+(nay|truoc|qua|sau|toi))?`,
  'gu',
);

function daysOfMonth(folded: string, today: DateOnly, choose: Choose): TypedDate[] {
  return mentions(folded, dayOfMonth, (match) => {
    const inMonth = (months: number): DateOnly | null => {
      const { year, month } = dateParts(addMonths(`${today.slice(0, 8)}01`, months));
      return makeDate(year, month, n(match[1]));
    };
    return match[2] === undefined ? choose([-1, 0, 1].map(inMonth)) : inMonth(shiftOf(match[2]));
  });
}

/** "cuối tháng 8", "hết tháng này", "trong tháng 9/2026", "cuối năm", "hết tuần sau": the last day of it. */
const endOf =
  /(?<![\p{L}\p{N}])(?:cuoi|het|trong)\s+(?:thang\s+(?:(\d{1,2})(?:\s*(?:[/-]|nam)\s*(\d{4}))?|(nay|sau|toi))|nam(?:\s+(?:(\d{4})|(nay|sau|toi)))?|tuan(?:\s+(nay|sau|toi))?|thang)(?![\p{L}\p{N}])/gu;

function endsOfPeriods(folded: string, today: DateOnly, choose: Choose): TypedDate[] {
  const lastOfMonth = (year: number, month: number): DateOnly | null =>
    makeDate(year, month, 1) === null ? null : makeDate(year, month, daysInMonth(year, month));
  return mentions(folded, endOf, (match) => {
    const [text, month, ofYear, thatMonth, year, thatYear, thatWeek] = match;
    const now = dateParts(today);
    if (/\stuan/u.test(text)) return addDays(today, 7 - weekdayOf(today) + 7 * shiftOf(thatWeek));
    if (/\snam(?!\s+\d{4}$)/u.test(text) && month === undefined)
      return makeDate(now.year + shiftOf(thatYear), 12, 31);
    if (year !== undefined) return makeDate(n(year), 12, 31);
    if (month === undefined) {
      const shifted = dateParts(addMonths(today, shiftOf(thatMonth)));
      return lastOfMonth(shifted.year, shifted.month);
    }
    if (ofYear !== undefined) return lastOfMonth(n(ofYear), n(month));
    return choose([-1, 0, 1].map((k) => lastOfMonth(now.year + k, n(month))));
  });
}

const issueDateLead = /^\s*[,;(]?\s*(?:(?:ban hanh|ky|de)\s+)?(?:ngay\s+)?(?=\d)/u;

/** "749/QĐ-TTg của Thủ tướng Chính phủ ngày 20/4/2024": a body between, but no clause with a date of its own. */
const issuerThenDate =
  /^\s*,?\s*cua\s+(?:ban|bo|chinh phu|thu tuong|quoc hoi|uy ban|hoi dong|tinh uy|thanh uy|huyen uy|dang uy|trung uong|van phong|so)(?:\s(?!(?:da|duoc|ve|hop|trong|tu|den|tai|dien|va)\s)\p{L}+){0,9},?\s+ngay\s+(?=\d)/u;

/**
 * The full date that begins right at `at` in `clean` (from `cleanText`), after at most a comma or bracket, "ngày",
 * or "của" and a body: how an issue date follows a document symbol. Null where there is none or its year is missing.
 */
export function dateAt(clean: string, at: number): DateOnly | null {
  const rest = clean.slice(at, at + 140);
  const folded = fold(rest);
  const lead = (issueDateLead.exec(folded) ?? issuerThenDate.exec(folded))?.[0];
  if (lead === undefined || lead === '') return null;
  const first = findDates(rest).find((date) => date.to > lead.length);
  return first !== undefined && first.from <= lead.length ? first.date : null;
}
