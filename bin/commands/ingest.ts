import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openOffice, type Office } from '../../office.ts';
import type { Config } from '../../config.ts';
import { systemClock, type DateOnly } from '../../core/clock.ts';
import { AppError, DocumentUnreadableError, toAppError } from '../../core/errors.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import * as words from '../../prompts/ingest.ts';

/** What became of one file; the shape of a line of '--json'. */
interface FileReport {
  file: string;
  state: 'stored' | 'known' | 'unreadable' | 'refused' | 'failed';
  symbol: string | null;
  type: string | null;
  issuedOn: DateOnly | null;
  pages: number;
  chunks: number;
  warnings: string[];
}

type Scope = 'public' | 'internal';

/** `capuy ingest PATH… [--scope public|internal] [--yes] [--json]`: files and folders into the office's store. */
export async function run(args: string[], config: Config): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(words.ingestUsage);
    return 2;
  }
  const { files, missing } = await findFiles(options.paths);
  for (const path of missing) process.stderr.write(`${words.noSuchFile(path)}\n`);
  if (files.length === 0) {
    if (missing.length === 0) process.stderr.write(`${words.nothingToIngest}\n`);
    return 1;
  }
  if (
    !options.yes &&
    process.stdin.isTTY &&
    process.stdout.isTTY &&
    !(await confirm(files.length, options.scope))
  )
    return 1;
  const office = await openOffice(config);
  try {
    let failed = missing.length;
    const progress = createProgress(files.length, process.stderr.isTTY && !options.json);
    for (const file of files) {
      const report = await ingestFile(office, file, options.scope);
      progress.clear();
      process.stdout.write(`${options.json ? JSON.stringify(report) : words.fileLine(report)}\n`);
      progress.advance(basename(file));
      if (report.state !== 'stored' && report.state !== 'known') failed += 1;
    }
    progress.clear();
    return failed > 0 ? 1 : 0;
  } finally {
    await office.close();
  }
}

function readOptions(args: string[]): { paths: string[]; scope: Scope; yes: boolean; json: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        scope: { type: 'string', default: 'internal' },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0 || (values.scope !== 'public' && values.scope !== 'internal')) return null;
    return { paths: positionals, scope: values.scope, yes: values.yes, json: values.json };
  } catch {
    return null;
  }
}

/** Endings that are looked into when a folder is given; a file named by itself is read whatever its ending. */
const documentEnding = /\.(?:pdf|docx?|txt|md|markdown|html?)$/iu;

async function findFiles(paths: readonly string[]): Promise<{ files: string[]; missing: string[] }> {
  const files: string[] = [];
  const missing: string[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) missing.push(path);
    else if (!found.isDirectory()) files.push(path);
    else {
      const names = await readdir(path, { recursive: true, withFileTypes: true });
      const inside = names
        .filter((entry) => entry.isFile() && documentEnding.test(entry.name) && !entry.name.startsWith('.'))
        .map((entry) => join(entry.parentPath, entry.name));
      files.push(...inside.sort((a, b) => a.localeCompare(b)));
    }
  }
  return { files, missing };
}

async function ingestFile(office: Office, file: string, scope: Scope): Promise<FileReport> {
  const empty: FileReport = {
    file,
    state: 'failed',
    symbol: null,
    type: null,
    issuedOn: null,
    pages: 0,
    chunks: 0,
    warnings: [],
  };
  try {
    const bytes = await readFile(file);
    const read = await readDocument(bytes, basename(file));
    // The file first: a crash in between leaves a file without a document, never a document without its file.
    await office.files.put(bytes, read.fileName, read.mediaType);
    const result = await storeDocument(office.db, read, { scope, by: null, now: systemClock.now() });
    return {
      file,
      state: result.state,
      symbol: read.metadata.symbol,
      type: read.metadata.typeName,
      issuedOn: read.metadata.issuedOn,
      pages: read.pages.length,
      chunks: read.chunks.length,
      warnings: result.warnings.map((warning) => words.warningSentences[warning]),
    };
  } catch (error) {
    if (error instanceof DocumentUnreadableError)
      return { ...empty, state: 'unreadable', warnings: [error.sentence] };
    if (error instanceof AppError && error.code === 'document-secret') {
      return { ...empty, state: 'refused', warnings: [words.secretRefused] };
    }
    const known = toAppError(error);
    return { ...empty, warnings: [words.notStored(known.code)] };
  }
}

async function confirm(count: number, scope: Scope): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return words.isYes(await terminal.question(words.confirmIngest(count, scope)));
  } finally {
    terminal.close();
  }
}

/** A line on standard error that is rewritten in place; nothing where there is no terminal. */
function createProgress(total: number, isShown: boolean): { advance(name: string): void; clear(): void } {
  let done = 0;
  return {
    advance(name) {
      done += 1;
      if (isShown) process.stderr.write(words.progressLine(done, total, name));
    },
    clear() {
      if (isShown) process.stderr.write('\r\u001b[K');
    },
  };
}
