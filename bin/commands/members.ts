import type { Config } from '../../config.ts';
import { usageMembers } from '../../prompts/members-register.ts';
import { fail } from '../terminal.ts';

/** What `capuy members` can do; loaded only when called. */
const verbs: Readonly<Record<string, () => Promise<(args: string[], config: Config) => Promise<number>>>> = {
  import: async () => (await import('./members-import.ts')).importMembers,
  events: async () => (await import('./members-events.ts')).importEvents,
  holidays: async () => (await import('./members-holidays.ts')).importHolidays,
  retention: async () => (await import('./members-retention.ts')).retention,
  forget: async () => (await import('./members-retention.ts')).forget,
};

/** `capuy members VERB …`: the working copy of the register, its events, and how long it is kept. */
export async function run(args: string[], config: Config): Promise<number> {
  const [verb = '', ...rest] = args;
  const load = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  return load ? (await load())(rest, config) : fail(usageMembers, 2);
}
