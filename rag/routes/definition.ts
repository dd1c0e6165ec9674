import { nearMissLead } from '../../prompts/answers.ts';
import { definesTerm, mentionsTerm, termAsked } from './defined-term.ts';
import type { Hit } from '../types.ts';
import { unitsOf } from '../evidence/units.ts';
import { sourceLead } from './passages.ts';
import { type AskedQuestion, type Result, type Route } from './route.ts';

const definitionConfidence = 0.9;
/** How many passages are read for the sentence that defines. */
const passageCount = 24;
/** A heading like this stands over definitions. */
const definitionsHeading = /(?:giải thích (?:từ ngữ|thuật ngữ|khái niệm)|khái niệm|định nghĩa)/iu;

interface Definition {
  hit: Hit;
  from: number;
  to: number;
  fit: number;
}

/** "Bản số hóa là gì?": the sentence that says what the term means, not one that only uses it. */
export const definition: Route = async (asked) => {
  const { question, filter, library, quoting } = asked;
  const term = termAsked(question);
  if (term === null) return null;
  const hits = await library.search({ text: term, filter, k: passageCount });
  const all = [
    ...new Map([...hits, ...(await asked.found()).hits].map((hit) => [hit.passage.id, hit])).values(),
  ];
  const best = definitionsIn(term, all, question.hasDiacritics);
  const [first] = best;
  if (!first) return notDefined(asked, term, all);
  const quotes = await quoting.verbatim(
    best.slice(0, 2).map(({ hit, from, to }) => ({ passage: hit.passage, from, to })),
  );
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found: await asked.found(),
    missing: [],
    confidence: definitionConfidence,
  };
};

/** The defining sentences, surest first; of equals only where they stand in several documents. */
function definitionsIn(term: string, hits: readonly Hit[], hasDiacritics: boolean): Definition[] {
  const found: Definition[] = [];
  for (const hit of hits) {
    const { passage } = hit;
    if (passage.kind === 'heading' || passage.kind === 'table') continue;
    const units = unitsOf(passage.text, passage.kind);
    for (const unit of units) {
      if (unit.kind === 'heading') continue;
      const sure = definesTerm(term, unit.text, hasDiacritics);
      if (sure === 0) continue;
      const isListed = definitionsHeading.test(`${passage.heading} ${passage.text.slice(0, 80)}`);
      const line = units.filter((other) => other.line === unit.line);
      found.push({ hit, from: unit.from, to: line.at(-1)?.to ?? unit.to, fit: sure + (isListed ? 1.5 : 0) });
    }
  }
  found.sort((a, b) => b.fit - a.fit);
  const top = found[0]?.fit ?? 0;
  const documents = new Set<string>();
  return found.filter(({ hit, fit }) => {
    const { id } = hit.passage.document;
    return fit >= top - 1e-9 && !documents.has(id) && documents.add(id);
  });
}

/** No sentence defines it. A term of several words that no passage even says is answered by nothing. */
async function notDefined(asked: AskedQuestion, term: string, hits: readonly Hit[]): Promise<Result | null> {
  if (
    !term.includes(' ') ||
    hits.some(({ passage }) => mentionsTerm(term, `${passage.heading}\n${passage.text}`))
  )
    return null;
  const decision = await asked.decision();
  if (decision.outcome !== 'answer') return null;
  const quotes = await asked.quoting.of(asked.question, decision.chosen.slice(0, 1));
  return {
    answer: { outcome: 'near-miss', lead: nearMissLead([term]), missing: [term], quotes },
    found: await asked.found(),
    missing: [term],
    confidence: 0,
  };
}
