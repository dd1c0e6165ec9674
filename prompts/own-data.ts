import { fold } from '../text/normalise.ts';
import { formatNumber } from '../text/numbers.ts';

/* Words of '/dulieu' (one's own data) and '/luotxem' (who looked at lists of persons). */

const number = (value: number): string => formatNumber(value);

export const commandHelp = {
  dulieu: 'dữ liệu của chính đồng chí: xem, xuất ra tệp (“xuat”), xóa (“xoa”)',
  luotxem: 'ai đã xem danh sách có tên người trong 90 ngày qua',
};
export const notInGroup = 'Dữ liệu của từng người chỉ xem trong tin nhắn riêng. Đồng chí gõ /dulieu ở đó.';

/** What the words after the command ask for. */
export function request(args: string): 'see' | 'export' | 'erase' {
  const folded = fold(args.trim());
  if (/^(?:xuat|tai|tep|export)/u.test(folded)) return 'export';
  return /^(?:xoa|huy|delete)/u.test(folded) ? 'erase' : 'see';
}

export const see = (own: {
  name: string;
  role: string;
  units: readonly string[];
  channels: readonly string[];
  messages: number;
  isMore: boolean;
  actions: number;
  /** Days after which the office forgets chats; null: never by itself. */
  keptDays: number | null;
}): string =>
  [
    '**Dữ liệu của đồng chí trong trợ lý**',
    `- Tài khoản: ${own.name}, vai trò ${own.role}; đơn vị: ${own.units.length === 0 ? 'không giới hạn' : own.units.join('; ')}.`,
    `- Kênh đã liên kết: ${own.channels.length === 0 ? 'trang web hoặc cửa sổ lệnh của cơ quan' : own.channels.join(', ')}.`,
    `- Tin nhắn đã gửi còn lưu nội dung: ${own.isMore ? 'hơn ' : ''}${number(own.messages)}.`,
    own.keptDays === null
      ? '- Thời hạn giữ tin nhắn: cơ quan chưa đặt, nên không tự xóa; đồng chí tự xóa được bằng nút dưới đây.'
      : `- Thời hạn giữ tin nhắn: ${number(own.keptDays)} ngày, sau đó nội dung tự xóa.`,
    `- Thao tác trong nhật ký: ${number(own.actions)} (chỉ loại việc và thời điểm, không có nội dung).`,
    'Thông tin của đồng chí với tư cách đảng viên, nếu có, nằm trong danh sách do cơ quan nhập; đề nghị xem, sửa tại cơ quan quản lý hồ sơ.',
  ].join('\n');
export const buttons = { export: 'Xuất ra tệp', erase: 'Xóa tin nhắn của tôi' };

export const workbook = {
  fileName: 'du-lieu-cua-toi.xlsx',
  messages: 'Tin nhắn',
  messageHead: ['Thời điểm', 'Kênh', 'Nội dung'],
  actions: 'Thao tác',
  actionHead: ['Thời điểm', 'Việc', 'Đối tượng'],
};

export const erase = {
  ask: 'Sẽ xóa nội dung mọi tin nhắn đồng chí đã gửi, các câu trả lời và đánh giá kèm theo. Biên bản, số liệu đã lưu của cơ quan và nhật ký thao tác không bị xóa. Không lấy lại được.',
  confirm: 'Xóa',
  keep: 'Giữ lại',
  kept: 'Đã giữ lại, chưa xóa gì.',
  done: (messages: number, questions: number): string =>
    `Đã xóa nội dung ${number(messages)} tin nhắn và ${number(questions)} câu hỏi kèm câu trả lời.`,
};

const lists: Readonly<Record<string, string>> = {
  due_badges: 'đến hạn Huy hiệu Đảng',
  due_probation: 'hết thời gian dự bị',
  list_difference: 'so sánh hai bản danh sách',
  member_event: 'tìm một người để ghi biến động',
};
export const looks = {
  title: 'Lượt xem danh sách có tên người, 90 ngày qua',
  head: ['Thời điểm', 'Người xem', 'Danh sách', 'Số người', 'Kênh'],
  list: (entity: string): string => lists[entity] ?? entity,
  onMachine: 'máy của cơ quan',
  none: 'Trong 90 ngày qua không có ai xem danh sách có tên người.',
};
