import { fold, oneLine } from '../../text/normalise.ts';
import type { Question } from '../question/analyse.ts';
import { blankOtherReadings } from '../question/question-words.ts';
import type { Comparison } from '../question/parts.ts';

/* Questions that compare two amounts without joining their entities by 'và' or 'với'. */

const moreThan =
  /^(?<first>.+?)\s+(?:nhieu|it|cao|thap|lon|nho|dong)?\s*(?:hon|kem)\s+(?:so voi\s+)?(?<second>.+?)\s+(?<many>bao nhieu|may)(?:\s+(?<noun>[^?]+?))?[\s?.!]*$/du;
const changed =
  /^(?<head>.+?)\s+(?<verb>tang(?: them)?|giam|chenh(?: lech)?|thay doi|nhieu hon|it hon|cao hon|thap hon)\s+(?:la\s+)?bao nhieu(?<noun>\s+[^?]+?)?\s+so voi\s+(?:cung ky\s+)?(?<then>[^?]+?)[\s?.!]*$/u;

/** "A nhiều hơn B bao nhiêu N": how many N each has. Null where the question is not of this form. */
export function moreOfTwo(question: Question): Comparison | null {
  const text = oneLine(question.text);
  // "xe máy" asks for no number.
  const match = moreThan.exec(question.hasDiacritics ? blankOtherReadings(text) : fold(text));
  if (!match?.groups) return null;
  const folded = fold(text);
  const [first = '', second = '', many = '', noun = ''] = ['first', 'second', 'many', 'noun'].map((name) =>
    folded.slice(...(match.indices?.groups?.[name] ?? [0, 0])),
  );
  if (
    second === '' ||
    !isComparing(question, text.slice(first.length, fold(text).indexOf(second, first.length)))
  )
    return null;
  if (openComparison.test(first) || noEntity.test(second)) return null;
  const firstText = text.slice(0, first.length);
  const secondFrom = fold(text).indexOf(second, first.length);
  const secondText = text.slice(secondFrom, secondFrom + second.length);
  const nounFrom = noun === '' ? -1 : fold(text).lastIndexOf(noun);
  const nounText = nounFrom < 0 ? '' : text.slice(nounFrom, nounFrom + noun.length);
  const replaced = withEntity(firstText, secondText) ?? withTail(firstText, secondText);
  const manyText = !question.hasDiacritics ? many : many === 'may' ? 'mấy' : 'bao nhiêu';
  const isAmount = amountHead.test(firstText);
  const has = question.hasDiacritics ? (isAmount ? 'là' : 'có') : isAmount ? 'la' : 'co';
  const asks = (subject: string, isBare: boolean): string =>
    oneLine(`${subject}${isBare ? ` ${has}` : ''} ${manyText} ${nounText}`);
  const isBare = replaced === null || replaced.after.trim() === '';
  return {
    operation: 'difference',
    parts: [
      { entity: replaced?.old ?? firstText, question: asks(firstText, isBare && !endsWithVerb(firstText)) },
      {
        entity: secondText,
        question: asks(
          replaced ? `${replaced.before}${secondText}${replaced.after}` : secondText,
          isBare && !endsWithVerb(firstText),
        ),
      },
    ],
  };
}

/** The head of what has an amount of its own, so that another thing takes the place of its last words: "giá biển số ô tô". */
export const amountHead =
  /^(?:giá|mức|số|tổng số|số lượng|tỷ lệ|tỉ lệ|thời hạn|thời gian|tiền|phí|lệ phí|kinh phí|diện tích|tốc độ|bước giá|chỉ tiêu|gia|muc|so|tong so|so luong|ty le|ti le|thoi han|thoi gian|tien|phi|le phi|kinh phi|dien tich|toc do|buoc gia|chi tieu)(?!\p{L})/iu;

/** "Giá khởi điểm biển số ô tô" for "xe máy": the last words, as many as the other thing has. */
function withTail(text: string, entity: string): { before: string; old: string; after: string } | null {
  const count = entity.trim().split(/\s+/u).length;
  const words = [...text.matchAll(/\S+/gu)];
  const start = words[words.length - count];
  if (!amountHead.test(text) || !start || words.length < count + 2 || count > 5) return null;
  return { before: text.slice(0, start.index), old: text.slice(start.index).trim(), after: '' };
}

/** 'hơn', 'kém' and no other word that loses its accents to theirs ('kèm theo'). */
const isComparing = ({ hasDiacritics }: Question, printed: string): boolean =>
  !hasDiacritics || /(?<!\p{L})(?:hơn|kém)(?!\p{L})/iu.test(printed);
/** Both entities stand before the comparison: "So sánh A với B: bên nào nhiều hơn". */
const openComparison = /(?<!\p{L})(?:so sanh|giua|so voi|(?:ben|noi|don vi|huyen|xa|tinh) nao)(?!\p{L})/u;
const noEntity = /^(?:va|hay|kem|nhau|theo|hon|mot|het|nua|ca)(?!\p{L})/u;

const endsWithVerb = (text: string): boolean => /(?<!\p{L})(?:co|duoc|la|dat)$/u.test(fold(text));

/** "… năm 2025 giảm bao nhiêu so với năm 2024": the same amount at both times. */
export function changeOverTime(question: Question): Comparison | null {
  const text = oneLine(question.text);
  const match = changed.exec(fold(text));
  if (!match?.groups) return null;
  const { head = '', noun = '', then = '' } = match.groups;
  const headText = text.slice(0, head.length);
  const thenFrom = fold(text).lastIndexOf(then);
  const times = question.slots.filter(({ kind }) => ['year', 'month', 'period', 'date'].includes(kind));
  const now = times.findLast((slot) => slot.to <= head.length);
  const before = times.find((slot) => slot.from >= thenFrom);
  if (!now || !before || now.key === before.key) return null;
  const nounFrom = noun === '' ? -1 : fold(text).indexOf(noun, head.length);
  const nounText = nounFrom < 0 ? '' : text.slice(nounFrom, nounFrom + noun.length);
  const many = question.hasDiacritics ? 'bao nhiêu' : 'bao nhieu';
  const asking = nounText === '' ? `${question.hasDiacritics ? 'là' : 'la'} ${many}` : `${many} ${nounText}`;
  const label = text.slice(before.from, before.to);
  return {
    operation: 'difference',
    parts: [
      { entity: text.slice(now.from, now.to), question: oneLine(`${headText} ${asking}`) },
      {
        entity: label,
        question: oneLine(`${headText.slice(0, now.from)}${label}${headText.slice(now.to)} ${asking}`),
      },
    ],
  };
}

/** `text` with the phrase that has the shape of `entity` marked out: 'huyện Khe Vàng' for 'huyện Đồng Trám'. */
function withEntity(text: string, entity: string): { before: string; old: string; after: string } | null {
  const words = [...text.matchAll(/\S+/gu)];
  const wanted = entity.split(/\s+/u);
  for (let head = wanted.length - 1; head >= 1; head -= 1) {
    const at = words.findIndex((_, i) =>
      wanted.slice(0, head).every((word, j) => fold(words[i + j]?.[0] ?? '') === fold(word)),
    );
    // "xe ô tô" for "xe máy": at the end of the text a name may be a word longer.
    const rest = words.length - at;
    const isLast = at > 0 && rest > wanted.length && rest <= wanted.length + 1;
    const last = words[isLast ? words.length - 1 : at + wanted.length - 1];
    const start = words[at];
    if (at < 0 || !last || !start) continue;
    const end = last.index + last[0].length;
    return { before: text.slice(0, start.index), old: text.slice(start.index, end), after: text.slice(end) };
  }
  return null;
}
