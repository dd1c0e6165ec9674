import { dateIn, type Clock } from '../../core/clock.ts';
import { ifMeant } from '../../prompts/understanding.ts';
import { understoodAs } from '../../prompts/answers.ts';
import type { Answered, Answerer, AnswerRequest } from '../answer.ts';
import { scopeOf } from '../question/scope.ts';
import type { Understanding, UnderstoodMessage } from './understand.ts';

/** Something that a person may choose to say instead; nothing of it has been done. */
export type Proposal = { kind: 'question' | 'command'; say: string };

/**
 * The answerer with a second try: where the rules answer nothing, a model is asked what was meant. A question of the
 * person's own words is answered in its place if the evidence answers it, and says how it was understood; one in other
 * words is shown as what may have been meant. A command is only ever proposed. In every other case the first answer
 * stands as it was.
 */
export function withSecondReading(
  byRules: Answerer,
  { understanding, clock }: { understanding: Understanding; clock: Clock },
): Answerer {
  return {
    async answer(text, request) {
      const first = await byRules.answer(text, request);
      if (request.isByRules || !isWorthReading(text, first)) return first;
      const { viewer, previous, commands = [], signal = neverStopped } = request;
      const read = await understanding.read(
        { text, viewer, commands, today: dateIn(clock.now()), ...(previous && { previous }) },
        signal,
      );
      return resultOf(first, read, (question, asOf) =>
        byRules.answer(question, { viewer, ...(asOf !== undefined && { asOf }) }),
      );
    },
  };
}

const neverStopped = new AbortController().signal;

/** Nothing was found, or what was asked for is no question about documents but may be something to do. */
function isWorthReading(text: string, { answer }: Answered): boolean {
  if (answer.outcome === 'refusal' || answer.outcome === 'near-miss') return true;
  // Opinions, profiles, secrets and planted instructions are refused whatever anybody makes of them.
  return answer.outcome === 'out-of-scope' && ['change', 'chat'].includes(scopeOf(text) ?? '');
}

async function resultOf(
  first: Answered,
  read: UnderstoodMessage,
  again: (question: string, asOf?: AnswerRequest['asOf']) => Promise<Answered>,
): Promise<Answered> {
  const { rewriting, command, asOf, model, promptVersion, result } = read;
  const noted = (answered: Answered, became: string, proposed?: Proposal): Answered => ({
    ...answered,
    explanation: { ...answered.explanation, reading: { model, promptVersion, result: became } },
    ...(proposed && { proposed }),
  });
  if (result !== 'read') return noted(first, result);
  if (command !== null) return noted(first, 'command', { kind: 'command', say: command });
  if (first.answer.outcome === 'out-of-scope') return noted(first, 'nothing-to-do');
  if (!rewriting.ok) return noted(first, rewriting.reason);

  const second = await again(rewriting.question, asOf ?? undefined);
  if (second.answer.outcome !== 'answer' && second.answer.outcome !== 'candidates')
    return noted(first, 'not-answered');
  const explanation = {
    ...second.explanation,
    query: first.explanation.query,
    understoodAs: rewriting.question,
  };
  if (rewriting.basis === 'own-words')
    return noted(
      {
        ...second,
        answer: { ...second.answer, lead: `${understoodAs(rewriting.question)}\n${second.answer.lead}` },
        understood: { ...second.understood, isRewritten: true },
        explanation,
      },
      'own-words',
    );
  const proposed: Proposal = { kind: 'question', say: rewriting.question };
  // What came near by the person's own words is nearer than what answers other words.
  if (first.answer.outcome === 'near-miss') return noted(first, 'other-words', proposed);
  return noted(
    {
      ...first,
      answer: {
        outcome: 'near-miss',
        lead: ifMeant(rewriting.question),
        missing: [],
        quotes: second.answer.quotes,
      },
      considered: second.considered,
      passages: second.passages,
      explanation: { ...explanation, decision: 'near-miss' },
    },
    'other-words',
    proposed,
  );
}
