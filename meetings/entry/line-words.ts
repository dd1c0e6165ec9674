import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { editDistanceAtMostOne } from '../../text/similarity.ts';
import { isSyllable, isUnmarkedSyllable } from '../../text/telex-syllable.ts';
import { readKeys } from '../../text/telex.ts';
import { isName, isPosition } from './read-people.ts';
import { spokenNumbers } from './spoken-numbers.ts';

/*
 * The words by which a line about a meeting is read, and their repair where a finger slipped: 'chutri', 'thwongf ky',
 * 'thu lý Trần …', 'ngay5/8'. Only these words are repaired; names and everything else stay as typed.
 */

/** Words of two syllables and more that lead to a field, as they are written. */
const phrases = [
  'chủ trì',
  'chủ tọa',
  'thư ký',
  'ghi biên bản',
  'thường kỳ',
  'định kỳ',
  'chuyên đề',
  'địa điểm',
  'nội dung',
  'chương trình',
  'khách mời',
  'có mặt',
  'chính thức',
  'ban chấp hành',
  'ban thường vụ',
  'thường trực',
  'ủy ban kiểm tra',
  'chi ủy',
  'chi bộ',
  'đảng bộ',
  'đảng ủy',
  'mở rộng',
  'trực tuyến',
  'hôm qua',
  'tuần trước',
  'đại hội',
  'sơ kết',
  'tổng kết',
  'làm việc',
  'kết luận',
  'hội nghị',
  'sinh hoạt',
  'điều hành',
  'vắng mặt',
  'tổng số',
  'khảo sát',
  'tham dự',
  'trưởng đoàn',
  'rút kinh nghiệm',
  'duyệt đại hội',
  'đột xuất',
  'bất thường',
  'nhà văn hóa',
] as const;

interface Phrase {
  written: string;
  folded: string;
  /** Without spaces. */
  joined: string;
  length: number;
}
const known: readonly Phrase[] = phrases.map((written) => {
  const folded = fold(written);
  return { written, folded, joined: folded.replaceAll(' ', ''), length: folded.split(' ').length };
});

/** Runs that are one slip from one of the words and mean something else; 'Chu Thị' is how names begin. */
const others = new Set(
  'chu thi,chi ba,chi bon,chi hai,chi cuc,dang bo,thu ba,thu bay,thu ly,dai bieu,co mai,chi tri,chu tin,tong ke,tong hop,so tet,mo ron,lam vie,chinh thu,noi dun,hoi ngh,chi bao,dang so,hom kia,tuan truoc,chu tich,chi do,chi so,chi to,chi bi,dang vu,chi nu,chi vu,chi uyn,chu tai,quan tri,truong truc,chuyen di,chuyen do,dang do,dan bo'.split(
    ',',
  ),
);
/** Spellings as they sound. */
const misspelt: Readonly<Record<string, string>> = {
  'chu chi': 'chủ trì',
  'chu chy': 'chủ trì',
  'thu ki': 'thư ký',
  'thu cy': 'thư ký',
  'thuong ki': 'thường kỳ',
  'truong ky': 'thường kỳ',
  'chuyen de': 'chuyên đề',
};
/**
 * One line with the words above as they are written, input keys turned into letters, and a space between a word and the
 * digits stuck to it. Everything else is kept.
 */
export function repairLine(line: string): string {
  const spaced = writtenOut(
    separated(
      withoutSmallTalk(
        withoutPreface(spokenNumbers(oneLine(cleanText(line))))
          .replace(/\s*\|\s*/gu, ', ')
          .replace(stuckHours, '$& '),
      ),
    ),
  )
    .replace(
      /(?<!\d)(\d{1,3})\s*(có mặt|co mat|dự|đ\/c|đv|dv|đồng chí|dong chi|đảng viên|dang vien)\s*\/\s*(\d{1,3})(?!\d)/giu,
      'có mặt $1/$3',
    )
    .replace(/(?<=\d)['’′](?=[\s,;.]|$)/gu, '')
    .replace(/[,\s]+(?:cùng ngày|cung ngay)(?!\p{L})/giu, '')
    .replace(/(?<=\d\s?[/.-]\s?\d{1,2}) tới(?=[\s,]+(?!\d|ngày)\p{L}|\s*,|$)/gu, ' sắp tới')
    // '25.7.26': in a line about a meeting it is a day, not the number of an item.
    .replace(/(?<![\d.])(\d{1,2})\.(\d{1,2})\.(2\d)(?![\d.]|\p{L})/gu, '$1/$2/20$3')
    .replace(presidium, 'chủ trì:')
    .replace(myself, '$1')
    .replace(fourDigits, (all, ...parts: string[]) => {
      const [h1 = '', m1 = '', h2 = '', m2 = ''] = parts;
      return /^(?:19|20)$/u.test(h1) && /^(?:19|20)$/u.test(h2) ? all : `${h1}h${m1} - ${h2}h${m2}`;
    })
    .replace(/\s*\(\s*(chủ trì|chu tri|chủ tọa|ct|thư ký|thu ky|tk|ghi biên bản|ghi bien ban)\s*\)/giu, ' $1')
    .replace(
      /(?<!\p{L})(ngày|ngay|lúc|luc|từ|tu|đến|den|hôm|hom|tổng|tong|có mặt|co mat|vắng|vang|tháng|thang|dự bị|du bi|miễn|mien|mùng|mung|mồng|mong|dự|họp|hop)(?=\d)/giu,
      '$1 ',
    )
    .replace(/(?<=\d)(ngày|ngay|sáng|sang|chiều|chieu|tối|toi|thường|thuong|rưỡi|ruoi)(?!\p{L})/giu, ' $1')
    .replace(/(?<=[,;])(?=\p{L})|(?<=[\p{L})][,;])(?=\d{1,2}\s?(?:h|g|:|\/|giờ|gio))/gu, ' ')
    .replace(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}]{2,8}(?![\p{L}\p{M}\p{N}])/gu, (word) => {
      const read = readKeys(word);
      if (read !== null && small.has(fold(read))) return read;
      // 'nagy', 'lcu': two letters changed places, and what stands there is no syllable.
      const [slipped] = isUnmarkedSyllable(fold(word))
        ? []
        : [...small].filter((one) => isSlipOf(fold(word), one));
      return slipped ?? word;
    });
  const words = [...spaced.matchAll(/(?<![\p{N}\p{L}\p{M}])[\p{L}\p{M}]+/gu)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    folded: fold(readable(match[0])),
    isTyped: readable(match[0]) !== match[0],
  }));
  let repaired = '';
  let at = 0;
  for (let i = 0; i < words.length; i++) {
    const hit = phraseAt(words, i, spaced);
    const first = words[i] as (typeof words)[number];
    if (!hit) continue;
    const last = words[i + hit.count - 1] as (typeof words)[number];
    if (first.from < at) continue;
    const isPlainWords = hit.isExact && !words.slice(i, i + hit.count).some((word) => word.isTyped);
    const isGlued = hit.count !== hit.phrase.length;
    const written = spaced.slice(first.from, last.to);
    repaired += spaced.slice(at, first.from) + (isPlainWords && !isGlued ? written : hit.phrase.written);
    at = last.to;
    i += hit.count - 1;
  }
  return repaired + spaced.slice(at);
}

/** 'thư ký là mình (Đặng Bích Thủy)': who writes the message says the name in brackets. */
const myself =
  /(?<=(?:thư ký|thu ky|chủ trì|chu tri|biên bản|bien ban)\s*:?\s*)(?:là |la )?(?:mình|minh|em|tôi|toi)\s*\((?!(?:chi|đảng|dang) (?:bộ|bo|ủy|uy)(?!\p{L}))(\p{L}+(?:\s\p{L}+){1,4})\)/gu;
/** '1430-1550': hours of four digits, where they can be no years. */
const fourDigits =
  /(?<![\d/.:-]|(?:kỳ|ky|đoạn|doan|năm|nam|số|so)\s)([01]\d|2[0-3])([0-5]\d)\s*[-–]\s*([01]\d|2[0-3])([0-5]\d)(?![\d/.:-])/giu;
/** 'chủ trì: đoàn chủ tịch gồm A, B': who they are follows. */
const presidium =
  /(?:(?:chủ trì|chu tri|điều hành|dieu hanh|ct)\s*:?\s*)?(?<![\p{L}\p{N}])(?:đoàn chủ tịch|doan chu tich|đct|dct)(?:\s*:\s*|\s+)(?:gồm|gom)(?:\s+(?:có|co))?\s*:?(?=\s)/giu;
/** A comma stuck to the hour behind it. */
const stuckHours = /[,;](?=\d{1,2}\s?(?:[hg](?!\p{L})|:\d\d|giờ|gio|rưỡi|ruoi))/giu;
/** How people begin and end a message to somebody. */
const greeting =
  /^(?:(?:dạ|da|vâng|kính gửi|kinh gui|kính thưa|chào|chao|thưa|em xin|em gửi|em gui|em báo cáo|em bao cao|xin báo cáo|báo cáo(?! viên)|bao cao(?! vien)|nhờ|nho|ghi giúp|ghi giup|ghi hộ|ghi ho|nhập giúp|nhap giup|nhập hộ|nhap ho|lưu giúp|luu giup|cho em|cho mình|cho tôi)(?![\p{L}\p{N}])(?:\s+(?:(?:anh|chị|chi|đồng chí|dong chi)(?=\s*(?:[,:.!]|ạ|ơi|là|ghi|nhập|nhé))|các anh|cac anh|các đồng chí|cac dong chi|em|mình|tôi|thủ trưởng|giúp|giup|ghi(?! b)|nhập|nhap|lại|là|cuộc|buổi|cuoc|buoi)(?![\p{L}\p{N}]))*\s*[,:.!-]*\s*)+/iu;
const farewell =
  /(?:[\s,.!]*(?<![\p{L}\p{N}])(?:nhé|nhe|ạ|(?<!(?<!\p{L}|thien\s|(?<!\p{L})(?:thay|co|anh|chi|chu|bac|ong|ba)\s)(?:tại|tai|ở|o|trụ sở|tru so|trong)\s)nha|nghe|nghen|hen|nhá|giúp em|giúp mình|giúp với|giup em|với ạ|cảm ơn|cám ơn|cam on|thanks|tks|(?<!(?<!\p{L})(?:hội trường|hoi truong|nhà|nha|khu|lớp|lop|phòng họp|phong hop|dãy|day|tổ|to|đội|doi|tòa|toa)\s)a(?<=[a-z\d)]\s+a)))+[\s.!]*$|[\s.!,;]+$/u;
/** 'đề nghị các đồng chí có mặt đúng giờ': a request to those who come. */
const request =
  /[\s,.;]+(?:đề nghị|de nghi|kính mời|kinh moi|rất mong|rat mong|mong)\s+(?:các |cac |toàn thể |toan the )*(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|đảng viên|dang vien)[^,;\d]*$/iu;
/** 'nhé mọi người' at the end. */
const crowd =
  /(?:[\s,.!]+(?:nhé|nhe|nha|ạ))?[\s,.!]+(?:mọi người|moi nguoi|cả nhà|ca nha|các bác|cac bac|các anh chị|cac anh chi|các đồng chí|các đ\/c)(?:\s+(?:nhé|nhe|nha|ạ))?[\s.!]*$/iu;
const farewellLoud = /(?:[\s,.!]+(?:NHÉ|Ạ|NHA|NHE|NHÁ|NGHEN|HEN|VỚI Ạ|THANKS))+$/u;
const withoutSmallTalk = (line: string): string => {
  const bare = line
    .replace(crowd, '')
    .replace(greeting, '')
    .replace(request, '')
    .replace(farewell, '')
    .replace(farewellLoud, '')
    .replace(farewell, '');
  return bare === '' ? line : bare;
};

/** 'ok họp xong:', 'note nhanh:', 'Kính gửi Văn phòng.': what leads to a message and says nothing of the meeting. */
const preface =
  /^(?:ok|oke|note|ghi chú|ghi chu|ghi nhanh|lưu ý|luu y|kính gửi|kinh gui|gửi|gui|báo cáo|bao cao|xin báo cáo|xin bao cao|thông báo|thong bao|tin|nhắn|nhan|họp xong|hop xong|nhanh)(?!\p{L})[^\d:.,;]{0,40}[:.]\s+/iu;
/** 'Giấy mời: …', 'Kính mời dự họp …': an invitation to it; `readWhen` of its day says that it lies ahead. */
const invitation =
  /^(?:(?:(?:giấy|thư|giay|thu|kính|kinh|trân trọng kính|tran trong kinh) (?:mời|moi))(?:\s+(?:(?:đồng chí|dong chi|các đồng chí|cac dong chi|các đ\/c|đ\/c|anh|chị)(?!\p{L})))?(?:\s+(?:tham |đến |den )?(?:dự|du))?)\s*[:,-]?\s+(?=(?:họp|hop|hội nghị|hoi nghi|sinh hoạt|sinh hoat|cuộc|cuoc|buổi|buoi|phiên|phien|đại hội|dai hoi|chi bộ|chi bo|cb |btv|bch|ban (?:chấp|chap|thường|thuong)|đảng|dang|thường trực|thuong truc|tổng kết|sơ kết|tong ket|so ket)(?!\p{L}))/iu;
/** 'Kết quả họp Chi bộ …': the meeting itself follows. */
const title =
  /^(?:kết quả|ket qua|thông tin|thong tin|nội dung|noi dung|lịch sử)\s+(?:về |ve |của |cua )?(?:cuộc |cuoc |buổi |buoi |phiên |phien )?(?=(?:họp|hop|sinh hoạt|sinh hoat)\s)/iu;
const withoutPreface = (given: string): string => {
  const line = given
    .replace(/^v\/v:?\s+/iu, '')
    .replace(invitation, '')
    .replace(title, '');
  const [told] = preface.exec(line) ?? [''];
  return told === '' || /(?:chi bộ|chi bo|đảng bộ|dang bo|đảng ủy|dang uy)/iu.test(told)
    ? line
    : line.slice(told.length);
};

/** An hour, or digits that are one beside the hour behind the dash; 'thứ 4' and '5/8' are days. */
const hoursEnd =
  /(?:\d\s*(?:h|g|giờ|gio|:\d{2}|phút|phut|p)\s*\d{0,2}|(?<!(?:tháng|thang|quý|quy|thứ|thu|mùng|mung|ngày|ngay|hôm|hom|phiên|phien|lần|lan|kỳ|ky|số|so)\s|[/.-]\s?|\d)\d{1,2})\s*(?:p|phút|phut|chiều|chieu|sáng|sang|tối|toi)?$/iu;
/** 'Phòng Văn hóa - Xã hội', 'Ban Kinh tế - Ngân sách': a dash inside the name of a body. */
const twinBefore =
  /(?<!\p{L})(?:phong|ban|so|trung tam|khoa|to|bo mon) (?:van hoa|kinh te|lao dong|tai chinh|nong lam|khoa hoc|giao duc|hanh chinh|to chuc|ke toan|chinh tri|xay dung)$/u;
const twinAfter =
  /^(?:xa hoi|ngan sach|thuong binh|ke hoach|ngu|cong nghe|dao tao|ha tang|do thi|ky thuat|quan tri|tong hop|to chuc|tai vu|thong tin|the thao|du lich)(?!\p{L})/u;
/** A dash between clauses is a comma; before a position, or between two hours or days, it stays. */
const separated = (line: string): string =>
  line
    .replace(/\s*(?:→|~|⇒|=>|->)\s*(?=\d)/gu, ' - ')
    .replace(/\s[-–—]\s/gu, (dash, at: number, whole: string) => {
      const [before, after] = [whole.slice(0, at), whole.slice(at + dash.length)];
      const isHours = hoursEnd.test(before) && /^\d{1,2}\s*(?:[hg](?!\p{L})|:|giờ|gio)/iu.test(after);
      const isDays =
        !/(?:kỳ|ky|phiên|phien|lần|lan|thứ|thu|số|so)\s+\d+$/iu.test(before) &&
        /(?<!\d\s*(?:h|g|giờ|gio)\s*)(?:^|[\s(])(?<!\d\s*(?:h|g|giờ|gio)\s*)\d{1,2}(?:\s*[/.-]\s*\d{1,4})*$/u.test(
          before,
        ) &&
        /^\d{1,2}\s*[/-]\s*\d/u.test(after);
      const isPart = /\d{1,2}\s+-\s+\d{1,2}$/u.test(before) && /^\d{4}/u.test(after);
      const isRange =
        isHours || isDays || isPart || (/ngày\s+\d{1,2}$/iu.test(before) && /^\d{1,2}\s/u.test(after));
      const isTerm = /\d{4}$/u.test(before) && /^\d{4}(?!\d)/u.test(after);
      const isTitle =
        isPosition(after) && /\p{L}$/u.test(before) && !/^(?:thường|thuong|ban|lãnh|lanh)\s/iu.test(after);
      const isOfName = twinBefore.test(fold(before)) && twinAfter.test(fold(after));
      return isRange || isTerm || isTitle || isOfName ? dash : ', ';
    });

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
  [new RegExp(`${start}c(?:h)?\\s?[./]?\\s?tr[ìi](?!\\p{L})`, 'giu'), 'chủ trì'],
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
const spelled = new RegExp(
  `${start}(${Object.keys(hours).join('|')})(?=\\s+(?:giờ|gio|rưỡi|ruoi)(?!\\p{L}))`,
  'giu',
);

/** Shorthand, and hours in words, as they are read. */
function writtenOut(line: string): string {
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
/** Small words that are repaired where they were left in their keys. */
const small = new Set(
  'hop ngay tai luc thang chieu sang toi vang tong ve den tu gio do dong thu tuan truoc qua'.split(' '),
);
/** Whether two neighbouring letters behind the first changed places, and nothing else. */
const areSwapped = (one: string, other: string): boolean => {
  const at = [...one].findIndex((letter, i) => letter !== other[i]);
  return (
    at > 0 &&
    one.length === other.length &&
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
};
/** 'nagy', 'thág': letters that changed places, or one too many or too few of a word of some length. */
const isSlipOf = (typed: string, word: string): boolean =>
  areSwapped(word, typed) ||
  (word.length >= 4 && typed.length !== word.length && editDistanceAtMostOne(typed, word));
const readable = (word: string): string => readKeys(word) ?? word;

interface Word {
  from: number;
  to: number;
  folded: string;
  /** Written in the keys of an input method. */
  isTyped: boolean;
}

/** The word that begins at `words[i]`: exact, glued together, or one slip away. */
function phraseAt(
  words: readonly Word[],
  i: number,
  text: string,
): { phrase: Phrase; count: number; isExact: boolean } | null {
  let near: { phrase: Phrase; count: number; isExact: boolean } | null = null;
  for (const phrase of known) {
    for (const count of [phrase.length, phrase.length - 1, 1]) {
      if (count < 1 || i + count > words.length) continue;
      const run = words.slice(i, i + count);
      if (!isRun(run, text)) continue;
      const folded = run.map((word) => word.folded).join(' ');
      // 'thuog ki': i for y at the end is no slip of its own.
      const joined = folded.replaceAll(' ', '').replace(/ki$/u, 'ky');
      if (joined === phrase.joined) return { phrase, count, isExact: true };
      if (misspelt[folded] === phrase.written) return { phrase, count, isExact: false };
      if (near || others.has(folded) || Math.abs(joined.length - phrase.joined.length) > 1) continue;
      // 'Lê Văn Tám dự': the end of a name in capitals is no slip in 'tham dự'.
      const before = words[i - 1];
      if (before && run[0] && areCapitals(text, [before, run[0]])) continue;
      // 'chú Tài': a capital inside is a name's.
      if (
        run.some((word, k) => k > 0 && /^\p{Lu}\p{Ll}/u.test(text.slice(word.from, word.to))) &&
        !/^\p{Lu}/u.test(text.slice(run[0]?.from))
      )
        continue;
      // A slip at the first letter makes another word far more often ('tại hội', 'tỉnh ký') than none ('rhu ky').
      if (joined[0] !== phrase.joined[0] && run.every((word) => isUnmarkedSyllable(word.folded))) continue;
      const isLong = phrase.joined.length >= 6;
      if (count === 1 && phrase.length > 1 && !isLong) continue;
      const last = run.at(-1) as Word;
      const after = text.slice(last.to);
      // 'chu ri Đào Tiến Phúc': a role leads to a name; a colon stands behind what leads to something.
      const isLead = (roles.has(phrase.joined) && isNameAhead(after)) || /^\s*:/u.test(after);
      // Words that are spelt as words may mean something else: 'nội đồng', 'cử tri', 'toàn trước'.
      const isSlip = isLead || run.some((word) => word.isTyped || !isSpelt(text.slice(word.from, word.to)));
      if (
        isSlip &&
        (isLong || isLead || phrase.joined === 'thuky') &&
        (editDistanceAtMostOne(joined, phrase.joined) ||
          (areSwapped(phrase.joined, joined) && !run.every((word) => isUnmarkedSyllable(word.folded)))) &&
        !isKnown(folded)
      )
        near = { phrase, count, isExact: false };
    }
  }
  return near;
}

const roles = new Set(['chutri', 'chutoa', 'thuky', 'ghibienban']);
const isNameAhead = (after: string): boolean => {
  const words =
    /^\s*(?:đ\/c|d\/c|đồng chí|dong chi)?\s*([^,;:.¦(]+)/iu.exec(after)?.[1]?.trim().split(/\s+/u) ?? [];
  return [4, 3, 2].some((count) => count <= words.length && isName(words.slice(0, count).join(' '), true));
};
/** Whether a word as it was typed, with marks or without, can be one of the language. */
const isSpelt = (word: string): boolean => {
  const lower = word.normalize('NFC').toLowerCase();
  return lower === fold(lower)
    ? isUnmarkedSyllable(lower) && !/^(?:ng(?=[ie])|c(?=[iey])|k(?=[aou])|ngh(?=[aou])|g(?=e))/u.test(lower)
    : isSyllable(lower);
};

const areCapitals = (text: string, run: readonly Word[]): boolean =>
  isRun(run, text) && run.every(({ from }) => /^\p{Lu}\p{Ll}/u.test(text.slice(from)));

/** Only spaces between the words. */
const isRun = (run: readonly Word[], text: string): boolean =>
  run.every((word, i) => i === 0 || /^ $/u.test(text.slice((run[i - 1] as Word).to, word.from)));

const isKnown = (folded: string): boolean => known.some((phrase) => phrase.folded === folded);
