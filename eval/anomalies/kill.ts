import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { flows, type ChatFlow, type CommandFlow, type Flow } from './flows.ts';
import { startProgram, type ProgramPlace, type RunningProgram } from './program.ts';
import { differences, findHalves, readInbox, readState, type State } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions, type Tally } from './tally.ts';

/*
 * kill -9 at random moments: between two answers, or between the first instruction of the program and its first answer.
 * What was acknowledged is what stood on its output when it died; nothing of the program is asked. Of each flow there is
 * one undisturbed run: after a kill and going on, the office must know exactly what it knows there.
 */

const isEnd = (line: string): boolean => line === '{"type":"end"}';

interface Undisturbed {
  state: State;
  /** From each answer to the next, the first from the start of the program, the last to its end, in milliseconds. */
  gapsMs: number[];
  /** Lines of its output that acknowledge something. */
  acknowledged: number;
}

/** After so many answers and then so many milliseconds. */
interface Moment {
  answers: number;
  thenMs: number;
}

const saidOf = ({ answers, thenMs }: Moment): string => `${Math.round(thenMs)} ms after answer ${answers}`;

/** Kills every flow in turn, `runs` times over all. `template` is a data folder with an office in it. */
export async function killAtRandom(
  program: ProgramPlace,
  template: string,
  options: AnomalyOptions & { only?: readonly string[] },
): Promise<AnomalyFigures> {
  const tally = createTally('kill', options);
  const random = randomNumbers(options.seed);
  const chosen = flows.filter(({ name }) => options.only?.includes(name) ?? true);
  const undisturbed = new Map<string, Undisturbed>();
  const setting: Setting = { program, template, folder: options.folder };
  for (let run = 0; run < options.runs; run++) {
    const flow = chosen[run % chosen.length] as Flow;
    let whole = undisturbed.get(flow.name);
    if (!whole) {
      whole = await withoutKill(flow, setting);
      undisturbed.set(flow.name, whole);
      options.print(`kill, ${flow.name} undisturbed: ${whole.acknowledged} answers\n`);
    }
    const answers = Math.floor(random() * whole.gapsMs.length);
    const at = { answers, thenMs: random() * (whole.gapsMs[answers] ?? 0) };
    tally.run();
    const what = await (flow.type === 'chat' ? killChat : killCommand)(
      flow as never,
      setting,
      at,
      whole,
      (problem) => tally.problem(problem.kind, run, `${flow.name}, killed ${saidOf(at)}: ${problem.what}`),
    );
    tally.fault(what.killed);
    tally.acknowledged(what.acknowledged);
    options.print(`kill ${run}: ${flow.name}, ${saidOf(at)}\n`);
  }
  return tally.figures();
}

interface Setting {
  program: ProgramPlace;
  template: string;
  folder: string;
}

type Problem = { kind: Parameters<Tally['problem']>[0]; what: string };
type Report = (problem: Problem) => void;

/** Words of every run of a flow are the same, so that its end can be compared. */
const wordsOf = 7;

async function freshOffice(flow: Flow, { template, folder }: Setting): Promise<string> {
  const office = join(folder, 'office');
  await rm(office, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(template, office, { recursive: true });
  await flow.prepare?.(wordsOf, office);
  return office;
}

/** Types the lines from `from` on, each when the one before was answered, until the program is gone. */
async function type(program: RunningProgram, lines: readonly string[], from: number): Promise<void> {
  for (const [index, line] of lines.slice(from).entries()) {
    program.write(line);
    await program.waitForLines(isEnd, index + 1);
    if (program.isOver()) return;
  }
}

async function withoutKill(flow: Flow, setting: Setting): Promise<Undisturbed> {
  const office = await freshOffice(flow, setting);
  const times = [performance.now()];
  const isTold = flow.type === 'chat' ? isEnd : isStored;
  const program =
    flow.type === 'chat'
      ? startProgram(setting.program, ['chat', '--json'], { dataDir: office })
      : startProgram(setting.program, flow.args(wordsOf, office), { dataDir: office });
  const watching = (async () => {
    for (let count = 1; !program.isOver(); count++) {
      await program.waitForLines(isTold, count);
      times.push(performance.now());
    }
  })();
  if (flow.type === 'chat') await type(program, flow.lines(wordsOf, office), 0);
  program.end();
  const code = await program.ended;
  await watching;
  if (code !== 0)
    throw new Error(
      `${flow.name} does not work undisturbed: ${program.errors()} ${program.lines().join('\n')}`,
    );
  const acknowledged = program.lines().filter(isTold).length;
  const gapsMs = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return { state: await inDatabase(office, readState), gapsMs, acknowledged };
}

const inDatabase = async <T>(
  office: string,
  read: (db: Awaited<ReturnType<typeof openPglite>>) => Promise<T>,
) => {
  const db = await openPglite({ dataDir: join(office, 'database') });
  try {
    return await read(db);
  } finally {
    await db.close();
  }
};

async function killAt(program: RunningProgram, isTold: (line: string) => boolean, at: Moment): Promise<void> {
  await program.waitForLines(isTold, at.answers);
  await Promise.race([program.ended, wait(at.thenMs)]);
  await program.kill();
}

interface Killed {
  killed: number;
  atKill: number;
  acknowledged: number;
}

async function killChat(
  flow: ChatFlow,
  setting: Setting,
  at: Moment,
  { state }: Undisturbed,
  report: Report,
): Promise<Killed> {
  const office = await freshOffice(flow, setting);
  const lines = flow.lines(wordsOf, office);
  const first = startProgram(setting.program, ['chat', '--json'], { dataDir: office });
  const typing = type(first, lines, 0);
  await killAt(first, isEnd, at);
  await typing;
  const atKill = first.lines().filter(isEnd).length;

  const kept = await inDatabase(office, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    return readInbox(db, 'terminal:');
  });
  const done = kept.slice(0, atKill);
  if (kept.length < atKill) report({ kind: 'lost', what: `${atKill} answered, ${kept.length} kept` });
  if (!done.every(({ isDone, replies }) => isDone && replies === 1))
    report({ kind: 'lost', what: 'an answered line is open or has no reply' });
  const shown = lines.slice(0, kept.length).map((line) => (line.startsWith('@') ? 'files' : line));
  if (JSON.stringify(kept.map(({ text }) => text)) !== JSON.stringify(shown))
    report({
      kind: kept.length > lines.length ? 'doubled' : 'unexplained',
      what: 'kept lines are not those typed',
    });

  // The person looks again and types what was not taken; what was taken and not answered is answered first.
  const second = startProgram(setting.program, ['chat', '--json'], { dataDir: office });
  await goOn(second, lines, kept.length);
  second.end();
  const code = await second.ended;
  if (code !== 0)
    report({ kind: 'unexplained', what: `the next start ended with ${code}: ${second.errors()}` });
  await compare(office, state, report);
  return { killed: 1, atKill, acknowledged: lines.length };
}

/** Types what was not taken yet; answers to what was taken before come first and are not counted. */
async function goOn(program: RunningProgram, lines: readonly string[], kept: number): Promise<void> {
  for (const line of lines.slice(kept)) {
    const before = program.lines().filter(isEnd).length;
    program.write(line);
    await program.waitForLines(isEnd, before + 1);
    // An answer that was open at the kill may have come in between.
    await wait(30);
  }
}

const isStored = (line: string): boolean => line.includes('"state":"stored"');

async function killCommand(
  flow: CommandFlow,
  setting: Setting,
  at: Moment,
  { state, acknowledged: all }: Undisturbed,
  report: Report,
): Promise<Killed> {
  const office = await freshOffice(flow, setting);
  const args = flow.args(wordsOf, office);
  const first = startProgram(setting.program, args, { dataDir: office });
  await killAt(first, isStored, at);
  const told = first.lines().filter(isStored);
  const isDone = (await first.ended) === 0;
  await inDatabase(office, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    const found = await readState(db);
    const documents = (found.get('document') ?? []).join('\n');
    for (const line of told) {
      const { symbol } = JSON.parse(line) as { symbol: string };
      if (!documents.includes(`"${symbol}"`)) report({ kind: 'lost', what: `${symbol} was told as stored` });
    }
    if (isDone && differences(state, found).length > 0)
      report({ kind: 'lost', what: 'the command said that it was done' });
  });
  if (!isDone) {
    const second = startProgram(setting.program, args, { dataDir: office });
    const code = await second.ended;
    if (code !== 0)
      report({ kind: 'unexplained', what: `run again it ended with ${code}: ${second.errors()}` });
  }
  await compare(office, state, report);
  return { killed: isDone ? 0 : 1, atKill: told.length, acknowledged: Math.max(1, all) };
}

async function compare(office: string, wanted: State, report: Report): Promise<void> {
  await inDatabase(office, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    for (const { text, isDone, replies } of await readInbox(db, 'terminal:')) {
      if (!isDone) report({ kind: 'lost', what: `'${text}' was never answered` });
      if (replies > 1) report({ kind: 'doubled', what: `'${text}' has ${replies} replies` });
    }
    for (const { kind, table, row } of differences(wanted, await readState(db)))
      report({ kind, what: `${table}: ${row.slice(0, 300)}` });
  });
}
