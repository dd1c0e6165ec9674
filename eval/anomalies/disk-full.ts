import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { flows, type ChatFlow } from './flows.ts';
import { startProgram, type ProgramPlace, type RunningProgram } from './program.ts';
import { differences, findHalves, readState, type State } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/*
 * The disk is full at a random moment of a flow, and later there is room again. What was acknowledged stays, what was
 * refused was refused in a sentence and left nothing, and the flow goes on to the end it has without the fault, in the same
 * process or, where that gave up, in the next one.
 */

const isEnd = (line: string): boolean => line === '{"type":"end"}';
/** Of an honest refusal: something that says that it did not work, or that there is no room. */
const refusal = /Mã tra cứu|hết chỗ/u;
/** Of the one that says that the message is kept and nothing need be sent again. */
const later = /không cần gửi lại/u;
const isLateEnd = (line: string): boolean => line === '{"type":"end","resumed":true}';
const mostRoomBytes = 60_000;
const patienceMs = 60_000;

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
    (flow): flow is ChatFlow => flow.type === 'chat' && (options.only?.includes(flow.name) ?? true),
  );
  const dataDir = join(options.folder, 'office');
  const { preload, tell } = disturbance(options.folder, dataDir);
  const wholes = new Map<string, State>();

  const fresh = async (flow: ChatFlow): Promise<string[]> => {
    await rm(dataDir, { recursive: true, force: true });
    await cp(template, dataDir, { recursive: true });
    await flow.prepare?.(7, dataDir);
    await tell({});
    return flow.lines(7, dataDir);
  };
  const start = (): RunningProgram => startProgram(place, ['chat', '--json'], { dataDir, preload });

  for (let run = 0; run < options.runs; run++) {
    const flow = chosen[run % chosen.length] as ChatFlow;
    let whole = wholes.get(flow.name);
    if (!whole) {
      const lines = await fresh(flow);
      const program = start();
      for (const line of lines) await say(program, line);
      program.end();
      await program.ended;
      whole = await inDatabase(dataDir, readState);
      wholes.set(flow.name, whole);
    }
    const problem = (kind: 'lost' | 'doubled' | 'unexplained', what: string): void =>
      tally.problem(kind, run, `${flow.name}: ${what}`);
    const lines = await fresh(flow);
    let program = start();
    const fullAt = Math.floor(random() * lines.length);
    const room = Math.floor(random() * mostRoomBytes);
    tally.run();
    for (const [index, line] of lines.entries()) {
      if (index === fullAt) {
        tally.fault();
        await tell({ room });
      }
      const told = await say(program, line);
      const isRefused = told === null || refusal.test(told);
      if (told !== null) tally.acknowledged();
      if (index !== fullAt) {
        if (isRefused)
          problem('unexplained', `'${line}' is refused although there is room: ${told ?? 'no answer'}`);
        continue;
      }
      await tell({});
      if (!isRefused) continue;
      options.print(
        `disk-full ${run}: ${flow.name}, '${line}' with ${room} bytes: ${told?.slice(0, 300) ?? 'no answer'}\n`,
      );
      if (told !== null && later.test(told)) {
        await Promise.race([program.waitForLines(isLateEnd, 1), wait(patienceMs, undefined, { ref: false })]);
        if (!program.lines().some(isLateEnd)) problem('lost', `'${line}' is not answered when there is room`);
        continue;
      }
      const again = await say(program, line);
      if (again !== null && !refusal.test(again)) continue;
      // It gave up with a sentence; whoever looks after it starts it again.
      if (!program.isOver()) {
        problem(
          'unexplained',
          `there is room again, and '${line}' still does not work: ${again ?? 'no answer'}`,
        );
        await program.kill();
      }
      program = start();
      await say(program, line);
    }
    program.end();
    const code = await program.ended;
    if (code !== 0) problem('unexplained', `ended with ${code}: ${program.errors().slice(-300)}`);
    const wanted = whole;
    await inDatabase(dataDir, async (db) => {
      for (const half of await findHalves(db)) problem('unexplained', half);
      for (const { kind, table, row } of differences(wanted, await readState(db)))
        problem(kind, `${table}: ${row.slice(0, 300)}`);
    });
  }
  await rm(dataDir, { recursive: true, force: true });
  return tally.figures();
}

/** Types a line; what came back as text, null where nothing did. */
async function say(program: RunningProgram, line: string): Promise<string | null> {
  const from = program.lines().length;
  const ends = program.lines().filter(isEnd).length;
  if (program.isOver()) return null;
  program.write(line);
  await Promise.race([program.waitForLines(isEnd, ends + 1), wait(patienceMs, undefined, { ref: false })]);
  return program.lines().filter(isEnd).length > ends ? program.lines().slice(from).join('\n') : null;
}

async function inDatabase<T>(
  dataDir: string,
  read: (db: Awaited<ReturnType<typeof openPglite>>) => Promise<T>,
): Promise<T> {
  const db = await openPglite({ dataDir: join(dataDir, 'database') });
  try {
    return await read(db);
  } finally {
    await db.close();
  }
}
