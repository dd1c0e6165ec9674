import { formatDate } from '../text/calendar.ts';
import { formatNumber } from '../text/numbers.ts';

/** '/chiphi': what models used. */

export const commandHelp = { chiphi: 'lượng dùng và chi phí mô hình theo ngày, vai trò' } as const;
export const commandExamples = { chiphi: '/chiphi 30 ngày' } as const;

export const noModel = 'Cơ quan chưa dùng mô hình nào; mọi câu trả lời đều không mất phí.';
export const nothingUsed = (from: string, to: string): string =>
  `Chưa có lượt gọi mô hình nào từ ${formatDate(from)} đến ${formatDate(to)}.`;

const roles: Readonly<Record<string, string>> = {
  '': 'hệ thống chạy nền',
  cadre: 'cán bộ',
  secretary: 'bí thư',
  office: 'văn phòng',
  admin: 'quản trị',
};
export const roleName = (role: string): string => roles[role] ?? role;

const purposes: Readonly<Record<string, string>> = {
  '': 'khác',
  answer: 'diễn đạt câu trả lời',
  'read-message': 'hiểu tin nhắn',
  'read-statistics': 'hiểu yêu cầu thống kê',
  'read-minutes': 'đọc ghi chép cuộc họp',
  voice: 'nghe câu hỏi bằng lời',
  question: 'so câu hỏi theo nghĩa',
  search: 'tìm theo nghĩa',
  index: 'lập chỉ mục văn bản',
};
export const purposeName = (purpose: string): string => purposes[purpose] ?? purpose;

export const title = (from: string, to: string): string =>
  from === to
    ? `Lượng dùng mô hình ngày ${formatDate(to)}`
    : `Lượng dùng mô hình từ ${formatDate(from)} đến ${formatDate(to)}`;
export const byDayHead = ['Ngày', 'Vai trò', 'Lượt', 'Token vào', 'Token ra', 'Chi phí'];
export const byPurposeHead = ['Việc', 'Mô hình', 'Lượt', 'Token vào', 'Token ra', 'Chi phí'];
export const byPurposeTitle = 'Theo việc';
export const total = 'Tổng';
/** Cost in the unit that prices are given in. */
export const cost = (micros: number): string => formatNumber(micros / 1_000_000, 4);
export const count = (value: number): string => formatNumber(value);
export const estimated = (calls: number): string =>
  `Có ${calls} lượt mà máy chủ mô hình không báo số token; số của các lượt đó là ước lượng.`;

/** @param used of today; ceilings of 0 are none */
export const ceiling = (
  used: { tokens: number; cost: number },
  limits: { dailyTokens: number; dailyCost: number },
): string => {
  const tokens =
    limits.dailyTokens > 0
      ? `${formatNumber(used.tokens)} trên ${formatNumber(limits.dailyTokens)} token`
      : `${formatNumber(used.tokens)} token (không đặt trần)`;
  const money =
    limits.dailyCost > 0
      ? `${formatNumber(used.cost, 4)} trên ${formatNumber(limits.dailyCost, 4)} chi phí`
      : `${formatNumber(used.cost, 4)} chi phí (không đặt trần)`;
  return `Hôm nay đã dùng ${tokens}; ${money}. Khi chạm trần, trợ lý trả lời bằng trích nguyên văn như khi không có mô hình.`;
};
