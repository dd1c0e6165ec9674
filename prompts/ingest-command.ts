import type { DateOnly } from '../core/clock.ts';
import type { AppError } from '../core/errors.ts';
import { formatDate } from '../text/dates.ts';
import { sentenceFor } from './errors.ts';
import { scopeNames } from './ingest.ts';

/* What `capuy ingest` says on the terminal and in its report file. */

export const ingestUsage =
  'Cách dùng: npx capuy ingest TỆP… [--scope public|internal] [--yes] [--report BÁO-CÁO.xlsx] [--json]\n' +
  'TỆP là tệp hoặc thư mục: Word (.doc, .docx), PDF, ảnh chụp trang, .xlsx, .pptx, .odt, .rtf, .html, .md, .txt,\n' +
  'tệp nén .zip và thư điện tử .eml của các tệp trên. Mặc định phạm vi nội bộ (internal).\n' +
  '--yes: không hỏi lại, và xác nhận luôn quan hệ thay thế, sửa đổi, bãi bỏ mà trợ lý đọc được.\n' +
  '--report: ghi báo cáo từng tệp ra .xlsx, .csv hoặc .json.\n';

export const noSuchFile = (path: string): string => `Không có tệp hoặc thư mục “${path}”.`;
export const nothingToIngest = 'Không có tệp văn bản nào để nạp.';
export const skippedFiles = (count: number, names: readonly string[]): string =>
  `Bỏ qua ${count} tệp không phải văn bản: ${names.join(', ')}${count > names.length ? ', …' : ''}.`;
/** Why a file was read and is not kept. */
export const notStored = (error: AppError): string =>
  error.code === 'storage-full'
    ? 'Chưa nạp được vì ổ đĩa của máy đã hết chỗ. Vui lòng dọn bớt ổ đĩa rồi chạy lại lệnh này; tệp đã nạp không bị nạp lại.'
    : `Chưa nạp được. ${sentenceFor(error)}`;
export const fileNotReadable = 'Không mở được tệp trên ổ đĩa (thiếu quyền đọc hoặc tệp vừa bị xóa).';
export const interrupted = (done: number, total: number): string =>
  `Đã dừng theo yêu cầu sau ${done}/${total} tệp. Chạy lại lệnh này để nạp tiếp; tệp đã nạp không bị nạp lại.`;
export const reportWritten = (path: string): string => `Đã ghi báo cáo: ${path}`;
export const reportNotWritten = (path: string): string => `Không ghi được báo cáo ra “${path}”.`;
export const badReportName = 'Tên tệp báo cáo cần kết thúc bằng .xlsx, .csv hoặc .json.';

export const confirmIngest = (count: number, scope: 'public' | 'internal'): string =>
  `Nạp ${count} tệp, phạm vi ${scopeNames[scope]}? [c/K] `;
export const isYes = (answer: string): boolean => /^(?:c|co|có|y|yes|đồng ý|dong y)$/iu.test(answer.trim());

/** One line that is rewritten in place; pages where the file is read page by page. */
export const progressLine = (
  done: number,
  total: number,
  name: string,
  pages: { done: number; total: number } | null,
): string => `${done}/${total}  ${name}${pages ? ` (trang ${pages.done}/${pages.total})` : ''}`;

export const stateNames = {
  stored: 'đã nạp',
  known: 'đã có',
  unreadable: 'không đọc được',
  refused: 'từ chối',
  failed: 'lỗi',
} as const;

/** What the file is to a document that is kept already. */
export const versionNames = {
  'same-file': 'cùng tệp với',
  'same-text': 'cùng nội dung với',
  'near-duplicate': 'bản khác của',
  'new-version': 'phiên bản khác của',
  'draft-of': 'dự thảo của',
  'signed-of': 'bản chính thức của dự thảo',
  namesake: 'trùng số, ngày với',
} as const;

/** What a line about one file says. */
export interface FileLine {
  file: string;
  state: keyof typeof stateNames;
  symbol: string | null;
  type: string | null;
  issuedOn: DateOnly | null;
  pages: number;
  scannedPages: number;
  chunks: number;
  duplicates: readonly string[];
  warnings: readonly string[];
}

export function fileLine(line: FileLine): string {
  const facts = [
    [line.type, line.symbol].filter(Boolean).join(' '),
    line.issuedOn ? `ngày ${formatDate(line.issuedOn)}` : '',
    line.pages > 1 ? `${line.pages} trang` : '',
    line.scannedPages > 0 ? `${line.scannedPages} trang quét` : '',
    line.chunks > 0 ? `${line.chunks} đoạn` : '',
  ].filter((fact) => fact !== '');
  const head = `${stateNames[line.state].padEnd(14)}  ${line.file}`;
  const more = [...line.duplicates.map((text) => `= ${text}`), ...line.warnings.map((text) => `! ${text}`)];
  const below = [...(facts.length > 0 ? [facts.join(' · ')] : []), ...more];
  return [head, ...below.map((text) => `${' '.repeat(16)}${text}`)].join('\n');
}

/** '… bản khác của 45-KH/BTCTU ngày 15/3/2025 (87 %)' */
export const versionLine = (
  kind: keyof typeof versionNames,
  label: string,
  issuedOn: DateOnly | null,
  similarity: number,
): string =>
  `${versionNames[kind]} ${label}${issuedOn ? ` ngày ${formatDate(issuedOn)}` : ''} (${Math.round(similarity * 100)} %)`;

/** The sum at the end: how many files came to what. */
export const summaryLine = (counts: readonly (readonly [keyof typeof stateNames, number])[]): string =>
  counts
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${stateNames[state]}: ${count}`)
    .join(' · ');

/** Heads of the report's columns, in their order. */
export const reportHeads = {
  file: 'Tệp',
  state: 'Kết quả',
  symbol: 'Số, ký hiệu',
  type: 'Loại',
  issuedOn: 'Ngày ban hành',
  issuer: 'Cơ quan ban hành',
  subject: 'Trích yếu',
  pages: 'Số trang',
  scannedPages: 'Trang quét',
  confidence: 'Độ tin cậy trang quét',
  chunks: 'Số đoạn',
  relations: 'Số quan hệ',
  duplicates: 'Trùng, phiên bản',
  warnings: 'Cần xem lại',
  reason: 'Lý do chưa nạp',
} as const;
export const reportSheet = 'Nạp văn bản';
