import { foldedSyllables, syllables } from '../../text/syllables.ts';
import type { Address } from './address.ts';
import type { Question } from './analyse.ts';
import type { DocumentSummary } from '../types.ts';

/** Words that ask for what a place says, or name a document without saying which. */
const asking = new Set(
  (
    'noi quy dinh dung gi nao nhu the ve viec van de cho toi xem doc trich nguyen dan neu ghi la cua trong tai theo o hay ' +
    'xin biet muon toan day du chi tiet cu mo ta ban do nay ay kia anh em minh giup duoc co nhung cac so hieu ky lai nhac ' +
    'thi va voi de ra sao bao gom hien tren duoi chinh dong ca lieu tai huong thong nghi quyet che luan ket ke hoach bao cao ' +
    'luat thu tu bo de an chuong trinh sanh khac nhau giong so bieu tiep nghia noi dieu khoan diem muc phan phu luc ngay thang nam hoi cai vay a nhi'
  ).split(' '),
);

/** The words of a question that are neither its addresses, nor its documents, nor words of asking. */
export function matterBeside(
  question: Question,
  addresses: readonly Address[],
  documents: readonly DocumentSummary[],
): string[] {
  const spans = [...addresses, ...question.slots.filter(({ kind }) => kind === 'symbol' || kind === 'date')];
  const naming = new Set(
    documents.flatMap(({ typeName, symbol, title, subject, issuer, issuedOn }) =>
      foldedSyllables([typeName, symbol, title, subject, issuer, issuedOn].filter(Boolean).join(' ')),
    ),
  );
  return syllables(question.text)
    .filter(({ from, to }) => !spans.some((span) => from >= span.from && to <= span.to))
    .map(({ folded }) => folded)
    .filter((word) => !asking.has(word) && !naming.has(word));
}
