import { attendanceSums } from '../../../meetings/record/attendance.ts';
import { steps } from '../../../meetings/entry/guided.ts';
import type { GuidedState, Problem, Step } from '../../../meetings/entry/guided.ts';
import { meetingKinds } from '../../../meetings/meeting.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/meetings.ts';
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

/** Buttons of a step: candidates, kinds, and the ways on and back. */
export function stepChoices(state: GuidedState): Choice[] {
  const answer = (label: string, reply = label): Choice => ({ label, action: `${id}:answer:${reply}` });
  const options: Choice[] = state.candidates.map((unit) => answer(unit.name));
  if (state.step === 'kind')
    options.push(...meetingKinds.map((kind, i) => answer(words.kindLabel(kind), String(i + 1))));
  if (state.step === 'agenda' || state.step === 'conclusions') options.push(answer(words.buttons.done));
  else if (!['unit', 'kind', 'date'].includes(state.step)) options.push(answer(words.buttons.skip));
  if (state.step !== 'unit') options.push(answer(words.buttons.back, 'lui'));
  return options;
}

/** Save, correct one field, or drop. */
export const reviewChoices = (): Choice[] => [
  { label: words.buttons.save, action: `${id}:save:`, style: 'primary' },
  ...steps
    .filter((step): step is Exclude<Step, 'review'> => step !== 'review')
    .map((step) => ({
      label: words.buttons.correct(words.fieldLabels[step]),
      action: `${id}:answer:${words.fieldLabels[step]}`,
    })),
  { label: words.buttons.discard, action: `${id}:discard:`, style: 'danger' },
];

/** Why an answer was not taken, for people. */
export function problemSentence(problem: Problem): string {
  switch (problem.type) {
    case 'unit-unknown':
      return words.unitUnknown(problem.text);
    case 'unit-ambiguous':
      return words.unitAmbiguous;
    case 'kind-unknown':
      return words.kindUnknown;
    case 'date-unreadable':
      return words.dateUnreadable;
    case 'date-in-future':
      return words.dateInFuture(problem.date);
    case 'time-unreadable':
      return words.timeUnreadable;
    case 'time-order':
      return words.timeOrder;
    case 'name-unreadable':
      return words.nameUnreadable;
    case 'attendance-unclear':
      return words.attendanceUnclearHere(problem.unclear);
    case 'attendance-sum':
      return words.sumsDoNotHold(problem.sums);
    case 'required':
      return words.isRequired;
    case 'nothing-before':
      return words.nothingBefore;
  }
}

/** Everything collected so far, for a last look. */
export function reviewBlocks({ draft }: GuidedState): Block[] {
  const { head } = draft;
  const rows = [
    [words.fieldLabels.unit, draft.unit?.name ?? words.notGiven],
    [words.fieldLabels.kind, head.kind ? words.kindLabel(head.kind) : words.notGiven],
    [words.fieldLabels.date, head.heldOn ? formatDate(head.heldOn) : words.notGiven],
    [words.fieldLabels.time, words.timeSpan(head.startsAt ?? null, head.endsAt ?? null)],
    [words.fieldLabels.place, head.place || words.notGiven],
    [words.fieldLabels.chair, head.chair || words.notGiven],
    [words.fieldLabels['minute-taker'], head.minuteTaker || words.notGiven],
    [
      words.fieldLabels.attendance,
      draft.attendance ? words.attendanceAddsUp(attendanceSums(draft.attendance)) : words.notGiven,
    ],
    [words.fieldLabels.agenda, draft.agenda.join('; ') || words.notGiven],
    [words.fieldLabels.conclusions, draft.conclusions.join('; ') || words.notGiven],
  ] as string[][];
  return [{ type: 'table', title: words.reviewTitle, head: [], rows }, text(words.questions.review)];
}

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
      meeting.decisions.map((decision) => decision.text),
    ),
    ...list(words.tasksOfMeeting, meeting.tasks.map(words.taskLine)),
    ...list(
      words.voteTitle,
      meeting.votes.map((vote) => `${vote.subject}: ${vote.inFavour}/${vote.base}`),
    ),
  ];
}

/** What can be done with a stored meeting. */
export const meetingChoices = (meeting: Meeting): Block =>
  choices('meeting', [
    { label: words.buttons.minutes, action: `${id}:minutes:${meeting.id}`, style: 'primary' },
    ...(meeting.status === 'draft'
      ? [{ label: words.buttons.approve, action: `${id}:approve:${meeting.id}` }]
      : []),
  ]);
