import { TestBot } from '@bonkers-agency/grammy-test';
import type { Chat, User } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients } from '../../bot/channels/telegram/api.ts';
import type { Channel } from '../../bot/channels/channel.ts';
import { answerTo, channelAt, choicesOf, keepingSink, partOf, type KeepingSink } from './bot.ts';

/*
 * The real channel inside a simulated Telegram by other hands, which makes what Crabline cannot: presses, files, and
 * messages of groups. Updates come through the channel's webhook, calls go into the simulation.
 */

describe('Telegram in grammy-test', () => {
  let bot: TestBot;
  let channel: Channel;
  let sink: KeepingSink;
  let person: User;
  let chat: Chat;

  beforeEach(() => {
    bot = new TestBot({ token: '123456:TEST' });
    sink = keepingSink();
    const secret = 'bi-mat-cua-phep-thu';
    channel = channelAt(
      { url: 'http://127.0.0.1:9', token: '123456:TEST' },
      {
        clients: {
          ...createClients({ token: '123456:TEST' }),
          api: bot.api,
          polls: bot.api,
          uploads: bot.api,
        },
        mode: { type: 'webhook', url: 'https://tro-ly.example/kenh/telegram', secret },
      },
    );
    const webhook = channel.webhook?.(sink);
    bot.use(async ({ update }) => {
      const headers = { 'x-telegram-bot-api-secret-token': secret };
      const request = new Request('http://a/', { method: 'POST', headers, body: JSON.stringify(update) });
      expect((await webhook?.handle(request))?.status).toBe(200);
    });
    person = bot.createUser({ first_name: 'An' });
    chat = bot.createChat({ type: 'private' });
  });
  afterEach(() => bot.dispose());

  const callsOf = (method: string) => bot.getApiCalls().filter((call) => call.method === method);

  it('hears a question, offers buttons and hears which was pressed', async () => {
    await bot.sendMessage(person, chat, 'Lưu không?');
    const [asked] = sink.events;
    if (!asked) throw new Error('nothing was kept');
    expect(asked).toMatchObject({
      type: 'text',
      text: 'Lưu không?',
      senderId: String(person.id),
      isGroup: false,
    });
    await channel.send(
      asked.to,
      partOf('Lưu?', { blocks: [choicesOf(['Lưu', 'k1'], ['Bỏ', 'k2'])] }),
      answerTo(asked.key),
    );
    const answer = callsOf('sendMessage')[0]?.response as Parameters<typeof bot.clickButton>[3];
    await bot.clickButton(person, chat, 'k1', answer);
    expect(sink.events[1]).toMatchObject({ type: 'choice', actionKey: 'k1', senderId: String(person.id) });
    expect(callsOf('answerCallbackQuery')).toHaveLength(1);
  });

  it('hears of files by name and of photos by their largest size', async () => {
    const document = { fileName: 'Kế hoạch.docx', mimeType: 'application/msword', content: Buffer.from('a') };
    await bot.sendDocument(person, chat, document, { caption: 'xin đọc' });
    await bot.sendPhoto(person, chat, { width: 1280, height: 960 });
    await bot.sendSticker(person, chat, { emoji: '👍' });
    expect(sink.events).toMatchObject([
      {
        type: 'remote-files',
        caption: 'xin đọc',
        files: [{ name: 'Kế hoạch.docx', mime: 'application/msword' }],
      },
      { type: 'remote-files', files: [{ mime: 'image/jpeg' }] },
      { type: 'unsupported', what: 'sticker' },
    ]);
  });

  it('answers in a group only what is said to it', async () => {
    const group = bot.createChat({ type: 'supergroup' });
    const { username } = await bot.api.getMe();
    await bot.sendMessage(person, group, 'họp lúc mấy giờ?');
    // Its mentions come without entities; `update.test.ts` has them.
    await bot.sendCommand(person, group, `/trogiup@${username}`);
    expect(sink.events).toMatchObject([{ type: 'text', text: '/trogiup', isGroup: true }]);
  });
});
