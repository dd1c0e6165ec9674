import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Channel } from '../../bot/channels/channel.ts';
import type { TelegramDeps } from '../../bot/channels/telegram/telegram-channel.ts';
import type { ChannelError } from '../../core/errors.ts';
import { webhookRoutes } from '../../web/webhook-routes.ts';
import {
  startTelegramServer,
  type TelegramServer,
  type TelegramServerOptions,
} from '../fakes/telegram-server.ts';
import { channelAt, keepingSink, type KeepingSink } from './bot.ts';

/** A double of Telegram with the real channel before it, over HTTP. */
export interface Bench {
  /** The double that was opened last. */
  telegram: TelegramServer;
  sink: KeepingSink;
  /** Puts another double in its place. */
  reopen(options: TelegramServerOptions): Promise<TelegramServer>;
  /** The channel, receiving. */
  receive(changed?: Partial<TelegramDeps>): Channel;
  /** The channel behind a web server of its own. */
  receiveByWebhook(changed?: Partial<TelegramDeps>): Promise<Channel>;
  /** Ends all that was started, the last first. */
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const ends: (() => Promise<unknown>)[] = [];
  const open = async (options: TelegramServerOptions = {}): Promise<TelegramServer> => {
    const server = await startTelegramServer(options);
    ends.push(() => server.close());
    return server;
  };
  const bench: Bench = {
    telegram: await open(),
    sink: keepingSink(),
    async reopen(options) {
      bench.telegram = await open(options);
      return bench.telegram;
    },
    receive(changed = {}) {
      const channel = channelAt(bench.telegram, changed);
      const stopping = new AbortController();
      const running = channel.run?.(bench.sink, stopping.signal);
      ends.push(async () => {
        stopping.abort();
        await running;
      });
      return channel;
    },
    async receiveByWebhook(changed = {}) {
      const secret = 'bi-mat-cua-phep-thu';
      let channel: Channel | null = null;
      const later = {
        path: 'telegram',
        handle: (request: Request) =>
          made(channel).webhook?.(bench.sink).handle(request) as Promise<Response>,
      };
      const server = serve({ fetch: webhookRoutes([later]).fetch, port: 0, hostname: '127.0.0.1' });
      await new Promise((resolve) => server.once('listening', resolve));
      ends.push(() => new Promise((resolve) => server.close(resolve)));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kenh/telegram`;
      channel = bench.receive({ ...changed, mode: { type: 'webhook', url, secret } });
      await bench.telegram.until(() => bench.telegram.webhook !== null);
      return channel;
    },
    async close() {
      for (const end of ends.reverse()) await end();
    },
  };
  return bench;
}

/** What a sending fails with. */
export const failure = (sent: Promise<unknown>): Promise<ChannelError> =>
  sent.then(
    () => {
      throw new Error('it was sent');
    },
    (error: unknown) => error as ChannelError,
  );

/** A value that must be there. */
export const made = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error('nothing there');
  return value;
};
