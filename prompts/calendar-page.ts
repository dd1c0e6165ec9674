import { formatDate } from '../text/calendar.ts';
import { kindLabel } from './meetings.ts';

/* The page with the calendar of a year. */

export const title = (year: number): string => `Lịch họp năm ${year}`;
export const previous = (year: number): string => `‹ Năm ${year}`;
export const next = (year: number): string => `Năm ${year} ›`;
export const unitLabel = 'Đơn vị';
export const allUnits = 'Tất cả đơn vị';
export const show = 'Xem';
export const print = 'In trang này bằng lệnh in của trình duyệt; mỗi tháng in gọn trong một khung.';
export const months = 'Chọn tháng';
export const month = (n: number): string => `Tháng ${n}`;
export const monthOf = (n: number, year: number): string => `Tháng ${n} năm ${year}`;
export const weekdays = [
  ['T2', 'Thứ hai'],
  ['T3', 'Thứ ba'],
  ['T4', 'Thứ tư'],
  ['T5', 'Thứ năm'],
  ['T6', 'Thứ sáu'],
  ['T7', 'Thứ bảy'],
  ['CN', 'Chủ nhật'],
] as const;
export const today = 'hôm nay';
export const dayOff = (name: string | null): string => (name ? `nghỉ: ${name}` : 'ngày nghỉ');
export const count = (n: number): string => `${n} cuộc họp`;
export const states = {
  held: { mark: '✓', name: 'đã họp' },
  planned: { mark: '○', name: 'dự kiến' },
  unlogged: { mark: '!', name: 'đã qua, chưa ghi' },
  cancelled: { mark: '×', name: 'đã hủy' },
} as const;
export const legend = 'Chú thích';
export const noMeetings = 'Chưa có cuộc họp nào.';
export const more = (n: number): string => `Còn ${n} cuộc họp nữa; chọn một đơn vị để xem đủ.`;
export const meeting = (one: {
  kind: string;
  unitName: string;
  topic: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
}): string =>
  [
    `${kindLabel(one.kind)}, ${one.unitName}${one.topic === '' ? '' : `: ${one.topic}`}`,
    one.startsAt === null ? '' : one.endsAt === null ? one.startsAt : `${one.startsAt} - ${one.endsAt}`,
    one.place,
  ]
    .filter(Boolean)
    .join(', ');
export const dayMonth = (day: string): string => formatDate(day).slice(0, -5);

const asked = { regular: 'Thường kỳ', thematic: 'Chuyên đề' } as const;
const asking = (requirement: string): string => asked[requirement as keyof typeof asked] ?? requirement;
export const quarter = (n: number): string => `Hết quý ${n}`;
export const allMet = (requirement: string, n: number): string =>
  `✓ ${asking(requirement)}: đủ ${n}/${n} đơn vị.`;
export const someMissing = (requirement: string, met: number, n: number): string =>
  `✗ ${asking(requirement)}: ${met}/${n} đơn vị đã họp. Chưa họp: `;
export const notYet = (requirement: string, met: number, n: number): string =>
  `${asking(requirement)}: ${met}/${n} đơn vị đã họp, tháng chưa hết. Còn: `;
export const notYetQuarter = (requirement: string, met: number, n: number): string =>
  `${asking(requirement)}: ${met}/${n} đơn vị đã họp, quý chưa hết. Còn: `;
export const thematicOnly = ' (mới có chuyên đề)';
export const andMore = (n: number): string => ` và ${n} đơn vị khác`;
export const notAllowedTitle = 'Không xem được lịch họp';
export const notAllowed = 'Lịch họp dành cho bí thư, người phụ trách đơn vị và văn phòng.';
