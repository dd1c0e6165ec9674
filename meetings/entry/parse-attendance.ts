import { cleanText, fold } from '../../text/normalise.ts';
import type { Attendance } from '../meeting.ts';
import { withTotal } from '../record/attendance.ts';

/** What an attendance line gives; `unclear` names what must be asked back. */
export interface ParsedAttendance {
  attendance: Attendance | null;
  unclear: readonly ('total' | 'present' | 'absence-reason' | 'no-number' | 'left-over')[];
}

/** Folded words of each count; longer ones first, so that 'vang khong ly do' is not read as 'vang'. */
const countWords: readonly (readonly [keyof Attendance | 'absent', string])[] = [
  [
    'absentWithoutReason',
    '(?:vang |nghi )?khong (?:co )?(?:ly do|phep)|(?<=\\d )khong(?=\\s*(?:$|[).,;]))|kld',
  ],
  [
    'absentWithReason',
    '(?:vang |nghi )?co (?:ly do|phep)|(?:vang|nghi) phep|xin phep|phep|cld|di cong tac|om',
  ],
  ['temporaryIn', '(?:sinh hoat )?tam thoi (?:chuyen )?den|chuyen den tam thoi'],
  ['temporaryOut', '(?:sinh hoat )?tam thoi (?:chuyen )?di|chuyen di tam thoi'],
  ['exempt', '(?:duoc )?mien(?: sinh hoat| cong tac)?'],
  ['official', '(?:dang vien )?chinh thuc|ct'],
  ['probationary', '(?:dang vien )?du bi'],
  ['present', 'co mat|hien dien|du hop|tham du|tham gia|den du|di hop|den hop|du'],
  ['absent', 'vang mat|vang|nghi|thieu'],
  [
    'total',
    'trieu tap|tong so dang vien|tong dang vien|tong so dv|so dv|tong so|tong cong|tong|tat ca(?= \\d)|si so|quan so|dang so|so dang vien',
  ],
];

type Counts = ReadonlyMap<keyof Attendance | 'absent', number>;

/** The counts of a line and what brackets say of them; or why they are not taken. */
function readCounts(line: string): { counts: Counts; told: Told } | { unclear: ParsedAttendance['unclear'] } {
  // 'có mặt 100%' is a share, and counts nobody.
  const counted = fold(cleanText(line)).replace(/\d+(?:[.,]\d+)?\s*%/gu, ' ');
  const text = spellOutOf(withTotalWord(withReasonOfAll(plainWords(counted))))
    // 'vắng 1 có phép 1 không phép': every number stands before its word.
    .replace(
      /(?:vang|nghi)(?: mat)? (\d+) ((?:co|khong)(?: co)? (?:ly do|phep)),? (\d+) ((?:co|khong)(?: co)? (?:ly do|phep))(?!\s*:?\s*\d)/gu,
      'vang $2 $1, vang $4 $3',
    )
    .replace(
      /(?:vang|nghi)(?: mat)?\s*:?\s*(\d+)\s*(?:dang vien |dong chi |d\/c |dc |dv |nguoi )?\(?\s*(?:deu )?((?:co|khong)(?: co)? (?:ly do|phep)(?!\s*:?\s*\d)|(?:xin )?phep(?!\p{L}|\s*:?\s*\d))/gu,
      (_all, count: string, why: string) => `vang ${/^(?:xin )?phep$/u.test(why) ? 'co phep' : why} ${count}`,
    )
    .replace(
      /(?<=\d)\s*(?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi)(?!\s+(?:chinh thuc|du bi)|\p{L})/gu,
      ' ',
    );
  const parts = takeParts(text);
  const tokens = parts.rest.split(/[,;()]|\.(?!\d)|(?<!\p{L})va(?!\p{L})/u).map(tokensOf);
  const counts = pairUp(tokens);
  if (counts.size === 0) return { unclear: ['no-number'] };
  // A number that went to no count may be any of them.
  const left = tokens.flat().filter((token) => typeof token === 'number').length - counts.size;
  return left > 0 ? { unclear: ['left-over'] } : { counts, told: parts.told };
}

/**
 * Reads 'tong 17 chinh thuc 15 du bi 2 mien 1 co mat 14 vang co ly do 2', numbers before or after their words, with or
 * without diacritics. When everything but those present is given, they follow from the sum; absences left out are 0. Where
 * nobody told how many there are, 'có mặt 14' and 'vắng có lý do 2' are kept with an open total. `known`: what was told
 * before; a line with no more than the total, who came or how they were away completes it.
 */
export function parseAttendance(line: string, known: Attendance | null = null): ParsedAttendance {
  const read = readCounts(line);
  const completed = known?.total === null ? completeAttendance(known, line, read) : null;
  if (completed) return { attendance: completed, unclear: [] };
  if ('unclear' in read) return { attendance: null, unclear: read.unclear };
  const { counts, told } = read;
  const count = (field: keyof Attendance | 'absent'): number | null => counts.get(field) ?? null;
  // All who were absent, and how many of them with and without reason, must be the same people; of the others nobody said.
  const explained = (count('absentWithReason') ?? 0) + (count('absentWithoutReason') ?? 0);
  const ofAbsent = (count('absent') ?? explained) - explained;
  if (ofAbsent < 0) return { attendance: null, unclear: ['absence-reason'] };
  const official = count('official');
  const probationary = count('probationary');
  // 'có mặt 9, vắng có lý do 1': nobody else is told of, so these are all.
  const isWhole = count('present') !== null && explained + ofAbsent > 0 && count('temporaryIn') === null;
  const all = isWhole
    ? (count('present') ?? 0) + explained + ofAbsent + (count('exempt') ?? 0) + (count('temporaryOut') ?? 0)
    : null;
  const total = count('total') ?? (official !== null ? official + (probationary ?? 0) : all);
  const present = count('present');
  // 'vắng 2' alone tells neither who came nor how the two were away.
  if (total === null && present === null && (explained === 0 || ofAbsent > 0))
    return { attendance: null, unclear: ['total'] };

  const attendance: Attendance = {
    total,
    official,
    probationary: probationary ?? (official !== null ? 0 : null),
    exempt: count('exempt') ?? 0,
    temporaryIn: count('temporaryIn') ?? 0,
    temporaryOut: count('temporaryOut') ?? 0,
    present,
    absentWithReason: count('absentWithReason') ?? 0,
    absentWithoutReason: count('absentWithoutReason') ?? 0,
    ...told,
  };
  if (total !== null && official === null && probationary !== null)
    attendance.official = total - probationary;
  const isAbsenceGiven =
    counts.has('absentWithReason') || counts.has('absentWithoutReason') || counts.has('absent');
  if (present === null && !isAbsenceGiven) return { attendance: null, unclear: ['present'] };
  if (isAbsenceGiven && ofAbsent > 0) attendance.absentUnexplained = ofAbsent;
  if (total === null && known !== null && known.total !== null)
    return retold(attendance, { ...known, total: known.total });
  if (total === null || (present !== null && isAbsenceGiven)) return { attendance, unclear: [] };
  // 'có mặt 26/29': three were absent, and nobody said how. 'vắng 2' of 17: the others came.
  return { attendance: withTotal(attendance, { total, official, probationary }), unclear: [] };
}

/**
 * A line that says who came, or how those away were away, of an attendance whose total is known: the total and the counts
 * beside it stay. More absences than were open contradict what is known, and the whole is asked for.
 */
function retold(told: Attendance, known: Attendance & { total: number }): ParsedAttendance {
  if (told.present !== null) {
    const beside = {
      exempt: told.exempt || known.exempt,
      temporaryIn: told.temporaryIn || known.temporaryIn,
      temporaryOut: told.temporaryOut || known.temporaryOut,
    };
    return { attendance: withTotal({ ...told, ...beside }, known), unclear: [] };
  }
  const { absentWithReason, absentWithoutReason } = told;
  const open = (known.absentUnexplained ?? 0) - absentWithReason - absentWithoutReason;
  if (open < 0) return { attendance: null, unclear: ['total'] };
  const attendance = {
    ...known,
    absentWithReason: known.absentWithReason + absentWithReason,
    absentWithoutReason: known.absentWithoutReason + absentWithoutReason,
    absentUnexplained: open,
  };
  return { attendance, unclear: [] };
}

/** 'tổng 17', 'chính thức 15, dự bị 2', '17': how many there are, said after who came. */
function completeAttendance(
  known: Attendance,
  line: string,
  read: ReturnType<typeof readCounts>,
): Attendance | null {
  const bare = /^(\d{1,4})(?: (?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi))?$/u.exec(
    fold(cleanText(line)).trim(),
  );
  const counts: Counts = bare
    ? new Map([['total', Number(bare[1])]])
    : 'counts' in read
      ? read.counts
      : new Map();
  const isMembership = [...counts.keys()].every((field) =>
    ['total', 'official', 'probationary'].includes(field),
  );
  const official = counts.get('official') ?? null;
  const probationary = counts.get('probationary') ?? null;
  const total =
    counts.get('total') ?? (official === null ? null : official + (probationary ?? known.probationary ?? 0));
  return isMembership && total !== null ? withTotal(known, { total, official, probationary }) : null;
}

/** '13/14 (vắng đ/c Hòa có lý do)': all who were missing had it, or none. */
const withReasonOfAll = (folded: string): string =>
  folded.replace(
    /(\d{1,3})\s*\/\s*(\d{1,3})([^\d,;(]*)[,(]?\s*(?:deu )?vang\s[^\d(),;]*?(co|khong)(?: co)? (?:phep|ly do)(?!\s*[:(]?\s*\d)\s*\)?/gu,
    (all, part: string, whole: string, between: string, which: string) =>
      Number(whole) > Number(part)
        ? `${part}/${whole}${between}, vang ${which} ly do ${Number(whole) - Number(part)}`
        : all,
  );

/** '46 đảng viên, 43 có mặt', '15 đ/c có mặt 13': who is counted first, without a word of their own, is everybody. */
const withTotalWord = (folded: string): string =>
  /(?<!\p{L})(?:tong|si so|quan so|dang so|so dang vien)/u.test(folded)
    ? folded
    : folded
        .replace(
          /^\s*(?:(?:so )?(?:dang vien|dv)|(?:thanh phan|so luong)(?: gom| co)?)\s*:?\s*(?=\d+(?!\d*\s*\/))/u,
          'tong ',
        )
        .replace(
          /^\s*(?:diem danh\s*[:-]?\s*)?(?:(?:chi bo |toan chi bo )?co )?(\d+)\s*(?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi)\s*,?\s*(?=[,;]|thi |(?:co mat|du|du hop|tham du|hien dien|vang|mien|chinh thuc) ?:?\s*\d)/u,
          'tong $1, ',
        );

/** '19 trên tổng số 21' is 19/21; '8 đồng chí dự đủ' is 8/8; 'đủ 8/8' is how many were there. */
const plainWords = (folded: string): string =>
  folded
    .replace(/(?<!\p{L})li do(?!\p{L})/gu, 'ly do')
    .replace(
      /(?:vang|nghi)(?: mat)?\s*:?\s*(\d+)\s*\((?:deu |do )?(?:di )?(?:cong tac|om|benh|hoc)\)/gu,
      'vang co ly do $1',
    )
    .replace(/(?<=\d )(?:ko|khg|hong)(?=\s*(?:[).,;]|$|ly do|phep))/gu, 'khong')
    .replace(
      /(?<!\p{L})([ck])(p|ld)(?!\p{L})/gu,
      (_all, which: string, what: string) =>
        `${which === 'c' ? 'co' : 'khong'} ${what === 'p' ? 'phep' : 'ly do'}`,
    )
    .replace(
      /(\d+)\s*(?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi)?\s*(?:tren|\/)\s*tong(?: so)?\s*:?\s*(\d+)/gu,
      '$1/$2',
    )
    .replace(/(\d+)\s+tren\s+(\d+)/gu, '$1/$2')
    .replace(
      /^\s*(?:tong(?: so)? |co )?(\d+)(?!\s*\/)\s*(?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi)?,?\s*(?:deu )?(?:du hop|tham du|co mat|den|du)?\s*(?:du du|du ca|day du|dong du|du|ca)\s*$/u,
      '$1/$1',
    )
    .replace(
      /^\s*(?:co mat |du hop )?(?:du du|day du|dong du|du)\s+(\d+)\s*(?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi)?\s*$/u,
      '$1/$1',
    )
    .replace(/(?<!\p{L})(?:du du|day du|dong du)(?!\p{L})/gu, ' ');

/** What a bracket or 'trong đó' says of one count: 'có mặt 14 (chính thức 13, dự bị 1)', 'miễn 2 (1 có mặt)'. */
const partsOf = (counted: string): RegExp =>
  new RegExp(
    `((?<!\\p{L})(?:${counted})\\s*:?\\s*\\d+)\\s*(?:\\(([^()]*)\\)|,?\\s*trong do:?\\s*((?:[,;]?\\s*(?:va )?(?:(?:dang vien )?(?:chinh thuc|du bi)\\s*:?\\s*\\d+|\\d+\\s*(?:chinh thuc|du bi)))+))`,
    'u',
  );
type Told = Pick<
  Attendance,
  | 'presentOfficial'
  | 'presentProbationary'
  | 'absentWithReasonOfficial'
  | 'exemptPresent'
  | 'temporaryOutPresent'
>;

function takeParts(folded: string): { rest: string; told: Told } {
  const told: Told = {};
  let rest = folded;
  const take = (counted: string, read: (inside: string) => boolean): void => {
    const match = partsOf(counted).exec(rest);
    if (!match || !read(match[2] ?? match[3] ?? '')) return;
    rest = `${rest.slice(0, match.index)}${match[1]}, ${rest.slice(match.index + match[0].length)}`;
  };
  const number = (inside: string, words: string): number | null => {
    const match = new RegExp(`(?:(?:${words})\\s*:?\\s*(\\d+)|(\\d+)\\s*(?:${words}))`, 'u').exec(inside);
    return match ? Number(match[1] ?? match[2]) : null;
  };
  take('co mat|du hop|tham du', (inside) => {
    const [full, probationary] = [number(inside, 'chinh thuc'), number(inside, 'du bi')];
    if (full === null && probationary === null) return false;
    if (full !== null) told.presentOfficial = full;
    if (probationary !== null) told.presentProbationary = probationary;
    return true;
  });
  take('vang co ly do|vang co phep', (inside) => {
    const full = number(inside, 'chinh thuc');
    if (full === null) return false;
    told.absentWithReasonOfficial = full;
    return true;
  });
  for (const [counted, field] of [
    ['(?:duoc )?mien(?: sinh hoat| cong tac)?', 'exemptPresent'],
    ['(?:sinh hoat )?tam thoi (?:chuyen )?di', 'temporaryOutPresent'],
  ] as const) {
    take(counted, (inside) => {
      const came = number(inside, 'co mat|du hop|co du|van du|tham du|den hop');
      if (came === null) return false;
      told[field] = came;
      return true;
    });
  }
  return { rest, told };
}

type Token = number | keyof Attendance | 'absent';

const countWord = countWords.map(([, pattern]) => `(${pattern})`).join('|');

/** 'có mặt 35/37', '35/37 có mặt' and a bare '35/37' say how many of how many; other counts keep their word. */
function spellOutOf(folded: string): string {
  return folded.replace(
    /((?:co mat|du hop|tham du|hien dien|(?:co )?du|si so|quan so|tong so|vang(?: (?:co|khong)(?: co)? (?:ly do|phep))?)\s*:?\s*)?(?<![\d/])(\d+)\s*\/\s*(\d+)(?![\d/])(?:\s*(?:dang vien|dong chi|d\/c|dc|dv|uy vien|uv|nguoi)(?!\p{L}))?(?:\s+(?:co mat|du hop|tham du|hien dien|du)(?!\p{L}))?/gu,
    (_all, word: string | undefined, part: string, whole: string) =>
      ` ${word === undefined || /^(?:si|quan|tong|co du|du)/u.test(word) ? 'co mat ' : word}${part}, tong ${whole}, `,
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
 * Joins each number with the word right before or right behind it. Where that can be done in one way, it is so; where in
 * several, parts between commas that are one word and one number come first, then whichever leads the line leads all.
 */
function pairUp(parts: readonly Token[][]): Map<keyof Attendance | 'absent', number> {
  const told = parts.filter((part) => part.length > 0);
  // '26, miễn 3, dự 21': among parts that are whole a number alone is nobody's; it is asked about, not given to its neighbour.
  const alone = told.filter((part) => part.length === 1 && typeof part[0] === 'number');
  const whole = told.filter((part) => !alone.includes(part));
  const isPaired = (part: readonly Token[]): boolean =>
    part.some((token) => typeof token === 'number') && matchings(part).length > 0;
  if (alone.length > 0 && whole.length > 1 && whole.every(isPaired)) return pairUp(whole);
  const tokens = told.flat();
  const ways = matchings(tokens);
  const [only] = ways;
  if (only && ways.length === 1) return only;
  // Each part has its own order where it has as many words as numbers: 'vắng 3 (2 có phép, 1 không phép)'.
  const areParts = told.every(
    (part) => part.filter((token) => typeof token === 'number').length * 2 === part.length,
  );
  const counts = new Map<keyof Attendance | 'absent', number>();
  for (const run of areParts ? told : [tokens]) {
    const isNumberFirst = typeof run[0] === 'number';
    for (let i = 0; i + 1 < run.length; i++) {
      const [a, b] = [run[i], run[i + 1]];
      const [word, value] = isNumberFirst ? [b, a] : [a, b];
      if (typeof word === 'string' && typeof value === 'number') {
        if (!counts.has(word)) counts.set(word, value);
        i++;
      }
    }
  }
  return counts;
}

/** All ways of pairing every number with a word of its own beside it; words without a number are passed over. */
function matchings(tokens: readonly Token[]): Map<keyof Attendance | 'absent', number>[] {
  if (tokens.length > 24) return [];
  const found: Map<keyof Attendance | 'absent', number>[] = [];
  const go = (at: number, counts: Map<keyof Attendance | 'absent', number>): void => {
    if (found.length > 8) return;
    if (at >= tokens.length) {
      found.push(counts);
      return;
    }
    const [a, b] = [tokens[at], tokens[at + 1]];
    const [word, value] = typeof a === 'number' ? [b, a] : [a, b];
    if (typeof word === 'string' && typeof value === 'number' && !counts.has(word))
      go(at + 2, new Map([...counts, [word, value]]));
    if (typeof a === 'string') go(at + 1, counts);
  };
  go(0, new Map());
  return [...new Map(found.map((one) => [JSON.stringify([...one].sort()), one])).values()];
}
