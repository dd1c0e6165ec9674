import { fold } from '../../text/normalise.ts';
import { parseNumberWords } from '../../text/numbers.ts';

/*
 * Numbers that were said and written down as words by a telephone: 'ngày năm tháng tám lúc mười bốn giờ ba mươi', 'có mặt
 * hai mươi hai trên hai mươi tư'. Only where a word beside them says that a number stands there: 'năm', 'ba', 'tư', 'bảy'
 * are also a year, a father, a private matter and the name of an uncle.
 */

const digit = 'một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mot|bon|tu|nam|sau|bay|tam|chin';
/** 'hai mốt' is said for 21. */
const short = '(?:hai|ba|bốn|bon|năm|nam|sáu|sau|bảy|bay|tám|tam|chín|chin) (?:mốt|mot|lăm)';
const unit = 'mốt|một|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|tám|chín|mot|bon|tu|nam|lam|sau|bay|tam|chin';
/** One number below a hundred; 'tám mươi sáu' is 86, 'tám mười sáu' are two. */
const spoken = `(?:(?:mười|muoi)(?: (?:${unit}))?|(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|bon|nam|sau|bay|tam|chin) mươi(?: (?:${unit}))?|(?:hai|ba|bon) muoi(?: (?:${unit}))?|${short}|${digit})`;
const edge = '(?![\\p{L}\\p{M}\\p{N}])';
const begin = '(?<![\\p{L}\\p{M}\\p{N}])';

const value = (words: string): string => {
  const told = /^(\S+) (mốt|mot|lăm)$/u.exec(words.toLowerCase());
  const [, tens = '', ones = ''] = told ?? [];
  const isShort = told !== null && !/^(?:mười|muoi)$/u.test(tens);
  const read = parseNumberWords(fold(isShort ? `${tens} mươi ${ones}` : words));
  return read === null ? words : String(read);
};

const day = new RegExp(
  `${begin}(ngày|ngay|mùng|mung|mồng|mong|hôm|hom) (${spoken}) (tháng|thang) (${spoken}|\\d{1,2})${edge}`,
  'giu',
);
const dayOfDigits = new RegExp(`(?<=\\d (?:tháng|thang) )(${spoken})${edge}(?! (?:giờ|gio))`, 'giu');
const dayAlone = new RegExp(
  `(?<=${begin}(?:ngày|ngay|mùng|mung|mồng|mong) )(${spoken})${edge}(?! (?:giờ|gio|rưỡi|ruoi))`,
  'giu',
);
const hour = new RegExp(
  `${begin}(${spoken})(?= (?:giờ|gio|rưỡi|ruoi)${edge}(?! (?:cao|chót|làm|lam|hành|hanh|trực|truc)))`,
  'giu',
);
const minutes = new RegExp(
  `(?<=\\d (?:giờ|gio)(?: kém| kem)? )(${spoken})${edge}(?! (?:(?:${unit}) )?(?:đồng|dong|đảng|dang|người|nguoi|trên|tren|giờ|gio)${edge})`,
  'giu',
);
/** 'mười một giờ kém mười lăm': nothing but minutes can follow. */
const minutesTo = new RegExp(`(?<=\\d (?:giờ|gio) (?:kém|kem) )(${spoken})${edge}`, 'giu');
const session = new RegExp(
  `(?<=${begin}(?:(?:lần|lan)(?: thứ| thu)?|(?:kỳ|ky|phiên|phien)(?: họp| hop)? (?:thứ|thu)) )((?:mười|muoi)(?: (?:${unit}))?|(?:hai|ba|bốn|bon) (?:mươi|muoi)(?: (?:${unit}))?)${edge}`,
  'giu',
);
const counted =
  'tổng số|tong so|tổng|tong|sĩ số|si so|có mặt|co mat|dự họp|du hop|tham dự|tham du|vắng|vang|chính thức|chinh thuc|dự bị|du bi|miễn|mien';
const behindCount = new RegExp(`(?<=${begin}(?:${counted}) )(${spoken})${edge}`, 'giu');
const beforeCount = new RegExp(
  `${begin}(${spoken})(?= (?:đồng chí|dong chi|đảng viên|dang vien|người|nguoi|vắng|vang|có mặt|co mat)${edge})(?<!(?:bác|chú|anh|chị|ông|bà|cô|thứ|ngày|tháng) (?:${spoken}))`,
  'giu',
);
const ratio = new RegExp(`${begin}(${spoken}|\\d{1,3}) (?:trên|tren) (${spoken}|\\d{1,3})${edge}`, 'giu');
const reason = new RegExp(
  `${begin}(${spoken})(?= (?:có|không|co|khong) (?:phép|lý do|phep|ly do)${edge})`,
  'giu',
);

/** `line` with the numbers of days, hours, sessions and counts as digits; everything else as it is. */
export function spokenNumbers(line: string): string {
  if (!new RegExp(`${begin}${spoken}${edge}`, 'iu').test(line)) return line;
  return line
    .replace(
      day,
      (_all, lead: string, first: string, month: string, second: string) =>
        `${lead} ${value(first)} ${month} ${/\d/u.test(second) ? second : value(second)}`,
    )
    .replace(dayOfDigits, value)
    .replace(hour, value)
    .replace(dayAlone, value)
    .replace(minutesTo, value)
    .replace(minutes, value)
    .replace(session, value)
    .replace(ratio, (_all, part: string, whole: string) => {
      const read = (words: string): string => (/\d/u.test(words) ? words : value(words));
      return `${read(part)}/${read(whole)}`;
    })
    .replace(behindCount, value)
    .replace(beforeCount, value)
    .replace(reason, value);
}
