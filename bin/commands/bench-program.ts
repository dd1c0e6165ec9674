import { spawn, type ChildProcess } from 'node:child_process';
import { capuyBin } from '../../eval/ingest-run.ts';

/** `capuy start` as a process of its own, and the one person who is signed in. */
export interface StartedProgram {
  url: string;
  cookie: string;
  pid: number;
  /** Milliseconds from the start of the process to the link on the screen. */
  readyMs: number;
  /** Asks over the page's own routes; milliseconds to the whole reply. */
  ask(text: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the program on `settings` and nothing else of this process's environment, and signs in with its link. */
export async function startProgram(
  settings: Readonly<Record<string, string>>,
  cwd: string,
  bin = capuyBin,
): Promise<StartedProgram> {
  const from = performance.now();
  const child = spawn(process.execPath, [bin, 'start'], {
    env: { PORT: '0', LOG_LEVEL: 'error', CAPUY_REMINDERS: 'no', ...settings },
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const link = await linkOf(child);
    const readyMs = performance.now() - from;
    const cookie = await signIn(link);
    const url = link.origin;
    let asked = 0;
    return {
      url,
      cookie,
      pid: child.pid ?? 0,
      readyMs,
      ask: (text) => ask(url, cookie, text, String(++asked).padStart(20, '0')),
      stop: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** The link that the program shows when it runs. */
function linkOf(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const link = /https?:\/\/\S+\/vao\?ma=\S+/u.exec(said)?.[0];
      if (link) resolve(new URL(link));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
  });
}

async function signIn(link: URL): Promise<string> {
  const response = await fetch(new URL('/vao', link), {
    method: 'POST',
    headers: { origin: link.origin },
    body: new URLSearchParams({ ma: link.searchParams.get('ma') ?? '' }),
    redirect: 'manual',
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`could not sign in: ${response.status}`);
  return cookie;
}

async function ask(url: string, cookie: string, text: string, id: string): Promise<number> {
  const ending = new AbortController();
  const headers = { cookie, origin: url };
  const from = performance.now();
  const [stream, accepted] = await Promise.all([
    fetch(`${url}/api/events`, { headers, signal: ending.signal }),
    fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id, text }),
    }),
  ]);
  if (!stream.body || !accepted.ok) throw new Error(`the message was not taken: ${accepted.status}`);
  let seen = '';
  const decoder = new TextDecoder();
  try {
    for await (const piece of stream.body) {
      seen += decoder.decode(piece as Uint8Array, { stream: true });
      if (seen.includes(`"replyTo":"${id}"`)) return performance.now() - from;
    }
  } finally {
    ending.abort();
  }
  throw new Error('the stream ended without a reply');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await ended;
}
