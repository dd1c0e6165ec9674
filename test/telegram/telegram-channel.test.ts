import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../bot/channels/channel.ts';
import type { TelegramDeps } from '../../bot/channels/telegram/telegram-channel.ts';
import type { Fault, TelegramServer } from '../fakes/telegram-server.ts';
import { recordings } from '../support/recordings.ts';
import { made, openBench, type Bench } from './bench.ts';
import { channelAt, steppedTime, type KeepingSink } from './bot.ts';

/* The real channel against the double of our own, over HTTP: everything that comes from people. */

describe('what comes from Telegram', () => {
  let bench: Bench;
  let telegram: TelegramServer;
  let sink: KeepingSink;

  beforeEach(async () => {
    bench = await openBench();
    ({ telegram, sink } = bench);
  });
  afterEach(() => bench.close());

  describe.each(['polling', 'webhook'] as const)('receiving by %s', (way) => {
    const start = (changed: Partial<TelegramDeps> = {}): Promise<Channel> =>
      way === 'polling' ? Promise.resolve(bench.receive(changed)) : bench.receiveByWebhook(changed);

    it('keeps what people write before Telegram may forget it', async () => {
      await start();
      telegram.say('Đại hội chi bộ bao nhiêu năm một lần?');
      sink.failures = 2;
      telegram.say('/hop chi bộ 1');
      await sink.kept(2);
      expect(sink.events).toMatchObject([
        {
          type: 'text',
          text: 'Đại hội chi bộ bao nhiêu năm một lần?',
          isGroup: false,
          senderId: '1001',
          to: { chat: '1001' },
        },
        { type: 'text', text: '/hop chi bộ 1' },
      ]);
      await telegram.settled();
      if (way === 'webhook')
        expect(telegram.webhookAnswers.filter((status) => status === 500)).toHaveLength(2);
    });

    it('keeps what is delivered twice once', async () => {
      await start();
      const update = telegram.say('một lần');
      await sink.kept(1);
      telegram.repeat(update);
      telegram.say('hai');
      await sink.kept(2);
      await telegram.settled();
      expect(sink.events.map((event) => ('text' in event ? event.text : event.type))).toEqual([
        'một lần',
        'hai',
      ]);
    });

    it('ends an album once no photo follows, and tells which photos belong together', async () => {
      const time = steppedTime();
      let isQuiet = (): void => {};
      const quiet = new Promise<void>((resolve) => (isQuiet = resolve));
      await start({
        ...time,
        async pause(milliseconds, signal) {
          // Only the wait for another photo takes as long as the test says.
          if (milliseconds === 1200) await Promise.race([quiet, aborted(signal)]);
          else await time.pause(milliseconds, signal);
        },
      });
      telegram.sendPhotos([Buffer.from('một'), Buffer.from('hai')], 'biên bản');
      telegram.say('ở phòng khác', { from: 7 });
      await sink.kept(3);
      isQuiet();
      const events = await sink.kept(4);
      const [first, second, end] = events.filter((event) => event.to.chat === String(telegram.chat));
      expect(first).toMatchObject({ type: 'remote-files', caption: 'biên bản', batch: { isEnd: false } });
      expect(second).toMatchObject({ type: 'remote-files', caption: '', batch: { isEnd: false } });
      expect(end).toMatchObject({ type: 'files', files: [], batch: { isEnd: true } });
      const albums = [first, second, end].map((event) => event && 'batch' in event && event.batch?.id);
      expect(new Set(albums).size).toBe(1);
    });
  });

  it('lets nobody in who does not know the secret of the webhook, and reads nothing of what they send', async () => {
    await bench.receiveByWebhook();
    const url = made(telegram.webhook).url;
    const post = async (secret: string, body: string): Promise<number> => {
      const headers = { 'x-telegram-bot-api-secret-token': secret, 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    const update = JSON.stringify({
      update_id: 1,
      message: {
        message_id: 1,
        date: 0,
        text: 'giả',
        chat: { id: 1, type: 'private' },
        from: { id: 1, is_bot: false },
      },
    });
    expect(await post('', update)).toBe(401);
    expect(await post('bi-mat-cua-phep-tha', update)).toBe(401);
    expect(await post(made(telegram.webhook).secret, 'không phải JSON')).toBe(400);
    expect(sink.events).toEqual([]);
    expect(await post(made(telegram.webhook).secret, update)).toBe(200);
    expect(sink.events).toHaveLength(1);
  });

  it('asks for exactly the updates that it reads, and takes down a webhook that is in the way of polling', async () => {
    await fetch(`${telegram.url}/bot${telegram.token}/setWebhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'http://127.0.0.1:1/old', allowed_updates: ['inline_query'] }),
    });
    bench.receive();
    await telegram.until(() => telegram.webhook === null);
    await telegram.settled();
    telegram.say('xin chào');
    await sink.kept(1);
  });

  it('goes on after another poller, errors and cut connections, and holds on to what it could not keep', async () => {
    const faults: Fault[] = [
      { type: 'error', code: 502 },
      { type: 'cut', isDone: false },
      { type: 'error', code: 409, description: 'Conflict: terminated by other getUpdates request' },
      { type: 'error', code: 429, retryAfter: 7 },
    ];
    for (const fault of faults) telegram.failNext(fault, 'getUpdates');
    telegram.failNext({ type: 'error', code: 500 }, 'getMe');
    const time = steppedTime();
    const channel = bench.receive(time);
    telegram.say('vẫn nghe');
    await sink.kept(1);
    expect(time.waited.some((ms) => ms >= 7000 && ms < 30_000)).toBe(true);
    expect(await channel.health()).toEqual({ ok: true });
    expect(channel.pairingLink?.('123456')).toMatch(/^https:\/\/t\.me\/\w+bot\?start=123456$/u);
  });

  it('lets an update that cannot be read hold up nothing behind it', async () => {
    telegram.deliver({ message: { message_id: 1, text: 'ai hỏi, ở đâu' } });
    telegram.deliver({ message: { message_id: 2, date: 1e300, chat: null, from: 7, text: ['chào'] } });
    telegram.deliver({
      message: {
        ...{ message_id: 3, date: 1e300, text: 'chào' },
        from: { id: 7, is_bot: false, first_name: 'An' },
        chat: { id: 7, type: 'private', first_name: 'An' },
      },
    });
    bench.receive();
    const [event] = await sink.kept(1);
    expect(event).toMatchObject({ type: 'text', text: 'chào' });
    expect(Date.parse(event?.at ?? '')).not.toBeNaN();
    await telegram.settled();
    expect(sink.events).toHaveLength(1);
  });

  it('stops asking with a token that is refused, and says so', async () => {
    const channel = channelAt({ url: telegram.url, token: '123456:WRONG' });
    await channel.run?.(sink, new AbortController().signal);
    expect(await channel.health()).toEqual({ ok: false, detail: 'getMe: auth' });
  });

  it('registers its commands in Vietnamese, for groups only those that everybody has', async () => {
    bench.receive();
    await telegram.until(() => telegram.commands.size === 4);
    const hop = { command: 'hop', description: 'Ghi cuộc họp' };
    const help = { command: 'trogiup', description: 'Các việc trợ lý làm được' };
    expect(Object.fromEntries(telegram.commands)).toEqual({
      'all_private_chats/vi': [hop, help],
      'all_private_chats/': [hop, help],
      'default/vi': [help],
      'default/': [help],
    });
  });

  it('fetches what people send only when it is asked to, and says which files are too large', async () => {
    const channel = bench.receive();
    telegram.sendDocument(
      { name: 'Kế hoạch.txt', bytes: Buffer.from('nội dung'), mime: 'text/plain' },
      'xin đọc',
    );
    telegram.sendDocument({ name: 'lớn.pdf', bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    const events = await sink.kept(2);
    expect(telegram.callsOf('getFile')).toEqual([]);
    const [small, large] = await Promise.all(
      events.map((event) => {
        if (event.type !== 'remote-files') throw new Error(event.type);
        return channel.fetchFiles?.(event, { signal: new AbortController().signal, role: 'office' });
      }),
    );
    expect(small).toMatchObject({
      type: 'files',
      caption: 'xin đọc',
      files: [{ name: 'Kế hoạch.txt', mime: 'text/plain', sizeBytes: 10 }],
    });
    expect(large).toMatchObject({ problem: expect.stringContaining('21 MB') });
  });

  it('hands a spoken question to whoever listens', async () => {
    const heardTypes: string[] = [];
    const channel = bench.receive({
      async hear({ mediaType }) {
        heardTypes.push(mediaType);
        return { text: 'lịch họp tuần này' };
      },
    });
    telegram.sendVoice(Buffer.from(recordings['a.ogg']));
    const [event] = await sink.kept(1);
    if (event?.type !== 'remote-files') throw new Error(event?.type);
    const heard = await channel.fetchFiles?.(event, { signal: new AbortController().signal, role: 'cadre' });
    expect(heard).toEqual({ type: 'text', text: 'lịch họp tuần này', isHeard: true });
    expect(heardTypes).toHaveLength(1);
  });

  it('tells that a group goes on under another id', async () => {
    bench.receive();
    telegram.migrate(telegram.open(-5), -1005);
    await telegram.settled();
    expect(sink.moves).toMatchObject([{ from: { chat: '-5' }, to: { chat: '-1005' } }]);
    expect(sink.events).toEqual([]);
  });
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
