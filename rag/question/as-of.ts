import type { DateOnly } from '../../core/clock.ts';
import { addDays, daysInMonth, makeDate } from '../../text/calendar.ts';
import { findDates } from '../../text/days.ts';
import { fold, normalise, oneLine } from '../../text/normalise.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import { readDocumentTime, type DocumentEdge } from './document-time.ts';

/*
 * The day that a question is about, read from its words. A day, month or year says when a rule must have held only
 * where it stands as an adverbial of the question ('Năm 2019, …', 'tại thời điểm 15/3/2021', 'trước ngày 01/7/2023');
 * most belong to the matter ('kế hoạch năm 2024', 'số đảng viên năm 2022', 'nhiệm kỳ 2020-2025', 'phải nộp trước
 * ngày 15/12/2024') and are what the documents must state.
 */

/** When a question wants a rule to have held. */
export type Time =
  /** On this day. Not `isSure`: the words may as well belong to the matter. */
  | { kind: 'day'; day: DateOnly; isSure: boolean }
  /** Today, said in words: 'hiện nay', 'đang có hiệu lực'. */
  | { kind: 'now' }
  /** Before what holds today: 'quy định cũ', 'trước đây'. */
  | { kind: 'former' }
  /** Told by a document: 'khi Quy định 08 còn hiệu lực', 'trước khi có Quy định 12'; without a symbol 'unchanged' alone. */
  | { kind: 'document'; symbol: string | null; edge: DocumentEdge };

/** A time, and the question without the words that say it. */
export interface AskedTime {
  time: Time;
  text: string;
  /** The words, as typed. */
  phrase: string;
}

/** A day, month or year in a question, with the first and the last day that it may mean. */
interface Point {
  from: number;
  to: number;
  first: DateOnly;
  last: DateOnly;
}

/** What a rule lays down, in folded words: such a question has an answer that depends on the day. */
const asksRule =
  /(?<!\p{L})(?:quy dinh|quy che|muc(?! tieu| dich| tang| giam| dat| do)|thoi han|thoi hieu|dieu kien|tieu chuan|tham quyen|thu tuc|trinh tu|ho so|che do|phu cap|tro cap|dinh muc|he so|toi da|toi thieu|it nhat|khong qua|phai|bat buoc|duoc (?:phep|huong|lam|tinh|xet|cu)|co duoc|bao lau|may (?:ngay|thang|nam|lan)|bao nhieu (?:ngay|thang|nam|lan|tuan)|trach nhiem|nhiem vu|nguyen tac|xu phat|hieu luc|ap dung|can cu|dieu \d+|khoan \d+|la ai|do ai|the nao|ra sao)(?!\p{L})/u;

/** What happened or was counted in a year: the year belongs to the matter. */
const asksFigure =
  /(?<!\p{L})(?:(?<!gom )bao nhieu (?:dang vien|dong chi|nguoi|can bo|chi bo|to chuc|don vi|truong hop|cuoc|vu|lop|buoi|ho|hoc vien|quan chung|tin bai|bai)|so (?:dang vien|chi bo|can bo|quan chung|doan vien|nguoi)|(?:da|moi) ket nap|ket nap (?:duoc|moi|bao nhieu)|ket qua|dat (?:bao nhieu|ty le|duoc|muc)|tang (?:bao nhieu|so voi)|giam (?:bao nhieu|so voi)|tong so|so luong|(?<!toi )da (?!co hieu luc|het hieu luc|bi|duoc)|dien ra|xep loai|giai ngan|thu ngan sach|(?:chu tri|du|phat bieu|tham du|khai mac|dieu hanh) .{0,30}?(?:phien hop|cuoc hop|hoi nghi|buoi lam viec|le|dai hoi)|chi tieu|phan dau|hoan thanh|(?<!ho )so ket|tong ket)/u;

/** Words of force make any day the day that is asked about. */
const asksForce = /(?<!\p{L})(?:hieu luc|con ap dung|duoc ap dung|dang ap dung)(?!\p{L})/u;

/** 'hội', not 'hồi': a body or a meeting. */
const bodies = '(?:dai|quoc|hiep|xa|cong|don|le|mo|co|hoi|thi) ';
const lead = String.raw`(?:(?:vao|tai|o|trong|(?<!${bodies})hoi|tinh|dao|ngay)\s+)?(?:(?:khoang|thoi diem|thoi ky|giai doan|(?<!hieu )luc|thoi gian|dip|moc)\s+)*`;
/** What stands before the point, and which day it makes of it. */
const leads: readonly (readonly [
  RegExp,
  'before' | 'after' | 'since' | 'moment' | 'at' | 'start' | 'middle' | 'end' | 'until',
])[] = [
  [new RegExp(`${lead}truoc(?:\\s+(?:khi|thoi diem|moc))?\\s*$`, 'u'), 'before'],
  [new RegExp(`${lead}sau(?:\\s+(?:khi|thoi diem|moc))?\\s*$`, 'u'), 'after'],
  [new RegExp(`${lead}(?:tu\\s+)?dau\\s*$`, 'u'), 'start'],
  [new RegExp(`${lead}(?:tu\\s+)?giua\\s*$`, 'u'), 'middle'],
  [new RegExp(`${lead}(?:den\\s+)?cuoi\\s*$`, 'u'), 'end'],
  [/(?:bat dau )?(?:ke )?tu(?: thoi diem| sau| moc)?\s*$/u, 'since'],
  [
    new RegExp(
      String.raw`(?:(?:vao|tai|o|trong|ngay)\s+)?(?:thoi diem|(?<!hieu )luc|thoi gian|(?<!${bodies})hoi|dao|khoang)(?:\s+(?:la|khoang|thoi gian))?\s*$`,
      'u',
    ),
    'moment',
  ],
  [/(?:vao|tai|trong|o)\s*$/u, 'at'],
  [/(?:tinh den|den het|cho den|cho toi|den|toi)\s*$/u, 'until'],
];

/** Nouns that a year right behind them belongs to: what is planned, counted or issued for it. */
const ownsYear =
  /(?<!\p{L})(?:ke hoach|chuong trinh|bao cao|nhiem vu|cong tac|ket qua|chi tieu|du toan|ngan sach|tong ket|so ket|bo luat|luat|hien phap|phap lenh|nghi quyet|chi thi|quy che|quyet dinh|thong bao|nghi dinh|thong tu|huong dan|ket luan|dai hoi|hoi nghi|phien hop|cuoc hop|nhiem ky|khoa|quy|thang|quy [1-4ivx]+|dot|hoc ky|giua|dan so|kinh te|cuoi|dau|\d+ thang|cung ky|so voi|(?:luat|phap lenh|hien phap)(?:\s+\p{L}+){1,8})\s*$/u;

/** What is done on a day: the day belongs to the deed. */
const hasDeed =
  /(?<!\p{L})(?:hoan thanh|nop|gui|bao cao|xong|trien khai|to chuc|thuc hien|ban hanh|ky|sinh|vao dang|ket nap|hop|dien ra|bo nhiem|dang ky)(?:\s+\p{L}+){0,6}\s*$/u;
/** A duty with a deadline, or what happened before a day; 'hồ sơ kết nạp trước năm 2024 gồm …' is neither. */
const hasDeadline =
  /(?<!\p{L})(?:(?:phai|can|han|cham nhat|giao|yeu cau|nhiem vu)(?:\s+\p{L}+){0,8}|(?:hoan thanh|xong|ban hanh|ky|sinh|vao dang|dien ra|bo nhiem)(?:\s+\p{L}+){0,6})\s*$/u;

/** 'cũ', not the first syllable of 'cụ thể', 'cư trú', 'cử người' where nothing tells them apart. */
const old = 'cu(?! (?:the|tru|ly|hanh|tri|dan|xu|nguoi|can bo|dang vien|dai bieu|thi sinh|doan|di|mot|\\d))';
const rule =
  '(?:quy dinh|quy che|van ban|huong dan|luat|nghi dinh|thong tu|quyet dinh|nghi quyet|chi thi|ke hoach|che do|muc|ban)';
/** 'theo quy định', ', hướng dẫn' right before a word for a time. */
const ruleBefore = new RegExp(
  String.raw`(?:(?<!\p{L})(?:cu )?theo\s+(?:cac\s+)?${rule}|,\s*${rule})\s+$`,
  'u',
);
const former = new RegExp(
  String.raw`(?<!\p{L})(?:(?:theo )?(?:cac )?${rule}\s+(?:${old}|truoc(?= (?:thi|la|co|cho|ve|quy dinh)|\s*[,?.]|\s*$))(?!\p{L})|(?:truoc|hoi|ngay|luc|khi|thoi) (?:day|kia|xua|truoc)(?!\p{L}|,? (?:ngay|khi|thang|nam|\d))|(?:da|bi) (?:het hieu luc|thay the|bai bo|het han)(?= thi|,))`,
  'u',
);
const present =
  /(?<!\p{L})(?:hien nay|hien gio|hien tai|hien hanh|bay gio|ngay nay|hom nay|luc nay|thoi diem nay|(?:cho )?den nay|moi nhat|(?:dang|con) (?:co )?(?:hieu luc|ap dung|thuc hien)(?! (?:khong|ko|hay|den|tu))|sau khi (?:duoc |bi )?(?:sua|sua doi|sua doi,? bo sung|thay the|dieu chinh)(?= thi|,)|(?:^|, ?|thi )gio(?= )|(?<!may |\d |nhieu |gio )gio (?=thi|dang|con|duoc|phai))/u;
/** The old text beside the new one: both are asked for, of whatever day. */
const compares = /(?<!\p{L})(?:khac|so (?:voi|sanh)|thay doi|giong)(?!\p{L})/u;
const saysOld = new RegExp(String.raw`(?<!\p{L})(?:${old}|truoc day|truoc kia)(?!\p{L})`, 'u');

/** A match of a folded pattern, unless its 'cu' is no 'cũ' as typed; text without diacritics may mean it. */
function spelledOld(pattern: RegExp, text: string, folded: string): RegExpExecArray | null {
  const match = pattern.exec(folded);
  if (!match || folded === text.toLowerCase()) return match;
  const said = /(?<!\p{L})cu(?!\p{L})/u.exec(match[0]);
  const at = match.index + (said?.index ?? 0);
  return said && text.slice(at, at + 2).toLowerCase() !== 'cũ' ? null : match;
}

/** Whether a question asks for what held before: 'quy định cũ', 'trước đây', or for old and new side by side. */
export function asksFormer(question: string): boolean {
  const text = oneLine(normalise(question));
  const folded = fold(text);
  return spelledOld(former, text, folded) !== null || comparesOld(text, folded);
}

const comparesOld = (text: string, folded: string): boolean =>
  compares.test(folded) && spelledOld(saysOld, text, folded) !== null;

/**
 * When the rule that a question asks for must have held; null where it does not say.
 *
 * @param today for days without a year
 */
export function readTime(question: string, today: DateOnly): AskedTime | null {
  const text = oneLine(normalise(question));
  const folded = fold(text);
  if (comparesOld(text, folded)) return null;
  const symbols = findLooseSymbols(text);
  const told = readDocumentTime(text, folded, symbols);
  if (told) {
    const { from, to, edge, symbol } = told;
    return cut(text, from, to, { kind: 'document', symbol, edge });
  }
  const dated = pointsOf(text, folded, today).filter(
    (point) => !symbols.some(({ from, to }) => from < point.to && point.from < to),
  );
  // 'từ 01/01/2024 đến 30/6/2024' is a stretch, and two days compare.
  const [point] = dated;
  if (point && dated.length === 1) {
    const read = readPoint(text, folded, point, symbols);
    if (read) return read;
  }
  const before = spelledOld(former, text, folded);
  if (before) {
    return cut(text, ...sayingOf(folded, before), { kind: 'former' });
  }
  const now = present.exec(folded);
  return now && cut(text, ...sayingOf(folded, now), { kind: 'now' });
}

/** The words around a time that say nothing else: 'theo quy định … hiện hành', '… mới nhất ấy'. */
function sayingOf(folded: string, { index, 0: said }: RegExpExecArray): [from: number, to: number] {
  const end = index + said.length;
  const lead = ruleBefore.exec(folded.slice(0, index));
  const tail = /^\s+(?:ay|do|nhe|day|thi)(?!\p{L})/u.exec(folded.slice(end));
  // 'chỉ thị mới nhất về …' asks for the document itself.
  if (/^(?:moi nhat)/u.test(said) && !lead) return [end, end];
  return [lead ? lead.index : index, end + (tail?.[0].length ?? 0)];
}

function readPoint(
  text: string,
  folded: string,
  point: Point,
  symbols: readonly { to: number; issuedOn: DateOnly | null }[],
): AskedTime | null {
  // 'Quy định 08-QĐ/TU ngày 12/3/2019': the date of the document.
  const isIssueDate = symbols.some(
    ({ to }) =>
      to <= point.from && /^[\s,(]*(?:ngay |nam |ban hanh |ky )*$/u.test(folded.slice(to, point.from)),
  );
  if (isIssueDate) return null;
  const before = folded.slice(0, point.from).replace(/ngay\s*$/u, '');
  const entry = leads.find(([pattern]) => {
    const match = pattern.exec(before);
    return match !== null && (match.index === 0 || !/\p{L}/u.test(before.charAt(match.index - 1)));
  });
  const how = entry?.[1] ?? null;
  const from = how === null ? before.length : (entry?.[0].exec(before)?.index ?? before.length);
  const rest = folded.slice(0, from) + ' ' + folded.slice(point.to);
  const isAboutForce = asksForce.test(rest);
  if (how === 'until' && !isAboutForce) return null;
  const isFirst =
    from === 0 || /^(?:hoi |cho hoi |xin hoi |cho biet |vay |the |con )*,?\s*$/u.test(folded.slice(0, from));
  if (!isAboutForce) {
    if ((how === 'before' || how === 'after') && hasDeadline.test(folded.slice(0, from))) return null;
    if (how === null && !isFirst && ownsYear.test(folded.slice(0, from))) return null;
    if (how !== null && !['before', 'after', 'moment'].includes(how) && hasDeed.test(folded.slice(0, from)))
      return null;
  }
  if (!isAboutForce && asksFigure.test(rest)) return null;
  const isRule = isAboutForce || asksRule.test(rest);
  if (!isRule && how === null && !isFirst) return null;
  const isSure =
    isAboutForce ||
    how === 'moment' ||
    (how === 'before' && isFirst) ||
    (isRule && (isFirst || how === 'before'));
  return cut(text, from, point.to, { kind: 'day', day: dayOf(point, how), isSure });
}

function dayOf(point: Point, how: (typeof leads)[number][1] | null): DateOnly {
  switch (how) {
    case 'before':
      return addDays(point.first, -1);
    case 'after':
      return addDays(point.last, 1);
    case 'since':
    case 'start':
      return point.first;
    case 'middle':
      return middleOf(point);
    default:
      return point.last;
  }
}

/** The last day of the first half, of a year 30 June. */
const middleOf = ({ first, last }: Point): DateOnly => {
  const length = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  return length > 31
    ? addDays(makeDate(Number(first.slice(0, 4)), 7, 1) ?? last, -1)
    : addDays(first, Math.floor(length / 2));
};

/** The question without the words [from, to), its first letter a capital again. */
function cut(text: string, from: number, to: number, time: Time): AskedTime {
  const head = text.slice(0, from).replace(/[\s,]+$/u, '');
  const tail = text.slice(to).replace(/^[\s,:]+(?:(?:thì|thi)\s+)?/u, '');
  const rest = oneLine(`${head} ${tail}`).replace(/\s+(?=[?.!])/u, '');
  return {
    time,
    text: rest.charAt(0).toUpperCase() + rest.slice(1),
    phrase: text.slice(from, to).trim(),
  };
}

const month =
  /(?<![\p{L}\p{N}])thang\s+(\d{1,2})\s*(?:\/|-|nam|,|\.)?\s*((?:19|20)\d{2})(?![\p{N}]|[-/]\d)/gu;
/** A year, 'năm' before it; where a word for a time stands before it, 'năm' may be left out. */
const year =
  /(?<![\p{L}\p{N}/-])(?:nam\s+|(?<=(?<![\p{L}])(?:hoi|truoc|sau|luc|khoang|dau|giua|cuoi|dao|vao|tu|thoi diem)\s+))((?:19|20)\d{2})(?![\p{N}]|\s*[-–/]\s*\d)/gu;
/** Years and days that are told from today. */
const relativeYear =
  /(?<!\p{L})(?:(nam (?:ngoai|vua roi|vua qua))|(nam kia)|(sang nam|nam (?:sau|toi)))(?!\p{L})/gu;
const count = '(\\d{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)';
const ago = new RegExp(
  String.raw`(?<!\p{L})(?:cach day\s+(?:khoang\s+)?${count}\s+(nam|thang)|${count}\s+(nam|thang)\s+(?:truoc(?: day)?|ve truoc))(?!\p{L})`,
  'gu',
);
const countWords = 'khong mot hai ba bon nam sau bay tam chin muoi'.split(' ');

/** The same day some months earlier, the last of the month where it has none. */
function monthsBefore(today: DateOnly, months: number): DateOnly {
  const all = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - months;
  const [y, m] = [Math.floor(all / 12), (all % 12) + 1];
  return makeDate(y, m, Math.min(Number(today.slice(8)), daysInMonth(y, m))) ?? today;
}

/** The days, months and years of a text, each once. */
function pointsOf(text: string, folded: string, today: DateOnly): Point[] {
  const points: Point[] = findDates(text, { today }).flatMap(({ date, from, to }) =>
    date === null ? [] : [{ from, to, first: date, last: date }],
  );
  const isFree = (from: number, to: number): boolean =>
    !points.some((point) => point.from < to && from < point.to);
  const addYear = (from: number, to: number, number: number | string): void => {
    if (isFree(from, to)) points.push({ from, to, first: `${number}-01-01`, last: `${number}-12-31` });
  };
  for (const match of folded.matchAll(month)) {
    const [y, m] = [Number(match[2]), Number(match[1])];
    const first = makeDate(y, m, 1);
    const to = match.index + match[0].length;
    if (first === null || !isFree(match.index, to)) continue;
    points.push({ from: match.index, to, first, last: makeDate(y, m, daysInMonth(y, m)) ?? first });
  }
  for (const match of folded.matchAll(year))
    addYear(match.index, match.index + match[0].length, match[1] as string);
  const thisYear = Number(today.slice(0, 4));
  for (const match of folded.matchAll(relativeYear)) {
    const [said, last, before] = match;
    addYear(match.index, match.index + said.length, thisYear + (last ? -1 : before ? -2 : 1));
  }
  for (const match of folded.matchAll(ago)) {
    const [said, number = match[3] ?? '', unit = match[4]] = match;
    const [from, to] = [match.index, match.index + said.length];
    const many = /\d/u.test(number) ? Number(number) : countWords.indexOf(number);
    const day = monthsBefore(today, unit === 'nam' ? many * 12 : many);
    if (isFree(from, to)) points.push({ from, to, first: day, last: day });
  }
  return points.sort((a, b) => a.from - b.from);
}
