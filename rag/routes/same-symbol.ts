import { sameSymbolLead } from '../../prompts/answers.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { documentOf, hasSymbol, type Route } from './route.ts';

/** At most this many of the documents are quoted. */
const mostQuotes = 3;

/** A symbol that several kept documents carry, in a question that does not say which: each listed, with its date. */
export const sameSymbol: Route = async ({ question, filter, day, library, quoting, resolution, found }) => {
  if (!hasSymbol(question)) return null;
  const twins = (await resolution()).named.find((entry) => entry.documents.length > 1);
  if (!twins || question.slots.some((slot) => slot.kind === 'date' || slot.kind === 'year')) return null;
  const ids = twins.documents.map(({ id }) => id);
  const statuses = await library.statuses(filter.viewer, ids, day);
  const all = await found();
  const chosen = firstPerDocument(all.evidence.filter((one) => ids.includes(documentOf(one).id)));
  return {
    answer: {
      outcome: 'candidates',
      lead: sameSymbolLead(twins.mention.symbol),
      documents: twins.documents.map((document) => ({
        ...document,
        status: statuses.get(document.id) ?? { state: 'unclear' },
      })),
      quotes: await quoting.of(question, chosen.slice(0, mostQuotes)),
    },
    found: all,
    missing: [],
    confidence: all.evidence[0]?.confidence ?? 0,
  };
};

function firstPerDocument(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter((one) => !seen.has(documentOf(one).id) && seen.add(documentOf(one).id));
}
