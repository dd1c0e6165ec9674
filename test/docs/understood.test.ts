import { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../config.ts';
import { usage } from '../../prompts/cli.ts';
import { readDocuments } from './documents.ts';

/*
 * Every command line of the documents is given to its command, which goes as far as taking its arguments apart and no
 * further: an option that it does not know, or one without its value, is found here.
 */

interface Reading {
  options: string[];
  problem: string | null;
}

const readings: Reading[] = [];
const endsHere = 'arguments are understood, the command goes no further';
const { parseArgs } = util;

/** Takes the place of `parseArgs` for everybody who imported it, whenever that was. */
function endAtArguments(config: util.ParseArgsConfig): never {
  const reading: Reading = { options: Object.keys(config.options ?? {}), problem: null };
  readings.push(reading);
  try {
    parseArgs(config);
  } catch (error) {
    reading.problem = (error as Error).message;
  }
  throw new Error(endsHere);
}

beforeAll(() => {
  util.parseArgs = endAtArguments as typeof parseArgs;
  syncBuiltinESMExports();
  return () => {
    util.parseArgs = parseArgs;
    syncBuiltinESMExports();
  };
});

/** Commands that take no options apart: all that they take, as it is typed. */
const plain: Readonly<Record<string, readonly string[]>> = {
  start: [''],
  migrate: [''],
  demo: ['load', 'remove'],
  move: ['', '--back'],
};
/** Commands whose second word says what they do; those of the first have options of their own for each. */
const withOptionsOfVerbs = new Set(['members', 'eval']);
const withVerbs = new Set([...withOptionsOfVerbs, 'account', 'units', 'figures']);

interface Line {
  document: string;
  line: string;
}

/** What stands after `capuy` in blocks of the shell and in code within a sentence, without remarks. */
const linesIn = (document: string, text: string): Line[] =>
  [
    ...[...text.matchAll(/```sh\n([^]*?)```/gu)].flatMap(([, block = '']) => block.split('\n')),
    ...[...text.replace(/```[^]*?```/gu, '').matchAll(/`([^`\n]+)`/gu)].map(([, code = '']) => code),
  ].flatMap((code) => {
    const [, line] = /^(?:npx |node )?capuy (.+?)(?:\s+#.*)?$/u.exec(code.trim()) ?? [];
    return line === undefined ? [] : [{ document, line }];
  });

/** `add|list "TÊN" [--scope a\|b] [--docs DIR…]` as somebody would type it: the first of what may be chosen, and all that may be left out. */
const typed = (line: string): string[] =>
  [...line.replace(/[[\]…]/gu, ' ').matchAll(/"([^"]*)"|(\S+)/gu)]
    .map(([, quoted, bare]) => quoted ?? bare!.split(/\\?\|/u)[0]!)
    .filter((word) => word !== '');

/** `import|events FILE` are two lines. */
const eachVerb = ({ document, line }: Line): Line[] => {
  const [, command, verbs, rest] =
    /^([a-z]+(?:\\?\|[a-z]+)*) ([a-z-]+(?:\\?\|[a-z-]+)+)(.*)$/u.exec(line) ?? [];
  const commands = (command ?? line.split(' ')[0]!).split(/\\?\|/u);
  const tail = command === undefined ? [line.slice(line.split(' ')[0]!.length)] : [];
  const after = tail.length > 0 ? tail : verbs!.split(/\\?\|/u).map((verb) => ` ${verb}${rest}`);
  return commands.flatMap((name) => after.map((more) => ({ document, line: `${name}${more}` })));
};

const documents = await readDocuments();
const inHelp = [...usage.matchAll(/^ {2}(\S.*?)(?: {2,}.*)?$/gmu)].map(([, line = '']) => ({
  document: 'capuy help',
  line,
}));
const lines = [...documents.flatMap(({ name, text }) => linesIn(name, text)), ...inHelp].flatMap(eachVerb);

/** Said once for all commands that measure, at the head of docs/evaluation.md. */
const everywhere = new Set(['json']);

/** What of the help of a command is about this one. */
const usageOf = (key: string, said: string): string =>
  said
    .split(/(?=capuy [a-z])/u)
    .filter((part) => part.startsWith(`capuy ${key}`))
    .join('');

const nowhere = join(tmpdir(), 'capuy-docs-nowhere');
const config = readConfig({ CAPUY_DATA_DIR: nowhere, LOG_LEVEL: 'silent' });

/** How far a command gets with its arguments, and what it says: how it is used, where it did not understand them. */
async function give(words: readonly string[]): Promise<{ reading: Reading | null; said: string }> {
  const [name = '', ...args] = words;
  const { run } = (await import(`../../bin/commands/${name}.ts`)) as {
    run(args: string[], settings: typeof config): Promise<number>;
  };
  readings.length = 0;
  let said = '';
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => (said += String(text)) !== ''),
  );
  try {
    await run(args, config);
  } catch (error) {
    if ((error as Error).message !== endsHere) throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { reading: readings[0] ?? null, said };
}

const optionsIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/gu)].map(([, option]) => option!);

/** Where the options of a command line belong. */
const keyOf = ([name = '', verb = '']: readonly string[]): string =>
  withOptionsOfVerbs.has(name) ? `${name} ${verb}` : name;

describe('the command lines of the documents', () => {
  /** By command: the options that it has, and those that the documents and its own help name. */
  const known = new Map<string, string[]>();
  const told = new Map<string, string[]>();

  it('are understood by their commands', async () => {
    const wrong: string[] = [];
    for (const { document, line } of lines) {
      const words = typed(line);
      const [name = ''] = words;
      const forms = plain[name];
      // 'capuy …', 'capuy eval' and 'capuy eval NAME' name nothing that could be asked.
      if (name === '' || name === 'help' || (withVerbs.has(name) && !/^[a-z]/u.test(words[1] ?? '')))
        continue;
      if (forms) {
        if (!forms.includes(words.slice(1).join(' '))) wrong.push(`${document}: ${line}`);
        continue;
      }
      const { reading, said } = await give(words);
      if (!reading || reading.problem !== null)
        wrong.push(`${document}: ${line}: ${reading?.problem ?? 'was not taken apart'}`);
      else {
        const key = keyOf(words);
        known.set(key, reading.options);
        told.set(key, [...(told.get(key) ?? []), ...optionsIn(line), ...optionsIn(usageOf(key, said))]);
      }
    }
    expect(wrong).toEqual([]);
    expect(lines.length).toBeGreaterThan(140);
    expect(existsSync(nowhere)).toBe(false);
  }, 120_000);

  it('and the help of the commands name the options that there are, and no others', () => {
    expect(known.size).toBeGreaterThan(50);
    const untold: string[] = [];
    const absent: string[] = [];
    for (const [command, options] of known) {
      const named = new Set(told.get(command));
      untold.push(
        ...options
          .filter((one) => !everywhere.has(one) && !named.has(one))
          .map((one) => `${command} --${one}`),
      );
      absent.push(...[...named].filter((one) => !options.includes(one)).map((one) => `${command} --${one}`));
    }
    expect({ untold, absent }).toEqual({ untold: [], absent: [] });
  });
});
