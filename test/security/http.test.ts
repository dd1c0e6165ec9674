import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cookieName,
  cookieOf,
  publicUrl,
  startAttackedOffice,
  type AttackedOffice,
} from './attacked-office.ts';
import { attackByContent, attackByMessenger } from './people-attacks.ts';

/*
 * One running assistant, attacked at its socket the way a stranger on the network, another web site or a signed-in person
 * would. docs/security.md says which threat each belongs to.
 */

let office: AttackedOffice;
beforeAll(async () => {
  office = await startAttackedOffice();
}, 120_000);
afterAll(() => office.stop());

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const unknownId = '11111111-2222-4333-8444-555555555555';
const pages = [
  '/',
  '/vao',
  '/vao?ma=x',
  '/phien',
  '/van-ban',
  '/hop',
  '/lich',
  '/nhiem-vu',
  '/thong-ke',
  '/tai-khoan',
  '/nhat-ky',
  '/gop-y',
  '/khong-co',
  `/nguon/${unknownId}`,
];

describe('every page', () => {
  it('forbids inline code, foreign sources, frames and guessing of types, and keeps out of caches', async () => {
    for (const path of pages) {
      const { headers, body } = await office.admin(path);
      const policy = new Map(
        (headers.get('content-security-policy') ?? '').split('; ').map((rule) => {
          const [name = '', ...values] = rule.split(' ');
          return [name, values.join(' ')] as const;
        }),
      );
      expect(Object.fromEntries(policy), path).toMatchObject({
        'default-src': "'none'",
        'script-src': "'self'",
        'style-src': "'self'",
        'form-action': "'self'",
        'base-uri': "'none'",
        'frame-ancestors': "'none'",
        'require-trusted-types-for': "'script'",
      });
      for (const values of policy.values())
        expect(values, path).not.toMatch(/unsafe|https?:|\*|data:|blob:/u);
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
      expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=\d{8,}/u);
      expect(headers.get('permissions-policy'), path).toContain('camera=()');
      expect(headers.get('access-control-allow-origin'), path).toBeNull();
      expect(headers.get('server') ?? headers.get('x-powered-by'), path).toBeNull();
      if (path !== '/khong-co') expect(headers.get('cache-control'), path).toContain('no-store');
      expect(body, path).not.toMatch(
        /<script(?![^>]*\ssrc="\/)|\sstyle=|\son\w+=|<style|javascript:|<iframe|<base/iu,
      );
    }
  });

  it('asks for a session, and a made-up one opens nothing', async () => {
    const open = new Set(['/vao', '/vao?ma=x', '/khong-co']);
    for (const path of pages.filter((one) => !open.has(one)))
      for (const cookie of ['', `${cookieName}=made-up`, `${cookieName}=${office.usedSecret}`]) {
        const answer = await office.stranger(path, { headers: { cookie } });
        expect(answer.status, path).toBe(401);
        expect(answer.body).toContain('action="/vao"');
      }
    for (const path of ['/api/history', '/api/events', '/api/search?q=a', '/api/conversations'])
      expect((await office.stranger(path)).status, path).toBe(401);
  });
});

describe('another web site', () => {
  const attempts: [path: string, type: string, body: string][] = [
    [
      '/api/messages',
      'text/plain',
      JSON.stringify({ id: '0'.repeat(32), text: '/taikhoan thêm A, quản trị' }),
    ],
    ['/api/choices', 'text/plain', JSON.stringify({ id: '0'.repeat(32), key: 'abc' })],
    ['/api/stop', 'text/plain', JSON.stringify({ id: '0'.repeat(32) })],
    ['/api/files', 'multipart/form-data; boundary=b', '--b--'],
    ['/api/opinions', 'text/plain', '{}'],
    ['/vao', 'application/x-www-form-urlencoded', 'ma=123456'],
    ['/ra', 'application/x-www-form-urlencoded', ''],
    ['/phien', 'application/x-www-form-urlencoded', 'phien=khac'],
    ['/tai-khoan', 'application/x-www-form-urlencoded', 'viec=ma'],
    [`/tai-khoan/${unknownId}`, 'application/x-www-form-urlencoded', 'viec=khoa'],
    [`/nhiem-vu/${unknownId}`, 'application/x-www-form-urlencoded', 'xong=1'],
    ['/gop-y', 'application/x-www-form-urlencoded', 'viec=bo'],
  ];
  it.each([
    ['of another name', 'https://evil.example'],
    ['whose name begins alike', `${publicUrl}.evil.example`],
    ['without TLS under our name', 'http://tro-ly.example'],
    ['on another port', `${publicUrl}:8443`],
    ['in a sandboxed frame', 'null'],
    ['with nonsense for an origin', 'https://'],
  ])('%s changes nothing with the cookie of whoever visits it', async (_name, origin) => {
    for (const [path, type, body] of attempts)
      expect(
        (await office.admin(path, { method: 'POST', headers: { origin, 'content-type': type }, body }))
          .status,
        path,
      ).toBe(403);
    for (const method of ['PATCH', 'DELETE'])
      expect((await office.admin('/api/conversations/main', { method, headers: { origin } })).status).toBe(
        403,
      );
    expect((await office.admin('/')).status).toBe(200);
  });

  it('gets no leave to read, whatever it asks for beforehand', async () => {
    const preflight = await office.admin('/api/messages', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(preflight.status).toBe(403);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('says it is us in a header of proxies, and is not believed where no proxy is trusted', async () => {
    const headers = {
      ...form,
      origin: 'https://evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    expect((await office.admin('/ra', { method: 'POST', headers })).status).toBe(403);
  });
});

describe('the name that is asked for', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', ''])(
    'reaches nothing where it is foreign (%s)',
    async (host) => {
      const answer = await office.raw(`GET /vao HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 4(?:00|21) /u);
    },
  );

  it.each([
    ['two names', 'Host: 127.0.0.1\r\nHost: evil.example\r\n'],
    ['two lengths', 'Host: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n'],
    ['length and chunks', 'Host: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n'],
    ['a folded line', 'Host: 127.0.0.1\r\nX: a\r\n b\r\n'],
    ['no name', ''],
    ['a head of 20 kB', `Host: 127.0.0.1\r\nX: ${'a'.repeat(20_000)}\r\n`],
  ])('and a head with %s is no request', async (_name, head) => {
    const answer = await office.raw(`POST /vao HTTP/1.1\r\n${head}Connection: close\r\n\r\nma=1`);
    expect(answer).toMatch(/^HTTP\/1\.1 4(?:00|21|31) /u);
  });

  it('never comes back in an answer', async () => {
    for (const path of ['/', '/vao', '/khong-co']) {
      const { headers, body } = await office.admin(path, { headers: { 'x-forwarded-host': 'evil.example' } });
      expect(body + JSON.stringify([...headers])).not.toContain('evil.example');
    }
  });

  it('and numbers about the office are for this machine, not for whoever comes through its proxy', async () => {
    expect((await office.stranger('/metrics')).status).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      expect((await office.stranger('/metrics', { headers: { [name]: '203.0.113.7' } })).status, name).toBe(
        404,
      );
    const named = await office.raw(
      'GET /metrics HTTP/1.1\r\nHost: tro-ly.example\r\nConnection: close\r\n\r\n',
    );
    expect(named).toMatch(/^HTTP\/1\.1 404 /u);
  });
});

describe('a session', () => {
  it('has a cookie that no script reads, no other site sends, no neighbour plants and no plain line carries', async () => {
    const secret = /\*\*(\d{6})\*\*/u.exec(await office.say('/lienket'))?.[1] ?? '';
    const opened = await office.signIn(secret);
    expect(opened.headers.get('set-cookie')).toMatch(
      /^__Host-capuy_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/u,
    );
    // The name without the prefix, which a neighbouring host could set, opens nothing.
    const token = cookieOf(opened).split('=')[1] ?? '';
    expect((await office.stranger('/', { headers: { cookie: `capuy_session=${token}` } })).status).toBe(401);
    expect((await office.stranger('/', { headers: { cookie: `${cookieName}=${token}` } })).status).toBe(200);
  });

  it('is never one that the browser brought along, and ends the one that it did', async () => {
    const code = async () => /\*\*(\d{6})\*\*/u.exec(await office.say('/lienket'))?.[1] ?? '';
    const planted = `${cookieName}=${'A'.repeat(43)}`;
    const first = await office.signIn(await code(), { cookie: planted });
    expect(cookieOf(first)).not.toBe(planted);
    expect((await office.stranger('/', { headers: { cookie: planted } })).status).toBe(401);
    const second = await office.signIn(await code(), { cookie: cookieOf(first) });
    expect((await office.stranger('/', { headers: { cookie: cookieOf(first) } })).status).toBe(401);
    expect((await office.stranger('/', { headers: { cookie: cookieOf(second) } })).status).toBe(200);
    const left = await office.stranger('/ra', {
      method: 'POST',
      headers: { ...form, cookie: cookieOf(second) },
    });
    expect(left.headers.get('set-cookie')).toMatch(
      /^__Host-capuy_session=; Max-Age=0; Path=\/; HttpOnly; Secure/u,
    );
    expect(left.headers.get('clear-site-data')).toBe('"cache"');
    expect((await office.stranger('/', { headers: { cookie: cookieOf(second) } })).status).toBe(401);
  });

  it('is opened once by a link, and by looking at the link not at all', async () => {
    expect((await office.signIn(office.usedSecret)).status).toBe(401);
    const looked = await office.stranger(`/vao?ma=${office.usedSecret}`);
    expect(looked.headers.get('set-cookie')).toBeNull();
  });
});

describe('paths', () => {
  it.each([
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/tinh/..%2f..%2fpackage.json',
    '/tinh/__proto__',
    '/tinh/constructor',
    '/icon/..%2f..%2f..%2fpackage.json',
    '/tep/../../package.json',
    `/tep/${'a'.repeat(64)}/../../x`,
    '/tep/%00',
    '/nguon/..%2f..%2fetc%2fpasswd',
    `/nguon/${unknownId}/trang/..%2f1.png`,
    '/mo/..%2f..%2fpackage.json/a',
    '/.env',
    '/data/database/owner.txt',
    '/node_modules/hono/package.json',
    '/\\evil.example',
    '//evil.example/',
    '/%ff%fe',
  ])('lead out of nothing: %s', async (path) => {
    const answer = await office.raw(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${office.adminCookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /u);
    expect(answer).not.toMatch(/root:|"dependencies"|DATABASE_URL|^location:/imu);
  });
});

describe('what is too much', () => {
  const part = (name: string, content: string, fileName?: string): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n\r\n${content}\r\n`;
  const upload = (body: string | Uint8Array<ArrayBuffer>) =>
    office.admin('/api/files', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body,
    });
  const id = 'u'.repeat(24);

  it('of a form is not read, whoever sends it', async () => {
    const large = `ma=${'1'.repeat(300_000)}`;
    for (const path of ['/vao', '/ra'])
      expect((await office.stranger(path, { method: 'POST', headers: form, body: large })).status, path).toBe(
        413,
      );
    for (const path of ['/phien', '/tai-khoan', '/gop-y', '/api/messages', '/api/choices', '/api/opinions'])
      expect((await office.admin(path, { method: 'POST', headers: form, body: large })).status, path).toBe(
        413,
      );
  });

  it('and does not say how long it is, is broken off', async () => {
    const told = await office.raw(
      `POST /vao HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${publicUrl}\r\nTransfer-Encoding: chunked\r\n\r\n${`10000\r\n${'a'.repeat(65_536)}\r\n`.repeat(6)}`,
    );
    expect(told).toMatch(/^HTTP\/1\.1 413 /u);
    expect(told).toMatch(/^connection: close/imu);
  });

  it('of an upload is refused by size, by number of files and by number of parts', async () => {
    expect(
      (await upload(`${part('id', id)}${part('files', 'a'.repeat(1_200_000), 'a.txt')}--b--`)).status,
    ).toBe(413);
    const eleven = Array.from({ length: 11 }, (_, i) => part('files', 'x', `${i}.txt`)).join('');
    expect((await upload(`${part('id', id)}${eleven}--b--`)).status).toBe(400);
    const many = Array.from({ length: 10_000 }, () => part('x', 'y')).join('');
    expect((await upload(`${part('id', id)}${part('files', 'văn bản', 'a.txt')}${many}--b--`)).status).toBe(
      400,
    );
  });

  it('in depth, or called like a part of the language, is a refusal and changes nothing about objects', async () => {
    const deep = `{"id":"${id}","text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const proto = `{"id":"${id}","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
    for (const body of [deep, '['.repeat(100_000), proto, '{"__proto__":', 'null', '[]', '"a"', '1e999'])
      expect((await office.admin('/api/messages', { method: 'POST', headers: json, body })).status).toBe(400);
    const fields = `${part('id', id)}${part('__proto__', 'polluted')}${part('constructor', 'polluted')}`;
    expect((await upload(`${fields}--b--`)).status).toBe(400);
    for (const path of [
      '/van-ban?__proto__[polluted]=1',
      '/tai-khoan?constructor.prototype.polluted=1',
      '/api/history?__proto__=1',
    ])
      expect((await office.admin(path)).status, path).toBe(200);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

attackByContent(() => office);
attackByMessenger(() => office);

describe('guessing codes at the sign-in page', () => {
  it('ends after ten, and is the same whether a code is wrong or used', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 12; i++) answers.push((await office.signIn(String(100_000 + i))).status);
    // Some were wrong before, in the tests above.
    expect(answers.at(-1)).toBe(429);
    expect(answers.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(new Set(answers)).toEqual(new Set([401, 429]));
    // Who has a session goes on.
    expect((await office.admin('/')).status).toBe(200);
  });
});

describe('uploads', () => {
  it('at the same time of one person waits, whoever else may go on', async () => {
    // Nothing of the body is sent, so each is still under way when the next comes.
    const head = `POST /api/files HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${publicUrl}\r\nCookie: ${office.adminCookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n`;
    const answers = Array.from({ length: 6 }, () => office.raw(head, (told) => told.includes(' 429 ')));
    expect(await Promise.any(answers)).toMatch(/HTTP\/1\.1 429 .*retry-after: \d+/isu);
  });
});

describe('the log', () => {
  it('holds no secret after all of this', () => {
    const lines = office.log.join('\n');
    const token = office.adminCookie.split('=')[1] ?? '';
    for (const secret of [
      token,
      office.usedSecret,
      office.zalo.token.split(':')[1] ?? '',
      'bi-mat-cua-phep-thu',
    ])
      expect(lines.includes(secret)).toBe(false);
    expect(office.log.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});
