import {
  correctionClaim,
  correctionDate,
  correctionDenied,
  correctionElsewhere,
  correctionSymbol,
  documentName,
} from '../../prompts/answers.ts';
import { formatDate } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { analyseQuestion } from '../question/analyse.ts';
import { claimsOf, deniedBy, isClaim, type Claim } from './claims.ts';
import { blockOf, type Evidence } from '../evidence/evidence.ts';
import { factsOf } from '../question/facts.ts';
import { meantDocuments } from './meant-documents.ts';
import { matterBeside } from '../question/question-matter.ts';
import type { DocumentSummary, Quote } from '../types.ts';
import { people } from './people.ts';
import { passages } from './passages.ts';
import { documentOf, type AskedQuestion, type Result, type Route } from './route.ts';

/** A question that takes something to be so which a kept document says otherwise: what it says instead. */
export const premise: Route = async (asked) =>
  (await wrongDocument(asked)) ?? (await wrongClaim(asked)) ?? (await decidedElsewhere(asked));

/** "Quy định 17-QĐ/TW ngày 14/3/2025": no such document is kept, but one that differs in issuer or day alone. */
async function wrongDocument(asked: AskedQuestion): Promise<Result | null> {
  const { question, filter, library, quoting } = asked;
  const { named } = await asked.resolution();
  const [entry] = named;
  if (named.length !== 1 || !entry || entry.documents.length > 0) return null;
  const { mention } = entry;
  const similar = await sameNumber(asked, mention.typeName, mention.number);
  const exact = similar.filter((document) => document.symbolKey === mention.key);
  const [twin] = exact;
  if (exact.length === 1 && twin?.issuedOn && mention.issuedOn !== null && twin.issuedOn !== mention.issuedOn)
    return corrected(asked, twin, correctionDate(documentName(twin), mention.issuedOn));
  const agreeing = similar.filter(
    (document) =>
      document.symbolKey !== mention.key &&
      ((mention.issuedOn !== null && document.issuedOn === mention.issuedOn) || isAbout(asked, document)),
  );
  const [only] = agreeing;
  if (agreeing.length !== 1 || !only) return null;
  return corrected(
    asked,
    only,
    correctionSymbol(question.text.slice(mention.from, mention.to), documentName(only)),
  );

  async function corrected(
    _: AskedQuestion,
    document: DocumentSummary,
    lead: string,
  ): Promise<Result | null> {
    const head = await quoting.head(document);
    const [first] = await library.passages(filter.viewer, document.id, { charFrom: 0, charTo: 1 });
    const quotes = head ? [head] : first ? await quoting.verbatim([{ passage: first }]) : [];
    if (quotes.length === 0) return null;
    return {
      answer: { outcome: 'correction', lead, quotes },
      found: await asked.found(),
      missing: [],
      confidence: correctionConfidence,
    };
  }
}

const correctionConfidence = 0.9;

/** Kept documents of this type and number, whoever issued them. */
async function sameNumber(
  { filter, library }: AskedQuestion,
  typeName: string | null,
  number: string,
): Promise<DocumentSummary[]> {
  if (typeName === null) return [];
  const { named } = await library.resolve(filter.viewer, `${typeName} số ${number}`);
  return named.flatMap(({ documents }) => documents);
}

/** Share of the words beside the symbol that a document's head must say. */
const headShare = 0.75;

function isAbout({ question }: AskedQuestion, document: DocumentSummary): boolean {
  const all = matterBeside(question, [], []);
  return all.length >= 3 && matterBeside(question, [], [document]).length <= all.length * (1 - headShare);
}

/** "Có phải … 45 ngày không?", "Có phải đồng chí X ký …?": asked openly, the documents say another value. */
async function wrongClaim(asked: AskedQuestion): Promise<Result | null> {
  const { question } = asked;
  if (!isClaim(question)) return null;
  const { outcome } = await asked.decision();
  const { evidence } = await asked.found();
  const [best] = evidence;
  if (outcome === 'correction') return alsoSaid(asked);
  if (best && best.relevance >= leastRelevance) {
    if (sentencesOf(best).some((sentence) => deniedBy(question, sentence) !== null))
      return correction(asked, best, correctionDenied);
  }
  if (outcome === 'answer') return null;
  const signed = /(?<!\p{L})ky(?!\p{L})/u.test(question.frame) ? await signatureOf(asked) : null;
  for (const claim of claimsOf(question)) {
    const open = asked.aside(analyseQuestion(claim.open));
    const signed = await people(open);
    if (signed && 'quotes' in signed.answer && states(signed.answer.quotes, claim)) return signed;
    const result = signed ?? (await passages(open));
    if (result.answer.outcome !== 'answer' || result.answer.quotes.length === 0) continue;
    const [quote] = result.answer.quotes;
    // Said as claimed: then there is nothing to correct.
    if (!quote || states(result.answer.quotes, claim) || quote.emphasis.length === 0) continue;
    return {
      ...result,
      answer: { outcome: 'correction', lead: correctionClaim(claim.label), quotes: [quote] },
    };
  }
  return signed;
}

/** "Có phải … do Bí thư Tỉnh ủy ký không?": an office is held against the signature by the reader. */
async function signatureOf(asked: AskedQuestion): Promise<Result | null> {
  const { documents } = await meantDocuments(asked);
  const [document] = documents;
  if (!document?.symbol || documents.length > 1) return null;
  return people(
    asked.aside(analyseQuestion(`Ai ký ${document.typeName} ${document.symbol}${ofDay(document)}?`)),
  );
}

const ofDay = ({ issuedOn }: DocumentSummary): string => (issuedOn ? ` ngày ${formatDate(issuedOn)}` : '');

/** The sentences of a candidate; an item is read on from its lead-in. */
function sentencesOf({ ranked }: Evidence): string[] {
  const lead = ranked.unit.lead === null ? undefined : ranked.passage.units[ranked.unit.lead];
  const item = ranked.unit.text.replace(/^\s*(?:\(?[\p{L}\d.]{1,4}[.)]|[-–+•*])\s*/u, '');
  return [
    ...blockOf(ranked).map((unit) => unit.text),
    ...(lead ? [`${lead.text.replace(/:\s*$/u, '')} ${item}`] : []),
  ];
}

/** How far behind the corrected sentence another one may stand that says the same. */
const alsoMargin = 8;

/** A premise that a sentence denies: with the other sentence of that document which says so too. */
async function alsoSaid(asked: AskedQuestion): Promise<Result | null> {
  const decision = await asked.decision();
  if (decision.outcome !== 'correction' || decision.because.kind !== 'denied') return null;
  const [best] = decision.chosen;
  const denied = /(?<!\p{L})(?:khong|chua)\s+(\p{L}+)\s(\p{L}+)/u.exec(asked.question.frame);
  if (!best || !denied) return null;
  const pair = `${denied[1]}_${denied[2]}`;
  const { evidence } = await asked.found();
  const also = evidence.find(
    (one) =>
      one !== best &&
      documentOf(one).id === documentOf(best).id &&
      one.ranked.unit !== best.ranked.unit &&
      best.ranked.score - one.ranked.score <= alsoMargin &&
      one.ranked.unit.pairs.has(pair) &&
      !one.ranked.unit.pairs.has(`khong_${denied[1]}`) &&
      !one.ranked.unit.pairs.has(`chua_${denied[1]}`),
  );
  return also ? correction(asked, best, correctionDenied, also) : null;
}

/** How well a passage must fit for a denial in it to be the matter of the question. */
const leastRelevance = 0.3;

function states(quotes: readonly Quote[], { key, label }: Claim): boolean {
  const texts = quotes.map(({ text, passage }) => `${passage.context}\n${text}`);
  if (key === null) return texts.some((text) => fold(text).includes(fold(label)));
  return texts.some((text) => factsOf(text, 'evidence').some((fact) => fact.key === key));
}

async function correction(
  asked: AskedQuestion,
  one: Evidence,
  lead: string,
  ...also: readonly Evidence[]
): Promise<Result> {
  return {
    answer: { outcome: 'correction', lead, quotes: await asked.quoting.of(asked.question, [one, ...also]) },
    found: await asked.found(),
    missing: [],
    confidence: one.confidence,
  };
}

/** How many words of a decision's matter a sentence of another document must say. */
const matterShare = 0.8;
const fewestWords = 4;

/**
 * "Kết luận … đã phê duyệt việc cải tạo trụ sở chưa?" where that document does not speak of it and another one does: what
 * the other says is shown as such.
 */
async function decidedElsewhere(asked: AskedQuestion): Promise<Result | null> {
  const { question } = asked;
  if (question.predicate.words.length === 0) return null;
  const { outcome } = await asked.decision();
  if (outcome !== 'refusal' && outcome !== 'near-miss') return null;
  const at = question.expanded.indexOf(question.predicate.label);
  if (at < 0) return null;
  const subject = analyseQuestion(question.expanded.slice(0, at));
  const matter = analyseQuestion(
    question.expanded
      .slice(at)
      .replace(/\s*(?:hay không|hay chưa|không|chưa|hay khong|hay chua|khong|chua)?[\s?.!]*$/iu, ''),
  );
  if (matter.content.length < fewestWords) return null;
  const open = asked.aside(matter);
  const { evidence } = await open.found();
  const named = (one: Evidence): boolean => {
    const { words } = one.ranked.passage.context;
    const own = subject.content.filter((word) => word.length > 1);
    return own.length > 0 && own.every((word) => words.has(word));
  };
  const best = evidence.find(
    (one) =>
      !named(one) &&
      matter.content.filter((word) => blockOf(one.ranked).some((unit) => unit.words.has(word))).length >=
        matter.content.length * matterShare,
  );
  if (!best) return null;
  const quotes = await asked.quoting.of(matter, [best]);
  return {
    answer: {
      outcome: 'correction',
      lead: correctionElsewhere(subject.text, documentName(documentOf(best))),
      quotes,
    },
    found: await asked.found(),
    missing: [],
    confidence: best.confidence,
  };
}
