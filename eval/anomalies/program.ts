import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** How `capuy` is started as a process of its own. */
export interface ProgramPlace {
  /** The program that Node.js runs. */
  main: string;
}

/** A running `capuy`, which may be killed at any moment. */
export interface RunningProgram {
  write(line: string): void;
  /** Ends its input, as closing the terminal does. */
  end(): void;
  /** Whole lines of its output so far. */
  lines(): string[];
  errors(): string;
  /** Resolves when `count` lines match, or the process has ended. */
  waitForLines(matches: (line: string) => boolean, count: number): Promise<void>;
  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as a service manager does. */
  stop(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  isOver(): boolean;
  ended: Promise<number | null>;
  /** Bytes of memory and `openHandles` now; null where the system does not tell or the process is gone. */
  usage(): { bytes: number; handles: number } | null;
}

/** Starts `capuy ARGS` on a data folder, with these settings and none from outside. */
export function startProgram(
  { main }: ProgramPlace,
  args: readonly string[],
  options: { dataDir: string; settings?: Readonly<Record<string, string>>; preload?: string },
): RunningProgram {
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const child = spawn(process.execPath, [...preload, main, ...args], {
    env: { CAPUY_DATA_DIR: options.dataDir, LOG_LEVEL: 'error', ...options.settings },
    cwd: options.dataDir,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let waiters: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiters;
    waiters = [];
    for (const waiter of woken) waiter();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  // Writing to a process that was just killed is what is done here.
  child.stdin.on('error', () => undefined);
  let isOver = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      isOver = true;
      wake();
      resolve(code);
    });
  });
  // What follows the last line break is not a line yet: the kill may have cut it.
  const lines = (): string[] => output.split('\n').slice(0, -1);
  const endBy = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    end: () => void child.stdin.end(),
    lines,
    errors: () => errors,
    ended,
    isOver: () => isOver,
    async waitForLines(matches, count) {
      while (!isOver && lines().filter(matches).length < count) {
        await new Promise<void>((resolve) => waiters.push(resolve));
      }
    },
    async kill() {
      await endBy('SIGKILL');
    },
    stop: () => endBy('SIGTERM'),
    signal: (name) => void child.kill(name),
    usage() {
      try {
        const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
        const bytes = Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) * 1024;
        return { bytes, handles: openHandles(child.pid ?? 0, join(options.dataDir, 'database')) };
      } catch {
        return null;
      }
    },
  };
}

/**
 * Open handles of a process, but for those of the database: PostgreSQL keeps each of its files open that it has once read,
 * so that a backup, which reads them all, leaves some hundred.
 * @throws where the system does not tell (no /proc), or the process is gone
 */
export function openHandles(pid: number, database: string): number {
  const inside = `${realpathSync(database)}${sep}`;
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => !targetOf(`/proc/${pid}/fd/${fd}`).startsWith(inside))
    .length;
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed meanwhile.
    return '';
  }
}
