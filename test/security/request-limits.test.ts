import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { limitBody } from '../../web/body-limit.ts';
import { limitRequests } from '../../web/request-limits.ts';
import type { WebEnv } from '../../web/session.ts';

describe('a body', () => {
  const app = new Hono().post('/', limitBody({ maxBytes: 10, seconds: 0.02 }), async (c) =>
    c.text(await c.req.text()),
  );
  /** Sends what is given and then nothing more, without ending. */
  const post = (...parts: string[]) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => parts.forEach((part) => controller.enqueue(new TextEncoder().encode(part))),
    });
    return app.request('/', { method: 'POST', body, duplex: 'half' } as RequestInit);
  };

  it('that never ends is not waited for, and its connection is closed', async () => {
    const answer = await post('a');
    expect([answer.status, answer.headers.get('connection')]).toEqual([408, 'close']);
  });

  it('that grows past the limit is broken off, whatever it said of its length', async () => {
    expect((await post('aaaaaa', 'aaaaaa')).status).toBe(413);
    const honest = await app.request('/', {
      method: 'POST',
      body: 'a'.repeat(11),
      headers: { 'content-length': '11' },
    });
    expect([honest.status, honest.headers.get('connection')]).toEqual([413, 'close']);
  });

  it('within the limits is read as it came', async () => {
    expect(await (await app.request('/', { method: 'POST', body: 'đủ' })).text()).toBe('đủ');
    expect((await app.request('/', { method: 'POST' })).status).toBe(200);
  });
});

describe('requests', () => {
  it('of one person beyond the number of a minute wait for the next, those of others do not', async () => {
    let now = 0;
    const app = new Hono<WebEnv>()
      .use(async (c, next) => {
        const name = c.req.header('person') ?? '';
        const viewer = { accountId: name, role: 'cadre', unitIds: [], ceiling: 'all' } as const;
        c.set('person', { accountId: name, name, viewer });
        return next();
      })
      .use(limitRequests(3, { now: () => new Date(now) }))
      .get('/api/a', (c) => c.text('a'));
    const ask = (person: string) => app.request('/api/a', { headers: { person } });
    for (let i = 0; i < 3; i++) expect((await ask('A')).status).toBe(200);
    now = 20_000;
    const refused = await ask('A');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    expect((await ask('B')).status).toBe(200);
    now = 60_000;
    expect((await ask('A')).status).toBe(200);
  });
});
