import type { MeetingParts } from '../../../meetings/record/meeting-parts.ts';
import { planUndo, undoChange, undoMinutes } from '../../../meetings/record/undo.ts';
import * as meetingWords from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/meetings-history.ts';
import { fold } from '../../../text/normalise.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { refusal } from './edit-confirm.ts';
import { changeLines } from './edit-history.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { audit, openDialogue, say, type MeetingPart } from './meeting-part.ts';

/* '/hoantac': takes back what this person saved last, within minutes and where nobody has changed the meeting since. */

interface UndoDialogue {
  mode: 'undo';
  meetingId: string;
  revision: number;
  changeId: string;
  parts: Partial<MeetingParts>;
}

const confirms = /^(?:hoan tac|co|dong y|ok|luu)$/u;
const refuses = /^(?:giu lai|giu nguyen|bo|khong|khong luu|khong hoan tac)$/u;

async function askUndo(context: TurnContext): Promise<Outcome> {
  const plan = await planUndo(context.db, context.viewer, context.now);
  switch (plan.type) {
    case 'nothing':
      return say(words.nothingToUndo);
    case 'too-late':
      return say(words.undoTooLate(undoMinutes));
    case 'closed':
      return say(words.undoClosed(plan.status));
    case 'overtaken':
      return say(words.undoOvertaken(await changeLines(context, plan.since)));
    case 'undo': {
      const { meeting, change, parts } = plan;
      const [entry = ''] = await changeLines(context, [change]);
      const dialogue: UndoDialogue = {
        mode: 'undo',
        meetingId: meeting.id,
        revision: meeting.revision,
        changeId: change.id,
        parts,
      };
      return {
        blocks: [
          text(words.undoAsk(meeting.unitName, meeting.heldOn, entry, change.action === 'logged')),
          choices('undo', [
            { label: words.buttons.undo, action: `${id}:answer:hoan tac`, style: 'primary' },
            { label: words.buttons.keep, action: `${id}:discard:` },
          ]),
        ],
        dialogue,
      };
    }
  }
}

function undo(context: TurnContext, dialogue: UndoDialogue): Outcome {
  return {
    blocks: [text(words.undone)],
    dialogue: null,
    write: async (t) => {
      const by = { accountId: context.account.id, at: context.now.toISOString() };
      const result = await undoChange(t, context.viewer, dialogue, by);
      if (result.type !== 'changed') return refusal(context, result);
      await audit(t, context, 'meeting.undone', dialogue.meetingId);
      return undefined;
    },
  };
}

/** Undo. */
export const undoPart: MeetingPart = {
  commands: [
    {
      name: 'hoantac',
      permission: 'meetings.write',
      description: words.commandHelp.hoantac,
      run: (_deps, context) => askUndo(context),
    },
  ],
  recognise: (sentence) =>
    /^(?:hoan tac|lay lai nhu cu)[.!]?$/u.test(fold(sentence.trim())) ? { name: 'hoantac', args: '' } : null,
  held: {
    undo: () => ({
      what: open.entries.undoing,
      isUnsaved: false,
      canShow: true,
      answers: (input) => confirms.test(fold(input.trim())) || refuses.test(fold(input.trim())),
    }),
  },
  again: { undo: askUndo },
  dialogues: {
    undo: (_deps, context, input) => {
      const dialogue = openDialogue<UndoDialogue>(context);
      if (!dialogue) return Promise.resolve(say(meetingWords.noDraft));
      return Promise.resolve(
        confirms.test(fold(input.trim()))
          ? undo(context, dialogue)
          : { blocks: [text(meetingWords.discarded)], dialogue: null },
      );
    },
  },
};
