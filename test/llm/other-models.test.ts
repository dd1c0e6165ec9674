import { afterEach, describe, expect, it } from 'vitest';
import { createModels } from '../../llm/openai.ts';
import { endpointSettings, startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

const signal = new AbortController().signal;

describe('a recording', () => {
  it('is sent as a form with its language and a name that tells its format', async () => {
    endpoint = await startEndpoint();
    const audio = { bytes: new Uint8Array(100), mediaType: 'audio/ogg; codecs=opus' };
    expect(await endpoint.models.transcriber!.transcribe(audio, { signal })).toEqual({
      text: 'audio.ogg',
      seconds: 3,
    });
    expect(endpoint.server.calls[0]?.body).toMatchObject({
      model: 'nghe-1',
      language: 'vi',
      file: { name: 'audio.ogg', type: 'audio/ogg', bytes: 100 },
    });
    expect(endpoint.usages).toMatchObject([{ kind: 'transcription', model: 'nghe-1' }]);
  });

  it('that the endpoint cannot read, or answers with something else, is a failure', async () => {
    endpoint = await startEndpoint({
      transcriptions: [
        { fail: { status: 400, message: 'unsupported file' } },
        { body: { words: [] } },
        { body: { words: [] } },
        { body: { words: [] } },
      ],
    });
    const audio = { bytes: new Uint8Array(100), mediaType: 'audio/ogg' };
    const transcribe = () => endpoint.models.transcriber!.transcribe(audio, { signal });
    await expect(transcribe()).rejects.toMatchObject({ kind: 'rejected' });
    await expect(transcribe()).rejects.toMatchObject({ kind: 'broken' });
  });
});

describe('ranks', () => {
  const documents = ['đảng phí', 'chi bộ họp', 'chi bộ'];
  const rank = (top?: number) =>
    endpoint.models.reranker!.rerank('chi bộ họp', documents, { signal, ...(top ? { top } : {}) });

  it('come best first, of the places that were sent', async () => {
    endpoint = await startEndpoint();
    expect((await rank()).map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(await rank(1)).toEqual([{ index: 1, score: 1 }]);
    expect(endpoint.server.calls[1]?.body).toEqual({
      model: 'xep-hang-1',
      query: 'chi bộ họp',
      documents,
      top_n: 1,
    });
  });

  it('are read in the other form that servers have for them', async () => {
    endpoint = await startEndpoint({
      reranks: [
        {
          body: [
            { index: 0, score: -1 },
            { index: 2, score: 4 },
          ],
        },
      ],
    });
    expect(await rank()).toEqual([
      { index: 2, score: 4 },
      { index: 0, score: -1 },
    ]);
  });

  it.each([
    ['of a place that was not sent', [{ index: 3, relevance_score: 1 }]],
    ['of one place twice', [1, 1].map((index) => ({ index, relevance_score: 1 }))],
    ['of nothing', []],
    ['without scores', [{ index: 0 }]],
  ])('%s are a failure', async (_what, results) => {
    endpoint = await startEndpoint({ reranks: Array.from({ length: 3 }, () => ({ body: { results } })) });
    await expect(rank()).rejects.toMatchObject({ kind: 'broken' });
  });

  it('of no texts are none, without a call', async () => {
    endpoint = await startEndpoint();
    expect(await endpoint.models.reranker!.rerank('a', [], { signal })).toEqual([]);
    expect(endpoint.server.calls).toEqual([]);
  });
});

describe('a key', () => {
  it('goes to its own server only', async () => {
    endpoint = await startEndpoint();
    const other = await startEndpoint();
    const { server } = endpoint;
    const models = createModels({
      ...endpointSettings(server, { apiKey: 'khoa-chinh' }),
      embedding: { baseUrl: other.server.url },
      transcription: { model: 'nghe-1', baseUrl: other.server.url, apiKey: 'khoa-rieng' },
    });
    server.chat.push({ say: 'a' });
    await models.chat!.complete([{ role: 'user', content: 'Họp?' }], { signal });
    await models.reranker!.rerank('a', ['a'], { signal });
    await models.embedder!.embed(['a']);
    await models.transcriber!.transcribe({ bytes: new Uint8Array(9), mediaType: 'audio/ogg' }, { signal });
    const keys = (of: Endpoint) => of.server.calls.map(({ headers }) => headers['authorization']);
    expect(keys(endpoint)).toEqual(['Bearer khoa-chinh', 'Bearer khoa-chinh']);
    expect(keys(other)).toEqual(['Bearer none', 'Bearer khoa-rieng']);
    await other.close();
  });
});
