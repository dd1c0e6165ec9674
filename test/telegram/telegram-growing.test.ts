import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramServer } from '../fakes/telegram-server.ts';
import { openBench, type Bench } from './bench.ts';
import {
  addressOf,
  answerTo,
  channelAt,
  choicesOf,
  memoryFiles,
  partOf,
  steppedTime,
  type KeepingSink,
} from './bot.ts';

describe('an answer that grows in Telegram', () => {
  let bench: Bench;
  let telegram: TelegramServer;
  let sink: KeepingSink;

  beforeEach(async () => {
    bench = await openBench();
    ({ telegram, sink } = bench);
  });
  afterEach(() => bench.close());

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
    const channel = bench.receive();
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
    telegram = await bench.reopen({ hasDrafts: true });
    const other = channelAt(telegram, { usesDrafts: true });
    other.live?.(to, 'Chi', key);
    await telegram.until(() => telegram.callsOf('sendMessageDraft').length === 1);
    await other.send(to, partOf('Hết.'), answerTo(key));
    expect(telegram.texts()).toEqual(['Hết.']);
  });
});
