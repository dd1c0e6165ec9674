import { newId } from '../../../core/ids.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import { recordFollowUp } from '../../../meetings/follow-up/event-store.ts';
import type { FollowUpEventKind } from '../../../meetings/follow-up/event-store.ts';
import {
  changeProposal,
  findProposals,
  getProposal,
  insertProposals,
} from '../../../meetings/follow-up/proposal-store.ts';
import type { ProposalChange } from '../../../meetings/follow-up/proposal-store.ts';
import { unansweredStatuses } from '../../../meetings/follow-up/proposal.ts';
import type { NewProposal, Proposal } from '../../../meetings/follow-up/proposal.ts';
import { readParties, readProposals, readSaid } from '../../../meetings/follow-up/read-proposals.ts';
import { insertTask } from '../../../meetings/follow-up/task-store.ts';
import type { Task } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/meetings-outcomes.ts';
import { needsMeetingOrUnit, notFound, notGiven, taskLine } from '../../../prompts/meetings-tasks.ts';
import type { Block, TurnContext } from '../../types.ts';
import { byOf, followUpChange, type FollowUpChange } from './follow-up-dialogue.ts';
import { placeLine, placeOfLine, type Place } from './follow-up-place.ts';
import { text } from './meeting-blocks.ts';

/* What can happen to proposals: raised, opinion, directive (with its task), reply, declined, withdrawn. */

interface Adding {
  place: Place;
  proposals: NewProposal[];
}

const add = followUpChange<Adding>({
  ask: words.proposals.ask.add,
  audit: { action: 'proposal.created', entity: 'proposal' },
  async read(context, _target, line, before) {
    const parties = before ? readParties(line) : null;
    const placed = before && parties ? { place: before.place, rest: line } : await placeOfLine(context, line);
    if ('problem' in placed) return { problem: [text(placed.problem)] };
    const { place, rest } = placed;
    if (!place) return { problem: [text(needsMeetingOrUnit)], isOver: true };
    const proposals =
      before && parties
        ? before.proposals.map((proposal) => ({ ...proposal, ...parties }))
        : readProposals(rest);
    if (proposals.length === 0) return { problem: [text(words.proposals.ask.add)] };
    const isMissing = proposals.some(({ proposer, addressee }) => proposer === '' || addressee === '');
    const blocks: Block[] = [
      text(`${placeLine(place)}\n${words.proposals.echo.add(proposals.length)}`),
      {
        type: 'table',
        head: [...words.proposals.echo.addHead],
        rows: proposals.map((proposal) => [
          proposal.content,
          proposal.proposer || notGiven,
          proposal.addressee || notGiven,
          proposal.basis.join(', '),
        ]),
      },
      ...(isMissing ? [text(words.proposals.echo.missing)] : []),
    ];
    return { change: { place, proposals }, blocks };
  },
  async write(t, context, _target, { place, proposals }) {
    const origin =
      'meetingId' in place ? { meetingId: place.meetingId } : { unitId: place.unitId, raisedOn: place.on };
    const rows = proposals.map((proposal) => ({ ...proposal, id: newId() }));
    await insertProposals(t, rows, origin, byOf(context));
    for (const { id: proposalId, content } of rows)
      await recordFollowUp(t, { proposalId }, { kind: 'created', after: content }, byOf(context));
    return [text(words.proposals.saved(rows.length))];
  },
});

interface Changing {
  revision: number;
  before: string;
  change: ProposalChange;
  kind: FollowUpEventKind;
  /** What was said, for the history. */
  said: string;
  /** The task that a directive gives. */
  task: Omit<Task, 'id' | 'doneAt'> | null;
}

function changing(
  action: string,
  kind: FollowUpEventKind,
  make: (
    context: TurnContext,
    proposal: Proposal,
    said: { by: string; text: string },
  ) => { change: ProposalChange; task?: Changing['task'] },
  ask?: string,
): FollowUpChange {
  return followUpChange<Changing>({
    ...(ask === undefined ? {} : { ask }),
    audit: { action, entity: 'proposal' },
    async read(context, target, line) {
      const proposal = await getProposal(context.db, context.viewer, target);
      if (!proposal) return { problem: [text(notFound)], isOver: true };
      const said = readSaid(line);
      if (ask !== undefined && said.text === '') return { problem: [text(ask)] };
      const { change, task = null } = make(context, proposal, said);
      const status = words.proposalStatus(change.status);
      const what = said.text && words.proposals.signed(said.text, said.by, null);
      const lines = [
        words.proposals.echo.change(proposal.content, status, what),
        ...(task ? [words.proposals.echo.task(taskLine(task))] : []),
      ];
      return {
        change: { revision: proposal.revision, before: proposal.status, change, kind, said: what, task },
        blocks: [text(lines.join('\n'))],
      };
    },
    async write(t, context, target, { revision, before, change, task, said }) {
      const proposal = await getProposal(t, context.viewer, target);
      if (!proposal || !(await changeProposal(t, { id: target, revision }, change))) return null;
      const status = words.proposalStatus(change.status);
      await recordFollowUp(
        t,
        { proposalId: target },
        { kind, before: words.proposalStatus(before), after: status, note: said },
        byOf(context),
      );
      if (task) {
        const taskId = newId();
        const origin = proposal.meetingId
          ? { meetingId: proposal.meetingId }
          : { unitId: proposal.unitId, openedOn: context.today };
        await insertTask(
          t,
          { ...task, id: taskId, doneAt: null },
          { ...origin, proposalId: target, createdBy: context.account.id },
        );
        await recordFollowUp(t, { taskId }, { kind: 'created', after: taskLine(task) }, byOf(context));
      }
      return [text(words.proposals.changed(status))];
    },
  });
}

/** All unanswered proposals of one meeting at once: the store knows that each was directed, and not what. */
const directAll = followUpChange<{ proposals: { id: string; revision: number; status: string }[] }>({
  audit: { action: 'proposal.directed', entity: 'meeting' },
  async read(context, meetingId) {
    const { proposals } = await findProposals(context.db, context.viewer, {
      meetingId,
      statuses: unansweredStatuses,
      limit: 500,
    });
    if (proposals.length === 0) return { problem: [text(words.proposals.noneLeft)], isOver: true };
    return {
      change: { proposals: proposals.map(({ id, revision, status }) => ({ id, revision, status })) },
      blocks: [text(words.proposals.echo.bulk(proposals.length))],
    };
  },
  async write(t, context, meetingId, { proposals }) {
    const seen = await findProposals(t, context.viewer, { meetingId, limit: 500 });
    const visible = new Set(seen.proposals.map(({ id }) => id));
    for (const proposal of proposals) {
      const isChanged =
        visible.has(proposal.id) && (await changeProposal(t, proposal, { status: 'directed-unknown' }));
      if (!isChanged) continue;
      await recordFollowUp(
        t,
        { proposalId: proposal.id },
        {
          kind: 'directed',
          before: words.proposalStatus(proposal.status),
          after: words.proposalStatus('directed-unknown'),
        },
        byOf(context),
      );
    }
    return [text(words.proposals.changed(words.proposalStatus('directed-unknown')))];
  },
});

/** Every change of proposals, by its type. */
export const proposalChanges = {
  'proposal-add': add,
  'proposals-directed': directAll,
  'proposal-opinion': changing(
    'proposal.opinion',
    'opinion',
    (_context, _proposal, said) => ({
      change: { status: 'opinion', opinion: said.text, opinionBy: said.by },
    }),
    words.proposals.ask.opinion,
  ),
  'proposal-directed-unknown': changing('proposal.directed', 'directed', () => ({
    change: { status: 'directed-unknown' },
  })),
  'proposal-directive': changing(
    'proposal.directed',
    'directed',
    (context, _proposal, said) => ({
      change: {
        status: 'directed',
        directive: said.text,
        directiveBy: said.by,
        directiveOn: context.today,
      },
      task: parseDecision(said.text, context.today).task,
    }),
    words.proposals.ask.directive,
  ),
  'proposal-reply': changing(
    'proposal.answered',
    'replied',
    (context, _proposal, said) => ({
      change: { status: 'answered', reply: said.text, replyBy: said.by, repliedOn: context.today },
    }),
    words.proposals.ask.reply,
  ),
  'proposal-decline': changing(
    'proposal.declined',
    'replied',
    (context, _proposal, said) => ({
      change: { status: 'declined', reply: said.text, replyBy: said.by, repliedOn: context.today },
    }),
    words.proposals.ask.decline,
  ),
  'proposal-withdraw': changing('proposal.withdrawn', 'cancelled', () => ({
    change: { status: 'withdrawn' },
  })),
  'proposal-reopen': changing('proposal.reopened', 'reopened', () => ({ change: { status: 'raised' } })),
};
