import type { Queryable } from '../../../db/database.ts';
import * as words from '../../../prompts/meetings-entry.ts';
import { listDialogues, saveDialogue, takeOutOfDialogue, type Dialogue } from '../../dialogue-store.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { id, text } from './meeting-blocks.ts';
import { openDialogue, type GuidedDialogue } from './meeting-part.ts';
import { entriesOf, withoutFront } from './open-entries.ts';

/*
 * A meeting that was begun and not saved: kept aside when the person pauses, and found again from any chat of theirs. The
 * dialogue that another chat was left in the middle of counts too.
 */

/** Version of the kept state; one of another version is not gone on with. */
export const dialogueVersion = 2;

const laneOfPaused = (accountId: string): string => `paused:${accountId}`;

/** A meeting that can be gone on with; `take` removes it from where it was. */
export interface Paused {
  dialogue: GuidedDialogue;
  take(t: Queryable): Promise<void>;
}

/** The newest meeting that this person began and left, in whatever chat; null where there is none. */
export async function findPaused(context: TurnContext): Promise<Paused | null> {
  const kept = await listDialogues(context.db, context.account.id, id);
  const found = kept.find(
    ({ lane, version, state }) =>
      lane !== context.lane && version === dialogueVersion && (state as { mode?: string }).mode === 'guided',
  );
  if (!found) return null;
  const { lane, state } = found;
  return {
    dialogue: state as GuidedDialogue,
    take: (t) => takeOutOfDialogue(t, lane, { state, left: withoutFront(state) }),
  };
}

const keptBy = (context: TurnContext, state: unknown): Dialogue => ({
  accountId: context.account.id,
  feature: id,
  version: dialogueVersion,
  state,
});

/** Keeps the open dialogue for later and leaves the chat free. */
export function pauseOutcome(context: TurnContext): Outcome {
  const dialogue = openDialogue<GuidedDialogue>(context);
  if (dialogue?.mode !== 'guided') return { blocks: [text(words.nothingPaused)] };
  return {
    blocks: [text(words.paused)],
    dialogue: null,
    write: async (t) => {
      const lane = laneOfPaused(context.account.id);
      const kept = await listDialogues(t, context.account.id, id);
      const earlier = kept.find((one) => one.lane === lane && one.version === dialogueVersion);
      const { front, behind } = entriesOf(earlier?.state);
      const state = front ? { ...dialogue, behind: [front, ...behind] } : dialogue;
      await saveDialogue(t, lane, keptBy(context, state), context.now.toISOString());
    },
  };
}
