/* Shorthand of a phone and hours in words, written out where they stand for nothing else. */

const start = String.raw`(?<![\p{L}\p{N}])`;
/** Shorthand of a phone that stands for nothing else where it stands. */
const shorthand: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `${start}t(?:h|hư|hu)?\\s?[./]\\s?(?:k[ýí](?!\\p{L})|k[yi](?=\\s*:|\\s+(?:đ\\/c|d\\/c|đc|dc|ong|ba|anh|chi|co|chu|bac|thay|nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|doan|trinh|cao|mai)(?!\\p{L})))`,
      'giu',
    ),
    'thư ký',
  ],
  [new RegExp(`${start}cb(?=\\s+\\p{L})`, 'giu'), 'chi bộ'],
  [new RegExp(`${start}đ[.]?b[oộ](?=\\s+\\p{L})`, 'giu'), 'đảng bộ'],
  [new RegExp(`${start}(?:đk|đ\\.k)(?=\\s*(?:$|[,;:.]|\\d|tháng|thang|ngày|ngay|t\\d))`, 'giu'), 'định kỳ'],
  [new RegExp(`${start}hqua(?!\\p{L})`, 'giu'), 'hôm qua'],
  [new RegExp(`${start}hnay(?!\\p{L})`, 'giu'), 'hôm nay'],
  [new RegExp(`${start}hkia(?!\\p{L})`, 'giu'), 'hôm kia'],
  [new RegExp(`${start}nk(?=\\s*\\d{4})`, 'giu'), 'nhiệm kỳ'],
  [new RegExp(`(?<=(?:duyệt|duyet)\\s+)[đd]h(?=\\s+\\p{L})`, 'giu'), 'đại hội'],
  [new RegExp(`(?<=\\d\\s?)ng(?=$|[\\s,;.)])`, 'giu'), ' người'],
  [new RegExp(`${start}[dđ]b(?=\\s*:?\\s*\\d)|(?<=\\d\\s?)[dđ]b(?!\\p{L})`, 'giu'), 'dự bị'],
  // 't5 6/8': the day of the week before its date; 'T8 2026' is a month.
  [new RegExp(`${start}t([2-7])(?=[\\s,]+(?:ngày\\s+)?\\d{1,2}\\s?[/.-]\\s?\\d)`, 'giu'), 'thứ $1'],
  [new RegExp(`(?<=(?:sinh hoạt|sinh hoat|họp|hop|sh)\\s)cđ(?!\\p{L})`, 'giu'), 'chuyên đề'],
  [new RegExp(`${start}shtk(?!\\p{L})`, 'giu'), 'sinh hoạt thường kỳ'],
  [new RegExp(`${start}(?:shc[đd]|sh\\s+c[đd])(?!\\p{L})`, 'giu'), 'sinh hoạt chuyên đề'],
  [
    new RegExp(
      `${start}sh(?=\\s+(?:tháng|thang|t\\d|cb|chi|th[uưg]|tk[yỳi]|chuy|đ[iị]nh|dinh|t\\.?k|tg))`,
      'giu',
    ),
    'sinh hoạt',
  ],
  [new RegExp(`${start}(?:thg|thgf|th|tg|t[.])\\s?k[ỳyiì](?=$|[\\s,;.¦])`, 'giu'), 'thường kỳ'],
  // 'chi Huong tky': behind somebody it is what she did.
  [
    new RegExp(
      `(?<=${start}(?:đ\\/c|d\\/c|đc|dc|đồng chí|dong chi|ông|bà|anh|chị|cô|chú|bác|thầy|chi|co|bac|thay)\\s(?!b[oộ]\\s|u[yỷ]\\s|quan\\s)\\p{L}+(?:\\s\\p{L}+){0,3}\\s)tk[yý](?=\\s*(?:$|[,;.]))`,
      'giu',
    ),
    'thư ký',
  ],
  [new RegExp(`${start}tki(?=\\s*:)`, 'giu'), 'thư ký'],
  [new RegExp(`${start}(?:đ[./]?\\s?đ|dd|đd)i[eể]m(?=\\s*:)`, 'giu'), 'địa điểm'],
  [new RegExp(`${start}tk[yỳ](?=\\s*(?:$|[,;.¦]|\\s(?:chi|cb|th[aá]ng|\\d)))`, 'giu'), 'thường kỳ'],
  [new RegExp(`${start}tk[yý](?=\\s+\\p{L}|\\s*:)`, 'giu'), 'thư ký'],
  [new RegExp(`${start}(?:ch|c)[.]?\\s?đề(?!\\p{L})`, 'giu'), 'chuyên đề'],
  [new RegExp(`${start}m(?:ở|o)?[.]?\\s?r(?:ộng|ong)(?!\\p{L})|(?<=\\()mr(?=\\))`, 'giu'), 'mở rộng'],
  [new RegExp(`${start}c(?:h)?\\s?[./]?\\s?tr+[ìi](?!\\p{L})`, 'giu'), 'chủ trì'],
  [new RegExp(`${start}ban\\s+t\\.?\\s?v\\.?(?=\\s)`, 'giu'), 'Ban Thường vụ'],
  [new RegExp(`${start}vg(?=\\s*:?\\s*(?:\\d|mặt|mat|co |khong |có |không ))`, 'giu'), 'vắng'],
  [
    new RegExp(
      `${start}(?:k|ko|kg|hông|hong)[.]?(?=\\s(?:phép|phep|lý do|ly do|lí do|li do)(?!\\p{L}))`,
      'giu',
    ),
    'không',
  ],
  [
    new RegExp(
      `${start}t\\s?(?=(?:1|8|9|10|11|12)(?![\\d/.-]))(?<=(?:họp|hop|hoạt|hoat|kỳ|ky|lệ|le)\\s+t\\s?)`,
      'giu',
    ),
    'tháng ',
  ],
  [new RegExp(`${start}thg\\s?(?=\\d{1,2}(?!\\d))`, 'giu'), 'tháng '],
  [new RegExp(`(?<=(?:miễn|mien)\\s)sh(?!\\p{L})`, 'giu'), 'sinh hoạt'],
  [
    new RegExp(
      `${start}(?:tạm|tam)(?: thời| thoi)? (?:chuyển|chuyen) (?:sinh hoạt|sinh hoat|sh) (?=(?:đi|di|đến|den)(?!\\p{L}))`,
      'giu',
    ),
    'tạm thời chuyển ',
  ],
  [new RegExp(`${start}(?:hnghi|hnghị)(?!\\p{L})`, 'giu'), 'hội nghị'],
  [new RegExp(`${start}DU(?=\\s+(?:xa|phuong|vp|khoi|cac|co quan|truong)(?!\\p{L}))`, 'gu'), 'dang uy'],
  // 'lần I': a number of the Romans in capitals.
  [new RegExp(`(?<!\\p{L})(?:lần|lan)\\s(?=[IVXL]+(?![\\p{L}\\p{N}]))`, 'gu'), 'lần thứ '],
  // 'BTV TU' at the head of a line; the unit is looked for as Thành ủy too.
  [
    new RegExp(
      `(?<=^(?:\\p{L}+:\\s*|.{0,24}\\s)?(?:BTV|[Tt]hường trực|[Tt]huong truc|TT|BCH|UBKT|btv|bch)\\s)T\\.?U(?=[\\s,.:]|$)`,
      'gu',
    ),
    'Tỉnh ủy',
  ],
  [new RegExp(`${start}l[íi] do(?!\\p{L})`, 'giu'), 'lý do'],
  [new RegExp(`${start}ts(?=\\s*:?\\s*\\d)`, 'giu'), 'tổng số'],
  [new RegExp(`${start}lv(?=\\s+(?:v[ớo]i|c[ùu]ng))`, 'giu'), 'làm việc'],
  [new RegExp(`${start}đ/?h(?=\\s+(?:cb|chi bộ|chi bo|đảng bộ|dang bo)(?!\\p{L}))`, 'giu'), 'đại hội'],
  [new RegExp(`${start}hđ\\s?(?=k[ỳy] họp)`, 'giu'), ''],
  [new RegExp(`${start}(?:ĐU|Đ\\.U)(?=\\s)`, 'gu'), 'Đảng ủy'],
  [
    new RegExp(
      `${start}đu(?=\\s+(?:xã|xa|phường|phuong|vp|văn phòng|van phong|trường|khối|các)(?!\\p{L}))`,
      'giu',
    ),
    'đảng ủy',
  ],
  [new RegExp(`${start}đ[.]\\s?c(?=\\s)`, 'giu'), 'đ/c'],
];
const hours: Readonly<Record<string, number>> = {
  ...{ 'mười hai': 12, 'mười một': 11, 'muoi hai': 12, 'muoi mot': 11, mười: 10, chín: 9, tám: 8, bảy: 7 },
  ...{ sáu: 6, năm: 5, bốn: 4, ba: 3, hai: 2, một: 1, muoi: 10, chin: 9, tam: 8, bay: 7, sau: 6, bon: 4 },
};
/** Unmarked before a marked 'giờ' they are other words: 'sau giờ làm việc', which may be typed without marks as well. */
const isUnmarked = (words: string): boolean => /^[a-z ]+$/u.test(words);
const [unmarked, marked] = [true, false].map((is) =>
  Object.keys(hours)
    .filter((words) => isUnmarked(words) === is)
    .join('|'),
);
const spelled = new RegExp(
  `${start}(?:(?:${marked}|ba|hai)(?=\\s+(?:giờ|gio|rưỡi|ruoi)(?!\\p{L}))|(?:${unmarked})(?=\\s+(?:gio|ruoi)(?!\\p{L}|\\s+(?:lam|hanh|tan|nghi|hoc|day|tap|truc)(?!\\p{L}))))`,
  'giu',
);

/** Shorthand, and hours in words, as they are read. */
export function writtenOut(line: string): string {
  // 't.đoài', 'th.đông': the point of an abbreviation ends nothing.
  const abbreviated = shorthand.reduce((text, [pattern, word]) => text.replace(pattern, word), line);
  const pointed = abbreviated.replace(
    /(?<![\p{L}\p{N}./])(\p{Ll}{1,2})\.(?=\p{Ll}{2})/gu,
    (all, word: string) => (/^(?:p|đ)$/u.test(word) ? all : `${word} `),
  );
  const plain = shorthand.reduce((text, [pattern, word]) => text.replace(pattern, word), pointed);
  return plain
    .replace(spelled, (word) => String(hours[word.toLowerCase()] ?? word))
    .replace(/(?<![\d/.,:h])(\d{1,2})\s*(hr|h|g)?\s*(?:rưỡi|ruoi)(?!\p{L})/giu, (all, hour: string, word) =>
      // '7 rưỡi' alone is half past seven of the morning or the evening, as people say it.
      word === undefined && Number(hour) < 8 && !partOfDay.test(plain) ? all : `${hour}h30`,
    );
}

const partOfDay = /(?<!\p{L})(?:sáng|sang|trưa|trua|chiều|chieu|tối|toi|đêm|dem)(?!\p{L})/iu;
