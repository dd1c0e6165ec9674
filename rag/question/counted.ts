import { fold } from '../../text/normalise.ts';
import { syllables, type Syllable } from '../../text/syllables.ts';
import { contentWords } from './question-words.ts';

/** Part of a question: folded words to compare, `label` to show. */
export interface Phrase {
  words: readonly string[];
  label: string;
}

const countedStop = new Set(
  'theo trong tai o vao tu den duoc thi so khi neu cho voi cua thuoc hien truc va hay tren de cap ket xep dang ky hang sau truoc ve do da se can phai moi khong chua qua nhu dat chiem tren duoi'.split(
    ' ',
  ),
);

/** Pairs whose second (or first) syllable would otherwise end a noun phrase: "cơ sở", "ưu tú", "đảng viên". */
const keptPairs = new Set(
  'co so,so dang,ket nap,cap moi,cap lai,uu tu,thieu so,dang vien,dang bo,dang uy,dang phi,ky luat,cap uy,truc thuoc,dan so,ho so,doi ngu,xep loai,dang ky,du bi,tu choi,tru so,ty so,dau tu,ly tu,tren dia'.split(
    ',',
  ),
);

/** The noun phrase after "bao nhiêu", or between "tỷ lệ" and "là bao nhiêu". */
export function countedOf(expanded: string, frame: string, isFrame: (word: Syllable) => boolean): Phrase {
  const after = /(?<!\p{L})(?:bao nhieu|bao nhiu|bn|may)\s+(?=[\p{L}·])/u.exec(frame);
  // "Tỷ lệ nữ của Đảng bộ huyện?" asks without a question word.
  const before =
    /(?<!\p{L}|(?:ho|co|tru) )(?:so luong|tong so|so|ty le|ti le|muc|kinh phi)\s+(?=[\p{L}·].*(?<!\p{L})(?:bao nhieu|may)(?!\p{L}))/u.exec(
      frame,
    ) ?? /^(?:so luong|tong so|so(?! hieu| lieu| sanh| do)|ty le|ti le)\s+(?=[\p{L}·])/u.exec(frame);
  const phraseFrom = (match: RegExpExecArray | null, longest: number): Phrase =>
    match
      ? nounPhrase(expanded.slice(match.index + match[0].length), longest, isFrame)
      : { words: [], label: '' };
  const phrase = phraseFrom(after, 7);
  const [first] = phrase.words;
  const isBare = first === undefined || ['tien', 'dong', 'phan', 'nam', 'ngay', 'thang'].includes(first);
  return isBare ? phraseFrom(before, 9) : phrase;
}

function nounPhrase(text: string, longest: number, isFrame: (word: Syllable) => boolean): Phrase {
  const phrase: string[] = [];
  let end = 0;
  const run = syllables(/^[^,.;:?!()]*/u.exec(text)?.[0] ?? '').slice(0, longest + 3);
  for (const [index, word] of run.entries()) {
    if (phrase.length >= longest) break;
    const pair = (a?: Syllable, b?: Syllable): boolean => keptPairs.has(`${a?.folded} ${b?.folded}`);
    const isKept = pair(run[index - 1], word) || pair(word, run[index + 1]);
    if (isMeasure(run, index)) break;
    if (!isKept && /^\p{N}/u.test(word.folded)) break;
    if (!isKept && (word.folded === 'la' || word.folded === 'bi' || (word.folded === 'nguoi' && index > 0)))
      continue;
    if (!isKept && (countedStop.has(word.folded) || isFrame(word))) break;
    // "toàn tỉnh", "bài tháng 9": where it is counted, no longer what.
    if (!isKept && phrase.length > 0 && ['toan', 'bai', 'buoi', 'dip'].includes(word.folded)) break;
    phrase.push(word.folded);
    end = word.to;
  }
  return { words: phrase, label: text.slice(0, end) };
}

/**
 * "(bao nhiêu) một ngày", "mỗi ca", "một lần": per what is counted; the text writes it '/ngày', or not at all.
 */
const isMeasure = (run: readonly Syllable[], index: number): boolean =>
  ['mot', 'moi', '1'].includes(run[index]?.folded ?? '') && measures.has(run[index + 1]?.folded ?? '');

const measures = new Set(
  'ngay dem buoi ca lan gio tuan thang quy nam nguoi suat luot ky phut trang cuoc vu mon tiet bai tin to dot'.split(
    ' ',
  ),
);

/** The folded noun before or after the question word. */
export function focusOf(frame: string): string[] {
  const counted = /(?<!\p{L})(?:bao nhieu|bao nhiu|bn|may)\s+(\p{L}+)(?:\s+(\p{L}+))?/u.exec(frame);
  const named = /(\p{L}+)\s+(\p{L}+)\s+(?:nao|gi|may)(?!\p{L})/u.exec(frame);
  return contentWords([
    counted?.[1] ?? named?.[1] ?? '',
    counted ? (counted[2] ?? '') : (named?.[2] ?? ''),
  ]).filter(Boolean);
}

/** "đã đồng ý hay không", "đã phê duyệt việc … chưa": the verb whose truth is asked. */
export function predicateOf(frame: string, expanded: string): Phrase {
  const isPlain = fold(expanded) === expanded.toLowerCase();
  const start = isPlain
    ? /(?<!\p{L})(?:da|co|duoc|dang|se)\s+(?!phai |dung |so |quan )((?:\p{L}+\s){1,2})/u
    : /(?<!\p{L})(?:đã|có|được|đang|sẽ)\s+(?!phải |đúng )((?:\p{L}+\s){1,2})/iu;
  const found = start.exec(isPlain ? fold(expanded) : expanded);
  const match =
    found && /(?<!\p{L})(?:hay khong|hay chua|chua|khong)(?!\p{L})/u.test(frame.slice(found.index))
      ? found
      : null;
  if (!match) return { words: [], label: '' };
  const verb = match[1] as string;
  const from = match.index + match[0].indexOf(verb);
  return {
    words: contentWords(fold(verb).trim().split(/\s+/u)),
    label: expanded.slice(from, from + verb.length).trim(),
  };
}
