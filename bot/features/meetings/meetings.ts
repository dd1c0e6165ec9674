import { newId } from '../../../core/ids.ts';
import { recordAudit } from '../../../access/audit-store.ts';
import type { FileStore } from '../../../db/file-store.ts';
import { attendanceProblems, attendanceSums } from '../../../meetings/record/attendance.ts';
import { answerGuided, startGuided } from '../../../meetings/entry/guided.ts';
import type { GuidedEnvironment, GuidedState, Turn } from '../../../meetings/entry/guided.ts';
import { judge, logDecision, logMeeting } from '../../../meetings/record/log.ts';
import {
  addAgendaItem,
  addVote,
  approveMeeting,
  getMeeting,
  latestDraftId,
  listMeetings,
  listTasks,
  saveAttendance,
  setTaskDone,
} from '../../../meetings/record/meeting-store.ts';
import type { TaskFilter } from '../../../meetings/record/meeting-store.ts';
import type { Attendance, Meeting } from '../../../meetings/meeting.ts';
import { parseAttendance } from '../../../meetings/entry/parse-attendance.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import type { ParsedDecision } from '../../../meetings/entry/parse-decision.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { parseVote } from '../../../meetings/entry/parse-vote.ts';
import type { ParsedVote } from '../../../meetings/entry/parse-vote.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits } from '../../../members/units/units.ts';
import * as words from '../../../prompts/meetings.ts';
import { formatDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import { findLooseSymbols } from '../../../text/symbols.ts';
import type { Block, Feature, FeatureRequest, Outcome, TurnContext } from '../../types.ts';
import { draftFromNotes, withNotes, type ReadNotes } from './meeting-notes.ts';
import {
  choices,
  id,
  meetingBlocks,
  meetingChoices,
  problemSentence,
  reviewBlocks,
  reviewChoices,
  stepChoices,
  text,
} from './meeting-blocks.ts';

const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A change of a stored meeting that waits for 'Lưu'. */
type Change =
  | { type: 'attendance'; attendance: Attendance }
  | { type: 'decision'; parsed: ParsedDecision }
  | { type: 'vote'; parsed: ParsedVote };

/** What the chat is in the middle of, as plain data. */
type Dialogue =
  { mode: 'guided'; state: GuidedState } | { mode: 'confirm'; meetingId: string; change: Change };

interface Deps {
  files: FileStore;
  /** Reads pasted notes with a model; absent where there is none. */
  readNotes?: ReadNotes;
}

/** Meetings in chat: '/hop' in one line or guided, attendance, conclusions, votes, tasks, lists and minutes. */
export function createMeetingsFeature(deps: Deps): Feature {
  const command = (
    name: keyof typeof words.commandHelp,
    permission: 'meetings.read' | 'meetings.write',
    aliases: string[] = [],
  ) => ({
    name,
    aliases,
    permission,
    description: words.commandHelp[name],
  });
  return {
    id,
    commands: [
      {
        ...command('hop', 'meetings.write'),
        example: words.hopExample,
      },
      command('diemdanh', 'meetings.write'),
      command('noidung', 'meetings.write'),
      command('ketluan', 'meetings.write'),
      command('bieuquyet', 'meetings.write'),
      command('nhiemvu', 'meetings.read'),
      command('cuochop', 'meetings.read', ['danhsachhop']),
      command('bienban', 'meetings.read'),
    ],
    handle: async (context, request) => {
      switch (request.type) {
        case 'command':
          return handleCommand(deps, context, request);
        case 'choice':
          return handleChoice(deps, context, request.action);
        case 'text':
          return handleText(context, request.text);
        case 'files':
          return { blocks: [] };
      }
    },
  };
}

async function handleCommand(
  deps: Deps,
  context: TurnContext,
  { name, args }: Extract<FeatureRequest, { type: 'command' }>,
): Promise<Outcome> {
  switch (name) {
    case 'hop': {
      const environment = await guidedEnvironment(context);
      const draft = await draftFromNotes(deps.readNotes, context, args, environment);
      if (draft) return withNotes(draft, guidedOutcome(context, draft.turn));
      return guidedOutcome(context, startGuided(parseMeetingLine(args, context.today), environment));
    }
    case 'nhiemvu':
      return listTasksOutcome(context, args);
    case 'cuochop':
      return listOutcome(context);
    case 'bienban':
      return minutesOutcome(deps, context, null);
  }
  const meeting = await currentDraft(context);
  if (!meeting) return say(words.noDraft);
  switch (name) {
    case 'diemdanh':
      return proposeAttendance(meeting, args);
    case 'ketluan':
      return args.trim() === '' ? say(words.tellDecision) : proposeDecision(meeting, args);
    case 'bieuquyet':
      return proposeVote(meeting, args);
    default:
      if (args.trim() === '') return say(words.tellAgendaItem);
      return {
        blocks: [text(`${words.forMeeting(meeting.unitName, meeting.heldOn)} ${words.agendaSaved}`)],
        write: async (t) => {
          await addAgendaItem(t, meeting.id, args.trim());
          await audit(t, context, 'meeting.agenda-added', meeting.id);
        },
      };
  }
}

async function handleText(context: TurnContext, input: string): Promise<Outcome> {
  const dialogue = context.dialogue as Dialogue | null | undefined;
  if (dialogue?.mode === 'guided') {
    return guidedOutcome(context, answerGuided(dialogue.state, input, await guidedEnvironment(context)));
  }
  if (dialogue?.mode === 'confirm') {
    if (/^(?:luu|dong y|ok|dung|co)$/u.test(fold(input.trim()))) return saveChange(context, dialogue);
    if (/^(?:bo|khong|khong luu)$/u.test(fold(input.trim())))
      return { blocks: [text(words.discarded)], dialogue: null };
    // Another try at the same thing: the new line replaces the waiting one.
    const meeting = await getMeeting(context.db, context.viewer, dialogue.meetingId);
    if (!meeting) return { blocks: [text(words.meetingNotFound)], dialogue: null };
    if (dialogue.change.type === 'attendance') return proposeAttendance(meeting, input);
    if (dialogue.change.type === 'vote') return proposeVote(meeting, input);
    return proposeDecision(meeting, input);
  }
  return say(words.noDraft);
}

async function handleChoice(
  deps: { files: FileStore },
  context: TurnContext,
  action: string,
): Promise<Outcome> {
  const [verb = '', argument = ''] = splitOnce(action);
  const dialogue = context.dialogue as Dialogue | null | undefined;
  switch (verb) {
    case 'answer':
      return handleText(context, argument);
    case 'save':
      return dialogue?.mode === 'confirm' ? saveChange(context, dialogue) : handleText(context, 'luu');
    case 'discard':
      return { blocks: [text(words.discarded)], dialogue: null };
    case 'open': {
      const meeting = await getMeeting(context.db, context.viewer, argument);
      return meeting
        ? { blocks: [...meetingBlocks(meeting), meetingChoices(meeting)] }
        : say(words.meetingNotFound);
    }
    case 'minutes':
      return minutesOutcome(deps, context, argument);
    case 'approve':
      return approveOutcome(context, argument);
    case 'done':
      return doneOutcome(context, argument);
    case 'tell':
      return say(argument === 'diemdanh' ? words.questions.attendance : words.tellDecision);
    default:
      return say(words.meetingNotFound);
  }
}

// --- guided dialogue ---------------------------------------------------------------------------------------------

async function guidedEnvironment(context: TurnContext): Promise<GuidedEnvironment> {
  const units = await listUnits(context.db, context.viewer, { asOf: context.today });
  return {
    today: context.today,
    matchUnits: (name) => matchUnits(units, name).map((unit) => ({ id: unit.id, name: unit.name })),
  };
}

function guidedOutcome(context: TurnContext, turn: Turn): Outcome {
  if (turn.type === 'save') {
    const { unit, head } = turn.state.draft;
    return {
      blocks: [],
      dialogue: null,
      write: async (t) => {
        const meetingId = await logMeeting(t, turn.state, {
          accountId: context.account.id,
          at: context.now.toISOString(),
          today: context.today,
        });
        await audit(t, context, 'meeting.logged', meetingId);
        return [
          text(words.saved(unit?.name ?? '', head.heldOn ?? '')),
          choices('saved', [
            { label: words.buttons.minutes, action: `${id}:minutes:${meetingId}`, style: 'primary' },
            { label: words.buttons.addConclusion, action: `${id}:tell:ketluan` },
            ...(turn.state.draft.attendance
              ? []
              : [{ label: words.buttons.takeAttendance, action: `${id}:tell:diemdanh` }]),
          ]),
        ];
      },
    };
  }
  const { state, problem } = turn;
  const dialogue: Dialogue = { mode: 'guided', state };
  const blocks: Block[] = problem ? [text(problemSentence(problem))] : [];
  if (state.step === 'review') {
    return { blocks: [...blocks, ...reviewBlocks(state), choices('review', reviewChoices())], dialogue };
  }
  return {
    blocks: [...blocks, text(words.questions[state.step]), choices(`step-${state.step}`, stepChoices(state))],
    dialogue,
  };
}

// --- changes of a stored draft -----------------------------------------------------------------------------------

async function currentDraft(context: TurnContext): Promise<Meeting | null> {
  const draftId = await latestDraftId(context.db, context.viewer);
  return draftId ? getMeeting(context.db, context.viewer, draftId) : null;
}

function proposeAttendance(meeting: Meeting, line: string): Outcome {
  const { attendance, unclear } = parseAttendance(line);
  if (!attendance) return say(words.attendanceUnclear(unclear));
  const problems = attendanceProblems(attendance);
  if (problems.length > 0) return say(words.sumsDoNotHold(problems));
  return propose(meeting, { type: 'attendance', attendance }, [
    text(`${words.confirmAttendance}\n${words.attendanceAddsUp(attendanceSums(attendance))}`),
  ]);
}

function proposeDecision(meeting: Meeting, line: string): Outcome {
  const parsed = parseDecision(line, meeting.heldOn);
  const lines = [
    words.confirmDecision,
    `“${parsed.text}”`,
    ...(parsed.task ? [`- ${words.taskLine(parsed.task)}`] : []),
    ...words.decisionFlags(parsed.task),
  ];
  return propose(meeting, { type: 'decision', parsed }, [text(lines.join('\n'))]);
}

function proposeVote(meeting: Meeting, line: string): Outcome {
  const parsed = parseVote(line);
  if (!parsed) return say(words.tellVote);
  const judged = judge(meeting, parsed);
  if (judged.type === 'no-base') return say(words.voteNeedsBase);
  if (judged.type === 'exceeds-base') return say(words.voteExceedsBase(judged.cast, judged.base));
  const lines = [
    words.confirmVote,
    words.voteResult({ ...judged.vote, needed: judged.needed }),
    ...(judged.votingBase ? [words.voteArithmetic(judged.votingBase)] : []),
    ...(judged.isOfficialAssumed ? [words.officialAssumed] : []),
  ];
  return propose(meeting, { type: 'vote', parsed }, [text(lines.join('\n'))]);
}

function propose(meeting: Meeting, change: Change, blocks: Block[]): Outcome {
  const dialogue: Dialogue = { mode: 'confirm', meetingId: meeting.id, change };
  return {
    blocks: [
      text(words.forMeeting(meeting.unitName, meeting.heldOn)),
      ...blocks,
      choices('confirm', [
        { label: words.buttons.save, action: `${id}:save:`, style: 'primary' },
        { label: words.buttons.discard, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

async function saveChange(
  context: TurnContext,
  { meetingId, change }: Extract<Dialogue, { mode: 'confirm' }>,
): Promise<Outcome> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return { blocks: [text(words.meetingNotFound)], dialogue: null };
  if (meeting.status !== 'draft') return { blocks: [text(words.isLocked)], dialogue: null };
  return {
    blocks: [text(savedSentence(change))],
    dialogue: null,
    write: async (t) => {
      if (change.type === 'attendance') await saveAttendance(t, meetingId, change.attendance);
      if (change.type === 'decision') await logDecision(t, meetingId, change.parsed);
      if (change.type === 'vote') {
        const judged = judge(meeting, change.parsed);
        if (judged.type === 'judged') await addVote(t, meetingId, { ...judged.vote, id: newId() });
      }
      await audit(t, context, `meeting.${change.type}-saved`, meetingId);
    },
  };
}

function savedSentence(change: Change): string {
  switch (change.type) {
    case 'attendance':
      return words.attendanceSaved(words.attendanceAddsUp(attendanceSums(change.attendance)));
    case 'decision':
      return words.decisionSaved(change.parsed.task !== null);
    case 'vote':
      return words.voteSaved;
  }
}

async function approveOutcome(context: TurnContext, meetingId: string): Promise<Outcome> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return say(words.meetingNotFound);
  return {
    blocks: [text(words.approved)],
    write: async (t) => {
      if (!(await approveMeeting(t, meetingId, context.now.toISOString()))) return [text(words.isLocked)];
      await audit(t, context, 'meeting.approved', meetingId);
      return undefined;
    },
  };
}

// --- lists, one meeting, minutes -----------------------------------------------------------------------------------

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

async function listTasksOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const folded = fold(args);
  const state: TaskFilter['state'] = /qua han|tre han/u.test(folded)
    ? 'overdue'
    : /da xong|hoan thanh/u.test(folded)
      ? 'done'
      : /tat ca/u.test(folded)
        ? 'all'
        : 'open';
  const basis = findLooseSymbols(args)[0]?.symbol;
  const tasks = await listTasks(context.db, context.viewer, {
    state,
    today: context.today,
    ...(basis ? { basis } : {}),
  });
  if (tasks.length === 0) return say(words.noTasks);
  const rows = tasks.map((task) => [
    task.content,
    task.lead || words.noLead,
    task.dueOn ? formatDate(task.dueOn) : words.noDue,
    `${formatDate(task.heldOn)}, ${task.unitName}`,
    words.taskState(
      task.doneAt !== null,
      task.doneAt === null && task.dueOn !== null && task.dueOn < context.today,
    ),
  ]);
  const open = tasks.filter((task) => task.doneAt === null).slice(0, 5);
  return {
    blocks: [
      { type: 'table', title: words.tasksTitle(state), head: [...words.tasksHead], rows },
      ...(open.length > 0
        ? [
            {
              type: 'choices' as const,
              id: 'done',
              prompt: words.whichTaskDone,
              options: open.map((task) => ({
                label: `${shorten(task.content)} (${formatDate(task.heldOn)}, ${task.unitName})`,
                action: `${id}:done:${task.id}`,
              })),
            },
          ]
        : []),
    ],
  };
}

async function doneOutcome(context: TurnContext, taskId: string): Promise<Outcome> {
  const visible = await listTasks(context.db, context.viewer, {
    state: 'open',
    today: context.today,
    limit: 1000,
  });
  const task = visible.find((one) => one.id === taskId);
  if (!task) return say(words.noTasks);
  const at = context.now.toISOString();
  return {
    blocks: [text(words.taskMarkedDone(task.content, task.unitName))],
    write: async (t) => {
      await setTaskDone(t, taskId, at);
      await recordAudit(t, {
        at,
        accountId: context.account.id,
        action: 'task.done',
        entity: 'task',
        entityId: taskId,
      });
    },
  };
}

async function minutesOutcome(
  deps: { files: FileStore },
  context: TurnContext,
  meetingId: string | null,
): Promise<Outcome> {
  const wanted =
    meetingId ?? (await latestDraftId(context.db, context.viewer)) ?? (await latestMeetingId(context));
  const meeting = wanted ? await getMeeting(context.db, context.viewer, wanted) : null;
  if (!meeting) return say(meetingId ? words.meetingNotFound : words.noMeetings);
  // The Word library is loaded by who needs it.
  const { renderMinutes } = await import('../../../meetings/papers/render-minutes.ts');
  const bytes = await renderMinutes(meeting);
  const file = await deps.files.put(
    bytes,
    words.minutes.fileName(meeting.unitName, meeting.heldOn),
    docxMime,
  );
  return { blocks: [text(words.minutesReady(meeting.unitName, meeting.heldOn)), { type: 'file', file }] };
}

const latestMeetingId = async (context: TurnContext): Promise<string | null> =>
  (await listMeetings(context.db, context.viewer, { limit: 1 }))[0]?.id ?? null;

// --- small pieces --------------------------------------------------------------------------------------------------

const say = (content: string): Outcome => ({ blocks: [text(content)] });
const shorten = (content: string): string =>
  content.length > 48 ? `${content.slice(0, 47).trimEnd()}…` : content;
const splitOnce = (action: string): [string, string] => {
  const colon = action.indexOf(':');
  return colon < 0 ? [action, ''] : [action.slice(0, colon), action.slice(colon + 1)];
};
const audit = (
  t: Parameters<typeof recordAudit>[0],
  context: TurnContext,
  action: string,
  meetingId: string,
) =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action,
    entity: 'meeting',
    entityId: meetingId,
  });
