import { answerLeadSeveral, nearMissLead } from '../../prompts/answers.ts';
import { analyseQuestion, type Question } from '../analyse.ts';
import type { Evidence, Missing } from '../evidence.ts';
import { splitQuestion } from '../parts.ts';
import type { Answer, Hit } from '../types.ts';
import { averageQuestions, compareAmounts } from '../worded-computation.ts';
import { documentOf, labelsOf, type Route } from './route.ts';

/** A part of a comparison is quoted from this confidence on. */
const partConfidence = 0.08;

/** Several entities in one question: a sub-question and a quotation for each; the arithmetic where amounts are compared. */
export const comparison: Route = async ({ question, filter, finder, quoting }) => {
  const split = splitQuestion(question);
  if (!split) return null;
  const hits: Hit[] = [];
  const chosen: { question: Question; evidence: Evidence; entity: string }[] = [];
  const missing: Missing[] = [];
  let confidence = 1;
  for (const part of split.parts) {
    const asked = split.operation === 'average' ? averageQuestions(part.question) : [part.question];
    for (const text of asked) {
      const sub = analyseQuestion(text);
      const found = await finder.find(sub, filter, []);
      hits.push(...found.hits);
      const others = new Set(
        chosen.filter((one) => one.entity !== part.entity).map((one) => documentOf(one.evidence).id),
      );
      const usable = found.evidence.filter((one) => one.missing.length === 0);
      const best = usable.find((one) => !others.has(documentOf(one).id)) ?? usable[0] ?? found.evidence[0];
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
  const quotes = await quoting.each(chosen);
  const found = { evidence: chosen.map((one) => one.evidence), hits, ranked: [] };
  if (missing.length > 0) {
    const labels = labelsOf(missing);
    const answer: Answer = { outcome: 'near-miss', lead: nearMissLead(labels), missing: labels, quotes };
    return { answer, found, missing: labels, confidence };
  }
  const computed = compareAmounts(split, chosen);
  const answer: Answer = {
    outcome: 'answer',
    lead: answerLeadSeveral,
    quotes,
    ...(computed !== null && { computed: { text: computed } }),
  };
  return { answer, found, missing: [], confidence };
};
