import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startZaloServer } from '@openclaw/crabline';
import { createWatchers } from './watchers.ts';

/*
 * The Zalo Bot Platform on loopback: the server of @openclaw/crabline (single updates, 408 on idle, 409 for a second
 * poller, webhook with secret), and before it a gate that holds calls to the documented limits, which that server does
 * not check, and fails the calls that a test wants to fail.
 */

/** A call that our side made. */
export interface ZaloCall {
  method: string;
  body: Record<string, unknown>;
}

/** How a coming call fails. 'cut-before': nobody was told; 'cut-after': it was done, and the answer got lost. */
export type ZaloFault = { status: number; body: unknown; retryAfter?: number } | 'cut-before' | 'cut-after';

export interface ZaloServer {
  /** For ZALO_API_ROOT. */
  root: string;
  token: string;
  botId: string;
  /** Every call, in order; those that were failed before they reached the platform are not among them. */
  calls: ZaloCall[];
  /** Texts that were sent to `chat`, in order. */
  texts(chat?: string): string[];
  /** Resolves when it is so; looks again at every call. */
  until(isSo: () => boolean): Promise<void>;
  /** Resolves when a call of `method` was made. */
  called(method: string): Promise<ZaloCall[]>;
  /** Somebody writes; `name` is shown. Resolves when a webhook took it or it waits for a poll. */
  say(text: string, as?: { sender?: string; chat?: string; isGroup?: boolean }): Promise<void>;
  /** Fails the next call of `method`; several wait in line. */
  fail(method: string, fault: ZaloFault): void;
  /** Where the platform posts updates to; null: nowhere. */
  webhookUrl(): Promise<string | null>;
  stop(): Promise<void>;
}

export async function startZalo(): Promise<ZaloServer> {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-zalo-'));
  const token = '4711:not-a-secret';
  const platform = await startZaloServer({ botToken: token, recorderPath: join(folder, 'calls.jsonl') });
  const { baseUrl, adminToken, botId, endpoints } = platform.manifest;
  const calls: ZaloCall[] = [];
  const faults = new Map<string, ZaloFault[]>();
  const { until, changed } = createWatchers();

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString('utf8');
    const method = request.url?.split('/').at(-1) ?? '';
    const body = (raw === '' ? {} : JSON.parse(raw)) as Record<string, unknown>;
    const fault = faults.get(method)?.shift();
    if (fault === 'cut-before') return void request.socket.destroy();
    if (fault && fault !== 'cut-after') return answer(response, fault.status, fault.body, fault.retryAfter);
    const problem = brokenLimit(method, body);
    if (problem !== null) return answer(response, 400, { ok: false, error_code: 400, description: problem });

    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const reply = await fetch(baseUrl + (request.url ?? ''), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: raw === '' ? '{}' : raw,
      signal: gone.signal,
    });
    const text = await reply.text();
    calls.push({ method, body });
    changed();
    if (fault === 'cut-after') return void request.socket.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(text);
  }

  const gate = createServer((request, response) => {
    // Our side went away in the middle of a poll: nothing is left to answer.
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));

  const ask = async (method: string): Promise<{ result?: { url?: string } }> =>
    (await fetch(`${baseUrl}/bot${token}/${method}`, { method: 'POST', body: '{}' })).json() as never;

  return {
    root: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    token,
    botId,
    calls,
    texts: (chat) =>
      calls
        .filter(
          ({ method, body }) => method === 'sendMessage' && (chat ?? body['chat_id']) === body['chat_id'],
        )
        .map(({ body }) => String(body['text'])),
    until,
    async called(method) {
      const made = (): ZaloCall[] => calls.filter((call) => call.method === method);
      await until(() => made().length > 0);
      return made();
    },
    async say(text, { sender = 'an', chat = sender, isGroup = false } = {}) {
      const response = await fetch(endpoints.adminInboundUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-crabline-admin-token': adminToken },
        body: JSON.stringify({
          chatId: chat,
          senderId: sender,
          text,
          chatType: isGroup ? 'GROUP' : 'PRIVATE',
        }),
      });
      if (!response.ok) throw new Error(`not said: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    },
    fail(method, fault) {
      faults.set(method, [...(faults.get(method) ?? []), fault]);
    },
    async webhookUrl() {
      return (await ask('getWebhookInfo')).result?.url || null;
    },
    async stop() {
      gate.closeAllConnections();
      await new Promise((resolve) => gate.close(resolve));
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/html' : 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** What the documentation limits (docs.zaloplatforms.com/docs/BOT, v2.5), or null. */
function brokenLimit(method: string, body: Record<string, unknown>): string | null {
  const text = body['text'];
  if (method === 'sendMessage') {
    if (typeof text !== 'string' || text.trim() === '' || text.length > 2000)
      return 'text must have 1 to 2000';
    if (/[\uD800-\uDBFF]$|^[\uDC00-\uDFFF]/u.test(text)) return 'text is cut inside a character';
    for (const { start, len } of (body['text_styles'] ?? []) as { start: number; len: number }[])
      if (start < 0 || len < 1 || start + len > text.length) return 'text_styles leave the text';
  }
  if (method === 'sendPhoto') {
    if (!/^https:\/\//u.test(String(body['photo']))) return 'photo must be an https url';
    if (String(body['caption'] ?? 'x').length > 2000) return 'caption must have 1 to 2000';
  }
  if (method === 'setWebhook') {
    const { length } = String(body['secret_token'] ?? '');
    if (length < 8 || length > 256) return 'secret_token must have 8 to 256';
  }
  return null;
}
