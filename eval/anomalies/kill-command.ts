import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkFolder } from '../../backup/place-state.ts';
import type { CommandFlow } from './flows.ts';
import {
  compare,
  freshOffice,
  gapsOf,
  inDatabase,
  killAt,
  timeLines,
  wordsOf,
  type Kills,
  type Report,
} from './kill-parts.ts';
import { startProgram } from './program.ts';
import { differences, findHalves, readState, type State } from './state-store.ts';

/** Of a line that tells of a document that is stored. */
export const isStored = (line: string): boolean => line.includes('"state":"stored"');

/** Flows of one command: it is killed between two documents that it tells of, or anywhere, and run again. */
export const commandKills: Kills<CommandFlow> = {
  async undisturbed(flow, setting) {
    const dataDir = await freshOffice(setting);
    await flow.prepare?.(wordsOf, dataDir);
    const program = startProgram(setting.program, flow.args(wordsOf, dataDir), { dataDir });
    const times = await timeLines(program, isStored);
    const code = await program.ended;
    if (code !== 0) throw new Error(`${flow.name} does not work undisturbed: ${program.errors()}`);
    return {
      state: await inDatabase(madeBy(flow, dataDir), readState),
      gapsMs: gapsOf(times),
      acknowledged: Math.max(1, program.lines().filter(isStored).length),
    };
  },

  async kill(flow, setting, at, { state, acknowledged }, report) {
    const dataDir = await freshOffice(setting);
    await flow.prepare?.(wordsOf, dataDir);
    const args = flow.args(wordsOf, dataDir);
    const made = madeBy(flow, dataDir);
    const first = startProgram(setting.program, args, { dataDir });
    await killAt(first, isStored, at);
    const isDone = (await first.ended) === 0;
    const isWhole = isDone || (flow.made !== undefined && isOffered(made));
    if (flow.made === undefined || isWhole) await lookAt(made, first.lines().filter(isStored), report);
    if (isWhole) await compareWhole(made, state, report);
    else {
      const second = startProgram(setting.program, args, { dataDir });
      const code = await second.ended;
      if (code !== 0)
        report({ kind: 'unexplained', what: `run again it ended with ${code}: ${second.errors()}` });
    }
    await compare(made, state, report);
    return { killed: isDone ? 0 : 1, acknowledged };
  },
};

/** The data folder in which something is different after the command. */
export const madeBy = ({ made }: CommandFlow, dataDir: string): string => made?.(dataDir) ?? dataDir;

/** Whether a folder that a command makes looks like one that can be worked in. */
function isOffered(dataDir: string): boolean {
  try {
    checkFolder(dataDir);
  } catch {
    return false;
  }
  return existsSync(join(dataDir, 'database', 'postgres'));
}

async function lookAt(dataDir: string, told: readonly string[], report: Report): Promise<void> {
  await inDatabase(dataDir, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    const documents = ((await readState(db)).get('document') ?? []).join('\n');
    for (const line of told) {
      const { symbol } = JSON.parse(line) as { symbol: string };
      if (!documents.includes(`"${symbol}"`)) report({ kind: 'lost', what: `${symbol} was told as stored` });
    }
  });
}

async function compareWhole(dataDir: string, wanted: State, report: Report): Promise<void> {
  if (differences(wanted, await inDatabase(dataDir, readState)).length > 0)
    report({ kind: 'lost', what: 'what the command has made looks whole and is not' });
}
