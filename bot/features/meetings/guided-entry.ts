import { seesAllUnits } from '../../../core/viewer.ts';
import { insertPlans } from '../../../meetings/calendar/plan-store.ts';
import {
  answerGuided,
  correctGuided,
  fillGuided,
  startGuided,
  withUnit,
} from '../../../meetings/entry/guided.ts';
import type { GuidedEnvironment, GuidedState, Turn } from '../../../meetings/entry/guided.ts';
import { isEmpty, required } from '../../../meetings/entry/guided-state.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { logMeeting } from '../../../meetings/record/log.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { levelFromName, matchUnits } from '../../../members/units/units.ts';
import * as common from '../../../prompts/meetings.ts';
import * as words from '../../../prompts/meetings-entry.ts';
import * as open from '../../../prompts/meetings-open.ts';
import { unitNameFromTyping } from '../../../prompts/members.ts';
import { asking } from '../../../text/asking.ts';
import { fold } from '../../../text/normalise.ts';
import { looksLikeDraft } from '../../../meetings/entry/read-draft.ts';
import type { Block, Choice, Outcome, SentFiles, TurnContext } from '../../types.ts';
import { keepUnit, newUnit } from '../new-unit.ts';
import { planNotes } from './calendar-plan.ts';
import { carriedChoices, carriedSummary } from './carried.ts';
import { draftFromNotes, untakenChoices, withNotes } from './meeting-notes.ts';
import { problemSentence, reviewBlocks, reviewChoices, stepChoices, stepQuestion } from './guided-blocks.ts';
import { findPaused, pauseOutcome } from './guided-pause.ts';
import { choices, id, text } from './meeting-blocks.ts';
import type { Entry } from './open-entries.ts';
import {
  audit,
  openDialogue,
  say,
  type GuidedDialogue,
  type MeetingPart,
  type MeetingsDeps,
} from './meeting-part.ts';

/* '/hop': a new meeting, in one line, step by step or from pasted notes; paused and gone on with, here or elsewhere. */

/** What the entry of a meeting needs to know of the world: the day, and the units that this person sees. */
export async function guidedEnvironment(context: TurnContext): Promise<GuidedEnvironment> {
  const units = await listUnits(context.db, context.viewer, { asOf: context.today });
  return {
    today: context.today,
    matchUnits: (name) => matchUnits(units, name).map((unit) => ({ id: unit.id, name: unit.name })),
    units: units.map((unit) => ({ id: unit.id, name: unit.name })),
  };
}

/** The next question, the review, or the stored meeting. */
export function guidedOutcome(context: TurnContext, turn: Turn): Outcome {
  if (turn.type === 'save')
    return turn.state.draft.isPlanned ? plan(context, turn.state) : log(context, turn.state);
  const { state, problem } = turn;
  const dialogue: GuidedDialogue = { mode: 'guided', state };
  const blocks: Block[] = problem ? [text(problemSentence(problem))] : [];
  if (state.step === 'review') {
    return {
      blocks: [...blocks, ...reviewBlocks(state), choices('review', reviewChoices(state))],
      dialogue,
    };
  }
  return {
    blocks: [
      ...blocks,
      text(stepQuestion(state)),
      choices(`step-${state.step}`, [...stepChoices(state), ...waysToUnit(context, turn)]),
      ...(isUnitMissing(turn) && !seesAllUnits(context.viewer) ? [text(words.unitByOffice)] : []),
    ],
    dialogue,
  };
}

/** 'Bỏ' drops the meeting at the review, and at a question that cannot be skipped; at others it passes them by. */
const canDiscard = ({ step, draft }: GuidedState): boolean =>
  step === 'review' || (required.has(step) && isEmpty(draft, step));

/** The unit of the line stands in no list of this person. */
const isUnitMissing = (turn: Turn): turn is Turn & { problem: { text: string } } =>
  turn.type === 'ask' && (turn.problem?.type === 'unit-unknown' || turn.problem?.type === 'unit-near');

/** The office adds the unit here and now; others keep what they have and ask for it. */
function waysToUnit(context: TurnContext, turn: Turn): Choice[] {
  if (!isUnitMissing(turn)) return [];
  const { text: typed } = turn.problem;
  if (!seesAllUnits(context.viewer)) return [{ label: words.buttons.pause, action: `${id}:pause:` }];
  const name = unitNameFromTyping(typed);
  const isName = name.length >= 6 && name.length <= 120 && levelFromName(name, null) !== null;
  return isName ? [{ label: words.addUnit(name), action: `${id}:addunit:${name}` }] : [];
}

/** 'Thêm đơn vị': kept at once, and the meeting goes on with it. */
async function addUnit(context: TurnContext, name: string): Promise<Outcome> {
  const dialogue = openDialogue<GuidedDialogue>(context);
  // The scope may have changed since the button was shown.
  if (dialogue?.mode !== 'guided' || !seesAllUnits(context.viewer)) return say(common.noDraft);
  const unit = newUnit(name);
  const turn = withUnit(dialogue.state, { id: unit.id, name });
  const outcome = await begin(context, dialogue.state, turn);
  return {
    ...outcome,
    blocks: [text(words.unitAdded(name)), ...outcome.blocks],
    write: (t) => keepUnit(t, context, unit),
  };
}

function log(context: TurnContext, state: GuidedState): Outcome {
  const { unit, head } = state.draft;
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      const meetingId = await logMeeting(t, state, {
        accountId: context.account.id,
        at: context.now.toISOString(),
        today: context.today,
      });
      await audit(t, context, 'meeting.logged', meetingId);
      return [
        text(common.saved(unit?.name ?? '', head.heldOn ?? '')),
        ...notesLeft(state),
        choices('saved', [
          { label: common.buttons.minutes, action: `${id}:minutes:${meetingId}`, style: 'primary' },
          { label: common.buttons.addConclusion, action: `${id}:tell:ketluan` },
          ...(state.draft.attendance
            ? []
            : [{ label: common.buttons.takeAttendance, action: `${id}:tell:diemdanh` }]),
          ...(unit && head.heldOn
            ? await carriedChoices(t, context.viewer, { id: meetingId, unitId: unit.id, heldOn: head.heldOn })
            : []),
          ...untakenChoices(state.draft),
        ]),
      ];
    },
  };
}

/** What the line said and no field took is told once more when it is too late to be kept. */
const notesLeft = ({ draft }: Pick<GuidedState, 'draft'>): Block[] =>
  draft.notes?.length ? [text(words.notesLeft(draft.notes.map((note) => note.words)))] : [];

/** A meeting to come goes into the calendar; it is logged when it has been. */
function plan(context: TurnContext, { draft }: GuidedState): Outcome {
  const { unit, head } = draft;
  if (!unit || !head.kind || !head.heldOn) throw new Error('a plan needs unit, kind and date');
  const { kind, heldOn } = head;
  const topic = [head.topic, head.endsOn ? words.untilDay(head.endsOn) : ''].filter(Boolean).join('; ');
  return {
    blocks: [text(words.planSaved(unit.name, heldOn)), ...notesLeft({ draft })],
    dialogue: null,
    write: async (t) => {
      const [planId = ''] = await insertPlans(
        t,
        [
          {
            unitId: unit.id,
            kind,
            heldOn,
            topic,
            sessionNo: head.sessionNo ?? null,
            isExtended: head.isExtended ?? false,
            isOnline: head.isOnline ?? false,
            startsAt: head.startsAt ?? null,
            endsAt: head.endsAt ?? null,
            place: head.place ?? '',
            chair: head.chair ?? '',
            minuteTaker: head.minuteTaker ?? '',
            guests: head.guests ?? '',
            endsOn: head.endsOn ?? null,
            participants: head.participants ?? [],
            agenda: draft.agenda,
            materials: [],
          },
        ],
        { accountId: context.account.id, at: context.now.toISOString() },
      );
      await audit(t, context, 'meeting.planned', planId);
    },
  };
}

async function enter(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> {
  const environment = await guidedEnvironment(context);
  const draft = await draftFromNotes(deps.readNotes, context, args, environment);
  if (draft) return withNotes(draft, guidedOutcome(context, draft.turn));
  return begin(context, null, startGuided(parseMeetingLine(args, context.today), environment));
}

/** The outcome of a turn; in the one that names the unit, with what it brings from its earlier meetings. */
async function begin(context: TurnContext, before: GuidedState | null, turn: Turn): Promise<Outcome> {
  const outcome = guidedOutcome(context, turn);
  if (turn.type === 'save') return outcome;
  const { unit, head, isPlanned } = turn.state.draft;
  if (unit && head.heldOn && isPlanned && turn.state.step === 'review') {
    const notes = await planNotes(context, { unitId: unit.id, heldOn: head.heldOn });
    if (notes.length > 0) outcome.blocks = [text(notes.join('\n')), ...outcome.blocks];
  }
  if (!unit || before?.draft.unit?.id === unit.id) return outcome;
  const carried = await carriedSummary(context, unit, head.heldOn ?? context.today);
  return { ...outcome, blocks: [...carried, ...outcome.blocks] };
}

/** A draft of minutes sent as a file with the caption '/hop'. */
async function enterFile(deps: MeetingsDeps, context: TurnContext, sent: SentFiles): Promise<Outcome> {
  const [file] = sent.files;
  const refused = (sent.refused ?? []).map(({ sentence }) => text(sentence));
  if (!file) return { blocks: refused };
  const content = deps.readFile ? await deps.readFile(file, context.signal) : null;
  if (content === null) return { blocks: [...refused, text(words.fileUnreadable(file.name))] };
  const outcome = await enter(deps, context, content);
  return { ...outcome, blocks: [...refused, ...outcome.blocks] };
}

/** 'họp chi bộ Hành chính thường kỳ hôm qua 14h': who met, of which kind and when, without asking anything; else null. */
function toldMeeting(sentence: string): string | null {
  const said = sentence.trim();
  const start =
    /^(?:(?:toi |minh )?(?:vua |da )?(?:ghi cuoc )?hop)\s+(?=(?:chi bo|chi uy|dang bo|dang uy)(?!\p{L}))/u.exec(
      fold(said),
    );
  if (!start || asking(said) !== 'no' || /hang (?:thang|tuan|quy|nam)/u.test(fold(said))) return null;
  const line = said.slice(start[0].length);
  // Which day it is does not matter: it is only asked whether one is named.
  const { head, unitText } = parseMeetingLine(line, '2000-01-01');
  const isTold = head.kind !== undefined && head.heldOn !== undefined && unitText !== '';
  return isTold ? line : null;
}

/** The way in. */
export const guidedPart: MeetingPart = {
  commands: [
    {
      name: 'hop',
      permission: 'meetings.write',
      description: common.commandHelp.hop,
      example: common.hopExample,
      files: enterFile,
      run: async (deps, context, args) => {
        const paused = args.trim() === '' && !context.isGroup ? await findPaused(context) : null;
        if (!paused) return enter(deps, context, args);
        const { unit, head } = paused.dialogue.state.draft;
        return {
          blocks: [
            text(words.hasPaused(unit?.name ?? '', head.heldOn ?? null)),
            choices('paused', [
              { label: words.buttons.resume, action: `${id}:resume:`, style: 'primary' },
              { label: words.buttons.startAnew, action: `${id}:fresh:` },
            ]),
          ],
        };
      },
    },
    {
      name: 'lamtiep',
      aliases: ['tieptuc'],
      permission: 'meetings.write',
      description: words.commandHelp.lamtiep,
      run: (_deps, context) => resume(context),
    },
  ],
  // Forwarded minutes need no command before them.
  recognise: (sentence) => {
    if (looksLikeDraft(sentence)) return { name: 'hop', args: sentence };
    const told = toldMeeting(sentence);
    return told === null ? null : { name: 'hop', args: told };
  },
  choices: {
    addunit: (_deps, context, name) => addUnit(context, name),
    pause: (_deps, context) => Promise.resolve(pauseOutcome(context)),
    resume: (_deps, context) => resume(context),
    fresh: (deps, context) => enter(deps, context, ''),
  },
  held: {
    guided: ({ state }: GuidedDialogue) => ({
      what: open.entries.meeting(state.draft.unit?.name ?? '', state.draft.head.heldOn ?? null),
      isUnsaved: true,
      canSave: state.step === 'review',
      canShow: true,
    }),
  },
  again: {
    guided: async (context) => {
      const dialogue = openDialogue<GuidedDialogue>(context);
      return dialogue ? guidedOutcome(context, { type: 'ask', state: dialogue.state }) : say(common.noDraft);
    },
  },
  dialogues: {
    guided: async (_deps, context, input) => {
      const dialogue = openDialogue<GuidedDialogue>(context);
      if (!dialogue) return say(common.noDraft);
      if (/^(?:tam dung|tam nghi|de sau|lam sau|de lat nua|ghi sau)$/u.test(fold(input.trim()))) {
        return pauseOutcome(context);
      }
      if (canDiscard(dialogue.state) && /^(?:bo|khong luu|bo di)$/u.test(fold(input.trim())))
        return { blocks: [text(common.discarded)], dialogue: null };
      const turn = answerGuided(dialogue.state, input, await guidedEnvironment(context));
      return begin(context, dialogue.state, turn);
    },
  },
};

/**
 * '/diemdanh', '/noidung' or '/ketluan' while a meeting is entered: taken into it. Null where none is, where nothing was
 * typed, or where it is a plan, which has nothing of the kind.
 */
export async function fillEntered(
  context: TurnContext,
  step: 'attendance' | 'agenda' | 'conclusions',
  args: string,
): Promise<Outcome | null> {
  const isForPlan = (state: GuidedState): boolean => state.draft.isPlanned === true && step !== 'agenda';
  return enteredOutcome(context, args, (state, environment) =>
    isForPlan(state) ? null : fillGuided(state, step, args, environment),
  );
}

/** '/sua …' while a meeting is entered. */
export const correctEntered = (context: TurnContext, args: string): Promise<Outcome | null> =>
  enteredOutcome(context, args, (state, environment) => correctGuided(state, args, environment));

async function enteredOutcome(
  context: TurnContext,
  args: string,
  change: (state: GuidedState, environment: GuidedEnvironment) => Turn | null,
): Promise<Outcome | null> {
  const dialogue = openDialogue<GuidedDialogue & Entry>(context);
  if (dialogue?.mode !== 'guided') return null;
  const turn: Turn | null =
    args.trim() === ''
      ? { type: 'ask', state: dialogue.state }
      : change(dialogue.state, await guidedEnvironment(context));
  if (!turn) return null;
  const outcome = guidedOutcome(context, turn);
  // The same entry goes on, although a command was typed.
  const { entry } = dialogue;
  return { ...outcome, dialogue: { ...(outcome.dialogue as GuidedDialogue), ...(entry ? { entry } : {}) } };
}

/** Goes on where the person stopped, in this chat or another. */
async function resume(context: TurnContext): Promise<Outcome> {
  const paused = await findPaused(context);
  if (!paused) return say(words.nothingPaused);
  const outcome = guidedOutcome(context, { type: 'ask', state: paused.dialogue.state });
  return {
    ...outcome,
    blocks: [text(words.resumed), ...outcome.blocks],
    write: paused.take,
  };
}
