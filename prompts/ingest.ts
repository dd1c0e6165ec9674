import type { DateOnly } from '../core/clock.ts';
import { formatDate } from '../text/dates.ts';

/*
 * What people read while documents are taken in: why a file cannot be read, what to look at, and the words of places
 * in a document.
 */

/** Why a file cannot be read. */
export const unreadable = {
  empty: 'Tệp rỗng (0 byte), không có gì để đọc.',
  noText: 'Tệp không có chữ nào đọc được.',
  scan: 'bản quét, chưa đọc được',
  encryptedPdf: 'Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.',
  brokenPdf: 'Tệp PDF bị hỏng hoặc chưa tải xong, không mở được.',
  encryptedOffice: 'Tệp Word có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.',
  oldWord: 'Tệp Office kiểu cũ này chưa đọc được. Hãy mở bằng Word, lưu thành .docx rồi gửi lại.',
  brokenWord: 'Tệp Word (.docx) bị hỏng, không mở được.',
  brokenOldWord:
    'Tệp Word kiểu cũ (.doc) bị hỏng, không mở được. Hãy mở bằng Word, lưu thành .docx rồi gửi lại.',
  brokenExcel: 'Tệp Excel (.xlsx) bị hỏng, không mở được.',
  oldExcel: 'Bảng tính kiểu cũ (.xls) chưa đọc được. Hãy mở bằng Excel, lưu thành .xlsx rồi gửi lại.',
  brokenSlides: 'Tệp trình chiếu (.pptx) bị hỏng hoặc không có trang nào, không đọc được.',
  oldSlides: 'Tệp trình chiếu kiểu cũ (.ppt) chưa đọc được. Hãy lưu thành .pptx rồi gửi lại.',
  brokenOpenDocument: 'Tệp OpenDocument (.odt, .ods) bị hỏng, không mở được.',
  brokenRtf: 'Tệp .rtf bị hỏng, không mở được.',
  notWord: 'Tệp có đuôi .docx nhưng nội dung không phải tệp Word.',
  notPdf: 'Tệp có đuôi .pdf nhưng nội dung không phải tệp PDF.',
  tooLarge: 'Tệp quá lớn sau khi giải nén, không đọc để bảo đảm an toàn.',
  spreadsheet:
    'Đây là danh sách đảng viên. Danh sách nạp bằng lệnh riêng vào sổ đảng viên, không nạp vào kho văn bản.',
  image: 'Đây là tệp ảnh (bản chụp), chưa đọc được chữ trong ảnh.',
  brokenImage: 'Tệp ảnh bị hỏng hoặc quá lớn, không mở được.',
  unknown:
    'Không nhận ra định dạng của tệp. Kho nhận .docx, .doc, .pdf, .xlsx, .pptx, .odt, .rtf, .html, .md và .txt.',
  tooSlow:
    'Đọc tệp này mất quá nhiều thời gian nên trợ lý đã dừng. Hãy chia tệp thành nhiều phần rồi gửi lại.',
  tooMuchMemory:
    'Đọc tệp này cần quá nhiều bộ nhớ nên trợ lý đã dừng. Hãy chia tệp thành nhiều phần rồi gửi lại.',
  readerStopped:
    'Phần đọc tệp dừng đột ngột khi đang đọc tệp này. Hãy gửi lại; nếu vẫn vậy, hãy lưu tệp ra bản mới.',
  readerUpset:
    'Nội dung bên trong tệp có chỗ sai nên không đọc được. Hãy mở tệp, lưu ra bản mới rồi gửi lại.',
  archive: 'Đây là tệp nén hoặc thư điện tử; từng tệp bên trong được đọc riêng khi nạp.',
  brokenArchive: 'Tệp nén bị hỏng hoặc chưa tải xong, không mở được.',
  encryptedArchive: 'Tệp nén có mật khẩu. Hãy giải nén rồi gửi từng tệp, hoặc nén lại không đặt mật khẩu.',
  encryptedMember: 'Tệp này trong tệp nén có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.',
  brokenMember: 'Tệp này trong tệp nén bị hỏng, không lấy ra được.',
  emptyArchive: 'Tệp nén không chứa tệp nào.',
  nestedTooDeep: 'Tệp nén lồng trong quá nhiều lớp tệp nén khác. Hãy giải nén rồi gửi lại.',
  tooManyMembers: 'Tệp nén chứa quá nhiều tệp. Hãy chia thành nhiều tệp nén nhỏ hơn rồi gửi lại.',
  otherArchive: 'Kiểu tệp nén này chưa mở được. Hãy nén lại thành .zip hoặc gửi từng tệp.',
  brokenMail: 'Thư điện tử bị hỏng, không mở được.',
  emptyMail: 'Thư điện tử không có nội dung và không có tệp đính kèm.',
  program: 'Đây là tệp chương trình, không phải văn bản.',
  encoding: 'Không nhận ra bảng mã chữ của tệp. Hãy lưu lại theo Unicode (UTF-8) rồi gửi lại.',
} as const;

/** A document with a secrecy mark is refused before anything is kept; the text itself is never repeated. */
export const secretRefused =
  'Tệp có dấu hiệu độ mật (MẬT, TỐI MẬT hoặc TUYỆT MẬT) nên không được nạp và không được lưu lại. ' +
  'Không đưa tài liệu mật vào máy nối mạng; hãy báo cán bộ phụ trách bảo mật của cơ quan.';

/** What a person should look at before trusting what was understood. */
export const warningSentences = {
  'date-from-body': 'Ngày lấy từ đoạn mở đầu, không phải dòng ngày ban hành.',
  'date-from-file': 'Ngày lấy từ phần khai của tệp, không phải dòng ngày ban hành.',
  'date-without-day': 'Chỉ có tháng và năm, không có ngày.',
  'year-inferred': 'Dòng ngày không ghi năm; năm suy ra từ nội dung.',
  'no-date': 'Không tìm thấy ngày ban hành.',
  'no-symbol': 'Không tìm thấy số, ký hiệu.',
  'symbol-from-file-name': 'Số, ký hiệu lấy từ tên tệp.',
  'type-guessed': 'Loại văn bản do phỏng đoán.',
  form: 'Đây là biểu mẫu để điền.',
  'pages-without-text': 'Một số trang là ảnh quét, chưa đọc được.',
  'ocr-used': 'Có trang đọc từ bản quét; chữ và số đọc bằng máy, cần đối chiếu với bản gốc khi dùng.',
  'ocr-low-confidence': 'Có trang quét mờ hoặc khó đọc, máy không chắc chắn; cần xem lại từng trang đó.',
  'legacy-encoding': 'Chữ trong tệp dùng bảng mã cũ (TCVN3 hoặc VNI), đã chuyển sang Unicode.',
  'repeals-unnamed': 'Có câu bãi bỏ các quy định trước đây mà không nêu tên.',
  'circulation-limited': 'Có dấu giới hạn lưu hành (lưu hành nội bộ, tài liệu thu hồi).',
  'wrong-extension': 'Đuôi tên tệp không đúng với nội dung; trợ lý đã đọc theo nội dung.',
  'hidden-text': 'Tệp có chữ ẩn hoặc chữ trùng màu nền, người xem không thấy; cần đối chiếu với bản in.',
  'possible-duplicate': 'Trong kho đã có văn bản cùng số, loại, cơ quan và ngày ban hành.',
  'near-duplicate': 'Trong kho đã có một bản khác của chính văn bản này (bản quét, bản Word hoặc bản sao).',
} as const;

/** The code of a warning; a document keeps codes, people read sentences. */
export type IngestWarning = keyof typeof warningSentences;

/** Words of places in a document. */
export const places = {
  article: (number: string): string => `Điều ${number}`,
  clause: (number: string): string => `khoản ${number}`,
  point: (letter: string): string => `điểm ${letter}`,
  item: (number: string): string => `mục ${number}`,
  page: (from: number, to: number): string => (from === to ? `tr. ${from}` : `tr. ${from}-${to}`),
  paragraph: (number: number): string => `đoạn ${number}`,
  head: 'phần đầu văn bản',
  preamble: 'phần mở đầu',
  ending: 'phần kết',
  headline: 'tiêu đề',
  recipients: 'nơi nhận',
  signature: 'phần ký',
  table: 'bảng',
  rows: (from: number, to: number): string => (from === to ? `dòng ${from}` : `dòng ${from}-${to}`),
  section: (heading: string): string => `phần “${heading}”`,
} as const;

/** Names of document types that no line of the document gives. */
export const typeNames = {
  news: 'Bài báo',
  form: 'Biểu mẫu',
  letter: 'Công văn',
  unknown: 'Văn bản',
} as const;

/** What the context line of a chunk says. */
export interface ContextParts {
  typeName: string;
  symbol: string | null;
  issuedOn: DateOnly | null;
  /** 'MM/YYYY' where the day is unknown. */
  issuedIn: string | null;
  issuer: string | null;
  place: string | null;
  title: string;
  /** Headings from wide to narrow. */
  path: readonly string[];
}

/** 'Quy định 294-QĐ/TW ngày 26/5/2025 của Ban Chấp hành Trung ương: thi hành Điều lệ Đảng › 9. … › 9.3. …' */
export function context(parts: ContextParts): string {
  const date = parts.issuedOn
    ? ` ngày ${formatDate(parts.issuedOn)}`
    : parts.issuedIn
      ? ` tháng ${parts.issuedIn}`
      : '';
  const head =
    parts.typeName +
    (parts.symbol ? ` ${parts.symbol}` : '') +
    date +
    (parts.issuer ? ` của ${parts.issuer}` : '') +
    (parts.place ? `, ${parts.place}` : '');
  return [`${head}: ${parts.title}`, ...parts.path].join(' › ');
}

/** Names of the scopes a document may have. */
export const scopeNames = {
  public: 'công khai',
  internal: 'nội bộ',
  units: 'theo đơn vị',
} as const;

/* The command line. */

export const ingestUsage =
  'Cách dùng: npx capuy ingest TỆP… [--scope public|internal] [--yes] [--json]\n' +
  'TỆP là tệp .pdf, .docx, .txt, .md, .html hoặc thư mục. Mặc định phạm vi nội bộ (internal).\n';

export const noSuchFile = (path: string): string => `Không có tệp hoặc thư mục “${path}”.`;
export const nothingToIngest = 'Không có tệp văn bản nào để nạp (.pdf, .docx, .txt, .md, .html).';
export const notStored = (code: string): string => `Chưa nạp được do lỗi khi lưu (${code}).`;

export const confirmIngest = (count: number, scope: 'public' | 'internal'): string =>
  `Nạp ${count} tệp, phạm vi ${scopeNames[scope]}? [c/K] `;
export const isYes = (answer: string): boolean => /^(?:c|co|có|y|yes|đồng ý|dong y)$/iu.test(answer.trim());

export const progressLine = (done: number, total: number, name: string): string =>
  `\r${done}/${total}  ${name}`;

export const stateNames = {
  stored: 'đã nạp',
  known: 'đã có',
  unreadable: 'không đọc được',
  refused: 'từ chối',
  failed: 'lỗi',
} as const;

/** What a line about one file says. */
export interface FileLine {
  file: string;
  state: keyof typeof stateNames;
  symbol: string | null;
  type: string | null;
  issuedOn: DateOnly | null;
  pages: number;
  chunks: number;
  warnings: readonly string[];
}

export function fileLine(line: FileLine): string {
  const facts = [
    [line.type, line.symbol].filter(Boolean).join(' '),
    line.issuedOn ? `ngày ${formatDate(line.issuedOn)}` : '',
    line.pages > 1 ? `${line.pages} trang` : '',
    line.chunks > 0 ? `${line.chunks} đoạn` : '',
  ].filter((fact) => fact !== '');
  const head = `${stateNames[line.state].padEnd(14)}  ${line.file}`;
  const warnings = line.warnings.map((warning) => `\n                ! ${warning}`).join('');
  return `${head}${facts.length > 0 ? `\n                ${facts.join(' · ')}` : ''}${warnings}`;
}

/* The chat: preview, ledger, one document, removal. */

export const commandHelp = {
  nap: 'nạp văn bản vào kho: gửi tệp vào cuộc trò chuyện này',
  khovanban: 'danh sách văn bản trong kho',
  vanban: 'xem một văn bản: loại, trích yếu, ngày, cơ quan, hiệu lực, bố cục',
  xoavanban: 'xóa một văn bản khỏi kho',
} as const;

export const howToIngest =
  'Đồng chí gửi tệp văn bản (.docx, .pdf, .txt, .md, .html) vào đây. Trợ lý sẽ đọc thử và cho xem loại, số, ngày, ' +
  'trích yếu trước khi lưu. Tài liệu mật không được gửi.';
export const notAllowedToIngest =
  'Chỉ người quản trị được nạp văn bản vào kho. Đồng chí vui lòng chuyển tệp cho người quản trị của cơ quan.';
export const ingestInPrivate =
  'Đồng chí vui lòng gửi tệp trong cuộc trò chuyện riêng với trợ lý, không gửi trong nhóm.';
export const fileGone = 'Tệp không còn trong kho tạm, đồng chí vui lòng gửi lại.';
export const cannotRead = (name: string, sentence: string): string => `**${name}**: ${sentence}`;
export const alreadyKept = (name: string, title: string): string => `**${name}** đã có trong kho: ${title}.`;
export const nothingWaiting = 'Không có tệp nào đang chờ lưu. Đồng chí gửi tệp để nạp.';
export const discarded = (name: string): string => `Đã bỏ tệp **${name}**, không lưu.`;
export const moreWaiting = (count: number): string => `Còn ${count} tệp đang chờ xem.`;

export const fieldNames = {
  type: 'Loại văn bản',
  symbol: 'Số, ký hiệu',
  date: 'Ngày ban hành',
  issuer: 'Cơ quan ban hành',
  subject: 'Trích yếu',
  effective: 'Hiệu lực từ',
  signer: 'Người ký',
  place: 'Nơi ban hành',
  extent: 'Độ dài',
  scope: 'Phạm vi',
  status: 'Hiệu lực',
  recipients: 'Nơi nhận',
  file: 'Tệp',
} as const;

export const previewTitle = (name: string): string => `Trợ lý đọc được từ tệp ${name}`;
export const columnHeads = { field: 'Mục', value: 'Nội dung' } as const;
export const unknownValue = '(chưa rõ)';
export const extent = (pages: number, hasPages: boolean, chunks: number): string =>
  hasPages ? `${pages} trang, ${chunks} đoạn` : `${chunks} đoạn`;
export const checkThese = (sentences: readonly string[]): string =>
  `Cần xem lại:\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}`;

export const previewButtons = {
  'save:internal': 'Lưu nội bộ',
  'save:public': 'Lưu công khai',
  'edit:type': 'Sửa loại',
  'edit:symbol': 'Sửa số, ký hiệu',
  'edit:date': 'Sửa ngày',
  'edit:issuer': 'Sửa cơ quan',
  'edit:subject': 'Sửa trích yếu',
  drop: 'Bỏ',
} as const;

/** What is asked when a field is to be set right. */
export const fieldQuestions = {
  type: 'Loại văn bản là gì? Ví dụ: Quy định, Kết luận, Kế hoạch.',
  symbol: 'Số, ký hiệu là gì? Ví dụ: 34-CT/TU, 749/QĐ-TTg.',
  date: 'Ngày ban hành là ngày nào? Ví dụ: 20/4/2024.',
  issuer: 'Cơ quan nào ban hành? Ví dụ: Ban Thường vụ Tỉnh ủy.',
  subject: 'Trích yếu nội dung là gì?',
} as const;
export const notUnderstood = {
  type: 'Trợ lý chưa nhận ra loại văn bản đó. Ví dụ: Quy định, Kết luận, Kế hoạch, Công văn.',
  symbol: 'Trợ lý chưa nhận ra số, ký hiệu đó. Ví dụ: 34-CT/TU, 749/QĐ-TTg, 111/2022/NĐ-CP.',
  date: 'Trợ lý chưa nhận ra ngày đó. Ví dụ: 20/4/2024.',
  issuer: 'Tên cơ quan cần từ 3 đến 200 chữ cái.',
  subject: 'Trích yếu cần từ 3 đến 1.000 chữ cái.',
} as const;
export const chooseOrEdit = 'Đồng chí chọn Lưu nội bộ, Lưu công khai, một mục cần sửa, hoặc Bỏ.';

export const saved = (title: string, scope: keyof typeof scopeNames, chunks: number): string =>
  `Đã lưu **${title}** (${scopeNames[scope]}, ${chunks} đoạn). Có thể hỏi ngay.`;

export const ledgerTitle = (from: number, to: number, total: number): string =>
  total === 0 ? 'Kho văn bản' : `Kho văn bản: ${from}–${to} trong ${total} văn bản`;
export const ledgerEmpty = 'Kho chưa có văn bản nào đồng chí được xem.';
export const ledgerHeads = ['Số, ký hiệu', 'Ngày', 'Văn bản', 'Phạm vi'] as const;
export const ledgerMore = 'Xem tiếp';
export const newsMark = 'bài báo';

export const tellDocument =
  'Đồng chí ghi số, ký hiệu hoặc vài chữ trong tên văn bản. Ví dụ: /vanban 34-CT/TU';
export const noSuchDocument = (asked: string): string =>
  `Trong kho không có văn bản “${asked}” mà đồng chí được xem.`;
export const severalDocuments = (asked: string, count: number): string =>
  `“${asked}” có ở ${count} văn bản. Đồng chí chọn:`;
export const documentLabel = (symbol: string | null, title: string, issuedOn: DateOnly | null): string =>
  [symbol, issuedOn ? `ngày ${formatDate(issuedOn)}` : '', title].filter(Boolean).join(' · ');

const relationNames: Readonly<Record<string, readonly [outgoing: string, incoming: string]>> = {
  replaces: ['Thay thế', 'Bị thay thế bởi'],
  amends: ['Sửa đổi, bổ sung', 'Được sửa đổi, bổ sung bởi'],
  repeals: ['Bãi bỏ', 'Bị bãi bỏ bởi'],
  suspends: ['Ngưng hiệu lực', 'Bị ngưng hiệu lực bởi'],
  implements: ['Thực hiện', 'Được thực hiện bởi'],
  continues: ['Tiếp tục thực hiện', 'Được tiếp tục thực hiện bởi'],
  details: ['Cụ thể hóa, hướng dẫn', 'Được cụ thể hóa, hướng dẫn bởi'],
  based_on: ['Căn cứ', 'Là căn cứ của'],
};
export const relationLine = (
  kind: string,
  isIncoming: boolean,
  symbol: string,
  date: DateOnly | null,
): string =>
  `- ${relationNames[kind]?.[isIncoming ? 1 : 0] ?? kind}: ${symbol}${date ? ` ngày ${formatDate(date)}` : ''}`;
export const relationsTitle = '**Quan hệ với văn bản khác**';
export const outlineTitle = '**Bố cục**';
export const outlineRest = (count: number): string => `… và ${count} mục nữa.`;
export const statusUnclear = 'chưa rõ';
export const dateText = (date: DateOnly | null, month: string | null): string =>
  date ? formatDate(date) : month ? `tháng ${month}` : unknownValue;

export const confirmRemoval = (label: string): string =>
  `Xóa khỏi kho: ${label}? Các câu trả lời sau này sẽ không trích văn bản này nữa.`;
export const removalButtons = { remove: 'Xóa văn bản', keep: 'Giữ lại' } as const;
export const removed = (label: string): string => `Đã xóa khỏi kho: ${label}.`;
export const keptDocument = 'Văn bản được giữ lại.';
