import { formatDate } from '../text/calendar.ts';

/* Words of the pages beside the chat: statistics, accounts, the audit trail and feedback. */

export const statistics = {
  measure: 'Thống kê gì',
  measures: {
    members: 'Đảng viên (số có đến ngày)',
    organisations: 'Tổ chức đảng',
    admit: 'Kết nạp',
    confirm: 'Công nhận chính thức',
    transfer_in: 'Chuyển sinh hoạt đến',
    transfer_out: 'Chuyển sinh hoạt đi',
    left: 'Giảm khác',
    badge: 'Huy hiệu Đảng được tặng',
    card_issue: 'Thẻ đảng viên cấp mới',
    card_reissue: 'Thẻ đảng viên cấp lại',
    changes: 'Biến động trong kỳ',
    ratings: 'Xếp loại sinh hoạt chi bộ',
  },
  dimension: 'Chia theo',
  split: 'Chia tiếp theo',
  noSplit: 'không chia',
  step: 'Diễn biến qua thời gian',
  steps: { month: 'từng tháng', quarter: 'từng quý', half: 'từng nửa năm', year: 'từng năm' },
  noStep: 'không',
  day: 'Đến ngày',
  from: 'Kỳ: từ ngày',
  to: 'Kỳ: đến ngày',
  sex: 'Giới tính',
  standing: 'Loại đảng viên',
  ageFrom: 'Tuổi từ',
  ageTo: 'Tuổi đến',
  sheet: 'Tải bảng .xlsx',
  sheetFile: (day: string): string => `Thống kê ${day}.xlsx`,
  sheetName: 'Thống kê',
  chart: 'Mở biểu đồ lớn',
  leftOut: (names: readonly string[]): string =>
    `Với loại thống kê này không dùng được: ${names.join(', ')}; phần đó đã được bỏ qua.`,
  periodUsed: (from: string, to: string): string =>
    `Chưa chọn kỳ nên tính từ ${formatDate(from)} đến ${formatDate(to)}.`,
  periodTurned: 'Ngày đầu kỳ sau ngày cuối kỳ. Đồng chí chọn lại hai ngày.',
  notCounted: 'Không tính được với các lựa chọn này. Đồng chí bỏ bớt một lựa chọn rồi thử lại.',
  filters: 'điều kiện về người',
} as const;
