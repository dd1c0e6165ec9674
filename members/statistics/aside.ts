import { fold, lowerCase, normalise } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { fillers } from './chatter.ts';
import { boundary, words } from './phrase-reader.ts';

/*
 * When words that nobody understood may be offered to be left aside, and when a line asks more than one count. The offer
 * says which words were not understood and gives no number before the person agrees, so all is offered but what would make
 * it another question: denials and borders, numbers and times, names, other places, and things that are never counted.
 */

/** A denial, border, amount or time: without it another number is asked. */
const changing =
  'không|ko|khong|chưa|chẳng|chả|đâu có|trừ|ngoài|loại trừ|bỏ qua|hơn|kém|dưới|trên|ít|nhiều|gần|khoảng|tầm|chỉ|chỉ có|duy nhất|riêng|mất|' +
  'nhất|hoặc|hay là|trước|sau|giữa|đầu|cuối|nửa|rưỡi|phần|một phần|ngày|hôm|tuần|tháng|quý|năm|kỳ|khóa|đợt|mùa|giờ|mai|kia|mới|cũ|sắp|sẽ|từng|thường|' +
  'một|hai|ba|bốn|sáu|bảy|tám|chín|mười|chục|trăm|nghìn|ngàn|vài|mấy lần|gấp|gấp đôi|tỷ|bình quân|trung bình|trung vị|cao|thấp|lớn|cao nhất|thấp nhất|so|tuổi|' +
  'già|trẻ|chênh|trong số|ngoại trừ|thay vì|nếu|giả sử|kể cả|tính cả|gồm cả|gộp cả|tính luôn|kể luôn|tính thêm|cộng thêm|lẫn|tại sao|vì sao|lý do|ai|sáp nhập|trở đi|trở về|rồi trở|lần|đã từng|nguyên|cựu';
/** A place, body or name: it narrows to whom nobody knows. */
const places =
  'xã|phường|thôn|ấp|bản|xóm|làng|khu|tổ|khối|tỉnh|huyện|quận|thành phố|sở|ban|phòng|trường|chi bộ|đảng bộ|đảng ủy|đơn vị|cơ quan|công ty|hội|đoàn|họ|tên|nhà|quê|' +
  'nước ngoài|miền|vùng|biên giới|giáp';
/** Said of people or counted, and not in the register. */
const neverCounted =
  'đạo|tôn giáo|công giáo|phật|tin lành|kỷ luật|khiển trách|cảnh cáo|khai trừ|cách chức|vi phạm|xóa tên|xếp loại|hoàn thành|xuất sắc|chất lượng|thẩm tra|lý lịch|lương|' +
  'đảng phí|nợ|nghèo|cận nghèo|sức khỏe|bệnh|ốm|qua đời|từ trần|tử vong|chết|mất tích|hy sinh|vợ|chồng|con cái|gia đình|kết hôn|ly hôn|độc thân|liệt sĩ|thương binh|' +
  'cựu chiến binh|bầu|cấp ủy|ủy viên|bí thư|chức vụ|lãnh đạo|cán bộ|quản lý|đại biểu|quần chúng|ứng viên|cảm tình|hồ sơ|đơn|nghị quyết|cuộc họp|họp|biên bản|văn bản|báo cáo|' +
  'dự kiến|mục tiêu|chỉ tiêu|kế hoạch|nhiệm vụ|khen thưởng|bằng khen|giấy khen|danh hiệu|thi đua|ngoại ngữ|tin học|tiếng|email|điện thoại|địa chỉ|ngân sách|kinh phí|tiền|đồng|' +
  'dân số|hộ|người dân|nhân khẩu|đoàn viên|hội viên|thanh niên|phụ nữ|học|làm|công tác|nghề|quân hàm|dân quân|nhập ngũ|xuất ngũ|vắng|dự|tham gia|tham dự|bỏ|vi|bị|theo|thuộc|la|nữ|nam|giới|tự ý|xin|đi|về|đến|chuyển|' +
  'viết|sáng kiến|luân chuyển|bổ nhiệm|quy hoạch|nghỉ|đào tạo|bồi dưỡng|huấn luyện|chức danh|dòng họ|sinh con|hôn nhân|tạm trú|thường trú|lao động|thất nghiệp|sinh|tày|nùng|mông|dao|thái|mường|khmer|khơ me|chăm|hoa|ê đê|ba na|gia rai|sán dìu|hiến|máu';
const blocked = [changing, places, neverCounted].join('|').split('|');
const exact = new RegExp(boundary(blocked.join('|')), 'u');
const folded = words([...new Set(blocked.map(fold))].join('|'));
/** A word typed with marks is that word ('mưa' is not 'mùa'); without, any word that it may stand for. */
function isBlocked(typed: string, isMarked: boolean): boolean {
  const written = lowerCase(normalise(typed));
  if (exact.test(written)) return true;
  const unmarked = written.replace(/\S+/gu, (word) => (fold(word) === word ? word : '|'));
  const read = isMarked ? unmarked.replace(/(?<!\p{L})chang?(?!\p{L})/gu, '|') : unmarked;
  return folded.test(read) && !harmless.test(fold(typed));
}
/** Typed without marks these stand for what changes nothing, far more often than for anything else. */
const harmless = /^(?:tinh|ho|dem|ra rang|chu|nhi|ng|coi|cai|dum|gium|bay|hi|he|hen|mo|rua)$/u;

const compounds = words(
  `${[...new Set(blocked.filter((each) => each.includes(' ')).map(fold))].join('|')}|` +
    'qua doi|tu tran|tu vong|mat tich|khong \\p{L}+|chua \\p{L}+|tru \\p{L}+|ngoai \\p{L}+|ten \\p{L}+|binh quan|trung binh|cao nhat|thap nhat|lon nhat|gan \\p{L}+',
);
/** Behind these a run of several words says something of the people, or where they are. */
const ofPeople =
  /(?<!\p{L})(?:dang vien|dv|dvdb|nguoi|dong chi|d\/c|nu|nam|chinh thuc|du bi|tuoi|la|bi|theo|thuoc|da|ket nap|xa|phuong|thon|chi bo|dang bo)[ ]*$/u;

/** Whether `unread` words of `text` may be left aside in a reading that is offered; the line names what is counted. */
export function canStandAside(text: string, unread: readonly string[]): boolean {
  const line = fold(text);
  if (unread.length === 0 || unread.length > 3 || !counted.test(line)) return false;
  return unread.every((typed) => {
    const places = placesOf(text, typed);
    return places.length > 0 && places.every((from) => isHarmlessAt(typed, from));
  });
  // Which of several places was not understood is not known: it must be so at each.
  function isHarmlessAt(typed: string, from: number): boolean {
    const before = line.slice(0, from);
    const after = line.slice(from + typed.length);
    const opensClause = /(?:^|[.;:!?(])\s*$/u.test(before);
    const isNamed = text !== text.toUpperCase() && /\p{Lu}/u.test(opensClause ? typed.slice(1) : typed);
    // With its neighbours: of 'qua đời' only the half that is no filler was reported.
    const around = `${/\S+\s*$/u.exec(before)?.[0] ?? ''}${fold(typed)}${/^\s*\S+/u.exec(after)?.[0] ?? ''}`;
    if (
      isNamed ||
      /\d/u.test(typed) ||
      isBlocked(typed, line !== lowerCase(normalise(text))) ||
      compounds.test(around)
    )
      return false;
    return syllables(typed).length === 1 ? !named.test(before) : !isOfPeople(before);
  }
}
/** Where `typed` stands in `text` as whole words. */
const placesOf = (text: string, typed: string): number[] =>
  syllables(text)
    .map(({ from }) => from)
    .filter((from) => text.startsWith(typed, from) && !/^\p{L}/u.test(text.slice(from + typed.length)));
/** Behind these a single word may be a name or a thing of its own. */
const named =
  /(?<!\p{L})(?:(?:co|la|bi|theo|thuoc|ten|xa|phuong|thon|to|dao|chi bo|dang bo)(?: (?:o|e|a))?|(?:dang vien|dv|nguoi|dong chi|nu|nam) (?:hien|dat|con|hay|ke|de|lap|ve|den|da|dang|duoc|hoi|chia|gui|va|voi|qua))[ ]*$/u;
/** Whether words behind `before` say something of the people, also with idle words between: 'đảng viên hiện …'. */
function isOfPeople(before: string): boolean {
  if (ofPeople.test(before)) return true;
  const last = /(?:^|\s)(\p{L}+)\s*$/u.exec(before);
  return last !== null && fillers.has(last[1] ?? '') && isOfPeople(before.slice(0, last.index + 1));
}

const counted = words(
  'dang vien|dv|dvdb|ket nap|chuyen|cong nhan|huy hieu|the dang|chi bo|dang bo|to chuc dang|tccsd|to chuc co so dang|bien dong|tuoi dang|' +
    '(?:bao nhieu|bn|may) (?:nguoi|dong chi|d/c|cu|vi|nu)',
);

const howMany =
  /(?<![\p{L}\p{N}])(?<!(?:chiem|ty le|ti le|dat|tang|giam|hon|kem|lech) )(?:bao nhieu|bn|may)(?! ?(?:%|phan tram|nam|tuoi))(?![\p{L}\p{N}])/gu;
const andMembers =
  /(?<!\p{L})(?:dang vien|dv|dvdb)(?!\p{L}).*(?:,|(?<!\p{L})(?:va|voi|cung)) ?(?:so |so luong )?(?:dang vien|dv|dvdb)(?!\p{L})/u;

/** Whether a line with `details` filters asks for the count of each of two groups, which one number cannot answer. */
export function asksTwoCounts(text: string, details: number): boolean {
  const folded = fold(text);
  if (details >= 1 && andMembers.test(folded)) return true;
  return details >= 2 && [...folded.matchAll(howMany)].length > 1;
}
