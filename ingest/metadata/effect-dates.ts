import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths } from '../../text/calendar.ts';
import { findDates } from '../../text/days.ts';
import { fold } from '../../text/normalise.ts';

/*
 * From when and until when something holds, as provisions say it: 'có hiệu lực từ ngày ký', 'kể từ ngày 01 tháng 7 năm
 * 2025', 'sau 45 ngày kể từ ngày ký ban hành', 'có hiệu lực đến hết ngày 31/12/2026'.
 */

/** What days are counted from. */
export interface OwnDates {
  issuedOn: DateOnly | null;
  /** From when the document holds as a whole, where it says so elsewhere. */
  effectiveOn: DateOnly | null;
}

const dated = String.raw`(?<date>\d)`;
const signed = String.raw`(?:duoc\s+)?(?:ky|thong qua|ban hanh|cong bo|quoc hoi)`;
const patterns: readonly RegExp[] = [
  // 'sau 45 ngày kể từ ngày ký', 'sau 02 tháng kể từ ngày ban hành'
  new RegExp(
    String.raw`sau\s+(?<count>\d{1,3})(?:\s*\([^)]*\))?\s+(?<unit>ngay|thang)\s*,?\s*(?:ke\s+)?tu\s+ngay\s+${signed}`,
    'u',
  ),
  new RegExp(String.raw`hieu luc(?:\s+thi hanh)?\s*,?\s*(?:ke\s+)?(?:tu|vao)?\s*ngay\s+${dated}`, 'u'),
  new RegExp(String.raw`(?:ke tu|(?<!\p{L})tu)\s+ngay\s+${dated}`, 'u'),
  new RegExp(
    String.raw`(?:hieu luc(?:\s+thi hanh)?|(?<!\p{L})ke|thuc hien)\s*,?\s*(?:ke\s+)?tu\s+ngay\s+(?<signing>${signed})`,
    'u',
  ),
];

/**
 * The day from which a sentence lets its act hold; null where it names none. 'từ ngày Quyết định này có hiệu lực' is
 * the day of the document itself.
 */
export function dateOfEffect(sentence: string, own: OwnDates): DateOnly | null {
  const folded = fold(sentence);
  for (const pattern of patterns) {
    for (const match of folded.matchAll(new RegExp(pattern, 'gu'))) {
      const { count, unit, date, signing } = match.groups ?? {};
      if (count !== undefined) {
        if (own.issuedOn === null) continue;
        return unit === 'ngay'
          ? addDays(own.issuedOn, Number(count))
          : addMonths(own.issuedOn, Number(count));
      }
      if (signing !== undefined) return own.issuedOn;
      const at = match.index + match[0].length - (date?.length ?? 0);
      const found = findDates(sentence.slice(at, at + 40))[0];
      if (found?.from === 0) return found.date;
    }
  }
  return own.effectiveOn;
}

const lastDay = new RegExp(String.raw`(?:den|cho den|toi)\s+(?:het\s+)?(?:ngay\s+)(?<date>\d)`, 'gu');

/** 'đến hết ngày 31 tháng 12 năm 2025': the last day that a sentence names, 'đến trước ngày' the day before; or null. */
export function lastDayOf(sentence: string): DateOnly | null {
  const folded = fold(sentence);
  for (const match of folded.matchAll(lastDay)) {
    const at = match.index + match[0].length - (match.groups?.['date']?.length ?? 0);
    const found = findDates(sentence.slice(at, at + 40))[0];
    if (found?.from === 0) return found.date;
  }
  const before = /(?:den|cho den)\s+truoc\s+ngay\s+(?<date>\d)/u.exec(folded);
  if (!before) return null;
  const at = before.index + before[0].length - (before.groups?.['date']?.length ?? 0);
  const found = findDates(sentence.slice(at, at + 40))[0];
  return found?.from === 0 && found.date !== null ? addDays(found.date, -1) : null;
}

const ownName =
  '(?:nghi quyet|nghi dinh|thong tu|quyet dinh|quy dinh|quy che|luat|chi thi|chuong trinh|ke hoach|huong dan|ket luan|van ban) nay';
const ownForce = new RegExp(
  String.raw`(?<!\p{L})${ownName}(?:(?:\s+co)?\s+hieu luc|(?:\s+duoc)?\s+(?:thuc hien|ap dung)\s+(?:ke\s+)?tu\s+ngay)[^.;]{0,120}?(?:den|toi)\s+(?:het\s+)?(?:ngay|truoc ngay)`,
  'u',
);
const ownStart = new RegExp(
  String.raw`^(?:\d+[.)]\s*)?${ownName}(?!\p{L})[^.;]{0,160}?(?<!khong )(?:thuc hien|ap dung)\s+(?:ke\s+)?tu\s+ngay`,
  'u',
);

/**
 * Whether a paragraph may say from when its own document holds: 'Quy định này có hiệu lực …', and as guidelines and plans
 * put it, 'Hướng dẫn này … thực hiện từ ngày …'.
 * @param folded the folded paragraph or sentence
 */
export const tellsOwnTerm = (folded: string): boolean =>
  / nay(?:\s+(?:duoc|co|,))*\s+(?:\S+\s+){0,12}?hieu luc/u.test(folded) || ownStart.test(folded.trimStart());

/** The last day that a document gives itself ('Nghị quyết này có hiệu lực … đến hết ngày 31/12/2027'), or null. */
export function expiryOf(text: string): DateOnly | null {
  const folded = fold(text);
  const match = ownForce.exec(folded);
  if (!match) return null;
  const end = folded.indexOf('.', match.index + match[0].length + 12);
  return lastDayOf(text.slice(match.index, end < 0 ? match.index + 400 : end));
}
