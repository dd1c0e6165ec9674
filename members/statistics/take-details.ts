import { words } from './phrase-reader.ts';
import type { PhraseReader } from './phrase-reader.ts';
import type { PersonDimension, StatisticsFilter } from './statistics-query.ts';
import type { Ambiguity } from './take-measure.ts';

/* Details of persons in a typed line: what only some members have (filters), and by what a count is split. */

const and = '(?:,| va|/|-)? ?';
const or = ' ?(?:,|va|/|-|hay|hoac)? ?(?:dang vien )?';
const theory = '(?:ly luan chinh tri|ly luan ct|ly luan|llct|chinh tri)';
const expertise = '(?:chuyen mon nghiep vu|chuyen mon ky thuat|chuyen mon|nghiep vu|cmnv)';
const schooling = '(?:hoc van|van hoa|giao duc pho thong|gdpt|pho thong)';
const degree = '(?:so cap|trung cap|cao cap|cu nhan|cao dang|dai hoc)';

/** By what a line splits; several words of one dimension are one split. */
const splitWords: readonly (readonly [PersonDimension | 'unit' | 'grassroots', RegExp])[] = [
  [
    'seniority',
    words(
      '(?:theo |va )?(?:do |nhom |khoang |co cau )?tuoi dang(?! vien| bo| uy)|(?:theo |va )?tham nien(?: (?:tuoi )?dang)?|(?:theo |va )?nam vao dang',
    ),
  ],
  ['sex', words(`(?:theo |va )?(?:co cau )?(?:gioi tinh|(?<!nam |nu )gioi|nam${and}nu|nu${and}nam)`)],
  [
    'standing',
    words(`(?:theo |va )?(?:chinh thuc${or}du bi|du bi${or}chinh thuc|(?:loai|dien|tu cach) dang vien)`),
  ],
  [
    'age',
    words('(?:theo |va )?(?:(?:do|nhom|lua|khoang|co cau do|co cau|thap) tuoi(?: doi)?|tuoi(?: doi)?)'),
  ],
  ['theory', words(`(?:theo |va )?(?:trinh do )?${theory}(?! ?${degree})`)],
  ['professional', words(`(?:theo |va )?(?:trinh do )?${expertise}(?! ?${degree})|(?:theo |va )bang cap`)],
  ['schooling', words(`(?:theo |va )?(?:trinh do )?${schooling}(?! ?${degree})`)],
  [
    'occupation',
    words('(?:theo |va )?(?:co cau |nhom )?(?:nghe nghiep|nghe|thanh phan nghe nghiep|linh vuc cong tac)'),
  ],
  ['ethnicity', words('(?:theo |va )?(?:thanh phan )?dan toc(?! thieu so| kinh)')],
  ['grassroots', words('(?:theo |o |va )(?:tung |moi |cac )?(?:to chuc co so dang|tccsd)')],
  [
    'unit',
    words(
      '(?:theo |o )?(?:(?:tung|moi|cac) )(?:chi bo|dang bo|don vi|to chuc dang|to chuc|to dang)(?: truc thuoc)?|(?:theo|va) (?:chi bo|dang bo|don vi|to chuc dang|to chuc|to dang)(?: truc thuoc)?',
    ),
  ],
];
const education = words('(?:theo |va )?(?:trinh do|bang cap)(?! ?(?:so cap|trung cap|cu nhan))');

export type TakenSplit = PersonDimension | 'unit' | 'grassroots';

/**
 * The splits in the order in which they were typed, with the words of each, and whether one is 'trình độ' without saying
 * of what.
 */
export function takeSplits(reader: PhraseReader): {
  splits: TakenSplit[];
  typed: Map<TakenSplit, string>;
  ambiguity: Ambiguity | null;
} {
  const found: { dimension: TakenSplit; at: number }[] = [];
  const typed = new Map<TakenSplit, string>();
  const isPyramid = /(?<!\p{L})thap tuoi(?!\p{L})/u.test(reader.rest());
  for (const [dimension, pattern] of splitWords) {
    const match = reader.take(pattern);
    if (!match) continue;
    found.push({ dimension, at: match.index });
    typed.set(dimension, reader.text.slice(match.index, match.index + match[0].length));
  }
  const splits = found.sort((a, b) => a.at - b.at).map((each) => each.dimension);
  // A pyramid of ages has a side for each sex.
  if (isPyramid && !splits.includes('sex')) splits.push('sex');
  return { splits, typed, ambiguity: reader.take(education) ? 'education' : null };
}

const holds = '(?:co |dat |la |tot nghiep |hoc het )?(?:trinh do |bang )?';
const after = (field: string): string => `(?:${field} )`;
type Named<T> = readonly (readonly [T, string])[];

const untrained = '(?:chua|khong) (?:qua |co )?(?:dao tao|trinh do|bang cap)?(?: ve)? ?';
const theoryNames: Named<NonNullable<StatisticsFilter['theory']>> = [
  ['none', `${untrained}${theory}`],
  ['advanced', `${holds}${after(theory)}?cao cap(?: ${theory})?|${holds}cao cap`],
  ['bachelor', `${holds}(?:${theory} cu nhan|cu nhan ${theory})`],
  ['intermediate', `${holds}(?:${theory} trung cap|trung cap ${theory})`],
  ['elementary', `${holds}(?:${theory} so cap|so cap ${theory})`],
];
const professionalNames: Named<NonNullable<StatisticsFilter['professional']>> = [
  ['none', `${untrained}${expertise}`],
  ['doctor', `${holds}(?:${expertise} )?(?:tien si|tien sy)`],
  ['master', `${holds}(?:${expertise} )?(?:thac si|thac sy|cao hoc)`],
  ['university', `${holds}(?:${expertise} )?dai hoc|${holds}(?:cu nhan ${expertise}|${expertise} cu nhan)`],
  ['college', `${holds}(?:${expertise} )?cao dang`],
  ['intermediate', `${holds}(?:${expertise} trung cap|trung cap (?:${expertise}|nghe|chuyen nghiep))`],
  ['elementary', `${holds}(?:${expertise} so cap|so cap (?:${expertise}|nghe))`],
];
const schoolingNames: Named<NonNullable<StatisticsFilter['schooling']>> = [
  ['upper_secondary', `${holds}(?:${schooling} )?(?:trung hoc pho thong|thpt|ptth|cap (?:3|iii))`],
  ['lower_secondary', `${holds}(?:${schooling} )?(?:trung hoc co so|thcs|cap (?:2|ii))`],
  ['primary', `${holds}(?:${schooling} )?(?:tieu hoc|cap (?:1|i))`],
];
const works = '(?:la |lam |lam viec |cong tac |lam nghe )?(?:trong |o |tai )?(?:cac )?';
const occupationNames: Named<NonNullable<StatisticsFilter['occupation']>> = [
  ['student', `${works}(?:hoc sinh${and}sinh vien|sinh vien${and}hoc sinh|hoc sinh|sinh vien)`],
  ['farmer', `${works}(?:nong dan|nong nghiep|lam nong|lam ruong)`],
  ['retired', `${works}(?:da |can bo )?(?:huu tri|nghi huu|ve huu)`],
  ['commune_staff', `${works}can bo${and}cong chuc (?:cap )?xa|${works}(?:can bo|cong chuc) (?:cap )?xa`],
  [
    'village_staff',
    `${works}(?:nguoi |can bo )?(?:hoat dong )?khong chuyen trach(?: (?:o )?(?:thon|to dan pho|cap xa))?`,
  ],
  [
    'public_service',
    `${works}(?:vien chuc )?(?:trong )?don vi su nghiep(?: cong lap)?|${works}vien chuc(?: (?:trong )?don vi su nghiep(?: cong lap)?)?`,
  ],
  ['enterprise', `${works}doanh nghiep`],
  ['armed_forces', `${works}(?:luc luong vu trang|llvt|cong an${and}quan doi|quan doi${and}cong an)`],
  ['party_mass', `${works}(?:co quan )?(?:dang${and})?(?:mat tran${and})?doan the`],
  ['state_agency', `${works}(?:co quan nha nuoc|cong chuc nha nuoc|cong chuc)`],
];

/** Which members only; `ambiguity` where a word could be of two details, which is then not taken as either. */
export function takeFilter(reader: PhraseReader): { filter: StatisticsFilter; ambiguity: Ambiguity | null } {
  const filter: StatisticsFilter = {};
  reader.take(words('dang sinh hoat(?: dang)?'));
  const seniority = takeYears(reader, 'seniority');
  if (seniority) filter.seniority = seniority;
  const age = takeYears(reader, 'age');
  if (age) filter.age = age;
  if (reader.take(words('dvdb'))) filter.standing = 'probationary';
  if (reader.take(words('(?:la )?(?:nguoi )?(?:dan toc thieu so|dtts)'))) filter.isEthnicMinority = true;
  else if (reader.take(words('(?:la )?(?:nguoi |dan toc )kinh'))) filter.isEthnicMinority = false;
  if (
    reader.take(
      words('(?:duoc )?mien (?:cong tac va )?(?:sinh hoat|cong tac)(?: dang)?(?: va sinh hoat(?: dang)?)?'),
    )
  )
    filter.isExempt = true;
  const named = <T>(names: Named<T>): T | undefined =>
    names.find(([, source]) => reader.take(words(source)))?.[0];
  const theoryLevel = named(theoryNames);
  if (theoryLevel) filter.theory = theoryLevel;
  const professional = named(professionalNames);
  if (professional) filter.professional = professional;
  const schoolingLevel = named(schoolingNames);
  if (schoolingLevel) filter.schooling = schoolingLevel;
  const occupation = named(occupationNames);
  if (occupation) filter.occupation = occupation;
  const ambiguity = words('trung cap|so cap|cu nhan').test(reader.rest())
    ? 'level'
    : reader.take(words('tre(?: tuoi)?|thanh nien'))
      ? 'young'
      : null;
  return { filter, ambiguity };
}

/** Takes the word that has two readings, and says which level it is in each. */
export function takeLevelWord(
  reader: PhraseReader,
): Pick<StatisticsFilter, 'theory' | 'professional'> | null {
  const match = reader.take(words(`${holds}(trung cap|so cap|cu nhan)`));
  switch (match?.[1]) {
    case 'trung cap':
      return { theory: 'intermediate', professional: 'intermediate' };
    case 'so cap':
      return { theory: 'elementary', professional: 'elementary' };
    case 'cu nhan':
      return { theory: 'bachelor', professional: 'university' };
    default:
      return null;
  }
}

/** Years of age or of party age: 'từ 31 đến 35 tuổi', 'trên 40 năm tuổi Đảng'. */
function takeYears(reader: PhraseReader, of: 'age' | 'seniority'): StatisticsFilter['age'] | null {
  const n = of === 'age' ? '(\\d{2})' : '(\\d{1,2})';
  const unit =
    of === 'age'
      ? 'tuoi(?: doi)?(?! dang(?! vien| bo| uy))'
      : 'nam (?:tuoi dang|vao dang|trong dang)(?! vien| bo| uy)';
  const has = '(?:co )?(?:du )?(?:do tuoi )?';
  const take = (source: string) => reader.take(words(`${has}${source}`));
  const number = (match: RegExpExecArray, group: number): number => Number(match[group]);
  const range = take(`(?:tu )?(?:du )?${n} ?(?:${unit} )?(?:den|toi|-|–) ?(duoi )?${n} ${unit}`);
  if (range) return { from: number(range, 1), to: number(range, 3) - (range[2] === undefined ? 0 : 1) };
  const upTo = take(`(?:tu )?${n} ${unit} tro xuong`) ?? take(`(?:khong qua|toi da|den) ${n} ${unit}`);
  if (upTo) return { from: 0, to: number(upTo, 1) };
  const from =
    take(`(?:tu )?(?:du )?${n} ${unit} tro len`) ??
    take(`tu (?:du )?${n} ${unit}`) ??
    take(`it nhat ${n} ${unit}`);
  if (from) return { from: number(from, 1), to: 150 };
  const bounds =
    of === 'age'
      ? reader.take(words(`(?:trong |thuoc )?(?:do|nhom|lua) tuoi (?:tu )?${n} ?(?:den|toi|-|–) ?${n}`))
      : null;
  if (bounds) return { from: number(bounds, 1), to: number(bounds, 2) };
  const loose = of === 'age' ? `(?: ${unit})?` : ` ${unit}`;
  const under = take(`(?:duoi|chua den|chua qua|chua du) ${n}${loose}`);
  if (under) return { from: 0, to: number(under, 1) - 1 };
  const over = take(`(?:tren|hon|qua) ${n}${loose}`);
  if (over) return { from: number(over, 1) + 1, to: 150 };
  const exactly = take(`(?:du |dung )?${n} ${unit}`);
  return exactly ? { from: number(exactly, 1), to: number(exactly, 1) } : null;
}

/** Single words that filter unless they were part of a split: 'nữ', 'nam', 'dự bị', 'chính thức'. */
export function addBareWords(reader: PhraseReader, filter: StatisticsFilter): void {
  if (reader.take(words('(?:la )?(?:phu )?nu(?: gioi)?'))) filter.sex = 'female';
  else {
    // 'năm' folds to 'nam' too: only the word without its breve is the sex.
    const male = words('(?:la )?nam(?: gioi)?').exec(reader.rest());
    if (male && /nam/iu.test(reader.text.slice(male.index, male.index + male[0].length))) {
      reader.cut(male.index, male.index + male[0].length);
      filter.sex = 'male';
    }
  }
  if (reader.take(words('du bi'))) filter.standing = 'probationary';
  else if (reader.take(words('chinh thuc'))) filter.standing = 'official';
}
