import { setTimeout as wait } from 'node:timers/promises';
import { round } from '../command.ts';
import { randomNumbers } from '../random.ts';
import { checkArrived } from './check.ts';
import { latenciesOf } from './latency.ts';
import { startTelegramDouble, type Arrived, type Trouble } from './telegram-double.ts';

/** The program under test, as a process of its own. */
export interface SoakedProgram {
  /** Starts it against this server; resolves when it runs. */
  start(apiRoot: string): Promise<void>;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
  /** Lets it end by itself. */
  stop(): Promise<void>;
  /** Bytes of memory it holds now; null while it does not run. */
  memory(): number | null;
}

export interface SoakOptions {
  messages: number;
  chats: number;
  seconds: number;
  /** Share of sent messages, and of polls, that fail. */
  faults: number;
  kills: number;
  seed: number;
  /** How long after the last message its answer may come, in seconds. */
  graceSeconds: number;
  token: string;
  /** Number of the first chat; the others follow. */
  firstChat: number;
  print(line: string): void;
}

/** What came of a soak. `lost`, `doubled`, `outOfOrder` and `leftOpen` must be 0. */
export interface SoakFigures {
  messages: number;
  chats: number;
  seconds: number;
  /** Messages answered a second, from the first message to the last answer. */
  perSecond: number;
  kills: number;
  injected: { rate: number; error: number; cut: number };
  answered: number;
  /** No answer, and nothing was cut in that chat that could be why. */
  lost: number;
  /** A second copy that is not marked as a possible repeat. */
  doubled: number;
  /** Copies marked as possible repeats, and messages whose every try was cut; at most the cuts and what was interrupted. */
  unknown: number;
  /** Chats that waited for an answer at a kill, summed over the kills: in each one part may have been under way. */
  interrupted: number;
  outOfOrder: number;
  leftOpen: number;
  /** From a message to its answer, in milliseconds: see `Latencies`. */
  overheadMs: Percentiles;
  ownMs: Percentiles;
  undisturbedMs: Percentiles;
  /** In megabytes, in the longest life of the process: in its first and last third, after it has warmed up. */
  memoryMb: { early: number; late: number };
}

interface Percentiles {
  n: number;
  p50: number;
  p95: number;
  p99: number;
}

/** The text of a message, and how its answer is known: an unknown command comes back by name. */
const textOf = (number: number): string => `/zq${number}`;
const namePattern = /“\/zq(\d+)”/u;

/** Sends messages to `program` through a messenger that fails, kills it in between and counts what arrives. */
export async function soak(
  program: SoakedProgram,
  options: SoakOptions,
  countOpen: () => Promise<number>,
): Promise<SoakFigures> {
  const random = randomNumbers(options.seed);
  const sent: { chat: number; at: number }[] = [];
  const down: { from: number; to: number }[] = [];
  const arrived: (Arrived & { number: number })[] = [];
  const answeredAt = new Map<number, number>();
  let interrupted = 0;
  const double = await startTelegramDouble({
    token: options.token,
    trouble: (method) => (random() < options.faults ? drawTrouble(random, method) : null),
    arrived(message) {
      const number = Number(namePattern.exec(message.text)?.[1] ?? -1);
      arrived.push({ ...message, number });
      if (!answeredAt.has(number)) answeredAt.set(number, message.at);
    },
  });
  const memory: { at: number; bytes: number; life: number }[] = [];
  let life = 0;
  const sampling = setInterval(() => {
    const bytes = program.memory();
    if (bytes !== null) memory.push({ at: performance.now(), bytes, life });
  }, 1000);
  try {
    await program.start(double.url);
    const begun = performance.now();
    // Kills in the first half: the last life of the process is the longest, and shows whether it grows.
    const killAt = Array.from({ length: options.kills }, (_, index) =>
      Math.floor((options.messages * (index + 1)) / (2 * options.kills + 1)),
    );
    const pauseMs = (options.seconds * 1000) / options.messages;
    let restarting: Promise<void> = Promise.resolve();
    for (let number = 0; number < options.messages; number++) {
      const chat = options.firstChat + Math.floor(random() * options.chats);
      sent.push({ chat, at: double.say(chat, textOf(number)) });
      if (killAt.includes(number)) {
        const before = restarting;
        restarting = (async () => {
          // On a slow machine the start after the last kill is still under way.
          await before;
          const outage = { from: performance.now(), to: Infinity };
          down.push(outage);
          const waiting = sent.filter((_, index) => !answeredAt.has(index));
          interrupted += new Set(waiting.map((message) => message.chat)).size;
          await program.kill();
          life++;
          await program.start(double.url);
          // What waited in the meantime is worked off first.
          while (double.unconfirmed() > 0) await wait(50);
          outage.to = performance.now();
        })();
        options.print(`${number} messages: killed\n`);
      }
      const due = begun + (number + 1) * pauseMs - performance.now();
      if (due > 1) await wait(due);
      if (number % 1000 === 999)
        options.print(
          `${number + 1} messages: ${answeredAt.size} answered, ${round((memory.at(-1)?.bytes ?? 0) / 1e6, 0)} MB\n`,
        );
    }
    await restarting;
    const until = performance.now() + options.graceSeconds * 1000;
    while (answeredAt.size < options.messages && performance.now() < until) await wait(100);
    const lastAt = Math.max(...arrived.map(({ at }) => at));
    // A repeat that is under way would be seen now.
    await wait(Math.min(2000, options.graceSeconds * 100));
    await program.stop();
    const leftOpen = await countOpen();
    const checked = checkArrived(sent, arrived, double.troubles.cut + interrupted);
    const answered = sent.flatMap((message, number) => {
      const at = answeredAt.get(number);
      return at === undefined ? [] : [{ ...message, answeredAt: at }];
    });
    const latencies = latenciesOf(answered, double.faults, down);
    return {
      messages: options.messages,
      chats: options.chats,
      seconds: round((lastAt - begun) / 1000, 1),
      perSecond: round(answeredAt.size / ((lastAt - begun) / 1000), 1),
      kills: options.kills,
      injected: { ...double.troubles },
      answered: answeredAt.size,
      ...checked,
      interrupted,
      leftOpen,
      overheadMs: percentiles(latencies.all),
      ownMs: percentiles(latencies.own),
      undisturbedMs: percentiles(latencies.undisturbed),
      memoryMb: memoryOf(memory.filter((sample) => sample.life === life).map(({ bytes }) => bytes)),
    };
  } finally {
    clearInterval(sampling);
    await program.kill();
    await double.close();
  }
}

function drawTrouble(random: () => number, method: 'sendMessage' | 'getUpdates'): Trouble {
  const which = random();
  const isDone = random() < 0.5;
  if (which < 0.3) return { type: 'rate', retryAfter: 1 };
  if (which < 0.6) return { type: 'error' };
  // A silent poll holds everybody up for as long as a poll may last; cut ones are as hard on what is confirmed.
  return which < 0.85 || method === 'getUpdates' ? { type: 'cut', isDone } : { type: 'silence', isDone };
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0, 1);
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Medians of the first and the last third, the first quarter of the life left out: there the process still fills up. */
function memoryOf(samples: readonly number[]): { early: number; late: number } {
  const warm = samples.slice(Math.floor(samples.length / 4));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const median = (of: readonly number[]): number =>
    [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
  return {
    early: round(median(warm.slice(0, third)) / 1e6, 1),
    late: round(median(warm.slice(-third)) / 1e6, 1),
  };
}
