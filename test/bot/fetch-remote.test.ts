import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fetchRemote,
  isPrivate,
  RemoteTooLargeError,
  type RemoteLimits,
} from '../../bot/channels/fetch-remote.ts';

let server: Server;
let host: string;
let asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [, what = '', rest = ''] = /^\/([a-z-]+)(.*)$/u.exec(request.url ?? '') ?? [];
    switch (what) {
      case 'picture':
        return response.writeHead(200, { 'content-type': 'image/jpeg; charset=x' }).end('bytes');
      case 'moved':
        return response.writeHead(302, { location: '/picture' }).end();
      case 'circle':
        return response.writeHead(302, { location: '/circle' }).end();
      case 'away':
        return response.writeHead(302, { location: decodeURIComponent(rest.slice(1)) }).end();
      case 'announced':
        return response.writeHead(200, { 'content-length': '100000' }).end('x'.repeat(100_000));
      case 'unannounced':
        response.writeHead(200);
        for (let part = 0; part < 100; part++) response.write('x'.repeat(1000));
        return response.end();
      case 'status':
        return response.writeHead(Number(rest.slice(1))).end();
      case 'cut':
        response.writeHead(200, { 'content-length': '1000' });
        return response.write('half', () => response.destroy());
      default:
        // Silent.
        return undefined;
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const limits = (rest: Partial<RemoteLimits> = {}): RemoteLimits => ({
  hosts: [host, 'zdn.vn'],
  maxBytes: 10_000,
  timeoutMs: 5000,
  ...rest,
});
const get = (path: string, rest: Partial<RemoteLimits> = {}) =>
  fetchRemote(`http://${host}${path}`, limits(rest));

describe('fetching a file from a provider', () => {
  it('gives its bytes and type, after redirects too', async () => {
    for (const path of ['/picture', '/moved'])
      expect(await get(path)).toEqual({ bytes: Buffer.from('bytes'), mime: 'image/jpeg' });
  });

  it.each(['/announced', '/unannounced'])('ends where it is too large (%s)', async (path) => {
    await expect(get(path)).rejects.toBeInstanceOf(RemoteTooLargeError);
  });

  it.each([
    ['gone', '/status/404', 'invalid'],
    ['not allowed', '/status/403', 'invalid'],
    ['down', '/status/503', 'transient'],
    ['silent', '/silent', 'transient'],
    ['cut', '/cut', 'transient'],
    ['redirected without end', '/circle', 'invalid'],
  ])('names the failure where the server is %s', async (_name, path, kind) => {
    const waited = path === '/silent' ? { timeoutMs: 300 } : {};
    await expect(get(path, waited)).rejects.toMatchObject({ kind });
  });

  it.each([
    'file:///etc/passwd',
    'ftp://zdn.vn/a',
    'http://zdn.vn/a.jpg',
    'https://zdn.vn.example.com/a.jpg',
    'https://azdn.vn/a.jpg',
    'https://user:word@photo.zdn.vn/a.jpg',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/a',
    'https://localhost/a',
    'https://127.0.0.1/a',
    'http://127.0.0.1:1/a',
    'nonsense',
    '',
  ])('never asks %s, neither at once nor when it is redirected there', async (address) => {
    asked = [];
    await expect(fetchRemote(address, limits())).rejects.toMatchObject({ kind: 'invalid' });
    expect(asked).toEqual([]);
    if (!/^[a-z]+:/u.test(address)) return;
    const away = `/away/${encodeURIComponent(address)}`;
    await expect(get(away)).rejects.toMatchObject({ kind: 'invalid' });
    expect(asked).toEqual([away]);
  });

  it('checks the address that a name leads to, at the connection', async () => {
    // Known to every machine as 127.0.0.1, and on the list here: only the check of addresses is left.
    await expect(fetchRemote('https://localhost/a', limits({ hosts: ['localhost'] }))).rejects.toMatchObject({
      kind: 'invalid',
    });
  });

  it.each([
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['192.168.1.1', true],
    ['100.64.0.1', true],
    ['169.254.169.254', true],
    ['0.0.0.0', true],
    ['::1', true],
    ['::ffff:10.0.0.1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['fec0::1', true],
    ['2001::5ef5:79fd', true],
    ['::ffff:7f00:1', true],
    ['64:ff9b::a9fe:a9fe', true],
    ['2002:7f00:1::', true],
    ['118.102.1.1', false],
    ['2001:ee0:1::1', false],
    ['photo.zdn.vn', false],
  ])('knows whether %s is inside: %s', (address, inside) => {
    expect(isPrivate(address)).toBe(inside);
  });
});
