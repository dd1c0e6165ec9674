import { describe, expect, it } from 'vitest';
import * as chats from '../../web/client/conversation.ts';
import type { History, ReplyMessage, SaidMessage } from '../../web/wire.ts';

const said = (id: string): SaidMessage => ({
  kind: 'said',
  id,
  at: '2026-07-01T01:00:00.000Z',
  text: `hỏi ${id}`,
  isWaiting: true,
});
const reply = (seq: number, replyTo: string | null = null): ReplyMessage => ({
  kind: 'reply',
  seq,
  replyTo,
  at: '2026-07-01T01:00:01.000Z',
  blocks: [{ type: 'text', text: `đáp ${seq}` }],
});
const history = (messages: History['messages'], lastSeq: number): History => ({
  messages,
  lastSeq,
  older: null,
  examples: [],
});
const keys = (chat: chats.Conversation) => chat.items.map((item) => item.domKey);

describe('the conversation on the page', () => {
  it('shows a reply once, however often it arrives', () => {
    let chat = chats.withReply(chats.emptyConversation, reply(4));
    chat = chats.withReply(chat, reply(5));
    expect(chats.withReply(chat, reply(4))).toBe(chat);
    expect(keys(chat)).toEqual(['reply-4', 'reply-5']);
    expect(chat.lastSeq).toBe(5);
  });

  it('shows what was said here and is in the history once', () => {
    let chat = chats.withSaid(chats.emptyConversation, said('a'), 'waiting');
    chat = chats.withSaid(chat, said('b'), 'waiting');
    chat = chats.withHistory(chat, history([said('a'), reply(1, 'a')], 1));
    expect(keys(chat)).toEqual(['said-a', 'reply-1', 'said-b']);
  });

  it('waits for an answer until it comes, the turn ends, the message is refused or the person stops', () => {
    const asked = chats.withSaid(chats.emptyConversation, said('a'), 'sent');
    expect(chats.isWaiting(asked)).toBe(true);
    expect(chats.isWaiting(chats.withReply(asked, reply(1, 'a')))).toBe(false);
    expect(chats.isWaiting(chats.withReply(asked, reply(1, null)))).toBe(true);
    expect(chats.isWaiting(chats.withEnded(asked, 'a'))).toBe(false);
    expect(chats.isWaiting(chats.withDelivery(asked, 'a', 'refused', 'dài'))).toBe(false);
    expect(chats.isWaiting(chats.withStop(asked))).toBe(false);
  });

  it('puts the finished reply in the place of the growing one', () => {
    let chat = chats.withSaid(chats.emptyConversation, said('a'), 'sent');
    chat = chats.withGrowing(chat, 'Câu một. Câu ha');
    const place = chat.growing?.domKey;
    expect(chat.growing?.text).toBe('Câu một.');
    chat = chats.withReply(chat, reply(1, 'a'));
    expect(chat.growing).toBeNull();
    expect(keys(chat)).toEqual(['said-a', place]);
  });

  it('gives every growing reply a place of its own', () => {
    let chat = chats.withReply(chats.withGrowing(chats.emptyConversation, 'Một.'), reply(1));
    chat = chats.withReply(chats.withGrowing(chat, 'Hai.'), reply(2));
    expect(new Set(keys(chat)).size).toBe(2);
  });

  it('puts older messages in front, without those it has', () => {
    let chat = chats.withReply(chats.emptyConversation, reply(9));
    chat = chats.withOlder(chat, history([said('a'), reply(8), reply(9)], 9));
    expect(keys(chat)).toEqual(['said-a', 'reply-8', 'reply-9']);
  });

  it.each([
    ['Đang tìm', ''],
    ['Theo khoản 2. Buổi', 'Theo khoản 2.'],
    ['Có 3.193 đảng viên', ''],
    ['“Không ít hơn 90 phút.” Nguồn', '“Không ít hơn 90 phút.”'],
    ['Dòng một\nDòng hai', 'Dòng một'],
    ['Xong.', 'Xong.'],
  ])('shows %j as %j while it grows', (text, shown) => {
    expect(chats.toSentenceEnd(text)).toBe(shown);
  });
});
