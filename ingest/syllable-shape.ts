import { fold } from '../text/normalise.ts';

/*
 * Some PDF writers leave a space inside a syllable: 'ĐIỀ U KHO ẢN', 'th ực hiện'. Two neighbours are joined only where
 * one of them cannot stand alone and both together are a syllable of Vietnamese, so that abbreviations, list letters
 * and foreign words stay as they are.
 */

const initials = 'ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x';

/** Rhymes without tone, by ending. Those that need a closing sound ('iê', 'uô', 'ươ', 'ă', 'â') are not open. */
const openRhymes =
  'a|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|yêu|oa|oai|oay|oe|oeo|oi|ôi|ơi|ua|ui|uôi|uê|uơ|uy|uya|uyu|uây|ưa|ưi|ươi|ưu|ươu|uêu|uai|uay';
const closedRhymes =
  'ac|ach|am|an|ang|anh|ap|at|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|ec|em|en|eng|ep|et|êch|êm|ên|ênh|êp|êt|ich|im|in|inh|ip|it|iêc|iêm|iên|iêng|iêp|iêt|yêm|yên|yêt|yêng|' +
  'oc|om|on|ong|op|ot|ôc|ôm|ôn|ông|ôp|ôt|ơm|ơn|ơp|ơt|oac|oach|oam|oan|oang|oanh|oat|oăc|oăm|oăn|oăng|oăt|oen|oet|ooc|oong|' +
  'uc|um|un|ung|up|ut|ưc|ưm|ưn|ưng|ưt|uân|uâng|uât|uôc|uôm|uôn|uông|uôt|uych|uynh|uyt|uyên|uyêt|ươc|ươm|ươn|ương|ươp|ươt|uêch|uênh|uăt|uăn|uăng|uang|uan|uat|uanh|uach|ynh|ych';

const syllable = new RegExp(`^(?:${initials})?(?:${openRhymes}|${closedRhymes})$`, 'u');

/** Words that begin with a vowel and do occur; any other vowel-first group after an open syllable is its rest. */
const vowelFirst = new Set(
  (
    'a á à ạ ai ái ải am ám ảm an án ang áng anh ánh ảnh ao áo ào ảo áp át au âu ấu ẩu ây ấy ăn ăng ắt âm ấm ầm ẩm ân ấn ần ẩn ấp ập ất ' +
    'e é em én eo èo ép ê ế ếch êm ếm ép i í ì ỉ im in ít ich ích o ó ò oan oán oai oải óc oi ói om ong óng ô ố ồ ổ ốc ôi ối ổi ôm ốm ôn ốn ồn ổn ông ống ốp ' +
    'ơ ớ ở ơi ới ơn ớn ớt u ú ù ủ ua ùa úc úi ủi um ung úng ủng uông uống út uy úy ủy uyên uyển ư ứ ừ ử ưa ức ưng ứng ừng ươm ương ướt ước ướp ướm ưu y ý ỷ yên yếm yếu yêu yết'
  ).split(' '),
);

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const withoutTone = (text: string): string => text.normalize('NFD').replace(toneMarks, '').normalize('NFC');
const toneCount = (text: string): number => text.normalize('NFD').match(toneMarks)?.length ?? 0;

/** True where the letters can be one Vietnamese syllable. */
export function isSyllable(word: string): boolean {
  const lower = word.toLowerCase();
  const known = verdicts.get(lower);
  if (known !== undefined) return known;
  const verdict = toneCount(lower) <= 1 && syllable.test(withoutTone(lower));
  // Documents hold a few thousand different words; a hostile file must not fill the memory.
  if (verdicts.size < 50_000) verdicts.set(lower, verdict);
  return verdict;
}

const verdicts = new Map<string, boolean>();

/** What of a word decides whether it may be half of a syllable; documents repeat their words. */
interface WordShape {
  /** Its last run of letters. */
  head: string;
  /** True where that run stands for itself. */
  isWhole: boolean;
  /** The run of letters it begins with, if nothing but punctuation follows. */
  tail: string;
  /** True where that run never goes on a whole syllable before it. */
  isOwnStart: boolean;
}

const shapes = new Map<string, WordShape>();

function shapeOf(part: string): WordShape {
  const known = shapes.get(part);
  if (known) return known;
  const head = /\p{L}+$/u.exec(part)?.[0] ?? '';
  const tail = /^\p{L}+(?![\p{L}\p{N}/-])/u.exec(part)?.[0] ?? '';
  const first = tail.toLowerCase();
  const shape: WordShape = {
    head,
    isWhole: head !== '' && isSyllable(head),
    tail,
    isOwnStart: vowelFirst.has(first) || !/^(?:[aeiouy]|(?:n|ng|nh|c|ch|m|p|t)$)/u.test(fold(first)),
  };
  if (shapes.size < 50_000) shapes.set(part, shape);
  return shape;
}

/** Joins the halves of split syllables; everything else stays. */
export function joinSplitSyllables(text: string): string {
  const parts = text.split(' ');
  const joined: string[] = [];
  let isJoined = false;
  let isChanged = false;
  for (const part of parts) {
    const last = joined.at(-1);
    const before = last === undefined ? null : shapeOf(last);
    const own = shapeOf(part);
    if (
      last !== undefined &&
      before !== null &&
      before.head !== '' &&
      own.tail !== '' &&
      // The common case by far: two words that can both stand alone.
      !(before.isWhole && own.isOwnStart) &&
      areHalves(before.head, own.tail, isJoined)
    ) {
      joined[joined.length - 1] = last + part;
      isJoined = isChanged = true;
    } else {
      joined.push(part);
      isJoined = false;
    }
  }
  return isChanged ? joined.join(' ') : text;
}

const hasVowel = (word: string): boolean => /[aeiouy]/u.test(fold(word));

function areHalves(head: string, tail: string, isJoined: boolean): boolean {
  const first = tail.toLowerCase();
  const isWhole = isSyllable(head);
  if (isWhole && (vowelFirst.has(first) || !/^(?:[aeiouy]|(?:n|ng|nh|c|ch|m|p|t)$)/u.test(fold(first))))
    return false;
  if (!isSameCase(head, tail) || !isSyllable(head + tail)) return false;
  // 'nhữ ng', 'thự c': consonants cannot stand alone, but one letter may be a label ('điểm c') unless its head is cut too.
  if (!hasVowel(tail)) return isWhole ? tail.length > 1 || isJoined : hasVowel(head);
  // 'th ực', 'ng ười'; one letter may be a label ('khoản b ở'), so its rest must be no word.
  if (!hasVowel(head)) return head.length > 1 || !isSyllable(tail) || !vowelFirst.has(first);
  // 'ĐIỀ U', 'KHO ẢN': the rest begins with a vowel, and one of both is no word.
  return /^[aeiouy]/u.test(fold(first)) && (!isWhole || !vowelFirst.has(first));
}

const isSameCase = (head: string, tail: string): boolean =>
  /^\p{Lu}+$/u.test(tail) ? /^\p{Lu}+$/u.test(head) : /^\p{Ll}+$/u.test(tail);
