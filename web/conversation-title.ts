import type { Inbound } from '../bot/types.ts';
import { conversations as words } from '../prompts/web-chat.ts';
import { oneLine } from '../text/normalise.ts';
import { wordsOf } from './transcript.ts';

/** Longest name of a conversation, in characters. */
const longestTitle = 80;

/** The name of a conversation: as given, else the first words that the person said in it. */
export function titleOf(row: { title: string | null; first: Inbound | null }): string {
  if (row.title !== null) return row.title;
  const first = row.first && wordsOf(row.first, null);
  return (first && shortTitle(first)) || words.ofAssistant;
}

/** One line of at most `longestTitle` characters, cut after a word. */
export function shortTitle(text: string): string {
  const title = oneLine(text);
  const letters = [...title];
  if (letters.length <= longestTitle) return title;
  const cut = letters.slice(0, longestTitle - 1).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestTitle / 2))}…`;
}
