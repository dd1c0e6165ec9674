import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/meetings.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { openDialogue, say, type ChangeHandler, type MeetingPart } from './meeting-part.ts';

/* A change of a stored meeting: shown with its meeting, saved after 'Lưu'. What can change is each part's own. */

/** Waiting for 'Lưu'. */
interface ConfirmDialogue {
  mode: 'confirm';
  meetingId: string;
  change: { type: string };
}

/** Shows a change and waits for 'Lưu', 'Bỏ', or another line for the same thing. */
export function propose(meeting: Meeting, change: { type: string }, blocks: Block[]): Outcome {
  const dialogue: ConfirmDialogue = { mode: 'confirm', meetingId: meeting.id, change };
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

/** The dialogue 'confirm' over the changes of all parts. */
export function confirmPart(changes: Readonly<Record<string, ChangeHandler<never>>>): MeetingPart {
  return {
    dialogues: {
      confirm: async (_deps, context, input) => {
        const dialogue = openDialogue<ConfirmDialogue>(context);
        const handler = dialogue ? (changes[dialogue.change.type] as ChangeHandler | undefined) : undefined;
        if (!dialogue || !handler) return say(words.noDraft);
        const word = fold(input.trim());
        if (/^(?:bo|khong|khong luu)$/u.test(word)) {
          return { blocks: [text(words.discarded)], dialogue: null };
        }
        const meeting = await getMeeting(context.db, context.viewer, dialogue.meetingId);
        if (!meeting) return { blocks: [text(words.meetingNotFound)], dialogue: null };
        return /^(?:luu|dong y|ok|dung|co)$/u.test(word)
          ? save(context, meeting, dialogue.change, handler)
          : handler.propose(context, meeting, input);
      },
    },
  };
}

function save(
  context: TurnContext,
  meeting: Meeting,
  change: { type: string },
  handler: ChangeHandler,
): Outcome {
  if (meeting.status !== 'draft') return { blocks: [text(words.isLocked)], dialogue: null };
  return {
    blocks: [text(handler.saved(change))],
    dialogue: null,
    write: (t) => handler.write(t, context, meeting, change),
  };
}
