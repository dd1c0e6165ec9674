import type { Queryable } from '../../../db/database.ts';
import * as words from '../../../prompts/meetings-entry.ts';
import { endDialogue, listDialogues, saveDialogue } from '../../dialogue-store.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import type { GuidedDialogue } from './guided-entry.ts';
import { id, text } from './meeting-blocks.ts';
import { openDialogue } from './meeting-part.ts';

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
  return found ? { dialogue: found.state as GuidedDialogue, take: (t) => endDialogue(t, found.lane) } : null;
}

/** Keeps the open dialogue for later and leaves the chat free. */
export function pauseOutcome(context: TurnContext): Outcome {
  const dialogue = openDialogue<GuidedDialogue>(context);
  if (dialogue?.mode !== 'guided') return { blocks: [text(words.nothingPaused)] };
  return {
    blocks: [text(words.paused)],
    dialogue: null,
    write: (t) =>
      saveDialogue(
        t,
        laneOfPaused(context.account.id),
        { accountId: context.account.id, feature: id, version: dialogueVersion, state: dialogue },
        context.now.toISOString(),
      ),
  };
}
