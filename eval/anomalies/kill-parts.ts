import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openPglite } from '../../db/pglite.ts';
import type { Flow } from './flows.ts';
import type { ProgramPlace, RunningProgram } from './program.ts';
import { differences, findHalves, readInbox, readState, type State } from './state-store.ts';
import type { Tally } from './tally.ts';

/* What killing any kind of flow takes: an office of its own, a moment, and a look at what became of it. */

/** A flow that nobody disturbed. */
export interface Undisturbed {
  state: State;
  /** From each answer to the next, the first from the start of the program, the last to its end, in milliseconds. */
  gapsMs: number[];
  /** Lines of its output, or messages of the assistant, that acknowledge something. */
  acknowledged: number;
}

/** After so many answers and then so many milliseconds. */
export interface Moment {
  answers: number;
  thenMs: number;
}

/** Where it happens. */
export interface Setting {
  program: ProgramPlace;
  /** A data folder with an office in it. */
  template: string;
  folder: string;
}

/** Says what is wrong after a kill. */
export type Report = (problem: { kind: Parameters<Tally['problem']>[0]; what: string }) => void;

/** What a kill came to. */
export interface Killed {
  /** 0 where the flow was over before its moment came. */
  killed: 0 | 1;
  acknowledged: number;
}

/** How flows of a kind are run, and killed. */
export interface Kills<F extends Flow> {
  undisturbed(flow: F, setting: Setting): Promise<Undisturbed>;
  kill(flow: F, setting: Setting, at: Moment, whole: Undisturbed, report: Report): Promise<Killed>;
}

/** Words of every run of a flow are the same, so that its end can be compared. */
export const wordsOf = 7;

/** A copy of the template, in which the next run happens. */
export async function freshOffice({ template, folder }: Setting): Promise<string> {
  const office = join(folder, 'office');
  await rm(office, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(template, office, { recursive: true });
  return office;
}

/** Opens the database of a data folder that no process has, and closes it again. */
export async function inDatabase<T>(
  office: string,
  read: (db: Awaited<ReturnType<typeof openPglite>>) => Promise<T>,
): Promise<T> {
  const db = await openPglite({ dataDir: join(office, 'database') });
  try {
    return await read(db);
  } finally {
    await db.close();
  }
}

/** The instants at which a line that `isTold` came, the beginning first and the end last; resolves when it has ended. */
export async function timeLines(
  program: RunningProgram,
  isTold: (line: string) => boolean,
): Promise<number[]> {
  const times = [performance.now()];
  for (let count = 1; !program.isOver(); count++) {
    await program.waitForLines(isTold, count);
    times.push(performance.now());
  }
  return times;
}

/** What lies between instants. */
export const gapsOf = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

/** Kills a program at a moment that is counted by lines that `isTold`. */
export async function killAt(
  program: RunningProgram,
  isTold: (line: string) => boolean,
  at: Moment,
): Promise<void> {
  await program.waitForLines(isTold, at.answers);
  await Promise.race([program.ended, wait(at.thenMs)]);
  await program.kill();
}

/** Holds an office that has gone on to the end against the one that was not disturbed. */
export async function compare(
  office: string,
  wanted: State,
  report: Report,
  channel = 'terminal:',
): Promise<void> {
  await inDatabase(office, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    for (const { text, isDone, replies } of await readInbox(db, channel)) {
      if (!isDone) report({ kind: 'lost', what: `'${text}' was never answered` });
      if (replies > 1) report({ kind: 'doubled', what: `'${text}' has ${replies} replies` });
    }
    for (const { kind, table, row } of differences(wanted, await readState(db)))
      report({ kind, what: `${table}: ${row.slice(0, 300)}` });
  });
}
