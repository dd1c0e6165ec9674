import { fork } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders, type SpeedFormat, type SpeedReport, type SpeedTask } from './ingest-speed-contenders.ts';

/** How fast one reader was with all files of a format. */
export interface ContenderFigures {
  files: number;
  pages: number;
  pagesPerSecond: number;
  /** Milliseconds for all files, each the fastest of its rounds. */
  ms: number;
  peakMb: number;
  loadMs: number;
  characters: number;
}

/** One format: our figures beside the others', and what our reading costs over the bare library, as a share. */
export interface FormatFigures {
  contenders: Record<string, ContenderFigures>;
  overhead: number | null;
  /** Files that at least one of the readers could not read; they count for none. */
  unreadable: number;
}

const usage =
  'usage: capuy eval ingest-speed PATH… [--rounds 3] [--json]\n' +
  '  files and folders with .pdf, .docx, .doc and .xlsx; each reader runs in a fresh process\n';

/** Formats without pages of their own: a page of an office document holds about this many characters. */
const charactersOfPage = 2000;

/** `capuy eval ingest-speed`: our whole reading beside the bare libraries and the community loaders. */
export async function evaluateIngestSpeed(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '3' } },
  });
  const rounds = Number(values.rounds);
  if (positionals.length === 0 || !Number.isInteger(rounds) || rounds < 0) {
    process.stderr.write(usage);
    return 2;
  }
  const paths = await filesUnder(positionals);
  const formats: Partial<Record<SpeedFormat, FormatFigures>> = {};
  for (const format of Object.keys(contenders) as SpeedFormat[]) {
    const own = paths.filter((path) => extname(path).toLowerCase() === `.${format}`);
    if (own.length === 0) continue;
    formats[format] = await compare(format, own, rounds);
    if (!values.json) process.stdout.write(tableOf(format, formats[format]));
  }
  if (Object.keys(formats).length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  process.stdout.write(`${JSON.stringify({ rounds, formats })}\n`);
  return 0;
}

async function filesUnder(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) found.push(path);
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      found.push(
        ...entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
      );
    }
  }
  return found.sort();
}

async function compare(
  format: SpeedFormat,
  paths: readonly string[],
  rounds: number,
): Promise<FormatFigures> {
  const names = Object.keys(contenders[format]);
  const reports = new Map<string, SpeedReport>();
  for (const contender of names) reports.set(contender, await runAlone({ format, contender, paths, rounds }));
  const isRead = (path: string): boolean =>
    [...reports.values()].every(({ files }) => files.find((file) => file.path === path)?.ms != null);
  const read = paths.filter(isRead);
  const pages = pagesOf(format, reports.get('capuy') as SpeedReport, read);
  const figures: Record<string, ContenderFigures> = {};
  for (const [name, { files, peakMb, loadMs }] of reports) {
    const own = files.filter(({ path }) => read.includes(path));
    const ms = own.reduce((sum, file) => sum + (file.ms ?? 0), 0);
    figures[name] = {
      files: own.length,
      pages,
      pagesPerSecond: rounded((pages / ms) * 1000),
      ms: rounded(ms),
      peakMb: Math.round(peakMb),
      loadMs: Math.round(loadMs),
      characters: own.reduce((sum, file) => sum + file.characters, 0),
    };
  }
  const bare = figures[names[1] ?? '']?.ms;
  const ours = figures['capuy']?.ms;
  return {
    contenders: figures,
    overhead: bare && ours ? rounded(ours / bare - 1) : null,
    unreadable: paths.length - read.length,
  };
}

function pagesOf(format: SpeedFormat, { files }: SpeedReport, paths: readonly string[]): number {
  return files
    .filter(({ path }) => paths.includes(path))
    .reduce(
      (sum, { parts, characters }) =>
        sum + (format === 'pdf' ? parts : Math.max(1, Math.round(characters / charactersOfPage))),
      0,
    );
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function runAlone(task: SpeedTask): Promise<SpeedReport> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('./ingest-speed-child.mjs', import.meta.url), [], {
      // What libraries print about a file would stand among the figures.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    child.once('message', (report) => resolve(report as SpeedReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the reader '${task.contender}' ended with code ${code}`)));
    child.send(task);
  });
}

function tableOf(format: SpeedFormat, { contenders: figures, overhead, unreadable }: FormatFigures): string {
  const lines = Object.entries(figures).map(
    ([name, one]) =>
      `  ${name.padEnd(22)} ${String(one.pagesPerSecond).padStart(9)} pages/s ${String(one.ms).padStart(9)} ms ` +
      `${String(one.peakMb).padStart(5)} MB peak ${String(one.loadMs).padStart(5)} ms to load\n`,
  );
  const [first] = Object.values(figures);
  const share =
    overhead === null ? '' : `  overhead over the bare library: ${Math.round(overhead * 100)} %\n`;
  const left = unreadable > 0 ? `  ${unreadable} files left out: not every reader reads them\n` : '';
  return `${format}: ${first?.files ?? 0} files, ${first?.pages ?? 0} pages\n${lines.join('')}${share}${left}\n`;
}
