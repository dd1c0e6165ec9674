import { may } from '../../../access/permissions.ts';
import { dateIn } from '../../../core/clock.ts';
import { newId } from '../../../core/ids.ts';
import type { Role } from '../../../core/viewer.ts';
import { documentName, emptyStore, understoodAs } from '../../../prompts/answers.ts';
import * as words from '../../../prompts/ask.ts';
import * as glossaryWords from '../../../prompts/glossary.ts';
import type { Answered, Answerer } from '../../../rag/answer.ts';
import {
  lastUnderstood,
  saveAnswer,
  type KeptCitation,
  type KeptExplanation,
  type KeptWording,
} from '../../../rag/kept/answer-store.ts';
import { countCuratedUse, type CuratedAnswer } from '../../../rag/kept/curated-store.ts';
import { isFollowUp, type Understood } from '../../../rag/question/follow-up.ts';
import { definitionAsked, expandTerms, type Expanded } from '../../../rag/kept/glossary.ts';
import { listGlossary, type GlossaryEntry } from '../../../rag/kept/glossary-store.ts';
import { readingsOf } from '../../../rag/quoting/scan-store.ts';
import type { Answer, Quote } from '../../../rag/types.ts';
import type { KnownCommand } from '../../../rag/understanding/check-command.ts';
import type { WordedAnswer } from '../../../rag/grounding/worded-answer.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { proposalBlock } from '../propose.ts';
import { answerBlocks, isListOfDocuments, quotesAtOnce, text } from './ask-blocks.ts';
import { answerChoices } from './ask-choices.ts';
import type { Standing } from './ask-sources.ts';
import { curatedLead, findCuratedAnswer, withdrawStale } from './curated-reply.ts';
import { wordOnce, type WordingMemory } from './word-once.ts';

/** What answers a question. */
export interface AnswerDeps {
  answerer: Answerer;
  /** How cited documents stand; absent: what is opened from an answer says nothing of it. */
  standing?: Standing;
  /** What else this person may do here, for a model to propose; absent where no model is configured. */
  commands?(context: TurnContext): readonly KnownCommand[];
  /** Lets a model word the quotes of an answer; absent where no model is configured. */
  worded?(
    input: { question: string; quotes: readonly Quote[]; today: string },
    options: { signal: AbortSignal; hurry?: AbortSignal; onText(text: string): void; role: Role },
  ): Promise<WordedAnswer>;
  /** Lets a wording be given again for the same quotations; absent: every answer is worded anew. */
  memory?: WordingMemory;
}

/** Answers a question: as an admin has approved, as the glossary explains it, or from the documents. */
export async function answerQuestion(
  deps: AnswerDeps,
  context: TurnContext,
  typed: string,
): Promise<Outcome> {
  const glossary = await glossaryFor(context);
  const question: AskedText = { typed, expanded: expandTerms(typed, glossary) };
  const previous = await lastUnderstood(context.db, context.lane, context.account.id);
  // A follow-up means what it is completed to, so it is never taken for an approved question.
  const isOnItsOwn = previous === null || !isFollowUp(typed);
  const approved = isOnItsOwn
    ? await findCuratedAnswer(context, deps.standing, question.expanded.text)
    : null;
  const stale = approved?.stale ?? [];
  if (approved?.answer)
    return giveCurated(context, question.expanded.text, approved.answer, approved.quotes, stale);
  const answered = await searchAnswer(deps, context, question, previous, definitionAsked(typed, glossary));
  return stale.length === 0
    ? answered
    : {
        ...answered,
        write: async (t) => {
          await withdrawStale(t, stale, context.now.toISOString());
          return answered.write?.(t);
        },
      };
}

/** An approved answer, with its sources as they stand and all that can be done with any answer. */
async function giveCurated(
  context: TurnContext,
  question: string,
  curated: CuratedAnswer,
  quotes: readonly Quote[],
  stale: readonly CuratedAnswer[],
): Promise<Outcome> {
  const answerId = newId();
  const readings = await readingsOf(context.db, context.viewer, quotes);
  const { blocks, rest } = quotesAtOnce(quotes, readings, answerId);
  const computed = curated.computed === null ? {} : { computed: curated.computed };
  const answer: Answer = { outcome: 'answer', lead: curated.lead, quotes };
  return {
    blocks: [...curatedLead(curated), ...blocks, answerChoices(context, answerId, answer, rest, true)],
    write: async (t) => {
      await withdrawStale(t, stale, context.now.toISOString());
      await countCuratedUse(t, curated.id);
      await saveAnswer(t, {
        ...turnOf(context, answerId),
        understood: {
          question,
          isRewritten: false,
          documentIds: [...new Set(quotes.map((quote) => quote.passage.document.id))],
        },
        outcome: 'answer',
        explanation: {
          query: question,
          expandedQuery: question,
          filters: [],
          candidates: quotes.map(({ passage }) => ({
            locator: passage.locator,
            document: documentName(passage.document),
            score: 1,
          })),
          decision: 'curated',
          missing: [],
          curatedId: curated.id,
        },
        shown: { lead: curated.lead, ...computed },
        citations: quotes.map(citationOf),
      });
    },
  };
}

/** What every kept answer of a turn has in common. */
const turnOf = (context: TurnContext, answerId: string) => ({
  id: answerId,
  turnId: newId(),
  lane: context.lane,
  accountId: context.account.id,
  at: context.now.toISOString(),
});

const citationOf = (quote: Quote): KeptCitation => ({
  chunkId: quote.passage.id,
  quote: quote.text,
  charFrom: quote.charFrom,
  charTo: quote.charTo,
  emphasis: quote.emphasis,
});

/** The office's own terms; none where only public content may leave. */
export const glossaryFor = async (context: TurnContext): Promise<GlossaryEntry[]> =>
  context.viewer.ceiling === 'all' ? listGlossary(context.db) : [];

/** A question as typed, and with the office's terms written out. */
interface AskedText {
  typed: string;
  expanded: Expanded;
}

const isAnswered = ({ answer }: Answered): boolean =>
  ['answer', 'correction', 'candidates'].includes(answer.outcome);

/** Documents may print a term as the office shortens it: what is not answered written out is asked as typed. */
async function search(
  deps: AnswerDeps,
  context: TurnContext,
  { typed, expanded }: AskedText,
  previous: Understood | null,
): Promise<Answered> {
  const request = {
    viewer: context.viewer,
    signal: context.signal,
    ...(deps.commands ? { commands: deps.commands(context) } : {}),
    ...(previous ? { previous } : {}),
  };
  const answered = await deps.answerer.answer(expanded.text, request);
  if (expanded.terms.length === 0) return answered;
  const asTyped = isAnswered(answered)
    ? null
    : await deps.answerer.answer(typed, { ...request, isByRules: true });
  const chosen = asTyped && isAnswered(asTyped) ? asTyped : answered;
  return { ...chosen, explanation: { ...chosen.explanation, query: typed } };
}

async function searchAnswer(
  deps: AnswerDeps,
  context: TurnContext,
  question: AskedText,
  previous: Understood | null,
  definition: GlossaryEntry | null,
): Promise<Outcome> {
  const answered = await search(deps, context, question, previous);
  if (definition && answered.answer.outcome !== 'answer')
    return giveDefinition(context, definition, answered);
  const { explanation, understood } = answered;
  const { worded, again, keep } = await wordOnce(deps.memory, context, answered, () =>
    wordedBy(deps, context, answered),
  );
  const answer = judgedByModel(answered.answer, worded);
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const kept: KeptExplanation = worded
    ? {
        ...explanation,
        decision: answer.outcome,
        wording: { ...wordingOf(worded), ...(again && { from: again.from }) },
      }
    : explanation;
  const answerId = newId();
  const readings = await readingsOf(context.db, context.viewer, quotes);
  const atFirst = isListOfDocuments(answer) ? 0 : undefined;
  const { blocks: quoteBlocks, rest } = quotesAtOnce(quotes, readings, answerId, atFirst);
  const wordedText = worded?.type === 'worded' ? worded.text : null;
  const shown = withWayOut(context, answer);
  return {
    blocks: [
      ...(definition ? [...definitionBlocks(definition), text(glossaryWords.inDocuments)] : []),
      // The lead of the quotation says so itself; a model's wording takes its place.
      ...(wordedText !== null && understood.isRewritten ? [text(understoodAs(understood.question))] : []),
      ...answerBlocks(
        shown,
        quoteBlocks,
        wordedText,
        again ? words.wordedOn(dateIn(new Date(again.at))) : modelNote(worded),
      ),
      ...(answered.proposed ? [proposalBlock(answered.proposed)] : []),
      ...(answer.outcome === 'out-of-scope' ? [] : [answerChoices(context, answerId, answer, rest)]),
    ],
    write: async (t) => {
      await saveAnswer(t, {
        ...turnOf(context, answerId),
        understood,
        outcome: answer.outcome,
        explanation: kept,
        shown: {
          lead: wordedText ?? shown.lead,
          ...(answer.outcome === 'answer' && answer.computed ? { computed: answer.computed.text } : {}),
          ...(answer.outcome === 'answer' && answer.table ? { table: answer.table } : {}),
        },
        citations: quotes.map(citationOf),
      });
      await keep(t, answerId);
    },
  };
}

/** What a model makes of the quotations; it is asked only where the documents answer. */
async function wordedBy(
  deps: AnswerDeps,
  context: TurnContext,
  { answer, understood }: Answered,
): Promise<WordedAnswer | undefined> {
  if (answer.outcome !== 'answer' || answer.quotes.length === 0) return undefined;
  return deps.worded?.(
    { question: understood.question, quotes: answer.quotes, today: context.today },
    {
      signal: context.signal,
      ...(context.hurry && { hurry: context.hurry }),
      onText: (growing) => context.live(growing),
      role: context.viewer.role,
    },
  );
}

/**
 * A model can say that the quotations do not answer, and the answer becomes a near-miss with the same quotations. That
 * is all it can change: what was refused stays refused, and what was worked out from the texts stays as it is.
 */
function judgedByModel(answer: Answer, worded: WordedAnswer | undefined): Answer {
  if (answer.outcome !== 'answer' || worded?.type !== 'quotation' || worded.reason !== 'no-basis')
    return answer;
  if (answer.computed || answer.table) return answer;
  return { outcome: 'near-miss', lead: words.noBasisByModel, missing: [], quotes: answer.quotes };
}

/** Said where a model should have worded the answer and could not. */
const modelNote = (worded: WordedAnswer | undefined): string | null =>
  worded?.type !== 'quotation'
    ? null
    : worded.reason === 'model-failed'
      ? words.modelFailed(worded.failure)
      : worded.reason === 'hurried'
        ? words.wordingHurried
        : null;

const wordingOf = (worded: WordedAnswer): KeptWording => ({
  model: worded.model,
  promptVersion: worded.promptVersion,
  result: worded.type === 'worded' ? worded.type : worded.reason,
  ...(worded.type === 'quotation' && worded.reason === 'model-failed' && { failure: worded.failure }),
  passages: worded.passages,
  sentences: worded.sentences,
  ...(worded.planted > 0 && { planted: worded.planted }),
});

const definitionBlocks = (entry: GlossaryEntry): Block[] => [
  text(glossaryWords.definition(entry)),
  text(glossaryWords.fromGlossary),
];

/** A term that the office explains itself and no document does. */
function giveDefinition(
  context: TurnContext,
  entry: GlossaryEntry,
  { explanation, understood }: Answered,
): Outcome {
  const answerId = newId();
  const answer: Answer = { outcome: 'answer', lead: glossaryWords.definition(entry), quotes: [] };
  return {
    blocks: [...definitionBlocks(entry), answerChoices(context, answerId, answer, null)],
    write: (t) =>
      saveAnswer(t, {
        ...turnOf(context, answerId),
        understood: { ...understood, documentIds: [] },
        outcome: answer.outcome,
        explanation: { ...explanation, decision: 'glossary', missing: [] },
        shown: { lead: answer.lead },
        citations: [],
      }),
  };
}

/** An empty store: who may fill it is told how, not whom to turn to. */
function withWayOut(context: TurnContext, answer: Answer): Answer {
  const isAdmin = may(context.viewer.role, 'documents.ingest');
  if (answer.outcome !== 'refusal' || answer.lead !== emptyStore || !isAdmin) return answer;
  const { opensPaths: hasPage = false, takesDocuments = true } = context.capabilities;
  return { ...answer, lead: words.emptyStoreForAdmin({ hasPage, takesDocuments }) };
}
