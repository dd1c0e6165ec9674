import { listIntake } from '../../../ingest/intake.ts';
import * as words from '../../../prompts/documents.ts';
import { fold, oneLine } from '../../../text/normalise.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { noDialogue, say, type Deps } from './document-dialogue.ts';
import { withReadFiles } from './document-receiving.ts';
import { present } from './document-show.ts';

/* 'lưu công khai' typed while no preview is open: the file is still being read, or its preview was left. */

const saving = /^luu(?: (?:noi bo|cong khai|theo don vi|tat ca))?[\s.!]*$/u;

/** Whether a whole message is the word to store a file. */
export const isSaving = (said: string): boolean => saving.test(fold(oneLine(said)));

/** Says what the person's files wait for; those that are read are shown again, since nothing is stored unseen. */
export async function savingTyped(deps: Deps, context: TurnContext): Promise<Outcome> {
  const entries = await listIntake(context.db, context.viewer, { states: ['waiting', 'reading', 'ready'] });
  const own = entries.filter(({ accountId }) => accountId === context.account.id);
  const reading = own.flatMap(({ state, file, name }) =>
    state === 'ready' ? [] : [name ?? file?.name ?? words.secretFileName],
  );
  if (reading.length > 0) return say(words.stillReading(reading));
  if (own.length === 0) return say(words.nothingWaiting);
  return present(deps, context, await withReadFiles(deps, context, noDialogue));
}
