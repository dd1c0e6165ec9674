import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Block } from '../../bot/types.ts';
import type { Database } from '../../db/database.ts';
import type { ConversationEntry, Found, History } from '../../web/wire.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient, idOf } from './client.ts';
import { readEvents } from './event-reader.ts';
import { openOffice, type Office, type Script } from './office.ts';
import { choices, quote } from './samples.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
let script: Script;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  script = (_context, request) => [
    { type: 'text', text: `đáp: ${request.type === 'text' ? request.text : request.type}` },
  ];
  office = await openOffice(db, (context, request) => script(context, request));
  client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
});
afterAll(async () => {
  await office.close();
  await db.close();
});

const chat = (name: string): string => idOf(`chat${name}`);
let count = 0;
const say = async (text: string, to?: string, as = client): Promise<void> => {
  await as.postJson('/api/messages', { id: idOf(`m${count++}x`), text, ...(to && { chat: to }) });
  await office.dispatcher.idle();
};
const listed = async (as = client): Promise<ConversationEntry[]> =>
  ((await (await as.get('/api/conversations')).json()) as { conversations: ConversationEntry[] })
    .conversations;
const titles = async (as = client): Promise<string[]> => (await listed(as)).map(({ title }) => title);
const search = async (query: string, as = client): Promise<Found[]> =>
  ((await (await as.get(`/api/search?q=${encodeURIComponent(query)}`)).json()) as { found: Found[] }).found;
const textsIn = async (of: string): Promise<string[]> =>
  ((await (await client.get(`/api/history?chat=${of}`)).json()) as History).messages.map((message) =>
    message.kind === 'said' ? message.text : JSON.stringify(message.blocks),
  );
const rename = (id: string, title: string) =>
  client.get(`/api/conversations/${id}`, {
    method: 'PATCH',
    body: JSON.stringify({ title }),
    headers: { origin: 'http://127.0.0.1:3000', 'content-type': 'application/json' },
  });
const remove = (id: string, as = client) =>
  as.get(`/api/conversations/${id}`, { method: 'DELETE', headers: { origin: 'http://127.0.0.1:3000' } });

/** An answer that takes as long as the test likes. */
function held(): { until: Promise<void>; end(): void } {
  let end = (): void => {};
  const until = new Promise<void>((resolve) => (end = resolve));
  return { until, end: () => end() };
}

describe('conversations of one person', () => {
  it('stand beside each other, each with its own questions, follow-ups and dialogue', async () => {
    await say('họp chi bộ tháng 7', chat('a'));
    await say('thống kê đảng viên', chat('b'));
    await say('còn tháng 6?', chat('a'));
    expect(await titles()).toEqual(['họp chi bộ tháng 7', 'thống kê đảng viên']);
    expect((await textsIn(chat('a'))).filter((text) => !text.startsWith('['))).toEqual([
      'họp chi bộ tháng 7',
      'còn tháng 6?',
    ]);
    const { rows } = await db.query<{ lane: string }>('SELECT DISTINCT lane FROM inbox');
    expect(rows).toHaveLength(2);
  });

  it('are answered side by side: a long answer in one does not hold up the other', async () => {
    const answering = held();
    script = async (_context, request) => {
      if (request.type === 'text' && request.text === 'lâu') await answering.until;
      return [{ type: 'text', text: 'xong' }];
    };
    await client.postJson('/api/messages', { id: idOf('lau'), text: 'lâu', chat: chat('a') });
    await client.postJson('/api/messages', { id: idOf('nhanh'), text: 'nhanh', chat: chat('b') });
    await expect.poll(() => textsIn(chat('b'))).toHaveLength(2);
    expect(await textsIn(chat('a'))).toEqual(['lâu']);
    answering.end();
    await office.dispatcher.idle();
  });

  it('keep what was said before there were several, in the one that everybody has', async () => {
    await say('từ trước');
    // As the tables were before the migration, and what it does for what is in them.
    await db.query('DELETE FROM web_conversation');
    const migration = await readFile(
      new URL('../../db/migrations/021_web_conversations.sql', import.meta.url),
      'utf8',
    );
    await db.query(/^INSERT INTO web_conversation[^;]*/mu.exec(migration)?.[0] ?? '');
    const [first] = await listed();
    expect(first).toMatchObject({ id: 'main', title: 'từ trước' });
    expect((await client.history()).messages).toHaveLength(2);
  });

  it('are nobody else’s: not listed, not read, not found, not deleted, no file of them opened', async () => {
    const file = await office.files.put(Buffer.from('riêng'), 'riêng.png', 'image/png');
    script = () => [{ type: 'file', file }];
    await say('bí mật', chat('a'));
    const history = (await (await client.get(`/api/history?chat=${chat('a')}`)).json()) as History;
    const url = history.messages.flatMap((message) =>
      message.kind === 'reply'
        ? message.blocks.flatMap((block) => (block.type === 'file' ? [block.url] : []))
        : [],
    )[0] as string;
    expect((await client.get(url)).status).toBe(200);
    const other = createClient(office.web, office.sessions.cookieFor('Bình'));
    expect(await titles(other)).toEqual([]);
    expect(await (await other.get(`/api/history?chat=${chat('a')}`)).json()).toMatchObject({ messages: [] });
    expect(await search('bí mật', other)).toEqual([]);
    expect((await remove(chat('a'), other)).status).toBe(404);
    expect((await other.get(url)).status).toBe(404);
    expect(await titles()).toEqual(['bí mật']);
  });

  it('get another name, and their first words again where it is taken away', async () => {
    await say('họp chi bộ tháng 7', chat('a'));
    expect((await rename(chat('a'), '  Đại hội \n 2026 ')).status).toBe(200);
    expect(await titles()).toEqual(['Đại hội 2026']);
    await rename(chat('a'), '');
    expect(await titles()).toEqual(['họp chi bộ tháng 7']);
    expect((await rename(chat('z'), 'không có')).status).toBe(404);
    const { rows } = await db.query("SELECT 1 FROM audit_event WHERE action = 'conversation.rename'");
    expect(rows).toHaveLength(2);
  });

  it('are deleted for good: words, answers, buttons and dialogue; the others stay', async () => {
    script = () => [{ type: 'text', text: 'câu trả lời riêng' }, choices()];
    await say('việc cần xóa', chat('a'));
    await say('việc giữ lại', chat('b'));
    await rename(chat('a'), 'tên cần xóa');
    expect((await remove(chat('a'))).status).toBe(204);
    expect(await titles()).toEqual(['việc giữ lại']);
    expect(await textsIn(chat('a'))).toEqual([]);
    const { rows } = await db.query<{ all: string }>(
      `SELECT i::text AS all FROM inbox i WHERE lane LIKE '%chata%' UNION ALL SELECT o::text FROM outbox o WHERE lane LIKE '%chata%'
       UNION ALL SELECT k::text FROM action_key k WHERE lane LIKE '%chata%' UNION ALL SELECT c::text FROM web_conversation c`,
    );
    expect(rows.map((row) => row.all).join()).not.toMatch(/cần xóa|trả lời riêng|Cả điều/u);
    expect(await textsIn(chat('b'))).toHaveLength(2);
  });

  it('are not deleted while they are being answered', async () => {
    const answering = held();
    script = async () => {
      await answering.until;
      return [{ type: 'text', text: 'xong' }];
    };
    await client.postJson('/api/messages', { id: idOf('lau'), text: 'lâu', chat: chat('a') });
    const refused = await remove(chat('a'));
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as { problem: string }).problem).toContain('đang trả lời');
    answering.end();
    await office.dispatcher.idle();
    expect((await remove(chat('a'))).status).toBe(204);
  });

  it('that were deleted come back with what the assistant has to say later, and nothing of before', async () => {
    await say('việc cần xóa', chat('a'));
    await remove(chat('a'));
    await db.query(
      `INSERT INTO outbox (key, lane, address, blocks, created_at)
       SELECT 'reminder', lane, address, '[{"type":"text","text":"nhắc việc"}]'::jsonb, created_at FROM outbox LIMIT 1`,
    );
    expect(await titles()).toEqual(['Thông báo của trợ lý']);
    expect(await textsIn(chat('a'))).toEqual([expect.stringContaining('nhắc việc')]);
  });

  it('tell a window of one what happens in the others, and not what is said there', async () => {
    await say('một', chat('a'));
    const stream = readEvents(await client.get(`/api/events?chat=${chat('a')}`));
    expect(await stream.next()).toMatchObject({ event: 'reply' });
    await say('hai', chat('b'));
    expect(await stream.take(2)).toEqual([
      { id: null, event: 'elsewhere', data: { chat: chat('b'), isReply: false } },
      { id: null, event: 'elsewhere', data: { chat: chat('b'), isReply: true } },
    ]);
    await rename(chat('b'), 'tên mới');
    expect(await stream.next()).toMatchObject({ event: 'changed' });
    await stream.close();
  });

  it('take no name of a conversation that is none', async () => {
    for (const name of ['x', '../main', 'MAIN', encodeURIComponent("a' OR 1=1 --")]) {
      expect((await client.get(`/api/history?chat=${name}`)).status, name).toBe(400);
      expect((await client.get(`/api/events?chat=${name}`)).status, name).toBe(400);
    }
    const sent = await client.postJson('/api/messages', { id: idOf('a'), text: 'x', chat: 'x' });
    expect(sent.status).toBe(400);
  });
});

describe('searching one’s own history', () => {
  const answer = (): Block[] => [
    { type: 'text', text: 'Theo **quy định**, buổi sinh hoạt kéo dài như sau:' },
    quote({ text: 'Mỗi buổi không ít hơn 90 phút; chi ủy chuẩn bị nội dung.', emphasis: [] }),
  ];

  it('finds words with and without diacritics, in questions and in answers, the latest first', async () => {
    script = answer;
    await say('Chế độ sinh hoạt chi bộ', chat('a'));
    script = () => [{ type: 'text', text: 'không có' }];
    await say('SINH HOẠT ĐẢNG ở nơi cư trú', chat('b'));
    for (const query of ['sinh hoat', 'Sinh Hoạt', 'sinh hoạt']) {
      const found = await search(query);
      expect(
        found.map((place) => [place.chat, place.said !== undefined]),
        query,
      ).toEqual([
        [chat('b'), true],
        [chat('a'), false],
        [chat('a'), true],
      ]);
    }
    const [place] = await search('90 phut chi uy');
    expect(place).toMatchObject({ chat: chat('a') });
    const marked = place?.marks.map(([from, to]) => place.snippet.slice(from, to));
    expect(marked).toEqual(['90', 'phút', 'chi', 'ủy']);
  });

  it('wants every word, at the beginning of a word, and is not fooled by how rows are stored', async () => {
    script = answer;
    await say('Chế độ sinh hoạt chi bộ', chat('a'));
    expect(await search('sinh hoạt thanh niên')).toEqual([]);
    expect(await search('inh oạt')).toEqual([]);
    expect(await search('type text')).toEqual([]);
    expect(await search('emphasis')).toEqual([]);
    expect(await search('%')).toEqual([]);
    expect(await search('  ')).toEqual([]);
    expect(await search('sinh hoa')).toHaveLength(2);
  });

  it('goes back through a long history, and shows the latest thirty places', async () => {
    await say('câu hỏi đầu tiên về Cầu Đất', chat('a'));
    await db.query(
      `INSERT INTO outbox (key, lane, address, blocks, created_at)
       SELECT 'r' || n, lane, address, jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'lượt ' || n)), created_at + n * interval '1 second'
       FROM outbox, generate_series(1, 150) AS n`,
    );
    expect((await search('cau dat')).map((place) => place.said !== undefined)).toEqual([false, true]);
    const latest = await search('luot');
    expect(latest).toHaveLength(30);
    expect(latest[0]?.snippet).toBe('lượt 150');
    expect(await search('luot 7')).toHaveLength(11);
  });
});
