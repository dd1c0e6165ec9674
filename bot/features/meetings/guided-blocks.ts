import { steps } from '../../../meetings/entry/guided.ts';
import type { GuidedState, Problem, Step } from '../../../meetings/entry/guided.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import { readConclusionLine } from '../../../meetings/entry/read-conclusions.ts';
import { attendanceSums } from '../../../meetings/record/attendance.ts';
import { meetingKinds } from '../../../meetings/meeting.ts';
import * as common from '../../../prompts/meetings.ts';
import * as words from '../../../prompts/meetings-entry.ts';
import type { Block, Choice } from '../../types.ts';
import { id, text } from './meeting-blocks.ts';

/* How the guided dialogue looks in chat: its state in, blocks out. */

const answer = (label: string, reply = label): Choice => ({ label, action: `${id}:answer:${reply}` });
const pause = (): Choice => ({ label: words.buttons.pause, action: `${id}:pause:` });

/** What a step asks; of a list that has begun, what was taken last and how many there are. */
export function stepQuestion({ step, draft }: GuidedState): string {
  if (step === 'agenda' && draft.agenda.length > 0)
    return words.takenSoFar(words.fieldLabels.agenda, draft.agenda.length, draft.agenda.at(-1) ?? '');
  if (step !== 'conclusions' || draft.conclusions.length === 0)
    return words.questions[step as Exclude<Step, 'review'>];
  const last = draft.conclusions.at(-1) ?? '';
  const { heldOn } = draft.head;
  const task = heldOn === undefined ? null : parseDecision(readConclusionLine(last).text, heldOn).task;
  return [
    words.takenSoFar(words.fieldLabels.conclusions, draft.conclusions.length, last),
    ...(task ? [words.becomesTask(common.taskLine(task))] : []),
  ].join('\n');
}

/** Buttons of a step: candidates, kinds, the day that lies ahead, and the ways on, back and out. */
export function stepChoices(state: GuidedState): Choice[] {
  const options: Choice[] = state.candidates.map((unit) => answer(unit.name));
  if (state.offer !== undefined) options.push(answer(state.offer));
  for (const step of state.passage === undefined ? [] : (state.elsewhere ?? [])) {
    const label = words.isElsewhere(words.fieldLabels[step]);
    options.push(answer(label));
  }
  if (state.step === 'kind')
    options.push(...meetingKinds.map((kind, i) => answer(common.kindLabel(kind), String(i + 1))));
  if (state.step === 'date' && state.ahead) options.push(answer(words.buttons.isPlanned, 'du kien'));
  if (state.step === 'agenda' || state.step === 'conclusions') options.push(answer(common.buttons.done));
  else if (!['unit', 'kind', 'date'].includes(state.step)) options.push(answer(common.buttons.skip));
  if (state.step !== 'unit') options.push(answer(common.buttons.back, 'lui'));
  if (state.step !== 'unit') options.push(pause());
  return options;
}

/** Save, correct one field, pause, or drop. */
export const reviewChoices = ({ draft }: GuidedState): Choice[] => [
  { label: common.buttons.save, action: `${id}:save:`, style: 'primary' },
  ...(draft.notes ?? []).flatMap((note, i) => [
    ...note.steps
      .slice(0, 2)
      .map((step) =>
        answer(
          words.noteAs(note.words, words.fieldLabels[step]),
          `chua hieu ${i + 1} la ${words.fieldLabels[step]}`,
        ),
      ),
    answer(words.noteDropped(note.words), `chua hieu ${i + 1} bo`),
  ]),
  ...steps
    .filter((step): step is Exclude<Step, 'review'> => step !== 'review')
    .filter((step) => !draft.isPlanned || (step !== 'attendance' && step !== 'conclusions'))
    .map((step) => answer(common.buttons.correct(words.fieldLabels[step]), `sua ${words.fieldLabels[step]}`)),
  pause(),
  { label: common.buttons.discard, action: `${id}:discard:`, style: 'danger' },
];

/** Why an answer was not taken, for people. */
export function problemSentence(problem: Problem): string {
  switch (problem.type) {
    case 'unit-unknown':
      return common.unitUnknown(problem.text);
    case 'unit-ambiguous':
      return words.unitAmbiguous;
    case 'unit-near':
      return words.unitNear(problem.text);
    case 'kind-unknown':
      return words.kindUnknown;
    case 'date-unreadable':
      return common.dateUnreadable;
    case 'date-in-future':
      return words.dateInFuture(problem.date);
    case 'days-order':
      return words.daysOrder;
    case 'time-unreadable':
      return common.timeUnreadable;
    case 'time-order':
      return common.timeOrder;
    case 'name-unreadable':
      return common.nameUnreadable;
    case 'attendance-unclear':
      return common.attendanceUnclearHere(problem.unclear);
    case 'attendance-sum':
      return common.sumsDoNotHold(problem.sums);
    case 'unread':
      return words.unread(problem.words);
    case 'required':
      return common.isRequired;
    case 'nothing-before':
      return common.nothingBefore;
  }
}

/** Everything collected so far, for a last look. */
export function reviewBlocks({ draft }: GuidedState): Block[] {
  const { head } = draft;
  const given = (value: string | null | undefined): string => (value ? value : common.notGiven);
  const details = words.kindDetails(head);
  const kind = head.kind ? common.kindLabel(head.kind) : common.notGiven;
  const rows: string[][] = [
    [words.fieldLabels.unit, given(draft.unit?.name)],
    [words.fieldLabels.kind, details === '' ? kind : `${kind} (${details})`],
    ...(head.topic ? [[words.fieldLabels.topic, head.topic]] : []),
    [words.fieldLabels.date, words.daysText(head.heldOn ?? null, head.endsOn ?? null)],
    [words.fieldLabels.time, common.timeSpan(head.startsAt ?? null, head.endsAt ?? null)],
    [words.fieldLabels.place, given(head.place)],
    [words.fieldLabels.chair, given(head.chair)],
    ...(head.participants ?? []).map((one) => [
      words.capacityNames[one.capacity] ?? one.capacity,
      words.participantText(one),
    ]),
    [words.fieldLabels['minute-taker'], given(head.minuteTaker)],
    ...(draft.isPlanned
      ? []
      : [
          [
            words.fieldLabels.attendance,
            draft.attendance ? common.attendanceAddsUp(attendanceSums(draft.attendance)) : common.notGiven,
          ],
        ]),
    [words.fieldLabels.agenda, given(draft.agenda.join('; '))],
    ...(draft.isPlanned ? [] : [[words.fieldLabels.conclusions, given(draft.conclusions.join('; '))]]),
    ...(draft.notes?.length
      ? [[words.notUnderstood, words.quoted(draft.notes.map((note) => note.words))]]
      : []),
  ];
  const unexplained = draft.attendance?.absentUnexplained ?? 0;
  return [
    { type: 'table', title: draft.isPlanned ? words.reviewPlanTitle : common.reviewTitle, head: [], rows },
    ...(unexplained > 0 && !draft.isPlanned ? [text(words.absentUnexplained(unexplained))] : []),
    ...(draft.attendance?.total === null && !draft.isPlanned
      ? [text(common.askTotal(draft.attendance.present !== null))]
      : []),
    text(draft.isPlanned ? words.reviewPlan : common.questions.review),
  ];
}
