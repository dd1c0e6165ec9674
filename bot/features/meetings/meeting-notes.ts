import type { Role } from '../../../core/viewer.ts';
import { isNotes, type NotesDraft } from '../../../meetings/entry/check-notes.ts';
import type { GuidedEnvironment } from '../../../meetings/entry/guided.ts';
import { fieldLabels } from '../../../prompts/meetings-entry.ts';
import * as words from '../../../prompts/understanding.ts';
import type { Outcome, TurnContext } from '../../types.ts';

/* Notes pasted behind '/hop': a draft to be looked at in the guided dialogue, every field with its sentence. */

/** Reads pasted notes into a draft; null where nothing usable comes of it. */
export type ReadNotes = (
  notes: string,
  environment: GuidedEnvironment,
  options: { signal: AbortSignal; role: Role },
) => Promise<NotesDraft | null>;

/** The draft of what was pasted; null for one line, which the rules read, and where no model can. */
export async function draftFromNotes(
  readNotes: ReadNotes | undefined,
  context: TurnContext,
  args: string,
  environment: GuidedEnvironment,
): Promise<NotesDraft | null> {
  if (!readNotes || !isNotes(args)) return null;
  context.live(words.readingNotes);
  return readNotes(args, environment, { signal: context.signal, role: context.viewer.role });
}

/** The step of the dialogue under a table of what was read and from where. */
export const withNotes = ({ found, leftOut }: NotesDraft, outcome: Outcome): Outcome => ({
  ...outcome,
  blocks: [
    { type: 'text', text: words.notesRead },
    {
      type: 'table',
      title: words.notesTitle,
      head: [...words.notesHead],
      rows: found.map(({ step, value, source }) => [fieldLabels[step], value, source]),
    },
    ...(leftOut.length > 0
      ? [{ type: 'text' as const, text: words.notesLeftOut(leftOut.map((step) => fieldLabels[step])) }]
      : []),
    ...outcome.blocks,
  ],
});
