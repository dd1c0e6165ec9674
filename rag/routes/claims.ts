import { fold, oneLine } from '../../text/normalise.ts';
import type { Question } from '../question/analyse.ts';

/** Something that a question takes to be so, with the question that asks for it openly. */
export interface Claim {
  /** As typed: '45 ngày', 'Phan Đình Chanh'. */
  label: string;
  /** Canonical fact; null for a person. */
  key: string | null;
  /** "Cơ quan phải nộp bản số hóa chậm nhất bao nhiêu ngày" */
  open: string;
}

/** Turns of phrase that ask whether something is so, or why, folded; longest first. */
const scaffold =
  /(?<!\p{L})(?:co phai la|co phai|phai chang|co dung la|co dung|dung la|co that la|co that|vi sao|tai sao|vi ly do gi|phai khong|dung khong|dung hay khong|dung hay sai|co dung khong|that khong|dung chua|hay khong|khong|chua|a|nhi)(?!\p{L})/gu;
const asksWhether =
  /(?<!\p{L})(?:co phai|phai chang|co dung|dung la|co that|phai khong|dung khong|dung hay sai|dung hay khong|that khong)(?!\p{L})/u;
const asksWhy = /(?<!\p{L})(?:vi sao|tai sao|vi ly do gi)(?!\p{L})/u;

/** Whether a question states something and asks if, or why, it is so. */
export const isClaim = ({ frame }: Pick<Question, 'frame'>): boolean =>
  asksWhether.test(frame) || asksWhy.test(frame);

/** What a question of this kind takes to be so: its numbers and dates, then the persons it names. */
export function claimsOf(question: Question): Claim[] {
  if (!isClaim(question)) return [];
  const { text, hasDiacritics } = question;
  const values = question.slots.flatMap((slot): Claim[] => {
    const asking = openWord(slot.kind, slot.key, slot.label, hasDiacritics);
    return asking === null
      ? []
      : [{ label: slot.label, key: slot.key, open: opened(text, slot.from, slot.to, asking) }];
  });
  const persons = [...text.matchAll(titledName)].map((match): Claim => {
    const label = match[1] as string;
    const end = match.index + match[0].length;
    return { label, key: null, open: opened(text, match.index, end, 'ai') };
  });
  return [...values, ...persons].slice(0, 4);
}

/** A person with an office or a form of address before the name; capitals alone may name a place. */
const titledName =
  /(?<!\p{L})(?:(?:[Đđ]ồng chí|[Đđ]\/c|[Ôô]ng|[Bb]à|[Pp]hó|[Bb]í thư|[Cc]hủ tịch|[Tt]rưởng ban|[Cc]hánh [Vv]ăn phòng|[Gg]iám đốc|[Cc]hủ nhiệm|[Tt]hường trực|[Tt]ỉnh ủy|[Hh]uyện ủy|[Đđ]ảng ủy|UBND|HĐND)\s+)+(\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*){1,3})(?!\p{L})/gu;

/** What asks for a value of the kind; null for what tells one thing from another rather than being told of it. */
function openWord(kind: string, key: string, label: string, hasDiacritics: boolean): string | null {
  const unit = /\p{L}+\s*$/u.exec(label)?.[0].trim() ?? '';
  const many = hasDiacritics ? 'bao nhiêu' : 'bao nhieu';
  switch (kind) {
    case 'date':
      return hasDiacritics ? 'ngày nào' : 'ngay nao';
    case 'quantity':
      if (key.startsWith('pct:')) return hasDiacritics ? 'bao nhiêu phần trăm' : 'bao nhieu phan tram';
      if (key.startsWith('vnd:')) return hasDiacritics ? 'bao nhiêu tiền' : 'bao nhieu tien';
      return key.startsWith('dur:') && unit !== '' ? `${many} ${unit}` : many;
    default:
      return null;
  }
}

function opened(text: string, from: number, to: number, asking: string): string {
  const lead = text.slice(0, from).replace(/(?:ngày|ngay)\s+$/iu, '');
  return withoutScaffold(`${lead} ${asking} ${text.slice(to)}`);
}

/** The question without the words that ask whether or why. */
export function withoutScaffold(text: string): string {
  const clean = oneLine(text).replace(/[?.!\s]+$/u, '');
  let kept = clean;
  const matches = [...fold(clean).matchAll(scaffold)].filter(
    (match) =>
      // 'không' and 'chưa' ask at the end alone; elsewhere they deny.
      !/^(?:khong|chua|a|nhi)$/u.test(match[0]) || match.index + match[0].length === clean.length,
  );
  for (const { index, 0: all } of matches.reverse())
    kept = `${kept.slice(0, index)} ${kept.slice(index + all.length)}`;
  return oneLine(kept).replace(/^[\s,]+|[\s,]+$/gu, '');
}

/**
 * "Vì sao … đạt chỉ tiêu" of a sentence that says 'không đạt chỉ tiêu': words that the question affirms and the
 * sentence denies right before them. The denied words, or null.
 */
export function deniedBy(question: Question, sentence: string): string | null {
  if (!isClaim(question)) return null;
  const asked = fold(withoutScaffold(question.text));
  for (const match of fold(sentence).matchAll(/(?<!\p{L})(?:khong|chua)\s+((?:\p{L}+\s+){1,3}\p{L}+)/gu)) {
    const words = (match[1] as string).split(/\s+/u);
    for (let length = words.length; length >= 2; length -= 1) {
      const phrase = words.slice(0, length).join(' ');
      const at = asked.search(new RegExp(String.raw`(?<!\p{L})${phrase}(?!\p{L})`, 'u'));
      if (at < 0 || /(?<!\p{L})(?:khong|chua|chang)\s*(?:\p{L}+\s+)?$/u.test(asked.slice(0, at))) continue;
      return phrase;
    }
  }
  return null;
}
