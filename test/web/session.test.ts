import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount, ensureLocalAdmin } from '../../access/account-store.ts';
import { createPairingCode } from '../../access/pairing.ts';
import { createSignInToken, createWebSessions } from '../../access/sign-in.ts';
import { createAccountFeature } from '../../bot/features/account.ts';
import type { TurnContext } from '../../bot/types.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient } from './client.ts';
import { openOffice, type Office } from './office.ts';

let db: Database;
let office: Office;
let now = new Date('2026-07-01T01:00:00Z');
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  office = await openOffice(db, () => [{ type: 'text', text: 'đáp' }], { clock: { now: () => now } });
});
afterAll(async () => {
  await office.close();
  await db.close();
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] as string;

describe('signing in', () => {
  it('by link takes a press of the button: fetching the page, as link previews do, does not use the link up', async () => {
    const client = createClient(office.web);
    const code = office.sessions.codeFor('Hạnh');
    for (let i = 0; i < 2; i++) {
      const page = await client.get(`/vao?ma=${code}`);
      expect(page.status).toBe(200);
      expect(page.headers.get('set-cookie')).toBeNull();
      expect(await page.text()).toContain(`value="${code}"`);
    }
    const signedIn = await client.post('/vao', `ma=${code}`, form);
    expect(signedIn.status).toBe(303);
    expect(signedIn.headers.get('location')).toBe('/');
    const home = await createClient(office.web, cookieOf(signedIn)).get('/');
    expect(home.status).toBe(200);
    expect(await home.text()).toContain('Hạnh');
  });

  it('works once', async () => {
    const client = createClient(office.web);
    const code = office.sessions.codeFor('Hạnh');
    await client.post('/vao', `ma=${code}`, form);
    const again = await client.post('/vao', `ma=${code}`, form);
    expect(again.status).toBe(401);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(await again.text()).toContain('role="alert"');
  });

  it('gives a cookie that scripts cannot read and other sites cannot send along', async () => {
    const signedIn = await createClient(office.web).post('/vao', `ma=${office.sessions.codeFor('A')}`, form);
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/u);
    expect(cookie).toMatch(/SameSite=Lax/u);
    expect(cookie).toMatch(/Path=\//u);
    expect(cookie).not.toMatch(/Secure/u);
  });

  it('gives a cookie for https alone where people come over https', async () => {
    await office.close();
    office = await openOffice(db, () => [], {
      config: {
        HOST: '0.0.0.0',
        PORT: 0,
        PUBLIC_URL: 'https://tro-ly.example',
        MAX_UPLOAD_MB: 1,
        TRUST_PROXY: true,
      },
    });
    const signedIn = await createClient(office.web).post('/vao', `ma=${office.sessions.codeFor('A')}`, {
      ...form,
      origin: 'https://tro-ly.example',
    });
    expect(signedIn.headers.get('set-cookie')).toMatch(/Secure/u);
    expect(signedIn.headers.get('strict-transport-security')).toMatch(/max-age=/u);
  });
});

describe('the sessions of the office', () => {
  it('open by the printed link, once, as the account it was made for', async () => {
    await office.close();
    office = await openOffice(db, () => [], { sessions: createWebSessions(db, { now: () => now }) });
    const adminId = await db.tx((t) => ensureLocalAdmin(t, 'Quản trị', now));
    const secret = await db.tx((t) => createSignInToken(t, adminId, now));
    const client = createClient(office.web);
    const signedIn = await client.post('/vao', `ma=${secret}`, form);
    expect(signedIn.status).toBe(303);
    expect((await client.post('/vao', `ma=${secret}`, form)).status).toBe(401);
    const home = await createClient(office.web, cookieOf(signedIn)).get('/');
    expect(await home.text()).toContain('data-name="Quản trị"');
  });

  it('open to no code after ten wrong ones, right or spread out with blanks, until 15 minutes have passed; to a link always', async () => {
    await office.close();
    office = await openOffice(db, () => [], {
      clock: { now: () => now },
      sessions: createWebSessions(db, { now: () => now }),
    });
    const adminId = await db.tx((t) => ensureLocalAdmin(t, 'Quản trị', now));
    const newCode = async () => (await db.tx((t) => createPairingCode(t, adminId, now))).code;
    const client = createClient(office.web);
    const enter = async (code: string) =>
      (await client.post('/vao', `ma=${encodeURIComponent(code)}`, form)).status;
    // Links that were used already are no guesses, however many of them are opened.
    for (let i = 0; i < 12; i++) expect(await enter(`lien-ket-cu-da-dung-roi-${i}`)).toBe(401);
    for (let i = 0; i < 10; i++) expect(await enter(String(i))).toBe(401);
    const code = await newCode();
    expect(await enter(code)).toBe(429);
    expect(await enter(code.split('').join('    '))).toBe(429);
    expect(await enter(await db.tx((t) => createSignInToken(t, adminId, now)))).toBe(303);
    now = new Date(now.getTime() + 16 * 60_000);
    expect(await enter(await newCode())).toBe(303);
  });
});

describe('one’s own sessions', () => {
  let adminId: string;
  beforeEach(async () => {
    await office.close();
    office = await openOffice(db, () => [{ type: 'text', text: 'đáp' }], {
      clock: { now: () => now },
      sessions: createWebSessions(db, { now: () => now }),
    });
    adminId = await db.tx((t) => ensureLocalAdmin(t, 'Quản trị', now));
  });
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';
  const phone =
    'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36';
  async function signIn(userAgent: string, accountId = adminId) {
    const secret = await db.tx((t) => createSignInToken(t, accountId, now));
    const headers = { ...form, 'user-agent': userAgent };
    return createClient(
      office.web,
      cookieOf(await createClient(office.web).post('/vao', `ma=${secret}`, headers)),
    );
  }
  const listed = async (client: ReturnType<typeof createClient>): Promise<string> =>
    (await client.get('/phien')).text();
  const idIn = (html: string): string => /name="phien"\s+value="([0-9a-f]{24})"/u.exec(html)?.[1] ?? '';

  it('are listed by browser and system, this one marked, and one of them is ended at once', async () => {
    const here = await signIn(firefox);
    const there = await signIn(phone);
    const html = await listed(here);
    expect(html).toContain('Firefox · Windows');
    expect(html).toContain('Chrome · Android');
    expect(html.match(/máy này/gu)).toHaveLength(1);
    const stream = await there.events();
    const done = await here.post('/phien', `phien=${idIn(html)}`, form);
    expect(done.headers.get('location')).toBe('/phien?xong=1');
    expect(await listed(here)).not.toContain('Chrome · Android');
    expect((await there.get('/')).status).toBe(401);
    // What is answered from now on does not reach the window that is still open there.
    await here.say('a', 'hỏi sau khi kết thúc');
    await office.dispatcher.idle();
    const events = await stream.take(3);
    expect(events.map(({ event }) => event)).toContain('bye');
    expect(events.map(({ event }) => event)).not.toContain('reply');
    await stream.close();
    const { rows } = await db.query("SELECT 1 FROM audit_event WHERE action = 'session.end'");
    expect(rows).toHaveLength(1);
  });

  it('are ended all but this one, and nobody else’s with them', async () => {
    const here = await signIn(firefox);
    const others = [await signIn(phone), await signIn(phone)];
    const colleagueId = await db.tx((t) => addAccount(t, { name: 'Bình', role: 'cadre' }, now));
    const colleague = await signIn(phone, colleagueId);
    const foreign = idIn(await listed(await signIn(firefox, colleagueId)));
    expect((await here.post('/phien', `phien=${foreign}`, form)).headers.get('location')).toBe(
      '/phien?xong=0',
    );
    expect((await here.post('/phien', 'phien=khac', form)).headers.get('location')).toBe('/phien?xong=2');
    for (const other of others) expect((await other.get('/')).status).toBe(401);
    expect((await here.get('/')).status).toBe(200);
    expect((await colleague.get('/')).status).toBe(200);
  });

  it('are opened by a code that the person asked for in another channel, once', async () => {
    const outcome = await createAccountFeature().handle(
      { db, now, account: { id: adminId, name: 'Quản trị' }, isGroup: false } as TurnContext,
      { type: 'command', name: 'lienket', args: '' },
    );
    const blocks = await db.tx(async (t) => outcome.write?.(t));
    const code = /\d{3} ?\d{3}/u.exec(JSON.stringify(blocks))?.[0] ?? '';
    const client = createClient(office.web);
    const signedIn = await client.post('/vao', `ma=${encodeURIComponent(code)}`, form);
    expect(signedIn.status).toBe(303);
    expect(await (await createClient(office.web, cookieOf(signedIn)).get('/')).text()).toContain('Quản trị');
    expect((await client.post('/vao', `ma=${encodeURIComponent(code)}`, form)).status).toBe(401);
  });
});

describe('without a session', () => {
  it('people get the page that explains how to sign in, scripts get 401', async () => {
    const client = createClient(office.web, 'capuy_session=made-up');
    for (const path of ['/', '/nguon/11111111-2222-4333-8444-555555555555', `/tep/${'a'.repeat(64)}`]) {
      const page = await client.get(path);
      expect(page.status, path).toBe(401);
      expect(await page.text()).toContain('action="/vao"');
    }
    for (const path of ['/api/history', '/api/events'])
      expect((await client.get(path)).status, path).toBe(401);
    expect((await client.say('a', 'xin chào')).status).toBe(401);
    expect((await db.query('SELECT 1 FROM inbox')).rows).toEqual([]);
  });

  it('signing out ends the session, not only the cookie', async () => {
    const cookie = office.sessions.cookieFor('A');
    const client = createClient(office.web, cookie);
    expect((await client.get('/')).status).toBe(200);
    expect((await client.post('/ra', '', form)).status).toBe(303);
    expect((await client.get('/')).status).toBe(401);
  });
});

describe('requests from elsewhere', () => {
  it.each([
    ['another site', 'https://evil.example'],
    ['another port of the same host', 'http://127.0.0.1:4000'],
    ['a frame without origin', 'null'],
  ])('that change something are refused: %s', async (_name, origin) => {
    const client = createClient(office.web, office.sessions.cookieFor('A'));
    for (const path of ['/api/messages', '/api/choices', '/api/stop', '/api/files', '/vao', '/ra']) {
      expect((await client.postJson(path, { id: '0'.repeat(32), text: 'x' }, { origin })).status, path).toBe(
        403,
      );
    }
    expect((await db.query('SELECT 1 FROM inbox')).rows).toEqual([]);
    expect((await client.get('/')).status).toBe(200);
  });

  it('that name no origin at all are refused', async () => {
    const client = createClient(office.web, office.sessions.cookieFor('A'));
    const response = await client.get('/api/messages', { method: 'POST', body: '{}' });
    expect(response.status).toBe(403);
  });

  it('under a foreign name that was pointed at this machine reach nothing', async () => {
    const response = await office.web.app.request('http://rebound.example:3000/vao');
    expect(response.status).toBe(421);
  });
});

describe('every page', () => {
  it('carries a policy without inline code and needs none', async () => {
    const client = createClient(office.web, office.sessions.cookieFor('A'));
    for (const path of ['/', '/vao', '/vao?ma=x', '/khong-co']) {
      const page = await client.get(path);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toMatch(/https?:|\*/u);
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(page.headers.get('x-frame-options')).toBe('DENY');
      const html = await page.text();
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style|javascript:/iu);
      expect(html).toContain('<html lang="vi">');
    }
  });

  it('and script is served under a name that changes with its content, within 60 kB compressed', async () => {
    const client = createClient(office.web, office.sessions.cookieFor('A'));
    const html = await (await client.get('/')).text();
    const paths = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/gu)].map(
      (match) => match[1] as string,
    );
    expect(paths).toHaveLength(3);
    let total = html.length;
    for (const path of paths) {
      const asset = await client.get(path, { headers: { 'accept-encoding': 'gzip' } });
      expect(asset.status, path).toBe(200);
      expect(asset.headers.get('content-encoding')).toBe('gzip');
      if (path !== '/favicon.svg') {
        expect(path).toMatch(/-[0-9a-f]{12}\.(?:js|css)$/u);
        expect(asset.headers.get('cache-control')).toContain('immutable');
      }
      total += (await asset.arrayBuffer()).byteLength;
    }
    expect(total).toBeLessThan(60_000);
  });
});

describe('failures', () => {
  it('show a reference and nothing of the program', async () => {
    const logged: Record<string, unknown>[] = [];
    await office.close();
    office = await openOffice(db, () => [], {
      loadSource: () => Promise.reject(new Error('secret detail')),
      logger: { debug() {}, info() {}, warn() {}, error: (fields) => void logged.push(fields) },
    });
    const client = createClient(office.web, office.sessions.cookieFor('A'));
    const page = await client.get('/nguon/11111111-2222-4333-8444-555555555555');
    expect(page.status).toBe(500);
    const html = await page.text();
    expect(html).not.toMatch(/secret detail|at .*\.ts/u);
    expect(html).toContain(String(logged[0]?.['reference']));
    expect(logged[0]?.['err']).toMatchObject({ message: 'secret detail' });
  });

  it('of the database show in /health', async () => {
    const client = createClient(office.web);
    expect((await client.get('/health')).status).toBe(200);
    await office.close();
    office = await openOffice(db, () => [], {
      health: () => Promise.resolve({ ok: false, database: 'down' }),
    });
    const health = await createClient(office.web).get('/health');
    expect(health.status).toBe(503);
    // What else is known is told to this machine alone.
    expect(await health.json()).toEqual({ ok: false });
  });
});
