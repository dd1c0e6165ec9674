import type { DateOnly } from '../../core/clock.ts';
import { findAttendance } from './find-attendance.ts';
import { terms } from './head-words.ts';
import { findLabels, isPersonField } from './line-labels.ts';
import { type LineReading, addTopic, blank, noteUnclear, unread } from './line-reading.ts';
import { repairLine } from './line-words.ts';
import { type ParsedAttendance, parseAttendance } from './parse-attendance.ts';
import type { ParsedMeeting } from './parsed-meeting.ts';
import { endsWithName } from './read-people.ts';
import { isUnclear, readWhen } from './read-when.ts';
import { takeHead } from './take-head.ts';
import { takeLabelled } from './take-labelled.ts';
import { takeVisitors } from './take-people.ts';

export { findKind } from './read-kind.ts';

export type { EntryField, ParsedMeeting } from './parsed-meeting.ts';

/** 'Phùng Văn Sáng, 8h', 'Lê Văn Chiều': a given name that reads like a part of the day. */
const dayWordsOfNames =
  /(?<=(?<!\p{L})\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+\s)(?:Sáng|Trưa|Chiều|Tối|Đêm|Mai|Hôm)(?!\p{L})/gu;
const hidden = (all: string): string => ' '.repeat(all.length);

const absentPerson = String.raw`(?:các |cac )?(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|ong|bà|anh|chị|cô|chú|bác|bac|thầy|thay)\s\p{L}+(?:\s\p{Lu}\p{L}*){0,3}(?:\s*\([^()]*\))?`;
const absentPeople = new RegExp(
  String.raw`(?<!\p{L})(?:vắng|vang)(?:\s(?:mặt|mat))?\s*:?\s*${absentPerson}(?:\s*(?:,|và|va)\s*${absentPerson})*(?=\s*(?:[,;.]|$))(?!\s*,\s*(?:có|co|không|khong)\s)`,
  'iu',
);

/** How many members a unit has, told by itself. */
const membership =
  /\(?\s*(?:(?:có|co|gồm|gom)\s+)?(?<![\d/.,:-])(\d{1,3})\s*(?:đảng viên|dang vien|đv|dv)(?!\p{L})(?!\s+(?:xin|đi|di|nghỉ|nghi|chính|chinh|dự|du|có|co|vắng|vang|mới|moi|trẻ|tre))\s*\)?/giu;

/**
 * Reads '/hop' in one line: unit, kind, days, times and labelled fields in any order, with or without diacritics:
 * 'chi bo van phong thuong ky 5/8/2026 14h-15h40 chu tri A, thu ky B'. A date without year is the last such day. Every
 * word is accounted for: what is neither read nor part of a name is told in `unclear`.
 */
export function parseMeetingLine(line: string, today: DateOnly): ParsedMeeting {
  return readLine(unread(repairLine(line), today));
}

function readLine(reading: LineReading): ParsedMeeting {
  takeAttendance(reading);
  takeWhen(reading);
  takeVisitors(reading);
  takeLabelled(reading);
  const unit = takeHead(reading);
  for (const { words, isAbout } of reading.matters) {
    // 'họp đột xuất …, về X': a meeting out of turn is called by what it was about.
    const isNamed = reading.isMeetingOfTwo || reading.head.kind === 'other';
    if ((reading.isEvent || (isAbout && isNamed)) && !reading.head.topic) addTopic(reading, words);
    else reading.agenda.push(words);
  }
  doubtPlace(reading);
  if (reading.participants.length > 0) reading.head.participants = reading.participants;
  return {
    unitText: unit[0]?.text ?? '',
    ...(unit.length > 1 ? { unitTexts: unit.slice(1) } : {}),
    ...(reading.unitPieces.length > 1 ? { pieces: reading.unitPieces } : {}),
    head: reading.head,
    agenda: reading.agenda,
    line: reading.line,
    used: reading.used,
    ...(reading.conclusions.length > 0 ? { conclusions: reading.conclusions } : {}),
    ...(reading.attendance ? { attendance: reading.attendance } : {}),
    ...(reading.unclear.length > 0 ? { unclear: reading.unclear } : {}),
    ...(reading.isPlanned ? { isPlanned: true } : {}),
  };
}

function takeAttendance(reading: LineReading): void {
  takeAbsent(reading);
  const found = findAttendance(reading.text);
  if (!found) return;
  const counts = reading.text.slice(found.from, found.to);
  const read = parseAttendance(counts);
  const { attendance, unclear } = hasOpenTotal(read) ? withTotal(reading, counts, found) : read;
  if (attendance) reading.attendance = attendance;
  else if (unclear.length > 0) noteUnclear(reading, 'attendance', reading.text.slice(found.from, found.to));
  reading.used.push(reading.text.slice(found.from, found.to));
  reading.text = blank(reading.text, found.from, found.to);
}

const hasOpenTotal = ({ attendance, unclear }: ParsedAttendance): boolean =>
  unclear.includes('total') || attendance?.total === null;

/** 'vắng: ông Tư (ốm), bà Sáu': who was away and why is nobody's business here; how many were is asked. */
function takeAbsent(reading: LineReading): void {
  const match = absentPeople.exec(reading.text);
  if (!match) return;
  noteUnclear(reading, 'attendance');
  reading.used.push(match[0]);
  reading.text = blank(reading.text, match.index, match.index + match[0].length);
}

/** 'Chi bộ Một (17 đảng viên) …, vắng 2': how many there are stands apart from who was there. */
function withTotal(
  reading: LineReading,
  counts: string,
  { from, to }: { from: number; to: number },
): ParsedAttendance {
  const elsewhere = blank(reading.text, from, to);
  const totals = [...elsewhere.matchAll(membership)];
  const [total] = totals;
  const read = parseAttendance(total ? `tổng ${total[1]}, ${counts}` : counts);
  if (!total || totals.length > 1 || !read.attendance) return parseAttendance(counts);
  reading.used.push(total[0]);
  reading.text = blank(reading.text, total.index, total.index + total[0].length);
  return read;
}

function takeWhen(reading: LineReading): void {
  // Agenda and conclusions have days of their own.
  let searched = reading.text.replace(terms, hidden).replace(dayWordsOfNames, hidden);
  const labels = findLabels(reading.text);
  labels.forEach((label, i) => {
    if (label.field !== 'agenda' && label.field !== 'conclusions') return;
    searched = blank(searched, label.from, labels[i + 1]?.from ?? searched.length, '‖');
  });
  const when = readWhen(searched, reading.today);
  for (const key of ['heldOn', 'endsOn', 'startsAt', 'endsAt'] as const) {
    const value = when[key];
    if (value !== undefined) reading.head[key] = value;
  }
  // Of a meeting that is to come nobody has been counted.
  reading.isPlanned = when.isPlanned || (when.isAhead === true && !reading.attendance);
  for (const { field, words } of when.unclear) noteUnclear(reading, field, words);
  for (const { from, to } of when.spans) {
    reading.used.push(reading.text.slice(from, to));
    reading.text = blank(reading.text, from, to);
  }
  if (when.heldOn !== undefined || isUnclear(when, 'date')) return;
  // A day in the agenda alone may be the meeting's or the matter's.
  if (readWhen(reading.text, reading.today).heldOn !== undefined) noteUnclear(reading, 'date');
}

/** 'phòng họp số 3 Lê Văn Mẫu', where somebody was not understood: the name may be theirs. */
function doubtPlace(reading: LineReading): void {
  const { place = '' } = reading.head;
  const isOpen = reading.unclear.some((one) => isPersonField(one.field));
  if (!isOpen || !endsWithName(place)) return;
  delete reading.head.place;
  noteUnclear(reading, 'place', place);
}
