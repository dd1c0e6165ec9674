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
  register:
    'Đây là danh sách đảng viên, không nạp vào kho văn bản. Danh sách nạp bằng lệnh npx capuy members import.',
  image: 'Đây là tệp ảnh (bản chụp), chưa đọc được chữ trong ảnh.',
  brokenImage: 'Tệp ảnh bị hỏng hoặc quá lớn, không mở được.',
  unknown:
    'Không nhận ra định dạng của tệp. Kho nhận .docx, .doc, .pdf, .xlsx, .pptx, .odt, .rtf, .html, .md và .txt.',
  tooManyPages: 'Tệp PDF có quá nhiều trang (hơn 10.000). Hãy chia tệp thành nhiều phần rồi gửi lại.',
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
  'symbol-differs-from-file-name':
    'Số đọc từ bản quét khác số trong tên tệp một chữ số; đã lấy theo tên tệp, cần xem lại.',
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
  /** What a document encloses ('ban hành kèm theo'); numbered where it encloses several of one type. */
  enclosed: (typeName: string, number: number): string =>
    number === 1 ? `${typeName} kèm theo` : `${typeName} kèm theo (${number})`,
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
  annex: 'Phụ lục',
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

/** The kept bytes of a file on its way are not there any more. */
export const fileGone = 'Tệp không còn trong kho tạm, đồng chí vui lòng gửi lại.';
