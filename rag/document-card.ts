import { foldedSyllables } from '../text/syllables.ts';
import type { Question } from './analyse.ts';
import type { DocumentSummary } from './types.ts';

/** "34-CT/TU là văn bản gì, ban hành ngày nào": asked of a document that the store holds. */
export function cardOf(question: Question, named: readonly DocumentSummary[]): DocumentSummary | null {
  const [document] = named;
  if (!document || named.length > 1) return null;
  // What is asked beside the symbol and the word for the document: nothing, or what a card says.
  const types = new Set([
    'chi',
    'thi',
    'nghi',
    'quyet',
    'dinh',
    'quy',
    'che',
    'ket',
    'luan',
    'ke',
    'hoach',
    'huong',
    'dan',
    'thong',
    'bao',
    'van',
    'ban',
    'so',
  ]);
  const symbols = question.slots.filter((slot) => slot.kind === 'symbol').map((slot) => slot.label);
  const inSymbol = new Set(symbols.flatMap((symbol) => foldedSyllables(symbol)));
  const asking = new Set(
    'hanh ngay nao may noi dung viec van de chinh cho biet hay xin toi nam khi luc'.split(' '),
  );
  const matter = question.content.filter(
    (word) => !/^\d/u.test(word) && !types.has(word) && !inSymbol.has(word) && !asking.has(word),
  );
  const asksWhat =
    /(?<!\p{L})(?:la (?:van ban|chi thi|nghi quyet|quyet dinh|quy dinh|ket luan|ke hoach|huong dan|thong bao)? ?(?:gi|nao)|ve (?:viec|van de|noi dung|cai)? ?gi|noi (?:ve )?(?:viec |dieu |noi dung )?gi|ban hanh (?:ngay|khi|luc|nam)|(?:ai|co quan nao|don vi nao) ban hanh|ngay (?:nao|may|bao nhieu)|cua (?:ai|co quan nao)|noi dung (?:chinh )?(?:la )?gi)(?!\p{L})/u;
  return asksWhat.test(question.frame) && matter.length <= mostMatter ? document : null;
}

/** Words beside symbol, type and asking from which a question is about a matter inside the document. */
const mostMatter = 3;

/** Asked of what the document says, not only of its number, date and issuer. */
export const asksContent = (question: Question): boolean =>
  /(?<!\p{L})(?:ve (?:viec|van de|noi dung|cai)? ?gi|noi (?:ve )?(?:viec |dieu |noi dung )?gi|noi dung)(?!\p{L})/u.test(
    question.frame,
  );
