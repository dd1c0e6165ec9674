import { formatDate } from '../text/dates.ts';
import { formatNumber } from '../text/numbers.ts';

/** Everything that answers, refusals and their explanations say. */

/** How a document is named in a sentence: 'Kết luận 12-KL/TU ngày 05/3/2025', or its title. */
export function documentName(document: {
  symbol: string | null;
  typeName: string;
  title: string;
  issuedOn: string | null;
}): string {
  const name = document.symbol ? `${document.typeName} ${document.symbol}` : `“${shorten(document.title)}”`;
  return document.issuedOn ? `${name} ngày ${formatDate(document.issuedOn)}` : name;
}

const shorten = (text: string, limit = 90): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;

export const answerLead = (document: string, locator: string): string =>
  `Theo ${document}${locator ? ` (${locator})` : ''}:`;

export const answerLeadSeveral = 'Theo các tài liệu trong kho:';

/** What the store itself knows of a document that is asked for, as offices cite it. */
export const documentCard = (document: {
  symbol: string | null;
  typeName: string;
  subject: string | null;
  title: string;
  issuedOn: string | null;
  issuer: string | null;
}): string => {
  const name = document.symbol ? `${document.typeName} số ${document.symbol}` : document.title;
  const date = document.issuedOn ? ` ngày ${formatDate(document.issuedOn)}` : '';
  const hasIssuer = document.subject !== null && /^của\s/iu.test(document.subject);
  const issuer = document.issuer && !hasIssuer ? ` của ${document.issuer}` : '';
  const joint =
    document.subject && /^(?:về|của|thực hiện|quy định)\s/iu.test(document.subject) ? ' ' : ' về ';
  return `${name}${date}${issuer}${document.subject && document.symbol ? `${joint}${document.subject}` : ''}.`;
};

/* The day that a question is about. */

export const asOfLead = (day: string): string => `Theo quy định có hiệu lực tại ngày ${formatDate(day)}:`;
export const formerLead = 'Theo quy định cũ trong kho, nay không còn hiệu lực như trước:';
export const notHeldThen = (day: string): { lead: string; missing: string } => ({
  lead: `Chưa thấy quy định nào trong kho có hiệu lực tại ngày ${formatDate(day)} nêu điều này. Đoạn dưới đây không áp dụng cho ngày đó:`,
  missing: `quy định có hiệu lực tại ngày ${formatDate(day)}`,
});
export const whileInForceUnknown = (phrase: string): string =>
  `Kho chưa đủ thông tin để xác định thời gian “${phrase}”, nên tôi tìm trong mọi văn bản.`;
/** @param heirs names of the documents that replaced them */
export const onlySuperseded = (heirs: readonly string[]): string =>
  heirs.length > 0
    ? `Chỉ văn bản đã hết hiệu lực trong kho nêu điều này; văn bản thay thế là ${listOf(heirs)}, chưa thấy nêu điều được hỏi.`
    : 'Chỉ văn bản đã hết hiệu lực trong kho nêu điều này.';

export const candidatesLead = 'Câu hỏi ứng với nhiều tài liệu, mỗi tài liệu nêu một số liệu riêng:';
export const sameSymbolLead = (symbol: string): string => `Ký hiệu ${symbol} có ở nhiều văn bản trong kho:`;

/** Rows of a table that the numbers of a question reach, where they are several. */
export const severalRowsLead = (lead: string, count: number): string =>
  `${lead.replace(/:$/u, '')}. Câu hỏi ứng với ${count} dòng của bảng:`;
/** Where the rows of a table that the question may mean cannot be told apart. */
export const whichRowLead =
  'Câu hỏi ứng với nhiều dòng của bảng, mỗi dòng nêu một số riêng; đồng chí chọn đúng dòng:';
export const noRowToldLead =
  'Câu hỏi chưa cho biết là dòng nào của bảng. Bảng dưới đây để đồng chí tra đúng dòng:';
export const noRowLead =
  'Không dòng nào của bảng ứng với con số trong câu hỏi. Bảng dưới đây để đồng chí đối chiếu:';
/** What is missing then, for who asks why. */
export const missingRow = 'dòng của bảng';

export const correctionSymbol = (asked: string, found: string): string =>
  `Kho không có ${asked}; văn bản gần nhất trong kho là ${found}:`;
export const correctionClaim = (asked: string): string =>
  `Tài liệu trong kho nêu khác với “${asked}” trong câu hỏi:`;
export const correctionDate = (document: string, asked: string): string =>
  `Trong kho không có bản ngày ${formatDate(asked)}; văn bản trong kho là ${document}:`;
export const correctionElsewhere = (subject: string, document: string): string =>
  `Trong kho không có đoạn nào nêu việc này ở “${subject}”; chỉ ${document} nhắc đến, với nội dung khác:`;
export const correctionDenied = 'Tài liệu trong kho nêu khác với điều câu hỏi coi là đúng:';
export const correctionValue = (asked: string): string =>
  `Tài liệu trong kho nêu khác con số “${asked}” trong câu hỏi:`;

/** @param missing what the passage does not say; empty where it says all words, but not surely what is asked */
export const nearMissLead = (missing: readonly string[]): string =>
  `Kho có đoạn gần với câu hỏi nhưng ${
    missing.length > 0 ? `không nêu ${listOf(missing)}` : 'chưa chắc nói đúng điều được hỏi'
  }. Đoạn dưới đây chưa phải câu trả lời:`;

/** An addressed unit that the document does not have; `has` are its units of that kind, in order. */
export const noSuchUnit = (
  unit: string,
  document: string,
  inside: string | null,
  has: readonly string[],
): string => {
  const place = inside ? `${inside} của ${document}` : document;
  const [first] = has;
  const rest =
    first === undefined
      ? ''
      : has.length === 1
        ? `, chỉ có ${first}`
        : `, chỉ có ${has.length} ${(first.split(' ')[0] ?? '').toLowerCase()}: từ ${first} đến ${has.at(-1)}`;
  return `${capitalised(place)} không có ${unit}${rest}.`;
};

export const whichDocument = (unit: string): string =>
  `Đồng chí muốn xem ${unit} của văn bản nào? Các văn bản gần nhất có ${unit}:`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Where a long unit is shown by its headings. */
export const unitContents = (document: string, unit: string, count: number): string =>
  `${capitalised(unit)} của ${document} gồm ${count} phần; phần đầu dưới đây:`;
export const unitContentsHead = ['Đơn vị', 'Tên'] as const;

export const refusalLead = (lookedFor: string, hasNearest: boolean): string =>
  `Tôi đã tìm “${lookedFor}” nhưng chưa thấy đoạn nào trong kho trả lời câu này.${
    hasNearest ? ' Tài liệu gần nhất:' : ''
  }`;
export const emptyStore =
  'Kho chưa có tài liệu nào đồng chí được xem. Đồng chí liên hệ người quản trị để nạp văn bản.';

/** Words for a value that is missing, by question type. */
export const missingValue: Readonly<Record<string, string>> = {
  number: 'con số được hỏi',
  percent: 'tỷ lệ được hỏi',
  money: 'số tiền',
  duration: 'thời hạn được hỏi',
  date: 'ngày, thời gian được hỏi',
  symbol: 'số, ký hiệu văn bản',
  person: 'tên người được hỏi',
  place: 'địa danh được hỏi',
  list: 'nội dung cụ thể được hỏi',
};

/** The body that is asked about, where the passage tells of another one. */
export const missingSubject = (body: string): string =>
  `việc này của “${body}” (đoạn dưới đây nói về tổ chức khác)`;

export const privateReasonNote =
  'Phần lý do riêng của cá nhân không nhắc lại ở đây; nguyên văn có trong tài liệu.';

export const understoodAs = (question: string): string => `Tôi hiểu là: ${question}?`;

export const outOfScopeLead: Readonly<Record<string, string>> = {
  empty: 'Đồng chí muốn hỏi gì về văn bản trong kho? Ví dụ: “Quy định 08 có hiệu lực từ ngày nào?”',
  greeting: 'Xin chào! Đồng chí cứ hỏi về văn bản, cuộc họp hoặc số liệu; gõ /trogiup để xem các lệnh.',
  thanks: 'Rất vui được giúp đồng chí.',
  about:
    'Tôi là trợ lý của văn phòng cấp ủy: trả lời theo văn bản trong kho có dẫn nguồn, ghi cuộc họp và tổng hợp số liệu. Gõ /trogiup để xem các lệnh.',
  chat: 'Việc này nằm ngoài phạm vi của tôi. Tôi chỉ trả lời theo văn bản, cuộc họp và số liệu của cơ quan.',
  creative:
    'Tôi không soạn thơ văn hay dịch thuật; tôi chỉ trả lời theo văn bản, cuộc họp và số liệu của cơ quan.',
  opinion: 'Tôi không nhận xét, so sánh hay đánh giá cá nhân. Tôi có thể dẫn nguyên văn điều văn bản nêu.',
  profile:
    'Tôi không cung cấp danh sách hay thông tin về quan điểm, kỷ luật, thẩm tra, sức khỏe, gia đình của cá nhân. Đồng chí liên hệ bộ phận có thẩm quyền.',
  change: 'Câu này yêu cầu thay đổi dữ liệu, tôi không làm qua câu hỏi. Gõ /trogiup để xem lệnh tương ứng.',
  secret: 'Tôi không nhận, không đọc và không tóm tắt tài liệu mật hay thông tin đăng nhập.',
  instruction: 'Tôi chỉ làm theo chức năng của trợ lý: trả lời theo văn bản trong kho, có dẫn nguồn.',
};

/** 'a, b và c' */
export const listOf = (parts: readonly string[]): string =>
  parts.length <= 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} và ${parts.at(-1)}`;

/** Values read off several quotations, side by side. */
export const sideBySideHead = ['Nội dung', 'Theo tài liệu', 'Nguồn'] as const;

const amount = (value: number, isPercent: boolean, unit = ''): string => {
  if (unit === 'money' && value >= 1_000_000 && value % 1000 === 0)
    return `${formatNumber(value / 1_000_000)} triệu đồng`;
  return `${formatNumber(value)}${isPercent ? '%' : (measures[unit] ?? '')}`;
};

const measures: Readonly<Record<string, string>> = {
  money: ' đồng',
  phut: ' phút',
  gio: ' giờ',
  ngay: ' ngày',
  tuan: ' tuần',
  thang: ' tháng',
  quy: ' quý',
  nam: ' năm',
};

export const computedDifference = (
  more: { label: string; text: string },
  less: { label: string; text: string },
  result: number,
  isPercent: boolean,
  unit = '',
): string =>
  result === 0
    ? `Hai bên bằng nhau (${more.text}).`
    : `${more.label} nhiều hơn ${less.label}: ${more.text} − ${less.text} = ${amount(result, isPercent, unit)}.`;

export const computedSum = (
  operands: readonly { label: string; text: string }[],
  result: number,
  isPercent: boolean,
  unit = '',
): string =>
  `Cộng từ số liệu trong đoạn trích: ${operands.map(({ label, text }) => `${text} (${label})`).join(' + ')} = ${amount(result, isPercent, unit)}.`;

export const computedChange = (
  before: { text: string },
  after: { text: string },
  result: number,
  isPercent: boolean,
  isDecrease: boolean,
): string =>
  isDecrease
    ? `Giảm ${before.text} − ${after.text} = ${amount(result, isPercent)}.`
    : `Tăng ${after.text} − ${before.text} = ${amount(result, isPercent)}.`;

export const computedDays = (
  from: { date: string; label: string },
  to: { date: string; label: string },
  days: number,
): string =>
  `${to.label} (${formatDate(to.date)}) sau ${from.label} (${formatDate(from.date)}): ${days} ngày.`;

export const computedAverage = (label: string, total: string, count: string, result: number): string =>
  `${label}: ${total} : ${count} ≈ ${formatNumber(result, 1)}.`;

export const computedBeforeGrowth = (
  current: string,
  percent: string,
  year: string,
  isDecrease: boolean,
  result: number,
): string =>
  `Ước tính từ số liệu trong đoạn trích, không phải số văn bản nêu: năm ${year} khoảng ${current} : (1 ${isDecrease ? '−' : '+'} ${percent}) ≈ ${formatNumber(result, 0)}.`;

export { quoteStatusLine, statusLine, thenAndNowLine } from './status.ts';
