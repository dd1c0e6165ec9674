import { formatDate } from '../text/dates.ts';
import { paperNames } from './papers.ts';

/*
 * What the assistant says about papers of meetings: making, reading back, hints, approval, numbers, templates.
 */

export const commandHelp = {
  bienban: 'biên bản .docx (thêm “pdf” để có bản PDF)',
  docbienban: 'đọc lại toàn văn biên bản và nhắc chỗ còn thiếu trước khi trình duyệt',
  duyetbienban: 'ghi nhận chủ trì đã duyệt: cấp số và khóa biên bản',
  phuluc: 'bổ sung vào biên bản đã khóa bằng phụ lục có ngày',
  ketluanhoinghi: 'văn bản kết luận của hội nghị',
  nghiquyet: 'nghị quyết chi bộ từ buổi sinh hoạt',
  thongbao: 'thông báo kết luận của người chủ trì',
  giaymoi: 'giấy mời từ cuộc họp đã lên lịch',
  sovanban: 'số văn bản đã cấp, ký hiệu, địa danh, nhiệm kỳ của đơn vị',
  mauvanban: 'các mẫu văn bản: chép ra để sửa, kiểm tra mẫu đã sửa',
} as const;
export const examples = {
  bienban: '/bienban chi bộ Văn phòng 5/8/2026 pdf',
  phuluc: '/phuluc Sửa thời hạn nhiệm vụ số 2 thành 20/8/2026',
  sovanban: '/sovanban chi bộ Văn phòng BB tiếp 12',
} as const;

const name = (kind: string): string => paperNames[kind] ?? kind;
const ofMeeting = (unit: string, date: string): string => `cuộc họp ngày ${formatDate(date)}, ${unit}`;

export const noMeetings = 'Chưa có cuộc họp nào được ghi. Gõ /hop để bắt đầu.';
export const noPlans =
  'Chưa có cuộc họp nào được lên lịch, nên chưa làm được giấy mời. Đồng chí lên lịch cuộc họp trước (/lichhop).';
export const meetingNotFound = 'Tôi không tìm thấy cuộc họp này.';
export const noneMatches = 'Tôi không thấy cuộc họp nào như vậy. Gõ /cuochop để xem danh sách.';
export const whichMeeting = 'Có mấy cuộc họp phù hợp. Đồng chí chọn cuộc nào?';
export const meetingOption = (unit: string, date: string, title: string): string =>
  `${formatDate(date)}, ${unit}: ${title}`;

export const ready = (kind: string, unit: string, date: string): string =>
  `${name(kind)} ${ofMeeting(unit, date)}. Đây là dự thảo, chưa có số. Đồng chí đọc lại trước khi trình ký.`;
export const readyIssued = (kind: string, symbol: string, unit: string, date: string): string =>
  `${name(kind)} số ${symbol}, ${ofMeeting(unit, date)}. Bản đã duyệt và khóa; đồng chí in, ký và đóng dấu theo quy định.`;
export const withAddenda = (count: number): string => `Kèm ${count} phụ lục bổ sung.`;
export const onlyCell = 'Nghị quyết chi bộ chỉ làm từ buổi sinh hoạt chi bộ (thường kỳ hoặc chuyên đề).';
export const symbolAsked = (symbol: string): string =>
  `Lệnh này làm văn bản từ cuộc họp. Nếu đồng chí muốn tra văn bản ${symbol}, gõ: /vanban ${symbol}`;

export const pdfAbsent =
  'Máy chủ chưa cài LibreOffice nên chưa chuyển được sang PDF. Đồng chí mở tệp .docx và chọn “Lưu thành PDF”.';
export const pdfFailed =
  'Chuyển sang PDF không thành. Tệp .docx ở trên vẫn dùng được; đồng chí mở tệp và chọn “Lưu thành PDF”.';
export const makingPdf = 'Đang chuyển sang PDF…';

export const buttons = {
  pdf: 'Bản PDF',
  readBack: 'Đọc lại toàn văn',
  send: 'Trình chủ trì duyệt',
  back: 'Trả về nháp để sửa',
  approve: 'Chủ trì đã duyệt',
  confirmApproval: 'Ghi nhận, cấp số và khóa',
  issue: 'Đã ký ban hành: cấp số',
  confirmIssue: 'Cấp số và khóa',
  notYet: 'Chưa',
  docx: 'Tệp .docx',
  save: 'Lưu',
  discard: 'Bỏ, không lưu',
} as const;

// --- reading back ----------------------------------------------------------------------------------------------------

export const readBackTitle = (unit: string, date: string): string =>
  `**Đọc lại biên bản ${ofMeeting(unit, date)}**`;
export const readBackNext: Readonly<Record<string, string>> = {
  draft: 'Nếu cuộc họp thống nhất, đồng chí chọn “Trình chủ trì duyệt”. Cần sửa thì gõ /sua, rồi đọc lại.',
  waiting: 'Biên bản đang chờ chủ trì duyệt. Khi chủ trì đồng ý, đồng chí chọn “Chủ trì đã duyệt”.',
  approved: 'Biên bản đã duyệt và khóa; chỉ bổ sung được bằng phụ lục (/phuluc).',
  cancelled: 'Cuộc họp này đã hủy.',
  planned: 'Cuộc họp này mới lên lịch.',
};
export const hintsTitle = '**Nên xem lại trước khi trình (không bắt buộc):**';
export const noHints = 'Biên bản đủ các mục cần có.';

const list = (ordinals: readonly number[]): string => ordinals.join(', ');
/** One friendly sentence a hint; the record says what, never who is to blame. */
const placeLine = (unit: string): string =>
  `Chưa đặt địa danh cho ${unit}, nên dòng ngày của văn bản để trống chỗ này (“....................., ngày …”) và khóa lại như thế.`;
export const placeUnset = (unit: string): string =>
  `${placeLine(unit)} Đặt trước khi khóa: gõ /sovanban ${unit} địa danh TÊN ĐỊA DANH.`;
export const placeUnsetByOffice = (unit: string): string =>
  `${placeLine(unit)} Trước khi khóa, nhờ văn phòng cấp ủy gõ: /sovanban ${unit} địa danh TÊN ĐỊA DANH.`;

export const hintSentences = {
  'no-attendance': () => 'Chưa có số liệu điểm danh (gõ /diemdanh).',
  'attendance-without-total': () =>
    'Điểm danh chưa ghi tổng số nên chưa đối chiếu được và chưa tính được cơ sở biểu quyết (gõ ví dụ: /diemdanh tổng 17).',
  'attendance-without-split': () => 'Điểm danh chưa tách đảng viên chính thức và dự bị.',
  'no-start': () => 'Chưa ghi giờ bắt đầu.',
  'no-end': () => 'Chưa ghi giờ kết thúc; biên bản sẽ để trống chỗ này.',
  'no-place': () => 'Chưa ghi địa điểm họp.',
  'no-chair': () => 'Chưa ghi người chủ trì.',
  'no-minute-taker': () => 'Chưa ghi người ghi biên bản.',
  'same-signers': () => 'Chủ trì và thư ký đang là một người.',
  'too-short': (h: { minutes: number; least: number; ref: string }) =>
    `Thời gian họp ${h.minutes} phút, ít hơn ${h.least} phút theo ${h.ref}. Chi bộ ít đảng viên có thể được quy định khác.`,
  'no-agenda': () => 'Chưa ghi nội dung họp (gõ /noidung).',
  'no-subject': () => 'Chưa ghi trích yếu: cuộc họp này về việc gì.',
  'no-conclusions': () => 'Chưa có kết luận của người chủ trì (gõ /ketluan).',
  'thin-conclusions': (h: { ordinals: readonly number[] }) =>
    `Kết luận ${list(h.ordinals)} còn chung chung; nên ghi rõ việc gì, ai làm, xong khi nào.`,
  'no-lead': (h: { ordinals: readonly number[] }) =>
    h.ordinals.length === 0
      ? 'Chưa kết luận nào giao việc cho đơn vị, cá nhân cụ thể.'
      : `Nhiệm vụ ${list(h.ordinals)} chưa rõ đơn vị chủ trì.`,
  'no-date': (h: { ordinals: readonly number[] }) => `Nhiệm vụ ${list(h.ordinals)} không ghi thời hạn.`,
  'no-basis': () => 'Chưa kết luận nào nêu văn bản làm căn cứ (chỉ thị, nghị quyết, kế hoạch).',
  'no-vote': () => 'Chưa ghi kết quả biểu quyết nghị quyết, kết luận (gõ /bieuquyet).',
  'no-rating': () => 'Chưa đánh giá chất lượng buổi sinh hoạt (gõ /xeploai).',
  'few-for-a-resolution': (h: { present: number; total: number }) =>
    `Có mặt ${h.present}/${h.total}, không quá nửa; xem lại kết quả biểu quyết.`,
} as const;

// --- approval ----------------------------------------------------------------------------------------------------------

export const sent = (chair: string): string =>
  `Đã chuyển sang “chờ chủ trì duyệt”${chair ? ` (chủ trì: ${chair})` : ''}. Trong lúc chờ, biên bản không sửa được; cần sửa thì trả về nháp.`;
export const returned = 'Đã trả biên bản về nháp, sửa được.';
export const confirmApproval = (m: {
  unit: string;
  date: string;
  chair: string;
  symbol: string;
  term: string;
}): string =>
  [
    `Ghi nhận: **${m.chair || 'người chủ trì'}** đã đồng ý với biên bản ${ofMeeting(m.unit, m.date)}.`,
    `Biên bản sẽ mang số **${m.symbol}** (nhiệm kỳ ${m.term}) và được khóa: sau đó chỉ bổ sung bằng phụ lục.`,
    'Đồng chí chịu trách nhiệm về việc ghi nhận này; bản giấy vẫn do chủ trì và thư ký ký.',
  ].join('\n');
export const confirmIssue = (m: {
  kind: string;
  unit: string;
  date: string;
  signer: string;
  symbol: string;
  term: string;
}): string =>
  [
    `Ghi nhận: **${m.signer || 'người ký'}** đã ký ${name(m.kind).toLocaleLowerCase('vi')} ${ofMeeting(m.unit, m.date)}.`,
    `Văn bản sẽ mang số **${m.symbol}** (nhiệm kỳ ${m.term}) và được khóa nội dung.`,
  ].join('\n');
export const needsChair =
  'Biên bản chưa ghi người chủ trì nên chưa thể duyệt. Đồng chí bổ sung chủ trì rồi trình lại.';
export const needsSending = 'Biên bản còn là nháp. Đồng chí đọc lại (/docbienban) và trình chủ trì trước.';
export const approved = (kind: string, symbol: string): string =>
  `Đã cấp số **${symbol}** và khóa ${name(kind).toLocaleLowerCase('vi')}.`;
export const alreadyIssued = (kind: string, symbol: string): string =>
  `${name(kind)} này đã được cấp số ${symbol} trước đó.`;
export const changedMeanwhile =
  'Biên bản vừa có thay đổi sau khi đồng chí đọc lại, nên tôi chưa ghi nhận. Đồng chí đọc lại bản mới (/docbienban).';
export const isCancelled = 'Cuộc họp này đã hủy.';
export const isApprovedAlready = 'Biên bản này đã duyệt và khóa.';
export const nothingWaiting = 'Không có biên bản nào đang chờ duyệt. Gõ /docbienban để đọc lại và trình.';
export const notYet = 'Tôi chưa ghi nhận gì.';

// --- addenda ------------------------------------------------------------------------------------------------------------

export const tellAddendum =
  'Gõ: /phuluc rồi đến nội dung bổ sung. Ví dụ: /phuluc Sửa thời hạn nhiệm vụ số 2 thành 20/8/2026';
export const nothingLocked =
  'Chưa có biên bản nào đã khóa. Biên bản nháp thì sửa trực tiếp (/sua), không cần phụ lục.';
export const confirmAddendum = (m: {
  symbol: string;
  unit: string;
  date: string;
  ordinal: number;
  day: string;
  text: string;
  chair: string;
}): string =>
  [
    `Phụ lục bổ sung số ${String(m.ordinal).padStart(2, '0')} của biên bản số ${m.symbol} (${ofMeeting(m.unit, m.date)}), đề ngày ${formatDate(m.day)}:`,
    `“${m.text}”`,
    `Chủ trì xác nhận: ${m.chair}. Phụ lục đã lưu thì không sửa được. (chưa lưu)`,
  ].join('\n');
export const addendumSaved = (ordinal: number): string =>
  `Đã lưu phụ lục bổ sung số ${String(ordinal).padStart(2, '0')}. Bản in biên bản từ nay kèm phụ lục.`;
export const discarded = 'Đã bỏ, không lưu gì.';

// --- numbers and templates --------------------------------------------------------------------------------------------

export const registerTitle = 'Văn bản đã cấp số';
export const registerHead = ['Số', 'Loại', 'Ngày', 'Đơn vị'] as const;
export const registerRow = (row: {
  symbol: string;
  kind: string;
  issuedOn: string;
  unitName: string;
}): string[] => [row.symbol, name(row.kind), formatDate(row.issuedOn), row.unitName];
export const registerEmpty = 'Chưa có văn bản nào được cấp số.';
export const seriesTitle = (unit: string): string => `Số văn bản của ${unit}`;
export const seriesRows = {
  term: 'Nhiệm kỳ',
  issuer: 'Ký hiệu nơi ban hành',
  place: 'Địa danh',
  next: (typeCode: string): string => `Số ${typeCode} tiếp theo`,
} as const;
export const termText = (term: { name: string; startsOn: string }): string =>
  `${term.name} (số tính lại từ ${formatDate(term.startsOn)})`;
export const notSet = 'chưa đặt';
export const seriesUsage = [
  'Văn phòng đặt lại bằng một dòng:',
  '- /sovanban chi bộ Văn phòng BB tiếp 12',
  '- /sovanban chi bộ Văn phòng ký hiệu CBVP',
  '- /sovanban chi bộ Văn phòng địa danh Sông Lam',
  '- /sovanban chi bộ Văn phòng nhiệm kỳ 2025-2030 từ 15/5/2025',
].join('\n');
export const whichUnit = 'Của đơn vị nào? Ví dụ: /sovanban chi bộ Văn phòng';
export const officeOnly =
  'Việc đặt số, ký hiệu, nhiệm kỳ và mẫu văn bản do văn phòng cấp ủy hoặc quản trị làm.';
export const confirmSeries = (unit: string, lines: readonly string[]): string =>
  [`Tôi đặt lại cho ${unit} (chưa lưu):`, ...lines.map((line) => `- ${line}`)].join('\n');
export const changeLine = {
  next: (typeCode: string, next: number, term: string): string =>
    `số ${typeCode} tiếp theo: ${String(next).padStart(2, '0')} (nhiệm kỳ ${term})`,
  issuer: (issuer: string): string => `ký hiệu nơi ban hành: ${issuer}`,
  place: (place: string): string => `địa danh: ${place}`,
  term: (term: { name: string; startsOn: string }): string =>
    `nhiệm kỳ ${term.name}, số tính lại từ ngày ${formatDate(term.startsOn)}`,
} as const;
export const seriesSaved = 'Đã lưu.';
export const numberTaken = (typeCode: string, next: number): string =>
  `Chưa lưu: đã có văn bản ${typeCode} mang số ${String(next).padStart(2, '0')} hoặc lớn hơn, đặt lại sẽ trùng số.`;

export const templatesTitle = 'Mẫu văn bản';
export const templatesHead = ['Tệp', 'Đang dùng'] as const;
export const templateState = {
  own: 'mẫu của đơn vị',
  shipped: 'mẫu có sẵn',
  broken: 'mẫu có sẵn (mẫu đã sửa bị lỗi)',
};
export const copyTemplates = 'Chép mẫu ra để sửa';
export const templatesWhere = (folder: string): string =>
  `Mẫu để sửa nằm trong thư mục ${folder} (tệp văn bản, mở bằng Notepad được). Xóa một tệp thì mẫu có sẵn được dùng lại.`;
export const templatesCopied = (count: number, folder: string): string =>
  count === 0
    ? `Các mẫu đã có sẵn trong ${folder}; tôi không ghi đè lên mẫu đã sửa.`
    : `Đã chép ${count} mẫu vào ${folder}. Sửa xong, gõ /mauvanban để tôi kiểm tra.`;

const faultWords: Readonly<Record<string, (found: string) => string>> = {
  'unknown-placeholder': (found) => `không có chỗ điền nào tên ${found}`,
  'unclosed-brace': (found) => `dấu ngoặc nhọn chưa đóng hoặc thừa: “${found}”`,
  'block-among-words': (found) => `${found} phải đứng riêng một dòng`,
  'unknown-part': (found) =>
    `không có phần ${found}; bốn phần là [đầu trang], [nội dung], [người ký], [nơi nhận]`,
  'outside-parts': (found) => `dòng “${found}” nằm ngoài các phần`,
  'unknown-head': (found) => `dòng “${found}” không đúng mẫu; viết như “số: {số hiệu}”`,
  'missing-part': (found) => `thiếu phần ${found}`,
  'missing-title': (found) => `phần [đầu trang] thiếu dòng “${found}: …”`,
  'no-signature': () => 'phần [người ký] chưa có ai',
};
export const faultLine = (fault: { line: number; problem: string; found: string }): string =>
  `${fault.line > 0 ? `Dòng ${fault.line}: ` : ''}${faultWords[fault.problem]?.(fault.found) ?? fault.problem}.`;
export const templateBroken = (file: string, faults: readonly string[]): string =>
  [
    `Mẫu ${file}.txt của đơn vị bị lỗi nên tôi dùng mẫu có sẵn:`,
    ...faults.slice(0, 5).map((line) => `- ${line}`),
  ].join('\n');
