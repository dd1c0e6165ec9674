import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { watchProcess } from './process-tree.ts';

/** The program as it is started, for measurements that need processes of their own. */
export const capuyBin = fileURLToPath(new URL('../bin/capuy.mjs', import.meta.url));

/** What a run of `capuy ingest` took. */
export interface RunFigures {
  seconds: number;
  documentsPerSecond: number;
  /** Memory of the command and its reading processes together, at its highest; null where /proc is absent. */
  peakMb: number | null;
  /** Processor time of all of them together, which a busy machine does not change; null where /proc is absent. */
  cpuSeconds: number | null;
  states: Record<string, number>;
  /** Of all files that were stored. */
  pages: number;
  chunks: number;
}

/** Takes a folder of papers into an office of its own with `capuy ingest` as a process of its own. */
export async function runIngest(papers: string, data: string, bin = capuyBin): Promise<RunFigures> {
  const begun = performance.now();
  const child = spawn(process.execPath, [bin, 'ingest', papers, '--yes', '--json'], {
    env: { CAPUY_DATA_DIR: data, LOG_LEVEL: 'error' },
    cwd: papers,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const states: Record<string, number> = {};
  let pages = 0;
  let chunks = 0;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const report = JSON.parse(line) as { state: string; pages: number; chunks: number };
      states[report.state] = (states[report.state] ?? 0) + 1;
      if (report.state !== 'stored') continue;
      pages += report.pages;
      chunks += report.chunks;
    }
  });
  const watched = watchProcess(child.pid);
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', () => resolve());
    });
  } finally {
    watched.stop();
  }
  const seconds = (performance.now() - begun) / 1000;
  const total = Object.values(states).reduce((sum, n) => sum + n, 0);
  return {
    seconds: Math.round(seconds * 10) / 10,
    documentsPerSecond: Math.round((total / seconds) * 10) / 10,
    peakMb: watched.peakMb(),
    cpuSeconds: watched.cpuSeconds(),
    states,
    pages,
    chunks,
  };
}
