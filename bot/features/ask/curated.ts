import { recordAudit } from '../../../access/audit-store.ts';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import * as words from '../../../prompts/curated.ts';
import { lastAnswer, ownAnswer, type KeptAnswer } from '../../../rag/kept/answer-store.ts';
import { passingWords, questionKey, standingOf } from '../../../rag/kept/curated.ts';
import {
  frequentQuestions,
  getCurated,
  listCurated,
  saveCurated,
  withdrawCurated,
  type CuratedAnswer,
} from '../../../rag/kept/curated-store.ts';
import { addDays } from '../../../text/dates.ts';
import type { Block, Choice, Feature, Outcome, TurnContext } from '../../types.ts';
import { asking, quotesAtOnce, say, text } from './ask-blocks.ts';
import { quotesOf, type Standing } from './ask-sources.ts';
import { curatedLead, hasSameStanding, withdrawStale } from './curated-reply.ts';

const id = 'curated';

export interface CuratedDeps {
  standing?: Standing;
}

/** The button under an answer that an admin sees. */
export const approveChoice = (answerId: string): Choice => ({
  label: words.buttons.approve,
  action: `${id}:approve:${answerId}`,
});

/** '/duyet' approves an answer for the question that it was given to; '/daduyet' lists and withdraws. */
export function createCuratedFeature(deps: CuratedDeps): Feature {
  return {
    id,
    commands: [
      { name: 'duyet', permission: 'answers.manage', description: words.commandHelp.duyet },
      { name: 'daduyet', permission: 'answers.manage', description: words.commandHelp.daduyet },
    ],
    async handle(context, request) {
      if (context.viewer.ceiling !== 'all') return say(words.onlyInside);
      if (request.type === 'command') {
        if (request.name === 'daduyet') return list(deps, context, 0);
        return approve(deps, context, await lastAnswer(context.db, context.lane, context.account.id));
      }
      if (request.type !== 'choice') return { blocks: [] };
      const [verb = '', argument = ''] = request.action.split(':');
      switch (verb) {
        case 'approve':
          return approve(deps, context, await ownAnswer(context.db, argument, context.account.id));
        case 'page':
          return list(deps, context, Number(argument) || 0);
        case 'show':
          return show(deps, context, argument);
        case 'withdraw':
          return withdraw(context, argument);
        default:
          return say(words.gone);
      }
    },
  };
}

const accountOf = ({ account }: TurnContext): string | null =>
  account.id === localViewer.accountId ? null : account.id;

async function approve(deps: CuratedDeps, context: TurnContext, answer: KeptAnswer | null): Promise<Outcome> {
  if (!answer) return say(words.nothingToApprove);
  if (answer.explanation.curatedId !== undefined) return say(words.alreadyApproved);
  const { lead, computed } = answer.shown;
  const isAnswer = answer.outcome === 'answer' || answer.outcome === 'correction';
  if (!isAnswer || answer.citations.length === 0 || !lead) return say(words.notApprovable);
  // Its rows come from what is in the store on the day; frozen they would go on when a document is added.
  if (answer.shown.table) return say(words.tableNotApprovable);
  const passing = passingWords(answer.question);
  if (passing !== null) return say(words.passing(passing));
  const key = questionKey(answer.question);
  if (key === null) return say(words.tooShort);
  const office = { db: context.db, today: context.today, viewer: localViewer };
  const quotes = await quotesOf(office, deps.standing, answer.citations);
  if (quotes.length < answer.citations.length) return say(words.notApprovable);
  const curatedId = newId();
  const approvedAt = context.now.toISOString();
  return {
    blocks: [],
    write: async (t) => {
      const earlier = await saveCurated(t, {
        id: curatedId,
        question: answer.question,
        questionKey: key,
        lead: withoutUnderstood(lead),
        computed: computed ?? null,
        approvedBy: accountOf(context),
        approvedByName: context.account.name,
        approvedAt,
        citations: quotes.map((quote) => ({
          documentId: quote.passage.document.id,
          chunkId: quote.passage.id,
          quote: quote.text,
          charFrom: quote.charFrom,
          charTo: quote.charTo,
          emphasis: quote.emphasis,
          standing: standingOf(quote),
        })),
      });
      await recordAudit(t, {
        at: approvedAt,
        accountId: context.account.id,
        action: 'curated.approve',
        entity: 'curated_answer',
        entityId: curatedId,
        details: { documents: [...new Set(quotes.map((quote) => quote.passage.document.id))] },
      });
      return [
        text(words.approved(answer.question)),
        ...(earlier.length > 0 ? [text(words.approvedAgain)] : []),
        choices([
          { label: words.buttons.withdraw, action: `${id}:withdraw:${curatedId}` },
          { label: words.buttons.back, action: `${id}:page:0` },
        ]),
      ];
    },
  };
}

/** The first line of a follow-up's answer says how it was understood; the approved question says so itself. */
const withoutUnderstood = (lead: string): string => lead.slice(lead.indexOf('\n') + 1);

const rowsAtOnce = 6;
const mostFrequent = 3;

async function list(deps: CuratedDeps, context: TurnContext, first: number): Promise<Outcome> {
  const all = await listCurated(context.db);
  const stale: CuratedAnswer[] = [];
  for (const answer of all) {
    if (answer.withdrawnReason === null && !(await hasSameStanding(context, deps.standing, answer)))
      stale.push(answer);
  }
  const withState = all.map((answer): CuratedAnswer =>
    stale.includes(answer)
      ? { ...answer, withdrawnReason: 'changed', withdrawnAt: context.now.toISOString() }
      : answer,
  );
  const shown = withState.slice(first, first + rowsAtOnce);
  const left = withState.length - first - shown.length;
  const frequent = first === 0 ? await questionsToApprove(context, withState) : [];
  const options: Choice[] = [
    ...shown.map((answer, at) => ({
      label: words.openOne(first + at + 1),
      action: `${id}:show:${answer.id}`,
    })),
    ...(left > 0 ? [{ label: words.more(left), action: `${id}:page:${first + rowsAtOnce}` }] : []),
    ...frequent.map(({ question }, at) => ({ label: words.askIt(at + 1), action: asking(question) })),
  ];
  const blocks: Block[] = [
    ...(shown.length === 0
      ? [text(words.listEmpty)]
      : [
          {
            type: 'table' as const,
            title: words.listTitle(withState.filter((one) => one.withdrawnReason === null).length),
            head: [...words.listHead],
            rows: shown.map((answer, at) => [
              `${first + at + 1}. ${answer.question}`,
              words.approvedBy(answer.approvedByName, answer.approvedAt.slice(0, 10)),
              String(answer.usedCount),
              words.stateOf(answer.withdrawnReason, answer.withdrawnAt?.slice(0, 10) ?? null),
            ]),
            audience: 'internal' as const,
          },
        ]),
    ...(frequent.length > 0
      ? [
          text(
            [
              words.frequentTitle,
              ...frequent.map(({ question, times }) => words.frequentLine(question, times)),
            ].join('\n'),
          ),
        ]
      : []),
    ...(options.length > 0 ? [choices(options)] : []),
  ];
  return { blocks, write: (t) => withdrawStale(t, stale, context.now.toISOString()) };
}

/** How far back questions are counted, in days, and how often by how many people they must have come. */
const daysBack = 60;
const leastTimes = 3;
const leastPeople = 2;

/** What several people asked several times and nobody has approved an answer to. */
async function questionsToApprove(
  context: TurnContext,
  known: readonly CuratedAnswer[],
): Promise<{ question: string; times: number }[]> {
  const since = addDays(context.today, -daysBack);
  const keys = new Set(
    known.filter((one) => one.withdrawnReason === null).map((one) => questionKey(one.question)),
  );
  const asked = new Map<string, { question: string; times: number; people: Set<string> }>();
  for (const { question, accountId } of await frequentQuestions(context.db, since)) {
    const key = questionKey(question);
    if (key === null || keys.has(key) || passingWords(question) !== null) continue;
    const entry = asked.get(key) ?? { question, times: 0, people: new Set<string>() };
    entry.times++;
    entry.people.add(accountId);
    asked.set(key, entry);
  }
  return [...asked.values()]
    .filter(({ times, people }) => times >= leastTimes && people.size >= leastPeople)
    .sort((a, b) => b.times - a.times)
    .slice(0, mostFrequent);
}

async function show(deps: CuratedDeps, context: TurnContext, curatedId: string): Promise<Outcome> {
  const answer = await getCurated(context.db, curatedId);
  if (!answer) return say(words.gone);
  const quotes = await quotesOf(context, deps.standing, answer.citations);
  const { blocks } = quotesAtOnce(
    quotes,
    quotes.map(() => null),
    answer.id,
  );
  const state = words.stateOf(answer.withdrawnReason, answer.withdrawnAt?.slice(0, 10) ?? null);
  return {
    blocks: [
      text(`${words.questionLine(answer.question)} (${state})`),
      ...(answer.lead === '' ? [] : curatedLead(answer)),
      ...(blocks.length > 0 ? blocks : [text(words.sourceHidden)]),
      choices([
        ...(answer.withdrawnReason === null
          ? [
              {
                label: words.buttons.withdraw,
                action: `${id}:withdraw:${answer.id}`,
                style: 'danger' as const,
              },
            ]
          : []),
        { label: words.buttons.back, action: `${id}:page:0` },
      ]),
    ],
  };
}

async function withdraw(context: TurnContext, curatedId: string): Promise<Outcome> {
  const answer = await getCurated(context.db, curatedId);
  if (!answer || answer.withdrawnReason !== null) return say(words.gone);
  const at = context.now.toISOString();
  return {
    blocks: [],
    write: async (t) => {
      if (!(await withdrawCurated(t, answer.id, { reason: 'by-admin', at, by: accountOf(context) })))
        return [text(words.gone)];
      await recordAudit(t, {
        at,
        accountId: context.account.id,
        action: 'curated.withdraw',
        entity: 'curated_answer',
        entityId: answer.id,
      });
      return [text(words.withdrawn(answer.question))];
    },
  };
}

const choices = (options: Choice[]): Block => ({ type: 'choices', id: 'curated', isOnce: false, options });
