import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { channelAt, partOf, answerTo } from './bot.ts';
import { createClients } from '../../bot/channels/telegram/api.ts';

/* A proxy of the office as it looks from both sides: what it is asked for, and what goes through it. */

describe('a proxy', () => {
  let close: () => Promise<unknown> = async () => {};
  afterEach(() => close());

  /** A proxy that answers CONNECT with `status`, and what it saw: the request, and the first bytes that went through. */
  async function startProxy(status: number) {
    const seen: { request: IncomingMessage | null; bytes: Buffer } = {
      request: null,
      bytes: Buffer.alloc(0),
    };
    const server = createServer();
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      seen.request = request;
      socket.on('error', () => {});
      if (status !== 200) return socket.end(`HTTP/1.1 ${status} X\r\n\r\n`);
      socket.write(`HTTP/1.1 200 X\r\n\r\n`);
      socket.once('data', (bytes: Buffer) => {
        seen.bytes = bytes;
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => new Promise((resolve) => server.close(resolve));
    const port = (server.address() as AddressInfo).port;
    return { seen, url: `http://nguoi%40dung:mat-khau@127.0.0.1:${port}` };
  }

  /** Sends through a proxy; returns how it failed. */
  async function sendThrough(proxy: string): Promise<{ kind: string; message: string }> {
    const token = '123456:TEST';
    const clients = createClients({ token, apiRoot: 'https://api.telegram.example', proxy });
    const channel = channelAt({ url: 'unused', token }, { clients });
    const to = { channel: 'telegram', account: '123456', chat: '7' };
    return channel.send(to, partOf('a'), answerTo('e')).then(
      () => ({ kind: 'sent', message: '' }),
      (error: { kind: string; message: string }) => error,
    );
  }

  it('is asked for a tunnel, and sees the name of the server but nothing of what is said', async () => {
    const { seen, url } = await startProxy(200);
    const failed = await sendThrough(url);
    expect(seen.request?.url).toBe('api.telegram.example:443');
    expect(seen.request?.headers['proxy-authorization']).toBe(
      `Basic ${Buffer.from('nguoi@dung:mat-khau').toString('base64')}`,
    );
    // A TLS handshake record with the name that is asked for.
    expect(seen.bytes[0]).toBe(0x16);
    expect(seen.bytes.includes('api.telegram.example')).toBe(true);
    expect(seen.bytes.includes('123456:TEST')).toBe(false);
    expect(failed.kind).not.toBe('sent');
  });

  it('that refuses, or is not there, has certainly delivered nothing', async () => {
    const { url } = await startProxy(407);
    const refused = await sendThrough(url);
    expect(refused.kind).toBe('transient');
    expect(refused.message).not.toContain('mat-khau');
    expect((await sendThrough('http://127.0.0.1:9')).kind).toBe('transient');
  });
});
