import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { modelFixture } from '../support/model-endpoint.ts';
import { startOpenAiServer, type OpenAiServer } from './openai-server.ts';
import type { Fixture } from './openai-server-script.ts';

/*
 * The double is a server like any other: clients that are none of ours understand it.
 */

let server: OpenAiServer;
afterEach(() => server.close());
const start = async (script: Fixture): Promise<void> => {
  server = await startOpenAiServer(script);
};

const body = { model: 'van-phong-1', messages: [{ role: 'user' as const, content: 'Họp?' }] };
const post = (payload: object, path = '/chat/completions') =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });

describe('other clients', () => {
  it('of the protocol chat, stream with usage, and list models', async () => {
    await start(modelFixture('plain'));
    const client = new OpenAI({ apiKey: 'none', baseURL: server.url, maxRetries: 0 });
    const whole = await client.chat.completions.create(body);
    expect(whole.choices[0]?.message.content).toBe('Chi bộ họp thường kỳ mỗi tháng một lần [1].');
    expect(whole.usage?.total_tokens).toBeGreaterThan(0);
    let text = '';
    let tokens = 0;
    for await (const chunk of await client.chat.completions.create({
      ...body,
      stream: true,
      stream_options: { include_usage: true },
    })) {
      text += chunk.choices[0]?.delta.content ?? '';
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(tokens).toBe(3);
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toContain('vec-to-1');
  });

  it('of LangChain chat, call tools in pieces, and embed in base64', async () => {
    await start({
      chat: [
        { say: 'Chào đồng chí.' },
        { toolCalls: [{ name: 'xem_gio', arguments: { noi: 'Huế' }, pieces: 4 }] },
      ],
    });
    const configuration = { baseURL: server.url };
    const model = new ChatOpenAI({ model: 'm', apiKey: 'none', configuration, maxRetries: 0 });
    expect((await model.invoke('Chào')).text).toBe('Chào đồng chí.');
    let message;
    for await (const chunk of await model.stream('Giờ?')) message = message ? message.concat(chunk) : chunk;
    expect(message?.tool_calls).toMatchObject([{ name: 'xem_gio', args: { noi: 'Huế' } }]);
    const embeddings = new OpenAIEmbeddings({ model: 'v', apiKey: 'none', configuration, maxRetries: 0 });
    expect(await embeddings.embedDocuments(['a', 'aa'])).toEqual([
      [2, 1, 1, 1, 1],
      [3, 1, 1, 1, 1],
    ]);
    expect(server.calls.at(-1)?.body['encoding_format']).toBe('base64');
  });
});

describe('what goes over the wire', () => {
  it('is torn between the bytes of a letter', async () => {
    await start(modelFixture('torn'));
    const response = await post({ ...body, stream: true });
    const packets: Uint8Array[] = [];
    for await (const packet of response.body as unknown as AsyncIterable<Uint8Array>) packets.push(packet);
    expect(packets.length).toBeGreaterThan(20);
    const strict = new TextDecoder('utf-8', { fatal: true });
    const isWhole = (packet: Uint8Array): boolean => {
      try {
        strict.decode(packet);
        return true;
      } catch {
        return false;
      }
    };
    expect(packets.every(isWhole)).toBe(false);
    const text = Buffer.concat(packets).toString();
    expect(text).toContain(': keep-alive\r\n\r\n');
    expect(text).not.toContain('[DONE]');
  });

  it('is an error as services send it', async () => {
    await start({
      ...modelFixture('refuses'),
      models: ['van-phong-1'],
      key: 'k',
    });
    expect((await post(body)).status).toBe(401);
    await server.close();
    await start(modelFixture('refuses'));
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const response = await post(body);
      statuses.push(response.status);
      if (response.status === 429) expect(response.headers.get('retry-after')).toBe('1');
      if (response.status < 500)
        expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
    }
    expect(statuses).toEqual([400, 401, 404, 408, 429, 500, 503]);
  });

  it('is refused where the request is none', async () => {
    await start({ models: ['van-phong-1'] });
    expect((await post({ ...body, messages: [] })).status).toBe(400);
    expect((await post({ ...body, model: 'khac' })).status).toBe(404);
    expect((await post(body, '/completions')).status).toBe(404);
    const broken = await fetch(`${server.url}/chat/completions`, { method: 'POST', body: '{"model"' });
    expect(broken.status).toBe(400);
    // A call that nothing is scripted for is seen.
    expect((await post(body)).status).toBe(500);
    expect(server.calls.map(({ path }) => path)).toHaveLength(5);
  });
});

describe('the double by itself', () => {
  it('serves a fixture to whoever points at it', async () => {
    await start({});
    const cli = fileURLToPath(new URL('openai-server-cli.ts', import.meta.url));
    const fixture = fileURLToPath(new URL('../fixtures/model/plain.json', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', cli, fixture, '--port', '0']);
    try {
      const [url] = (
        await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
      ).value.split(' ');
      const response = await fetch(`${url}/models`);
      expect(await response.json()).toMatchObject({ data: [{ id: 'van-phong-1' }, {}, {}, {}] });
    } finally {
      child.kill();
    }
  });
});
