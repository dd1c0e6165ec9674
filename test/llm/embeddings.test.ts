import { afterEach, describe, expect, it } from 'vitest';
import type { EmbeddingTurn } from '../fakes/openai-server-script.ts';
import { startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

const texts = ['a', 'aa', 'aaa'];
const vectors = [2, 3, 4].map((letters) => [letters, 1, 1, 1, 1]);

describe('vectors', () => {
  it.each(['float', 'base64'] as const)('that come as %s are the same', async (as) => {
    endpoint = await startEndpoint({ embeddings: [{ as }] });
    expect(await endpoint.models.embedder!.embed(texts)).toEqual(vectors);
  });

  it('that come out of order are put where they belong', async () => {
    endpoint = await startEndpoint({ embeddings: [{ shuffled: true }] });
    expect(await endpoint.models.embedder!.embed(texts)).toEqual(vectors);
  });

  it.each(['same-index', 'no-index'] as const)('without places (%s) are taken in order', async (wrong) => {
    endpoint = await startEndpoint({ embeddings: [{ wrong }] });
    expect(await endpoint.models.embedder!.embed(texts)).toEqual(vectors);
  });

  it.each<NonNullable<EmbeddingTurn['wrong']>>(['fewer', 'more', 'ragged', 'empty', 'not-a-number'])(
    'that are wrong (%s) are a failure',
    async (wrong) => {
      endpoint = await startEndpoint({ embeddings: [{ wrong }, { wrong }, { wrong }] });
      await expect(endpoint.models.embedder!.embed(texts)).rejects.toMatchObject({ kind: 'broken' });
    },
  );

  it('are counted as what they are', async () => {
    endpoint = await startEndpoint();
    await endpoint.models.embedder!.embed(['a'.repeat(40)], { purpose: 'corpus' });
    expect(endpoint.usages).toMatchObject([
      { kind: 'embedding', promptTokens: 10, completionTokens: 0, purpose: 'corpus', isEstimated: false },
    ]);
  });
});

describe('texts that are too much for the endpoint', () => {
  it('at once go in smaller batches, and all that follow too', async () => {
    endpoint = await startEndpoint({ embeddingBatch: 20 });
    const many = Array.from({ length: 100 }, (_, i) => 'a'.repeat(i));
    const found = await endpoint.models.embedder!.embed(many);
    expect(found.map(([first]) => first)).toEqual(many.map(({ length }) => length + 1));
    endpoint.server.calls.length = 0;
    await endpoint.models.embedder!.embed(many);
    const sizes = endpoint.server.calls.map(({ body }) => (body['input'] as string[]).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
  });

  it('by one that is too long are embedded all the same, that one by its beginning', async () => {
    endpoint = await startEndpoint({ contextCharacters: 500 });
    const [short, long] = await endpoint.models.embedder!.embed(['a'.repeat(10), 'a'.repeat(1500)]);
    expect(short?.[0]).toBe(11);
    expect(long?.[0]).toBe(376);
  });
});

describe('people and background work', () => {
  it('a question does not wait for the corpus', async () => {
    endpoint = await startEndpoint({ embeddings: [{ firstMs: 1000 }] }, { concurrency: 2 });
    const { embedder } = endpoint.models;
    const order: string[] = [];
    const corpus = Promise.all(
      ['a', 'aa'].map((text) =>
        embedder!.embed([text], { isBackground: true }).then(() => order.push('corpus')),
      ),
    );
    await embedder!.embed(['aaa']).then(() => order.push('question'));
    await corpus;
    expect(order).toEqual(['question', 'corpus', 'corpus']);
  });
});

describe('another model of the same endpoint', () => {
  it('is named in its calls, and shares turns, ceiling and counters with the first', async () => {
    const prices = { chatInput: 0, chatOutput: 0, embedding: 0 };
    endpoint = await startEndpoint({}, { ceiling: { dailyTokens: 30, dailyCost: 0, prices } });
    const before = endpoint.models.embedderOf('vec-to-0');
    expect(before?.model).toBe('vec-to-0');
    await before!.embed(['a'.repeat(40)]);
    expect(endpoint.server.calls[0]?.body['model']).toBe('vec-to-0');
    expect(endpoint.usages).toMatchObject([{ model: 'vec-to-0', promptTokens: 10 }]);
    // What the one has used, the other lacks.
    await expect(endpoint.models.embedder!.embed(['a'.repeat(60)])).rejects.toMatchObject({
      kind: 'ceiling',
    });
  });
});
