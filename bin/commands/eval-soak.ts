import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { printer, printFigures, readCommand, wrongUse } from '../../eval/command.ts';
import { soak, type SoakedProgram } from '../../eval/soak/soak.ts';
import {
  areAmounts,
  countLeft,
  endProgram,
  firstChat,
  isFaultless,
  memoryOf,
  noLimit,
  pairEverybody,
  soakNumbers,
  soakOptions,
  startProgram,
  token,
} from './soak-program.ts';

const usage =
  'usage: capuy eval soak [--messages 20000] [--chats 500] [--seconds 600] [--faults 0.05] [--kills 3] [--seed 1]\n' +
  '                       [--grace 120] [--database postgres://…] [--json]\n';

/**
 * `capuy eval soak`: many chats write to the running program over Telegram while the connection fails and the process is
 * killed. Exit code 1 where an answer was lost, doubled, out of order or left behind.
 */
export async function evaluate(args: string[]): Promise<number> {
  const command = readCommand(args, { ...soakOptions, database: { type: 'string' } });
  if (!command) return wrongUse(usage);
  const { values } = command;
  const numbers = soakNumbers(values);
  if (!areAmounts(numbers)) return wrongUse(usage);
  const folder = await mkdtemp(join(tmpdir(), 'capuy-soak-'));
  const settings = {
    CAPUY_DATA_DIR: folder,
    ...(values.database === undefined ? {} : { DATABASE_URL: values.database }),
  };
  const config = readConfig(settings);
  try {
    await pairEverybody(config, numbers.chats);
    const program = startable({ ...settings, ...noLimit });
    const figures = await soak(program, { ...numbers, token, firstChat, print: printer(values.json) }, () =>
      countLeft(config),
    );
    printFigures(figures);
    return isFaultless(figures) ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One process on these settings. */
function startable(settings: Readonly<Record<string, string>>): SoakedProgram {
  let child: ChildProcess | null = null;

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (ending) await endProgram(ending, signal);
  }

  return {
    async start(apiRoot) {
      child = await startProgram(settings, apiRoot);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    memory: () => child && memoryOf(child),
  };
}
