import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { randomNumbers } from '../random.ts';
import { flows, type ChatFlow, type CommandFlow, type Flow } from './flows.ts';
import { chatKills } from './kill-chat.ts';
import { commandKills, isStored, madeBy } from './kill-command.ts';
import { compare, freshOffice, wordsOf } from './kill-parts.ts';
import { startProgram, type ProgramPlace, type RunningProgram } from './program.ts';
import type { State } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/*
 * The disk is full at a random moment of a flow, before its first instruction included, and later there is room again. What
 * was acknowledged stays, what was refused was refused in a sentence and left nothing, and the flow goes on to the end it
 * has without the fault, in the same process or, where that ended with a sentence, in the next one.
 */

const isEnd = (line: string): boolean => line === '{"type":"end"}';
/** Of an honest refusal: something that says that it did not work, or that there is no room. */
const refusal = /Mã tra cứu|hết chỗ/u;
/** Of the one that says that the message is kept and nothing need be sent again. */
const later = /không cần gửi lại/u;
const isLateEnd = (line: string): boolean => line === '{"type":"end","resumed":true}';
const mostRoomBytes = 60_000;
const patienceMs = 180_000;
/** In which a command has begun to write. */
const lateMs = 6000;

/** The address of `disturb.mjs` for a folder, and the file that tells it what to do. */
export function disturbance(
  folder: string,
  root: string,
  pace?: { rate: number; begunMs: number },
): { preload: string; tell(wishes: object): Promise<void> } {
  const control = join(folder, 'disturb.json');
  const url = pathToFileURL(fileURLToPath(new URL('./disturb.mjs', import.meta.url)));
  url.searchParams.set('control', control);
  url.searchParams.set('root', root);
  if (pace) {
    url.searchParams.set('rate', String(pace.rate));
    url.searchParams.set('begun', String(pace.begunMs));
  }
  return {
    preload: url.href,
    async tell(wishes) {
      await writeFile(control, JSON.stringify(wishes));
      // It looks at the file at most so often.
      await wait(60);
    },
  };
}

/** Fills the disk once in each run. */
export async function fillDisk(
  place: ProgramPlace,
  template: string,
  options: AnomalyOptions & { only?: readonly string[] },
): Promise<AnomalyFigures> {
  const tally = createTally('disk-full', options);
  const random = randomNumbers(options.seed);
  const chosen = flows.filter(
    (flow): flow is ChatFlow | CommandFlow =>
      flow.type !== 'messenger' && (options.only?.includes(flow.name) ?? true),
  );
  const setting = { program: place, template, folder: options.folder };
  const dataDir = join(options.folder, 'office');
  const { preload, tell } = disturbance(options.folder, dataDir);
  const wholes = new Map<string, State>();
  const fresh = async (flow: Flow): Promise<void> => {
    await tell({});
    await freshOffice(setting);
    if (flow.type !== 'messenger') await flow.prepare?.(wordsOf, dataDir);
  };

  for (let run = 0; run < options.runs; run++) {
    const flow = chosen[run % chosen.length] as ChatFlow | CommandFlow;
    let whole = wholes.get(flow.name);
    if (!whole) {
      const { state } =
        flow.type === 'chat'
          ? await chatKills.undisturbed(flow, setting)
          : await commandKills.undisturbed(flow, setting);
      wholes.set(flow.name, (whole = state));
    }
    const problem = (kind: 'lost' | 'doubled' | 'unexplained', what: string): void =>
      tally.problem(kind, run, `${flow.name}: ${what}`);
    const disk: Disk = {
      fill: async (when) => {
        const room = Math.floor(random() * mostRoomBytes);
        tally.fault();
        options.print(`disk-full ${run}: ${flow.name}, ${room} bytes ${when}\n`);
        await tell({ room });
      },
      clear: () => tell({}),
    };
    await fresh(flow);
    tally.run();
    const start = (args: readonly string[]): RunningProgram =>
      startProgram(place, args, { dataDir, preload });
    const said =
      flow.type === 'chat'
        ? await fillDuringChat(flow, { start, disk, random, problem, dataDir })
        : await fillDuringCommand(flow, { start, disk, random, problem, dataDir });
    tally.acknowledged(said);
    await compare(flow.type === 'command' ? madeBy(flow, dataDir) : dataDir, whole, ({ kind, what }) =>
      problem(kind, what),
    );
  }
  await rm(dataDir, { recursive: true, force: true });
  return tally.figures();
}

interface Disk {
  /** Leaves room for a random number of bytes. */
  fill(when: string): Promise<void>;
  clear(): Promise<void>;
}

interface Run {
  start(args: readonly string[]): RunningProgram;
  disk: Disk;
  random: () => number;
  problem(kind: 'lost' | 'doubled' | 'unexplained', what: string): void;
  dataDir: string;
}

/** Returns how many answers there were. */
async function fillDuringChat(
  flow: ChatFlow,
  { start, disk, random, problem, dataDir }: Run,
): Promise<number> {
  const lines = flow.lines(wordsOf, dataDir);
  // -1: before the program is started.
  const fullAt = Math.floor(random() * (lines.length + 1)) - 1;
  const open = (): RunningProgram => start(['chat', '--json']);
  if (fullAt < 0) await disk.fill('before the start');
  let program = open();
  let said = 0;
  for (const [index, line] of lines.entries()) {
    const isFull = index === Math.max(0, fullAt);
    if (isFull && fullAt >= 0) await disk.fill(`at '${line}'`);
    const ends = endsOf(program);
    let told = await say(program, line);
    if (isFull) await disk.clear();
    // Where nothing can be noted, the answer ends when there is room.
    if (isFull && told === null && !program.isOver()) told = await answerTo(program, ends);
    if (told !== null) said += 1;
    const isRefused = told === null || refusal.test(told);
    if (!isFull) {
      if (isRefused)
        problem('unexplained', `'${line}' is refused although there is room: ${told ?? 'no answer'}`);
      continue;
    }
    if (!isRefused) continue;
    if (told !== null && later.test(told)) {
      await Promise.race([program.waitForLines(isLateEnd, 1), wait(patienceMs, undefined, { ref: false })]);
      if (!program.lines().some(isLateEnd)) problem('lost', `'${line}' is not answered when there is room`);
      continue;
    }
    const again = await say(program, line);
    if (again !== null && !refusal.test(again)) continue;
    if (program.isOver()) {
      // It gave up; whoever looks after it starts it again.
      if (!refusal.test(program.errors()))
        problem('unexplained', `it ended: ${program.errors().slice(0, 300)}`);
    } else {
      problem(
        'unexplained',
        `there is room again, and '${line}' still does not work: ${again ?? 'no answer'}`,
      );
      await program.kill();
    }
    program = open();
    await say(program, line);
  }
  program.end();
  const code = await program.ended;
  if (code !== 0) problem('unexplained', `ended with ${code}: ${program.errors().slice(-300)}`);
  return said;
}

/** Returns 1, as the command says once that it is done. */
async function fillDuringCommand(
  flow: CommandFlow,
  { start, disk, random, problem, dataDir }: Run,
): Promise<number> {
  const args = flow.args(wordsOf, dataDir);
  const isLate = random() < 0.5;
  if (!isLate) await disk.fill('before the start');
  const first = start(args);
  if (isLate) {
    await Promise.race([first.waitForLines(isStored, 1), wait(random() * lateMs)]);
    await disk.fill('while it works');
  }
  const code = await Promise.race([first.ended, wait(patienceMs, 'late' as const, { ref: false })]);
  const shown = `${first.errors()} ${first.lines().join(' ')}`;
  if (code === 'late') {
    problem('unexplained', `the disk is full and it neither ends nor goes on: ${shown.slice(-300)}`);
    await first.kill();
  } else if (code !== 0 && !refusal.test(shown))
    problem('unexplained', `ended with ${code}: ${shown.slice(-300)}`);
  await disk.clear();
  if (code === 0) return 1;
  const second = start(args);
  if ((await second.ended) !== 0)
    problem('unexplained', `run again it fails: ${second.errors().slice(-300)}`);
  return 1;
}

const endsOf = (program: RunningProgram): number => program.lines().filter(isEnd).length;

/** Types a line; what came back as text, null where nothing did. */
async function say(program: RunningProgram, line: string): Promise<string | null> {
  if (program.isOver()) return null;
  const ends = endsOf(program);
  program.write(line);
  return answerTo(program, ends);
}

/** What came after so many ends, once there is one more; null where there is none for long. */
async function answerTo(program: RunningProgram, ends: number): Promise<string | null> {
  await Promise.race([program.waitForLines(isEnd, ends + 1), wait(patienceMs, undefined, { ref: false })]);
  if (endsOf(program) <= ends) return null;
  const lines = program.lines();
  const places = lines.flatMap((line, index) => (isEnd(line) ? [index] : []));
  return lines.slice(ends === 0 ? 0 : (places[ends - 1] as number) + 1).join('\n');
}
