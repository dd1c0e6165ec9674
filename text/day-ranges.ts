import type { DateOnly } from '../core/clock.ts';
import { addDays, addMonths, dateParts, daysBetween, makeDate, weekdayOf } from './calendar.ts';
import { parseDate } from './days.ts';
import { cleanText, fold } from './normalise.ts';

/*
 * On which day, or from which day to which, something took place, as people type it about a meeting: one day in any of the
 * forms of `parseDate`, '22 và 23/7/2020', '22-23/7', 'từ 30/6 đến 02/7/2020', 'thứ 6 vừa rồi', 'T6 tuần trước',
 * 'tuần trước thứ sáu', 'cách đây 3 ngày'. Digits that look like a day and are none ('31/4', '5/13') are told, not skipped.
 */

/** A day or several, with its place in `cleanText(text)`. */
export interface TypedDays {
  first: DateOnly;
  /** Null: one day. */
  last: DateOnly | null;
  from: number;
  to: number;
  /** A word says that it lies ahead ('mai', 'tuần tới'). */
  isAhead: boolean;
  /** The year was printed, or the words leave no other day open. */
  isCertain: boolean;
}

/** Which of two years a day without one is put into: see `parseDays`. */
export type Lean = 'past' | 'future';

interface Options {
  today: DateOnly;
  /** Default 'past': a day that has been; where the last such day is long gone and the next is near, the next. */
  lean?: Lean;
}

const open = String.raw`(?<![\p{L}\p{N}/.,:-])`;
const close = String.raw`(?![\p{L}\p{N}]|\s?[/.-]\s?\d)`;
const dd = String.raw`(\d{1,2})`;
const yyyy = String.raw`(\d{4})`;
const lead = String.raw`(?:(?:trong\s+)?(?:hai|2|ba|3)\s+ngay\s+|(?:tu\s+)?ngay\s+|tu\s+)?`;
const until = String.raw`\s*(?:va|den|toi|-|–|—|->|&|\+)\s*(?:ngay\s+)?`;

/** Two days of one month: '22 và 23/7/2020', 'ngày 22, 23/7', '22 đến 23 tháng 7 năm 2020'. */
const sameMonth = new RegExp(
  `${open}(?<!(?:thang|thu|so|lan|phien|ky|khoa|tang|quy)\\s+)(${lead})${dd}(${until}|\\s*,\\s*)${dd}(?:\\s*[/.-]\\s*|\\s+thang\\s+)${dd}(?:(?:\\s*[/.-]\\s*|\\s+nam\\s+)${yyyy})?${close}`,
  'gu',
);
/** Two whole days: '30/6 - 02/7/2020', 'từ ngày 30 tháng 6 đến ngày 2 tháng 7 năm 2020'. */
const dayMonth = `${dd}(?:\\s*/\\s*|\\s+thang\\s+)${dd}(?:(?:\\s*/\\s*|\\s+nam\\s+)${yyyy})?`;
const twoDays = new RegExp(`${open}${lead}${dayMonth}${until}${dayMonth}${close}`, 'gu');

const n = (digits: string | undefined): number => Number(digits);
/** A meeting of more days than a congress was meant for something else. */
export const mostDays = 14;

/** The days of a text, the first that is named; null where none is. */
export function parseDays(text: string, { today, lean = 'past' }: Options): TypedDays | null {
  const clean = cleanText(text);
  const folded = fold(clean);
  const found = [
    ...ranges(folded, today, lean),
    ...weekdays(clean, folded, today, lean),
    ...agoAndAhead(clean, folded, today),
    ...single(clean, today, lean),
    ...barely(folded, today, lean),
  ];
  // Of two readings that share letters the longer one is meant: '22 và 23/7' holds '23/7'.
  const best = found.filter(
    (one) => !found.some((other) => other.to - other.from > one.to - one.from && overlap(one, other)),
  );
  return best.sort((a, b) => a.from - b.from)[0] ?? null;
}

const overlap = (a: { from: number; to: number }, b: { from: number; to: number }): boolean =>
  a.from < b.to && b.from < a.to;

/** Digits that were meant for a day and are none, or not one alone: '31/4/2026', '5/13', 'ngày 40'. */
export function unreadableDays(text: string): { from: number; to: number }[] {
  const folded = fold(cleanText(text));
  const pattern =
    /(?<![\p{L}\p{N}/.,:-])(?:ngay\s+)?\d{1,4}(?:\s*[/.-]\s*\d{1,4}){1,2}(?![\p{L}\p{N}]|[/.-]\d)|(?<!\p{L})(?:ngay|mung|hom)\s+\d{1,2}(?:\s+thang\s+\d{1,2})?(?!\p{N})/gu;
  return [...folded.matchAll(pattern)]
    .filter((match) => !/^\d{4}\s*-\s*\d{4}$/u.test(match[0]))
    .map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
    }));
}

/**
 * The year that a day without one falls into. Who writes of a meeting means the last such day of about half a year; one
 * that is near ahead and far behind is left ahead, so that whoever asked can be asked.
 */
function completed(month: number, day: number, today: DateOnly, lean: Lean): DateOnly | null {
  const { year } = dateParts(today);
  const days = [year - 1, year, year + 1].flatMap((each) => makeDate(each, month, day) ?? []);
  const behind = days.filter((date) => date <= today).at(-1) ?? null;
  const ahead = days.find((date) => date >= today) ?? null;
  if (lean === 'future') return ahead ?? behind;
  if (behind === null || ahead === null) return behind ?? ahead;
  const gone = daysBetween(behind, today);
  if (gone <= 183) return behind;
  return dateParts(behind).year === year && daysBetween(today, ahead) > 60 ? behind : ahead;
}

function ranges(folded: string, today: DateOnly, lean: Lean): TypedDays[] {
  const found: TypedDays[] = [];
  const add = (match: RegExpExecArray, first: DateOnly | null, last: DateOnly | null, isCertain: boolean) => {
    if (first === null || last === null) return;
    const length = daysBetween(first, last);
    if (length < 1 || length > mostDays) return;
    found.push({
      first,
      last,
      from: match.index,
      to: match.index + match[0].length,
      isAhead: false,
      isCertain,
    });
  };
  for (const match of folded.matchAll(sameMonth)) {
    const [, before = '', from, between = '', to, month, year] = match;
    // A comma alone joins what stands in a list; 'ngày 22, 23/7' is told to be days.
    if (between.includes(',') && !before.includes('ngay')) continue;
    const last =
      year === undefined ? completed(n(month), n(to), today, lean) : makeDate(n(year), n(month), n(to));
    const first = last && makeDate(dateParts(last).year, n(month), n(from));
    add(match, first, last, year !== undefined);
  }
  for (const match of folded.matchAll(twoDays)) {
    const [, day, month, firstYear, lastDay, lastMonth, year] = match;
    const last =
      year === undefined
        ? completed(n(lastMonth), n(lastDay), today, lean)
        : makeDate(n(year), n(lastMonth), n(lastDay));
    if (last === null) continue;
    const first = makeDate(firstYear === undefined ? dateParts(last).year : n(firstYear), n(month), n(day));
    add(match, first, last, year !== undefined);
  }
  return found;
}

const weekdayNumbers: Readonly<Record<string, number>> = {
  ...{ hai: 1, ba: 2, tu: 3, nam: 4, sau: 5, bay: 6 },
  ...{ '2': 1, '3': 2, '4': 3, '5': 4, '6': 5, '7': 6 },
};
const weekWord = String.raw`(truoc|trc|qua|roi|nay|sau|toi)`;
const weekday = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|lan\s|(?<!thuong\s|dinh\s)ky\s|phien\s|hang\s)(?:(?:trong\s+)?tuan\s+${weekWord}\s*,?\s*)?(?:(?:thu|t)\s*\.?\s*(hai|ba|tu|nam|sau|bay|[2-7])|(chu\s+nhat|cn))(?:\s+(?:tuan\s+(truoc|trc|vua\s+qua|vua\s+roi|qua|roi|nay|sau|toi)|(vua\s+roi|vua\s+qua|qua|roi|truoc|nay|toi)))?(?![\p{L}\p{N}]|\s?/)`,
  'gu',
);

function weekdays(clean: string, folded: string, today: DateOnly, lean: Lean): TypedDays[] {
  const found: TypedDays[] = [];
  for (const match of folded.matchAll(weekday)) {
    const [all, weekBefore, name, sunday, weekAfter, near] = match;
    const written = clean.slice(match.index, match.index + all.length);
    // 'T6' alone is as well June; 'thư tư' in accented text is another word, and so is 'CN' of a company.
    const isShort = !/(?:^|\s)th/iu.test(written) && !/nh/iu.test(written);
    if (isShort && weekBefore === undefined && weekAfter === undefined && near === undefined) continue;
    if (
      name !== undefined &&
      !isShort &&
      !/th[ứu]\s*\.?\s*(?:[hH]ai|[bB]a|[tT][ưu]|[nN][ăa]m|[sS][áa]u|[bB][ảa]y|[2-7])/iu.test(written)
    ) {
      continue;
    }
    const number = sunday === undefined ? (weekdayNumbers[name ?? ''] ?? 7) : 7;
    const inThisWeek = addDays(today, number - weekdayOf(today));
    const week = (weekBefore ?? weekAfter)?.replace(/^vua\s+/u, '');
    let date: DateOnly;
    if (week !== undefined) {
      date = addDays(inThisWeek, week === 'nay' ? 0 : week === 'sau' || week === 'toi' ? 7 : -7);
    } else if (near !== undefined && near !== 'nay') {
      const isToCome = near === 'toi';
      date =
        isToCome === inThisWeek > today && inThisWeek !== today
          ? inThisWeek
          : addDays(inThisWeek, isToCome ? 7 : -7);
    } else if (near === 'nay') {
      date = inThisWeek;
    } else {
      const isToCome = lean === 'future';
      date =
        inThisWeek === today || isToCome === inThisWeek > today
          ? inThisWeek
          : addDays(inThisWeek, isToCome ? 7 : -7);
    }
    found.push({
      first: date,
      last: null,
      from: match.index,
      to: match.index + all.length,
      isAhead:
        week === 'sau' ||
        week === 'toi' ||
        near === 'toi' ||
        ((week === 'nay' || near === 'nay') && date > today),
      isCertain: week !== undefined || near !== undefined,
    });
  }
  return found;
}

const ago =
  /(?<![\p{L}\p{N}])(?:cach day\s+(\d{1,2}|mot|hai|ba|bon|nam)\s+(ngay|hom|bua|tuan)|(\d{1,2}|mot|hai|ba|bon|nam)\s+(ngay|hom|bua|tuan)\s+(?:truoc|trc)(?!\s+(?:khi|ngay|dai hoi)))(?![\p{L}\p{N}])/gu;
const counts: Readonly<Record<string, number>> = { mot: 1, hai: 2, ba: 3, bon: 4, nam: 5 };
/** Words of days that `parseDate` does not know, and those that it knows with more around them. */
const near: readonly (readonly [RegExp, number])[] = [
  [
    /(?<![\p{L}\p{N}])(?:(?:sang|trua|chieu|toi)\s+)?(?:ngay\s+)?(?:hom|bua)\s+(?:nay|ni)(?![\p{L}\p{N}])/gu,
    0,
  ],
  [
    /(?<![\p{L}\p{N}])(?:(?:sang|trua|chieu|toi)\s+)?(?:ngay\s+)?(?:hom|bua)\s+(?:qua|wa)(?![\p{L}\p{N}])/gu,
    -1,
  ],
  [/(?<![\p{L}\p{N}])(?:hqua|h\.qua|hnay)(?![\p{L}\p{N}])/gu, -1],
  [/(?<![\p{L}\p{N}])(?:(?:sang|trua|chieu|toi)\s+)?(?:ngay\s+)?(?:hom|bua)\s+kia(?![\p{L}\p{N}])/gu, -2],
  [
    /(?<![\p{L}\p{N}])(?:(?:sang|trua|chieu|toi)\s+)?(?:ngay\s+mai|ngay\s+mot(?=\s*(?:,|$|luc|\d)))(?![\p{L}\p{N}])/gu,
    1,
  ],
];

/** '28 tháng trước', 'mùng 3 tháng này': a day of a month near by. */
const ofMonth =
  /(?<![\p{L}\p{N}/.,:-]|(?<!\p{L})(?:thu|thang|lan|phien|(?<!thuong |dinh )ky|so|tang|khoa|nghi)\s)(?!(?<=\d\s*(?:h|g|gio)\s+)(?:00|15|30|45)\s)(?:(?:sang|trua|chieu|toi)\s+)?(?:(?:ngay|hom|mung|mong)\s+)*(\d{1,2})\s+thang\s+(nay|truoc|trc|qua|roi|vua\s+roi|vua\s+qua|sau|toi)(?![\p{L}\p{N}])/gu;

/** 'mai 14h', 'mốt 8h', and at the beginning of a line: tomorrow and the day after; elsewhere 'Mai' is a name. */
const tomorrow =
  /(?:^\s*|(?<=[,;]\s*)|(?<![\p{L}\p{N}])(?=\S+\s+(?:luc\s+)?(?:¦|\d{1,2}\s?(?:h|g|gio|:))))(mai|mot)(?=\s*(?:[,;¦]|$|\d|luc\s|hop\s|vao\s|sang\s|chieu\s|toi\s))(?!\s+(?:dong chi|nguoi|thu\s))/gu;

/** Words behind which 'mai' ends somebody's name. */
const someone =
  /(?<!\p{L})(?:chu tri|chu toa|dieu hanh|thu k[yi]|ghi b\S+(?: ban)?|ct|tk|d\/c|dc|dong chi|ba|co|anh|ong|chi(?! bo| uy)|khach moi|truong doan)\s*:?\s+(?:[^\s,;¦]+\s+){0,3}$|(?<!\p{L})(?:thi|van)\s$/u;

function agoAndAhead(clean: string, folded: string, today: DateOnly): TypedDays[] {
  const found: TypedDays[] = [];
  const add = (match: RegExpExecArray, date: DateOnly, isAhead: boolean): void =>
    void found.push({
      first: date,
      last: null,
      from: match.index,
      to: match.index + match[0].length,
      isAhead,
      isCertain: true,
    });
  for (const match of folded.matchAll(ago)) {
    const count = match[1] ?? match[3] ?? '';
    const days = (counts[count] ?? n(count)) * ((match[2] ?? match[4]) === 'tuan' ? 7 : 1);
    if (days > 0 && days <= 60) add(match, addDays(today, -days), false);
  }
  for (const match of folded.matchAll(ofMonth)) {
    const shift = /nay$/u.test(match[2] ?? '') ? 0 : /^(?:sau|toi)$/u.test(match[2] ?? '') ? 1 : -1;
    const { year, month } = dateParts(addMonths(`${today.slice(0, 8)}01`, shift));
    const date = makeDate(year, month, n(match[1]));
    if (date !== null) add(match, date, date > today && shift > 0);
  }
  for (const match of folded.matchAll(tomorrow)) {
    const written = clean.slice(match.index, match.index + match[0].length).trim();
    if (/^(?:mai|mốt|mot)$/u.test(written) && !someone.test(folded.slice(0, match.index)))
      add(match, addDays(today, match[1] === 'mai' ? 1 : 2), true);
  }
  for (const [pattern, days] of near) {
    for (const match of folded.matchAll(pattern)) {
      const shift = match[0].endsWith('nay') ? 0 : /mot$/u.test(match[0]) ? 2 : days;
      add(match, addDays(today, shift), shift > 0);
    }
  }
  return found;
}

/** What `parseDate` reads, with the year that a meeting is likely to have been in. */
function single(clean: string, today: DateOnly, lean: Lean): TypedDays[] {
  const typed = parseDate(clean, today, lean === 'future' ? { prefer: 'future' } : {});
  if (typed === null) return [];
  const words = fold(clean.slice(typed.from, typed.to));
  // The last day of a period is a deadline, never the day of a meeting, which may stand behind it.
  if (/^(?:cuoi|het|trong)\s/u.test(words)) {
    const rest = clean.slice(0, typed.from) + '¦'.repeat(typed.to - typed.from) + clean.slice(typed.to);
    return single(rest, today, lean);
  }
  const hasYear = /\d{4}|\d[/-]\d{1,2}[/-]\d{2}$/u.test(words);
  const isBareDay = /\d/u.test(words) && !hasYear;
  const dayMonthOnly = isBareDay && /\d\s*(?:[/.-]|thang)\s*\d/u.test(words);
  const { month, day } = dateParts(typed.date);
  const date = dayMonthOnly ? completed(month, day, today, lean) : typed.date;
  if (date === null) return [];
  return [
    {
      first: date,
      last: null,
      from: typed.from,
      to: typed.to,
      isAhead: date > today && !/\d/u.test(words),
      isCertain: hasYear || !/\d/u.test(words),
    },
  ];
}

/** 'Tối 4/8 chi bộ …': a day by its place or the word before it, whatever stands behind; counts of people are none. */
const bare =
  /(?<=(?:^|[,;¦(]|(?<!\p{L})(?:sang|trua|chieu|toi|ngay|hom|luc|vao))\s*)(\d{1,2})\s?[/-]\s?(\d{1,2})(?![\p{L}\p{N}]|\s?[/.-]\s?\d|\s*(?:%|dong chi|d\/c|dang vien|nguoi|phieu|uy vien|dai bieu|co mat|du hop|h\d|gio))/gu;

/** '5.8 14h', 'ngày 5.8': with a dot only where an hour, a comma or the end follows, or the word stands before it. */
const dotted =
  /(?<=(?:^|[\s,;¦(]))(?<!(?<!\p{L})(?:p|phong|so|muc|phan|dieu|khoan|tang)\s?)(?:ngay\s+|hom\s+)?(\d{1,2})\.(\d{1,2})(?![\p{L}\p{N}]|\s?[/.-]\s?\d|\s*(?:%|dong chi|d\/c|dang vien|nguoi|trieu|ty))(?=\s*(?:[,;¦]|$|(?<=(?<!\p{L})ngay\s+\d{1,2}\.\d{1,2}\s*)(?=\p{L})|(?:luc|vao|tu|hoi)?\s*(?:¦|\d{1,2}\s?(?:h|g|:|gio|-))|sang|chieu|toi))/gu;

function barely(folded: string, today: DateOnly, lean: Lean): TypedDays[] {
  return [...folded.matchAll(bare), ...folded.matchAll(dotted)].flatMap((match) => {
    const first = completed(n(match[2]), n(match[1]), today, lean);
    const [from, to] = [match.index, match.index + match[0].length];
    return first === null ? [] : [{ first, last: null, from, to, isAhead: false, isCertain: false }];
  });
}
