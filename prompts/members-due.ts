import { formatDate } from '../text/dates.ts';
import { fold } from '../text/normalise.ts';
import { formatNumber } from '../text/numbers.ts';

/* Words of the two due lists. */

const number = (value: number): string => formatNumber(value);

export const commandHelp =
  'danh sách đến hạn xét tặng Huy hiệu Đảng và đảng viên dự bị hết thời gian dự bị (chỉ trong tin nhắn riêng)';
export const example = '/denhan huy hieu 2/9/2026';
export const usage =
  'Gõ /denhan huy hieu 2/9/2026 (ngày trao; thêm “som” để xem cả trường hợp có thể xét sớm) hoặc /denhan du bi. Có thể thêm tên đơn vị.';

/** Which list some words ask for. */
export function whichList(args: string): 'badges' | 'probation' | null {
  const folded = fold(args);
  if (/du bi|chinh thuc|(?<!\p{L})db(?!\p{L})/u.test(folded)) return 'probation';
  return /huy hieu|(?<!\p{L})hh(?!\p{L})/u.test(folded) ? 'badges' : null;
}
/** Words of the request itself, which name no unit. */
export const ownWords =
  /(?<!\p{L})(?:huy hieu(?: dang)?|hh|(?:dang vien )?du bi|db|som|xet som|dot|ngay|trao|tang|den|het|toi|danh sach|den han)(?!\p{L})/gu;
export const asksForEarly = (args: string): boolean => /(?<!\p{L})(?:xet )?som(?!\p{L})/u.test(fold(args));

export const notHere =
  'Danh sách có tên người chỉ xem được trong tin nhắn riêng trên trang web hoặc cửa sổ lệnh của cơ quan, không gửi vào nhóm hay ứng dụng nhắn tin bên ngoài.';

export const badges = {
  title: (awardDay: string, unit: string): string =>
    `Đến hạn Huy hiệu Đảng, đợt ${formatDate(awardDay)}: ${unit}`,
  head: ['Họ và tên', 'Đơn vị', 'Mức', 'Đủ tuổi Đảng từ ngày'],
  level: (level: number, isEarly: boolean): string => `${level} năm${isEarly ? ' (xét sớm)' : ''}`,
  none: (awardDay: string): string =>
    `Không có ai đủ tuổi Đảng cho một mức Huy hiệu mới đến ngày ${formatDate(awardDay)}.`,
  note: 'Cần kiểm tra điều kiện trước khi đề nghị; trợ lý chỉ tính tuổi Đảng từ ngày quyết định kết nạp, trừ thời gian không tính (294-QĐ/TW, 4.5.1; 28.3.1).',
  early:
    'Xét sớm chỉ khi bệnh nặng, tối đa 12 tháng (mức 30 đến 65) hoặc 24 tháng (mức 70 đến 90), do cơ quan xác nhận ngoài trợ lý (06-HD/TW, 18.1).',
  sums: (levels: readonly (readonly [number, number])[]): string =>
    `Cộng: ${levels.map(([level, count]) => `${level} năm: ${number(count)}`).join('; ')}.`,
};

export const probation = {
  title: (until: string, unit: string): string =>
    `Đảng viên dự bị hết thời gian dự bị đến ${formatDate(until)}: ${unit}`,
  head: ['Họ và tên', 'Đơn vị', 'Kết nạp', 'Hết dự bị', 'Chi bộ xét trước hết ngày'],
  none: (until: string): string =>
    `Không có đảng viên dự bị nào hết thời gian dự bị đến ngày ${formatDate(until)}.`,
  note: 'Cần kiểm tra điều kiện. Dự bị 12 tháng từ ngày chi bộ kết nạp; chi bộ xét trong 30 ngày làm việc sau đó; họp muộn không đổi ngày chính thức (06-HD/TW, 4.2; 294-QĐ/TW, 4.2).',
  holidays: (year: string): string =>
    `Chưa nhập ngày nghỉ lễ năm ${year} (Tết, Giỗ Tổ, làm bù); hạn xét tính theo thứ bảy, chủ nhật và ngày lễ cố định.`,
  late: (count: number): string => `${number(count)} người đã quá hạn xét.`,
};

export const withoutDay = (count: number): string =>
  `${number(count)} người không có đủ ngày kết nạp nên chưa tính được.`;
export const more = (count: number): string =>
  `Còn ${number(count)} người; ghi thêm tên đơn vị để xem từng đơn vị.`;
export const audited = 'Lượt xem này được ghi vào nhật ký.';
export const everywhere = 'toàn bộ đơn vị trong phạm vi được xem';
