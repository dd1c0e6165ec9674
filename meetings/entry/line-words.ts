import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { editDistanceAtMostOne } from '../../text/similarity.ts';
import { readKeys } from '../../text/telex.ts';

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
  'chu thi,chi ba,chi bon,chi hai,chi cuc,dang bo,thu ba,thu bay,thu ly,dai bieu,co mai,chi tri,chu tin,tong ke,tong hop,so tet,mo ron,lam vie,chinh thu,noi dun,hoi ngh,chi bao,dang so,hom kia,tuan truoc,chu tich,chi do,chi so,chi to,chi bi,dang vu,chi nu,chi vu,chi uyn,quan tri,dang do,dan bo'.split(
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
/** 'thư lý' before a name is the secretary; anywhere else it stays. */
const surnameAfter =
  /^\s*:?\s*(?:đ\/c|d\/c|đồng chí|dong chi|nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|doan|trinh|cao)(?!\p{L})/u;

/**
 * One line with the words above as they are written, input keys turned into letters, and a space between a word and the
 * digits stuck to it. Everything else is kept.
 */
export function repairLine(line: string): string {
  const spaced = oneLine(cleanText(line))
    .replace(/\s*\|\s*/gu, ', ')
    // Shorthand of a phone, as sure as the word itself.
    .replace(/(?<![\p{L}\p{N}])cb(?=\s+\p{L})/giu, 'chi bộ')
    .replace(/(?<![\p{L}\p{N}])sh(?=\s+(?:cb|chi|th[uư]|chuy|đ[iị]nh|dinh))/giu, 'sinh hoạt')
    .replace(/(?<![\p{L}\p{N}])tk[yỳ](?=\s+(?:chi |cb |th[aá]ng|\d))/giu, 'thường kỳ')
    .replace(/(?<![\p{L}\p{N}])tk[yý](?=\s+\p{L}|\s*:)/giu, 'thư ký')
    .replace(/(?<![\d/.,:h])(\d{1,2})\s+(?:rưỡi|ruoi)(?!\p{L})/giu, '$1h30')
    .replace(/(?<=\d)['’′](?=[\s,;.]|$)/gu, '')
    .replace(/\s*\(\s*(chủ trì|chu tri|chủ tọa|thư ký|thu ky|ghi biên bản|ghi bien ban)\s*\)/giu, ' $1')
    .replace(
      /(?<!\p{L})(ngày|ngay|lúc|luc|từ|tu|đến|den|hôm|hom|tổng|tong|có mặt|co mat|vắng|vang|tháng|thang|dự bị|du bi|miễn|mien)(?=\d)/giu,
      '$1 ',
    )
    .replace(/(?<=\d)(ngày|ngay|sáng|sang|chiều|chieu|thường|thuong)(?!\p{L})/giu, ' $1');
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

const readable = (word: string): string => readKeys(word) ?? word;

interface Word {
  from: number;
  to: number;
  folded: string;
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
      const joined = folded.replaceAll(' ', '');
      if (joined === phrase.joined) return { phrase, count, isExact: true };
      if (misspelt[folded] === phrase.written) return { phrase, count, isExact: false };
      if (near || others.has(folded) || Math.abs(joined.length - phrase.joined.length) > 1) continue;
      // A slip at the first letter makes another word far more often ('tại hội', 'tỉnh ký').
      if (joined[0] !== phrase.joined[0]) continue;
      const isLong = phrase.joined.length >= 6;
      if (count === 1 && phrase.length > 1 && !isLong) continue;
      const last = run.at(-1) as Word;
      const isLead = phrase.joined === 'thuky' && surnameAfter.test(fold(text.slice(last.to)));
      if ((isLong || isLead) && editDistanceAtMostOne(joined, phrase.joined) && !isKnown(folded))
        near = { phrase, count, isExact: false };
    }
  }
  return near;
}

/** Only spaces between the words. */
const isRun = (run: readonly Word[], text: string): boolean =>
  run.every((word, i) => i === 0 || /^ $/u.test(text.slice((run[i - 1] as Word).to, word.from)));

const isKnown = (folded: string): boolean => known.some((phrase) => phrase.folded === folded);
