import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import type { Server } from 'node:net';

/** A held lock; `release` lets the next process in. */
export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes `directory` (made if absent) for this process. The lock is a listening socket, because the kernel closes it
 * whatever way its owner ends: after a kill -9 the next process finds that nobody answers and takes over. The text
 * file beside it tells people who the owner is.
 * @throws AppError 'storage-locked' while another process, or another database of this one, has the folder
 */
export async function lockFolder(directory: string): Promise<FolderLock> {
  await mkdir(directory, { recursive: true });
  const ownerFile = join(directory, 'owner.txt');
  const place = socketPlace(directory, 'lock.sock');
  try {
    const server = await takeSocket(place.path);
    await writeFile(ownerFile, `pid ${process.pid}, since ${startedAt()}\n`);
    return {
      async release() {
        await rm(ownerFile, { force: true });
        await new Promise((done) => server.close(done));
        place.done();
      },
    };
  } catch (error) {
    place.done();
    if (!(error instanceof FolderTaken)) throw error;
    const owner = (await readFile(ownerFile, 'utf8').catch(() => 'unknown')).trim();
    throw new AppError(
      'storage-locked',
      `the data folder ${resolve(directory)} is in use by another process (${owner})`,
    );
  }
}

class FolderTaken extends Error {}

/** When this process started, for people who look for the owner of a folder. */
const startedAt = (): string => new Date(performance.timeOrigin).toISOString();

/**
 * Where a socket of a folder is: in the folder, so that every way of naming the folder meets the same one. `done` after
 * the last use of the path.
 */
export function socketPlace(directory: string, name: string): { path: string; done(): void } {
  if (process.platform === 'win32') {
    // Named pipes live outside the file system and vanish with their owner.
    const place = sha256(`${resolve(directory)}\\${name}`.toLowerCase());
    return { path: `\\\\?\\pipe\\capuy-${place.slice(0, 32)}`, done() {} };
  }
  const path = join(resolve(directory), name);
  if (process.platform !== 'linux' || Buffer.byteLength(path) < 100) return { path, done() {} };
  // A socket's path has room for 107 bytes only; an open directory gives a folder of any depth a short name.
  const descriptor = openSync(directory, 'r');
  return { path: `/proc/self/fd/${descriptor}/${name}`, done: () => closeSync(descriptor) };
}

async function takeSocket(path: string): Promise<Server> {
  const server = await listen(path);
  if (server) return server;
  if (await isAnswered(path)) throw new FolderTaken();
  return takeOver(path);
}

/** Nobody takes this long to clear a dead owner's socket away: who holds the claim longer was killed meanwhile. */
const claimMs = 3000;

/** Of several processes that find a dead owner's socket at once, the one that can make this folder clears it away. */
async function takeOver(path: string): Promise<Server> {
  const claim = `${path}.claim`;
  const held = await birthOf(claim);
  for (const from = performance.now(); !(await isMade(claim)); await wait(100)) {
    if (await isAnswered(path)) throw new FolderTaken();
    if (performance.now() - from < claimMs) continue;
    // Only the one that lay there all the while: another process may have cleared it away and made its own.
    if (held === null || (await birthOf(claim)) !== held) throw new FolderTaken();
    await rm(claim, { recursive: true, force: true });
  }
  try {
    // Asked again under the claim: another process may have finished its take-over in between.
    if (await isAnswered(path)) throw new FolderTaken();
    await rm(path, { force: true });
    const server = await listen(path);
    if (!server) throw new FolderTaken();
    return server;
  } finally {
    await rm(claim, { recursive: true, force: true });
  }
}

/** Tells a directory from another one that was made in its place later; null where there is none. */
const birthOf = (path: string): Promise<string | null> =>
  stat(path, { bigint: true }).then(
    ({ ino, mtimeNs }) => `${ino} ${mtimeNs}`,
    () => null,
  );

const isMade = (claim: string): Promise<boolean> =>
  mkdir(claim).then(
    () => true,
    () => false,
  );

/** A server on `path`, or null where there is a socket already, alive or dead. */
function listen(path: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(null) : fail(error),
    );
    server.listen(path, () => {
      server.unref();
      done(server);
    });
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path, () => {
      socket.destroy();
      done(true);
    });
    // A full backlog (EAGAIN) has an owner too; only a refused or vanished socket has none.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}
