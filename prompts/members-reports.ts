import { formatDate } from '../text/dates.ts';
import { breakdown, indicatorName, number, partName, timeWords } from './members.ts';
import { hidden } from './members-statistics-names.ts';

/* Words of the periodic reports of '/baocao'. Takes plain data. */

export const command = {
  description: 'báo cáo số liệu theo kỳ: quý, 6 tháng, 9 tháng, năm, nhiệm kỳ; xuất Word, Excel, biểu đồ',
  example: '/baocao 6T 2026 Đảng bộ các cơ quan tỉnh',
} as const;

export const whichPeriod = 'Báo cáo của kỳ nào?';
export const noUnits =
  'Chưa có đơn vị nào trong phạm vi đồng chí được xem; văn phòng nhập danh mục đơn vị trước.';
export const unknownUnit = (typed: string): string =>
  `Tôi không tìm thấy đơn vị “${typed}” trong phạm vi đồng chí được xem. Xem danh sách bằng /donvi.`;
export const whichUnit = 'Báo cáo của đơn vị nào?';
export const notOver = (period: string): string => `Kỳ ${period} chưa bắt đầu nên chưa có số liệu.`;

interface Time {
  asOf: string | null;
  period: { type: string; from: string; to: string } | null;
}
interface Period {
  type: string;
  from: string;
  to: string;
}
interface Row {
  indicator: string;
  qualifier: string | null;
  value: number | null;
  valueUnit: string;
  denominator: number | null;
  breakdown: readonly { label: string; value: number }[];
  origin: 'reported' | 'register' | null;
  source: string | null;
  heldAt: Time | null;
  registerDiffers: number | null;
  before: number | null;
  isWithheld?: true;
}

/** '6 tháng đầu năm 2026'. */
export const periodName = (period: Period): string => timeWords({ asOf: null, period });
export const title = (unitName: string, period: Period): string =>
  `Số liệu công tác xây dựng Đảng ${periodName(period)}: ${unitName}`;
export const head = ['Chỉ tiêu', 'Kỳ này', 'Cùng kỳ', 'Tăng, giảm', 'Nguồn'];
const sectionNames: Readonly<Record<string, string>> = {
  organisations: 'Tổ chức đảng',
  members: 'Đảng viên',
  development: 'Phát triển đảng viên',
  honours: 'Huy hiệu, thẻ đảng viên',
  committee: 'Cấp ủy, cơ quan',
  quality: 'Chất lượng sinh hoạt chi bộ',
};
export const sectionName = (code: string): string => sectionNames[code] ?? code;
export const gap = 'chưa có số liệu';

export const rowName = ({ indicator, qualifier }: Row): string =>
  indicator === 'members_growth' || indicator === 'members_decline'
    ? `${indicatorName(indicator)} so với năm ${qualifier ?? ''}`.trim()
    : indicatorName(indicator, qualifier);
export const rowValue = (row: Row): string => {
  if (row.isWithheld) return hidden;
  if (row.value === null) return gap;
  if (row.indicator === 'meeting_rating') return ratingWords(row);
  const value = `${number(row.value)}${row.denominator === null ? '' : `/${number(row.denominator)}`}${row.valueUnit === 'percent' ? ' %' : ''}`;
  return row.registerDiffers === null
    ? value
    : `${value} (theo báo cáo); ${number(row.registerDiffers)} (theo danh sách)`;
};
export const rowBefore = ({ before }: Row): string => (before === null ? '' : number(before));
/** '+12', '-3', 'không đổi'. */
export const rowChange = ({ value, before, valueUnit }: Row): string => {
  if (value === null || before === null || valueUnit === 'percent') return '';
  const change = Math.round((value - before) * 100) / 100;
  return change === 0 ? 'không đổi' : `${change > 0 ? '+' : '-'}${number(Math.abs(change))}`;
};
export const rowSource = (row: Row): string =>
  row.origin === 'reported' ? (row.source ?? '') : row.origin === 'register' ? fromRegister : '';
/** 'đến ngày 30/11/2021' where a figure does not hold for the report's own time. */
export const rowTime = (row: Row): string => (row.heldAt ? timeWords(row.heldAt) : '');
/** '[1]; đến ngày 30/11/2021': sources are named once, under the table. */
export const sourceMark = (index: number, time: string): string =>
  [`[${number(index)}]`, ...(time === '' ? [] : [time])].join('; ');
export const sourcesNote = (sources: readonly string[]): string =>
  sources.map((source, index) => `[${number(index + 1)}] ${source}`).join('; ');
const fromRegister = 'theo danh sách đã nhập';

const ratingWords = ({ breakdown: parts, valueUnit }: Row): string =>
  parts
    .map(({ label, value }) => `${partName(label)} ${number(value)}${valueUnit === 'percent' ? ' %' : ''}`)
    .join('; ');

type Check =
  | {
      kind: 'sum';
      whole: string;
      value: number;
      parts: readonly { label: string; value: number }[];
      sum: number;
      holds: boolean;
    }
  | { kind: 'balance'; opening: number; in: number; out: number; closing: number; holds: boolean }
  | { kind: 'rating-incomplete'; sum: number };

/** What adds up, with its numbers, and what does not. */
export const checkLine = (check: Check): string => {
  switch (check.kind) {
    case 'sum':
      return check.holds
        ? `${indicatorName(check.whole)}: ${breakdown(check.value, check.parts)}: khớp.`
        : `${indicatorName(check.whole)}: các phần cộng lại là ${number(check.sum)}, khác tổng ${number(check.value)}; đồng chí kiểm tra lại.`;
    case 'balance':
      return `Đảng viên đầu kỳ ${number(check.opening)} + tăng ${number(check.in)} - giảm ${number(check.out)} = ${number(check.opening + check.in - check.out)}; cuối kỳ ${number(check.closing)}: ${check.holds ? 'khớp.' : 'chưa khớp, có biến động chưa được ghi.'}`;
    case 'rating-incomplete':
      return `Các tỷ lệ xếp loại cộng lại là ${number(check.sum)} %; mức không nêu được để trống, không suy ra.`;
  }
};
export const checksTitle = '**Đối chiếu**';
export const gapsLine = (names: readonly string[]): string => `**Chưa có số liệu:** ${names.join('; ')}.`;
export const draftsLine = (count: number): string =>
  `Còn ${number(count)} số liệu nháp của kỳ này chưa được duyệt nên chưa đưa vào báo cáo (/duyetsolieu).`;
export const derivedLine = (year: string, base: number): string =>
  `Suy ra, không phải số liệu báo cáo nêu: năm ${year} có khoảng ${number(base)} đảng viên.`;
export const paragraphTitle = '**Đoạn số liệu để đưa vào báo cáo** (dự thảo)';

export const buttons = { docx: 'Tải Word', xlsx: 'Tải Excel', chart: 'Xem biểu đồ' } as const;
export const fileName = (unitName: string, period: Period, extension: string): string =>
  `Số liệu ${periodName(period)} ${unitName}.${extension}`;
export const noChart = 'Chưa có số liệu biến động của kỳ này để vẽ biểu đồ.';

/** Numbers of people under ten are written '07', as offices write them. */
const padded = (value: number): string =>
  Number.isInteger(value) && value < 10 ? `0${value}` : number(value);

/** The paragraphs of a report in the words of such reports, out of the rows that have figures. */
export function paragraphs(unitName: string, period: Period, rows: readonly Row[]): string[] {
  const get = (indicator: string, qualifier: string | null = null): Row | null =>
    rows.find((row) => row.indicator === indicator && row.qualifier === qualifier && row.value !== null) ??
    null;
  const say = (indicator: string, write: (value: string, row: Row) => string): string | null => {
    const row = get(indicator);
    return row?.value === null || row === null ? null : write(padded(row.value), row);
  };
  const list = (pieces: readonly (string | null)[], separator = '; '): string =>
    pieces.filter((piece) => piece !== null).join(separator);
  const parts = (whole: string, pieces: readonly (string | null)[]): string => {
    const known = list(pieces, ', ');
    return known === '' ? whole : `${whole} (${known})`;
  };

  const organisations = list(
    [
      say('upper_grassroots', (value) => `${value} tổ chức cấp trên trực tiếp của tổ chức cơ sở đảng`),
      say('grassroots_orgs', (value) =>
        parts(`${value} tổ chức cơ sở đảng`, [
          say('grassroots_committees', (n) => `${n} đảng bộ cơ sở`),
          say('grassroots_cells', (n) => `${n} chi bộ cơ sở`),
        ]),
      ),
      say('sectional_orgs', (value) => `${value} đảng bộ bộ phận`),
      say('cells', (value) => `${value} chi bộ trực thuộc`),
    ],
    '; ',
  );
  const growth = rows
    .filter(({ indicator, value }) => /^members_(?:growth|decline)$/u.test(indicator) && value !== null)
    .map(
      ({ indicator, qualifier, value }) =>
        `, ${indicator === 'members_growth' ? 'tăng' : 'giảm'} ${number(value ?? 0)}% so với năm ${qualifier}`,
    )
    .join('');
  const members = say('members', (value) => {
    const split = list(
      [
        say('members_official', (n) => `chính thức ${n}`),
        say('members_probationary', (n) => `dự bị ${n}`),
        say('members_female', (n) => `nữ ${n}`),
        say('members_ethnic', (n) => `dân tộc thiểu số ${n}`),
        say('members_religious', (n) => `theo tôn giáo ${n}`),
        say('members_exempt', (n) => `được miễn công tác và sinh hoạt đảng ${n}`),
      ],
      '; ',
    );
    return `tổng số đảng viên là ${value} đồng chí${growth}${split === '' ? '' : `, trong đó: ${split}`}`;
  });
  const state = list([organisations === '' ? null : `có ${organisations}`, members], '; ');
  const development = list([
    say('standard_conclusions', (value) => `kết luận tiêu chuẩn chính trị đối với ${value} trường hợp`),
    say('admissions', (value, row) => `kết nạp ${value} đảng viên${compared(row)}`),
    say('confirmations', (value, row) => `công nhận chính thức cho ${value} đảng viên dự bị${compared(row)}`),
    say('travel_approved', (value) => `đồng ý cho ${value} đảng viên đi nước ngoài`),
  ]);
  const levels = rows.filter(({ indicator, value }) => indicator === 'badges' && value !== null);
  const badgeSum = levels.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const honours = list([
    levels.length === 0
      ? null
      : parts(
          `tặng Huy hiệu Đảng cho ${padded(badgeSum)} đồng chí`,
          levels.map(({ qualifier, value }) =>
            qualifier === null ? null : `${qualifier} năm tuổi Đảng: ${padded(value ?? 0)}`,
          ),
        ),
    say('cards_new', (value) => `cấp mới ${value} thẻ đảng viên`),
    say('cards_reissued', (value) => `cấp lại ${value} thẻ`),
  ]);
  const of = (value: string, { denominator }: Row): string =>
    denominator === null ? value : `${value}/${number(denominator)}`;
  const committee = list([
    say('committee_members', (value, row) => `Ban Chấp hành hiện có ${of(value, row)} đồng chí`),
    say('standing_members', (value, row) => `Ban Thường vụ ${of(value, row)} đồng chí`),
    say('inspection_members', (value, row) => `Ủy ban Kiểm tra ${of(value, row)} đồng chí`),
    say('full_time_members', (value, row) => `ủy viên chuyên trách ${of(value, row)} đồng chí`),
    say('staff', (value, row) => `cơ quan có ${of(value, row)} người theo biên chế`),
  ]);
  const rating = get('meeting_rating');
  const ratingOf = rating?.heldAt ? ` ${timeWords(rating.heldAt)}` : '';
  return [
    state === '' ? null : `${stateDay(period, rows)}${unitName} ${state}.`,
    development === '' ? null : `Trong ${periodName(period)}, đã ${development}.`,
    honours === '' ? null : capital(`${honours}.`),
    committee === '' ? null : capital(`${committee}.`),
    rating === null
      ? null
      : `Kết quả xếp loại chất lượng sinh hoạt chi bộ${ratingOf}: ${ratingWords(rating)}.`,
  ].filter((text) => text !== null);
}

const stocks = /^(?:upper_grassroots|grassroots_|sectional_orgs|cells|members)/u;
/** 'Đến ngày 30/6/2026, ': the day on which the stocks hold; where they hold on several, each is named. */
function stateDay(period: Period, rows: readonly Row[]): string {
  const days = new Set(
    rows
      .filter(({ indicator, value }) => stocks.test(indicator) && value !== null)
      .map(({ heldAt }) => heldAt?.asOf ?? period.to),
  );
  const named = [...days].sort().map(formatDate);
  if (named.length < 2) return `Đến ngày ${named[0] ?? formatDate(period.to)}, `;
  return `Theo số liệu các ngày ${named.join(', ')} (xem bảng), `;
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
const compared = (row: Row): string => {
  const change = rowChange(row);
  if (change === '') return '';
  if (change === 'không đổi') return ' (bằng cùng kỳ)';
  return ` (${change.startsWith('+') ? 'tăng' : 'giảm'} ${change.slice(1)} so với cùng kỳ)`;
};

export const paper = {
  title: 'BÁO CÁO',
  subject: (period: Period): string[] => [`Số liệu công tác xây dựng Đảng`, periodName(period)],
  place: (day: string): string => `.................., ${day}`,
  mark: 'DỰ THẢO',
  figures: 'I- SỐ LIỆU CHÍNH',
  table: 'II- BẢNG SỐ LIỆU',
  checks: 'III- ĐỐI CHIẾU',
  note: (day: string): string =>
    `Số liệu đã duyệt đến ngày ${formatDate(day)}; chỗ trống là chưa có số liệu.`,
  recipients: { title: 'Nơi nhận:', lines: ['Như trên,', 'Lưu Văn phòng.'] },
} as const;

export const sheet = {
  name: 'Số liệu',
  columns: ['TT', 'Chỉ tiêu', 'Kỳ này', 'Cùng kỳ', 'Tăng, giảm', 'Tỷ lệ tăng, giảm', 'Nguồn'],
  check: 'Đối chiếu: tổng trừ các phần (bằng 0 là khớp)',
} as const;

export const chart = {
  title: (unitName: string, period: Period): string =>
    `Biến động đảng viên ${periodName(period)}: ${unitName}`,
  alt: (bars: readonly string[]): string => `Biểu đồ thanh. ${bars.join('; ')}.`,
  bar: (name: string, isBefore: boolean): string => (isBefore ? `${name} (cùng kỳ)` : name),
  source: 'Nguồn: số liệu đã duyệt và danh sách đã nhập',
} as const;
