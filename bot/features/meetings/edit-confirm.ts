import { changeMeeting, changesSince } from '../../../meetings/record/changes.ts';
import type { MeetingChange } from '../../../meetings/record/change-store.ts';
import type { ChangeResult } from '../../../meetings/record/changes.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/meetings.ts';
import * as history from '../../../prompts/meetings-history.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { changeLines } from './edit-history.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { openDialogue, say, type ChangeHandler, type MeetingPart } from './meeting-part.ts';

/*
 * A change of a stored meeting: shown with its meeting, saved after 'Lưu'. What can change is each part's own. Who has
 * seen an older meeting than the store holds is told what changed and by whom, and may save all the same.
 */

/** Waiting for 'Lưu'. */
interface ConfirmDialogue {
  mode: 'confirm';
  meetingId: string;
  /** The revision that the person has seen. */
  revision: number;
  change: { type: string };
}

/** Shows a change and waits for 'Lưu', 'Bỏ', or another line for the same thing. */
export function propose(
  meeting: Pick<Meeting, 'id' | 'revision' | 'unitName' | 'heldOn'>,
  change: { type: string },
  blocks: Block[],
  buttons: { label: string; answer: string }[] = [],
): Outcome {
  const dialogue: ConfirmDialogue = {
    mode: 'confirm',
    meetingId: meeting.id,
    revision: meeting.revision,
    change,
  };
  return {
    blocks: [
      text(words.forMeeting(meeting.unitName, meeting.heldOn)),
      ...blocks,
      choices('confirm', [
        { label: words.buttons.save, action: `${id}:save:`, style: 'primary' },
        ...buttons.map(({ label, answer }) => ({ label, action: `${id}:answer:${answer}` })),
        { label: words.buttons.discard, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

/** Asks for what is still open about a change; the answer arrives as another line for it. */
export function askOn(
  meeting: Meeting,
  change: { type: string },
  question: string,
  answers: { label: string; answer: string }[],
): Outcome {
  const dialogue: ConfirmDialogue = {
    mode: 'confirm',
    meetingId: meeting.id,
    revision: meeting.revision,
    change: { ...change, isOpen: true } as { type: string },
  };
  return {
    blocks: [
      text(question),
      choices('open-question', [
        ...answers.map(({ label, answer }) => ({ label, action: `${id}:answer:${answer}` })),
        { label: words.buttons.discard, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

/** The dialogue 'confirm' over the changes of all parts. */
export function confirmPart(changes: Readonly<Record<string, ChangeHandler<never>>>): MeetingPart {
  return {
    held: {
      confirm: ({ change }: ConfirmDialogue) => {
        const handler = changes[change.type] as ChangeHandler | undefined;
        const isOpen = 'isOpen' in change;
        return {
          what: handler?.held(change).what ?? '',
          isUnsaved: handler !== undefined,
          canSave: !isOpen,
          canShow: true,
          ...(isOpen ? {} : handler?.held(change)),
        };
      },
    },
    again: {
      confirm: async (context) => {
        const dialogue = openDialogue<ConfirmDialogue>(context);
        const handler = dialogue ? (changes[dialogue.change.type] as ChangeHandler | undefined) : undefined;
        const meeting = dialogue && (await getMeeting(context.db, context.viewer, dialogue.meetingId));
        if (!meeting || !handler) return { blocks: [text(words.meetingNotFound)], dialogue: null };
        const { change } = dialogue;
        // What the person has seen is shown again, so that a change of the meeting in between is still told.
        return handler.again
          ? handler.again(meeting, change)
          : propose({ ...meeting, revision: dialogue.revision }, change, handler.show(meeting, change));
      },
    },
    dialogues: {
      confirm: async (_deps, context, input) => {
        const dialogue = openDialogue<ConfirmDialogue>(context);
        const handler = dialogue ? (changes[dialogue.change.type] as ChangeHandler | undefined) : undefined;
        if (!dialogue || !handler) return say(words.noDraft);
        const word = fold(input.trim());
        if (/^(?:bo|khong|khong luu|bo khong luu)$/u.test(word)) {
          return { blocks: [text(words.discarded)], dialogue: null };
        }
        const meeting = await getMeeting(context.db, context.viewer, dialogue.meetingId);
        if (!meeting) return { blocks: [text(words.meetingNotFound)], dialogue: null };
        const isOpen = 'isOpen' in dialogue.change;
        return !isOpen && /^(?:luu|dong y|ok|dung|co|xac nhan|van luu)$/u.test(word)
          ? save(context, meeting, dialogue, handler)
          : handler.propose(context, meeting, input, dialogue.change);
      },
    },
  };
}

/** What the same person saved meanwhile is no conflict, as long as it is not what this change is about. */
const isTouched = (handler: ChangeHandler, { parts }: MeetingChange): boolean =>
  !handler.standsOn || parts.some((one) => handler.standsOn?.includes(one.part) ?? true);

async function save(
  context: TurnContext,
  meeting: Meeting,
  { revision, change }: ConfirmDialogue,
  handler: ChangeHandler,
): Promise<Outcome> {
  if (meeting.status !== 'draft' && meeting.status !== 'planned')
    return { blocks: [text(words.isLocked)], dialogue: null };
  const since =
    meeting.revision === revision
      ? []
      : await changesSince(context.db, context.viewer, { id: meeting.id, revision });
  if (since.some((one) => one.accountId !== context.account.id || isTouched(handler, one))) {
    const again = propose(meeting, change, [
      text(history.conflict(await changeLines(context, since))),
      ...handler.show(meeting, change),
      text(history.mayRepeat),
    ]);
    return again;
  }
  return {
    blocks: [text(handler.saved(change))],
    dialogue: null,
    write: async (t) => {
      const result = await changeMeeting(
        t,
        context.viewer,
        { id: meeting.id, revision: meeting.revision, action: 'edited' },
        { accountId: context.account.id, at: context.now.toISOString() },
        () => handler.write(t, context, meeting, change),
      );
      return result.type === 'changed' ? undefined : refusal(context, result);
    },
  };
}

/** Why a change was not written, once the turn to change was asked for. */
export async function refusal(
  context: TurnContext,
  result: Exclude<ChangeResult<unknown>, { type: 'changed' }>,
): Promise<Block[]> {
  if (result.type === 'not-found') return [text(words.meetingNotFound)];
  if (result.type === 'closed') return [text(words.isLocked)];
  return [text(history.conflict(await changeLines(context, result.since))), text(history.typeAgain)];
}
