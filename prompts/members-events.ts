import { formatDate } from '../text/dates.ts';
import { formatNumber } from '../text/numbers.ts';
import { capitalise } from './members.ts';
import { eventName } from './members-register.ts';

/* Words of events by command and of the movement of a period. */

const number = (value: number): string => formatNumber(value);

export const commandHelp =
  'ghi biến động đảng viên theo số lượng hoặc của một đồng chí (kết nạp, chuyển chính thức, chuyển đi, đến, huy hiệu, thẻ, miễn, giảm); xem biến động trong kỳ; “xoa” để bỏ một mục đã ghi';
export const example = '/biendong ket nap 3 chi bo thon Dong 15/6/2026, nguon: QD 12';

const missing: Readonly<Record<string, string>> = {
  kind: 'Chưa rõ loại biến động. Các loại: kết nạp, chuyển chính thức, chuyển đến, chuyển đi, chuyển nội bộ, huy hiệu (kèm mức), cấp thẻ, cấp lại thẻ, miễn, ra khỏi Đảng, giảm khác.',
  count: 'Chưa ghi số lượng (bao nhiêu đồng chí).',
  day: 'Chưa ghi ngày cụ thể của biến động (ví dụ 15/6/2026). Mỗi biến động cần một ngày để tính đúng ở mọi thời điểm.',
  unit: 'Chưa rõ đơn vị, hoặc đơn vị ngoài phạm vi đồng chí phụ trách. Gõ /donvi để xem tên các đơn vị.',
  level: 'Chưa ghi mức Huy hiệu hợp lệ: 30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85 hoặc 90 năm.',
  target: 'Chuyển trong đảng bộ cần ghi đủ hai đơn vị: chuyển từ đâu, đến đâu.',
};
export const missingSentence = (what: string): string => `${missing[what] ?? what}\nVí dụ: ${example}`;
export const futureDay = (day: string): string =>
  `Ngày ${formatDate(day)} chưa đến. Chỉ ghi biến động đã xảy ra.`;

export const draft = {
  title: 'Biến động sẽ lưu',
  head: ['Mục', 'Nội dung'],
  kind: 'Loại',
  count: 'Số lượng',
  unit: 'Đơn vị',
  to: 'Đến đơn vị',
  day: 'Ngày',
  source: 'Nguồn',
  people: (count: number): string => `${number(count)} đồng chí`,
  duplicate: (count: number): string =>
    `Lưu ý: đơn vị này đã có ${number(count)} biến động cùng loại, cùng ngày. Chỉ lưu nếu đây là biến động khác.`,
  inList:
    'Lưu ý: danh sách mới nhất của đơn vị lập sau ngày này và đã có số này theo từng người; mục này chỉ lưu để đối chiếu, không cộng thêm.',
  confirm: 'Đồng chí kiểm tra rồi chọn:',
  save: 'Lưu',
  saveFor: (unit: string): string => `Lưu cho ${unit}`,
  discard: 'Bỏ',
  discarded: 'Đã bỏ, chưa lưu gì.',
  saved: (kind: string, level: number | null, count: number, unit: string, day: string): string =>
    `Đã lưu: ${eventName(kind, level)}, ${number(count)} đồng chí, ${unit}, ngày ${formatDate(day)}.`,
  outOfScope: 'Đơn vị này không còn trong phạm vi đồng chí phụ trách. Chưa lưu gì.',
  whichUnit: (typed: string): string => `Có nhiều đơn vị phù hợp với “${typed}”.`,
};

/** An event of one member by name. */
export const person = {
  row: 'Đảng viên',
  named: (name: string, birthYear: string | null): string =>
    birthYear === null ? name : `${name}, sinh năm ${birthYear}`,
  label: (name: string, unit: string, birthYear: string | null): string =>
    `${name}, ${birthYear === null ? 'chưa rõ năm sinh' : `sinh năm ${birthYear}`}, ${unit}`,
  which: (name: string): string => `Có nhiều đồng chí tên “${name}”. Đồng chí chọn người:`,
  more: (count: number): string =>
    `Còn ${number(count)} đồng chí khác cùng tên; đồng chí ghi thêm tên đơn vị để chọn đúng người.`,
  unknown: (name: string): string =>
    `Không tìm thấy “${name}” trong danh sách đảng viên của các đơn vị đồng chí phụ trách. Nếu đồng chí đó chưa có trong danh sách, ghi theo số lượng, ví dụ: ${example}`,
  notHere:
    'Biến động theo tên chỉ ghi được ở khung chat riêng trên máy của cơ quan, bởi người được giao quản lý danh sách. Ở đây chỉ ghi theo số lượng.',
  countedOnly:
    'Loại biến động này chỉ ghi số lượng, không ghi tên. Đồng chí ghi lại theo số lượng, ví dụ: /biendong cấp thẻ 3 chi bộ thôn Đông 15/6/2026',
  duplicate: (count: number): string =>
    `Lưu ý: đồng chí này đã có ${number(count)} biến động cùng loại. Chỉ lưu nếu đây là biến động khác.`,
};

export const movement = {
  title: (unit: string, label: string): string => `Biến động đảng viên: ${unit}, ${label}`,
  period: (from: string, to: string): string => `từ ${formatDate(from)} đến ${formatDate(to)}`,
  head: ['Nội dung', 'Số lượng'],
  opening: (day: string): string => `Có đến hết ngày ${formatDate(day)}`,
  closing: (day: string): string => `Có đến hết ngày ${formatDate(day)}`,
  inRow: (kind: string): string => `Tăng: ${eventName(kind)}`,
  outRow: (kind: string): string =>
    kind === 'left' ? 'Giảm: theo danh sách, không ghi hình thức' : `Giảm: ${eventName(kind)}`,
  other: (kind: string, level: number | null): string => capitalise(eventName(kind, level)),
  balanced: (opening: number, ins: number, outs: number, closing: number): string =>
    `Kiểm tra: ${number(opening)} + ${number(ins)} - ${number(outs)} = ${number(closing)}, khớp.`,
  gap: (opening: number, ins: number, outs: number, closing: number, gap: number): string =>
    `Kiểm tra: ${number(opening)} + ${number(ins)} - ${number(outs)} = ${number(opening + ins - outs)}, còn số có cuối kỳ là ${number(closing)}: chênh ${number(Math.abs(gap))}. Có thể có biến động chưa ghi hoặc danh sách mới có người chưa rõ ngày đến, ngày đi.`,
  question: (unit: string, from: string, to: string): string =>
    `/biendong ${unit} từ ${formatDate(from)} đến ${formatDate(to)}`,
  everywhere: 'toàn bộ đơn vị trong phạm vi được xem',
};

export const taken = {
  title: 'Biến động đã ghi gần đây',
  none: 'Chưa có biến động nào được ghi theo số lượng.',
  prompt: 'Bỏ mục nào?',
  line: (entry: {
    kind: string;
    level: number | null;
    count: number;
    unitName: string;
    toUnitName: string | null;
    happenedOn: string;
  }): string =>
    `${formatDate(entry.happenedOn)}: ${eventName(entry.kind, entry.level)} ${number(entry.count)}, ${entry.unitName}${entry.toUnitName === null ? '' : ` → ${entry.toUnitName}`}`,
  remove: (line: string): string => `Bỏ ${line}`,
  removed: 'Đã bỏ biến động này; các số liệu được tính lại.',
  gone: 'Biến động này không còn.',
};
export const asksToRemove = (args: string): boolean =>
  /^(?:xoa|xóa|bo|bỏ|huy|hủy|da ghi|đã ghi)$/iu.test(args.trim());

/** A line without the words that lead to a period or a unit. */
export const withoutLeadIns = (line: string): string =>
  line
    .replace(
      /(?<![\p{L}\d])(?:từ|tu|đến|den|trong|kỳ|ky|của|cua|ở|tại|tai|ngày|ngay|xem|biến động|bien dong)(?![\p{L}\d])/giu,
      ' ',
    )
    .replace(/\s+/gu, ' ')
    .trim();
