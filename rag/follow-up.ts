import { fold, normalise, oneLine } from '../text/normalise.ts';
import { syllables } from '../text/syllables.ts';
import { findLooseSymbols } from '../text/symbols.ts';
import { factsOf } from './facts.ts';

/** What a turn leaves for the next: the question that was answered, complete in itself. */
export interface Understood {
  question: string;
  /** True where the question was completed from the turn before: then 'Tôi hiểu là: …' is shown. */
  isRewritten: boolean;
  /** Documents that the answer cited. */
  documentIds: readonly string[];
}

const openingAccented = /^(?:thế còn|vậy còn|còn|thế|vậy|rồi|và|trong đó)[\s,]+(?:là\s+)?/iu;
const openingPlain = /^(?:the con|vay con|con|the|vay|roi|va|trong do)[\s,]+(?:la\s+)?/iu;
/** In a text typed with diacritics "con" and "vay" are other words than "còn" and "vậy". */
const openingOf = (text: string): RegExp =>
  fold(text) === text.toLowerCase() ? openingPlain : openingAccented;
/** "còn" begins a follow-up, "thế nào", "vay vốn", "con nuôi" do not. */
const notOpening =
  /^(?:thế nào|thế chấp|thế hệ|thế giới|thế lực|vậy nào|the nao|the chap|the he|the gioi|the luc|the dang|the bao|vay von|vay tien|con trai|con gai|con nuoi|con dau|con cai|con rieng|con chau|con de|va cac|và các|con người|con đường|con dấu)/iu;
const closing = /[\s,]*(?:thì sao|thì thế nào|thì|hả|à|ạ|nhỉ|thi sao|thi the nao|nhi)\s*[?.!]*$/iu;
/** "văn bản đó", "đồng chí ấy": a thing of the turn before. */
const anaphora =
  /(?<!\p{L})(văn bản|chỉ thị|nghị quyết|quyết định|quy định|quy chế|kết luận|kế hoạch|hướng dẫn|thông báo|tài liệu|cơ quan|tổ chức|đơn vị|chi bộ|đảng bộ|đồng chí|người|khoản|điều|hội nghị|cuộc họp|nó|van ban|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ket luan|ke hoach|huong dan|thong bao|tai lieu|co quan|to chuc|don vi|chi bo|dang bo|dong chi|nguoi|dieu|hoi nghi|cuoc hop)\s+(?:đó|này|ấy|kia|nêu trên|do|nay|ay|neu tren)(?!\p{L})/iu;
const questionWords =
  /(?<!\p{L})(?:bao nhieu|may|nao|ai|gi|khi nao|o dau|the nao|vi sao|tai sao|bao lau|bn)(?!\p{L})/u;
/** What a first question of its own begins with, however short. */
const ownMatter =
  /(?<!\p{L})(?:la gi|la ai|bao nhieu|khai niem|dinh nghia|muc phat|quy dinh|khi nao|o dau|the nao)(?!\p{L})/u;

/** True where the message only makes sense after the turn before it. */
export function isFollowUp(message: string): boolean {
  const text = oneLine(normalise(message));
  const folded = fold(text);
  const count = syllables(text).length;
  if (count === 0) return false;
  if (openingOf(text).test(text) && !notOpening.test(text) && count <= 12) return true;
  if (/^trong do(?!\p{L})/u.test(folded)) return true;
  if (/(?<!\p{L})thi (?:sao|the nao)[?.! ]*$/u.test(folded) && count <= 14) return true;
  if (anaphora.test(text) && count <= 14) return true;
  return count <= 4 && !ownMatter.test(folded) && findLooseSymbols(text).length === 0;
}

/**
 * Completes a follow-up from the previous question: what the new turn names replaces what is of the same kind, the
 * rest is inherited. Pure and by rule; the result is shown to the person.
 */
export function rewriteFollowUp(message: string, previous: string): string {
  const said = oneLine(normalise(message))
    .replace(closing, '')
    .replace(openingOf(oneLine(normalise(message))), '')
    .replace(/[?.!\s]+$/u, '');
  const before = oneLine(normalise(previous)).replace(/[?.!\s]+$/u, '');
  const reference = anaphora.exec(said);
  if (reference) return resolveAnaphora(said, reference, before);
  const symbol = findLooseSymbols(said)[0];
  if (symbol) return `${said} ${withoutSymbols(before)}`;
  return (
    replaceFact(before, said) ??
    replaceNumberedPhrase(before, said) ??
    replaceMatter(before, said) ??
    `${before} ${said}`
  );
}

function resolveAnaphora(said: string, match: RegExpExecArray, before: string): string {
  const symbol = findLooseSymbols(before)[0];
  const named = symbol ? documentPhrase(before, symbol.from, symbol.to) : subjectOf(before);
  return oneLine(`${said.slice(0, match.index)} ${named} ${said.slice(match.index + match[0].length)}`);
}

const documentNoun =
  /(?:chỉ thị|nghị quyết|quyết định|quy định|quy chế|kết luận|kế hoạch|hướng dẫn|thông báo|nghị định|thông tư|luật|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ket luan|ke hoach|huong dan|thong bao|nghi dinh|thong tu|luat)\s+(?:số\s+|so\s+)?$/iu;

function documentPhrase(text: string, from: number, to: number): string {
  const noun = documentNoun.exec(text.slice(0, from))?.[0] ?? '';
  return `${noun}${text.slice(from, to)}`;
}

function withoutSymbols(text: string): string {
  let kept = text;
  for (const { from, to } of findLooseSymbols(text).reverse()) {
    const noun = documentNoun.exec(kept.slice(0, from))?.[0].length ?? 0;
    kept = kept.slice(0, from - noun) + kept.slice(to);
  }
  return oneLine(kept);
}

/** The question without its question words: what it was about. */
const subjectOf = (question: string): string =>
  oneLine(
    question.replace(
      /(?<!\p{L})(?:có\s+)?(?:bao nhiêu|ngày nào|khi nào|ban hành|là ai|ai|về nội dung gì|là bao nhiêu|như thế nào|ở đâu|nào|gì|bao nhieu|ngay nao|khi nao|ban hanh|la ai|nao|gi)(?!\p{L})/giu,
      ' ',
    ),
  );

/** "Còn quý 3?": the new date, period or year takes the place of the old one of its kind. */
function replaceFact(before: string, said: string): string | null {
  const periods = ['date', 'month', 'quarter', 'period', 'term', 'year'];
  const [fact] = factsOf(said).filter(({ kind }) => periods.includes(kind));
  if (!fact || questionWords.test(fold(said))) return null;
  const rest = `${said.slice(0, fact.from)} ${said.slice(fact.to)}`.replace(
    /(?<!\p{L})(?:năm|tháng|ngày|quý|vào|trong|của|nam|thang|ngay|quy|vao|cua)(?!\p{L})/giu,
    '',
  );
  if (/\p{L}{2}/u.test(rest)) return null;
  const old = factsOf(before).filter(({ kind }) => periods.includes(kind));
  const same = old.find(({ kind }) => kind === fact.kind) ?? old[0];
  if (!same) return `${before} ${said}`;
  // "năm 2022" after "quý 2 năm 2023": only the year inside the older period changes.
  if (fact.kind === 'year' && same.kind !== 'year') {
    const year = /\d{4}/u.exec(said)?.[0] ?? '';
    const inner = /\d{4}/u.exec(before.slice(same.from, same.to));
    if (inner)
      return before.slice(0, same.from + inner.index) + year + before.slice(same.from + inner.index + 4);
  }
  const carriesYear = /\d{4}/u.test(said.slice(fact.from, fact.to));
  const year = carriesYear
    ? ''
    : (/(?:\s*năm\s*|\s*nam\s*|\/)?\d{4}$/iu.exec(before.slice(same.from, same.to))?.[0] ?? '');
  return before.slice(0, same.from) + said.slice(fact.from, fact.to) + year + before.slice(same.to);
}

/** "huy hiệu 40 năm" after "huy hiệu 30 năm": the same noun with another number. */
function replaceNumberedPhrase(before: string, said: string): string | null {
  for (const match of said.matchAll(/(\d+)\s+(\p{L}+)/gu)) {
    const unit = match[2] as string;
    const pattern = new RegExp(String.raw`\d+\s+${unit}(?!\p{L})`, 'iu');
    if (pattern.test(before)) return before.replace(pattern, match[0]);
  }
  for (const match of said.matchAll(/(\p{L}+)\s+(\d+)(?![\p{L}\d/-])/gu)) {
    const pattern = new RegExp(String.raw`(?<!\p{L})${match[1] as string}\s+\d+(?![\d/-])`, 'iu');
    if (pattern.test(before)) return before.replace(pattern, match[0]);
  }
  return null;
}

/** A new matter in the same circumstances: it replaces the noun that was asked about, or the whole asking phrase. */
function replaceMatter(before: string, said: string): string | null {
  if (questionWords.test(fold(said))) {
    const kept = before.replace(
      /(?<!\p{L})(?:có\s+|được\s+|co\s+|duoc\s+)?(?:bao nhiêu|mấy|bao nhieu|may)\s+(?:\p{L}+\s?){1,4}|^ai\s+\p{L}+\s+\p{L}+|(?<!\p{L})(?:ngày nào|là ai|ngay nao|la ai)(?!\p{L})/iu,
      ' ',
    );
    return oneLine(`${said} ${kept}`);
  }
  const isName =
    /^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,2}$/u.test(said) && !/^(?:đảng|chi|ủy|ban|tổ|hội)/iu.test(said);
  if (isName) return oneLine(`${before.replace(/\([^)]*\)/gu, ' ')} ${said}`);
  const asked =
    /(?<!\p{L})(bao nhiêu|mấy|bao nhieu)\s+([^,?()]+?)(?=\s+(?:theo|trong|tại|ở|của|trực thuộc|năm|tháng|vào|trong|tai|cua|truc thuoc|nam|thang)(?!\p{L})|[?,(]|$)/iu.exec(
      before,
    );
  if (asked) {
    const from = asked.index + (asked[1]?.length ?? 0) + 1;
    return before.slice(0, from) + said + before.slice(asked.index + asked[0].length);
  }
  const head =
    /^((?:tỷ lệ|số|tổng số|ty le|so|tong so)\s+)(.+?)(\s+(?:năm|quý|tháng|của|trong|tại|là|nam|quy|thang|cua|la)(?!\p{L}).*)$/iu.exec(
      before,
    );
  if (!head) return null;
  return `${head[1]}${mergePhrase(head[2] as string, said)}${head[3]}`;
}

/** "loại Khá" after "chi bộ xếp loại Tốt": shares a word, so only what follows that word changes. */
function mergePhrase(old: string, said: string): string {
  const first = fold(said).split(' ')[0] ?? '';
  const words = old.split(' ');
  const at = words.findLastIndex((word) => fold(word) === first);
  return at >= 0 ? [...words.slice(0, at), said].join(' ') : `${old} ${said}`;
}
