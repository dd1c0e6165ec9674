import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { startProgram, type ProgramPlace, type RunningProgram } from './program.ts';
import { markedMessages } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/*
 * Several processes want the same folder: while one has it the others are told so in a sentence and end; when it is killed
 * and several start at once, at most one of them gets it, and the next start after them does in any case.
 */

const isEnd = (line: string): boolean => line === '{"type":"end"}';
const refusal = /đang chạy trên thư mục dữ liệu này/u;
const rivals = 2;
const patienceMs = 90_000;

/** Starts rivals beside a running process, and after it was killed, in each run. */
export async function startTwice(
  place: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> {
  const tally = createTally('second-process', options);
  const random = randomNumbers(options.seed);
  const dataDir = join(options.folder, 'office');
  await rm(dataDir, { recursive: true, force: true });
  await cp(template, dataDir, { recursive: true });
  const chat = (): RunningProgram => startProgram(place, ['chat', '--json'], { dataDir });
  const told = new Set<string>();

  for (let run = 0; run < options.runs; run++) {
    const problem = (what: string): void => tally.problem('unexplained', run, what);
    tally.run();
    const holder = chat();
    await say(holder, `zq${run}a`);
    const others = Array.from({ length: rivals }, chat);
    tally.fault(rivals);
    for (const other of others) {
      const code = await Promise.race([other.ended, wait(patienceMs, 'late' as const, { ref: false })]);
      if (code === 'late') {
        problem('a second process neither ended nor said anything');
        await other.kill();
      } else if (code === 0 || !refusal.test(other.errors()))
        problem(`a second process ended with ${code}: ${other.errors().slice(0, 300)}`);
    }
    await say(holder, `zq${run}b`);
    await wait(random() * 50);
    await holder.kill();
    tally.fault();
    const heirs = Array.from({ length: rivals }, chat);
    await Promise.all(heirs.map((heir, index) => say(heir, `zq${run}c${index}`)));
    const alive = heirs.filter((heir) => !heir.isOver());
    if (alive.length > 1) problem(`${alive.length} processes have one folder`);
    for (const heir of alive) {
      heir.end();
      await heir.ended;
    }
    const next = chat();
    if (!(await say(next, `zq${run}d`)))
      problem(`no process gets the folder any more: ${next.errors().slice(0, 300)}`);
    next.end();
    await next.ended;
    options.print(`second-process ${run}: ${alive.length} of ${rivals} took over\n`);
  }
  const db = await openPglite({ dataDir: join(dataDir, 'database') });
  try {
    const kept = new Map(
      (await markedMessages(db, 'terminal', 'zq')).map(({ text, count }) => [text, count]),
    );
    tally.acknowledged(told.size);
    for (const text of told) if (!kept.has(text)) tally.problem('lost', 0, `${text} was answered`);
    for (const [text, count] of kept)
      if (count > 1) tally.problem('doubled', 0, `${text} is kept ${count} times`);
  } finally {
    await db.close();
  }
  return tally.figures();

  async function say(program: RunningProgram, line: string): Promise<boolean> {
    const ends = program.lines().filter(isEnd).length;
    program.write(line);
    await program.waitForLines(isEnd, ends + 1);
    const isAnswered = program.lines().filter(isEnd).length > ends;
    if (isAnswered) told.add(line);
    return isAnswered;
  }
}
