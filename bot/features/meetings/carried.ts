import type { DateOnly } from '../../../core/clock.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Queryable } from '../../../db/database.ts';
import { carriedItems } from '../../../meetings/follow-up/carried.ts';
import type { CarriedItems } from '../../../meetings/follow-up/carried.ts';
import { recordFollowUp } from '../../../meetings/follow-up/event-store.ts';
import { changeTask, getTask } from '../../../meetings/follow-up/task-store.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/meetings-outcomes.ts';
import {
  buttons,
  meetingLocked,
  needsMeeting,
  noDue,
  noLead,
  notFound,
  tasks as taskWords,
} from '../../../prompts/meetings-tasks.ts';
import { formatDate } from '../../../text/dates.ts';
import { oneLine } from '../../../text/normalise.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { byOf, followUpChange, shorten } from './follow-up-dialogue.ts';
import { id, text } from './meeting-blocks.ts';
import { currentDraft, say, type MeetingPart } from './meeting-part.ts';
import { stateText } from './tasks.ts';

/* '/vieccon': what a unit brings from its earlier meetings, shown when the next one begins and ticked off there. */

const mostRows = 15;
const mostButtons = 8;

/** How many items a meeting brings with it; 0 where nothing is open. */
const countCarried = (items: CarriedItems): number =>
  items.tasks.length + items.moreTasks + items.proposals.length + items.drafts.length;

/** The open items of a meeting's unit as a table, and a button for each task that this meeting can tick off. */
async function carriedBlocks(
  context: TurnContext,
  meeting: Pick<Meeting, 'id' | 'unitId' | 'unitName' | 'heldOn'>,
): Promise<Block[]> {
  const items = await carriedItems(context.db, context.viewer, {
    unitId: meeting.unitId,
    heldOn: meeting.heldOn,
    meetingId: meeting.id,
    limit: mostRows,
  });
  if (countCarried(items) === 0) return [];
  const { kinds } = words.carried;
  const rows = [
    ...items.tasks.map((task) => [
      `${kinds.task}: ${task.content}`,
      task.lead || noLead,
      task.dueOn ? formatDate(task.dueOn) : noDue,
      formatDate(task.heldOn),
      stateText(task, context.today),
    ]),
    ...items.proposals.map((proposal) => [
      `${kinds.proposal}: ${proposal.content}`,
      proposal.addressee,
      '',
      formatDate(proposal.raisedOn),
      words.proposalStatus(proposal.status),
    ]),
    ...items.drafts.map((draft) => [
      `${kinds.draft}: ${draft.title}`,
      draft.finisher,
      draft.dueOn ? formatDate(draft.dueOn) : noDue,
      formatDate(draft.heldOn),
      words.drafts.notIssued,
    ]),
  ];
  const more = items.moreTasks + Math.max(0, rows.length - mostRows);
  return [
    {
      type: 'table',
      title: words.carried.title(meeting.unitName),
      head: [...words.carried.head],
      rows: rows.slice(0, mostRows),
      ...(more > 0 ? { note: words.carried.more(more) } : {}),
    },
    {
      type: 'choices',
      id: 'carried',
      prompt: words.carried.which,
      options: items.tasks.slice(0, mostButtons).map((task): Choice => ({
        label: shorten(task.content),
        action: `${id}:change-task-tick:${task.id},${meeting.id}`,
      })),
    },
  ];
}

/** A task is done and a later meeting says so: `target` is 'TASK,MEETING'. */
const tick = followUpChange<{ revision: number; result: string }>({
  ask: taskWords.ask.done,
  isOptional: true,
  audit: { action: 'task.done', entity: 'task' },
  async read(context, target, line) {
    const [taskId = '', meetingId = ''] = target.split(',');
    const task = await getTask(context.db, context.viewer, taskId);
    const meeting = await getMeeting(context.db, context.viewer, meetingId);
    if (!task || !meeting) return { problem: [text(notFound)], isOver: true };
    if (meeting.status === 'approved') return { problem: [text(meetingLocked)], isOver: true };
    const result = oneLine(line);
    return {
      change: { revision: task.revision, result },
      blocks: [
        text(`${taskWords.echo.done(task.content, result)} ${words.carried.tickedIn(meeting.heldOn)}`),
      ],
    };
  },
  async write(t, context, target, { revision, result }) {
    const [taskId = '', meetingId = ''] = target.split(',');
    const task = await getTask(t, context.viewer, taskId);
    const meeting = await getMeeting(t, context.viewer, meetingId);
    if (!task || !meeting) return null;
    const change = { doneAt: context.now.toISOString(), result, closedIn: meetingId };
    if (!(await changeTask(t, { id: taskId, revision }, change))) return null;
    const note = words.carried.tickedIn(meeting.heldOn);
    await recordFollowUp(t, { taskId }, { kind: 'done', after: result, note }, byOf(context));
    return [text(taskWords.done(task.content, task.unitName))];
  },
});

/** Every change of this file, by its type. */
export const carriedChanges = { 'task-tick': tick };

async function carriedOutcome(context: TurnContext, meeting: Meeting | null): Promise<Outcome> {
  if (!meeting) return say(needsMeeting);
  const blocks = await carriedBlocks(context, meeting);
  return blocks.length > 0 ? { blocks } : say(words.carried.none);
}

/** A button that opens the carried items of a meeting; none where nothing is open. */
export async function carriedChoices(
  db: Queryable,
  viewer: Viewer,
  meeting: Pick<Meeting, 'id' | 'unitId' | 'heldOn'>,
): Promise<Choice[]> {
  const { unitId, heldOn } = meeting;
  const items = await carriedItems(db, viewer, { unitId, heldOn, limit: 1 });
  const count = countCarried(items);
  return count === 0 ? [] : [{ label: buttons.carried(count), action: `${id}:carried:${meeting.id}` }];
}

/** A few lines on what a unit brings into a meeting that begins; nothing where nothing is open. */
export async function carriedSummary(
  context: TurnContext,
  unit: { id: string; name: string },
  heldOn: DateOnly,
): Promise<Block[]> {
  const items = await carriedItems(context.db, context.viewer, { unitId: unit.id, heldOn, limit: 3 });
  const count = countCarried(items);
  if (count === 0) return [];
  const first = [
    ...items.tasks.map((task) => `${task.content} (${stateText(task, context.today)})`),
    ...items.proposals.map((proposal) => `${words.carried.kinds.proposal}: ${proposal.content}`),
    ...items.drafts.map((draft) => `${words.carried.kinds.draft}: ${draft.title}`),
  ].slice(0, 3);
  return [text(words.carried.summary(unit.name, count, first))];
}

/** Open items from earlier meetings. */
export const carriedPart: MeetingPart = {
  commands: [
    {
      name: 'vieccon',
      aliases: ['viecconlai', 'congvieccon'],
      permission: 'meetings.read',
      description: words.carried.help,
      run: async (_deps, context) => carriedOutcome(context, await currentDraft(context)),
    },
  ],
  choices: {
    carried: async (_deps, context, meetingId) =>
      carriedOutcome(context, await getMeeting(context.db, context.viewer, meetingId)),
  },
};
