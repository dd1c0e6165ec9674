import { formatDate } from '../text/calendar.ts';
import { formatNumber } from '../text/numbers.ts';

/* Words of the pages beside the chat: their frame, documents, meetings and tasks. */

/** Titles of the views, in menus and on their pages. */
export const titles = {
  documents: 'Sổ văn bản',
  meetings: 'Cuộc họp',
  calendar: 'Lịch họp',
  tasks: 'Nhiệm vụ',
  statistics: 'Thống kê',
  accounts: 'Tài khoản',
  audit: 'Nhật ký thao tác',
  feedback: 'Ý kiến góp về',
} as const;

/** What all views share. */
export const frame = {
  skip: 'Đến nội dung',
  back: 'Về trang trò chuyện',
  menu: 'Các trang',
  filters: 'Lọc danh sách',
  apply: 'Xem',
  reset: 'Bỏ lọc',
  save: 'Lưu',
  discard: 'Bỏ, không lưu',
  pages: 'Các trang của danh sách',
  previous: '‹ Trang trước',
  next: 'Trang sau ›',
  all: 'Tất cả',
  allUnits: 'Tất cả đơn vị',
  unit: 'Đơn vị',
  year: 'Năm',
  month: 'Tháng',
  backToList: 'Về danh sách',
  count: (total: number): string => (total === 0 ? 'Không có mục nào.' : `${formatNumber(total)} mục.`),
  pageOf: (page: number, pages: number, from: number, to: number, total: number): string =>
    `Trang ${page}/${pages}, mục ${formatNumber(from)} - ${formatNumber(to)} trong ${formatNumber(total)}.`,
  notAllowedTitle: 'Không mở được trang này',
  notAllowed: (who: string): string => `Trang này dành cho ${who}.`,
  notAllowedToChange: 'Tài khoản đang dùng không có quyền làm việc này.',
  notFoundTitle: 'Không tìm thấy',
  notFound: 'Mục này không có, hoặc tài khoản đang dùng không được xem.',
  nothingChanged: 'Chưa có gì thay đổi.',
} as const;

/** Who may open a page, by the least role that may. */
export const audiences = {
  cadre: 'người có tài khoản',
  secretary: 'thư ký, bí thư và người phụ trách đơn vị, văn phòng và quản trị',
  office: 'văn phòng và quản trị',
  admin: 'quản trị',
} as const;

export const documents = {
  caption: 'Các văn bản đã lưu',
  words: 'Số, ký hiệu hoặc từ trong trích yếu',
  type: 'Loại',
  issuer: 'Cơ quan ban hành',
  status: 'Hiệu lực',
  heads: { symbol: 'Số, ký hiệu', date: 'Ngày', title: 'Trích yếu', issuer: 'Cơ quan', status: 'Hiệu lực' },
  noSymbol: 'không số',
  noDate: 'không rõ ngày',
  unclear: 'chưa rõ',
  openText: 'Xem toàn văn',
  news: 'bài báo',
  draft: 'dự thảo',
  says: {
    replaces: 'Thay thế',
    repeals: 'Bãi bỏ',
    amends: 'Sửa đổi, bổ sung',
    suspends: 'Ngưng hiệu lực',
  },
  /** The filter by status: what documents of each state are called. */
  states: {
    'in-force': 'còn hiệu lực theo kho',
    changed: 'được sửa đổi một phần',
    replaced: 'bị thay thế, bãi bỏ',
    expired: 'hết thời hạn',
    suspended: 'đang bị ngưng',
    'not-yet': 'chưa có hiệu lực',
    unclear: 'chưa rõ',
  },
  none: 'Không có văn bản nào khớp với điều kiện lọc.',
  empty: 'Kho chưa có văn bản nào.',
  dateOf: (day: string | null): string => (day === null ? documents.noDate : formatDate(day)),
} as const;
