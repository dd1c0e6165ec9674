import { setTimeout as wait } from 'node:timers/promises';
import type { ChatFlow } from './flows.ts';
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
  type Setting,
} from './kill-parts.ts';
import { startProgram, type RunningProgram } from './program.ts';
import { findHalves, readInbox, readState } from './state-store.ts';

const isEnd = (line: string): boolean => line === '{"type":"end"}';

const start = ({ program }: Setting, dataDir: string): RunningProgram =>
  startProgram(program, ['chat', '--json'], { dataDir });

/** Flows in the terminal: the program is killed between two answers, or before the first. */
export const chatKills: Kills<ChatFlow> = {
  async undisturbed(flow, setting) {
    const office = await freshOffice(setting);
    await flow.prepare?.(wordsOf, office);
    const program = start(setting, office);
    const watching = timeLines(program, isEnd);
    await type(program, flow.lines(wordsOf, office));
    program.end();
    const code = await program.ended;
    const times = await watching;
    if (code !== 0)
      throw new Error(
        `${flow.name} does not work undisturbed: ${program.errors()} ${program.lines().join('\n')}`,
      );
    return {
      state: await inDatabase(office, readState),
      gapsMs: gapsOf(times),
      acknowledged: program.lines().filter(isEnd).length,
    };
  },

  async kill(flow, setting, at, { state }, report) {
    const office = await freshOffice(setting);
    await flow.prepare?.(wordsOf, office);
    const lines = flow.lines(wordsOf, office);
    const first = start(setting, office);
    const typing = type(first, lines);
    await killAt(first, isEnd, at);
    await typing;
    const atKill = first.lines().filter(isEnd).length;
    const kept = await keptLines(office, lines, atKill, report);
    await reportFiles(flow, office, report);

    // The person looks again and types what was not taken; what was taken and not answered is answered first.
    const second = start(setting, office);
    await goOn(second, lines, kept);
    second.end();
    const code = await second.ended;
    if (code !== 0)
      report({ kind: 'unexplained', what: `the next start ended with ${code}: ${second.errors()}` });
    await compare(office, state, report);
    await reportFiles(flow, office, report);
    return { killed: 1, acknowledged: lines.length };
  },
};

/** Types the lines, each when the one before was answered, until the program is gone. */
async function type(program: RunningProgram, lines: readonly string[]): Promise<void> {
  for (const [index, line] of lines.entries()) {
    program.write(line);
    await program.waitForLines(isEnd, index + 1);
    if (program.isOver()) return;
  }
}

/** How many lines the killed program had taken. Those that it had answered must be among them and done. */
async function keptLines(
  office: string,
  lines: readonly string[],
  answered: number,
  report: Report,
): Promise<number> {
  const kept = await inDatabase(office, async (db) => {
    for (const half of await findHalves(db)) report({ kind: 'unexplained', what: half });
    return readInbox(db, 'terminal:');
  });
  if (kept.length < answered) report({ kind: 'lost', what: `${answered} answered, ${kept.length} kept` });
  if (!kept.slice(0, answered).every(({ isDone, replies }) => isDone && replies === 1))
    report({ kind: 'lost', what: 'an answered line is open or has no reply' });
  const shown = lines.slice(0, kept.length).map((line) => (line.startsWith('@') ? 'files' : line));
  if (JSON.stringify(kept.map(({ text }) => text)) !== JSON.stringify(shown))
    report({
      kind: kept.length > lines.length ? 'doubled' : 'unexplained',
      what: 'kept lines are not those typed',
    });
  return kept.length;
}

async function reportFiles(flow: ChatFlow, office: string, report: Report): Promise<void> {
  for (const what of (await flow.badFiles?.(office)) ?? []) report({ kind: 'unexplained', what });
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
