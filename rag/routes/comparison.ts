import { answerLeadSeveral, documentName, nearMissLead, sideBySideHead } from '../../prompts/answers.ts';
import { analyseQuestion, type Question } from '../question/analyse.ts';
import { blockOf, type Evidence, type Missing } from '../evidence/evidence.ts';
import { valueTypes } from '../evidence/holds.ts';
import { splitQuestion, type Comparison, type Part } from '../question/parts.ts';
import { fold } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { placeOfQuote } from '../quoting/place-of-quote.ts';
import type { Quoted } from '../quoting/quoting.ts';
import type { Answer, Hit } from '../types.ts';
import { bestValues } from '../evidence/values.ts';
import { amountHead } from '../computing/amounts-compared.ts';
import { averageQuestions, compareAmounts } from '../computing/worded-computation.ts';
import { address } from './address.ts';
import { card } from './card.ts';
import { definition } from './definition.ts';
import { sourceLead } from './passages.ts';
import { people } from './people.ts';
import { namedRow } from './table-row.ts';
import { documentOf, hasSymbol, labelsOf, type AskedQuestion, type Result, type Route } from './route.ts';

/** A part of a comparison is quoted from this confidence on. */
const partConfidence = 0.08;
/** A part that lacks nothing, from this one. */
const filledConfidence = 0.02;
const directConfidence = 0.9;

interface Chosen {
  question: Question;
  evidence: Evidence;
  entity: string;
}

interface Candidates {
  question: Question;
  entity: string;
  evidence: readonly Evidence[];
}

/** Several entities in one question: a sub-question and a quotation for each; the arithmetic where amounts are compared. */
export const comparison: Route = async (asked) => {
  const split = splitQuestion(asked.question);
  if (!split) return null;
  const direct = (await directParts(asked, split.parts)) ?? (await definedParts(asked, split));
  if (direct || split.operation === 'meaning') return direct;
  const { finder, filter, quoting } = asked;
  const hits: Hit[] = [];
  const asking: Candidates[] = [];
  for (const part of split.parts) {
    const subs = split.operation === 'average' ? averageQuestions(part.question) : [part.question];
    for (const text of subs) {
      const question = analyseQuestion(text);
      const named = hasSymbol(question)
        ? (await asked.aside(question).resolution()).named.flatMap(({ documents }) => documents)
        : [];
      const documentIds = named.map(({ id }) => id);
      const found = await finder.find(question, named.length > 0 ? { ...filter, documentIds } : filter, []);
      hits.push(...found.hits);
      asking.push({ question, entity: part.entity, evidence: found.evidence });
    }
  }
  const table = split.operation === 'average' ? null : commonTable(asking);
  const chosen: Chosen[] = [];
  const missing: Missing[] = [];
  let confidence = 1;
  for (const { question, entity, evidence } of asking) {
    const best = bestOf(
      { question, entity, evidence: inTable(evidence, table) },
      chosen.filter((one) => one.entity !== entity),
    );
    confidence = Math.min(confidence, best?.confidence ?? 0);
    if (!best || best.missing.length > 1 || !isSure(best)) {
      missing.push({ kind: 'value', label: entity });
      continue;
    }
    missing.push(...best.missing);
    chosen.push({ question, evidence: best, entity });
  }
  if (chosen.length === 0 || missing.length > 0) {
    const together = await saidTogether(asked, split.parts);
    if (together) return together;
  }
  if (chosen.length === 0) return null;
  const quotes = await quoting.each(chosen);
  const found = { evidence: chosen.map((one) => one.evidence), hits, ranked: [] };
  if (missing.length > 0) {
    const labels = labelsOf(missing);
    const answer: Answer = { outcome: 'near-miss', lead: nearMissLead(labels), missing: labels, quotes };
    return { answer, found, missing: labels, confidence };
  }
  // One value read for two things is the value of one of them at most.
  const isOneValue = chosen.some((one, i) => chosen.slice(i + 1).some((other) => isSameValue(one, other)));
  const computed = isOneValue ? null : compareAmounts(asked.question, split, chosen);
  const rows = isOneValue ? [null] : chosen.map(rowOf);
  const answer: Answer = {
    outcome: 'answer',
    lead: answerLeadSeveral,
    quotes,
    ...(computed !== null && { computed: { text: computed } }),
    ...(rows.every((row) => row !== null) && { table: { head: sideBySideHead, rows } }),
  };
  return { answer, found, missing: [], confidence };
};

/** How many of the best candidates are looked at for one sentence about all parts. */
const mostTogether = 6;
/** Share of the words that tell a part from the others that the sentence must say. */
const saidOfPart = 0.6;

/** One sentence that speaks of every part: what it says of each needs no search of its own. */
async function saidTogether(asked: AskedQuestion, parts: readonly Part[]): Promise<Result | null> {
  const own = parts.map(({ entity }, i) => {
    const others = new Set(parts.flatMap((part, j) => (i === j ? [] : foldedSyllables(part.entity))));
    return foldedSyllables(analyseQuestion(entity).expanded).filter((word) => !others.has(word));
  });
  if (own.some((words) => words.length === 0)) return null;
  const found = await asked.found();
  const best = found.evidence.slice(0, mostTogether).find((one) => {
    const units = blockOf(one.ranked);
    const said = (word: string): boolean => units.some((unit) => unit.words.has(word));
    return (
      one.confidence >= filledConfidence &&
      one.missing.every(({ slot }) => slot === undefined) &&
      own.every((words) => words.filter(said).length >= words.length * saidOfPart)
    );
  });
  if (!best) return null;
  const quotes = await asked.quoting.of(asked.question, [best]);
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found,
    missing: [],
    confidence: best.confidence,
  };
}

/** "A với B khác nhau ở chỗ nào": where no amounts are compared and both are defined, what each of them is. */
async function definedParts(asked: AskedQuestion, { parts, operation }: Comparison): Promise<Result | null> {
  if ((operation !== 'difference' && operation !== 'meaning') || valueTypes.has(asked.question.type))
    return null;
  const isPlain = !asked.question.hasDiacritics;
  const results: Result[] = [];
  for (const { entity } of parts) {
    if (amountHead.test(entity)) return null;
    const sub = asked.aside(analyseQuestion(`${entity} ${isPlain ? 'la gi' : 'là gì'}`));
    const result = await definition(sub);
    if (result?.answer.outcome !== 'answer') return null;
    results.push(result);
  }
  const [first] = results;
  if (!first) return null;
  const quotes = results.flatMap(({ answer }) => ('quotes' in answer ? answer.quotes.slice(0, 1) : []));
  return { ...first, answer: { outcome: 'answer', lead: sourceLead(quotes), quotes } };
}

/** All that the part names is there with a value of its own, or the sentence fits well enough without. */
const isSure = ({ missing, values, confidence }: Evidence): boolean =>
  confidence >= (missing.length === 0 && values.length > 0 ? filledConfidence : partConfidence);

/** A row this much worse than the best candidate is still taken where a table holds all that is compared. */
const tableMargin = 4;

/** The passage of a table that has a row for every part: figures of one table can be compared. */
function commonTable(asking: readonly Candidates[]): string | null {
  const rowsOf = ({ evidence }: Candidates): Set<string> =>
    new Set(
      evidence
        .filter(
          (one) =>
            one.ranked.unit.kind === 'row' &&
            one.missing.length === 0 &&
            (evidence[0]?.ranked.score ?? 0) - one.ranked.score <= tableMargin,
        )
        .map((one) => one.ranked.passage.passage.id),
    );
  const [first, ...rest] = asking.map(rowsOf);
  return [...(first ?? [])].find((id) => rest.every((ids) => ids.has(id))) ?? null;
}

const inTable = (evidence: readonly Evidence[], table: string | null): readonly Evidence[] =>
  table === null ? evidence : evidence.filter((one) => one.ranked.passage.passage.id === table);

/**
 * The best candidate that does not give the value of another entity for this one: a row or sentence of its own, from a
 * document of its own unless a table holds them all.
 */
function bestOf({ question, entity, evidence }: Candidates, others: readonly Chosen[]): Evidence | undefined {
  const isTaken = (one: Evidence): boolean =>
    others.some((other) => isSameValue(other, { question, evidence: one, entity: '' }));
  const documents = new Set(others.map((one) => documentOf(one.evidence).id));
  const complete = evidence.filter((one) => one.missing.length === 0 && !countsOtherEvent(question, one));
  const valued = complete.filter((one) => one.values.length > 0);
  const usable = valueTypes.has(question.type) && valued.length > 0 ? valued : complete;
  const named = namedRow(question, complete);
  if (named && !isTaken(named)) return named;
  const [top] = usable;
  if (top?.ranked.unit.kind === 'row' && !isTaken(top)) return top;
  const told = new Set(others.flatMap((other) => foldedSyllables(other.entity)));
  const own = foldedSyllables(entity).filter((word) => !told.has(word));
  const saysOwn = (one: Evidence): boolean =>
    own.length > 0 && blockOf(one.ranked).some((unit) => own.every((word) => unit.words.has(word)));
  const first = usable.find((one) => !isTaken(one));
  if (others.length > 0 && first && saysOwn(first)) return first;
  return (
    usable.find((one) => !documents.has(documentOf(one).id)) ??
    usable.find((one) => !isTaken(one)) ??
    top ??
    evidence[0]
  );
}

/** "Kết nạp 38 đảng viên" is not how many there are. */
function countsOtherEvent(question: Question, evidence: Evidence): boolean {
  const { text } = evidence.ranked.passage.passage;
  const values = bestValues(question, text, evidence.values);
  return (
    values.length > 0 &&
    values.every(([from]) => {
      const event = eventBefore.exec(fold(text.slice(Math.max(0, from - 40), from)))?.[1];
      return event !== undefined && !question.frame.includes(event);
    })
  );
}

const eventBefore =
  /(?<!\p{L})(ket nap|khai tru|thu hoi|tang|giam|them|bo sung|chuyen|cap moi|xoa ten|thanh lap|giai the|nghi huu)(?:\s+(?:them|moi|duoc|duoc them|di|khoang|hon|la))*\s*$/u;

const isSameValue = (a: Chosen, b: Chosen): boolean =>
  a.entity !== b.entity &&
  placeKey(a.evidence) === placeKey(b.evidence) &&
  valuesRead(a.question, a.evidence).join() === valuesRead(b.question, b.evidence).join();

const placeKey = ({ ranked }: Evidence): string => `${ranked.passage.passage.id} ${ranked.index}`;

const valuesRead = (question: Question, evidence: Evidence): string[] => {
  const { text } = evidence.ranked.passage.passage;
  return bestValues(question, text, evidence.values).map(([from, to]) => text.slice(from, to).trim());
};

const countTypes: ReadonlySet<string> = new Set(['number', 'percent', 'money', 'duration']);

/** What was read for an entity and where, for the table; null where no single value stands out. */
function rowOf({ question, evidence, entity }: Chosen): string[] | null {
  const { passage } = evidence.ranked.passage;
  // 'một' of "đường một chiều" is no amount.
  const printed = [...new Set(valuesRead(question, evidence))].filter(
    (value) => /\d/u.test(value) || !countTypes.has(question.type),
  );
  if (printed.length === 0 || printed.length > 2) return null;
  const place = placeOfQuote({ text: evidence.ranked.unit.text, passage });
  return [entity, printed.join('; '), `${documentName(passage.document)}${place ? `, ${place}` : ''}`];
}

/** Parts that each name a document and ask for what its structure or its head says: nothing is searched. */
async function directParts(asked: AskedQuestion, parts: readonly Part[]): Promise<Result | null> {
  const results: Result[] = [];
  const rows: string[][] = [];
  const quotes: Quoted[] = [];
  for (const part of parts) {
    const sub = asked.aside(analyseQuestion(part.question));
    if (!hasSymbol(sub.question)) return null;
    const result = (await address(sub)) ?? (await people(sub)) ?? (await card(sub));
    if (result?.answer.outcome !== 'answer') return null;
    const [first] = result.answer.quotes;
    if (!first) return null;
    results.push(result);
    quotes.push(...result.answer.quotes.map((quote) => ({ ...quote, isTrimmed: false })));
    const [emphasis] = first.emphasis;
    const value = emphasis ? first.text.slice(...emphasis) : (result.answer.lead.split('\n')[0] ?? '');
    rows.push([part.entity, value, documentName(first.passage.document)]);
  }
  const [first] = results;
  if (!first) return null;
  return {
    answer: {
      outcome: 'answer',
      lead: answerLeadSeveral,
      quotes,
      table: { head: sideBySideHead, rows },
    },
    found: first.found,
    missing: [],
    confidence: directConfidence,
  };
}
