import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/open.ts';
import { countRows } from '../db/table-counts.ts';
import { paper } from './office-papers.ts';

const usage =
  'usage: capuy eval bulk [--documents N] [--json]\n' +
  '  takes N generated papers (default 10000) in twice with `capuy ingest`, in a store of its own on the embedded database:\n' +
  '  time, memory of all processes together, and whether the second run changed any number of rows\n';

const bin = fileURLToPath(new URL('../bin/capuy.mjs', import.meta.url));

interface RunFigures {
  seconds: number;
  documentsPerSecond: number;
  /** Memory of the command and its reading processes together, at its highest; null where /proc is absent. */
  peakMb: number | null;
  /** Processor time of all of them together, which a busy machine does not change; null where /proc is absent. */
  cpuSeconds: number | null;
  states: Record<string, number>;
}

/** `capuy eval bulk`. Returns the exit code: 1 where the second run changed the rows. */
export async function evaluateBulk(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { documents: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
  });
  const count = Number(values.documents);
  if (!Number.isInteger(count) || count < 1) {
    process.stderr.write(usage);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'capuy-bulk-'));
  try {
    const papers = join(folder, 'papers');
    const megabytes = (await writePapers(papers, count)) / 1024 ** 2;
    const data = join(folder, 'data');
    const first = await ingest(papers, data);
    const rows = await rowsOf(data);
    const second = await ingest(papers, data);
    const rowsAgain = await rowsOf(data);
    const changed = Object.keys(rowsAgain).filter((table) => rows[table] !== rowsAgain[table]);
    const figures = {
      documents: count,
      megabytes: Math.round(megabytes * 10) / 10,
      first,
      second,
      rows: Object.fromEntries(Object.entries(rows).filter(([, n]) => n > 0)),
      changedTables: changed,
    };
    if (!values.json) {
      process.stdout.write(`${count} papers, ${figures.megabytes} MB of text\n`);
      for (const [name, run] of [
        ['first', first],
        ['second', second],
      ] as const) {
        process.stdout.write(
          `${name}: ${run.seconds} s, ${run.documentsPerSecond} documents/s, ${run.cpuSeconds ?? '?'} s of processor time, peak ${run.peakMb ?? '?'} MB, ${JSON.stringify(run.states)}\n`,
        );
      }
      process.stdout.write(
        changed.length === 0 ? 'same rows in every table\n' : `changed: ${changed.join(', ')}\n`,
      );
    }
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return changed.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writePapers(folder: string, count: number): Promise<number> {
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const inside = join(folder, String(Math.floor(index / 500)).padStart(3, '0'));
    if (index % 500 === 0) await mkdir(inside, { recursive: true });
    const { name, text } = paper(index);
    bytes += Buffer.byteLength(text);
    await writeFile(join(inside, name), text);
  }
  return bytes;
}

async function ingest(papers: string, data: string): Promise<RunFigures> {
  const begun = performance.now();
  const child = spawn(process.execPath, [bin, 'ingest', papers, '--yes', '--json'], {
    env: { CAPUY_DATA_DIR: data, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const states: Record<string, number> = {};
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { state } = JSON.parse(line) as { state: string };
      states[state] = (states[state] ?? 0) + 1;
    }
  });
  let peak = 0;
  const ticks = new Map<number, number>();
  const sampling = setInterval(() => {
    void residentBytes(child.pid ?? 0, ticks).then((bytes) => (peak = Math.max(peak, bytes)));
  }, 500);
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  clearInterval(sampling);
  const seconds = (performance.now() - begun) / 1000;
  const total = Object.values(states).reduce((sum, n) => sum + n, 0);
  return {
    seconds: Math.round(seconds * 10) / 10,
    documentsPerSecond: Math.round((total / seconds) * 10) / 10,
    peakMb: peak === 0 ? null : Math.round(peak / 1024 ** 2),
    cpuSeconds:
      ticks.size === 0 ? null : Math.round([...ticks.values()].reduce((sum, n) => sum + n, 0) / 100),
    states,
  };
}

/**
 * Memory of a process and all below it, pages shared between them counted once; 0 where the system does not tell. Notes
 * the processor time of each in hundredths of a second.
 */
async function residentBytes(pid: number, ticks: Map<number, number>): Promise<number> {
  const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const own = Number(/^Pss:\s+(\d+) kB/mu.exec(await text(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
  const times = (await text(`/proc/${pid}/stat`)).split(') ')[1]?.split(' ');
  if (times) ticks.set(pid, Number(times[11]) + Number(times[12]));
  const children = (await text(`/proc/${pid}/task/${pid}/children`)).split(' ').filter(Boolean);
  const below = await Promise.all(children.map((child) => residentBytes(Number(child), ticks)));
  return below.reduce((sum, bytes) => sum + bytes, own);
}

async function rowsOf(data: string): Promise<Record<string, number>> {
  const db = await openDatabase({ dataDir: join(data, 'database') });
  try {
    return await countRows(db);
  } finally {
    await db.close();
  }
}
