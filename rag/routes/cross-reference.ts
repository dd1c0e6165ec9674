import { referredTo, referredUnkept } from '../../prompts/relations.ts';
import { documentName } from '../../prompts/answers.ts';
import { resolveAddress } from '../question/address.ts';
import { analyseQuestion, type Question, type QuestionType } from '../question/analyse.ts';
import { factsOf } from '../question/facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { valueTypes } from '../evidence/holds.ts';
import type { LibrarySection } from '../library.ts';
import type { Quoted } from '../quoting/quoting.ts';
import { showFrom } from '../evidence/gate-weights.ts';
import type { DocumentSummary, Passage, Quote } from '../types.ts';
import { referencesIn, type Reference } from './cross-reference-reading.ts';
import { nameSpans } from './relations/relations-names.ts';
import type { NameSpan } from './relations/relations-question.ts';
import { widened } from './relations/relations-sentence.ts';
import type { AskedQuestion, Result, Route } from './route.ts';

/** How many of the best candidates are looked at for a reference, and how many references are followed. */
const lookedAt = 4;
const followed = 2;
/** A quotation longer than this says more than where to look. */
const longestSender = 400;
/** A target is quoted whole up to this many characters. */
const longest = 900;

/** The end of a reference: what it says, or the name of a document that is not kept. */
type End =
  | {
      quote: Quoted;
      label: string;
      document: DocumentSummary;
      isAnswer: boolean;
      /** How near the question it is, 0 to 1, and how much of what is asked it leaves open. */
      relevance: number;
      open: number;
    }
  | { unkept: string };

/**
 * A passage that answers by sending elsewhere ('thực hiện theo khoản 2 Điều 7', 'theo quy định tại Điều 5 Quy định số
 * …') where the asked value is not in it: both ends are quoted.
 */
export const crossReference: Route = async (asked) => {
  const { question, quoting } = asked;
  // Any symbol would do for 'văn bản nào': the sentence that sends to one does not answer by that.
  if (!valueTypes.has(question.type) || question.types.includes('symbol')) return null;
  const decision = await asked.decision();
  if (decision.outcome === 'answer' || decision.outcome === 'candidates' || decision.outcome === 'correction')
    return null;
  const found = await asked.found();
  for (const one of found.evidence.slice(0, lookedAt)) {
    if (one.relevance < showFrom || one.missing.some(({ kind }) => kind !== 'value')) continue;
    const [quote] = await quoting.of(question, [one]);
    if (!quote) continue;
    for (const reference of referencesIn(quote.text).slice(0, followed)) {
      const end = await endOf(asked, quote, reference);
      if (!end || 'unkept' in end || !end.isAnswer) continue;
      return {
        answer: { outcome: 'answer', lead: leadOf(quote, end), quotes: [quote, end.quote] },
        found,
        missing: [],
        confidence: one.relevance,
      };
    }
  }
  return throughNamed(asked);
};

/** How many references of a named document are followed. */
const mostOfNamed = 8;

/**
 * 'Chi tiền ăn ở hội nghị triển khai Kế hoạch 63 là bao nhiêu': the named document does not say it, but sends to a place
 * that does. Asked there is the question without the name.
 */
async function throughNamed(asked: AskedQuestion): Promise<Result | null> {
  const { question, library, filter, quoting } = asked;
  const resolved = await asked.resolution();
  const [document, ...more] = resolved.named.flatMap(({ documents }) => documents);
  if (!document || more.length > 0) return null;
  const [span] = nameSpans(question.text, resolved, []);
  if (!span) return null;
  const bare = analyseQuestion(withoutName(question.text, span));
  let best: { quote: Quoted; end: Extract<End, { label: string }>; relevance: number } | null = null;
  let followedThere = 0;
  for (const passage of await library.passages(filter.viewer, document.id)) {
    for (const reference of referencesIn(passage.text)) {
      if (reference.document === null || followedThere++ >= mostOfNamed) continue;
      const [quote] = await quoting.verbatim([widened(passage, reference.from, reference.document.to)]);
      const end = quote ? await endOf({ ...asked, question: bare }, quote, reference) : null;
      if (!quote || !end || 'unkept' in end || !end.isAnswer || end.open > 0) continue;
      if (end.relevance >= showFrom && end.relevance > (best?.relevance ?? 0))
        best = { quote, end, relevance: end.relevance };
    }
  }
  if (!best) return null;
  const { quote, end, relevance } = best;
  return {
    answer: { outcome: 'answer', lead: leadOf(quote, end), quotes: [quote, end.quote] },
    found: await asked.found(),
    missing: [],
    confidence: relevance,
  };
}

/** The question without the name of a document and the word that joins it. */
const withoutName = (text: string, { from, to }: NameSpan): string =>
  `${text.slice(0, from).replace(/\s+(?:của|theo|ở|tại|trong|cua|o|tai)\s*$/iu, ' ')} ${text.slice(to)}`;

/** Adds to an answer what its quotation sends to, where the quotation itself does not hold the asked value. */
export async function withReferences(asked: AskedQuestion, result: Result): Promise<Result> {
  const { answer } = result;
  if (answer.outcome !== 'answer' || result.isAboutForce || answer.table || answer.computed) return result;
  const [first] = answer.quotes;
  if (!first || answer.quotes.length > 2 || first.text.length > longestSender) return result;
  // 'theo quy chế nào và được bao nhiêu tiền': the name of the rule is said here, the amount where it sends.
  const open = openTypes(asked.question, first.text);
  if (first.emphasis.length > 0 && open.length === 0) return result;
  const question = open[0] ? { ...asked.question, type: open[0] } : asked.question;
  const ends: End[] = [];
  for (const reference of referencesIn(first.text).slice(0, followed)) {
    const end = await endOf({ ...asked, question }, first, reference);
    if (end && !('quote' in end && answer.quotes.some((quote) => overlaps(quote, end.quote)))) ends.push(end);
  }
  if (ends.length === 0) return result;
  const lines = ends.map((end) =>
    'unkept' in end ? referredUnkept(end.unkept) : referredTo(end.label, nameBeside(first, end.document)),
  );
  const quotes = ends.flatMap((end) => ('quote' in end ? [end.quote] : []));
  return {
    ...result,
    answer: { ...answer, lead: `${answer.lead}\n${lines.join('\n')}`, quotes: [...answer.quotes, ...quotes] },
  };
}

/** Values that a question asks for beside a symbol, and that a text does not hold. */
function openTypes({ types }: Question, text: string): QuestionType[] {
  if (!types.includes('symbol')) return [];
  const facts = factsOf(text, 'evidence');
  const asked = types.filter((type) => type !== 'symbol' && type !== 'person' && valueTypes.has(type));
  return asked.filter((type) => !facts.some(({ kind }) => kind === type));
}

const overlaps = (a: Quote, b: Quote): boolean =>
  a.passage.document.id === b.passage.document.id && a.charFrom < b.charTo && b.charFrom < a.charTo;

const nameBeside = (quote: Quote, document: DocumentSummary): string | null =>
  document.id === quote.passage.document.id ? null : documentName(document);

const leadOf = (quote: Quote, { label, document }: Extract<End, { label: string }>): string =>
  `${documentName(quote.passage.document)}: ${referredTo(label, nameBeside(quote, document))}`;

async function endOf(asked: AskedQuestion, quote: Quote, reference: Reference): Promise<End | null> {
  const { library, filter } = asked;
  const own = quote.passage.document;
  let document = own;
  if (reference.document) {
    const { symbol, issuedOn } = reference.document;
    const { named } = await library.resolve(filter.viewer, symbol);
    const kept = named
      .flatMap(({ documents }) => documents)
      .filter((one) => issuedOn === null || one.issuedOn === null || one.issuedOn === issuedOn);
    const [target] = kept;
    if (!target) return { unkept: reference.label ? `${reference.label} ${symbol}` : symbol };
    if (kept.length > 1) return null;
    document = target;
  }
  if (!reference.address) return document.id === own.id ? null : best(asked, document, null, reference.label);
  const sections = await library.sections(filter.viewer, document.id);
  const scope = reference.isInArticle ? within(sections, quote) : sections;
  const resolved = resolveAddress(reference.address, scope);
  const [section] = 'found' in resolved ? resolved.found : [];
  if (!section) return null;
  // A place that holds the quotation is where it stands, not where it sends.
  if (document.id === own.id && section.charFrom <= quote.charFrom && quote.charTo <= section.charTo)
    return null;
  return best(asked, document, section, reference.label);
}

/** The sections of the article that a quotation stands in. */
function within(sections: readonly LibrarySection[], { charFrom }: Quote): readonly LibrarySection[] {
  const article = sections.find(
    (section) => section.level === 'article' && section.charFrom <= charFrom && charFrom < section.charTo,
  );
  return article
    ? sections.filter((section) => section.charFrom >= article.charFrom && section.charTo <= article.charTo)
    : [];
}

/** What of a document, or of a section of it, says most about the question; else the beginning of the section. */
async function best(
  { question, filter, finder, quoting, library }: AskedQuestion,
  document: DocumentSummary,
  section: LibrarySection | null,
  label: string,
): Promise<End | null> {
  const { evidence } = await finder.find(question, { ...filter, documentIds: [document.id] }, []);
  const inside = evidence.filter((one) => section === null || stands(one, section));
  const hasValue = (one: Evidence): boolean =>
    one.values.length > 0 && one.missing.every(({ kind }) => kind !== 'value');
  const answering = valueTypes.has(question.type) ? inside.find(hasValue) : inside[0];
  if (answering) {
    const [quote] = await quoting.of(question, [answering]);
    if (quote) {
      const { relevance, missing } = answering;
      return { quote, label, document, isAnswer: true, relevance, open: missing.length };
    }
  }
  if (section === null) return null;
  const [passage] = await library.passages(filter.viewer, document.id, section);
  const [quote] = passage ? await quoting.verbatim([sliceOf(passage, section)]) : [];
  return quote ? { quote, label, document, isAnswer: false, relevance: 0, open: 0 } : null;
}

const stands = ({ ranked: { passage, unit } }: Evidence, { charFrom, charTo }: LibrarySection): boolean => {
  const from = passage.passage.charFrom + unit.from;
  return from >= charFrom && from < charTo;
};

const sliceOf = (
  passage: Passage,
  { charFrom, charTo }: LibrarySection,
): { passage: Passage; from: number; to: number } => {
  const from = Math.max(0, charFrom - passage.charFrom);
  return { passage, from, to: Math.min(passage.text.length, charTo - passage.charFrom, from + longest) };
};
