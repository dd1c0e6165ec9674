import { cleanText, fold } from './normalise.ts';

/** A clock time as 'HH:MM' and where it stands in `cleanText(text)`. */
export interface TypedTime {
  time: string;
  from: number;
  to: number;
}

export interface TypedTimeRange {
  start: string;
  /** Null where only the beginning is named. */
  end: string | null;
  from: number;
  to: number;
}

const dayPart = String.raw`(sang|trua|chieu|toi|dem)(?:\s+(?:nay|mai|qua|kia|hom\s+\p{L}+|ngay\s+[\d/-]+))?`;
// Digits behind '14h ' are minutes only where they are not a day, a count or the next hour: '14h 5/8', '14h 15 đồng chí'.
const notMinutes = String.raw`(?!\s*[/.]\s*\d|\s*(?:-|va|den)\s*(?:ngay\s*)?\d{1,2}\s*[/-]|\s*(?:h|g|gio|thang(?=\s+\d)|(?<=\s(?!00|15|30|45)\d{1,2}\s*)thang(?=\s+(?:nay|truoc|trc|qua|roi|vua))|(?<=\s\d\s*)(?:ngay|hom|bua|tuan)(?=\s+(?:truoc|trc))|dong(?!\s+chu\s)|d\/c|dc|dv|uv|dang|nguoi|dai|tren(?=\s+\d)|:)(?!\p{L}))`;
const minutes = String.raw`(?:(kem)\s+)?((?<=kem\s+)\d{1,2}(?!\d)|\d{1,2}(?!\d)${notMinutes}|ruoi)?(?:\s*(?:p|ph|phut)(?!\.\s?\p{L}))?`;
const clock = String.raw`(\d{1,2})(?:\s*(?:h|g|gio)\s*${minutes}|:(\d{2}))(?![\p{L}\p{N}])`;
const clockPattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}:/])(?:(?<!(?:tuan|thang|nam)\s)${dayPart}\s*,?\s*(?:luc\s+)?)?(?<![\d/.,])${clock}(?:\s*(?:buoi\s+)?(sang|trua|chieu|toi(?!\s+\d{1,2}\s*(?:h|g|gio|:))|dem)(?![\p{L}])(?!\s+(?:qua|nay|kia|mai)(?!\p{L})))?`,
  'gu',
);
const joined = /^\s*(?:-|–|—|den|toi|->)\s*(?:luc\s+)?$/u;
const shortRange = /(?<![\p{L}\p{N}:/.,-])(\d{1,2})\s*(?:-|–)\s*(?=\d{1,2}\s*(?:h|g|gio|:))/u;

interface RawTime {
  hour: number;
  minute: number;
  part: string | undefined;
  from: number;
  to: number;
}

/**
 * The first clock time in what a person typed: '14h30', '14:30', '8 giờ rưỡi', '9 giờ kém 15', '7h tối',
 * 'chiều nay 2h' (14:00). The part of the day moves hours before noon into the afternoon.
 */
export function parseTime(text: string): TypedTime | null {
  const first = rawTimes(text)[0];
  return first === undefined ? null : { time: print(first, first.part), from: first.from, to: first.to };
}

/**
 * From when to when: '14h-15h40', '8 giờ 30 đến 10 giờ', '14-16h', 'chiều 2h - 4h'; `end` is null for a single time.
 * One part of the day holds for both ends.
 */
export function parseTimeRange(text: string): TypedTimeRange | null {
  const folded = fold(cleanText(text));
  const times = rawTimes(text);
  const [first, second] = times;
  if (first === undefined) return null;
  const short = shortRange.exec(folded.slice(0, first.from + 3));
  if (short !== null && short.index + short[0].length === first.from) {
    const start: RawTime = {
      hour: Number(short[1]),
      minute: 0,
      part: first.part,
      from: short.index,
      to: first.to,
    };
    if (start.hour <= 23)
      return {
        start: print(start, first.part),
        end: print(first, first.part),
        from: start.from,
        to: first.to,
      };
  }
  if (second !== undefined && joined.test(folded.slice(first.to, second.from))) {
    const part = first.part ?? (second.hour >= first.hour ? second.part : undefined);
    return {
      start: print(first, part),
      end: print(second, second.part ?? first.part),
      from: first.from,
      to: second.to,
    };
  }
  return { start: print(first, first.part), end: null, from: first.from, to: first.to };
}

/** 'tới 8h' is 'until', not 'tối 8h'; without diacritics it is where another time stands right before. */
const saysUntil = (clean: string, match: RegExpExecArray, previousTo: number): boolean =>
  match[1] === 'toi' &&
  (/^t[ớơ]i/iu.test(clean.slice(match.index)) ||
    (previousTo >= 0 && /^\s*$/u.test(clean.slice(previousTo, match.index))));

function rawTimes(text: string): RawTime[] {
  const clean = cleanText(text);
  const folded = fold(clean);
  const found: RawTime[] = [];
  for (const match of folded.matchAll(clockPattern)) {
    const isUntil = saysUntil(clean, match, found.at(-1)?.to ?? -1);
    let hour = Number(match[2]);
    let minute = match[4] === 'ruoi' ? 30 : Number(match[4] ?? match[5] ?? 0);
    if (match[3] === 'kem') {
      hour -= 1;
      minute = 60 - minute;
    }
    if (hour < 0 || hour > 23 || minute > 59) continue;
    found.push({
      hour,
      minute,
      part: isUntil ? match[6] : (match[1] ?? match[6]),
      from: match.index + (isUntil ? 3 : 0),
      to: match.index + match[0].trimEnd().length,
    });
  }
  return found;
}

function print(time: RawTime, part: string | undefined): string {
  let { hour } = time;
  if (
    hour < 12 &&
    (part === 'chieu' || part === 'toi' || (part === 'trua' && hour < 4) || (part === 'dem' && hour >= 6))
  )
    hour += 12;
  return `${String(hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
}

/** All clock times of a text in order, with the part of the day that each names ('chieu'), and what looks like one and is none. */
export interface ClockTimes {
  times: readonly (TypedTime & { part: string | null })[];
  /** '25h', '14h75', '24:30'. */
  unreadable: readonly { from: number; to: number }[];
}

/** @see ClockTimes. Hours are as typed, moved by the part of the day that stands right beside them. */
export function findTimes(text: string): ClockTimes {
  const folded = fold(cleanText(text));
  const times = rawTimes(text).map((time) => ({
    time: print(time, time.part),
    part: time.part ?? null,
    // 'chiều nay 2h': the day of the words is not the time's.
    from: time.from + (namedDay.exec(folded.slice(time.from, time.to))?.[0].length ?? 0),
    to: time.to,
  }));
  const unreadable = [...folded.matchAll(looksLikeTime)]
    .map((match) => ({ from: match.index, to: match.index + match[0].length }))
    .filter(({ from, to }) => !times.some((time) => time.from < to && from < time.to));
  return { times, unreadable };
}

const namedDay =
  /^(?:sang|trua|chieu|toi|dem)\s+(?:nay|mai|qua|kia|hom\s+\p{L}+|ngay\s+[\d/-]+)\s*,?\s*(?:luc\s+)?/u;
const looksLikeTime =
  /(?<![\p{L}\p{N}/.,:-])\d{1,4}\s*(?:h|g|gio)(?:\d{1,4})?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}/.,:-])\d{1,2}:\d{1,3}(?![\p{L}\p{N}:])/gu;
