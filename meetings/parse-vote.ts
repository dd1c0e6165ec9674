import { cleanText, fold } from '../text/normalise.ts';
import type { Vote } from './meeting.ts';

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

/** Reads a vote; null when no number in favour is given. */
export function parseVote(line: string): ParsedVote | null {
  const text = cleanText(line).trim();
  const folded = fold(text);
  const numberAfter = (words: string): { value: number; from: number } | null => {
    const match = new RegExp(`(?<!\\p{L})(?:${words})\\s*[:=]?\\s*(\\d+)(?!\\d)`, 'u').exec(folded);
    return match ? { value: Number(match[1]), from: match.index } : null;
  };
  const inFavour = numberAfter('khong tan thanh')
    ? numberAfter('(?<!khong )(?:tan thanh|dong y|nhat tri)')
    : numberAfter('tan thanh|dong y|nhat tri');
  if (!inFavour) return null;
  const against = numberAfter('khong tan thanh|khong dong y|khong');
  const other = numberAfter('y kien khac|khac');
  const base = numberAfter('tong|co so|tren tong');
  const first = Math.min(...[inFavour, against, other, base].flatMap((found) => (found ? [found.from] : [])));
  return {
    subject: text.slice(0, first).replace(/[\s,;:]+$/u, ''),
    inFavour: inFavour.value,
    against: against?.value ?? 0,
    other: other?.value ?? 0,
    base: base?.value ?? null,
    threshold: /hai phan ba|2\/3/u.test(folded) ? 'two-thirds' : 'more-than-half',
  };
}
