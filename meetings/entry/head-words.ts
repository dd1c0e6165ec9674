import { fold, oneLine } from '../../text/normalise.ts';
import { endOfClause, readKind } from './read-kind.ts';

/* The words of a line that are no labelled field: which of them may name the unit, a place, or what the meeting is about. */

/** Years of a term, folded or not, are no days. */
export const terms =
  /(?<!\p{L})(?:quý|quy)\s+(?:[ivx]{1,3}|\d)\s*\/\s*\d{4}|(?:nhiệm kỳ|nhiem ky|giai đoạn|giai doan|nk)\s+\d{4}\s*[-–]\s*\d{4}|(?<![\p{L}\p{N}])t\s?\d{1,2}\s*\/\s*\d{4}|(?<!\d\s+)(?:tháng|thang)\s+\d{1,2}\s*\/\s*\d{4}/giu;
export const term =
  /\(?(?<!\p{L})(?:nhiem ky\s+\d{4}\s*[-–]\s*\d{4}|khoa\s+[ivxl]+(?!\p{L})|thang\s+\d{1,2}(?:\s*\/\s*\d{4})?(?!\d)|t\s?\d{1,2}\s*\/\s*\d{4}|quy\s+(?:[ivx]{1,3}|\d)(?:\s*\/\s*\d{4})?(?![\p{L}\d])|nam\s+\d{4})\)?/gu;
/** A comma and more of the same place. */
const goesOn =
  /^(?:tang|lau|so \d|\d+ |nha|khu|duong|phong|thon|xa|phuong|to \d|ubnd|tru so|huyen|tinh|thanh pho|tp|co so)(?!\p{L})/u;
export const looksLikePlace =
  /^(?:tai |o )?(?:p\.?\s?\d|p\.?\s?(?:hop|hoi|giao)(?!\p{L})|phong \d|phong so \d|tang \d|diem cau|phong (?:hop|lam viec|(?:pho |)(?:truong (?:ban|phong|khoa)|bi thu|giam doc|chu tich|hieu truong|vien truong)|giao ban|truyen thong|khanh tiet|doc)|hoi truong|nha (?:van ?hoa|sinh hoat|rong|truyen thong|cong dong|khach|bac|ong|ba|co|anh|chi|dong chi|d\/c|truong thon)|nvh|tru so|trung tam hoi nghi|hoi quan|dia diem|san (?:van|kho|truong|nha|dinh)|(?:van phong|vp) (?:thon|khoa|bo mon|ap|to|doan)|ht (?:tinh|xa|huyen|phuong|lon|nho|ub|uy ban|thon|truong|co quan|[a-d](?!\p{L})|\d)|ph (?:tang|so|lon|nho|giao|khoa|cq|co quan|ub|xa|\d)|giang duong|diem truong|dinh lang|tram y te|lop (?:hoc|\d)|ub(?:nd)? (?:xa|phuong|huyen|tinh)|lau \d|can tin|thu vien)(?!\p{L})/u;
export const looksLikeUnit =
  /^(?:hop |hoi nghi |sinh hoat |cua )*(?:chi bo|chi uy(?! vien)|dang bo|dang uy(?! vien)|to dang|tinh uy|thanh uy|huyen uy|ban |van phong|cb |btv|bch|ubkt|thuong truc|uy ban kiem tra)/u;
export const matter =
  /^(?:va )?(?:chuan bi|xu ly|hoc tap|binh xet|bau (?:cu|chi|bi|bo|ban)|de cu|ket nap|gioi thieu|ra soat|thong nhat|don doc|phan cong|ban giao|nghien cuu|hop ban|giai quyet|sap xep|lay y kien|bo sung|kien toan|cong bo|trao|cong nhan|tong ket|so ket|tuyen truyen|rut kinh nghiem|thu (?:dang phi|chi|gop)|lam (?:ro|viec)|xay dung (?!dang)|khen thuong|ky luat|tiep thu|gop y|dieu chinh|nang cao|tang cuong|giu gin|cong tac|nhan su|trien khai|phuong huong|nhiem vu|ban |thao luan|danh gia|quan triet|pho bien|kiem diem|xep loai|xem xet|thong qua|nghe |cho y kien|gop y|xet )/u;
/** Bodies that begin with 'ban'; without marks everything else behind it was dealt with. */
const boards =
  /^ban (?:to chuc|tuyen|dan|noi|chap hanh|thuong|xay dung|chi|quan|giam|can su|bi thu|cong tac mat tran|kiem|lanh dao|dai dien|van|thi dua|phap|tiep|thanh|phong|an|doc|kinh|ton|bao ve)(?!\p{L})/u;
/** Whether a clause tells what was dealt with; 'bàn nhân sự' is one, 'Ban Tổ chức' a body. */
export function isMatter(words: string): boolean {
  const folded = fold(words);
  // 'Bàn Văn Thọ' is somebody.
  if (/^Bàn\s(?:Văn|Thị|\p{Lu}\p{Ll}+\s\p{Lu})/u.test(words)) return false;
  if (/^(?:và )?bàn\s/iu.test(words)) return true;
  if (/^(?:va )?ban\s/u.test(folded)) return words.toLowerCase() === folded && !boards.test(folded);
  return matter.test(`${folded} `) && !looksLikeUnit.test(folded);
}

/** Longest first, so that 'don vi' is not left as 'vi'. */
const fillers =
  'hội ý|hoi y|giao ban tuần|giao ban tuan|giao ban|mở|ngồi|ngoi|họp|hop|cuộc họp|cuoc hop|buổi họp|buoi hop|phiên họp|phien hop|hội nghị|hoi nghi|hn|sinh hoạt|sinh hoat|shcb|cuộc|cuoc|buổi|buoi|phiên|phien|kỳ|ky|ngày|ngay|hôm|hom|lúc|luc|vào|vao|hồi|hoi|từ|tu|đến|den|của|cua|với|voi|do|và|va|là|la|đã|da|sẽ|se|vừa|vua|xong|rồi|roi|dự kiến|du kien|lên lịch|len lich|đặt lịch|dat lich|lịch|lich|sắp|sap|mời|moi|có|co|được|duoc|tổ chức|to chuc|diễn ra|dien ra|tiến hành|tien hanh|bắt đầu|bat dau|khai mạc|khai mac|kết thúc|ket thuc|mình|minh|em|tôi|toi|giúp|giup|ghi|nhập|nhap|cho|nhé|nhe|ạ|a|báo cáo|bao cao|anh|chị|dạ|em gửi|chào|thưa|đồng chí|dong chi|tiếp|tiep|đón|don|trong|trong hai ngày|trong hai ngay|trong 2 ngày|trong 2 ngay|hai ngày|hai ngay|hội nghị lần|hoi nghi lan|thời gian|thoi gian|thời điểm|đơn vị|don vi|loại|loai|vị|gồm|gom|online|sh|giờ|gio|nhờ|nho|mồng|mùng|mong|mung|cả|ca|cả ngày|ca ngay|sáng|trưa|chiều|tối'
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|');
const fillerAtEdge = new RegExp(
  `^(?:(?:${fillers})(?![\\p{L}\\p{N}])[\\s:.,()-]*)+|(?:[\\s:.,()-]*(?<![\\p{L}\\p{N}])(?:${fillers}))+[\\s:.,()-]*$`,
  'giu',
);
export const onlyFillers = new RegExp(`^(?:(?:${fold(fillers)})(?![\\p{L}\\p{N}])[\\s:.,()-]*)+$`, 'u');

/** Without the small words at both ends; 'Tổng hợp' and 'Ban Tổ chức' keep theirs. */
export function withoutFillers(text: string): string {
  let words = text;
  for (let previous = ''; previous !== words;) {
    previous = words;
    words = words.replace(fillerAtEdge, (part, at: number) => {
      const before = fold(words.slice(0, at)).trim().split(' ').at(-1) ?? '';
      const isOfName =
        at > 0 &&
        ((/^\s*h[oợ]p\s*$/iu.test(part) && /^(?:tong|phoi|ket|thich|lien)$/u.test(before)) ||
          (/^\s*t[oổ] ch[uứ]c\s*$/iu.test(part) && /^(?:ban|phong|so|vu)$/u.test(before)) ||
          (/^\s*(?:do|don|tu|a|ky|den|moi|co|la|da)\s*$/u.test(part) && before !== ''));
      return isOfName ? part : ' ';
    });
    words = tidy(words);
  }
  return words;
}

/** A place right behind the unit, without a comma: 'chi bộ thôn Đông nhà văn hóa thôn'; where it begins, or null. */
export function placeInside(text: string): number | null {
  const match =
    /(?<!chi bo|dang bo|dang uy|chi uy|cua|ban|quan ly)\s(?=(?:phong hop|hoi truong|nha van hoa|tru so)(?!\p{L}))/u.exec(
      fold(text),
    );
  return match && match.index > 0 ? match.index : null;
}

/** A clause that is a place and nothing else; '' where it is not. */
export function placeIn(clause: string): string {
  const bare = tidy(clause)
    .replace(/^(?:(?:họp|hop|tại|tai|ở|o)\s+)+(?=\S)/iu, '')
    .replace(/(?:\s(?:họp|hop|lúc|luc|vào|vao|ngày|ngay|từ|do|nhé|nhe|nha|ạ))+$/iu, '');
  return looksLikePlace.test(fold(bare)) &&
    !/(?<!\p{L})(?:chi bo|dang bo|chi uy|dang uy(?! xa)|hoi nghi)(?!\p{L})/u.test(fold(bare))
    ? tidy(bare)
    : '';
}

/** Rooms and floors that may as well be a body ('phòng hội đồng'): asked for, never taken. */
export const mayBePlace =
  /^(?:o )?(?:phong(?= )|nha(?= )|tang(?= )|khu(?= )|lau(?= )|toa nha(?= )|so nha(?= )|quan (?=nuoc|ca phe|cafe|an|com|tra|bia)|dinh(?= )|truong(?= )|vp(?= ))/u;
/** 'phòng chống …', 'nhà trường', 'trường lớp': no place, though it begins like one. */
const isRoomless =
  /^(?:phong (?:chong|ngua|chay|benh|dich|thu)|nha (?:truong|nuoc|nong|bao)|truong (?:lop|ky)|khu (?:vuc|dan cu))/u;
/** Counts of people that were not read. */
export const holdsCounts =
  /(?<![\p{L}\p{N}])\d+\s*(?:d\/c|dc|dong chi|dang vien|dv|nguoi)(?!\p{L})|(?<!\p{L})(?:vang|co mat|du hop|tham du)(?!\p{L}).*\d/u;

/** Where a unit begins inside the subject of an event: 'sơ kết 6 tháng đầu năm chi bộ Văn phòng'. */
export function unitInside(text: string): number | null {
  const match =
    /(?<!\p{L})(?:cua\s+)?(?:chi bo|dang bo|dang uy|chi uy|tinh uy|ban to chuc|ban tuyen giao)(?!\p{L})/u.exec(
      fold(text),
    );
  return match ? match.index : null;
}

/** Where the subject of an event ends: at what was taken out, or at a comma behind which no further matter stands. */
export function subjectEnd(text: string, from: number): number {
  let end = endOfClause(text, from);
  const goesOnWith = (clause: string): boolean =>
    (matter.test(fold(clause)) || /^(?:va )?ca nhan(?!\p{L})/u.test(fold(clause))) &&
    !/^(?:bàn|ban)\s/iu.test(clause);
  while (text[end] === ',' && goesOnWith(tidy(text.slice(end + 1, endOfClause(text, end + 1))))) {
    end = endOfClause(text, end + 1);
  }
  if (text[end] === '(') {
    // A bracket belongs to the subject ('(lần 2)'); the subject goes on behind it.
    const close = text.indexOf(')', end);
    if (close > 0) return subjectEnd(text, close + 1);
  }
  return end;
}

/** 'tại chi bộ thôn Đông' is where it was, or who was visited. */
export const isBody = /^(?:chi bo|dang bo|chi uy|to dang|btv|bch|doan)(?!\p{L})/u;

/** A place with what goes on about it behind commas, and the pieces that do not. */
export function splitPlace(value: string): [place: string, rest: string[]] {
  const [first = '', ...rest] = value.split(/[,;]/u);
  const place = [first];
  while (
    rest.length > 0 &&
    goesOn.test(fold(tidy(rest[0] ?? ''))) &&
    readKind(rest[0] ?? '').kind === undefined
  )
    place.push(rest.shift() ?? '');
  return [tidy(place.join(',')), rest];
}

/** Somebody is named from here on. */
const addressed = /^\s*(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|bà|anh|chị|cô|chú|bác|thầy)\s/iu;

/** A topic, and the pieces from a comma on behind which the meeting goes on: its kind, its unit, its place. */
export function splitTopic(value: string): [topic: string, rest: string[]] {
  const pieces = value.split(/([,;])/u);
  const end = pieces.findIndex((piece, i) => {
    const folded = fold(tidy(piece));
    const isHead =
      looksLikeUnit.test(folded) ||
      looksLikePlace.test(folded) ||
      (mayBePlace.test(folded) && !isRoomless.test(folded));
    const isOther =
      /^(?:bàn|ban)\s/iu.test(tidy(piece)) ||
      addressed.test(piece) ||
      holdsCounts.test(folded) ||
      /^\S+(?:\s\S+){0,4}\s(?:trình bày|trinh bay|báo cáo|bao cao|dẫn chương trình|phụ trách|phu trach)$/iu.test(
        tidy(piece),
      );
    // 'công tác kiểm tra, giám sát' is one thing.
    const isPair = /kiem tra\s*$/u.test(fold(pieces[i - 2] ?? '')) && /^giam sat/u.test(folded);
    return (
      i > 0 && !isPair && (pieces[i - 1] === ';' || isHead || isOther || readKind(piece).kind !== undefined)
    );
  });
  const rest = end > 0 ? pieces.splice(end) : [];
  return [tidy(pieces.join('')), rest.filter((piece) => !/^[,;]$/u.test(piece))];
}

/** A reading of the words that may name the unit, and the words that it leaves over. */
export interface UnitReading {
  text: string;
  rest: string;
}

/** Readings of the words that are left: all in a row, then each piece that begins like a unit. */
export function unitCandidates(pieces: readonly string[], isCommittee: boolean): UnitReading[] {
  const joined = withoutDoubles(pieces.join(' '));
  const alone = pieces
    .filter((piece) => looksLikeUnit.test(fold(piece)))
    .map((text) => ({ text, rest: pieces.filter((piece) => piece !== text).join(', ') }));
  const found = [{ text: joined, rest: '' }, ...(pieces.length > 1 ? alone : [])];
  // 'chi ủy chi bộ X' names the unit next; 'chi ủy X' is itself how the unit is called.
  if (isCommittee && joined !== '' && !/^(?:chi bo|dang)/u.test(fold(joined)))
    found.push({ text: `chi ủy ${joined}`, rest: '' });
  return found.filter(({ text }) => text !== '');
}

const withoutDoubles = (text: string): string =>
  oneLine(text).replace(/^((?:chi bộ|chi bo|đảng bộ|dang bo)\s+)+(?=chi bộ|chi bo|đảng bộ|dang bo)/iu, '');

/** Without punctuation at its ends. */
// 'đ/c' is how a comrade is addressed, not part of the name that the minutes print.
export const tidy = (text: string): string =>
  oneLine(
    text
      .replace(/^[\s,;:.¦–-]+|[\s,;:.¦–-]+$/gu, '')
      .replace(/^(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi)\s+/iu, '')
      .replace(/(?<!\p{L})(?:ngày|ngay|lúc|luc|vào|vao)\s*$/iu, ''),
  ).replace(/[\s,;:¦–-]+$/u, '');
