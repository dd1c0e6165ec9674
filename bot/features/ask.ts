import { may } from '../../access/permissions.ts';
import { newId } from '../../core/ids.ts';
import { documentName, emptyStore, understoodAs } from '../../prompts/answers.ts';
import * as words from '../../prompts/ask.ts';
import type { Answerer } from '../../rag/answer.ts';
import {
  lastAnswer,
  lastUnderstood,
  ownAnswer,
  saveAnswer,
  type KeptCitation,
  type KeptExplanation,
} from '../../rag/answer-store.ts';
import { countCuratedUse, type CuratedAnswer } from '../../rag/curated-store.ts';
import { readFileRequest } from '../../rag/file-request.ts';
import { isFollowUp, type Understood } from '../../rag/follow-up.ts';
import { readingsOf } from '../../rag/scan-store.ts';
import type { Answer, Quote } from '../../rag/types.ts';
import type { WordedAnswer } from '../../rag/worded-answer.ts';
import type { Block, Choice, Feature, Outcome, TurnContext } from '../types.ts';
import { answerBlocks, id, quotesAtOnce, say, text } from './ask-blocks.ts';
import { findFile, giveFile, type FileFinderDeps } from './ask-file.ts';
import { showRelated } from './ask-related.ts';
import { showArticle, showDocuments, showRest, showSources, type Standing } from './ask-sources.ts';
import { approveChoice } from './curated.ts';
import { curatedLead, findCuratedAnswer, withdrawStale } from './curated-reply.ts';
import {
  askRemark,
  giveVerdict,
  keepRemark,
  verdictChoices,
  type RemarkDialogue,
} from './feedback-verdict.ts';

interface Deps extends FileFinderDeps {
  answerer: Answerer;
  /** How cited documents stand; absent: what is opened from an answer says nothing of it. */
  standing?: Standing;
  /** Lets a model word the quotes of an answer; absent where no model is configured. */
  worded?(
    input: { question: string; quotes: readonly Quote[]; today: string },
    options: { signal: AbortSignal; onText(text: string): void },
  ): Promise<WordedAnswer>;
}

/**
 * Questions about documents: every text that nothing else claims, '/nguon', '/visao', and what is opened from an answer.
 *
 *   text ─► a file is asked for? ─► the answerer ─► blocks, cut to a screen
 *                                                     └─ choices: rest · original · article · related · verdicts
 */
export function createAskFeature(deps: Deps): Feature {
  return {
    id,
    isFallback: true,
    commands: [
      { name: 'hoi', permission: 'ask', description: words.commandHelp.hoi },
      { name: 'nguon', permission: 'ask', description: words.commandHelp.nguon },
      { name: 'visao', aliases: ['giaithich'], permission: 'ask', description: words.commandHelp.visao },
      {
        name: 'xintep',
        aliases: ['taitep'],
        permission: 'documents.read',
        description: words.commandHelp.xintep,
        example: words.commandExamples.xintep,
      },
    ],
    async handle(context, request) {
      switch (request.type) {
        case 'text':
          return isRemark(context.dialogue)
            ? keepRemark(context, context.dialogue, request.text)
            : answerText(deps, context, request.text);
        case 'command':
          if (request.name === 'nguon') return showSources(context, deps.standing, await last(context));
          if (request.name === 'visao') return explain(context);
          if (request.name === 'xintep') return findFile(deps, context, request.args.trim());
          return request.args.trim() === ''
            ? say(words.askSomething)
            : answerQuestion(deps, context, request.args);
        case 'choice':
          return handleChoice(deps, context, request.action);
        case 'files':
          return { blocks: [] };
      }
    },
  };
}

async function answerText(deps: Deps, context: TurnContext, said: string): Promise<Outcome> {
  const file = readFileRequest(said);
  return file === null ? answerQuestion(deps, context, said) : findFile(deps, context, file);
}

async function answerQuestion(deps: Deps, context: TurnContext, question: string): Promise<Outcome> {
  const previous = await lastUnderstood(context.db, context.lane, context.account.id);
  // A follow-up means what it is completed to, so it is never taken for an approved question.
  const isOnItsOwn = previous === null || !isFollowUp(question);
  const approved = isOnItsOwn ? await findCuratedAnswer(context, deps.standing, question) : null;
  const stale = approved?.stale ?? [];
  if (approved?.answer) return giveCurated(context, question, approved.answer, approved.quotes, stale);
  const answered = await searchAnswer(deps, context, question, previous);
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

async function searchAnswer(
  deps: Deps,
  context: TurnContext,
  question: string,
  previous: Understood | null,
): Promise<Outcome> {
  const { answer, explanation, understood } = await deps.answerer.answer(question, {
    viewer: context.viewer,
    ...(previous ? { previous } : {}),
  });
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const worded =
    answer.outcome === 'answer' && quotes.length > 0
      ? await deps.worded?.(
          { question: understood.question, quotes, today: context.today },
          { signal: context.signal, onText: (growing) => context.live(growing) },
        )
      : undefined;
  const kept: KeptExplanation = worded
    ? {
        ...explanation,
        wording: {
          model: worded.model,
          promptVersion: worded.promptVersion,
          result: worded.type === 'worded' ? worded.type : worded.reason,
        },
      }
    : explanation;
  const answerId = newId();
  const readings = await readingsOf(context.db, context.viewer, quotes);
  const { blocks: quoteBlocks, rest } = quotesAtOnce(quotes, readings, answerId);
  const wordedText = worded?.type === 'worded' ? worded.text : null;
  const shown = withWayOut(context, answer);
  return {
    blocks: [
      // The lead of the quotation says so itself; a model's wording takes its place.
      ...(wordedText !== null && understood.isRewritten ? [text(understoodAs(understood.question))] : []),
      ...answerBlocks(shown, quoteBlocks, wordedText),
      ...(answer.outcome === 'out-of-scope' ? [] : [answerChoices(context, answerId, answer, rest)]),
    ],
    write: (t) =>
      saveAnswer(t, {
        ...turnOf(context, answerId),
        understood,
        outcome: answer.outcome,
        explanation: kept,
        shown: {
          lead: wordedText ?? shown.lead,
          ...(answer.outcome === 'answer' && answer.computed ? { computed: answer.computed.text } : {}),
        },
        citations: quotes.map(citationOf),
      }),
  };
}

/** An empty store: who may fill it is told how, not whom to turn to. */
function withWayOut(context: TurnContext, answer: Answer): Answer {
  const isAdmin = may(context.viewer.role, 'documents.ingest');
  return answer.outcome === 'refusal' && answer.lead === emptyStore && isAdmin
    ? { ...answer, lead: words.emptyStoreForAdmin }
    : answer;
}

/** What can be done with an answer, the rest of it first. */
function answerChoices(
  context: TurnContext,
  answerId: string,
  answer: Answer,
  rest: Choice | null,
  isCurated = false,
): Block {
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const [first] = quotes;
  const documentIds = [...new Set(quotes.map((quote) => quote.passage.document.id))];
  const hidden = answer.outcome === 'candidates' ? answer.documents.slice(documentsAtFirst) : [];
  return {
    type: 'choices',
    id: 'answer',
    isOnce: false,
    options: [
      ...(rest ? [rest] : []),
      ...(hidden.length > 0
        ? [
            {
              label: words.relatedRest(hidden.length),
              action: `${id}:documents:${hidden.map((document) => document.id).join(',')}`,
            },
          ]
        : []),
      // Where paths can be opened each quotation has its own link to the place.
      ...(first && !context.capabilities.opensPaths
        ? [{ label: words.buttons.original, action: `${id}:sources:${answerId}:0` }]
        : []),
      ...(first && first.passage.sectionOrdinal !== null && answer.outcome !== 'candidates'
        ? [{ label: words.buttons.article, action: `${id}:article:${first.passage.id}:0` }]
        : []),
      ...(first
        ? [{ label: words.buttons.related, action: `${id}:related:${documentIds.slice(0, 2).join(',')}:0` }]
        : []),
      { label: words.buttons.why, action: `${id}:why:${answerId}` },
      ...verdictChoices(answerId),
      ...(first &&
      !isCurated &&
      ['answer', 'correction'].includes(answer.outcome) &&
      may(context.viewer.role, 'answers.manage')
        ? [approveChoice(answerId)]
        : []),
    ],
  };
}

/** As many as the table of candidates shows at first. */
const documentsAtFirst = 5;

async function handleChoice(deps: Deps, context: TurnContext, action: string): Promise<Outcome> {
  const [verb, argument = '', from = '', offset = ''] = action.split(':');
  switch (verb) {
    case 'why':
      return explain(context, argument);
    case 'verdict':
      return giveVerdict(context, argument, from);
    case 'remark':
      return askRemark(context, argument);
    case 'article':
      return showArticle(context, deps.standing, argument, Number(from));
    case 'rest':
      return showRest(context, deps.standing, await own(context, argument), Number(from), Number(offset));
    case 'sources':
      return showSources(context, deps.standing, await own(context, argument), Number(from));
    case 'related':
      return showRelated(context, argument.split(','), Number(from));
    case 'documents':
      return showDocuments(context, deps.standing, argument.split(','));
    case 'file':
      return giveFile(deps, context, argument);
    default:
      return say(words.noAnswerYet);
  }
}

const isRemark = (state: unknown): state is RemarkDialogue =>
  (state as RemarkDialogue | undefined)?.type === 'remark';

const last = (context: TurnContext) => lastAnswer(context.db, context.lane, context.account.id);
const own = (context: TurnContext, answerId: string) => ownAnswer(context.db, answerId, context.account.id);

/** '/visao': of the last answer, or of the one whose button was pressed. */
async function explain(context: TurnContext, answerId?: string): Promise<Outcome> {
  const answer = answerId ? await own(context, answerId) : await last(context);
  return say(answer ? words.whyLines(answer.explanation) : words.noAnswerYet);
}
