import { readdir, readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { recordAudit } from '../../access/audit-store.ts';
import { openOffice, readerWork, type Office } from '../../office.ts';
import { secretsOf, type Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { createLogger } from '../../core/pino-logger.ts';
import { takeInAll, type BulkFile, type FileReport } from '../../ingest/bulk.ts';
import { createIntake } from '../../ingest/intake.ts';
import { createReader } from '../../ingest/reader/reader.ts';
import { isReportName, writeReport } from '../../ingest/report-file.ts';
import type { ReadProgress } from '../../ingest/types.ts';
import * as words from '../../prompts/ingest-command.ts';

interface Options {
  paths: string[];
  scope: 'public' | 'internal';
  yes: boolean;
  json: boolean;
  report: string | undefined;
}

/** `capuy ingest PATH… [--scope …] [--yes] [--report FILE] [--json]`: files and folders into the office's store. */
export async function run(args: string[], config: Config): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(words.ingestUsage);
    return 2;
  }
  if (options.report !== undefined && !isReportName(options.report)) {
    process.stderr.write(`${words.badReportName}\n`);
    return 2;
  }
  const { files, missing, skipped } = await findFiles(options.paths);
  for (const path of missing) process.stderr.write(`${words.noSuchFile(path)}\n`);
  if (skipped.length > 0)
    process.stderr.write(
      `${words.skippedFiles(
        skipped.length,
        skipped.slice(0, 3).map((path) => basename(path)),
      )}\n`,
    );
  if (files.length === 0) {
    if (missing.length === 0) process.stderr.write(`${words.nothingToIngest}\n`);
    return 1;
  }
  const isAtTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (!options.yes && isAtTerminal && !(await confirm(files.length, options.scope))) return 1;
  const office = await openOffice(config);
  try {
    const { reports, isComplete } = await takeIn(office, config, files, options);
    const isReported = await report(options.report, reports);
    const isAllGood = reports.every(({ state }) => state === 'stored' || state === 'known');
    return isComplete && isReported && isAllGood && missing.length === 0 ? 0 : 1;
  } finally {
    await office.close();
  }
}

function readOptions(args: string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        scope: { type: 'string', default: 'internal' },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        report: { type: 'string' },
      },
    });
    if (positionals.length === 0 || (values.scope !== 'public' && values.scope !== 'internal')) return null;
    const { scope, yes, json, report: path } = values;
    return { paths: positionals, scope, yes, json, report: path };
  } catch {
    return null;
  }
}

/** Endings that are looked into when a folder is given; a file named by itself is read whatever its ending. */
const documentEnding =
  /\.(?:pdf|doc|docx|docm|dot|dotx|rtf|odt|xls|xlsx|xlsm|ods|ppt|pptx|txt|md|markdown|html?|xhtml|eml|msg|zip|rar|7z|png|jpe?g|jfif|tiff?|bmp|webp|heic)$/iu;
/** Files that programs leave beside documents: they are none, and nobody misses them. */
const leftBehind = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$)/iu;

interface Found {
  files: string[];
  missing: string[];
  /** Files in folders that are no documents by their ending. */
  skipped: string[];
}

async function findFiles(paths: readonly string[]): Promise<Found> {
  const found: Found = { files: [], missing: [], skipped: [] };
  for (const path of paths) {
    const known = await stat(path).catch(() => null);
    if (!known) found.missing.push(path);
    else if (!known.isDirectory()) found.files.push(path);
    else {
      const entries = (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && !leftBehind.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort((a, b) => a.localeCompare(b));
      for (const file of entries) (documentEnding.test(file) ? found.files : found.skipped).push(file);
    }
  }
  return found;
}

async function takeIn(
  office: Office,
  config: Config,
  paths: readonly string[],
  options: Options,
): Promise<{ reports: FileReport[]; isComplete: boolean }> {
  const { db, files } = office;
  const logger = createLogger(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, {
    secrets: secretsOf(config),
  });
  // A second process pays only where this one, which stores, is not slowed down by it.
  const parallel = Math.min(2, availableParallelism());
  const reader = createReader({ concurrency: parallel, logger, workUrl: readerWork });
  const intake = createIntake({ db, files, reader, clock: systemClock, logger });
  const stopping = new AbortController();
  // The first Ctrl-C ends after the file that is being stored; without the handler a second one ends at once.
  const interrupt = (): void => stopping.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = createProgress(paths.length, process.stderr.isTTY && !options.json);
  const sources = paths.map((path): BulkFile => ({ path, name: basename(path), load: () => readFile(path) }));
  const reports: FileReport[] = [];
  const done = new Set<string>();
  try {
    const all = takeInAll(
      {
        db,
        files,
        intake,
        clock: systemClock,
        stored: (t, entityId, { chunks, pages }) =>
          recordAudit(t, {
            at: systemClock.now().toISOString(),
            accountId: null,
            action: 'document.ingest',
            entity: 'document',
            entityId,
            details: { scope: options.scope, chunks: chunks.length, pages: pages.length },
          }),
      },
      sources,
      {
        scope: options.scope,
        areRelationsConfirmed: options.yes,
        parallel,
        signal: stopping.signal,
        onProgress(path, pages) {
          done.add(path);
          progress.show(done.size - 1, basename(path), pages);
        },
      },
    );
    for await (const one of all) {
      reports.push(one);
      progress.clear();
      process.stdout.write(`${options.json ? JSON.stringify(one) : words.fileLine(one)}\n`);
    }
  } finally {
    progress.clear();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await intake.close();
  }
  const isComplete = !stopping.signal.aborted;
  if (!isComplete) process.stderr.write(`${words.interrupted(reports.length, paths.length)}\n`);
  if (!options.json) process.stderr.write(`${words.summaryLine(countStates(reports))}\n`);
  return { reports, isComplete };
}

const countStates = (reports: readonly FileReport[]): [FileReport['state'], number][] =>
  (Object.keys(words.stateNames) as FileReport['state'][]).map((state) => [
    state,
    reports.filter((one) => one.state === state).length,
  ]);

async function report(path: string | undefined, reports: readonly FileReport[]): Promise<boolean> {
  if (path === undefined) return true;
  try {
    await writeReport(path, reports);
    process.stderr.write(`${words.reportWritten(path)}\n`);
    return true;
  } catch {
    process.stderr.write(`${words.reportNotWritten(path)}\n`);
    return false;
  }
}

async function confirm(count: number, scope: Options['scope']): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return words.isYes(await terminal.question(words.confirmIngest(count, scope)));
  } finally {
    terminal.close();
  }
}

/** A line on standard error that is rewritten in place; nothing where there is no terminal. */
function createProgress(
  total: number,
  isShown: boolean,
): { show(done: number, name: string, pages: ReadProgress | null): void; clear(): void } {
  const startOfLine = '\r\u001b[K';
  return {
    show(done, name, pages) {
      if (!isShown) return;
      const shown = pages && pages.total > 1 ? pages : null;
      const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(startOfLine + words.progressLine(done, total, name, shown).slice(0, width));
    },
    clear() {
      if (isShown) process.stderr.write(startOfLine);
    },
  };
}
