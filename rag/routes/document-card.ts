import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import type { DocumentSummary } from '../types.ts';

/** "34-CT/TU là văn bản gì, ban hành ngày nào": asked of a document that the store holds. */
export function cardOf(question: Question, named: readonly DocumentSummary[]): DocumentSummary | null {
  const [document] = named;
  if (!document || named.length > 1) return null;
  // What is asked beside the symbol and the words for the document and its issuer: nothing, or what a card says.
  const symbols = question.slots.filter((slot) => slot.kind === 'symbol').map((slot) => slot.label);
  const inSymbol = new Set(symbols.flatMap((symbol) => foldedSyllables(symbol)));
  const matter = question.content.filter(
    (word) => !/^\d/u.test(word) && !typeWords.has(word) && !inSymbol.has(word) && !askingWords.has(word),
  );
  const asksWhat =
    /(?<!\p{L})(?:la (?:van ban|chi thi|nghi quyet|quyet dinh|quy dinh|ket luan|ke hoach|huong dan|thong bao)? ?(?:gi|nao)|ve (?:viec|van de|noi dung|cai)? ?gi|noi (?:ve )?(?:viec |dieu |noi dung )?gi|ban hanh (?:ngay|khi|luc|nam)|(?:ai|co quan nao|don vi nao) ban hanh|ngay (?:nao|may|bao nhieu)|cua (?:ai|co quan nao)|noi dung (?:chinh )?(?:la )?gi)(?!\p{L})/u;
  if (matter.every((word) => showingWords.has(word))) return document;
  // 'tổ chức lễ ngày nào' asks of a matter inside: a card says what the head says, about what the title names.
  const titled = new Set(foldedSyllables(`${document.subject ?? ''} ${document.title}`));
  const strange = matter.filter((word) => !titled.has(word) && !showingWords.has(word));
  return asksWhat.test(question.frame) && strange.length === 0 ? document : null;
}

const typeWords = new Set(
  'chi thi nghi quyet dinh quy che ket luan ke hoach huong dan thong bao cao chuong trinh tu to cong luat van ban vanban vb so'.split(
    ' ',
  ),
);
const askingWords = new Set(
  'ban hanh ky ngay nao may noi dung viec van de chinh cho biet hay xin toi nam khi luc'.split(' '),
);
/** 'Cho tôi xem chỉ thị 35 của Bộ Chính trị': the document itself is wanted. */
const showingWords = new Set(
  'xem tim mo doc tra cuu hoi ve cua minh em anh chi giup voi nhe a thang bo chinh tri ban bi thu tinh uy huyen dang trung uong thu tuong phu thuong vu'.split(
    ' ',
  ),
);

/** Asked of what the document says, not only of its number, date and issuer. */
export const asksContent = (question: Question): boolean =>
  /(?<!\p{L})(?:ve (?:viec|van de|noi dung|cai)? ?gi|noi (?:ve )?(?:viec |dieu |noi dung )?gi|noi dung)(?!\p{L})/u.test(
    question.frame,
  );
