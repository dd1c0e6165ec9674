import { describe, expect, it } from 'vitest';
import { readEvent } from '../../bot/channels/zalo-oa/event.ts';
import { createSeal } from '../../bot/channels/zalo-oa/seal.ts';
import { assertWindow } from '../../bot/channels/zalo-oa/window.ts';
import * as events from './events.ts';

const arrival = new Date('2026-03-02T01:00:00.000Z');
const read = (body: object) => readEvent({ ...body, timestamp: '1764817200123' }, '4711', arrival);

describe('an event of an Official Account', () => {
  it('with words is a message of its chat', () => {
    expect(read(events.text('Xin chào'))).toEqual({
      key: 'zalo-oa:4711:96d3cdf3af150460909',
      at: '2025-12-04T03:00:00.123Z',
      senderId: '246845883529197922',
      to: { channel: 'zalo-oa', account: '4711', chat: '246845883529197922' },
      isGroup: false,
      type: 'text',
      text: 'Xin chào',
    });
  });

  it('of a button is the option that it stands for', () => {
    expect(read(events.text('#chon:k3y_-9'))).toMatchObject({ type: 'choice', actionKey: 'k3y_-9' });
  });

  it('with a file tells where it waits and what it is called, without any folder', () => {
    expect(read(events.file('https://f.zdn.vn/1', '../../Chỉ thị 08.docx'))).toMatchObject({
      type: 'remote-files',
      files: [{ ref: 'https://f.zdn.vn/1', name: 'Chỉ thị 08.docx' }],
    });
    expect(read(events.image('https://f.zdn.vn/2'))).toMatchObject({
      type: 'remote-files',
      files: [{ ref: 'https://f.zdn.vn/2', name: 'anh.jpg' }],
      caption: 'trang 1',
    });
  });

  it('of a kind that cannot be read is answered', () => {
    expect(read(events.sticker)).toMatchObject({ type: 'unsupported', what: 'user_send_sticker' });
  });

  it.each(events.nothingSaid.map((event) => [event.event_name, event] as const))(
    'is none where nobody said anything to us: %s',
    (_name, event) => {
      expect(read(event)).toBeNull();
    },
  );

  it('has the time of arrival where its own cannot be read', () => {
    const event = readEvent({ ...events.text('x'), timestamp: 'soon' }, '4711', arrival);
    expect(event?.at).toBe(arrival.toISOString());
  });
});

describe('the consultation window', () => {
  const now = new Date('2026-03-10T00:00:00.000Z');
  const ago = (hours: number, sent = 0) => ({
    heardAt: new Date(now.getTime() - hours * 3_600_000).toISOString(),
    sent,
  });
  const mayLeave = (heard: { heardAt: string | null; sent: number }, isAnswer: boolean): boolean => {
    try {
      assertWindow(heard, { now, isAnswer });
      return true;
    } catch {
      return false;
    }
  };

  it.each([
    ['an answer at once', ago(0), true, true],
    ['the ninth part of an answer', ago(1, 8), true, true],
    ['an answer after three days', ago(72), true, true],
    ['an answer in the last minute of the seventh day', ago(7 * 24 - 0.01), true, true],
    ['an answer after seven days', ago(7 * 24 + 0.01), true, false],
    ['anything to somebody who never wrote', { heardAt: null, sent: 0 }, true, false],
    ['a notice within two days', ago(47.9), false, true],
    ['a notice after two days', ago(48.1), false, false],
    ['a notice after seven messages', ago(1, 7), false, true],
    ['a notice after eight messages', ago(1, 8), false, false],
  ] as const)('%s', (_name, heard, isAnswer, may) => {
    expect(mayLeave(heard, isAnswer)).toBe(may);
  });
});

describe('sealed tokens', () => {
  it('come out as they went in, differ each time, and open for nobody else', () => {
    const seal = createSeal('app-secret', 'zalo-oa:4711');
    const closed = [seal.close('refresh-1'), seal.close('refresh-1')];
    expect(closed.map((one) => seal.open(one))).toEqual(['refresh-1', 'refresh-1']);
    expect(closed[0]).not.toBe(closed[1]);
    expect(createSeal('another', 'zalo-oa:4711').open(closed[0] ?? '')).toBeNull();
    expect(createSeal('app-secret', 'zalo-oa:4712').open(closed[0] ?? '')).toBeNull();
    expect(seal.open(`${closed[0]}AA`)).toBeNull();
    expect(seal.open('')).toBeNull();
  });
});
