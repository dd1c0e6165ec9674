import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramDeps } from '../../bot/channels/telegram/telegram-channel.ts';
import { webhookRoutes } from '../../web/webhook-routes.ts';
import { startCrablineTelegram, type CrablineTelegram } from '../fakes/crabline-telegram.ts';
import { answerTo, channelAt, choicesOf, keepingSink, memoryFiles, partOf, type KeepingSink } from './bot.ts';

/* The real channel against a server by other hands, so that what our own double believes of Telegram is not believed twice. */

describe('Telegram at Crabline', () => {
  let telegram: CrablineTelegram;
  let sink: KeepingSink;
  let ends: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    telegram = await startCrablineTelegram();
    sink = keepingSink();
    ends.push(() => telegram.close());
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
  });

  function receive(changed: Partial<TelegramDeps> = {}) {
    const channel = channelAt(telegram, changed);
    const stopping = new AbortController();
    const running = channel.run?.(sink, stopping.signal);
    ends.push(async () => {
      stopping.abort();
      await running;
    });
    return channel;
  }

  it('polls, answers with marks and buttons, and ends in the middle of a poll', async () => {
    const channel = receive();
    await telegram.until(() => telegram.callsOf('setMyCommands').length === 4);
    await telegram.say('Lịch họp tuần này? 👍');
    const [event] = await sink.kept(1);
    if (!event) throw new Error('nothing was kept');
    expect(event).toMatchObject({
      type: 'text',
      text: 'Lịch họp tuần này? 👍',
      senderId: '1001',
      to: { chat: '1001' },
    });
    const text = '👍 Thứ ba';
    const part = partOf(text, {
      spans: [{ kind: 'bold', from: 3, to: text.length }],
      blocks: [choicesOf(['Có', 'k'])],
    });
    await channel.send(event.to, part, answerTo(event.key));
    expect(telegram.callsOf('sendMessage')).toMatchObject([
      {
        chat_id: 1001,
        text,
        entities: [{ type: 'bold', offset: 3, length: 6 }],
        reply_markup: { inline_keyboard: [[{ text: 'Có', callback_data: 'k' }]] },
      },
    ]);
  });

  it('takes the webhook with its secret, after a failure again', async () => {
    const secret = 'bi-mat-cua-phep-thu';
    let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 500 });
    const server = serve({
      fetch: webhookRoutes([{ path: 'telegram', handle: (request) => handle(request) }]).fetch,
      port: 0,
      hostname: '127.0.0.1',
    });
    await new Promise((resolve) => server.once('listening', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kenh/telegram`;
    const channel = receive({ mode: { type: 'webhook', url, secret } });
    const webhook = channel.webhook?.(sink);
    if (!webhook) throw new Error('no webhook');
    handle = webhook.handle;
    await telegram.until(() => telegram.callsOf('setWebhook').length === 1);
    sink.failures = 1;
    await telegram.say('/hop chi bộ 1');
    expect(await sink.kept(1)).toMatchObject([{ type: 'text', text: '/hop chi bộ 1' }]);
  });

  it('is refused a text that is too long, and says that no repetition will help', async () => {
    const channel = channelAt(telegram);
    const to = { channel: 'telegram', account: '1', chat: '1001' };
    const sent = channel.send(to, partOf('x'.repeat(4097)), answerTo('e'));
    await expect(sent).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('is sent a document', async () => {
    const files = memoryFiles();
    const file = await files.put(Buffer.from('nội dung'), 'Biên bản họp.docx', 'application/msword');
    const to = { channel: 'telegram', account: '1', chat: '1001' };
    const part = partOf('Biên bản', { blocks: [{ type: 'file', file }] });
    await channelAt(telegram, { files }).send(to, part, answerTo('e'));
    expect(telegram.callsOf('sendDocument')).toMatchObject([{ caption: 'Biên bản' }]);
  });
});
