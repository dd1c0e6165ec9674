import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../db/open.ts';
import { readKnownRegister } from '../../members/statistics/known-units.ts';
import { localViewer } from '../../core/viewer.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../command.ts';
import { percentile } from '../statistics.ts';
import { drawnQuestions, judgeQuestions, readQuestions } from './questions.ts';
import type { Tally } from './questions.ts';
import { compareRandomQueries } from './random-queries.ts';
import { importAll } from './register.ts';
import { makeRegister } from './register-generator.ts';
import { attack } from './suppression.ts';

const usage =
  'usage: capuy eval members [--part questions|recount|speed|suppression] [--drawn 2000] [--queries 1000] [--series 1000] [--present 74127] [--organisations 817] [--seed 7] [--json]\n';
const parts = ['questions', 'suppression', 'recount', 'speed'];

/**
 * `capuy eval members`: what typed questions about counts come to, what an attacker recovers of withheld counts, and
 * every number of random questions over a whole generated province beside a naive recount, with the time of each answer
 * on the embedded database. `recount` and `speed` are one run over the same database. Exit code 1 where a number is
 * wrong, a withheld one is recovered, or an answer takes 200 ms
 * of processor time.
 */
export async function evaluateMembers(args: string[]): Promise<number> {
  const parsed = readCommand(args, {
    part: { type: 'string' },
    drawn: { type: 'string', default: '2000' },
    queries: { type: 'string', default: '1000' },
    series: { type: 'string', default: '1000' },
    present: { type: 'string', default: '74127' },
    organisations: { type: 'string', default: '817' },
    seed: { type: 'string', default: '7' },
  });
  if (!parsed || parsed.positionals.length > 0) return wrongUse(usage);
  const { values } = parsed;
  const wanted = values.part === undefined ? parts : values.part.split(',');
  if (wanted.some((part) => !parts.includes(part))) return wrongUse(usage);
  const print = printer(values.json);
  const seed = Number(values.seed);
  const figures: Record<string, unknown> = {};
  let isRight = true;
  if (wanted.includes('questions')) {
    const { open, kept, failures } = judgeQuestions(readQuestions());
    for (const { text, verdict, got } of failures) print(`${verdict}: ${text} -> ${got}\n`);
    const others: Record<string, ReturnType<typeof withShare>> = {};
    const sets = [
      ['second', readQuestions('second')],
      ['third', readQuestions('third')],
      ['fourth', readQuestions('fourth')],
      ['fifth', readQuestions('fifth')],
      ['drawn', drawnQuestions(Number(values.drawn), seed)],
    ] as const;
    for (const [name, questions] of sets) {
      const judged = judgeQuestions(questions);
      for (const { text, verdict, got } of judged.failures) print(`${name}, ${verdict}: ${text} -> ${got}\n`);
      others[name] = withShare(judged.open);
      isRight &&= judged.open['wrong-number'] === 0;
    }
    figures.questions = { open: withShare(open), keptAside: withShare(kept), ...others };
    isRight &&= open['wrong-number'] + kept['wrong-number'] === 0;
  }
  if (wanted.includes('suppression')) {
    const attacked = attack(Number(values.series), 60, seed);
    figures.suppression = attacked;
    isRight &&= attacked.recovered + attacked.pinned + attacked.tooSmall + attacked.wrong === 0;
  }
  if (wanted.includes('recount') || wanted.includes('speed')) {
    const compared = await overProvince(values, seed, print);
    figures.recount = compared;
    isRight &&= compared.wrong === 0 && compared.slowestProcessorMs < 200;
  }
  printFigures(figures);
  return isRight ? 0 : 1;
}

const withShare = (tally: Tally) => ({
  ...tally,
  share: round(tally.right / Math.max(1, tally.questions), 4),
});

async function overProvince(
  values: { present: string; organisations: string; queries: string },
  seed: number,
  print: (text: string) => void,
) {
  const made = makeRegister({
    present: Number(values.present),
    organisations: Number(values.organisations),
    seed,
  });
  const folder = await mkdtemp(join(tmpdir(), 'capuy-members-'));
  const db = await openDatabase({ dataDir: join(folder, 'data') });
  try {
    await importAll(db, made, false, folder);
    print(`Imported ${made.persons.length} members of ${made.units.length} units.\n`);
    const started = performance.now();
    await readKnownRegister(db, localViewer);
    const firstMs = Math.round(performance.now() - started);
    const { times, processorTimes, failures, ...compared } = await compareRandomQueries(
      db,
      made,
      Number(values.queries),
      seed,
    );
    for (const failure of failures.slice(0, 10)) print(`wrong: ${JSON.stringify(failure)}\n`);
    return {
      units: made.units.length,
      members: made.persons.length,
      ...compared,
      // Reading the register into memory, once after each change.
      firstMs,
      medianMs: round(percentile(times, 0.5), 1),
      p99Ms: round(percentile(times, 0.99), 1),
      slowestMs: round(Math.max(...times), 1),
      medianProcessorMs: round(percentile(processorTimes, 0.5), 1),
      slowestProcessorMs: round(Math.max(...processorTimes), 1),
    };
  } finally {
    await db.close();
    await rm(folder, { recursive: true });
  }
}
