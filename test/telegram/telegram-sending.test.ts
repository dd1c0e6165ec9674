import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type TelegramServer } from '../fakes/telegram-server.ts';
import { failure, made, openBench, type Bench } from './bench.ts';
import { addressOf, answerTo, channelAt, choicesOf, memoryFiles, partOf, type KeepingSink } from './bot.ts';

describe('what goes to Telegram', () => {
  let bench: Bench;
  let telegram: TelegramServer;
  let sink: KeepingSink;

  beforeEach(async () => {
    bench = await openBench();
    ({ telegram, sink } = bench);
  });
  afterEach(() => bench.close());

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
    const channel = bench.receive();
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
    const channel = bench.receive();
    const group = telegram.open(-100);
    telegram.say('@capuy_bot lịch họp tuần này?', { chat: group, thread: 7 });
    const [event] = await sink.kept(1);
    await channel.send(made(event).to, partOf('Thứ ba.'), answerTo(made(event).key));
    expect(telegram.shown(group)).toMatchObject([{ text: 'Thứ ba.', thread: 7, replyTo: 1 }]);
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
    telegram = await bench.reopen({ hasRich: true });
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

  describe('buttons', () => {
    it('answers each press, shows what was chosen and marks it', async () => {
      const channel = bench.receive();
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
      bench.receive();
      telegram.pressKey('k-cũ');
      await sink.kept(1);
      await telegram.until(() => telegram.callsOf('answerCallbackQuery').length === 1);
    });

    it('marks nothing in a group, where others see it', async () => {
      const channel = bench.receive();
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
});
