import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMetrics } from '../../bot/metrics.ts';
import { listenForStatus } from '../../web/status.ts';
import { readPrometheus } from '../support/prometheus.ts';

let ok = true;
const metrics = createMetrics();
let server: Awaited<ReturnType<typeof listenForStatus>>;
beforeAll(async () => {
  server = await listenForStatus({
    host: '127.0.0.1',
    port: 0,
    health: async () => ({ ok, database: ok ? 'ok' : 'away' }),
    metrics: async () =>
      metrics.render([
        { name: 'capuy_channel_up', help: 'Whether it works.', labels: { channel: 'a"b\\c\nd' }, value: 1 },
        { name: 'capuy_channel_up', help: 'Whether it works.', labels: { channel: 'web' }, value: 0 },
      ]),
  });
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

it('a process that cannot work is alive and not ready', async () => {
  expect((await get('/health')).status).toBe(200);
  expect(await (await get('/health/ready')).json()).toEqual({ ok: true, database: 'ok' });
  ok = false;
  const ready = await get('/health');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ok: false, database: 'away' });
  expect((await get('/health/live')).status).toBe(200);
  ok = true;
});

it('what is behind a proxy learns whether it works, and nothing else', async () => {
  const answer = await get('/health', { 'x-forwarded-for': '203.0.113.7' });
  expect(await answer.json()).toEqual({ ok: true });
});

it('the numbers are read by a collector, whatever the labels say', async () => {
  metrics.count('capuy_messages_received_total', { channel: 'telegram' }, 3);
  metrics.count('capuy_sends_failed_total', { channel: 'zalo', kind: 'rate' });
  for (const seconds of [0.004, 0.03, 0.2, 99])
    metrics.observe('capuy_turn_seconds', { channel: 'web' }, seconds);
  const answer = await get('/metrics');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const samples = readPrometheus(await answer.text());
  const valueOf = (name: string, labels: Record<string, string>) =>
    samples.find(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value;
  expect(valueOf('capuy_messages_received_total', { channel: 'telegram' })).toBe(3);
  expect(valueOf('capuy_turn_seconds_bucket', { le: '0.05' })).toBe(2);
  expect(valueOf('capuy_turn_seconds_bucket', { le: '+Inf' })).toBe(4);
  expect(valueOf('capuy_turn_seconds_sum', {})).toBeCloseTo(99.234);
  expect(valueOf('capuy_channel_up', { channel: 'a"b\\c\nd' })).toBe(1);
});
