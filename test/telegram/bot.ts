import {
  createTelegramChannel,
  mostBytesIn,
  type TelegramDeps,
} from '../../bot/channels/telegram/telegram-channel.ts';
import { createClients } from '../../bot/channels/telegram/api.ts';
import type { Channel, Part, Sink, WireBlock } from '../../bot/channels/channel.ts';
import type { Address, CommandSpec, Inbound } from '../../bot/types.ts';
import type { Clock } from '../../core/clock.ts';
import type { Pause } from '../../bot/pause.ts';
import { silentLogger } from '../../core/logger.ts';
import { sha256 } from '../../core/ids.ts';
import type { FileRef, FileStore } from '../../db/file-store.ts';
import type { TelegramServer } from '../fakes/telegram-server.ts';

/** A sink that keeps what it is handed, once each, and can fail. */
export interface KeepingSink extends Sink {
  events: Inbound[];
  moves: { from: Address; to: Address }[];
  /** How often the coming calls fail. */
  failures: number;
  /** Resolves with the first `count` events. */
  kept(count: number): Promise<Inbound[]>;
}

export function keepingSink(): KeepingSink {
  const waiting: { count: number; resolve: (events: Inbound[]) => void }[] = [];
  const sink: KeepingSink = {
    events: [],
    moves: [],
    failures: 0,
    async accept(event) {
      if (sink.failures > 0) {
        sink.failures--;
        throw new Error('the database is gone');
      }
      if (sink.events.some(({ key }) => key === event.key)) return 'duplicate';
      sink.events.push(event);
      for (const one of waiting) if (sink.events.length >= one.count) one.resolve(sink.events);
      return 'new';
    },
    async moved(from, to) {
      sink.moves.push({ from, to });
    },
    kept: (count) =>
      new Promise((resolve) => {
        if (sink.events.length >= count) resolve(sink.events);
        else waiting.push({ count, resolve });
      }),
  };
  return sink;
}

/** A clock that only `pause` moves: waiting takes no time, and how long was waited is noted. */
export function steppedTime(): { clock: Clock; pause: Pause; waited: number[] } {
  let now = Date.parse('2026-03-02T01:00:00Z');
  const waited: number[] = [];
  return {
    clock: { now: () => new Date(now) },
    waited,
    async pause(milliseconds, signal) {
      if (!signal.aborted) {
        waited.push(milliseconds);
        now += milliseconds;
      }
      // A turn of the loop, so that whoever waits for a signal hears of it.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export const commandSpecs: readonly CommandSpec[] = [
  { name: 'hop', aliases: ['cuochop'], permission: 'meetings.read', description: 'ghi cuộc họp' },
  { name: 'trogiup', aliases: ['start'], permission: 'help', description: 'các việc trợ lý làm được' },
];

/** Files in memory. */
export function memoryFiles(): FileStore {
  const kept = new Map<string, Buffer>();
  return {
    async put(bytes: Uint8Array, name: string, mime: string): Promise<FileRef> {
      const hash = sha256(bytes);
      kept.set(hash, Buffer.from(bytes));
      return { sha256: hash, name, mime, sizeBytes: bytes.byteLength };
    },
    read: async (hash: string) => kept.get(hash) ?? null,
    remove: async (hash: string) => void kept.delete(hash),
  } as FileStore;
}

/** The real channel at a double. */
export function channelAt(
  telegram: Pick<TelegramServer, 'url' | 'token'>,
  changed: Partial<TelegramDeps> = {},
): Channel {
  return createTelegramChannel({
    clients: createClients({ token: telegram.token, apiRoot: telegram.url }),
    account: telegram.token.split(':')[0] ?? '',
    mode: { type: 'poll' },
    ceiling: 'public',
    commands: () => commandSpecs,
    files: memoryFiles(),
    maxBytes: mostBytesIn,
    logger: silentLogger,
    ...steppedTime(),
    ...changed,
  });
}

export const addressOf = (telegram: TelegramServer, chat = telegram.chat): Address => ({
  channel: 'telegram',
  account: String(telegram.bot.id),
  chat: String(chat),
});

export const partOf = (text: string, rest: Partial<Part> = {}): Part => ({
  text,
  spans: [],
  blocks: [{ type: 'text', text }],
  ...rest,
});

export const choicesOf = (...options: readonly (readonly [label: string, key: string])[]): WireBlock => ({
  type: 'choices',
  id: 'one',
  options: options.map(([label, key], index) => ({ label, key, position: index + 1 })),
});

/** The answer to an event, part 1 of 1. */
export const answerTo = (eventKey: string): { seq: number; key: string } => ({
  seq: 1,
  key: `${eventKey}#1/1`,
});
