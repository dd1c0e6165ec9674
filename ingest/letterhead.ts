import { findDates } from '../text/dates.ts';
import { fold } from '../text/normalise.ts';
import { findSymbols, typeCodeOf, type SymbolMention } from '../text/symbols.ts';
import { capitalShare, isAllCaps, isDashItem, readMarker } from './markers.ts';
import type { Paragraph } from './types.ts';

/*
 * The head of a document before its body: upper body, issuing body, number, place and date, type, subject. Party form:
 * 36-HD/VPTW (03/4/2018); State form: Nghị định 30/2020/NĐ-CP, phụ lục I. Converters put the two columns one after the
 * other, line by line or into one line; all three are read.
 */

/** What the head shows; indices are of paragraphs. */
export interface Letterhead {
  /** Lines of the upper and the issuing body in capitals, widest first. */
  bodies: string[];
  symbol: SymbolMention | null;
  /** True where a line for the number exists, even if it is empty ('Số:      /QĐ-UBND'). */
  hasSymbolLine: boolean;
  place: string | null;
  issuedOn: string | null;
  typeName: string | null;
  subject: string | null;
  isDraft: boolean;
  isLimited: boolean;
  /** The first paragraph of the body. */
  bodyFrom: number;
  /** True where the form of an office document is there: number line, motto or type line. */
  isOfficial: boolean;
}

const longestHead = 45;

const mottoes =
  /CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc/giu;
/** 'Luật số: 35/2024/QH15' has its type before the number; without the colon that would be a title or a citation. */
const ownNumber =
  /^(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định)\s+số\s*:|S[ốÔ](?:\s+(?:ký )?hiệu)?\s*[:.]?)\s*(?=[\d.…_/-])/iu;
const placeAndDate = /^(.{0,60}?)[,.]?\s*ngày\s+[\d.…_\s]*tháng\s+[\d.…_\s]*năm/iu;

/** Document types without a code of their own in the numbering rules. */
const furtherTypes = [
  'Điều lệ',
  'Nội quy',
  'Quy trình',
  'Đề cương',
  'Chiến lược',
  'Lời kêu gọi',
  'Thông cáo',
  'Danh mục',
  'Cam kết',
  'Phiếu',
  'Giấy mời',
  'Thư mời',
  'Sổ tay',
  'Đơn',
];

/** The type that a line in heading form names, with what follows it in the same line ('THÔNG BÁO KẾT LUẬN HỘI NGHỊ'). */
function readTypeLine(line: Paragraph): { typeName: string; rest: string } | null {
  const text = line.text.replace(/[:.]\s*$/u, '').trim();
  if (text.length > 250) return null;
  const words = text.split(' ');
  const isHeading = line.hint === 'heading' || isAllCaps(text);
  for (let count = Math.min(4, words.length); count >= 1; count--) {
    const name = words.slice(0, count).join(' ');
    const rest = words.slice(count).join(' ');
    // In ordinary case only the bare name is a type line; in capitals the subject may follow.
    if (!isHeading && (rest !== '' || !/^\p{Lu}/u.test(name))) continue;
    if (line.hint === 'heading' && !isAllCaps(name) && rest !== '') continue;
    const code = typeCodeOf(name);
    const further = furtherTypes.find((type) => fold(type) === fold(name));
    if (code !== null || further !== undefined) {
      return { typeName: further ?? name.charAt(0).toUpperCase() + name.slice(1).toLowerCase(), rest };
    }
  }
  return null;
}

const bodyStart =
  /^(?:[-–]?\s*(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Kính gửi|Để\s|Nhằm|Ngày\s+\d|Hôm nay|Vào hồi|Trong\s|Sau khi|Qua\s|Vừa qua)|Thời gian qua)/iu;
/** Headings that converters and editors add before the text. */
const editorial =
  /^(?:thong tin van ban|van ban|noi dung|noi dung van ban|muc luc|toan van|tom tat|thuoc tinh)$/u;

/** Reads the head. Never throws; a document without one gives nothing but `bodyFrom: 0`. */
export function readLetterhead(paragraphs: readonly Paragraph[]): Letterhead {
  const head: Letterhead = {
    bodies: [],
    symbol: null,
    hasSymbolLine: false,
    place: null,
    issuedOn: null,
    typeName: null,
    subject: null,
    isDraft: false,
    isLimited: false,
    bodyFrom: 0,
    isOfficial: false,
  };
  let hasMotto = false;
  let subjectUnderNumber: string[] | null = null;
  let index = 0;
  for (; index < Math.min(longestHead, paragraphs.length); index++) {
    const line = paragraphs[index] as Paragraph;
    if (
      /^\(?\s*(?:BẢN\s+)?DỰ THẢO/u.test(line.text) ||
      /^\(?Dự thảo\)?(?:\s+(?:lần|ngày)\s.*)?$/u.test(line.text)
    ) {
      head.isDraft = true;
      head.bodyFrom = index + 1;
      continue;
    }
    if (
      /(?:LƯU HÀNH NỘI BỘ|TÀI LIỆU THU HỒI|KHÔNG PHỔ BIẾN|lưu hành nội bộ|tài liệu thu hồi)/u.test(
        line.text,
      ) &&
      line.text.length < 80
    ) {
      head.isLimited = true;
      continue;
    }
    const rest = line.text.replace(mottoes, '').replace(/^[\s*—–_-]+|[\s*—–_-]+$/gu, '');
    if (rest !== line.text && /CỘNG|ĐẢNG|Độc lập/iu.test(line.text)) {
      hasMotto = true;
      head.bodyFrom = index + 1;
      if (isAllCaps(rest)) head.bodies.push(rest);
      continue;
    }
    const number = ownNumber.exec(line.text);
    if (number && !head.hasSymbolLine) {
      head.hasSymbolLine = true;
      head.bodyFrom = index + 1;
      const mention = findSymbols(line.text)[0];
      if (mention && mention.form !== 'number-only' && mention.from <= number[0].length + 2)
        head.symbol = mention;
      readDateLine(head, mention ? line.text.slice(mention.to) : line.text);
      // A letter (công văn) has its subject under the number.
      subjectUnderNumber = [];
      continue;
    }
    if (head.issuedOn === null && readDateLine(head, line.text)) {
      head.bodyFrom = index + 1;
      continue;
    }
    if (/^V\s*\/\s*v\s*:?\s+\S/iu.test(line.text)) {
      subjectUnderNumber = [line.text.replace(/^V\s*\/\s*v\s*:?\s*/iu, '')];
      head.bodyFrom = index + 1;
      continue;
    }
    const type = readTypeLine(line);
    if (type) {
      head.typeName = type.typeName;
      const { subject, to } = readSubject(paragraphs, index + 1, type.rest, head.bodies);
      head.subject = subject;
      head.bodyFrom = to;
      // Converters may set the type before the letterhead; whatever follows is then read as usual.
      if (head.hasSymbolLine || hasMotto || head.issuedOn !== null || !isFollowedByHead(paragraphs, to))
        break;
      index = to - 1;
      continue;
    }
    if (subjectUnderNumber?.length && /^\p{Ll}/u.test(line.text) && line.text.length < 120) {
      subjectUnderNumber.push(line.text);
      head.bodyFrom = index + 1;
      continue;
    }
    if (bodyStart.test(line.text) || line.text.length > 160 || line.hint === 'row') break;
    if (readMarker(line.text) !== null || isDashItem(line.text)) break;
    if (isAllCaps(line.text) && !head.hasSymbolLine && !editorial.test(fold(line.text))) {
      head.bodies.push(line.text.replace(/[*\s]+$/u, ''));
      head.bodyFrom = index + 1;
    }
  }
  if (subjectUnderNumber?.length && head.subject === null) head.subject = subjectUnderNumber.join(' ');
  head.isOfficial = head.hasSymbolLine || hasMotto || head.typeName !== null;
  if (!head.isOfficial) {
    head.bodies = [];
    head.bodyFrom = 0;
  }
  return head;
}

/** True where number, motto or date still follow within a few lines. */
const isFollowedByHead = (paragraphs: readonly Paragraph[], from: number): boolean =>
  paragraphs
    .slice(from, from + 30)
    .some(
      ({ text }) => ownNumber.test(text) || text.search(mottoes) >= 0 || placeAndDate.test(text.slice(0, 90)),
    );

function readDateLine(head: Letterhead, text: string): boolean {
  const match = placeAndDate.exec(text);
  if (!match || text.length > 160) return false;
  // 'Hôm nay, ngày 5 tháng 8 năm 2026, chi bộ …' opens minutes; a dateline ends with its year.
  if (!/năm\s*[\d.…_\s]*\.?\s*\)?$/iu.test(text)) return false;
  const place = (match[1] ?? '').replace(/^.*\s{2,}/u, '').trim();
  const date = findDates(text)[0]?.date ?? null;
  if (date !== null) head.issuedOn ??= date;
  if (/^\p{Lu}/u.test(place) && place.length <= 40 && !/^Hôm nay$/iu.test(place)) head.place ??= place;
  return true;
}

/** Lines of the subject: they end where the issuing body is repeated, the legal basis or the first sentence begins. */
function readSubject(
  paragraphs: readonly Paragraph[],
  from: number,
  first: string,
  bodies: readonly string[],
): { subject: string | null; to: number } {
  const lines = first === '' ? [] : [first];
  let to = from;
  for (; to < paragraphs.length && lines.length < 6; to++) {
    const line = paragraphs[to] as Paragraph;
    const { text } = line;
    if (line.hint === 'row' || readMarker(text) !== null || isDashItem(text)) break;
    // 'KẾ HOẠCH / thực hiện Chỉ thị …' is a subject; 'Thực hiện Chỉ thị …, Đảng ủy …' is the first sentence.
    const mayOpenSubject = lines.length === 0 && (/^\p{Ll}/u.test(text) || isAllCaps(text));
    if (bodyStart.test(text) && !mayOpenSubject) break;
    if (editorial.test(fold(text).trim())) break;
    if (bodies.some((body) => fold(body) === fold(text)) || ownNumber.test(text) || text.search(mottoes) >= 0)
      break;
    if (/^\(?(?:Ban hành )?[Kk]èm theo/u.test(text)) break;
    const above = lines.at(-1) ?? '';
    if (lines.length > 0) {
      // After a subject in capitals only capitals go on; 'BỘ TRƯỞNG BỘ CÔNG AN' names who decides.
      // A line of figures alone ('2011-2020') is the end of either.
      const hasLetters = /\p{L}/u.test(text);
      if (hasLetters && isAllCaps(above) !== isAllCaps(text)) break;
      if (isAllCaps(text) && isDeciding(text)) break;
      if (/[.;:]$/u.test(above)) break;
      // No subject ends like a sentence: this is the first one of the body.
      if (/^\p{Lu}/u.test(text) && /[.:]$/u.test(text) && !isAllCaps(text)) break;
    }
    if (text.length > 400 || (text.length > 160 && /[.:]$/u.test(text) && capitalShare(text) < 0.5)) break;
    lines.push(text);
    if (/\.$/u.test(text)) {
      to += 1;
      break;
    }
  }
  const subject = lines
    .join(' ')
    .replace(/[.\s]+$/u, '')
    .replace(/^[-–]\s*/u, '');
  return { subject: /\p{L}/u.test(subject) ? subject : null, to };
}

/** Whoever decides is named once more before the legal basis. */
const isDeciding = (text: string): boolean =>
  /^(?:BỘ TRƯỞNG|THỦ TƯỚNG|CHỦ TỊCH|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|HỘI ĐỒNG NHÂN DÂN|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|BỘ CHÍNH TRỊ|BAN BÍ THƯ|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|THỐNG ĐỐC|CHÁNH|TỔNG)(?!\p{L})/u.test(
    text,
  );
