import type { Queryable } from '../../../db/database.ts';
import { prepareEdit } from '../../../meetings/record/edit.ts';
import type { EditEnvironment, EditProblem, PreparedEdit } from '../../../meetings/record/edit.ts';
import { changedParts, partsOf } from '../../../meetings/record/meeting-parts.ts';
import { changeMeeting, writeParts } from '../../../meetings/record/changes.ts';
import { getMeeting, setMeetingStatus } from '../../../meetings/record/meeting-store.ts';
import { isListField, readEdit, readValue } from '../../../meetings/record/read-edit.ts';
import type { EditField, ReadEdit } from '../../../meetings/record/read-edit.ts';
import { undoMinutes } from '../../../meetings/record/undo.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits } from '../../../members/units/units.ts';
import * as meetingWords from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/meetings-history.ts';
import * as voteWords from '../../../prompts/meetings-votes.ts';
import { fold } from '../../../text/normalise.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { propose, refusal } from './edit-confirm.ts';
import { focusOn, partChanges } from './edit-history.ts';
import { correctEntered } from './guided-entry.ts';
import { choices, id, text } from './meeting-blocks.ts';
import {
  audit,
  currentDraft,
  isEntering,
  noMeeting,
  openDialogue,
  say,
  type ChangeHandler,
  type MeetingPart,
} from './meeting-part.ts';

/* '/sua': any field of a meeting that is not locked, by a line or by buttons; '/huyhop'. */

interface EditChange {
  type: 'edit';
  read: ReadEdit;
}

/** Waiting for the new value of a field. */
interface ValueDialogue {
  mode: 'edit-value';
  meetingId: string;
  field: EditField;
}

/** Waiting for 'Hủy cuộc họp này'. */
interface CancelDialogue {
  mode: 'cancel';
  meetingId: string;
  revision: number;
}

/** Fields with a button, in the order in which people read them. */
const buttonFields: readonly EditField[] = [
  'unitId',
  'kind',
  'heldOn',
  'time',
  'place',
  'chair',
  'minuteTaker',
  'co-chair',
  'guests',
  'topic',
  'attendance',
  'agenda',
  'discussion',
  'decisions',
  'votes',
  'recipients',
];

async function environmentOf(db: Queryable, context: TurnContext): Promise<EditEnvironment> {
  const units = await listUnits(db, context.viewer, { asOf: context.today });
  return {
    today: context.today,
    accountId: context.account.id,
    at: context.now.toISOString(),
    matchUnits: (name) => matchUnits(units, name).map((unit) => ({ id: unit.id, name: unit.name })),
  };
}

/** What stands in a field, as lines. */
function currentLines(meeting: Meeting, field: EditField): string[] {
  if (field === 'unitId') return [meeting.unitName];
  if (field === 'time')
    return meeting.startsAt ? [meetingWords.timeSpan(meeting.startsAt, meeting.endsAt)] : [];
  if (field === 'discussion')
    return meeting.agenda.map(({ title, discussion }) => `${title}: ${discussion || words.empty}`);
  const parts = partsOf(meeting);
  if (field === 'co-chair' || field === 'delegation' || field === 'host' || field === 'press')
    return words.partLines(
      'participants',
      parts.participants.filter(({ capacity }) => capacity === field),
    );
  return words.partLines(field, parts[field]);
}

const fieldLabel = (field: EditField): string => words.fieldNames[field];

/** Asks for the new value of a field. */
function askValue(meeting: Meeting, field: EditField): Outcome {
  const lines = currentLines(meeting, field);
  const dialogue: ValueDialogue = { mode: 'edit-value', meetingId: meeting.id, field };
  if (isListField(field) && lines.length === 0) return say(words.noSuchItem(fieldLabel(field), 0));
  const question = isListField(field)
    ? words.whichItem(fieldLabel(field), lines)
    : words.editPrompt(fieldLabel(field), lines);
  return {
    blocks: [
      text(question),
      {
        type: 'choices',
        id: 'edit-value',
        isNumbered: false,
        options: [{ label: meetingWords.buttons.discard, action: `${id}:discard:` }],
      },
    ],
    dialogue,
  };
}

async function proposeEdit(context: TurnContext, meeting: Meeting, read: ReadEdit): Promise<Outcome> {
  const environment = await environmentOf(context.db, context);
  const prepared = prepareEdit(meeting, read, environment);
  if (prepared.type === 'problem') {
    const again = askValue(meeting, read.field);
    if (prepared.problem.type === 'value' || prepared.problem.type === 'item') return again;
    return {
      ...again,
      blocks: [text(problemSentence(prepared.problem)), ...again.blocks.slice(1)],
    };
  }
  const lines = await previewLines(context, meeting, prepared);
  if (lines.length === 0) return say(words.sameAsBefore);
  return propose(meeting, { type: 'edit', read } as EditChange, [
    text([words.confirmEdit, ...lines.map((line) => `- ${line}`), ...taskNote(prepared.tasks)].join('\n')),
  ]);
}

const taskNote = (tasks: Extract<PreparedEdit, { type: 'edit' }>['tasks']): string[] =>
  tasks === 'follow'
    ? [words.taskFollows]
    : tasks === 'go'
      ? [words.taskGoes]
      : tasks === 'stay'
        ? [words.taskStays]
        : [];

async function previewLines(
  context: TurnContext,
  meeting: Meeting,
  { parts }: Extract<PreparedEdit, { type: 'edit' }>,
): Promise<string[]> {
  const before = partsOf(meeting);
  const changed = changedParts(before, { ...before, ...parts });
  const units = parts.unitId ? await listUnits(context.db, context.viewer) : [];
  return partChanges(changed, (unitId) => units.find((unit) => unit.id === unitId)?.name ?? words.empty);
}

function problemSentence(problem: EditProblem): string {
  switch (problem.type) {
    case 'no-item':
      return words.noSuchItem(fieldLabel(problem.field), problem.count);
    case 'required':
      return words.cannotEmpty(fieldLabel(problem.field));
    case 'date':
      return meetingWords.dateUnreadable;
    case 'future':
      return meetingWords.dateInFuture(problem.date);
    case 'time':
      return meetingWords.timeUnreadable;
    case 'time-order':
      return meetingWords.timeOrder;
    case 'day-order':
      return words.dayOrder;
    case 'kind':
      return meetingWords.kindUnknown;
    case 'number':
      return words.numberUnreadable;
    case 'yes-no':
      return words.yesOrNo;
    case 'vote':
      return voteWords.tellCorrection;
    case 'unit':
      return problem.units.length > 1
        ? words.severalUnits(problem.units.map((unit) => unit.name))
        : meetingWords.unitUnknown(problem.text);
    case 'attendance-unclear':
      return meetingWords.attendanceUnclearHere(problem.unclear);
    case 'attendance-sum':
      return meetingWords.sumsDoNotHold(problem.sums);
    case 'task-underway':
      return words.taskIsUnderway;
    default:
      return words.editUnknown;
  }
}

const editChange: ChangeHandler<EditChange> = {
  propose: (context, meeting, line, { read }) =>
    proposeEdit(context, meeting, readEdit(line) ?? readValue(read.field, line)),
  show: (meeting, { read }) => [
    text(words.yours(fieldLabel(read.field), currentLines(meeting, read.field), read)),
  ],
  held: ({ read }) => ({ what: open.entries.correction(fieldLabel(read.field)) }),
  saved: () => words.edited(undoMinutes),
  write: async (t, context, meeting, { read }) => {
    const prepared = prepareEdit(meeting, read, await environmentOf(t, context));
    if (prepared.type !== 'edit')
      throw new Error(`a correction that cannot be made was saved: ${read.field}`);
    await writeParts(t, context.viewer, meeting.id, prepared.parts);
    await audit(t, context, 'meeting.edited', meeting.id);
  },
};

function menu(context: TurnContext, meeting: Meeting): Outcome {
  const rows = buttonFields.map((field) => [
    fieldLabel(field),
    currentLines(meeting, field).join('; ') || words.empty,
  ]);
  return {
    blocks: [
      text(meetingWords.forMeeting(meeting.unitName, meeting.heldOn)),
      { type: 'table', head: [], rows },
      {
        type: 'choices',
        id: 'edit-menu',
        prompt: words.editTitle,
        options: buttonFields.map((field) => ({
          label: meetingWords.buttons.correct(fieldLabel(field)),
          action: `${id}:edit-field:${meeting.id}:${field}`,
        })),
      },
    ],
    write: focusOn(context, meeting.id),
  };
}

/** A meeting that may still be corrected, or why not. */
async function openMeeting(context: TurnContext, meetingId: string): Promise<Meeting | Outcome> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return say(meetingWords.meetingNotFound);
  return meeting.status === 'draft' || meeting.status === 'planned' ? meeting : say(meetingWords.isLocked);
}

function askCancel(meeting: Meeting): Outcome {
  const dialogue: CancelDialogue = { mode: 'cancel', meetingId: meeting.id, revision: meeting.revision };
  return {
    blocks: [
      text(words.cancelAsk(meeting.unitName, meeting.heldOn)),
      choices('cancel', [
        { label: words.buttons.confirmCancel, action: `${id}:answer:huy`, style: 'danger' },
        { label: words.buttons.keep, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

async function cancelMeeting(
  context: TurnContext,
  { meetingId, revision }: CancelDialogue,
): Promise<Outcome> {
  const meeting = await openMeeting(context, meetingId);
  if ('blocks' in meeting) return { ...meeting, dialogue: null };
  return {
    blocks: [text(`${words.cancelled(meeting.unitName, meeting.heldOn)} ${words.undoHint(undoMinutes)}`)],
    dialogue: null,
    write: async (t) => {
      const result = await changeMeeting(
        t,
        context.viewer,
        { id: meetingId, revision, action: 'cancelled' },
        { accountId: context.account.id, at: context.now.toISOString() },
        () => setMeetingStatus(t, meetingId, 'cancelled'),
      );
      if (result.type !== 'changed') return refusal(context, result);
      await audit(t, context, 'meeting.cancelled', meetingId);
      return undefined;
    },
  };
}

const dropped: Outcome = { blocks: [text(meetingWords.discarded)], dialogue: null };

/** Corrections and cancelling. */
export const editPart: MeetingPart = {
  commands: [
    {
      name: 'sua',
      aliases: ['suahop'],
      permission: 'meetings.write',
      description: words.commandHelp.sua,
      example: words.editExample,
      run: async (_deps, context, args) => {
        const entered = await correctEntered(context, args);
        if (entered) return entered;
        const meeting = await currentDraft(context);
        if (!meeting || isEntering(context)) return noMeeting(context);
        if (args.trim() === '') return menu(context, meeting);
        const read = readEdit(args);
        return read ? proposeEdit(context, meeting, read) : say(words.editUnknown);
      },
    },
    {
      name: 'noinhan',
      permission: 'meetings.write',
      description: words.commandHelp.noinhan,
      run: async (_deps, context, args) => {
        const meeting = await currentDraft(context);
        if (!meeting || isEntering(context)) return noMeeting(context);
        return args.trim() === ''
          ? askValue(meeting, 'recipients')
          : proposeEdit(context, meeting, readValue('recipients', args));
      },
    },
    {
      name: 'huyhop',
      aliases: ['xoahop'],
      permission: 'meetings.write',
      description: words.commandHelp.huyhop,
      run: async (_deps, context) => {
        const meeting = await currentDraft(context);
        return meeting ? askCancel(meeting) : noMeeting(context);
      },
    },
  ],
  recognise: (sentence) => {
    // 'sửa địa điểm thành Hội trường', 'xóa nội dung 2'; without 'thành' or a number it may be a question.
    const said = sentence.trim();
    const found = /^(sua(?: lai)? (?=[\p{L} \d]+(?: thanh |:))|(?=xoa [\p{L} ]+ \d{1,2}[.!]?$))/u.exec(
      fold(said),
    );
    if (!found || said.endsWith('?')) return null;
    const args = said.slice(found[0].length);
    return readEdit(args) ? { name: 'sua', args } : null;
  },
  choices: {
    edit: async (_deps, context, meetingId) => {
      const meeting = await openMeeting(context, meetingId);
      return 'blocks' in meeting ? meeting : menu(context, meeting);
    },
    'edit-field': async (_deps, context, argument) => {
      const [meetingId = '', field = ''] = argument.split(':');
      const meeting = await openMeeting(context, meetingId);
      return 'blocks' in meeting ? meeting : askValue(meeting, field as EditField);
    },
    cancel: async (_deps, context, meetingId) => {
      const meeting = await openMeeting(context, meetingId);
      return 'blocks' in meeting ? meeting : askCancel(meeting);
    },
  },
  held: {
    'edit-value': ({ field }: ValueDialogue) => ({
      what: open.entries.correction(fieldLabel(field)),
      isUnsaved: false,
    }),
    cancel: () => ({ what: open.entries.cancelling, isUnsaved: false }),
  },
  dialogues: {
    'edit-value': async (_deps, context, input) => {
      const dialogue = openDialogue<ValueDialogue>(context);
      if (!dialogue) return say(meetingWords.noDraft);
      if (/^(?:bo|bo khong luu|khong luu|thoi)$/u.test(fold(input.trim()))) return dropped;
      const meeting = await openMeeting(context, dialogue.meetingId);
      if ('blocks' in meeting) return { ...meeting, dialogue: null };
      return proposeEdit(context, meeting, readValue(dialogue.field, input));
    },
    cancel: async (_deps, context, input) => {
      const dialogue = openDialogue<CancelDialogue>(context);
      if (!dialogue) return say(meetingWords.noDraft);
      return /^(?:huy|huy cuoc hop(?: nay)?|co|dong y|ok|luu)$/u.test(fold(input.trim()))
        ? cancelMeeting(context, dialogue)
        : dropped;
    },
  },
  changes: { edit: editChange },
};
