import { may } from '../../access/permissions.ts';
import * as words from '../../prompts/understanding.ts';
import type { KnownCommand } from '../../rag/understanding/check-command.ts';
import type { Proposal } from '../../rag/understanding/second-reading.ts';
import { sayPrefix } from '../router.ts';
import type { Block, Feature, TurnContext } from '../types.ts';

/*
 * What a model has understood becomes an option, never an act: choosing it does as if the person had typed the line, so
 * the router reads it, and rights are checked, at that moment.
 */

/** Commands that answer questions or open chats: proposing them would say nothing. */
const unproposed = new Set(['hoi', 'trogiup', 'visao', 'nguon']);

/** The commands that a model may propose to this person: those that the person may use here. */
export const commandsFor = (
  { viewer }: Pick<TurnContext, 'viewer'>,
  features: readonly Feature[],
): KnownCommand[] =>
  features
    .flatMap((feature) => feature.commands)
    .filter(({ name, permission }) => !unproposed.has(name) && may(viewer.role, permission))
    .map(({ name, description, example }) => ({ name, description, ...(example ? { example } : {}) }));

/** The longest label of an option, in characters. */
const longestLabel = 80;

/** What the person may have meant, as one option. */
export function proposalBlock({ kind, say }: Proposal): Block {
  const label = say.length > longestLabel ? `${say.slice(0, longestLabel - 1).trimEnd()}…` : say;
  return {
    type: 'choices',
    id: 'meant',
    prompt: kind === 'command' ? words.meantCommand : words.meantQuestion,
    options: [{ label, action: `${sayPrefix}:${say}` }],
  };
}
