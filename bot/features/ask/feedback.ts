import { recordAudit } from '../../../access/audit-store.ts';
import { localViewer } from '../../../core/viewer.ts';
import * as words from '../../../prompts/feedback.ts';
import type { EvalQuestion, EvalQuestions } from '../../../rag/kept/feedback-questions.ts';
import {
  decideFeedback,
  findFeedback,
  waitingFeedback,
  type FeedbackDecision,
  type WaitingFeedback,
} from '../../../rag/kept/feedback-store.ts';
import { findVerbatim } from '../../../rag/kept/feedback-span.ts';
import type { Retriever } from '../../../rag/types.ts';
import { oneLine } from '../../../text/normalise.ts';
import type { Block, Choice, Feature, Outcome, TurnContext } from '../../types.ts';
import { quotesAtOnce } from './ask-blocks.ts';
import { quotesOf, type Standing } from './ask-sources.ts';

const id = 'feedback';

export interface FeedbackDeps {
  /** Where remarks become questions of the evaluation. */
  questions: EvalQuestions;
  /** Finds the document that says what an answer should have said. */
  retriever: Pick<Retriever, 'search'>;
  standing?: Standing;
}

/** An admin is about to type what the answer should have held. */
interface SpanDialogue {
  answerId: string;
  accountId: string;
}

type Key = Pick<WaitingFeedback, 'answerId' | 'accountId'>;

/** '/gopy': answers that people found wrong or incomplete, one at a time, for admins. */
export function createFeedbackFeature(deps: FeedbackDeps): Feature {
  return {
    id,
    commands: [{ name: 'gopy', permission: 'answers.manage', description: words.commandHelp.gopy }],
    async handle(context, request) {
      // Questions of others and passages of any scope: nothing for a channel that only public content may leave by.
      if (context.viewer.ceiling !== 'all') return say(words.onlyInside);
      switch (request.type) {
        case 'command':
          return showQueue(deps, context, 0);
        case 'choice':
          return pressed(deps, context, request.action);
        case 'text':
          return spanGiven(deps, context, oneLine(request.text));
        case 'files':
          return { blocks: [], dialogue: null };
      }
    },
  };
}

async function showQueue(
  deps: FeedbackDeps,
  context: TurnContext,
  position: number,
  lead: readonly Block[] = [],
): Promise<Outcome> {
  const { item, total } = await waitingFeedback(context.db, position);
  if (!item) return { blocks: [...lead, text(words.queueEmpty)] };
  const at = Math.min(position, total - 1);
  const quotes = await quotesOf(context, deps.standing, item.citations);
  const { blocks } = quotesAtOnce(
    quotes,
    quotes.map(() => null),
    item.answerId,
  );
  const keyed = (verb: string): string => `${id}:${verb}:${item.answerId}:${item.accountId}`;
  const expected =
    item.remark === null ? null : await findVerbatim(deps.retriever, context.viewer, item.remark);
  const options: Choice[] = [
    ...(expected ? [{ label: words.queueButtons.expectRemark, action: keyed('remark') }] : []),
    ...(quotes.length > 0 ? [{ label: words.queueButtons.expectQuotes, action: keyed('quotes') }] : []),
    { label: words.queueButtons.expectOther, action: keyed('span') },
    { label: words.queueButtons.expectNothing, action: keyed('nothing') },
    { label: words.queueButtons.done, action: keyed('done') },
    ...(at > 0 ? [{ label: words.queueButtons.previous, action: `${id}:page:${at - 1}` }] : []),
    ...(at < total - 1 ? [{ label: words.queueButtons.next, action: `${id}:page:${at + 1}` }] : []),
  ];
  return {
    blocks: [
      ...lead,
      text(words.queueTitle(at + 1, total)),
      text(
        words.queueLines({
          verdict: item.verdict,
          by: item.accountName,
          on: item.at.slice(0, 10),
          remark: item.remark,
          question: item.question,
          outcome: item.outcome,
          lead: [item.shown.lead, item.shown.computed].filter(Boolean).join(' '),
        }),
      ),
      ...(blocks.length > 0 ? blocks : [text(words.noQuotes)]),
      { type: 'choices', id: 'feedback', isOnce: false, options },
    ],
  };
}

async function pressed(deps: FeedbackDeps, context: TurnContext, action: string): Promise<Outcome> {
  const [verb = '', argument = '', accountId = ''] = action.split(':');
  if (verb === 'page') return showQueue(deps, context, Number(argument) || 0);
  const key: Key = { answerId: argument, accountId };
  const item = await findFeedback(context.db, key);
  if (!item) return say(words.gone);
  switch (verb) {
    case 'done':
      return decided(context, key, 'done', words.markedDone);
    case 'span':
      return { blocks: [text(words.askSpan)], dialogue: key satisfies SpanDialogue };
    case 'nothing':
      return asQuestion(deps, context, item, { spans: [], documents: [] });
    case 'quotes': {
      const quotes = await quotesOf(context, deps.standing, item.citations);
      return asQuestion(deps, context, item, {
        spans: quotes.map((quote) => quote.text),
        documents: quotes.map((quote) => quote.passage.document.fileName),
      });
    }
    case 'remark': {
      const found = item.remark && (await findVerbatim(deps.retriever, context.viewer, item.remark));
      return found
        ? asQuestion(deps, context, item, { spans: [found.span], documents: [found.fileName] })
        : say(words.gone);
    }
    default:
      return say(words.gone);
  }
}

/** The words that the answer should have held: they must stand in a document as they were typed. */
async function spanGiven(deps: FeedbackDeps, context: TurnContext, typed: string): Promise<Outcome> {
  const key = context.dialogue as SpanDialogue | undefined;
  const item = key && (await findFeedback(context.db, key));
  if (!item) return { blocks: [text(words.gone)], dialogue: null };
  const found = await findVerbatim(deps.retriever, context.viewer, typed);
  if (!found) return { blocks: [text(words.spanNotFound(typed))], dialogue: key };
  const outcome = await asQuestion(deps, context, item, { spans: [found.span], documents: [found.fileName] });
  return { ...outcome, dialogue: null };
}

/** Adds the question to the evaluation with what its answer must show; nothing: it must not be answered. */
async function asQuestion(
  deps: FeedbackDeps,
  context: TurnContext,
  item: WaitingFeedback,
  expected: { spans: readonly string[]; documents: readonly string[] },
): Promise<Outcome> {
  const question: EvalQuestion = {
    id: `gop-y-${item.answerId}`,
    question: item.question,
    answer_spans: [...new Set(expected.spans)],
    docs: [...new Set(expected.documents)],
    answerable: expected.spans.length > 0,
    kind: `feedback-${item.verdict}`,
  };
  return {
    blocks: [],
    write: async (t) => {
      if (!(await decideFeedback(t, item, decision(context, 'question')))) return [text(words.gone)];
      await audit(t, context, item, 'question');
      // Last, so that a failed transaction rarely leaves it behind; repeated, it replaces itself by its id.
      const count = await deps.questions.add(question);
      return [text(words.madeQuestion(deps.questions.path, count)), nextChoice];
    },
  };
}

const decided = (context: TurnContext, key: Key, what: FeedbackDecision, said: string): Outcome => ({
  blocks: [],
  write: async (t) => {
    if (!(await decideFeedback(t, key, decision(context, what)))) return [text(words.gone)];
    await audit(t, context, key, what);
    return [text(said), nextChoice];
  },
});

const decision = (context: TurnContext, what: FeedbackDecision) => ({
  decision: what,
  at: context.now.toISOString(),
  by: context.account.id === localViewer.accountId ? null : context.account.id,
});

const audit = (
  t: Parameters<typeof recordAudit>[0],
  context: TurnContext,
  { answerId }: Key,
  what: FeedbackDecision,
): Promise<void> =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action: `feedback.${what}`,
    entity: 'answer',
    entityId: answerId,
  });

const text = (content: string): Block => ({ type: 'text', text: content });
const say = (content: string): Outcome => ({ blocks: [text(content)] });
const nextChoice: Block = {
  type: 'choices',
  id: 'feedback-next',
  isOnce: false,
  options: [{ label: words.queueButtons.next, action: `${id}:page:0` }],
};
