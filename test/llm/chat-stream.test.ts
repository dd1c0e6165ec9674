import { afterEach, describe, expect, it } from 'vitest';
import { ModelCallError } from '../../core/errors.ts';
import type { EndpointSettings } from '../../llm/settings.ts';
import type { Fixture } from '../fakes/openai-server-script.ts';
import { modelFixture, startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

const answer = 'Chi bộ họp thường kỳ mỗi tháng một lần [1].';

/** Reads one answer to its end, with the error that ended it. */
async function read(
  signal = new AbortController().signal,
  isCautious = false,
): Promise<{
  pieces: string[];
  text: string;
  error: ModelCallError | null;
}> {
  const pieces: string[] = [];
  let error: ModelCallError | null = null;
  try {
    const asked = [{ role: 'user', content: 'Họp?' }] as const;
    for await (const piece of endpoint.models.chat!.stream(asked, { signal, isCautious })) pieces.push(piece);
  } catch (thrown) {
    if (!(thrown instanceof ModelCallError)) throw thrown;
    error = thrown;
  }
  return { pieces, text: pieces.join(''), error };
}

const start = async (script: Fixture | string, settings: Partial<EndpointSettings> = {}): Promise<void> => {
  endpoint = await startEndpoint(script, settings);
};

describe('an answer that is written piece by piece', () => {
  it('keeps every letter, however the network tears it', async () => {
    await start('torn');
    const said = modelFixture('torn').otherwise?.say;
    const { text, error } = await read();
    expect(error).toBeNull();
    expect(text).toBe((said as string[]).join(''));
  });

  it('is read also where the web server has put its own Response in place of the platform’s', async () => {
    await start({ chat: [{ say: answer }] });
    const { Response: platform } = globalThis;
    globalThis.Response = class extends platform {};
    try {
      expect(await read()).toMatchObject({ text: answer, error: null });
    } finally {
      globalThis.Response = platform;
    }
  });

  it('that is cut, reports an error, ends early or holds half an event is an error after what came', async () => {
    await start('breaks-off');
    for (let i = 0; i < 4; i += 1) {
      const { text, error } = await read();
      expect(text).toBe('Chi bộ họp ');
      expect(error).toMatchObject({ kind: 'broken' });
    }
    // What a person has read is never asked for again.
    expect(endpoint.server.calls).toHaveLength(4);
  });

  it('that breaks before its first word is asked for again', async () => {
    await start({ chat: [{ say: 'a', then: 'cut', after: 0 }, { say: answer }] });
    expect(await read()).toMatchObject({ text: answer, error: null });
    expect(endpoint.server.calls).toHaveLength(2);
  });

  it('that ends at the longest length says so after all of it', async () => {
    await start({ chat: [{ say: 'Chi bộ họp mỗi', finish: 'length' }] });
    expect(await read()).toMatchObject({ text: 'Chi bộ họp mỗi', error: { kind: 'truncated' } });
  });

  it('that never ends is left, and the server is told', async () => {
    await start('endless', { maxTokens: 100 });
    const { text, error } = await read();
    expect(error).toMatchObject({ kind: 'truncated' });
    expect(text.length).toBeGreaterThan(500);
    expect(text.length).toBeLessThan(2000);
    expect(endpoint.server.calls[0]?.body['max_tokens']).toBe(100);
  });

  it('that the endpoint withholds is an error of its own', async () => {
    await start({ chat: [{ say: 'Chi', finish: 'content_filter' }] });
    expect((await read()).error).toMatchObject({ kind: 'filtered', isRetryable: false });
  });
});

describe('an endpoint in trouble', () => {
  it('is asked again where the trouble passes, and within the wait that it names', async () => {
    await start({
      chat: [
        { fail: { status: 429, retryAfter: 0 } },
        { fail: { status: 503, rawBody: '<html>503</html>' } },
        { say: answer },
      ],
    });
    expect(await read()).toMatchObject({ text: answer, error: null });
  });

  it('is not waited for longer than a person waits', async () => {
    await start({ chat: [{ fail: { status: 429, retryAfter: 3600 } }, { say: answer }] });
    expect((await read()).error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
    expect(endpoint.server.calls).toHaveLength(1);
  });

  it.each([
    [400, 'rejected', 'messages: at least one is odd'],
    [400, 'too-long', "This model's maximum context length is 4096 tokens."],
    [401, 'refused', 'Incorrect API key provided'],
    [403, 'refused', 'not allowed'],
    [404, 'absent', 'The model does not exist'],
    [429, 'refused', 'You exceeded your current quota, please check your plan and billing details.'],
  ])(
    'that answers %i is %s, and asked no second time with the same request',
    async (status, kind, message) => {
      await start({ otherwise: { fail: { status, message } } });
      const { error } = await read();
      expect(error).toMatchObject({ kind, status, isRetryable: false });
      const bodies = endpoint.server.calls.map(({ body }) => JSON.stringify(body));
      expect(new Set(bodies).size).toBe(bodies.length);
    },
  );

  it.each([
    [408, 'timeout'],
    [500, 'overloaded'],
    [503, 'overloaded'],
  ])('that answers %i again and again is %s after three attempts', async (status, kind) => {
    await start({ otherwise: { fail: { status } } });
    expect((await read()).error).toMatchObject({ kind, status, isRetryable: true });
    expect(endpoint.server.calls).toHaveLength(3);
  });

  it('never has what was sent or said in the words of the error', async () => {
    await start({ otherwise: { fail: { status: 400, message: 'you said: Họp?' } } });
    expect((await read()).error?.message).not.toContain('Họp');
  });
});

describe('an endpoint that is slow', () => {
  it('before the first token is left when that is due, with nothing said', async () => {
    await start({ otherwise: { say: answer, then: 'stall', after: 0 } }, { firstTokenSeconds: 0.6 });
    expect(await read()).toMatchObject({ text: '', error: { kind: 'timeout' } });
    expect(await endpoint.server.calls[0]?.ended).toBe('left');
  });

  it('between two tokens is left when the next is due, after what was said', async () => {
    await start('stalls', { tokenGapSeconds: 0.6 });
    expect(await read()).toMatchObject({ text: 'Chi bộ họp thường kỳ ', error: { kind: 'timeout' } });
    expect(await endpoint.server.calls[0]?.ended).toBe('left');
  });

  it('on the whole is left at the end of the time, however steadily it writes', async () => {
    await start({ otherwise: { say: 'a ', repeat: 1000, gapMs: 20 } }, { timeoutSeconds: 1.5 });
    const { text, error } = await read();
    expect(error).toMatchObject({ kind: 'timeout' });
    expect(text).not.toBe('');
  });

  it('but thinks aloud is alive', async () => {
    const thoughts = Array.from({ length: 12 }, () => 'hm ');
    await start(
      {
        otherwise: {
          thinking: { say: thoughts, as: 'reasoning_content' },
          say: answer,
          gapMs: 150,
        },
      },
      { firstTokenSeconds: 1.5, tokenGapSeconds: 1.5, timeoutSeconds: 20 },
    );
    expect(await read()).toMatchObject({ text: answer, error: null });
  });

  it('is not blamed for a reader who takes his time', async () => {
    await start({ otherwise: { say: ['Chi bộ ', 'họp.'] } }, { tokenGapSeconds: 0.05 });
    let text = '';
    const { stream } = endpoint.models.chat!;
    for await (const piece of stream([{ role: 'user', content: 'Họp?' }], {
      signal: new AbortController().signal,
    })) {
      text += piece;
      // Longer than the limit between tokens, by the clock that the limit goes by.
      const until = performance.now() + 120;
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(text).toBe('Chi bộ họp.');
  });
});

describe('a person who says stop', () => {
  it('stops an answer before its first word, and the server is told', async () => {
    await start({ otherwise: { say: answer, then: 'stall', after: 0 } });
    const stop = new AbortController();
    const reading = read(stop.signal);
    while (endpoint.server.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await reading).toMatchObject({ text: '', error: { kind: 'stopped' } });
    expect(await endpoint.server.calls[0]?.ended).toBe('left');
  });

  it('stops the wait for another attempt', async () => {
    await start({ otherwise: { fail: { status: 503, retryAfter: 10 } } });
    const stop = new AbortController();
    const reading = read(stop.signal);
    await new Promise((resolve) => setImmediate(resolve));
    while (endpoint.server.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await endpoint.server.calls[0]?.ended;
    stop.abort();
    expect((await reading).error).toMatchObject({ kind: 'stopped' });
    expect(endpoint.server.calls).toHaveLength(1);
  });

  it('or who goes away ends the answer at the server, and it is counted as far as it came', async () => {
    await start('stalls');
    const { stream } = endpoint.models.chat!;
    for await (const piece of stream([{ role: 'user', content: 'Họp?' }], {
      signal: new AbortController().signal,
    })) {
      expect(piece).toBe('Chi bộ ');
      break;
    }
    expect(await endpoint.server.calls[0]?.ended).toBe('left');
    expect(endpoint.usages).toMatchObject([{ isEstimated: true, completionTokens: 3 }]);
  });
});

describe('what a model thinks', () => {
  it.each(['tags', 'reasoning_content', 'reasoning'] as const)('written as %s is not said', async (as) => {
    await start({ otherwise: { thinking: { say: ['Có lẽ ', '12 lần'], as }, say: ['Mỗi ', 'tháng.'] } });
    expect(await read()).toMatchObject({ text: 'Mỗi tháng.', error: null });
  });

  it('without a tag before it is an error once, and not said from then on', async () => {
    await start({
      otherwise: { thinking: { say: ['Có lẽ ', '12 lần'], as: 'unopened' }, say: 'Mỗi tháng.' },
    });
    expect((await read()).error).toMatchObject({ kind: 'broken' });
    expect(await read()).toMatchObject({ text: 'Mỗi tháng.', error: null });
  });

  it('without a tag before it is not said at all to who is cautious, in one call', async () => {
    await start({
      otherwise: { thinking: { say: ['Có lẽ ', '12 lần'], as: 'unopened' }, say: ['Mỗi ', 'tháng.'] },
    });
    expect(await read(undefined, true)).toMatchObject({ pieces: ['Mỗi tháng.'], error: null });
    expect(await read()).toMatchObject({ pieces: ['Mỗi ', 'tháng.'], error: null });
    expect(endpoint.server.calls).toHaveLength(2);
  });

  it('is nothing, and an answer is not held back, where one was heard to its end without any', async () => {
    await start({ otherwise: { say: ['Mỗi ', 'tháng.'] } });
    expect((await read(undefined, true)).pieces).toEqual(['Mỗi tháng.']);
    expect((await read(undefined, true)).pieces).toEqual(['Mỗi ', 'tháng.']);
  });

  it('is known from a whole answer as well', async () => {
    await start({
      otherwise: { thinking: { say: ['Có lẽ ', '12 lần'], as: 'unopened' }, say: 'Mỗi tháng.' },
    });
    const signal = new AbortController().signal;
    await endpoint.models.chat!.complete([{ role: 'user', content: 'Họp?' }], { signal });
    expect(await read()).toMatchObject({ text: 'Mỗi tháng.', error: null });
  });

  it('to the end of its length is no answer', async () => {
    await start({
      otherwise: { say: ['<think>Có lẽ 12 lần, ', 'hoặc 13 lần'], finish: 'length' },
    });
    expect(await read()).toMatchObject({ text: '', error: { kind: 'truncated' } });
  });
});

describe('what an answer used', () => {
  it('is what the endpoint counted', async () => {
    await start({ otherwise: { say: answer, usage: { prompt_tokens: 812, completion_tokens: 37 } } });
    await read();
    expect(endpoint.usages).toEqual([
      {
        model: 'van-phong-1',
        kind: 'chat',
        promptTokens: 812,
        completionTokens: 37,
        isEstimated: false,
        cost: 0,
      },
    ]);
  });

  it('is estimated where the endpoint does not tell, and nothing where it refuses', async () => {
    await start({ chat: [{ say: answer, usage: 'none' }, { fail: { status: 401 } }] });
    await read();
    await read();
    expect(endpoint.usages).toMatchObject([{ isEstimated: true, promptTokens: 2, completionTokens: 18 }]);
  });
});
