import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readTable } from '../members/tables/read-table.ts';
import { UnreadableTableError } from '../members/tables/sheet.ts';
import type { Sheet } from '../members/tables/sheet.ts';
import { rejectedFile } from '../prompts/members-register.ts';
import { importPreview as words, unreadable } from '../prompts/members.ts';

/** Prints lines for people. */
export const print = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** Says on standard error what went wrong; returns the exit code. */
export function fail(sentence: string, code: number): number {
  process.stderr.write(`${sentence.trimEnd()}\n`);
  return code;
}

/** The sheets of a file on this machine; null after saying why it cannot be read. */
export async function openTable(path: string): Promise<Sheet[] | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) {
    fail(words.noSuchFile(path), 1);
    return null;
  }
  try {
    return await readTable(bytes, basename(path));
  } catch (error) {
    if (!(error instanceof UnreadableTableError)) throw error;
    fail(unreadable[error.reason] ?? error.reason, 1);
    return null;
  }
}

/**
 * The sheets that `import FILE [--yes]` names, and whether '--yes' was said; an exit code after saying why there are none.
 */
export async function openNamedTable(
  args: string[],
  usage: string,
): Promise<{ sheets: Sheet[]; isAgreed: boolean } | number> {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: { yes: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch {
    return fail(usage, 2);
  }
  const [verb, path] = parsed.positionals;
  if (verb !== 'import' || path === undefined) return fail(usage, 2);
  const sheets = await openTable(path);
  return sheets === null ? 1 : { sheets, isAgreed: parsed.values.yes };
}

/** Asks on the terminal; where nobody can answer, the answer is no. */
export async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return words.isYes(await terminal.question(words.question));
  } finally {
    terminal.close();
  }
}

/** Writes a file that only its owner may read; false after saying that it cannot be written. */
export async function writePrivateFile(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    return true;
  } catch {
    fail(rejectedFile.notWritten(path), 1);
    return false;
  }
}

/** A line on standard error that is rewritten in place; nothing where there is no terminal. */
export function progressLine(isShown = process.stderr.isTTY): { show(text: string): void; clear(): void } {
  const startOfLine = '\r\u001b[K';
  return {
    show(text) {
      if (isShown) process.stderr.write(startOfLine + text.slice(0, (process.stderr.columns ?? 100) - 1));
    },
    clear() {
      if (isShown) process.stderr.write(startOfLine);
    },
  };
}
