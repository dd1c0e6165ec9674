import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { hostileBody } from './hostile-json.ts';
import type { ProgramPlace } from './program.ts';
import { startProviders } from './provider-double.ts';
import { markedMessages, readInbox } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';
import { startReachable, type ReachableOffice, type WayIn } from './ways-in.ts';

/** How an attack treats what it sends; every way in gets `runs` bodies. */
interface Attack {
  anomaly: string;
  /** Share of bodies that are no message of anybody. */
  hostile: number;
  /** Share of messages that are sent again at once, or later and out of order. */
  repeated: number;
}

/** Answers that a stranger's body may get; anything else, or none, is a failure of ours. */
const honest = new Set([200, 202, 400, 401, 403, 404, 408, 411, 413, 415, 422, 429, 431]);
const taken = new Set([200, 202]);
const atOnce = 8;
/** How long somebody goes on trying who is asked to come again later; a page takes 1,200 requests a minute of one person. */
const patienceMs = 180_000;
const senders = 40;
/** Growth of memory, from the middle third to the last, that is no leak. */
export const mostGrowth = 1.15;
export const allowanceBytes = 30e6;
export const mostHandlesMore = 20;

/** 10,000 hostile bodies on each way in, with messages between them that must not get lost. */
export const fuzzWaysIn = (
  program: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> =>
  attack({ anomaly: 'fuzz', hostile: 0.85, repeated: 0.1 }, program, template, options);

/** Messages that come twice, late and in another order on each way in. */
export const repeatUpdates = (
  program: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> =>
  attack({ anomaly: 'updates', hostile: 0, repeated: 0.5 }, program, template, options);

async function attack(
  { anomaly, hostile, repeated }: Attack,
  place: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> {
  const tally = createTally(anomaly, options);
  const dataDir = join(options.folder, 'office');
  await cp(template, dataDir, { recursive: true });
  const providers = await startProviders({ keeps: false });
  const office = await startReachable(place, dataDir, providers, { CAPUY_REMINDERS: 'no' });
  const acknowledged = new Map<string, Set<string>>();
  try {
    for (const way of office.ways) acknowledged.set(way.channel, await attackOne(way));
    if (!(await office.isHealthy()))
      tally.problem('unexplained', options.runs, 'the assistant is not healthy afterwards');
    await everythingAnswered(office);
  } finally {
    await office.program.stop();
    await providers.close();
  }
  const db = await openPglite({ dataDir: join(dataDir, 'database') });
  try {
    for (const [channel, texts] of acknowledged) {
      tally.acknowledged(texts.size);
      const kept = new Map((await markedMessages(db, channel, 'zq')).map(({ text, count }) => [text, count]));
      for (const text of texts)
        if (!kept.has(text)) tally.problem('lost', 0, `${channel}: ${text} was taken and is not kept`);
      for (const [text, count] of kept)
        if (count > 1) tally.problem('doubled', 0, `${channel}: ${text} is kept ${count} times`);
      for (const one of await readInbox(db, `${channel}:`))
        if (!one.isDone || one.unsent > 0)
          tally.problem('lost', 0, `${channel}: '${one.text.slice(0, 60)}' was not answered`);
        else if (one.failure === 'internal')
          tally.problem('unexplained', 0, `${channel}: '${one.text.slice(0, 60)}' failed`);
    }
  } finally {
    await db.close();
  }
  await rm(dataDir, { recursive: true, force: true });
  return tally.figures();

  async function attackOne(way: WayIn): Promise<Set<string>> {
    const random = randomNumbers(options.seed);
    const texts = new Set<string>();
    const usages: { bytes: number; handles: number }[] = [];
    const later: (() => Promise<void>)[] = [];
    const crowd = createCrowd(atOnce);
    for (let run = 0; run < options.runs; run++) {
      if (office.program.isOver()) {
        tally.problem(
          'unexplained',
          run,
          `${way.channel}: the assistant ended: ${office.program.errors().slice(-500)}`,
        );
        break;
      }
      tally.run();
      const text = `zq${run}`;
      const good = way.message(1_000_000 + run, 1 + Math.floor(random() * senders), text);
      if (random() < hostile) {
        tally.fault();
        const body = hostileBody(way.message(5_000_000 + run, 1, `zh${run}`), random);
        await crowd.add(() => send(way, run, body, null, texts));
      } else {
        const body = JSON.stringify(good);
        const say = (): Promise<void> => send(way, run, body, text, texts);
        await crowd.add(say);
        if (random() < repeated) {
          tally.fault();
          if (random() < 0.5) await crowd.add(say);
          else later.push(say);
        }
      }
      if (later.length > 20)
        await crowd.add(later.splice(Math.floor(random() * later.length), 1)[0] as () => Promise<void>);
      if (run % Math.max(1, Math.floor(options.runs / 60)) === 0) {
        const usage = office.program.usage();
        if (usage) usages.push(usage);
      }
    }
    for (const again of later) await crowd.add(again);
    await crowd.idle();
    const [middle, last] = thirds(usages);
    if (middle && last && last.bytes > middle.bytes * mostGrowth + allowanceBytes)
      tally.problem(
        'unexplained',
        options.runs,
        `${way.channel}: memory grew from ${middle.bytes} to ${last.bytes}`,
      );
    if (middle && last && last.handles > middle.handles + mostHandlesMore)
      tally.problem(
        'unexplained',
        options.runs,
        `${way.channel}: ${middle.handles} handles became ${last.handles}`,
      );
    options.print(
      `${anomaly}, ${way.channel}: ${texts.size} messages taken, ${Math.round((last?.bytes ?? 0) / 1e6)} MB, ${last?.handles ?? 0} handles\n`,
    );
    return texts;
  }

  async function send(
    way: WayIn,
    run: number,
    body: string,
    text: string | null,
    texts: Set<string>,
  ): Promise<void> {
    const until = performance.now() + patienceMs;
    for (let cuts = 0; ;) {
      try {
        const { status, retryAfterSeconds } = await way.post(body);
        // Who is told to come again later does so, as the page and providers do.
        if (status === 429 && retryAfterSeconds !== null && performance.now() < until) {
          await wait(retryAfterSeconds * 1000);
          continue;
        }
        if (!honest.has(status))
          tally.problem('unexplained', run, `${way.channel} answers ${status} to ${body.slice(0, 200)}`);
        if (text !== null && taken.has(status)) texts.add(text);
        else if (text !== null)
          tally.problem('unexplained', run, `${way.channel} refuses a good message with ${status}`);
        return;
      } catch (error) {
        // What is far too long may be cut off; a connection that was idle for long may close as it is used again.
        if (body.length >= 200_000) return;
        if (cuts++ === 0) continue;
        const { cause } = error as Error;
        tally.problem(
          'unexplained',
          run,
          `${way.channel} gives no answer: ${String(error)}, ${String(cause)} to ${body.slice(0, 200)}`,
        );
        return;
      }
    }
  }
}

/** Works of which so many are under way at once. */
export function createCrowd(most: number): {
  /** Begins it; resolves when there is room for the next. */
  add(work: () => Promise<void>): Promise<void>;
  /** Resolves when all have ended. */
  idle(): Promise<void>;
} {
  const working = new Set<Promise<void>>();
  return {
    async add(work) {
      const tracked = work().finally(() => working.delete(tracked));
      working.add(tracked);
      while (working.size >= most) await Promise.race(working);
    },
    async idle() {
      await Promise.all(working);
    },
  };
}

/**
 * Resolves when nothing is open any more, by what the assistant says of itself, or when it has answered nothing more for
 * half a minute: what is open then is left.
 */
export async function everythingAnswered(
  office: Pick<ReachableOffice, 'metrics'>,
  pause: () => Promise<unknown> = () => wait(100),
): Promise<void> {
  let least = Infinity;
  for (let looks = 0; looks < 300; looks++) {
    const text = await office.metrics();
    const open = [...text.matchAll(/^capuy_(?:inbox|outbox)_open\{[^}]*\} (\d+)$/gmu)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
    if (open === 0) return;
    if (open < least) [least, looks] = [open, 0];
    await pause();
  }
}

/** Medians of the second and the last third; undefined where there are too few. */
export function thirds(usages: readonly { bytes: number; handles: number }[]) {
  const third = Math.floor(usages.length / 3);
  const median = (of: readonly { bytes: number; handles: number }[]) => {
    const by = (key: 'bytes' | 'handles'): number =>
      of.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
    return { bytes: by('bytes'), handles: by('handles') };
  };
  return third === 0
    ? [undefined, undefined]
    : [median(usages.slice(third, 2 * third)), median(usages.slice(2 * third))];
}
