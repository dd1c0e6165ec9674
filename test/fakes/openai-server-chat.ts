import type { ServerResponse } from 'node:http';
import type { ChatTurn } from './openai-server-script.ts';

/** What a chat call asked for, as far as the answer depends on it. */
export interface ChatRequest {
  model: unknown;
  isStream: boolean;
  wantsUsage: boolean;
  /** Of all messages, for counting. */
  characters: number;
}

/** One change of the answer: what a stream's event carries in `delta`. */
type Delta = Record<string, unknown>;

/** Waits `ms`, or for ever; false where the client left in the meantime. */
async function wait(response: ServerResponse, ms: number): Promise<boolean> {
  if (ms === 0) return !response.destroyed;
  return new Promise((resolve) => {
    const timer = Number.isFinite(ms)
      ? setTimeout(() => {
          response.off('close', left);
          resolve(true);
        }, ms)
      : undefined;
    const left = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    response.once('close', left);
  });
}

/** The pieces of an answer in the order in which they are written. */
function deltasOf(turn: ChatTurn): Delta[] {
  const deltas: Delta[] = [];
  if (turn.thinking) {
    const { as, say } = turn.thinking;
    if (as === 'tags') deltas.push({ content: '<think>' });
    const field = as === 'reasoning_content' || as === 'reasoning' ? as : 'content';
    deltas.push(...say.map((piece) => ({ [field]: piece })));
    if (field === 'content') deltas.push({ content: '</think>\n\n' });
  }
  for (let i = 0; i < turn.repeat; i += 1) deltas.push(...turn.say.map((content) => ({ content })));
  turn.toolCalls.forEach((call, index) => {
    const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments ?? {});
    const size = Math.max(1, Math.ceil(text.length / call.pieces));
    const slices = Array.from({ length: call.pieces }, (_, i) => text.slice(i * size, (i + 1) * size));
    slices.forEach((slice, i) => {
      const head = i === 0 ? { id: `call_${index + 1}`, type: 'function' } : {};
      const name = i === 0 ? { name: call.name } : {};
      deltas.push({ tool_calls: [{ index, ...head, function: { ...name, arguments: slice } }] });
    });
  });
  return deltas;
}

const finishOf = (turn: ChatTurn): string | null =>
  turn.finish === undefined ? (turn.toolCalls.length > 0 ? 'tool_calls' : 'stop') : turn.finish;

function usageOf(turn: ChatTurn, request: ChatRequest, pieceCount: number): object | null {
  if (turn.usage === 'none') return null;
  const counted = turn.usage ?? {
    prompt_tokens: Math.ceil(request.characters / 4),
    completion_tokens: pieceCount,
  };
  return { ...counted, total_tokens: counted.prompt_tokens + counted.completion_tokens };
}

/** Answers one chat call as `turn` says. */
export async function answerChat(
  response: ServerResponse,
  request: ChatRequest,
  turn: ChatTurn,
): Promise<void> {
  const asStream = turn.as === undefined ? request.isStream : turn.as === 'stream';
  await (asStream ? answerStream(response, request, turn) : answerWhole(response, request, turn));
}

async function answerWhole(response: ServerResponse, request: ChatRequest, turn: ChatTurn): Promise<void> {
  const deltas = deltasOf(turn);
  const waited = turn.firstMs + turn.gapMs * Math.max(0, deltas.length - 1);
  if (!(await wait(response, turn.then === 'stall' ? Number.POSITIVE_INFINITY : waited))) return;
  const join = (field: string): string => deltas.map((delta) => (delta[field] as string) ?? '').join('');
  const toolCalls = turn.toolCalls.map((call, index) => ({
    id: `call_${index + 1}`,
    type: 'function',
    function: {
      name: call.name,
      arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments ?? {}),
    },
  }));
  const message = {
    role: 'assistant',
    content: join('content') || (toolCalls.length > 0 ? null : ''),
    ...(join('reasoning_content') ? { reasoning_content: join('reasoning_content') } : {}),
    ...(join('reasoning') ? { reasoning: join('reasoning') } : {}),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
  const usage = usageOf(turn, request, deltas.length);
  const body = JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: request.model,
    choices: [{ index: 0, message, finish_reason: finishOf(turn) }],
    ...(usage ? { usage } : {}),
  });
  response.setHeader('content-type', 'application/json');
  if (turn.then === 'cut') {
    response.write(body.slice(0, Math.ceil(body.length / 2)));
    await wait(response, 1);
    response.destroy();
    return;
  }
  response.end(body.slice(0, turn.truncateJsonTo));
}

async function answerStream(response: ServerResponse, request: ChatRequest, turn: ChatTurn): Promise<void> {
  const deltas = deltasOf(turn);
  const stopAfter = turn.then ? (turn.after ?? deltas.length) : Number.POSITIVE_INFINITY;
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  response.setHeader('cache-control', 'no-cache');
  response.flushHeaders();
  const end = turn.lineEnd.repeat(2);

  const send = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    const size = turn.packetBytes ?? bytes.length;
    for (let from = 0; from < bytes.length && !response.destroyed; from += size) {
      response.write(bytes.subarray(from, from + size));
      // Let each packet leave by itself; a heap of them would be sent as one.
      if (turn.packetBytes) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: request.model };
  const event = (delta: Delta, finish: string | null): string =>
    JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] });

  if (turn.comments) await send(`: keep-alive${end}`);
  if (turn.junk !== undefined) await send(`${turn.junk}${end}`);
  // The role comes first and by itself, as public services send it; it is no token yet.
  await send(`data: ${event({ role: 'assistant', content: '' }, null)}${end}`);
  for (const [i, delta] of deltas.entries()) {
    if (i >= stopAfter) break;
    if (!(await wait(response, i === 0 ? turn.firstMs : turn.gapMs))) return;
    if (turn.comments) await send(`: keep-alive${end}`);
    const isLast = i === deltas.length - 1;
    const json = event(delta, null);
    await send(`data: ${isLast ? json.slice(0, turn.truncateJsonTo) : json}${end}`);
  }
  if (deltas.length === 0 && !(await wait(response, turn.firstMs))) return;
  switch (turn.then) {
    case 'stall':
      await wait(response, Number.POSITIVE_INFINITY);
      return;
    case 'cut':
      // What was written leaves first: a connection breaks after bytes, not instead of them.
      await wait(response, 1);
      response.destroy();
      return;
    case 'end':
      response.end();
      return;
    case 'error':
      await send(
        `data: ${JSON.stringify({ error: { message: 'the engine died', type: 'server_error', code: 503 } })}${end}`,
      );
      response.end();
      return;
  }
  const finish = finishOf(turn);
  if (finish !== null) await send(`data: ${event({}, finish)}${end}`);
  const usage = request.wantsUsage ? usageOf(turn, request, deltas.length) : null;
  if (usage) {
    await send(`data: ${JSON.stringify({ ...head, choices: [], usage })}${end}`);
  }
  if (turn.done) await send(`data: [DONE]${end}`);
  response.end();
}
