import { candidatesLead } from '../../prompts/answers.ts';
import type { Question, Slot } from '../question/analyse.ts';
import { bestValues } from '../evidence/values.ts';
import { valueTypes } from '../evidence/holds.ts';
import { blockOf, type Evidence } from '../evidence/evidence.ts';
import { fold } from '../../text/normalise.ts';
import type { CorpusStatistics } from '../types.ts';
import { documentOf, type Route } from './route.ts';

/** What says which document, place or time a question means. */
const telling = new Set<Slot['kind']>([
  'symbol',
  'date',
  'month',
  'year',
  'period',
  'place',
  'name',
  'ordinal',
]);
/** Rivals further behind the best candidate speak of something else; surer than this they may be meant. */
const widestGap = 5;
const leastConfidence = 0.12;
/** Share of the best candidate's pairs of the question that a rival must say too. */
const sameMatter = 0.75;
const mostQuotes = 3;

/**
 * A value asked for without saying of which place or time, where several documents give one each for all that the
 * question names: every one is listed, with its document and date, instead of one being taken for granted.
 */
export const ambiguous: Route = async ({ question, filter, day, library, quoting, decision, found }) => {
  if (!valueTypes.has(question.type) || question.slots.some(({ kind }) => telling.has(kind))) return null;
  const decided = await decision();
  if (decided.outcome !== 'answer') return null;
  const [best] = decided.chosen;
  if (!best || best.values.length === 0) return null;
  const all = await found();
  const rivals = rivalsOf(question, best, all.evidence, library.statistics(filter.viewer));
  if (rivals.length === 0) return null;
  const chosen = [best, ...rivals].slice(0, mostQuotes);
  const documents = chosen.map(documentOf);
  const statuses = await library.statuses(
    filter.viewer,
    documents.map(({ id }) => id),
    day,
  );
  return {
    answer: {
      outcome: 'candidates',
      lead: candidatesLead,
      documents: documents.map((document) => ({
        ...document,
        status: statuses.get(document.id) ?? { state: 'unclear' },
      })),
      quotes: await quoting.of(question, chosen),
    },
    found: all,
    missing: [],
    confidence: best.confidence,
  };
};

/** The best candidate of each other document that names everything the best one does, and another value. */
function rivalsOf(
  question: Question,
  best: Evidence,
  evidence: readonly Evidence[],
  statistics: CorpusStatistics,
): Evidence[] {
  const said = question.pairs.filter((pair) => saysPair(best, pair));
  // With accents a name shows by its capitals; typed without, by its rarity alone.
  const [rarest] = [...said].sort((a, b) => statistics.passageFrequency(a) - statistics.passageFrequency(b));
  const values = new Set([valueOf(question, best)]);
  const documents = new Set([documentOf(best).id]);
  const found: Evidence[] = [];
  for (const one of evidence) {
    const value = valueOf(question, one);
    const isRival =
      !documents.has(documentOf(one).id) &&
      one.missing.length === 0 &&
      one.confidence >= leastConfidence &&
      best.ranked.score - one.ranked.score <= widestGap &&
      value !== '' &&
      !values.has(value) &&
      said.filter((pair) => saysPair(one, pair)).length >= said.length * sameMatter &&
      (question.hasDiacritics || rarest === undefined || saysPair(one, rarest)) &&
      countsSame(question, one);
    if (!isRival) continue;
    found.push(one);
    values.add(value);
    documents.add(documentOf(one).id);
  }
  return found;
}

/** The sentence itself counts the asked noun, word for word. */
function countsSame(question: Question, { ranked }: Evidence): boolean {
  const { words } = question.counted;
  return (
    words.length === 0 ||
    blockOf(ranked).some((unit) => ` ${unit.sequence.join(' ')} `.includes(` ${words.join(' ')} `))
  );
}

/** In the sentence, its passage or the line it stands under. */
const saysPair = ({ ranked: { passage } }: Evidence, pair: string): boolean =>
  passage.body.pairs.has(pair) || passage.context.pairs.has(pair);

const valueOf = (question: Question, evidence: Evidence): string => {
  const { text } = evidence.ranked.passage.passage;
  return bestValues(question, text, evidence.values)
    .map(([from, to]) => fold(text.slice(from, to)).replace(/\s+/gu, ' '))
    .join('|');
};
