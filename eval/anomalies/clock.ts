import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { everythingAnswered } from './attack.ts';
import { disturbance } from './disk-full.ts';
import type { ProgramPlace } from './program.ts';
import { startProviders } from './provider-double.ts';
import { markedMessages, readInbox } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';
import { startReachable, type WayIn } from './ways-in.ts';

/*
 * The clock of the machine jumps, forward and back, by minutes to a year, under a running assistant: whoever writes is
 * answered all the same, and nobody is kept out for what they did before the jump.
 */

const hourMs = 3_600_000;
const jumps = [-365 * 24, -30 * 24, -25, -3, -1, -0.1, 0.1, 1, 3, 25, 30 * 24, 365 * 24].map(
  (hours) => hours * hourMs,
);
const patienceMs = 60_000;
/** More than anybody may send in a minute. */
const burst = 40;

/** Jumps once in each run. */
export async function jumpClock(
  place: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> {
  const tally = createTally('clock', options);
  const random = randomNumbers(options.seed);
  const dataDir = join(options.folder, 'office');
  await rm(dataDir, { recursive: true, force: true });
  await cp(template, dataDir, { recursive: true });
  const { preload, tell } = disturbance(options.folder, dataDir);
  await tell({});
  const providers = await startProviders();
  const limits = { MESSAGES_PER_MINUTE: '30', MESSAGES_PER_MINUTE_ALL: '12000' };
  const office = await startReachable(place, dataDir, providers, limits, preload);
  const messengers = office.ways.filter(({ channel }) => channel !== 'web');
  let number = 1;
  let said = 0;
  let clockMs = 0;
  const problem = (run: number, what: string): void => tally.problem('lost', run, what);
  const arrivedFor = (channel: string, sender: number): number =>
    providers.arrived.filter(
      (one) => one.channel === channel && one.chat.replace(/^[zo]/u, '') === String(sender),
    ).length;
  const say = async (way: WayIn, sender: number): Promise<boolean> => {
    number += 1;
    const { status } = await way.post(JSON.stringify(way.message(number, sender, `zq${number}`)));
    if (status === 200) said += 1;
    return status === 200;
  };
  try {
    for (let run = 0; run < options.runs; run++) {
      tally.run();
      const way = messengers[run % messengers.length] as WayIn;
      const sender = 100 + run;
      // Somebody who has just been told that it is too much.
      for (let index = 0; index < burst; index++) await say(way, sender);
      await everythingAnswered(office);
      const jump = jumps[Math.floor(random() * jumps.length)] as number;
      // Never before the year in which the office began.
      clockMs = clockMs + jump < -400 * 24 * hourMs ? clockMs - jump : clockMs + jump;
      await tell({ clockMs });
      tally.fault();
      if (Math.abs(jump) < hourMs / 2) await wait(10);
      for (const [who, other] of [
        ['who wrote too much before the jump', sender],
        ['who writes for the first time', 5000 + run],
      ] as const) {
        const before = arrivedFor(way.channel, other);
        if (!(await say(way, other)))
          problem(run, `${way.channel}: ${who} is refused after ${jump / hourMs} h`);
        if (!(await until(() => arrivedFor(way.channel, other) > before)))
          problem(run, `${way.channel}: ${who} hears nothing after ${jump / hourMs} h`);
      }
      if (!(await office.isHealthy()))
        tally.problem('unexplained', run, `not healthy after ${jump / hourMs} h`);
      options.print(`clock ${run}: ${jump / hourMs} h on ${way.channel}, now ${clockMs / hourMs} h away\n`);
    }
    tally.acknowledged(said);
    await everythingAnswered(office);
  } finally {
    await office.program.stop();
    await providers.close();
  }
  const db = await openPglite({ dataDir: join(dataDir, 'database') });
  try {
    for (const { channel } of messengers) {
      for (const { text, count } of await markedMessages(db, channel, 'zq'))
        if (count > 1) tally.problem('doubled', 0, `${channel}: ${text} is kept ${count} times`);
      for (const { text, isDone, unsent } of await readInbox(db, `${channel}:`))
        if (!isDone || unsent > 0) tally.problem('lost', 0, `${channel}: '${text}' was not answered`);
    }
  } finally {
    await db.close();
  }
  return tally.figures();
}

async function until(isSo: () => boolean): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await wait(30);
  }
  return true;
}
