import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient, idOf } from './client.ts';
import { openOffice, type Office, type Script } from './office.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
const echo: Script = (_context, request) => [
  { type: 'text', text: request.type === 'text' ? request.text : '' },
];
let script: Script;
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

const say = async (...texts: string[]): Promise<void> => {
  for (const text of texts) await client.say(`${text.replaceAll(' ', '')}x`, text);
  await office.dispatcher.idle();
};
const textOf = (event: { data: unknown } | null) =>
  (event?.data as { blocks: { text: string }[] } | undefined)?.blocks[0]?.text;
/** The next event with this name. */
const nextOf = async (stream: Awaited<ReturnType<typeof client.events>>, name: string | null) => {
  for (;;) {
    const event = await stream.next();
    if (!event || event.event === name) return event;
  }
};

describe('the event stream', () => {
  it('is not cached and not held back by proxies', async () => {
    const response = await client.get('/api/events');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    await response.body?.cancel();
  });

  it('gives a page that comes back each reply exactly once, then goes on with what is new', async () => {
    await say('m1', 'm2', 'm3');
    const { messages } = await client.history();
    const [first, second, third] = messages.flatMap((message) =>
      message.kind === 'reply' ? [message.seq] : [],
    );
    const stream = await client.events(first);
    const replayed = await stream.take(2);
    expect(replayed.map((event) => event.id)).toEqual([String(second), String(third)]);
    expect(replayed.map(textOf)).toEqual(['m2', 'm3']);
    await say('m4');
    const fresh = await nextOf(stream, 'reply');
    expect(textOf(fresh)).toBe('m4');
    await stream.close();

    const again = await client.events(Number(fresh?.id));
    await say('m5');
    expect(textOf(await nextOf(again, 'reply'))).toBe('m5');
    await again.close();
  });

  it('loses and doubles nothing while replies arrive and the page keeps coming back', async () => {
    const received: string[] = [];
    let last = 0;
    const writing = (async () => {
      for (let i = 0; i < 30; i++) await client.say(`n${i}x`, `n${i}`);
    })();
    while (received.length < 30) {
      const stream = await client.events(last);
      // Each connection is cut after two replies.
      for (let i = 0; i < 2 && received.length < 30; i++) {
        const event = await nextOf(stream, 'reply');
        received.push(textOf(event) ?? '');
        last = Number(event?.id);
      }
      await stream.close();
    }
    await writing;
    expect(received).toEqual(Array.from({ length: 30 }, (_, i) => `n${i}`));
  });

  it('shows an answer that grows, then the answer, then that the turn is over', async () => {
    script = (context) => {
      context.live('Câu một.');
      return [{ type: 'text', text: 'Câu một. Câu hai.' }];
    };
    const stream = await client.events();
    const asked = client.say('a', 'hỏi');
    expect((await stream.next())?.data).toMatchObject({ kind: 'said', id: idOf('a'), text: 'hỏi' });
    expect(await stream.next()).toMatchObject({ event: 'growing', id: null, data: { text: 'Câu một.' } });
    const reply = await stream.next();
    expect(reply).toMatchObject({ event: 'reply', data: { replyTo: idOf('a') } });
    expect(textOf(reply)).toBe('Câu một. Câu hai.');
    expect(await stream.next()).toMatchObject({ event: 'ended', data: { id: idOf('a') } });
    await asked;
    await stream.close();
  });

  it('shows in one window what was said in another', async () => {
    const other = await client.events();
    await client.say('a', 'từ cửa sổ khác');
    expect(await nextOf(other, 'said')).toMatchObject({ data: { id: idOf('a'), text: 'từ cửa sổ khác' } });
    await other.close();
  });

  it('carries nothing of another person', async () => {
    const stranger = createClient(office.web, office.sessions.cookieFor('Bình'));
    const stream = await stranger.events();
    await say('m1');
    await stranger.say('own', 'riêng');
    expect((await stream.next())?.data).toMatchObject({ text: 'riêng' });
    expect(textOf(await stream.next())).toBe('riêng');
    await stream.close();
  });

  it('leaves a fourth window room by ending the first', async () => {
    const first = await client.events();
    const others = [await client.events(), await client.events(), await client.events()];
    expect(await first.next()).toMatchObject({ event: 'bye', data: { reason: 'replaced' } });
    expect(await first.next()).toBeNull();
    await say('m1');
    for (const other of others) {
      expect(textOf(await nextOf(other, 'reply'))).toBe('m1');
      await other.close();
    }
  });
});

describe('an idle stream', () => {
  beforeEach(async () => {
    await office.close();
    office = await openOffice(db, echo, { pingMs: 5 });
    client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
  });

  it('shows signs of life', async () => {
    const stream = await client.events();
    expect(await stream.take(2)).toEqual([
      { id: null, event: null, data: null },
      { id: null, event: null, data: null },
    ]);
    await stream.close();
  });

  it('finds replies that another process has written', async () => {
    await say('m1');
    const [reply] = (await client.history()).messages.filter((message) => message.kind === 'reply');
    const stream = await client.events(reply?.seq);
    await stream.next();
    // What a second process does: the row is there, and nobody here was told.
    await db.query(
      `INSERT INTO outbox (key, lane, address, blocks, created_at)
       SELECT 'from-elsewhere', lane, address, '[{"type":"text","text":"nhắc việc"}]'::jsonb, created_at FROM outbox LIMIT 1`,
    );
    expect(textOf(await nextOf(stream, 'reply'))).toBe('nhắc việc');
    await stream.close();
  });

  it('ends when the session does', async () => {
    const stream = await client.events();
    office.sessions.endAll();
    expect(await nextOf(stream, 'bye')).toMatchObject({ data: { reason: 'signed-out' } });
    expect(await stream.next()).toBeNull();
  });
});
