import { z } from 'zod';

/** Longest question or command that is taken from a model, in characters. */
export const longestReading = 400;

const words = (most: number) => z.string().trim().max(most);

/**
 * What a model may say of a message. The shape says nothing of the truth: `check-rewriting.ts` and `check-command.ts`
 * hold every field against what the person wrote.
 */
export const messageReadingSchema = z.object({
  intent: z.enum(['question', 'command', 'other']),
  /** The message as a question complete in itself. */
  question: words(longestReading).nullable(),
  /** Every word of the person's that stands differently in `question`. */
  replaced: z.array(z.object({ from: words(80), to: words(80) })).max(8),
  entities: z.array(words(120)).max(12),
  /** The day asked about, 'YYYY-MM-DD'. */
  asOf: words(10).nullable(),
  command: z.object({ name: words(40), args: words(2000) }).nullable(),
});

/** @see messageReadingSchema */
export type MessageReading = z.infer<typeof messageReadingSchema>;
