import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCall, type Answer, type BotState, type ShownMessage } from './telegram-methods.ts';
import { createTyping, type Typing } from './telegram-people.ts';
import { createUpdates, type UpdateContent } from './telegram-updates.ts';
import { createWatchers } from './watchers.ts';

/*
 * Telegram's Bot API as a real HTTP server on loopback, with the people at the other end. It refuses what Telegram
 * refuses (core.telegram.org/bots/api): long texts, keys of buttons over 64 bytes, edits that change nothing, a second
 * poller, chats that blocked the bot or became a supergroup; and it does what it is told to do wrong.
 */

/** One call of the bot, without its token. */
export interface Call {
  method: string;
  payload: Readonly<Record<string, unknown>>;
  /** Files of a multipart call by their field. */
  files: ReadonlyMap<string, { name: string; bytes: Buffer }>;
}

/** What a call comes to instead of its answer. */
export type Fault =
  /** Refused before anything happened. */
  | { type: 'error'; code: number; description?: string; retryAfter?: number }
  /** The connection breaks; `isDone`: after the call has been carried out. */
  | { type: 'cut'; isDone: boolean }
  /** Nothing is ever answered; `isDone` as above. */
  | { type: 'silence'; isDone: boolean };

export interface TelegramServerOptions {
  /** Default '123456:TEST'. */
  token?: string;
  /** Default 'capuy_bot'. */
  username?: string;
  /** Looks at each call and may make it fail. */
  fault?: (call: Call) => Fault | null;
  /** False: calls and shown messages are not kept, for long runs; `onCall` still sees them. Default true. */
  keeps?: boolean;
  onCall?: (call: Call, result: unknown) => void;
  /** Drafts and rich messages, which many servers do not know: 404 without. Default false. */
  hasDrafts?: boolean;
  hasRich?: boolean;
}

/** The server and everybody who writes to the bot. */
export interface TelegramServer extends Typing {
  /** Root of the API, without a slash at the end. */
  url: string;
  token: string;
  bot: { id: number; username: string };
  calls: Call[];
  /** Calls of one method. */
  callsOf(method: string): Call[];
  /** What a chat shows now, oldest first, edits applied. */
  shown(chat?: number): ShownMessage[];
  /** Texts and captions of what a chat shows now. */
  texts(chat?: number): string[];
  /** The same as one string. */
  text(chat?: number): string;
  /** Resolves when `isSo` holds after some call; at once where it does already. */
  until(isSo: () => boolean): Promise<void>;
  /** Resolves when the bot waits for updates, or has set its webhook, and everything sent so far is taken. */
  settled(): Promise<void>;
  /** Makes coming calls fail, one each, in this order; `method` names which calls count. */
  failNext(fault: Fault, method?: string): void;
  /** The person blocks the bot, or lets it in again. */
  block(chat: number, isBlocked?: boolean): void;
  /** A group becomes a supergroup of another id. */
  migrate(from: number, to: number): void;
  /** Delivers an update that has no method of its own here; returns its number. */
  deliver(content: UpdateContent): number;
  /** Delivers an update once more. */
  repeat(updateId: number): void;
  commands: BotState['commands'];
  webhook: { url: string; secret: string } | null;
  /** Answers of our webhook, in order. */
  webhookAnswers: number[];
  close(): Promise<void>;
}

/** Starts a server on a random port of loopback. */
export async function startTelegramServer(options: TelegramServerOptions = {}): Promise<TelegramServer> {
  const token = options.token ?? '123456:TEST';
  const bot = { id: Number(token.split(':')[0]), username: options.username ?? 'capuy_bot' };
  const keeps = options.keeps ?? true;
  const calls: Call[] = [];
  const faults: { fault: Fault; method?: string | undefined }[] = [];
  const { until, changed: look } = createWatchers();
  const updates = createUpdates(look, keeps);
  const state: BotState = {
    bot,
    keeps,
    messages: new Map(),
    files: new Map(),
    commands: new Map(),
    callbacks: new Set(),
    blocked: new Set(),
    migrated: new Map(),
    nextMessageId: new Map(),
    hasDrafts: options.hasDrafts ?? false,
    hasRich: options.hasRich ?? false,
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://telegram').pathname;
    const file = /^\/file\/bot([^/]+)\/(.+)$/u.exec(path);
    if (file) {
      const bytes = file[1] === token ? state.files.get(decodeURIComponent(file[2] as string)) : undefined;
      response.writeHead(bytes ? 200 : 404).end(bytes ?? '');
      return;
    }
    const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)$/u.exec(path) ?? [];
    const call: Call = { method, ...(await payloadOf(request)) };
    if (given !== token) return reply(response, { code: 401, description: 'Unauthorized' });
    const fault = nextFault(call);
    if (fault?.type === 'error') {
      note(call, null);
      return reply(response, {
        code: fault.code,
        description:
          fault.description ?? (fault.code === 429 ? 'Too Many Requests' : 'Internal Server Error'),
        ...(fault.retryAfter === undefined ? {} : { parameters: { retry_after: fault.retryAfter } }),
      });
    }
    if (fault && !fault.isDone) {
      note(call, null);
      if (fault.type === 'cut') request.socket.destroy();
      return;
    }
    const answer =
      method === 'getUpdates' || /webhook/iu.test(method)
        ? await updates.answer(call, request)
        : answerCall(state, call);
    note(call, 'result' in answer ? answer.result : null);
    if (fault) {
      if (fault.type === 'cut') request.socket.destroy();
      return;
    }
    reply(response, answer);
  }

  function nextFault(call: Call): Fault | null {
    const index = faults.findIndex(({ method }) => method === undefined || method === call.method);
    if (index >= 0) return (faults.splice(index, 1)[0] as { fault: Fault }).fault;
    return options.fault?.(call) ?? null;
  }

  function note(call: Call, result: unknown): void {
    if (keeps && call.method !== 'getUpdates') calls.push(call);
    options.onCall?.(call, result);
    look();
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const typing = createTyping(state, updates.add);
  const shown = (chat = typing.chat): ShownMessage[] => state.messages.get(chat) ?? [];
  const texts = (chat?: number): string[] =>
    shown(chat).map((message) => message.text ?? message.caption ?? '');

  return {
    ...typing,
    url: `http://127.0.0.1:${port}`,
    token,
    bot,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    shown,
    texts,
    text: (chat) => texts(chat).join('\n'),
    until,
    settled: () => until(() => updates.isSettled()),
    failNext: (fault, method) => void faults.push({ fault, method }),
    block(chat, isBlocked = true) {
      if (isBlocked) state.blocked.add(chat);
      else state.blocked.delete(chat);
      typing.membership(chat, isBlocked ? 'kicked' : 'member');
    },
    migrate(from, to) {
      state.migrated.set(from, to);
      state.messages.set(to, []);
      typing.migration(from, to);
    },
    deliver: (content) => updates.add(content),
    repeat: updates.repeat,
    commands: state.commands,
    get webhook() {
      return updates.webhook();
    },
    webhookAnswers: updates.webhookAnswers,
    async close() {
      updates.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function reply(response: ServerResponse, answer: Answer): void {
  const isOk = 'result' in answer;
  const body = isOk
    ? { ok: true, result: answer.result }
    : {
        ok: false,
        error_code: answer.code,
        description: answer.description,
        ...(answer.parameters ? { parameters: answer.parameters } : {}),
      };
  response
    .writeHead(isOk ? 200 : answer.code, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

/** The fields of a call, sent as JSON or as multipart with files; JSON inside multipart fields is parsed. */
async function payloadOf(request: IncomingMessage): Promise<Pick<Call, 'payload' | 'files'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const files = new Map<string, { name: string; bytes: Buffer }>();
  if (!type.startsWith('multipart/'))
    return {
      payload: body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Call['payload']),
      files,
    };
  const payload: Record<string, unknown> = {};
  // By hand: grammY leaves names of files without quotes, which the parsers of browsers refuse and Telegram takes.
  const boundary = `\r\n--${/boundary=(.+)$/u.exec(type)?.[1] ?? ''}`;
  const text = `\r\n${body.toString('latin1')}`;
  for (const part of text.split(boundary).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = Buffer.from(part.slice(0, end), 'latin1').toString('utf8');
    const bytes = Buffer.from(part.slice(end + 4), 'latin1');
    const field = / ?name="([^"]*)"/u.exec(head)?.[1] ?? '';
    const name = /;filename=([^;\r\n]*)/u.exec(head)?.[1];
    if (name === undefined) payload[field] = parsed(bytes.toString('utf8'));
    else files.set(field, { name, bytes });
  }
  return { payload, files };
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
