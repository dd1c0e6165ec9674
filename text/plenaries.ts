import { fold } from './normalise.ts';

/*
 * Plenary sessions of the Central Committee, by which people name its documents: 'Nghị quyết Trung ương 4 khóa XII' is the
 * resolution of the fourth plenary of the committee that the twelfth congress elected.
 */

/** A plenary that a text names. */
export interface Plenary {
  number: number;
  /** The congress that elected the committee; null where the text does not say. */
  congress: number | null;
  from: number;
  to: number;
}

const ordinals = 'nhat hai ba tu nam sau bay tam chin muoi'.split(' ');
const ordinal = String.raw`(?:muoi (?:mot|hai|ba|bon|tu|lam)|${ordinals.join('|')}|bon|\d{1,2}|[ivx]{1,5})`;
const congress = String.raw`(?:,?\s*\(?\s*(?:ban chap hanh trung uong\s+)?(?:dang\s+)?(?:cong san viet nam\s+)?khoa\s+(?<congress>[ivx]{1,5}|\d{1,2})(?![\p{L}\p{N}]))`;
const body = String.raw`(?:ban chap hanh trung uong|bch trung uong|bch tw|bchtw|trung uong|tw)(?:\s+dang)?`;
const patterns = [
  // 'Trung ương 4 khóa XII', 'TW4 (khóa XII)', 'Hội nghị Trung ương 4'
  String.raw`(?:hoi nghi\s+)?(?:trung uong|tw)\s*(?:lan thu\s+)?(?<number>\d{1,2})(?![\p{L}\p{N}]|[/-]\d)${congress}?`,
  // 'Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII', 'Hội nghị Ban Chấp hành Trung ương lần thứ 4'
  String.raw`hoi nghi\s+(?:lan\s+)?thu\s+(?<number>${ordinal})\s*,?\s+(?:cua\s+)?${body}${congress}?`,
  String.raw`hoi nghi\s+${body}\s+(?:lan\s+)?thu\s+(?<number>${ordinal})(?![\p{L}\p{N}])${congress}?`,
].map((source) => new RegExp(String.raw`(?<![\p{L}\p{N}/-])${source}`, 'gu'));

/** The plenaries that a text names, in order; a bare 'Trung ương' names none. */
export function findPlenaries(text: string): Plenary[] {
  const folded = fold(text);
  const found: Plenary[] = [];
  for (const pattern of patterns)
    for (const match of folded.matchAll(pattern)) {
      const number = numberOf(match.groups?.['number'] ?? '');
      const [from, to] = [match.index, match.index + match[0].length];
      if (number === null || found.some((one) => one.from < to && from < one.to)) continue;
      const said = match.groups?.['congress'];
      found.push({ number, congress: said === undefined ? null : numberOf(said), from, to });
    }
  return found.sort((a, b) => a.from - b.from);
}

/** Whether two namings may mean the same plenary: a congress that one leaves out may be any. */
export const isSamePlenary = (
  a: Pick<Plenary, 'number' | 'congress'>,
  b: Pick<Plenary, 'number' | 'congress'>,
): boolean =>
  a.number === b.number && (a.congress === null || b.congress === null || a.congress === b.congress);

function numberOf(said: string): number | null {
  if (/^\d+$/u.test(said)) return Number(said);
  if (/^[ivx]+$/u.test(said)) return romanOf(said);
  if (said === 'bon') return 4;
  const [ten, unit] = said.split(' ');
  if (unit === undefined) return ordinals.indexOf(ten ?? '') + 1 || null;
  const last = { mot: 1, hai: 2, ba: 3, bon: 4, tu: 4, lam: 5 }[unit];
  return last === undefined ? null : 10 + last;
}

const romanDigits: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };

/** 'xiii' is 13; null where the letters make no number. */
function romanOf(said: string): number | null {
  const digits = [...said].map((letter) => romanDigits[letter] ?? 0);
  const sum = digits.reduce((all, digit, at) => all + (digit < (digits[at + 1] ?? 0) ? -digit : digit), 0);
  return sum > 0 ? sum : null;
}
