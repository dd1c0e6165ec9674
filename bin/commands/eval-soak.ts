import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addAccount, linkIdentity } from '../../access/account-store.ts';
import { countOpen } from '../../bot/outbox-store.ts';
import { readConfig, type Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { printer, printFigures, readCommand, wrongUse } from '../../eval/command.ts';
import { soak, type SoakedProgram } from '../../eval/soak/soak.ts';
import { openOffice } from '../../office.ts';

const usage =
  'usage: capuy eval soak [--messages 20000] [--chats 500] [--seconds 600] [--faults 0.05] [--kills 3] [--seed 1]\n' +
  '                       [--grace 120] [--database postgres://…] [--json]\n';
const token = '424242:soak';
const firstChat = 10_001;
/** Where it goes on from: far beyond what anybody types, so that the limits are not what is measured. */
const noLimit = { MESSAGES_PER_MINUTE: '10000', MESSAGES_PER_MINUTE_ALL: '1000000' };

/**
 * `capuy eval soak`: many chats write to the running program over Telegram while the connection fails and the process is
 * killed. Exit code 1 where an answer was lost, doubled, out of order or left behind.
 */
export async function evaluate(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const command = readCommand(args, {
    messages: { ...text, default: '20000' },
    chats: { ...text, default: '500' },
    seconds: { ...text, default: '600' },
    faults: { ...text, default: '0.05' },
    kills: { ...text, default: '3' },
    seed: { ...text, default: '1' },
    grace: { ...text, default: '120' },
    database: text,
  });
  if (!command) return wrongUse(usage);
  const { values } = command;
  const numbers = {
    messages: Number(values.messages),
    chats: Number(values.chats),
    seconds: Number(values.seconds),
    faults: Number(values.faults),
    kills: Number(values.kills),
    seed: Number(values.seed),
    graceSeconds: Number(values.grace),
  };
  if (!Object.values(numbers).every((value) => Number.isFinite(value) && value >= 0)) return wrongUse(usage);
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
    const isGood = figures.lost + figures.doubled + figures.outOfOrder + figures.leftOpen === 0;
    return isGood && figures.unknown <= figures.injected.cut + figures.interrupted ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An account with the least role for each chat. */
async function pairEverybody(config: Config, chats: number): Promise<void> {
  const office = await openOffice(config);
  try {
    await office.db.tx(async (t) => {
      const now = systemClock.now();
      for (let index = 0; index < chats; index++) {
        const accountId = await addAccount(t, { name: `Soak ${index}`, role: 'cadre' }, now);
        await linkIdentity(t, { channel: 'telegram', senderId: String(firstChat + index), accountId }, now);
      }
    });
  } finally {
    await office.close();
  }
}

async function countLeft(config: Config): Promise<number> {
  const office = await openOffice(config);
  try {
    const open = await countOpen(office.db);
    return open.reduce((sum, { inbox, outbox }) => sum + inbox + outbox, 0);
  } finally {
    await office.close();
  }
}

const bin = fileURLToPath(new URL('../capuy.mjs', import.meta.url));

/** `capuy start` on these settings and nothing else of this process's environment. */
function startable(settings: Readonly<Record<string, string>>): SoakedProgram {
  let child: ChildProcess | null = null;

  const ended = (process: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (process.exitCode !== null || process.signalCode !== null) resolve();
      else process.once('exit', () => resolve());
    });

  async function end(signal: NodeJS.Signals): Promise<void> {
    const process = child;
    child = null;
    if (!process) return;
    process.kill(signal);
    await ended(process);
  }

  return {
    async start(apiRoot) {
      const made = spawn(process.execPath, [bin, 'start'], {
        env: {
          ...settings,
          TELEGRAM_BOT_TOKEN: token,
          TELEGRAM_API_ROOT: apiRoot,
          CAPUY_DEMO: 'no',
          CAPUY_REMINDERS: 'no',
          LOG_LEVEL: 'error',
          PORT: '0',
        },
        cwd: settings['CAPUY_DATA_DIR'],
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = made;
      // What is said first is said when it runs.
      await new Promise<void>((resolve, reject) => {
        made.stdout.once('data', () => resolve());
        made.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
      });
      made.stdout.resume();
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    memory() {
      if (!child?.pid) return null;
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) * 1024;
      } catch {
        return null;
      }
    },
  };
}
