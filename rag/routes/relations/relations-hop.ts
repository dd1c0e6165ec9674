import * as words from '../../../prompts/relations.ts';
import { fold } from '../../../text/normalise.ts';
import { findSymbols } from '../../../text/symbols.ts';
import type { Quoted } from '../../quoting/quoting.ts';
import type { DocumentRelation, DocumentSummary } from '../../types.ts';
import { readHop, type HopQuestion } from './relations-hop-question.ts';
import { nameSpans } from './relations-names.ts';
import { widened, type PassageSlice } from './relations-sentence.ts';
import { relationConfidence, statementsOf, statingQuotes, type Subject } from './relations-statements.ts';
import { subjectsOf } from './relations-subjects.ts';
import { nothingFound, type AskedQuestion, type Result, type Route } from '../route.ts';

/** How many described documents are asked; more than that is no description. */
const mostTargets = 6;
/** How many quotations of the second document are shown beside the one that leads to it. */
const mostOfSecond = 2;

/** A document that the named one leads to, and the quotation that says so. */
interface Step {
  target: DocumentSummary;
  quote: Quoted;
  /** Null where it is only referred to. */
  relation: DocumentRelation | null;
}

/**
 * 'Chỉ thị mà Kế hoạch 27 thực hiện do ai ban hành', 'văn bản thay thế Quy định 08 quy định thế nào về …': the step to
 * the other document is quoted, and what is asked is asked of that document alone.
 */
export const hop: Route = async (asked) => {
  const { question, resolution } = asked;
  const resolved = await resolution();
  if (resolved.named.length === 0 && resolved.titled.length === 0) return null;
  const spans = nameSpans(
    question.text,
    resolved,
    resolved.titled.slice(0, 2).map(({ document }) => document),
  );
  const read = spans.length === 0 ? null : readHop(question.text, spans);
  if (!read) return null;
  const [subject] = await subjectsOf(asked, false);
  if (!subject) return null;
  const { steps, unkept } = await stepsOf(asked, subject, read);
  let best: { step: Step; result: Result } | null = null;
  for (const step of steps.slice(0, mostTargets)) {
    const result = await secondOf(asked, read, step.target);
    if (result && (!best || result.confidence > best.result.confidence)) best = { step, result };
  }
  if (best) return joined(subject, read, best.step, best.result);
  return steps.length === 0 && unkept ? notKept(asked, subject, unkept) : null;
};

async function stepsOf(
  asked: AskedQuestion,
  subject: Subject,
  read: HopQuestion,
): Promise<{ steps: Step[]; unkept: DocumentRelation | null }> {
  if (read.kinds === null) return { steps: await referredSteps(asked, subject, read), unkept: null };
  const { kinds } = read;
  const statements = (await statementsOf(asked, subject, read.direction)).filter(({ relation }) =>
    kinds.includes(relation.kind),
  );
  const kept = statements.filter(({ document }) => document !== null && fits(document, read));
  const exact = kept.filter(({ relation }) => relation.kind === kinds[0]);
  const steps: Step[] = [];
  for (const { relation, document } of exact.length > 0 ? exact : kept) {
    const [quote] = await statingQuotes(asked, [relation]);
    if (document && quote && !steps.some(({ target }) => target.id === document.id))
      steps.push({ target: document, quote, relation });
  }
  const unkept = statements.find(({ document }) => document === null)?.relation ?? null;
  return { steps, unkept };
}

const fits = (document: DocumentSummary, { typeName, year }: HopQuestion): boolean =>
  (typeName === null || fold(document.typeName) === fold(typeName)) &&
  (year === null || (document.issuedOn?.startsWith(year) ?? false));

/** Kept documents whose symbols stand anywhere in the named one. */
async function referredSteps(
  { library, filter, quoting }: AskedQuestion,
  { document }: Subject,
  read: HopQuestion,
): Promise<Step[]> {
  if (!document) return [];
  const found = new Map<string, { target: DocumentSummary; place: PassageSlice }>();
  for (const passage of await library.passages(filter.viewer, document.id)) {
    for (const mention of findSymbols(passage.text)) {
      const context = passage.text.slice(Math.max(0, mention.from - 40), mention.to + 60);
      const { named } = await library.resolve(filter.viewer, context);
      const target = named
        .filter((entry) => entry.mention.key === mention.key)
        .flatMap(({ documents }) => documents)
        .find((one) => one.id !== document.id && fits(one, read));
      if (target && !found.has(target.id))
        found.set(target.id, { target, place: widened(passage, mention.from, mention.to) });
    }
  }
  const steps = [...found.values()];
  const quotes = await quoting.verbatim(steps.map(({ place }) => place));
  return steps.flatMap(({ target }, at) => {
    const quote = quotes[at];
    return quote ? [{ target, quote, relation: null }] : [];
  });
}

/** What is asked of the second document, with its name in place of the description. */
async function secondOf(
  asked: AskedQuestion,
  read: HopQuestion,
  target: DocumentSummary,
): Promise<Result | null> {
  const { question, again } = asked;
  const own = await nameFor(asked, target);
  const head = question.text.slice(0, read.from).trimEnd();
  const tail = question.text.slice(read.to).trimStart();
  if (
    /^(?:la\s+)?(?:(?:van ban|[\p{L}]+ [\p{L}]+)\s+)?(?:nao|gi|so may)?[\s?.]*$/u.test(fold(tail)) &&
    head === ''
  ) {
    const quote = await asked.quoting.head(target);
    return quote && identity(target, quote);
  }
  const text = read.isMatter
    ? `Theo ${own}, ${lowered(`${head} ${tail}`.trim())}`
    : `${head} ${own} ${tail}`.trim();
  const result = await again(text, { documentIds: [target.id] });
  return result.answer.outcome === 'answer' || result.answer.outcome === 'correction' ? result : null;
}

/** By symbol, with the date where another kept document carries it too. */
async function nameFor({ library, filter }: AskedQuestion, target: DocumentSummary): Promise<string> {
  if (target.symbol === null) return target.title;
  const name = `${target.typeName} ${target.symbol}`;
  const { named } = await library.resolve(filter.viewer, name);
  return named.some(({ documents }) => documents.length > 1) ? words.documentName(target) : name;
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const identity = (target: DocumentSummary, quote: Quoted): Result => ({
  answer: { outcome: 'answer', lead: words.thatIs(words.documentName(target)), quotes: [quote] },
  found: nothingFound,
  missing: [],
  confidence: relationConfidence,
});

function joined(
  subject: Subject,
  read: HopQuestion,
  { target, quote, relation }: Step,
  result: Result,
): Result {
  const other = words.documentName(target);
  const first = words.hopLead(subject.name, relation?.kind ?? null, read.direction, other);
  const own = 'quotes' in result.answer ? result.answer.quotes : [];
  return {
    ...result,
    answer: {
      ...result.answer,
      lead: `${first}\n${result.answer.lead}`,
      quotes: [quote, ...own.slice(0, mostOfSecond)],
    } as Result['answer'],
    isAboutForce: true,
  };
}

/** The described document is not kept: said so, with the sentence that names it. */
async function notKept(
  asked: AskedQuestion,
  subject: Subject,
  relation: DocumentRelation,
): Promise<Result | null> {
  const quotes = await statingQuotes(asked, [relation]);
  if (quotes.length === 0) return null;
  const other = words.namedOnly(relation.targetSymbol, relation.targetIssuedOn);
  return {
    answer: {
      outcome: 'near-miss',
      lead: words.hopNotKept(subject.name, relation.kind, other),
      missing: [other],
      quotes,
    },
    found: nothingFound,
    missing: [other],
    confidence: relationConfidence,
    isAboutForce: true,
  };
}
