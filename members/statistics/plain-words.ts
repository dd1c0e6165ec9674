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

/** `typed` with the words above written out. Its offsets are not those of `typed`. */
export function plainWords(typed: string): string {
  let text = cleanText(typed);
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
