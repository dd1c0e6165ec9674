import { cleanText, fold } from '../../text/normalise.ts';
import type { Attendance } from '../meeting.ts';

/** What an attendance line gives; `unclear` names what must be asked back. */
export interface ParsedAttendance {
  attendance: Attendance | null;
  unclear: readonly ('total' | 'present' | 'absence-reason' | 'no-number')[];
}

/** Folded words of each count; longer ones first, so that 'vang khong ly do' is not read as 'vang'. */
const countWords: readonly (readonly [keyof Attendance | 'absent', string])[] = [
  ['absentWithoutReason', 'vang khong (?:co )?ly do|vang khong phep|khong (?:co )?ly do|khong phep'],
  ['absentWithReason', 'vang co ly do|vang co phep|co ly do|co phep'],
  ['temporaryIn', '(?:sinh hoat )?tam thoi (?:chuyen )?den|chuyen den tam thoi'],
  ['temporaryOut', '(?:sinh hoat )?tam thoi (?:chuyen )?di|chuyen di tam thoi'],
  ['exempt', '(?:duoc )?mien(?: sinh hoat| cong tac)?'],
  ['official', '(?:dang vien )?chinh thuc'],
  ['probationary', '(?:dang vien )?du bi'],
  ['present', 'co mat|du hop|tham du|tham gia'],
  ['absent', 'vang'],
  ['total', 'tong so dang vien|tong so|tong'],
];

/**
 * Reads 'tong 17 chinh thuc 15 du bi 2 mien 1 co mat 14 vang co ly do 2', numbers before or after their words, with or
 * without diacritics. When everything but those present is given, they follow from the sum; absences left out are 0.
 */
export function parseAttendance(line: string): ParsedAttendance {
  const text = spellOutOf(fold(cleanText(line)))
    .replace(
      /vang\s+(\d+)\s+(?:dang vien |dong chi |d\/c )?((?:co|khong)(?: co)? (?:ly do|phep))/gu,
      'vang $2 $1',
    )
    .replace(/(?<=\d)\s*(?:dang vien|dong chi|d\/c|nguoi)(?!\s+(?:chinh thuc|du bi))/gu, ' ');
  const counts = pairUp(text.split(/[,;]/u).map(tokensOf));
  if (counts.size === 0) return { attendance: null, unclear: ['no-number'] };

  const count = (field: keyof Attendance | 'absent'): number | null => counts.get(field) ?? null;
  const unclear: ('total' | 'present' | 'absence-reason')[] = [];
  if (
    count('absent') !== null &&
    count('absent') !== 0 &&
    count('absentWithReason') === null &&
    count('absentWithoutReason') === null
  )
    unclear.push('absence-reason');
  const official = count('official');
  const probationary = count('probationary');
  const total = count('total') ?? (official !== null ? official + (probationary ?? 0) : null);
  if (total === null) unclear.push('total');
  if (total === null || unclear.length > 0) return { attendance: null, unclear };

  const attendance: Attendance = {
    total,
    official,
    probationary: probationary ?? (official !== null ? 0 : null),
    exempt: count('exempt') ?? 0,
    temporaryIn: count('temporaryIn') ?? 0,
    temporaryOut: count('temporaryOut') ?? 0,
    present: 0,
    absentWithReason: count('absentWithReason') ?? 0,
    absentWithoutReason: count('absentWithoutReason') ?? 0,
  };
  if (official === null && probationary !== null) attendance.official = total - probationary;
  const isAbsenceGiven =
    counts.has('absentWithReason') || counts.has('absentWithoutReason') || counts.has('absent');
  const present = count('present');
  if (present === null && !isAbsenceGiven) return { attendance: null, unclear: ['present'] };
  attendance.present =
    present ??
    total -
      attendance.exempt -
      attendance.temporaryOut +
      attendance.temporaryIn -
      attendance.absentWithReason -
      attendance.absentWithoutReason;
  return { attendance, unclear: [] };
}

type Token = number | keyof Attendance | 'absent';

const countWord = countWords.map(([, pattern]) => `(${pattern})`).join('|');

/** 'có mặt 35/37', '35/37 có mặt' and a bare '35/37' say how many of how many; other counts keep their word. */
function spellOutOf(folded: string): string {
  return folded.replace(
    /((?:co mat|du hop|tham du|vang(?: (?:co|khong)(?: co)? (?:ly do|phep))?)\s*:?\s*)?(?<![\d/])(\d+)\s*\/\s*(\d+)(?![\d/])(?:\s*(?:dang vien|dong chi|d\/c|nguoi))?(?:\s+(?:co mat|du hop|tham du))?/gu,
    (_all, word: string | undefined, part: string, whole: string) =>
      ` ${word ?? 'co mat '}${part}, tong ${whole}, `,
  );
}

function tokensOf(text: string): Token[] {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:(\\d+)|${countWord})(?![\\p{L}\\p{N}])`, 'gu');
  return [...text.matchAll(pattern)].map((match) =>
    match[1] !== undefined
      ? Number(match[1])
      : (
          countWords[match.slice(2).findIndex((group) => group !== undefined)] as (typeof countWords)[number]
        )[0],
  );
}

/**
 * Joins words and numbers. Where every part between commas is one word and one number, each part is a pair, in either
 * order; otherwise whichever comes first in the line leads every pair.
 */
function pairUp(parts: readonly Token[][]): Map<keyof Attendance | 'absent', number> {
  const told = parts.filter((part) => part.length > 0);
  const areParts = told.every((part) => part.length === 2 && typeof part[0] !== typeof part[1]);
  const counts = new Map<keyof Attendance | 'absent', number>();
  for (const tokens of areParts ? told : [told.flat()]) {
    const isNumberFirst = typeof tokens[0] === 'number';
    for (let i = 0; i + 1 < tokens.length; i++) {
      const [a, b] = [tokens[i], tokens[i + 1]];
      const [word, value] = isNumberFirst ? [b, a] : [a, b];
      if (typeof word === 'string' && typeof value === 'number') {
        if (!counts.has(word)) counts.set(word, value);
        i++;
      }
    }
  }
  return counts;
}
