import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { editDistanceAtMostOne } from '../../text/similarity.ts';
import { isSyllable, isUnmarkedSyllable } from '../../text/telex-syllable.ts';
import { readKeys } from '../../text/telex.ts';
import { isName, isPosition } from './read-people.ts';
import { writtenOut } from './shorthand.ts';
import { withoutPreface, withoutSmallTalk } from './small-talk.ts';
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
    // '8h-9h45: đổi mới …': a colon behind an hour ends it.
    .replace(/(?<=\d[hg]\d{2}):(?=\s)/gu, ',')
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
        (isLong || isLead || phrase.joined === 'thuky' || areSwapped(phrase.joined, joined)) &&
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
