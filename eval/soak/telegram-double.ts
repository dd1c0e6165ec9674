import type { IncomingMessage, ServerResponse } from 'node:http';
import { readPayload, serveOnLoopback } from '../loopback.ts';
import type { Fault } from './latency.ts';

/*
 * As much of Telegram's Bot API as a soak needs, on loopback: updates by long polling, confirmed by the next offset,
 * and messages that arrive. It fails as it is told to, before or after it has done what was asked.
 */

/** How a call fails. `isDone`: what was asked has happened, only nobody hears of it. */
export type Trouble =
  | { type: 'rate'; retryAfter: number }
  | { type: 'error' }
  | { type: 'cut'; isDone: boolean }
  | { type: 'silence'; isDone: boolean };

/** One message of the bot that arrived. */
export interface Arrived {
  chat: number;
  text: string;
  /** From `performance.now()`. */
  at: number;
}

export interface TelegramDouble {
  url: string;
  /** A person writes; returns when, from `performance.now()`. */
  say(chat: number, text: string): number;
  /** Calls that were made to fail, by kind; `cut` counts those after which nobody can know whether it was done. */
  troubles: { rate: number; error: number; cut: number };
  /** Everything that was made to fail. */
  faults: readonly Fault[];
  /** Updates that no poll has confirmed yet. */
  unconfirmed(): number;
  close(): Promise<void>;
}

/** How long a silent server keeps the connection, in milliseconds; longer than the client waits for a call. */
const silenceMs = 60_000;
const longestPollMs = 30_000;

/** Starts the double on a free port. `trouble` is asked for each sent message and each poll; null lets it through. */
export async function startTelegramDouble(options: {
  token: string;
  trouble(method: 'sendMessage' | 'getUpdates'): Trouble | null;
  arrived(message: Arrived): void;
}): Promise<TelegramDouble> {
  const troubles = { rate: 0, error: 0, cut: 0 };
  const faults: Fault[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let updates: { update_id: number; message: unknown }[] = [];
  let nextUpdate = 1;
  let nextMessage = 1;
  let wake = (): void => {};

  const later = (ms: number, action: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };

  async function getUpdates(payload: Record<string, unknown>, isGone: () => boolean): Promise<unknown> {
    const offset = Number(payload['offset'] ?? 0);
    updates = updates.filter((update) => update.update_id >= offset);
    if (updates.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
        later(Math.min(longestPollMs, Number(payload['timeout'] ?? 0) * 1000), resolve);
      });
    // What is handed to a connection that has gone is not lost: it was not confirmed.
    return isGone() ? [] : updates.slice(0, 100);
  }

  function sendMessage(payload: Record<string, unknown>): unknown {
    const chat = Number(payload['chat_id']);
    const id = nextMessage++;
    const text = String(payload['text'] ?? '');
    options.arrived({ chat, text, at: performance.now() });
    return { message_id: id, date: 0, chat: { id: chat, type: 'private' }, text };
  }

  async function answer(
    method: string,
    payload: Record<string, unknown>,
    isGone: () => boolean,
  ): Promise<unknown> {
    if (method === 'getMe')
      return {
        id: Number(options.token.split(':')[0]),
        is_bot: true,
        first_name: 'Soak',
        username: 'soak_bot',
      };
    if (method === 'getUpdates') return getUpdates(payload, isGone);
    if (method === 'sendMessage') return sendMessage(payload);
    if (method === 'getWebhookInfo') return { url: '', pending_update_count: 0 };
    return true;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = /^\/bot[^/]+\/(\w+)/u.exec(request.url ?? '')?.[1] ?? '';
    const payload = await readPayload(request);
    const isSend = method === 'sendMessage';
    const trouble = isSend || method === 'getUpdates' ? options.trouble(method) : null;
    const say = (status: number, body: object): void => {
      if (response.destroyed) return;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const isGone = (): boolean => response.destroyed;
    if (trouble === null) {
      const result = await answer(method, payload, isGone);
      say(200, { ok: true, result });
      return;
    }
    const now = performance.now();
    const fault = { chat: isSend ? Number(payload['chat_id']) : null, from: now, to: now };
    faults.push(fault);
    switch (trouble.type) {
      case 'rate': {
        troubles.rate++;
        fault.to += trouble.retryAfter * 1000;
        const parameters = { retry_after: trouble.retryAfter };
        say(429, { ok: false, error_code: 429, description: 'Too Many Requests', parameters });
        return;
      }
      case 'error':
        troubles.error++;
        say(500, { ok: false, error_code: 500, description: 'Internal Server Error' });
        return;
      case 'cut':
      case 'silence':
        if (isSend) troubles.cut++;
        if (trouble.isDone && isSend) await answer(method, payload, isGone);
        if (trouble.type === 'cut') {
          response.destroy();
          return;
        }
        fault.to += silenceMs;
        // It lasts until the client gives up.
        response.once('close', () => (fault.to = performance.now()));
        later(silenceMs, () => response.destroy());
    }
  }

  const server = await serveOnLoopback((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  return {
    url: server.root,
    troubles,
    faults,
    say(chat, text) {
      const from = { id: chat, is_bot: false, first_name: `P${chat}`, language_code: 'vi' };
      const id = nextUpdate++;
      const message = {
        message_id: id,
        date: 0,
        chat: { id: chat, type: 'private', first_name: from.first_name },
        from,
        text,
      };
      updates.push({ update_id: id, message });
      const at = performance.now();
      wake();
      return at;
    },
    unconfirmed: () => updates.length,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      wake();
      await server.close();
    },
  };
}
