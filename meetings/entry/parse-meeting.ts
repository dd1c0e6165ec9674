import type { DateOnly } from '../../core/clock.ts';
import { parseDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseTimeRange } from '../../text/times.ts';
import type { Attendance, MeetingHead, MeetingKind } from '../meeting.ts';
import { parseAttendance } from './parse-attendance.ts';

/** What one line says of a meeting; a field that it does not name is absent. */
export interface ParsedMeeting {
  /** The words that name the unit, as typed; '' when none are left. */
  unitText: string;
  head: Partial<Omit<MeetingHead, 'unitId'>>;
  /** Agenda items after 'nội dung', split at semicolons. */
  agenda: string[];
  /** Counts as they were typed; whether they add up is not judged here. Absent where the line has none. */
  attendance?: Attendance;
}

/** Words of each kind in folded form; the first that occurs decides, so narrower ones come first. */
const kindWords: readonly (readonly [MeetingKind, RegExp])[] = [
  ['thematic', /(?:sinh hoat )?chuyen de/u],
  ['congress', /dai hoi/u],
  ['review', /so ket|tong ket/u],
  ['working', /lam viec/u],
  ['standing', /ban thuong vu|\bbtv\b/u],
  ['executive', /ban chap hanh|\bbch\b/u],
  ['committee', /chi uy/u],
  ['regular', /thuong ky|dinh ky|thuong ki|dinh ki/u],
];

/** Labels in folded form, and the field each begins. */
const labels: readonly (readonly ['chair' | 'minuteTaker' | 'place' | 'guests' | 'agenda', string])[] = [
  ['chair', 'nguoi chu tri|chu tri|chu toa'],
  ['minuteTaker', 'nguoi ghi bien ban|ghi bien ban|thu ky|thu ki'],
  ['place', 'dia diem|tai phong|tai hoi truong|o phong|tai'],
  ['guests', 'khach moi|dai bieu moi|dai bieu'],
  ['agenda', 'noi dung|chuong trinh'],
];
// A place label that names the room itself stays part of the value.
const keptInValue = /^(?:tai|o) (?=phong|hoi truong)/u;

/** The kind of meeting that `text` names, with its place; null where it names none. */
export function findKind(text: string): { kind: MeetingKind; from: number; to: number } | null {
  const folded = fold(cleanText(text));
  for (const [kind, pattern] of kindWords) {
    const match = pattern.exec(folded);
    if (match) return { kind, from: match.index, to: match.index + match[0].length };
  }
  return null;
}

/**
 * Reads '/hop' in one line: unit, kind, date, times and labelled fields in any order, with or without diacritics:
 * 'chi bo van phong thuong ky 5/8/2026 14h-15h40 chu tri A, thu ky B'. A date without year is the nearest one.
 */
export function parseMeetingLine(line: string, today: DateOnly): ParsedMeeting {
  let text = oneLine(cleanText(line));
  const head: ParsedMeeting['head'] = {};

  const times = parseTimeRange(text);
  if (times) {
    head.startsAt = times.start;
    if (times.end) head.endsAt = times.end;
    text = blank(text, times.from, times.to);
  }
  const date = parseDate(text, today);
  if (date) {
    head.heldOn = date.date;
    text = blank(text, date.from, date.to);
  }

  const counted = takeAttendance(text);
  if (counted) text = counted.rest;
  const fields = labelledFields(text);
  const agenda: string[] = [];
  for (const { field, value } of fields.values) {
    if (value === '') continue;
    if (field === 'agenda') agenda.push(...value.split(';').map(tidy).filter(Boolean));
    else head[field] = value;
  }

  let rest = fields.rest;
  const kind = findKind(rest);
  if (kind) {
    head.kind = kind.kind;
    // 'chi ủy chi bộ X' names the unit next; 'chi ủy X' is itself how the unit is called.
    if (kind.kind !== 'committee' || /chi bo/u.test(fold(rest))) rest = blank(rest, kind.from, kind.to);
  }
  const unitText = tidy(
    rest.replace(/(?<!\p{L})(?:ngày|ngay|lúc|luc|vào|vao|từ|tu|họp|hop|cuộc|cuoc)(?!\p{L})/giu, ' '),
  );
  return { unitText, head, agenda, ...(counted ? { attendance: counted.attendance } : {}) };
}

/** One count with its word, in folded form: 'tong 17', 'vang 2 co ly do', 'co mat 14'. */
const absence = 'vang(?: (?:co|khong)(?: co)? (?:ly do|phep))?';
const countOf =
  `(?:tong so dang vien|tong so|tong|(?:dang vien )?chinh thuc|(?:dang vien )?du bi|(?:duoc )?mien(?: sinh hoat| cong tac)?|` +
  `co mat|du hop|${absence}|tam thoi (?:chuyen )?(?:den|di))\\s*:?\\s*\\d+(?: (?:dang vien|dong chi|d/c|nguoi))?` +
  `(?: (?:co|khong)(?: co)? (?:ly do|phep))?`;
/** Two or more counts in a row; a single one may be part of the agenda. */
const counts = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:diem danh\\s*[:-]?\\s*)?${countOf}(?:[\\s,;]+(?:va )?${countOf})+(?![\\p{L}\\p{N}])`,
  'u',
);
/** 'có mặt 15/15', 'dự họp 14/15, vắng có lý do 1': enough by itself. */
const partOfAll = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:diem danh\\s*[:-]?\\s*)?(?:co mat|du hop)\\s*:?\\s*\\d+\\s*/\\s*\\d+(?: (?:dang vien|dong chi|d/c))?` +
    `(?:[\\s,;]+(?:va )?${countOf})*(?![\\p{L}\\p{N}/])`,
  'u',
);

function takeAttendance(text: string): { attendance: Attendance; rest: string } | null {
  const match = partOfAll.exec(fold(text)) ?? counts.exec(fold(text));
  if (!match) return null;
  const end = match.index + match[0].length;
  const { attendance } = parseAttendance(text.slice(match.index, end));
  return attendance && { attendance, rest: blank(text, match.index, end) };
}

function labelledFields(text: string): {
  rest: string;
  values: { field: (typeof labels)[number][0]; value: string }[];
} {
  const folded = fold(text);
  const all = labels.map(([, words]) => `(${words})`).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${all})(?![\\p{L}\\p{N}])\\s*[:\\-]?\\s*`, 'gu');
  const found = [...folded.matchAll(pattern)].map((match) => ({
    from: match.index,
    valueFrom: keptInValue.test(match[0])
      ? match.index + (keptInValue.exec(match[0])?.[0].length ?? 0)
      : match.index + match[0].length,
    field: (labels[match.slice(1).findIndex((group) => group !== undefined)] as (typeof labels)[number])[0],
  }));
  const values = found.map(({ valueFrom, field }, i) => ({
    field,
    value: tidy(text.slice(valueFrom, found[i + 1]?.from ?? text.length)),
  }));
  return { rest: text.slice(0, found[0]?.from ?? text.length), values };
}

const blank = (text: string, from: number, to: number): string =>
  text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);

// 'đ/c' is how a comrade is addressed, not part of the name that the minutes print.
const tidy = (text: string): string =>
  oneLine(
    text
      .replace(/^[\s,;:.–-]+|[\s,;:–-]+$/gu, '')
      .replace(/^(?:đ\/c|d\/c|đồng chí|dong chi)\s+/iu, '')
      .replace(/(?<!\p{L})(?:ngày|ngay|lúc|luc|vào|vao)\s*$/iu, ''),
  ).replace(/[\s,;:–-]+$/u, '');
