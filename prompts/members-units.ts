import { formatDate } from '../text/dates.ts';
import { formatNumber } from '../text/numbers.ts';

/* Words about units: '/donvi', and units that have ended. */

export const units = {
  title: 'Tổ chức đảng',
  head: ['Tổ chức đảng', 'Loại'],
  more: (count: number): string =>
    `Còn ${formatNumber(count)} đơn vị ở cấp dưới: gõ /donvi kèm tên đơn vị để xem.`,
  notFound: (typed: string): string => `Không tìm thấy đơn vị “${typed}” trong phạm vi đồng chí được xem.`,
  since: (on: string): string => `Thành lập ngày ${formatDate(on)}.`,
  aliases: (names: readonly string[]): string => `Tên khác: ${names.join('; ')}.`,
  parent: (path: readonly string[]): string => `Thuộc ${path.join(' › ')}.`,
  statistics: (name: string): string => `Thống kê ${name}`,
};

export const endedUnit = {
  ended: (name: string, since: string): string =>
    `**${name}: đơn vị này đã kết thúc hoạt động từ ngày ${formatDate(since)}.**`,
  lastCount: (count: number, day: string): string =>
    `Số liệu gần nhất là ${formatNumber(count)} đảng viên, tính đến ngày ${formatDate(day)}, theo danh sách đã nhập.`,
  lastStated: (value: number, day: string, source: string): string =>
    `Số liệu gần nhất đã báo cáo là ${formatNumber(value)} đảng viên, đến ngày ${formatDate(day)}, theo ${source}.`,
  noFigures: 'Chưa có số liệu nào của đơn vị này trong kho.',
  successors: (names: readonly string[]): string => `Đơn vị kế thừa: ${names.join('; ')}.`,
  noSuccessor: 'Chưa ghi đơn vị kế thừa.',
  lastFigures: (day: string): string => `Số liệu đến ${formatDate(day)}`,
  questionOfDay: (name: string, day: string): string => `/thongke ${name} tính đến ${formatDate(day)}`,
  askSuccessor: (name: string): string => `Thống kê ${name}`,
};
