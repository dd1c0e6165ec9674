import { cleanText, fold } from '../text/normalise.ts';
import type { Attendance } from './meeting.ts';

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
  const text = fold(cleanText(line))
    .replace(
      /vang\s+(\d+)\s+(?:dang vien |dong chi |d\/c )?((?:co|khong)(?: co)? (?:ly do|phep))/gu,
      'vang $2 $1',
    )
    .replace(/(?<=\d)\s*(?:dang vien|dong chi|d\/c|nguoi)(?!\s+(?:chinh thuc|du bi))/gu, ' ');
  const words = countWords.map(([, pattern]) => `(${pattern})`).join('|');
  const tokens = [
    ...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:(\\d+)|${words})(?![\\p{L}\\p{N}])`, 'gu')),
  ].map((match) =>
    match[1] !== undefined
      ? Number(match[1])
      : (
          countWords[match.slice(2).findIndex((group) => group !== undefined)] as (typeof countWords)[number]
        )[0],
  );
  const counts = pairUp(tokens);
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

/** Joins words and numbers; whichever comes first in the line leads every pair. */
function pairUp(
  tokens: readonly (number | keyof Attendance | 'absent')[],
): Map<keyof Attendance | 'absent', number> {
  const counts = new Map<keyof Attendance | 'absent', number>();
  const isNumberFirst = typeof tokens[0] === 'number';
  for (let i = 0; i + 1 < tokens.length; i++) {
    const [a, b] = [tokens[i], tokens[i + 1]];
    const [word, value] = isNumberFirst ? [b, a] : [a, b];
    if (typeof word === 'string' && typeof value === 'number') {
      if (!counts.has(word)) counts.set(word, value);
      i++;
    }
  }
  return counts;
}
