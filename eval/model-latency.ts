import { parseArgs } from 'node:util';
import { createModels } from '../llm/openai.ts';
import type { ChatMessage } from '../llm/model.ts';
import { startModelDouble } from './adversary/model-double.ts';
import { percentile } from './statistics.ts';

const usage = 'usage: capuy eval model-latency [--calls 300] [--letters 12000] [--json]\n';

/** Milliseconds from the call to the first piece of the answer. */
interface FirstPiece {
  p50: number;
  p95: number;
}

/** What our clients add before the first token of an answer. */
export interface LatencyFigures {
  calls: number;
  promptLetters: number;
  /** A bare request, answered by the same server at once: what the wire costs. */
  bare: FirstPiece;
  /** The same request through queue, ceiling, deadline, abilities and the protocol's library. */
  ours: FirstPiece;
  added: FirstPiece;
  /** Processor time of this process for one call of ours, the server's part in it included. */
  cpuMsPerCall: number;
  /** The first call of a process, the loading of the library included. */
  coldMs: number;
}

/** `capuy eval model-latency`: our share of the time to the first token, against an endpoint that takes none. */
export async function evaluateModelLatency(args: string[]): Promise<number> {
  let values: { calls: string; letters: string; json: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        calls: { type: 'string', default: '300' },
        letters: { type: 'string', default: '12000' },
        json: { type: 'boolean', default: false },
      },
    }));
  } catch {
    process.stderr.write(usage);
    return 2;
  }
  const figures = await measureLatency(Number(values.calls), Number(values.letters));
  if (!values.json) {
    const row = (name: string, { p50, p95 }: FirstPiece) =>
      `${name.padEnd(28)} p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms\n`;
    process.stdout.write(row('bare request', figures.bare));
    process.stdout.write(row('through our clients', figures.ours));
    process.stdout.write(row('added', figures.added));
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** Both ways in turn, so that a busy machine is busy for both. */
async function measureLatency(calls: number, letters: number): Promise<LatencyFigures> {
  const server = await startModelDouble();
  server.say = () => ['Chi bộ ', 'họp mỗi tháng [1].'];
  const messages: ChatMessage[] = [
    { role: 'system', content: 'Trả lời từ các đoạn trích.' },
    { role: 'user', content: 'đoạn trích '.repeat(Math.ceil(letters / 11)).slice(0, letters) },
  ];
  try {
    const begun = performance.now();
    const { chat } = createModels({
      baseUrl: server.url,
      chatModel: 'm',
      timeoutSeconds: 60,
      firstTokenSeconds: 15,
      tokenGapSeconds: 10,
      ceiling: { dailyTokens: 1e12, dailyCost: 0, prices: { chatInput: 0, chatOutput: 0, embedding: 0 } },
    });
    if (!chat) throw new Error('no chat model');
    const ours = async (): Promise<number> => {
      const start = performance.now();
      let first: number | null = null;
      for await (const piece of chat.stream(messages, { signal: new AbortController().signal }))
        if (piece !== '') first ??= performance.now() - start;
      if (first === null) throw new Error('the double said nothing');
      return first;
    };
    await ours();
    const coldMs = performance.now() - begun;
    await bare(server.url, messages);
    const times = { bare: [] as number[], ours: [] as number[] };
    let cpu = 0;
    for (let i = 0; i < calls; i += 1) {
      times.bare.push(await bare(server.url, messages));
      const before = process.cpuUsage();
      times.ours.push(await ours());
      const { user, system } = process.cpuUsage(before);
      cpu += (user + system) / 1000;
    }
    const of = (list: readonly number[]): FirstPiece => ({
      p50: percentile(list, 0.5),
      p95: percentile(list, 0.95),
    });
    const [without, withUs] = [of(times.bare), of(times.ours)];
    return {
      calls,
      promptLetters: letters,
      bare: without,
      ours: withUs,
      added: { p50: withUs.p50 - without.p50, p95: withUs.p95 - without.p95 },
      cpuMsPerCall: cpu / calls,
      coldMs,
    };
  } finally {
    await server.close();
  }
}

async function bare(url: string, messages: readonly ChatMessage[]): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages, stream: true }),
  });
  const reader = response.body?.getReader();
  await reader?.read();
  const first = performance.now() - start;
  while (!(await reader?.read())?.done);
  return first;
}
