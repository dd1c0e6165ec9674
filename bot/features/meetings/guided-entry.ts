import { answerGuided, startGuided } from '../../../meetings/entry/guided.ts';
import type { GuidedEnvironment, GuidedState, Turn } from '../../../meetings/entry/guided.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { logMeeting } from '../../../meetings/record/log.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits } from '../../../members/units/units.ts';
import * as words from '../../../prompts/meetings.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { draftFromNotes, withNotes } from './meeting-notes.ts';
import {
  choices,
  id,
  problemSentence,
  reviewBlocks,
  reviewChoices,
  stepChoices,
  text,
} from './meeting-blocks.ts';
import { audit, openDialogue, say, type MeetingPart } from './meeting-part.ts';

/* '/hop': a new meeting, in one line, step by step or from pasted notes. */

interface GuidedDialogue {
  mode: 'guided';
  state: GuidedState;
}

/** What the entry of a meeting needs to know of the world: the day, and the units that this person sees. */
export async function guidedEnvironment(context: TurnContext): Promise<GuidedEnvironment> {
  const units = await listUnits(context.db, context.viewer, { asOf: context.today });
  return {
    today: context.today,
    matchUnits: (name) => matchUnits(units, name).map((unit) => ({ id: unit.id, name: unit.name })),
  };
}

/** The next question, the review, or the stored meeting. */
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
  const dialogue: GuidedDialogue = { mode: 'guided', state };
  const blocks: Block[] = problem ? [text(problemSentence(problem))] : [];
  if (state.step === 'review') {
    return { blocks: [...blocks, ...reviewBlocks(state), choices('review', reviewChoices())], dialogue };
  }
  return {
    blocks: [...blocks, text(words.questions[state.step]), choices(`step-${state.step}`, stepChoices(state))],
    dialogue,
  };
}

/** The way in. */
export const guidedPart: MeetingPart = {
  commands: [
    {
      name: 'hop',
      permission: 'meetings.write',
      description: words.commandHelp.hop,
      example: words.hopExample,
      run: async (deps, context, args) => {
        const environment = await guidedEnvironment(context);
        const draft = await draftFromNotes(deps.readNotes, context, args, environment);
        if (draft) return withNotes(draft, guidedOutcome(context, draft.turn));
        return guidedOutcome(context, startGuided(parseMeetingLine(args, context.today), environment));
      },
    },
  ],
  dialogues: {
    guided: async (_deps, context, input) => {
      const dialogue = openDialogue<GuidedDialogue>(context);
      if (!dialogue) return say(words.noDraft);
      return guidedOutcome(context, answerGuided(dialogue.state, input, await guidedEnvironment(context)));
    },
  },
};
