import { randomNumbers } from '../random.ts';
import { flows, type ChatFlow } from './flows.ts';
import type { FaultyDatabase, StatementFault } from './faulty-database.ts';
import { differences, findHalves, readInbox, readState, type State } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/** The assistant in this process, over a database that fails on demand. */
export interface TalkingOffice {
  db: FaultyDatabase;
  /** Starts the assistant as a process does, with what an earlier one left open. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Says a line in the one chat there is, again until it is taken, as a channel does; resolves when nothing more happens.
   * Returns what arrived, in order; a copy that says so itself is marked.
   */
  say(line: string): Promise<{ text: string; isMarked: boolean }[]>;
}

const faults: readonly StatementFault[] = ['broken', 'full', 'gone', 'unheard', 'slow'];
/** Of the sentence for an error of ours. */
const apology = /Mã tra cứu: T\d+|chưa có gì được thay đổi/u;

/**
 * Lets the n-th statement of each flow fail, for every n in turn, in five ways. The person repeats a line that was refused;
 * in the end everything must be as without the fault, and after a refusal nothing may have changed.
 */
export async function failStatements(
  open: () => Promise<TalkingOffice>,
  options: AnomalyOptions & { only?: readonly string[] },
): Promise<AnomalyFigures> {
  const tally = createTally('query', options);
  const random = randomNumbers(options.seed);
  const office = await open();
  const chosen = flows.filter(
    (flow): flow is ChatFlow =>
      flow.type === 'chat' && flow.prepare === undefined && (options.only?.includes(flow.name) ?? true),
  );
  /** `states`: before the first line and after each. */
  const wholes: { flow: ChatFlow; lines: string[]; states: State[]; statements: number }[] = [];
  for (const flow of chosen) {
    const lines = flow.lines(7, options.folder);
    await office.db.forget();
    await office.start();
    const from = office.db.statements();
    const states = [await readState(office.db.looking)];
    for (const line of lines) {
      await office.say(line);
      states.push(await readState(office.db.looking));
    }
    const statements = office.db.statements() - from;
    await office.stop();
    wholes.push({ flow, lines, states, statements });
    options.print(`query, ${flow.name} undisturbed: ${statements} statements\n`);
  }
  // Every statement once with each kind of fault, in an order that a seed draws, as many as there are runs.
  const cases = wholes.flatMap((whole) =>
    Array.from({ length: whole.statements }, (_, n) =>
      faults.map((fault) => ({ whole, n: n + 1, fault })),
    ).flat(),
  );
  const drawn = cases
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, options.runs)
    .map(({ one }) => one);
  for (const [run, { whole, n, fault }] of drawn.entries()) {
    const { flow, lines, states } = whole;
    const problem = (kind: 'lost' | 'doubled' | 'unexplained', what: string): void =>
      tally.problem(kind, run, `${flow.name}, statement ${n} ${fault} (${office.db.failedAt()}): ${what}`);
    await office.db.forget();
    await office.start();
    office.db.failAt(n, fault);
    tally.run();
    for (const [index, line] of lines.entries()) {
      const hadFailed = office.db.hasFailed();
      let told = await office.say(line);
      if (told.length === 0) {
        problem('lost', `'${line}' was not answered before the next start`);
        await office.stop();
        await office.start();
        told = await office.say('');
      }
      const plain = told.filter(({ isMarked }) => !isMarked);
      if (new Set(plain.map(({ text }) => text)).size < plain.length)
        problem('doubled', `'${line}' was answered twice`);
      if (told.some(({ text }) => apology.test(text))) {
        const before = states[index];
        if (hadFailed) problem('unexplained', `'${line}' was refused long after the fault`);
        else {
          const changed = before && differences(before, await readState(office.db.looking))[0];
          if (changed)
            problem(
              'unexplained',
              `'${line}' was refused, and changed ${changed.table}: ${changed.row.slice(0, 200)}`,
            );
        }
        await office.say(line);
      }
    }
    if (office.db.hasFailed()) tally.fault();
    tally.acknowledged(lines.length);
    await office.stop();
    for (const half of await findHalves(office.db.looking)) problem('unexplained', half);
    for (const { text, isDone, unsent } of await readInbox(office.db.looking))
      if (!isDone || unsent > 0) problem('unexplained', `'${text}' is still open`);
    for (const { kind, table, row } of differences(
      states.at(-1) ?? new Map(),
      await readState(office.db.looking),
    ))
      problem(kind, `${table}: ${row.slice(0, 300)}`);
  }
  await office.db.close();
  return tally.figures();
}
