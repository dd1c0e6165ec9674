import type { DateOnly } from '../../core/clock.ts';
import { addMonths, dateParts, daysInMonth, makeDate, parseDate, parsePeriod } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseMeetingLine, type EntryField, type ParsedMeeting } from '../entry/parse-meeting.ts';
import type { CadencePeriod, Requirement } from './cadence.ts';

/* What people type about meetings to come: one line of a plan, a change of one, a rule of cadence, a day off. */

/** A line that arranges a meeting, or one every month. */
export interface ReadPlan extends ParsedMeeting {
  /** Papers that are named after 'tài liệu'. */
  materials: string[];
  /** Day of the month on which the meeting is held every month to the end of the year; null: once. */
  monthlyOn: number | null;
}

/** Words that put a meeting ahead, so that a day without a year is the next one; the reader of meetings knows them. */
const aheadWords = 'dự kiến họp ';
const materialsLabel = /(?<!\p{L})tai lieu(?!\p{L})\s*(?:kem theo|hop|chuan bi)?\s*[:-]?\s*/u;
const monthly =
  /(?:vao\s+)?(?:ngay\s+|mung\s+|mong\s+)?(\d{1,2})?\s*(?:hang|moi|cac)\s+thang(?:\s+vao)?(?:\s+(?:ngay|mung|mong)\s+(\d{1,2}))?(?!\p{L})/u;
/** What somebody says to the calendar before they say what. */
const verbs = /^(?:xep lich|dat lich|len lich|them lich|them|lich|tao lich|hen)(?!\p{L})\s*(?:hop)?\s*:?\s*/u;

const cut = (text: string, from: number, to: number): string => `${text.slice(0, from)} ${text.slice(to)}`;

/** Reads one line of a plan, with or without diacritics. */
export function readPlanLine(line: string, today: DateOnly): ReadPlan {
  let text = oneLine(cleanText(line));
  const verb = verbs.exec(fold(text));
  if (verb) text = text.slice(verb[0].length);
  const materials: string[] = [];
  const label = materialsLabel.exec(fold(text));
  if (label) {
    const rest = text.slice(label.index + label[0].length);
    materials.push(
      ...rest
        .split(';')
        .map((one) => one.replace(/^[\s,.]+|[\s,.]+$/gu, ''))
        .filter(Boolean),
    );
    text = text.slice(0, label.index).replace(/[\s,;]+$/u, '');
  }
  const every = monthly.exec(fold(text));
  const day = Number(every?.[1] ?? every?.[2] ?? 0);
  if (every) text = cut(text, every.index, every.index + every[0].length);
  const parsed = parseMeetingLine(aheadWords + text, today);
  return { ...parsed, materials, monthlyOn: every && day >= 1 && day <= 31 ? day : null };
}

/**
 * The day in each month from today to the end of the year (of the next one from December on); in a shorter month its last.
 */
export function monthlyDays(day: number, today: DateOnly): DateOnly[] {
  const { year, month } = dateParts(today);
  const lastYear = month === 12 ? year + 1 : year;
  const days: DateOnly[] = [];
  for (let at = `${today.slice(0, 8)}01`; dateParts(at).year <= lastYear; at = addMonths(at, 1)) {
    const { year: y, month: m } = dateParts(at);
    const date = makeDate(y, m, Math.min(day, daysInMonth(y, m))) as DateOnly;
    if (date >= today) days.push(date);
  }
  return days;
}

/** What a line changes of a plan; empty where nothing was read. */
export interface PlanChange {
  head: ParsedMeeting['head'];
  agenda: string[];
  unclear: EntryField[];
}

/** Reads a change: '7/8 14h30', 'tại hội trường', 'chủ trì Lê Văn Mẫu', 'nội dung …'. */
export function readPlanChange(line: string, today: DateOnly): PlanChange {
  const { head, agenda, unclear } = readPlanLine(
    line.replace(/^\s*(?:dời|doi|chuyển|chuyen|đổi|sửa|sua)\s+(?:sang|qua|đến|den|thành|thanh)?\s*/iu, ''),
    today,
  );
  // The kind is what the meeting is; a plan of another kind is another plan.
  delete head.kind;
  return {
    head,
    agenda,
    unclear: (unclear ?? [])
      .map(({ field }) => field)
      .filter((field) => field === 'date' || field === 'time'),
  };
}

/** What '/lichhop …' asks for. */
export type CalendarRequest =
  /** `within` null: what is to come, and what of the last two weeks nobody logged. */
  | { type: 'list'; within: { from: DateOnly; to: DateOnly } | null }
  | { type: 'not-met'; requirement: Requirement; on: DateOnly; unitText: string }
  | { type: 'file'; unitText: string }
  | { type: 'year'; year: number }
  | { type: 'cadence'; text: string }
  | { type: 'days-off'; year: number }
  | { type: 'day-off'; days: DateOnly[]; name: string; isOff: boolean }
  | { type: 'plan'; line: string };

/** Finds out what is asked of the calendar; a line that is none of its words arranges a meeting. */
export function readCalendarRequest(args: string, today: DateOnly): CalendarRequest {
  const clean = oneLine(cleanText(args));
  const text = fold(clean);
  const { year } = dateParts(today);
  if (text === '' || /^(?:sap toi|xem|danh sach)$/u.test(text)) return { type: 'list', within: null };
  // 'tháng 12', 'tuần sau', 'ngày mai': a period and nothing of a meeting.
  const asked = wholePeriod.test(text) ? periodAhead(clean, today) : null;
  if (asked) return { type: 'list', within: { from: asked.from, to: asked.to } };
  if (wholePeriod.test(text)) return { type: 'list', within: null };
  if (isNotMetQuestion(text)) return readNotMet(clean, today);
  if (/^(?:xuat|tep|tai|file|ics)(?!\p{L})|(?<!\p{L})ics$/u.test(text))
    return {
      type: 'file',
      unitText: clean
        .replace(
          /(?<!\p{L})(?:xuất|xuat|tệp|tep|tải|tai|file|lịch|lich|ics|của|cua|họp|hop)(?!\p{L})|\./giu,
          ' ',
        )
        .replace(/\s+/gu, ' ')
        .trim(),
    };
  const ofYear = /^(?:ca\s+)?nam(?:\s+(nay|sau|toi|\d{4}))?$/u.exec(text);
  if (ofYear) {
    const [, which] = ofYear;
    return {
      type: 'year',
      year: which === 'sau' || which === 'toi' ? year + 1 : /^\d/u.test(which ?? '') ? Number(which) : year,
    };
  }
  const cadence = /^dinh ky(?!\p{L})\s*:?\s*/u.exec(text);
  if (cadence) return { type: 'cadence', text: clean.slice(cadence[0].length) };
  const off = /^(?:(?:ngay )?nghi|(lam bu|lam viec|di lam))(?!\p{L})\s*:?\s*/u.exec(text);
  if (off) {
    const rest = clean.slice(off[0].length);
    const found = readDays(rest, today);
    if (found) return { type: 'day-off', days: found.days, name: found.rest, isOff: off[1] === undefined };
    const asked = parsePeriod(rest, today);
    return { type: 'days-off', year: asked ? dateParts(asked.from).year : year };
  }
  return { type: 'plan', line: clean };
}

/** A month or quarter without a year is this year's in a calendar; one that is long past is the next. */
function periodAhead(text: string, today: DateOnly): ReturnType<typeof parsePeriod> {
  const isBare = /(?:thang \d{1,2}|quy (?:[1-4]|i{1,3}|iv))$/u.test(fold(text));
  if (!isBare) return parsePeriod(text, today);
  const { year } = dateParts(today);
  const own = parsePeriod(`${text} năm ${year}`, today);
  return own && own.to < addMonths(today, -2) ? parsePeriod(`${text} năm ${year + 1}`, today) : own;
}

const wholePeriod =
  /^(?:(?:xem|lich|lich hop|cac cuoc hop)\s+)*(?:trong\s+)?(?:hom nay|ngay (?:mai|kia)|(?:tuan|thang|quy) (?:nay|sau|toi|truoc)|thang \d{1,2}(?:\s*[/-]\s*\d{4}|\s+nam \d{4})?|quy (?:[1-4]|i{1,3}|iv)(?:\s*[/-]\s*\d{4}|\s+nam \d{4})?)$/u;

/** 'chi bộ nào chưa họp tháng này', 'những đơn vị chưa sinh hoạt chuyên đề quý 3', folded. */
export const isNotMetQuestion = (folded: string): boolean =>
  /(?<!\p{L})(?:chua|khong)\s+(?:to chuc\s+|duoc\s+|co\s+)?(?:hop|sinh hoat)(?!\p{L})/u.test(folded);

/** A question about who has not met, in plain words; other sentences with these words are left. */
export function isNotMetSentence(sentence: string): boolean {
  const text = fold(oneLine(cleanText(sentence)));
  return (
    isNotMetQuestion(text) &&
    /(?<!\p{L})(?:chi bo|don vi|to dang|dang bo|to chuc|noi)(?!\p{L})/u.test(text) &&
    (/(?<!\p{L})(?:nao|nhung|cac|ai|bao nhieu|may|liet ke|danh sach|co)(?!\p{L})/u.test(text) ||
      /(?<!\p{L})(?:thang|quy|nam)(?!\p{L})/u.test(text)) &&
    // 'vì sao', 'bị xử lý thế nào' ask of documents.
    !/(?<!\p{L})(?:vi sao|tai sao|the nao|quy dinh|xu ly|phai lam gi|lam sao)(?!\p{L})/u.test(text)
  );
}

function readNotMet(clean: string, today: DateOnly): CalendarRequest {
  const text = fold(clean);
  const requirement: Requirement = /chuyen de/u.test(text)
    ? 'thematic'
    : /hop chi uy|chi uy (?:nao |chua )/u.test(text)
      ? 'committee'
      : /hoi nghi/u.test(text)
        ? 'conference'
        : 'regular';
  const period = parsePeriod(clean, today);
  const below =
    /(?:thuộc|thuoc|trực thuộc|truc thuoc|ở|của|cua)\s+(.+?)(?:\s+(?:chưa|chua|không|khong|trong|tháng|thang|quý|quy|năm|nam)(?!\p{L}).*)?$/iu.exec(
      clean,
    );
  return {
    type: 'not-met',
    requirement,
    // Of a longer period the last part that has begun is meant.
    on: period ? (period.to < today ? period.to : period.from > today ? period.from : today) : today,
    unitText: below?.[1]?.trim() ?? '',
  };
}

/** A day, or from a day to a day, and what is said beside it. */
function readDays(text: string, today: DateOnly): { days: DateOnly[]; rest: string } | null {
  const first = parseDate(text, today, { prefer: 'future' });
  if (!first) return null;
  const after = cleanText(text).slice(first.to);
  const until = /^\s*(?:-|–|den|toi)\s*(?:ngay\s+)?/u.exec(fold(after));
  const second = until ? parseDate(after.slice(until[0].length), first.date, { prefer: 'future' }) : null;
  const end = second && second.from === 0 && second.date >= first.date ? second.date : first.date;
  const days: DateOnly[] = [];
  // A holiday of more than a month is a slip of the hand.
  for (let day = first.date; day <= end && days.length < 31;) {
    days.push(day);
    day = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  }
  const clean = cleanText(text);
  const to = second && until ? first.to + until[0].length + second.to : first.to;
  return {
    days,
    rest: oneLine(`${clean.slice(0, first.from)} ${clean.slice(to)}`.replace(/[,;:.]/gu, ' ')).trim(),
  };
}

/** A rule of cadence as an office types it; null where kind or number are missing. */
export interface ReadCadence {
  requirement: Requirement;
  times: number;
  period: CadencePeriod;
  /** Words that name a unit or a level; '' : everybody. */
  whom: string;
  ruleRef: string;
  effectiveFrom: DateOnly;
}

/** 'chi bộ trực thuộc chuyên đề 1 lần mỗi 6 tháng từ 1/1/2027 theo 12-QĐ/ĐU', 'Chi bộ X không áp dụng chuyên đề'. */
export function readCadence(line: string, today: DateOnly): ReadCadence | null {
  let text = oneLine(cleanText(line));
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(fold(text));
    if (match) text = cut(text, match.index, match.index + match[0].length);
    return match;
  };
  const source = /(?<!\p{L})(?:theo|căn cứ|can cu)\s+(.+)$/iu.exec(text);
  if (source) text = text.slice(0, source.index);
  const from = /(?<!\p{L})(?:kể từ|ke tu|từ|tu|áp dụng từ|ap dung tu)\s+(?:ngày\s+|ngay\s+)?(?=\d)/iu.exec(
    text,
  );
  let effectiveFrom = today;
  if (from) {
    const date = parseDate(text.slice(from.index), today, { prefer: 'future' });
    if (date) {
      effectiveFrom = date.date;
      text = cut(text, from.index, from.index + date.to);
    }
  }
  let times: number;
  let period: CadencePeriod = 'month';
  const count = take(
    /(\d{1,2}|mot|hai|ba)\s+lan\s*(?:\/|mot|moi|trong|hang)?\s*(6 thang|sau thang|nua nam|thang|quy|nam)/u,
  );
  if (count) {
    times = { mot: 1, hai: 2, ba: 3 }[count[1] ?? ''] ?? Number(count[1]);
    period = periodOf(count[2] ?? '');
  } else {
    const every = take(
      /(?:moi|hang)\s+(6 thang|sau thang|nua nam|thang|quy|nam)(?:\s+(\d{1,2}|mot|hai|ba)\s+lan)?/u,
    );
    if (every) {
      times = every[2] === undefined ? 1 : ({ mot: 1, hai: 2, ba: 3 }[every[2]] ?? Number(every[2]));
      period = periodOf(every[1] ?? '');
    } else if (take(/khong\s+(?:phai\s+|can\s+|ap dung)/u)) times = 0;
    else return null;
  }
  const kind = take(
    /(?:sinh hoat |hop )?(thuong ky|dinh ky|chuyen de)|(?<!\p{L})(?:hop )?chi uy(?=\s|$)|hoi nghi(?: dang bo)?/u,
  );
  if (!kind) return null;
  const word = kind[0];
  const requirement: Requirement = /chuyen de/u.test(word)
    ? 'thematic'
    : /chi uy/u.test(word)
      ? 'committee'
      : /hoi nghi/u.test(word)
        ? 'conference'
        : 'regular';
  const whom = text
    .replace(
      /(?<!\p{L})(?:phải|phai|họp|hop|ít nhất|it nhat|đối với|doi voi|cho|là|la|áp dụng|ap dung)(?!\p{L})/giu,
      ' ',
    )
    .replace(/[,;:.]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return { requirement, times, period, whom, ruleRef: source?.[1]?.trim() ?? '', effectiveFrom };
}

const periodOf = (word: string): CadencePeriod =>
  /^(?:6|sau|nua)/u.test(word) ? 'half' : word === 'quy' ? 'quarter' : word === 'nam' ? 'year' : 'month';

/** A level of organisations by the words of offices, folded; null where the text is the name of a unit. */
export function readLevel(text: string): string | null | 'all' {
  const folded = fold(text).replace(/^(?:cac|tat ca|moi|toan bo)\s+(?:cac\s+)?/u, '');
  if (/^(?:|don vi|chi bo, to dang)$/u.test(folded)) return 'all';
  return (
    {
      'chi bo': 'cell',
      'chi bo truc thuoc': 'cell',
      'chi bo co so': 'grassroots_cell',
      'to dang': 'group',
      'dang bo bo phan': 'sectional_org',
      'dang bo co so': 'grassroots_committee',
      'dang bo cap tren co so': 'upper_grassroots',
      'cap tren co so': 'upper_grassroots',
    }[folded] ?? null
  );
}
