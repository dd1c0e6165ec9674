import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import { may } from '../../../access/permissions.ts';
import type { CommandSpec } from '../../types.ts';

/** Limits of setMyCommands: how many, how long a name and a description. */
const mostCommands = 100;
const commandName = /^[a-z0-9_]{1,32}$/u;
const longestDescription = 256;

/** The menu of commands as Telegram takes it; `isGroup`: only what everybody may do, as in a group. */
export function menuOf(specs: readonly CommandSpec[], isGroup: boolean): BotCommand[] {
  return specs
    .filter(({ name, permission }) => commandName.test(name) && (!isGroup || may('cadre', permission)))
    .slice(0, mostCommands)
    .map(({ name, description }) => ({ command: name, description: described(description) }));
}

/** With a capital, as menus are written, and cut between words. */
function described(description: string): string {
  const text = description.charAt(0).toLocaleUpperCase('vi') + description.slice(1);
  if (text.length <= longestDescription) return text;
  return `${text.slice(0, longestDescription - 2).replace(/\s+\S*$/u, '')} …`;
}

/**
 * Registers the menus: for private chats all commands, for groups what everybody may do. Each for Vietnamese and for
 * every other language of a person's app, where Telegram looks in this order (Bot API, determining list of commands).
 */
export async function registerCommands(api: Api, specs: readonly CommandSpec[]): Promise<void> {
  const scopes: readonly (readonly [BotCommandScope, boolean])[] = [
    [{ type: 'default' }, true],
    [{ type: 'all_private_chats' }, false],
  ];
  for (const [scope, isGroup] of scopes) {
    const commands = menuOf(specs, isGroup);
    await api.setMyCommands(commands, { scope });
    await api.setMyCommands(commands, { scope, language_code: 'vi' });
  }
}
