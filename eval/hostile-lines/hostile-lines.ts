import { parseArgs } from 'node:util';
import { shapes, type Shape } from './shapes.ts';

/** Says a line in a chat of its own and resolves when it is answered. */
export interface LineOffice {
  say(line: string): Promise<void>;
  close(): Promise<void>;
}

/** How long lines of one lead took, in milliseconds of the processor: what else the machine does counts for nothing. */
interface OfLead {
  n: number;
  p50: number;
  max: number;
  /** The piece of the slowest line. */
  slowest: string;
}

/** What one run found. */
export interface HostileLines {
  length: number;
  lines: number;
  p50: number;
  p95: number;
  max: number;
  /** Lines that took longer than `limitMs`. */
  late: number;
  limitMs: number;
  /** The steepest growth from a quarter of the length, as a power: 1 grows with the length, 2 with its square. */
  steepest: number;
  byLead: Record<string, OfLead>;
}

/** The longest message that the page takes, in UTF-16 units. */
const longest = 16_000;
/** An answer that takes longer keeps everybody waiting. */
const limitMs = 2_000;
/** Below this, growth says more about the machine than about a pattern, in milliseconds. */
const noticeable = 100;

const usage = 'usage: capuy eval hostile-lines [--length 16000] [--lead NAME] [--piece NAME] [--json]\n';

/** `capuy eval hostile-lines`: how long the longest message may keep the assistant, whatever it says. */
export async function evaluateHostileLines(args: string[], open: () => Promise<LineOffice>): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      length: { type: 'string', default: String(longest) },
      lead: { type: 'string' },
      piece: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const length = Number(values.length);
  const chosen = shapes.filter(
    ({ lead, piece }) =>
      (values.lead === undefined || lead === values.lead) &&
      (values.piece === undefined || piece === values.piece),
  );
  if (!Number.isSafeInteger(length) || length < 100 || chosen.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  const office = await open();
  try {
    const { figures, late } = await measureHostileLines(office, chosen, length);
    if (!values.json) for (const line of late) process.stdout.write(`${line}\n`);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return figures.late === 0 ? 0 : 1;
  } finally {
    await office.close();
  }
}

/** Says every shape at `length`, and the slow ones again at a quarter of it. */
export async function measureHostileLines(
  office: Pick<LineOffice, 'say'>,
  chosen: readonly Shape[],
  length: number,
): Promise<{ figures: HostileLines; late: string[] }> {
  const timed = async (line: string): Promise<number> => {
    const from = process.cpuUsage();
    await office.say(line);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
  // What is loaded and compiled with the first message is no cost of a line.
  for (const { line } of chosen.slice(0, 20)) await office.say(line(200));
  const times: { shape: Shape; ms: number }[] = [];
  const late: string[] = [];
  let steepest = 0;
  for (const shape of chosen) {
    const ms = await timed(shape.line(length));
    times.push({ shape, ms });
    if (ms <= noticeable) continue;
    const power = Math.log(ms / Math.max(1, await timed(shape.line(length / 4)))) / Math.log(4);
    steepest = Math.max(steepest, power);
    if (ms > limitMs)
      late.push(
        `${shape.lead} · ${shape.piece}: ${Math.round(ms)} ms, grows with the power ${power.toFixed(1)}`,
      );
  }
  const byLead: Record<string, OfLead> = {};
  for (const lead of new Set(chosen.map((shape) => shape.lead))) {
    const own = times.filter(({ shape }) => shape.lead === lead).sort((a, b) => a.ms - b.ms);
    const last = own.at(-1);
    byLead[lead] = {
      n: own.length,
      p50: quantile(own, 0.5),
      max: quantile(own, 1),
      slowest: last?.shape.piece ?? '',
    };
  }
  const all = [...times].sort((a, b) => a.ms - b.ms);
  return {
    figures: {
      length,
      lines: all.length,
      p50: quantile(all, 0.5),
      p95: quantile(all, 0.95),
      max: quantile(all, 1),
      late: late.length,
      limitMs,
      steepest: Math.round(steepest * 10) / 10,
      byLead,
    },
    late,
  };
}

const quantile = (sorted: readonly { ms: number }[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.ms ?? 0);
