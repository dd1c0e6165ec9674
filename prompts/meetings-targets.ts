import { formatDate } from '../text/dates.ts';

/*
 * Words of targets that meetings set, and of how far they were reached.
 */

export const ask =
  'Gõ: /chitieu thêm rồi đến chỉ tiêu, cách nhau bằng dấu chấm phẩy. Ví dụ: /chitieu thêm Kết nạp 18 đảng viên trong năm 2026; Mỗi đảng bộ cơ sở có một chi bộ 4 tốt';
export const askResult =
  'Kết quả thế nào? Ví dụ: 15 đảng viên, hoặc: đạt. Với chỉ tiêu giao cho nhiều đơn vị thì ghi tên từng đơn vị: Đảng bộ xã Vân Hạ: 1 chi bộ; Đảng bộ xã Bến Đò: chưa đạt.';
export const unclear = (line: string): string =>
  `Tôi chưa rõ “${line}” là đạt hay chưa đạt. Đồng chí ghi con số, hoặc chữ “đạt”, “chưa đạt”.`;
export const whichUnit = (target: string): string =>
  `Chỉ tiêu “${target}” giao cho từng đơn vị. Đồng chí ghi tên đơn vị trước dấu hai chấm.`;
export const unitUnknown = (name: string): string =>
  `Tôi chưa tìm thấy đơn vị “${name}” trong phạm vi của chỉ tiêu này. Xem danh sách bằng /donvi.`;
export const echo = (count: number): string =>
  count === 1 ? 'Chỉ tiêu (chưa lưu):' : `${count} chỉ tiêu (chưa lưu):`;
export const echoHead = ['Chỉ tiêu', 'Giao cho', 'Con số', 'Thời gian'] as const;
export const echoResult = (target: string): string => `Kết quả của chỉ tiêu “${target}” (chưa lưu):`;
export const resultHead = ['Đơn vị', 'Kết quả', 'Đánh giá'] as const;
export const saved = (count: number): string =>
  count === 1 ? 'Đã lưu chỉ tiêu.' : `Đã lưu ${count} chỉ tiêu.`;
export const savedResults = (count: number): string =>
  count === 1 ? 'Đã lưu kết quả.' : `Đã lưu kết quả của ${count} đơn vị.`;
export const echoCancel = (target: string): string => `Bỏ chỉ tiêu “${target}” (chưa lưu).`;
export const cancelled = 'Đã bỏ chỉ tiêu.';
export const none = 'Chưa có chỉ tiêu nào được ghi.';
export const which = 'Chọn một chỉ tiêu để ghi kết quả hoặc xem từng đơn vị:';
export const choose = 'Đồng chí muốn làm gì?';

const levels: Readonly<Record<string, string>> = {
  upper_grassroots: 'từng đảng bộ trực thuộc',
  grassroots_org: 'từng tổ chức cơ sở đảng',
  grassroots_committee: 'từng đảng bộ cơ sở',
  cell: 'từng chi bộ',
};
/** A target for each unit of a level, set by a unit that has none of it below. */
export const noneBelow = (unit: string, level: string): string =>
  `${unit} không có đơn vị nào để giao cho “${levels[level] ?? level}”. Đồng chí ghi tên đơn vị giao trước dấu hai chấm, ví dụ: Đảng bộ xã Vân Hạ: mỗi chi bộ kết nạp 02 đảng viên; hoặc bỏ chữ “mỗi” nếu là chỉ tiêu của chính ${unit}.`;
/** For whom a target is: the unit itself, or each of a level below it. */
export const given = (unit: string, level: string | null): string =>
  level === null ? unit : `${levels[level] ?? level} của ${unit}`;
/** Who set a target for the units of the reader. */
export const fromAbove = (unit: string): string => `${unit} giao`;
export const amount = (value: number | null, measure: string): string =>
  value === null
    ? ''
    : `${String(value).replace('.', ',')}${measure === '%' ? '%' : measure ? ` ${measure}` : ''}`;

export const sheetName = 'Chỉ tiêu';
export const title = (period: string, unit: string): string =>
  `Các chỉ tiêu${period ? ` ${period}` : ''}${unit ? `, ${unit}` : ''}`;
export const head = ['Chỉ tiêu', 'Đơn vị', 'Thời gian', 'Kết quả', 'Đánh giá'] as const;
export const noPeriod = 'không ghi';
export const result = (text: string, asOf: string): string => `${text} (đến ngày ${formatDate(asOf)})`;
export const coverage = (reached: number, total: number): string =>
  total === 0 ? 'Chưa có đơn vị nào thuộc diện.' : `${reached}/${total} đơn vị đạt`;
export const asOf = (day: string): string => `Tính đến ngày ${formatDate(day)}, theo kết quả được ghi.`;
export const states = {
  reached: 'đạt',
  missed: 'chưa đạt',
  untold: 'chưa có kết quả',
  over: 'hết hạn, chưa có kết quả',
} as const;
export const coverageName = 'Đơn vị đạt chỉ tiêu';
export const coverageTitle = (target: string, unit: string): string => `${target} (${unit})`;
export const coverageHead = ['Đơn vị', 'Kết quả', 'Đánh giá'] as const;
export const units = (count: number): string => `${count} đơn vị`;
export const buttons = {
  result: 'Ghi kết quả',
  coverage: 'Xem từng đơn vị',
  cancel: 'Bỏ chỉ tiêu',
  sheet: 'Tải bảng .xlsx',
} as const;
export const help = 'chỉ tiêu được giao, kết quả, đơn vị nào đã đạt';
export const example = '/chitieu năm 2026';
