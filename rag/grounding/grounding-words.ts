import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { shortened } from '../question/shortened.ts';

/*
 * How much of a sentence is made of words that its passages do not have. A faithful wording of an office text keeps its
 * terms; a sentence full of other words says something else, or obeys something else, even where it states no number.
 */

/** Words that join, report or point, whatever is told; exact spelling. */
const joining = new Set(
  `a à ạ ai anh bao bằng bị bởi các cái càng chỉ cho chứ có còn của cùng cụ cứ cũng dẫn do dù dưới đã đang đây đấy đến
  để đều điều định đó đối được gì giữa gồm hai hay hoặc hơn khi không kể khác là lại làm lên lúc mà mặc mỗi mọi một mới
  nào nay này nên nếu ngay ngoài như nhưng những nhau nữa phải qua ra rằng rất riêng rồi sau sẽ so song số tại tất tới
  tức thì thế theo thêm thể trên trong trước từ tuy và vào vậy vẫn vì việc với về xem bao nêu ghi rõ quy nội dung văn bản
  trích đoạn sau đây thuộc phần bên cạnh đồng thời ngoài nằm chính yêu cầu đề nghị cần thiết thời gian mức lượng tổng
  cộng hiện nhất ít nhiều quá tối đa thiểu vượt chưa kém thấp cao đầu cuối ba bốn năm sáu bảy tám chín mười mươi trăm
  nghìn triệu tỷ kéo dài diễn ở nhằm cách hình thức hạn ngày tháng quý tuần giờ phút vâng dạ thưa đồng chí kính nhiêu sao đâu mấy hỏi biết thế`.split(
    /\s+/u,
  ),
);

/** Unknown words that a sentence may have: one, or this share of its own. */
const mostUnknown = 0.15;
/** At least this share of the pairs of neighbouring words stands in the passages as a pair. */
const leastPairs = 0.3;

const cache = new Map<string, { words: ReadonlySet<string>; pairs: ReadonlySet<string> }>();

/** Whether `claim` has too many words, or too many pairs of words, that none of the passages has. */
export function unfamiliarShare(
  claim: string,
  passages: readonly string[],
): { isTooMuch: boolean; missing: string[] } {
  const known = passages.map(wordsOf);
  const said = readWords(claim);
  const own = said.filter((word) => !joining.has(word) && !/\d/u.test(word));
  const missing = own.filter((word) => !known.some(({ words }) => words.has(word)));
  const pairs = pairsOf(said).filter((pair) => !pair.split(' ').every((word) => joining.has(word)));
  const foundPairs = pairs.filter((pair) => known.some((one) => one.pairs.has(pair)));
  const isTooMuch =
    missing.length > Math.max(own.length >= 4 ? 1 : 0, Math.floor(own.length * mostUnknown)) ||
    (pairs.length >= 4 && foundPairs.length / pairs.length < leastPairs);
  return { isTooMuch, missing: [...new Set(missing)] };
}

/** The words of a text that tell something, numbers among them; folded, because questions are typed in haste. */
export const tellingWords = (text: string): ReadonlySet<string> =>
  new Set(
    readWords(text)
      .filter((word) => !joining.has(word))
      .map(fold),
  );

function wordsOf(passage: string): { words: ReadonlySet<string>; pairs: ReadonlySet<string> } {
  const known = cache.get(passage);
  if (known) return known;
  const words = readWords(passage);
  const made = { words: new Set(words), pairs: new Set(pairsOf(words)) };
  if (cache.size > 64) cache.delete(cache.keys().next().value as string);
  cache.set(passage, made);
  return made;
}

/** Exact syllables, abbreviations as what they stand for. */
function readWords(text: string): string[] {
  const short = shortened(text);
  return syllables(text).flatMap(({ exact, from, to }) => {
    const found = short.find((one) => one.from <= from && to <= one.to);
    if (!found) return [exact];
    return found.from === from ? syllables(found.reading).map((one) => one.exact) : [];
  });
}

const pairsOf = (words: readonly string[]): string[] =>
  words.slice(1).map((word, at) => `${words[at] as string} ${word}`);
