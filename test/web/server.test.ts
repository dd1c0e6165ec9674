import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { readEvents } from './event-reader.ts';
import { openOffice, type Office } from './office.ts';

let db: Database;
let office: Office;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  office = await openOffice(db, () => []);
});
afterEach(() => office.close());
afterAll(() => db.close());

describe('the server', () => {
  it('listens on the loopback address alone unless told otherwise, and says where', async () => {
    const server = await office.web.listen();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    await server.close();
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });

  it('says which setting is wrong where the port is taken', async () => {
    const server = await office.web.listen();
    const port = Number(new URL(server.url).port);
    const problems = async (): Promise<unknown> => {
      const taken = await office
        .restartWeb(port)
        .listen()
        .catch((error: unknown) => error);
      expect(taken).toBeInstanceOf(ConfigError);
      return (taken as ConfigError).problems;
    };
    expect(await problems()).toEqual([expect.stringContaining(`trợ lý đang chạy rồi ở cổng ${port}`)]);
    await server.close();
    const other = createServer((_request, response) => response.end('{"ok":true}')).listen(port, '127.0.0.1');
    await once(other, 'listening');
    expect(await problems()).toEqual([expect.stringContaining(`PORT: cổng ${port}`)]);
    other.close();
  });

  it('ends open event streams when it closes, instead of waiting for them', async () => {
    const server = await office.web.listen();
    const stream = readEvents(
      await fetch(`${server.url}/api/events`, { headers: { cookie: office.sessions.cookieFor('A') } }),
    );
    const ended = stream.next();
    await server.close();
    expect(await ended).toBeNull();
  });
});
