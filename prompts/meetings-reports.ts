import { formatDate } from '../text/dates.ts';

/*
 * Words of the reports on meetings and on what follows from them.
 */

export const buttons = {
  sheet: 'Tải bảng .xlsx',
  chart: 'Xem biểu đồ',
} as const;

export const menu = {
  prompt: 'Đồng chí muốn xem báo cáo nào?',
  kinds: {
    meetings: 'Các cuộc họp theo đơn vị',
    compliance: 'Thực hiện chế độ sinh hoạt',
    tasks: 'Nhiệm vụ theo người chủ trì',
    proposals: 'Kiến nghị theo tình trạng',
    congress: 'Lịch đại hội',
    comments: 'Tiếp thu, giải trình văn kiện',
  },
  help: 'báo cáo họp, nhiệm vụ, kiến nghị theo đơn vị và thời gian, kèm .xlsx và biểu đồ',
  example: '/baocaohop quý 2',
  complianceHelp: 'đơn vị nào đã họp, chuyên đề, thời lượng, xếp loại trong tháng hoặc quý',
} as const;

export const none = 'Chưa có số liệu nào cho báo cáo này.';
export const shownOf = (shown: number, total: number): string =>
  `Bảng nêu ${shown} trong ${total} dòng; tải bảng .xlsx để xem đủ.`;
export const asOf = (day: string): string => `Tính đến ngày ${formatDate(day)}, theo sổ họp trong hệ thống.`;
export const scope = (unit: string): string => (unit ? `, ${unit}` : '');
export const fileName = (name: string, day: string): string => `${name} ${day}.xlsx`;
export const chartFileName = 'bieu-do-bao-cao.png';
export const chartAlt = (title: string): string => `Biểu đồ: ${title}`;
export const share = (part: number, whole: number): string =>
  whole === 0 ? '' : `${((part * 100) / whole).toFixed(1).replace('.', ',')}%`;

export const meetings = {
  name: 'Các cuộc họp',
  title: (period: string, unit: string): string => `Các cuộc họp ${period}${scope(unit)}`,
  head: ['Đơn vị', 'Tổng số', 'Thường kỳ', 'Chuyên đề', 'Cấp ủy', 'Khác', 'Tỷ lệ dự họp', 'Nhiệm vụ'],
  monthHead: 'Tháng',
  month: (month: string): string => `${month.slice(5, 7)}/${month.slice(0, 4)}`,
  total: 'Cộng',
  legend: ['Thường kỳ', 'Chuyên đề', 'Cấp ủy', 'Khác'],
  attendanceNote: 'Tỷ lệ dự họp tính trên số phải có mặt của các cuộc họp đã điểm danh.',
  uncounted: (count: number): string =>
    `${count} cuộc họp chưa biết tổng số (điểm danh chưa ghi) nên không tính vào tỷ lệ dự họp.`,
} as const;

const stateNames: Readonly<Record<string, string>> = {
  met: 'đã họp',
  'thematic-only': 'mới họp chuyên đề, chưa họp thường kỳ',
  missing: 'chưa họp',
  'not-yet': 'chưa họp, còn trong kỳ',
  none: '',
};
const levelNames: Readonly<Record<string, string>> = {
  good: 'Tốt',
  fair: 'Khá',
  average: 'Trung bình',
  weak: 'Kém',
};
export const ratingLevel = (level: string): string => levelNames[level] ?? level;

export const compliance = {
  name: 'Chế độ sinh hoạt',
  title: (period: string, unit: string): string => `Thực hiện chế độ sinh hoạt ${period}${scope(unit)}`,
  head: ['Đơn vị', 'Thường kỳ', 'Chuyên đề trong quý', 'Chi ủy', 'Thời lượng', 'Xếp loại'],
  longHead: ['Đơn vị', 'Tháng đã họp', 'Tháng phải họp', 'Quý có chuyên đề', 'Dưới thời lượng', 'Xếp loại'],
  state: (state: string, days: readonly string[]): string =>
    days.length > 0 && state === 'met'
      ? days.map((day) => formatDate(day)).join('; ')
      : (stateNames[state] ?? state),
  duration: (minutes: number | null, least: number): string =>
    minutes === null
      ? 'chưa ghi giờ'
      : minutes < least
        ? `${minutes} phút (dưới ${least})`
        : `${minutes} phút`,
  noRating: 'chưa xếp loại',
  summary: (met: number, total: number, thematic: number, thematicTotal: number, short: number): string =>
    `Đã họp thường kỳ ${met}/${total} đơn vị; có chuyên đề trong quý ${thematic}/${thematicTotal}; ${short} cuộc họp dưới thời lượng.`,
  rules: (refs: readonly string[]): string => `Căn cứ: ${refs.join('; ')}.`,
  chart: {
    met: 'Đã họp',
    'thematic-only': 'Chỉ họp chuyên đề',
    missing: 'Chưa họp',
    'not-yet': 'Chưa họp, còn trong kỳ',
  },
  units: (count: number): string => `${count} đơn vị`,
  ratings: (counts: readonly (readonly [string, number])[]): string =>
    counts.map(([level, count]) => `${ratingLevel(level)} ${count}`).join(', '),
} as const;

const ages = ['Đến 30 ngày', '31 đến 90 ngày', 'Trên 90 ngày'] as const;

export const tasks = {
  name: 'Nhiệm vụ đang làm',
  title: (day: string, unit: string): string =>
    `Nhiệm vụ đang làm theo người chủ trì, ngày ${formatDate(day)}${scope(unit)}`,
  head: ['Chủ trì', 'Đang làm', 'Quá hạn', 'Không thời hạn', ...ages, 'Lâu nhất (ngày)'],
  noLead: 'Chưa rõ đơn vị chủ trì',
  total: 'Cộng',
  legend: [...ages],
} as const;

export const proposals = {
  name: 'Kiến nghị',
  title: (day: string, unit: string): string =>
    `Kiến nghị theo tình trạng, ngày ${formatDate(day)}${scope(unit)}`,
  head: ['Tình trạng', 'Số kiến nghị', ...ages, 'Lâu nhất (ngày)'],
  total: 'Cộng',
  legend: [...ages],
  amend: (list: readonly string[]): string => `Văn bản được kiến nghị sửa đổi, thay thế: ${list.join('; ')}.`,
  acts: { amend: 'sửa đổi, bổ sung', replace: 'thay thế' },
} as const;

export const plans = {
  name: 'Kế hoạch thực hiện',
  title: (directive: string, unit: string): string => `Kế hoạch thực hiện ${directive}${scope(unit)}`,
  head: ['Đơn vị', 'Kế hoạch', 'Ngày', 'Thực hiện', 'Nguồn'],
  fromStore: 'văn bản trong kho',
  byHand: 'ghi tay',
  without: 'chưa có kế hoạch',
  otherIssuer: (issuer: string): string =>
    issuer ? `${issuer} (ngoài danh sách đơn vị)` : 'Chưa rõ nơi ban hành',
  summary: (withPlan: number, total: number): string => `${withPlan}/${total} đơn vị đã có kế hoạch.`,
  asOf: (day: string): string =>
    `Tính đến ngày ${formatDate(day)}, theo văn bản trong kho và kế hoạch được ghi tay.`,
  tell: 'Đồng chí ghi số chỉ thị, nghị quyết. Ví dụ: /kehoach 34-CT/TU',
} as const;

const congressKinds: Readonly<Record<string, string>> = {
  agreed: 'Ngày được thống nhất',
  'congress-approval': 'Duyệt đại hội',
  congress: 'Đại hội',
};
const meetingStates: Readonly<Record<string, string>> = {
  planned: 'dự kiến',
  draft: 'đã họp',
  waiting: 'đã họp',
  approved: 'đã họp, biên bản đã duyệt',
};
export const congress = {
  name: 'Lịch đại hội',
  title: (period: string, unit: string): string => `Lịch đại hội${period ? ` ${period}` : ''}${scope(unit)}`,
  head: ['Đơn vị', 'Việc', 'Đại hội', 'Từ ngày', 'Đến ngày', 'Địa điểm', 'Tình trạng'],
  what: (kind: string): string => congressKinds[kind] ?? kind,
  name_: (name: string, term: string): string =>
    [name, ...(term ? [`nhiệm kỳ ${term}`] : [])].filter(Boolean).join(', '),
  state: (status: string, agreedOn: string | null): string =>
    status === ''
      ? agreedOn
        ? `thống nhất ngày ${formatDate(agreedOn)}`
        : ''
      : (meetingStates[status] ?? status),
  years: (from: number, to: number): string => `từ năm ${from} đến năm ${to}`,
  otherYears: (years: readonly string[]): string =>
    `Còn đại hội của năm ${years.join(', ')}; gõ /daihoi và năm để xem.`,
  none: 'Chưa có đại hội nào được ghi trong thời gian này.',
} as const;
