import { z } from 'zod';
import { ChannelError } from '../../../core/errors.ts';
import { callJson, type JsonAnswer } from '../http-json.ts';

/*
 * The Zalo Bot Platform over HTTP (docs.zaloplatforms.com/docs/BOT, v2.5): `<root>/bot<token>/<method>`, JSON in and
 * out, and whether it worked is said by `ok` in the body, whatever the status says.
 */

/** A stretch of text with styles; `start` and `len` in UTF-16 units. */
export interface TextStyle {
  start: number;
  len: number;
  st: string[];
}

/** What the bot is. */
export interface BotInfo {
  id: string;
  name: string | null;
  canJoinGroups: boolean;
}

export interface ZaloClient {
  getMe(signal?: AbortSignal): Promise<BotInfo>;
  /** The next update, as it came; null where nothing was said in `timeoutSeconds`. There is no second delivery. */
  getUpdate(timeoutSeconds: number, signal?: AbortSignal): Promise<unknown>;
  /** Where updates are posted to; null: nowhere, so that they can be fetched. */
  webhookUrl(signal?: AbortSignal): Promise<string | null>;
  setWebhook(url: string, secret: string, signal?: AbortSignal): Promise<void>;
  deleteWebhook(signal?: AbortSignal): Promise<void>;
  /** `text` of 1 to 2,000 units. Returns the id of the message. */
  sendMessage(chatId: string, text: string, styles: readonly TextStyle[]): Promise<string>;
  /** The platform fetches `url` itself, more than once. */
  sendPhoto(chatId: string, url: string, caption: string): Promise<string>;
  /** Shows for about five seconds that an answer is being made. */
  sendTyping(chatId: string): Promise<void>;
}

/** Longest text and caption, in UTF-16 units (sendMessage, sendPhoto). */
export const mostUnits = 2000;

const callTimeoutMs = 15_000;
/** The answer to a poll may come this much later than was asked for. */
const pollGraceMs = 5000;

const reply = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.coerce.number().optional(),
  description: z.string().optional(),
});
const me = z.object({
  id: z.coerce.string(),
  account_name: z.string().optional(),
  can_join_groups: z.boolean().optional(),
});
const webhook = z.object({ url: z.string().optional() });
const sent = z.object({ message_id: z.coerce.string() });

/** A client of one bot. `root` without a slash at the end. */
export function createZaloClient({ root, token }: { root: string; token: string }): ZaloClient {
  const base = `${root}/bot${encodeURIComponent(token).replaceAll('%3A', ':')}`;

  async function call(
    method: string,
    parameters: Record<string, unknown>,
    options: {
      signal?: AbortSignal | undefined;
      timeoutMs?: number;
      isSend?: boolean;
      isPoll?: boolean;
    } = {},
  ): Promise<unknown> {
    const answer = await callJson(
      `${base}/${method}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(parameters),
      },
      {
        name: `zalo ${method}`,
        timeoutMs: options.timeoutMs ?? callTimeoutMs,
        signal: options.signal,
        isSend: options.isSend ?? false,
      },
    );
    const body = reply.safeParse(answer.body);
    if (body.success && body.data.ok) return body.data.result ?? null;
    const code = (body.success ? body.data.error_code : undefined) ?? answer.status;
    // Nothing was said while the call was open: the ordinary end of a poll.
    if (options.isPoll && code === 408) return null;
    throw refusal(method, answer, code, options.isSend ?? false);
  }

  const idOf = (method: string, result: unknown): string => {
    const parsed = sent.safeParse(result);
    // Accepted, so it must not be sent again, even though its id is not known.
    if (!parsed.success) return `${method}:unknown`;
    return parsed.data.message_id;
  };

  return {
    async getMe(signal) {
      const { id, account_name, can_join_groups } = me.parse(await call('getMe', {}, { signal }));
      return { id, name: account_name ?? null, canJoinGroups: can_join_groups ?? false };
    },
    getUpdate: (timeoutSeconds, signal) =>
      // A string, as the documentation types it and other clients send it.
      call(
        'getUpdates',
        { timeout: String(timeoutSeconds) },
        { signal, timeoutMs: timeoutSeconds * 1000 + pollGraceMs, isPoll: true },
      ),
    async webhookUrl(signal) {
      const { url } = webhook.parse((await call('getWebhookInfo', {}, { signal })) ?? {});
      return url ? url : null;
    },
    async setWebhook(url, secret, signal) {
      await call('setWebhook', { url, secret_token: secret }, { signal });
    },
    async deleteWebhook(signal) {
      await call('deleteWebhook', {}, { signal });
    },
    async sendMessage(chatId, text, styles) {
      const parameters = { chat_id: chatId, text, ...(styles.length > 0 ? { text_styles: styles } : {}) };
      return idOf('sendMessage', await call('sendMessage', parameters, { isSend: true }));
    },
    async sendPhoto(chatId, url, caption) {
      const parameters = { chat_id: chatId, photo: url, ...(caption === '' ? {} : { caption }) };
      return idOf('sendPhoto', await call('sendPhoto', parameters, { isSend: true }));
    },
    async sendTyping(chatId) {
      await call('sendChatAction', { chat_id: chatId, action: 'typing' }, { timeoutMs: 5000 });
    },
  };
}

/**
 * What a refusal means. A body that is JSON is the platform's own answer: nothing was delivered. Without one it was a
 * gateway that spoke, and of a send nobody knows. Code 403 is "internal server error" here, 409 a second poller.
 */
function refusal(method: string, answer: JsonAnswer, code: number, isSend: boolean): ChannelError {
  const words = `zalo ${method} was refused (${code})`;
  const { retryAfterMs } = answer;
  switch (code) {
    case 400:
    case 404:
    case 413:
      return new ChannelError('invalid', words);
    case 401:
      return new ChannelError('auth', words);
    case 429:
      return new ChannelError('rate', words, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  const isUnknown = isSend && answer.body === null && code !== 503;
  return new ChannelError(isUnknown ? 'unknown-delivery' : 'transient', words);
}
