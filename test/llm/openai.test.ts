import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ModelCallError } from '../../core/errors.ts';
import { createModels } from '../../llm/openai.ts';
import { noModels, type ChatModel } from '../../llm/model.ts';
import { startOpenAiServer } from '../fakes/openai-server.ts';
import type { OpenAiServer } from '../fakes/openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
  server.chat.length = 0;
});

const models = (baseUrl = server.url) =>
  createModels({ baseUrl, chatModel: 'm-chat', embeddingModel: 'm-embed', timeoutSeconds: 5 });

async function reply(chat: ChatModel | null, signal = new AbortController().signal): Promise<string> {
  let text = '';
  for await (const piece of chat?.stream([{ role: 'user', content: 'Chào' }], { signal }) ?? [])
    text += piece;
  return text;
}

describe('a chat model behind an OpenAI-compatible endpoint', () => {
  it('streams the reply piece by piece', async () => {
    server.chat.push({ type: 'say', pieces: ['Chi bộ ', 'họp ', 'mỗi tháng.'] });
    expect(await reply(models().chat)).toBe('Chi bộ họp mỗi tháng.');
    expect(server.calls[0]).toMatchObject({
      path: '/v1/chat/completions',
      body: { model: 'm-chat', stream: true, messages: [{ role: 'user', content: 'Chào' }] },
    });
  });

  it('takes a stream that is cut for a failure, not for a short answer', async () => {
    server.chat.push({ type: 'cut', pieces: ['Chi bộ '] });
    await expect(reply(models().chat)).rejects.toBeInstanceOf(ModelCallError);
  });

  it.each([
    [401, false],
    [503, true],
  ])('answers status %i with an error that is retryable: %s', async (status, isRetryable) => {
    // What may pass is tried three times.
    for (let i = 0; i < 3; i += 1) server.chat.push({ type: 'fail', status });
    await expect(reply(models().chat)).rejects.toMatchObject({
      code: 'model-unavailable',
      status,
      isRetryable,
    });
  });

  it('says that nobody answers where nothing listens', async () => {
    await expect(reply(models('http://127.0.0.1:9/v1').chat)).rejects.toMatchObject({ isRetryable: true });
  });

  it('stops when it is told to', async () => {
    server.chat.push({ type: 'say', pieces: ['a'] });
    await expect(reply(models().chat, AbortSignal.abort())).rejects.toBeInstanceOf(ModelCallError);
  });
});

describe('an embedder behind the same endpoint', () => {
  it('gives one vector a text in the order of the texts, over several requests', async () => {
    const texts = Array.from({ length: 70 }, (_, i) => 'a'.repeat(i));
    const vectors = await models().embedder?.embed(texts);
    expect(vectors?.map((vector) => vector[0])).toEqual(texts.map((text) => text.length + 1));
    expect(server.calls).toHaveLength(2);
  });
});

describe('without settings', () => {
  it('there is no model, and that is no error', () => {
    expect(createModels({ timeoutSeconds: 5 })).toEqual(noModels);
    expect(createModels({ baseUrl: server.url, timeoutSeconds: 5 })).toEqual(noModels);
    expect(noModels.embedderOf('bat-ky')).toBeNull();
  });
});
