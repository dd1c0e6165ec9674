import { Bot, GrammyError, InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer, type TelegramServer } from './telegram-server.ts';

/* The double itself, seen by grammY's own client: what it refuses is what the adapter is trusted to have avoided. */

describe('the Telegram double', () => {
  let telegram: TelegramServer;
  let api: Bot['api'];

  beforeEach(async () => {
    telegram = await startTelegramServer();
    api = new Bot(telegram.token, { client: { apiRoot: telegram.url } }).api;
  });
  afterEach(() => telegram.close());

  const refusal = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'accepted',
      (error: unknown) =>
        error instanceof GrammyError ? `${error.error_code} ${error.description}` : String(error),
    );

  it('hands updates over once they are asked for, again until they are confirmed', async () => {
    const poll = api.getUpdates({ timeout: 30, allowed_updates: ['message'] });
    await telegram.settled();
    telegram.say('xin chào');
    const [first] = await poll;
    expect(first?.message?.text).toBe('xin chào');
    expect(await api.getUpdates()).toEqual([first]);
    expect(await api.getUpdates({ offset: (first?.update_id ?? 0) + 1 })).toEqual([]);
    telegram.membership(telegram.chat, 'kicked');
    expect(await api.getUpdates()).toEqual([]);
  });

  it('turns the poller away who came before', async () => {
    const first = refusal(api.getUpdates({ timeout: 30 }));
    await telegram.settled();
    const second = api.getUpdates({ timeout: 30 });
    expect(await first).toContain('409 Conflict: terminated by other getUpdates request');
    telegram.say('một');
    expect(await second).toHaveLength(1);
  });

  it('refuses what Telegram refuses', async () => {
    const { chat } = telegram;
    const button = (data: string) => ({
      reply_markup: { inline_keyboard: [[{ text: 'Có', callback_data: data }]] },
    });
    expect(await refusal(api.sendMessage(chat, 'x'.repeat(4097)))).toContain('message is too long');
    expect(await refusal(api.sendMessage(chat, ' '))).toContain('text is empty');
    expect(await refusal(api.sendMessage(chat, 'a', button('đ'.repeat(33))))).toContain(
      'BUTTON_DATA_INVALID',
    );
    const beyond = { entities: [{ type: 'bold' as const, offset: 1, length: 2 }] };
    expect(await refusal(api.sendMessage(chat, 'ab', beyond))).toContain('ENTITY_BOUNDS_INVALID');
    expect(await refusal(api.sendMessage(4, 'a'))).toContain('chat not found');
    expect(await refusal(api.sendMessageDraft(chat, 1, 'a'))).toContain('404');
    const { message_id: id } = await api.sendMessage(chat, 'a', button('k'));
    expect(await refusal(api.editMessageText(chat, id, 'a', button('k')))).toContain('not modified');
    telegram.block(chat);
    expect(await refusal(api.sendMessage(chat, 'a'))).toContain('403 Forbidden: bot was blocked');
    telegram.migrate(telegram.open(-5), -1005);
    expect(await refusal(api.sendMessage(-5, 'a'))).toContain('upgraded to a supergroup');
  });

  it('takes files and gives them back', async () => {
    await api.sendDocument(telegram.chat, new InputFile(Buffer.from('nội dung'), 'biên bản.docx'));
    const [sent] = telegram.shown();
    expect(sent?.document?.name).toBe('biên bản.docx');
    expect(sent?.document?.bytes.toString()).toBe('nội dung');
    telegram.sendDocument({ name: 'a.txt', bytes: Buffer.from('xin đọc') });
    const [update] = await api.getUpdates();
    const file = await api.getFile(update?.message?.document?.file_id ?? '');
    const response = await fetch(`${telegram.url}/file/bot${telegram.token}/${file.file_path}`);
    expect(await response.text()).toBe('xin đọc');
  });

  it('fails as it is told, before or after the call is done', async () => {
    telegram.failNext({ type: 'error', code: 429, retryAfter: 3 });
    const limited: unknown = await api.sendMessage(telegram.chat, 'a').catch((error: unknown) => error);
    expect(limited instanceof GrammyError && limited.parameters.retry_after).toBe(3);
    telegram.failNext({ type: 'cut', isDone: false }, 'sendMessage');
    expect(await refusal(api.sendMessage(telegram.chat, 'b'))).toContain('HttpError');
    telegram.failNext({ type: 'cut', isDone: true }, 'sendMessage');
    expect(await refusal(api.sendMessage(telegram.chat, 'c'))).toContain('HttpError');
    expect(telegram.texts()).toEqual(['c']);
  });
});
