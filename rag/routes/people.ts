import { answerLeadSeveral, missingValue, nearMissLead } from '../../prompts/answers.ts';
import type { Question } from '../question/analyse.ts';
import { blockOf, type Evidence } from '../evidence/evidence.ts';
import { sameSymbol } from '../evidence/filled-slots.ts';
import { meantDocuments } from './meant-documents.ts';
import { splitQuestion } from '../question/parts.ts';
import { matterBeside } from '../question/question-matter.ts';
import { askedBlockKind } from '../evidence/rank-units.ts';
import type { Passage, Quote } from '../types.ts';
import { sourceLead } from './passages.ts';
import { documentOf, nothingFound, type AskedQuestion, type Result, type Route } from './route.ts';

/** A signature or a list of recipients is read off the document's structure. */
const blockConfidence = 0.95;
/** Words beside the document and the asking from which the question is about something else. */
const mostMatter = 2;

/** "Ai ký Quy định 17-QĐ/TU?", "gửi cho những cơ quan nào?": the signature or the recipients of the named documents. */
export const people: Route = async (asked) => {
  // "Ký ngày nào và ai ký?" asks two things, "ai ký A và ai ký B" of two documents.
  if (splitQuestion(asked.question)) return null;
  const kind = askedBlockKind(asked.question);
  return kind === null ? actor(asked) : blocks(asked, kind);
};

async function blocks(
  asked: AskedQuestion,
  kind: NonNullable<ReturnType<typeof askedBlockKind>>,
): Promise<Result | null> {
  const { question, filter, library, quoting } = asked;
  const { documents, by } = await meantDocuments(asked);
  const rest = matterBeside(question, [], documents).filter((word) => !asksForBlock.has(word));
  if (documents.length === 0) return (await asked.resolution()).named.length > 0 ? notKept(asked) : null;
  if (rest.length > mostMatter || (by === 'turn' && rest.length > 0)) return null;
  const found: Passage[] = [];
  for (const document of documents) {
    const own = (await library.passages(filter.viewer, document.id)).filter(
      (passage) => passage.kind === kind,
    );
    found.push(...own);
  }
  if (found.length === 0) return null;
  const quotes = (await quoting.verbatim(found.map((passage) => ({ passage })))).map((quote) =>
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
}

/** Rivals for an act stand this close to the best candidate. */
const actorMargin = 5;
/** "ai (sẽ) chủ trì", "những ai đồng chủ trì": the act is what follows. */
const actAsked =
  /(?<!\p{L})(?:ai|nguoi nao|dong chi nao|ong nao|ba nao)\s+(?:(?:la nguoi|da|se|duoc|dong|cung|truc tiep)\s+)*(\p{L}+\s\p{L}+)/u;

/**
 * "Ai chủ trì …?" where the sentence that ranks best says nothing of the act and another one does: who only spoke at a
 * meeting did not chair it.
 */
async function actor(asked: AskedQuestion): Promise<Result | null> {
  const { question, quoting } = asked;
  if (question.type !== 'person') return null;
  const act = actAsked.exec(question.frame)?.[1]?.replace(/\s/u, '_');
  if (act === undefined) return null;
  const all = await asked.found();
  const [best] = all.evidence;
  const says = ({ ranked }: Evidence): boolean => blockOf(ranked).some((unit) => unit.pairs.has(act));
  if (!best || says(best)) return null;
  const other = all.evidence.find(
    (one) =>
      says(one) &&
      one.missing.length === 0 &&
      one.values.length > 0 &&
      best.ranked.score - one.ranked.score <= actorMargin,
  );
  if (!other) return null;
  const quotes = await quoting.of(question, [other]);
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found: all,
    missing: [],
    confidence: Math.max(best.confidence, other.confidence),
  };
}

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
  const mention = all.evidence.find((one) => mentions(question, one));
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

const mentions = (question: Question, { ranked }: Evidence): boolean =>
  question.slots.some(
    (slot) =>
      slot.kind === 'symbol' &&
      ranked.unit.facts.some((fact) => fact.symbol !== undefined && sameSymbol(slot.key, fact.key)),
  );
