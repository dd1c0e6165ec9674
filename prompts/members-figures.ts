import { number, partName } from './members.ts';

/* Words of entering several reported figures at once: from a document, from a pasted table, from a file; and of approving. */

export const commandHelp = {
  trichsolieu: 'gợi ý số liệu có trong một văn bản, kèm câu gốc, để đồng chí xác nhận',
  nhapsolieu: 'nhập nhiều số liệu cùng lúc: dán bảng hoặc mỗi dòng một số liệu',
  duyetsolieu: 'xem và duyệt các số liệu đang ở dạng nháp',
} as const;

export const examples = {
  trichsolieu: '/trichsolieu báo cáo 6 tháng đầu năm 2026; đơn vị: Đảng bộ các cơ quan tỉnh',
  nhapsolieu:
    '/nhapsolieu\nkết nạp; chi bộ Văn phòng; 3; 6T 2026; báo cáo 6 tháng\nchuyển chính thức; chi bộ Văn phòng; 2; 6T 2026; báo cáo 6 tháng',
} as const;

export const tellDocument = `Đồng chí cho biết văn bản nào. Ví dụ: ${examples.trichsolieu}`;
export const noSuchDocument = (asked: string): string =>
  `Tôi không tìm thấy văn bản “${asked}” trong kho. Gõ số, ký hiệu hoặc tên văn bản; xem danh sách bằng /vanban.`;
export const whichDocument = 'Có mấy văn bản phù hợp; đồng chí chọn một:';
export const noFigures = (document: string): string =>
  `Tôi không thấy số liệu nào thuộc danh mục chỉ tiêu trong ${document}.`;
export const whichUnit = (count: number): string =>
  `Có ${number(count)} số liệu không nêu rõ của đơn vị nào. Đồng chí gõ tên đơn vị (xem danh sách bằng /donvi), hoặc “bỏ”.`;
export const whichTime = (count: number): string =>
  `Có ${number(count)} số liệu không nêu rõ thời điểm hoặc kỳ. Đồng chí gõ, ví dụ “đến 31/10/2026” hoặc “6T 2026”, hoặc “bỏ”.`;
export const unitUnknown = (typed: string): string =>
  `Tôi không thấy đơn vị “${typed}” trong phạm vi đồng chí phụ trách. Gõ lại tên, hoặc “bỏ”.`;
export const timeUnknown = (typed: string): string =>
  `Tôi chưa đọc được thời điểm “${typed}”. Ví dụ: “đến 31/10/2026”, “6T 2026”, hoặc “bỏ”.`;

export const reviewTitle = (source: string): string => `Số liệu gợi ý từ ${source} (chưa lưu)`;
export const pastedTitle = 'Số liệu đọc được (chưa lưu)';
export const reviewHead = ['TT', 'Chỉ tiêu', 'Đơn vị', 'Số liệu', 'Thời điểm, kỳ', 'Câu trong văn bản'];
export const pastedHead = ['TT', 'Chỉ tiêu', 'Đơn vị', 'Số liệu', 'Thời điểm, kỳ', 'Nguồn'];
export const reviewQuestion =
  'Đồng chí đối chiếu từng số với câu gốc rồi chọn. Lưu hết thì gõ “lưu cả”; lưu một phần thì gõ số thứ tự, ví dụ “1, 3-5”.';
export const saveAll = (count: number): string => `Lưu cả ${number(count)} số liệu`;
export const saveOnly = 'Lưu số liệu này';
export const discard = 'Bỏ, không lưu';
export const stillUnsaved = (count: number): string => `Còn ${count} số liệu chưa lưu.`;
export const discarded = 'Đã bỏ, chưa lưu gì.';
export const numbersUnreadable = (count: number): string =>
  `Đồng chí gõ số thứ tự từ 1 đến ${number(count)}, ví dụ “1, 3-5”, hoặc chọn một nút.`;
export const saved = (count: number): string =>
  `Đã lưu nháp ${number(count)} số liệu. Văn phòng cấp ủy duyệt bằng /duyetsolieu.`;
export const isKept = (count: number): string =>
  `${number(count)} số liệu đã có đúng như vậy trong hệ thống nên không lưu lại.`;
export const nothingNew = 'Các số liệu này đã có đúng như vậy trong hệ thống; không lưu thêm gì.';

export const stillWaiting = (count: number): string =>
  `Còn ${number(count)} số liệu dưới đây chưa lưu; không cần thì chọn “${discard}”.`;

export const tellRows = `Đồng chí dán bảng (chỉ tiêu, đơn vị, số liệu, kỳ, nguồn) ngay sau lệnh, mỗi dòng một số liệu. Ví dụ:\n${examples.nhapsolieu}`;
export const rowsNotRead = (rows: readonly { row: number; typed: string; why: string }[]): string =>
  [
    'Các dòng chưa đọc được, không lưu:',
    ...rows.map(({ row, typed, why }) => `- Dòng ${number(row)} (“${typed}”): ${why}`),
  ].join('\n');
const rowProblems: Readonly<Record<string, string>> = {
  missing: 'còn thiếu chỉ tiêu, con số, đơn vị, kỳ hoặc nguồn.',
  'wrong-sum': 'các phần không bằng tổng.',
  'several-figures': 'có nhiều con số; mỗi dòng một số liệu.',
  'unknown-words': 'có từ tôi chưa hiểu.',
  'which-unit': 'có mấy đơn vị cùng tên; ghi tên đầy đủ.',
  'new-unit': 'đơn vị chưa có trong danh mục.',
};
export const rowProblem = (kind: string): string => rowProblems[kind] ?? kind;

export const noDrafts = 'Không có số liệu nháp nào chờ duyệt.';
export const draftsTitle = 'Số liệu nháp chờ duyệt';
export const draftsHead = ['TT', 'Chỉ tiêu', 'Đơn vị', 'Số liệu', 'Thời điểm, kỳ', 'Nguồn'];
export const approveAll = (count: number): string => `Duyệt cả ${number(count)} số liệu`;
export const approveOne = (index: number): string => `Duyệt số ${number(index)}`;
export const approvedCount = (count: number): string =>
  count === 0 ? 'Các số liệu này đã được duyệt hoặc không còn.' : `Đã duyệt ${number(count)} số liệu.`;
export const onlyOfficeApproves = 'Số liệu do văn phòng cấp ủy duyệt.';

export const fileImport = {
  usage: 'Cách dùng: npx capuy figures import TỆP.xlsx|TỆP.csv [--yes]\n',
  read: (count: number): string => `Đọc được ${number(count)} số liệu.`,
  saved: (count: number): string =>
    `Đã lưu nháp ${number(count)} số liệu; văn phòng cấp ủy duyệt bằng /duyetsolieu.`,
};

/** Shares by level: 'tốt 80,8 %; khá 17,73 %'. */
export const shares = (parts: readonly { label: string; value: number }[]): string =>
  parts.map((part) => `${partName(part.label)} ${number(part.value)} %`).join('; ');
export const sharesAddUpTo = (sum: number): string =>
  `Các mức nêu được cộng lại ${number(sum)} %; mức không nêu để trống.`;
export const sharesSum = 'Các mức cộng lại';
/** A figure without its day or period. */
export const whenOfFigure =
  'Số liệu này chưa có thời điểm hoặc kỳ. Đồng chí chọn, hoặc gõ lại kèm thời điểm (ví dụ “đến 31/10/2023”, “6T 2024”):';
