import type { DateOnly } from '../../core/clock.ts';
import { parseNumberWords } from '../../text/numbers.ts';
import { cleanText, fold, lowerCase, normalise } from '../../text/normalise.ts';

/*
 * A typed line in office words: abbreviations of the sector, words of the regions and run-together words written out
 * before anything is read. Only what has one reading whatever it stands beside; all else is left to the readers.
 */

interface Wording {
  pattern: RegExp;
  /** What is read instead; null where this place is another word. */
  read(match: RegExpExecArray, typed: string, isMixed: boolean): string | null;
}

const open = '(?<![\\p{L}\\p{N}])';
const close = '(?![\\p{L}\\p{N}])';
const wording = (source: string, read: string | Wording['read']): Wording => ({
  pattern: new RegExp(open + `(?:${source})` + close, 'gu'),
  read: typeof read === 'string' ? () => read : read,
});
/** Only where the word was typed without diacritics that make it another one. */
const unless = (other: RegExp, read: string): Wording['read'] => {
  return (_, typed) => (other.test(lowerCase(normalise(typed))) ? null : read);
};

const exactly = (typed: string): string => lowerCase(normalise(typed));

const numeral = '(?:mot|hai|ba|bon|nam|lam|sau|bay|tam|chin|muoi)';
const pronouns = '(?:em|anh|chi|ban|bac|co|chu|chau|minh|toi|tui|sep)';

const wordings: readonly Wording[] = [
  wording('dangvien|dang-vien|d\\.? ?vien|dg vien|dgv|dvien|dgvien|dang v', 'đảng viên'),
  wording('sl ?dv', 'số lượng đảng viên'),
  wording('(?:cho )?(?:den|toi) (?:bay )?chu', unless(/chú$/u, 'đến nay')),
  wording('bay chu|chu', (_, typed) => (/chừ$/u.test(lowerCase(normalise(typed))) ? 'hiện nay' : null)),
  wording('dvct|dv ct', 'đảng viên chính thức'),
  wording('dv db|dv ?dbi|dv du bi', 'đảng viên dự bị'),
  wording('chibo|c\\.?bo', unless(/c[óòỏõọôốồổỗộơớờởỡợo]$/u, 'chi bộ')),
  wording('dangbo|d\\.?bo', 'đảng bộ'),
  wording('ketnap|kn|k\\.nap|knap', 'kết nạp'),
  wording('chinhthuc|c\\.?thuc', 'chính thức'),
  wording('dubi|d\\.bi', 'dự bị'),
  wording(
    'baonhieu|baonhiu|bao nhiu|bnhieu|b nhieu|bnh|bao lam|bi nhieu|bao nhieu la|bi nhiu|bao nheu',
    'bao nhiêu',
  ),
  // Words of the regions, only where their marks say so: 'nhiều' is not 'nhiêu', 'rằng' not 'răng'.
  wording('(?<!bao )nhieu', (_, typed) => (exactly(typed) === 'nhiêu' ? 'bao nhiêu' : null)),
  wording('(?<!(?:bao|bi) )(?:nhiu|nhiu la)', 'bao nhiêu'),
  wording('nhut', (_, typed) => (exactly(typed) === 'nhụt' ? null : 'nhất')),
  wording('(?:ra|lam|the|nhu) rang', (_, typed) => (/rằng$/u.test(exactly(typed)) ? null : 'thế nào')),
  wording('bay(?! (?:gio|h|chu|nhieu))', (_, typed) => (exactly(typed) === 'bây' ? 'nhé' : null)),
  // 'Tỉnh' before a time is the province, not 'tính đến'.
  wording(
    '(?<=(?:dang vien|dv|nguoi|dong chi|ket nap|nu|du bi|chinh thuc|voi|cua) )tinh(?= ?$| (?:den|toi|nam|thang|quy|hien|cuoi|dau|ngay|so|theo|co|\\d))',
    (_, typed) => (exactly(typed) === 'tỉnh' ? 'toàn tỉnh' : null),
  ),
  // 'Mấy cô đảng viên' are women; 'mấy cô ơi' is an address, 'mấy cô chú' are all.
  wording(
    '(?<=(?:bao nhieu|bn|may) )(?:co|ba|chi|ong|anh)(?= (?:(?:la )?(?:dang vien|dv)|(?:tu|tren|duoi) \\d|du bi|chinh thuc|vao dang|o|ben|thuoc)(?!\\p{L}))',
    (_, typed) =>
      /^(?:cô|bà|chị)$/u.test(exactly(typed)) ? 'nữ' : /^(?:ông|anh)$/u.test(exactly(typed)) ? 'nam' : null,
  ),
  // 'Độ tuổi đang …', 'đặng tui coi' hold no 'tuổi Đảng'.
  wording('(?<=tuoi )dang', (_, typed) => (/đ[aá]ng/u.test(exactly(typed)) ? 'hiện đang' : null)),
  wording('dang', (_, typed) => (exactly(typed) === 'đặng' ? 'để' : null)),
  wording('ng|nguoi ta', (_, typed) => (typed === 'ng' ? 'người' : null)),
  wording('(?<=(?:het|hoc|xong|qua|bang|nghiep|lop|duoi|tren|tu|du) )cap (mot|hai|ba)', (match, typed) =>
    /bà|bá|bạ|bả|mốt|hại|hài|hải/u.test(exactly(typed))
      ? null
      : `cấp ${{ mot: 1, hai: 2, ba: 3 }[match[1] ?? ''] ?? ''}`,
  ),
  wording('hnay|hien gio|gio nay|bi gio|bay h|hien h', 'hiện nay'),
  wording(
    '(cho )?(den|toi) (?:tan )?(?:gio|bay gio|hien gio|luc nay|thoi diem nay|ngay nay|nay luon)',
    'đến nay',
  ),
  wording('shcb', 'sinh hoạt chi bộ'),
  wording('shd|sh dang', 'sinh hoạt đảng'),
  wording('csh|chuyen sh', 'chuyển sinh hoạt'),
  wording('hhd|hh dang', 'huy hiệu đảng'),
  wording('dan toc ts|dt thieu so|dtoc thieu so', 'dân tộc thiểu số'),
  wording('hok|hong|hem|khg|hoong|kg|ko|k0|khong', (_, typed) => (fold(typed) === 'khong' ? null : 'không')),
  wording('vs|ss voi|sv', (match) => (match[0] === 'sv' ? null : 'so với')),
  wording('(?<=(?:ben|don vi|noi|cho|chi bo|dang bo|xa|phuong) )mo', 'nào'),
  wording('trd', 'trước đây'),
  wording('6t(?= (?:dau|cuoi|nam|20))', '6 tháng'),
  wording('9t(?= (?:dau|nam|20))', '9 tháng'),
  wording('(?<!(?:\\d|may|nhieu|vai|cac|nua) )nam (?:roi|vua roi|vua qua|rui)', 'năm ngoái'),
  wording('(?<!\\d )thang (?:roi|vua roi|vua qua|rui)', 'tháng trước'),
  wording('(?<!\\d )quy (?:roi|vua roi|vua qua|rui)', 'quý trước'),
  // 'CA tỉnh' is the police, 'ca tinh' the whole province.
  wording('ca(?= (?:tinh|xa|phuong|thanh pho|huyen)(?!\\p{L}))', (_, typed, isMixed) =>
    typed === 'CA' && isMixed ? 'công an' : null,
  ),
  // Spelled ages: 'ba mươi lăm tuổi'; 'năm' alone is too often the year.
  wording(`${numeral}(?: ${numeral}){1,3}(?= tuoi)`, (match) =>
    match[0].includes('muoi') ? (parseNumberWords(match[0])?.toString() ?? null) : null,
  ),
  wording(`cho ${pronouns} (?:xin|hoi|biet)(?: (?:ti|chut|cai|voi|ty|xiu))?`, 'cho biết'),
];

const yearAway: Readonly<Record<string, number>> = { nay: 0, ngoai: 1, truoc: 1, kia: 2 };
const dayOfNamedYear =
  /(?<![\p{L}\p{N}/.-])(?:(\d{1,2}[/.-]\d{1,2})|(\d{1,2} thang \d{1,2}))(?: cua)? nam (nay|ngoai|truoc|kia)(?![\p{L}\p{N}])/gu;

/** 'Ngày 30/6 năm nay' with the year as a number: alone, a day without a year is the latest one that has come. */
export function withYears(text: string, today: DateOnly): string {
  let out = '';
  let done = 0;
  for (const match of fold(text).matchAll(dayOfNamedYear)) {
    const [whole, figures, , name = ''] = match;
    const year = Number(today.slice(0, 4)) - (yearAway[name] ?? 0);
    const day = text.slice(match.index, match.index + (figures ?? match[2] ?? '').length);
    out +=
      text.slice(done, match.index) +
      (figures ? `${day.replace(/[.-]/gu, '/')}/${year}` : `${day} năm ${year}`);
    done = match.index + whole.length;
  }
  return out + text.slice(done);
}

/** `typed` with the words above written out. Its offsets are not those of `typed`. */
export function plainWords(typed: string): string {
  let text = cleanText(typed);
  // In a line with marks 'nghe' is the particle, not 'nghề'.
  if (fold(text) !== exactly(text)) text = text.replace(/(?<!\p{L}|theo )nghe(?!\p{L})/gu, 'nhé');
  const isMixed = text !== text.toUpperCase();
  for (const { pattern, read } of wordings) {
    let done = 0;
    let out = '';
    for (const match of fold(text).matchAll(pattern)) {
      const to = match.index + match[0].length;
      const instead = read(match, text.slice(match.index, to), isMixed);
      if (instead === null) continue;
      out += text.slice(done, match.index) + instead;
      done = to;
    }
    text = out + text.slice(done);
  }
  return text;
}
