import { fold, lowerCase, normalise } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';

/** "thế nào là X", "khái niệm X", "X là gì", "X được hiểu như thế nào". On the text without its closing mark. */
const forms: readonly { accented: RegExp; plain: RegExp }[] = [
  {
    accented:
      /^(?:thế nào là|như thế nào là|(?:nêu |cho biết )?(?:khái niệm|định nghĩa)(?: về| của)?|giải thích (?:từ|từ ngữ|thuật ngữ|khái niệm))\s+(.+)$/iu,
    plain:
      /^(?:the nao la|nhu the nao la|(?:neu |cho biet )?(?:khai niem|dinh nghia)(?: ve| cua)?|giai thich (?:tu|tu ngu|thuat ngu|khai niem))\s+(.+)$/iu,
  },
  {
    accented:
      /^(?:từ |thuật ngữ |cụm từ )?(.+?)\s+(?:là gì|nghĩa là gì|có nghĩa (?:là gì|như thế nào)|được hiểu (?:là gì|như thế nào|thế nào|ra sao)|hiểu (?:như thế nào|thế nào)|là như thế nào|là thế nào)$/iu,
    plain:
      /^(?:tu |thuat ngu |cum tu )?(.+?)\s+(?:la gi|nghia la gi|co nghia (?:la gi|nhu the nao)|duoc hieu (?:la gi|nhu the nao|the nao|ra sao)|hieu (?:nhu the nao|the nao)|la nhu the nao|la the nao)$/iu,
  },
];

/** What is asked for "là gì" of something else: a part of it, not what the word means. */
const partNouns =
  /^(?:nhiem vu|trach nhiem|quyen(?: han)?|muc (?:tieu|dich|phi|phat)|noi dung|doi tuong|nguyen tac|hinh thuc|chi tieu|han che|ket qua|ly do|nguyen nhan|dieu kien|tieu chuan|thu tuc|trinh tu|ho so|thoi (?:han|gian)|chuc (?:nang|vu|danh)|yeu cau|giai phap|bien phap|phuong huong|ten|so|ky hieu|so hieu|van ban|chu de|thanh phan|vai tro|y nghia|pham vi|can cu|quy dinh|viec|cong tac|ai|cai|day|do|no)(?!\p{L})/u;
const longestTerm = 8;

/** The term whose meaning is asked for, as typed; null where something else is. */
export function termAsked(question: Question): string | null {
  const text = question.text.replace(/[?.!\s]+$/u, '').replace(/^(?:vậy|thế|cho hỏi|xin hỏi)[\s,]+/iu, '');
  for (const { accented, plain } of forms) {
    const match = (question.hasDiacritics ? accented : plain).exec(text);
    const term = (match?.[1] ?? '').replace(/["“”'«»]/gu, '').trim();
    const words = foldedSyllables(term);
    if (words.length === 0 || words.length > longestTerm || partNouns.test(fold(term))) continue;
    if (
      // Without accents 'trong tai' may be 'trọng tải': only a word before it shows a preposition.
      /(?<!\p{L})(?:của|do|tại|trong)\s/iu.test(
        question.hasDiacritics ? term : term.replace(/^\S+\s/u, ''),
      ) ||
      question.slots.some(({ kind }) => kind === 'symbol')
    )
      continue;
    return term;
  }
  return null;
}

const mark = String.raw`(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|\p{L})\s*[.)]\s*|[-–•*]\s*)?`;
const open = String.raw`["“'«]?\s*`;
const close = String.raw`\s*["”'»]?\s*(?:\([^)]{1,80}\)\s*)?`;

/**
 * How surely a sentence says what a term means: 3 where it opens with the term and a verb of meaning, 2 with a plain
 * 'là' or a colon, 1 where it names the thing just described ('sau đây gọi là X'); 0 where it only mentions it.
 */
export function definesTerm(term: string, sentence: string, hasDiacritics: boolean): 0 | 1 | 2 | 3 {
  const read = (text: string): string => (hasDiacritics ? lowerCase(normalise(text)) : fold(text));
  const folded = fold(term).trim().split(/\s+/u);
  const words = (hasDiacritics ? lowerCase(normalise(term)) : fold(term)).trim().split(/\s+/u);
  const phrase = words.map(escaped).join(String.raw`\s+`);
  const text = read(sentence.trim());
  const plain = fold(sentence.trim());
  const start = new RegExp(`^${mark}${open}${phrase}${close}`, 'u').exec(text);
  if (start && folded.length > 0) {
    const after = plain.slice(start[0].length);
    if (
      /^(?:duoc hieu|duoc goi|co nghia|nghia la|la (?:viec|tap hop|tong hop|qua trinh|hinh thuc|hanh vi|nguoi|to chuc|co quan|bo phan|toan bo|nhung|cac|mot|khoan|thoi gian|ban|tai lieu|van ban|he thong|su|tinh trang))(?!\p{L})/u.test(
        after,
      )
    )
      return 3;
    if (/^(?:la(?!\p{L})|:|gom(?!\p{L})|bao gom(?!\p{L}))/u.test(after)) return 2;
  }
  const called = hasDiacritics
    ? String.raw`(?:sau đây gọi (?:tắt |chung )?là|gọi (?:tắt |chung )?là)`
    : String.raw`(?:sau day goi (?:tat |chung )?la|goi (?:tat |chung )?la)`;
  return new RegExp(String.raw`${called}\s*${open}${phrase}(?!\p{L})`, 'u').test(text) ? 1 : 0;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** Whether a text says the term at all. */
export const mentionsTerm = (term: string, text: string): boolean =>
  ` ${foldedSyllables(text).join(' ')} `.includes(` ${foldedSyllables(term).join(' ')} `);
