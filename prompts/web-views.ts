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
  back: 'Trò chuyện',
  dayShape: 'ngày/tháng/năm',
  menu: 'Các trang',
  filters: 'Lọc danh sách',
  apply: 'Xem',
  reset: 'Bỏ lọc',
  save: 'Lưu',
  confirm: 'Xác nhận',
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
    'in-force': 'còn hiệu lực theo các văn bản tra được',
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

export const meetings = {
  caption: 'Các cuộc họp đã ghi',
  heads: {
    day: 'Ngày họp',
    unit: 'Đơn vị',
    meeting: 'Cuộc họp',
    attendance: 'Có mặt',
    status: 'Biên bản',
    tasks: 'Nhiệm vụ',
    papers: 'Tải về',
  },
  status: 'Trạng thái biên bản',
  kind: 'Loại cuộc họp',
  monthOf: (month: number): string => `Tháng ${month}`,
  none: 'Không có cuộc họp nào khớp với điều kiện lọc.',
  calendar: 'Xem lịch cả năm',
  present: (present: number, total: number | null): string =>
    total === null ? String(present) : `${present}/${total}`,
  notTaken: 'chưa ghi',
  minutesDocx: 'Biên bản .docx',
  minutesPdf: 'Biên bản .pdf',
  of: (kind: string, topic: string): string => (topic === '' ? kind : `${kind}: ${topic}`),
  title: (kind: string, day: string): string => `${kind}, ngày ${formatDate(day)}`,
  statusLine: (status: string, revision: number): string =>
    `Biên bản: ${status}${revision > 0 ? `, đã sửa ${revision} lần` : ''}.`,
  draftHint: 'Bản nháp đổi theo nội dung đã ghi; sửa và trình duyệt trong trang trò chuyện bằng lệnh /hop.',
  issued: 'Văn bản đã phát hành từ cuộc họp này',
  tasksTitle: 'Nhiệm vụ của cuộc họp',
} as const;

export const tasks = {
  heads: {
    task: 'Nhiệm vụ',
    lead: 'Chủ trì',
    due: 'Hạn',
    from: 'Giao tại',
    state: 'Tình trạng',
    result: 'Kết quả',
  },
  caption: 'Danh sách nhiệm vụ',
  lead: 'Chủ trì có chữ',
  state: 'Tình trạng',
  board: 'Bảng theo tình trạng',
  columns: {
    overdue: 'Quá hạn',
    soon: (days: number): string => `Đến hạn trong ${days} ngày`,
    later: 'Đang làm',
    undated: 'Không ghi thời hạn',
    done: 'Đã xong',
    cancelled: 'Đã hủy',
    all: 'Tất cả',
  },
  columnCount: (name: string, count: number): string => `${name} (${formatNumber(count)})`,
  noneHere: 'Không có.',
  seeAll: (count: number): string => `Xem đủ ${formatNumber(count)}`,
  leadIs: (lead: string): string => `Chủ trì: ${lead}`,
  dueIs: (day: string | null): string => (day === null ? 'Không ghi thời hạn' : `Hạn ${formatDate(day)}`),
  none: 'Không có nhiệm vụ nào khớp với điều kiện lọc.',
  sheet: 'Tải bảng .xlsx',
  title: (state: string): string => `Nhiệm vụ: ${state}`,
  toMeeting: 'Mở cuộc họp',
  history: 'Lịch sử',
  changes: 'Thay đổi',
  confirmTitle: 'Xem lại rồi lưu',
  change: {
    'task-done': { legend: 'Ghi nhận đã xong', label: 'Kết quả (có thể để trống)', button: 'Đã xong' },
    'task-date': {
      legend: 'Đổi hạn',
      label: 'Hạn mới, ví dụ: 20/8, thứ sáu tuần sau, không thời hạn',
      button: 'Đổi hạn',
    },
    'task-lead': { legend: 'Chuyển chủ trì', label: 'Đơn vị hoặc chức danh chủ trì', button: 'Chuyển' },
    'task-cancel': { legend: 'Hủy nhiệm vụ', label: 'Lý do, căn cứ', button: 'Hủy nhiệm vụ' },
    'task-reopen': { legend: 'Mở lại nhiệm vụ', label: '', button: 'Mở lại' },
  },
} as const;
