import { describe, expect, it } from 'vitest';
import { readUpdate, type Receiver } from '../../bot/channels/zalo/update.ts';
import type { Inbound } from '../../bot/types.ts';
import * as updates from './updates.ts';

const receiver: Receiver = { account: '4711', botId: '1459232241454765289', botName: 'bot.crabline' };
const arrival = new Date('2026-03-02T01:00:00.000Z');
const read = (body: unknown) => readUpdate(body, receiver, arrival);

function eventOf(body: unknown): Inbound {
  const received = read(body);
  if (received.type !== 'event') throw new Error(`ignored: ${received.why}`);
  return received.event;
}

describe('an update of the Zalo Bot Platform', () => {
  it('is the same in its envelope and bare', () => {
    expect(eventOf(updates.textInEnvelope)).toEqual(eventOf(updates.textBare));
    expect(eventOf(updates.textBare)).toEqual({
      key: 'zalo:4711:2d758cb5e222177a4e35',
      at: '2025-06-19T06:55:31.602Z',
      senderId: '6ede9afa66b88fe6d6a9',
      to: { channel: 'zalo', account: '4711', chat: '6ede9afa66b88fe6d6a9' },
      isGroup: false,
      type: 'text',
      text: 'Xin chào',
    });
  });

  it('with a picture tells where it waits, under either name of the field', () => {
    const url = 'https://photo-stal-12.zdn.vn/a.jpg';
    for (const body of [updates.imageDocumented(url), updates.imageOnTheWire(url)])
      expect(eventOf(body)).toMatchObject({
        type: 'remote-files',
        files: [{ ref: url, name: 'anh.jpg', mime: 'image/jpeg' }],
      });
    expect(eventOf(updates.imageDocumented(url))).toMatchObject({ caption: 'trang 1' });
  });

  it('with spoken words tells where they wait', () => {
    const url = 'https://voice-aac.zdn.vn/a.aac';
    expect(eventOf(updates.voice(url))).toMatchObject({ type: 'remote-files', files: [{ ref: url }] });
  });

  it.each([
    ['a document or a protected sender', updates.unsupported, 'file'],
    ['a sticker', updates.sticker, 'sticker'],
    [
      'a kind that came later',
      { ...updates.sticker, event_name: 'message.poll.received' },
      'message.poll.received',
    ],
    ['a picture without an address', updates.imageOnTheWire(''), 'message.image.received'],
  ])('of %s is answered, not dropped', (_name, body, what) => {
    expect(eventOf(body)).toMatchObject({ type: 'unsupported', what });
  });

  it.each([
    ['marked as a bot', updates.ownMessage],
    [
      'under its own id',
      {
        ...updates.textBare,
        message: { ...updates.textBare.message, from: { id: '1459232241454765289' } },
      },
    ],
  ])('of the bot itself, %s, is dropped', (_name, body) => {
    expect(read(body)).toEqual({ type: 'ignored', why: 'own' });
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['no message', { event_name: 'message.text.received' }],
    ['no sender', { event_name: 'message.text.received', message: { chat: { id: 'x' } } }],
    ['a refusal', { ok: false, error_code: 408, description: 'Request timeout' }],
    ['another kind of event', { ...updates.textBare, event_name: 'bot.followed' }],
    ['deep nesting', JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)],
  ])('that is %s is no error', (_name, body) => {
    expect(read(body)).toEqual({ type: 'ignored', why: 'unknown' });
  });

  it('in a group is read without the mention', () => {
    expect(eventOf(updates.inGroup)).toMatchObject({
      isGroup: true,
      text: 'có bao nhiêu chi bộ?',
      to: { chat: 'group-7' },
    });
  });

  it.each([
    ['in seconds', 1_750_316_131, '2025-06-19T06:55:31.000Z'],
    ['missing', undefined, arrival.toISOString()],
    ['absurd', 9e20, arrival.toISOString()],
  ])('whose time is %s still has one', (_name, date, at) => {
    const body = { ...updates.textBare, message: { ...updates.textBare.message, date } };
    expect(eventOf(body).at).toBe(at);
  });

  it('without an id is still told from another', () => {
    const without = (text: string) => {
      const { from, chat, date } = updates.textBare.message;
      return eventOf({ ...updates.textBare, message: { from, chat, date, text } }).key;
    };
    expect(without('một')).toBe(without('một'));
    expect(without('một')).not.toBe(without('hai'));
  });
});
