import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addAccount, linkIdentity } from '../../access/account-store.ts';
import { countOpen } from '../../bot/outbox-store.ts';
import type { Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import type { SoakFigures } from '../../eval/soak/soak.ts';
import { openOffice } from '../../office.ts';

/* What soaks of the running program share: its processes, and the people who write to it. */

export const token = '424242:soak';
export const firstChat = 10_001;
/** Where it goes on from: far beyond what anybody types, so that the limits are not what is measured. */
export const noLimit = { MESSAGES_PER_MINUTE: '10000', MESSAGES_PER_MINUTE_ALL: '1000000' };

const text = { type: 'string' } as const;

/** What every soak is told on the command line. */
export const soakOptions = {
  messages: { ...text, default: '20000' },
  chats: { ...text, default: '500' },
  seconds: { ...text, default: '600' },
  faults: { ...text, default: '0.05' },
  kills: { ...text, default: '3' },
  seed: { ...text, default: '1' },
  grace: { ...text, default: '120' },
};

/** The same as numbers. */
export const soakNumbers = (values: { [Name in keyof typeof soakOptions]: string }) => ({
  messages: Number(values.messages),
  chats: Number(values.chats),
  seconds: Number(values.seconds),
  faults: Number(values.faults),
  kills: Number(values.kills),
  seed: Number(values.seed),
  graceSeconds: Number(values.grace),
});

/** Whether each is a number and none is below 0. */
export const areAmounts = (numbers: Readonly<Record<string, number>>): boolean =>
  Object.values(numbers).every((value) => Number.isFinite(value) && value >= 0);

/** Every answer came, once and in order, and is unsure only where a connection or a process ended. */
export const isFaultless = (figures: SoakFigures): boolean =>
  figures.lost + figures.doubled + figures.outOfOrder + figures.leftOpen === 0 &&
  figures.unknown <= figures.injected.cut + figures.interrupted;

/** Gives each chat an account with the least role. */
export async function pairEverybody(config: Config, chats: number): Promise<void> {
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

/** Events and replies that are open. */
export async function countLeft(config: Config): Promise<number> {
  const office = await openOffice(config);
  try {
    const open = await countOpen(office.db);
    return open.reduce((sum, { inbox, outbox }) => sum + inbox + outbox, 0);
  } finally {
    await office.close();
  }
}

const bin = fileURLToPath(new URL('../capuy.mjs', import.meta.url));

/** `capuy start` on these settings and nothing else of this process's environment; resolves when it runs. */
export async function startProgram(
  settings: Readonly<Record<string, string>>,
  apiRoot: string,
): Promise<ChildProcess> {
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
  // What is said first is said when it runs.
  await new Promise<void>((resolve, reject) => {
    made.stdout.once('data', () => resolve());
    made.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
  });
  made.stdout.resume();
  return made;
}

/** Resolves when it is gone. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.kill(signal);
  await ended;
}

/** Bytes that it holds; null where that cannot be found out. */
export function memoryOf(child: ChildProcess): number | null {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return null;
  }
}
