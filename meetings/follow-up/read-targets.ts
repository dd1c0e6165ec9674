import type { DateOnly } from '../../core/clock.ts';
import { findPeriods } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseDecimal, parseNumberWords } from '../../text/numbers.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import { splitItems } from './read-items.ts';
import type { NewTarget, TargetLevel } from './target.ts';

/* Targets as meetings set them, and what is told of how far they were reached. */

/** 'Mỗi đảng bộ cơ sở …': the longer names first. */
const levels: readonly (readonly [RegExp, TargetLevel])[] = [
  [/^(?:to chuc co so dang|tccsd|cap uy co so|dang bo, chi bo co so)(?!\p{L})/u, 'grassroots_org'],
  [/^dang bo co so(?!\p{L})/u, 'grassroots_committee'],
  [/^chi bo(?!\p{L})/u, 'cell'],
  [/^dang bo(?!\p{L})/u, 'upper_grassroots'],
];
const each = /^(?:(?:phan dau|bao dam|dam bao)\s+)?(?:moi|tung)\s+/u;
/** A number with what it counts; not a name ('4 tốt'), a document or a day. */
const number =
  /(?<![\p{L}\d.,/-])(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?|mot)(?!\s+tot(?!\p{L}))(?![\d.,]*\d)\s*(%|\p{L}+(?:\s+\p{L}+)?)?(?![\d/-])/gu;
const digit = 'một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười';
const numeral = `${digit}|mốt|tư|lăm|mươi|trăm|linh|lẻ|nghìn|ngàn`;
/**
 * 'hai chi bộ', 'hai mươi mốt đảng viên': numbers in words before what targets count, as they are written with their
 * marks; 'năm' alone is a year too.
 */
const spelled = new RegExp(
  String.raw`(?<!\p{L})(?!năm\s+(?!(?:${numeral})\s))(?:${digit})(?:\s+(?:${numeral}))*(?=\s+(?:chi bộ|chi ủy|đảng viên|đồng chí|quần chúng|đoàn viên|buổi|lần|mô hình|tổ đảng|thôn|ấp|đơn vị|công trình)(?!\p{L}))`,
  'giu',
);
const namesOnly = /(?:^|\s)(?:so|nam|quy|thang|khoa|lan thu|dieu|muc|nghi quyet|chi thi|de an)\s*$/u;
/** At most, not at least. */
const ceiling = /(?<!\p{L})(?:khong qua|duoi|toi da|giam con|khong vuot)(?!\p{L})/u;

/** True where less is better: 'tỷ lệ vắng dưới 5%'. */
export const isCeiling = (content: string): boolean => ceiling.test(fold(cleanText(content)));

/** Whether an amount satisfies a target; null where the target is no number. */
export const reaches = (target: Pick<NewTarget, 'content' | 'amount'>, amount: number): boolean | null =>
  target.amount === null
    ? null
    : isCeiling(target.content)
      ? amount <= target.amount
      : amount >= target.amount;

/** Reads targets, one an item: 'Kết nạp 18 đảng viên trong năm 2026; Mỗi đảng bộ cơ sở có một chi bộ 4 tốt'. A period holds until another is named. */
export function readTargets(text: string, today: DateOnly): NewTarget[] {
  let period = '';
  let startsOn: DateOnly | null = null;
  let endsOn: DateOnly | null = null;
  return splitItems(text).map((item) => {
    const [found] = findPeriods(item, today);
    if (found) ({ label: period, from: startsOn, to: endsOn } = found);
    const content = oneLine(item);
    return {
      content: content.charAt(0).toLocaleUpperCase('vi') + content.slice(1),
      ...readAmount(found ? blank(item, found.span.from, found.span.to) : item),
      ofLevel: levelOf(item),
      ...{ period, startsOn, endsOn },
    };
  });
}

function levelOf(item: string): TargetLevel | null {
  const folded = fold(oneLine(cleanText(item)));
  const opened = each.exec(folded);
  if (!opened) return null;
  const named = folded.slice(opened[0].length);
  return levels.find(([pattern]) => pattern.test(named))?.[1] ?? null;
}

const blank = (text: string, from: number, to: number): string =>
  text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);

/** The first number that counts something, with what it counts. */
function readAmount(item: string): Pick<NewTarget, 'amount' | 'measure'> {
  let clean = cleanText(item).replace(spelled, (words) => parseNumberWords(words)?.toString() ?? words);
  for (const { from, to } of findLooseSymbols(clean)) clean = blank(clean, from, to);
  const folded = fold(clean);
  for (const match of folded.matchAll(number)) {
    const [whole, digits = '', counted = ''] = match;
    if (namesOnly.test(folded.slice(0, match.index))) continue;
    // 'Một số chi bộ' counts nothing.
    if (digits === 'mot' && (counted === '' || /^so(?!\p{L})/u.test(counted))) continue;
    const at = match.index + whole.length - counted.length;
    return {
      amount: digits === 'mot' ? 1 : parseDecimal(digits),
      measure: oneLine(clean.slice(at, match.index + whole.length)),
    };
  }
  return { amount: null, measure: '' };
}

/** What was reached, as typed; `unit` is named before a colon, '' where it is not. */
export interface TypedResult {
  unit: string;
  result: string;
  amount: number | null;
  /** 'đạt', 'chưa đạt'; null where neither was said. */
  isReached: boolean | null;
}

/** Reads '15 đảng viên', 'chưa đạt, mới có 2', and for several units 'Đảng bộ xã A: 1; Đảng bộ xã B: chưa đạt'. */
export function readResults(text: string): TypedResult[] {
  return splitItems(text).map((item) => {
    const colon = item.indexOf(':');
    const unit = colon > 0 ? oneLine(item.slice(0, colon)) : '';
    const result = oneLine(colon > 0 ? item.slice(colon + 1) : item);
    const folded = fold(result);
    const isMissed = /(?<!\p{L})(?:chua|khong)\s+(?:dat|hoan thanh|co)(?!\p{L})/u.test(folded);
    const isReached = /(?<!\p{L})(?:dat|hoan thanh|vuot)(?!\p{L})/u.test(folded);
    return {
      unit,
      result,
      amount: readAmount(result).amount,
      isReached: isMissed ? false : isReached ? true : null,
    };
  });
}

/** A sentence that asks for targets: 'các chỉ tiêu năm 2026', 'chỉ tiêu nào chưa đạt'; null for anything else. */
export function recogniseTargets(sentence: string): string | null {
  const folded = fold(oneLine(cleanText(sentence))).replace(/[?.!]+$/u, '');
  const asks =
    /^(?:xem |cho xem |danh sach |bang |cac |nhung )*chi tieu(?: (?:nao|cua|nam|quy|nhiem ky|dang|da|chua|con)(?!\p{L}).{0,60})?$/u;
  return folded.length <= 100 && asks.test(folded)
    ? oneLine(cleanText(sentence)).replace(/[?.!]+$/u, '')
    : null;
}
