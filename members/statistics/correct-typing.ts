import { editDistanceAtMostOne } from '../../text/similarity.ts';
import { fold, lowerCase, normalise } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import type { Syllable } from '../../text/syllables.ts';
import { isUnmarkedSyllable } from '../../text/telex-syllable.ts';
import type { Unit } from '../units/units.ts';

/*
 * A slip in a word of the closed vocabulary or in a unit's name: 'đảng vein', 'kết lạp', 'xã Bin An'. A word is only ever
 * put right beside the other words of its term, all of them as they should be, and never a number. What the slip has made
 * another Vietnamese word may have been meant: that is asked, not assumed.
 */

/** One word put right. */
export interface Correction {
  typed: string;
  read: string;
}

/** A line with its slips put right; `isCertain`: no word that was replaced is a Vietnamese word itself. */
export interface Corrected {
  text: string;
  corrections: Correction[];
  isCertain: boolean;
}

const terms = (
  'đảng viên|đảng viên nữ|bao nhiêu|chính thức|dự bị|kết nạp|sinh hoạt|chuyển sinh hoạt|chuyển chính thức|công nhận chính thức|' +
  'huy hiệu|tuổi đảng|độ tuổi|nhóm tuổi|giới tính|nữ giới|nam giới|nghề nghiệp|dân tộc|thiểu số|dân tộc thiểu số|' +
  'người kinh|học vấn|văn hóa|chuyên môn|trình độ|lý luận|lý luận chính trị|chính trị|trung cấp|cao cấp|sơ cấp|cử nhân|' +
  'đại học|cao đẳng|thạc sĩ|tiến sĩ|trở lên|trở xuống|thống kê|hiện nay|hiện tại|chi bộ|đảng bộ|chi bộ cơ sở|' +
  'đảng bộ cơ sở|cơ sở đảng|tổ chức|tổ chức đảng|trực thuộc|toàn tỉnh|đơn vị|nông dân|nghỉ hưu|hưu trí|doanh nghiệp|học sinh|sinh viên|' +
  'công chức|viên chức|vũ trang|lực lượng|biến động|tăng giảm|xếp loại|chất lượng|so sánh|so với|cuối năm|đầu năm|năm nay|năm ngoái|' +
  'tháng trước|quý trước|đến nay|tính đến|nhiệm kỳ|giai đoạn|qua các năm|từng năm|miễn sinh hoạt|miễn công tác|công tác|thẻ đảng|' +
  'cấp thẻ|cấp lại|ra khỏi đảng|danh sách|số lượng|tổng số|nhiều nhất|ít nhất|đông nhất|biểu đồ|xu hướng|cơ cấu'
).split('|');

interface Term {
  words: readonly Syllable[];
  isUnit: boolean;
}

const known: readonly Term[] = terms.map((term) => ({ words: syllables(term), isUnit: false }));

/** Most slips in one line that are still taken for slips. */
const mostSlips = 3;

/**
 * Puts right what was not understood of a line. `unread`: words of it that nothing took. First what is
 * certain alone, then with what may be other words; none where no term is near, or two different ones are.
 */
export function correctTyping(text: string, unread: readonly string[], units: readonly Unit[]): Corrected[] {
  const line = syllables(text);
  const words = new Set(unread.flatMap((each) => syllables(each).map((word) => word.folded)));
  const isUnread = (at: number): boolean => words.has(line[at]?.folded ?? '');
  // Neighbours too: of 'kết lạp', 'lạp' may have been taken for something idle.
  const doubtful = line.flatMap((_, at) => ([at - 1, at, at + 1].some(isUnread) ? [at] : []));
  const found: { at: number; word: Syllable; isUnit: boolean }[] = [];
  for (const at of doubtful) {
    const readings = new Map<string, { word: Syllable; length: number; isUnit: boolean }>();
    for (const term of [...known, ...termsOf(units)])
      for (const [place, word] of term.words.entries()) {
        const start = at - place;
        if (start < 0 || start + term.words.length > line.length || !isSlip(line[at], word, isUnread(at)))
          continue;
        const others = term.words.every(
          (each, index) => index === place || each.folded === line[start + index]?.folded,
        );
        const before = readings.get(word.folded);
        if (others && (before?.length ?? 0) < term.words.length)
          readings.set(word.folded, { word, length: term.words.length, isUnit: term.isUnit });
      }
    const longest = Math.max(0, ...[...readings.values()].map((each) => each.length));
    const best = [...readings.values()].filter((each) => each.length === longest);
    const [only] = best;
    if (only && best.length === 1) found.push({ at, word: only.word, isUnit: only.isUnit });
  }
  const isNoWord = ({ at, isUnit }: (typeof found)[number]): boolean =>
    !isUnit && !isUnmarkedSyllable(line[at]?.folded ?? '');
  const certain = found.filter(isNoWord);
  const ways = certain.length < found.length ? [certain, found] : [found];
  return ways
    .filter((slips) => slips.length > 0 && slips.length <= mostSlips)
    .map((slips) => ({
      text: slips.reduceRight((left, { at, word }) => {
        const typed = line[at];
        return typed ? left.slice(0, typed.from) + word.exact + left.slice(typed.to) : left;
      }, text),
      corrections: slips.map(({ at, word }) => ({
        typed: text.slice(line[at]?.from ?? 0, line[at]?.to ?? 0),
        read: word.exact,
      })),
      isCertain: slips.every(isNoWord),
    }));
}

/** Whether a word may be a slip for another: one letter, or another spelling of the same sound. */
function isSlip(typed: Syllable | undefined, word: Syllable, isUnread: boolean): boolean {
  if (!typed || typed.folded === word.folded || /\d/u.test(typed.folded + word.folded)) return false;
  if (soundOf(typed.folded) === soundOf(word.folded)) return true;
  // What was understood as another word is put right only where it is no word.
  if (!isUnread && isUnmarkedSyllable(typed.folded)) return false;
  if (typed.folded.length < 3 || word.folded.length < 2) return false;
  if (!editDistanceAtMostOne(typed.folded, word.folded)) return false;
  // With its marks typed it must be as near with them: 'hình thức' is no 'chính thức'.
  const exact = lowerCase(normalise(typed.exact));
  return fold(exact) === exact || editDistanceAtMostOne(exact, word.exact);
}

/** Spellings that sound alike in some region. */
const soundOf = (folded: string): string =>
  folded
    .replace(/^(?:gi|r)(?=[aeouy])/u, 'd')
    .replace(/^tr/u, 'ch')
    .replace(/^s/u, 'x')
    .replace(/^l/u, 'n')
    .replace(/ng$/u, 'n')
    .replace(/c$/u, 't')
    .replace(/y/gu, 'i');

const unitTerms = new WeakMap<readonly Unit[], readonly Term[]>();
/** Names of units, and of what stands behind their kind. */
function termsOf(units: readonly Unit[]): readonly Term[] {
  let made = unitTerms.get(units);
  if (!made) {
    const names = new Set<string>();
    for (const unit of units)
      for (const name of [unit.name, ...(unit.shortName ? [unit.shortName] : []), ...unit.aliases]) {
        const core = name.replace(/^(?:đảng bộ|chi bộ)(?: cơ sở| bộ phận)?\s+/iu, '');
        if (syllables(core).length > 1) names.add(core);
      }
    made = [...names].map((name) => ({ words: syllables(name), isUnit: true }));
    unitTerms.set(units, made);
  }
  return made;
}
