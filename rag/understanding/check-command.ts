import { fold, normalise, oneLine } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { ungroundedTokens } from '../../text/canonical.ts';
import type { MessageReading } from './reading-schema.ts';

/** Something that the product can do, as a person would type it; which ones is for who calls to say. */
export interface KnownCommand {
  /** Folded, without its slash. */
  name: string;
  description: string;
  example?: string;
}

/** Longer than this is no line of a command, in characters. */
const longestArgs = 240;

/**
 * The line that a person would have typed for the command that a model proposes, or null: an unknown command, or an
 * argument with a word or a number that the person never wrote. Pure; nothing is done with it before a person chooses it.
 */
export function checkCommand(
  typed: string,
  reading: Pick<MessageReading, 'command' | 'intent'>,
  commands: readonly KnownCommand[],
): string | null {
  if (reading.intent !== 'command' || !reading.command) return null;
  const name = fold(reading.command.name).replace(/^\/|\s/gu, '');
  const command = commands.find((one) => one.name === name);
  if (!command) return null;
  // Pasted notes are handed on whole: what of them matters is for the command to read.
  if (typed.length > longestArgs) return `/${command.name} ${typed.replace(/^[\s/]+/u, '')}`;
  const args = oneLine(normalise(reading.command.args)).replace(/^\/+/u, '');
  const own = new Set(foldedSyllables(oneLine(normalise(typed))));
  if (foldedSyllables(args).some((word) => !own.has(word))) return null;
  if (ungroundedTokens(args, [typed]).length > 0) return null;
  return `/${command.name} ${args}`.trim();
}
