import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../bot/channels/channel.ts';
import type { TelegramDeps } from '../../bot/channels/telegram/telegram-channel.ts';
import type { ChannelError } from '../../core/errors.ts';
import { webhookRoutes } from '../../web/webhook-routes.ts';
import { recordings } from '../support/recordings.ts';
import {
  startTelegramServer,
  type Fault,
  type TelegramServer,
  type TelegramServerOptions,
} from '../fakes/telegram-server.ts';
import {
  addressOf,
  answerTo,
  channelAt,
  choicesOf,
  keepingSink,
  memoryFiles,
  partOf,
  steppedTime,
  type KeepingSink,
} from './bot.ts';

/* The real channel against the double of our own, over HTTP: everything that reaches a person or comes from one. */

describe('Telegram', () => {
  let telegram: TelegramServer;
  let sink: KeepingSink;
  let ends: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    sink = keepingSink();
    await open();
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
  });

  async function open(options: TelegramServerOptions = {}): Promise<void> {
    const server = await startTelegramServer(options);
    telegram = server;
    ends.push(() => server.close());
  }

  /** The channel, receiving. */
  function receive(changed: Partial<TelegramDeps> = {}): Channel {
    const channel = channelAt(telegram, changed);
    const stopping = new AbortController();
    const running = channel.run?.(sink, stopping.signal);
    ends.push(async () => {
      stopping.abort();
      await running;
    });
    return channel;
  }

  /** The channel behind a web server of its own. */
  async function receiveByWebhook(changed: Partial<TelegramDeps> = {}): Promise<Channel> {
    const secret = 'bi-mat-cua-phep-thu';
    let channel: Channel | null = null;
    const later = {
      path: 'telegram',
      handle: (request: Request) => made(channel).webhook?.(sink).handle(request) as Promise<Response>,
    };
    const server = serve({ fetch: webhookRoutes([later]).fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kenh/telegram`;
    channel = receive({ ...changed, mode: { type: 'webhook', url, secret } });
    await telegram.until(() => telegram.webhook !== null);
    return channel;
  }

  const failure = (sent: Promise<unknown>): Promise<ChannelError> =>
    sent.then(
      () => {
        throw new Error('it was sent');
      },
      (error: unknown) => error as ChannelError,
    );
  const made = <T>(value: T | null | undefined): T => {
    if (value === null || value === undefined) throw new Error('nothing there');
    return value;
  };

  describe.each(['polling', 'webhook'] as const)('receiving by %s', (way) => {
    const start = (changed: Partial<TelegramDeps> = {}): Promise<Channel> =>
      way === 'polling' ? Promise.resolve(receive(changed)) : receiveByWebhook(changed);

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
    await receiveByWebhook();
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
    receive();
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
    const channel = receive(time);
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
    receive();
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
    receive();
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

  describe('sending', () => {
    it('marks what stands out by entities, whatever the words look like', async () => {
      const text = '👍 Nội dung <b>không phải thẻ</b> & *sao*\n“Trích nguyên văn”';
      const from = text.indexOf('“');
      const spans = [
        { kind: 'bold' as const, from: 3, to: 11 },
        { kind: 'quote' as const, from, to: text.length },
      ];
      await channelAt(telegram).send(addressOf(telegram), partOf(text, { spans }), answerTo('e'));
      expect(telegram.shown()).toMatchObject([
        {
          text,
          entities: [
            { type: 'bold', offset: 3, length: 8 },
            { type: 'blockquote', offset: from, length: text.length - from },
          ],
        },
      ]);
    });

    it('offers options as buttons that carry nothing but their keys', async () => {
      const part = partOf('Đơn vị nào?', {
        blocks: [choicesOf(['Có', 'k1'], ['Không', 'k2'], ['Chi bộ Trường Trung học phổ thông số 2', 'k3'])],
      });
      await channelAt(telegram).send(addressOf(telegram), part, answerTo('e'));
      expect(telegram.shown()[0]?.buttons).toEqual([
        [
          { text: 'Có', callback_data: 'k1' },
          { text: 'Không', callback_data: 'k2' },
        ],
        [{ text: 'Chi bộ Trường Trung học phổ thông số 2', callback_data: 'k3' }],
      ]);
    });

    it('says labels whole that no button can show whole', async () => {
      const long = 'Báo cáo tình hình thực hiện nhiệm vụ quý I và phương hướng quý II năm 2026';
      const part = partOf('Đồng chí chọn:', { blocks: [choicesOf(['Có', 'k1'], [long, 'k2'])] });
      await channelAt(telegram).send(addressOf(telegram), part, answerTo('e'));
      const [shown] = telegram.shown();
      expect(shown?.text).toBe(`Đồng chí chọn:\n2. ${long}`);
      expect(shown?.buttons[1]?.[0]?.text).toMatch(/^2\. Báo cáo .{10,} …$/u);
    });

    it('says the words without marks and buttons where Telegram refuses these', async () => {
      telegram.failNext(
        { type: 'error', code: 400, description: 'Bad Request: BUTTON_DATA_INVALID' },
        'sendMessage',
      );
      const part = partOf('Lưu không?', { blocks: [choicesOf(['Lưu', 'k1'], ['Bỏ', 'k2'])] });
      await channelAt(telegram).send(addressOf(telegram), part, answerTo('e'));
      expect(telegram.texts()).toEqual(['Lưu không?\n1. Lưu\n2. Bỏ']);
      expect(telegram.shown()[0]?.buttons).toEqual([]);
    });

    it('sends files with their names and pictures as pictures, and what Telegram cannot show as a file', async () => {
      const files = memoryFiles();
      const channel = channelAt(telegram, { files });
      const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(8)]);
      const minutes = await files.put(
        Buffer.from('nội dung'),
        'Biên bản; họp "tháng 3".docx',
        'application/msword',
      );
      const chart = await files.put(png, 'biểu đồ.png', 'image/png');
      const drawing = await files.put(Buffer.from('<svg/>'), 'sơ đồ.svg', 'image/svg+xml');
      const send = (text: string, block: object) =>
        channel.send(addressOf(telegram), partOf(text, { blocks: [block as never] }), answerTo('e'));
      await send('Biên bản', { type: 'file', file: minutes });
      await send('Biểu đồ', { type: 'image', file: chart, alt: 'Biểu đồ' });
      await send('Sơ đồ', { type: 'image', file: drawing, alt: 'Sơ đồ' });
      await send('Mất', { type: 'file', file: { ...minutes, sha256: 'x' } });
      const [document, photo, other, lost] = telegram.shown();
      expect(document?.document?.bytes.toString()).toBe('nội dung');
      expect(document?.document?.name).toBe('Biên bản_ họp _tháng 3_.docx');
      expect(document?.caption).toBe('Biên bản');
      expect(photo?.photo?.bytes.equals(png)).toBe(true);
      expect(other?.document?.name).toBe('sơ đồ.svg');
      expect(lost?.text).toContain('không còn');
    });

    it('tells the outbox why a message did not leave', async () => {
      const channel = channelAt(telegram);
      const kindOf = async (fault: Fault): Promise<string> => {
        telegram.failNext(fault);
        const { kind, retryAfterMs } = await failure(
          channel.send(addressOf(telegram), partOf('a'), answerTo('e')),
        );
        return retryAfterMs === undefined ? kind : `${kind} ${retryAfterMs}`;
      };
      expect(await kindOf({ type: 'error', code: 429, retryAfter: 3 })).toBe('rate 3000');
      expect(await kindOf({ type: 'error', code: 500 })).toBe('transient');
      expect(await kindOf({ type: 'error', code: 401, description: 'Unauthorized' })).toBe('auth');
      expect(await kindOf({ type: 'error', code: 400, description: 'Bad Request: something else' })).toBe(
        'invalid',
      );
      expect(await kindOf({ type: 'cut', isDone: true })).toBe('unknown-delivery');
      const unreachable = channelAt({ url: 'http://127.0.0.1:9', token: telegram.token });
      const refused = await failure(unreachable.send(addressOf(telegram), partOf('a'), answerTo('e')));
      expect(refused.kind).toBe('transient');
      expect(refused.message + String(refused.cause)).not.toContain('TEST');
      telegram.migrate(telegram.open(-5), -1005);
      const moved = await failure(channel.send(addressOf(telegram, -5), partOf('a'), answerTo('e')));
      expect([moved.kind, moved.movedTo]).toEqual(['moved', '-1005']);
    });

    it('asks nothing more of a chat that blocked the bot, until the person lets it in again', async () => {
      const channel = receive();
      await telegram.settled();
      const send = () => channel.send(addressOf(telegram), partOf('a'), answerTo('e'));
      telegram.block(telegram.chat);
      await telegram.settled();
      expect((await failure(send())).kind).toBe('gone');
      expect(telegram.callsOf('sendMessage')).toHaveLength(0);
      telegram.block(telegram.chat, false);
      await telegram.settled();
      await send();
      expect(telegram.texts()).toEqual(['a']);
    });

    it('answers in a group to the message that asked, and in its topic', async () => {
      const channel = receive();
      const group = telegram.open(-100);
      telegram.say('@capuy_bot lịch họp tuần này?', { chat: group, thread: 7 });
      const [event] = await sink.kept(1);
      await channel.send(made(event).to, partOf('Thứ ba.'), answerTo(made(event).key));
      expect(telegram.shown(group)).toMatchObject([{ text: 'Thứ ba.', thread: 7, replyTo: 1 }]);
    });
  });

  describe('buttons', () => {
    it('answers each press, shows what was chosen and marks it', async () => {
      const channel = receive();
      const part = partOf('Lưu không?', { blocks: [choicesOf(['Lưu', 'k1'], ['Bỏ', 'k2'])] });
      await channel.send(addressOf(telegram), part, answerTo('e'));
      telegram.press('Lưu');
      const [event] = await sink.kept(1);
      expect(event).toMatchObject({ type: 'choice', actionKey: 'k1', senderId: '1001', isGroup: false });
      const labels = (): string[] => (telegram.shown()[0]?.buttons ?? []).flat().map(({ text }) => text);
      await telegram.until(() => labels()[0] === '✓ Lưu');
      expect(telegram.callsOf('answerCallbackQuery')[0]?.payload['text']).toBe('Đã chọn: Lưu');
      telegram.press('Bỏ');
      await telegram.until(() => labels().join() === 'Lưu,✓ Bỏ');
    });

    it('answers the press of a button whose message is long gone', async () => {
      receive();
      telegram.pressKey('k-cũ');
      await sink.kept(1);
      await telegram.until(() => telegram.callsOf('answerCallbackQuery').length === 1);
    });

    it('marks nothing in a group, where others see it', async () => {
      const channel = receive();
      const group = telegram.open(-100);
      const part = partOf('Xem gì?', { blocks: [choicesOf(['Một', 'k1'])] });
      await channel.send(addressOf(telegram, group), part, answerTo('e'));
      telegram.press('Một', { chat: group, from: 7 });
      const [event] = await sink.kept(1);
      expect(event).toMatchObject({ senderId: '7', isGroup: true });
      await telegram.until(() => telegram.callsOf('answerCallbackQuery').length === 1);
      expect(telegram.callsOf('editMessageReplyMarkup')).toEqual([]);
    });
  });

  describe('a growing answer', () => {
    const key = 'telegram:123456:5-3';

    it('is posted, edited at the pace that is allowed, and becomes the answer itself', async () => {
      const time = steppedTime();
      const channel = channelAt(telegram, time);
      const to = addressOf(telegram);
      channel.live?.(to, 'Chi', key);
      await telegram.until(() => telegram.text() === 'Chi …');
      channel.live?.(to, 'Chi bộ', key);
      await telegram.until(() => telegram.text() === 'Chi bộ …');
      expect(telegram.shown()[0]?.buttons).toEqual([[{ text: 'Dừng', callback_data: 'stop' }]]);
      const part = partOf('Chi bộ họp.', { blocks: [choicesOf(['Nguồn', 'k'])] });
      expect(await channel.send(to, part, answerTo(key))).toEqual({ ids: ['1'] });
      expect(telegram.shown()).toMatchObject([
        { text: 'Chi bộ họp.', buttons: [[{ text: 'Nguồn' }]], edits: 2 },
      ]);
      expect(time.waited).toEqual([1000, 1100, 1100]);
    });

    it('keeps the pace of groups, and waits as long as it is told to', async () => {
      const time = steppedTime();
      const channel = channelAt(telegram, time);
      const to = addressOf(telegram, telegram.open(-100));
      telegram.failNext({ type: 'error', code: 429, retryAfter: 9 }, 'sendMessage');
      channel.live?.(to, 'Chi', key);
      await telegram.until(() => telegram.text(-100) === 'Chi …');
      channel.live?.(to, 'Chi bộ', key);
      await telegram.until(() => telegram.text(-100) === 'Chi bộ …');
      expect(time.waited).toEqual([1000, 9000, expect.any(Number), 3100]);
    });

    it('is one message with the answer even where the message is gone meanwhile', async () => {
      const channel = channelAt(telegram);
      const to = addressOf(telegram);
      channel.live?.(to, 'Chi', key);
      await telegram.until(() => telegram.text() === 'Chi …');
      telegram.shown().pop();
      await channel.send(to, partOf('Chi bộ họp.'), answerTo(key));
      expect(telegram.texts()).toEqual(['Chi bộ họp.']);
    });

    it('shows no marks of markup, and goes away with a turn that has nothing to say', async () => {
      const channel = channelAt(telegram);
      const to = addressOf(telegram);
      channel.live?.(to, 'Đang đọc **ảnh-7.jpg**…', key);
      await telegram.until(() => telegram.text() === 'Đang đọc ảnh-7.jpg…');
      expect(telegram.shown()[0]?.entities).toEqual([{ type: 'bold', offset: 9, length: 9 }]);
      channel.turnEnded?.(to, key);
      await telegram.until(() => telegram.shown().length === 0);
    });

    it('makes room for a file that is the answer', async () => {
      const files = memoryFiles();
      const channel = channelAt(telegram, { files });
      const to = addressOf(telegram);
      channel.live?.(to, 'Đang soạn', key);
      await telegram.until(() => telegram.text() === 'Đang soạn …');
      const file = await files.put(Buffer.from('nội dung'), 'Biên bản.docx', 'application/msword');
      await channel.send(to, partOf('Biên bản', { blocks: [{ type: 'file', file }] }), answerTo(key));
      expect(telegram.texts()).toEqual(['Biên bản']);
    });

    it('leaves the message of another answer alone', async () => {
      const channel = channelAt(telegram);
      const to = addressOf(telegram);
      channel.live?.(to, 'Câu sau', key);
      await telegram.until(() => telegram.text() === 'Câu sau …');
      await channel.send(to, partOf('Câu trước.'), answerTo('telegram:123456:4-2'));
      expect(telegram.texts()).toEqual(['Câu sau …', 'Câu trước.']);
    });

    it('stops by its button and by the button of a draft', async () => {
      const channel = receive();
      channel.live?.(addressOf(telegram), 'Chi', key);
      await telegram.until(() => telegram.text() === 'Chi …');
      telegram.press('Dừng');
      telegram.stopDraft(1);
      expect(await sink.kept(2)).toMatchObject([
        { type: 'stop', senderId: '1001' },
        { type: 'stop', senderId: '1001', to: { chat: '1001' } },
      ]);
    });

    it('is a draft where that is wanted and known, and a message where it is not', async () => {
      const channel = channelAt(telegram, { usesDrafts: true });
      const to = addressOf(telegram);
      channel.live?.(to, 'Chi', key);
      await telegram.until(() => telegram.text() === 'Chi …');
      expect(telegram.callsOf('sendMessageDraft')).toHaveLength(1);
      await channel.send(to, partOf('Hết.'), answerTo(key));
      await open({ hasDrafts: true });
      const other = channelAt(telegram, { usesDrafts: true });
      other.live?.(to, 'Chi', key);
      await telegram.until(() => telegram.callsOf('sendMessageDraft').length === 1);
      await other.send(to, partOf('Hết.'), answerTo(key));
      expect(telegram.texts()).toEqual(['Hết.']);
    });
  });

  it('shows a table as a rich message where that is wanted and known, and as text where it is not', async () => {
    const table = {
      type: 'table' as const,
      title: 'Đảng viên',
      head: ['Chi bộ', 'Số'],
      rows: [['Y tế', '12']],
    };
    const part = partOf('Đảng viên\nChi bộ  Số\nY tế    12', {
      blocks: [table, choicesOf(['Biểu đồ', 'k'])],
    });
    const channel = channelAt(telegram, { usesRich: true });
    await channel.send(addressOf(telegram), part, answerTo('e'));
    await channel.send(addressOf(telegram), part, answerTo('f'));
    expect(telegram.callsOf('sendRichMessage')).toHaveLength(1);
    expect(telegram.texts()).toEqual([part.text, part.text]);
    await open({ hasRich: true });
    await channelAt(telegram, { usesRich: true }).send(addressOf(telegram), part, answerTo('e'));
    expect(telegram.shown()[0]).toMatchObject({
      rich: {
        blocks: [
          {
            type: 'table',
            caption: 'Đảng viên',
            cells: [
              [{ text: 'Chi bộ', is_header: true }, {}],
              [{ text: 'Y tế' }, { text: '12', align: 'right' }],
            ],
          },
        ],
      },
      buttons: [[{ text: 'Biểu đồ', callback_data: 'k' }]],
    });
  });

  it('fetches what people send only when it is asked to, and says which files are too large', async () => {
    const channel = receive();
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
    const channel = receive({
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
    receive();
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
