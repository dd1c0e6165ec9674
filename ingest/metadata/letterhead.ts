import { fold } from '../../text/normalise.ts';
import type { SymbolMention } from '../../text/symbols.ts';
import { headLines, type HeadLine } from './head-lines.ts';
import { capitalShare, isAllCaps, isDashItem, readMarker } from '../structure/markers.ts';
import { readBareSymbol, readSymbolLine } from './symbol-line.ts';
import type { Paragraph } from '../types.ts';
import { readDateLine } from './date-line.ts';
import { readTypeLine } from './type-line.ts';

/*
 * The head of a document before its body: upper body, issuing body, number, place and date, type, subject. Party form:
 * 36-HD/VPTW (03/4/2018); State form: Nghị định 30/2020/NĐ-CP, phụ lục I. Converters put the two columns one after the
 * other, line by line or into one line; recognition adds stamps and loses marks; all of these are read.
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
  /** 'MM/YYYY' where the day was left to be written by hand. */
  issuedIn: string | null;
  /** True where a line for the date exists, even if it is not filled in. */
  hasDateLine: boolean;
  typeName: string | null;
  subject: string | null;
  /** The body that a line under the type names ('CỦA BỘ CHÍNH TRỊ'). */
  ofBody: string | null;
  isDraft: boolean;
  isCopy: boolean;
  isLimited: boolean;
  /** The first paragraph of the body. */
  bodyFrom: number;
  /** True where the form of an office document is there: number line, motto or type line. */
  isOfficial: boolean;
}

const longestHead = 45;

/** What type lines of letters and addresses come down to. */
const shownType = (name: string): string => (/^Thư (?:chúc|ngỏ)/u.test(name) ? 'Thư' : name);

const bodyStart =
  /^(?:[-–]?\s*(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Kính gửi|Để\s|Nhằm|Ngày\s+\d|Hôm nay|Vào hồi|Trong\s|Sau khi|Qua\s|Vừa qua|Thưa|Kính thưa)|Thời gian qua)/iu;
/** The commonest two openings also where recognition has lost their marks. */
const startsBody = (text: string): boolean =>
  bodyStart.test(text) || /^[-–]?\s*(?:can cu|kinh gui)(?!\p{L})/u.test(fold(text.slice(0, 20)));
/** Headings that converters and editors add before the text. */
const editorial =
  /^(?:thong tin van ban|van ban|noi dung|noi dung van ban|muc luc|toan van|tom tat|thuoc tinh)$/u;
const draftMark = /^[(]?\s*(?:BẢN\s+)?DỰ THẢO(?!\s+(?:NGHỊ|LUẬT|QUYẾT|QUY|BÁO|KẾ|ĐỀ|THÔNG|VĂN))/u;
const draftWords = /^\(?(?:Bản )?[Dd]ự thảo\)?(?:\s+(?:lần|ngày|\d).{0,40})?\)?$/u;
const isDraftMark = (text: string): boolean =>
  draftMark.test(text) ||
  draftWords.test(text) ||
  (text.length < 40 && isAllCaps(text) && /^\W*du thao(?:\s+(?:lan\s+)?\W*\d.*)?$/u.test(fold(text)));
const copyMark = /^\(?\s*(?:BẢN SAO|SAO Y|SAO LỤC|TRÍCH SAO|SAO NGUYÊN|BẢN CHÍNH|COPY)(?!\p{L})/u;
const urgency = /^(?:HỎA TỐC|HOẢ TỐC|KHẨN|THƯỢNG KHẨN|HỎA TỐC HẸN GIỜ)(?:\s|$)/u;
const limits = /(?:LƯU HÀNH NỘI BỘ|TÀI LIỆU THU HỒI|KHÔNG PHỔ BIẾN|lưu hành nội bộ|tài liệu thu hồi)/u;
/** Names of bodies in English under the Vietnamese ones. */
const english =
  /(?<!\p{L})(?:OF|DEPARTMENT|MINISTRY|COMMITTEE|PEOPLE|PEOPLE'S|OFFICE|REPUBLIC|SOCIALIST|PARTY|COUNCIL|PROVINCIAL|PROVINCE|GOVERNMENT|INDEPENDENCE|FREEDOM|HAPPINESS)(?!\p{L})/u;

/** Reads the head. Never throws; a document without one gives nothing but `bodyFrom: 0`. */
export function readLetterhead(paragraphs: readonly Paragraph[]): Letterhead {
  return new HeadReader(paragraphs).read();
}

class HeadReader {
  readonly #lines: HeadLine[];
  readonly #head: Letterhead = {
    bodies: [],
    symbol: null,
    hasSymbolLine: false,
    place: null,
    issuedOn: null,
    issuedIn: null,
    hasDateLine: false,
    typeName: null,
    subject: null,
    ofBody: null,
    isDraft: false,
    isCopy: false,
    isLimited: false,
    bodyFrom: 0,
    isOfficial: false,
  };
  #hasMotto = false;
  /** Lines of a letter's subject under its number; null before the number. */
  #underNumber: string[] | null = null;

  constructor(paragraphs: readonly Paragraph[]) {
    this.#lines = headLines(paragraphs, longestHead);
  }

  read(): Letterhead {
    const head = this.#head;
    let at = 0;
    while (at < this.#lines.length) {
      const next = this.#take(at);
      if (next === null) break;
      at = next;
    }
    if (this.#underNumber?.length && head.subject === null) head.subject = this.#underNumber.join(' ');
    head.isOfficial = head.hasSymbolLine || this.#hasMotto || head.typeName !== null;
    if (!head.isOfficial && !(head.hasDateLine && head.bodies.length > 0)) {
      head.bodies = [];
      head.bodyFrom = 0;
    }
    return head;
  }

  /** Reads the line; returns the next one to read, or null where the body has begun. */
  #take(at: number): number | null {
    const head = this.#head;
    const line = this.#lines[at] as HeadLine;
    const { text } = line;
    const take = (): number => {
      head.bodyFrom = line.index + 1;
      return at + 1;
    };
    if (line.isMotto) {
      this.#hasMotto = true;
      return take();
    }
    if (isDraftMark(text)) {
      head.isDraft = true;
      return take();
    }
    if (copyMark.test(text) && text.length < 60) {
      head.isCopy = true;
      return take();
    }
    if (urgency.test(text) && text.length < 30) return take();
    if (limits.test(text) && text.length < 80) {
      head.isLimited = true;
      return at + 1;
    }
    const number = head.symbol === null ? readSymbolLine(text) : null;
    if (number) {
      head.hasSymbolLine = true;
      head.symbol = number.symbol;
      this.#readDate(number.rest);
      // A letter (công văn) has its subject under the number.
      this.#underNumber = [];
      return take();
    }
    if (!head.hasDateLine && this.#readDate(text)) return take();
    if (!head.hasSymbolLine && this.#hasMotto && head.typeName === null) {
      const bare = readBareSymbol(text);
      if (bare) {
        head.hasSymbolLine = true;
        head.symbol = bare.symbol;
        this.#readDate(bare.rest);
        this.#underNumber = [];
        return take();
      }
    }
    const about = /^V\s*\/\s*v\s*[:.]?\s+(\S.*)$/iu.exec(text)?.[1] ?? this.#aboutOfLetter(text);
    if (about !== undefined) {
      this.#underNumber = [about];
      return take();
    }
    const type = this.#underNumber?.length ? null : readTypeLine(line);
    if (type) return this.#takeType(at, type);
    if (this.#underNumber?.length && /^(?:\p{Ll}|\d)/u.test(text) && text.length < 120) {
      this.#underNumber.push(text);
      return take();
    }
    // No body begins while the name of the state or the Party is still to come: a stamp, or the other column.
    if (startsBody(text) && text.length < 60 && !this.#hasMotto && isMottoNear(this.#lines, at + 1))
      return take();
    if (startsBody(text) || text.length > 160 || line.hint === 'row') return null;
    if (readMarker(text) !== null || isDashItem(text)) return null;
    // Recognition may read the column of the number first.
    const mayBeBody = !head.hasSymbolLine || head.bodies.length === 0;
    if (isAllCaps(text) && mayBeBody && !editorial.test(fold(text)) && !english.test(text)) {
      head.bodies.push(...bodiesOf(text.replace(/[*\s]+$/u, ''), line.isCell === true));
      return take();
    }
    return at + 1;
  }

  /** 'Về việc …' right under the number of a letter, before place and date or type. */
  #aboutOfLetter(text: string): string | undefined {
    if (this.#underNumber === null || this.#underNumber.length > 0 || this.#head.typeName !== null)
      return undefined;
    const code = this.#head.symbol?.typeCode;
    return code === 'CV' ? /^Về việc:?\s+(\S.*)$/iu.exec(text)?.[1] : undefined;
  }

  #takeType(at: number, type: { typeName: string; rest: string }): number | null {
    const head = this.#head;
    const line = this.#lines[at] as HeadLine;
    head.typeName = shownType(type.typeName);
    // 'BÁO CÁO CHÍNH TRỊ': the word that follows tells what sort of the type it is, and the subject needs both.
    const rest = /^CHÍNH TRỊ/u.test(type.rest) ? `${type.typeName.toUpperCase()} ${type.rest}` : type.rest;
    const { subject, to, ofBody } = readSubject(this.#lines, at + 1, rest, head.bodies);
    head.subject = subject;
    head.ofBody = ofBody;
    head.bodyFrom = to > at + 1 ? (this.#lines[to - 1] as HeadLine).index + 1 : line.index + 1;
    // A draft says so under its type too.
    // Converters may set the type before the letterhead; whatever follows is then read as usual.
    const isComplete = head.hasSymbolLine || this.#hasMotto || head.issuedOn !== null || head.hasDateLine;
    return isComplete || !isFollowedByHead(this.#lines, to) ? null : to;
  }

  #readDate(text: string): boolean {
    const date = readDateLine(text);
    if (!date) return false;
    const head = this.#head;
    head.hasDateLine = true;
    head.issuedOn ??= date.issuedOn;
    head.issuedIn ??= date.issuedIn;
    head.place ??= date.place;
    return true;
  }
}

const isMottoNear = (lines: readonly HeadLine[], from: number): boolean =>
  lines.slice(from, from + 8).some(({ isMotto }) => isMotto);

/** True where number, motto or date still follow within a few lines. */
const isFollowedByHead = (lines: readonly HeadLine[], from: number): boolean =>
  lines
    .slice(from, from + 30)
    .some(({ text, isMotto }) => isMotto || readSymbolLine(text) !== null || readDateLine(text) !== null);

/** 'UBND TỈNH SƠN HẢI SỞ NỘI VỤ' in one cell is two bodies. */
function bodiesOf(text: string, isCell: boolean): string[] {
  if (!isCell) return [text];
  const lower =
    /^((?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|ĐẢNG BỘ|ĐẢNG ỦY|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|BỘ)\s.+?)\s+((?:SỞ|PHÒNG|BAN|VĂN PHÒNG|CHI CỤC|CỤC|TRƯỜNG|CHI BỘ|ĐẢNG ỦY|HUYỆN ỦY|THANH TRA|TRUNG TÂM|UBND|ỦY BAN)\s.+)$/u.exec(
      text,
    );
  return lower ? [lower[1] ?? '', lower[2] ?? ''] : [text];
}

/** A first line of the subject that only says of which body or meeting the document is; the subject proper follows it. */
const ofWhom =
  /^(?:CỦA|HỘI NGHỊ|BỘ CHÍNH TRỊ|BAN BÍ THƯ|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|HỘI ĐỒNG NHÂN DÂN|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|ĐẢNG ỦY)(?!\p{L})/u;

/** Lines of the subject: they end where the issuing body is repeated, the legal basis or the first sentence begins. */
function readSubject(
  lines: readonly HeadLine[],
  from: number,
  first: string,
  bodies: readonly string[],
): { subject: string | null; to: number; ofBody: string | null } {
  let ofBody: string | null = null;
  let subject = first === '' ? [] : [first];
  let to = from;
  for (; to < lines.length && subject.length < 6; to++) {
    const line = lines[to] as HeadLine;
    const { text } = line;
    const glued = subject.length === 0 ? beforeBody(text) : null;
    if (glued !== null) {
      // The line stays in the body too, which begins in it.
      subject.push(glued);
      break;
    }
    if (line.hint === 'row' || line.isMotto || readMarker(text) !== null || isDashItem(text)) break;
    // 'KẾ HOẠCH / thực hiện Chỉ thị …' is a subject; 'Thực hiện Chỉ thị …, Đảng ủy …' is the first sentence.
    const mayOpenSubject = subject.length === 0 && (/^\p{Ll}/u.test(text) || isAllCaps(text));
    if (startsBody(text) && !mayOpenSubject) break;
    if (editorial.test(fold(text).trim())) break;
    if (bodies.some((body) => fold(body) === fold(text)) || readSymbolLine(text) || readDateLine(text)) break;
    if (/^\(?(?:Ban hành )?[Kk]èm theo/u.test(text) || /^\([^)]*\)$/u.test(text)) break;
    const above = subject.at(-1) ?? '';
    if (subject.length > 0) {
      // After a subject in capitals only capitals go on; 'BỘ TRƯỞNG BỘ CÔNG AN' names who decides.
      // A line of figures alone ('2011-2020') is the end of either.
      const hasLetters = /\p{L}/u.test(text);
      if (isAllCaps(above) && ofWhom.test(subject[0] ?? '') && /^về\s/iu.test(text) && !isAllCaps(text)) {
        ofBody = /^CỦA\s+(.+)$/u.exec(subject.join(' '))?.[1] ?? null;
        subject = [text];
        continue;
      }
      if (hasLetters && isAllCaps(above) !== isAllCaps(text)) break;
      if (isAllCaps(text) && isDeciding(text)) break;
      if (/[.;:]$/u.test(above)) break;
      // No subject ends like a sentence: this is the first one of the body.
      if (/^\p{Lu}/u.test(text) && /[.:]$/u.test(text) && !isAllCaps(text)) break;
    }
    if (text.length > 400 || (text.length > 160 && /[.:]$/u.test(text) && capitalShare(text) < 0.5)) break;
    subject.push(text);
    if (/\.$/u.test(text)) {
      to += 1;
      break;
    }
  }
  const joined = subject
    .join(' ')
    .replace(/[.\s]+$/u, '')
    .replace(/^[-–]\s*/u, '');
  return { subject: /\p{L}/u.test(joined) ? joined : null, to, ofBody };
}

/**
 * A subject that recognition left on one line with the first sentence of the body: '… trên địa bàn tỉnh Căn cứ Luật …;'.
 * The body opens there with a capital in the middle of the line and ends as sentences do.
 */
function beforeBody(text: string): string | null {
  if (text.length < 80 || !/[.:;]$/u.test(text) || isAllCaps(text)) return null;
  const opening =
    /^(.{20,300}?[\p{Ll}\d])\s(?:(?:Thực hiện|Triển khai|Xét|Theo đề nghị)\s\p{Lu}|\p{L}[ăâaă]n c[ứưừửữựu]\s(?:Luật|Hiến|Nghị|Quyết|Quy|Điều|Chỉ|Kết|Kế|Thông|Bộ|Pháp|Hướng|Công)|(?:Ngày|Sáng ngày|Chiều ngày)\s\d)/u.exec(
      text,
    )?.[1];
  return opening ?? null;
}

/** Whoever decides is named once more before the legal basis. */
const isDeciding = (text: string): boolean =>
  /^(?:BỘ TRƯỞNG|THỦ TƯỚNG|CHỦ TỊCH|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|HỘI ĐỒNG NHÂN DÂN|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|BỘ CHÍNH TRỊ|BAN BÍ THƯ|TỔNG GIÁM ĐỐC|GIÁM ĐỐC|THỐNG ĐỐC|CHÁNH|TỔNG)(?!\p{L})/u.test(
    text,
  );
