import * as words from '../../../prompts/ask.ts';
import { lastAnswer, ownAnswer } from '../../../rag/kept/answer-store.ts';
import { readFileRequest } from '../../../rag/kept/file-request.ts';
import { expandTerms } from '../../../rag/kept/glossary.ts';
import type { Feature, Outcome, TurnContext } from '../../types.ts';
import { answerQuestion, glossaryFor, type AnswerDeps } from './ask-answer.ts';
import { id, say } from './ask-blocks.ts';
import { findFile, giveFile, type FileFinderDeps } from './ask-file.ts';
import { showRelated } from './ask-related.ts';
import { showArticle, showDocuments, showRest, showRows, showSources } from './ask-sources.ts';
import { askRemark, giveVerdict, keepRemark, type RemarkDialogue } from './feedback-verdict.ts';

interface Deps extends FileFinderDeps, AnswerDeps {}

/**
 * Questions about documents: every text that nothing else claims, '/nguon', '/visao', and what is opened from an answer.
 *
 *   text ─► a file is asked for? ─► approved before? ─► the answerer ─► blocks, cut to a screen
 *                                       └─ choices: rest · original · article · related · why · verdicts
 */
export function createAskFeature(deps: Deps): Feature {
  return {
    id,
    audience: 'public',
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
  if (file === null) return answerQuestion(deps, context, said);
  return findFile(deps, context, expandTerms(file, await glossaryFor(context)).text);
}

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
    case 'rows':
      return showRows(await own(context, argument), Number(from));
    case 'sources':
      return showSources(context, deps.standing, await own(context, argument), Number(from));
    case 'related':
      return showRelated(context, argument.split(','), Number(from));
    case 'documents':
      return showDocuments(context, deps.standing, argument.split(','));
    case 'question':
      return answerQuestion(deps, context, action.slice(`${verb}:`.length));
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
