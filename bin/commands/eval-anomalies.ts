import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fuzzWaysIn, repeatUpdates } from '../../eval/anomalies/attack.ts';
import { jumpClock } from '../../eval/anomalies/clock.ts';
import { liveDays } from '../../eval/anomalies/day.ts';
import { fillDisk } from '../../eval/anomalies/disk-full.ts';
import { failStatements } from '../../eval/anomalies/query.ts';
import { nameFiles } from '../../eval/anomalies/file-names.ts';
import { cutPowerAtRandom } from '../../eval/anomalies/power.ts';
import { startTwice } from '../../eval/anomalies/second-process.ts';
import { killAtRandom } from '../../eval/anomalies/kill.ts';
import { startProgram, type ProgramPlace } from '../../eval/anomalies/program.ts';
import {
  anomalyTable,
  isClean,
  type AnomalyFigures,
  type AnomalyOptions,
} from '../../eval/anomalies/tally.ts';
import { printer, printFigures, readCommand, wrongUse } from '../../eval/command.ts';

/** What an anomaly of the suite needs besides its options. */
interface Suite {
  program: ProgramPlace;
  /** A data folder with the fictional province in it; made when it is first asked for. */
  template(): Promise<string>;
}

interface Entry {
  /** In the full suite. */
  runs: number;
  run(suite: Suite, options: AnomalyOptions & { only?: readonly string[] }): Promise<AnomalyFigures>;
}

const anomalies: Readonly<Record<string, Entry>> = {
  query: {
    runs: 2000,
    async run(_suite, options) {
      const { openTalkingOffice } = await import('./anomaly-office.ts');
      return failStatements(() => openTalkingOffice(options.folder), options);
    },
  },
  fuzz: {
    runs: 10_000,
    run: async (suite, options) => fuzzWaysIn(suite.program, await suite.template(), options),
  },
  'power-cut': { runs: 200, run: (_suite, options) => cutPowerAtRandom(options) },
  clock: {
    runs: 36,
    run: async (suite, options) => jumpClock(suite.program, await suite.template(), options),
  },
  'second-process': {
    runs: 10,
    run: async (suite, options) => startTwice(suite.program, await suite.template(), options),
  },
  names: {
    runs: 5,
    run: async (suite, options) => nameFiles(suite.program, await suite.template(), options),
  },
  day: {
    runs: 2,
    run: async (suite, options) => liveDays(suite.program, await suite.template(), options),
  },
  'disk-full': {
    runs: 50,
    run: async (suite, options) => fillDisk(suite.program, await suite.template(), options),
  },
  updates: {
    runs: 1000,
    run: async (suite, options) => repeatUpdates(suite.program, await suite.template(), options),
  },
  kill: {
    runs: 200,
    run: async (suite, options) => killAtRandom(suite.program, await suite.template(), options),
  },
};

const usage =
  'usage: capuy eval anomalies [--only NAME[,NAME]] [--flows NAME[,NAME]] [--runs N] [--seed 1] [--json]\n' +
  `       NAME: ${Object.keys(anomalies).join(', ')}\n`;

/** `capuy eval anomalies`: what may go wrong is made to go wrong; one table says what came of it. Exit code 1 unless all is clean. */
export async function evaluate(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const command = readCommand(args, {
    only: text,
    flows: text,
    runs: text,
    seed: { ...text, default: '1' },
  });
  if (!command) return wrongUse(usage);
  const { only, flows, runs, seed, json } = command.values;
  const names = only?.split(',') ?? Object.keys(anomalies);
  const numbers = [Number(seed), Number(runs ?? 1)];
  if (!names.every((name) => Object.hasOwn(anomalies, name)) || !numbers.every(Number.isInteger))
    return wrongUse(usage);
  const print = printer(json);
  const root = await mkdtemp(join(tmpdir(), 'capuy-anomalies-'));
  try {
    const suite = suiteIn(root);
    const lines: AnomalyFigures[] = [];
    for (const name of names) {
      const { runs: usual, run } = anomalies[name] as Entry;
      const folder = join(root, name);
      await mkdir(folder);
      lines.push(
        await run(suite, {
          ...{ runs: Number(runs ?? usual), seed: Number(seed), folder, print },
          ...(flows === undefined ? {} : { only: flows.split(',') }),
        }),
      );
      await rm(folder, { recursive: true, force: true });
    }
    print(anomalyTable(lines));
    printFigures({ seed: Number(seed), anomalies: lines });
    return lines.every(isClean) ? 0 : 1;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function suiteIn(root: string): Suite {
  const program = { main: fileURLToPath(new URL('../capuy.mjs', import.meta.url)) };
  let made: Promise<string> | undefined;
  return {
    program,
    template: () => (made ??= makeTemplate(program, join(root, 'template'))),
  };
}

/** The fictional province, kept as the program leaves it. */
async function makeTemplate(program: ProgramPlace, folder: string): Promise<string> {
  await mkdir(folder);
  const loading = startProgram(program, ['demo', 'load'], { dataDir: folder });
  if ((await loading.ended) !== 0) throw new Error(`the demo data could not be loaded: ${loading.errors()}`);
  return folder;
}
