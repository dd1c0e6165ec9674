import { describe, expect, it } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import { ModelCallError, type ModelErrorKind } from '../../core/errors.ts';
import { createBreaker } from '../../llm/breaker.ts';
import { createCeiling } from '../../llm/ceiling.ts';
import type { Usage } from '../../llm/model.ts';
import { createQueue } from '../../llm/queue.ts';
import { startEndpoint } from '../support/model-endpoint.ts';

const never = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns at an endpoint', () => {
  it('are so many at once, in the order in which they were asked for', async () => {
    const queue = createQueue(2);
    const order: number[] = [];
    const leave: (() => void)[] = [];
    const calls = [1, 2, 3, 4].map(async (number) => {
      leave.push(await queue.enter(never));
      order.push(number);
    });
    await settle();
    expect(order).toEqual([1, 2]);
    expect([queue.running, queue.waiting]).toEqual([2, 2]);
    leave[0]?.();
    // Given back twice it is still one turn.
    leave[0]?.();
    await settle();
    expect(order).toEqual([1, 2, 3]);
    leave[1]?.();
    await Promise.all(calls);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('are given to people before background work, which never has the last', async () => {
    const queue = createQueue(2);
    const order: string[] = [];
    const take = async (name: string, isBackground: boolean) => {
      const leave = await queue.enter(never, isBackground);
      order.push(name);
      return leave;
    };
    const first = take('background 1', true);
    const second = take('background 2', true);
    const third = take('person', false);
    await settle();
    expect(order).toEqual(['background 1', 'person']);
    (await third)();
    await settle();
    expect(order).toEqual(['background 1', 'person']);
    (await first)();
    (await second)();
    expect(order).toEqual(['background 1', 'person', 'background 2']);
  });

  it('are not waited for by somebody who stops', async () => {
    const queue = createQueue(1);
    const leave = await queue.enter(never);
    const stop = new AbortController();
    const waiting = queue.enter(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'stopped' });
    expect(queue.waiting).toBe(0);
    leave();
    (await queue.enter(never))();
    await expect(queue.enter(stop.signal)).rejects.toMatchObject({ kind: 'stopped' });
  });

  it('that do not come up in time end as busy, and the others go on', async () => {
    const { models, server, close } = await startEndpoint(
      { chat: [{ say: 'a', then: 'stall', after: 0 }, { say: 'Mỗi tháng.' }] },
      { concurrency: 1, firstTokenSeconds: 5 },
    );
    const stop = new AbortController();
    const ask = (signal: AbortSignal, timeoutMs = 5000) =>
      models.chat!.complete([{ role: 'user', content: 'Họp?' }], { signal, timeoutMs });
    const first = ask(stop.signal);
    const failed = expect(first).rejects.toMatchObject({ kind: 'stopped' });
    while (server.calls.length === 0) await settle();
    await expect(ask(never, 60)).rejects.toMatchObject({ kind: 'busy' });
    const third = ask(never);
    stop.abort();
    await failed;
    expect((await third).text).toBe('Mỗi tháng.');
    expect(server.calls).toHaveLength(2);
    await close();
  });
});

describe('an endpoint that is down', () => {
  const failure = (kind: ModelErrorKind) => new ModelCallError('x', { kind });

  it('is left alone after three outages in a row, then tried by one call', () => {
    let now = 0;
    const breaker = createBreaker({ restMs: 1000, now: () => now });
    for (let i = 0; i < 3; i += 1) {
      breaker.check();
      breaker.failed(failure('timeout'));
    }
    expect(() => breaker.check()).toThrow(expect.objectContaining({ kind: 'timeout' }));
    now = 1001;
    breaker.check();
    expect(() => breaker.check()).toThrow(ModelCallError);
    breaker.succeeded();
    breaker.check();
  });

  it('is not one that answers with errors, or that people stop', () => {
    const breaker = createBreaker();
    for (const kind of ['timeout', 'timeout', 'overloaded', 'timeout', 'stopped', 'timeout'] as const)
      breaker.failed(failure(kind));
    breaker.check();
  });

  it('is not one whose answers are left before their end', async () => {
    const silent = { say: 'x', then: 'stall' as const, after: 0 };
    const spoken = { say: ['KHÔNG CÓ ', 'CĂN CỨ'], then: 'stall' as const };
    const { models, server, close } = await startEndpoint(
      { chat: [silent, spoken, silent, spoken, silent, spoken, spoken] },
      { firstTokenSeconds: 0.05 },
    );
    const first = async (): Promise<string> => {
      for await (const piece of models.chat!.stream([{ role: 'user', content: 'Họp?' }], { signal: never }))
        return piece;
      return '';
    };
    for (let i = 0; i < 3; i += 1) {
      await expect(first()).rejects.toMatchObject({ kind: 'timeout' });
      expect(await first()).toBe('KHÔNG CÓ ');
    }
    expect(await first()).toBe('KHÔNG CÓ ');
    expect(server.calls).toHaveLength(7);
    await close();
  });

  it('costs no time once that is known', async () => {
    const { models, server, close } = await startEndpoint({});
    await close();
    const ask = () =>
      models.chat!.complete([{ role: 'user', content: 'Họp?' }], { signal: never, timeoutMs: 9000 });
    for (let i = 0; i < 4; i += 1) await expect(ask()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(server.calls).toEqual([]);
  });
});

describe("the day's allowance", () => {
  const usage = (promptTokens: number, completionTokens = 0, kind: Usage['kind'] = 'chat'): Usage => ({
    model: 'm',
    kind,
    promptTokens,
    completionTokens,
    isEstimated: false,
  });
  const prices = { chatInput: 2, chatOutput: 10, embedding: 1 };
  const clockAt = (at: { time: string }): Clock => ({ now: () => new Date(at.time) });

  it('in tokens is used up by what was counted and what is set aside, and new at midnight in Vietnam', async () => {
    const at = { time: '2026-08-10T03:00:00Z' };
    const ceiling = createCeiling(
      { dailyTokens: 100, dailyCost: 0, prices },
      {},
      clockAt(at),
      'Asia/Ho_Chi_Minh',
    );
    const release = await ceiling.reserve(usage(40, 20), false);
    ceiling.count(usage(30, 15));
    await expect(ceiling.reserve(usage(1), false)).rejects.toMatchObject({
      kind: 'ceiling',
      isRetryable: false,
    });
    release();
    release();
    (await ceiling.reserve(usage(1), false))();
    ceiling.count(usage(55));
    await expect(ceiling.reserve(usage(1), false)).rejects.toMatchObject({ kind: 'ceiling' });
    at.time = '2026-08-10T17:00:00Z';
    (await ceiling.reserve(usage(1), false))();
  });

  it('in money goes by the prices, and background work stops at half of it', async () => {
    const costs: number[] = [];
    const ceiling = createCeiling(
      { dailyTokens: 0, dailyCost: 10, prices },
      { onUsage: ({ cost }) => costs.push(cost) },
      clockAt({ time: '2026-08-10T03:00:00Z' }),
      'Asia/Ho_Chi_Minh',
    );
    ceiling.count(usage(1_000_000, 200_000));
    ceiling.count(usage(1_000_000, 0, 'embedding'));
    expect(costs).toEqual([4, 1]);
    (await ceiling.reserve(usage(1), false))();
    await expect(ceiling.reserve(usage(1), true)).rejects.toMatchObject({ kind: 'ceiling' });
  });

  it('is not overrun by calls side by side: each sets aside the longest answer that it asks for', async () => {
    const { models, server, usages, close } = await startEndpoint(
      { otherwise: { say: 'Mỗi tháng.', repeat: 40, usage: { prompt_tokens: 2, completion_tokens: 100 } } },
      { ceiling: { dailyTokens: 450, dailyCost: 0, prices }, maxTokens: 100, concurrency: 8 },
    );
    const ask = () => models.chat!.complete([{ role: 'user', content: 'Họp?' }], { signal: never });
    const ended = await Promise.allSettled(Array.from({ length: 8 }, ask));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(server.calls).toHaveLength(4);
    const used = usages.reduce((sum, one) => sum + one.promptTokens + one.completionTokens, 0);
    expect(used).toBeLessThanOrEqual(450);
    await close();
  });

  it('in money counts the answers that may still come', async () => {
    const ceiling = createCeiling(
      { dailyTokens: 0, dailyCost: 10, prices },
      {},
      clockAt({ time: '2026-08-10T03:00:00Z' }),
      'Asia/Ho_Chi_Minh',
    );
    const release = await ceiling.reserve(usage(1_000_000, 600_000), false);
    await expect(ceiling.reserve(usage(0, 300_000), false)).rejects.toMatchObject({ kind: 'ceiling' });
    release();
    (await ceiling.reserve(usage(0, 300_000), false))();
  });

  it('is what the keeper of the counters says, over restarts', async () => {
    const { models, server, close } = await startEndpoint(
      { otherwise: { say: 'Mỗi tháng.' } },
      { ceiling: { dailyTokens: 1000, dailyCost: 0, prices } },
      { spentToday: () => Promise.resolve({ tokens: 1000, cost: 0 }) },
    );
    const call = models.chat!.complete([{ role: 'user', content: 'Họp?' }], { signal: never });
    await expect(call).rejects.toMatchObject({ kind: 'ceiling' });
    expect(server.calls).toEqual([]);
    await close();
  });
});
