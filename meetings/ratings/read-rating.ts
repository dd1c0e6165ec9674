import type { DateOnly } from '../../core/clock.ts';
import { dateParts } from '../../text/calendar.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import { ratingLevels } from './criteria.ts';
import type { RatingLevel } from './criteria.ts';
import { levelWords } from './read-criteria.ts';

/** A number for each level; null where it was not told. It is never worked out from the others. */
export type LevelNumbers = Readonly<Record<RatingLevel, number | null>>;

/** What '/xeploai' was told. */
export type ReadRating =
  /** Figures of a quarter; `numbers` null: they are asked for. */
  | {
      type: 'quarter';
      year: number;
      quarter: number;
      measure: 'count' | 'share';
      numbers: LevelNumbers | null;
      total: number | null;
      unitText: string;
    }
  /** One meeting, or the meeting of a month. */
  | {
      type: 'meeting';
      /** The first day of the month; null: the meeting that is being logged. */
      month: DateOnly | null;
      level: RatingLevel | null;
      score: number | null;
      /** Points of each criterion in order. */
      scores: readonly number[] | null;
      /** Whether every criterion that has to has full marks; null: not told. */
      hasRequired: boolean | null;
      unitText: string;
    };

const yearPart = '(?:\\s*[/-]\\s*(\\d{4})|\\s+(?:nam\\s+)?(\\d{4}))?';
const quarterPattern = new RegExp(`(?<!\\p{L})quy\\s*(iv|iii|ii|i|[1-4])(?![\\p{L}\\d])${yearPart}`, 'u');
const monthPattern = new RegExp(`(?<!\\p{L})thang\\s*(\\d{1,2})(?!\\d)${yearPart}`, 'u');
const number = '\\d+(?:[.,]\\d+)*';
const roman: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4 };

/** Reads 'quy 2 tot 42 kha 9 tb 1', 'quý 2/2023 tốt 80,8% khá 17,73%', 'tháng 8 chi bộ A 92 điểm', 'khá', 'điểm 20 15 9'. */
export function readRating(line: string, today: DateOnly): ReadRating {
  const text = oneLine(cleanText(line));
  const quarter = quarterPattern.exec(fold(text));
  return quarter ? readQuarter(text, quarter, today) : readMeeting(text, today);
}

function readQuarter(text: string, found: RegExpExecArray, today: DateOnly): ReadRating {
  const { year, month } = dateParts(today);
  const quarter = roman[found[1] ?? ''] ?? Number(found[1]);
  const told = Number(found[2] ?? found[3] ?? 0);
  let rest = cut(text, found.index, found[0].length);
  const numbers: Record<RatingLevel, number | null> = { good: null, fair: null, average: null, weak: null };
  const isShare = /%|phan tram/u.test(fold(rest));
  for (const [level, words] of levelWords) {
    const match = new RegExp(
      `(?<!\\p{L})(?:loai |muc )?(?:${words})\\s*[:=]?\\s*(?:dat |chiem |la )?(${number})\\s*(?:%|phan tram)?`,
      'u',
    ).exec(fold(rest));
    if (!match) continue;
    numbers[level] = isShare ? parseDecimal(match[1] ?? '') : Number((match[1] ?? '').replace(/[.,]/gu, ''));
    rest = cut(rest, match.index, match[0].length);
  }
  const total = new RegExp(`(?<!\\p{L})(?:tong(?: so)?|tren)\\s*[:=]?\\s*(${number})`, 'u').exec(fold(rest));
  if (total) rest = cut(rest, total.index, total[0].length);
  const isTold = ratingLevels.some((level) => numbers[level] !== null);
  return {
    type: 'quarter',
    // A quarter that has not begun is last year's.
    year: told || (quarter > Math.ceil(month / 3) ? year - 1 : year),
    quarter,
    measure: isShare ? 'share' : 'count',
    numbers: isTold ? numbers : null,
    total: total ? Number((total[1] ?? '').replace(/[.,]/gu, '')) : null,
    unitText: unitTextOf(rest),
  };
}

function readMeeting(text: string, today: DateOnly): ReadRating {
  const now = dateParts(today);
  const found = monthPattern.exec(fold(text));
  let rest = found ? cut(text, found.index, found[0].length) : text;
  const month = Number(found?.[1] ?? 0);
  const year = Number(found?.[2] ?? found?.[3] ?? 0) || (month > now.month ? now.year - 1 : now.year);

  const sheet = new RegExp(
    `(?<!\\p{L})diem\\s*(?:tung muc|cac muc)?\\s*[:=]?\\s*(${number}(?:[\\s;+]+${number})+)`,
    'u',
  ).exec(fold(rest));
  if (sheet) rest = cut(rest, sheet.index, sheet[0].length);
  // 'tốt 92', 'loại tốt, 92', '92 tốt', '92': a number beside the level, and nothing else, is its score.
  const levels = levelWords.map(([, one]) => one).join('|');
  const beside = new RegExp(
    `^(.*?(?<!\\p{L})(?:${levels}))\\s*[,:(-]?\\s*(\\d{1,3}(?:[.,]\\d+)?)\\s*\\)?$|^(\\d{1,3}(?:[.,]\\d+)?)(?=$|\\s*[,:-]?\\s*(?:xep )?(?:loai |muc )?(?:${levels})$)`,
    'u',
  ).exec(fold(rest).trim());
  if (beside && !sheet) {
    const at = beside[2] === undefined ? rest.indexOf(beside[3] ?? '') : rest.lastIndexOf(beside[2]);
    rest = cut(rest, at, (beside[2] ?? beside[3] ?? '').length).replace(/[\s,:()-]+$/u, '');
  }
  const single = new RegExp(
    `(?<![\\p{L}\\d])(?:(?:dat |duoc |tong )?(${number})\\s*(?:diem|d)(?!\\p{L})|(?:tong )?diem\\s*[:=]?\\s*(${number}))`,
    'u',
  ).exec(fold(rest));
  if (single) rest = cut(rest, single.index, single[0].length);
  const required =
    /(?:(khong|chua) )?(?:du|dat) (?:diem )?(?:toi da )?(?:ca |tat ca |cac )?(?:\w+ )?muc(?: bat buoc)?|thieu muc bat buoc/u.exec(
      fold(rest),
    );
  if (required) rest = cut(rest, required.index, required[0].length);
  let level: RatingLevel | null = null;
  for (const [one, words] of levelWords) {
    const match = new RegExp(`(?<!\\p{L})(?:xep )?(?:loai |muc )?(?:${words})(?!\\p{L})[.!]?\\s*$`, 'u').exec(
      fold(rest),
    );
    if (!match || level) continue;
    level = one;
    rest = cut(rest, match.index, match[0].length);
  }
  const points = (typed: string | undefined): number | null => (typed ? parseDecimal(typed) : null);
  return {
    type: 'meeting',
    month: found && month >= 1 && month <= 12 ? `${year}-${String(month).padStart(2, '0')}-01` : null,
    level,
    score: points(single?.[1] ?? single?.[2] ?? (sheet ? undefined : (beside?.[2] ?? beside?.[3]))),
    scores: sheet ? (sheet[1] ?? '').split(/[\s;+]+/u).map((typed) => parseDecimal(typed) ?? 0) : null,
    hasRequired: required ? required[1] === undefined && !required[0].startsWith('thieu') : null,
    unitText: unitTextOf(rest),
  };
}

const cut = (text: string, from: number, length: number): string =>
  `${text.slice(0, from)} ${text.slice(from + length)}`;

/** What is left is the unit. */
const unitTextOf = (rest: string): string =>
  oneLine(
    rest
      .replace(/[,;:.]+/gu, ' ')
      .replace(/(?<!\p{L})(?:của|cua|cuộc họp|cuoc hop|họp|hop|xếp loại|xep loai)(?!\p{L})/giu, ' '),
  );

/** Why figures of a quarter cannot be right. */
export type QuarterProblem =
  { type: 'over'; sum: number; total: number } | { type: 'not-whole'; sum: number; total: number };

/** Sum and gaps of a quarter's figures. `missing` stays empty in the store, whatever the sum leaves over. */
export function checkQuarter(
  measure: 'count' | 'share',
  numbers: LevelNumbers,
  total: number | null,
): { sum: number; missing: RatingLevel[]; problem: QuarterProblem | null } {
  const missing = ratingLevels.filter((level) => numbers[level] === null);
  // Sums of decimals are compared and shown to hundredths.
  const sum = Math.round(ratingLevels.reduce((all, level) => all + (numbers[level] ?? 0), 0) * 100) / 100;
  const whole = measure === 'share' ? 100 : total;
  if (whole === null) return { sum, missing, problem: null };
  const slack = measure === 'share' ? 0.05 : 0;
  if (sum > whole + slack) return { sum, missing, problem: { type: 'over', sum, total: whole } };
  const isShort = missing.length === 0 && sum < whole - slack;
  return { sum, missing, problem: isShort ? { type: 'not-whole', sum, total: whole } : null };
}
