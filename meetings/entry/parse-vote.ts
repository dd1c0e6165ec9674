import { cleanText, fold } from '../../text/normalise.ts';
import type { Vote } from '../meeting.ts';

/** Those who vote, between the number and its word. */
const voters = '(?:\\s*(?:phieu|dang vien|dong chi|d/c|nguoi))?';

/** No part of a day or another number, and no name: 'tháng 12 nhất trí 100%' counts nobody. */
const counted = '(?<![\\d/]|(?:thang|nam|quy|so|ngay|dieu|khoan|thu|noi dung) )';

/** Counts of a vote as typed: 'bieu quyet 2 tan thanh 13 khong 0 khac 1'. */
export interface ParsedVote {
  subject: string;
  inFavour: number;
  against: number;
  other: number;
  /** Given by the secretary; null: taken from the attendance. */
  base: number | null;
  threshold: Vote['threshold'];
}

/** Reads a vote, numbers before or after their words, 'tán thành 13/14' too; null when no number in favour is given. */
export function parseVote(line: string): ParsedVote | null {
  const text = cleanText(line).trim();
  const folded = fold(text);
  // 'nội dung 2 tán thành 13 không 0' against '11 đồng ý 1 không': in one order the last word has its number behind it.
  const last = [
    ...folded.matchAll(/(?<!\p{L})(?:tan thanh|dong y|nhat tri|khong|khac)\s*[:=]?\s*(\d*)(?!\d|\s*%)/gu),
  ].at(-1);
  const isNumberFirst =
    last?.[1] === '' &&
    new RegExp(`${counted}\\d+(?:/\\d+)?${voters}\\s+(?:tan thanh|dong y|nhat tri)(?!\\p{L})`, 'u').test(
      folded,
    );
  const numberBefore = (words: string): Found | null =>
    foundBy(new RegExp(`${counted}(\\d+)(?:/\\d+)?${voters}\\s+(?:${words})(?!\\p{L})`, 'u'), folded);
  const numberAfter = (words: string): Found | null =>
    isNumberFirst
      ? numberBefore(words)
      : foundBy(new RegExp(`(?<!\\p{L})(?:${words})\\s*[:=]?\\s*(\\d+)(?!\\d|\\s*%)`, 'u'), folded);
  const inFavour = numberAfter('(?<!khong )(?:tan thanh|dong y|nhat tri)');
  if (!inFavour) return null;
  // 'tán thành 13, 1 không': behind a comma the other order begins.
  const against =
    numberAfter('khong tan thanh|khong dong y|khong') ?? foundBy(/[,;]\s*(\d+)\s+khong(?!\p{L})/u, folded);
  const other = numberAfter('y kien khac|khac');
  const base = explicitBase(folded) ?? partOf(folded);
  const first = Math.min(...[inFavour, against, other, base].flatMap((found) => (found ? [found.from] : [])));
  return {
    subject: text.slice(0, first).replace(/[\s,;:]+$/u, ''),
    inFavour: inFavour.value,
    against: against?.value ?? 0,
    other: other?.value ?? 0,
    base: base?.value ?? null,
    threshold: /hai phan ba|(?<![\d/])2\/3(?![\d/])/u.test(folded) ? 'two-thirds' : 'more-than-half',
  };
}

interface Found {
  value: number;
  from: number;
}

function foundBy(pattern: RegExp, folded: string): Found | null {
  const match = pattern.exec(folded);
  return match ? { value: Number(match[1]), from: match.index } : null;
}

function explicitBase(folded: string): Found | null {
  return foundBy(/(?<!\p{L})(?:tren tong|tong so|tong|co so)\s*[:=]?\s*(\d+)(?!\d)/u, folded);
}

/** '13/14' beside the votes in favour: 13 of 14. '2/3' after 'cần' is a threshold, and dates are none. */
function partOf(folded: string): Found | null {
  const match = new RegExp(
    `(?:(?:tan thanh|dong y|nhat tri)\\s*[:=]?\\s*(\\d+)/(\\d+)(?![\\d/]))|(?:(?<![\\d/])(\\d+)/(\\d+)${voters}\\s+(?:tan thanh|dong y|nhat tri)(?!\\p{L}))`,
    'u',
  ).exec(folded);
  return match ? { value: Number(match[2] ?? match[4]), from: match.index } : null;
}
