import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOaClient } from '../../bot/channels/zalo-oa/client.ts';
import { createOaChannel } from '../../bot/channels/zalo-oa/oa-channel.ts';
import { createOaTokens } from '../../bot/channels/zalo-oa/tokens.ts';
import { createZaloClient } from '../../bot/channels/zalo/client.ts';
import { createZaloChannel } from '../../bot/channels/zalo/zalo-channel.ts';
import type { Channel, Sink } from '../../bot/channels/channel.ts';
import { systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import type { FileStore } from '../../db/file-store.ts';
import { webhookRoutes } from '../../web/webhook-routes.ts';
import { startTelegramServer } from '../fakes/telegram-server.ts';
import { startOa } from '../fakes/zalo-oa-server.ts';
import { startZalo } from '../fakes/zalo-server.ts';
import { channelAt, steppedTime } from '../telegram/bot.ts';
import * as oaEvents from '../zalo-oa/events.ts';
import { describeChannel, type ChannelHarness, type ChannelSetup } from './channel.ts';

/* The real adapters against servers on loopback: what is promised of every channel holds on each messenger. */

/** Receives with `channel` until the end of the test. */
function receiving(channel: Channel) {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    start: (sink: Sink) => void (running = channel.run?.(sink, stopping.signal) ?? Promise.resolve()),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** What stands for a file where none can be sent: its contents by the link that is shown. */
async function behindLink(shown: string, files: FileStore): Promise<string | null> {
  const sha256 = /https:\/\/tro-ly\.example\/mo\/([0-9a-f]{64})/u.exec(shown)?.[1];
  return sha256 === undefined ? null : ((await files.read(sha256))?.toString('utf8') ?? null);
}

async function openTelegram({ files }: ChannelSetup, mode: 'poll' | 'webhook'): Promise<ChannelHarness> {
  const telegram = await startTelegramServer();
  const inbox: { sink: Sink | null } = { sink: null };
  const host = createServer();
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/kenh/telegram`;
  const channel = channelAt(telegram, {
    files,
    ceiling: 'all',
    ...steppedTime(),
    clock: systemClock,
    ...(mode === 'webhook' ? { mode: { type: 'webhook', url, secret: 'a-secret-of-the-contract' } } : {}),
  });
  const receive = receiving(channel);
  const updates = new Map<string, number>();
  return {
    channel,
    senderId: String(telegram.chat),
    async connect(sink) {
      inbox.sink = sink;
      const webhook = channel.webhook?.(sink);
      const routes = webhookRoutes(webhook ? [webhook] : []);
      host.on('request', (request, response) => {
        void (async () => {
          const chunks: Buffer[] = [];
          for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
          const answer = await routes.request(request.url ?? '/', {
            method: 'POST',
            headers: request.headers as Record<string, string>,
            body: Buffer.concat(chunks),
          });
          response.writeHead(answer.status).end(await answer.text());
        })();
      });
      receive.start(sink);
      await telegram.settled();
    },
    async type(text, id) {
      const known = id === undefined ? undefined : updates.get(id);
      if (known === undefined) {
        const update = telegram.say(text);
        if (id !== undefined) updates.set(id, update);
      } else telegram.repeat(known);
    },
    choose: async (label) => void telegram.press(label),
    stop: async () => void telegram.say('dừng'),
    sendFile: async (name, content, caption) =>
      void telegram.sendDocument({ name, bytes: Buffer.from(content), mime: 'text/plain' }, caption),
    shown: async () => telegram.text(),
    wireTexts: () => telegram.texts(),
    async received(name) {
      const call = telegram
        .callsOf('sendDocument')
        .findLast((one) => [...one.files.values()].some((file) => file.name === name));
      const [file] = call ? [...call.files.values()] : [];
      return file?.bytes.toString('utf8') ?? null;
    },
    async disconnect() {
      await receive.stop();
      await telegram.close();
      await new Promise((resolve) => host.close(resolve));
    },
  };
}

describeChannel('Telegram (polling)', { open: (setup) => openTelegram(setup, 'poll'), canRepeat: false });
describeChannel('Telegram (webhook)', { open: (setup) => openTelegram(setup, 'webhook'), canRepeat: true });

async function openZalo({ files }: ChannelSetup): Promise<ChannelHarness> {
  const zalo = await startZalo();
  const channel = createZaloChannel({
    client: createZaloClient({ root: zalo.root, token: zalo.token }),
    account: '4711',
    mode: { type: 'poll' },
    ceiling: 'all',
    mediaHosts: [],
    files,
    maxBytes: 1_000_000,
    clock: systemClock,
    logger: silentLogger,
    pause: (ms, signal) =>
      ms >= 4000
        ? new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
        : Promise.resolve(),
  });
  const receive = receiving(channel);
  const say = (text: string): Promise<void> => zalo.say(text, { sender: 'an', chat: 'an' });
  return {
    channel,
    senderId: 'an',
    connect: async (sink) => receive.start(sink),
    type: say,
    choose: say,
    stop: () => say('dừng'),
    sendFile: () => Promise.reject(new Error('the platform brings no files')),
    shown: async () => zalo.texts('an').join('\n'),
    wireTexts: () => zalo.texts('an'),
    received: () => behindLink(zalo.texts('an').join('\n'), files),
    async disconnect() {
      await receive.stop();
      await zalo.stop();
    },
  };
}

describeChannel('Zalo Bot', { open: openZalo, canRepeat: false, takesFiles: false });

async function openOa({ db, files }: ChannelSetup): Promise<ChannelHarness> {
  // A server that has just started knows no token that another one gave out.
  await db.query('DELETE FROM zalo_oa_token');
  const oa = await startOa();
  const { appId, appSecret, secret, refreshToken } = oa.settings;
  const client = createOaClient({ apiRoot: oa.root, authRoot: oa.root, appId, appSecret });
  const store = createServer();
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(store.address() as AddressInfo).port}`;
  const { pause } = steppedTime();
  const common = { db, client, appId, clock: systemClock, logger: silentLogger, pause };
  const channel = createOaChannel({
    ...common,
    tokens: createOaTokens({ ...common, appSecret, seed: refreshToken }),
    secret,
    ceiling: 'all',
    mediaHosts: [host],
    files,
    maxBytes: 1_000_000,
  });
  const receive = receiving(channel);
  let sink: Sink | null = null;
  const post = async (event: object): Promise<void> => {
    if (!sink) throw new Error('connect first');
    const answer = await channel.webhook?.(sink).handle(oa.request(event));
    if (answer?.status !== 200) throw new Error(`not acknowledged: ${answer?.status}`);
  };
  const type = (text: string, id = newId()): Promise<void> => post(oaEvents.text(text, id));
  return {
    channel,
    senderId: oaEvents.text('').sender.id,
    async connect(connected) {
      sink = connected;
      receive.start(connected);
    },
    type,
    choose: (label) => type(label),
    stop: () => type('dừng'),
    async sendFile(name, content, caption) {
      store.on('request', (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/plain' }).end(content),
      );
      const event = oaEvents.file(`http://${host}/${name}`, name);
      await post({ ...event, message: { ...event.message, text: caption } });
    },
    shown: async () => oa.texts().join('\n'),
    wireTexts: () => oa.texts(),
    received: () => behindLink(oa.texts().join('\n'), files),
    async disconnect() {
      await receive.stop();
      await oa.stop();
      store.closeAllConnections();
      await new Promise((resolve) => store.close(resolve));
    },
  };
}

describeChannel('Zalo Official Account', { open: openOa, canRepeat: true });
