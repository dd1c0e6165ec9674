import type { DateOnly } from '../../core/clock.ts';
import { addMonths, findPeriods } from '../../text/dates.ts';
import type { Period } from '../../text/dates.ts';
import type { PhraseReader } from './phrase-reader.ts';
import { words } from './phrase-reader.ts';

/** The time that a typed line names: a day to which a figure holds, or a period in which it came about. */
export interface TakenTime {
  asOf: DateOnly;
  period: Period | null;
  /** True where the line said 'to' a day or period, not 'in' it. */
  isUntil: boolean;
}

const now = words(
  '(?:tinh )?(?:cho )?(?:den|toi) (?:thoi diem )?(?:nay|hien tai|hien nay|bay gio|hom nay)|hien nay|hien tai|bay gio|hom nay|luc nay',
);
const leadIn =
  /(?<![\p{L}\p{N}])(?:(?:tinh |so lieu |so lieu tinh )?(?:cho )?(?:(den|toi|tinh toi|tai|vao|luc|trong|cuoi|het|dau|tu) ?(?:cuoi |het |dau )?)?(?:thoi diem |ngay )*(?:ngay |cuoi |het |dau )?)$/u;

/** In '15 đến 30/6/2026' the 15 is an amount unless 'từ' or 'ngày' stands before it. */
const amountBefore = /(?<![\p{L}\p{N}/.,-])(?<!(?:tu|ngay|hai ngay) )\d+(?= +(?:tinh )?(?:den|toi) )/gu;

/**
 * Takes the first day or period out of the line, with its lead-in ('tính đến ngày …'). A period becomes its last day
 * ('đầu năm 2026': its first); a day without a year is the latest one not after `today`. Null where the line names none.
 */
export function takeTime(reader: PhraseReader, today: DateOnly): TakenTime | null {
  const period = findPeriods(
    reader.rest().replace(amountBefore, (amount) => '|'.repeat(amount.length)),
    today,
  )[0];
  if (!period) return reader.take(now) ? { asOf: today, period: null, isUntil: true } : null;
  const { from, to } = period.span;
  const before = reader.rest().slice(0, from);
  const lead = leadIn.exec(before);
  const leadText = lead?.[0] ?? '';
  const isStart = /(?<!\p{L})dau(?!\p{L})/u.test(leadText);
  const typed = reader.text.slice(from, to);
  reader.cut(from - leadText.length, to);
  let asOf = isStart ? period.from : period.to;
  if (period.kind === 'day') {
    while (asOf > today && !/\d{4}|\d\/\d+\/\d|nam/u.test(typed)) asOf = addMonths(asOf, -12);
    return { asOf, period: null, isUntil: true };
  }
  // A period that is still running ends, for a count, today.
  if (period.from <= today && asOf > today) asOf = today;
  return { asOf, period, isUntil: /(?<!\p{L})(?:den|toi)(?!\p{L})/u.test(leadText) };
}
