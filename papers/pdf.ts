import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What became of a conversion. `absent`: there is no LibreOffice here, which is no error. */
export type PdfResult =
  | { type: 'made'; bytes: Uint8Array }
  | { type: 'absent' }
  | { type: 'failed'; reason: 'timeout' | 'stopped' | 'refused' };

/** Turns .docx into .pdf with the office suite of the machine. */
export interface PdfMaker {
  /** Conversions run one after the other. */
  fromDocx(docx: Uint8Array, options?: { signal?: AbortSignal }): Promise<PdfResult>;
}

/** Where LibreOffice is looked for: by name on the path, then where its installers put it. */
export const officePrograms: readonly string[] = [
  'soffice',
  'libreoffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
  String.raw`C:\Program Files\LibreOffice\program\soffice.exe`,
];

/**
 * A maker that starts LibreOffice without a window for every conversion, with a profile of its own, so that an open
 * LibreOffice of the same person does not stand in the way. `profile`: a folder that keeps it between conversions, for
 * this process alone; making a new one takes longer than the conversion. Default: one that is removed each time.
 * `timeoutMs` default 90 seconds: the first start on a slow disk takes more than ten.
 */
export function createPdfMaker(
  options: { programs?: readonly string[]; timeoutMs?: number; profile?: string } = {},
): PdfMaker {
  const { programs = officePrograms, timeoutMs = 90_000, profile } = options;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    fromDocx(docx, { signal } = {}) {
      const mine = turn.then(() => convert(docx, { programs, timeoutMs, profile, signal }));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

interface RunOptions {
  programs: readonly string[];
  timeoutMs: number;
  profile: string | undefined;
  signal: AbortSignal | undefined;
}

async function convert(docx: Uint8Array, options: RunOptions): Promise<PdfResult> {
  const { programs } = options;
  const folder = await mkdtemp(join(tmpdir(), 'capuy-pdf-'));
  try {
    await writeFile(join(folder, 'paper.docx'), docx);
    for (const program of programs) {
      const ended = await run(program, folder, options);
      if (ended === 'absent') continue;
      if (ended !== 'ended') return { type: 'failed', reason: ended };
      const bytes = await readFile(join(folder, 'paper.pdf')).catch(() => null);
      return bytes ? { type: 'made', bytes } : { type: 'failed', reason: 'refused' };
    }
    return { type: 'absent' };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs one program to its end; a program that hangs is ended with everything it started. */
function run(
  program: string,
  folder: string,
  { timeoutMs, profile: kept, signal }: RunOptions,
): Promise<'ended' | 'absent' | 'timeout' | 'stopped'> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve('stopped');
    const profile = pathToFileURL(kept ?? join(folder, 'profile')).href;
    const flags = ['--headless', '--norestore', '--nolockcheck', `-env:UserInstallation=${profile}`];
    const child = spawn(
      program,
      [...flags, '--convert-to', 'pdf', '--outdir', folder, join(folder, 'paper.docx')],
      { stdio: 'ignore', detached: true },
    );
    const end = (how: 'ended' | 'absent' | 'timeout' | 'stopped') => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (how === 'timeout' || how === 'stopped') killGroup(child.pid);
      resolve(how);
    };
    const onAbort = () => end('stopped');
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.once('error', () => end('absent'));
    child.once('exit', () => end('ended'));
  });
}

/** The launcher of LibreOffice starts the real program as its child: both are one group. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}
