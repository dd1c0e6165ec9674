import { answerLeadSeveral, missingValue, nearMissLead } from '../../prompts/answers.ts';
import type { Question } from '../analyse.ts';
import { meantDocuments } from '../meant-documents.ts';
import { matterBeside } from '../question-matter.ts';
import { askedBlockKind } from '../rank-units.ts';
import type { DocumentSummary, Passage, Quote } from '../types.ts';
import { sourceLead } from './passages.ts';
import { documentOf, nothingFound, type AskedQuestion, type Result, type Route } from './route.ts';

/** A signature or a list of recipients is read off the document's structure. */
const blockConfidence = 0.95;
/** Words beside the document and the asking from which the question is about something else. */
const mostMatter = 2;

/** "Ai ký Quy định 17-QĐ/TU?", "gửi cho những cơ quan nào?": the signature or the recipients of the named documents. */
export const people: Route = async (asked) => {
  const { question, filter, library, quoting } = asked;
  const kind = askedBlockKind(question);
  if (kind === null) return null;
  const { documents, by } = await meantDocuments(asked);
  const rest = matterBeside(question, [], documents).filter((word) => !asksForBlock.has(word));
  if (documents.length === 0) return (await asked.resolution()).named.length > 0 ? notKept(asked) : null;
  if (rest.length > mostMatter || (by === 'turn' && rest.length > 0)) return null;
  const blocks: Passage[] = [];
  const without: DocumentSummary[] = [];
  for (const document of documents) {
    const own = (await library.passages(filter.viewer, document.id)).filter(
      (passage) => passage.kind === kind,
    );
    blocks.push(...own);
    if (own.length === 0) without.push(document);
  }
  if (blocks.length === 0) return null;
  const quotes = (await quoting.verbatim(blocks.map((passage) => ({ passage })))).map((quote) =>
    kind === 'signature' ? { ...quote, emphasis: signerOf(quote) } : quote,
  );
  return {
    answer: {
      outcome: 'answer',
      lead: documents.length > 1 ? answerLeadSeveral : sourceLead(quotes),
      quotes,
    },
    found: nothingFound,
    missing: [],
    confidence: blockConfidence,
  };
};

const asksForBlock = new Set(
  'ai ky nguoi gui cho nhan noi co quan don vi chuc danh vu tu cach nao duoc den toi dau boi do'.split(' '),
);

/** The last line with words: signatures end with the name. */
function signerOf({ text }: Pick<Quote, 'text'>): [number, number][] {
  const lines = [...text.matchAll(/[^\n]*\p{L}[^\n]*/gu)];
  const last = lines.at(-1);
  return last && lines.length > 1 ? [[last.index, last.index + last[0].length]] : [];
}

/** A document that others only mention: who signed it stands in none of them. */
async function notKept(asked: AskedQuestion): Promise<Result | null> {
  const { question, quoting } = asked;
  const all = await asked.found();
  const mention = all.evidence.find((one) => mentions(question, one.ranked.unit.text));
  if (!mention) return null;
  const missing = [missingValue['person'] as string];
  return {
    answer: {
      outcome: 'near-miss',
      lead: nearMissLead(missing),
      missing,
      quotes: (await quoting.of(question, [mention])).filter(
        (quote) => quote.passage.document.id === documentOf(mention).id,
      ),
    },
    found: all,
    missing,
    confidence: mention.confidence,
  };
}

const mentions = (question: Question, text: string): boolean =>
  question.slots.some((slot) => slot.kind === 'symbol' && text.includes(slot.label));
