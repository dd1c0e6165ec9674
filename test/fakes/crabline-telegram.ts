import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTelegramServer } from '@openclaw/crabline';
import { createWatchers } from './watchers.ts';

/**
 * Crabline's Telegram server (github.com/openclaw/crabline), a double by other hands: text in both directions over long
 * polling and webhooks. Presses and files that people send it drops.
 */
export interface CrablineTelegram {
  url: string;
  token: string;
  /** A message of a person in their private chat, or in `chat`. */
  say(
    text: string,
    place?: { chat?: number; from?: number; type?: 'private' | 'group' | 'supergroup' },
  ): Promise<void>;
  /** Bodies of the calls of one method that were accepted, in order. */
  callsOf(method: string): Readonly<Record<string, unknown>>[];
  /** Texts as a chat shows them now; an edit is taken to be of the latest, which is all that ever grows. */
  texts(): string[];
  /** Resolves when `isSo` holds after some call. */
  until(isSo: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** @param botId a bot of its own for each server of one office, because each counts its updates from one */
export async function startCrablineTelegram({
  person = 1001,
  botId = 424242,
} = {}): Promise<CrablineTelegram> {
  const folder = await mkdtemp(join(tmpdir(), 'crabline-'));
  const calls: { method: string; body: Record<string, unknown> }[] = [];
  const watchers = createWatchers();
  const server = await startTelegramServer({
    botId,
    botToken: `${botId}:crabline`,
    recorderPath: join(folder, 'calls.jsonl'),
    onEvent(event) {
      const { path, body, accepted } = event as {
        path?: string;
        body?: Record<string, unknown>;
        accepted?: boolean;
      };
      const method = /\/bot<redacted>\/(\w+)/u.exec(path ?? '')?.[1];
      if (method === undefined || accepted === false) return;
      calls.push({ method, body: body ?? {} });
      watchers.changed();
    },
  });
  const { manifest } = server;
  return {
    url: manifest.endpoints.apiRoot,
    token: manifest.botToken,
    async say(text, { from = person, chat = from, type = 'private' } = {}) {
      const command = /^\/\w+/u.exec(text);
      const response = await fetch(manifest.endpoints.adminInboundUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-crabline-admin-token': manifest.adminToken },
        body: JSON.stringify({
          chatId: chat,
          chatType: type,
          fromId: from,
          text,
          ...(command ? { entities: [{ type: 'bot_command', offset: 0, length: command[0].length }] } : {}),
        }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    callsOf: (method) => calls.filter((call) => call.method === method).map(({ body }) => body),
    texts: () =>
      calls.reduce<string[]>((shown, { method, body }) => {
        if (method === 'sendMessage') return [...shown, String(body['text'])];
        return method === 'editMessageText' ? [...shown.slice(0, -1), String(body['text'])] : shown;
      }, []),
    until: watchers.until,
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
