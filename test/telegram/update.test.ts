import type { Message, Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { messageOfKey, placeOf, readUpdate, type Receiver } from '../../bot/channels/telegram/update.ts';

/* What updates come to, as core.telegram.org/bots/api describes them; the shapes are those of @grammyjs/types. */

const receiver: Receiver = {
  account: '123456',
  username: 'capuy_bot',
  isCommand: (name) => name === 'hop',
};
const person = { id: 7, is_bot: false, first_name: 'An' };
const privately = { id: 7, type: 'private', first_name: 'An' };
const group = { id: -100, type: 'supergroup', title: 'Văn phòng' };

const received = (message: Record<string, unknown>, by: Partial<Receiver> = {}) =>
  readUpdate(
    {
      update_id: 5,
      message: { message_id: 3, date: 1_770_000_000, from: person, chat: privately, ...message } as Message,
    } as Update,
    { ...receiver, ...by },
  );

/** The text that reaches the assistant; null where nothing does. */
function heard(message: Record<string, unknown>, by: Partial<Receiver> = {}): string | null {
  const result = received(message, by);
  return result.type === 'event' && result.event.type === 'text' ? result.event.text : null;
}

const mention = (text: string, words = '@capuy_bot') => ({
  text,
  entities: [{ type: 'mention', offset: text.indexOf(words), length: words.length }],
});
const command = (text: string) => ({
  text,
  entities: [{ type: 'bot_command', offset: 0, length: text.split(' ')[0]?.length }],
});

describe('a message', () => {
  it('becomes an event under a key that tells which message it was', () => {
    const result = received({ text: 'xin chào' });
    expect(result).toEqual({
      type: 'event',
      event: {
        key: 'telegram:123456:5-3',
        at: '2026-02-02T02:40:00.000Z',
        senderId: '7',
        to: { channel: 'telegram', account: '123456', chat: '7' },
        isGroup: false,
        type: 'text',
        text: 'xin chào',
      },
    });
    expect(messageOfKey('telegram:123456:5-3#1/1')).toBe(3);
    expect(messageOfKey('telegram:123456:5-p77#1/1')).toBeNull();
    expect(messageOfKey('announce:a:b/1')).toBeNull();
  });

  it('of a topic has a lane of its own', () => {
    const result = received({
      ...mention('@capuy_bot a'),
      chat: group,
      is_topic_message: true,
      message_thread_id: 9,
    });
    if (result.type !== 'event') throw new Error(result.type);
    expect(result.event.to.chat).toBe('-100/9');
    expect(placeOf(result.event.to)).toEqual({ chat: -100, thread: 9 });
  });

  it.each([
    ['another bot', { text: 'a', from: { ...person, is_bot: true } }],
    ['a channel', { text: 'a', chat: { id: -5, type: 'channel', title: 'K' } }],
    ['Telegram itself: a new member', { new_chat_members: [person], chat: group }],
    ['Telegram itself: a pinned message', { pinned_message: {} }],
  ])('of %s is not for us', (_who, message) => {
    expect(received(message)).toEqual({ type: 'ignored' });
  });

  it.each(['sticker', 'video', 'location', 'contact', 'poll', 'animation'])(
    'of a kind that nothing can be made of is answered: %s',
    (kind) => {
      const extra = kind === 'animation' ? { document: { file_id: 'f', file_unique_id: 'u' } } : {};
      expect(received({ [kind]: {}, ...extra })).toMatchObject({
        type: 'event',
        event: { type: 'unsupported', what: kind },
      });
    },
  );

  it('with a file keeps the name and type that only the message knows', () => {
    const document = {
      file_id: 'f1',
      file_unique_id: 'u',
      file_name: 'Kế hoạch.docx',
      mime_type: 'application/msword',
      file_size: 5,
    };
    expect(
      received({ document, caption: '/hop theo tệp', caption_entities: command('/hop theo tệp').entities }),
    ).toMatchObject({
      type: 'files',
      caption: '/hop theo tệp',
      files: [{ id: 'f1', name: 'Kế hoạch.docx', mime: 'application/msword', bytes: 5 }],
    });
    const photo = [
      { file_id: 'small', width: 90, height: 90 },
      { file_id: 'large', width: 900, height: 900 },
    ];
    expect(received({ photo, media_group_id: 'g' })).toMatchObject({
      files: [{ id: 'large', name: 'ảnh-3.jpg', mime: 'image/jpeg' }],
      album: 'g',
    });
    expect(received({ voice: { file_id: 'v', duration: 1 } })).toMatchObject({
      files: [{ name: 'ghi-âm-3.ogg', mime: 'audio/ogg' }],
    });
  });
});

describe('in a group', () => {
  const said = (message: Record<string, unknown>, by?: Partial<Receiver>) =>
    heard({ chat: group, ...message }, by);

  it('only what is said to the bot is heard', () => {
    expect(said({ text: 'họp lúc mấy giờ nhỉ' })).toBeNull();
    expect(said({ text: 'capuy_bot ơi' })).toBeNull();
    expect(said(mention('@capuy_bot họp lúc mấy giờ?'))).toBe('họp lúc mấy giờ?');
    expect(said(mention('Cho hỏi @Capuy_Bot, họp lúc mấy giờ?', '@Capuy_Bot'))).toBe(
      'Cho hỏi họp lúc mấy giờ?',
    );
    expect(said(mention('@khac_bot họp lúc mấy giờ?', '@khac_bot'))).toBeNull();
    expect(said({ text: 'còn hôm sau?', reply_to_message: { from: { id: 123456 } } })).toBe('còn hôm sau?');
    expect(said({ text: 'còn hôm sau?', reply_to_message: { from: { id: 8 } } })).toBeNull();
  });

  it('commands are heard where they are ours, by name or by address', () => {
    expect(said(command('/hop chi bộ 1'))).toBe('/hop chi bộ 1');
    expect(said(command('/play bài hát'))).toBeNull();
    expect(said(command('/hop@capuy_bot chi bộ 1'))).toBe('/hop chi bộ 1');
    expect(said(command('/khongco@capuy_bot a'))).toBe('/khongco a');
    expect(said(command('/hop@khac_bot chi bộ 1'))).toBeNull();
  });

  it('a person without a user name of the bot at hand may name it by its profile', () => {
    const text = 'Trợ lý, họp lúc mấy giờ?';
    const entities = [{ type: 'text_mention', offset: 0, length: 6, user: { id: 123456 } }];
    expect(said({ text, entities })).toBe('họp lúc mấy giờ?');
  });

  it('a photo counts by its caption', () => {
    const photo = [{ file_id: 'f' }];
    expect(received({ chat: group, photo })).toEqual({ type: 'ignored' });
    const { text: caption, entities: caption_entities } = mention('@capuy_bot đọc giúp');
    expect(received({ chat: group, photo, caption, caption_entities })).toMatchObject({
      type: 'files',
      caption: 'đọc giúp',
    });
  });

  it('nothing is heard by name while the name is not known', () => {
    expect(said(mention('@capuy_bot a'), { username: null })).toBeNull();
  });
});

describe('in private', () => {
  it('everything is heard as it was written, names and marks included', () => {
    expect(heard({ text: 'hỏi @ai_do về **họp**' })).toBe('hỏi @ai_do về **họp**');
    expect(heard(command('/start 123456'))).toBe('/start 123456');
    expect(heard(command('/hop@khac_bot a'))).toBe('/hop@khac_bot a');
  });
});
