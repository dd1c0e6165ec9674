import { mayAskForList, namesSomebody } from '../../../meetings/follow-up/plain-question.ts';
import { documentsOfKeys } from '../../../meetings/follow-up/basis-store.ts';
import { findProposals, getProposal } from '../../../meetings/follow-up/proposal-store.ts';
import type { ProposalFilter } from '../../../meetings/follow-up/proposal-store.ts';
import { openStatuses, unansweredStatuses } from '../../../meetings/follow-up/proposal.ts';
import type { Proposal } from '../../../meetings/follow-up/proposal.ts';
import { asksForProposals, readProposalQuestion } from '../../../meetings/follow-up/read-proposals.ts';
import type { ProposalQuestion } from '../../../meetings/follow-up/read-proposals.ts';
import { readAdding } from '../../../meetings/follow-up/read-tasks.ts';
import { nameKey } from '../../../meetings/follow-up/task.ts';
import { workbookMime, writeWorkbook } from '../../../papers/workbook.ts';
import * as words from '../../../prompts/meetings-outcomes.ts';
import { buttons, notFound, notGiven, tasks as taskWords } from '../../../prompts/meetings-tasks.ts';
import { daysBetween, formatDate } from '../../../text/dates.ts';
import type { Choice, Outcome, TurnContext } from '../../types.ts';
import { beginChange, shorten } from './follow-up-dialogue.ts';
import { unitIdsOf } from './follow-up-place.ts';
import { choices, id } from './meeting-blocks.ts';
import { say, type MeetingPart, type MeetingsDeps } from './meeting-part.ts';
import { proposalChanges } from './proposals-change.ts';
import { basisLines, documentChoices, historyBlocks } from './tasks.ts';

/* '/kiennghi': proposals by status and age, one with its way, new ones. */

const mostRows = 20;
const mostButtons = 8;
const mostRead = 5000;

/** All proposals that a question means, oldest first. */
async function proposalsOf(context: TurnContext, question: ProposalQuestion): Promise<Proposal[]> {
  const filter: ProposalFilter = {
    statuses: question.statuses,
    ...(question.basis.length > 0 ? { basisKeys: question.basis.map(({ key }) => key) } : {}),
    limit: mostRead,
  };
  const { proposals } = await findProposals(context.db, context.viewer, filter);
  if (question.who === '') return proposals;
  // A name may be the unit's, the proposer's or the addressee's.
  const { ids } = await unitIdsOf(context, question.who);
  const key = ` ${nameKey(question.who)} `;
  return proposals.filter(
    (proposal) =>
      ids.includes(proposal.unitId) ||
      ` ${nameKey(proposal.proposer)} `.includes(key) ||
      ` ${nameKey(proposal.addressee)} `.includes(key),
  );
}

async function proposalsOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const adding = readAdding(args);
  if (adding !== null)
    return beginChange(context, 'proposal-add', proposalChanges['proposal-add'], '', adding || null);
  const question = readProposalQuestion(args);
  const proposals = await proposalsOf(context, question);
  if (proposals.length === 0) return say(words.proposals.none);
  const shown = proposals.slice(0, mostRows);
  const meetingIds = new Set(proposals.map((proposal) => proposal.meetingId));
  const [meetingId] = meetingIds;
  const unanswered = proposals.filter((proposal) => unansweredStatuses.includes(proposal.status)).length;
  return {
    blocks: [
      {
        type: 'table',
        title: words.proposals.title(
          question.name,
          question.who,
          question.basis.map(({ symbol }) => symbol),
        ),
        head: [...words.proposals.head],
        rows: shown.map((proposal) => [
          proposal.content,
          proposal.proposer || notGiven,
          proposal.addressee || notGiven,
          formatDate(proposal.raisedOn),
          words.proposals.days(daysBetween(proposal.raisedOn, context.today)),
          words.proposalStatus(proposal.status),
        ]),
        note:
          proposals.length > shown.length
            ? words.proposals.more(shown.length, proposals.length)
            : words.proposals.count(proposals.length),
      },
      {
        type: 'choices',
        id: 'proposals',
        prompt: words.proposals.which,
        options: [
          ...shown.slice(0, mostButtons).map((proposal): Choice => ({
            label: `${shorten(proposal.content)} (${formatDate(proposal.raisedOn)})`,
            action: `${id}:proposal:${proposal.id}`,
          })),
          ...(meetingIds.size === 1 && meetingId && unanswered > 1
            ? [
                {
                  label: words.proposals.bulkButton(unanswered),
                  action: `${id}:change-proposals-directed:${meetingId}`,
                },
              ]
            : []),
          { label: buttons.sheet, action: `${id}:proposal-sheet:${args}` },
        ],
      },
    ],
  };
}

async function cardOutcome(context: TurnContext, proposalId: string): Promise<Outcome> {
  const proposal = await getProposal(context.db, context.viewer, proposalId);
  if (!proposal) return say(notFound);
  const documents = await documentsOfKeys(context.db, context.viewer, proposal.basisKeys);
  const basis = basisLines(proposal.basis, documents);
  const { fields } = words.proposals;
  const hasDirective = proposal.status === 'directed-unknown' || proposal.directive !== '';
  const rows = [
    [fields.content, proposal.content],
    [fields.proposer, proposal.proposer || notGiven],
    [fields.addressee, proposal.addressee || notGiven],
    [fields.raised, taskWords.from(proposal.raisedOn, proposal.unitName)],
    [fields.status, words.proposalStatus(proposal.status)],
    [fields.age, words.proposals.days(daysBetween(proposal.raisedOn, context.today))],
    ...(basis.length > 0 ? [[fields.basis, basis.join('; ')]] : []),
    ...(proposal.opinion
      ? [[fields.opinion, words.proposals.signed(proposal.opinion, proposal.opinionBy, null)]]
      : []),
    ...(hasDirective
      ? [
          [
            fields.directive,
            words.proposals.signed(proposal.directive, proposal.directiveBy, proposal.directiveOn),
          ],
        ]
      : []),
    ...(proposal.reply
      ? [[fields.reply, words.proposals.signed(proposal.reply, proposal.replyBy, proposal.repliedOn)]]
      : []),
  ];
  const change = (label: string, type: string): Choice => ({
    label,
    action: `${id}:change-${type}:${proposal.id}`,
  });
  const isOpen = openStatuses.includes(proposal.status) || proposal.status === 'directed';
  return {
    blocks: [
      { type: 'table', title: words.proposals.card, head: [], rows },
      choices('proposal', [
        ...(isOpen
          ? [
              ...(unansweredStatuses.includes(proposal.status)
                ? [
                    change(buttons.opinion, 'proposal-opinion'),
                    change(buttons.directiveUnknown, 'proposal-directed-unknown'),
                  ]
                : []),
              change(buttons.directive, 'proposal-directive'),
              change(buttons.reply, 'proposal-reply'),
              change(buttons.decline, 'proposal-decline'),
              change(buttons.withdraw, 'proposal-withdraw'),
            ]
          : [change(buttons.reopen, 'proposal-reopen')]),
        { label: buttons.history, action: `${id}:proposal-history:${proposal.id}` },
        ...documentChoices(documents),
      ]),
    ],
  };
}

async function sheetOutcome(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> {
  const question = readProposalQuestion(args);
  const proposals = await proposalsOf(context, question);
  const widths = [6, 60, 26, 26, 12, 12, 36, 36, 36, 24, 26];
  const bytes = await writeWorkbook([
    {
      name: words.proposals.sheetName,
      title: words.proposals.title(
        question.name,
        question.who,
        question.basis.map(({ symbol }) => symbol),
      ),
      columns: words.proposals.sheetHead.map((head, i) => ({ head, width: widths[i] ?? 14 })),
      rows: proposals.map((proposal, i) => [
        i + 1,
        proposal.content,
        proposal.proposer,
        proposal.addressee,
        { date: proposal.raisedOn },
        daysBetween(proposal.raisedOn, context.today),
        proposal.opinion && words.proposals.signed(proposal.opinion, proposal.opinionBy, null),
        proposal.directive &&
          words.proposals.signed(proposal.directive, proposal.directiveBy, proposal.directiveOn),
        proposal.reply && words.proposals.signed(proposal.reply, proposal.replyBy, proposal.repliedOn),
        words.proposalStatus(proposal.status),
        proposal.unitName,
      ]),
    },
  ]);
  const file = await deps.files.put(bytes, words.proposals.sheetFile(context.today), workbookMime);
  return { blocks: [{ type: 'file', file }] };
}

/** Proposals of all meetings and units that the person sees. */
export const proposalsPart: MeetingPart = {
  commands: [
    {
      name: 'kiennghi',
      aliases: ['dexuat'],
      permission: 'meetings.read',
      description: words.proposals.help,
      example: words.proposals.example,
      run: (_deps, context, args) => proposalsOutcome(context, args),
    },
  ],
  choices: {
    proposal: (_deps, context, argument) => cardOutcome(context, argument),
    'proposal-history': async (_deps, context, argument) =>
      (await getProposal(context.db, context.viewer, argument))
        ? { blocks: await historyBlocks(context, { proposalId: argument }) }
        : say(notFound),
    'proposal-sheet': sheetOutcome,
  },
  recognise: (sentence) =>
    mayAskForList(sentence) && asksForProposals(sentence) && namesSomebody(readProposalQuestion(sentence).who)
      ? { name: 'kiennghi', args: sentence }
      : null,
};
