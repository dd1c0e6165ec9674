import type { DateOnly } from '../../core/clock.ts';
import { addDays, isValidDate, makeDate } from '../../text/dates.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import type { PartialDate } from '../register/member.ts';
import type { CellValue } from './sheet.ts';

/**
 * A date cell in any form offices type or Excel keeps: a day cell, a serial number, '03/02/1985', '3.2.85',
 * '3-2-1985', '1985-02-03', 'ngày 3 tháng 2 năm 1985', '02/1985', 1985. As exact as the cell: 'YYYY', 'YYYY-MM' or
 * 'YYYY-MM-DD'. Null for an empty cell, 'invalid' for anything else. Two-digit years end at the year of `today`.
 */
export function parseCellDate(cell: CellValue | undefined, today: DateOnly): PartialDate | null | 'invalid' {
  if (cell === null || cell === undefined || cell === '') return null;
  if (cell instanceof Date) {
    // The reader gives midnight UTC; a time of day, where there is one, never belongs to another day.
    const day = Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
    return checked(day);
  }
  if (typeof cell === 'boolean') return 'invalid';
  if (typeof cell === 'number') return fromNumber(cell);
  const text = fold(cleanText(cell))
    .trim()
    .replace(/^(?:ngay|sinh|nam|thang)\s+(?=\d)/u, '');
  if (text === '' || /^[-–.x/]+$/u.test(text)) return null;
  if (/^\d{5}(?:\.\d+)?$/u.test(text)) return fromNumber(Number(text));
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/u.exec(text);
  if (iso) return day(iso[1], iso[2], iso[3], today);
  const full =
    /^(\d{1,2})\s*[-/., ]\s*(\d{1,2})\s*[-/., ]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?$/u.exec(text) ??
    /^(\d{1,2})\s*thang\s*(\d{1,2})\s*,?\s*(?:nam\s*)?(\d{4})$/u.exec(text);
  if (full) {
    const [, first, second, year] = full;
    // Excel with American settings exports '12/31/1985': only read so where the other order is no date.
    return Number(second) > 12 && Number(first) <= 12
      ? day(year, first, second, today)
      : day(year, second, first, today);
  }
  const month =
    /^(\d{1,2})\s*[-/.]\s*(\d{4})$/u.exec(text) ?? /^(?:t)?(\d{1,2})\s*(?:nam)\s*(\d{4})$/u.exec(text);
  const isoMonth = /^(\d{4})-(\d{1,2})$/u.exec(text);
  if (month ?? isoMonth) {
    const [year, number] = month ? [month[2], month[1]] : [isoMonth?.[1], isoMonth?.[2]];
    const value = makeDate(Number(year), Number(number), 1);
    return value === null ? 'invalid' : checked(value) === 'invalid' ? 'invalid' : value.slice(0, 7);
  }
  return /^\d{4}$/u.test(text) ? fromNumber(Number(text)) : 'invalid';
}

/** Excel counts days from 30/12/1899 (its 1900 is wrongly a leap year, which no living member reaches). */
function fromNumber(value: number): PartialDate | 'invalid' {
  if (Number.isInteger(value) && value >= 1900 && value <= 2100) return String(value);
  if (value < 3000 || value > 80_000) return 'invalid';
  return checked(addDays('1899-12-30', Math.floor(value)));
}

function day(
  year: string | undefined,
  month: string | undefined,
  date: string | undefined,
  today: DateOnly,
): PartialDate | 'invalid' {
  const typed = Number(year);
  const century = Number(today.slice(0, 2)) * 100;
  const whole =
    (year ?? '').length === 4
      ? typed
      : typed + (typed <= Number(today.slice(2, 4)) ? century : century - 100);
  return checked(makeDate(whole, Number(month), Number(date)) ?? '');
}

const checked = (date: string): PartialDate | 'invalid' =>
  isValidDate(date) && date >= '1900-01-01' && date < '2100-01-01' ? date : 'invalid';
