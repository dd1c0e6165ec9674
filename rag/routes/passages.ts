import {
  answerLead,
  answerLeadSeveral,
  candidatesLead,
  correctionDenied,
  correctionSymbol,
  correctionValue,
  documentName,
  emptyStore,
  nearMissLead,
  privateReasonNote,
  refusalLead,
} from '../../prompts/answers.ts';
import type { Correction } from '../evidence/decide.ts';
import { distinctDocuments } from '../evidence/find-evidence.ts';
import { placeOfQuote } from '../quoting/place-of-quote.ts';
import { computationFor, wordComputation } from '../computing/worded-computation.ts';
import type { Answer, Quote } from '../types.ts';
import { labelsOf, type AskedQuestion, type Result } from './route.ts';

/** How many of the nearest documents a refusal names. */
const nearestCount = 3;

/** The last way, for every question: the best passages, and what they amount to. */
export async function passages(asked: AskedQuestion): Promise<Result> {
  const { question, library, quoting } = asked;
  const found = await asked.found();
  const decision = await asked.decision();
  const confidence = found.evidence[0]?.confidence ?? 0;
  if (decision.outcome === 'refusal') {
    const nearest = distinctDocuments(found.hits).slice(0, nearestCount);
    const isEmpty = found.hits.length === 0 && library.statistics(asked.filter.viewer).passageCount === 0;
    const lead = isEmpty ? emptyStore : refusalLead(question.text, nearest.length > 0);
    const missing = labelsOf(found.evidence[0]?.missing ?? []);
    return { answer: { outcome: 'refusal', lead, nearest }, found, missing, confidence };
  }
  const quotes = await quoting.of(question, decision.chosen);
  const note = quotes.some((quote) => quote.isTrimmed) ? ` ${privateReasonNote}` : '';
  const result = (answer: Answer, missing: readonly string[] = []): Result => ({
    answer,
    found,
    missing,
    confidence,
  });
  switch (decision.outcome) {
    case 'answer': {
      const computation = computationFor(question, decision.chosen);
      return result({
        outcome: 'answer',
        lead: sourceLead(quotes) + note,
        quotes,
        ...(computation && { computed: { text: wordComputation(computation) } }),
      });
    }
    case 'near-miss': {
      const missing = labelsOf(decision.missing);
      return result({ outcome: 'near-miss', lead: nearMissLead(missing) + note, missing, quotes }, missing);
    }
    case 'candidates':
      return result({
        outcome: 'candidates',
        lead: candidatesLead,
        documents: quotes.map((quote) => ({ ...quote.passage.document, status: quote.status })),
        quotes,
      });
    case 'correction':
      return result({ outcome: 'correction', lead: correctionLead(decision.because) + note, quotes });
  }
}

/** Names the one document that all quotations come from. */
export function sourceLead(quotes: readonly Quote[]): string {
  const [first] = quotes;
  const documents = new Set(quotes.map((quote) => quote.passage.document.id));
  return first && documents.size === 1
    ? answerLead(documentName(first.passage.document), placeOfQuote(first))
    : answerLeadSeveral;
}

function correctionLead(because: Correction): string {
  switch (because.kind) {
    case 'symbol':
      return correctionSymbol(because.asked, because.found);
    case 'value':
      return correctionValue(because.asked);
    case 'denied':
      return correctionDenied;
  }
}
