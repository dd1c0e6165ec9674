import type { DateOnly } from '../../core/clock.ts';
import { daysBetween, weekdayOf } from '../../text/calendar.ts';
import { mostDays, parseDays, unreadableDays, type TypedDays } from '../../text/day-ranges.ts';
import { fold } from '../../text/normalise.ts';
import { findTimes } from '../../text/times.ts';

/* When a meeting was, or is to be: day or days, from when to when. What is not clear is told, never guessed. */

/** What a text says of the time of a meeting. */
export interface When {
  heldOn?: DateOnly;
  endsOn?: DateOnly;
  startsAt?: string;
  endsAt?: string;
  /** Words say that it lies ahead. */
  isPlanned: boolean;
  /** Day and month in the coming weeks: nobody has to say that it lies ahead. */
  isAhead?: boolean;
  /** What stands there and cannot be read, contradicts itself or leaves two readings. */
  unclear: { field: 'date' | 'time' | 'attendance'; words: string }[];
  /** Places of everything that was read, in order. */
  spans: { from: number; to: number }[];
}

/** Words that say that a meeting has not been yet, folded. */
const planWords =
  /(?<!\p{L})(?:se (?:hop|to chuc|dien ra|sinh hoat|tien hanh)|du kien(?! ket thuc)|len lich|dat lich|xep lich|lich hop|sap (?:hop|toi|to chuc)|hen hop|chuan bi hop|moi hop(?! xong| roi)|tuan (?:sau|toi)|thang (?:sau|toi)|(?<=\d,?\s)toi day)(?!\p{L})/u;
/** Put off, moved or not held at all: which of the days is meant is not told. */
const movedWords =
  /(?<!\p{L})(?:hoãn|dời|lùi (?:sang|đến|lại)|lui (?:sang|den|lai)|(?:chuyển|đổi|chuyen|doi) (?:sang|lịch|lich|ngày|ngay)|(?:không|chưa|hủy|khong|chua|huy|hoan) (?:họp|hop|sinh hoạt|sinh hoat))(?!\p{L})/iu;
/** A month or week alone is no day. */
const vague =
  /(?<![\p{L}\p{N}])(?:(?:(?:dau|giua|cuoi)\s+)?(?:tuan|thang)\s+(?:truoc|trc|qua|roi|nay|sau|toi|vua roi|vua qua)|(?:dau|giua|cuoi)\s+(?:tuan|thang(?:\s+\d{1,2}(?!\d))?|quy)(?:\s+(?:truoc|qua|roi|nay))?|(?:ngay\s+)?ram(?:\s+thang\s+(?:\d{1,2}|gieng|chap|nay|truoc))?(?:\s+(?:am(?:\s+lich)?|vua roi|vua qua))?|(?:hom|bua|dao)\s+(?:no|truoc|ho[mn]|bua|kia kia)|may\s+(?:hom|bua|ngay)\s+(?:truoc|nay|roi)|(?:moi|gan)\s+day|hom\s+bua)(?!\p{L})/gu;
/** By the moon: which day of the calendar that was is not for us to say. */
const lunar = /(?<!\p{L})(?:am lich|al|(?<=\d\s*)am|tet(?=\s+(?:nguyen dan|am)))(?![\p{L}\p{N}])/u;

/** In days; nobody plans a meeting farther ahead, so such a day is a slip in the month or the year. */
const farthestPlan = 60;
/** The same of a day without a year, which as well may be a year ago. */
const farthestWithoutYear = 14;

const mark = '¦';
const blankOut = (text: string, from: number, to: number): string =>
  text.slice(0, from) + mark.repeat(to - from) + text.slice(to);

/** Whether days, times or counts stand there that cannot be read. */
export const isUnclear = (when: When, field: When['unclear'][number]['field']): boolean =>
  when.unclear.some((one) => one.field === field);

/** Reads days and times out of `text` (of `cleanText`), which may hold anything else. */
export function readWhen(text: string, today: DateOnly): When {
  const when: When = {
    isPlanned: planWords.test(
      fold(text.replace(/(?<!\p{L})mới (?=họp)/giu, (word) => ' '.repeat(word.length))),
    ),
    unclear: [],
    spans: [],
  };
  const withoutTimes = takeTimes(text, when);
  takeDays(withoutTimes, today, when);
  when.spans = when.spans.map(({ from, to }) => ({
    from: from - (leads.exec(text.slice(0, from))?.[0].length ?? 0),
    to,
  }));
  when.spans.sort((a, b) => a.from - b.from);
  return when;
}

// --- days --------------------------------------------------------------------------------------------------------

const countedBack = /^\d+\s+(?=(?:tuan|thang|ngay|hom|bua)\s+(?:truoc|trc|nay))/u;
const bodyBefore = /(?<!\p{L})(?:bch|btv|ubkt|ban chap hanh|ban thuong vu|uy ban kiem tra)\s*$/u;
const numbered = /(?<!\p{L})(?:ky|phien|lan|thu|luc|hoi|so)\s*$/u;

function takeDays(text: string, today: DateOnly, when: When): void {
  const lean = when.isPlanned ? 'future' : 'past';
  let rest = text;
  const days: (TypedDays & { words: string })[] = [];
  while (days.length < 6) {
    const found = parseDays(rest, { today, lean });
    if (!found) break;
    const counted = countedBack.exec(fold(rest.slice(found.from, found.to)));
    if (counted && numbered.test(fold(rest.slice(0, found.from)))) {
      // 'họp kỳ 8 tuần trước': the eighth session last week, or eight weeks ago.
      const from = found.from + counted[0].length;
      when.unclear.push({ field: 'date', words: rest.slice(found.from, found.to) });
      when.spans.push({ from, to: found.to });
      rest = blankOut(rest, from, found.to);
      continue;
    }
    days.push({ ...found, words: fold(rest.slice(found.from, found.to)) });
    rest = blankOut(rest, found.from, found.to);
  }
  const isWeekday = ({ words }: { words: string }): boolean =>
    /(?:^|\s)(?:thu|t\s?\.?[2-7]|chu nhat|cn)/u.test(words);
  const weekdays = days.filter(isWeekday);
  let dates = days.filter((day) => !isWeekday(day));
  if (dates.length > 1 && dates.some((day) => day.isCertain)) {
    // Beside a whole date '14/12' is how many of how many came, or nothing that can be told.
    const ratios = dates.filter(({ words, isCertain }) => {
      const [, part, whole] = /^(\d+)\s?\/\s?(\d+)$/u.exec(words) ?? [];
      return !isCertain && part !== undefined && Number(part) <= Number(whole);
    });
    if (ratios.length > 0 && ratios.length < dates.length) {
      dates = dates.filter((day) => !ratios.includes(day));
      for (const { from, to } of ratios) {
        when.unclear.push({ field: 'attendance', words: text.slice(from, to) });
      }
    }
  }
  when.spans.push(...days.map(({ from, to }) => ({ from, to })));
  for (const span of unreadableDays(rest)) {
    const [, part, whole] = /^(\d+)\s*\/\s*(\d+)$/u.exec(rest.slice(span.from, span.to)) ?? [];
    when.spans.push(span);
    // '5/13' beside a day of its own is how many of how many.
    const isRatio =
      part !== undefined && Number(part) <= Number(whole) && Number(whole) > 12 && days.length > 0;
    when.unclear.push({ field: isRatio ? 'attendance' : 'date', words: rest.slice(span.from, span.to) });
    rest = blankOut(rest, span.from, span.to);
  }
  for (const match of fold(rest).matchAll(vague)) {
    when.spans.push({ from: match.index, to: match.index + match[0].length });
    if (days.length === 0) {
      when.unclear.push({ field: 'date', words: rest.slice(match.index, match.index + match[0].length) });
    }
  }
  const byMoon = lunar.exec(fold(text));
  if (byMoon && days.length > 0) {
    when.spans.push({ from: byMoon.index, to: byMoon.index + byMoon[0].length });
    when.unclear.push({ field: 'date', words: byMoon[0] });
  }
  const moved = movedWords.exec(text);
  if (moved && !isUnclear(when, 'date')) when.unclear.push({ field: 'date', words: moved[0] });
  dates = joinDays(dates, rest);
  const distinct = new Set(dates.map(({ first, last }) => `${first}/${last ?? ''}`));
  const [date] = dates.length > 0 ? dates : weekdays;
  if (!date || isUnclear(when, 'date')) return;
  // 'họp BCH thứ 5': its fifth meeting, or a Thursday.
  if (dates.length === 0 && bodyBefore.test(fold(text.slice(0, date.from)))) {
    when.unclear.push({ field: 'date', words: text.slice(date.from, date.to) });
    return;
  }
  const isOtherWeekday = dates.length > 0 && weekdays.some((day) => !agrees(day, date));
  const areTwoWeekdays = dates.length === 0 && new Set(weekdays.map(({ first }) => first)).size > 1;
  if (distinct.size > 1 || isOtherWeekday || areTwoWeekdays) {
    const words = days.map(({ from, to }) => text.slice(from, to)).join(', ');
    when.unclear.push({ field: 'date', words });
    return;
  }
  if (days.some((day) => day.isAhead)) when.isPlanned = true;
  // What has been is no plan: one of the two was meant otherwise.
  if (when.isPlanned && date.first < today) {
    when.unclear.push({ field: 'date', words: text.slice(date.from, date.to) });
    return;
  }
  when.heldOn = date.first;
  const ahead = daysBetween(today, date.first);
  const isDated = /\d\s*[/.-]\s*\d|thang\s+\d/u.test(date.words);
  const farthest = date.isCertain ? farthestPlan : isDated ? farthestWithoutYear : 0;
  if (ahead > 0 && ahead <= farthest) when.isAhead = true;
  if (date.last !== null) when.endsOn = date.last;
}

/** 'từ 7h30 ngày 6/8 đến 11h ngày 7/8': two days with their hours between them. */
function joinDays<D extends TypedDays>(days: readonly D[], rest: string): D[] {
  const [first, last] = [...days].sort((a, b) => a.from - b.from);
  if (!first || !last || days.length !== 2 || first.last !== null || last.last !== null) return [...days];
  const isRange = /^[\s¦]*(?:den|toi|-|–)[\s¦]*(?:ngay)?[\s¦]*$/u.test(fold(rest.slice(first.to, last.from)));
  const length = daysBetween(first.first, last.first);
  return isRange && length > 0 && length <= mostDays ? [{ ...first, last: last.first }] : [...days];
}

/** 'thứ hai 3/8': the day is one; a week named with it must be the day's own. */
function agrees(weekday: TypedDays & { words: string }, date: TypedDays): boolean {
  if (weekdayOf(weekday.first) !== weekdayOf(date.first)) return false;
  return !weekday.isCertain || !/tuan/u.test(weekday.words) || weekday.first === date.first;
}

// --- times -------------------------------------------------------------------------------------------------------

interface Span {
  startsAt: string;
  endsAt: string | null;
  startPart: string | null;
  endPart: string | null;
  from: number;
  to: number;
}

const between =
  /^[\s,¦]*(?:-|–|—|->|\/|den|toi|ra ve|(?:va )?(?:du kien )?ket thuc|be mac|xong|nghi|(?:giai )?tan|man|het)\s*(?:luc|vao luc|hoi)?\s*:?\s*$/u;
/** Words right before an hour that say that it is the end. */
const leadsToEnd =
  /(?:(?<!\p{L})(?:ket thuc|be mac|giai tan|tan hop|hop xong|xong)\s*(?:luc|vao luc|hoi)?\s*:?|^\s*ngay\s+\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?\s+(?:den|toi))\s*$/u;
const bareBefore =
  /(?<![\p{L}\p{N}:/.,-]|(?<!\p{L})(?:thu|t|ngay|mung|mong|hom|phien|lan|ky|tang|phong|so)\s)(\d{1,2})\s*(?:-|–|den|toi)\s*$/u;
const bareAfter =
  /^\s*(?:-|–|den|toi)\s*(\d{1,2})(?!\s*(?:[/.:]|-\s?\d)|\p{L}|\p{N}|\s*(?:thang|dong chi|d\/c|dang vien|nguoi|h|g|gio|phut)(?!\p{L}))/u;
/** 'chiều' of 'chiều thứ sáu', 'sáng 5/8', 'buổi tối': which part of the day the hours are of. */
const partOfDay =
  /(?<!\p{L}|(?:tuan|thang|nam)\s)(?:buoi\s+(sang|trua|chieu|toi|dem)|(sang|trua|chieu|toi|dem)(?=\s*,?\s*(?:nay|qua|mai|mot|kia|hom|bua|ngay|thu|t\s?[2-7](?!\d)|chu nhat|cn|mung|¦|\d)))(?!\p{L})/gu;
/** Hours that no clock shows: 'đầu giờ chiều', 'lúc 8' alone, '13.30-15.30', which may be anything. */
const vagueTime =
  /(?<!\p{L})(?:(?:dau|cuoi|giua|nua)\s+(?:gio|buoi)(?:\s+(?:sang|trua|chieu|toi))?|(?<![\d:])\d{1,2}\s+ruoi|(?:vao\s+)?(?:luc|hoi)\s+\d{1,2}(?!\p{N}|\s*[/.:-]\s*\d|\s*(?:h|g|gio|thang|phut|ruoi)(?!\p{L})))(?!\p{L})|(?<![\p{L}\p{N}/.])\d{1,2}[.]\d{2}\s*(?:-|–|den|toi)\s*\d{1,2}[.]\d{2}(?![\p{N}./])/gu;
/** Words that lead to a day or an hour and belong to it. */
const leads =
  /(?:(?<!\p{L})(?:từ|tu|lúc|luc|vào|vao|hồi|(?<!(?:dai|nghi|dong|thanh|xa|chi) )hoi|hôm|hom|ngày|ngay|bữa|bua|mùng|mung|mồng|mong|khoảng|khoang|tầm|(?<=[,;]\s*)tam|bắt đầu|bat dau|khởi sự|khoi su|khai mạc|khai mac|kết thúc|ket thuc|đến|diễn ra|dien ra|(?<!(?:ban|phòng|phong) )(?:tổ chức|to chuc)|thời gian|thoi gian)\s*:?\s*)+$/iu;
const duration =
  /[\s,(]*(?<!\p{L})(?:trong(?: vong)?|keo dai|thoi luong|hop|het|mat|suot|ton|dien ra)\s*:?\s*(\d{1,3})\s*(phut|p|tieng|gio|h)(?:\s*(\d{1,2}|ruoi)(?!\s*[/\d]))?(?:\s*phut)?\s*\)?(?![\p{L}\p{N}])/u;

function takeTimes(text: string, when: When): string {
  let rest = text;
  const lasts = takeDuration(rest);
  if (lasts) {
    when.spans.push(lasts);
    rest = blankOut(rest, lasts.from, lasts.to);
  }
  const { times, unreadable: wrongTimes } = findTimes(rest);
  const unreadable = [...wrongTimes];
  const folded = fold(rest);
  const spans: Span[] = [];
  for (let i = 0; i < times.length; i++) {
    const [first, second] = [times[i], times[i + 1]];
    if (!first) break;
    const before = bareBefore.exec(folded.slice(0, first.from));
    const after = bareAfter.exec(folded.slice(first.to));
    if (second && between.test(folded.slice(first.to, second.from))) {
      spans.push({
        startsAt: first.time,
        endsAt: second.time,
        startPart: first.part,
        endPart: second.part,
        from: first.from,
        to: second.to,
      });
      i++;
    } else if (before && Number(before[1]) <= 23 && spans.every((span) => span.to <= before.index)) {
      const startsAt = `${String(before[1]).padStart(2, '0')}:00`;
      spans.push({
        startsAt,
        endsAt: first.time,
        startPart: null,
        endPart: first.part,
        from: before.index,
        to: first.to,
      });
    } else if (after && Number(after[1]) <= 23) {
      spans.push({
        startsAt: first.time,
        endsAt: `${String(after[1]).padStart(2, '0')}:00`,
        startPart: first.part,
        endPart: null,
        from: first.from,
        to: first.to + after[0].length,
      });
    } else {
      spans.push({
        startsAt: first.time,
        endsAt: null,
        startPart: first.part,
        endPart: null,
        from: first.from,
        to: first.to,
      });
    }
  }
  joinEnds(spans, folded);
  for (const match of fold(rest).matchAll(vagueTime)) {
    const [from, to] = [match.index, match.index + match[0].length];
    if (!spans.some((span) => span.from < to && from < span.to)) unreadable.push({ from, to });
  }
  for (const span of [...spans, ...unreadable]) {
    when.spans.push({ from: span.from, to: span.to });
    rest = blankOut(rest, span.from, span.to);
  }
  const parts: string[] = [];
  for (const match of fold(rest).matchAll(partOfDay)) {
    parts.push(match[1] ?? match[2] ?? '');
    // The word stays where a day goes on from it ('sáng hôm qua').
    if (
      match[1] !== undefined ||
      !/^\s*(?:nay|qua|mai|mot|kia)/u.test(fold(rest.slice(match.index + match[0].length)))
    )
      when.spans.push({ from: match.index, to: match.index + match[0].length });
  }
  const isWrong = unreadable.length > 0 || new Set(spans.map((s) => `${s.startsAt}${s.endsAt}`)).size > 1;
  const [span] = spans;
  if (isWrong || !span) {
    if (isWrong) {
      const wrong = unreadable.length > 0 ? unreadable : spans;
      when.unclear.push({
        field: 'time',
        words: wrong.map(({ from, to }) => text.slice(from, to)).join(', '),
      });
    }
    return rest;
  }
  const settled = settle(span, new Set(parts).size === 1 ? (parts[0] ?? null) : null);
  if (settled === null) when.unclear.push({ field: 'time', words: text.slice(span.from, span.to) });
  else {
    when.startsAt = settled.startsAt;
    const endsAt = settled.endsAt ?? (lasts ? plus(settled.startsAt, lasts.minutes) : null);
    if (endsAt !== null) when.endsAt = endsAt;
  }
  return rest;
}

/** '8h30 …, kết thúc 10h' and 'từ 7h30 ngày 6/8 đến 11h ngày 7/8': the end stands apart from the beginning. */
function joinEnds(spans: Span[], folded: string): void {
  const [first, last] = spans;
  if (!first || !last || spans.length !== 2 || first.endsAt !== null || last.endsAt !== null) return;
  if (!leadsToEnd.test(folded.slice(first.to, last.from))) return;
  Object.assign(first, { endsAt: last.startsAt, endPart: last.startPart });
  Object.assign(last, first, { from: last.from, to: last.to });
}

function takeDuration(text: string): { from: number; to: number; minutes: number } | null {
  const match = duration.exec(fold(text));
  if (!match) return null;
  const [all, count, word, more] = match;
  const isMinutes = word === 'phut' || word === 'p';
  // 'họp 14h' is a time of the day, not a length.
  if (!isMinutes && (word === 'h' || word === 'gio') && Number(count) > 4) return null;
  if (!isMinutes && /hop|dien ra|suot|het|mat|ton/u.test(all) && word !== 'tieng') return null;
  const extra = more === 'ruoi' ? 30 : Number(more ?? 0);
  const minutes = isMinutes ? Number(count) : Number(count) * 60 + extra;
  if (minutes < 10 || minutes > 720) return null;
  return { from: match.index, to: match.index + all.length, minutes };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const print = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const plus = (time: string, minutes: number): string | null =>
  minutesOf(time) + minutes < 24 * 60 ? print(minutesOf(time) + minutes) : null;

/** Hours of a day with its part; null where hours and words contradict each other or the hour may be of either half. */
function settle(span: Span, floating: string | null): { startsAt: string; endsAt: string | null } | null {
  const startPart = span.startPart ?? (span.endPart === null ? floating : partOfStart(span));
  const startsAt = inPart(span.startsAt, startPart);
  if (startsAt === null) return null;
  if (span.endsAt === null) return { startsAt, endsAt: null };
  let endsAt: string | null;
  if (span.endPart !== null) endsAt = inPart(span.endsAt, span.endPart);
  else {
    // An end without a part of its own goes on from the beginning.
    const asTyped = minutesOf(span.endsAt);
    const isMoved =
      minutesOf(startsAt) !== minutesOf(span.startsAt) || startPart === 'chieu' || startPart === 'toi';
    endsAt = isMoved && asTyped < 12 * 60 ? print(asTyped + 12 * 60) : span.endsAt;
  }
  if (endsAt === null || endsAt <= startsAt) return null;
  return { startsAt, endsAt };
}

/** '2h-4h chiều' begins in the afternoon and '7h30-9h tối' in the evening, '8h-2h chiều' in the morning. */
function partOfStart(span: Span): string | null {
  const start = minutesOf(span.startsAt);
  const end = minutesOf(span.endsAt ?? span.startsAt) % (12 * 60);
  return start < 12 * 60 && start <= end ? span.endPart : null;
}

const reach: Readonly<Record<string, readonly [number, number]>> = {
  sang: [4, 12],
  trua: [10, 15],
  chieu: [12, 19],
  toi: [17, 24],
  dem: [18, 24],
};

function inPart(time: string, part: string | null): string | null {
  let minutes = minutesOf(time);
  if (part === null) return minutes >= 60 && minutes < 6 * 60 ? null : time;
  const [from, to] = reach[part] ?? [0, 24];
  if (minutes < from * 60 && part !== 'sang') minutes += 12 * 60;
  return minutes >= from * 60 && minutes < to * 60 ? print(minutes) : null;
}
