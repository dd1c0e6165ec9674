import { attendanceSums } from '../../../meetings/record/attendance.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/meetings.ts';
import { listLine } from '../../../prompts/meetings-votes.ts';
import { formatDate } from '../../../text/dates.ts';
import type { Block, Choice } from '../../types.ts';

/*
 * How meetings look in chat: data in, blocks out. What a button does is decided in `meetings.ts`.
 */

/** Id of the feature; actions of its buttons begin with it. */
export const id = 'meetings';

/** A block of text. */
export const text = (content: string): Block => ({ type: 'text', text: content });
/** A block of buttons. */
export const choices = (name: string, options: Choice[]): Block => ({ type: 'choices', id: name, options });

/** A stored meeting with all that belongs to it. */
export function meetingBlocks(meeting: Meeting): Block[] {
  const rows = [
    [
      words.fieldLabels.date,
      `${formatDate(meeting.heldOn)}, ${words.timeSpan(meeting.startsAt, meeting.endsAt)}`,
    ],
    [words.fieldLabels.place, meeting.place || words.notGiven],
    [words.fieldLabels.chair, meeting.chair || words.notGiven],
    [words.fieldLabels['minute-taker'], meeting.minuteTaker || words.notGiven],
    [
      words.fieldLabels.attendance,
      meeting.attendance ? words.attendanceAddsUp(attendanceSums(meeting.attendance)) : words.notGiven,
    ],
  ];
  const list = (heading: string, lines: readonly string[]): Block[] =>
    lines.length === 0 ? [] : [text(`**${heading}**\n${lines.map((line) => `- ${line}`).join('\n')}`)];
  return [
    {
      type: 'table',
      title: `${meeting.title || words.kindLabel(meeting.kind)}, ${meeting.unitName}`,
      head: [],
      rows,
    },
    ...list(
      words.agendaTitle,
      meeting.agenda.map((item) => item.title),
    ),
    ...list(
      words.decisionsTitle,
      meeting.decisions.map(({ section, text: conclusion }) => words.inSection(section ?? '', conclusion)),
    ),
    ...list(words.tasksOfMeeting, meeting.tasks.map(words.taskLine)),
    ...list(words.voteTitle, meeting.votes.map(listLine)),
  ];
}

/** What can be done with a stored meeting. */
export const meetingChoices = (meeting: Meeting): Block =>
  choices('meeting', [
    { label: words.buttons.minutes, action: `${id}:minutes:${meeting.id}`, style: 'primary' },
    ...(meeting.status === 'draft'
      ? [{ label: words.buttons.readBack, action: `${id}:read-back:${meeting.id}` }]
      : []),
    ...(meeting.status === 'waiting'
      ? [{ label: words.buttons.approve, action: `${id}:approve:${meeting.id}` }]
      : []),
  ]);
