import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { budgetRows, budgetTable, comparisonTable } from '../../eval/bench/bench-table.ts';
import { parts, type FigureKey, type Measured, type Part } from '../../eval/bench/budgets.ts';
import { compare, leastRounds, type Baseline, type MachineFacts } from '../../eval/bench/compare.ts';
import { controlSeconds } from '../../eval/bench/control.ts';
import { drawGrowth, growthTable, type GrowthFigures } from '../../eval/bench/growth.ts';
import { proveRule } from '../../eval/bench/prove.ts';
import { printer, printFigures, round } from '../../eval/command.ts';
import { capuyBin } from '../../eval/ingest-run.ts';
import { benchUsage } from '../../prompts/cli.ts';
import { measureParts, measureSize, type BenchContext, type BenchSizes } from './bench-parts.ts';
import { measurePeers } from './bench-peers.ts';

const full: BenchSizes = {
  chunks: 40_000,
  questions: 300,
  articles: 40_000,
  pdfs: 250,
  ocrPages: 3,
  paced: 1200,
  sustained: 8000,
  peerChunks: 40_000,
  peerQuestions: 200,
};
const quick: BenchSizes = {
  chunks: 4000,
  questions: 100,
  articles: 400,
  pdfs: 40,
  ocrPages: 1,
  paced: 200,
  sustained: 1600,
  peerChunks: 2000,
  peerQuestions: 50,
};

/**
 * `capuy bench`: every budget of the design in one table, growth with the size of the store, and other engines beside ours.
 * Exit code 1 where a figure is worse than the baseline beyond noise; a budget that is missed is said, and is no failure.
 */
export async function run(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(benchUsage(parts));
    return 2;
  }
  const print = printer(options.isJson);
  if (options.trials > 0) {
    const proof = await proveRule(
      machineFacts(),
      { trials: options.trials, slow: options.slow || 0.3 },
      print,
    );
    printFigures(proof);
    return proof.alarmsOnRepeats === 0 && proof.alarmsOnSlowDown === proof.trials ? 0 : 1;
  }
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'capuy-bench-')));
  await mkdir(folder, { recursive: true });
  const usual = options.isQuick ? quick : full;
  const sizes = { ...usual, chunks: options.chunks ?? usual.chunks };
  const bench: BenchContext = {
    corpus: options.corpus,
    sizes,
    folder,
    chromium: options.chromium,
    bin: capuyBin,
    database: options.database,
    slow: options.slow,
  };
  try {
    const { measured, before, control } = await measureRounds(bench, options, print);
    const growth: GrowthFigures[] = [];
    for (const chunks of options.growth) {
      print(`growth: ${chunks} chunks\n`);
      growth.push(await measureSize(bench, chunks));
    }
    const large = growth.find(({ chunks }) => chunks > 600_000);
    if (options.parts.includes('question'))
      measured['question.large'] = large
        ? [large.answerMs.p95]
        : { skipped: 'no store of 640,000 chunks was asked for (--growth)' };
    const peers = options.parts.includes('peers') ? await measurePeers(bench, print) : [];
    const rows = budgetRows(measured);
    if (rows.length > 0) print(`\n${budgetTable(rows)}`);
    if (growth.length > 0) print(`\n${growthTable(growth)}`);
    const now = {
      machine: machineFacts(),
      settings: `${options.corpus === undefined ? 'generated' : 'corpus'}, ${sizes.chunks} chunks, ${sizes.questions} questions`,
      control,
      measured,
    };
    if (options.draw !== undefined && growth.length > 1) await draw(options.draw, growth, now);
    const compared = await comparedWith(options.baseline, before, now, print);
    if (options.written !== undefined) await writeBaseline(options.written, now, print);
    printFigures({
      machine: now.machine,
      settings: now.settings,
      rounds: options.rounds,
      rows,
      growth,
      peers,
      compared,
    });
    return compared?.some(({ verdict }) => verdict === 'worse') ? 1 : 0;
  } finally {
    if (options.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Installing anew says the same in every round, and takes minutes. */
const once: ReadonlySet<Part> = new Set(['install']);

/**
 * All parts, in rounds, so that what disturbs the machine for a while does not fall on one figure alone. With another
 * program to hold against, each part is measured with both, one after the other, in turns of who is first.
 */
async function measureRounds(
  bench: BenchContext,
  options: NonNullable<ReturnType<typeof readOptions>>,
  print: (text: string) => void,
): Promise<{ measured: Measured; before: Measured | null; control: number[] }> {
  const measured: Partial<Record<FigureKey, number[] | { skipped: string }>> = {};
  const before: typeof measured = {};
  const control: number[] = [];
  const { against } = options;
  const own = { bench, into: measured };
  const other =
    against === undefined
      ? null
      : {
          bench: {
            ...bench,
            bin: join(resolve(against), 'bin', 'capuy.mjs'),
            folder: join(bench.folder, 'against'),
            slow: 0,
          },
          into: before,
        };
  if (other) await mkdir(other.bench.folder, { recursive: true });
  for (let number = 0; number < options.rounds; number++) {
    for (const part of options.parts) {
      if (part === 'peers' || (number > 0 && once.has(part))) continue;
      print(`round ${number + 1} of ${options.rounds}: ${part}\n`);
      control.push(controlSeconds());
      const sides = other ? (number % 2 === 0 ? [own, other] : [other, own]) : [own];
      for (const side of sides)
        for (const [key, value] of Object.entries(await measureParts[part](side.bench)))
          keep(side.into, key as FigureKey, value);
    }
  }
  return { measured, before: other ? before : null, control };
}

function keep(
  into: Partial<Record<FigureKey, number[] | { skipped: string }>>,
  key: FigureKey,
  value: number | { skipped: string },
): void {
  const known = into[key];
  if (typeof value !== 'number') into[key] ??= value;
  else if (Array.isArray(known)) known.push(value);
  else into[key] = [value];
}

/** The charts over the sizes, into a folder. */
async function draw(
  folder: string,
  growth: readonly GrowthFigures[],
  { machine, settings }: { machine: MachineFacts; settings: string },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = `${machine.cpu}, ${machine.cores} cores, Node.js ${machine.node}; ${settings.split(',')[0]}`;
  for (const [name, png] of Object.entries(drawGrowth(growth, source)))
    await writeFile(join(folder, name), png);
}

async function comparedWith(
  path: string | undefined,
  before: Measured | null,
  now: { machine: MachineFacts; settings: string; control: number[]; measured: Measured },
  print: (text: string) => void,
) {
  if (!before && path === undefined) return null;
  const baseline: Baseline = before
    ? { ...now, figures: onlyValues(before) }
    : (JSON.parse(await readFile(path!, 'utf8')) as Baseline);
  const result = compare(baseline, now);
  if ('reason' in result) {
    print(`\nnot held against the baseline: ${result.reason}\n`);
    return null;
  }
  print(
    `\nagainst ${before ? 'the other program' : `the baseline, the machine itself taking ${result.drift.toFixed(2)} times as long`}\n${comparisonTable(result.comparisons)}`,
  );
  return result.comparisons;
}

async function writeBaseline(
  path: string,
  now: { machine: MachineFacts; settings: string; control: number[]; measured: Measured },
  print: (text: string) => void,
): Promise<void> {
  const rounded = (values: readonly number[]): number[] => values.map((value) => round(value, 3));
  const figures = Object.fromEntries(
    Object.entries(onlyValues(now.measured)).map(([key, values]) => [key, rounded(values)]),
  );
  const baseline: Baseline = {
    machine: now.machine,
    settings: now.settings,
    control: rounded(now.control),
    figures,
  };
  await writeFile(path, `${JSON.stringify(baseline, null, 2)}\n`);
  print(`\nbaseline written to ${path}\n`);
}

const onlyValues = (measured: Measured): Baseline['figures'] =>
  Object.fromEntries(Object.entries(measured).filter(([, values]) => !('skipped' in values)));

function machineFacts(): MachineFacts {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        part: { ...text, multiple: true, default: [] },
        corpus: text,
        rounds: text,
        growth: text,
        chunks: text,
        draw: text,
        keep: text,
        baseline: text,
        'write-baseline': text,
        against: text,
        database: text,
        chromium: { ...text, default: '/usr/bin/chromium' },
        slow: { ...text, default: '0' },
        prove: { ...text, default: '0' },
        quick: flag,
        json: flag,
      },
    }));
  } catch {
    return null;
  }
  const isPart = (name: string): name is Part => (parts as readonly string[]).includes(name);
  const named = values.part.flatMap((list) => list.split(','));
  const rounds = Number(values.rounds ?? leastRounds);
  const slow = Number(values.slow);
  const trials = Number(values.prove);
  const chunks = values.chunks === undefined ? undefined : Number(values.chunks);
  const growth = values.growth === undefined ? [] : values.growth.split(',').map(Number);
  if (
    !named.every(isPart) ||
    !(rounds >= 1) ||
    !(slow >= 0) ||
    !(trials >= 0) ||
    ![...growth, ...(chunks === undefined ? [] : [chunks])].every((size) => size >= 100)
  )
    return null;
  // Growth alone measures nothing else.
  const isOnlyGrowth = named.length === 0 && growth.length > 0;
  return {
    parts: named.length > 0 ? parts.filter((part) => named.includes(part)) : isOnlyGrowth ? [] : [...parts],
    corpus: values.corpus,
    rounds,
    growth,
    chunks,
    draw: values.draw,
    keep: values.keep,
    baseline: values.baseline,
    written: values['write-baseline'],
    against: values.against,
    database: values.database,
    chromium: values.chromium,
    slow,
    trials,
    isQuick: values.quick,
    isJson: values.json,
  };
}
