import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { asGreyMap, parseTable, segmentation, type OcrEngine } from './engine.ts';

const run = promisify(execFile);

/**
 * `program` with one thread: with its own choice of threads it is several times slower on one page. Windows has no
 * `env`, and its builds of Tesseract use one thread.
 */
const commandOf = (program: string): [string, ...string[]] =>
  process.platform === 'win32' ? [program] : ['env', 'OMP_THREAD_LIMIT=1', program];

/**
 * The Tesseract of the operating system, if it is installed with the Vietnamese model; else null. About three times as
 * fast as the embedded one. `program` names another command, for tests.
 */
export async function findSystemEngine(program = 'tesseract'): Promise<OcrEngine | null> {
  const version = await askVersion(program);
  if (version === null) return null;
  return {
    name: `tesseract ${version} vie`,
    async read(picture, mode, dpi, signal) {
      signal?.throwIfAborted();
      const table = await readTable(
        program,
        asGreyMap(picture),
        [
          ...['stdin', 'stdout', '-l', 'vie', '--psm', String(segmentation[mode])],
          ...['--dpi', String(Math.round(dpi)), 'tsv'],
        ],
        signal,
      );
      return parseTable(table);
    },
    close: () => Promise.resolve(),
  };
}

/** Version 4 brought the kind of model that is measured here. */
async function askVersion(program: string): Promise<string | null> {
  try {
    const options = { timeout: 10_000 };
    const { stdout: languages } = await run(program, ['--list-langs'], options);
    if (!/^vie$/mu.test(languages)) return null;
    const { stdout, stderr } = await run(program, ['--version'], options);
    const version = /tesseract v?(\d+(?:\.\d+)*)/u.exec(stdout + stderr)?.[1];
    return version !== undefined && Number.parseInt(version, 10) >= 4 ? version : null;
  } catch {
    return null;
  }
}

function readTable(
  program: string,
  picture: Buffer,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const [command, ...before] = commandOf(program);
    const child = spawn(command, [...before, ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(signal ? { signal } : {}),
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', (error) => reject(signal?.aborted ? (signal.reason as Error) : error));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(parts).toString('utf8'));
      else if (signal?.aborted) reject(signal.reason as Error);
      else reject(new Error(`tesseract ended with code ${code}`));
    });
    // A picture that it refuses makes it close its input early; the exit code then tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(picture);
  });
}
