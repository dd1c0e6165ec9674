import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Part, Sink } from '../../bot/channels/channel.ts';
import { createZaloClient } from '../../bot/channels/zalo/client.ts';
import { createZaloChannel, type ZaloDeps } from '../../bot/channels/zalo/zalo-channel.ts';
import { degrade } from '../../bot/degrade.ts';
import type { Inbound } from '../../bot/types.ts';
import { systemClock } from '../../core/clock.ts';
import { ChannelError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { FileStore } from '../../db/file-store.ts';
import { startZalo, type ZaloServer } from '../fakes/zalo-server.ts';
import * as updates from './updates.ts';

let zalo: ZaloServer;
beforeEach(async () => {
  zalo = await startZalo();
});
afterEach(async () => {
  stopping.abort();
  await running;
  await zalo.stop();
});

let stopping = new AbortController();
let running: Promise<void> = Promise.resolve();
const logged: string[] = [];
const note = (fields: Record<string, unknown>, message: string): void => {
  logged.push(
    `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.stack : value))}`,
  );
};
const logger: Logger = { debug: note, info: note, warn: note, error: note };
const noFiles: FileStore = {
  put: () => Promise.reject(new Error('not expected')),
  read: () => Promise.resolve(null),
  remove: () => Promise.resolve(),
};

const channelOn = (rest: Partial<ZaloDeps> = {}) =>
  createZaloChannel({
    client: createZaloClient({ root: zalo.root, token: zalo.token }),
    account: '4711',
    mode: { type: 'poll' },
    ceiling: 'all',
    mediaHosts: [],
    files: noFiles,
    maxBytes: 1_000_000,
    clock: systemClock,
    logger,
    // Waiting ends with the test; back-off is not what is tested here.
    pause: (ms, signal) =>
      ms >= 4000
        ? new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
        : Promise.resolve(),
    ...rest,
  });

/** A sink that keeps events, and resolves `next` with each in turn. */
function collecting(accept: () => Promise<'new' | 'duplicate'> = () => Promise.resolve('new')) {
  const events: Inbound[] = [];
  const waiting: ((event: Inbound) => void)[] = [];
  const sink: Sink = {
    async accept(event) {
      const result = await accept();
      const first = waiting.shift();
      if (first) first(event);
      else events.push(event);
      return result;
    },
  };
  return {
    sink,
    next: (): Promise<Inbound> => {
      const event = events.shift();
      return event ? Promise.resolve(event) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

function run(channel: ReturnType<typeof channelOn>, sink: Sink): void {
  stopping = new AbortController();
  running = channel.run?.(sink, stopping.signal) ?? Promise.resolve();
}

const to = { channel: 'zalo', account: '4711', chat: 'an' };
const send = (channel: ReturnType<typeof channelOn>, part: Part) =>
  channel.send(to, part, { seq: 1, key: 'k' });
const plain = (text: string): Part => ({ text, spans: [], blocks: [{ type: 'text', text }] });

describe('polling', () => {
  it('takes messages one by one, in their order, and says that an answer is being made', async () => {
    const { sink, next } = collecting();
    run(channelOn(), sink);
    await zalo.say('một');
    await zalo.say('hai');
    expect([await next(), await next()]).toMatchObject([
      { type: 'text', text: 'một', to },
      { type: 'text', text: 'hai', to },
    ]);
    expect((await zalo.called('sendChatAction'))[0]?.body).toEqual({ chat_id: 'an', action: 'typing' });
  });

  it('takes the webhook away that someone set before', async () => {
    await fetch(`${zalo.root}/bot${zalo.token}/setWebhook`, {
      method: 'POST',
      body: JSON.stringify({ url: 'http://127.0.0.1:18089/zalo', secret_token: 'left-behind' }),
    });
    const { sink, next } = collecting();
    run(channelOn(), sink);
    await zalo.called('deleteWebhook');
    await zalo.say('vẫn nhận được');
    expect(await next()).toMatchObject({ text: 'vẫn nhận được' });
  });

  it('takes it away again where it is set in the middle', async () => {
    const { sink, next } = collecting();
    run(channelOn({ pause: () => Promise.resolve() }), sink);
    await zalo.say('trước');
    await next();
    zalo.fail('getUpdates', {
      status: 400,
      body: { ok: false, error_code: 400, description: 'Webhook is configured' },
    });
    await fetch(`${zalo.root}/bot${zalo.token}/setWebhook`, {
      method: 'POST',
      body: JSON.stringify({ url: 'http://127.0.0.1:18089/zalo', secret_token: 'in-between' }),
    });
    await zalo.called('deleteWebhook');
    await zalo.say('sau');
    expect(await next()).toMatchObject({ text: 'sau' });
  });

  it('goes on after idle polls, refusals and lost connections, and asks for nothing new before a message is kept', async () => {
    zalo.fail('getMe', 'cut-before');
    zalo.fail('getUpdates', { status: 408, body: { ok: false, error_code: 408 } });
    zalo.fail('getUpdates', { status: 200, body: { ok: false, error_code: 408 } });
    zalo.fail('getUpdates', { status: 500, body: '<html>' });
    zalo.fail('getUpdates', 'cut-before');
    let failures = 2;
    const { sink, next } = collecting(() =>
      failures-- > 0 ? Promise.reject(new Error('the database is away')) : Promise.resolve('new'),
    );
    run(channelOn(), sink);
    await zalo.say('không được mất');
    expect(await next()).toMatchObject({ text: 'không được mất' });
    expect(failures).toBe(-1);
  });

  it('ends where the token is refused, and health says so without naming it', async () => {
    const channel = channelOn({
      client: createZaloClient({ root: zalo.root, token: 'wrong:token-value' }),
    });
    run(channel, collecting().sink);
    await running;
    expect(await channel.health()).toEqual({ ok: false, detail: 'start: auth' });
    expect(logged.join('\n')).toContain('refuses the token');
    expect(logged.join('\n')).not.toContain('token-value');
  });

  it('tells of a second poller and comes back', async () => {
    const channel = channelOn({ pause: () => Promise.resolve() });
    zalo.fail('getUpdates', { status: 409, body: { ok: false, error_code: 409 } });
    const { sink, next } = collecting();
    run(channel, sink);
    await zalo.say('vẫn đây');
    expect(await next()).toMatchObject({ text: 'vẫn đây' });
  });

  it('ends at once when it is told to, in the middle of a poll', async () => {
    run(channelOn(), collecting().sink);
    await zalo.called('getWebhookInfo');
    stopping.abort();
    await running;
  });
});

describe('a webhook', () => {
  const secret = 'a-secret-of-the-test';
  const mode = { type: 'webhook', url: 'https://cap-uy.example.vn/kenh/zalo', secret } as const;
  const post = (body: unknown, given: string | null = secret): Request =>
    new Request('https://cap-uy.example.vn/kenh/zalo', {
      method: 'POST',
      headers: given === null ? {} : { 'x-bot-api-secret-token': given },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const handlerOn = (sink: Sink) => {
    const webhook = channelOn({ mode }).webhook?.(sink);
    if (!webhook) throw new Error('no webhook');
    return webhook;
  };

  it('lets in who knows the secret and nobody else', async () => {
    const { sink, next } = collecting();
    const { handle } = handlerOn(sink);
    for (const given of [null, '', 'wrong', `${secret} `.repeat(2)])
      expect((await handle(post(updates.textBare, given))).status).toBe(401);
    expect((await handle(post(updates.textInEnvelope))).status).toBe(200);
    expect(await next()).toMatchObject({ text: 'Xin chào' });
  });

  it('acknowledges what is ours to drop, and only what was kept', async () => {
    const { handle } = handlerOn({ accept: () => Promise.reject(new Error('the database is away')) });
    expect((await handle(post(updates.ownMessage))).status).toBe(200);
    expect((await handle(post({ event_name: 'something.new' }))).status).toBe(200);
    expect((await handle(post('{"broken'))).status).toBe(200);
    expect((await handle(post(''))).status).toBe(200);
    expect((await handle(post(updates.textBare))).status).toBe(500);
  });

  it('lets nobody in where there is no secret', async () => {
    const webhook = channelOn({ mode: { ...mode, secret: '' } }).webhook?.(collecting().sink);
    expect((await webhook?.handle(post(updates.textBare, '')))?.status).toBe(401);
  });
});

describe('sending', () => {
  it('gives bold words and quotations as styles beside a plain text', async () => {
    const channel = channelOn();
    const source = {
      symbol: '12-QĐ/TU',
      issuedOn: null,
      title: 'Quy định',
      locator: 'Điều 3',
      file: 'a.docx',
    };
    const parts = degrade(
      [
        { type: 'text', text: 'Mỗi tháng **một lần** 🇻🇳.' },
        { type: 'quote', text: 'họp mỗi tháng một lần', emphasis: [[4, 13]], source },
      ],
      channel.capabilities(to),
    );
    for (const part of parts) await send(channel, part);
    const [call] = await zalo.called('sendMessage');
    const text = String(call?.body['text']);
    const styled = (call?.body['text_styles'] as { start: number; len: number; st: string[] }[]).map(
      ({ start, len, st }) => [text.slice(start, start + len), ...st],
    );
    expect(text).not.toContain('**');
    expect(styled).toEqual([
      ['một lần', 'b'],
      ['“họp ', 'i'],
      ['mỗi tháng', 'i', 'b'],
      [' một lần”', 'i'],
    ]);
    expect(call?.body).not.toHaveProperty('parse_mode');
  });

  it('splits a text of 10,000 characters, flags and marks at the seams included, and loses none', async () => {
    const channel = channelOn();
    const said = Array.from({ length: 900 }, (_, i) => `Tê\u0323 số ${i} 🇻🇳👩‍👩‍👧`).join('');
    const parts = degrade([{ type: 'text', text: said }], channel.capabilities(to));
    for (const part of parts) await send(channel, part);
    const joined = zalo
      .texts()
      .map((text) => text.replace(/^\(\d+\/\d+\) /u, ''))
      .join('');
    expect(zalo.texts().length).toBeGreaterThan(5);
    expect(joined.replace(/\s/gu, '')).toBe(said.normalize('NFC').replace(/\s/gu, ''));
  });

  it('gives options as numbers', async () => {
    const channel = channelOn();
    const options = ['Chi bộ 1', 'Chi bộ 2'].map((label, i) => ({ label, key: `k${i}`, position: i + 1 }));
    const [part] = degrade(
      [{ type: 'choices', id: 'unit', prompt: 'Đơn vị nào?', options }],
      channel.capabilities(to),
    );
    await send(channel, part as Part);
    expect(zalo.texts()).toEqual(['Đơn vị nào?\n1. Chi bộ 1\n2. Chi bộ 2']);
  });

  it('gives a picture by an address that the platform may fetch', async () => {
    const channel = channelOn({ linkTo: ({ sha256 }) => `https://cap-uy.example.vn/mo/${sha256}` });
    const file = { sha256: 'abc', name: 'bieu-do.png', mime: 'image/png', sizeBytes: 10 };
    const parts = degrade([{ type: 'image', file, alt: 'Biểu đồ cột' }], channel.capabilities(to));
    for (const part of parts) await send(channel, part);
    expect(zalo.calls.map(({ method, body }) => [method, body['photo'], body['caption']])).toEqual([
      ['sendPhoto', 'https://cap-uy.example.vn/mo/abc', 'Biểu đồ cột'],
    ]);
  });

  it.each([
    ['the token is refused', { status: 401, body: { ok: false, error_code: 401 } }, 'auth'],
    [
      'the body says so though the status is 200',
      { status: 200, body: { ok: false, error_code: 401 } },
      'auth',
    ],
    ['the quota is used up', { status: 429, body: { ok: false, error_code: 429 }, retryAfter: 7 }, 'rate'],
    ['the message is refused', { status: 400, body: { ok: false, error_code: 400 } }, 'invalid'],
    ['the platform fails inside (403)', { status: 403, body: { ok: false, error_code: 403 } }, 'transient'],
    ['the platform fails', { status: 500, body: { ok: false, error_code: 500 } }, 'transient'],
    ['it is down for a while', { status: 503, body: '<html>' }, 'transient'],
    ['a gateway answers for it', { status: 502, body: '<html>' }, 'unknown-delivery'],
    ['the answer gets lost', 'cut-after', 'unknown-delivery'],
    ['the connection is cut', 'cut-before', 'unknown-delivery'],
  ] as const)('names the failure where %s', async (_name, fault, kind) => {
    zalo.fail('sendMessage', fault);
    const failure = await send(channelOn(), plain('xin chào')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ChannelError);
    expect((failure as ChannelError).kind).toBe(kind);
    expect((failure as ChannelError).retryAfterMs).toBe(kind === 'rate' ? 7000 : undefined);
    expect(JSON.stringify([(failure as Error).message, (failure as Error).stack])).not.toContain(
      'not-a-secret',
    );
  });

  it('knows that nothing was delivered where nobody answers at the address', async () => {
    const root = await closedAddress();
    const nowhere = createZaloClient({ root, token: 'a:b' });
    const failure = await nowhere.sendMessage('an', 'xin chào', []).catch((error: unknown) => error);
    expect((failure as ChannelError).kind).toBe('transient');
  });

  it('sends a message once, whatever becomes of it', async () => {
    zalo.fail('sendMessage', 'cut-after');
    await send(channelOn(), plain('một lần')).catch(() => undefined);
    expect(zalo.texts()).toEqual(['một lần']);
  });

  it.each([
    ['empty', ' \n'],
    ['too long', 'x'.repeat(2001)],
  ])('refuses a text that is %s before the platform does', async (_name, text) => {
    await expect(send(channelOn(), plain(text))).rejects.toMatchObject({ kind: 'invalid' });
    expect(zalo.calls).toEqual([]);
  });
});

/** An address on this machine at which nobody listens any more. */
async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

describe('a picture that somebody sent', () => {
  const waiting = (ref: string) => ({
    files: [{ ref, name: 'anh.jpg', mime: 'image/jpeg' }],
    caption: ' trang  1 ',
  });
  const options = { signal: new AbortController().signal, role: 'office' as const };
  let server: Server;
  let host: string;
  beforeEach(async () => {
    server = createHttpServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });
  const kept: Uint8Array[] = [];
  const keeping: FileStore = {
    ...noFiles,
    put(bytes, name, mime) {
      kept.push(bytes);
      return Promise.resolve({ sha256: 'f', name, mime, sizeBytes: bytes.byteLength });
    },
  };

  it('is looked at before it is kept, and then a file like any upload', async () => {
    const looked: string[] = [];
    const inspect: ZaloDeps['inspect'] = (bytes, name) => {
      looked.push(name);
      return Promise.resolve({ accepted: [{ name, bytes, mime: 'image/jpeg' }], refused: [] });
    };
    const channel = channelOn({ files: keeping, mediaHosts: [host], inspect });
    const taken = await channel.fetchFiles?.(waiting(`http://${host}/a.jpg`), options);
    expect(taken).toMatchObject({ type: 'files', files: [{ name: 'anh.jpg', sizeBytes: 6 }] });
    expect([looked, kept.length]).toEqual([['anh.jpg'], 1]);
  });

  it.each([
    ['too large', { maxBytes: 5 }, /lớn hơn mức cho phép/u],
    [
      'on a host that is none of the platform',
      { mediaHosts: ['zdn.vn'] },
      /gửi lại, hoặc gửi tệp trên trang web/u,
    ],
  ])('is answered with the reason where it is %s', async (_name, rest, sentence) => {
    const channel = channelOn({ mediaHosts: [host], ...rest });
    const taken = await channel.fetchFiles?.(waiting(`http://${host}/a.jpg`), options);
    expect(taken && 'problem' in taken ? taken.problem : '').toMatch(sentence);
  });
});
