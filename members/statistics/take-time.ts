import type { DateOnly } from '../../core/clock.ts';
import { addMonths, findPeriods } from '../../text/dates.ts';
import type { Period } from '../../text/dates.ts';
import type { Pattern, PhraseReader } from './phrase-reader.ts';
import { words } from './phrase-reader.ts';
import type { TrendStep } from './statistics-query.ts';
import { fold } from '../../text/normalise.ts';

/** The time that a typed line names: a day to which a figure holds, or a period in which it came about. */
export interface TakenTime {
  asOf: DateOnly;
  period: Period | null;
  /** True where the line said 'to' a day or period, not 'in' it. */
  isUntil: boolean;
  /** True where a border of a period is named ('cuối năm 2025'), which is a day for a stock and no period for a flow. */
  isEdge?: boolean;
  /** True where nothing says which days are meant ('giữa năm 2025'): never taken as the whole. */
  isVague?: boolean;
  /** True where what happened on that one day is asked for. */
  isOneDay?: boolean;
  /** The words of the line, for whoever has to say that they were not used. */
  typed: string;
}

const now = words(
  '(?:tinh )?(?:cho )?(?:den|toi) (?:thoi diem )?(?:nay|hien tai|hien nay|bay gio|hom nay)|hien nay|hien tai|bay gio|hom nay|luc nay',
);
const leadIn =
  /(?<![\p{L}\p{N}])(?:(?:tinh |so lieu |so lieu tinh )?(?:cho )?(?:(den|toi|tinh toi|tai|vao|luc|trong|cuoi|het|dau|tu) ?(?:cuoi |het |dau )?)?(?:thoi diem |ngay )*(?:ngay |cuoi |het |dau )?)$/u;

const movesHere = /(?<!\p{L})chuyen (?:sinh hoat )?(?:dang )?(?:den|ve) (?:trong )?$/u;

/** In '15 đến 30/6/2026' the 15 is an amount unless 'từ', 'năm' or 'ngày' stands before it. */
const amountBefore =
  /(?<![\p{L}\p{N}/.,-])(?<!(?:tu|nam|ngay|hai ngay|thang|quy) )\d+(?= +(?:tinh )?(?:den|toi) )/gu;

/**
 * Takes the first day or period out of the line, with its lead-in ('tính đến ngày …'). A period becomes its last day
 * ('đầu năm 2026': its first); a day without a year is the latest one not after `today`. Null where the line names none.
 */
export function takeTime(reader: PhraseReader, today: DateOnly): TakenTime | null {
  const period = periodsIn(reader, today)[0];
  if (!period) return takeNow(reader, today);
  return takePeriod(reader, period, today);
}

/** Takes every day and period out of the line, in order; 'từ 2020 đến 2025' is one. */
export function takeTimes(reader: PhraseReader, today: DateOnly): TakenTime[] {
  const times: TakenTime[] = takeSameDay(reader, today);
  for (const period of joined(periodsIn(reader, today), reader.rest()))
    times.push(takeSince(reader, period, today) ?? takePeriod(reader, period, today));
  const present = takeNow(reader, today);
  // 'hiện nay so với cuối năm 2023' begins with today wherever the words stand.
  return present === null ? times : times.length === 0 ? [present] : [present, ...times];
}

const startsHere = /(?<!\p{L})(?:tinh )?(?:ke )?tu (?:dau |ngay )?(?:dau )?$/u;
const untilNow =
  /^ ?(?:,|-)? ?(?:cho )?(?:den|toi) (?:nay|hien nay|hien tai|hom nay|bay gio|thoi diem nay|thoi diem hien tai)(?!\p{L})/u;

const sameDay = words(
  '(?:(?:tinh |cho )*(?:den|toi) |vao |tai |dung )*(?:(?:cung )?(?:ngay|thoi diem|hom|luc|gio) nay|cung (?:ngay|thoi diem)) (?:cua )?(?:(nam (?:ngoai|truoc))|(thang truoc)|nam ((?:19|20)\\d{2}))',
);

/** 'Ngày này năm ngoái': the day of today, a year before. */
function takeSameDay(reader: PhraseReader, today: DateOnly): TakenTime[] {
  const match = reader.take(sameDay);
  if (!match) return [];
  const [whole, year, month, named] = match;
  const back = month ? 1 : year ? 12 : (Number(today.slice(0, 4)) - Number(named)) * 12;
  const typed = reader.text.slice(match.index, match.index + whole.length);
  return [{ asOf: addMonths(today, -back), period: null, isUntil: true, typed }];
}

/** 'Từ 1/1/2026 tới nay', 'từ tháng 3 đến nay', 'từ năm 2020 đến nay' as one period; null where it is none. */
function takeSince(reader: PhraseReader, period: Period, today: DateOnly): TakenTime | null {
  const { from, to } = period.span;
  const before = startsHere.exec(reader.rest().slice(0, from));
  const after = untilNow.exec(reader.rest().slice(to));
  if (!after || period.from > today) return null;
  const ahead = reader.rest().slice(0, from);
  // 'Cuối năm 2025 đến nay': from a day that nobody named; 'năm 2025 đến nay' begins with that year.
  const border = before ? null : borderAhead.exec(ahead);
  const isWhole = ['year', 'quarter', 'month', 'half', 'range', 'term'].includes(period.kind);
  if (!before && !border && !isWhole) return null;
  const start = from - (before ?? border ?? [''])[0].length;
  const end = to + after[0].length;
  reader.cut(start, end);
  return {
    asOf: today,
    period: periodOf(period.from, today),
    isUntil: false,
    isVague: border !== null,
    typed: reader.text.slice(start, end),
  };
}
const borderAhead = /(?<!\p{L})(?:tinh )?(?:tu )?(?:cuoi|giua|het|dau) (?:cua )?$/u;

/** A span as a period of its own. */
export const spanPeriod = ({ from, to }: { from: DateOnly; to: DateOnly }): Period => periodOf(from, to);

const periodOf = (from: DateOnly, to: DateOnly): Period => ({
  kind: 'range',
  from,
  to,
  label: `${from} - ${to}`,
  span: { from: 0, to: 0 },
});

const periodsIn = (reader: PhraseReader, today: DateOnly): Period[] =>
  findPeriods(
    reader.rest().replace(amountBefore, (amount) => '|'.repeat(amount.length)),
    today,
  );

function takeNow(reader: PhraseReader, today: DateOnly): TakenTime | null {
  const match = now.exec(reader.rest());
  if (!match) return null;
  const lead = withoutProvince(reader, match[0], match.index + match[0].length);
  const end = match.index + match[0].length;
  reader.cut(end - lead.length, end);
  const typed = reader.text.slice(end - lead.length, end);
  return { asOf: today, period: null, isUntil: true, typed };
}

const until = /^\s*(?:den|toi|-|–)\s*(?:het\s+|cuoi\s+)?$/u;
const comma = /^\s*(?:,|va)\s*$/u;
const startsSpan = /(?<!\p{L})tu\s+(?:dau\s+)?$/u;

/** Neighbouring periods joined by 'đến', and years in a row, as one. */
function joined(periods: readonly Period[], text: string): Period[] {
  const done: Period[] = [];
  for (const period of periods) {
    const last = done.at(-1);
    const between = last ? text.slice(last.span.to, period.span.from) : '';
    const isSpan =
      last !== undefined &&
      last.from < period.from &&
      last.kind !== 'day' &&
      until.test(between) &&
      (startsSpan.test(text.slice(0, last.span.from)) || (last.kind === 'year' && period.kind === 'year'));
    const isList =
      last !== undefined &&
      comma.test(between) &&
      period.kind === 'year' &&
      Number(period.from.slice(0, 4)) === Number(last.to.slice(0, 4)) + 1 &&
      (last.kind === 'range' || between.includes(','));
    if (last !== undefined && (isSpan || isList))
      done[done.length - 1] = {
        kind: 'range',
        from: last.from,
        to: period.to,
        label: `${last.label} - ${period.label}`,
        span: { from: last.span.from, to: period.span.to },
      };
    else done.push(period);
  }
  return done;
}

function takePeriod(reader: PhraseReader, period: Period, today: DateOnly): TakenTime {
  const { from, to } = period.span;
  const before = reader.rest().slice(0, from);
  const afterwards = reader.rest().slice(to);
  const lead = leadIn.exec(before);
  // 'chuyển đến năm 2025': 'đến' belongs to what happened, not to the year.
  const leadText = movesHere.test(before) ? '' : withoutProvince(reader, lead?.[0] ?? '', from);
  const isStart = /(?<!\p{L})dau(?!\p{L})/u.test(leadText);
  const typed = reader.text.slice(from, to);
  const withLead = reader.text.slice(from - leadText.length, to).trim();
  reader.cut(from - leadText.length, to);
  let asOf = isStart ? period.from : period.to;
  if (period.kind === 'day' && !/(?<!\p{L})tu(?!\p{L})/u.test(leadText)) {
    while (asOf > today && !/\d{4}|\d\/\d+\/\d|nam/u.test(typed)) asOf = addMonths(asOf, -12);
    const isOneDay =
      /(?<!\p{L})(?:ngay|hom)(?!\p{L})/u.test(fold(withLead)) &&
      !/(?<!\p{L})(?:den|toi|tinh|het|cuoi|dau|thoi diem)(?!\p{L})/u.test(leadText);
    return { asOf, period: null, isUntil: true, isOneDay, typed };
  }
  // 'Từ năm 2020' alone runs until today; it is not that year.
  const isOpen =
    /(?<!\p{L})tu(?!\p{L})/u.test(leadText) &&
    !['range', 'term'].includes(period.kind) &&
    !/^ ?(?:den|toi|-|–)(?!\p{L})/u.test(afterwards);
  if (isOpen && period.from <= today)
    return { asOf: today, period: periodOf(period.from, today), isUntil: false, typed };
  // 'Giữa năm 2025' is no day, unless it stands between two: 'giữa năm 2024 và năm 2025'.
  const middle = / ?giua (?:cua )?$/u.exec(before);
  const isVague = middle !== null && !/^ ?(?:va|voi|,)(?!\p{L})/u.test(afterwards);
  // A period that is still running ends, for a count, today.
  if (period.from <= today && asOf > today) asOf = today;
  return {
    asOf,
    period,
    isUntil: isStart || /(?<!\p{L})(?:den|toi|cuoi|het)(?!\p{L})/u.test(leadText),
    isEdge: isStart || /(?<!\p{L})(?:den|toi|cuoi|het)(?!\p{L})/u.test(leadText),
    isVague,
    typed: isVague ? `${middle[0].trim()} ${typed}` : withLead,
  };
}

/** 'Tỉnh năm 2025' names a province: only 'tính' belongs to a time, and without marks only 'tinh den …'. */
function withoutProvince(reader: PhraseReader, lead: string, to: number): string {
  if (!lead.startsWith('tinh ')) return lead;
  const typed = reader.text
    .slice(to - lead.length, to)
    .toLowerCase()
    .normalize('NFC');
  const isCounted =
    typed.startsWith('tính') ||
    (typed.startsWith('tinh') && /^tinh (?:cho )?(?:den|toi|tu|het)(?!\p{L})/u.test(lead));
  return isCounted ? lead : lead.slice('tinh '.length);
}

/** By which step a line asks how a count went on, and for how long where it says so in words. */
export interface TakenTrend {
  step: TrendStep | null;
  /** True where the line names years and no step: one sum may be meant. */
  isSpanOnly: boolean;
  /** Of 'trong 5 năm gần đây'; null where the line names its span, or none. */
  span: { from: DateOnly; to: DateOnly } | null;
}

const lastYears = words(
  '(?:trong |qua )?(?:vong )?(\\d{1,2}) nam (?:gan day|gan nhat|qua|vua qua|tro lai day|lien tiep)',
);
const stepWords: readonly (readonly [TrendStep, Pattern])[] = [
  ['half', words('(?:theo |qua |tung |hang |moi )+(?:cac )?6 thang(?! (?:dau|cuoi))')],
  ['quarter', words('(?:theo |qua |tung |hang |moi )+(?:cac |tung )?quy(?! (?:\\d|i|truoc|nay))')],
  ['month', words('(?:theo |qua |tung |hang |moi )+(?:cac |tung )?thang(?! (?:\\d|truoc|nay|qua))')],
  [
    'year',
    words(
      '(?:theo |qua |tung |hang |moi |giua )+(?:cac |tung )?nam(?! (?:\\d|nu|gioi|truoc|nay|ngoai))(?: qua)?',
    ),
  ],
  ['year', words('cac nam')],
  [
    'year',
    words(
      '(?:qua |theo )?(?:tung|hang|moi)(?= nam (?:19|20)\\d{2} ?(?:den|toi|-|–) ?(?:nam )?(?:19|20)\\d{2})',
    ),
  ],
];
const course = words(
  '(?:xu huong|dien bien|qua trinh)(?: thay doi| tang| giam| phat trien)?(?: (?:so|cua))?',
);

/** Takes what says that a count is wanted over time out of the line; null where nothing does. */
export function takeTrend(reader: PhraseReader, today: DateOnly): TakenTrend | null {
  const isCourse = reader.take(course) !== null;
  const years = takeAccented(reader, lastYears, 'năm');
  const span = years
    ? { from: `${Number(today.slice(0, 4)) - Number(years[1]) + 1}-01-01`, to: today }
    : null;
  for (const [step, pattern] of stepWords) {
    const match = step === 'year' ? takeAccented(reader, pattern, 'năm') : reader.take(pattern);
    if (match) return { step, span, isSpanOnly: false };
  }
  return isCourse || span !== null
    ? { step: span ? 'year' : null, span, isSpanOnly: span !== null && !isCourse }
    : null;
}

/** Takes a match unless it was typed with diacritics that make it another word: 'theo nam' is no 'theo năm'. */
function takeAccented(reader: PhraseReader, pattern: Pattern, word: string): RegExpExecArray | null {
  const match = pattern.exec(reader.rest());
  if (!match) return null;
  const typed = reader.text.slice(match.index, match.index + match[0].length).toLowerCase();
  const isPlain = fold(typed) === typed || /(?:cac|tung|hang|moi|qua) \p{L}+$/u.test(fold(typed));
  return isPlain || typed.includes(word) ? reader.take(pattern) : null;
}
