import { formatNumber } from '../text/numbers.ts';

/* Names of what counts split by and of who is counted. Keys are those of members/statistics. */

const unknown = 'Chưa rõ';
const range = (keys: readonly string[], unit: string): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, `${key.replace('-', ' - ')} ${unit}`]));

/** Names of the values of each split. */
const valueNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sex: { female: 'Nữ', male: 'Nam' },
  standing: { official: 'Chính thức', probationary: 'Dự bị' },
  age: {
    under18: 'Dưới 18 tuổi',
    ...range(['18-30', '31-35', '36-40', '41-45', '46-50', '51-55', '56-60'], 'tuổi'),
    over60: 'Trên 60 tuổi',
  },
  seniority: {
    under10: 'Dưới 10 năm',
    ...range(['10-19', '20-29', '30-39', '40-49', '50-59'], 'năm'),
    from60: 'Từ 60 năm',
  },
  occupation: {
    state_agency: 'Cơ quan nhà nước',
    party_mass: 'Cơ quan Đảng, Mặt trận, đoàn thể',
    commune_staff: 'Cán bộ, công chức cấp xã',
    village_staff: 'Không chuyên trách ở thôn, tổ dân phố',
    public_service: 'Đơn vị sự nghiệp',
    enterprise: 'Doanh nghiệp',
    farmer: 'Nông dân',
    armed_forces: 'Lực lượng vũ trang',
    student: 'Học sinh, sinh viên',
    retired: 'Hưu trí',
    other: 'Nghề khác',
  },
  schooling: {
    primary: 'Tiểu học',
    lower_secondary: 'Trung học cơ sở',
    upper_secondary: 'Trung học phổ thông',
  },
  professional: {
    elementary: 'Sơ cấp',
    intermediate: 'Trung cấp',
    college: 'Cao đẳng',
    university: 'Đại học',
    master: 'Thạc sĩ',
    doctor: 'Tiến sĩ',
    none: 'Chưa qua đào tạo',
  },
  theory: {
    elementary: 'Sơ cấp',
    intermediate: 'Trung cấp',
    advanced: 'Cao cấp',
    bachelor: 'Cử nhân',
    none: 'Chưa qua đào tạo',
  },
  ethnicity: { minority: 'Dân tộc thiểu số', majority: 'Dân tộc Kinh', others: 'Còn lại' },
  badge: { none: 'Chưa có huy hiệu' },
  unit: { elsewhere: 'Không thuộc các đơn vị trên' },
  none: { all: 'Tổng số' },
};
export const valueName = (dimension: string, key: string): string => {
  if (key === 'unknown') return unknown;
  const named = valueNames[dimension]?.[key];
  if (named !== undefined) return named;
  return dimension === 'badge' ? `Huy hiệu ${key} năm` : key;
};
/** A name inside a sentence. */
const inline = (dimension: string, key: string): string => {
  const name = valueName(dimension, key);
  return name.startsWith('Cơ quan Đảng')
    ? name.replace('Cơ', 'cơ')
    : name.charAt(0).toLowerCase() + name.slice(1);
};

/** A part of a plain total; 'chưa rõ' says of what. */
export const partRow = (dimension: string, key: string): string =>
  key === 'unknown' ? `${unknown} ${dimensionNames[dimension] ?? dimension}` : valueName(dimension, key);

/** What a table of this split is called. */
export const dimensionNames: Readonly<Record<string, string>> = {
  none: '',
  sex: 'giới tính',
  standing: 'chính thức, dự bị',
  age: 'độ tuổi',
  seniority: 'tuổi Đảng',
  occupation: 'nghề nghiệp',
  schooling: 'trình độ học vấn',
  professional: 'trình độ chuyên môn',
  theory: 'trình độ lý luận chính trị',
  ethnicity: 'dân tộc',
  badge: 'huy hiệu Đảng',
  unit: 'đơn vị',
  level: 'loại tổ chức',
};
export const splitButton = (dimension: string): string => `Theo ${dimensionNames[dimension] ?? dimension}`;

const headings: Readonly<Record<string, string>> = {
  none: 'Nội dung',
  standing: 'Loại đảng viên',
  schooling: 'Học vấn',
  professional: 'Chuyên môn',
  theory: 'Lý luận chính trị',
};
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const heading = (dimension: string): string =>
  headings[dimension] ?? capital(dimensionNames[dimension] ?? dimension);
export const countHeading = 'Số lượng';
export const shareHeading = 'Tỷ lệ';
export const totalRow = 'Tổng số';
export const ownMembersRow = (unitName: string): string => `${unitName} (trực tiếp)`;
export const otherUnits = (count: number): string => `${formatNumber(count)} đơn vị khác`;
export const otherValues = (count: number): string => `${formatNumber(count)} mục khác`;
export const wholeScope = 'toàn bộ đơn vị trong phạm vi được xem';

export const number = (value: number): string => formatNumber(value);
/** Tenths of a percent as '33,4 %'. */
export const share = (tenths: number): string => `${Math.floor(tenths / 10)},${tenths % 10} %`;
export const countWithShare = (count: number, tenths: number): string =>
  `${number(count)} (${share(tenths)})`;
/** A difference with its sign: '+12', '−3', '0'. */
export const signed = (value: number): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${number(Math.abs(value))}`;
/** How much `after` is above or below `before`: '+4,2 %'; empty where there is nothing to relate it to. */
export const growth = (before: number, after: number): string => {
  if (before === 0) return '';
  const tenths = Math.round((Math.abs(after - before) * 1000) / before);
  return `${after === before ? '' : after > before ? '+' : '−'}${share(tenths)}`;
};
export const hidden = 'không nêu';
export const hiddenTotal = 'không nêu';

/** One level, or several of which a member has one. */
type Levels = string | readonly string[];

export interface Filter {
  sex?: string | undefined;
  standing?: string | undefined;
  theory?: Levels | undefined;
  schooling?: Levels | undefined;
  professional?: Levels | undefined;
  occupation?: string | undefined;
  isEthnicMinority?: boolean | undefined;
  isExempt?: boolean | undefined;
  age?: { from: number; to: number } | undefined;
  seniority?: { from: number; to: number } | undefined;
  badge?: number | undefined;
}

/** Who is counted: 'đảng viên nữ dự bị từ 31 đến 35 tuổi'. */
export function countedPeople(filter: Filter): string {
  const parts = ['đảng viên'];
  if (filter.sex) parts.push(inline('sex', filter.sex));
  if (filter.standing) parts.push(inline('standing', filter.standing));
  if (filter.isEthnicMinority !== undefined)
    parts.push(filter.isEthnicMinority ? 'là người dân tộc thiểu số' : 'là người dân tộc Kinh');
  if (filter.isExempt) parts.push('được miễn công tác và sinh hoạt đảng');
  if (filter.occupation) parts.push(`(nghề nghiệp: ${inline('occupation', filter.occupation)})`);
  if (filter.schooling) parts.push(level('học vấn', 'schooling', filter.schooling));
  if (filter.professional) parts.push(level('chuyên môn', 'professional', filter.professional));
  if (filter.theory) parts.push(level('lý luận chính trị', 'theory', filter.theory));
  if (filter.age) parts.push(yearsRange(filter.age, 'tuổi'));
  if (filter.seniority) parts.push(`có ${yearsRange(filter.seniority, 'năm tuổi Đảng')}`);
  if (filter.badge) parts.push(`có huy hiệu cao nhất là ${filter.badge} năm`);
  return parts.join(' ');
}
function level(of: string, dimension: string, wanted: Levels): string {
  const keys = [wanted].flat();
  const named = keys.filter((key) => key !== 'none').map((key) => inline(dimension, key));
  const untrained = `chưa qua đào tạo ${of}`;
  if (named.length === 0) return untrained;
  const having = `có trình độ ${of} ${new Intl.ListFormat('vi', { type: 'disjunction' }).format(named)}`;
  return keys.includes('none') ? `${untrained} hoặc ${having}` : having;
}

function yearsRange({ from, to }: { from: number; to: number }, unit: string): string {
  if (from === to) return `${from} ${unit}`;
  if (from === 0) return `từ ${to} ${unit} trở xuống`;
  if (to >= 150) return `từ ${from} ${unit} trở lên`;
  return `từ ${from} đến ${to} ${unit}`;
}
