import { parseArgs } from 'node:util';
import { percentile } from '../statistics.ts';
import { startTroubleServer, type Trouble, type TroubleServer } from './trouble-server.ts';

/** What came back from one message: when, whether with a quotation, and the assistant's own words. */
export interface TimedReply {
  /** Moment of delivery, from `performance.now()`. */
  at: number;
  hasQuotation: boolean;
  own: string;
}

/** An assistant over the demo data, with a model at the endpoint in trouble; opened by who may know features and channels. */
export interface TroubledOffice {
  /** Sends a message into a chat; resolves with the delivery of its reply, which may be that of a later moment. */
  say(chat: string, text: string): Promise<TimedReply>;
  close(): Promise<void>;
}

/** Time limits of a call in seconds, as the environment names them. */
export interface TroubleLimits {
  whole: number;
  firstToken: number;
  gap: number;
}

export type OpenTroubledOffice = (modelUrl: string, limits: TroubleLimits) => Promise<TroubledOffice>;

/** Milliseconds. */
interface Times {
  n: number;
  p50: number;
  p95: number;
  max: number;
}

export interface TroubleFigures {
  runs: number;
  /** From the moment from which there was nothing more to wait for to the delivered reply. */
  byTrouble: Record<string, Times & { quoted: number; told: number }>;
  /** Replies of all kinds: with the quotation, with a note, later than two seconds. */
  replies: number;
  quoted: number;
  told: number;
  late: number;
  /** Commands from sending to delivery: the model left alone, while another chat's answer stalls, while their own chat's does. */
  commands: Record<'alone' | 'beside' | 'behind', Times>;
}

/** A question about the demo documents, a true sentence of its answer, and commands that need no model. */
const question = 'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?';
const sentence = 'Một buổi thường kỳ không ít hơn 90 phút [1].';
const commands = ['/thongke đảng viên theo giới tính', '/cuochop', '/hop', '/nhiemvu'];
const endingDialogue = 'dừng';
const tooLateMs = 2000;
const shortLimits: TroubleLimits = { whole: 2, firstToken: 0.8, gap: 0.4 };
const stallLimits: TroubleLimits = { whole: 60, firstToken: 30, gap: 30 };

/** When there was nothing more to wait for: a limit had passed, or the endpoint had given up. */
const endOf: Readonly<
  Record<Exclude<Trouble, 'none'>, (server: TroubleServer, limits: TroubleLimits) => number>
> = {
  silent: ({ asked }, { firstToken }) => (asked ?? 0) + firstToken * 1000,
  stalls: ({ said }, { gap }) => (said ?? 0) + gap * 1000,
  drips: ({ asked }, { whole }) => (asked ?? 0) + whole * 1000,
  cut: ({ said }) => said ?? 0,
  'error-event': ({ said }) => said ?? 0,
  overloaded: ({ said }) => said ?? 0,
  'rate-limited': ({ said }) => said ?? 0,
  'rate-limited-long': ({ said }) => said ?? 0,
};

const usage = 'usage: capuy eval model-trouble [--runs 20] [--json]\n';

/**
 * `capuy eval model-trouble`: how soon the quotation stands where the endpoint of a model fails, and whether commands
 * notice. Exit code 1 where a reply came later than two seconds after the failure, or without quotation or note.
 */
export async function evaluateModelTrouble(args: string[], open: OpenTroubledOffice): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { runs: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
  });
  const runs = Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) {
    process.stderr.write(usage);
    return 2;
  }
  const figures = await measureTrouble(runs, open);
  if (!values.json) {
    const row = (name: string, { n, p50, p95, max }: Times) =>
      `${name.padEnd(28)} n ${n}, p50 ${p50} ms, p95 ${p95} ms, max ${max} ms\n`;
    for (const [name, times] of Object.entries({ ...figures.byTrouble, ...figures.commands }))
      process.stdout.write(row(name, times));
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  const { replies, quoted, told, late } = figures;
  return late > 0 || quoted < replies || told < replies ? 1 : 0;
}

/** Every kind of trouble `runs` times, then every command `runs` times in each of the three situations. */
export async function measureTrouble(runs: number, open: OpenTroubledOffice): Promise<TroubleFigures> {
  const server = await startTroubleServer(sentence);
  try {
    const byTrouble = await measureReplies(server, runs, open);
    const all = Object.values(byTrouble);
    const sum = (of: (one: (typeof all)[number]) => number): number =>
      all.reduce((total, one) => total + of(one), 0);
    return {
      runs,
      byTrouble: Object.fromEntries(
        Object.entries(byTrouble).map(([name, { afterMs, quoted, told }]) => [
          name,
          { ...timesOf(afterMs), quoted, told },
        ]),
      ),
      replies: sum(({ afterMs }) => afterMs.length),
      quoted: sum(({ quoted }) => quoted),
      told: sum(({ told }) => told),
      late: sum(({ afterMs }) => afterMs.filter((ms) => ms > tooLateMs).length),
      commands: await measureCommands(server, runs, open),
    };
  } finally {
    await server.close();
  }
}

type Replies = { afterMs: number[]; quoted: number; told: number };

async function measureReplies(
  server: TroubleServer,
  runs: number,
  open: OpenTroubledOffice,
): Promise<Record<string, Replies>> {
  const office = await open(server.url, shortLimits);
  const found: Record<string, Replies> = {};
  try {
    for (const [trouble, end] of Object.entries(endOf)) {
      const replies: Replies = (found[trouble] = { afterMs: [], quoted: 0, told: 0 });
      for (let run = 0; run < runs; run += 1) {
        // An endpoint that failed three times in a row is left alone; it has to be well in between.
        server.trouble = 'none';
        await office.say('a', question);
        server.trouble = trouble as Trouble;
        const before = server.calls;
        const reply = await office.say('a', question);
        if (server.calls === before) throw new Error(`the endpoint was not asked: ${trouble}`);
        replies.afterMs.push(reply.at - end(server, shortLimits));
        if (reply.hasQuotation) replies.quoted += 1;
        if (/mô hình/iu.test(reply.own)) replies.told += 1;
      }
    }
  } finally {
    await office.close();
  }
  return found;
}

async function measureCommands(
  server: TroubleServer,
  runs: number,
  open: OpenTroubledOffice,
): Promise<TroubleFigures['commands']> {
  const times = { alone: [] as number[], beside: [] as number[], behind: [] as number[] };
  const office = await open(server.url, stallLimits);
  try {
    server.trouble = 'stalls';
    for (let run = 0; run < runs; run += 1)
      for (const command of commands)
        for (const situation of ['alone', 'beside', 'behind'] as const) {
          let stalled: Promise<unknown> = Promise.resolve();
          const chat = situation === 'beside' ? 'b' : 'a';
          if (situation !== 'alone') {
            const before = server.calls;
            stalled = office.say('a', question);
            while (server.calls === before) await new Promise((resolve) => setTimeout(resolve, 5));
          }
          const sent = performance.now();
          const reply = await office.say(chat, command);
          times[situation].push(reply.at - sent);
          // Ends the answer that stalls, and the dialogue that '/hop' opened.
          await Promise.all([office.say('a', endingDialogue), stalled]);
          if (chat === 'b') await office.say('b', endingDialogue);
        }
  } finally {
    await office.close();
  }
  return { alone: timesOf(times.alone), beside: timesOf(times.beside), behind: timesOf(times.behind) };
}

const timesOf = (list: readonly number[]): Times => ({
  n: list.length,
  p50: Math.round(percentile(list, 0.5)),
  p95: Math.round(percentile(list, 0.95)),
  max: Math.round(Math.max(...list)),
});
