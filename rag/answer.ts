import { dateIn, systemClock, type Clock, type DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import {
  answerLead,
  answerLeadSeveral,
  candidatesLead,
  correctionDenied,
  correctionSymbol,
  correctionValue,
  documentCard,
  documentName,
  emptyStore,
  missingValue,
  nearMissLead,
  outOfScopeLead,
  privateReasonNote,
  refusalLead,
  sameSymbolLead,
  understoodAs,
} from '../prompts/answers.ts';
import { analyseQuestion, type Question } from './analyse.ts';
import { decide, type Decision } from './decide.ts';
import { asksContent, cardOf } from './document-card.ts';
import { blockOf, type Evidence, type Missing } from './evidence.ts';
import { createEvidenceFinder, distinctDocuments, type Found } from './find-evidence.ts';
import { isFollowUp, rewriteFollowUp, type Understood } from './follow-up.ts';
import { mergeNeighbours } from './merge-quotes.ts';
import { splitQuestion, type Comparison } from './parts.ts';
import { placeOfQuote } from './place-of-quote.ts';
import { quoteOf } from './quote.ts';
import type { Resolution } from './resolver.ts';
import { scopeOf } from './scope.ts';
import { withoutEndedParts, withoutSuperseded } from './supersede.ts';
import {
  averageQuestions,
  compareAmounts,
  computationFor,
  wordComputation,
  workedOut,
} from './worded-computation.ts';
import type {
  Answer,
  DocumentStatus,
  PartStatus,
  DocumentSummary,
  Explanation,
  Hit,
  Passage,
  Quote,
  Retriever,
  SearchFilter,
} from './types.ts';

/** What an answerer needs; resolver and statuses come with the store's retriever and may be absent in tests. */
export interface AnswererDeps {
  retriever: Retriever & {
    resolve?(viewer: Viewer, text: string): Promise<Resolution>;
    statuses?(
      viewer: Viewer,
      documentIds: readonly string[],
      day: DateOnly,
    ): Promise<Map<string, DocumentStatus>>;
    partsAt?(
      viewer: Viewer,
      place: { documentId: string; charFrom: number; charTo: number },
      day: DateOnly,
    ): Promise<readonly PartStatus[]>;
  };
  /** For the day on which statuses are told; default the machine's. */
  clock?: Clock;
}

export interface AnswerRequest {
  viewer: Viewer;
  /** Only what was in force on this day. */
  asOf?: DateOnly;
  /** The turn before, for follow-ups. */
  previous?: Pick<Understood, 'question'>;
}

/** One answered question with everything that stores and explains it. */
export interface Answered {
  answer: Answer;
  explanation: Explanation;
  understood: Understood;
  /** How sure it is that the store answers the question, 0..1; also where it was refused. */
  confidence: number;
  /** The sentences considered, best first, whether or not they were given as an answer. */
  considered: readonly { text: string; documentId: string }[];
  /** The passages found, best first: what a model may word the answer from. */
  passages: readonly Passage[];
}

export interface Answerer {
  answer(question: string, request: AnswerRequest): Promise<Answered>;
}

/** Creates the answerer: question to verbatim quotations with their sources, without any model. */
export function createAnswerer({ retriever, clock = systemClock }: AnswererDeps): Answerer {
  const finder = createEvidenceFinder(retriever);

  async function quotesOf(
    question: Question,
    chosen: readonly Evidence[],
    filter: SearchFilter,
  ): Promise<(Quote & { isTrimmed: boolean })[]> {
    const ids = [...new Set(chosen.map((one) => one.ranked.passage.passage.document.id))];
    const day = filter.asOf ?? dateIn(clock.now());
    const statuses =
      (await retriever.statuses?.(filter.viewer, ids, day)) ?? new Map<string, DocumentStatus>();
    const quotes = chosen.map((one) =>
      quoteOf(question, one, statuses.get(one.ranked.passage.passage.document.id) ?? { state: 'unclear' }),
    );
    return Promise.all(mergeNeighbours(quotes).map((quote) => withPartStatus(quote, filter.viewer, day)));
  }

  /** With what has happened to the parts of the document that the slice stands in. */
  async function withPartStatus<Q extends Quote>(quote: Q, viewer: Viewer, day: DateOnly): Promise<Q> {
    const { charFrom, charTo } = quote;
    const documentId = quote.passage.document.id;
    const partStatus = (await retriever.partsAt?.(viewer, { documentId, charFrom, charTo }, day)) ?? [];
    return partStatus.length === 0 ? quote : { ...quote, partStatus };
  }

  /** The beginning of a document, where it prints its symbol, date and subject. */
  async function headOf(
    document: DocumentSummary,
    filter: SearchFilter,
  ): Promise<(Quote & { isTrimmed: boolean }) | null> {
    const hits = await retriever.search({
      text: `${document.symbol ?? ''} ${document.title}`,
      filter: { ...filter, documentIds: [document.id] },
      k: passagesOfHead,
    });
    const passage = hits.map((hit) => hit.passage).find((one) => one.ordinal === 0);
    if (!passage || passage.text.length > longestHead) return null;
    const statuses = await retriever.statuses?.(
      filter.viewer,
      [document.id],
      filter.asOf ?? dateIn(clock.now()),
    );
    return {
      passage,
      text: passage.text,
      charFrom: passage.charFrom,
      charTo: passage.charTo,
      emphasis: [],
      status: statuses?.get(document.id) ?? { state: 'unclear' },
      isTrimmed: false,
    };
  }

  async function inForce(
    question: Question,
    evidence: readonly Evidence[],
    named: readonly DocumentSummary[],
    filter: SearchFilter,
  ): Promise<readonly Evidence[]> {
    const ids = [...new Set(evidence.map(documentIdOf))];
    const day = filter.asOf ?? dateIn(clock.now());
    const statuses = await retriever.statuses?.(filter.viewer, ids, day);
    if (!statuses) return evidence;
    const namedIds = new Set(named.map(({ id }) => id));
    const current = withoutSuperseded(question.text, evidence, statuses, namedIds);
    const isPartlyChanged = [...statuses.values()].some(
      (status) => status.state === 'in-force' && status.changes,
    );
    if (!isPartlyChanged) return current;
    const dated = await Promise.all(
      current.map(async (one) => ({ evidence: one, isEnded: await isInEndedPart(one, filter.viewer, day) })),
    );
    return withoutEndedParts(question.text, dated, namedIds);
  }

  async function isInEndedPart({ ranked }: Evidence, viewer: Viewer, day: DateOnly): Promise<boolean> {
    const { passage } = ranked.passage;
    const place = {
      documentId: passage.document.id,
      charFrom: passage.charFrom + ranked.unit.from,
      charTo: passage.charFrom + ranked.unit.to,
    };
    const parts = (await retriever.partsAt?.(viewer, place, day)) ?? [];
    return parts.some(({ how }) => how !== 'amended');
  }

  async function answerOne(question: Question, filter: SearchFilter): Promise<Result> {
    // Only a question with a symbol names a document in a way that needs looking up.
    const namesOne = question.slots.some((slot) => slot.kind === 'symbol');
    const resolution = namesOne ? await retriever.resolve?.(filter.viewer, question.text) : undefined;
    const named = (resolution?.named ?? []).flatMap((entry) => entry.documents);
    const all = await finder.find(question, filter, named);
    const found = { ...all, evidence: await inForce(question, all.evidence, named, filter) };
    const worked = workedOut(question, found.evidence);
    const decision: Decision = worked
      ? { outcome: 'answer', chosen: [worked] }
      : decide(question, found.evidence);
    const confidence = found.evidence[0]?.confidence ?? 0;
    const twins = resolution?.named.find((entry) => entry.documents.length > 1);
    if (twins && !question.slots.some((slot) => slot.kind === 'date' || slot.kind === 'year')) {
      const statuses = await retriever.statuses?.(
        filter.viewer,
        twins.documents.map(({ id }) => id),
        filter.asOf ?? dateIn(clock.now()),
      );
      const ids = new Set(twins.documents.map(({ id }) => id));
      const chosen = firstPerDocument(
        found.evidence.filter((one) => ids.has(one.ranked.passage.passage.document.id)),
      );
      const answer: Answer = {
        outcome: 'candidates',
        lead: sameSymbolLead(twins.mention.symbol),
        documents: twins.documents.map((document) => ({
          ...document,
          status: statuses?.get(document.id) ?? { state: 'unclear' },
        })),
        quotes: await quotesOf(question, chosen.slice(0, 3), filter),
      };
      return { answer, found, decision: 'candidates', missing: [], confidence };
    }
    const card = cardOf(question, named);
    if (
      card &&
      (decision.outcome === 'refusal' || decision.outcome === 'near-miss' || decision.outcome === 'answer')
    ) {
      const own = found.evidence.filter((one) => documentIdOf(one) === card.id).slice(0, 1);
      const head = await headOf(card, filter);
      const quotes = [
        ...(head ? [head] : []),
        ...(asksContent(question) || !head ? await quotesOf(question, own, filter) : []),
      ];
      if (quotes.length > 0) {
        const answer: Answer = { outcome: 'answer', lead: documentCard(card), quotes };
        return {
          answer,
          found,
          decision: 'answer',
          missing: [],
          confidence: Math.max(confidence, 0.9),
        };
      }
    }
    return { ...(await worded(question, decision, found, filter)), found, confidence };
  }

  async function worded(
    question: Question,
    decision: Decision,
    found: Found,
    filter: SearchFilter,
  ): Promise<Pick<Result, 'answer' | 'decision' | 'missing'>> {
    if (decision.outcome === 'refusal') {
      const nearest = distinctDocuments(found.hits).slice(0, 3);
      const lead =
        found.hits.length === 0 && retriever.statistics().passageCount === 0
          ? emptyStore
          : refusalLead(question.text, nearest.length > 0);
      return {
        answer: { outcome: 'refusal', lead, nearest },
        decision: 'refusal',
        missing: labelsOf(found.evidence[0]?.missing ?? []),
      };
    }
    const quotes = await quotesOf(question, decision.chosen, filter);
    const documents = new Set(quotes.map((quote) => quote.passage.document.id));
    const [first] = quotes;
    const note = quotes.some((quote) => quote.isTrimmed) ? ` ${privateReasonNote}` : '';
    const lead =
      (first && documents.size === 1
        ? answerLead(documentName(first.passage.document), placeOfQuote(first))
        : answerLeadSeveral) + note;
    switch (decision.outcome) {
      case 'answer': {
        const computation = computationFor(question, decision.chosen);
        const answer: Answer = {
          outcome: 'answer',
          lead,
          quotes,
          ...(computation && { computed: { text: wordComputation(computation) } }),
        };
        return { answer, decision: 'answer', missing: [] };
      }
      case 'near-miss': {
        const missing = labelsOf(decision.missing);
        return {
          answer: { outcome: 'near-miss', lead: nearMissLead(missing) + note, missing, quotes },
          decision: 'near-miss',
          missing,
        };
      }
      case 'candidates':
        return {
          answer: {
            outcome: 'candidates',
            lead: candidatesLead,
            documents: quotes.map((quote) => ({ ...quote.passage.document, status: quote.status })),
            quotes,
          },
          decision: 'candidates',
          missing: [],
        };
      case 'correction': {
        const { because } = decision;
        const corrected =
          because.kind === 'symbol'
            ? correctionSymbol(because.asked, because.found)
            : because.kind === 'value'
              ? correctionValue(because.asked)
              : correctionDenied;
        return {
          answer: { outcome: 'correction', lead: corrected + note, quotes },
          decision: 'correction',
          missing: [],
        };
      }
    }
  }

  /** One sub-question and one quotation for each entity; the arithmetic where amounts are compared. */
  async function answerParts(
    question: Question,
    comparison: Comparison,
    filter: SearchFilter,
  ): Promise<Result | null> {
    const hits: Hit[] = [];
    const chosen: { question: Question; evidence: Evidence; entity: string }[] = [];
    const missing: Missing[] = [];
    let confidence = 1;
    for (const part of comparison.parts) {
      for (const asked of comparison.operation === 'average'
        ? averageQuestions(part.question)
        : [part.question]) {
        const sub = analyseQuestion(asked);
        const found = await finder.find(sub, filter, []);
        hits.push(...found.hits);
        const others = new Set(
          chosen.filter((one) => one.entity !== part.entity).map((one) => documentIdOf(one.evidence)),
        );
        const usable = found.evidence.filter((one) => one.missing.length === 0);
        const best = usable.find((one) => !others.has(documentIdOf(one))) ?? usable[0] ?? found.evidence[0];
        confidence = Math.min(confidence, best?.confidence ?? 0);
        if (!best || best.missing.length > 1 || best.confidence < partConfidence) {
          missing.push({ kind: 'value', label: part.entity });
          continue;
        }
        missing.push(...best.missing);
        chosen.push({ question: sub, evidence: best, entity: part.entity });
      }
    }
    if (chosen.length === 0) return null;
    const quotes = mergeNeighbours(
      (await Promise.all(chosen.map((one) => quotesOf(one.question, [one.evidence], filter)))).flat(),
    );
    const found: Found = { evidence: chosen.map((one) => one.evidence), hits, ranked: [] };
    if (missing.length > 0) {
      const labels = missing.map((entry) =>
        entry.kind === 'value' ? (missingValue[entry.label] ?? entry.label) : entry.label,
      );
      return {
        answer: { outcome: 'near-miss', lead: nearMissLead(labels), missing: labels, quotes },
        found,
        decision: 'near-miss',
        missing: labels,
        confidence,
      };
    }
    const computed = compareAmounts(comparison, chosen);
    const answer: Answer = {
      outcome: 'answer',
      lead: answerLeadSeveral,
      quotes,
      ...(computed !== null && { computed: { text: computed } }),
    };
    return { answer, found, decision: 'answer', missing: [], confidence };
  }

  return {
    async answer(text, { viewer, asOf, previous }) {
      const isContinued = previous !== undefined && isFollowUp(text);
      const reason = scopeOf(text);
      if (reason !== null && !(isContinued && reason === 'empty')) return outOfScope(text, reason);
      const asked = isContinued ? rewriteFollowUp(text, previous.question) : text;
      const refused = isContinued ? scopeOf(asked) : null;
      if (refused !== null) return outOfScope(text, refused);
      const question = analyseQuestion(asked);
      const filter: SearchFilter = { viewer, ...(asOf !== undefined && { asOf }) };
      const comparison = splitQuestion(question);
      const result =
        (comparison && (await answerParts(question, comparison, filter))) ??
        (await answerOne(question, filter));
      return {
        answer: isContinued
          ? { ...result.answer, lead: `${understoodAs(question.text)}\n${result.answer.lead}` }
          : result.answer,
        confidence: result.confidence,
        considered: result.found.evidence
          .slice(0, consideredCount)
          .map((one) => ({ text: consideredText(one), documentId: documentIdOf(one) })),
        passages: result.found.hits.map((hit) => hit.passage),
        understood: {
          question: question.text,
          isRewritten: isContinued,
          documentIds:
            'quotes' in result.answer
              ? [...new Set(result.answer.quotes.map((quote) => quote.passage.document.id))]
              : [],
        },
        explanation: {
          query: text,
          expandedQuery: question.expanded,
          ...(isContinued && { understoodAs: question.text }),
          filters: asOf === undefined ? [] : [asOf],
          candidates: result.found.hits.slice(0, 5).map((hit) => ({
            locator: hit.passage.locator,
            document: documentName(hit.passage.document),
            score: Math.round(hit.score * 1000) / 1000,
          })),
          decision: result.decision,
          missing: result.missing,
        },
      };
    },
  };
}

interface Result {
  answer: Answer;
  found: Found;
  decision: string;
  missing: readonly string[];
  confidence: number;
}

/** How deep a document's own ranking is looked at for its head, and how long a head may be to be quoted whole. */
const passagesOfHead = 40;
const longestHead = 700;
/** A part of a comparison is quoted from this confidence on. */
const partConfidence = 0.08;

function outOfScope(text: string, reason: string): Answered {
  return {
    answer: { outcome: 'out-of-scope', lead: outOfScopeLead[reason] ?? (outOfScopeLead.chat as string) },
    confidence: 0,
    considered: [],
    passages: [],
    understood: { question: text, isRewritten: false, documentIds: [] },
    explanation: {
      query: text,
      expandedQuery: text,
      filters: [],
      candidates: [],
      decision: 'out-of-scope',
      missing: [],
    },
  };
}

/** How many sentences are kept for who measures or explains the choice. */
const consideredCount = 5;
const consideredText = ({ ranked }: Evidence): string =>
  blockOf(ranked)
    .map((unit) => unit.text)
    .join('\n');

const documentIdOf = (evidence: Evidence): string => evidence.ranked.passage.passage.document.id;

function firstPerDocument(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter((one) => !seen.has(documentIdOf(one)) && seen.add(documentIdOf(one)));
}

const labelsOf = (missing: readonly Missing[]): string[] => [
  ...new Set(
    missing.map((entry) =>
      entry.kind === 'value' ? (missingValue[entry.label] ?? entry.label) : entry.label,
    ),
  ),
];
