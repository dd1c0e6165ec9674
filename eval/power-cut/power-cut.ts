import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openPglite } from '../../db/pglite.ts';
import { printer, printFigures, readCommand, wrongUse } from '../command.ts';
import { randomNumbers } from '../random.ts';
import { cutPower } from './disk.ts';
import { createPairs, readPairs } from './pairs-store.ts';
import type { DiskChange, Remainder } from './disk.ts';

/** What came of the cuts. Every figure but the first three must be 0. */
export interface PowerCutFigures {
  cuts: number;
  /** Transactions that were acknowledged before a cut, over all cuts. */
  acknowledged: number;
  /** Changes of the folder that the cuts were taken from. */
  changes: number;
  /** Acknowledged transactions that were not there afterwards. */
  lost: number;
  /** Transactions of which a part was there, and purses whose sum was another. */
  halved: number;
  /** Folders that could not be opened again. */
  unopened: number;
}

const usage = 'usage: capuy eval power-cut [--cuts 200] [--transactions 150] [--seed 1] [--json]\n';
const remainders: readonly Remainder[] = ['nothing', 'any part', 'everything', 'any part', 'any part'];

/** `capuy eval power-cut`: the power goes at random moments; what was acknowledged must be there afterwards. */
export async function evaluatePowerCut(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const command = readCommand(args, {
    cuts: { ...text, default: '200' },
    transactions: { ...text, default: '150' },
    seed: { ...text, default: '1' },
  });
  if (!command) return wrongUse(usage);
  const { cuts, transactions, seed, json } = command.values;
  const folder = mkdtempSync(join(tmpdir(), 'capuy-power-cut-'));
  try {
    const figures = await cutAtRandom(folder, {
      cuts: Number(cuts),
      transactions: Number(transactions),
      seed: Number(seed),
      print: printer(json),
    });
    printFigures(figures);
    return figures.lost + figures.halved + figures.unopened === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Records a workload below `folder` and cuts the power after random ones of its changes. */
export async function cutAtRandom(
  folder: string,
  options: { cuts: number; transactions: number; seed: number; snapshot?: string; print(line: string): void },
): Promise<PowerCutFigures> {
  const { base, changes } = await record(folder, options);
  const random = randomNumbers(options.seed);
  const firstAcknowledged = changes.findIndex(({ op }) => op === 'acknowledged');
  const figures: PowerCutFigures = {
    ...{ cuts: options.cuts, acknowledged: 0, changes: changes.length },
    ...{ lost: 0, halved: 0, unopened: 0 },
  };
  for (let cut = 0; cut < options.cuts; cut++) {
    // Every fourth may come while the database is opened, before anything was acknowledged.
    const from = cut % 4 === 3 ? 0 : firstAcknowledged;
    const length = from + 1 + Math.floor(random() * (changes.length - from));
    const remainder = remainders[cut % remainders.length] ?? 'nothing';
    const done = changes.slice(0, length);
    const acknowledged = done.filter(({ op }) => op === 'acknowledged').length;
    const place = join(folder, 'after');
    restore(base, place, done, remainder, random);
    const left = await lookAt(place, acknowledged).catch((error: unknown) => String(error));
    figures.acknowledged += acknowledged;
    if (typeof left === 'string') figures.unopened += 1;
    else {
      figures.lost += left.lost;
      figures.halved += left.halved;
    }
    const found = typeof left === 'string' ? left : `lost ${left.lost}, halved ${left.halved}`;
    options.print(
      `cut ${cut + 1} after ${length} changes, left ${remainder}, ${acknowledged} acknowledged: ${found}\n`,
    );
  }
  return figures;
}

async function record(folder: string, options: { transactions: number; seed: number; snapshot?: string }) {
  const office = join(folder, 'office');
  const db = await openPglite({
    dataDir: office,
    ...(options.snapshot ? { snapshot: options.snapshot } : {}),
  });
  await createPairs(db);
  await db.close();
  const base = join(folder, 'base');
  cpSync(office, base, { recursive: true });

  const log = join(folder, 'changes.jsonl');
  const recorder = pathToFileURL(fileURLToPath(new URL('./record-writes.mjs', import.meta.url)));
  recorder.searchParams.set('root', office);
  recorder.searchParams.set('log', log);
  const workload = fileURLToPath(new URL('./workload.ts', import.meta.url));
  const args = ['--import', 'tsx', '--import', recorder.href, workload, office];
  const child = spawn(process.execPath, [...args, String(options.transactions), String(options.seed)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the workload ended with ${String(code)}`);
  const changes = readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as DiskChange);
  return { base, changes };
}

function restore(
  base: string,
  place: string,
  changes: readonly DiskChange[],
  remainder: Remainder,
  random: () => number,
): void {
  rmSync(place, { recursive: true, force: true });
  cpSync(base, place, { recursive: true });
  const before = (name: string) => {
    const path = join(base, name);
    if (!existsSync(path)) return null;
    return statSync(path).isDirectory() ? 'folder' : readFileSync(path);
  };
  for (const [name, what] of cutPower(changes, before, remainder, random)) {
    const path = join(place, name);
    if (what === null) rmSync(path, { recursive: true, force: true });
    else if (what === 'folder') mkdirSync(path, { recursive: true });
    else if (existsSync(join(path, '..'))) writeFileSync(path, what);
  }
}

async function lookAt(place: string, acknowledged: number): Promise<{ lost: number; halved: number }> {
  const db = await openPglite({ dataDir: place });
  try {
    const { first, others, isSumRight } = await readPairs(db);
    let lost = 0;
    for (let id = 1; id <= acknowledged; id++) if (!first.has(id)) lost += 1;
    let halved = isSumRight ? 0 : 1;
    for (const other of others) {
      const both = [...first].filter((id) => other.has(id)).length;
      halved += first.size + other.size - 2 * both;
    }
    return { lost, halved };
  } finally {
    await db.close();
  }
}
