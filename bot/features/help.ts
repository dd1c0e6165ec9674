import { may } from '../../access/permissions.ts';
import * as words from '../../prompts/help.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import type { CommandSpec, Feature, Outcome, TurnContext } from '../types.ts';

/** Greetings and 'what can you do', as a whole message; folded. */
const greetingPattern =
  /^(?:(?:xin )?chao(?: (?:ban|em|anh|chi|dong chi|tro ly|capuy))?|hello|hi|alo|(?:ban|tro ly) (?:la ai|lam duoc (?:gi|nhung gi))|huong dan(?: su dung)?|cach dung)$/u;

/**
 * '/trogiup', '/start' and greetings: what this person may do here, nothing else.
 * @param deps.features all features, asked for when help is asked for, because help is one of them
 */
export function createHelpFeature(deps: { features: () => readonly Feature[] }): Feature {
  return {
    id: 'help',
    audience: 'public',
    commands: [
      {
        name: 'trogiup',
        aliases: ['help', 'start', 'batdau', 'huongdan'],
        permission: 'help',
        description: words.commandHelp.trogiup,
        example: words.commandHelpExample,
      },
    ],
    recognise(text) {
      const said = fold(oneLine(text)).replace(/[\s.!?,]+$/u, '');
      return greetingPattern.test(said) ? { name: 'trogiup', args: '' } : null;
    },
    async handle(context, request) {
      const allowed = deps
        .features()
        // Where only public content may leave, what gives more is not done.
        .filter((feature) => context.viewer.ceiling !== 'public' || feature.audience === 'public')
        .flatMap((feature) => feature.commands)
        .filter((command) => may(context.viewer.role, command.permission));
      const asked = request.type === 'command' ? nameIn(request.args) : '';
      return asked === '' ? overview(context, allowed) : details(asked, allowed);
    },
  };
}

/** 'họp', '/hop', 'thống kê' as a command name; '' where nothing, or a deep-link code, follows. */
const nameIn = (args: string): string =>
  fold(args)
    .replace(/[\s/]+/gu, '')
    .replace(/^\d+$/u, '');

function overview(context: TurnContext, allowed: readonly CommandSpec[]): Outcome {
  const list = allowed.map((command) => words.commandLine(command)).join('\n');
  const hints = [words.howToAsk, words.stopHint, ...(context.isGroup ? [words.inGroupHint] : [])];
  return {
    blocks: [
      { type: 'text', text: words.greeting(context.account.name) },
      { type: 'text', text: list },
      { type: 'text', text: hints.join('\n') },
    ],
  };
}

function details(name: string, allowed: readonly CommandSpec[]): Outcome {
  const command = allowed.find((one) => one.name === name || one.aliases?.includes(name));
  return {
    blocks: [{ type: 'text', text: command ? words.oneCommand(command) : words.noSuchCommand(name) }],
  };
}
