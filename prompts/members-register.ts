import { formatDate } from '../text/dates.ts';
import { formatNumber } from '../text/numbers.ts';
import { capitalise, fieldName, rejectReason } from './members.ts';

/* Words of taking in lists of members and of events on the command line. */

/** Head of the column with the unit in a file of rows to correct, as the import reads it again. */
export const unitHeader = 'Chi bộ';

const number = (value: number): string => formatNumber(value);

export const usageMembers = `Cách dùng:
  npx capuy members import TỆP [--unit "TÊN ĐƠN VỊ"] [--date NGÀY] [--column "TIÊU ĐỀ=TRƯỜNG"]… [--create-units]
                               [--add] [--rejected TỆP.xlsx] [--report TỆP.xlsx] [--yes]
      nhập danh sách đảng viên (.xlsx, .csv) thành một bản mới theo ngày; --add: bổ sung vào bản cùng ngày
  npx capuy members events TỆP [--rejected TỆP.xlsx] [--yes]
      nhập biến động: kết nạp, chuyển chính thức, chuyển đi, đến, huy hiệu, thẻ, miễn, giảm
  npx capuy members holidays TỆP [--yes]
      nhập ngày nghỉ lễ và ngày làm bù (cột ngày, tên, loại)
  npx capuy members retention [--former-days SỐ] [--chat-days SỐ] [--yes]
      xem, đặt thời hạn giữ tên người không còn trong danh sách; xóa tên đã quá hạn; --chat-days: thời hạn giữ
      nội dung chat (chưa đặt hoặc 0: giữ mãi, không tự xóa)
  npx capuy members forget --unit "TÊN ĐƠN VỊ"|--all [--yes]
      xóa mọi bản danh sách và biến động đã nhập
`;

/** Names that `--column` takes, with what each is. */
export const columnNames = (fields: readonly string[]): string =>
  `Các trường dùng được: ${fields.map((field) => `${field} (${fieldName(field)})`).join(', ')}, bo (không nhập).`;
export const badColumn = (typed: string): string =>
  `Không hiểu “${typed}”. Viết --column "TIÊU ĐỀ TRONG TỆP=TRƯỜNG".`;
export const columnHint =
  'Cột nào đoán sai thì sửa bằng --column "TIÊU ĐỀ=TRƯỜNG" (TRƯỜNG là bo: không nhập).';
export const isLeaveOut = (typed: string): boolean => /^(?:bo|bỏ|khong|không|-)$/iu.test(typed.trim());

export const progress = {
  reading: (name: string): string => `Đang đọc ${name} …`,
  rows: (count: number): string => `Đang đọc: ${number(count)} dòng`,
  saving: (done: number, total: number): string => {
    const width = 30;
    const filled = total === 0 ? width : Math.round((done / total) * width);
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    return `Đang lưu [${'█'.repeat(filled)}${'░'.repeat(width - filled)}] ${percent} % (${number(done)}/${number(total)})`;
  },
};

export const older = (listedOn: string): string =>
  `Đã có danh sách của ngày muộn hơn ${formatDate(listedOn)}, nên không nhập danh sách này. Kiểm tra lại --date.`;

/** What a new list changes, in counts. */
export const difference = {
  counts: (joined: number, left: number, changed: number, unchanged: number): string =>
    `So với bản trước: ${number(joined)} người mới, ${number(left)} người không còn, ${number(changed)} người có thay đổi, ${number(unchanged)} người giữ nguyên.`,
  fields: (counts: readonly (readonly [string, number])[]): string =>
    `Thay đổi ở: ${counts.map(([field, count]) => `${field === 'unitId' ? 'đơn vị sinh hoạt' : fieldName(field)} (${number(count)})`).join(', ')}.`,
  first: 'Đây là bản đầu tiên của các đơn vị này.',
  reportSheet: 'So sánh',
  reportTitle: 'SO SÁNH HAI BẢN DANH SÁCH ĐẢNG VIÊN',
  reportSubtitle: (listedOn: string): string => `Bản mới lập ngày ${formatDate(listedOn)}`,
  reportHead: ['Nội dung', 'Họ và tên', 'Ngày sinh', 'Đơn vị', 'Thay đổi'],
  joined: 'Mới có',
  left: 'Không còn',
  changed: 'Thay đổi',
  changedFields: (fields: readonly string[]): string =>
    fields.map((field) => (field === 'unitId' ? 'đơn vị sinh hoạt' : fieldName(field))).join(', '),
  reportNote: 'Tài liệu có dữ liệu cá nhân: chỉ dùng trong cơ quan, xóa khi xong việc.',
  reportSaved: (path: string): string =>
    `Đã ghi so sánh theo từng người vào ${path}. ${difference.reportNote}`,
};

export const rejectedFile = {
  sheet: 'Cần sửa',
  title: 'DÒNG CHƯA NHẬN, CẦN SỬA',
  place: 'Vị trí',
  reason: 'Lý do',
  reasonOf: (reason: { code: string }): string => rejectReason(reason),
  placeOf: (sheet: string, row: number): string => `${sheet}, dòng ${row}`,
  note: 'Sửa các ô rồi nhập lại tệp này với --add và cùng ngày của danh sách; cột Vị trí và Lý do được bỏ qua.',
  saved: (path: string, count: number): string =>
    `Đã ghi ${number(count)} dòng chưa nhận vào ${path} để sửa.`,
  hint: 'Thêm --rejected TỆP.xlsx để có tệp các dòng chưa nhận kèm lý do.',
  notWritten: (path: string): string => `Không ghi được tệp ${path}.`,
};

const eventNames: Readonly<Record<string, string>> = {
  admit: 'kết nạp',
  confirm: 'công nhận chính thức',
  transfer_in: 'chuyển sinh hoạt đến',
  transfer_out: 'chuyển sinh hoạt đi',
  transfer: 'chuyển sinh hoạt trong đảng bộ',
  badge: 'tặng Huy hiệu Đảng',
  card_issue: 'cấp thẻ đảng viên',
  card_reissue: 'cấp lại thẻ đảng viên',
  exempt: 'miễn công tác và sinh hoạt đảng',
  exempt_end: 'thôi miễn công tác và sinh hoạt đảng',
  leave: 'ra khỏi Đảng',
  other_out: 'giảm khác',
};
/** 'kết nạp', 'tặng Huy hiệu Đảng 40 năm'. */
export const eventName = (kind: string, level: number | null = null): string =>
  kind === 'badge' && level !== null && level > 0
    ? `tặng Huy hiệu ${level} năm tuổi Đảng`
    : (eventNames[kind] ?? kind);

/** An event as cells that the import reads again. */
export const correctableEvent = (event: {
  kind: string;
  happenedOn: string;
  name: string;
  birthDate: string | null;
  level: number | null;
}): { header: string; text: string }[] => [
  { header: 'Loại biến động', text: capitalise(eventName(event.kind, event.level)) },
  { header: 'Ngày', text: formatDate(event.happenedOn) },
  { header: 'Họ và tên', text: event.name },
  { header: 'Ngày sinh', text: event.birthDate?.split('-').reverse().join('/') ?? '' },
];

export const events = {
  noHeader: 'Không thấy dòng tiêu đề có cột loại biến động và cột ngày.',
  columns: (columns: readonly { header: string; field: string }[]): string =>
    `Các cột sẽ dùng:\n${columns.map(({ header, field }) => `  - ${header} → ${eventFields[field] ?? field}`).join('\n')}`,
  found: (counts: readonly (readonly [string, number])[]): string =>
    `Sẽ lưu:\n${counts.map(([kind, count]) => `  - ${eventName(kind)}: ${number(count)}`).join('\n')}`,
  countOnly: 'Ra khỏi Đảng, thẻ và giảm khác chỉ lưu số lượng, không lưu tên.',
  saved: (count: number): string => `Đã lưu ${number(count)} biến động.`,
  duplicates: (count: number): string =>
    `${number(count)} biến động đã có từ trước (cùng loại, cùng ngày, cùng người hoặc đơn vị), không lưu lại.`,
};
const eventFields: Readonly<Record<string, string>> = {
  name: 'họ tên',
  birthDate: 'ngày sinh',
  kind: 'loại biến động',
  date: 'ngày',
  unit: 'đơn vị',
  fromUnit: 'từ đơn vị',
  toUnit: 'đến đơn vị',
  level: 'mức huy hiệu',
  count: 'số lượng',
};

export const holidays = {
  noHeader: 'Không thấy dòng tiêu đề có cột ngày và cột tên ngày nghỉ.',
  found: (days: readonly { day: string; name: string; isWorking: boolean }[]): string =>
    `Sẽ lưu ${number(days.length)} ngày:\n${days.map(({ day, name, isWorking }) => `  - ${formatDate(day)}: ${name}${isWorking ? ' (làm bù)' : ''}`).join('\n')}`,
  saved: (count: number): string => `Đã lưu ${number(count)} ngày.`,
};

export const retention = {
  chatDays: (days: number | null): string =>
    days === null
      ? 'Nội dung chat được giữ không thời hạn; không tự xóa gì cho đến khi đặt thời hạn bằng --chat-days.'
      : `Nội dung chat được giữ ${number(days)} ngày; chương trình đang chạy xóa phần cũ hơn mỗi ngày một lần.`,
  now: (days: number): string =>
    `Tên người không còn trong danh sách được giữ ${number(days)} ngày kể từ ngày của danh sách mới, rồi xóa; số liệu của ngày cũ vẫn tính được.`,
  due: (count: number): string => `Có ${number(count)} dòng đã quá hạn sẽ xóa tên.`,
  saved: (days: number, removed: number): string =>
    `Đã đặt thời hạn ${number(days)} ngày và xóa tên ở ${number(removed)} dòng.`,
  badDays: 'Số ngày phải là số nguyên từ 0 đến 3650.',
};

export const forget = {
  what: (members: number, scope: string): string =>
    `Sẽ xóa hẳn ${number(members)} đảng viên trong mọi bản danh sách và biến động của ${scope}. Không lấy lại được.`,
  everything: 'toàn bộ đơn vị',
  done: (rows: number): string => `Đã xóa ${number(rows)} dòng. Nhật ký chỉ giữ số lượng.`,
};
