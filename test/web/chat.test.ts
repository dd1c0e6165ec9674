import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import type { Inbound } from '../../bot/types.ts';
import type { PageBlock } from '../../web/wire.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient, idOf } from './client.ts';
import { openOffice, type Office, type Script } from './office.ts';
import { choices } from './samples.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
/** What the office answers; tests put their own. */
let script: Script;
const echo: Script = (_context, request) => [
  { type: 'text', text: `đáp: ${request.type === 'text' ? request.text : request.type}` },
];
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  script = echo;
  office = await openOffice(db, (context, request) => script(context, request));
  client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
});
afterAll(async () => {
  await office.close();
  await db.close();
});

const inbox = async (): Promise<Inbound[]> =>
  (await db.query<{ event: Inbound }>('SELECT event FROM inbox ORDER BY seq')).rows.map((row) => row.event);
const lines = async (as = client): Promise<string[]> =>
  (await as.history()).messages.map((message) =>
    message.kind === 'said'
      ? `> ${message.text}`
      : message.blocks.map((block) => ('text' in block ? block.text : block.type)).join(),
  );
const docx = (content: string, name = 'quy-dinh.docx') =>
  new File([content], name, { type: 'application/msword' });

describe('a message', () => {
  it('is committed before it is acknowledged, and answered once however often it is sent', async () => {
    const first = await client.say('a', '  Sinh hoạt chi bộ\u200b bao nhiêu phút?  ');
    expect(first.status).toBe(202);
    const again = await client.say('a', 'Sinh hoạt chi bộ bao nhiêu phút?');
    expect([await first.json(), await again.json()]).toEqual([{ outcome: 'new' }, { outcome: 'duplicate' }]);
    await office.dispatcher.idle();
    expect(await lines()).toEqual([
      '> Sinh hoạt chi bộ bao nhiêu phút?',
      'đáp: Sinh hoạt chi bộ bao nhiêu phút?',
    ]);
  });

  it('of one person cannot take the place of another person’s with the same id', async () => {
    const other = createClient(office.web, office.sessions.cookieFor('Bình'));
    await client.say('a', 'một');
    expect(await (await other.say('a', 'hai')).json()).toEqual({ outcome: 'new' });
    await office.dispatcher.idle();
    expect(await lines()).toEqual(['> một', 'đáp: một']);
    expect(await lines(other)).toEqual(['> hai', 'đáp: hai']);
  });

  it.each([
    ['nothing in it', { id: idOf('a'), text: ' \n ' }, 400],
    ['no id', { text: 'xin chào' }, 400],
    ['an id that is not one', { id: 'a:b', text: 'xin chào' }, 400],
    ['another shape', ['xin chào'], 400],
    ['too many letters', { id: idOf('a'), text: 'a'.repeat(16_001) }, 413],
    ['more than any message needs', { id: idOf('a'), text: 'a'.repeat(200_000) }, 413],
  ])('with %s is refused with a sentence', async (_name, body, status) => {
    const response = await client.postJson('/api/messages', body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { problem: string }).problem).not.toBe('');
    expect(await inbox()).toEqual([]);
  });
});

describe('buttons', () => {
  const reply = async (): Promise<Extract<PageBlock, { type: 'choices' }>> => {
    const blocks = (await client.history()).messages.flatMap((message) =>
      message.kind === 'reply' ? message.blocks : [],
    );
    return blocks.find((block) => block.type === 'choices') as Extract<PageBlock, { type: 'choices' }>;
  };

  it('carry keys, never actions, and say in the chat what was pressed', async () => {
    script = (context, request) => (request.type === 'choice' ? echo(context, request) : [choices()]);
    await client.say('a', 'xem');
    await office.dispatcher.idle();
    expect(JSON.stringify(await client.history())).not.toContain('scripted:');
    const option = (await reply()).options[0];
    const pressed = await client.postJson('/api/choices', { id: idOf('b'), key: option?.key });
    expect(pressed.status).toBe(202);
    await office.dispatcher.idle();
    expect((await lines()).slice(2)).toEqual(['> Cả điều', 'đáp: choice']);
  });

  it('of a one-shot block are used up by one press, also after a reload', async () => {
    script = (context, request) => (request.type === 'choice' ? echo(context, request) : [choices(true)]);
    await client.say('a', 'xem');
    await office.dispatcher.idle();
    expect(await reply()).toMatchObject({ isOnce: true, isOpen: true, pressedKeys: [] });
    await client.postJson('/api/choices', { id: idOf('b'), key: (await reply()).options[0]?.key });
    await office.dispatcher.idle();
    expect(await reply()).toMatchObject({ isOnce: true, isOpen: false });
  });

  it('of other blocks stay, and show which were pressed', async () => {
    script = (context, request) => (request.type === 'choice' ? echo(context, request) : [choices(false)]);
    await client.say('a', 'xem');
    await office.dispatcher.idle();
    const key = (await reply()).options[1]?.key;
    await client.postJson('/api/choices', { id: idOf('b'), key });
    await office.dispatcher.idle();
    expect(await reply()).toMatchObject({ isOnce: false, isOpen: true, pressedKeys: [key] });
  });
});

describe('stopping', () => {
  it('ends the answer that is being made', async () => {
    let begun = (): void => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    script = async (context) => {
      begun();
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return [{ type: 'text', text: 'quá muộn' }];
    };
    await client.say('a', 'câu hỏi dài');
    await isBegun;
    expect((await client.postJson('/api/stop', { id: idOf('b') })).status).toBe(202);
    await office.dispatcher.idle();
    expect(await lines()).toEqual(['> câu hỏi dài', 'Đã dừng.']);
  });
});

describe('files', () => {
  it('are kept by content and handed on with their clean names', async () => {
    const response = await client.upload(
      'a',
      [docx('một'), docx('hai', '../../etc/\u202ephụ lục.docx')],
      'nạp giúp',
    );
    expect(response.status).toBe(202);
    await office.dispatcher.idle();
    const [event] = await inbox();
    if (event?.type !== 'files') throw new Error('not a files event');
    expect(event.caption).toBe('nạp giúp');
    expect(event.files.map((file) => file.name)).toEqual(['quy-dinh.docx', 'phụ lục.docx']);
    expect((await office.files.read(event.files[0]?.sha256 ?? ''))?.toString()).toBe('một');
    expect((await lines())[0]).toBe('> nạp giúp\nTệp: quy-dinh.docx, phụ lục.docx');
  });

  it('sent twice under one id are one event', async () => {
    await client.upload('a', [docx('một')]);
    expect(await (await client.upload('a', [docx('một')])).json()).toEqual({ outcome: 'duplicate' });
    expect(await inbox()).toHaveLength(1);
  });

  it('over the size limit are refused', async () => {
    expect((await client.upload('a', [docx('x'.repeat(1_200_000))])).status).toBe(413);
    expect(await inbox()).toEqual([]);
  });

  it.each([
    ['none', []],
    ['an empty one', [docx('')]],
    ['eleven', Array.from({ length: 11 }, (_, i) => docx(String(i)))],
  ])('are refused with a sentence: %s', async (_name, files) => {
    const response = await client.upload('a', files);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { problem: string }).problem).not.toBe('');
  });

  const isSecret = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes('M\u1eacT');
  const inspect: NonNullable<Parameters<typeof openOffice>[2]>['inspect'] = (bytes, name) =>
    Promise.resolve(
      isSecret(bytes)
        ? { accepted: [], refused: [{ name, sentence: 'không nhận', code: 'document-secret' }] }
        : { accepted: [{ name, bytes, mime: 'text/plain' }], refused: [] },
    );

  it('that must not be kept are refused before anything is', async () => {
    await office.close();
    office = await openOffice(db, echo, { inspect });
    client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
    const response = await client.upload('a', [docx('M\u1eacT')]);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ problem: 'không nhận' });
    expect(await inbox()).toEqual([]);
    expect(await office.keptFiles()).toEqual([]);
  });

  it('are kept without the secret one among them, whose name is not repeated', async () => {
    await office.close();
    office = await openOffice(db, echo, { inspect });
    client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
    const secret = new File(['M\u1eacT'], 'hoang-oanh.txt');
    expect((await client.upload('a', [docx('thường'), secret])).status).toBe(202);
    expect(await office.keptFiles()).toHaveLength(1);
    const [event] = await inbox();
    expect(event).toMatchObject({ type: 'files', refused: [{ name: 'Một tệp', sentence: 'không nhận' }] });
    expect(JSON.stringify(await inbox())).not.toContain('hoang-oanh');
  });

  it('of an upload that are not kept are said to be refused, at once and in the history', async () => {
    await office.close();
    const noProgram: typeof inspect = (bytes, name) =>
      Promise.resolve({
        accepted: [{ name: 'a.txt', bytes, mime: 'text/plain' }].slice(name === 'a.exe' ? 1 : 0),
        refused: name === 'b.txt' ? [] : [{ name, sentence: 'là chương trình', code: 'document-program' }],
      });
    office = await openOffice(db, echo, { inspect: noProgram });
    client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
    const send = async (id: string, name: string): Promise<unknown> => {
      const form = new FormData();
      form.set('id', idOf(id));
      form.set('batch', 'b'.repeat(32));
      form.append('files', new File(['một'], name));
      return (await client.post('/api/files', form)).json();
    };
    const sentence = 'là chương trình';
    expect(await send('a', 'a.exe')).toMatchObject({ refused: { sentence, isAll: true } });
    expect(await send('b', 'gom.zip')).toMatchObject({ refused: { sentence, isAll: false } });
    expect(await send('c', 'b.txt')).not.toHaveProperty('refused');
    const said = (await client.history()).messages.filter((message) => message.kind === 'said');
    expect(said.map((message) => message.batch?.refused?.isAll)).toEqual([true, false, undefined]);
  });

  it('that come one by one belong together in the chat', async () => {
    const batch = 'b'.repeat(32);
    const send = (id: string, fields: Record<string, string>, file?: File) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ id: idOf(id), batch, ...fields })) form.set(name, value);
      if (file) form.append('files', file);
      return client.post('/api/files', form);
    };
    expect((await send('a', {}, docx('một'))).status).toBe(202);
    expect((await send('b', { end: '1', caption: 'gửi thêm' })).status).toBe(202);
    expect((await send('c', {})).status).toBe(400);
    await office.dispatcher.idle();
    expect(await inbox()).toMatchObject([
      { files: [{ name: docx('một').name }], batch: { id: batch, isEnd: false } },
      { files: [], batch: { id: batch, isEnd: true } },
    ]);
    const said = (await client.history()).messages.filter((message) => message.kind === 'said');
    expect(said).toMatchObject([
      { text: docx('một').name, batch: { id: batch, isEnd: false } },
      { text: 'gửi thêm', batch: { id: batch, isEnd: true } },
    ]);
  });
});

describe('the history', () => {
  it('comes in stretches that join without gap or double', async () => {
    for (let i = 0; i < 33; i++) {
      await client.say(`m${i}x`, `câu ${i}`);
      await office.dispatcher.idle();
    }
    const newest = await client.history();
    expect(newest.messages).toHaveLength(40);
    const older = await client.history(`?said=${newest.older?.said}&reply=${newest.older?.reply}`);
    expect(older.older).toBeNull();
    const all = [...older.messages, ...newest.messages].map((message) =>
      message.kind === 'said'
        ? message.text
        : message.blocks.map((block) => ('text' in block ? block.text : '')).join(),
    );
    expect(all).toEqual(Array.from({ length: 33 }, (_, i) => [`câu ${i}`, `đáp: câu ${i}`]).flat());
  });

  it('says what still waits for an answer', async () => {
    let answer = (): void => {};
    const isAnswered = new Promise<void>((resolve) => (answer = resolve));
    script = async () => {
      await isAnswered;
      return [{ type: 'text', text: 'xong' }];
    };
    await client.say('a', 'chờ');
    expect((await client.history()).messages).toMatchObject([{ kind: 'said', isWaiting: true }]);
    answer();
    await office.dispatcher.idle();
    expect((await client.history()).messages).toMatchObject([{ isWaiting: false }, { replyTo: idOf('a') }]);
  });

  it('of an empty chat offers examples, the office’s own where it has some', async () => {
    expect((await client.history()).examples.length).toBeGreaterThan(0);
    await office.close();
    office = await openOffice(db, echo, { examples: () => Promise.resolve(['34-CT/TU là gì?']) });
    client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
    expect((await client.history()).examples).toEqual(['34-CT/TU là gì?']);
  });
});
