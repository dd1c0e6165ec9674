import type { ChatModel } from '../../llm/model.ts';
import { askStructured, type StructuredOptions } from '../../llm/structured.ts';
import * as prompts from '../../prompts/understanding.ts';
import { cleanText } from '../../text/normalise.ts';
import { checkNotes, type NotesDraft } from './check-notes.ts';
import type { GuidedEnvironment } from './guided.ts';
import { notesSchema } from './notes-schema.ts';

/** Notes of one meeting are shorter; what comes after is not read, and nothing is stored without being looked at. */
const longestNotes = 20_000;
/** Whoever pastes notes waits for a draft, and a model writes a thousand words for it. */
const mostWaitingMs = 30_000;
const mostTokens = 4000;

/**
 * Lets a model read pasted notes into a draft of minutes. Null where the model is late, fails, or gives nothing that the
 * notes bear out; then the guided dialogue asks as ever.
 */
export async function readNotes(
  model: ChatModel,
  notes: string,
  environment: GuidedEnvironment,
  options: StructuredOptions,
): Promise<NotesDraft | null> {
  const read = cleanText(notes).slice(0, longestNotes);
  const answered = await askStructured(
    model,
    {
      prompt: prompts.minutes,
      schema: notesSchema,
      variables: { today: prompts.todayText(environment.today), notes: prompts.asData('ghi_chep', read) },
    },
    { timeoutMs: mostWaitingMs, maxTokens: mostTokens, ...options },
  );
  return answered.ok ? checkNotes(read, answered.value, environment) : null;
}
