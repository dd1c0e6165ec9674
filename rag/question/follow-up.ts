import { fold, normalise, oneLine } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import { addressAfter, isAddressFollowUp } from './follow-up-address.ts';
import { replaceSlots } from './follow-up-slots.ts';
import { findPlaces } from './places.ts';
import { placeOfQuote } from '../quoting/place-of-quote.ts';
import type { Answer, Quote } from '../types.ts';

/** What a turn leaves for the next: the question that was answered, complete in itself. */
export interface Understood {
  question: string;
  /** True where the question was completed from the turn before: then 'Tôi hiểu là: …' is shown. */
  isRewritten: boolean;
  /** Documents that the answer cited, in the order of their quotations. */
  documentIds: readonly string[];
  /** How a sentence names the document that all quotations came from: 'Quy định 09-QĐ/TU'; absent: none or several. */
  document?: string;
  /** Where the first quotation stands: 'Điều 4, khoản 3'. */
  place?: string;
  /** The one person that the first quotation gave as the answer: "đồng chí đó". */
  person?: string;
}

/** What a follow-up is completed from. */
export type PreviousTurn = Pick<Understood, 'question'> & Partial<Understood>;

/** What an answer leaves for the turn after it. */
export function turnOf(answer: Answer): Pick<Understood, 'documentIds' | 'document' | 'place' | 'person'> {
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const documents = new Map(quotes.map(({ passage }) => [passage.document.id, passage.document]));
  const [first] = quotes;
  const [document] = documents.values();
  const person = first && personIn(first);
  const name = document?.symbol ? `${document.typeName} ${document.symbol}` : `“${document?.title ?? ''}”`;
  return {
    documentIds: [...documents.keys()],
    ...(document && documents.size === 1 && { document: name }),
    ...(first && { place: placeOfQuote(first) }),
    ...(person && { person }),
  };
}

/** The one emphasised name of a person; undefined where none or several are. */
function personIn({ text, emphasis }: Quote): string | undefined {
  const names = new Set(
    emphasis
      .map(([from, to]) => text.slice(from, to).replace(/^(?:đồng chí|ông|bà|đ\/c)\s+/iu, ''))
      .filter((name) => /^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,4}$/u.test(name)),
  );
  const [only] = names;
  return names.size === 1 ? only : undefined;
}

const openingAccented = /^(?:thế còn|vậy còn|còn|thế|vậy|rồi|và|trong đó)[\s,]+(?:là\s+)?/iu;
const openingPlain = /^(?:the con|vay con|con|the|vay|roi|va|trong do)[\s,]+(?:la\s+)?/iu;
/** Nothing but a follow-up begins so. */
const surelyOpens = /^(?:thế còn|vậy còn|the con|vay con)[\s,]/iu;
/** In a text typed with diacritics "con" and "vay" are other words than "còn" and "vậy". */
const openingOf = (text: string): RegExp =>
  fold(text) === text.toLowerCase() ? openingPlain : openingAccented;
/** "còn" begins a follow-up, "thế nào", "vay vốn", "con nuôi" do not. */
const notOpening =
  /^(?:thế nào|thế chấp|thế hệ|thế giới|thế lực|vậy nào|the nao|the chap|the he|the gioi|the luc|the dang|the bao|vay von|vay tien|con trai|con gai|con nuoi|con dau|con cai|con rieng|con chau|con de|va cac|và các|con người|con đường|con dấu)/iu;
const closing = /[\s,]*(?:thì sao|thì thế nào|thì|hả|à|ạ|nhỉ|thi sao|thi the nao|nhi)\s*[?.!]*$/iu;
/** "văn bản đó", "đồng chí ấy": a thing of the turn before. */
const anaphora =
  /(?<!\p{L})(văn bản|chỉ thị|nghị quyết|quyết định|quy định|quy chế|kết luận|kế hoạch|hướng dẫn|thông báo|tài liệu|cơ quan|tổ chức|đơn vị|chi bộ|đảng bộ|đồng chí|người|ông|bà|khoản|điều|hội nghị|cuộc họp|nó|van ban|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ket luan|ke hoach|huong dan|thong bao|tai lieu|co quan|to chuc|don vi|chi bo|dang bo|dong chi|nguoi|ong|ba|dieu|hoi nghi|cuoc hop)\s+(?:đó|này|ấy|kia|nêu trên|do|nay|ay|neu tren)(?!\p{L})/iu;
/** What a first question of its own begins with, however short. */
const ownMatter =
  /(?<!\p{L})(?:la gi|la ai|bao nhieu|khai niem|dinh nghia|muc phat|quy dinh|khi nao|o dau|the nao)(?!\p{L})/u;

/** True where the message only makes sense after the turn before it. */
export function isFollowUp(message: string): boolean {
  const text = oneLine(normalise(message));
  const folded = fold(text);
  const count = syllables(text).length;
  if (count === 0) return false;
  if (openingOf(text).test(text) && !notOpening.test(text) && count <= (surelyOpens.test(text) ? 24 : 12))
    return true;
  if (/^trong do(?!\p{L})/u.test(folded)) return true;
  if (/(?<!\p{L})thi (?:sao|the nao)[?.! ]*$/u.test(folded) && count <= 14) return true;
  if ((anaphora.test(text) || thereOf.test(text)) && count <= 14) return true;
  if (isAddressFollowUp(text)) return true;
  if (asksOfDocument.test(folded) && findLooseSymbols(text).length === 0) return true;
  return count <= 4 && !ownMatter.test(folded) && findLooseSymbols(text).length === 0;
}

/**
 * Completes a follow-up from the turn before: what the new turn names replaces what is of the same kind, the rest is
 * inherited. Pure and by rule; the result is shown to the person.
 */
export function rewriteFollowUp(message: string, turn: PreviousTurn): string {
  const clean = oneLine(normalise(message));
  const said = clean
    .replace(closing, '')
    .replace(openingOf(clean), '')
    .replace(/[?.!\s]+$/u, '');
  const before = oneLine(normalise(turn.question)).replace(/[?.!\s]+$/u, '');
  const place = addressAfter(said, before, { ...turn, document: documentIn(before) ?? turn.document });
  if (place !== null) return place;
  const there = thereOf.exec(said);
  if (there) return oneLine(resolveThere(said, there, before, turn));
  const reference = anaphora.exec(said);
  if (reference) return resolveAnaphora(said, reference, before, turn);
  const document = documentIn(before) ?? turn.document;
  if (document !== undefined && asksOfDocument.test(fold(said))) return `${said} ${document}`;
  const symbol = findLooseSymbols(said)[0];
  if (symbol) return `${said} ${withoutSymbols(before)}`;
  return replaceSlots(before, said) ?? `${before} ${said}`;
}

/** The document that a question names by its symbol, as typed. */
function documentIn(question: string): string | undefined {
  const [symbol] = findLooseSymbols(question);
  return symbol && documentPhrase(question, symbol.from, symbol.to);
}

/** What is asked of a document as a whole, in words that name no matter of their own. */
const asksOfDocument =
  /^(?:(?:do )?(?:ai|dong chi nao|nguoi nao|co quan nao) (?:da )?(?:ky|ban hanh)|nguoi ky|noi nhan|(?:duoc )?gui (?:cho |den |toi )?(?:ai|nhung ai|dau|nhung dau)|(?:duoc )?(?:ban hanh|ky)(?: (?:vao )?(?:ngay|khi|luc|nam|thang) nao| bao gio)?|ngay (?:ban hanh|ky)(?: la (?:ngay )?nao)?|(?:co )?hieu luc (?:tu )?(?:ngay|khi|bao gio|luc).*|con hieu luc(?: khong| chua)?|het hieu luc chua|thay the (?:van ban )?nao|(?:noi )?ve (?:viec |van de |noi dung )?gi|so (?:hieu|may)(?: la gi| bao nhieu)?|ky hieu)[?.! ]*$/u;

const thereOf = /(?<!\p{L})(?:ở|tại|nơi|o|tai|noi)\s+(?:đó|đấy|ấy|do|day|ay)(?!\p{L})/iu;

/** "ở đó ai ký?" of a document, "ở đó có bao nhiêu chi bộ?" of a place. */
function resolveThere(said: string, match: RegExpExecArray, before: string, turn: PreviousTurn): string {
  const rest = `${said.slice(0, match.index)} ${said.slice(match.index + match[0].length)}`;
  const document = documentIn(before) ?? turn.document;
  if (document !== undefined && asksOfDocument.test(fold(oneLine(rest)))) return `${rest} ${document}`;
  const [place] = findPlaces(before);
  if (place) return `${rest} ở ${placePhrase(before, place.from, place.to)}`;
  return document === undefined ? `${rest} ${subjectOf(before)}` : `${rest} ${document}`;
}

const placePhrase = (text: string, from: number, to: number): string =>
  `${/(?:(?:Đảng bộ |đảng bộ )?(?:tỉnh|huyện|xã|phường|thị xã|thành phố|quận)\s)?$/iu.exec(text.slice(0, from))?.[0] ?? ''}${text.slice(from, to)}`;

/** "văn bản đó", "đồng chí ấy": the document or the matter of the turn before in its place. */
function resolveAnaphora(said: string, match: RegExpExecArray, before: string, turn: PreviousTurn): string {
  const noun = fold(match[1] ?? '');
  if (turn.person !== undefined && personNouns.test(noun))
    return oneLine(
      `${said.slice(0, match.index)} ${turn.person} ${said.slice(match.index + match[0].length)}`,
    );
  const isDocument = documentNouns.test(noun);
  const named = documentIn(before) ?? (isDocument ? turn.document : undefined) ?? subjectOf(before);
  return oneLine(`${said.slice(0, match.index)} ${named} ${said.slice(match.index + match[0].length)}`);
}

const personNouns = /^(?:dong chi|nguoi|ong|ba|anh|chi)$/u;
const documentNouns =
  /^(?:van ban|tai lieu|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ket luan|ke hoach|huong dan|thong bao|bao cao|nghi dinh|thong tu|luat)$/u;

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
