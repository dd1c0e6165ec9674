import { answerLeadSeveral, documentName, nearMissLead, sideBySideHead } from '../../prompts/answers.ts';
import { analyseQuestion, type Question } from '../question/analyse.ts';
import type { Evidence, Missing } from '../evidence/evidence.ts';
import { valueTypes } from '../evidence/holds.ts';
import { splitQuestion, type Part } from '../question/parts.ts';
import { placeOfQuote } from '../quoting/place-of-quote.ts';
import type { Quoted } from '../quoting/quoting.ts';
import type { Answer, Hit } from '../types.ts';
import { bestValues } from '../evidence/values.ts';
import { averageQuestions, compareAmounts } from '../computing/worded-computation.ts';
import { address } from './address.ts';
import { card } from './card.ts';
import { people } from './people.ts';
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
  const direct = await directParts(asked, split.parts);
  if (direct) return direct;
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
  if (chosen.length === 0) return null;
  const quotes = await quoting.each(chosen);
  const found = { evidence: chosen.map((one) => one.evidence), hits, ranked: [] };
  if (missing.length > 0) {
    const labels = labelsOf(missing);
    const answer: Answer = { outcome: 'near-miss', lead: nearMissLead(labels), missing: labels, quotes };
    return { answer, found, missing: labels, confidence };
  }
  const computed = compareAmounts(split, chosen);
  const rows = chosen.map(rowOf);
  const answer: Answer = {
    outcome: 'answer',
    lead: answerLeadSeveral,
    quotes,
    ...(computed !== null && { computed: { text: computed } }),
    ...(rows.every((row) => row !== null) && { table: { head: sideBySideHead, rows } }),
  };
  return { answer, found, missing: [], confidence };
};

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
function bestOf({ question, evidence }: Candidates, others: readonly Chosen[]): Evidence | undefined {
  const isTaken = (one: Evidence): boolean =>
    others.some(
      (other) =>
        placeKey(other.evidence) === placeKey(one) &&
        valuesRead(other.question, other.evidence).join() === valuesRead(question, one).join(),
    );
  const documents = new Set(others.map((one) => documentOf(one.evidence).id));
  const complete = evidence.filter((one) => one.missing.length === 0);
  const valued = complete.filter((one) => one.values.length > 0);
  const usable = valueTypes.has(question.type) && valued.length > 0 ? valued : complete;
  const [top] = usable;
  if (top?.ranked.unit.kind === 'row' && !isTaken(top)) return top;
  return (
    usable.find((one) => !documents.has(documentOf(one).id)) ??
    usable.find((one) => !isTaken(one)) ??
    top ??
    evidence[0]
  );
}

const placeKey = ({ ranked }: Evidence): string => `${ranked.passage.passage.id} ${ranked.index}`;

const valuesRead = (question: Question, evidence: Evidence): string[] => {
  const { text } = evidence.ranked.passage.passage;
  return bestValues(question, text, evidence.values).map(([from, to]) => text.slice(from, to).trim());
};

/** What was read for an entity and where, for the table; null where no single value stands out. */
function rowOf({ question, evidence, entity }: Chosen): string[] | null {
  const { passage } = evidence.ranked.passage;
  const printed = [...new Set(valuesRead(question, evidence))];
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
