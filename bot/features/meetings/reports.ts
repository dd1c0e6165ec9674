import { getMeeting, listMeetings } from '../../../meetings/record/meeting-store.ts';
import * as words from '../../../prompts/meetings.ts';
import { formatDate } from '../../../text/dates.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { correctionChoices, focusOn } from './edit-history.ts';
import { id, meetingBlocks, meetingChoices } from './meeting-blocks.ts';
import { say, type MeetingPart } from './meeting-part.ts';

/* '/cuochop': the meetings that were logged, and one of them. */

async function listOutcome(context: TurnContext): Promise<Outcome> {
  const meetings = await listMeetings(context.db, context.viewer, { limit: 10 });
  if (meetings.length === 0) return say(words.noMeetings);
  const rows = meetings.map((m) => [
    formatDate(m.heldOn),
    m.unitName,
    m.title || words.kindLabel(m.kind),
    m.present === null ? '' : String(m.present),
    String(m.taskCount),
    words.statusNames[m.status] ?? m.status,
  ]);
  const options = meetings.slice(0, 6).map((m) => ({
    label: `${formatDate(m.heldOn)}, ${m.unitName}`,
    action: `${id}:open:${m.id}`,
  }));
  return {
    blocks: [
      { type: 'table', title: words.listTitle, head: [...words.listHead], rows },
      { type: 'choices', id: 'open', prompt: words.whichMeeting, options },
    ],
  };
}

async function openOutcome(context: TurnContext, meetingId: string): Promise<Outcome> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return say(words.meetingNotFound);
  const blocks = [...meetingBlocks(meeting), meetingChoices(meeting), correctionChoices(meeting)];
  return { blocks, ...(meeting.status === 'draft' ? { write: focusOn(context, meetingId) } : {}) };
}

/** Lists of meetings. */
export const listPart: MeetingPart = {
  commands: [
    {
      name: 'cuochop',
      aliases: ['danhsachhop'],
      permission: 'meetings.read',
      description: words.commandHelp.cuochop,
      run: (_deps, context) => listOutcome(context),
    },
  ],
  choices: { open: (_deps, context, argument) => openOutcome(context, argument) },
};
