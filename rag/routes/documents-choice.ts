import { whichDocumentLead } from '../../prompts/document-briefs.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { meantDocuments } from './meant-documents.ts';
import { meantBy } from '../search/resolver.ts';
import type { DocumentSummary } from '../types.ts';
import { nothingFound, type AskedQuestion, type Result } from './route.ts';

/* Which document a question is about that asks for a summary or for tasks, and what is asked beside naming it. */

/** The documents that the question names, describes or goes on about; none where it names one that is not kept. */
export async function chosenDocuments(asked: AskedQuestion): Promise<readonly DocumentSummary[]> {
  const resolution = await asked.resolution();
  const meant = meantBy(resolution);
  if (meant.length > 0 || resolution.named.length > 0) return meant;
  return (await meantDocuments(asked)).documents;
}

/** Words of naming a document and of asking, which say nothing of a matter inside it. */
const naming = new Set(
  (
    'chi thi nghi quyet dinh quy che ket luan ke hoach huong dan thong bao cao chuong trinh de an van ban tai lieu luat tu cong to phap lenh so ngay thang nam ' +
    'bo chinh tri ban bi thu tinh uy huyen dang thanh trung uong thu tuong phu thuong vu chap hanh cua ve viec nay do tren kia trong theo cho toi xin hay giup minh em anh dong ' +
    'la gi nao nhung cac co nhu the ra sao duoc neu ro biet xem voi nhe a thi va bao gom gom may nhieu hien'
  ).split(' '),
);

/** Words of the question beside the names of the document, the words in `own` and those of asking. */
export function wordsBeside(
  asked: AskedQuestion,
  document: DocumentSummary,
  mentions: readonly { from: number; to: number }[],
  own: RegExp,
): string[] {
  let text = cleanText(asked.question.text);
  for (const { from, to } of [...mentions].reverse()) text = `${text.slice(0, from)} ${text.slice(to)}`;
  const title = new Set(
    foldedSyllables(`${document.subject ?? ''} ${document.title} ${document.issuer ?? ''}`),
  );
  return foldedSyllables(fold(text).replace(new RegExp(own.source, 'gu'), ' ')).filter(
    (word) => !naming.has(word) && !title.has(word) && !/^\d+$/u.test(word),
  );
}

/** Several documents fit: each listed with its date and status, newest first. */
export async function whichDocument(
  { library, filter, day }: AskedQuestion,
  documents: readonly DocumentSummary[],
  lead = whichDocumentLead,
): Promise<Result> {
  const statuses = await library.statuses(
    filter.viewer,
    documents.map(({ id }) => id),
    day,
  );
  return {
    answer: {
      outcome: 'candidates',
      lead,
      documents: documents.map((document) => ({
        ...document,
        status: statuses.get(document.id) ?? { state: 'unclear' },
      })),
      quotes: [],
    },
    found: nothingFound,
    missing: [],
    confidence: sure,
  };
}

/** How sure an answer is that was looked up, not searched. */
export const sure = 0.9;
