import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { answerChat } from './openai-server-chat.ts';
import {
  answerEmbeddings,
  answerModels,
  answerRerank,
  answerTranscription,
  fail,
} from './openai-server-other.ts';
import {
  type chatTurn,
  type embeddingTurn,
  fixture as fixtureSchema,
  type plainTurn,
  toChatTurn,
  type ChatShorthand,
  type ChatTurn,
  type Feature,
  type Fixture,
} from './openai-server-script.ts';

/** How the server answers the next chat call. */
export type ChatScript = z.input<typeof chatTurn> | ChatShorthand;

/** One request, as it came. */
export interface Call {
  method: string;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The JSON body; of a form its fields, a file as `{ name, type, bytes }`. */
  body: Record<string, unknown>;
  /** Whether the whole answer left, or the client went away before; settles at the end of the call. */
  ended: Promise<'answered' | 'left'>;
}

/**
 * A real HTTP server on loopback that speaks the OpenAI protocol as far as assistants use it: chat (whole and as
 * server-sent events), embeddings, transcription, the rerank call of Jina and Cohere, and the list of models. It says
 * what a fixture or a test scripts, errors of the transport included.
 */
export interface OpenAiServer {
  /** The base URL, with `/v1`. */
  url: string;
  /** All requests, in order. */
  calls: Call[];
  /** Scripts for the next chat calls; without one a call gets status 500, so that a test notices. */
  chat: ChatScript[];
  /** Answers a chat call that no script waits for; undefined: what the fixture says. */
  reply: ((body: Record<string, unknown>) => ChatScript | undefined) | null;
  embeddings: z.input<typeof embeddingTurn>[];
  transcriptions: z.input<typeof plainTurn>[];
  reranks: z.input<typeof plainTurn>[];
  /** What the endpoint lacks, as in a fixture. */
  lacks: NonNullable<Fixture['lacks']>;
  /** Turns a text into a vector; the default counts letters, which is enough to tell texts apart. */
  embed: (text: string) => number[];
  close(): Promise<void>;
}

/** Starts the server on `port` (default: a free one), with what `script` says. */
export async function startOpenAiServer(
  script: Fixture = {},
  { port = 0 }: { port?: number } = {},
): Promise<OpenAiServer> {
  const fixture = fixtureSchema.parse(script);
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      // A mistake of the double must be seen as one.
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`the double failed: ${String(error)}`);
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const contentType = request.headers['content-type'] ?? '';
    const bytes = Buffer.concat(parts);
    const body = contentType.startsWith('multipart/form-data')
      ? await readForm(bytes, contentType)
      : readJson(bytes);
    const ended = new Promise<'answered' | 'left'>((resolve) => {
      response.once('close', () => resolve(response.writableFinished ? 'answered' : 'left'));
    });
    result.calls.push({
      method: request.method ?? '',
      path,
      headers: request.headers,
      body: body ?? {},
      ended,
    });
    response.setHeader('x-request-id', `req-${result.calls.length}`);
    if (body === null) return fail(response, { status: 400, message: 'the body is no JSON' });
    if (fixture.key !== undefined && request.headers.authorization !== `Bearer ${fixture.key}`)
      return fail(response, { status: 401, message: 'Incorrect API key provided', code: 'invalid_api_key' });

    const route = `${request.method} ${path.replace(/^\/v1(?=\/)/u, '')}`;
    if (route === 'GET /models') return answerModels(response, fixture.models ?? []);
    const model = String(body['model']);
    const isKnown = fixture.models?.includes(model) ?? true;
    switch (route) {
      case 'POST /chat/completions': {
        if (!isKnown) return failModel(response, model);
        return chatCall(response, body);
      }
      case 'POST /embeddings': {
        if (!isKnown) return failModel(response, model);
        const lacked = lackedOf(body, result.lacks);
        if (lacked) return failFeature(response, lacked, result.lacks);
        const count = Array.isArray(body['input']) ? body['input'].length : 1;
        if (fixture.embeddingBatch !== undefined && count > fixture.embeddingBatch)
          return fail(response, {
            status: 413,
            message: `batch size ${count} > maximum allowed batch size ${fixture.embeddingBatch}`,
          });
        if (isTooLong(JSON.stringify(body['input']).length / count)) return failContext(response);
        return answerEmbeddings(response, body, result.embeddings.shift(), (text) => result.embed(text));
      }
      case 'POST /audio/transcriptions':
        if (!isKnown) return failModel(response, model);
        return answerTranscription(response, body, result.transcriptions.shift());
      case 'POST /rerank':
        if (!isKnown) return failModel(response, model);
        return answerRerank(response, body, result.reranks.shift());
      default:
        return fail(response, { status: 404, message: `no such path: ${path}` });
    }
  }

  const isTooLong = (characters: number): boolean =>
    fixture.contextCharacters !== undefined && characters > fixture.contextCharacters;

  async function chatCall(response: ServerResponse, body: Record<string, unknown>): Promise<void> {
    const messages = body['messages'];
    if (!Array.isArray(messages) || messages.length === 0)
      return fail(response, { status: 400, message: "'messages' is required", param: 'messages' });
    const lacked = lackedOf(body, result.lacks);
    if (lacked) return failFeature(response, lacked, result.lacks);
    const text = messages
      .map((message: { content?: unknown }) => (typeof message.content === 'string' ? message.content : ''))
      .join('\n');
    if (isTooLong(text.length)) return failContext(response);
    const turn = turnFor(body, text);
    if (turn.fail) {
      if (turn.firstMs > 0) await new Promise((resolve) => setTimeout(resolve, turn.firstMs));
      return fail(response, turn.fail);
    }
    const streamOptions = body['stream_options'] as { include_usage?: boolean } | undefined;
    await answerChat(
      response,
      {
        model: body['model'],
        isStream: body['stream'] === true && result.lacks.stream !== 'ignored',
        wantsUsage: streamOptions?.include_usage === true && result.lacks.stream_options !== 'ignored',
        characters: text.length,
      },
      result.lacks.tools === 'ignored' ? { ...turn, toolCalls: [] } : turn,
    );
  }

  function turnFor(body: Record<string, unknown>, text: string): ChatTurn {
    const scripted = result.chat.shift() ?? result.reply?.(body);
    if (scripted) return toChatTurn(scripted);
    const rule = fixture.rules.find(({ when }) => new RegExp(when, 'u').test(text));
    return rule?.turn ?? fixture.otherwise ?? toChatTurn({ type: 'fail', status: 500 });
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const result: OpenAiServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls: [],
    chat: [...fixture.chat],
    reply: null,
    embeddings: [...fixture.embeddings],
    transcriptions: [...fixture.transcriptions],
    reranks: [...fixture.reranks],
    lacks: fixture.lacks,
    embed: (text) => [...'aeiou'].map((letter) => text.split(letter).length - 1 + 1),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return result;
}

/** The first part of the protocol that a call uses and the endpoint does not accept. */
function lackedOf(body: Record<string, unknown>, lacks: OpenAiServer['lacks']): Feature | null {
  const format = (body['response_format'] as { type?: string } | undefined)?.type;
  const messages = (body['messages'] ?? []) as { role?: string }[];
  const used: Readonly<Record<Feature, boolean>> = {
    stream: body['stream'] === true,
    stream_options: body['stream_options'] !== undefined,
    tools: body['tools'] !== undefined,
    json_schema: format === 'json_schema',
    json_object: format === 'json_object',
    temperature: body['temperature'] !== undefined,
    max_tokens: body['max_tokens'] !== undefined,
    max_completion_tokens: body['max_completion_tokens'] !== undefined,
    system: messages.some(({ role }) => role === 'system'),
    encoding_format: body['encoding_format'] !== undefined,
  };
  const found = Object.entries(lacks).find(([feature, how]) => how !== 'ignored' && used[feature as Feature]);
  return found ? (found[0] as Feature) : null;
}

/** Refusals as servers in use word them. */
const refusals: Readonly<Record<Feature, string>> = {
  stream: 'streaming is not supported by this server',
  stream_options: 'Unrecognized request argument supplied: stream_options',
  tools: 'registry/model:2b does not support tools',
  json_schema: "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
  json_object: "'response_format.type' must be 'text'",
  temperature: "Unsupported value: 'temperature' does not support 0 with this model.",
  max_tokens:
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  max_completion_tokens: 'max_completion_tokens: Extra inputs are not permitted',
  system: 'System role not supported',
  encoding_format: 'extra fields not permitted: encoding_format',
};

function failFeature(response: ServerResponse, feature: Feature, lacks: OpenAiServer['lacks']): void {
  fail(response, {
    status: 400,
    message: lacks[feature] === 'unnamed' ? 'Bad request' : refusals[feature],
  });
}

const failModel = (response: ServerResponse, model: string): void =>
  fail(response, { status: 404, message: `The model '${model}' does not exist`, code: 'model_not_found' });

const failContext = (response: ServerResponse): void =>
  fail(response, {
    status: 400,
    message: "This model's maximum context length is 4096 tokens. However, your request is longer.",
    code: 'context_length_exceeded',
  });

function readJson(bytes: Buffer): Record<string, unknown> | null {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    return null;
  }
}

async function readForm(bytes: Buffer, contentType: string): Promise<Record<string, unknown>> {
  const form = await new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form.entries()) {
    fields[name] =
      typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: value.size };
  }
  return fields;
}
