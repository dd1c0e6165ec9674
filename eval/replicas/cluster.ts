import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL server and a second one that follows it, synchronously: what is acknowledged is on both. */
export interface Cluster {
  /** Names both hosts; no database. */
  url: string;
  /**
   * Ends the first server without a word, makes the second one write, and brings the first back as one that only reads.
   */
  failOver(): Promise<void>;
  /** Restarts the server that writes; transactions that are under way end. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const installed = '/usr/lib/postgresql';

/** Starts both on free ports of this machine with the newest PostgreSQL that Debian has installed. */
export async function startCluster(): Promise<Cluster> {
  const version = (await readdir(installed)).sort((a, b) => Number(a) - Number(b)).at(-1) ?? '';
  const programs = join(installed, version, 'bin');
  const folder = await mkdtemp('/tmp/capuy-cluster-');
  // PostgreSQL refuses to run as root.
  const isRoot = userInfo().uid === 0;
  if (isRoot) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), -1);
  }
  const call = async (program: string, ...args: string[]): Promise<void> => {
    const path = join(programs, program);
    await (isRoot
      ? run('runuser', ['-u', 'postgres', '--', path, ...args], { cwd: folder })
      : run(path, args, { cwd: folder }));
  };
  const [firstPort, secondPort] = [await freePort(), await freePort()];
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  /** `more`: settings of this start alone. No power cut is part of this, so nothing waits for the disk. */
  const start = (data: string, port: number, more: readonly string[] = []): Promise<void> => {
    const flags = [
      `-p ${port}`,
      `-k ${folder}`,
      ...['listen_addresses=127.0.0.1', 'fsync=off', 'max_connections=100', ...more].map(
        (one) => `-c ${one}`,
      ),
    ];
    return call('pg_ctl', '-D', data, '-s', '-w', '-l', `${data}.log`, '-o', flags.join(' '), 'start');
  };
  const stop = (data: string, how: string): Promise<void> =>
    call('pg_ctl', '-D', data, '-s', '-w', '-m', how, 'stop');

  await call('initdb', '-D', first, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-N');
  await start(first, firstPort);
  const source = `host=127.0.0.1 port=${firstPort} user=postgres application_name=second`;
  await call('pg_basebackup', '-D', second, '-R', '-X', 'stream', '-c', 'fast', '-d', source);
  await start(second, secondPort);
  await stop(first, 'fast');
  await start(first, firstPort, ['synchronous_standby_names=second']);
  let writing = { data: first, port: firstPort };

  return {
    url: `postgres://postgres@127.0.0.1:${firstPort},127.0.0.1:${secondPort}/postgres`,
    async failOver() {
      await stop(first, 'immediate');
      await call('pg_ctl', '-D', second, '-s', '-w', 'promote');
      writing = { data: second, port: secondPort };
      await start(first, firstPort, ['default_transaction_read_only=on']);
    },
    async restart() {
      await stop(writing.data, 'fast');
      await start(writing.data, writing.port);
    },
    async close() {
      for (const data of [second, first]) await stop(data, 'immediate').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
