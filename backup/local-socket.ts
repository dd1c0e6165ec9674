import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { BackupError, toAppError } from '../core/errors.ts';
import { isSameSecret, newSecret } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import { socketPlace } from '../db/folder-lock.ts';
import type { BackupAbout, ContentSink } from './container.ts';
import { aboutNow, writeContent, type BackupSource } from './content.ts';

/*
 * An embedded database belongs to one process. While the assistant has it, `capuy backup` asks the assistant, over a socket
 * in the data folder, for the content and writes the file itself: where the file goes, who may read it and its passphrase
 * are of no concern to the assistant. Who may read the folder's key may ask; nobody else on the machine can.
 */

const keyFile = 'local.key';
const socketName = 'local.sock';
/** A request is one short line; whoever sends more is none of ours. */
const longestRequest = 1024;

const requestShape = z.object({ key: z.string(), do: z.literal('backup') });
const aboutShape = z.object({
  about: z.object({ createdAt: z.string(), schema: z.string(), office: z.string().optional() }),
});

/** Answers `capuy backup` for as long as it is open. */
export interface LocalSocket {
  close(): Promise<void>;
}

/** Opens the socket of a data folder that this process has to itself. `once` lets one backup run at a time. */
export async function serveLocal(
  deps: BackupSource & {
    clock: Clock;
    logger: Logger;
    once<T>(work: () => Promise<T>): Promise<T>;
  },
): Promise<LocalSocket> {
  const { dataDir, db, clock, logger } = deps;
  const key = newSecret();
  const keyPath = join(dataDir, keyFile);
  // A file keeps the rights that it had, so it is made anew.
  await rm(keyPath, { force: true });
  await writeFile(keyPath, key, { mode: 0o600 });
  const stopping = new AbortController();
  const open = new Set<Socket>();

  async function answer(socket: Socket): Promise<void> {
    const told = requestShape.safeParse(await firstLine(socket).then(parseLine));
    if (!told.success || !isSameSecret(told.data.key, key)) {
      socket.destroy();
      return;
    }
    try {
      await deps.once(async () => {
        const about = await aboutNow(db, clock.now());
        const sink = socketSink(socket);
        await sink.write(Buffer.from(`${JSON.stringify({ about })}\n`));
        await writeContent(deps, sink, AbortSignal.any([stopping.signal, goneSignal(socket)]));
      });
      socket.end();
      await finished(socket, { readable: false });
    } catch (error) {
      // What was sent has no end, so nobody takes it for a whole; a refusal before anything was sent is named.
      if (error instanceof BackupError && socket.bytesWritten === 0)
        socket.end(`${JSON.stringify({ problem: error.problem })}\n`);
      else {
        logger.error({ err: toAppError(error) }, 'a backup that was asked for locally was not finished');
        socket.destroy();
      }
    }
  }

  const place = socketPlace(dataDir, socketName);
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    void answer(socket).catch(() => socket.destroy());
  });
  if (process.platform !== 'win32') await rm(place.path, { force: true });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(place.path, () => done());
  });
  server.unref();
  if (process.platform !== 'win32') await chmod(place.path, 0o600);
  return {
    async close() {
      stopping.abort();
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
      place.done();
      await rm(keyPath, { force: true });
    },
  };
}

/** A content that the running assistant sends. */
export interface LocalContent {
  about: BackupAbout;
  /** Passes it on; it is whole if its reader finds its end. */
  pass(sink: ContentSink): Promise<void>;
}

/**
 * Asks the assistant that has this data folder for its content; null where none answers.
 * @throws BackupError 'busy' while it makes another backup
 */
export async function askLocal(dataDir: string): Promise<LocalContent | null> {
  const key = await readFile(join(dataDir, keyFile), 'utf8').catch(() => null);
  if (key === null) return null;
  const place = socketPlace(dataDir, socketName);
  const socket = connect(place.path);
  try {
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
  } catch {
    return null;
  } finally {
    place.done();
  }
  socket.write(`${JSON.stringify({ key, do: 'backup' })}\n`);
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held = Buffer.alloc(0);
  while (!held.includes(0x0a)) {
    const { value, done } = await chunks.next().catch(() => ({ value: undefined, done: true }));
    if (done || value === undefined) throw new BackupError('interrupted', dataDir);
    held = Buffer.concat([held, value]);
  }
  const end = held.indexOf(0x0a);
  const line = parseLine(held.subarray(0, end).toString('utf8'));
  const told = aboutShape.safeParse(line);
  if (!told.success) {
    socket.destroy();
    throw new BackupError(
      (line as { problem?: string } | null)?.problem === 'busy' ? 'busy' : 'interrupted',
      dataDir,
    );
  }
  return {
    about: told.data.about,
    async pass(sink) {
      try {
        await sink.write(held.subarray(end + 1));
        for (;;) {
          const { value, done } = await chunks.next();
          if (done) return;
          await sink.write(value);
        }
      } finally {
        socket.destroy();
      }
    },
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The first line that comes, or what came until it was too long. */
function firstLine(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    let held = '';
    const take = (bytes: Buffer): void => {
      held += bytes.toString('utf8');
      if (!held.includes('\n') && held.length < longestRequest) return;
      socket.off('data', take);
      socket.pause();
      done(held.split('\n')[0] ?? '');
    };
    socket.on('data', take);
    socket.once('close', () => fail(new BackupError('interrupted')));
  });
}

const goneSignal = (socket: Socket): AbortSignal => {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  return gone.signal;
};

const socketSink = (socket: Socket): ContentSink => ({
  write: (bytes) =>
    new Promise((done, fail) => {
      if (socket.destroyed) return fail(new BackupError('interrupted'));
      const onClose = (): void => fail(new BackupError('interrupted'));
      socket.once('close', onClose);
      socket.write(bytes, () => {
        socket.off('close', onClose);
        done();
      });
    }),
});
