import { words } from './phrase-reader.ts';
import type { Pattern, PhraseReader } from './phrase-reader.ts';
import type { PersonDimension, StatisticsFilter } from './statistics-query.ts';
import {
  hasBareLevel,
  professionField as expertise,
  schoolingField as schooling,
  takeLevels,
  theoryField as theory,
} from './take-levels.ts';
import type { Ambiguity } from './take-measure.ts';
import { takeYears } from './take-years.ts';

/* Details of persons in a typed line: what only some members have (filters), and by what a count is split. */

const and = '(?:,| va| voi|/|-)? ?(?:bao nhieu |bn |may )?';
const howMany = '(?: (?:la |co )?(?:bao nhieu|bn|may))?';
const or = `${howMany} ?(?:,|va|voi|/|-|hay|hoac)? ?(?:bao nhieu |bn |may )?(?:dang vien )?`;
const degree = '(?:so cap|trung cap|cao cap|cu nhan|cao dang|dai hoc)';

/** By what a line splits; several words of one dimension are one split. */
const splitWords: readonly (readonly [PersonDimension | 'unit' | 'grassroots', Pattern])[] = [
  [
    'seniority',
    words(
      '(?:theo |va )?(?:do |nhom |khoang |co cau )?tuoi dang(?! vien| bo| uy)|(?:theo |va )?tham nien(?: (?:tuoi )?dang)?|(?:theo |va )?nam vao dang',
    ),
  ],
  [
    'sex',
    words(
      `(?:theo |va )?(?:co cau )?(?:gioi tinh|(?<!nam |nu )gioi|nam(?: gioi)?${howMany}${and}(?:dang vien |dv )?nu(?: gioi)?${howMany}|nu(?: gioi)?${howMany}${and}(?:dang vien |dv )?nam(?: gioi)?${howMany})`,
    ),
  ],
  [
    'standing',
    words(
      `(?:theo |va )?(?:chinh thuc${or}du bi${howMany}|du bi${or}chinh thuc${howMany}|(?:loai|dien|tu cach) dang vien)`,
    ),
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

type Named<T> = readonly (readonly [T, string])[];

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

const minority = '(?:nguoi )?(?:dan toc thieu so|dan toc it nguoi|dtts)';
const notBeing = `(?:khong phai|khong)(?: la)? ${minority}`;
const exempt =
  'mien (?:cong tac va )?(?:sinh hoat|cong tac|sh|ct)(?: dang)?(?: va sinh hoat(?: dang)?|,? sinh hoat(?: dang)?)?';

/** Which members only; `ambiguity` where a word could be of two details, which is then not taken as either. */
export function takeFilter(reader: PhraseReader): { filter: StatisticsFilter; ambiguity: Ambiguity | null } {
  const filter: StatisticsFilter = {};
  reader.take(words('dang sinh hoat(?: dang)?'));
  const seniority = takeYears(reader, 'seniority');
  if (seniority) filter.seniority = seniority;
  const age = takeYears(reader, 'age');
  if (age) filter.age = age;
  if (reader.take(words('dvdb'))) filter.standing = 'probationary';
  for (const [source, value] of [
    [`(?:${notBeing}|(?:la )?nguoi kinh|(?:la )?dan toc kinh)`, false],
    [`(?:la )?${minority}`, true],
  ] as const)
    if (filter.isEthnicMinority === undefined && reader.take(words(source))) filter.isEthnicMinority = value;
  for (const [source, value] of [
    [`(?:chua|khong)(?: thuoc dien)?(?: duoc)? ${exempt}`, false],
    [`(?:thuoc )?(?:dien )?(?:duoc )?${exempt}`, true],
  ] as const)
    if (filter.isExempt === undefined && reader.take(words(source))) filter.isExempt = value;
  const named = <T>(names: Named<T>): T | undefined =>
    names.find(([, source]) => reader.take(words(source)))?.[0];
  Object.assign(filter, takeLevels(reader));
  const occupation = named(occupationNames);
  if (occupation) filter.occupation = occupation;
  // A level of either kind beside one that is settled is no second question: it stays in the line.
  const isSettled = filter.theory !== undefined || filter.professional !== undefined;
  const ambiguity = hasBareLevel(reader)
    ? isSettled
      ? null
      : 'level'
    : reader.take(words('tre(?: tuoi)?|thanh nien'))
      ? 'young'
      : null;
  return { filter, ambiguity };
}

const notYetOfficial = words(
  '(?:chua|khong)(?: phai)?(?: la)?(?: duoc)?(?: vao| len| chuyen| cong nhan)?(?: dang vien)? chinh thuc',
);
const women =
  '(?:la )?(?:phu nu|nu gioi|phai nu|gioi nu|gioi tinh nu|nu)|(?<!(?:cho|nho|thua|chao|giup|gui) )(?:la )?chi em(?: phu nu)?(?! (?:oi|hoi|a|nhe|voi|biet|xem|can))';
const notWomen = '(?:khong phai|khong)(?: la)? (?:phu nu|nu gioi|nu)';
// Half of a line may be typed with diacritics: what stands behind such words is a year.
const men = words(
  '(?<!(?:trong|ca|cac|moi|hang|tung|qua|theo|dau|cuoi|giua|\\d) )(?:la )?(?:(?:phai|gioi|gioi tinh) )?nam(?: gioi)?',
);
const notMen = words('(?:khong phai|khong)(?: la)? nam(?: gioi)?');

/** Single words that filter unless they were part of a split: 'nữ', 'nam', 'dự bị', 'chính thức', and what is not so. */
export function addBareWords(reader: PhraseReader, filter: StatisticsFilter): void {
  // 'năm' folds to 'nam' too: only the word without its breve is the sex.
  const takeMen = (pattern: Pattern): boolean => {
    const male = pattern.exec(reader.rest());
    if (!male || !/nam/iu.test(reader.text.slice(male.index, male.index + male[0].length))) return false;
    reader.cut(male.index, male.index + male[0].length);
    return true;
  };
  if (reader.take(words(notWomen))) filter.sex = 'male';
  else if (takeMen(notMen) || reader.take(words(women))) filter.sex = 'female';
  else if (takeMen(men)) filter.sex = 'male';
  if (reader.take(notYetOfficial)) filter.standing = 'probationary';
  else if (reader.take(words('(?:khong phai|khong)(?: la)?(?: dang vien)? du bi')))
    filter.standing = 'official';
  else if (reader.take(words('du bi'))) filter.standing = 'probationary';
  else if (reader.take(words('chinh thuc'))) filter.standing = 'official';
}
