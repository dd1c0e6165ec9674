import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/capuy.mjs', import.meta.url));

/** A `capuy` process of its own, which a test may kill at any moment. */
export interface CapuyProcess {
  write(line: string): void;
  /** Resolves when the output holds `count` lines that `matches`, or the process has ended. */
  waitForLines(matches: (line: string) => boolean, count: number): Promise<void>;
  lines(): string[];
  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone. */
  kill(): Promise<void>;
  ended: Promise<number | null>;
}

/** Starts `capuy ARGS` on a data folder, without settings from outside. */
export function startCapuy(args: string[], dataDir: string): CapuyProcess {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: process.env['PATH'] ?? '', CAPUY_DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    cwd: dataDir,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let waiters: (() => void)[] = [];
  const wake = () => {
    const woken = waiters;
    waiters = [];
    for (const waiter of woken) waiter();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    wake();
  });
  child.stderr.resume();
  // Writing to a process that was just killed is what these tests do.
  child.stdin.on('error', () => undefined);
  let isOver = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      isOver = true;
      wake();
      resolve(code);
    });
  });
  const lines = () => output.split('\n').filter((line) => line !== '');
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    lines,
    ended,
    async waitForLines(matches, count) {
      while (!isOver && lines().filter(matches).length < count) {
        await new Promise<void>((resolve) => waiters.push(resolve));
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
