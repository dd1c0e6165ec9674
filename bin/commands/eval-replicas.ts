import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listClaims } from '../../bot/claim-store.ts';
import { readConfig } from '../../config.ts';
import { newId } from '../../core/ids.ts';
import { openServer } from '../../db/server.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../../eval/command.ts';
import { startCluster } from '../../eval/replicas/cluster.ts';
import { endConnections } from '../../eval/replicas/connections-store.ts';
import { createReplicas, type Replicas } from '../../eval/replicas/replicas.ts';
import { soak } from '../../eval/soak/soak.ts';
import {
  areAmounts,
  countLeft,
  endProgram,
  firstChat,
  isFaultless,
  memoryOf,
  noLimit,
  pairEverybody,
  soakNumbers,
  soakOptions,
  startProgram,
  token,
} from './soak-program.ts';

const usage =
  'usage: capuy eval replicas --database postgres://… | --failover [--replicas 2] [--messages 20000] [--chats 500] [--seconds 600]\n' +
  '                           [--faults 0.05] [--kills 3] [--cuts 3] [--seed 1] [--grace 120] [--json]\n' +
  '  --cuts: how often the database drops every connection\n' +
  '  --failover: on two servers of its own, of which the first is lost half-way and the second then restarted\n';

/**
 * `capuy eval replicas`: the soak over several processes on one PostgreSQL. Each kill takes, with SIGKILL, the process
 * that polls; another takes over and the killed one is started again. In between the database drops all connections.
 * Works in a database of its own on the server named, and removes it. Exit code 1 as for `capuy eval soak`.
 */
export async function evaluate(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const command = readCommand(args, {
    database: text,
    failover: { type: 'boolean', default: false },
    replicas: { ...text, default: '2' },
    ...soakOptions,
    cuts: { ...text, default: '3' },
  });
  if (!command) return wrongUse(usage);
  const { values } = command;
  const numbers = {
    replicas: Number(values.replicas),
    ...soakNumbers(values),
    cuts: Number(values.cuts),
  };
  if (!areAmounts(numbers) || numbers.replicas < 2) return wrongUse(usage);
  if ((values.database === undefined) !== values.failover) return wrongUse(usage);
  const print = printer(values.json);
  const folder = await mkdtemp(join(tmpdir(), 'capuy-replicas-'));
  const cluster = values.failover ? await startCluster() : null;
  const database = cluster?.url ?? values.database ?? '';
  const server = await openServer(database, { poolSize: 2, patienceMs: 60_000 });
  const name = `capuy_replicas_${newId().replaceAll('-', '')}`;
  try {
    await server.query(`CREATE DATABASE ${name}`);
    const settings = { CAPUY_DATA_DIR: folder, DATABASE_URL: inDatabase(database, name) };
    const config = readConfig(settings);
    await pairEverybody(config, numbers.chats);
    const watched = await openServer(settings.DATABASE_URL, { poolSize: 2, patienceMs: 60_000 });
    const replicas = createReplicas({
      count: numbers.replicas,
      start: async (apiRoot) => {
        const child = await startProgram({ ...settings, ...noLimit }, apiRoot);
        troubles.begin();
        return child;
      },
      end: endProgram,
      memoryOf,
      claims: () => listClaims(watched),
    });
    const cut = async (): Promise<string> => `${await endConnections(server, name)} connections cut`;
    const serverTroubles: Trouble[] = cluster
      ? [
          () => cluster.failOver().then(() => 'failed over'),
          () => cluster.restart().then(() => 'server restarted'),
        ]
      : [];
    const cuts = Array.from({ length: numbers.cuts }, () => cut);
    const troubles = inTurn([...serverTroubles, ...cuts], numbers.seconds, print);
    try {
      const figures = await soak(replicas.program, { ...numbers, token, firstChat, print }, async () => {
        troubles.stop();
        return countLeft(config);
      });
      return report(figures, replicas, { troubles: troubles.done(), replicas: numbers.replicas });
    } finally {
      troubles.stop();
      await replicas.program.stop();
      await watched.close();
    }
  } finally {
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.close();
    await cluster?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(
  figures: Awaited<ReturnType<typeof soak>>,
  replicas: Replicas,
  facts: { troubles: readonly string[]; replicas: number },
): number {
  const takeOvers = replicas.takeOvers.map(({ pollMs, chats, chatsMs }) => ({
    pollSeconds: round(pollMs / 1000, 1),
    chats,
    chatsSeconds: round(chatsMs / 1000, 1),
  }));
  printFigures({ ...figures, replicas: facts.replicas, databaseTroubles: facts.troubles, takeOvers });
  const areTakenOver = replicas.takeOvers.every(({ pollMs }) => Number.isFinite(pollMs));
  return isFaultless(figures) && areTakenOver ? 0 : 1;
}

/** Something that goes wrong with the database; resolves with what it was. */
type Trouble = () => Promise<string>;

/** Brings the troubles about one after another, evenly over the run. */
function inTurn(troubles: readonly Trouble[], seconds: number, print: (line: string) => void) {
  const done: string[] = [];
  let next = 0;
  let timer: NodeJS.Timeout | undefined;

  async function bringNext(): Promise<void> {
    const trouble = troubles[next++];
    if (!trouble) return;
    const begunAt = performance.now();
    const what = await trouble();
    done.push(what);
    print(`${what}, ${round((performance.now() - begunAt) / 1000, 1)} s\n`);
  }

  return {
    /** From the first process that runs. */
    begin() {
      timer ??= setInterval(
        () => void bringNext().catch((error: unknown) => print(`the trouble failed: ${String(error)}\n`)),
        (seconds * 1000) / (troubles.length + 1),
      );
    },
    stop: () => clearInterval(timer),
    done: () => done,
  };
}

/** The same server, another database. */
function inDatabase(databaseUrl: string, name: string): string {
  return databaseUrl.replace(/^([a-z]+:\/\/[^/?]+)(?:\/[^?]*)?/u, `$1/${name}`);
}
